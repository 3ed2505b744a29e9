## words

words-minus = minus { $amount }
words-pen =
    { $count ->
        [one] { $number } sol
       *[other] { $number } soles
    }
words-pen-part =
    { $count ->
        [one] { $number } sol and { $part } céntimos
       *[other] { $number } soles and { $part } céntimos
    }
words-bob =
    { $count ->
        [one] { $number } boliviano
       *[other] { $number } bolivianos
    }
words-bob-part =
    { $count ->
        [one] { $number } boliviano and { $part } centavos
       *[other] { $number } bolivianos and { $part } centavos
    }
words-usd =
    { $count ->
        [one] { $number } dollar
       *[other] { $number } dollars
    }
words-usd-part =
    { $count ->
        [one] { $number } dollar and { $part } cents
       *[other] { $number } dollars and { $part } cents
    }
words-kg =
    { $count ->
        [one] { $number } kilo
       *[other] { $number } kilos
    }
words-kg-part =
    { $count ->
        [one] { $number } kilo and { $part } grams
       *[other] { $number } kilos and { $part } grams
    }
