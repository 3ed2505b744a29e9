//! The whole ledger as a file, written page by page: on the command line, as a download and over JSON.

use std::collections::HashMap;

use axum::body::Body;
use axum::extract::{Path, State};
use axum::http::header;
use axum::response::{IntoResponse, Response};
use futures_util::stream::{self, Stream};
use sea_orm::ConnectionTrait;
use serde::Deserialize;
use utoipa::IntoParams;

use super::plain_text::{self, Chart, Format, slug};
use crate::app::App;
use crate::db::Db;
use crate::db::journal;
use crate::domain::amount::Unit;
use crate::domain::ids::{AssociationId, FundId};
use crate::domain::role::Action;
use crate::error::Error;
use crate::features::associations::{self, Association};
use crate::features::funds::{self, Fund};
use crate::web::api::Query;
use crate::web::signed_in::SignedIn;
use crate::web::text::Reader;

/// How many entries are written at a time: only these are in memory, however long the ledger is.
const PAGE: u64 = 1_000;

/// The state of one file's export.
pub struct Export {
    db: Db,
    format: Format,
    reader: Reader,
    funds: Vec<(Fund, Chart)>,
    at: usize,
    /// The last written entry of the present fund; none before its accounts are declared.
    after: Option<i64>,
    began: bool,
    /// Units that are already declared.
    units: Vec<Unit>,
}

impl Export {
    pub async fn of(db: &Db, funds: Vec<Fund>, format: Format, reader: Reader) -> Result<Self, Error> {
        let mut charts = charts(db.read()).await?;
        let funds = funds.into_iter().filter_map(|fund| charts.remove(&fund.id).map(|chart| (fund, chart))).collect();
        Ok(Self { db: db.clone(), format, reader, funds, at: 0, after: None, began: false, units: Vec::new() })
    }

    /// The next part of the file; none at its end.
    pub async fn next(&mut self) -> Result<Option<String>, Error> {
        if !self.began {
            self.began = true;
            let heading = plain_text::heading(self.format)?;
            if !heading.is_empty() {
                return Ok(Some(heading));
            }
        }
        while let Some((fund, chart)) = self.funds.get(self.at) {
            let Some(after) = self.after else {
                self.after = Some(0);
                let mut declared = String::new();
                if !self.units.contains(&fund.unit) {
                    self.units.push(fund.unit);
                    declared = plain_text::unit_declared(self.format, chart);
                }
                declared.push_str(&plain_text::declared(self.format, chart));
                if declared.is_empty() { continue } else { return Ok(Some(declared)) }
            };
            let page = journal::entries_after(self.db.read(), fund.id, after, PAGE).await?;
            match page.last() {
                Some(last) => {
                    self.after = Some(last.entry.no);
                    return plain_text::entries(self.format, chart, self.reader, &page).map(Some);
                }
                None => (self.at, self.after) = (self.at + 1, None),
            }
        }
        Ok(None)
    }

    fn into_stream(self) -> impl Stream<Item = Result<String, Error>> {
        stream::try_unfold(self, async |mut export| Ok(export.next().await?.map(|text| (text, export))))
    }
}

/// The names of every fund's accounts. Equal names are distinguished by the end of their id.
async fn charts(db: &impl ConnectionTrait) -> Result<HashMap<FundId, Chart>, Error> {
    let associations = associations::list(db, None).await?;
    let funds = funds::list(db, None).await?;
    let name_of: HashMap<AssociationId, String> = told_apart(associations.iter().map(|one| (one.id, one.id.to_string(), slug(&one.name))));
    let mut charts = HashMap::new();
    for Association { id, .. } in &associations {
        let own: Vec<&Fund> = funds.iter().filter(|fund| fund.association == *id).collect();
        let mut names = told_apart(own.iter().map(|fund| (fund.id, fund.id.to_string(), slug(&fund.name))));
        for fund in own {
            let association = name_of.get(id).cloned().unwrap_or_default();
            charts.insert(fund.id, Chart { association, fund: names.remove(&fund.id).unwrap_or_default(), unit: fund.unit });
        }
    }
    Ok(charts)
}

fn told_apart<I: Copy + Eq + std::hash::Hash>(named: impl Iterator<Item = (I, String, String)>) -> HashMap<I, String> {
    let named: Vec<_> = named.collect();
    let mut times: HashMap<&str, usize> = HashMap::new();
    named.iter().for_each(|(_, _, name)| *times.entry(name).or_default() += 1);
    let unique = |id: &str, name: &str| if times[name] == 1 { name.to_owned() } else { format!("{name}-{}", &id[id.len() - 6..]) };
    named.iter().map(|(key, id, name)| (*key, unique(id, name))).collect()
}

#[derive(Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub struct Wanted {
    /// The program that reads the file; hledger where none is given.
    #[param(inline)]
    format: Option<Format>,
}

/// A fund's ledger as plain-text accounting or CSV.
#[utoipa::path(get, path = "/api/v1/funds/{id}/journal", tag = "ledger", params(("id" = Uuid, Path), Wanted),
    responses((status = 200, content((String = "text/plain"), (String = "text/csv")))))]
pub async fn download(State(app): State<App>, signed_in: SignedIn, Path(id): Path<FundId>, Query(wanted): Query<Wanted>) -> Result<Response, Error> {
    let (fund, _) = funds::see(&app, &signed_in.0, id, Action::SeeMembers).await?;
    let format = wanted.format.unwrap_or(Format::Hledger);
    let kind = if format == Format::Csv { "text/csv; charset=utf-8" } else { "text/plain; charset=utf-8" };
    let name = format!("{}.{}", slug(&fund.name), format.ending());
    let export = Export::of(&app.db, vec![fund], format, signed_in.reader()).await?;
    let headers = [(header::CONTENT_TYPE, kind.to_owned()), (header::CONTENT_DISPOSITION, format!("attachment; filename=\"{name}\""))];
    Ok((headers, Body::from_stream(export.into_stream())).into_response())
}
