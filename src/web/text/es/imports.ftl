## imports

import = Traer su cuaderno
import-intro = Suba su cuaderno en Excel: padrón, aportes, créditos, pagos y gastos. Se revisa entero antes de guardar nada.
import-template = Bajar la plantilla
import-file = Archivo
import-file-hint = .xlsx u .ods, o varios .csv (uno por hoja). Hasta 10 MB.
import-look = Revisar
import-do = Guardar todo
import-another = Revisar otro archivo
import-nothing = No se guardó nada. Corrija el archivo y vuelva a subirlo.
import-skipped = No se usa: { $what }
template-guide = Instrucciones
template-written = Plantilla escrita en { $file }
import-faults =
    { $count ->
        [one] Hay 1 error por corregir en el archivo:
       *[other] Hay { $count } errores por corregir en el archivo:
    }
import-more-faults = Y { $count } más.
import-done = Guardado { $fund }: { $members } socias y socios, { $loans } créditos, { $repayments } pagos.
template-instructions =
    Plantilla de Muyu: llene las hojas siguientes y súbala en «Traer su cuaderno».
    Asociación: un dato por fila. La mora es por mes; la reserva es una parte del capital. Redondeo en efectivo: 0.10 si en el cuaderno se redondeaba; vacío si no.
    Socios: una persona por fila, con su número de padrón. Sexo: F o M.
    Aportes: el dinero que entró al fondo. Donación no se devuelve; capital semilla sí.
    Créditos: uno por fila. La modalidad dice cómo se paga; «al vencimiento» tiene una sola cuota.
    Pagos: uno por fila, en cualquier orden. La cuenta sale igual aunque no estén por fecha.
    Gastos: lo que el fondo pagó.
    Fechas: como fecha o como 15/10/2025. Montos: como número o como S/ 1,234.50 (en Bolivia, Bs 1.234,50).
    Las filas vacías y las de TOTAL no se leen. Las columnas pueden ir en cualquier orden.

## lo que se pregunta de un cuaderno, y lo que no se entiende

refusal-import-date = Esa fecha no existe o no se entiende: { $text }. Escriba día/mes/año, como 15/10/2025.
refusal-import-century = Año dudoso: ¿{ $a } o { $b }? Escriba los cuatro números.
refusal-import-rate = No se entiende la tasa: { $text }. Escriba un porcentaje, como 2 % mensual.
refusal-import-rate-two-ways = Tasa dudosa: ¿{ $a } o { $b }? Escríbala con el signo %.
refusal-import-rate-per-missing = ¿{ $rate } es por mes o por año? Dígalo en el título (Tasa anual %) o en una columna «Tasa por».
refusal-import-rate-missing = Ninguna columna dice la tasa. Agregue la columna «Tasa %» (0 si no hay interés), o responda la tasa de todos.
refusal-import-term = No se entiende el plazo: { $text }. Escriba, por ejemplo, 6 meses.
refusal-import-method-missing = No se sabe cómo se paga: cuota fija, amortización constante, interés plano o al vencimiento. Agregue la columna «Modalidad», o responda la de todos.
refusal-import-schedule-missing = Dice que tiene cronograma propio, pero ninguna hoja de cronograma nombra este crédito.
refusal-import-count-missing = Falta cuántas cuotas son: agregue «Cuotas» o «Plazo».
refusal-import-due-missing = Falta cuándo vence.
refusal-import-due-differs = Con esas cuotas, la última vencería el { $date }.
refusal-import-due-two-ways = Vencimiento dudoso: no se sabe si { $a } es el de la primera cuota o el de la última ({ $b }, si fuera la primera). Use «Primera cuota».
refusal-import-agreed-interest = El cronograma pide { $written } de interés el { $date }; con la tasa salen { $computed }. Corrija la tasa o el cronograma.
refusal-import-parts-differ = Capital, interés y mora no suman el total.
refusal-import-house-missing = Falta decir de quién es el cuaderno: el nombre de la asociación y el del fondo. Escríbalos en una hoja «Asociación», o respóndalos al importar.
refusal-import-as-of-missing = Falta el día de los saldos. Escríbalo en el título (Saldo al 31/12/2025), o respóndalo al importar.
refusal-import-year-missing = Los meses no dicen el año. Póngalo en el título (Ene 2025) o en el nombre de la hoja, o respóndalo al importar.
refusal-import-after-opening = Es después del día de los saldos ({ $date }).
refusal-import-balance-beyond = El saldo es mayor que lo prestado.
refusal-import-member-disagrees = «{ $a }» y «{ $b }» no son la misma persona.
refusal-import-name-shared = Hay más de una persona con ese nombre: { $text }. Use el número o el DNI.
refusal-import-no-loan = Esa persona no tiene ningún crédito.
refusal-import-all-paid = El { $date } esa persona ya no debía ningún crédito.
refusal-import-which-loan = Esa persona tenía { $count } créditos abiertos ese día. Diga de cuál es el pago en una columna «Nº crédito».
refusal-import-capital-late = El { $day } ya se entregó dinero (faltan { $missing }), y el primer aporte es del { $date }. Corrija la fecha del aporte, o agregue el que falta.
refusal-import-unconfirmed =
    { $count ->
        [one] Hay 1 cosa que confirmar antes de guardar.
       *[other] Hay { $count } cosas que confirmar antes de guardar.
    }
