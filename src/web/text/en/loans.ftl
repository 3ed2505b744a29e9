## loans

loan = Loan
loans = Loans
loans-none = There are no loans in this list.
loans-show-open = Open
loans-show-late = Late
loans-show-approved = To hand over
loans-show-closed = Paid
loans-show-all = All
loan-number = Loan { $number }
loan-new = New loan
loan-new-in = New loan · { $fund }
loan-whose = Who is the loan for?
loan-for = Loan for { $name }
loan-amount = Amount lent
loan-purpose = What is it for?
loan-purpose-hint = For example: alfalfa seed, a heifer, a cheese kitchen.
loan-installments = Number of installments
loan-first-due = First installment
loan-every = Paid every
loan-step = Month or week
step-month = month
step-week = week
loan-rate = Interest %
loan-rate-per = Interest per
per-month = month
per-year-effective = year, effective
per-year = year
loan-grace-principal = First installments that pay interest only
loan-grace-interest = First installments without interest (paid later, all together)
loan-when = Is the money handed over?
loan-when-now = It was handed over on that day
loan-when-later = Only approved; handed over later
loan-preview = See the installments
loan-record = Record the loan
loan-schedule = How it will be paid
loan-terms = The loan's terms
loan-hand-over = Hand the loan over
loan-cancel = It will not be handed over
loan-available-own = Available today, with what is set apart for this loan
loan-arrears-of = { $name } has late payments
loan-late-since = Late since { $day }
loan-acta = Acta that lets more be lent
loan-acta-hint = Number and date.
loan-despite-arrears = Lend even though there are late payments
loan-paid-whole = With this payment the loan is fully paid.
loan-status-approved = to hand over
loan-status-lapsed = lapsed
loan-status-disbursed = open
loan-status-closed = paid
loan-status-cancelled = cancelled
method = How it is paid
method-bullet = One payment, at harvest
method-equal-principal = Falling installments
method-equal-installment = Equal installments
method-flat = Interest on the whole amount
method-custom = Dates and amounts as agreed
payment-method = Payment method
payment-method-cash = Cash
payment-method-wallet = Mobile wallet
payment-method-deposit = Deposit or transfer
payment-method-short-cash = cash
payment-method-short-wallet = wallet
payment-method-short-deposit = bank
payment-method-goods = Seed or inputs
payment-method-short-goods = in goods
principal = Principal
interest = Interest
late-fee = Late fee
rate = Interest
percent-per-month = { $percent } % a month
percent-per-year-effective = { $percent } % a year, effective
percent-per-year = { $percent } % a year
day-count = How days are counted
tolerance = Tolerance
disbursed-on = Handed over on
installment = Installment
installments = Installments
installment-no = No.
installment-of = Installment { $no } of { $count }
installment-no-of = Installment { $no }
installment-only = Single installment
due-on = Due
paid = Paid
unpaid = Owes
owes-today = Owes in all
owes-in = Owes in { $fund }
owes-nothing = Owes nothing.
has-credit = Has { $amount } to their credit.
next-installment = Next installment: { $amount }, on { $day }.
overdue-installment = Overdue since { $day }: { $amount }.
see-loan = See the loan
days =
    { $days ->
        [one] 1 day
       *[other] { $days } days
    }

## today

long-day = { $weekday } { $day } { $month }
to-collect-until = To collect until { $day }
late = Late
to-collect = To collect
installments-count =
    { $count ->
        [one] 1 installment
       *[other] { $count } installments
    }
rest-of-list =
    { $count ->
        [one] One more
       *[other] { $count } more
    }
rest-see = See all
purchases-of = See all purchases · { $fund }
this-week = This week
to-hand-over = To hand over
record-repayment = Record a payment
see-cash = See the cash · { $amount }
cash-to-verify = { $amount } to verify at the next cash count.
due-today = today
due-tomorrow = tomorrow
lent-out = lent: { $amount }
installments-of-people =
    { $installments ->
        [0] Nothing to collect
        [one] 1 installment of 1 person
       *[other] { $installments } installments { $people ->
            [one] of 1 person
           *[other] of { $people } people
        }
    }
late-count = { $count } late
days-late =
    { $days ->
        [one] 1 day late
       *[other] { $days } days late
    }

## repayments

