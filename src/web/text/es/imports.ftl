## imports

import = Importar un cuaderno
import-intro = Lea una hoja de cálculo con el padrón, los aportes, los créditos, los pagos y los gastos. Se revisa entera antes de guardar nada.
import-template = Descargar la plantilla
import-file = Archivo
import-file-hint = .xlsx u .ods, o varios .csv (uno por hoja). Hasta 10 MB.
import-look = Revisar
import-do = Importar todo
import-another = Revisar otro archivo
import-nothing = No se importó nada. Corrija el archivo y vuelva a intentar.
import-skipped = No se usa: { $what }
fault-place = { $sheet }, fila { $row }, { $column }
fault-place-row = { $sheet }, fila { $row }
fault-sheet = Hoja
fault-row = Fila
fault-column = Columna
fault-reason = Qué pasa
template-guide = Instrucciones
template-written = Plantilla escrita en { $file }
import-faults =
    { $count ->
        [one] Hay 1 falta en el archivo:
       *[other] Hay { $count } faltas en el archivo:
    }
import-more-faults = Y { $count } más.
import-done = Importado { $fund }: { $members } socias y socios, { $loans } créditos, { $repayments } pagos.
template-instructions =
    Plantilla de Muyu: llene las hojas siguientes y luego impórtela.
    Asociación: un dato por fila. La mora es por mes; la reserva es una parte del capital. Redondeo en efectivo: 0.10 si en el cuaderno se redondeaba; vacío si no.
    Socios: una persona por fila, con su número de padrón. Sexo: F o M.
    Aportes: el dinero que entró al fondo. Donación no se devuelve; capital semilla sí.
    Créditos: uno por fila. La modalidad dice cómo se paga; «al vencimiento» tiene una sola cuota.
    Pagos: uno por fila, en cualquier orden. La cuenta sale igual aunque no estén por fecha.
    Gastos: lo que el fondo pagó.
    Fechas: como fecha o como 15/10/2025. Montos: como número o como S/ 1,234.50 (en Bolivia, Bs 1.234,50).
    Las filas vacías y las de TOTAL no se leen. Las columnas pueden ir en cualquier orden.
