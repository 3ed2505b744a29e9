## relief

relief-one = Reschedule
relief-many = Reschedule several loans
relief-hint = After frost, hail or drought the assembly or the committee may give more time. The principal owed does not change, and the earlier dates are kept.
relief-whose = Which loans?
relief-all = All
relief-purpose-hint = A word of the purpose, like potato or alfalfa. Empty: all.
relief-how = What was decided?
relief-shift = Move the installments
relief-shift-hint = What is left falls due later, with the same amounts.
relief-months = Months
relief-days = Or days
relief-interest-for-the-delay = Ask interest for the delay
relief-new-terms = New terms
relief-new-terms-hint = The principal that is left is paid in new installments.
relief-terms = The new terms
relief-waive-interest = Waive the interest run up to the acta
relief-waive-late-fees = Waive the late fees accrued up to the acta
relief-look = See what it comes to
relief-shown = What it comes to
relief-loans =
    { $count ->
        [one] 1 loan
       *[other] { $count } loans
    }
relief-all-together = These are { $count } loans: the { $done } that can be are rescheduled all together. To choose fewer, look by community, purpose or cycle.
relief-owed = In all
relief-before = Before
relief-after = After
relief-expected = Available for the next cycle ({ $day }), most likely
relief-full = The same, if everybody pays
relief-record = Record the rescheduling
relief-what = What was decided
relief-by-months =
    { $count ->
        [one] moved by 1 month
       *[other] moved by { $count } months
    }
relief-by-days =
    { $count ->
        [one] moved by 1 day
       *[other] moved by { $count } days
    }
relief-by-new-terms =
    { $count ->
        [one] 1 new installment at { $rate }, on { $day }
       *[other] { $count } new installments at { $rate }, from { $day }
    }
relief-with-interest = with interest for the delay
relief-without-interest = without the interest run so far
relief-without-late-fees = without late fees
relief-reverse = Reverse the rescheduling
relief-reverse-hint = It is not deleted: it stays, reversed with its reason, and the loan goes back to its earlier dates.
remission-relief = Rescheduling
installment-numbered = Installment { $no }, rescheduled
due-on-originally = before: { $day }

## waivers

waiver = Waive late fees
waiver-owed = Late fees owed
waiver-hint = The committee may waive late fees by acta, all of them or a part. What was already paid of them is not given back.
waiver-amount = Late fees waived
waiver-record = Record the waiver

## write-offs

write-off = Write off
write-off-hint = The loan leaves the portfolio and its principal becomes a loss. The debt is not deleted: what is paid later comes in as a recovery.
write-off-lost = Principal given up for lost
write-off-record = Record the write-off
write-off-told = Written off on { $day }: it left the portfolio, and what it owes stays owed.
write-off-reverse = Reverse the write-off
write-off-reverse-hint = It is not deleted: it stays, reversed with its reason, and the loan is back in the portfolio.
remission-write-off = Write-off
loans-show-written-off = Written off
loan-status-written-off = written off
position-written-off = Principal of loans written off
position-recovered = Recovered of loans written off
