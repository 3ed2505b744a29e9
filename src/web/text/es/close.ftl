## close

journal-files = Para programas de contabilidad
journal-files-hint = El libro entero, asiento por asiento, en un archivo.
journal-format-hledger = hledger
journal-format-ledger = Ledger
journal-format-beancount = Beancount
journal-format-csv = Hoja de cálculo (CSV)
refusal-file-exists = { $file } ya existe. Elija otro nombre: ningún archivo se reemplaza.
closes = Cierres
closes-hint = Lo que se cierra no cambia más: lo que se corrija después se anota como ajuste en el mes abierto.
closes-none = Todavía no se cerró ningún mes ni campaña.
closed = Lo cerrado
closed-month = Mes
closed-cycle = Campaña { $name }
close-month = Mes del { $from } al { $to }
close-month-now = Cerrar el mes
close-cycle = Campaña { $name }, hasta el { $to }
close-cycle-now = Cerrar la campaña
close-missing = Para cerrar falta:
close-final = Cerrar es para siempre. Nadie puede volver a abrirlo.
close-ready = No falta nada: quien lleva el fondo puede cerrar.
close-confirmed = Sí, cerrar para siempre
cycle-so-far = Ver cómo va la campaña
cycle-report = Campaña { $name }
cycle-is-closed = cerrada
cycle-is-open = abierta
surplus = Excedente
surplus-of-cycle = Excedente de la campaña
surplus-is = Lo que entró menos lo que salió, menos lo que se guarda por lo atrasado.
surplus-how = De dónde sale el excedente
what-happened = Lo que se prestó y volvió
flow-interest = Interés cobrado
flow-late-fees = Mora cobrada
flow-recoveries = Cobrado de créditos castigados
flow-other-income = Otros ingresos
flow-expenses = Gastos
flow-lost = Créditos perdidos
flow-differences = Diferencias de caja y redondeo
flow-provision = Se guarda por lo atrasado (provisión)
flow-lent = Prestado
flow-recovered = Capital que volvió
flow-capital-received = Aportes de capital recibidos
flow-capital-returned = Capital devuelto a quien lo prestó
cycle-people =
    { $loans ->
        [one] 1 crédito
       *[other] { $loans } créditos
    } a { $women } mujeres y { $men } hombres.
cycle-late = Atrasado al terminar
late-women = Créditos de mujeres
late-men = Créditos de hombres
opened-with = Al abrir
closed-with = Al cerrar
chart-group-assets = Lo que hay
chart-group-liabilities = Lo que se debe
chart-group-equity = Lo propio del fondo
capital-next = Capital para la siguiente campaña
capital-opening = El { $day } había { $amount } disponibles para prestar.
foreseen-and-came = Lo previsto el { $day } y lo que vino
was-foreseen = Previsto
came-in-fact = Vino
foreseen-principal = Capital que vencía
foreseen-interest = Interés que vencía
foreseen-pledged = Aportes prometidos
foreseen-expenses = Gastos
foreseen-available = Disponible al terminar
foreseen-now = Lo que se prevé, al { $day }
share-out = Reparto del excedente
share-outs = Reparto
share-out-new = Repartir el excedente
share-out-hint = El capital donado no se reparte. Lo que no se asigne queda en el capital.
share-out-preview = Ver cuánto le toca a cada quien
share-out-record = Registrar el reparto de { $amount }
surplus-to-share = Se puede repartir
share-to-members = A socias y socios
share-capital = Al capital, para prestar más
share-to-capital = Al capital van { $amount }.
share-basis = Cómo se reparte entre socias y socios
share-basis-equally = Igual para cada persona
share-basis-contributions = Según lo que aportó cada una
share-basis-interest = Según el interés que pagó cada una
share-acta = Acta de la asamblea
share-decided-on = Día de la asamblea
share-by-member = Lo que le toca a cada quien
share-unmatched = Hay { $amount } de aportes a un nombre que no es de ningún socio, o que llevan varios: no cuentan en este reparto.
share-pay-all = Por pagar: { $amount }
share-pay-whom = A quién
share-pay-everybody = A todas las personas que faltan
share-pay = Pagar
share-paid-on = Pagado el { $day }
share-as-credit = Queda a su favor
record-kind-share-out = Reparto del excedente
entry-cycle-close = Cierre de campaña
entry-share-out = Reparto del excedente
entry-share-out-reversal = Reparto deshecho
entry-share-payment = Excedente pagado
entry-share-payment-reversal = Pago de excedente deshecho
assembly-report = Rendición de cuentas
assembly-sheet = Campaña { $cycle } · hoja { $no } de 4
assembly-q-had = ¿Cuánto teníamos y qué hicimos con eso?
assembly-had = era el capital del fondo el { $day }.
assembly-lent =
    Lo prestamos, volvió y lo prestamos otra vez: { $loans ->
        [one] 1 crédito
       *[other] { $loans } créditos
    } a { $people ->
        [one] 1 persona
       *[other] { $people } personas
    }, { $women } mujeres y { $men } hombres.
