## delay

delay = Atrasos
delay-none = Nadie está atrasado.
delay-of-loan = Atraso y garantía
delay-not-late = Este crédito no está atrasado.
delay-message = Buenos días, { $name }. Le recordamos que debe { $amount } desde el { $day }. Por favor, acérquese o llámenos. { $association }
call-phone = Llamar al { $phone }
phone-none = Sin teléfono
promises = Promesas de pago
promises-none = No hay promesas.
promise-new = Anotar una promesa
promise-save = Guardar la promesa
promise-amount = Cuánto pagará
promise-due = Hasta cuándo
promised = Prometió { $amount } hasta el { $day }:
promise-open = por cumplir
promise-kept = cumplió
promise-broken = no cumplió
calls = Llamado a los garantes
call-new = Llamar a los garantes
call-hint = Lo vencido se reparte por igual entre { $count ->
    [one] el garante
   *[other] los { $count } garantes
 }.
call-not-yet = Se puede llamar a los garantes con más de { $days } días de atraso.
call-on = Fecha del llamado
called-on = El { $day } se llamó por { $amount }.
call-paid = Pagó { $amount }
claims = Deudas entre socios
claims-hint = { $name } debe devolver lo que otros pagaron por este crédito.
claim-paid = Pagó { $amount } el { $day }
claim-returned = Le devolvieron { $amount } el { $day }
claim-settled = devuelto
claim-pay-back = Anotar lo devuelto
claim-amount = Cuánto devolvió
owes-guarantor = Debe devolver a { $name }
is-owed-by = { $name } le debe devolver
debtors = Quién debe
debtor-new = Otra persona asume la deuda
debtor-hint = Por fallecimiento o retiro: quien hereda, un garante, o quien responde por el grupo. Es el mismo crédito.
debtor-to = Quién la asume
debtor-on = Desde qué fecha
debtor-cause = Causa
paid-by = Lo pagó
repayment-payer = Quien paga, si es otra persona
repayment-payer-hint = Vacío: paga quien debe. Escriba número o nombre; si es de la asociación, queda como deuda entre los dos.
changed-paid-by = Lo pagó
refusal-not-late-enough = Tiene { $days } días de atraso; se llama a los garantes con más de { $most }.
refusal-guarantors-none = Nadie garantiza este crédito.
refusal-called-already = Ya se llamó a los garantes en esa fecha.
refusal-claim-none = Ese pago no dejó ninguna deuda entre socios.
refusal-claim-less = Es más de lo que falta devolver: { $most }.
refusal-payer-is-debtor = Quien paga es quien debe: deje el campo vacío.
