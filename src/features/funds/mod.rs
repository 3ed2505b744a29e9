//! Funds, with their rules and cycles.

pub mod api;
pub mod change_rules;
pub mod compare_page;
pub mod create;
mod credit_rules_part;
pub mod cycles;
mod on_fund;
pub mod pages;
pub mod rules_facts;
mod store;

pub use store::{
    Version, by_name, call, cycle_on, cycles, cycles_by_ids, cycles_of, find, list, of_association, row, rules_on, take_back, version_on, versions,
    versions_of, window_on,
};

pub use crate::db::entity::cycle::Model as Cycle;
pub use on_fund::{Act, OnFund, Outcome, Work, on_fund};
pub use store::Fund;

use crate::app::App;
use crate::domain::actor::Actor;
use crate::domain::ids::FundId;
use crate::domain::role::Action;
use crate::error::Error;
use crate::features::associations::{self, Association};
use crate::web::layout::Heading;
use crate::web::text::Reader;

/// A fund with its association, for a person who may do `action` in it.
///
/// # Errors
/// `not-found`, `forbidden`.
pub async fn see(app: &App, by: &Actor, id: FundId, action: Action) -> Result<(Fund, Association), Error> {
    let fund = store::find(app.db.read(), id).await?;
    by.check(action, Some(fund.association))?;
    let association = associations::find(app.db.read(), fund.association).await?;
    Ok((fund, association))
}

/// The frame's heading inside an association: its name, the reader's role, the present cycle, and the fund that the
/// navigation links to.
pub async fn heading(app: &App, reader: Reader, by: &Actor, association: &Association, fund: Option<&Fund>) -> Result<Heading, Error> {
    let id = association.id;
    let fund = match fund {
        Some(fund) => Some(fund.clone()),
        None => store::of_association(app.db.read(), id).await?.into_iter().next(),
    };
    let mut under = by.role().map(|role| reader.of("role", role.code())).unwrap_or_default();
    let today = app.clock.today(&association.time_zone);
    if let Some(fund) = &fund {
        let (present, _) = cycles::around(&store::cycles(app.db.read(), fund.id).await?, today);
        under = reader.tf("heading-cycle", &[("role", under.into()), ("cycle", present.name.into())]);
    }
    let members = by.may(Action::SeeMembers, Some(id)).then(|| format!("/associations/{id}/members"));
    let produce = fund.as_ref().map(|fund| fund.unit).filter(|unit| !unit.is_money());
    Ok(Heading { title: association.name.clone(), under, fund: fund.map(|fund| fund.id), members, today: Some(today), produce })
}
