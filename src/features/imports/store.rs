//! Imports in the database.

use sea_orm::sea_query::{Expr, OnConflict};
use sea_orm::{ColumnTrait, ConnectionTrait, EntityTrait, PaginatorTrait, QueryFilter, QueryOrder, QuerySelect, Set};
use sha2::{Digest, Sha256};

use crate::db::command::Step;
use crate::db::entity::{
    application, capital, cash_count, correction, debtor_change, entry, expense, fund, fund_rules, guarantee, import_answers, loan, period_close,
    promise, purchase, register_import, repayment, share_out, user_grant,
};
use crate::domain::capital::CapitalStatus;
use crate::domain::expense::ExpenseStatus;
use crate::domain::ids::{AssociationId, FundId};
use crate::error::Error;

pub type Import = register_import::Model;

pub async fn by_hash(db: &impl ConnectionTrait, sha256: &str) -> Result<Option<Import>, Error> {
    Ok(register_import::Entity::find().filter(register_import::Column::Sha256.eq(sha256)).one(db).await?)
}

/// The import that made a fund.
pub async fn by_fund(db: &impl ConnectionTrait, fund: FundId) -> Result<Option<Import>, Error> {
    Ok(register_import::Entity::find().filter(register_import::Column::FundId.eq(fund)).one(db).await?)
}

/// How much an import wrote.
pub struct Counts {
    pub members: usize,
    pub loans: usize,
    pub repayments: usize,
}

pub async fn insert(
    step: &Step<'_>,
    association: AssociationId,
    fund: FundId,
    sha256: String,
    file_name: String,
    counts: &Counts,
) -> Result<(), Error> {
    let count = |number: usize| i64::try_from(number).unwrap_or(i64::MAX);
    let row = register_import::ActiveModel {
        id: Set(step.new_id()),
        association_id: Set(association),
        fund_id: Set(fund),
        sha256: Set(sha256),
        file_name: Set(file_name),
        members: Set(count(counts.members)),
        loans: Set(count(counts.loans)),
        repayments: Set(count(counts.repayments)),
        imported_by: Set(step.by.user_id),
        imported_at: Set(step.now),
    };
    register_import::Entity::insert(row).exec_without_returning(step.tx).await?;
    Ok(())
}

/// The latest imports of these associations, or of all, that were not taken back.
pub async fn latest(db: &impl ConnectionTrait, only: Option<&[AssociationId]>) -> Result<Vec<(Import, String)>, Error> {
    const SHOWN: u64 = 20;
    let mut select = register_import::Entity::find();
    if let Some(only) = only {
        select = select.filter(register_import::Column::AssociationId.is_in(only.iter().copied()));
    }
    let imports = select.order_by_desc(register_import::Column::ImportedAt).limit(SHOWN).all(db).await?;
    let ids = imports.iter().map(|import| import.fund_id);
    let funds = fund::Entity::find().filter(fund::Column::Id.is_in(ids)).filter(fund::Column::TakenBackAt.is_null()).all(db).await?;
    let named = imports.into_iter().filter_map(|import| {
        let name = funds.iter().find(|fund| fund.id == import.fund_id)?.name.clone();
        Some((import, name))
    });
    Ok(named.collect())
}

