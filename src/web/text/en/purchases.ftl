## purchases

purchase = Purchase
purchases = Co-financed purchases
purchases-all = All
purchase-new = Ask for seed or inputs
purchase-new-hint = First from which budget and what for; then what is bought and who takes it.
purchase-budget = Project and budget line
purchase-purpose = What is bought?
purchase-purpose-hint = For example: Pasture seed
purchase-day-rate = Value of a day's work
purchase-day-rate-hint = Only if somebody covers their part with work.
purchase-go-on = Go on to the products
purchase-edit = Budget line, cycle and day's work
purchase-write = What is asked for
purchase-name = No. { $number } · { $purpose }
memo-of-purchase = { $purpose } · No. { $number }
purchase-title =
    { $count ->
        [0] { $purpose } · { $amount }
        [one] { $purpose } for 1 person · { $amount }
       *[other] { $purpose } for { $count } people · { $amount }
    }
purchase-status = Status
purchase-status-draft = draft
purchase-status-submitted = to approve
purchase-status-returned = returned
purchase-status-rejected = rejected
purchase-status-approved = approved
purchase-status-ordered = ordered
purchase-status-received = received
purchase-status-settled = settled
purchase-status-cancelled = cancelled
purchase-waits-draft = Waits for the treasurer to send it to the project
purchase-waits-submitted = Waits for the project's decision
purchase-waits-returned = Waits for the treasurer to correct and send it
purchase-waits-rejected = The project did not approve it
purchase-waits-approved = Waits for the treasurer to order it
purchase-waits-ordered = Waits for the goods to arrive and be handed out
purchase-waits-received = Waits for accounts to be settled with payers and suppliers
purchase-waits-settled = Accounts settled with payers and suppliers
purchase-waits-cancelled = It was cancelled
purchase-history = History
purchase-step-edit = Written
purchase-step-submit = Sent to the project
purchase-step-approve = Approved
purchase-step-return = Returned
purchase-step-reject = Rejected
purchase-step-order = Ordered from the supplier
purchase-step-deliver = A delivery was recorded
purchase-step-receive = Received
purchase-step-settle = Accounts settled
purchase-step-cancel = Cancelled
purchase-open-problems = Before it can be sent:
purchase-submit = Send to the project
purchase-order = It was ordered
purchase-order-hint = Once ordered, the supplier can be paid. Advances of members and of the project can be collected already.
purchase-settle = Close the purchase's accounts
purchase-still-open = To close the purchase's accounts:
purchase-cancel = Cancel the purchase
purchase-cancel-hint = For when the money comes back: what was paid is reversed by opposite movements, and the budget is free again. Nothing is deleted.
purchase-look = See the purchase
of-cycle = cycle { $cycle }
waits-since-today = waiting since today
waits-since =
    { $days ->
        [one] waiting since yesterday
       *[other] waiting for { $days } days
    }
what-follows = Money, delivery and work
your-part = Your part
of-what-is-taken = of { $amount }
hectares = { $hectares } ha
hectares-short = Hectares

## items and quotes

purchase-items = What is bought
product = Product
product-hint = Alfalfa, rye grass, fertiliser…
variety = Variety
measure = Counted in
measure-kg = kg
measure-litre = l
measure-piece = pcs
measure-day = day
measure-name-kg = Kilos
measure-name-litre = Litres
measure-name-piece = Pieces
measure-name-day = Days of work or of a team
quantity = Quantity
quantity-of = Quantity of { $name }
hectares-of = Hectares of { $name }
received-quantity = Received
unit-price = Price
supplier = Supplier
supplier-themselves = The producers
item-new = New product
item-edit = Product
item-add = Add a product
item-change = { $product }: price and who takes it
item-remove = Remove this product
item-provided = put in by the parties
item-provided-check = Not bought: the producers or another party put it in
quotes-more = More quotes
quotes-more-hint = Up to three, to compare.
quotes-compared = Quotes compared
quote-choose = Buy by quote
quote-number = Quote { $number }
quote-chosen = chosen
quote-not-least = not the cheapest
who-takes = Who takes how much
who-takes-hint = Leave empty what is not taken.

## covering parts

purchase-cover = How each person covers their part
purchase-cover-hint = With work or in kind, with an advance in cash, and the rest with a loan from the fund or in money.
cover-all-loan = All with a loan from the fund
cover-all-cash = All in cash
cover-rest = The rest is covered by
cover-rest-loan = A loan from the fund
cover-rest-cash = Money
cover-rest-none = Nobody yet
cover-more = Labour, in kind or a sum in cash
cover-more-party = Contribution in kind
cover-days = Days of work
cover-task = Task
cover-in-kind = Value of what is put in, in kind
cover-what = What is put in?
cover-cash = Fixed sum in cash
contribution-cash = cash
contribution-loan = loan
contribution-labour = labour
contribution-in-kind = in kind
contribution-recoverable = loan for the project's part

