## imports

import = Import a notebook
import-intro = Reads a workbook with the members, contributions, loans, repayments and expenses. It is checked whole before anything is saved.
import-template = Download the template
import-file = File
import-file-hint = .xlsx or .ods, or several .csv (one per sheet). Up to 10 MB.
import-look = Check it
import-do = Import all of it
import-another = Check another file
import-nothing = Nothing was imported. Mend the file and try again.
import-skipped = Not used: { $what }
fault-place = { $sheet }, row { $row }, { $column }
fault-place-row = { $sheet }, row { $row }
fault-sheet = Sheet
fault-row = Row
fault-column = Column
fault-reason = What is wrong
template-guide = Instructions
template-written = Template written to { $file }
import-faults =
    { $count ->
        [one] There is 1 fault in the file:
       *[other] There are { $count } faults in the file:
    }
import-more-faults = And { $count } more.
import-done = Imported { $fund }: { $members } members, { $loans } loans, { $repayments } repayments.
template-instructions =
    Muyu's template: fill in the sheets that follow, then import it.
    Asociación: one fact a row. The late fee is a month's; the reserve is a share of the capital. Redondeo en efectivo: 0.10 if the notebook rounded; empty if not.
    Socios: one person a row, with their number. Sexo: F or M.
    Aportes: the money that came into the fund. Donación is not owed back; capital semilla is.
    Créditos: one a row. The modalidad says how it is paid; "al vencimiento" has one installment.
    Pagos: one a row, in any order. The sum comes out the same even when they are not by date.
    Gastos: what the fund paid.
    Dates: as a date or as 15/10/2025. Amounts: as a number or as S/ 1,234.50 (in Bolivia, Bs 1.234,50).
    Blank rows and TOTAL rows are not read. Columns may stand in any order.
