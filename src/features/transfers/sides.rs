//! Both sides of a transfer: the entries in the giving and in the receiving fund, and their reversal.

use std::collections::BTreeMap;

use chrono::NaiveDate;

use super::record::{NewTransfer, check, check_funds};
use super::{Transfer, store};
use crate::db::command::Step;
use crate::db::journal::{self, Books};
use crate::domain::capital::CapitalKind;
use crate::domain::ids::{CapitalId, CapitalReturnId, FundId, TransferId};
use crate::domain::ledger::{Entry, Source, SourceKind, postings};
use crate::domain::refusal::Refusal;
use crate::domain::text::{Line, Note};
use crate::domain::transfer::TransferKind;
use crate::error::Error;
use crate::features::capital::put_right::donated_covers_gifts;
use crate::features::capital::record::{self, NewCapital};
use crate::features::capital::return_capital::{self, NewCapitalReturn};
use crate::features::capital::{self};
use crate::features::funds::{self, Fund, OnFund};

/// The funds that a transfer concerns, with their books open and the entries to post in each. All are posted together, so that
/// cash must cover only their difference.
pub struct Sides<'t> {
    pub step: &'t Step<'t>,
    funds: BTreeMap<FundId, Fund>,
    books: Books,
    today: NaiveDate,
    entries: BTreeMap<FundId, Vec<Entry>>,
}

impl<'t> Sides<'t> {
    /// Opens and locks the books of these funds, in order of their ids.
    ///
    /// # Errors
    /// `not-found`.
    pub async fn open(step: &'t Step<'t>, ids: &[FundId], today: NaiveDate) -> Result<Self, Error> {
        let books = journal::open(step.tx, ids).await?;
        let mut found = BTreeMap::new();
        for id in ids {
            found.insert(*id, funds::find(step.tx, *id).await?);
        }
        Ok(Self { step, funds: found, books, today, entries: BTreeMap::new() })
    }

    /// # Errors
    /// `not-found` for a fund that was not opened.
    pub fn fund(&self, id: FundId) -> Result<&Fund, Refusal> {
        self.funds.get(&id).ok_or_else(Refusal::not_found)
    }

    /// One of the funds, in the form of a command on that fund alone.
    ///
    /// # Errors
    /// `not-found` for a fund that was not opened.
    pub fn on(&mut self, id: FundId) -> Result<OnFund<'_>, Refusal> {
        let fund = self.funds.get(&id).ok_or_else(Refusal::not_found)?;
        Ok(OnFund { step: self.step, fund, book: self.books.of(id)?, today: self.today })
    }

    fn add(&mut self, fund: FundId, entry: Entry) {
        self.entries.entry(fund).or_default().push(entry);
    }

    /// Posts the prepared entries and reversals, and writes the books.
    ///
    /// # Errors
    /// `cash-short`, `gift-beyond-donated`.
    pub async fn close(mut self) -> Result<(), Error> {
        for (fund, entries) in std::mem::take(&mut self.entries) {
            let mut on = self.on(fund)?;
            on.post(entries).await?;
            donated_covers_gifts(&on)?;
        }
        journal::close(self.step.tx, self.books).await
    }
}

/// A transfer ready to be written, with the capital or the return that it makes, and its entries prepared.
///
/// # Errors
/// The refusals of the transfer.
pub async fn make(sides: &mut Sides<'_>, new: &NewTransfer) -> Result<Transfer, Error> {
    check(new, sides.today)?;
    let (from, to) = (sides.fund(new.from)?.clone(), sides.fund(new.to)?.clone());
    check_funds(&from, &to, from.association)?;
    let step = sides.step;
    let mut row = Transfer {
        id: step.new_id(),
        association_id: from.association,
        kind: new.kind,
        from_fund_id: new.from,
        to_fund_id: new.to,
        taken_from: new.taken_from,
        put_into: new.put_into,
        amount_minor: new.amount_minor,
        happens_on: new.happens_on,
        owed_back_on: new.owed_back_on.filter(|_| new.kind == TransferKind::Lent),
        acta: new.acta.to_string(),
        note: new.note.to_string(),
        repays_id: new.repays.filter(|_| new.kind == TransferKind::PaidBack),
        capital_id: None,
        return_id: None,
        recorded_by: step.by.user_id,
        recorded_at: step.now,
        reversed_at: None,
        reversed_by: None,
        reversal_reason: None,
    };
    match new.kind {
        TransferKind::Own => {}
        TransferKind::Gift | TransferKind::Lent => row.capital_id = Some(receive(sides, &row, &from).await?),
        TransferKind::PaidBack => {
            let (capital, voucher) = give_back(sides, &row, &to).await?;
            (row.capital_id, row.return_id) = (Some(capital), Some(voucher));
        }
    }
    sides.add(side_of(&row), of_transfer(&row, &memo(&row, &from, &to), SourceKind::Transfer, false)?);
    Ok(row)
}