## money

purchase-money = Money of the purchase
who-pays = Who pays
suppliers-paid = Who is paid
payer = Who
due-minor = Due
paid-minor = Paid
left-minor = Left
fund-will-lend = The fund puts in { $amount }: what it lends, and what it pays in place of work.
paid-to-suppliers = paid to suppliers: { $amount }
movement = What happened?
movement-collected = Paid to the fund
movement-paid = The supplier was paid
movement-straight = Paid the supplier directly
movement-given-back = Was given back
movement-supplier-gave-back = The supplier gave back
payment-new = Record a payment
payment-record = Record
payments-made = Payments recorded
payments-none = No money moved yet.
undone = reversed

## deciding

inbox = To approve
inbox-count = To approve ({ $count })
inbox-empty = Nothing waits for your decision.
inbox-done = Done: { $name }
before-deciding = Before deciding
approve-amount = Approve { $amount }
decide-together = Decide on those ticked
acta = Acta that approves it
acta-hint = Number, date and folio. Needed to approve.
decision-note = Note
decision-note-hint = Needed to return or reject.
approve = Approve
return-with-note = Return with a note
reject = Reject
enough = enough
not-enough = not enough
budget-of = Budget of { $line }
budget-left-after = { $amount } would be left
budget-missing = { $amount } would be missing
fund-lends = The fund puts in { $amount }
fund-available-today = available in the fund today
the-members =
    { $count ->
        [one] The person who receives
       *[other] The { $count } people
    }
members-late =
    { $count ->
        [0] none late
        [one] 1 late
       *[other] { $count } late
    }
late-by = { $name }, { $days } days
look-again = look again
all-well = well
goal-so-far = goal of the project: { $goal } ha, { $installed } so far
project-part = The project's part

## deliveries

delivery = Delivery
deliveries = Deliveries recorded
deliveries-count =
    { $count ->
        [0] none
        [one] 1 delivery
       *[other] { $count } deliveries
    }
delivery-about = what arrived and who received it
delivery-record = Record what arrived and was handed out
delivery-save = Record the delivery
delivery-hint = What is still missing is filled in. Correct what arrived and what each person received; leave empty what has not arrived yet.
delivery-not-now = Deliveries are recorded for a purchase that was ordered.
delivery-close = Close the delivery
delivery-close-hint = What was handed out is what counts. Parts are worked out again, loans open, and what must be given back or collected remains.
delivery-close-do = Close the delivery
delivery-sheet = Delivery sheet
delivery-sheet-about = to print and sign
came = Arrived
came-of = { $product } that arrived
handed-to = { $product } handed to { $name }
of-ordered = of { $quantity }
ordered = Ordered
left = Left
the-association = arrived
difference = Difference
parts-on-what-came = The parts, by what was received
received-on = Received on
loans-due-on = Loans fall due on
loans-due-on-hint = The cycle's harvest unless another day is given.
loans-will-open = Loans of { $amount } will open, one for each person; by { $day } they would pay { $interest } of interest.
fund-stands-in = The fund pays { $amount } in place of work.
kardex = Seed kardex
kardex-about = What came in, what was handed out and what is left, by product.
kardex-none = Nothing has arrived yet.
kardex-of-purchase = So far
kardex-left = { $quantity } { $measure } left
concept = Concept
from-supplier = from the supplier
member-number-short = No.
member-name-short = Member
signature = Signature
signature-treasurer = Handed out by the treasurer
signature-supplier = For the supplier
hectares-installed = Hectares installed
hectares-planned = { $hectares } ha planned
hectares-hint = What was really sown, counted in the field.
hectares-not-now = They are counted after the seed was received.
hectares-beyond-plan-ask = There are more hectares than planned. If they were really sown, tick the box and write why.
hectares-confirm = Yes, more was sown than planned
hectares-reason = Why?
hectares-reason-kept = More than planned: { $reason }

## labour

labour = Labour
labour-about = days worked by each one
labour-rate = A day's work is worth { $amount }. Days recorded before the delivery is closed count.
labour-record = Record days
labour-none = No days recorded yet.
days-count = { $days } days
days-agreed = Agreed
days-worked = Days
days-value = Value
days-hint = Half a day is 0.5
task-hint = Sowing, fence, canal…
labour-report = Labour and in kind
labour-report-about = What was put in without money in received purchases, by person and task.
labour-report-none = No labour and nothing in kind in received purchases.
who-put = Put in by

