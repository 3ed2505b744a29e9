## loans

loan = Crédito
loans = Créditos
loans-none = No hay créditos en esta lista.
loans-show-open = Vigentes
loans-show-late = Atrasados
loans-show-approved = Por entregar
loans-show-closed = Pagados
loans-show-all = Todos
loan-number = Crédito { $number }
loan-new = Nuevo crédito
loan-new-in = Nuevo crédito · { $fund }
loan-whose = ¿Para quién es el crédito?
loan-for = Crédito para { $name }
loan-amount = Monto que se presta
loan-purpose = ¿Para qué es?
loan-purpose-hint = Por ejemplo: semilla de alfalfa, vaquilla, cocina quesera.
loan-installments = Número de cuotas
loan-first-due = Primera cuota
loan-every = Se paga cada
loan-step = Mes o semana
step-month = mes
step-week = semana
loan-rate = Interés %
loan-rate-per = Interés por
per-month = mes
per-year-effective = año, tasa efectiva (TEA)
per-year = año
loan-grace-principal = Primeras cuotas en que solo paga interés
loan-grace-interest = Primeras cuotas sin interés (lo paga después, todo junto)
loan-when = ¿Se entrega el dinero?
loan-when-now = Ya se entregó en esa fecha
loan-when-later = Solo se aprueba; se entrega después
loan-preview = Ver las cuotas
loan-record = Registrar el crédito
loan-schedule = Así se pagará
loan-terms = Condiciones del crédito
loan-hand-over = Entregar el crédito
loan-cancel = No se entregará
loan-available-own = Disponible hoy, con lo apartado para este crédito
loan-arrears-of = { $name } tiene pagos atrasados
loan-late-since = Vencido desde el { $day }
loan-acta = Acta que permite prestar más
loan-acta-hint = Número y fecha.
loan-despite-arrears = Prestarle aunque tenga pagos atrasados
loan-paid-whole = Con este pago el crédito quedó pagado.
loan-status-approved = por entregar
loan-status-lapsed = plazo vencido
loan-status-disbursed = vigente
loan-status-closed = pagado
loan-status-cancelled = sin efecto
method = ¿Cómo se paga?
method-bullet = Un solo pago, a la cosecha
method-equal-principal = Cuotas que bajan
method-equal-installment = Cuotas iguales
method-flat = Interés sobre todo el monto
method-custom = Fechas y montos acordados
payment-method = Forma de pago
payment-method-cash = Efectivo
payment-method-wallet = Yape, QR o billetera
payment-method-deposit = Depósito o transferencia
payment-method-short-cash = efectivo
payment-method-short-wallet = billetera
payment-method-short-deposit = banco
payment-method-goods = Semilla o insumos
payment-method-short-goods = en especie
principal = Capital
interest = Interés
late-fee = Mora
rate = Interés
percent-per-month = { $percent } % al mes
percent-per-year-effective = { $percent } % al año, efectiva (TEA)
percent-per-year = { $percent } % al año
day-count = Cómo se cuentan los días
tolerance = Tolerancia
disbursed-on = Fecha de entrega
installment = Cuota
installments = Cuotas
installment-no = N.º
installment-of = Cuota { $no } de { $count }
installment-no-of = Cuota { $no }
installment-only = Cuota única
due-on = Vence
paid = Pagado
unpaid = Debe
owes-today = Debe en total
owes-in = Debe en { $fund }
owes-nothing = No debe nada.
has-credit = Tiene { $amount } a su favor.
next-installment = Próxima cuota: { $amount }, el { $day }.
overdue-installment = Atrasada desde el { $day }: { $amount }.
see-loan = Ver el crédito
days =
    { $days ->
        [one] 1 día
       *[other] { $days } días
    }

## today

long-day = { $weekday } { $day } de { $month }
to-collect-until = Por cobrar hasta el { $day }
late = Atrasadas
to-collect = Por cobrar
installments-count =
    { $count ->
        [one] 1 cuota
       *[other] { $count } cuotas
    }
