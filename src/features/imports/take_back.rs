//! An import made by mistake is taken back whole, as long as nothing else was recorded in its fund. One entry reverses all that
//! the import posted, its records no longer count, and the fund is no longer listed, nor are the members whom nothing else
//! names. The notebook can then be imported again.

use serde_json::json;
use uuid::Uuid;

use super::{concerned, store};
use crate::app::App;
use crate::domain::actor::Actor;
use crate::domain::ids::FundId;
use crate::domain::ledger::{Account, Entry, Posting, Source, SourceKind};
use crate::domain::refusal::{Fact, Refusal};
use crate::domain::role::Action;
use crate::domain::text::Line;
use crate::error::Error;
use crate::features::funds::{Act, OnFund, Outcome, on_fund};
use crate::features::{associations, funds, loans, members};

/// # Errors
/// `forbidden`, `not-found`, `import-not-imported`, `import-used-since`.
pub async fn take_back(app: &App, by: &Actor, key: Uuid, fund: FundId, reason: Line) -> Result<FundId, Error> {
    on_fund(app, by, key, Act("register.take_back", Action::ImportRegister), fund, (fund, reason), work).await
}

async fn work(mut on: OnFund<'_>, (id, reason): (FundId, Line)) -> Outcome<FundId> {
    let tx = on.step.tx;
    let import = store::by_fund(tx, id).await?.ok_or_else(|| Refusal::conflict("import-not-imported"))?;
    if let Some(what) = store::recorded_since(tx, &import).await? {
        return Err(Refusal::conflict("import-used-since").with("what", Fact::Text(what.to_owned())).into());
    }
    for held in loans::of_fund(tx, id, None).await? {
        loans::put_right::take_back(on.step, &held, &reason).await?;
    }
    let moved: Vec<Posting> = Account::ALL
        .into_iter()
        .map(|account| Posting { account, amount_minor: -on.book.balance(account) })
        .filter(|posting| posting.amount_minor != 0)
        .collect();
    if !moved.is_empty() {
        let entry = Entry::new(on.today, Source { kind: SourceKind::ImportReversal, id: id.0 }, reason.to_string(), moved)?;
        on.post(vec![entry]).await?;
    }
    store::take_back(on.step, &import, &reason).await?;
    funds::take_back(on.step, id).await?;
    let people = concerned::only_imported(tx, &import).await?;
    members::take_back(on.step, &people).await?;
    // An association that the import made, and that has nothing else, is taken back with it.
    let own = associations::find(tx, import.association_id).await?;
    let alone = funds::of_association(tx, own.id).await?.is_empty() && !store::has_users(tx, own.id).await?;
    if own.created_at == import.imported_at && alone {
        associations::take_back(on.step, own.id).await?;
    }
    Ok((id, json!({ "reason": reason, "file": import.file_name, "members": people.len() })))
}
