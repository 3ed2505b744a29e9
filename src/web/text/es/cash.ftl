## cash

cash-counts = Arqueos de caja
cash-counts-none = Todavía no se contó la caja. Cuéntenla entre dos, delante de todos.
cash-count = Arqueo de caja
cash-count-new = Contar la caja
cash-count-hint = Cuenten entre dos, delante de todos. Lo que dice el libro se ve al final.
cash-notes = Billetes
cash-coins = Monedas
cash-one-less = Uno menos de { $face }
cash-one-more = Uno más de { $face }
cash-counted-so-far = Van contados
cash-counted-on = Día del conteo
cash-counted-by = Cuenta
cash-witnessed-by = Es testigo
cash-witness-hint = Otra persona, no quien cuenta.
cash-sacks = Sacos
cash-sack-weight = Kilos de cada saco
cash-scale = Lo suelto, según la balanza (kg)
cash-scale-hint = Todo lo que no está en sacos parejos, pesado junto.
cash-compare = Comparar con el libro
cash-against-books = Contra el libro
cash-we-counted = Contamos
cash-books-say = Dice el libro
cash-in-box = en la caja
cash-agrees = Cuadra
cash-over = Sobran { $amount }
cash-short-by = Faltan { $amount }
cash-confirms = Con este arqueo quedan confirmados { $amount } que estaban por verificar.
cash-confirmed = Confirmado de lo por verificar
cash-why = Por qué
cash-why-short = ¿Por qué faltan?
cash-why-over = ¿Por qué sobran?
cash-why-hint = La diferencia se anota con los dos nombres. A nadie se le cobra sin acta.
cash-save = Guardar: { $what }
cash-denomination = Billete o moneda
cash-pieces = Cuántos
cash-verified-since = Caja verificada el { $day } por { $counted } y { $witness }.
line-cash-verified = Caja verificada
record-kind-cash-count = Arqueo de caja
entry-cash-count = Arqueo de caja
entry-cash-count-reversal = Arqueo deshecho
refusal-denomination-unknown = No hay billete ni moneda de { $face }. Cuente solo los que existen.
refusal-pieces-out-of-range = Son demasiadas piezas: como mucho { $most } de cada una.
refusal-piles-too-many = Son demasiados montones: como mucho { $most }. Junte los iguales.
refusal-count-before-count = Ya hay un arqueo del { $date }. Cuente la caja de ese día o de uno posterior.
refusal-count-names-same = Ponga el nombre de otra persona: quien cuenta no es su propio testigo.
refusal-count-books-moved = El libro cambió mientras contaban: ahora dice { $books }. Revise la diferencia y guarde otra vez.
refusal-count-note-missing = Escriba por qué hay { $difference } de diferencia.
refusal-verify-cash-counts = el faltante y sobrante de caja es { $kept }, pero los arqueos suman { $computed }
cash-counts-kg = Conteos del almacén
cash-count-kg = Conteo del almacén
cash-count-new-kg = Contar lo que hay en el almacén
line-cash-verified-kg = Almacén verificado

## the bank's statement
bank-statements = Estados de cuenta del banco
bank-statements-hint = Lo que dice el banco, comparado con el libro, movimiento por movimiento.
bank-statements-none = Todavía no se comparó ningún estado de cuenta.
bank-statement = Estado de cuenta contra el libro
bank-compare = Comparar un estado de cuenta
bank-compare-do = Comparar con el libro
bank-compare-again = Buscar otra vez lo que faltaba
bank-file = Archivo del banco
bank-file-hint = .csv, .xlsx u .ods, con fecha, descripción y monto (o cargo y abono); mejor con saldo.
bank-unknown-count =
    { $count ->
        [one] falta 1 en el libro
       *[other] faltan { $count } en el libro
    }
bank-all-known = todo está en el libro
bank-all-found = El banco y el libro dicen lo mismo.
bank-opening = El banco, antes del { $day }
bank-closing = El banco, al { $day }
bank-books = El libro, al { $day }
bank-only-bank = Está en el banco y falta en el libro
bank-only-bank-hint = Regístrelo con su fecha y como depósito; después busque otra vez.
bank-only-books = Está en el libro y el banco no lo dice
bank-only-books-hint = Puede llegar al banco otro día, o estar mal anotado.
bank-matched =
    { $count ->
        [one] 1 movimiento coincide
       *[other] { $count } movimientos coinciden
    }
bank-tells = Dice el banco
bank-entry = En el libro
bank-entry-no = N.º { $no }
bank-compared-on = Comparado el { $moment }.
bank-put-aside = Anular esta comparación
record-kind-bank-statement = Estado de cuenta del banco
refusal-statement-empty = El archivo no trae ningún movimiento.
refusal-statement-too-long = Son demasiados movimientos: como mucho { $most }. Pida el estado de cuenta por meses.
refusal-statement-balance = El saldo del { $date } no sale del anterior: falta un movimiento o hay uno de más. Pida otra vez el estado de cuenta.
refusal-statement-overlaps = Ya se comparó un estado de cuenta del { $from } al { $to }: anúlelo, o pida uno de otros días. { $records }
refusal-statement-of-produce = Este fondo guarda producto, no dinero en el banco.
refusal-statement-no-columns = No se encuentran las columnas. Hace falta una fila con los títulos: fecha, y monto o cargo y abono.
refusal-statement-many-sheets = El archivo trae más de un estado de cuenta. Deje una sola hoja.
refusal-statement-two-columns = La fila { $row } trae dos columnas para el monto. Deje una sola, o una de cargo y una de abono.
refusal-statement-other-unit = El archivo está en { $given } y el fondo en { $unit }.
refusal-statement-both = La fila { $row } trae cargo y abono a la vez. Es uno o el otro.
refusal-statement-date = No se entiende la fecha de la fila { $row }. Escriba día/mes/año, como 15/10/2025.
refusal-statement-amount = No se entiende el monto de la fila { $row }: { $text }.
refusal-statement-mixed = Los montos del archivo usan la coma y el punto de dos maneras: vea la fila { $row }. Escríbalos todos igual.
refusal-statement-two-readings = El monto de la fila { $row } se lee de dos maneras: { $a } o { $b }. Guarde el archivo con dos decimales, o con el saldo.
cash-counts-none-kg = Todavía no se contó el almacén. Cuéntenlo entre dos, delante de todos.
cash-in-box-kg = en el almacén
cash-verified-since-kg = Almacén verificado el { $day } por { $counted } y { $witness }.
record-kind-cash-count-kg = Conteo del almacén
entry-cash-count-kg = Conteo del almacén
entry-cash-count-reversal-kg = Conteo deshecho
refusal-count-before-count-kg = Ya hay un conteo del { $date }. Cuente el almacén de ese día o de uno posterior.
cash-sack-weight-dose = Dosis de cada recipiente
cash-sacks-dose = Recipientes
cash-scale-dose = Sueltas
cash-scale-hint-dose = Todas las que no están en recipientes parejos, contadas juntas.
