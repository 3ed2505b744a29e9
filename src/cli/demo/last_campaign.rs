//! A fund whose last campaign is closed: two people counted its box, and the assembly shared out its surplus.

use chrono::{Days, NaiveDate};

use super::{key, pay_installment, terms};
use crate::app::App;
use crate::domain::actor::Actor;
use crate::domain::amount::Unit;
use crate::domain::calendar::{Period, add_months};
use crate::domain::capital::CapitalKind;
use crate::domain::cash::{Pile, denominations};
use crate::domain::close::{ShareBasis, SurplusSplit};
use crate::domain::cycle::{Window, farming_year};
use crate::domain::ids::{AssociationId, CloseId, FundId};
use crate::domain::loan::PaymentMethod;
use crate::domain::rules::FundRules;
use crate::domain::schedule::Method;
use crate::domain::text::{Line, Note};
use crate::error::Error;
use crate::features::closes::close::close_cycle;
use crate::features::closes::pay_share::{SharePayment, pay};
use crate::features::closes::share_out::{NewShareOut, record as share_out};
use crate::features::{capital, cash, expenses, funds, loans, members};

pub async fn set_up(app: &App, by: &Actor, association: AssociationId, today: NaiveDate) -> Result<(), Error> {
    let present = farming_year(today);
    let last = farming_year(present.starts_on - Days::new(1));
    let rules = FundRules::default_for(Unit::Bob);
    let name = Line::kept("Fondo de herramientas");
    let new = funds::create::NewFund { association, name, unit: Unit::Bob, rules, effective_on: last.starts_on };
    let fund = funds::create::create(app, by, key(), new).await?;
    let given = capital::record::NewCapital {
        member: None,
        fund,
        kind: CapitalKind::Grant,
        source: Note::kept("Proyecto Kallpanchis"),
        amount_minor: 600_000,
        happens_on: last.starts_on,
        owed_back_on: None,
        payment_method: PaymentMethod::Cash,
    };
    capital::record::receive(app, by, key(), given).await?;
    worked(app, by, association, fund, &last).await?;
    counted(app, by, fund, today).await?;
    let cycles = funds::cycles(app.db.read(), fund).await?;
    let cycle = cycles.iter().find(|cycle| cycle.ends_on == last.ends_on).ok_or_else(|| Error::fault("the demonstration has no last campaign"))?;
    let close = close_cycle(app, by, key(), cycle.id, true).await?;
    shared(app, by, close, today).await
}

/// Two members bought tools and repaid the loans at harvest; the fund bought its cash box.
async fn worked(app: &App, by: &Actor, association: AssociationId, fund: FundId, last: &Window) -> Result<(), Error> {
    let people = members::all(app.db.read(), association).await?;
    for (member, purpose, principal) in people.iter().zip(["mochila fumigadora", "segadora"]).zip([120_000, 200_000]).map(|((m, p), c)| (m.id, p, c))
    {
        let on = add_months(last.starts_on, 1);
        let new = loans::decide::NewLoan {
            fund,
            member,
            purpose: Note::kept(purpose),
            terms: terms(Method::Bullet, principal, on, 1, add_months(on, 8), Period::Month),
            payment_method: PaymentMethod::Cash,
            handed_over: true,
            named: None,
        };
        let loan = loans::decide::record(app, by, key(), new, loans::Allowance::default()).await?;
        pay_installment(app, by, loan, add_months(on, 8), PaymentMethod::Cash).await?;
    }
    let paid = expenses::record::NewExpense {
        fund,
        concept: Line::kept("Caja con llave"),
        amount_minor: 8_500,
        happens_on: add_months(last.starts_on, 2),
        payment_method: PaymentMethod::Cash,
    };
    expenses::record::pay(app, by, key(), paid).await?;
    Ok(())
}

/// A count of the box: a coin is missing, and the note says why.
async fn counted(app: &App, by: &Actor, fund: FundId, today: NaiveDate) -> Result<(), Error> {
    let mut left = cash::count::in_books_on(app.db.read(), fund, today).await?.total() - 100;
    let mut piles = Vec::new();
    for one in denominations(Unit::Bob) {
        piles.push(Pile { face_minor: one.face_minor, pieces: left / one.face_minor });
        left %= one.face_minor;
    }
    let new = cash::count::NewCount {
        fund,
        counted_on: today,
        piles,
        counted_by: Line::kept("Hortensia Choque"),
        witnessed_by: Line::kept("Juana Quispe"),
        note: Note::kept("vuelto de la ferretería"),
        books_minor: None,
    };
    cash::count::record(app, by, key(), new).await?;
    Ok(())
}

/// A third goes to the members, a fifth to the reserve for losses, and the rest to the capital. One member has been paid.
async fn shared(app: &App, by: &Actor, close: CloseId, today: NaiveDate) -> Result<(), Error> {
    let split = SurplusSplit { to_members_minor: 15_000, to_loss_reserve_minor: 9_000, ..SurplusSplit::default() };
    let acta = Note::kept("Acta 21, asamblea de cierre");
    let new = NewShareOut { close, decided_on: today, acta, basis: ShareBasis::Equally, split, surplus_minor: None };
    let id = share_out(app, by, key(), new).await?;
    let of = crate::features::closes::shares(app.db.read(), id).await?;
    let member = of.first().map(|share| share.member_id);
    pay(app, by, key(), SharePayment { share_out: id, member, paid_on: today, payment_method: PaymentMethod::Cash }).await?;
    Ok(())
}
