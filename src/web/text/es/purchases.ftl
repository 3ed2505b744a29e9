## purchases

purchase = Compra
purchases = Compras cofinanciadas
purchases-all = Todas
purchase-new = Pedir semilla o insumos
purchase-new-hint = Primero diga de qué presupuesto y para qué; después, qué se compra y quién lo lleva.
purchase-budget = Proyecto y partida
purchase-purpose = ¿Qué se compra?
purchase-purpose-hint = Por ejemplo: Semilla de pastos
purchase-day-rate = Valor de un jornal
purchase-day-rate-hint = Solo si alguien cubre su parte con trabajo.
purchase-go-on = Seguir con los productos
purchase-edit = Partida, campaña y jornal
purchase-write = Lo que se pide
purchase-name = N.º { $number } · { $purpose }
memo-of-purchase = { $purpose } · N.º { $number }
purchase-title =
    { $count ->
        [0] { $purpose } · { $amount }
        [one] { $purpose } para 1 persona · { $amount }
       *[other] { $purpose } para { $count } personas · { $amount }
    }
purchase-status = Estado
purchase-status-draft = borrador
purchase-status-submitted = por aprobar
purchase-status-returned = devuelta
purchase-status-rejected = rechazada
purchase-status-approved = aprobada
purchase-status-ordered = pedida
purchase-status-received = recibida
purchase-status-settled = cerrada
purchase-status-cancelled = anulada
purchase-waits-draft = Falta que la tesorera la envíe al proyecto
purchase-waits-submitted = Espera la decisión del proyecto
purchase-waits-returned = Falta que la tesorera la corrija y la envíe
purchase-waits-rejected = El proyecto no la aprobó
purchase-waits-approved = Falta que la tesorera la pida al proveedor
purchase-waits-ordered = Espera que llegue y se entregue
purchase-waits-received = Falta cerrar cuentas con quienes pagan y venden
purchase-waits-settled = Cuentas cerradas con quienes pagan y venden
purchase-waits-cancelled = Se anuló
purchase-history = Historia
purchase-step-edit = Se escribió
purchase-step-submit = Se envió al proyecto
purchase-step-approve = Se aprobó
purchase-step-return = Se devolvió
purchase-step-reject = Se rechazó
purchase-step-order = Se pidió al proveedor
purchase-step-deliver = Se anotó una entrega
purchase-step-receive = Se recibió
purchase-step-settle = Se cerraron cuentas
purchase-step-cancel = Se anuló
purchase-open-problems = Antes de enviarla falta:
purchase-submit = Enviar al proyecto
purchase-order = Ya se pidió al proveedor
purchase-order-hint = Al pedirla se puede empezar a pagar al proveedor. Los adelantos de las socias, los socios y el proyecto ya se pueden cobrar.
purchase-settle = Cerrar las cuentas de la compra
purchase-still-open = Para cerrar las cuentas de la compra falta:
purchase-cancel = Anular la compra
purchase-cancel-hint = Para cuando el dinero vuelve: lo pagado se anula con movimientos contrarios y el presupuesto queda libre. Nada se borra.
purchase-look = Ver la compra
of-cycle = campaña { $cycle }
waits-since-today = espera desde hoy
waits-since =
    { $days ->
        [one] espera desde ayer
       *[other] espera hace { $days } días
    }
what-follows = Dinero, entrega y trabajo
your-part = Su parte
of-what-is-taken = de { $amount }
hectares = { $hectares } ha
hectares-short = Hectáreas

## items and quotes

