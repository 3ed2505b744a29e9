## imports

import = Import a workbook
import-intro = Upload your notebook as an Excel workbook: members, contributions, loans, payments and expenses. It is checked as a whole before anything is saved.
import-template = Download the template
import-file = File
import-file-hint = .xlsx or .ods, or several .csv (one per sheet). Up to 10 MB.
import-look = Check it
import-do = Import all of it
import-another = Check another file
import-nothing = Nothing was saved. Put the file right and upload it again.
import-skipped = Not used: { $what }
template-guide = Instructions
template-written = Template written to { $file }
import-faults =
    { $count ->
        [one] There is 1 error to correct in the file:
       *[other] There are { $count } errors to correct in the file:
    }
import-more-faults = And { $count } more.
import-done = Saved { $fund }: { $members } members, { $loans } loans, { $repayments } payments.
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

## what is asked of a notebook, and what cannot be read

refusal-import-date = No such date, or it cannot be read: { $text }. Write day/month/year, as 15/10/2025.
refusal-import-century = Ambiguous year: { $a } or { $b }? Write all four figures.
refusal-import-rate = The rate cannot be read: { $text }. Write a percentage, as 2 % monthly.
refusal-import-rate-two-ways = Ambiguous rate: { $a } or { $b }? Write it with the sign %.
refusal-import-rate-per-missing = Is { $rate } per month or per year? Say so in the header (Tasa anual %) or in a column "Tasa por".
refusal-import-rate-missing = No column says the rate. Add the column "Tasa %" (0 without interest), or answer the rate of all.
refusal-import-term = The term cannot be read: { $text }. Write, for instance, 6 meses.
refusal-import-method-missing = How it is repaid is not said: equal installments, equal principal, flat interest, or all at the end. Add the column "Modalidad", or answer that of all.
refusal-import-schedule-missing = It says it has a schedule of its own, but no sheet of schedules names this loan.
refusal-import-count-missing = How many installments is missing: add "Cuotas" or "Plazo".
refusal-import-due-missing = When it falls due is missing.
refusal-import-due-differs = With these installments, the last would fall due on { $date }.
refusal-import-due-two-ways = Ambiguous due date: { $a } may be the first installment's, or the last one's ({ $b }, if it is the first). Use "Primera cuota".
refusal-import-agreed-interest = The schedule asks { $written } of interest on { $date }; the rate makes it { $computed }. Mend the rate or the schedule.
refusal-import-parts-differ = Principal, interest and late fee do not add up to the total.
refusal-import-house-missing = Whose notebook it is is missing: the names of the association and of the fund. Write them in a sheet "Asociación", or answer them when importing.
refusal-import-as-of-missing = The day of the balances is missing. Write it in the header (Saldo al 31/12/2025), or answer it when importing.
refusal-import-year-missing = The months do not say the year. Put it in the header (Ene 2025) or in the sheet's name, or answer it when importing.
refusal-import-after-opening = It is after the day of the balances ({ $date }).
refusal-import-balance-beyond = The balance is more than what was lent.
refusal-import-member-disagrees = "{ $a }" and "{ $b }" are not the same person.
refusal-import-name-shared = More than one person has that name: { $text }. Use the number or the document.
refusal-import-no-loan = That person has no loan.
refusal-import-all-paid = On { $date } that person owed nothing any more.
refusal-import-which-loan = That person had { $count } open loans on that day. Say which one was paid in a column "Nº crédito".
refusal-import-capital-late = On { $day } money was already handed out ({ $missing } missing), and the first contribution is of { $date }. Mend the contribution's date, or add the one that is missing.
refusal-import-unconfirmed =
    { $count ->
        [one] There is 1 thing to confirm before anything is saved.
       *[other] There are { $count } things to confirm before anything is saved.
    }
refusal-import-answers = The file of answers cannot be read: { $why }
refusal-import-close-name = There already is { $kind ->
        [fund] a fund
       *[other] an association
    } with almost this name: { $name }. If it is the same, write it the same; if it is another, confirm it.
