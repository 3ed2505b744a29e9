//! Repayments in the database.

use chrono::NaiveDate;
use sea_orm::sea_query::{Expr, ExprTrait, NullOrdering, Query, Value};
use sea_orm::{
    ActiveModelTrait, ColumnTrait, ConnectionTrait, EntityTrait, FromQueryResult, IntoActiveModel, JoinType, Order, QueryFilter, QueryOrder,
    QuerySelect, QueryTrait,
};
use uuid::Uuid;

use crate::db::entity::{association, audit, credit_use, idempotency, installment, loan, member, repayment};
use crate::db::projection::update_rows;
use crate::db::{Tx, columns};
use crate::domain::actor::Actor;
use crate::domain::ids::{AssociationId, FundId, MemberId, RepaymentId};
use crate::domain::loan::LoanStatus;
use crate::domain::refusal::Refusal;
use crate::error::Error;
use crate::features::loans::{Loan, Repayment};
use crate::features::members;

pub async fn find(db: &impl ConnectionTrait, id: RepaymentId) -> Result<Repayment, Error> {
    Ok(repayment::Entity::find_by_id(id).one(db).await?.ok_or_else(Refusal::not_found)?)
}

/// The newest repayments of a fund.
pub async fn newest(db: &impl ConnectionTrait, fund: FundId, page: u64, most: u64) -> Result<Vec<Repayment>, Error> {
    let select = repayment::Entity::find().filter(repayment::Column::FundId.eq(fund)).order_by_desc(repayment::Column::ReceiptNo);
    Ok(select.offset(columns::offset(page, most)).limit(most).all(db).await?)
}

/// A member's credit balance in a fund: what was paid beyond their loans, up to a day or in all, less what was refunded or
/// used. Minor units.
pub async fn credit_of(db: &impl ConnectionTrait, (fund, member): (FundId, MemberId), on: Option<NaiveDate>) -> Result<i64, Error> {
    use repayment::Column as R;
    let paid = repayment::Entity::find().select_only().column_as(R::CreditMinor.sum().cast_as("bigint"), "credit");
    let paid = paid.filter(R::FundId.eq(fund)).filter(R::MemberId.eq(member)).filter(R::ReversedAt.is_null());
    let paid = if let Some(on) = on { paid.filter(R::PaidOn.lte(on)) } else { paid };
    let arisen: Option<Option<i64>> = paid.into_tuple().one(db).await?;
    let spent: i64 = spent(db, &[member]).await?.iter().filter(|(of, _, _)| *of == fund).map(|(_, _, minor)| minor).sum();
    Ok(arisen.flatten().unwrap_or(0) - spent)
}

/// The refunded or used credit of these members, by fund and member. Minor units.
pub async fn spent(db: &impl ConnectionTrait, members: &[MemberId]) -> Result<Vec<(FundId, MemberId, i64)>, Error> {
    use credit_use::Column as C;
    let mut spent = Vec::new();
    for chunk in members.chunks(1_000) {
        let of = credit_use::Entity::find().select_only().columns([C::FundId, C::MemberId]);
        let of = of.column_as(C::AmountMinor.sum().cast_as("bigint"), "minor").filter(C::MemberId.is_in(chunk.iter().copied()));
        let of = of.filter(C::ReversedAt.is_null()).group_by(C::FundId).group_by(C::MemberId);
        spent.extend(of.into_tuple::<(FundId, MemberId, i64)>().all(db).await?);
    }
    Ok(spent)
}

/// Restores a member's credit after a payment from it was reversed.
pub async fn give_credit_back(tx: &Tx, wrong: &Repayment) -> Result<(), Error> {
    use credit_use::Column as C;
    let of = credit_use::Entity::update_many().filter(C::RepaymentId.eq(wrong.id));
    let of = of.col_expr(C::ReversedAt, Expr::value(wrong.reversed_at)).col_expr(C::ReversedBy, Expr::value(wrong.reversed_by));
    of.col_expr(C::ReversalReason, Expr::value(wrong.reversal_reason.clone())).exec(tx).await?;
    Ok(())
}

/// A member's debt in a fund, and whether it is late.
#[derive(Clone, Debug, FromQueryResult)]
pub struct Owing {
    pub member_id: MemberId,
    pub member: String,
    /// Principal and interest of all open installments. Minor units.
    pub unpaid_minor: i64,
    pub oldest_due_on: Option<NaiveDate>,
}

