//! `muyu verify`: the database's own check, then every balance, projection, chain and identity. Anything that cannot be read
//! is reported as a finding.

use clap::Args;
use serde_json::json;

use super::Outcome;
use crate::app::App;
use crate::cli::out::say;
use crate::domain::refusal::{Fact, Refusal};
use crate::error::Error;
use crate::features::funds::Fund;
use crate::features::ledger::verify::{self, Findings};
use crate::features::purchases::attachments;
use crate::features::{associations, funds, programmes};
use crate::web::text::Reader;

#[derive(Args)]
pub struct Options {
    /// Print JSON.
    #[arg(long)]
    json: bool,
}

/// One check with its findings; none when all is well.
pub struct Section {
    pub name: String,
    pub findings: Vec<String>,
    /// The line that says all is well.
    holds: Option<String>,
}

impl Section {
    fn damaged(name: String, findings: Vec<String>) -> Self {
        Self { name, findings, holds: None }
    }
}

pub async fn verify(app: &App, options: &Options, reader: Reader) -> Result<Outcome, Error> {
    // Of a database with an older schema only the pages can be checked.
    let sections = match app.db.check_present().await {
        Ok(()) => all(app, reader).await,
        Err(older) => {
            let looked = pages(app, reader).await;
            if looked.findings.is_empty() {
                return Err(older);
            }
            std::iter::once(looked).chain(books(app, reader).await).collect()
        }
    };
    let well = sections.iter().all(|section| section.findings.is_empty());
    if options.json {
        let told: Vec<_> = sections.iter().map(|section| json!({ "name": section.name, "findings": section.findings })).collect();
        say(serde_json::to_string_pretty(&json!({ "well": well, "sections": told })).map_err(|error| Error::fault(error.to_string()))?);
        return Ok(if well { Outcome::Well } else { Outcome::NotWell });
    }
    for section in &sections {
        if let Some(line) = &section.holds {
            say(line);
        } else {
            say(reader.tf("verify-differs", &[("fund", (&section.name).into()), ("where", section.findings.join("; ").into())]));
        }
    }
    if well && funds::list(app.db.read(), None).await?.is_empty() {
        say(reader.t("verify-empty"));
    }
    Ok(if well { Outcome::Well } else { Outcome::NotWell })
}

/// All findings in one line; empty when all is well.
pub async fn findings(app: &App, reader: Reader) -> String {
    let sections = all(app, reader).await;
    let wrong = sections.iter().filter(|section| !section.findings.is_empty());
    wrong.map(|section| format!("{}: {}", section.name, section.findings.join("; "))).collect::<Vec<_>>().join(" · ")
}

/// Checks the pages and the rows at the same time: the database checks its pages in its own thread.
async fn all(app: &App, reader: Reader) -> Vec<Section> {
    let (pages, books) = tokio::join!(pages(app, reader), books(app, reader));
    std::iter::once(pages).chain(books).collect()
}

/// The database's own check of its pages.
pub async fn pages(app: &App, reader: Reader) -> Section {
    let name = reader.t("verify-database");
    let findings = told(reader, &app.db.integrity().await);
    let holds = findings.is_empty().then(|| reader.tf("verify-sound", &[("name", (&name).into())]));
    Section { name, findings, holds }
}

/// The checks of the rows against each other.
async fn books(app: &App, reader: Reader) -> Vec<Section> {
    let mut sections = Vec::new();
    match funds::list(app.db.read(), None).await {
        Ok(all) => {
            for found in all {
                sections.push(fund(app, reader, found).await);
            }
        }
        Err(error) => sections.push(Section::damaged(reader.t("verify-database"), unreadable(reader, &error))),
    }
    match programmes::list(app.db.read()).await {
        Ok(all) => {
            for programme in all {
                let name = programme.name.clone();
                let found = app.db.snapshot(move |tx| Box::pin(async move { verify::verify_budget(tx, &programme).await })).await;
                let findings = found.map_or_else(|error| unreadable(reader, &error), |found| told(reader, &found));
                sections.push(Section::damaged(name, findings));
            }
        }
        Err(error) => sections.push(Section::damaged(reader.t("verify-database"), unreadable(reader, &error))),
    }
    let documents = attachments::attach::verify(app).await;
    let findings = documents.map_or_else(|error| unreadable(reader, &error), |found| told(reader, &found));
    sections.push(Section::damaged(reader.t("documents"), findings));
    // Budgets and documents without findings get no line.
    sections.retain(|section| section.holds.is_some() || !section.findings.is_empty());
    sections
}

async fn fund(app: &App, reader: Reader, fund: Fund) -> Section {
    let name = fund.name.clone();
    match fund_findings(app, fund).await {
        Ok((association, found)) => {
            let reader = reader.in_country(&association.country);
            let name = format!("{} · {name}", association.name);
            let facts = [("fund", (&name).into()), ("entries", found.entries.to_string().into()), ("loans", found.loans.to_string().into())];
            let holds = found.findings.is_empty().then(|| reader.tf("verify-holds", &facts));
            Section { findings: told(reader, &found.findings), holds, name }
        }
        Err(error) => Section::damaged(name, unreadable(reader, &error)),
    }
}

async fn fund_findings(app: &App, fund: Fund) -> Result<(associations::Association, Findings), Error> {
    let association = associations::find(app.db.read(), fund.association).await?;
    // One snapshot for the whole fund, so that a new record is not reported as a difference.
    let found = app.db.snapshot(move |tx| {
        let fund = fund.clone();
        Box::pin(async move { verify::verify(tx, fund).await })
    });
    Ok((association, found.await?))
}

fn told(reader: Reader, findings: &[Refusal]) -> Vec<String> {
    findings.iter().map(|finding| reader.refusal(finding)).collect()
}

fn unreadable(reader: Reader, error: &Error) -> Vec<String> {
    told(reader, &[Refusal::conflict("verify-unreadable").with("why", Fact::Text(error.to_string()))])
}
