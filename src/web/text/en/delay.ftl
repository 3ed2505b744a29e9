## delay

delay = Delay
delay-none = Nobody is late.
delay-of-loan = Delay and guarantee
delay-not-late = This loan is not late.
delay-message = Good day, { $name }. We remind you that { $amount } is owed since { $day }. Please come by or call us. { $association }
call-phone = Call { $phone }
phone-none = No telephone
promises = Promises to pay
promises-none = There are no promises.
promise-new = Write down a promise
promise-save = Save the promise
promise-amount = How much will be paid
promise-due = By when
promised = Promised { $amount } by { $day }:
promise-open = to be kept
promise-kept = kept
promise-broken = broken
calls = Call on the guarantors
call-new = Call the guarantors
call-hint = What is overdue is split equally among { $count ->
    [one] the guarantor
   *[other] the { $count } guarantors
 }.
call-not-yet = Guarantors can be called with more than { $days } days of delay.
call-on = Day of the call
called-on = On { $day } they were called for { $amount }.
call-paid = Paid { $amount }
claims = Debts between members
claims-hint = { $name } owes back what others paid of this loan.
claim-paid = Paid { $amount } on { $day }
claim-returned = Got { $amount } back on { $day }
claim-settled = paid back
claim-pay-back = Write down what was paid back
claim-amount = How much was paid back
owes-guarantor = Owes { $name } back
is-owed-by = { $name } owes them back
debtors = Who owes it
debtor-new = Somebody else takes the debt over
debtor-hint = After a death or a departure: the heir, a guarantor, or whoever answers for the group. It is the same loan.
debtor-to = Who takes it over
debtor-on = From which day
debtor-cause = Cause
paid-by = Paid by
repayment-payer = Who pays, if somebody else
repayment-payer-hint = Empty: whoever owes. Type a number or name; of a member, it stays as a debt between the two.
changed-paid-by = Paid by
refusal-not-late-enough = It is { $days } days late; guarantors are called with more than { $most }.
refusal-guarantors-none = Nobody guarantees this loan.
refusal-called-already = The guarantors were called on that day already.
refusal-claim-none = That payment left no debt between members.
refusal-claim-less = It is more than is left to pay back: { $most }.
refusal-payer-is-debtor = Whoever pays is whoever owes: leave the field empty.