purchase-items = Qué se compra
product = Producto
product-hint = Alfalfa, rye grass, abono…
variety = Variedad
measure = Se cuenta en
measure-kg = kg
measure-litre = l
measure-piece = und.
measure-day = día
measure-name-kg = Kilos
measure-name-litre = Litros
measure-name-piece = Unidades
measure-name-day = Días de trabajo o yunta
quantity = Cantidad
quantity-of = Cantidad de { $name }
hectares-of = Hectáreas de { $name }
received-quantity = Recibido
unit-price = Precio
supplier = Proveedor
supplier-themselves = Las productoras
item-new = Nuevo producto
item-edit = Producto
item-add = Agregar un producto
item-change = { $product }: precio y quién lo lleva
item-remove = Quitar este producto
item-provided = lo ponen las partes
item-provided-check = No se compra: lo ponen las productoras u otra parte
quotes-more = Más cotizaciones
quotes-more-hint = Hasta tres, para compararlas.
quotes-compared = Cotizaciones comparadas
quote-choose = Se compra con la cotización
quote-number = Cotización { $number }
quote-chosen = elegida
quote-not-least = no es la más barata
who-takes = Quién lleva cuánto
who-takes-hint = Deje vacío lo que no lleva.

## covering parts

purchase-cover = Cómo cubre cada quien su parte
purchase-cover-hint = Con trabajo o especie, con un adelanto en efectivo, y lo que falte con crédito del fondo o en efectivo.
cover-all-loan = Todas y todos con crédito del fondo
cover-all-cash = Todas y todos en efectivo
cover-rest = Lo que falta lo cubre
cover-rest-loan = Un crédito del fondo
cover-rest-cash = Dinero
cover-rest-none = Nadie todavía
cover-more = Jornales, especie o una suma en efectivo
cover-more-party = Aporte en especie
cover-days = Jornales
cover-task = Tarea
cover-in-kind = Valor de lo que pone en especie
cover-what = ¿Qué pone?
cover-cash = Suma fija en efectivo
contribution-cash = efectivo
contribution-loan = crédito
contribution-labour = jornales
contribution-in-kind = especie
contribution-recoverable = crédito por la parte del proyecto

## money

purchase-money = Dinero de la compra
who-pays = Quién paga
suppliers-paid = A quién se paga
payer = Quién
due-minor = Le toca
paid-minor = Pagó
left-minor = Falta
fund-will-lend = El fondo pone { $amount }: lo que presta, y lo que paga en lugar del trabajo.
paid-to-suppliers = pagado a proveedores: { $amount }
movement = ¿Qué pasó?
movement-collected = Pagó al fondo
movement-paid = Se pagó al proveedor
movement-straight = Pagó directo al proveedor
movement-given-back = Se le devolvió
movement-supplier-gave-back = El proveedor devolvió
payment-new = Anotar un pago
payment-record = Anotar
payments-made = Pagos anotados
payments-none = Todavía no se movió dinero.
undone = anulado

## deciding

inbox = Por aprobar
inbox-count = Por aprobar ({ $count })
inbox-empty = Nada espera su decisión.
inbox-done = Hecho: { $name }
before-deciding = Antes de decidir
approve-amount = Aprobar { $amount }
decide-together = Decidir las marcadas
acta = Acta que lo aprueba
acta-hint = Número, fecha y folio. Se necesita para aprobar.
decision-note = Nota
decision-note-hint = Se necesita para devolver o rechazar.
approve = Aprobar
return-with-note = Devolver con una nota
reject = Rechazar
enough = alcanza
not-enough = no alcanza
budget-of = Presupuesto de { $line }
budget-left-after = quedarían { $amount }
budget-missing = faltarían { $amount }
fund-lends = El fondo pone { $amount }
fund-available-today = disponible hoy en el fondo
the-members =
    { $count ->
        [one] La persona que recibe
       *[other] Las { $count } personas
    }
members-late =
    { $count ->
        [0] al día
        [one] 1 atrasada
       *[other] { $count } atrasadas
    }
late-by = { $name }, { $days } días
look-again = revisar
all-well = bien
goal-so-far = meta del proyecto: { $goal } ha, van { $installed }
project-part = Parte del proyecto

## deliveries

delivery = Entrega
deliveries = Entregas anotadas
deliveries-count =
    { $count ->
        [0] ninguna
        [one] 1 entrega
       *[other] { $count } entregas
    }
