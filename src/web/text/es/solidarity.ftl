## solidarity

yes = sí
no = no
rule-none = sin límite
rule-not-asked = no hace falta
rules-deciding = A quién se presta y quién decide
rules-deciding-hint = 0 no pide nada.
rule-member-most = Lo más que puede deber una persona
rule-one-loan = Un solo crédito vigente por persona
rule-one-loan-name = Un solo crédito por persona
rule-guarantors = Garantes que hacen falta
rule-guarantees-most = Créditos que una persona puede garantizar a la vez
rule-guarantee-circles = Dos personas pueden garantizarse una a la otra
rule-guarantee-circles-name = Garantes en círculo
rule-standing-days = Días de atraso con los que ya no se está al día
rule-call-after = Se llama a los garantes con más atraso que
rule-committee-from = El comité aprueba desde
rule-quorum = Votos que hacen falta (quórum)
rule-majority = Mayoría para aprobar
majority-simple = más de la mitad de los votos
majority-two-thirds = dos tercios de los votos
majority-all = todos los votos
rule-second-from = Segunda aprobación desde
rule-lapse = Días para entregar un crédito aprobado
changed-members = Integrantes
changed-dissolved-on = Disuelto el
record-kind-group = Grupo solidario
record-kind-guarantee = Garantía
record-kind-claim-payment = Devolución a quien pagó por otro
groups = Grupos solidarios
groups-hint = De 3 a 7 personas que responden unas por otras. Si una se atrasa demasiado, a ninguna se le presta.
groups-none = Todavía no hay grupos.
group-new = Formar un grupo
group-name = Nombre del grupo
group-formed-on = Se formó el
group-members = Integrantes, de 3 a 7
group-member-no = Integrante { $no }
group-count = { $count } integrantes
group-over = disuelto
group-since = Desde el { $day }.
group-until = Hasta el { $day }.
group-change = Cambiar integrantes
group-change-on = Desde qué fecha
group-dissolve = Disolver el grupo
group-dissolve-hint = Lo que sus integrantes garantizan sigue garantizado.
group-dissolve-on = Desde qué fecha
member-pick-hint = Escriba el número, el documento o el nombre.
member-known-hint = Escriba el nombre completo o el documento de quien conoce.
in-good-standing = al día
guarantors = Garantes
guarantors-of-needed = { $count } de { $needed }
guarantors-none = Nadie garantiza este crédito.
guarantors-name = Nombrar garantes
guarantors-save = Guardar garantes
guarantors-by-group = Lo garantiza su grupo solidario
guarantor-no = Garante { $no }
guarantor-signed = Firmó el { $day }
guarantor-by-group = Responde con su grupo desde el { $day }
guarantor-signed-on = Fecha de la firma
guarantor-release = Quitar
guarantor-release-sure = Ya no garantiza
guarantor-released = ya no garantiza
guarantees-given = Créditos que garantiza
guarantees-given-hint = Si quien debe se atrasa, le pueden pedir su parte.
refusal-people-out-of-range = Escriba un número de 0 a 50.
refusal-quorum-out-of-range = El quórum va de 1 a 50 votos.
refusal-window-out-of-range = Escriba días entre 0 y 3650.
refusal-group-size = Un grupo tiene de 3 a 7 integrantes; aquí hay { $count }.
refusal-member-twice = La misma persona está dos veces.
refusal-member-unknown = No se encuentra a «{ $typed }» entre las socias y socios.
refusal-member-ambiguous = Hay más de una persona llamada «{ $typed }»: escriba su número ({ $numbers }).
refusal-member-namesakes = Hay más de una persona llamada «{ $typed }»: escriba su documento.
refusal-guarantor-cannot = Una de las personas nombradas no puede garantizar ahora. Pregunte en la asociación.
refusal-group-exists = Ya hay un grupo llamado { $name }.
refusal-group-dissolved = Este grupo ya se disolvió.
refusal-group-none = Quien pide no está en ningún grupo solidario.
refusal-in-another-group = { $name } ya está en otro grupo.
refusal-before-group = La fecha no puede ser anterior al { $date }, el último cambio del grupo.
refusal-guarantor-missing = Nombre al menos a un garante.
refusal-guarantor-twice = { $name } ya garantiza este crédito.
refusal-guarantor-is-debtor = { $name } no puede garantizar su propio crédito.
refusal-guarantor-late = { $name } no está al día: tiene { $days } días de atraso y el límite es { $most }.
refusal-guarantor-late-now = { $name }, garante, tiene { $days } días de atraso; el límite es { $most }.
refusal-guarantor-too-many = { $name } ya garantiza { $most } créditos, lo más que permite el reglamento.
refusal-guarantor-circle = { $name } no puede garantizar: quien pide ya garantiza un crédito suyo, directamente o por otras personas.
refusal-guarantors-missing = Hacen falta { $needed } garantes y hay { $count }.
refusal-guarantors-needed = El crédito ya se entregó y necesita { $needed } garantes: nombre antes a otra persona.
refusal-loan-not-open = Este crédito no está vigente ni por entregar.
refusal-beyond-member-most = Pasa de lo que puede deber una persona: hasta { $most }, y ya debe { $owed }.
refusal-one-loan-only = Ya tiene un crédito vigente o por entregar, y el reglamento permite uno solo.
refusal-member-late = Tiene pagos con { $days } días de atraso.
refusal-group-late = { $name }, de su grupo, tiene { $days } días de atraso; el límite es { $most }.
refusal-rate-beyond-law = El interés equivale a { $rate } % al año y el tope legal es { $most } %.
refusal-decided-by-committee = Esto lo decidió el comité (acta { $acta }): para cambiarlo escriba el número y la fecha del acta que lo cambia. Sin acta se corrigen la fecha de entrega, el medio y el motivo.
refusal-claim-returned-more = A quien pagó ya le devolvieron { $returned }: el cobro no puede ser menor.
refusal-committee-decides = Este monto lo aprueba el comité: escriba el número y la fecha del acta.

