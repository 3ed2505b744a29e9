## frame

tagline = Revolving funds of smallholders' associations
skip = Skip to the content
nav-label = Sections
nav-today = Today
nav-home = Home
nav-members = Members
nav-fund = Fund
nav-purchases = Purchases
nav-cash = Cash
nav-inbox = To approve
nav-programmes = Projects
nav-reports = Reports
nav-users = Users
nav-associations = Associations
nav-waiting = waiting
nav-more = More
heading-cycle = { $role } · Cycle { $cycle }
number-short = No. { $number }
language-name = English
go-home = Go to the start
save = Save
search = Search
pages = Pages
page-before = Newer
page-after = Older
date = Date
amount = Amount
total = Total
reason = Reason
undo = Reverse
print = Print
note = Note
note-optional = Note (if needed)
available = Available
api-docs = For computer systems

## errors

error-sign-in = Sign in first
error-forbidden = This is not for your role
error-not-found = Not found
error-conflict = It could not be done
error-too-many = Too many tries
error-method = This address does not take that
error-too-large = It is too large
error-invalid = Something needs putting right
error-fault = Something failed on our side
error-unavailable = It cannot be done now
fault-id = Nothing was saved. Report it with this number: { $id }

## lists

filter = Filter
list-state = State
list-all-f = All
list-sum = Sum of { $count }
list-of = of { $count }
list-next = Next
list-empty = Nothing here with these filters.
list-not-found = “{ $typed }” was not found
list-clear = Clear the filters
list-print-all = See all to print
column-number = No.
column-purpose = For
column-lent-on = Handed over
column-principal = Lent
column-balance = Balance
column-overdue = Late
column-installments = Installments
column-due = Due
column-open-loans = Loans
column-owes = Owes
column-method = How it was paid
column-what = What for
paid-of = { $paid } of { $count }
up-to-date = up to date
fund-pages = The fund's pages
fund-summary = Summary
corrections-short = Corrections

## what staff oversee

funds-all = All funds
funds-search = Association, community or fund
funds-told = amounts in each fund's own currency
fund = Fund
column-at-risk = More than 30 days late
column-at-risk-amount = Balance more than 30 days late
column-last-entry = Last entry
column-money-trend = Cash and bank, 12 months
column-alerts = Alerts
alerts-none = No fund asks for attention.
alerts-all = See all in the table
alerts = To look at ({ $count })
waits-for-you = To approve ({ $count })
alert-at-risk = PAR30 above { $limit } %
alert-available = Available: { $amount } short
fraction-of = { $part } of { $whole }
trend-said = Cash and bank: from { $from } to { $to } in twelve months
associations-search = Name, place or registry number
unit-plural-pen = Soles
unit-plural-bob = Bolivianos
unit-plural-usd = Dollars
unit-plural-dose = Doses
unit-plural-kg = Kilograms
funds-counted = { $count ->
    [one] 1 fund
   *[other] { $count } funds
}
associations-counted = { $count ->
    [one] 1 association
   *[other] { $count } associations
}
alerts-counted = { $count ->
    [one] 1 alert
   *[other] { $count } alerts
}
funds-sum = { $count ->
    [one] Total of 1 fund
   *[other] Total of { $count } funds
}
funds-of-unit = { $count ->
    [one] { $unit } ({ $symbol }), 1 fund
   *[other] { $unit } ({ $symbol }), { $count } funds
}
alert-still = { $days ->
    [one] 1 day without an entry
   *[other] { $days } days without an entry
}
list-order = Sort:

## papers

paper-page = Page { $no } of { $of }
paper-folio = Folio { $no } of { $of }
paper-half = half letter
file-receipt = receipt
file-cash-book = cash-book
file-contract = contract
file-voucher = voucher
file-assembly = accounts
file-cycle = cycle
file-count = cash-count
file-sheet = delivery
file-acta = annex
file-expense = expense
nav-cash-kg = Store
column-money-trend-kg = In store, 12 months
trend-said-kg = In store: from { $from } to { $to } in twelve months
