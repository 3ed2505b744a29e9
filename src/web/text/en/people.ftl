## sessions

sign-in = Sign in
sign-in-do = Sign in
sign-in-help = Forgot your password? Members get another from the treasurer; everybody else from whoever administers Muyu.
sign-out = Sign out
login = User name
login-hint = Plain letters, figures, dots or dashes.
password = Password
password-current = Current password
password-new = New password
password-change = Change my password
password-first = Choose your own password now: the one you were given was only for this first time.
password-hint = Eight characters or more. A short phrase is easier to remember.
password-temporary = Password to sign in
start = Welcome to Muyu
start-intro = Nothing is registered yet. Make your user and the first association; the rest comes later.
start-you = You
start-association = The first association
start-do = Begin
your-name = Your name

## users

sign-ins = Users
sign-ins-hint = Everybody changes their password the first time they sign in. A member's user is made on their own page.
sign-in-new = New user
sign-in-make = Make the user
sign-in-reset = New password
sign-in-close = Remove access
sign-in-close-sure = Yes, remove access
sign-in-closed = no access
sign-in-reopen = Give access again
sign-in-reopen-sure = Yes, give access and a password
sign-in-reopened = access given again { $moment }
sign-in-ready = The user is ready
sign-in-ready-hint = Hand these over to that person. The password is not shown again, and they change it when they first sign in.
sign-in-ready-before = Already done
sign-in-of-member = Their user name to sign in
sign-in-is = Signs in as { $login }.
user-name = The person's name
user-role = Role
user-password = User name { $login }, password { $password } (changed at first sign-in)
user-closed = User { $login }: no access
role-admin = Administrator
role-staff = Project staff
role-staff-of = Staff of { $programme }
role-auditor = Auditor
role-treasurer = Treasurer
role-member = Member

## associations

associations = Associations
associations-none = There are no associations yet.
association-new = New association
association-name = The association's name
country = Country
country-pe = Peru
country-bo = Bolivia
community = Community
district = District
province = Province
region = Region
registry-no = Number in the public registry
programmes = Projects
programmes-hint = A project's staff see the associations that take part in it.
programme-new = New project
programme-name = The project's name
programme-add-association = Association that takes part
programme-add = Add

## members

members = Members
members-search = Name, document or number
members-not-found = Nobody matches that search.
member-new = Register a member
member-edit = Edit their details
member-name = Name
member-name-hint = As on the document: family names, comma, given names.
member-document = Identity document
member-sex = Sex
sex-female = Woman
sex-male = Man
sex-unsaid = Not said
member-birth-year = Year of birth
member-phone = Phone
member-joined = Joined on
member-left-on = Left on
member-left-hint = Only if they left. Their history stays.
member-left = left
member-number = No. { $number }

members-counted = { $count ->
    [one] 1 person
   *[other] { $count } people
}
members-told = what they owe is principal and interest, without late fees
members-standing-all = All
members-standing-owing = Owing
members-standing-late = Late
members-standing-left = Left
member-clear = owes nothing
officers = Who keeps the books
officers-none = No treasurer or auditor has a user yet.
password-show = Show the password
choose = Choose…
first-steps = To begin
first-done = done
first-fund = Make the fund
first-capital = Record the capital
first-cycle = Open the cycle
first-members = Register the members
first-treasurer = Make the treasurer's user
first-or = Do you already keep a workbook?
users-search = Name or user name
column-acts = Changes
sign-in-open = has access
users-counted = { $count ->
    [one] 1 user
   *[other] { $count } users
}