repayments = Payments
receipts = Receipts
receipt-number = Receipt No. { $number }
repayment-whose = Who is paying?
repayment-nobody = Nobody with an open loan matches.
repayment-of = Payment by { $name }
repayment-date = Day it was paid
repayment-date-hint = If it was another day, enter that day: it is worked out as if it had been recorded then.
repayment-look-again = The figures changed. Check them; if they are right, press Record again.
repayment-paid-off = This loan is already paid. Money received beyond it stays to the payer's credit.
repayment-as-credit = Yes, keep it to their credit
repayment-to-credit = This payment leaves { $amount } more to their credit.
repayment-late-paper = Record another payment of this loan
repayment-show = See how it is applied
repayment-record = Record { $amount }
how-much = How much do they pay?
pay-overdue = What is overdue
pay-due-today = Today's installment
pay-due-and-next = What is due and installment { $no }
pay-next = Installment { $no }
pay-all = The whole loan
pay-all-forgives = saves { $amount } of interest by paying early
pay-other = Another amount
pay-cash-rounded = Cash is taken in steps of { $step }: what the rounding leaves out is not owed.
pay-other-amount = Another amount
applied-preview = How it will be applied
applied-so = How it was applied
applied-late-fee = Late fee of installment { $no }
applied-interest = Interest of installment { $no }
applied-principal = Principal of installment { $no }
applied-credit = Kept to their credit
applied-forgiven = Interest saved by paying early
applied-rounding = Rounded in their favour, not charged
left-owing = Still owes
received-from = Received from
paid-on = Paid on
taken-by = Received by
check-code = Check code
signs-payer = Payer
signs-taker = For the fund
send-whatsapp = Send by WhatsApp
receipt-as-text = See it as a message
receipt-message-left = Still owes { $left }.
reverse = Reverse the receipt
reverse-open = This receipt is wrong
reverse-hint = It is not deleted: it stays, reversed with its reason, and the debt is worked out again without it.
reversed = Reversed
owes-in-installments =
    owes { $amount } in { $count ->
        [one] 1 installment
       *[other] { $count } installments
    }.
pay-overdue-since =
    installment { $no }, { $days ->
        [one] 1 day
       *[other] { $days } days
    } late
receipt-message =
    { $association }
    Receipt No. { $number }
    { $member } paid { $amount } on { $day }.

loan-member = Member
loans-search = Name, document or loan number
loans-counted = { $count ->
    [one] 1 loan
   *[other] { $count } loans
}
loans-told = amounts in { $unit }; what was cancelled does not count; what is late is principal and interest, without late fees
receipts-search = Name, document or receipt number
receipts-counted = { $count ->
    [one] 1 receipt
   *[other] { $count } receipts
}
receipts-told = amounts in { $unit }; what was reversed does not count
receipt-state-standing = Standing
receipt-state-reversed = Reversed

late-of-it = { $amount } late
paid-of-all = Paid, of { $amount }
loan-figures-in = In { $unit }, on { $day }
installment-paid = paid
paid-part = part
story = What happened
installment-falls-due = Installment { $no } falls due
loan-handed-over = Handed over
days-left = { $days ->
    [one] 1 day left
   *[other] { $days } days left
}
paid-installments = { $count ->
    [one] { $paid } of 1 installment paid
   *[other] { $paid } of { $count } installments paid
}

small-late-each = less than { $amount } each
late-since = { $count ->
    [one] since { $day } · 1 installment
   *[other] since { $day } · { $count } installments
}
due-from = { $count ->
    [one] 1 installment, on { $day }
   *[other] { $count } installments, from { $day }
}
small-late = { $count ->
    [one] 1 small balance
   *[other] { $count } small balances
}
repayment-confirmed = Yes, it is right
loan-change-terms = Change the terms
loan-first-due-hint = If you leave it empty: at harvest for a single payment; one period after handing over for installments.
loan-installments-hint = A single payment needs no number.
loan-no-arrears = { $name } has no late payments.
loan-preview-first = Enter the amount and press See the installments: you will see what is to be paid before recording it.
loan-look-again = The installments changed. Check them; if they are right, press Record again.
send-reminder = Send a reminder by WhatsApp
send-schedule = Send the installments by WhatsApp
call = Call
message-head =
    { $association }
    { $loan } · { $member }
message-installment = Installment { $no }: { $day }, { $amount }
message-owes = Owes { $amount } in all.
payment-method-cash-kg = In produce
payment-method-short-cash-kg = in produce
pay-today-and-next = Today's installment and installment { $no }

## the kardex of a member

member-kardex = Kardex of { $name }
member-kardex-link = Kardex: all that was lent and paid
member-kardex-told = Balance: principal still to be paid. What was taken back does not count.
member-kardex-document = Document
member-kardex-lent-for = Loan handed over
member-kardex-paid-for = Payment of { $loan }
member-kardex-credit = { $amount } kept in their favour
member-kardex-recovered = { $amount } recovered after the write-off
member-kardex-lent = Lent
member-kardex-paid = Paid
member-kardex-principal = Principal
member-kardex-interest = Interest
member-kardex-late = Late fees
member-kardex-interest-late = Interest and late fees
loan-when-kg = Is the produce handed over?
see-cash-kg = See the store · { $amount }
cash-to-verify-kg = { $amount } to verify at the next count.
repayment-paid-off-kg = This loan is already paid. Produce received beyond it stays to the payer's credit.
pay-cash-rounded-kg = It is taken in steps of { $step }: what the rounding leaves out is not owed.
payment-method-wallet-kg = By somebody else
payment-method-deposit-kg = Kept elsewhere
payment-method-short-wallet-kg = by somebody else
payment-method-short-deposit-kg = elsewhere
germination = Germination
germination-of = germination { $percent } %
germination-percent = Germination, in %
germination-hint = If it was tried: how many of every 100 seeds sprout.
quality = Quality of what is received (optional)
quality-short = Quality
quality-hint = For example: clean, dry, large grain.
quality-hint-dose = For example: straws whole, good motility.
changed-germination = Germination
changed-quality = Quality
member-kardex-handed = { $loan }: what was owed passed to { $name }
member-kardex-received = { $loan }: debt taken over from { $name }
