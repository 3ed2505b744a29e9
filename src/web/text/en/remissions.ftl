## small balances

small-balances = Small balances
small-balances-hint = Debts of less than { $amount }, of whole loans or of installments that are due. The committee may forgive them by acta: they are no longer owed and do not come back to the fund.
small-balances-no-rule = The rules do not say which balance is small.
small-balances-none = There are no small balances.
small-balances-total = { $amount } in all, on { $day }
small-balances-forgive = Record what was forgiven
small-balance-of =
    { $count ->
        [one] installment { $list }
       *[other] installments { $list }
    }
remission-small-balance = Small balance forgiven
remission-late-fees = Late fees waived
remission-acta = Acta
remission-acta-hint = Number and date: Acta 14 of 20/07/2026.
remission-decided-on = Date of the acta
remission-reverse = Reverse it
remission-reverse-open = This is wrong
remission-reverse-hint = It is not deleted: it stays, reversed with its reason, and the member owes it again.
