## solidarity

yes = yes
no = no
rule-none = no limit
rule-not-asked = not needed
rules-deciding = Who is lent to and who decides
rules-deciding-hint = 0 asks for nothing.
rule-member-most = The most that one person may owe
rule-one-loan = One open loan a person
rule-one-loan-name = One loan a person
rule-guarantors = Guarantors needed
rule-guarantees-most = Loans that one person may guarantee at a time
rule-guarantee-circles = Two people may guarantee each other
rule-guarantee-circles-name = Guarantors in a circle
rule-standing-days = Days late that end good standing
rule-call-after = Guarantors are called when later than
rule-committee-from = The committee approves from
rule-quorum = Votes needed (quorum)
rule-majority = Majority to approve
majority-simple = more than half of the votes
majority-two-thirds = two thirds of the votes
majority-all = all votes
rule-second-from = Second approval from
rule-lapse = Days to hand over an approved loan
changed-members = Members
changed-dissolved-on = Dissolved on
record-kind-group = Solidarity group
record-kind-guarantee = Guarantee
record-kind-claim-payment = Paid back to a guarantor
groups = Solidarity groups
groups-hint = 3 to 7 people who answer for each other. If one falls too late, none of them is lent to.
groups-none = There are no groups yet.
group-new = Form a group
group-name = Name of the group
group-formed-on = Formed on
group-members = Members, 3 to 7
group-member-no = Member { $no }
group-count = { $count } members
group-over = dissolved
group-since = Since { $day }.
group-until = Until { $day }.
group-change = Change members
group-change-on = From which day
group-dissolve = Dissolve the group
group-dissolve-hint = What its members guarantee stays guaranteed.
group-dissolve-on = From which day
member-pick-hint = Type the number, the document or the name.
member-known-hint = Type the full name or the document of somebody you know.
in-good-standing = up to date
guarantors = Guarantors
guarantors-of-needed = { $count } of { $needed }
guarantors-none = Nobody guarantees this loan.
guarantors-name = Name guarantors
guarantors-save = Save guarantors
guarantors-by-group = Their solidarity group guarantees it
guarantor-no = Guarantor { $no }
guarantor-signed = Signed on { $day }
guarantor-by-group = Answers with the group since { $day }
guarantor-signed-on = Date of the signature
guarantor-release = Take out
guarantor-release-sure = No longer guarantees
guarantor-released = no longer guarantees
guarantees-given = Loans guaranteed
guarantees-given-hint = If the debtor falls late, a part can be asked for.
refusal-people-out-of-range = Type a number from 0 to 50.
refusal-quorum-out-of-range = The quorum is 1 to 50 votes.
refusal-window-out-of-range = Type days from 0 to 3650.
refusal-group-size = A group has 3 to 7 members; here are { $count }.
refusal-member-twice = The same person is there twice.
refusal-member-unknown = Nobody among the members is “{ $typed }”.
refusal-member-ambiguous = More than one person is called “{ $typed }”: type the number ({ $numbers }).
refusal-member-namesakes = More than one person is called “{ $typed }”: type the document.
refusal-guarantor-cannot = One of the people named cannot guarantee now. Ask in the association.
refusal-group-exists = There is a group called { $name } already.
refusal-group-dissolved = This group was dissolved already.
refusal-group-none = Whoever asks is in no solidarity group.
refusal-in-another-group = { $name } is in another group already.
refusal-before-group = The date cannot be before { $date }, when the group last changed.
refusal-guarantor-missing = Name one guarantor at least.
refusal-guarantor-twice = { $name } guarantees this loan already.
refusal-guarantor-is-debtor = { $name } cannot guarantee their own loan.
refusal-guarantor-late = { $name } is not up to date: { $days } days late, and the limit is { $most }.
refusal-guarantor-late-now = { $name }, who guarantees it, is { $days } days late; the limit is { $most }.
refusal-guarantor-too-many = { $name } guarantees { $most } loans already, the most that the rules allow.
refusal-guarantor-circle = { $name } cannot guarantee it: whoever asks guarantees a loan of theirs already, straight or through others.
refusal-guarantors-missing = It needs { $needed } guarantors and has { $count }.
refusal-guarantors-needed = The loan was handed over and needs { $needed } guarantors: name somebody else first.
refusal-loan-not-open = This loan is neither open nor waiting to be handed over.
refusal-beyond-member-most = It is beyond what one person may owe: up to { $most }, and they owe { $owed } already.
refusal-one-loan-only = They have a loan that is open or waiting to be handed over, and the rules allow one.
refusal-member-late = They have payments { $days } days late.
refusal-group-late = { $name }, of their group, is { $days } days late; the limit is { $most }.
refusal-rate-beyond-law = The interest comes to { $rate } % a year and the legal ceiling is { $most } %.
refusal-decided-by-committee = The committee decided this (acta { $acta }): to change it type the number and date of the acta that does. Without one, the day and the means of handing over and the purpose are corrected.
refusal-claim-returned-more = Whoever paid has been given { $returned } back: the payment cannot be less.
refusal-committee-decides = The committee approves this amount: type the number and date of the acta.

