## ledger

ledger = Libro
entries-none = No hay movimientos.
balance = Saldo
balances = Saldos
chain = Cadena
account-cash = Caja
account-cash-to-verify = Caja por verificar
account-bank = Banco
account-loans-receivable = Créditos por cobrar
account-goods-in-transit = Bienes en tránsito
account-claims = Derechos por cobrar
account-member-credit = Saldos a favor de socias y socios
account-producer-advances = Adelantos de productoras
account-programme-funds-held = Dinero de proyectos guardado en el fondo
account-recoverable-capital = Capital por devolver
account-payables = Cuentas por pagar
account-donated-capital = Capital donado
account-member-capital = Capital de socias y socios
account-capitalised-surplus = Excedentes capitalizados
account-retained-surplus = Excedentes retenidos
account-loss-reserve = Reserva para pérdidas
account-education-reserve = Reserva de educación
account-solidarity-reserve = Reserva solidaria
account-interest-income = Intereses cobrados
account-late-fee-income = Mora cobrada
account-recoveries = Recuperaciones
account-other-income = Otros ingresos
account-loan-losses = Pérdidas por créditos
account-programme-subsidy = Subsidio del proyecto
account-operating-expense = Gastos de operación
account-cash-over-short = Sobrantes y faltantes de caja
account-rounding = Redondeo
entry-capital = Capital recibido
entry-capital-reversal = Anulación de capital recibido
entry-surplus = Excedente capitalizado
entry-capital-return = Devolución de capital
entry-capital-return-reversal = Anulación de devolución de capital
entry-loan = Crédito entregado
entry-import-reversal = Importación deshecha
entry-opening = Saldo de apertura
entry-loan-reversal = Anulación de crédito entregado
entry-transfer = Traslado
entry-transfer-reversal = Anulación de traslado
entry-repayment = Cobro
entry-repayment-adjustment = Ajuste de cobros anteriores
entry-repayment-reversal = Anulación de cobro
entry-remission = Deuda perdonada por acta
entry-remission-reversal = Anulación de deuda perdonada
entry-expense = Gasto
entry-expense-reversal = Anulación de gasto
entry-purchase = Compra recibida
entry-purchase-payment = Pago de una compra
entry-purchase-reversal = Anulación de pago de una compra
entry-purchase-reopened = Anulación del cierre de una compra
entry-part-shift = Parte que alguien no dio
entry-part-shift-reversal = Anulación de una parte que alguien no dio
entries-all = Todos los asientos
account-cash-kg = Almacén
account-cash-to-verify-kg = Almacén por verificar
account-bank-kg = Guardado en otro lugar

## the cash book

cash-book = Libro caja
book-account = Dónde
expense-voucher = Comprobante de gasto
cash-book-kg = Libro de almacén
book-period-choice = Periodo
book-period = Del { $from } al { $to }
book-cycle = Campaña { $name }
book-all = Desde el comienzo
book-days = Otras fechas
book-from = Desde
book-to = Hasta
book-who = Quién
book-detail = Detalle
book-in = Entra
book-out = Sale
book-opening = Saldo anterior
book-brought = Vienen
book-carried = Van
book-sum = Totales
book-receipt = recibo N.º { $no }
book-counted =
    { $count ->
        [one] 1 movimiento
       *[other] { $count } movimientos
    }
book-nothing = En estas fechas no hubo movimientos. El saldo es { $amount }.
account-programme-funds-held-kg = Producto de proyectos guardado en el fondo
account-cash-over-short-kg = Sobrantes y faltantes del almacén
entries-search = Nombre, documento o N.º de recibo
entries-counted = { $count ->
    [one] 1 movimiento
   *[other] { $count } movimientos
}
entries-more = Más de { $count } movimientos: busque o elija días, y verá también la suma
receipts-unit = montos en { $unit }
account = Cuenta
entry-kind = Qué es
day-from = Desde
day-to = Hasta
column-entry = Movimiento
column-postings = Asiento
entry-see = Ver
transfer-paper = Comprobante
file-share-out = reparto
file-share-vouchers = comprobantes-de-reparto
file-transfer = traslado
