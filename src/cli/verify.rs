//! `muyu verify`

use super::Outcome;
use crate::app::App;
use crate::error::Error;
use crate::features::ledger::verify;
use crate::features::{associations, attachments, funds, programmes};
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
    for programme in programmes::store::list(app.db.read()).await? {
        let name = programme.name.clone();
        let found = app.db.snapshot(move |tx| Box::pin(async move { verify::verify_budget(tx, &programme).await }));
        let told: Vec<String> = found.await?.iter().map(|finding| reader.refusal(finding)).collect();
        if !told.is_empty() {
            outcome = Outcome::NotWell;
            println!("{}", reader.tf("verify-differs", &[("fund", name.into()), ("where", told.join("; ").into())]));
        }
    }
    let documents: Vec<String> = attachments::attach::verify(app).await?.iter().map(|finding| reader.refusal(finding)).collect();
    if !documents.is_empty() {
        outcome = Outcome::NotWell;
        println!("{}", reader.tf("verify-differs", &[("fund", reader.t("documents").into()), ("where", documents.join("; ").into())]));
    }
    Ok(outcome)
}