assembly-we-had = Teníamos
assembly-we-lent = Prestamos
assembly-came-back = Volvió
assembly-interest = Volvieron además { $amount } de interés y mora.
assembly-capital = Entraron { $amount } de capital nuevo.
assembly-q-late = ¿Qué está atrasado?
assembly-late =
    en { $loans ->
        [one] 1 crédito
       *[other] { $loans } créditos
    }: { $women } de mujeres ({ $of-women }) y { $men } de hombres ({ $of-men }).
assembly-of-hundred =
    De cada 100 que debían volver: { $came ->
        [one] 1 volvió
       *[other] { $came } volvieron
    }, { $late ->
        [one] 1 está atrasado
       *[other] { $late } están atrasados
    }, { $lost ->
        [one] 1 se perdió
       *[other] { $lost } se perdieron
    }.
assembly-late-month = Hasta 1 mes
assembly-late-three = De 1 a 3 meses
assembly-late-more = Más de 3 meses
assembly-lost = Perdidos: { $amount }. Los nombres no se leen; los tiene el comité.
assembly-q-earned = ¿Cuánto ganó el fondo y cómo se reparte?
assembly-earned = de excedente. Entraron { $in } de interés, mora y otros; salieron { $out } de gastos y { $lost } perdidos; { $kept } se guardan por lo atrasado.
assembly-earned-loss = El fondo salió perdiendo. Entraron { $in } de interés, mora y otros; salieron { $out } de gastos y { $lost } perdidos; { $kept } se guardan por lo atrasado.
assembly-no-surplus = No hay excedente que repartir.
assembly-decided = Así lo decidió la asamblea: { $acta }.
assembly-decides = Propone la junta, decide la asamblea.
assembly-reserves = A las reservas
assembly-donated = El capital donado no se reparte. Lo que sobra al dividir va al capital.
assembly-for = A favor
assembly-against = En contra
assembly-abstain = Se abstienen
assembly-q-again = ¿Con cuánto empezamos otra vez?
assembly-again = seguros para prestar, calculado el { $day }.
assembly-each-late = Cada crédito atrasado que se paga es dinero para otra familia.
assembly-foresaw = Hace una campaña calculamos { $foreseen }; hubo { $came }.
office-president = Presidencia
office-treasurer = Tesorería
office-secretary = Secretaría
office-auditor = Fiscal
projection = Las próximas campañas
projection-hint = Cómo quedaría el fondo si todo sigue así. Pruebe abajo con otros números.
projection-short = En la campaña { $no } (desde el { $day }) no alcanza para todo lo que se pide.
projection-enough = Alcanza para lo que se pide en todas las campañas.
projection-chart = Lo que queda al final de cada campaña, en tres casos
projection-closings = Lo que queda al final de cada campaña
projection-real = A precios de hoy
projection-lines = Ver cada campaña paso a paso
projection-opening = Al abrir
projection-demand = Se pide
projection-lent = Se presta
projection-recovered = Vuelve
projection-interest = Interés
projection-maturing = De antes
projection-costs = Gastos
projection-closing = Al cerrar
projection-how = En cada campaña se presta lo que se pide, hasta donde alcanza. Vuelve la parte que se espera cobrar, con su interés; se suma lo que vence de los créditos de hoy y se restan los gastos. Si va mal, se empieza con lo seguro y se cobra un décimo menos.
scenario-badly = si va mal
scenario-expected = lo más probable
scenario-well = si todos pagan
what-if = ¿Y si…?
what-if-demand = Se pide en la primera campaña
what-if-growth = Crece lo que se pide, % por campaña
what-if-recovery = De cada 100, cuánto vuelve
what-if-rate = Interés de una campaña, %
what-if-inflation = Suben los precios, % por campaña
what-if-costs = Gastos de cada campaña
what-if-cycles = Cuántas campañas
what-if-show = Ver
what-if-again = Como está hoy
refusal-period-not-over = Todavía no termina: se cierra después del { $date }.
refusal-cycle-still-open = Primero cierre la campaña { $name }.
refusal-cycle-not-set-up = Falta la campaña { $name }: ábrala del { $from } al { $to } y ciérrela después.
refusal-cycle-within-closed = Esos días ya están cerrados, hasta el { $date }: lo que se ganó en ellos ya está contado.
refusal-close-asks = Se cierra del { $from } al { $to } con un resultado de { $surplus }. Después no se anota nada con fecha de esos días, ni se vuelve a abrir. Marque que es correcto.
refusal-share-surplus-moved = El excedente cambió: ahora son { $surplus }. Revise el reparto.
refusal-share-paid-before-decided = Se paga desde el día en que se decidió: { $date }.
refusal-part-of-share-out = Es parte del reparto de un excedente: se anula el reparto entero. { $records }
refusal-corrections-wait =
    { $count ->
        [one] 1 corrección espera
       *[other] { $count } correcciones esperan
    } a una segunda persona.
