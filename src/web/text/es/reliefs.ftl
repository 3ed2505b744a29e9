## relief

relief-one = Reprogramar
relief-many = Reprogramar varios créditos
relief-hint = Después de una helada, granizada o sequía, la asamblea o el comité puede dar más plazo. El capital que se debe no cambia y las fechas de antes se guardan.
relief-whose = ¿Qué créditos?
relief-all = Todos
relief-purpose-hint = Una palabra del destino, como papa o alfalfa. Vacío: todos.
relief-how = ¿Qué se decidió?
relief-shift = Mover las cuotas
relief-shift-hint = Lo que falta pagar vence más tarde, con los mismos montos.
relief-months = Meses
relief-days = O días
relief-interest-for-the-delay = Cobrar interés por la demora
relief-new-terms = Condiciones nuevas
relief-new-terms-hint = El capital que falta se paga en cuotas nuevas.
relief-terms = Las condiciones nuevas
relief-waive-interest = Perdonar el interés corrido hasta el acta
relief-waive-late-fees = Perdonar la mora acumulada hasta el acta
relief-look = Ver cómo queda
relief-shown = Así queda
relief-loans =
    { $count ->
        [one] 1 crédito
       *[other] { $count } créditos
    }
relief-all-together = Son { $count } créditos: se reprograman todos juntos los { $done } que se puede. Para elegir menos, busque por comunidad, destino o campaña.
relief-owed = En total
relief-before = Antes
relief-after = Después
relief-expected = Disponible para la próxima campaña ({ $day }), lo más probable
relief-full = Lo mismo, si todos pagan
relief-record = Registrar la reprogramación
relief-what = Lo decidido
relief-by-months =
    { $count ->
        [one] se mueve 1 mes
       *[other] se mueve { $count } meses
    }
relief-by-days =
    { $count ->
        [one] se mueve 1 día
       *[other] se mueve { $count } días
    }
relief-by-new-terms =
    { $count ->
        [one] 1 cuota nueva al { $rate }, el { $day }
       *[other] { $count } cuotas nuevas al { $rate }, desde el { $day }
    }
relief-with-interest = con interés por la demora
relief-without-interest = sin el interés corrido
relief-without-late-fees = sin la mora
relief-reverse = Anular la reprogramación
relief-reverse-hint = No se borra: queda anulada con su motivo, y el crédito vuelve a sus fechas de antes.
remission-relief = Reprogramación
installment-numbered = Cuota { $no }, reprogramada
due-on-originally = antes: { $day }

## waivers

waiver = Perdonar mora
waiver-owed = Mora que se debe
waiver-hint = El comité puede perdonar la mora, entera o una parte, con un acta. Lo que ya se pagó de mora no se devuelve.
waiver-amount = Mora que se perdona
waiver-record = Registrar el perdón

## write-offs

write-off = Castigar
write-off-hint = El crédito sale de la cartera y su capital pasa a pérdidas. La deuda no se borra: lo que se pague después entra como recuperación.
write-off-lost = Capital que se da por perdido
write-off-record = Registrar el castigo
write-off-told = Castigado el { $day }: salió de la cartera, y lo que debe se sigue debiendo.
write-off-reverse = Anular el castigo
write-off-reverse-hint = No se borra: queda anulado con su motivo, y el crédito vuelve a la cartera.
remission-write-off = Castigo
loans-show-written-off = Castigados
loan-status-written-off = castigado
position-written-off = Capital de créditos castigados
position-recovered = Recuperado de créditos castigados