refusal-import-answers = No se entiende el archivo de respuestas: { $why }
refusal-import-close-name = Ya hay { $kind ->
        [fund] un fondo
       *[other] una asociación
    } de nombre muy parecido: { $name }. Si es el mismo, escríbalo igual; si es otro, confírmelo.
refusal-import-too-wide = Hay algo más allá de la columna { $most }: no se lee.
refusal-import-sheet-unread = La hoja tiene { $rows } filas que parecen registros y no se lee. Diga qué es, o que se deje fuera.
refusal-import-column-unread = La columna tiene cifras o fechas y no se lee. Diga qué es, o que se deje fuera.
refusal-import-total-differs = «{ $text }» parece un total, pero dice { $written } y las filas suman { $sum }. No se lee como registro.
refusal-import-document-zero = Es el documento de la fila { $row }, con un cero delante o sin él. ¿Son la misma persona?
refusal-import-same-name = Es el mismo nombre de la fila { $row }. ¿Son dos personas?
refusal-import-turned-name = Es el nombre de la fila { $row } con los apellidos en otro orden. ¿Son dos personas?
refusal-import-name-close = «{ $text }» se lee como { $name }.
refusal-import-same-payment = Es el mismo pago de la fila { $row } de { $sheet }: mismo crédito, día y monto. ¿Se pagó dos veces?
refusal-import-same-loan = Es el mismo crédito de la fila { $row } de { $sheet }: misma persona, día y monto. ¿Son dos?
refusal-import-same-expense = Es el mismo gasto de la fila { $row } de { $sheet }. ¿Son dos?
refusal-import-fortnight = «Quincenal» se lee como cada dos semanas.
refusal-import-bullet-installments = «Al vencimiento» con { $count } cuotas: se lee como un solo pago.
refusal-import-bullet-assumed = No dice cuántas cuotas: se lee como un solo pago al vencimiento.
refusal-import-due-assumed = No dice cuándo vence la primera cuota: se toma el { $date }, contando desde la entrega.
refusal-import-method-by-payment = No dice cómo se paga: por el monto de la cuota se lee como { $method ->
        [equal_installment] cuota fija
        [equal_principal] amortización constante
       *[other] interés plano
    }.
refusal-import-payment-differs = El cuaderno dice cuota de { $written }; sale { $computed }.
refusal-import-loans-found =
    { $count ->
        [one] 1 pago no dice de qué crédito es: se anota en el único que la persona tenía abierto ese día.
       *[other] { $count } pagos no dicen de qué crédito son: cada uno se anota en el único que la persona tenía abierto ese día.
    }
refusal-import-loan-paid = Ya no debe nada: no se trae.
refusal-import-opening = Se trae solo el saldo, como capital que todavía se debe, con lo que queda de su cronograma.
refusal-import-shape-months = Pagos por meses: { $count } montos por { $sum }, cada uno con fecha del último día de su mes.
refusal-import-shape-member-sheets =
    { $count ->
        [one] Una hoja de una sola persona: arriba su crédito, abajo sus pagos.
       *[other] { $count } hojas de una persona cada una: arriba su crédito, abajo sus pagos.
    }
refusal-import-shape-listing = Una lista de créditos sin pagos. Pagados o al día: { $paid }; se anotan como pagados según su calendario hasta el { $date } (pagos: { $receipts }). Los demás: { $unknown }; no se anota ningún pago.
refusal-import-capital-proposed = No dice el capital: se anota un saldo de apertura de { $amount } como donación, el { $date }; en caja quedan { $cash }.
refusal-import-balance-differs = { $name }: el cuaderno dice que debe { $written }; sale { $computed } (difieren en { $difference }).
refusal-import-balance-differs-since = { $name }: el cuaderno dice que debe { $written }; sale { $computed } (difieren en { $difference }). Difieren desde el pago del { $date }.

import-marked = Bajar el cuaderno con las celdas marcadas
import-hold-against = compare estas cifras con las del cuaderno
import-lent = Prestado
import-collected = Cobrado
import-owed = Capital que se debe
import-cash = En caja
import-balances = Saldos del cuaderno: iguales, { $equal }; distintos, { $differing }.
import-asks =
    { $count ->
        [one] Hay 1 cosa que confirmar:
       *[other] Hay { $count } cosas que confirmar:
    }
