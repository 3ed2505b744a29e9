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
api-docs = Para programas (API)

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