rest-of-list =
    { $count ->
        [one] Una más
       *[other] { $count } más
    }
rest-see = Ver todas
purchases-of = Ver todas las compras · { $fund }
this-week = Esta semana
to-hand-over = Por entregar
record-repayment = Registrar un cobro
see-cash = Ver la caja · { $amount }
cash-to-verify = { $amount } por verificar en el próximo arqueo.
due-today = hoy
due-tomorrow = mañana
lent-out = prestado: { $amount }
installments-of-people =
    { $installments ->
        [0] Nada por cobrar
        [one] 1 cuota de 1 persona
       *[other] { $installments } cuotas { $people ->
            [one] de 1 persona
           *[other] de { $people } personas
        }
    }
late-count =
    { $count ->
        [one] 1 atrasada
       *[other] { $count } atrasadas
    }
days-late =
    { $days ->
        [one] 1 día
       *[other] { $days } días
    }

## repayments

repayments = Pagos
receipts = Recibos
receipt-number = Recibo N.º { $number }
repayment-whose = ¿Quién paga?
repayment-nobody = Nadie con crédito vigente coincide.
repayment-of = Cobro a { $name }
repayment-date = ¿Qué día pagó?
repayment-date-hint = Si fue otro día, ponga ese día: se calcula como si se hubiera anotado entonces.
repayment-look-again = La cuenta cambió. Revísela; si está bien, toque Registrar otra vez.
repayment-paid-off = Este crédito ya está pagado. Si recibió más dinero, quedará a favor de quien pagó.
repayment-as-credit = Sí, que quede a su favor
repayment-to-credit = Con este pago quedan { $amount } más a su favor.
repayment-late-paper = Registrar otro pago de este crédito
repayment-show = Ver cómo se reparte
repayment-record = Registrar { $amount }
how-much = ¿Cuánto entrega?
pay-overdue = Lo atrasado
pay-due-today = La cuota de hoy
pay-due-and-next = Lo atrasado y la cuota { $no }
pay-next = La cuota { $no }
pay-all = Todo el crédito
pay-all-forgives = se ahorra { $amount } de interés por pagar antes
pay-other = Otro monto
pay-cash-rounded = En efectivo se cobra de { $step } en { $step }: lo que el redondeo deja fuera no se debe.
pay-other-amount = Otro monto
applied-preview = Así se reparte su pago
applied-so = Así se repartió su pago
applied-late-fee = Mora de la cuota { $no }
applied-interest = Interés de la cuota { $no }
applied-principal = Capital de la cuota { $no }
applied-credit = Queda a su favor
applied-forgiven = Interés que se ahorra por pagar antes
applied-rounding = Redondeo a su favor, no se cobra
left-owing = Le queda debiendo
received-from = Recibido de
paid-on = Fecha de pago
taken-by = Recibió
check-code = Código de control
signs-payer = Quien paga
signs-taker = Por el fondo
send-whatsapp = Enviar por WhatsApp
receipt-as-text = Ver como mensaje
receipt-message-left = Le queda debiendo { $left }.
reverse = Anular el recibo
reverse-open = Este recibo está mal
reverse-hint = No se borra: queda anulado con su motivo, y la deuda se calcula de nuevo sin este pago.
reversed = Anulado
owes-in-installments =
    debe { $amount } en { $count ->
        [one] 1 cuota
       *[other] { $count } cuotas
    }.
pay-overdue-since =
    cuota { $no }, { $days ->
        [one] 1 día
       *[other] { $days } días
    } de atraso
receipt-message =
    { $association }
    Recibo N.º { $number }
    { $member } pagó { $amount } el { $day }.

loan-member = Socia o socio
loans-search = Nombre, documento o N.º de crédito
loans-counted = { $count ->
    [one] 1 crédito
   *[other] { $count } créditos
}
loans-told = montos en { $unit }; lo que quedó sin efecto no suma; lo atrasado es capital e interés, sin mora
receipts-search = Nombre, documento o N.º de recibo
receipts-counted = { $count ->
    [one] 1 recibo
   *[other] { $count } recibos
}
receipts-told = montos en { $unit }; lo anulado no suma
receipt-state-standing = Vigentes
receipt-state-reversed = Anulados