/// The fund with the transfer's own entry: the giving one, or the one whose claim falls. The other side has an entry of
/// capital.
fn side_of(row: &Transfer) -> FundId {
    if row.kind == TransferKind::PaidBack { row.to_fund_id } else { row.from_fund_id }
}

fn memo(row: &Transfer, from: &Fund, to: &Fund) -> String {
    match row.kind {
        TransferKind::Own => row.note.clone(),
        TransferKind::Gift | TransferKind::Lent => to.name.clone(),
        TransferKind::PaidBack => from.name.clone(),
    }
}

fn of_transfer(row: &Transfer, memo: &str, kind: SourceKind, reversed: bool) -> Result<Entry, Refusal> {
    let (from, into, minor) = (postings::held_in(row.taken_from), postings::held_in(row.put_into), row.amount_minor);
    let moved = match row.kind {
        TransferKind::Own => postings::money_moved(from, into, minor),
        TransferKind::Gift => postings::given_to_a_fund(from, minor),
        TransferKind::Lent => postings::lent_to_a_fund(from, minor),
        TransferKind::PaidBack => postings::paid_back_by_a_fund(into, minor),
    };
    let moved = if reversed { postings::reversed(&moved) } else { moved };
    Entry::new(row.happens_on, Source { kind, id: row.id.0 }, memo, moved)
}

/// The received money is capital of the receiving fund: given, or owed back.
async fn receive(sides: &mut Sides<'_>, row: &Transfer, from: &Fund) -> Result<CapitalId, Error> {
    let new = NewCapital {
        member: None,
        fund: row.to_fund_id,
        kind: capital_kind(row.kind),
        source: Note::kept(from.name.clone()),
        amount_minor: row.amount_minor,
        happens_on: row.happens_on,
        owed_back_on: row.owed_back_on,
        payment_method: row.put_into,
    };
    let id = capital::insert_by_transfer(sides.step, row.association_id, new.clone(), row.id).await?;
    sides.add(row.to_fund_id, record::entry(id, &new)?);
    Ok(id)
}

fn capital_kind(kind: TransferKind) -> CapitalKind {
    if kind == TransferKind::Lent { CapitalKind::SeedCapital } else { CapitalKind::Grant }
}

/// A repayment is a return of that capital, with the voucher of the paying fund.
async fn give_back(sides: &mut Sides<'_>, row: &Transfer, to: &Fund) -> Result<(CapitalId, CapitalReturnId), Error> {
    let step = sides.step;
    let lent = store::find(step.tx, row.repays_id.unwrap_or(TransferId(uuid::Uuid::nil()))).await?;
    let capital_id = lent.capital_id.filter(|_| lent.kind == TransferKind::Lent && lent.reversed_at.is_none());
    let capital_id = capital_id.ok_or_else(|| Refusal::conflict("transfer-not-lent"))?;
    if (row.from_fund_id, row.to_fund_id) != (lent.to_fund_id, lent.from_fund_id) {
        return Err(Refusal::invalid("to", "transfer-same-fund").into());
    }
    let account = capital::account(step.tx, capital_id).await?;
    let new = NewCapitalReturn {
        capital: capital_id,
        amount_minor: row.amount_minor,
        happens_on: row.happens_on,
        payment_method: row.taken_from,
        paid_to: Line::kept(to.name.clone()),
        note: Note::kept(row.note.clone()),
    };
    let today = sides.today;
    let mut on = sides.on(row.from_fund_id)?;
    return_capital::check(&account, &new, on.book.unit(), today)?;
    let (mut voucher, entry) = return_capital::voucher(&mut on, &account, new)?;
    voucher.transfer_id = Some(row.id);
    let id = voucher.id;
    sides.add(row.from_fund_id, entry);
    capital::insert_return(step, voucher).await?;
    Ok((capital_id, id))
}

/// Reverses a transfer on both sides, and marks its rows.
pub async fn take_back(sides: &mut Sides<'_>, row: &Transfer, reason: &str) -> Result<(), Error> {
    let step = sides.step;
    let (from, into, minor) = (postings::held_in(row.taken_from), postings::held_in(row.put_into), row.amount_minor);
    sides.add(side_of(row), of_transfer(row, reason, SourceKind::TransferReversal, true)?);
    if let Some(id) = row.return_id {
        let moved = postings::reversed(&postings::capital_returned(from, minor));
        let source = Source { kind: SourceKind::CapitalReturnReversal, id: id.0 };
        sides.add(row.from_fund_id, Entry::new(row.happens_on, source, reason, moved)?);
        capital::mark_return_reversed(step, id, reason).await?;
    } else if let Some(id) = row.capital_id {
        let moved = postings::reversed(&postings::capital_received(capital_kind(row.kind), into, minor));
        let source = Source { kind: SourceKind::CapitalReversal, id: id.0 };
        sides.add(row.to_fund_id, Entry::new(row.happens_on, source, reason, moved)?);
        capital::mark_reversed(step, id, reason).await?;
    }
    store::mark_reversed(step, row.id, reason).await
}