/// A page of a fund's debtors who match what was typed: late ones first, by largest amount × days; then by number.
pub async fn owing(db: &impl ConnectionTrait, fund: FundId, typed: &str, today: NaiveDate, page: u64, most: u64) -> Result<Vec<Owing>, Error> {
    use installment::Column as I;
    use loan::Column as L;
    use member::Column as M;
    let of = |column: I| Expr::col((installment::Entity, column));
    let unpaid = of(I::PrincipalMinor).sub(of(I::PaidPrincipalMinor)).add(of(I::AskedInterestMinor)).sub(of(I::PaidInterestMinor));
    let days = columns::days_before(db.get_database_backend(), today, of(I::DueOn));
    let late = Query::select()
        .column((installment::Entity, I::LoanId))
        .expr_as(unpaid.mul(days).sum().cast_as("bigint"), "weight")
        .from(installment::Entity)
        .and_where(I::FundId.eq(fund))
        .and_where(I::IsOpen.eq(true))
        .and_where(I::DueOn.lt(today))
        .group_by_col((installment::Entity, I::LoanId))
        .to_owned();
    let owed = Expr::col((loan::Entity, L::UnpaidPrincipalMinor)).add(Expr::col((loan::Entity, L::UnpaidInterestMinor)));
    let mut select = loan::Entity::find()
        .select_only()
        .column_as(M::Id, "member_id")
        .column_as(M::Name, "member")
        .column_as(owed.sum().cast_as("bigint"), "unpaid_minor")
        .column_as(L::OldestUnpaidDueOn.min(), "oldest_due_on")
        .filter(L::FundId.eq(fund))
        .filter(L::Status.eq(LoanStatus::Disbursed))
        .filter(members::matches(typed)?)
        .group_by(M::Id)
        .group_by(M::Name)
        .group_by(M::Number);
    let of_loan = Expr::col((member::Entity, M::Id)).equals((loan::Entity, L::MemberId));
    let late_of = Expr::col(("late", "loan_id")).equals((loan::Entity, L::Id));
    QuerySelect::query(&mut select)
        .join(JoinType::InnerJoin, member::Entity, of_loan)
        .join_subquery(JoinType::LeftJoin, late, "late", late_of)
        .order_by_expr_with_nulls(Expr::col(("late", "weight")).sum(), Order::Desc, NullOrdering::Last)
        .order_by((member::Entity, M::Number), Order::Asc);
    Ok(select.offset(columns::offset(page, most)).limit(most).into_model::<Owing>().all(db).await?)
}

/// The open loans of these members in a fund, by number.
pub async fn open_of(db: &impl ConnectionTrait, fund: FundId, of: Vec<MemberId>) -> Result<Vec<Loan>, Error> {
    let open = loan::Entity::find().filter(loan::Column::FundId.eq(fund)).filter(loan::Column::Status.eq(LoanStatus::Disbursed));
    Ok(open.filter(loan::Column::MemberId.is_in(of)).order_by_asc(loan::Column::Number).all(db).await?)
}

/// The repayment that this person already recorded with a key.
pub async fn made_with(db: &impl ConnectionTrait, key: Uuid, by: &Actor) -> Result<Option<RepaymentId>, Error> {
    let known = idempotency::Entity::find_by_id(key).one(db).await?.filter(|known| known.user_id == by.user_id);
    let Some(known) = known else { return Ok(None) };
    let made = repayment::Entity::find_by_id(known.result_id).one(db).await?;
    Ok(made.map(|row| row.id))
}

/// The receipt and the amount of a member's payment on a day, in any fund, that was not reversed.
pub async fn on_day(db: &impl ConnectionTrait, member: MemberId, paid_on: NaiveDate) -> Result<Option<(i64, i64)>, Error> {
    let own = loan::Entity::find().select_only().column(loan::Column::Id).filter(loan::Column::MemberId.eq(member));
    let standing = repayment::Entity::find().filter(repayment::Column::LoanId.in_subquery(own.into_query()));
    let that_day = standing.filter(repayment::Column::PaidOn.eq(paid_on)).filter(repayment::Column::ReversedAt.is_null());
    let columns = that_day.select_only().column(repayment::Column::ReceiptNo).column(repayment::Column::AmountMinor);
    Ok(columns.order_by_desc(repayment::Column::ReceiptNo).limit(1).into_tuple().one(db).await?)
}

pub async fn insert(tx: &Tx, repayments: &[&Repayment]) -> Result<(), Error> {
    for chunk in repayments.chunks(1_000) {
        let rows = chunk.iter().map(|row| (*row).clone().into_active_model());
        repayment::Entity::insert_many(rows).exec_without_returning(tx).await?;
    }
    Ok(())
}

/// Writes how these repayments are applied now.
pub async fn project(tx: &Tx, repayments: &[&Repayment]) -> Result<(), Error> {
    let rows = repayments
        .iter()
        .map(|row| -> Vec<Value> {
            vec![
                row.id.into(),
                row.late_fee_minor.into(),
                row.interest_minor.into(),
                row.principal_minor.into(),
                row.credit_minor.into(),
                row.forgiven_minor.into(),
                row.rounding_minor.into(),
                row.rounding_principal_minor.into(),
                row.recovery.into(),
            ]
        })
        .collect();
    use repayment::Column as R;
    let set = [
        R::LateFeeMinor,
        R::InterestMinor,
        R::PrincipalMinor,
        R::CreditMinor,
        R::ForgivenMinor,
        R::RoundingMinor,
        R::RoundingPrincipalMinor,
        R::Recovery,
    ];
    update_rows(tx, repayment::Entity, &[R::Id], &set, rows).await
}

pub async fn mark_reversed(tx: &Tx, repayment: &Repayment) -> Result<(), Error> {
    let row = repayment.clone().into_active_model().reset_all();
    repayment::Entity::update(row).exec(tx).await?;
    Ok(())
}

pub async fn add_audit(tx: &Tx, rows: Vec<audit::ActiveModel>) -> Result<(), Error> {
    audit::Entity::insert_many(rows).exec_without_returning(tx).await?;
    Ok(())
}

/// The time zones of these associations.
pub async fn time_zones(tx: &Tx, ids: Vec<AssociationId>) -> Result<std::collections::HashMap<AssociationId, String>, Error> {
    let select = association::Entity::find().select_only().column(association::Column::Id).column(association::Column::TimeZone);
    let rows: Vec<(AssociationId, String)> = select.filter(association::Column::Id.is_in(ids)).into_tuple().all(tx).await?;
    Ok(rows.into_iter().collect())
}
