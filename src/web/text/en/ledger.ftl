## ledger

ledger = Ledger
entries-none = There are no entries.
balance = Balance
balances = Balances
chain = Chain
account-cash = Cash
account-cash-to-verify = Cash to verify
account-bank = Bank
account-loans-receivable = Loans receivable
account-goods-in-transit = Goods in transit
account-claims = Claims
account-member-credit = Members' credit balances
account-producer-advances = Producer advances
account-programme-funds-held = Project money kept in the fund
account-recoverable-capital = Recoverable capital
account-payables = Bills to pay
account-donated-capital = Donated capital
account-member-capital = Member capital
account-capitalised-surplus = Capitalised surplus
account-retained-surplus = Retained surplus
account-loss-reserve = Loss reserve
account-education-reserve = Education reserve
account-solidarity-reserve = Solidarity reserve
account-interest-income = Interest income
account-late-fee-income = Late fee income
account-recoveries = Recoveries
account-other-income = Other income
account-loan-losses = Loan losses
account-programme-subsidy = Project subsidy
account-operating-expense = Operating expense
account-cash-over-short = Cash over and short
account-rounding = Rounding
entry-capital = Capital received
entry-capital-reversal = Reversal of capital received
entry-surplus = Surplus made capital
entry-capital-return = Return of capital
entry-capital-return-reversal = Reversal of a return of capital
entry-loan = Loan handed over
entry-import-reversal = Import taken back
entry-opening = Opening balance
entry-loan-reversal = Reversal of a loan handed over
entry-transfer = Transfer
entry-transfer-reversal = Reversal of a transfer
entry-repayment = Payment received
entry-repayment-adjustment = Adjustment of earlier payments
entry-repayment-reversal = Reversal of a payment
entry-remission = Debt forgiven by acta
entry-remission-reversal = Reversal of debt forgiven
entry-expense = Expense
entry-expense-reversal = Reversal of an expense
entry-purchase = Purchase received
entry-purchase-payment = Payment of a purchase
entry-purchase-reversal = Reversal of a purchase payment
entry-purchase-reopened = Reversal of the closing of a purchase
entry-part-shift = Part that somebody did not give
entry-part-shift-reversal = Reversal of a part that somebody did not give
entries-all = All entries
account-cash-kg = Store
account-cash-to-verify-kg = Store to verify
account-bank-kg = Kept elsewhere

## the cash book

cash-book = Cash book
book-account = Where
expense-voucher = Expense voucher
cash-book-kg = Store book
book-period-choice = Period
book-period = From { $from } to { $to }
book-cycle = Cycle { $name }
book-all = From the beginning
book-days = Other dates
book-from = From
book-to = To
book-who = Who
book-detail = Detail
book-in = In
book-out = Out
book-opening = Balance before
book-brought = Brought forward
book-carried = Carried forward
book-sum = Totals
book-receipt = receipt No. { $no }
book-counted =
    { $count ->
        [one] 1 entry
       *[other] { $count } entries
    }
book-nothing = Nothing moved between these dates. The balance is { $amount }.
account-programme-funds-held-kg = The projects' produce kept in the fund
account-cash-over-short-kg = Store over and short
entries-search = Name, document or receipt No.
entries-counted = { $count ->
    [one] 1 entry
   *[other] { $count } entries
}
entries-more = More than { $count } entries: search, or choose days, to see their sum too
receipts-unit = amounts in { $unit }
account = Account
entry-kind = What it is
day-from = From
day-to = Until
column-entry = Entry
column-postings = Postings
entry-see = See
transfer-paper = Voucher
file-share-out = share-out
file-share-vouchers = share-out-vouchers
file-transfer = transfer
