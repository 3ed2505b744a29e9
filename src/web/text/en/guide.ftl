## the guide

guide = Help
guide-about = What each person does in Muyu, step by step. It can be printed.
guide-others = What other people do
guide-figures = How it is worked out
how-it-is-worked-out = How it is worked out
guide-sign-in = Signing in and changing the password
guide-sign-in-steps =
    Enter your user name and the password you were given.
    The first time, Muyu asks you to choose your own password. A short phrase is easy to remember.
    To change it another day: More, Change my password.
guide-forgotten-member = If you forgot it, ask the treasurer for another.
guide-forgotten-other = If you forgot it, ask whoever administers Muyu for another.
guide-begin = Starting with an association
guide-begin-steps =
    Register the association: name, country and community.
    Make its fund and say what it counts in: soles, bolivianos, dollars or kilos.
    If they already keep a notebook in Excel, import it: members, loans and payments come in at once.
    If they start from nothing: record the capital, open the cycle and register the members.
    Make the treasurer's user and hand over the password.
guide-workbook = Importing your Excel workbook
guide-workbook-steps =
    Under More, press Import a workbook and choose the file: your own as it is, or the template that is downloaded there.
    Press Check it. Muyu reads all of it and saves nothing yet.
    If something is wrong, it tells the sheet, the row, the column and what to do. You can download your workbook with those cells marked, correct it and upload it again.
    What can be read in two ways is asked: what each sheet and each column is, the rate, the year, what a fortnight is. Answer and press Check again.
    Compare the totals with your notebook: people, loans, payments, what is owed and the cash in the box. If your notebook has balances, Muyu tells which differ.
    If all of it agrees, tick that you read what is asked and press Import all of it.
    If it was the wrong file, you can take the import back on the same page, as long as you record nothing else in that fund.
guide-collect = Recording a payment
guide-collect-steps =
    Under Today, press the person who is paying; or press Record a payment and search by name, document or number.
    Choose how much they pay: what is overdue, the installment, the whole loan or another amount.
    Say how it was paid and on which day. If it was another day, enter that day.
    Look at how it will be applied and how much they still owe.
    Press Record. The receipt and its number appear: send it by WhatsApp or print it.
guide-mistake = Putting a mistake right
guide-mistake-steps =
    Open the receipt, expense, loan or contribution that is wrong.
    Press Correct and enter what it should have said, with the reason. If it never happened, press Reverse.
    Nothing is deleted: what was there stays visible, struck out, with the reason and who corrected it.
    Whoever recorded it puts today's records right. For large amounts the rules may ask another person to confirm.
guide-lend = Making a loan
guide-lend-steps =
    On the person's page, press New loan.
    At the top you see how much is available and whether they have late payments.
    Enter the amount, what it is for and how it is paid. The rules say the rest; change it under Change the terms.
    Press See the installments and look at them with the person.
    If they agree, press Record the loan.
guide-late = Collecting what is late
guide-late-steps =
    Under Today, what is late comes first.
    Open the loan: you can call the person or send a reminder that is already written.
    Balances of a few cents can be forgiven by acta, under Small balances.
guide-apply = Asking for a loan
guide-apply-steps =
    On your page, or on that of the person who asks, press Ask for a loan.
    Enter how much, what for, in how many installments, and who guarantees it.
    See what is met and what is missing: overdue payments, guarantors and what is available.
    Send the application. The committee sees it on its first page.
    As long as nobody has voted it can be corrected or withdrawn.
guide-decide = Deciding on a loan
guide-decide-steps =
    When you sign in, To decide shows the applications that wait, in the order of the session.
    Open each one: how much they ask for, whether the requirements are met, who guarantees and how much stays available.
    Enter the acta and the day of the session. Approve, or refuse and say why.
    Nobody votes on their own loan, nor on one that they guarantee.
    It is approved once the votes that the rules ask for are in and most are in favour. You can take your vote back until it is decided.
guide-second = Approving after the committee
guide-second-steps =
    From the amount that the rules say, another person approves after the committee.
    Open the application from the fund's: it says that it waits for another approval.
    Read the votes and the acta. Approve it too, or refuse and say why.
    Whoever recorded it does not approve it.
guide-ask = Asking for seed with a project
guide-ask-steps =
    Under Purchases, press Ask for seed or inputs and choose the project and its budget line.
    Add each product with its quotes and who takes how much.
    Say how each person covers their part: in cash, with days of work, in kind or with a loan from the fund.
    When nothing is missing, send it to the project. If it comes back, read the note, correct it and send it again.
    Once approved, order it from the supplier and note the payments.