refusal-import-too-wide = There is something beyond column { $most }: it is not read.
refusal-import-sheet-unread = The sheet has { $rows } rows that look like records and is not read. Say what it is, or that it is left out.
refusal-import-column-unread = The column has figures or dates and is not read. Say what it is, or that it is left out.
refusal-import-total-differs = "{ $text }" looks like a total, but says { $written } and the rows add up to { $sum }. It is not read as a record.
refusal-import-document-zero = It is the document of row { $row }, with a zero before it or without. Are they one person?
refusal-import-same-name = It is the same name as in row { $row }. Are they two people?
refusal-import-turned-name = It is the name of row { $row } with the surnames in another order. Are they two people?
refusal-import-name-close = "{ $text }" is read as { $name }.
refusal-import-same-payment = It is the same payment as in row { $row } of { $sheet }: same loan, day and amount. Was it paid twice?
refusal-import-same-loan = It is the same loan as in row { $row } of { $sheet }: same person, day and amount. Are they two?
refusal-import-same-expense = It is the same expense as in row { $row } of { $sheet }. Are they two?
refusal-import-fortnight = "quincenal" is read as every two weeks.
refusal-import-bullet-installments = All at the end, with { $count } installments: it is read as one payment.
refusal-import-bullet-assumed = How many installments is not said: it is read as one payment at the end.
refusal-import-due-assumed = When the first installment falls due is not said: { $date } is taken, counted from the day of lending.
refusal-import-method-by-payment = How it is repaid is not said: by the installment's amount it is read as { $method ->
        [equal_installment] equal installments
        [equal_principal] equal principal
       *[other] flat interest
    }.
refusal-import-payment-differs = The notebook says an installment of { $written }; it comes to { $computed }.
refusal-import-loans-found =
    { $count ->
        [one] 1 payment does not say which loan it is of: it goes to the only one that the person had open on that day.
       *[other] { $count } payments do not say which loan they are of: each goes to the only one that the person had open on that day.
    }
refusal-import-loan-paid = Nothing is owed any more: it is not brought.
refusal-import-opening = Only the balance is brought, as principal that is still owed, with what is left of its schedule.
refusal-import-shape-months = Payments by months: { $count } amounts of { $sum } in all, each dated on the last day of its month.
refusal-import-shape-member-sheets =
    { $count ->
        [one] One sheet of one person: the loan above, the payments below.
       *[other] { $count } sheets of one person each: the loan above, the payments below.
    }
refusal-import-shape-listing = A list of loans without payments: the { $paid } that are paid or up to date are recorded as paid by their schedule until { $date } ({ $receipts } payments); of the other { $unknown } no payment is recorded.
refusal-import-capital-proposed = The capital is not said: an opening balance of { $amount } is recorded as a grant on { $date }; { $cash } are left in cash.
refusal-import-balance-differs = { $name }: the notebook says { $written } is owed; it comes to { $computed } (a difference of { $difference }).
refusal-import-balance-differs-since = { $name }: the notebook says { $written } is owed; it comes to { $computed } (a difference of { $difference }). They differ since the payment of { $date }.

import-marked = Download the workbook with the cells marked
import-hold-against = compare these figures with the notebook's
import-lent = Lent
import-collected = Collected
import-owed = Principal owed
import-cash = In cash
import-balances = The notebook's balances: { $equal } equal, { $differing } different.
import-asks =
    { $count ->
        [one] There is 1 thing to confirm:
       *[other] There are { $count } things to confirm:
    }
