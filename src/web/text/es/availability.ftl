## availability

how-much-can-we-lend = ¿Cuánto podemos prestar?
available-now = Disponible hoy
available-negative = Lo que el fondo debe, reserva y ya aprobó es más de lo que tiene hoy.
where-from = De dónde sale
line-cash = Caja verificada
line-bank = Banco
line-reserve = Reserva ({ $percent } % del capital)
line-reserve-fixed = Reserva (monto fijo)
line-owed = Lo que el fondo debe
for-next-cycle = Para la campaña { $cycle }, al { $day }
column-firm = Firme
column-expected = Esperado
column-full = Todo vuelve
line-principal-due = Capital por vencer
line-interest-due = Interés por vencer
line-overdue-principal = Capital atrasado que volverá
line-overdue-interest = Interés atrasado que volverá
line-pledged = Aportes prometidos
line-planned = Gastos previstos
line-empty = Nada en esta línea.
line-cash-title = Caja verificada
line-cash-about = El dinero en la caja, según los asientos.
line-bank-title = Banco
line-bank-about = El dinero en la cuenta del banco y las billeteras.
line-reserve-title = Reserva
line-reserve-about = La reserva sale del capital aportado al fondo, que es este.
line-owed-title = Lo que el fondo debe
line-owed-about = Saldos a favor de socias, adelantos, fondos de proyectos, cuentas por pagar y capital que se devuelve hasta entonces.
line-committed-title = Aprobado sin entregar
line-committed-about = Créditos aprobados que todavía no se entregaron.
line-principal-due-title = Capital por vencer
line-principal-due-about = Lo que falta pagar de capital en cuotas que vencen desde hoy hasta el inicio de la próxima campaña.
line-interest-due-title = Interés por vencer
line-interest-due-about = Lo que falta pagar de interés en cuotas que vencen desde hoy hasta el inicio de la próxima campaña.
line-overdue-principal-title = Capital atrasado
line-overdue-principal-about = Lo que falta pagar de capital en cuotas vencidas antes de hoy.
line-overdue-interest-title = Interés atrasado
line-overdue-interest-about = Lo que falta pagar de interés en cuotas vencidas antes de hoy.
line-pledged-title = Aportes prometidos
line-pledged-about = Capital prometido con fecha; cuenta si llega hasta el inicio de la próxima campaña.
line-planned-title = Gastos previstos
line-planned-about = Gastos previstos; cuentan los que caen hasta el inicio de la próxima campaña.
see-entries = ver los asientos
expected-by-rule = Esperado usa la tasa del reglamento, { $rate } de cada 100, donde el fondo tiene menos de 20 cuotas observadas en sus campañas cerradas.
expected-by-history = Esperado usa lo que este fondo recuperó en sus tres últimas campañas cerradas: { $rate } de cada 100.
how-computed = Cómo se calcula
formula-now = Disponible hoy = caja verificada + banco − reserva − lo que se debe de ese dinero − créditos aprobados sin entregar.
formula-next = Disponible para la próxima campaña = disponible hoy + capital e interés que vencen hasta su inicio + lo atrasado que volverá + aportes prometidos − gastos previstos.
formula-columns = Firme no cuenta ningún cobro ni promesa. Esperado cuenta cada cuota por lo que suele volver según su edad. Todo vuelve cuenta todo. La mora nunca se cuenta. Cada cuota se redondea hacia abajo.
recovery-rates = Lo que vuelve, por edad
recovery-rate = Vuelve
observed = Cuotas observadas
age = Atraso
bucket-not-due = por vencer
bucket-1-30 = 1 a 30 días
bucket-31-60 = 31 a 60 días
bucket-61-90 = 61 a 90 días
bucket-91-180 = 91 a 180 días
bucket-over-180 = más de 180 días
position-disbursed = Entregado en créditos
position-collected = Cobrado
position-unpaid = Capital por cobrar
position-overdue = Capital atrasado
position-par30 = Capital de créditos con más de 30 días
position-credit = Saldos a favor
position-reserve = Reserva requerida
line-committed =
    Aprobado sin entregar ({ $count ->
        [one] 1 crédito
       *[other] { $count } créditos
    })
