//! Corrects an application without votes. The correction keeps its earlier content.

use serde_json::json;
use uuid::Uuid;

use super::apply::{NewApplication, check_own, fits, row};
use super::{Application, named, see, store, terms};
use crate::app::App;
use crate::domain::actor::Actor;
use crate::domain::committee::ApplicationStatus;
use crate::domain::correction::{FieldValue, RecordKind, changes};
use crate::domain::ids::{ApplicationId, MemberId};
use crate::domain::rate::percent;
use crate::domain::refusal::Refusal;
use crate::domain::role::Action;
use crate::domain::schedule::Terms;
use crate::error::Error;
use crate::features::corrections::{Changed, Order, keep_change};
use crate::features::funds::{Act, OnFund, Outcome, on_fund};
use crate::features::members;
use crate::features::solidarity::guarantees::Named;

/// # Errors
/// As [`super::apply::apply`], and `application-decided`, `application-voted`, `nothing-changed`.
pub async fn correct(app: &App, by: &Actor, key: Uuid, order: Order<(ApplicationId, NewApplication)>) -> Result<ApplicationId, Error> {
    let known = see(app, by, order.what.0).await?;
    check_own(app, by, known.member_id).await?;
    on_fund(app, by, key, Act("application.correct", Action::ApplyForLoans), known.fund_id, order, work).await
}

async fn work(OnFund { step, fund, today, .. }: OnFund<'_>, order: Order<(ApplicationId, NewApplication)>) -> Outcome<ApplicationId> {
    let (id, new) = order.what;
    let known = store::find(step.tx, id).await?;
    if known.status != ApplicationStatus::Applied {
        return Err(Refusal::conflict("application-decided").into());
    }
    if !store::votes(step.tx, &[id]).await?.is_empty() {
        return Err(Refusal::conflict("application-voted").into());
    }
    // The member and the fund stay.
    let new = NewApplication { fund: fund.id, member: known.member_id, again_of: known.again_of, ..new };
    fits(step, fund, today, &new).await?;
    let was = said(step.tx, &known.purpose, known.harvest_on, &terms(&known)?, &named(&known)?).await?;
    let is = said(step.tx, &new.purpose, new.harvest_on, &new.terms, &new.named).await?;
    let changed = changes(was, is);
    keep_change(step, Changed { kind: RecordKind::Application, id: id.0, association: Some(fund.association), changes: changed }, &order.reason)
        .await?;
    let right = row(step, fund, &new)?;
    let mended = Application {
        purpose: right.purpose,
        harvest_on: right.harvest_on,
        principal_minor: right.principal_minor,
        terms: right.terms,
        guarantors: right.guarantors,
        by_group: right.by_group,
        ..known
    };
    store::update(step, mended).await?;
    Ok((id, json!({ "reason": order.reason })))
}

async fn said(
    tx: &crate::db::Tx,
    purpose: &str,
    harvest_on: Option<chrono::NaiveDate>,
    terms: &Terms,
    named: &Named,
) -> Result<Vec<(&'static str, FieldValue)>, Error> {
    Ok(vec![
        ("amount", FieldValue::Money(terms.principal)),
        ("purpose", purpose.to_owned().into()),
        ("harvest_on", harvest_on.into()),
        ("date", FieldValue::Date(terms.disbursed_on)),
        ("method", FieldValue::Code(terms.method.code().to_owned())),
        ("installments", FieldValue::Text(terms.installments.to_string())),
        ("first_due_on", FieldValue::Date(terms.first_due_on)),
        ("every", FieldValue::Text(terms.every.to_string())),
        ("step", FieldValue::Code(terms.unit.code().to_owned())),
        ("rate", FieldValue::Text(format!("{} %", percent(terms.rate_ppm)))),
        ("per", FieldValue::Code(terms.rate_per.code().to_owned())),
        ("day_count", FieldValue::Text(terms.day_count.code().to_owned())),
        ("grace_principal", FieldValue::Text(terms.grace_principal.to_string())),
        ("grace_interest", FieldValue::Text(terms.grace_interest.to_string())),
        ("rounding_step", FieldValue::Money(terms.rounding_step)),
        ("guarantors", names(tx, &named.guarantors).await?),
    ])
}

async fn names(tx: &crate::db::Tx, ids: &[MemberId]) -> Result<FieldValue, Error> {
    let mut names: Vec<String> = members::names(tx, ids.to_vec()).await?.into_values().collect();
    names.sort();
    Ok(names.join("; ").into())
}
