//! Hectares are counted in the field once the seed is in the ground.

use serde_json::json;
use uuid::Uuid;

use crate::app::App;
use crate::db::command::{self, Command, Done};
use crate::domain::actor::Actor;
use crate::domain::ids::{AssociationId, MemberId, PurchaseId};
use crate::domain::refusal::Refusal;
use crate::domain::role::Action;
use crate::error::Error;
use crate::features::purchases;

/// The most hectares of one line, in thousandths.
const MOST: i64 = 1_000_000_000;

#[derive(Clone, Debug)]
pub struct Counted {
    pub item_no: i64,
    pub member: MemberId,
    /// Thousandths of a hectare.
    pub hectares: i64,
}

/// # Errors
/// `forbidden`, `not-found`, `purchase-not-received`, `line-not-ordered`, `quantity-too-large`.
pub async fn count(app: &App, by: &Actor, key: Uuid, id: PurchaseId, counted: Vec<Counted>) -> Result<(), Error> {
    let held = purchases::see(app, by, id, Action::CountHectares).await?;
    let association = AssociationId(held.row.association_id);
    let command = Command { name: "purchase.count", allowed: Action::CountHectares, association: Some(association), key, input: (id, counted) };
    command::run(&app.db, app.clock, by, command, |step, (id, counted)| {
        Box::pin(async move {
            let (held, _books) = purchases::draft::locked(step, id).await?;
            if !held.status()?.received() {
                return Err(Refusal::conflict("purchase-not-received").into());
            }
            let mut lines = Vec::with_capacity(counted.len());
            for one in counted {
                if !(0..=MOST).contains(&one.hectares) {
                    return Err(Refusal::invalid("hectares", "quantity-too-large").into());
                }
                let line = held.lines.iter().find(|row| row.item_no == one.item_no && row.member_id == one.member.0);
                let mut line = line.cloned().ok_or_else(|| Refusal::invalid("hectares", "line-not-ordered"))?;
                line.installed_hectares = Some(one.hectares);
                lines.push(line);
            }
            purchases::store::save_installed(step, lines).await?;
            Ok(Done { id: id.0, association: Some(AssociationId(held.row.association_id)), detail: json!({}) })
        })
    })
    .await?;
    Ok(())
}
