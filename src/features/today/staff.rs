//! Staff and administrators: the associations they accompany, with each fund's position and capital available.

use std::collections::HashMap;

use maud::{Markup, html};

use crate::app::App;
use crate::domain::ids::AssociationId;
use crate::domain::role::Action;
use crate::error::Error;
use crate::features::on_hand::{FundOnHand, of_funds};
use crate::features::purchases::approvals;
use crate::features::{associations, funds, purchases};
use crate::web::layout::{Heading, Place, page};
use crate::web::signed_in::SignedIn;
use crate::web::text::Reader;

/// Purchases that wait, shown at once on the home page.
const WAITING: u64 = 5;

pub async fn home(app: &App, signed_in: &SignedIn) -> Result<Markup, Error> {
    let (reader, by) = (signed_in.reader(), &signed_in.0);
    let only = by.associations();
    let all = associations::list(app.db.read(), only.as_deref()).await?;
    let mut of_association: HashMap<AssociationId, Vec<funds::Fund>> = HashMap::new();
    for fund in funds::list(app.db.read(), only.as_deref()).await? {
        of_association.entry(fund.association).or_default().push(fund);
    }
    let today_of = |association: &associations::Association| app.clock.today(&association.time_zone);
    let asked: Vec<_> = all
        .iter()
        .flat_map(|association| of_association.get(&association.id).into_iter().flatten().map(move |fund| (fund.id, today_of(association))))
        .collect();
    let on_hand = of_funds(app.db.read(), &asked).await?;
    let mut parts = Vec::with_capacity(all.len());
    for association in &all {
        let own = of_association.remove(&association.id).unwrap_or_default();
        let reader = reader.in_country(&association.country);
        let lines: Vec<Markup> = own.iter().filter_map(|fund| Some(fund_row(reader, fund, on_hand.get(&fund.id)?))).collect();
        parts.push((association, lines));
    }
    let waiting = approvals::inbox::waiting(app, by, 0, WAITING).await?;
    let count = approvals::inbox::waiting_count(app, by).await?;
    let body = html! {
        @if !waiting.is_empty() {
            h1 { a href="/inbox" { (reader.tf("inbox-count", &[("count", count.into())])) } }
            ul.rows { @for held in &waiting { (purchases::pages::row(reader, held)) } }
            div.buttons { a.button href="/inbox" { (reader.t("inbox-open")) } }
        }
        h1 { (reader.t("associations")) }
        @if parts.is_empty() { p.notice { (reader.t("associations-none")) } }
        @for (association, lines) in parts {
            h2 { a href=(format!("/associations/{}", association.id)) { (association.name) } }
            p.hint { (super::association::place(association)) }
            @if lines.is_empty() { p.hint { (reader.t("no-fund-yet")) } } @else { ul.rows { @for line in lines { (line) } } }
        }
        @if by.may(Action::ManageAssociations, None) { div.buttons { a.button href="/associations/new" { (reader.t("association-new")) } } }
    };
    let heading = Heading { waiting: count, ..associations::pages::heading(reader, by) };
    Ok(page(reader, by, &heading, Place::Home, &reader.t("associations"), body))
}

fn fund_row(reader: Reader, fund: &funds::Fund, on_hand: &FundOnHand) -> Markup {
    let available = on_hand.now.available_now;
    html! {
        li { a.row href=(format!("/funds/{}", fund.id)) {
            span { (fund.name) }
            span.amount.negative[available < 0] { (reader.money(available, fund.unit)) }
            small { (reader.tf("lent-out", &[("amount", reader.money(on_hand.loans_receivable, fund.unit).into())])) }
            small.end { (reader.t("available-now")) }
        } }
    }
}
