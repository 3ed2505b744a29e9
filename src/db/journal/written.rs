//! Writes posted entries as rows.

use sea_orm::{EntityTrait, Set};
use uuid::Uuid;

use crate::db::entity::{entry, posting};
use crate::db::{Tx, insert};
use crate::domain::ids::{AssociationId, EntryId, FundId};
use crate::domain::ledger::Sealed;
use crate::error::Error;

/// Rows of one insert: the wider table has 12 columns, and SQLite takes 32 766 parameters.
const ROWS: usize = 1_000;

/// Whose books they are.
type Of = (AssociationId, FundId);

pub async fn write(tx: &Tx, of: Of, sealed: Vec<Sealed>) -> Result<(), Error> {
    let mut sealed = sealed.into_iter().peekable();
    while sealed.peek().is_some() {
        let (entries, postings) = rows(of, sealed.by_ref().take(ROWS));
        entry::Entity::insert_many(entries).exec_without_returning(tx).await?;
        let mut postings = postings.into_iter().peekable();
        while postings.peek().is_some() {
            posting::Entity::insert_many(postings.by_ref().take(ROWS)).exec_without_returning(tx).await?;
        }
    }
    Ok(())
}

/// The same for the many entries of a notebook.
pub async fn years(tx: &Tx, of: Of, sealed: Vec<Sealed>) -> Result<(), Error> {
    let backend = sea_orm::ConnectionTrait::get_database_backend(tx);
    let (entries, postings) = rows(of, sealed.into_iter());
    let (mut entries, mut postings) = (entries.into_iter(), postings.into_iter());
    insert::each(tx, || {
        let some = insert::statement(backend, entries.by_ref().take(insert::ROWS))?;
        some.map_or_else(|| insert::statement(backend, postings.by_ref().take(insert::ROWS)), |some| Ok(Some(some)))
    })
    .await
}

fn rows((association_id, fund_id): Of, sealed: impl Iterator<Item = Sealed>) -> (Vec<entry::ActiveModel>, Vec<posting::ActiveModel>) {
    let (mut entries, mut postings) = (Vec::new(), Vec::new());
    for sealed in sealed {
        let id = EntryId(Uuid::now_v7());
        for (posting, line) in sealed.entry.postings().iter().zip(1..) {
            postings.push(posting::ActiveModel {
                entry_id: Set(id),
                line: Set(line),
                association_id: Set(association_id),
                fund_id: Set(fund_id),
                account: Set(posting.account),
                amount_minor: Set(posting.amount_minor),
                entry_on: Set(Some(sealed.entry.date())),
                entry_no: Set(Some(sealed.no)),
            });
        }
        entries.push(entry::ActiveModel {
            id: Set(id),
            association_id: Set(association_id),
            fund_id: Set(fund_id),
            no: Set(sealed.no),
            date: Set(sealed.entry.date()),
            source_kind: Set(sealed.entry.source().kind),
            source_id: Set(sealed.entry.source().id),
            memo: Set(sealed.entry.memo().to_owned()),
            receipt_no: Set(sealed.entry.receipt_no()),
            recorded_by: Set(sealed.by),
            recorded_at: Set(sealed.recorded_at),
            hash: Set(sealed.hash),
        });
    }
    (entries, postings)
}
