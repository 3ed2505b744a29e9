//! `muyu verify`

use super::Outcome;
use crate::app::App;
use crate::error::Error;
use crate::features::ledger::verify;
use crate::features::{associations, funds};
use crate::web::text::Reader;

pub async fn verify(app: &App, reader: Reader) -> Result<Outcome, Error> {
    let mut outcome = Outcome::Well;
    for fund in funds::store::list(app.db.read(), None).await? {
        let association = associations::store::find(app.db.read(), fund.association).await?;
        let reader = reader.in_country(&association.country);
        // One snapshot for the whole fund, so that what is recorded meanwhile is not taken for a difference.
        let found = app.db.snapshot(move |tx| {
            let fund = fund.clone();
            Box::pin(async move { verify::verify(tx, fund).await })
        });
        let found = found.await?;
        let name = format!("{} · {}", association.name, found.fund.name);
        if found.findings.is_empty() {
            let facts = [("fund", name.into()), ("entries", found.entries.to_string().into()), ("loans", found.loans.to_string().into())];
            println!("{}", reader.tf("verify-holds", &facts));
            continue;
        }
        outcome = Outcome::NotWell;
        let told: Vec<String> = found.findings.iter().map(|finding| reader.refusal(finding)).collect();
        println!("{}", reader.tf("verify-differs", &[("fund", name.into()), ("where", told.join("; ").into())]));
    }
    Ok(outcome)
}
