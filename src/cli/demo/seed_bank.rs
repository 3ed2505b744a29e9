//! The demonstration's seed bank: it lends fifty kilos at sowing and receives sixty at harvest.

use chrono::{Days, NaiveDate};

use super::key;
use crate::app::App;
use crate::domain::actor::Actor;
use crate::domain::amount::Unit;
use crate::domain::calendar::{Period, add_months};
use crate::domain::capital::CapitalKind;
use crate::domain::ids::AssociationId;
use crate::domain::loan::PaymentMethod;
use crate::domain::ready_rules::ReadyRules;
use crate::domain::schedule::Terms;
use crate::domain::text::{Line, Note};
use crate::error::Error;
use crate::features::{capital, funds, loans, members};

/// Months from sowing to harvest.
const SEASON: u32 = 8;
/// Grams.
const LENT: i64 = 50_000;

pub async fn set_up(app: &App, by: &Actor, association: AssociationId, today: NaiveDate) -> Result<(), Error> {
    let sown_on = today - Days::new(60);
    let rules = ReadyRules::SeedBank.rules(Unit::Kg);
    let name = Line::kept("Banco de semilla de quinua");
    let fund =
        funds::create::create(app, by, key(), funds::create::NewFund { association, name, unit: Unit::Kg, rules, effective_on: sown_on }).await?;
    let given = capital::record::NewCapital {
        fund,
        kind: CapitalKind::Grant,
        source: Note::kept("Proyecto Kallpanchis"),
        amount_minor: 500_000,
        happens_on: sown_on,
        owed_back_on: None,
        payment_method: PaymentMethod::Cash,
    };
    capital::record::receive(app, by, key(), given).await?;
    let of = members::all(app.db.read(), association).await?;
    for member in of.iter().take(3) {
        let terms = Terms {
            method: rules.method,
            principal: LENT,
            disbursed_on: sown_on,
            installments: 1,
            first_due_on: add_months(sown_on, SEASON),
            every: 1,
            unit: Period::Month,
            rate_ppm: rules.rate.ppm,
            rate_per: rules.rate.per,
            day_count: rules.day_count,
            grace_principal: 0,
            grace_interest: 0,
            rounding_step: rules.rounding_step_minor,
            custom: Vec::new(),
        };
        let new = loans::decide::NewLoan {
            fund,
            member: member.id,
            purpose: Note::kept("semilla de quinua real, germinación 92 %"),
            terms,
            payment_method: PaymentMethod::Cash,
            handed_over: true,
            named: None,
        };
        loans::decide::record(app, by, key(), new, loans::Allowance { acta: None, despite_arrears: true }).await?;
    }
    Ok(())
}