late-of-it = { $amount } atrasado
paid-of-all = Pagó, de { $amount }
loan-figures-in = En { $unit }, al { $day }
installment-paid = pagada
paid-part = parte
story = Historia
installment-falls-due = Vence la cuota { $no }
loan-handed-over = Entregado
days-left = { $days ->
    [one] falta 1 día
   *[other] faltan { $days } días
}
paid-installments = { $count ->
    [one] Pagó { $paid } de 1 cuota
   *[other] Pagó { $paid } de { $count } cuotas
}

small-late-each = menos de { $amount } cada uno
late-since = { $count ->
    [one] desde el { $day } · 1 cuota
   *[other] desde el { $day } · { $count } cuotas
}
due-from = { $count ->
    [one] 1 cuota, el { $day }
   *[other] { $count } cuotas, desde el { $day }
}
small-late = { $count ->
    [one] 1 saldo pequeño
   *[other] { $count } saldos pequeños
}
repayment-confirmed = Sí, es correcto
loan-change-terms = Cambiar condiciones
loan-first-due-hint = Si lo deja vacío: a la cosecha si es un solo pago; un periodo después de la entrega si son cuotas.
loan-installments-hint = Un solo pago no necesita número.
loan-no-arrears = { $name } no tiene pagos atrasados.
loan-preview-first = Escriba el monto y toque Ver las cuotas: así sabrá qué va a pagar antes de registrar.
loan-look-again = Las cuotas cambiaron. Revíselas; si están bien, toque Registrar otra vez.
send-reminder = Enviar recordatorio por WhatsApp
send-schedule = Enviar las cuotas por WhatsApp
call = Llamar
message-head =
    { $association }
    { $loan } · { $member }
message-installment = Cuota { $no }: { $day }, { $amount }
message-owes = Debe en total { $amount }.
payment-method-cash-kg = En producto
payment-method-short-cash-kg = en producto
pay-today-and-next = La cuota de hoy y la cuota { $no }

## the kardex of a member

member-kardex = Kardex de { $name }
member-kardex-link = Kardex: todo lo prestado y lo pagado
member-kardex-told = Saldo: capital que falta pagar. Lo anulado no cuenta.
member-kardex-document = Documento
member-kardex-lent-for = Crédito entregado
member-kardex-paid-for = Pago del { $loan }
member-kardex-credit = queda a su favor { $amount }
member-kardex-recovered = recuperado después del castigo { $amount }
member-kardex-lent = Prestado
member-kardex-paid = Pagó
member-kardex-principal = Capital
member-kardex-interest = Interés
member-kardex-late = Mora
member-kardex-interest-late = Interés y mora
loan-when-kg = ¿Se entrega el producto?
see-cash-kg = Ver el almacén · { $amount }
cash-to-verify-kg = { $amount } por verificar en el próximo conteo.
repayment-paid-off-kg = Este crédito ya está pagado. Si recibió más producto, quedará a favor de quien pagó.
pay-cash-rounded-kg = Se cobra de { $step } en { $step }: lo que el redondeo deja fuera no se debe.
payment-method-wallet-kg = Entregado por otra persona
payment-method-deposit-kg = Guardado en otro lugar
payment-method-short-wallet-kg = por otra persona
payment-method-short-deposit-kg = en otro lugar
germination = Germinación
germination-of = germinación { $percent } %
germination-percent = Germinación, en %
germination-hint = Si se probó: cuántas de cada 100 semillas brotan.
quality = Calidad de lo que se recibe (opcional)
quality-short = Calidad
quality-hint = Por ejemplo: limpia, seca, grano grande.
quality-hint-dose = Por ejemplo: pajillas enteras, motilidad buena.
changed-germination = Germinación
changed-quality = Calidad
member-kardex-handed = { $loan }: lo que debía pasó a { $name }
member-kardex-received = { $loan }: deuda recibida de { $name }