import-asks-hint = Si algo está mal, corrija el cuaderno o responda abajo.
import-confirm = Leí lo de arriba y está bien así
import-confirm-missing = Marque que leyó lo de arriba, o corrija el cuaderno.
import-confirm-with = No se guardó nada. Si está bien así, repita con { $options }
import-dry-run = No se guardó nada: era una prueba.
import-questions = Qué es cada hoja y cada columna
import-association = Asociación
import-association-hint = Como se llama; si ya está aquí, escríbala igual.
import-fund = Fondo
import-fund-hint = Por ejemplo: Fondo rotatorio.
import-country = País
import-method = Cómo se pagan los créditos
import-rate = Tasa de los créditos
import-rate-hint = Por ejemplo: 2 % mensual, o 0 si no hay interés.
import-year = Año de los meses
import-as-of = Día de los saldos
import-cash-now = Dinero en caja ese día
import-cash-hint = Con eso se calcula el capital de apertura.
import-look-again = Revisar de nuevo
import-sheet-is = { $sheet }: { $kind }, { $rows } filas
import-sheet-empty = vacía
import-sheet-not-read = no se lee
import-sheet-holds = Esta hoja tiene
import-sheet-unknown = No sé
import-sheet-left-out = Nada que traer: dejar fuera
import-kind-association = Datos de la asociación
import-kind-members = Socias y socios
import-kind-capital = Aportes
import-kind-loans = Créditos
import-kind-payments = Pagos
import-kind-expenses = Gastos
import-kind-schedule = Cronograma
import-kind-payments-by-month = Pagos por meses
import-column = Columna
import-column-is = Esta columna es
import-column-unknown = —
import-column-left-out = No usar
import-first-rows = Primeras filas
fault-rows =
    { $count ->
        [one] fila { $rows }
       *[other] filas { $rows }
    }
fault-rows-more = { $rows } y { $more } más
fault-also = { $said } También: { $more }

refusal-import-not-imported = Ese fondo no vino de un cuaderno importado.
refusal-import-used-since = En ese fondo ya se registró algo más ({ $what ->
        [entries] movimientos
        [loans] créditos
        [applications] solicitudes
        [capital] aportes
        [expenses] gastos
        [rules] el reglamento
        [purchases] compras
        [counts] arqueos
        [closes] cierres
       *[corrections] correcciones
    }): ya no se deshace entero. Corrija lo que haga falta uno por uno.
import-latest = Cuadernos importados
import-latest-line = { $fund }: { $file }, el { $day } ({ $members } socias y socios, { $loans } créditos, { $repayments } pagos)
import-take-back = Deshacer esta importación
import-take-back-hint = Se puede mientras no se haya registrado nada más en el fondo. Todo lo importado deja de contar, y el cuaderno se puede importar de nuevo.
import-taken-back = Se deshizo la importación de { $fund }.

refusal-import-row-void = La fila dice que está anulada, rechazada o sin entregar: no se trae.
refusal-import-row-void-noted = La observación dice que está anulada o rechazada, y la fila se trae igual. Si no cuenta, bórrela.
refusal-import-remark = «{ $text }» está entre los registros: lo que sigue se lee como los de arriba.
refusal-import-interest-as-rate = El interés { $text } se lee como { $text } % al mes. Si es un monto, cambie el título.
refusal-import-interest-two-ways = Interés dudoso: ¿{ $text } % o un monto? Use el título «Tasa mensual %», o deje fuera la columna y diga la tasa.
refusal-import-house-rows = En la hoja de datos hay filas que parecen registros y no se leen. Páselas a su propia hoja, o diga qué tiene esta.
refusal-import-part-two-ways = Monto dudoso: ¿se pagó { $a }, o { $b } con la columna de al lado? Titule la columna «Total», o diga que es el capital; o deje fuera la otra.
refusal-import-row-not-yet = La fila dice que todavía no se pagó o no se recibió: no se trae.
refusal-import-state-unknown = No se sabe si «{ $text }» quiere decir que ya se pagó. Escriba pagado, pendiente o anulado.
refusal-import-known-by-name = «{ $text }» no se conocía; por el nombre se lee como { $name }.
refusal-import-like-name = Se parece al nombre de { $name }, de la fila { $row }. ¿Son dos personas?
refusal-import-renumbered = El número { $number } ya es de otra persona: aquí será el { $given }.
refusal-import-step-by-term = { $count } cuotas en ese plazo: se lee una cada { $every } { $unit ->
        [week] semanas
       *[other] meses
    }.