import-asks-hint = If something is wrong, mend the workbook or answer below.
import-confirm = I read what is above and it is right
import-confirm-missing = Tick that you read what is above, or mend the workbook.
import-confirm-with = Nothing was saved. If it is right, repeat with { $options }
import-dry-run = Nothing was saved: it was a dry run.
import-questions = What each sheet and each column is
import-association = Association
import-association-hint = Its name; if it is here already, write it the same.
import-fund = Fund
import-fund-hint = For instance: Revolving fund.
import-country = Country
import-method = How loans are repaid
import-rate = Rate of the loans
import-rate-hint = For instance: 2 % mensual, or 0 without interest.
import-year = Year of the months
import-as-of = Day of the balances
import-cash-now = Cash in the box on that day
import-cash-hint = The opening capital is worked out with it.
import-look-again = Check again
import-sheet-is = { $sheet }: { $kind }, { $rows } rows
import-sheet-empty = empty
import-sheet-not-read = not read
import-sheet-holds = This sheet has
import-sheet-unknown = I do not know
import-sheet-left-out = Nothing to bring: leave it out
import-kind-association = The association's particulars
import-kind-members = Members
import-kind-capital = Contributions
import-kind-loans = Loans
import-kind-payments = Payments
import-kind-expenses = Expenses
import-kind-schedule = Schedule
import-kind-payments-by-month = Payments by months
import-column = Column
import-column-is = This column is
import-column-unknown = —
import-column-left-out = Do not use
import-first-rows = First rows
fault-rows =
    { $count ->
        [one] row { $rows }
       *[other] rows { $rows }
    }
fault-rows-more = { $rows } and { $more } more
fault-also = { $said } Also: { $more }

refusal-import-not-imported = That fund did not come from an imported notebook.
refusal-import-used-since = Something else was recorded in that fund since ({ $what ->
        [entries] entries
        [loans] loans
        [applications] applications
        [capital] contributions
        [expenses] expenses
        [rules] the rules
        [purchases] purchases
        [counts] cash counts
        [closes] closes
       *[corrections] corrections
    }): it is not taken back whole any more. Correct what is needed one by one.
import-latest = Imported workbooks
import-latest-line = { $fund }: { $file }, on { $day } ({ $members } members, { $loans } loans, { $repayments } payments)
import-take-back = Take this import back
import-take-back-hint = It can be done while nothing else was recorded in the fund. Nothing that was imported counts then, and the workbook can be imported again.
import-taken-back = The import of { $fund } was taken back.

refusal-import-row-void = The row says that it is annulled, refused or not handed out: it is not brought.
refusal-import-row-void-noted = The remark says annulled or refused, and the row is brought all the same. If it does not count, delete it.
refusal-import-remark = "{ $text }" stands among the records: what follows is read like those above.
refusal-import-interest-as-rate = Interest { $text } is read as { $text } % a month. If it is an amount, change the header.
refusal-import-interest-two-ways = Ambiguous interest: { $text } % or an amount? Use the header "Tasa mensual %", or leave the column out and say the rate.
refusal-import-house-rows = The sheet of labels has rows that look like records, and they are not read. Move them to a sheet of their own, or say what this one holds.
refusal-import-part-two-ways = Ambiguous amount: was { $a } paid, or { $b } with the column beside it? Call the column "Total", or say that it is the principal; or leave the other out.
refusal-import-row-not-yet = The row says that it is not paid or not received yet: it is not brought.
refusal-import-state-unknown = It is not known whether "{ $text }" means that it was paid. Write pagado, pendiente or anulado.
refusal-import-known-by-name = "{ $text }" was not known; by the name it is read as { $name }.
refusal-import-like-name = It is like the name of { $name }, in row { $row }. Are they two people?
refusal-import-renumbered = The number { $number } is somebody else's already: here it will be { $given }.
refusal-import-step-by-term = { $count } installments in that term: read as one every { $every } { $unit ->
        [week] weeks
       *[other] months
    }.
