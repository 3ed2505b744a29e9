## sessions

sign-in = Entrar
sign-in-do = Entrar
sign-in-help = ¿Olvidó su contraseña? A socias y socios les da otra la tesorera; a las demás personas, quien administra Muyu.
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
start = Le damos la bienvenida a Muyu
start-intro = Todavía no hay nada registrado. Cree su usuario y la primera asociación; lo demás se agrega después.
start-you = Usted
start-association = La primera asociación
start-do = Empezar
your-name = Su nombre

## users

sign-ins = Usuarios
sign-ins-hint = Cada persona cambia su contraseña la primera vez que entra. El usuario de una socia o un socio se crea en su propia página.
sign-in-new = Nuevo usuario
sign-in-make = Crear usuario
sign-in-reset = Nueva contraseña
sign-in-close = Quitar el acceso
sign-in-close-sure = Sí, quitar el acceso
sign-in-closed = sin acceso
sign-in-reopen = Dar acceso otra vez
sign-in-reopen-sure = Sí, dar acceso y una contraseña
sign-in-reopened = con acceso otra vez { $moment }
sign-in-ready = Usuario listo
sign-in-ready-hint = Entregue estos datos a esa persona. La contraseña no se vuelve a mostrar, y la cambia al entrar.
sign-in-ready-before = Ya se había hecho
sign-in-of-member = Su usuario para entrar
sign-in-is = Entra con el usuario { $login }.
user-name = Nombre de la persona
user-role = Función
user-password = Usuario { $login }, contraseña { $password } (se cambia al entrar)
user-closed = Usuario { $login }: sin acceso
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
password-show = Mostrar la contraseña
choose = Elija…
first-steps = Para empezar
first-done = hecho
first-fund = Crear el fondo
first-capital = Registrar el capital
first-cycle = Abrir la campaña
first-members = Registrar a las socias y los socios
first-treasurer = Crear el usuario de la tesorera
first-or = ¿Ya llevan un cuaderno en Excel?
users-search = Nombre o usuario
column-acts = Cambios
sign-in-open = con acceso
users-counted = { $count ->
    [one] 1 usuario
   *[other] { $count } usuarios
}
