## the guide

guide = Ayuda
guide-about = Qué hace cada persona en Muyu, paso a paso. Se puede imprimir.
guide-others = Lo que hacen las demás personas
guide-figures = Cómo se calcula
how-it-is-worked-out = Cómo se calcula
guide-sign-in = Entrar y cambiar la contraseña
guide-sign-in-steps =
    Escriba su usuario y la contraseña que le dieron.
    La primera vez, Muyu le pide elegir una contraseña suya. Una frase corta es fácil de recordar.
    Para cambiarla otro día: Más, Cambiar mi contraseña.
guide-forgotten-member = Si la olvidó, pídale otra a la tesorera.
guide-forgotten-other = Si la olvidó, pídale otra a quien administra Muyu.
guide-begin = Empezar con una asociación
guide-begin-steps =
    Registre la asociación: nombre, país y comunidad.
    Cree su fondo y diga en qué se cuenta: soles, bolivianos, dólares, kilos o dosis.
    Si ya llevan un cuaderno en Excel, tráigalo: así entran de una vez socias, créditos y pagos.
    Si empiezan de cero: registre el capital, abra la campaña y registre a las socias y los socios.
    Cree el usuario de la tesorera y entréguele su contraseña.
guide-workbook = Traer su cuaderno
guide-workbook-steps =
    En Más, toque Traer su cuaderno y elija el archivo: el suyo tal como está, o la plantilla que se baja ahí mismo.
    Toque Revisar. Muyu lo lee entero y no guarda nada todavía.
    Si algo está mal, dice la hoja, la fila, la columna y qué hacer. Puede bajar su cuaderno con esas celdas marcadas, corregirlo y subirlo otra vez.
    Lo que se puede leer de dos maneras se pregunta: qué es cada hoja y cada columna, la tasa, el año, qué es una quincena. Responda y toque Revisar de nuevo.
    Compare los totales con su cuaderno: personas, créditos, pagos, lo que se debe y lo que hay en caja. Si su cuaderno tiene saldos, Muyu dice cuáles no coinciden.
    Si todo coincide, marque que leyó lo preguntado y toque Guardar todo.
    Si no era ese archivo, ahí mismo puede deshacer la importación mientras no registre nada más en ese fondo.
guide-collect = Registrar un cobro
guide-collect-steps =
    En Hoy, toque a la persona que paga; o toque Registrar un cobro y búsquela por nombre, documento o número.
    Elija cuánto entrega: lo atrasado, la cuota, todo el crédito u otro monto.
    Diga la forma de pago y el día en que pagó. Si fue otro día, ponga ese día.
    Mire cómo se reparte su pago y cuánto le queda debiendo.
    Toque Registrar. Salen el recibo y su número: envíelo por WhatsApp o imprímalo.
guide-mistake = Corregir un error
guide-mistake-steps =
    Abra el recibo, gasto, crédito o aporte que está mal.
    Toque Corregir y escriba cómo debía ser, con el motivo. Si nunca ocurrió, toque Anular.
    Nada se borra: lo anterior queda tachado y a la vista, con el motivo y quién lo corrigió.
    Lo de hoy lo corrige quien lo registró. Si el monto es grande, el reglamento puede pedir que otra persona lo confirme.
guide-lend = Dar un crédito
guide-lend-steps =
    En la página de la persona, toque Nuevo crédito.
    Arriba ve cuánto hay disponible y si tiene pagos atrasados.
    Escriba el monto, para qué es y cómo se paga. Lo demás lo dice el reglamento; se cambia en Cambiar condiciones.
    Toque Ver las cuotas y revíselas con la persona.
    Si está de acuerdo, toque Registrar el crédito.
guide-late = Cobrar lo atrasado
guide-late-steps =
    En Hoy están primero los atrasos.
    Abra el crédito: puede llamar a la persona o enviarle un recordatorio ya escrito.
    Los saldos de pocos céntimos se pueden perdonar con un acta, en Saldos pequeños.
guide-apply = Pedir un crédito
guide-apply-steps =
    En su página, o en la de la persona que pide, toque Pedir un crédito.
    Escriba cuánto, para qué, en cuántas cuotas y quiénes son sus garantes.
    Mire qué se cumple y qué falta: sus atrasos, sus garantes y lo disponible.
    Envíe la solicitud. El comité la ve en su primera página.
    Mientras nadie vote se puede corregir o retirar.
guide-decide = Decidir sobre un crédito
guide-decide-steps =
    Al entrar, en Por decidir están las solicitudes que esperan, en el orden de la sesión.
    Abra cada una: cuánto pide, si cumple los requisitos, quiénes garantizan y cuánto queda disponible.
    Escriba el acta y el día de la sesión. Apruebe, o no apruebe y diga por qué.
    Nadie vota sobre su propio crédito ni sobre el que garantiza.
    Se aprueba cuando están los votos que pide el reglamento y la mayoría está a favor. Puede retirar su voto mientras no esté decidido.
guide-second = Aprobar después del comité
guide-second-steps =
    Desde el monto que dice el reglamento, otra persona aprueba después del comité.
    Abra la solicitud desde las del fondo: dice que espera otra aprobación.
    Lea los votos y el acta. Apruebe también, o no apruebe y diga por qué.
    No la aprueba quien la registró.
guide-ask = Pedir semilla con un proyecto
guide-ask-steps =
    En Compras, toque Pedir semilla o insumos y elija el proyecto y la partida.
    Agregue cada producto con sus cotizaciones y quién lleva cuánto.
    Diga cómo cubre cada quien su parte: en efectivo, con jornales, en especie o con crédito del fondo.
    Cuando no falte nada, envíela al proyecto. Si se la devuelven, lea la nota, corrija y envíe otra vez.
    Ya aprobada, pídala al proveedor y anote los pagos.