refusal-import-term-differs = The term ends on { $date }, and the { $count } installments on { $last }. Correct the term or the installments, or say how often it is paid.
refusal-import-term-due = The term ends on { $end }; the due date as written, { $date }, is taken.
refusal-import-period-differs = The frequency and the words of the number of installments do not say the same.
refusal-import-rate-per-assumed = Whether the rate ({ $text }) is per month or per year is not said: it is read per month. If it is per year, answer so or say it in the header.
import-rate-per = The rate is per
import-per-month = Month
import-per-year = Year
import-per-year-effective = Year, effective (TEA)
refusal-import-months-two-years = The months begin again: are they of { $a }, or of { $b }? Put both years in the name of the sheet, or answer the year of the first column.
refusal-import-member-known = "{ $text }" is read as { $name }, who is in the association with the number { $number }.
refusal-import-member-like = "{ $text }" is like { $name }, number { $number } of the association. Are they two people?
refusal-import-name-alone = "{ $text }" stands alone in the column of names, without a number or a document. Is it a person?
refusal-import-not-calculated = A formula is not calculated. Open the workbook in Excel or LibreOffice, save it, and try again.
refusal-import-shape-loans-with-months = Each row holds a loan and, by months, what was paid of it: it is read as both.
refusal-import-row-income = The row is money that came in: it is not brought as spent. If it is a contribution or a payment, move it to its own sheet.
refusal-import-row-other = The row says "{ $text }": it is not of this sheet, and is not brought. Move it to its own.
import-reading = Reading the workbook…

refusal-import-formula-broken = The formula gives an error ({ $text }). Correct it in the notebook, or write the value.
refusal-import-negative = It is less than zero. If it cancels another row, delete both, or write "anulado" in the column Estado of both.
refusal-import-name-unknown = Nobody among the members is called so: { $text }. Write the name as in the list of members, or add the person.
refusal-import-name-slip = Nobody among the members is called so: { $text }. Is it { $name }? Write the name the same way in both sheets.
refusal-import-row-total-differs = "{ $text }" says { $written }, and the row's months come to { $sum }. The months are brought.
refusal-import-state-owed = It says that it is paid, and with the payments that are read { $owed } is still owed.
refusal-import-state-paid = It says that something is still owed, and with the payments that are read nothing is.
refusal-import-state-written-off = It says that it is written off: it is brought as a debt of { $owed }. After importing, write it off on its page with the minutes.
refusal-import-state-refinanced = It says that it is refinanced, and it is brought as a debt of { $owed }. If another loan of the notebook replaces it, the payment that closed it is missing.
refusal-import-fortnight-halves = "quincenal" is read as the 15th and the { $late ->
        [last] last day
       *[other] { $late }th
    } of each month. If it is every two weeks, answer so.
refusal-import-fortnight-method = Equal installments or flat interest on those days follow from no rule. Write the days and the principal of each installment in a sheet "Cronograma".
refusal-import-fortnight-first = The first installment falls due on { $date }, which is none of those days of the month.
import-fortnight = "Quincenal" means
import-fortnight-halves = The 15th and the last day of the month
import-fortnight-weeks = Every two weeks
refusal-import-cash-book = A cash book: by their words, { $capital ->
        [0] no income is read as capital
        [one] one income is read as capital
       *[other] { $capital } incomes are read as capital
    } and { $paid ->
        [0] none as a payment
        [one] one as a payment of a loan
       *[other] { $paid } as payments of loans
    }.
refusal-import-row-loan = The row is a loan that was handed over ("{ $text }"): it is not brought as spent, since the loans have their own sheet.
refusal-import-row-loan-alone = The row is a loan that was handed over ("{ $text }"), and the notebook has no sheet of loans. List the loans in a sheet "Créditos".
refusal-import-row-there = The row is money that came in ("{ $text }") and that the notebook tells in another sheet: it is not brought from here.
refusal-import-row-both-ways = The row has money in and money out. Make two rows of it.
refusal-import-cash-differs = The notebook ends with { $written } in the box; what is read leaves { $computed } (they differ by { $difference }).
refusal-import-overpaid = It is more than was owed: { $credit } stays in favour of whoever paid. Look at the amount, and at which loan it is of.
