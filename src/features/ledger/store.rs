//! The member of an entry: that of the loan, repayment, payment or remission that made it.

use std::collections::HashMap;

use sea_orm::sea_query::{Expr, ExprTrait, Query, SelectStatement, UnionType};
use sea_orm::{ColumnTrait, ConnectionTrait, FromQueryResult};
use uuid::Uuid;

use crate::db::entity::loan::Column as L;
use crate::db::entity::member::Column as M;
use crate::db::entity::purchase_payment::Column as Y;
use crate::db::entity::remission::Column as F;
use crate::db::entity::repayment::Column as R;
use crate::db::entity::{fund, loan, member, purchase_payment, remission, repayment};
use crate::domain::ids::FundId;
use crate::domain::refusal::Refusal;
use crate::error::Error;
use crate::features::members;

#[derive(FromQueryResult)]
struct Named {
    id: Uuid,
    name: String,
}

/// The member names of these records, in one query however many they are; none for records of no member.
pub async fn names_of(db: &impl ConnectionTrait, records: &[Uuid]) -> Result<HashMap<Uuid, String>, Error> {
    let name = || Expr::col((member::Entity, M::Name));
    let is = |column: Expr| column.equals((member::Entity, M::Id));
    let ids = || records.iter().copied();
    macro_rules! of {
        ($entity:expr, $id:expr, $member:expr) => {
            Query::select()
                .expr_as(Expr::col(($entity, $id)), "id")
                .expr_as(name(), "name")
                .from($entity)
                .inner_join(member::Entity, is(Expr::col(($entity, $member))))
                .and_where($id.is_in(ids()))
                .to_owned()
        };
    }
    let mut select = of!(repayment::Entity, R::Id, R::MemberId);
    select
        .union(UnionType::All, of!(loan::Entity, L::Id, L::MemberId))
        .union(UnionType::All, of!(purchase_payment::Entity, Y::Id, Y::MemberId))
        .union(UnionType::All, of!(remission::Entity, F::Id, F::MemberId));
    let rows = db.query_all(&select).await?;
    let named = rows.iter().map(|row| Named::from_query_result(row, "")).collect::<Result<Vec<_>, _>>()?;
    Ok(named.into_iter().map(|row| (row.id, row.name)).collect())
}

/// The records of a fund's members whose name, document or number matches what was typed.
///
/// # Errors
/// `field-too-long`, `field-unreadable`, at `q`.
pub fn records_of(fund: FundId, typed: &str) -> Result<SelectStatement, Refusal> {
    let association = Query::select().column(fund::Column::AssociationId).from(fund::Entity).and_where(fund::Column::Id.eq(fund)).take();
    let found = Query::select()
        .column(M::Id)
        .from(member::Entity)
        .and_where(M::AssociationId.in_subquery(association))
        .cond_where(members::matches(typed)?)
        .take();
    // By member, as the indexes of loans and repayments are: the fund is looked at in the entries.
    macro_rules! of {
        ($entity:expr, $id:expr, $member:expr) => {
            Query::select().column(($entity, $id)).from($entity).and_where($member.in_subquery(found.clone())).take()
        };
    }
    let mut select = of!(repayment::Entity, R::Id, R::MemberId);
    select
        .union(UnionType::All, of!(loan::Entity, L::Id, L::MemberId))
        .union(UnionType::All, of!(purchase_payment::Entity, Y::Id, Y::MemberId))
        .union(UnionType::All, of!(remission::Entity, F::Id, F::MemberId));
    Ok(select)
}