## documents

documents = Documents
documents-none = No documents.
document-attach = Attach a document
document-kind = What is it?
document-file = Photo or PDF
document-file-hint = JPEG, PNG, WebP or PDF, up to 10 MB.
document-quote = Quote
document-invoice = Invoice
document-acta = Acta
document-delivery = Delivery
document-other = Other
kilobytes = { $count } KB
inbox-open = See what to decide
arrived-of-asked = { $product }: { $arrived } of { $asked } { $measure }
came-in = In
went-out = Out
offer-collected = { $amount } · { $who } pays the fund
offer-paid = { $amount } · { $who } is paid
offer-straight = up to { $amount } · { $who }, not through the fund
offer-given-back = up to { $amount } · { $who } is given back
offer-supplier-gave-back = up to { $amount } · { $who } gives back to the fund
payments-even = Nothing is owed and nothing is over.
bill-minor = Costs
was-paid = Paid
handed-of-asked = { $handed } of { $asked }
own-limit = In { $programme } you approve up to { $amount } of the project's money.
budget-will-not-do = The budget has less left than the project's part: it can be sent, but not approved like this.
fund-will-not-do = The fund has less than it would lend: it can be sent, but not approved like this.
delivery-close-short = Not everything that was ordered has arrived. After closing, no more deliveries are recorded.
record-kind-part-shift = Part taken over or written off
changed-days = Days of work
changed-task = Task
payment-correct = Correct the payment
payment-message-for = For the purchase { $purchase }
labour-correct = Correct the days worked
worked-by = Who worked in their place
worked-by-hint = If it was ayni: the neighbour's name. If the member worked, leave it empty.
worked-by-neighbour = ayni by { $name }
labour-gift = It is work given as a gift
labour-gift-hint = More than was agreed: it is noted and shown, but covers nothing and is not valued.
labour-gift-tag = gift
purchase-step-adjust = The invoice was adjusted
purchase-step-take-over = Another party took over what was missing
purchase-step-write-off = What nobody gave was written off
purchase-step-undo-shift = What was taken over or written off was reversed
purchase-step-reopen = The closing of the delivery was reversed
reopen = Reverse the closing of the delivery
reopen-hint = If it was closed wrongly: its loans are reversed, the parts are again those ordered, and the delivery is closed anew. Not while repayments or later records stand.
purchase-adjust = Adjust the invoice
purchase-adjust-about = Another price, freight, lower quality
purchase-adjust-hint = Write what the invoice asks. Parts are worked out anew on the new total, and what was and what is stay visible.
purchase-adjust-not-now = The invoice is adjusted while the purchase is approved or ordered, before the delivery is closed.
purchase-adjust-save = Save the adjustment
invoice-price = Price of { $product } on the invoice
as-invoiced = as invoiced
freight = Freight or another charge
freight-hint = What the invoice asks beside the products. Leave it empty if there is none.
freight-what = What is it?
adjust-acta-hint = Needed where it comes to more than was approved.
adjust-reason-hint = For example: the price rose, or the seed came in lower quality.
changed-unit-price = Price
changed-charge = Charge
changed-total = Total
changed-share = Part
part-shifts = Parts that somebody does not give
part-shifts-about = Take over or write off by acta
part-shifts-hint = Where a party does not pay its part, another takes it over or it is written off, always by acta. What is written off is a loss of the fund.
part-shifts-made = What was decided
part-shifts-nothing = Nobody owes anything for this purchase.
part-shift-record = Record the decision
part-shift-taken-over = Taken over
part-shift-lent = Lent by the fund
part-shift-written-off = Written off
shift-from = Who does not give it?
shift-to = Who takes it over?
shift-to-members = All members, by what they take
shift-lent = The members, with a loan of the fund
shift-lost = Nobody: it is written off
document-mark-wrong = Mark as wrong
document-wrong = wrong
document-wrong-hint = It stays visible, struck through and with the reason. If the right document is attached already, choose it here.
document-right = The right document
document-none-right = None
document-replaced-by = In its place: { $name }

purchases-search = Name or number of the purchase
purchases-counted = { $count ->
    [one] 1 purchase
   *[other] { $count } purchases
}
purchases-told = amounts in { $unit }; what was cancelled or rejected does not count
column-purchase = Purchase
column-total = Total
column-waits = What is left
delivery-close-confirmed = Yes, it was handed out like this: open these loans
loans-open =
    { $count ->
        [one] 1 loan will open
       *[other] { $count } loans will open
    }{ $late ->
        [0] {""}
        [one] , 1 for a person who is late
       *[other] , { $late } for people who are late
    }