refusal-import-term-differs = El plazo termina el { $date }, y las { $count } cuotas el { $last }. Corrija el plazo o las cuotas, o diga cada cuánto se paga.
refusal-import-term-due = El plazo termina el { $end }; se toma el vencimiento escrito, { $date }.
refusal-import-period-differs = La frecuencia y las palabras de la cantidad de cuotas no dicen lo mismo.
refusal-import-rate-per-assumed = No dice si la tasa ({ $text }) es por mes o por año: se lee por mes. Si es por año, respóndalo o dígalo en el título.
import-rate-per = La tasa es por
import-per-month = Mes
import-per-year = Año
import-per-year-effective = Año, efectiva (TEA)
refusal-import-months-two-years = Los meses vuelven a empezar: ¿son de { $a }, o de { $b }? Ponga los dos años en el nombre de la hoja, o responda el año de la primera columna.
refusal-import-member-known = «{ $text }» se lee como { $name }, que ya está en la asociación con el número { $number }.
refusal-import-member-like = «{ $text }» se parece a { $name }, número { $number } de la asociación. ¿Son dos personas?
refusal-import-name-alone = «{ $text }» está solo en la columna de nombres, sin número ni documento. ¿Es una persona?
refusal-import-not-calculated = Hay una fórmula sin calcular. Abra el cuaderno en Excel o LibreOffice, guárdelo y vuelva a subirlo.
refusal-import-shape-loans-with-months = Cada fila tiene un crédito y, por meses, lo que se pagó de él: se lee como los dos.
refusal-import-row-income = La fila es un ingreso: no se trae como gasto. Si es un aporte o un pago, páselo a su hoja.
refusal-import-row-other = La fila dice «{ $text }»: no es de esta hoja, y no se trae. Pásela a la suya.
import-reading = Leyendo el cuaderno…

refusal-import-formula-broken = La fórmula da error ({ $text }). Corríjala en el cuaderno o escriba el dato.
refusal-import-negative = Es menor que cero. Si anula otra fila, borre las dos o ponga «anulado» en la columna Estado de ambas.
refusal-import-name-unknown = No está entre las socias y los socios: { $text }. Escriba el nombre como en el padrón, o agregue a la persona.
refusal-import-name-slip = No está entre las socias y los socios: { $text }. ¿Es { $name }? Escriba el nombre igual en las dos hojas.
refusal-import-row-total-differs = En «{ $text }» dice { $written }, y los meses de la fila suman { $sum }. Se traen los meses.
refusal-import-state-owed = Dice que está pagado, y con los pagos leídos todavía debe { $owed }.
refusal-import-state-paid = Dice que todavía debe, y con los pagos leídos ya no debe nada.
refusal-import-state-written-off = Dice que está castigado: se trae como deuda de { $owed }. Después de importar, castíguelo en su página con el acta.
refusal-import-state-refinanced = Dice que está refinanciado, y se trae como deuda de { $owed }. Si otro crédito del cuaderno lo reemplaza, falta el pago que lo canceló.
refusal-import-fortnight-halves = «Quincenal» se lee como el 15 y el { $late ->
        [last] último día
       *[other] día { $late }
    } de cada mes. Si es cada dos semanas, respóndalo.
refusal-import-fortnight-method = Una cuota fija o un interés plano en esos días no sale de una regla. Escriba las fechas y el capital de cada cuota en una hoja «Cronograma».
refusal-import-fortnight-first = La primera cuota vence el { $date }, que no es uno de esos días del mes.
import-fortnight = «Quincenal» quiere decir
import-fortnight-halves = El 15 y el último día del mes
import-fortnight-weeks = Cada dos semanas
refusal-import-cash-book = Un libro de caja: por sus palabras, { $capital ->
        [0] ningún ingreso se lee como aporte
        [one] un ingreso se lee como aporte
       *[other] { $capital } ingresos se leen como aportes
    } y { $paid ->
        [0] ninguno como pago
        [one] uno como pago de un crédito
       *[other] { $paid } como pagos de créditos
    }.
refusal-import-row-loan = La fila es un préstamo que se entregó («{ $text }»): no se trae como gasto, pues los créditos están en su hoja.
refusal-import-row-loan-alone = La fila es un préstamo que se entregó («{ $text }»), y el cuaderno no tiene hoja de créditos. Anote los créditos en una hoja «Créditos».
refusal-import-row-there = La fila es un ingreso («{ $text }») que el cuaderno anota en otra hoja: no se trae de aquí.
refusal-import-row-both-ways = La fila tiene ingreso y egreso a la vez. Sepárela en dos.
refusal-import-cash-differs = El cuaderno termina con { $written } en caja; con lo que se lee quedan { $computed } (difieren en { $difference }).
refusal-import-overpaid = Es más de lo que se debía: { $credit } quedan a favor de quien pagó. Revise el monto y de qué crédito es.
