## small balances

small-balances = Saldos pequeños
small-balances-hint = Deudas de menos de { $amount }, por créditos enteros o por cuotas vencidas. El comité puede perdonarlas con un acta: dejan de deberse y no vuelven al fondo.
small-balances-no-rule = El reglamento no dice qué saldo es pequeño.
small-balances-none = No hay saldos pequeños.
small-balances-total = { $amount } en total, al { $day }
small-balances-forgive = Registrar el perdón
small-balance-of =
    { $count ->
        [one] cuota { $list }
       *[other] cuotas { $list }
    }
remission-small-balance = Saldo pequeño perdonado
remission-late-fees = Mora perdonada
remission-acta = Acta
remission-acta-hint = Número y fecha: Acta 14 del 20/07/2026.
remission-decided-on = Fecha del acta
remission-reverse = Anular el perdón
remission-reverse-open = Esto está mal
remission-reverse-hint = No se borra: queda anulado con su motivo, y se vuelve a deber.