refusal-cash-not-counted = Cuente la caja: falta un arqueo del { $date } o posterior.
refusal-cash-still-to-verify = Hay { $amount } por verificar: confírmelo con un arqueo.
refusal-nothing-to-close = No hay nada que cerrar: el fondo no tiene asientos.
refusal-close-out-of-order = Los meses se cierran en orden: sigue el que termina el { $date }.
refusal-cycle-closed = Esta campaña ya está cerrada.
refusal-cycle-not-closed = Cierre primero la campaña; después se reparte lo que ganó.
refusal-decided-before-close = La asamblea decide después del cierre: ponga un día posterior al { $date }.
refusal-surplus-shared-already = El excedente de esta campaña ya se repartió. Para cambiarlo, deshaga antes ese reparto.
refusal-surplus-none = No hay excedente que repartir: { $surplus }.
refusal-split-over = Se reparte más de lo que hay: el excedente es { $surplus } y sobran { $over }. Baje alguna parte.
refusal-share-none-unpaid = No queda nada por pagar de este reparto.
refusal-share-not-paid = Esta parte no está pagada.
refusal-share-paid-already = Ya se pagó una parte. Deshaga primero esos pagos.
refusal-verify-closed = lo cerrado al { $date } ya no es lo que dicen los asientos
flow-differences-kg = Diferencias del almacén y redondeo
assembly-each-late-dose = Cada crédito atrasado que se paga es una dosis para otra familia.
assembly-each-late-kg = Cada crédito atrasado que se paga es semilla para otra familia.
refusal-cash-not-counted-kg = Cuente el almacén: falta un conteo del { $date } o posterior.
refusal-expenses-wait =
    { $count ->
        [one] Hay un gasto de esas fechas que espera a que otra persona lo apruebe.
       *[other] Hay { $count } gastos de esas fechas que esperan a que otra persona los apruebe.
    }
share-list-paper = Lista para firmar
share-vouchers-paper = Un comprobante para cada persona
share-voucher = Comprobante de reparto
share-voucher-for = Su parte del excedente de la campaña { $cycle }. { $acta }
assembly-late-none = Nada está atrasado.
