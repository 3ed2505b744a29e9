//! The decision behind a loan, in the database.

use chrono::NaiveDate;
use sea_orm::{ActiveModelTrait, ColumnTrait, ConnectionTrait, EntityTrait, IntoActiveModel, QueryFilter, QueryOrder};

use crate::db::command::Step;
use crate::db::entity::application::{self, Model as Application};
use crate::db::entity::rate_ceiling::{self, Model as Ceiling};
use crate::domain::ids::LoanId;
use crate::error::Error;

/// The application that a loan came from.
pub async fn application_of(db: &impl ConnectionTrait, loan: LoanId) -> Result<Option<Application>, Error> {
    Ok(application::Entity::find().filter(application::Column::LoanId.eq(loan)).one(db).await?)
}

/// After a loan was corrected, its application points to the right loan.
pub async fn lead_to(step: &Step<'_>, row: Application, loan: LoanId) -> Result<(), Error> {
    application::Entity::update(Application { loan_id: Some(loan), ..row }.into_active_model().reset_all()).exec(step.tx).await?;
    Ok(())
}

/// A country's rate ceiling on a day.
pub async fn ceiling_on(db: &impl ConnectionTrait, country: &str, on: NaiveDate) -> Result<Option<Ceiling>, Error> {
    use rate_ceiling::Column as C;
    let of = rate_ceiling::Entity::find().filter(C::Country.eq(country)).filter(C::CountsFrom.lte(on));
    Ok(of.order_by_desc(C::CountsFrom).order_by_desc(C::RecordedAt).one(db).await?)
}