delivery-about = lo que llegó y a quién se entregó
delivery-record = Anotar lo que llegó y se entregó
delivery-save = Anotar la entrega
delivery-hint = Está puesto lo que falta. Corrija lo que llegó y lo que recibió cada quien; deje vacío lo que todavía no.
delivery-not-now = Solo se anotan entregas de una compra pedida al proveedor.
delivery-close = Cerrar la entrega
delivery-close-hint = Vale lo que se entregó. Se calculan de nuevo las partes, se abren los créditos y queda lo que hay que devolver o cobrar.
delivery-close-do = Cerrar la entrega
delivery-sheet = Hoja de entrega
delivery-sheet-about = para imprimir y firmar
came = Llegó
came-of = Llegó de { $product }
handed-to = Entregado a { $name } de { $product }
of-ordered = de { $quantity }
ordered = Pedido
left = Queda
the-association = llegó
difference = Diferencia
parts-on-what-came = Las partes, según lo recibido
received-on = Fecha de recepción
loans-due-on = Los créditos vencen el
loans-due-on-hint = La cosecha de la campaña, si no se dice otra fecha.
loans-will-open = Se abren créditos por { $amount }, uno por persona; al { $day } pagarían { $interest } de interés.
fund-stands-in = El fondo paga { $amount } en lugar del trabajo.
kardex = Kardex de semilla
kardex-about = Lo que entró, lo que se entregó y lo que queda, por producto.
kardex-none = Todavía no entró nada.
kardex-of-purchase = Hasta ahora
kardex-left = quedan { $quantity } { $measure }
concept = Concepto
from-supplier = del proveedor
member-number-short = N.º
member-name-short = Socia o socio
signature = Firma
signature-treasurer = Entregó la tesorera
signature-supplier = Por el proveedor
hectares-installed = Hectáreas instaladas
hectares-planned = { $hectares } ha previstas
hectares-hint = Lo que se sembró de verdad, contado en el campo.
hectares-not-now = Se cuentan después de recibir la semilla.
hectares-beyond-plan-ask = Hay más hectáreas que las previstas. Si de verdad se sembraron, márquelo y escriba por qué.
hectares-confirm = Sí, se sembró más de lo previsto
hectares-reason = ¿Por qué?
hectares-reason-kept = Más de lo previsto: { $reason }

## labour

labour = Jornales
labour-about = días trabajados por cada quien
labour-rate = Un jornal vale { $amount }. Cuentan los jornales anotados antes de cerrar la entrega.
labour-record = Anotar jornales
labour-none = Todavía no hay jornales anotados.
days-count = { $days } días
days-agreed = Acordados
days-worked = Días
days-value = Valor
days-hint = Medio día es 0.5
task-hint = Siembra, cerco, acequia…
labour-report = Jornales y especie
labour-report-about = Lo que se puso sin dinero en compras recibidas, por persona y tarea.
labour-report-none = No hay jornales ni especie en compras recibidas.
who-put = Quién lo puso

## documents

