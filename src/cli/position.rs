//! `muyu position --fund NAME --as-of DAY [--json]`

use chrono::NaiveDate;
use clap::Args;

use super::Outcome;
use crate::app::App;
use crate::domain::refusal::{Fact, Refusal};
use crate::error::Error;
use crate::features::funds::Fund;
use crate::features::ledger::position::{FundPosition, Known, position};
use crate::features::{associations, funds};
use crate::web::text::Reader;

#[derive(Args)]
pub struct Options {
    /// The fund's name.
    #[arg(long)]
    fund: String,
    /// The day to look at; today where none is given.
    #[arg(long)]
    as_of: Option<NaiveDate>,
    /// The day at whose end it was known: without what was recorded or reversed later.
    #[arg(long)]
    known_on: Option<NaiveDate>,
    /// Print JSON, in minor units.
    #[arg(long)]
    json: bool,
}

pub async fn print(app: &App, options: &Options, reader: Reader) -> Result<Outcome, Error> {
    app.db.check_present().await?;
    let fund = &named(app, &options.fund).await?;
    let time_zone = associations::find(app.db.read(), fund.association).await?.time_zone;
    let today = app.clock.today(&time_zone);
    let known = options.known_on.map(|day| Known::on(day, today, &time_zone)).transpose()?;
    let position = position(app.db.read(), fund, options.as_of.unwrap_or(today), known).await?;
    if options.json {
        println!("{}", serde_json::to_string_pretty(&position).map_err(|error| Error::fault(error.to_string()))?);
    } else {
        table(reader, &position)?;
    }
    Ok(Outcome::Well)
}

/// The only fund of this name.
///
/// # Errors
/// `no-such-fund`, `fund-name-shared`.
pub async fn named(app: &App, name: &str) -> Result<Fund, Error> {
    let mut found = funds::by_name(app.db.read(), name).await?;
    let refused = |code| Refusal::conflict(code).with("name", Fact::Text(name.to_owned()));
    match (found.pop(), found.is_empty()) {
        (Some(fund), true) => Ok(fund),
        (None, _) => Err(refused("no-such-fund").into()),
        _ => Err(refused("fund-name-shared").into()),
    }
}

fn table(reader: Reader, position: &FundPosition) -> Result<(), Error> {
    let unit = position.currency;
    println!("{} · {}", position.fund, reader.date(position.as_of));
    if let Some(day) = position.known_on {
        println!("{}", reader.tf("position-known-on", &[("day", reader.date(day).into())]));
    }
    let lines = [
        ("capital", position.capital),
        ("position-disbursed", position.disbursed),
        ("position-collected", position.collected),
        ("expenses", position.expenses),
        ("line-cash", position.cash),
        ("line-bank", position.bank),
        ("position-unpaid", position.unpaid_principal),
        ("position-overdue", position.overdue_principal),
        ("position-par30", position.par30_principal),
        ("position-par30-by-original", position.par30_principal_by_original),
        ("position-provision", position.provision),
        ("interest", position.interest_income),
        ("late-fee", position.late_fee_income),
        ("position-credit", position.member_credit),
        ("position-reserve", position.reserve_required),
        ("available-now", position.available_now),
    ];
    for (key, minor) in lines {
        println!("  {:<42}{:>18}", reader.t(key), reader.money(minor, unit));
    }
    Ok(())
}