rules-compare = Comparar dos versiones
rules-compare-first = Una versión
rules-compare-second = Otra versión
rules-differ = { $count ->
    [0] Dicen lo mismo.
    [one] Cambia una regla.
   *[other] Cambian { $count } reglas.
 }
rules-changed = cambia
ready-rules = Reglas para empezar
ready-without-interest = Sin interés
ready-flat-monthly = 1 % al mes, interés plano
ready-at-harvest = A la cosecha
ready-seed-bank = Banco de semilla
ready-example = Se prestan { $lent }; en { $months } meses se devuelven { $total }, en { $count ->
    [one] un pago
   *[other] { $count } pagos
 }.

## saldo a favor

credit-page = Saldo a favor
credit-hint = Lo que pagó de más en sus créditos. Se le devuelve con un comprobante, o paga otro crédito suyo.
credit-none = No tiene nada a su favor.
credit-left = A su favor
credit-refund = Devolver
credit-refunded = Devuelto
credit-use = Usar en un crédito
credit-used = Usado en un crédito
credit-use-on = ¿Qué crédito paga?
credit-amount = Monto
credit-open = Devolverlo o usarlo
credit-see = Ver el saldo a favor
credit-voucher-for = Devolución de su saldo a favor
credit-correct = Corregir la devolución
credit-undo-hint = El dinero no se entregó: vuelve a estar a su favor. Ambas cosas quedan a la vista.
loan-overpaid = Se pagó { $amount } de más: quedó a su favor.
payment-method-credit = Saldo a favor
record-kind-credit-use = Devolución de saldo a favor
entry-credit-refund = Devolución de saldo a favor
entry-credit-refund-reversal = Anulación de devolución de saldo a favor
done-credit-refunded = { $title } registrado.
done-credit-used = Pagado con el saldo a favor: { $title }.
refusal-beyond-credit = Tiene { $most } a su favor en esa fecha.
refusal-credit-beyond-debt = Este crédito debe { $owed }: lo demás sigue a su favor.
refusal-credit-spent = Su saldo a favor ya se devolvió o se usó ({ $spent }): faltarían { $missing }. Anule antes la devolución o el pago.
refusal-payment-of-credit = Se pagó con el saldo a favor: anule ese cobro, y el saldo vuelve a estar a su favor.

## precios del producto

prices = Precios
prices-see = Ver cuánto valdría
prices-hint = El fondo se cuenta en su propia unidad. El precio solo dice cuánto valdría en dinero; nunca se suma a lo demás.
prices-none = Todavía no se anotó ningún precio para hoy.
prices-worth = A { $price } la unidad, desde el { $day }
price-lent = Prestado
price-new = Anotar un precio
price-of-one = Precio de una unidad
price-currency = Moneda
price-from = Vale desde
price-source = De dónde sale
price-source-hint = La feria, el mercado, la lista.
price-signed = firma { $name }
price-signed-by = Quién lo firma
done-price-kept = Precio guardado.
refusal-price-of-money = Este fondo ya se cuenta en dinero: no lleva precios.
refusal-price-in-money = El precio se dice en dinero.
