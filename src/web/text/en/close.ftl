## close

journal-files = For accounting programs
journal-files-hint = The whole ledger, entry by entry, in one file.
journal-format-hledger = hledger
journal-format-ledger = Ledger
journal-format-beancount = Beancount
journal-format-csv = Spreadsheet (CSV)
refusal-file-exists = { $file } exists already. Choose another name: a file is never overwritten.
closes = Closing
closes-hint = What is closed changes no more: what is put right later is posted as an adjustment in the open month.
closes-none = No month and no cycle has been closed yet.
closed = Closed
closed-month = Month
closed-cycle = Cycle { $name }
close-month = Month from { $from } to { $to }
close-month-now = Close the month
close-cycle = Cycle { $name }, up to { $to }
close-cycle-now = Close the cycle
close-missing = Still missing:
close-final = Closing is for good. Nobody can open it again.
close-ready = Nothing is missing: whoever keeps the fund can close it.
close-confirmed = Yes, close it for good
cycle-so-far = See how the cycle goes
cycle-report = Cycle { $name }
cycle-is-closed = closed
cycle-is-open = open
surplus = Surplus
surplus-of-cycle = The cycle's surplus
surplus-is = What came in less what went out, less what is set aside for what is late.
surplus-how = Where the surplus comes from
what-happened = What was lent and came back
flow-interest = Interest collected
flow-late-fees = Late fees collected
flow-recoveries = Recoveries of loans written off
flow-other-income = Other income
flow-expenses = Expenses
flow-lost = Loans lost
flow-differences = Cash differences and rounding
flow-provision = Set aside for what is late (provision)
flow-lent = Lent
flow-recovered = Principal that came back
flow-capital-received = Capital received
flow-capital-returned = Capital given back to who lent it
cycle-people =
    { $loans ->
        [one] 1 loan
       *[other] { $loans } loans
    } to { $women } women and { $men } men.
cycle-late = Late at the end
late-women = Loans of women
late-men = Loans of men
opened-with = At opening
closed-with = At closing
chart-group-assets = What there is
chart-group-liabilities = What is owed
chart-group-equity = The fund's own
capital-next = Capital for the next cycle
capital-opening = On { $day } there was { $amount } available to lend.
foreseen-and-came = What was foreseen on { $day } and what came
was-foreseen = Foreseen
came-in-fact = Came
foreseen-principal = Principal falling due
foreseen-interest = Interest falling due
foreseen-pledged = Capital pledged
foreseen-expenses = Expenses
foreseen-available = Available at the end
foreseen-now = What is foreseen, on { $day }
share-out = Share-out of the surplus
share-outs = Share-out
share-out-new = Share out the surplus
share-out-hint = Donated capital is never shared out. What is not assigned stays in the capital.
share-out-preview = See what each person gets
share-out-record = Record the share-out of { $amount }
surplus-to-share = Can be shared out
share-to-members = To members
share-capital = To the capital, to lend more
share-to-capital = { $amount } goes to the capital.
share-basis = How it is shared between members
share-basis-equally = The same for each person
share-basis-contributions = By what each contributed
share-basis-interest = By the interest each paid
share-acta = Acta of the assembly
share-decided-on = Day of the assembly
share-by-member = What each person gets
share-unmatched = { $amount } of contributions stand under a name that no member has, or that several have: they do not count in this share-out.
share-pay-all = To be paid: { $amount }
share-pay-whom = Whom
share-pay-everybody = Everybody who is left
share-pay = Pay
share-paid-on = Paid on { $day }
share-as-credit = Left as credit
record-kind-share-out = Share-out of the surplus
entry-cycle-close = Cycle closed
entry-share-out = Share-out of the surplus
entry-share-out-reversal = Share-out undone
entry-share-payment = Surplus paid
entry-share-payment-reversal = Payment of surplus undone
assembly-report = Rendering of accounts
assembly-sheet = Cycle { $cycle } · sheet { $no } of 4
assembly-q-had = How much did we have, and what did we do with it?
assembly-had = was the fund's capital on { $day }.
assembly-lent =
    We lent it, it came back and we lent it again: { $loans ->
        [one] 1 loan
       *[other] { $loans } loans
    } to { $people ->
        [one] 1 person
       *[other] { $people } people
    }, { $women } women and { $men } men.
assembly-we-had = We had
assembly-we-lent = We lent
assembly-came-back = Came back
assembly-interest = { $amount } of interest and late fees came in besides.
assembly-capital = { $amount } of new capital came in.
assembly-q-late = What is late?
assembly-late =
    in { $loans ->
        [one] 1 loan
       *[other] { $loans } loans
    }: { $women } of women ({ $of-women }) and { $men } of men ({ $of-men }).
assembly-of-hundred =
    Of each 100 that were to come back: { $came } came, { $late ->
        [one] 1 is late
       *[other] { $late } are late
    }, { $lost ->
        [one] 1 is lost
       *[other] { $lost } are lost
    }.
