## words

words-minus = minus { $amount }
words-pen =
    { $count ->
        [one] { $number } sol
       *[other] { $number } soles
    }
words-pen-part =
    { $count ->
        [one] { $number } sol { $part } cents
       *[other] { $number } soles { $part } cents
    }
words-bob =
    { $count ->
        [one] { $number } boliviano
       *[other] { $number } bolivianos
    }
words-bob-part =
    { $count ->
        [one] { $number } boliviano { $part } cents
       *[other] { $number } bolivianos { $part } cents
    }
words-usd =
    { $count ->
        [one] { $number } dollar
       *[other] { $number } dollars
    }
words-usd-part =
    { $count ->
        [one] { $number } dollar { $part } cents
       *[other] { $number } dollars { $part } cents
    }
words-kg =
    { $count ->
        [one] { $number } kilo
       *[other] { $number } kilos
    }
words-kg-part =
    { $count ->
        [one] { $number } kilo { $part } grams
       *[other] { $number } kilos { $part } grams
    }

words-dose =
    { $count ->
        [one] one dose
       *[other] { $number } doses
    }
doses-counted = { $count ->
    [one] { $figures } dose
   *[other] { $figures } doses
 }
unit-symbol-dose = doses
