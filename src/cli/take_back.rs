//! `muyu take-back --fund NAME --reason TEXT`: undoes a mistaken import whole.

use clap::Args;
use uuid::Uuid;

use super::out::say;
use super::{Outcome, books};
use crate::app::App;
use crate::domain::text::Line;
use crate::error::Error;
use crate::features::imports::take_back::take_back as undo;
use crate::features::users::start::program;
use crate::web::text::Reader;

#[derive(Args)]
pub struct Options {
    /// The name of the fund that the import made.
    #[arg(long)]
    fund: String,
    /// The association's name, where more than one has a fund of this name.
    #[arg(long)]
    association: Option<String>,
    /// Why; it is kept.
    #[arg(long)]
    reason: String,
}

pub async fn take_back(app: &App, options: &Options, reader: Reader) -> Result<Outcome, Error> {
    let reason = Line::parse(&options.reason).map_err(|refusal| refusal.at("reason"))?;
    let (fund, _) = books::named(app, &options.fund, options.association.as_deref()).await?;
    undo(app, &program("command line"), Uuid::now_v7(), fund.id, reason).await?;
    say(reader.tf("import-taken-back", &[("fund", fund.name.into())]));
    Ok(Outcome::Well)
}