guide-deliver = Handing out and closing a purchase
guide-deliver-steps =
    Print the delivery sheet for each person to sign.
    Note what arrived and what each person received. It may arrive in several parts.
    When all has arrived, close the delivery. Before that you see which loans will open, and for whom.
    Give back or collect the differences, count the hectares and close the purchase's accounts.
guide-cash = Looking after the cash
guide-cash-steps =
    Note each expense and each transfer to the bank on the day it happens.
    Two people count the cash box together, in front of everybody.
    If there is too much or too little, write why. The difference is noted with both names.
    When the month ends, take the Cash book as PDF: each folio says what is brought and carried forward. Sign it and file it.
guide-season = Opening a cycle and changing the rules
guide-season-steps =
    Under Cycles, enter the name and dates of the new cycle.
    Rules are changed by acta and from a date. Loans already handed over keep their own.
    Under Fund, see how much there will be for the next cycle: certain, most likely and if everybody pays.
guide-close = Closing the month and the cycle
guide-close-steps =
    Under Closing is the next month to close and what is missing for it, such as counting the cash.
    See to what is missing: each line leads to its page.
    Press Close the month. Closing is for good: what is put right later is noted in the open month.
    With all its months closed the cycle is closed, and you see the surplus.
    Share the surplus out as the assembly decided, with its acta.
guide-assembly = Giving account to the assembly
guide-assembly-steps =
    Under Closing, open the cycle and press Rendering of accounts.
    They are four sheets to read aloud: what was done with the capital, what is late, what was earned and how much you begin again with.
    Print them, or show them on the telephone.
    Write in the acta what the assembly decides: surplus, what is forgiven, and rules.
guide-approve = Approving a purchase
guide-approve-steps =
    Under To approve are the purchases that wait for your decision.
    Read Before deciding: whether the budget is enough, whether the fund is enough, and who is late.
    Approving takes an acta. Returning or rejecting takes a note that says why.
    Nobody decides on what they asked for or benefit from.
guide-follow = Following funds and projects
guide-follow-steps =
    Home shows all funds: available, lent and late.
    Press a fund to see its loans, receipts and ledger.
    Reports hold seed, hectares and money; they download as Excel.
guide-users = Giving and removing access
guide-users-steps =
    Under Users, enter the person's name, user name and role.
    Hand over the password, which is shown only once. They change it when they sign in.
    If they forgot it, give them a new password. If they leave the office, remove their access.
guide-access = Giving members access
guide-access-steps =
    On the person's page, press Make the user.
    Hand over the user name and the password, which are shown only once. They change it when they sign in.
    If they forgot it, press New password on the same page.
    The treasurer, the auditor, the committee and the project get access from whoever administers Muyu.
guide-audit = Checking the accounts
guide-audit-steps =
    The association's page has the funds, receipts, expenses and the ledger.
    Look at Reversals and corrections: what was put right, when, by whom and why.
    Compare the cash count with what the books say.
guide-own = Seeing my account
guide-own-steps =
    When you sign in you see how much you owe, when your next installment is due and whether you are up to date.
    Press your loan to see installments, payments and receipts.
    If something is not right, talk to the treasurer: everything can be put right and stays visible.
guide-figure-available = Available now
guide-figure-available-told =
    Cash + bank − reserve − what the fund owes − loans and purchases approved and not handed over.
    On the fund's page, press each line to see what it is made of.
guide-figure-installments = The installments
guide-figure-installments-told =
    Interest is counted on what is still to be paid, since the installment before. If it is "on the whole amount", it is always counted on what was lent.
    Each installment is rounded as the rules say; the last one takes the rest.
guide-figure-payment = How a payment is applied
guide-figure-payment-told =
    The oldest installment first. Within it: late fee, interest and principal, unless the rules say another order.
    What is over goes on to the next installment. If there is none, it stays to the person's credit.
guide-figure-late-fee = The late fee
guide-figure-late-fee-told =
    It is counted by the day, only on the overdue principal of each installment, after the days of tolerance in the rules. There is never a late fee on a late fee.
guide-figure-early = Paying early
guide-figure-early-told =
    Whoever pays the whole loan early does not pay the interest of the days that are left.
guide-figure-parts = The parts of a purchase
guide-figure-parts-told =
    The invoice's total is shared as agreed, for example half and half. The cent that cannot be split is the project's.
    Each person's part follows what they take.
guide-yours = What you do
guide-jobs = What each person does
guide-picture = How it looks on a telephone: { $job }
