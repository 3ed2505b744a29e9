//! Purchases as people search them, and as they wait.

use sea_orm::sea_query::{Expr, ExprTrait, Func};
use sea_orm::{ColumnTrait, Condition, ConnectionTrait, EntityTrait, Order as By, PaginatorTrait, QueryFilter, QueryOrder, QuerySelect, Select};

use crate::db::columns::{self, folded};
use crate::db::entity::purchase;
use crate::domain::cofinancing::PurchaseStatus;
use crate::domain::ids::{AssociationId, FundId, ProgrammeId};
use crate::domain::names::{fold, number_typed};
use crate::error::Error;
use crate::features::purchases::PurchaseRecord;
use crate::features::purchases::store::whole;
use crate::web::parts::asked::Order;

/// These statuses are left out of sums: nothing comes of the purchase.
pub const VOID: [PurchaseStatus; 2] = [PurchaseStatus::Cancelled, PurchaseStatus::Rejected];

/// Which purchases to list.
#[derive(Clone, Debug, Default)]
pub struct Which {
    pub fund: Option<FundId>,
    pub associations: Option<Vec<AssociationId>>,
    pub programmes: Option<Vec<ProgrammeId>>,
    pub statuses: Vec<PurchaseStatus>,
    /// Words of the purpose, or the purchase's number.
    pub typed: String,
    /// The newest first, instead of those that have waited longest.
    pub newest: bool,
    /// The requested order, instead of either.
    pub order: Option<Order>,
}

fn chosen(which: &Which) -> Select<purchase::Entity> {
    let mut select = purchase::Entity::find();
    if let Some(fund) = which.fund {
        select = select.filter(purchase::Column::FundId.eq(fund));
    }
    if let Some(associations) = &which.associations {
        select = select.filter(purchase::Column::AssociationId.is_in(associations.iter().copied()));
    }
    if let Some(programmes) = &which.programmes {
        select = select.filter(purchase::Column::ProgrammeId.is_in(programmes.iter().copied()));
    }
    if !which.statuses.is_empty() {
        select = select.filter(purchase::Column::Status.is_in(which.statuses.iter().map(|status| status.code())));
    }
    if !which.typed.is_empty() {
        let typed = fold(&which.typed);
        let words = typed.split_whitespace().map(|word| word.replace(['%', '_'], ""));
        let purpose = || folded(Expr::col((purchase::Entity, purchase::Column::Purpose)));
        let mut either = Condition::any().add(words.fold(Condition::all(), |all, word| all.add(purpose().like(format!("%{word}%")))));
        if let Some(number) = number_typed(&which.typed) {
            either = either.add(purchase::Column::Number.eq(number));
        }
        select = select.filter(either);
    }
    select
}

/// The sum of all that match, without cancelled and rejected ones: as received, or as ordered. Minor units; all of one fund, so
/// that there is one unit.
pub async fn total(db: &impl ConnectionTrait, which: &Which) -> Result<i64, Error> {
    let of = |column: purchase::Column| Expr::col((purchase::Entity, column));
    let stands = purchase::Column::Status.is_not_in(VOID.map(|status| status.code()));
    let present = Func::coalesce([of(purchase::Column::ReceivedTotalMinor), of(purchase::Column::TotalMinor)]);
    let sum: Option<Option<i64>> =
        chosen(which).filter(stands).select_only().column_as(Expr::expr(present).sum().cast_as("bigint"), "total").into_tuple().one(db).await?;
    Ok(sum.flatten().unwrap_or(0))
}

pub async fn count(db: &impl ConnectionTrait, which: &Which) -> Result<usize, Error> {
    Ok(usize::try_from(chosen(which).count(db).await?).unwrap_or(usize::MAX))
}

/// The number of steps that a purchase has taken.
fn steps() -> Expr {
    let status = |status: &PurchaseStatus| purchase::Column::Status.eq(status.code());
    let places = PurchaseStatus::ALL.iter().zip(1_i64..);
    let first = Expr::case(status(&PurchaseStatus::ALL[0]), 0_i64);
    places.fold(first, |case, (of, place)| case.case(status(of), place)).finally(0_i64).into()
}

/// A page of purchases.
pub async fn list(db: &impl ConnectionTrait, which: &Which, page: u64, most: u64) -> Result<Vec<PurchaseRecord>, Error> {
    let select = chosen(which);
    let ordered = if let Some(order) = which.order {
        let of = |column: purchase::Column| Expr::col((purchase::Entity, column));
        let key = match order.by {
            "purpose" => folded(of(purchase::Column::Purpose)),
            "total" => Func::coalesce([of(purchase::Column::ReceivedTotalMinor), of(purchase::Column::TotalMinor)]).into(),
            "status" => steps(),
            _ => of(purchase::Column::Number),
        };
        select.order_by(key, if order.down { By::Desc } else { By::Asc }).order_by_desc(purchase::Column::Number)
    } else if which.newest {
        select.order_by_desc(purchase::Column::Number).order_by_asc(purchase::Column::Id)
    } else {
        select.order_by_asc(purchase::Column::WaitingSince).order_by_asc(purchase::Column::Id)
    };
    whole(db, ordered.offset(columns::offset(page, most)).limit(most).all(db).await?).await
}