/// The first kind of record found in an import's fund that the import itself did not write.
pub async fn recorded_since(db: &impl ConnectionTrait, import: &Import) -> Result<Option<&'static str>, Error> {
    let (fund, at) = (import.fund_id, import.imported_at);
    let entries = entry::Entity::find().filter(entry::Column::FundId.eq(fund)).filter(entry::Column::RecordedAt.ne(at)).count(db).await?;
    let loans = loan::Entity::find().filter(loan::Column::FundId.eq(fund)).count(db).await?;
    let payments = repayment::Entity::find().filter(repayment::Column::FundId.eq(fund)).count(db).await?;
    let capital = capital::Entity::find().filter(capital::Column::FundId.eq(fund)).filter(capital::Column::RecordedAt.ne(at)).count(db).await?;
    let expenses = expense::Entity::find().filter(expense::Column::FundId.eq(fund)).filter(expense::Column::RecordedAt.ne(at)).count(db).await?;
    let rules = fund_rules::Entity::find().filter(fund_rules::Column::FundId.eq(fund)).count(db).await?;
    let purchases = purchase::Entity::find().filter(purchase::Column::FundId.eq(fund)).count(db).await?;
    let corrections = correction::Entity::find().filter(correction::Column::FundId.eq(fund)).count(db).await?;
    let asked = application::Entity::find().filter(application::Column::FundId.eq(fund)).count(db).await?;
    let guaranteed = guarantee::Entity::find().filter(guarantee::Column::FundId.eq(fund)).count(db).await?;
    let taken_over = debtor_change::Entity::find().filter(debtor_change::Column::FundId.eq(fund)).count(db).await?;
    let promised = promise::Entity::find().filter(promise::Column::FundId.eq(fund)).count(db).await?;
    let counted = cash_count::Entity::find().filter(cash_count::Column::FundId.eq(fund)).count(db).await?;
    let closed = period_close::Entity::find().filter(period_close::Column::FundId.eq(fund)).count(db).await?;
    let shared = share_out::Entity::find().filter(share_out::Column::FundId.eq(fund)).count(db).await?;
    let found = [
        ("entries", entries > 0),
        ("loans", i64::try_from(loans).ok() != Some(import.loans)),
        ("entries", i64::try_from(payments).ok() != Some(import.repayments)),
        ("capital", capital > 0),
        ("expenses", expenses > 0),
        ("rules", rules > 1),
        ("purchases", purchases > 0),
        ("corrections", corrections > 0),
        ("applications", asked > 0),
        ("loans", guaranteed + taken_over + promised > 0),
        ("counts", counted > 0),
        ("closes", closed + shared > 0),
    ];
    Ok(found.into_iter().find(|(_, there)| *there).map(|(what, _)| what))
}

/// Marks the payments, capital and expenses of an import as reversed, so that its file may be imported again.
pub async fn take_back(step: &Step<'_>, import: &Import, reason: &str) -> Result<(), Error> {
    let (tx, fund) = (step.tx, import.fund_id);
    let reversed = repayment::Entity::update_many()
        .col_expr(repayment::Column::ReversedAt, Expr::value(step.now))
        .col_expr(repayment::Column::ReversedBy, Expr::value(step.by.user_id))
        .col_expr(repayment::Column::ReversalReason, Expr::value(reason));
    reversed.filter(repayment::Column::FundId.eq(fund)).exec(tx).await?;
    let reversed = capital::Entity::update_many()
        .col_expr(capital::Column::Status, Expr::value(CapitalStatus::Reversed))
        .col_expr(capital::Column::ReversedAt, Expr::value(step.now))
        .col_expr(capital::Column::ReversalReason, Expr::value(reason));
    reversed.filter(capital::Column::FundId.eq(fund)).exec(tx).await?;
    let reversed = expense::Entity::update_many()
        .col_expr(expense::Column::Status, Expr::value(ExpenseStatus::Undone))
        .col_expr(expense::Column::ReversedAt, Expr::value(step.now))
        .col_expr(expense::Column::ReversalReason, Expr::value(reason));
    reversed.filter(expense::Column::FundId.eq(fund)).exec(tx).await?;
    let freed = hex::encode(Sha256::digest(format!("{} {}", import.sha256, fund.0)));
    let row = register_import::ActiveModel { id: Set(import.id), sha256: Set(freed), ..Default::default() };
    register_import::Entity::update(row).exec(tx).await?;
    Ok(())
}

pub async fn has_users(db: &impl ConnectionTrait, association: AssociationId) -> Result<bool, Error> {
    Ok(user_grant::Entity::find().filter(user_grant::Column::AssociationId.eq(association)).count(db).await? > 0)
}

/// The kept answers about an association's earlier notebooks.
pub async fn answers(db: &impl ConnectionTrait, association: AssociationId) -> Result<Option<String>, Error> {
    Ok(import_answers::Entity::find_by_id(association).one(db).await?.map(|row| row.answers))
}

pub async fn keep_answers(step: &Step<'_>, association: AssociationId, answers: String) -> Result<(), Error> {
    let row = import_answers::ActiveModel { association_id: Set(association), answers: Set(answers) };
    let mut again = OnConflict::column(import_answers::Column::AssociationId);
    again.update_column(import_answers::Column::Answers);
    import_answers::Entity::insert(row).on_conflict(again).exec_without_returning(step.tx).await?;
    Ok(())
}
