//! A used idempotency key and its result, so that a form sent twice is recorded once.

use sea_orm::entity::prelude::*;

use crate::domain::ids::UserId;

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "idempotency")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub key: Uuid,
    pub user_id: UserId,
    pub fingerprint: String,
    pub result_id: Uuid,
    pub at: DateTimeUtc,
}

super::plain!();
