## availability

how-much-can-we-lend = How much can we lend?
available-now = Available now
available-negative = What the fund owes, reserves and has approved is more than it holds today.
where-from = Where it comes from
line-cash = Cash verified
line-bank = Bank
line-reserve = Reserve ({ $percent } % of the capital)
line-reserve-fixed = Reserve (fixed sum)
line-owed = What the fund owes
for-next-cycle = For the cycle { $cycle }, by { $day }
column-firm = Firm
column-expected = Expected
column-full = All returns
line-principal-due = Principal falling due
line-interest-due = Interest falling due
line-overdue-principal = Overdue principal
line-overdue-interest = Overdue interest
line-pledged = Pledged capital
line-planned = Planned expenses
line-empty = Nothing in this line.
line-cash-title = Cash verified
line-cash-about = The money in the box, by the entries.
line-bank-title = Bank
line-bank-about = The money at the bank and in wallets.
line-reserve-title = Reserve
line-reserve-about = The reserve is a share of the capital contributed to the fund, which is this.
line-owed-title = What the fund owes
line-owed-about = Members' credit, advances, programme funds, payables, and capital owed back by then.
line-committed-title = Approved, not handed over
line-committed-about = Loans approved and not yet handed over.
line-principal-due-title = Principal falling due
line-principal-due-about = Unpaid principal of installments due from today to the next cycle's start.
line-interest-due-title = Interest falling due
line-interest-due-about = Unpaid interest of installments due from today to the next cycle's start.
line-overdue-principal-title = Overdue principal
line-overdue-principal-about = Unpaid principal of installments due before today.
line-overdue-interest-title = Overdue interest
line-overdue-interest-about = Unpaid interest of installments due before today.
line-pledged-title = Pledged capital
line-pledged-about = Capital promised with a date; it counts if it comes by the next cycle's start.
line-planned-title = Planned expenses
line-planned-about = Planned expenses; those up to the next cycle's start count.
see-entries = see the entries
expected-by-rule = Expected uses the rules' rate, { $rate } of every 100, where the fund has fewer than 20 installments observed in its closed cycles.
expected-by-history = Expected uses what this fund recovered over its last three closed cycles: { $rate } of every 100.
how-computed = How it is worked out
formula-now = Available now = cash verified + bank − reserve − what is owed from that money − loans approved and not handed over.
formula-next = Available for the next cycle = available now + principal and interest falling due up to its start + what is overdue and will come back + capital pledged − planned expenses.
formula-columns = Firm counts no receipt and no pledge. Expected counts each installment by what usually comes back at its age. All returns counts everything. Late fees are never counted. Each installment is rounded down.
recovery-rates = What comes back, by age
recovery-rate = Comes back
observed = Installments observed
age = Age
bucket-not-due = not yet due
bucket-1-30 = 1 to 30 days
bucket-31-60 = 31 to 60 days
bucket-61-90 = 61 to 90 days
bucket-91-180 = 91 to 180 days
bucket-over-180 = over 180 days
position-disbursed = Lent
position-collected = Collected
position-unpaid = Unpaid principal
position-overdue = Overdue principal
position-par30 = Principal of loans over 30 days late
position-credit = Members' credit
position-reserve = Reserve required
line-committed =
    Approved, not handed over ({ $count ->
        [one] 1 loan
       *[other] { $count } loans
    })
