## cash

cash-counts = Cash counts
cash-counts-none = The cash box has not been counted yet. Count it between two people, in front of everybody.
cash-count = Cash count
cash-count-new = Count the cash box
cash-count-hint = Count between two people, in front of everybody. What the books say is shown at the end.
cash-notes = Notes
cash-coins = Coins
cash-one-less = One less of { $face }
cash-one-more = One more of { $face }
cash-counted-so-far = Counted so far
cash-counted-on = Day of the count
cash-counted-by = Counted by
cash-witnessed-by = Witnessed by
cash-witness-hint = Somebody else than who counts.
cash-sacks = Sacks
cash-sack-weight = Kilos in each sack
cash-scale = Loose, by the scale (kg)
cash-scale-hint = All that is not in even sacks, weighed together.
cash-compare = Compare with the books
cash-against-books = Against the books
cash-we-counted = We counted
cash-books-say = The books say
cash-in-box = in the box
cash-agrees = It agrees
cash-over = Over by { $amount }
cash-short-by = Short by { $amount }
cash-confirms = This count confirms { $amount } that was to be verified.
cash-confirmed = Confirmed of what was to be verified
cash-why = Why
cash-why-short = Why is it short?
cash-why-over = Why is it over?
cash-why-hint = The difference is written down with both names. Nobody is charged for it without an acta.
cash-save = Save: { $what }
cash-denomination = Note or coin
cash-pieces = How many
cash-verified-since = Cash verified on { $day } by { $counted } and { $witness }.
line-cash-verified = Cash verified
record-kind-cash-count = Cash count
entry-cash-count = Cash count
entry-cash-count-reversal = Cash count undone
refusal-denomination-unknown = There is no note or coin of { $face }. Count only those that exist.
refusal-pieces-out-of-range = Too many pieces: at most { $most } of each.
refusal-piles-too-many = Those are too many piles: { $most } at most. Put equal ones together.
refusal-count-before-count = There is a count of { $date } already. Count the box of that day or of a later one.
refusal-count-names-same = Give somebody else's name: who counts is not their own witness.
refusal-count-books-moved = The books moved while you were counting: they say { $books } now. Look at the difference and save again.
refusal-count-note-missing = Write why there is a difference of { $difference }.
refusal-verify-cash-counts = cash over and short is { $kept }, but the counts come to { $computed }
cash-counts-kg = Store counts
cash-count-kg = Store count
cash-count-new-kg = Count what is in store
line-cash-verified-kg = Store verified

## the bank's statement
bank-statements = Bank statements
bank-statements-hint = What the bank says, compared with the books, movement by movement.
bank-statements-none = No statement has been compared yet.
bank-statement = Bank statement against the books
bank-compare = Compare a statement
bank-compare-do = Compare with the books
bank-compare-again = Look again for what was missing
bank-file = The bank's file
bank-file-hint = .csv, .xlsx or .ods, with date, description and amount (or debit and credit); better with the balance.
bank-unknown-count =
    { $count ->
        [one] 1 missing in the books
       *[other] { $count } missing in the books
    }
bank-all-known = all is in the books
bank-all-found = The bank and the books say the same.
bank-opening = The bank, before { $day }
bank-closing = The bank, on { $day }
bank-books = The books, on { $day }
bank-only-bank = In the bank, and missing in the books
bank-only-bank-hint = Record it with its date and as a deposit; then look again.
bank-only-books = In the books, and the bank does not tell
bank-only-books-hint = It may reach the bank another day, or be noted wrongly.
bank-matched =
    { $count ->
        [one] 1 movement is in both
       *[other] { $count } movements are in both
    }
bank-tells = The bank says
bank-entry = In the books
bank-entry-no = no. { $no }
bank-compared-on = Compared on { $moment }.
bank-put-aside = Undo this comparison
record-kind-bank-statement = Bank statement
refusal-statement-empty = The file holds no movement.
refusal-statement-too-long = Those are too many movements: { $most } at most. Ask for the statement by months.
refusal-statement-balance = The balance of { $date } does not follow from the one before: a movement is missing, or there is one too many. Ask for the statement again.
refusal-statement-overlaps = A statement from { $from } to { $to } was compared already: undo it, or ask for one of other days. { $records }
refusal-statement-of-produce = This fund keeps produce, not money in a bank.
refusal-statement-no-columns = The columns cannot be found. There has to be a row of headings: date, and amount or debit and credit.
refusal-statement-many-sheets = The file holds more than one statement. Leave one sheet.
refusal-statement-two-columns = Row { $row } has two columns for the amount. Leave one, or one of debit and one of credit.
refusal-statement-other-unit = The file is in { $given } and the fund in { $unit }.
refusal-statement-both = Row { $row } has a debit and a credit at once. It is one or the other.
refusal-statement-date = The date of row { $row } is not understood. Write day/month/year, as 15/10/2025.
refusal-statement-amount = The amount of row { $row } is not understood: { $text }.
refusal-statement-mixed = The file's amounts use comma and point in two ways: see row { $row }. Write all of them alike.
refusal-statement-two-readings = The amount of row { $row } can be read two ways: { $a } or { $b }. Save the file with two decimals, or with the balance.
cash-counts-none-kg = The store was not counted yet. Two people count it together, in front of everybody.
cash-in-box-kg = in store
cash-verified-since-kg = Store verified on { $day } by { $counted } and { $witness }.
record-kind-cash-count-kg = Count of the store
entry-cash-count-kg = Count of the store
entry-cash-count-reversal-kg = Count undone
refusal-count-before-count-kg = There is a count of { $date } already. Count the store of that day or of a later one.
cash-sack-weight-dose = Doses in each container
cash-sacks-dose = Containers
cash-scale-dose = Loose
cash-scale-hint-dose = All that are not in even containers, counted together.
