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
nav-programmes = Programmes
nav-reports = Reports
nav-users = Sign-ins
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
undo = Undo
print = Print
note = Note
note-optional = Note (if needed)
available = Available
api-docs = For programs (API)

## errors

error-sign-in = Sign in first
error-forbidden = Not yours to do
error-not-found = Not found
error-conflict = It could not be done
error-too-many = Too many tries
error-method = This address does not take that
error-too-large = It is too large
error-invalid = Something needs mending
error-fault = Something failed on our side
error-unavailable = It cannot be done now
fault-id = Nothing was saved. Report it with this number: { $id }
