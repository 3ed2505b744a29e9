## words

words-minus = menos { $amount }
words-pen =
    { $count ->
        [one] { $number } sol
       *[other] { $number } { $of }soles
    }
words-pen-part =
    { $count ->
        [one] { $number } sol con { $part } céntimos
       *[other] { $number } { $of }soles con { $part } céntimos
    }
words-bob =
    { $count ->
        [one] { $number } boliviano
       *[other] { $number } { $of }bolivianos
    }
words-bob-part =
    { $count ->
        [one] { $number } boliviano con { $part } centavos
       *[other] { $number } { $of }bolivianos con { $part } centavos
    }
words-usd =
    { $count ->
        [one] { $number } dólar
       *[other] { $number } { $of }dólares
    }
words-usd-part =
    { $count ->
        [one] { $number } dólar con { $part } centavos
       *[other] { $number } { $of }dólares con { $part } centavos
    }
words-kg =
    { $count ->
        [one] { $number } kilo
       *[other] { $number } { $of }kilos
    }
words-kg-part =
    { $count ->
        [one] { $number } kilo con { $part } gramos
       *[other] { $number } { $of }kilos con { $part } gramos
    }
words-dose =
    { $count ->
        [one] una dosis
       *[other] { $number } { $of }dosis
    }
doses-counted = { $figures } dosis
unit-symbol-dose = dosis
