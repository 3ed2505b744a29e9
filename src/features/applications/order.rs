//! The committee sets the order in which it lends. The first application takes from the capital available first.

use serde::Serialize;
use serde_json::json;
use uuid::Uuid;

use super::{Application, store};
use crate::app::App;
use crate::domain::actor::Actor;
use crate::domain::ids::{ApplicationId, FundId};
use crate::domain::refusal::Refusal;
use crate::domain::role::Action;
use crate::error::Error;
use crate::features::funds::{Act, OnFund, Outcome, on_fund};

#[derive(Clone, Debug, Serialize)]
pub struct Arrangement {
    pub fund: FundId,
    /// Open applications, the one to be lent first at the beginning. Those left out keep their order after these.
    pub order: Vec<ApplicationId>,
}

/// # Errors
/// `forbidden`, `not-found`, `application-decided`.
pub async fn arrange(app: &App, by: &Actor, key: Uuid, new: Arrangement) -> Result<FundId, Error> {
    on_fund(app, by, key, Act("application.arrange", Action::DecideLoans), new.fund, new, work).await
}

async fn work(OnFund { step, fund, .. }: OnFund<'_>, new: Arrangement) -> Outcome<FundId> {
    let open = store::open_of_fund(step.tx, fund.id).await?;
    if new.order.iter().any(|id| open.iter().all(|row| row.id != *id)) {
        return Err(Refusal::conflict("application-decided").into());
    }
    let mut arranged: Vec<&Application> = new.order.iter().filter_map(|id| open.iter().find(|row| row.id == *id)).collect();
    arranged.extend(open.iter().filter(|row| !new.order.contains(&row.id)));
    for (position, row) in (1..).zip(arranged) {
        if row.position != position {
            store::update(step, Application { position, ..row.clone() }).await?;
        }
    }
    Ok((fund.id, json!({ "order": new.order })))
}