documents = Documentos
documents-none = No hay documentos.
document-attach = Adjuntar un documento
document-kind = ¿Qué es?
document-file = Foto o PDF
document-file-hint = JPEG, PNG, WebP o PDF, hasta 10 MB.
document-quote = Cotización
document-invoice = Factura
document-acta = Acta
document-delivery = Entrega
document-other = Otro
kilobytes = { $count } KB
inbox-open = Ver qué decidir
arrived-of-asked = { $product }: { $arrived } de { $asked } { $measure }
came-in = Entró
went-out = Salió
offer-collected = { $amount } · { $who } paga al fondo
offer-paid = { $amount } · se paga a { $who }
offer-straight = hasta { $amount } · { $who }, sin pasar por el fondo
offer-given-back = hasta { $amount } · se devuelve a { $who }
offer-supplier-gave-back = hasta { $amount } · { $who } devuelve al fondo
payments-even = No falta ni sobra nada.
bill-minor = Cuesta
was-paid = Pagado
handed-of-asked = { $handed } de { $asked }
own-limit = En { $programme } usted aprueba hasta { $amount } del proyecto.
budget-will-not-do = Al presupuesto le queda menos que la parte del proyecto: puede enviarla, pero no se podrá aprobar así.
fund-will-not-do = El fondo tiene menos de lo que prestaría: puede enviarla, pero no se podrá aprobar así.
delivery-close-short = Todavía no llegó todo lo pedido. Después de cerrar ya no se anotan entregas.
record-kind-part-shift = Parte asumida o castigada
changed-days = Jornales
changed-task = Tarea
payment-correct = Corregir el pago
payment-message-for = Para la compra { $purchase }
labour-correct = Corregir los jornales
worked-by = Quién trabajó en su lugar
worked-by-hint = Si fue ayni: el nombre de la vecina o el vecino. Si trabajó la misma persona, déjelo vacío.
worked-by-neighbour = ayni de { $name }
labour-gift = Es trabajo regalado
labour-gift-hint = Más de lo acordado: queda anotado y se ve, pero no cubre nada y no se valora.
labour-gift-tag = regalo
purchase-step-adjust = Se ajustó la factura
purchase-step-take-over = Otra parte asumió lo que faltaba
purchase-step-write-off = Se castigó lo que nadie dio
purchase-step-undo-shift = Se anuló lo asumido o castigado
purchase-step-reopen = Se anuló el cierre de la entrega
reopen = Anular el cierre de la entrega
reopen-hint = Si se cerró mal: sus créditos se anulan, las partes vuelven a ser las pedidas y la entrega se cierra de nuevo. No se puede si ya hay cobros o registros posteriores.
purchase-adjust = Ajustar la factura
purchase-adjust-about = Otro precio, flete, menor calidad
purchase-adjust-hint = Escriba lo que la factura pide. Las partes se calculan de nuevo sobre el total nuevo, y queda a la vista lo que era y lo que es.
purchase-adjust-not-now = La factura se ajusta cuando la compra está aprobada o pedida, antes de cerrar la entrega.
purchase-adjust-save = Guardar el ajuste
invoice-price = Precio de { $product } según la factura
as-invoiced = según la factura
freight = Flete u otro cargo
freight-hint = Lo que la factura pide además de los productos. Déjelo vacío si no hay.
freight-what = ¿Qué es?
adjust-acta-hint = Hace falta cuando resulta más de lo aprobado.
adjust-reason-hint = Por ejemplo: subió el precio, o la semilla llegó de menor calidad.
changed-unit-price = Precio
changed-charge = Cargo
changed-total = Total
changed-share = Parte
part-shifts = Partes que alguien no da
part-shifts-about = Asumir o castigar por acta
part-shifts-hint = Cuando una parte no paga lo suyo, otra lo asume o se castiga, siempre por acta. Lo castigado es pérdida del fondo.
part-shifts-made = Lo que se decidió
part-shifts-nothing = Nadie debe nada en esta compra.
part-shift-record = Anotar la decisión
part-shift-taken-over = Asumido
part-shift-lent = Prestado por el fondo
part-shift-written-off = Castigado
shift-from = ¿Quién no lo da?
shift-to = ¿Quién lo asume?
shift-to-members = Todas las socias y socios, según lo que llevan
shift-lent = Las socias y socios, con crédito del fondo
shift-lost = Nadie: se castiga
document-mark-wrong = Marcar como equivocado
document-wrong = equivocado
document-wrong-hint = Sigue a la vista, tachado y con el motivo. Si ya subió el documento correcto, elíjalo aquí.
document-right = Documento correcto
document-none-right = Ninguno
document-replaced-by = En su lugar: { $name }

purchases-search = Nombre o número de la compra
purchases-counted = { $count ->
    [one] 1 compra
   *[other] { $count } compras
}
purchases-told = montos en { $unit }; lo anulado y lo rechazado no suman
column-purchase = Compra
column-total = Total
column-waits = Qué falta
delivery-close-confirmed = Sí, se entregó así: abrir estos créditos
loans-open =
    { $count ->
        [one] Se abrirá 1 crédito
       *[other] Se abrirán { $count } créditos
    }{ $late ->
        [0] {""}
        [one] , 1 de una persona con atraso
       *[other] , { $late } de personas con atraso
    }
