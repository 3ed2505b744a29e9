//! `muyu position --fund NAME --as-of DAY [--json]`

use chrono::NaiveDate;
use clap::Args;

use super::{Outcome, books};
use crate::app::App;
use crate::cli::out::say;
use crate::error::Error;
use crate::features::ledger::position::{FundPosition, Known, position};
use crate::web::text::Reader;

#[derive(Args)]
pub struct Options {
    /// The fund's name, in any letters.
    #[arg(long)]
    fund: String,
    /// The association's name, where more than one has a fund of this name.
    #[arg(long)]
    association: Option<String>,
    /// The day to look at; today where none is given.
    #[arg(long, value_parser = super::day)]
    as_of: Option<NaiveDate>,
    /// The day at whose end it was known: without what was recorded or reversed later.
    #[arg(long, value_parser = super::day)]
    known_on: Option<NaiveDate>,
    /// Print JSON, in minor units.
    #[arg(long)]
    json: bool,
}

pub async fn print(app: &App, options: &Options, reader: Reader) -> Result<Outcome, Error> {
    app.db.check_present().await?;
    let (fund, association) = books::named(app, &options.fund, options.association.as_deref()).await?;
    let time_zone = association.time_zone;
    let today = app.clock.today(&time_zone);
    let known = options.known_on.map(|day| Known::on(day, today, &time_zone)).transpose()?;
    let position = position(app.db.read(), &fund, options.as_of.unwrap_or(today), known).await?;
    if options.json {
        say(serde_json::to_string_pretty(&position).map_err(|error| Error::fault(error.to_string()))?);
    } else {
        table(reader, &position)?;
    }
    Ok(Outcome::Well)
}

fn table(reader: Reader, position: &FundPosition) -> Result<(), Error> {
    let unit = position.currency;
    say(format!("{} · {}", position.fund, reader.date(position.as_of)));
    if let Some(day) = position.known_on {
        say(reader.tf("position-known-on", &[("day", reader.date(day).into())]));
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
        ("position-written-off", position.written_off_principal),
        ("position-recovered", position.recovered),
        ("interest", position.interest_income),
        ("late-fee", position.late_fee_income),
        ("position-credit", position.member_credit),
        ("position-reserve", position.reserve_required),
        ("available-now", position.available_now),
    ];
    for (key, minor) in lines {
        say(format!("  {:<42}{:>18}", reader.t(key), reader.money(minor, unit)));
    }
    Ok(())
}
