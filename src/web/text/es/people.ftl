## sessions

sign-in = Entrar
sign-in-do = Entrar
sign-in-help = ¿Olvidó su contraseña? La tesorera o el proyecto le dan una nueva.
sign-out = Salir
login = Usuario
login-hint = Letras sin tilde, números, punto o guion.
password = Contraseña
password-current = Contraseña actual
password-new = Contraseña nueva
password-change = Cambiar mi contraseña
password-first = Elija ahora su propia contraseña: la que recibió era solo para entrar esta vez.
password-hint = Ocho letras o más. Una frase corta es más fácil de recordar.
password-temporary = Contraseña para entrar
start = Bienvenida a Muyu
start-intro = Esta base está vacía. Cree su usuario y la primera asociación; lo demás se agrega después.
start-you = Usted
start-association = La primera asociación
start-do = Empezar
your-name = Su nombre

## users

sign-ins = Usuarios
sign-ins-hint = Cada quien cambia su contraseña la primera vez que entra. El de una socia se crea en su propia página.
sign-in-new = Nuevo usuario
sign-in-make = Crear usuario
sign-in-reset = Dar contraseña nueva
sign-in-close = Cerrar el usuario
sign-in-close-sure = Sí, cerrar
sign-in-closed = cerrado
sign-in-reopen = Abrir de nuevo
sign-in-reopen-sure = Sí, abrir y dar contraseña
sign-in-reopened = abierto de nuevo { $moment }
sign-in-ready = Usuario listo
sign-in-ready-hint = Entregue estos datos a su dueña o dueño. La contraseña no se vuelve a mostrar y se cambia al entrar.
sign-in-ready-before = Ya se había hecho
sign-in-of-member = Entrada de la socia
sign-in-is = Entra con el usuario { $login }.
user-name = Nombre de la persona
user-role = Función
user-password = Usuario { $login }, contraseña { $password } (se cambia al entrar)
user-closed = Usuario { $login } cerrado
role-admin = Administración
role-staff = Personal del proyecto
role-staff-of = Personal de { $programme }
role-auditor = Fiscal
role-treasurer = Tesorera
role-member = Socia

## associations

associations = Asociaciones
associations-none = Todavía no hay asociaciones.
association-new = Nueva asociación
association-name = Nombre de la asociación
country = País
country-pe = Perú
country-bo = Bolivia
community = Comunidad
district = Distrito o municipio
province = Provincia
region = Región o departamento
registry-no = Número de partida registral
programmes = Proyectos
programmes-hint = El personal de un proyecto ve las asociaciones que participan en él.
programme-new = Nuevo proyecto
programme-name = Nombre del proyecto
programme-add-association = Asociación que participa
programme-add = Agregar

## members

members = Socias y socios
members-search = Nombre, documento o número
members-none = Todavía no hay socias registradas.
members-not-found = Nadie coincide con esa búsqueda.
member-new = Registrar socia o socio
member-edit = Corregir sus datos
member-name = Apellidos y nombres
member-name-hint = Como en el documento: apellidos, coma, nombres.
member-document = Documento de identidad
member-sex = Sexo
sex-female = Mujer
sex-male = Varón
sex-unsaid = Sin decir
member-birth-year = Año de nacimiento
member-phone = Celular
member-joined = Fecha de ingreso
member-left-on = Fecha de retiro
member-left-hint = Solo si se retiró. Su historia se conserva.
member-left = se retiró
member-number = N.º { $number }

members-counted = { $count ->
    [one] 1 persona
   *[other] { $count } personas
}
members-told = lo que debe es capital e interés, sin mora
members-standing-all = Todas
members-standing-owing = Con deuda
members-standing-late = Atrasadas
members-standing-left = Retiradas
member-clear = no debe
officers = Quienes llevan las cuentas
officers-none = Todavía nadie tiene usuario de tesorera o fiscal.
