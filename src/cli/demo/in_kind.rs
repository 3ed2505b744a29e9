//! The demonstration's funds in kind: a bank of seed, fifty kilos lent at sowing and sixty back at harvest, and one of
//! insemination doses, lent and given back one by one.

use chrono::{Days, NaiveDate};

use super::key;
use crate::app::App;
use crate::domain::actor::Actor;
use crate::domain::amount::Unit;
use crate::domain::calendar::{Period, add_months};
use crate::domain::capital::CapitalKind;
use crate::domain::event::PaymentKind;
use crate::domain::ids::{AssociationId, FundId, LoanId, MemberId};
use crate::domain::loan::PaymentMethod;
use crate::domain::quality::Quality;
use crate::domain::ready_rules::ReadyRules;
use crate::domain::rules::FundRules;
use crate::domain::schedule::Terms;
use crate::domain::text::{Line, Note};
use crate::error::Error;
use crate::features::{capital, funds, loans, members, repayments};

/// Months from sowing to harvest.
const SEASON: u32 = 8;
/// Grams.
const LENT: i64 = 50_000;

/// A fund in kind that is being set up.
struct Bank<'b> {
    app: &'b App,
    by: &'b Actor,
    fund: FundId,
    rules: FundRules,
}

pub async fn set_up(app: &App, by: &Actor, association: AssociationId, today: NaiveDate) -> Result<(), Error> {
    let of = members::all(app.db.read(), association).await?;
    seed(app, by, association, &of, today).await?;
    doses(app, by, association, &of, today).await
}

async fn seed(app: &App, by: &Actor, association: AssociationId, of: &[members::Member], today: NaiveDate) -> Result<(), Error> {
    let (sown_on, before) = (today - Days::new(60), today - Days::new(330));
    let rules = ReadyRules::SeedBank.rules(Unit::Kg);
    let bank = open(app, by, (association, "Banco de semilla de quinua", Unit::Kg, rules, before), 500_000).await?;
    // Last season's came back, tried and looked at.
    let lent = bank.lend(of.get(3).map(|member| member.id), "semilla de quinua real", LENT, before, 1, SEASON).await?;
    if let Some(loan) = lent {
        let quality = Quality { germination_ppm: Some(920_000), said: Note::kept("limpia, seca, grano grande") };
        bank.give_back(loan, 60_000, add_months(before, SEASON), quality).await?;
    }
    for member in of.iter().take(3) {
        bank.lend(Some(member.id), "semilla de quinua real, germinación 92 %", LENT, sown_on, 1, SEASON).await?;
    }
    Ok(())
}

async fn doses(app: &App, by: &Actor, association: AssociationId, of: &[members::Member], today: NaiveDate) -> Result<(), Error> {
    let began_on = today - Days::new(100);
    let rules = ReadyRules::WithoutInterest.rules(Unit::Dose);
    let bank = open(app, by, (association, "Dosis de inseminación", Unit::Dose, rules, began_on), 60).await?;
    for (member, doses, installments) in
        of.iter().rev().zip([4, 6, 3]).zip([2, 3, 1]).map(|((member, doses), installments)| (member, doses, installments))
    {
        let Some(loan) = bank.lend(Some(member.id), "inseminación de llamas", doses, began_on, installments, 2).await? else { continue };
        if installments > 1 {
            let quality = Quality { germination_ppm: None, said: Note::kept("pajillas enteras") };
            bank.give_back(loan, 2, add_months(began_on, 2), quality).await?;
        }
    }
    Ok(())
}

/// A fund that counts in produce, with what a project gave it.
async fn open<'b>(
    app: &'b App,
    by: &'b Actor,
    (association, name, unit, rules, on): (AssociationId, &str, Unit, FundRules, NaiveDate),
    given_minor: i64,
) -> Result<Bank<'b>, Error> {
    let new = funds::create::NewFund { association, name: Line::kept(name), unit, rules, effective_on: on };
    let fund = funds::create::create(app, by, key(), new).await?;
    let given = capital::record::NewCapital {
        member: None,
        fund,
        kind: CapitalKind::Grant,
        source: Note::kept("Proyecto Kallpanchis"),
        amount_minor: given_minor,
        happens_on: on,
        owed_back_on: None,
        payment_method: PaymentMethod::Cash,
    };
    capital::record::receive(app, by, key(), given).await?;
    Ok(Bank { app, by, fund, rules })
}

impl Bank<'_> {
    /// Lends to a member, to be given back every so many months.
    async fn lend(
        &self,
        member: Option<MemberId>,
        purpose: &str,
        principal: i64,
        on: NaiveDate,
        installments: u32,
        every: u32,
    ) -> Result<Option<LoanId>, Error> {
        let Some(member) = member else { return Ok(None) };
        let terms = Terms {
            method: self.rules.method,
            principal,
            disbursed_on: on,
            installments,
            first_due_on: add_months(on, every),
            every,
            unit: Period::Month,
            rate_ppm: self.rules.rate.ppm,
            rate_per: self.rules.rate.per,
            day_count: self.rules.day_count,
            grace_principal: 0,
            grace_interest: 0,
            rounding_step: self.rules.rounding_step_minor,
            custom: Vec::new(),
        };
        let new = loans::decide::NewLoan {
            fund: self.fund,
            member,
            purpose: Note::kept(purpose),
            terms,
            payment_method: PaymentMethod::Cash,
            handed_over: true,
            named: None,
        };
        let allowance = loans::Allowance { acta: None, despite_arrears: true };
        Ok(Some(loans::decide::record(self.app, self.by, key(), new, allowance).await?))
    }

    async fn give_back(&self, loan: LoanId, amount_minor: i64, on: NaiveDate, quality: Quality) -> Result<(), Error> {
        let new = repayments::NewRepayment {
            loan,
            paid_on: on,
            amount_minor,
            kind: PaymentKind::Repayment,
            payment_method: PaymentMethod::Cash,
            note: Note::default(),
            quality,
            as_credit: false,
            confirmed: true,
        };
        repayments::record::record(self.app, self.by, key(), new).await?;
        Ok(())
    }
}
