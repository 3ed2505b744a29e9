## programmes

programme = Project
programmes-all = All
programmes-none = There are no projects yet.
programme-associations =
    { $count ->
        [0] no associations
        [one] 1 association
       *[other] { $count } associations
    }
programme-no-plan = no budget
programme-plan = Shares, budget and goals
programme-without-plan-yet = This project has no shares and no budget yet.
programme-unit = Currency
programme-parties = Who contributes how much
programme-parties-hint = The shares sum to 100 %. The odd cent is the project's.
programme-share = Share %
programme-project-share-terms = The project's part
programme-recovery = How it comes back, if recoverable
programme-every = Every how many months
programme-rate = Interest % a month
programme-funders = Who funds it
programme-funder = Funder
programme-goals = Goals
party-project = Project
party-partner = Another party (municipality…)
party-producers = Producers
project-share-terms-grant = is given to the producers
project-share-terms-recoverable = is repaid into the fund
recovery-terms =
    { $installments ->
        [one] 1 installment after { $months } months
       *[other] { $installments } installments every { $months } months
    }
goal = Goal
goal-hectares = Hectares
goal-kilos = Kilos handed out
goal-members = People
goal-in-cycle = Adds
goal-reached = So far
goal-share = Share
goal-said = { $reached } of { $goal } so far: { $percent } %.
budget = Budget
budget-line = Budget line
budget-line-new = New budget line
budget-planned = Planned
budget-committed = Committed
budget-spent = Spent
budget-left = Left
budget-none = It has no budget lines yet.
budget-save = Save the budget
budget-in = Execution, in { $unit }
budget-line-said = { $line }: planned { $planned }, spent { $spent }, committed { $committed }, left { $left }
budget-offer = { $line } ({ $left } left) · { $programme }
budget-offers-none = No project has a budget for this fund.
approvers = Who approves
approvers-hint = Up to how much of the project's money in each purchase. Nobody decides on what they asked for or benefit from.
approvers-no-staff = The project has no staff with a user.
approver = Person
approver-most = Approves up to
approver-most-hint = With 0 they no longer approve.

## reports

seed-report = Seed, hectares and money
seed-report-about = Of the purchases received.
seed-report-none = There are no received purchases yet.
report-by = By
report-unit = Currency
report-detail = Detail
association = Association
by-cycle = Cycle
by-programme = Project
by-association = Association
by-community = Community
by-sex = Sex
unsaid = Unsaid
hectares-planned-short = Ha planned
hectares-installed-short = Ha installed
kilos = kg
money-total = Total
parties-part = Project and others
producers-part = Producers
download-xlsx = Download XLSX
download-csv = Download CSV
budget-line-figures = planned { $planned }, spent { $spent }, committed { $committed }
purchases-short = Purchases
people-short = People
