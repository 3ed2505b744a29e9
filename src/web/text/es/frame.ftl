## frame

tagline = Fondos rotatorios de asociaciones campesinas
skip = Ir al contenido
nav-label = Secciones
nav-today = Hoy
nav-home = Inicio
nav-members = Socias
nav-fund = Fondo
nav-purchases = Compras
nav-cash = Caja
nav-inbox = Por aprobar
nav-programmes = Proyectos
nav-reports = Informes
nav-users = Usuarios
nav-associations = Asociaciones
nav-waiting = esperan
nav-more = Más
heading-cycle = { $role } · Campaña { $cycle }
number-short = N.º { $number }
language-name = Español
go-home = Ir al inicio
save = Guardar
search = Buscar
pages = Páginas
page-before = Más recientes
page-after = Anteriores
date = Fecha
amount = Monto
total = Total
reason = Motivo
undo = Anular
print = Imprimir
note = Nota
note-optional = Nota (si hace falta)
available = Disponible
api-docs = Para sistemas informáticos

## errors

error-sign-in = Entre con su usuario
error-forbidden = No le corresponde
error-not-found = No se encuentra
error-conflict = No se pudo
error-too-many = Demasiados intentos
error-method = Esta dirección no admite eso
error-too-large = Es demasiado grande
error-invalid = Hay algo por corregir
error-fault = Algo falló de nuestro lado
error-unavailable = Ahora no se puede
fault-id = No se guardó nada. Avise con este número: { $id }

## lists

filter = Filtrar
list-state = Estado
list-all-f = Todas
list-sum = Suma de { $count }
list-of = de { $count }
list-next = Siguiente
list-empty = Aquí no hay nada con estos filtros.
list-not-found = No se encontró «{ $typed }»
list-clear = Quitar los filtros
list-print-all = Ver todo para imprimir
column-number = N.º
column-purpose = Para
column-lent-on = Entregado
column-principal = Prestado
column-balance = Saldo
column-overdue = Atrasado
column-installments = Cuotas
column-due = Vence
column-open-loans = Créditos
column-owes = Debe
column-method = Forma de pago
column-what = Por qué
paid-of = { $paid } de { $count }
up-to-date = al día
fund-pages = Páginas del fondo
fund-summary = Resumen
corrections-short = Correcciones

## what staff oversee

funds-all = Todos los fondos
funds-search = Asociación, comunidad o fondo
funds-told = montos en la moneda de cada fondo
fund = Fondo
column-at-risk = Atraso de más de 30 días
column-at-risk-amount = Saldo con más de 30 días de atraso
column-last-entry = Último movimiento
column-money-trend = Caja y banco, 12 meses
column-alerts = Avisos
alerts-none = Ningún fondo pide atención.
alerts-all = Ver todos en la tabla
alerts = Para mirar ({ $count })
waits-for-you = Por aprobar ({ $count })
alert-at-risk = PAR30 sobre { $limit } %
alert-available = Disponible: faltan { $amount }
fraction-of = { $part } de { $whole }
trend-said = Caja y banco: de { $from } a { $to } en doce meses
associations-search = Nombre, lugar o partida registral
unit-plural-pen = Soles
unit-plural-bob = Bolivianos
unit-plural-usd = Dólares
unit-plural-dose = Dosis
unit-plural-kg = Kilogramos
funds-counted = { $count ->
    [one] 1 fondo
   *[other] { $count } fondos
}
associations-counted = { $count ->
    [one] 1 asociación
   *[other] { $count } asociaciones
}
alerts-counted = { $count ->
    [one] 1 aviso
   *[other] { $count } avisos
}
funds-sum = { $count ->
    [one] Total de 1 fondo
   *[other] Total de { $count } fondos
}
funds-of-unit = { $count ->
    [one] { $unit } ({ $symbol }), 1 fondo
   *[other] { $unit } ({ $symbol }), { $count } fondos
}
alert-still = { $days ->
    [one] 1 día sin movimiento
   *[other] { $days } días sin movimiento
}
list-order = Ordenar:

## papers

paper-page = Página { $no } de { $of }
paper-folio = Folio { $no } de { $of }
paper-half = media carta
file-receipt = recibo
file-cash-book = libro-caja
file-contract = contrato
file-voucher = comprobante
file-assembly = rendicion
file-cycle = campana
file-count = arqueo
file-sheet = entrega
file-acta = anexo-del-acta
file-expense = gasto
nav-cash-kg = Almacén
column-money-trend-kg = En el almacén, 12 meses
trend-said-kg = En el almacén: de { $from } a { $to } en doce meses