rules-compare = Compare two versions
rules-compare-first = One version
rules-compare-second = Another version
rules-differ = { $count ->
    [0] They say the same.
    [one] One rule changes.
   *[other] { $count } rules change.
 }
rules-changed = changes
ready-rules = Rules to start from
ready-without-interest = Without interest
ready-flat-monthly = 1 % a month, flat
ready-at-harvest = At harvest
ready-seed-bank = Seed bank
ready-example = { $lent } is lent; in { $months } months { $total } comes back, in { $count ->
    [one] one payment
   *[other] { $count } payments
 }.

## credit balance

credit-page = Credit balance
credit-hint = What was paid beyond their loans. It is given back with a voucher, or pays another loan of theirs.
credit-none = Nothing is in their favour.
credit-left = In their favour
credit-refund = Give back
credit-refunded = Given back
credit-use = Use on a loan
credit-used = Used on a loan
credit-use-on = Which loan does it pay?
credit-amount = Amount
credit-open = Give it back or use it
credit-see = See the credit balance
credit-voucher-for = Refund of their credit balance
credit-correct = Correct the refund
credit-undo-hint = The money was not handed over: it is in their favour again. Both stay visible.
loan-overpaid = { $amount } was paid beyond it: it is in their favour.
payment-method-credit = Credit balance
record-kind-credit-use = Refund of a credit balance
entry-credit-refund = Refund of a credit balance
entry-credit-refund-reversal = Reversal of a refund of a credit balance
done-credit-refunded = { $title } recorded.
done-credit-used = Paid from the credit balance: { $title }.
refusal-beyond-credit = { $most } is in their favour on that day.
refusal-credit-beyond-debt = This loan owes { $owed }: the rest stays in their favour.
refusal-credit-spent = Their credit balance was given back or used already ({ $spent }): { $missing } would be missing. Undo the refund or the payment first.
refusal-payment-of-credit = It was paid from the credit balance: reverse that payment, and the balance is in their favour again.

## prices of produce

prices = Prices
prices-see = See what it would be worth
prices-hint = The fund counts in its own unit. The price only says what that would be worth in money; it is never added to the rest.
prices-none = No price is written down for today yet.
prices-worth = At { $price } each, from { $day }
price-lent = Lent
price-new = Write down a price
price-of-one = Price of one unit
price-currency = Currency
price-from = Counts from
price-source = Where it comes from
price-source-hint = The fair, the market, the list.
price-signed = signed by { $name }
price-signed-by = Who signs for it
done-price-kept = Price saved.
refusal-price-of-money = This fund counts in money already: it has no prices.
refusal-price-in-money = A price is told in money.
