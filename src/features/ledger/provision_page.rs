//! The portfolio by age and its provision, with the calculation.

use axum::extract::{Path, State};
use maud::{Markup, html};

use crate::app::App;
use crate::domain::arrears::Bucket;
use crate::domain::ids::FundId;
use crate::domain::indicators::ProvisionRates;
use crate::domain::rate::percent;
use crate::domain::role::Action;
use crate::error::Error;
use crate::features::{funds, loans};
use crate::web::layout::{Place, page};
use crate::web::parts::{answer, back};
use crate::web::signed_in::SignedIn;
use crate::web::text::Reader;

/// One age bucket: its number of loans, their unpaid principal, and its provision. Minor units.
struct Aged {
    bucket: Bucket,
    loans: i64,
    unpaid_minor: i64,
    ppm: i64,
    aside_minor: i64,
}

/// # Errors
/// `not-found`, `forbidden`.
pub async fn show(State(app): State<App>, signed_in: SignedIn, Path(id): Path<FundId>) -> Result<Markup, Error> {
    let by = &signed_in.0;
    let (fund, association) = funds::see(&app, by, id, Action::SeeMembers).await?;
    let today = app.clock.today(&association.time_zone);
    let (rates, aged) = (ProvisionRates::default(), loans::aged(app.db.read(), id, today).await?);
    let aside = rates.of(&aged.map(|(_, unpaid_minor)| unpaid_minor))?;
    let (unpaid, total) = (aged.iter().map(|(_, unpaid_minor)| unpaid_minor).sum(), aside.iter().sum());
    let aged = |bucket: Bucket| {
        let (loans, unpaid_minor) = aged[bucket as usize];
        Aged { bucket, loans, unpaid_minor, ppm: rates.0[bucket as usize], aside_minor: aside[bucket as usize] }
    };
    let rows: Vec<Aged> = Bucket::ALL.into_iter().map(aged).collect();
    let reader = signed_in.reader().in_country(&association.country).counting(fund.unit);
    let title = reader.t("provision");
    let of = reader.tf("provision-of", &[("amount", reader.money(unpaid, fund.unit).into())]);
    let body = html! {
        (back(&format!("/funds/{id}/loans"), &reader.t("loans")))
        h1 { (title) }
        (answer(&reader.t("provision-aside"), total, reader, fund.unit, html! { (of) }))
        (table(reader, &fund, &rows, (unpaid, total)))
        details open { summary { (reader.t("how-computed")) } p { (reader.t("provision-how")) } p { (reader.t("provision-where")) } }
    };
    let heading = funds::heading(&app, reader, by, &association, Some(&fund)).await?;
    Ok(page(reader, by, &heading, Place::Fund, &title, body))
}

fn table(reader: Reader, fund: &funds::Fund, rows: &[Aged], (unpaid_minor, aside_minor): (i64, i64)) -> Markup {
    let figures = |minor| reader.figures(minor, fund.unit);
    let count: i64 = rows.iter().map(|row| row.loans).sum();
    html! {
        div.scroll tabindex="0" { table.tight {
            caption { (reader.t("provision-by-age")) }
            thead { tr { th { (reader.t("provision-age")) } th.n { (reader.t("loans")) } th.n { (reader.t("principal")) } th.n { "%" } th.n { (reader.t("provision-aside")) } } }
            tbody {
                @for row in rows { tr {
                    td { (reader.of("bucket", &row.bucket.code().replace('>', "over-"))) } td.n { (row.loans) } td.n { (figures(row.unpaid_minor)) } td.n { (percent(row.ppm)) } td.n { (figures(row.aside_minor)) }
                } }
                tr.sum { th { (reader.t("total")) } td.n { (count) } td.n { (reader.money(unpaid_minor, fund.unit)) } td {} td.n { (reader.money(aside_minor, fund.unit)) } }
            }
        } }
    }
}