guide-deliver = Entregar y cerrar una compra
guide-deliver-steps =
    Imprima la hoja de entrega para que cada persona firme.
    Anote lo que llegó y lo que recibió cada quien. Puede llegar en varias partes.
    Cuando llegó todo, cierre la entrega. Antes verá qué créditos se abrirán y a quiénes.
    Devuelva o cobre las diferencias, cuente las hectáreas y cierre las cuentas de la compra.
guide-cash = Cuidar la caja
guide-cash-steps =
    Cada gasto y cada traslado al banco se anota el día que ocurre.
    Cuenten la caja entre dos, delante de todos, con el arqueo.
    Si sobra o falta, escriban por qué. La diferencia queda anotada con los dos nombres.
    Al terminar el mes, saque el Libro caja en PDF: cada folio dice con cuánto viene y con cuánto va. Fírmenlo y archívenlo.
guide-season = Abrir una campaña y cambiar el reglamento
guide-season-steps =
    En Campañas, ponga el nombre y las fechas de la nueva campaña.
    El reglamento se cambia con acta y desde una fecha. Los créditos ya entregados conservan el suyo.
    Mire en Fondo cuánto habrá para la próxima campaña: seguro, lo más probable y si todos pagan.
guide-close = Cerrar el mes y la campaña
guide-close-steps =
    En Cierres está el próximo mes por cerrar y lo que falta para cerrarlo, como contar la caja.
    Resuelva lo que falta: cada línea lleva a su página.
    Toque Cerrar el mes. Cerrar es para siempre: lo que se corrija después se anota en el mes abierto.
    Con todos los meses cerrados se cierra la campaña y se ve el excedente.
    Reparta el excedente como decidió la asamblea, con su acta.
guide-assembly = Rendir cuentas en la asamblea
guide-assembly-steps =
    En Cierres, abra la campaña y toque Rendición de cuentas.
    Son cuatro hojas para leer en voz alta: qué se hizo con el capital, qué está atrasado, qué se ganó y con cuánto se empieza otra vez.
    Imprímalas o muéstrelas en el teléfono.
    Anoten en el acta lo que la asamblea decide: excedente, perdones y reglamento.
guide-approve = Aprobar una compra
guide-approve-steps =
    En Por aprobar están las compras que esperan su decisión.
    Lea Antes de decidir: si alcanza el presupuesto, si alcanza el fondo y quiénes están con atraso.
    Para aprobar hace falta el acta. Para devolver o rechazar, una nota que diga por qué.
    Nadie decide lo que pidió ni lo que le beneficia.
guide-follow = Seguir los fondos y los proyectos
guide-follow-steps =
    En Inicio ve todos los fondos: disponible, prestado y atrasado.
    Toque un fondo para ver sus créditos, sus recibos y su libro.
    En Informes están la semilla, las hectáreas y el dinero; se bajan en Excel.
guide-users = Dar y quitar acceso
guide-users-steps =
    En Usuarios, escriba el nombre, el usuario y la función de la persona.
    Entréguele la contraseña que sale una sola vez. La cambia al entrar.
    Si la olvidó, dele una nueva contraseña. Si deja el cargo, quítele el acceso.
guide-access = Dar acceso a las socias y los socios
guide-access-steps =
    En la página de la persona, toque Crear usuario.
    Entréguele el usuario y la contraseña que salen una sola vez. La cambia al entrar.
    Si la olvidó, toque Nueva contraseña en la misma página.
    A la tesorera, al fiscal, al comité y al proyecto les da acceso quien administra Muyu.
guide-audit = Revisar las cuentas
guide-audit-steps =
    En la página de la asociación están los fondos, los recibos, los gastos y el libro.
    Mire Anulaciones y correcciones: qué se corrigió, cuándo, quién y por qué.
    Compare el arqueo con lo que dice el libro.
guide-own = Ver mi cuenta
guide-own-steps =
    Al entrar ve cuánto debe, cuándo vence su próxima cuota y si está al día.
    Toque su crédito para ver las cuotas, los pagos y los recibos.
    Si algo no es así, hable con la tesorera: todo se puede corregir y queda a la vista.
guide-figure-available = Disponible hoy
guide-figure-available-told =
    Caja + banco − reserva − lo que el fondo debe − créditos y compras aprobados sin entregar.
    En la página del fondo, toque cada línea para ver de qué está hecha.
guide-figure-installments = Las cuotas
guide-figure-installments-told =
    El interés se cuenta sobre lo que falta pagar, desde la cuota anterior. Si es «sobre todo el monto», se cuenta siempre sobre lo prestado.
    Cada cuota se redondea como dice el reglamento; la última recoge lo que falta.
guide-figure-payment = Cómo se reparte un pago
guide-figure-payment-told =
    Primero la cuota más antigua. Dentro de ella: mora, interés y capital, si el reglamento no dice otro orden.
    Lo que sobra pasa a la cuota siguiente. Si no hay más, queda a favor de la persona.
guide-figure-late-fee = La mora
guide-figure-late-fee-told =
    Se cuenta por día, solo sobre el capital atrasado de cada cuota, después de los días de tolerancia del reglamento. Nunca hay mora sobre la mora.
guide-figure-early = Pagar antes
guide-figure-early-told =
    Quien paga todo el crédito antes no paga el interés de los días que faltan.
guide-figure-parts = Las partes de una compra
guide-figure-parts-told =
    El total de la factura se reparte según lo acordado, por ejemplo mitad y mitad. El céntimo que no se puede partir lo pone el proyecto.
    La parte de cada persona es según lo que lleva.
guide-yours = Lo que usted hace
guide-jobs = Lo que hace cada persona
guide-picture = Así se ve en el teléfono: { $job }