assembly-late-month = Up to 1 month
assembly-late-three = 1 to 3 months
assembly-late-more = More than 3 months
assembly-lost = Lost: { $amount }. Names are not read out; the committee has them.
assembly-q-earned = How much did the fund earn, and how is it shared?
assembly-earned = of surplus. { $in } of interest, late fees and other income came in; { $out } of expenses and { $lost } of losses went out; { $kept } is set aside for what is late.
assembly-earned-loss = The fund made a loss. { $in } of interest, late fees and other income came in; { $out } of expenses and { $lost } of losses went out; { $kept } is set aside for what is late.
assembly-no-surplus = There is no surplus to share.
assembly-decided = The assembly decided so: { $acta }.
assembly-decides = The board proposes, the assembly decides.
assembly-reserves = To the reserves
assembly-donated = Donated capital is never shared out. What is left over in dividing goes to the capital.
assembly-for = For
assembly-against = Against
assembly-abstain = Abstain
assembly-q-again = How much do we begin again with?
assembly-again = sure to be lent, worked out on { $day }.
assembly-each-late = Each late loan that is paid is money for another family.
assembly-foresaw = A cycle ago we worked out { $foreseen }; there was { $came }.
office-president = Chair
office-treasurer = Treasurer
office-secretary = Secretary
office-auditor = Auditor
projection = The coming cycles
projection-hint = How the fund would stand if all goes on like this. Try other figures below.
projection-short = In cycle { $no } (from { $day }) there is not enough for all that is asked for.
projection-enough = There is enough for what is asked for in every cycle.
projection-chart = What is left at the end of each cycle, in three cases
projection-closings = What is left at the end of each cycle
projection-real = At today's prices
projection-lines = See each cycle step by step
projection-opening = At opening
projection-demand = Asked for
projection-lent = Lent
projection-recovered = Comes back
projection-interest = Interest
projection-maturing = From before
projection-costs = Costs
projection-closing = At closing
projection-how = In each cycle what is asked for is lent, as far as it goes. The part that is expected comes back, with its interest; what falls due of today's loans is added, and costs are taken off. If it goes badly, it opens with what is sure and a tenth less comes back.
scenario-badly = if it goes badly
scenario-expected = most likely
scenario-well = if everybody pays
what-if = What if…?
what-if-demand = Asked for in the first cycle
what-if-growth = What is asked for grows, % a cycle
what-if-recovery = Of each 100, how much comes back
what-if-rate = Interest of a cycle, %
what-if-inflation = Prices rise, % a cycle
what-if-costs = Costs of each cycle
what-if-cycles = How many cycles
what-if-show = Show
what-if-again = As it is today
refusal-period-not-over = It is not over yet: it can be closed after { $date }.
refusal-cycle-still-open = Close the cycle { $name } first.
refusal-cycle-not-set-up = The cycle { $name } is missing: open it from { $from } to { $to }, and close it afterwards.
refusal-cycle-within-closed = Those days are closed already, up to { $date }: what was earned in them is counted.
refusal-close-asks = From { $from } to { $to } is closed with a result of { $surplus }. Nothing is dated in those days afterwards, and nobody opens them again. Tick that it is right.
refusal-share-surplus-moved = The surplus has changed: it is now { $surplus }. Check how it is shared.
refusal-share-paid-before-decided = It is paid from the day it was decided on: { $date }.
refusal-part-of-share-out = It is part of a share-out of the surplus: the whole share-out is undone. { $records }
refusal-corrections-wait =
    { $count ->
        [one] 1 correction waits
       *[other] { $count } corrections wait
    } for a second person.
refusal-cash-not-counted = Count the cash box: a count of { $date } or later is missing.
refusal-cash-still-to-verify = { $amount } is still to be verified: confirm it with a cash count.
refusal-nothing-to-close = There is nothing to close: the fund has no entries.
refusal-close-out-of-order = Months are closed in order: next is the one that ends on { $date }.
refusal-cycle-closed = This cycle is closed already.
refusal-cycle-not-closed = Close the cycle first; then share out what it earned.
refusal-decided-before-close = The assembly decides after closing: give a day after { $date }.
refusal-surplus-shared-already = The surplus of this cycle was shared out already. To change it, undo that first.
refusal-surplus-none = There is no surplus to share out: { $surplus }.
refusal-split-over = More is shared out than there is: the surplus is { $surplus }, and this is { $over } too much. Lower a part.
refusal-share-none-unpaid = Nothing of this share-out is left to be paid.
refusal-share-not-paid = This share is not paid.
refusal-share-paid-already = A share was paid already. Undo those payments first.
refusal-verify-closed = what was closed on { $date } is no longer what the entries say
flow-differences-kg = Store differences and rounding
assembly-each-late-dose = Each late loan that is paid is a dose for another family.
assembly-each-late-kg = Each late loan that is paid is seed for another family.
refusal-cash-not-counted-kg = Count the store: a count of { $date } or later is missing.
refusal-expenses-wait =
    { $count ->
        [one] One expense of these days waits until another person approves it.
       *[other] { $count } expenses of these days wait until another person approves them.
    }
share-list-paper = List to sign
share-vouchers-paper = A voucher for each person
share-voucher = Voucher of the share-out
share-voucher-for = Their part of the surplus of the { $cycle } season. { $acta }
assembly-late-none = Nothing is late.
