//! An association, a fund or a programme is renamed. The earlier name is kept, with until when it was valid, by whom and why it
//! was changed.

use serde_json::json;
use uuid::Uuid;

use crate::app::App;
use crate::db::command::{self, Command, Done, Step};
use crate::domain::actor::Actor;
use crate::domain::correction::{FieldChange, FieldValue, RecordKind, changes};
use crate::domain::ids::{AssociationId, FundId, ProgrammeId};
use crate::domain::role::Action;
use crate::domain::text::Line;
use crate::error::Error;
use crate::features::associations::{Association, Particulars};
use crate::features::corrections::{Changed, Order, keep_change};
use crate::features::funds::{Act, OnFund, Outcome, on_fund};
use crate::features::{associations, funds, programmes};

/// # Errors
/// `forbidden`, `not-found`, `association-exists`, `nothing-changed`.
pub async fn association(app: &App, by: &Actor, key: Uuid, order: Order<(AssociationId, Particulars)>) -> Result<(), Error> {
    let id = order.what.0;
    let command = Command { name: "association.rename", allowed: Action::ManageAssociations, association: Some(id), key, input: order };
    command::run(&app.db, app.clock, by, command, |step, order| Box::pin(association_work(step, order))).await?;
    Ok(())
}

async fn association_work(step: &Step<'_>, order: Order<(AssociationId, Particulars)>) -> Result<Done, Error> {
    let (id, called) = order.what;
    let known = associations::find(step.tx, id).await?;
    associations::create::check_name(step, &called.name, Some(id)).await?;
    let changed = changes(values_kept(&known), values_asked(&called));
    let detail = json!({ "reason": order.reason, "changes": changed });
    keep_change(step, Changed { kind: RecordKind::Association, id: id.0, association: Some(id), changes: changed }, &order.reason).await?;
    associations::call(step, id, called).await?;
    Ok(Done { id: id.0, association: Some(id), detail })
}

fn values_kept(known: &Association) -> Vec<(&'static str, FieldValue)> {
    let text = |text: &Option<String>| FieldValue::from(text.clone().unwrap_or_default());
    vec![
        ("name", FieldValue::Text(known.name.clone())),
        ("community", text(&known.community)),
        ("district", text(&known.district)),
        ("province", text(&known.province)),
        ("region", text(&known.region)),
        ("registry_no", text(&known.registry_no)),
    ]
}

fn values_asked(called: &Particulars) -> Vec<(&'static str, FieldValue)> {
    let text = |text: &Option<Line>| text.as_ref().map_or(FieldValue::Nothing, |text| FieldValue::Text(text.to_string()));
    vec![
        ("name", FieldValue::Text(called.name.to_string())),
        ("community", text(&called.community)),
        ("district", text(&called.district)),
        ("province", text(&called.province)),
        ("region", text(&called.region)),
        ("registry_no", text(&called.registry_no)),
    ]
}

/// # Errors
/// `forbidden`, `not-found`, `fund-exists`, `nothing-changed`.
pub async fn fund(app: &App, by: &Actor, key: Uuid, order: Order<(FundId, Line)>) -> Result<FundId, Error> {
    on_fund(app, by, key, Act("fund.rename", Action::ManageFund), order.what.0, order, fund_work).await
}

async fn fund_work(on: OnFund<'_>, order: Order<(FundId, Line)>) -> Outcome<FundId> {
    let (id, name) = order.what;
    // The fund is read again, because it may have been renamed before it was locked.
    let known = funds::find(on.step.tx, id).await?;
    funds::create::check_name(on.step, known.association, &name, Some(id)).await?;
    let changed = renamed(known.name, &name);
    let detail = json!({ "reason": order.reason, "changes": changed });
    let changed = Changed { kind: RecordKind::Fund, id: id.0, association: Some(known.association), changes: changed };
    keep_change(on.step, changed, &order.reason).await?;
    funds::call(on.step, id, name).await?;
    Ok((id, detail))
}

/// # Errors
/// `forbidden`, `not-found`, `nothing-changed`.
pub async fn programme(app: &App, by: &Actor, key: Uuid, order: Order<(ProgrammeId, Line)>) -> Result<(), Error> {
    let command = Command { name: "programme.rename", allowed: Action::ManageAssociations, association: None, key, input: order };
    command::run(&app.db, app.clock, by, command, |step, order| Box::pin(programme_work(step, order))).await?;
    Ok(())
}

async fn programme_work(step: &Step<'_>, order: Order<(ProgrammeId, Line)>) -> Result<Done, Error> {
    let (id, name) = order.what;
    let changed = renamed(programmes::find(step.tx, id).await?.name, &name);
    let detail = json!({ "reason": order.reason, "changes": changed });
    keep_change(step, Changed { kind: RecordKind::Programme, id: id.0, association: None, changes: changed }, &order.reason).await?;
    programmes::call(step, id, name).await?;
    Ok(Done { id: id.0, association: None, detail })
}

fn renamed(was: String, is: &Line) -> Vec<FieldChange> {
    changes(vec![("name", FieldValue::Text(was))], vec![("name", FieldValue::Text(is.to_string()))])
}
