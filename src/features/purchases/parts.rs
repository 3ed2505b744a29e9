//! Building blocks of the pages about a purchase: its title, shares, items, members, money and history.

use std::collections::HashMap;

use chrono::NaiveDate;
use maud::{Markup, PreEscaped, html};
use uuid::Uuid;

use super::draft::mark;
pub use super::list::{status_tag, waits_for};
use super::{EventRow, PurchaseRecord, store};
use crate::app::App;
use crate::domain::actor::Actor;
use crate::domain::cofinancing::balance::Due;
use crate::domain::cofinancing::work::THEMSELVES;
use crate::domain::cofinancing::{ContributionKind, Payer, PurchaseStatus, PurchaseStep};
use crate::domain::ids::{AssociationId, FundId, MemberId, ProgrammeId, PurchaseId};
use crate::domain::refusal::Refusal;
use crate::domain::role::Action;
use crate::error::Error;
use crate::features::associations::{self, Association};
use crate::features::corrections::history;
use crate::features::funds::{self, Fund};
use crate::features::members;
use crate::features::programmes::{self, Programme};
use crate::web::fields::Fields;
use crate::web::layout::Heading;
use crate::web::signed_in::SignedIn;
use crate::web::text::Reader;

/// A purchase with the data that its pages need.
pub struct PurchasePage {
    pub held: PurchaseRecord,
    pub status: PurchaseStatus,
    pub association: Association,
    pub fund: Fund,
    pub programme: Programme,
    pub names: HashMap<MemberId, String>,
    pub cycle: String,
    pub reader: Reader,
    pub today: NaiveDate,
}

impl PurchasePage {
    pub async fn of(app: &App, reader: Reader, held: PurchaseRecord) -> Result<Self, Error> {
        Self::all(app, reader, vec![held]).await?.pop().ok_or_else(|| Refusal::not_found().into())
    }

    /// The same for several purchases, in as many queries as for one.
    pub async fn all(app: &App, reader: Reader, held: Vec<PurchaseRecord>) -> Result<Vec<Self>, Error> {
        let db = app.db.read();
        let own: Vec<AssociationId> = held.iter().map(|held| held.row.association_id).collect();
        let known: HashMap<AssociationId, Association> = associations::list(db, Some(&own)).await?.into_iter().map(|row| (row.id, row)).collect();
        let funds: HashMap<FundId, Fund> = funds::list(db, Some(&own)).await?.into_iter().map(|fund| (fund.id, fund)).collect();
        let cycles = funds::cycles_by_ids(db, held.iter().map(|held| held.row.cycle_id).collect()).await?;
        let programmes: HashMap<ProgrammeId, Programme> = programmes::list(db).await?.into_iter().map(|row| (row.id, row)).collect();
        let names = members::names(db, held.iter().flat_map(|held| held.members.iter().map(|row| row.member_id)).collect()).await?;
        let seen = |held: PurchaseRecord| {
            let association = known.get(&held.row.association_id).cloned().ok_or_else(Refusal::not_found)?;
            let fund = funds.get(&held.fund()).cloned().ok_or_else(Refusal::not_found)?;
            Ok(Self {
                status: held.status(),
                names: held.members.iter().filter_map(|row| Some((row.member_id, names.get(&row.member_id)?.clone()))).collect(),
                programme: programmes.get(&held.row.programme_id).cloned().ok_or_else(Refusal::not_found)?,
                cycle: cycles.get(&held.row.cycle_id).map(|cycle| cycle.name.clone()).unwrap_or_default(),
                reader: reader.in_country(&association.country).counting(fund.unit),
                today: app.clock.today(&association.time_zone),
                fund,
                association,
                held,
            })
        };
        held.into_iter().map(seen).collect()
    }

    /// A purchase that this person may change or decide on.
    ///
    /// # Errors
    /// `not-found`, `forbidden`.
    pub async fn for_action(app: &App, signed_in: &SignedIn, id: PurchaseId, action: Action) -> Result<Self, Error> {
        let held = super::see(app, &signed_in.0, id, action).await?;
        Self::of(app, signed_in.reader(), held).await
    }

    pub async fn heading(&self, app: &App, by: &Actor) -> Result<Heading, Error> {
        funds::heading(app, self.reader, by, &self.association, Some(&self.fund)).await
    }

    pub fn money(&self, minor: i64) -> String {
        self.reader.money(minor, self.held.unit)
    }

    pub fn figures(&self, minor: i64) -> String {
        self.reader.figures(minor, self.held.unit)
    }

    /// Checks that the draft is still the one that a form was made from.
    ///
    /// # Errors
    /// `purchase-changed`.
    pub fn check_unchanged(&self, fields: &Fields) -> Result<(), Error> {
        let shown = fields.get("mark");
        if shown.is_empty() || shown == mark(&self.held.draft()?)? { Ok(()) } else { Err(Refusal::conflict("purchase-changed").into()) }
    }

    /// The hidden field that [`PurchasePage::check_unchanged`] reads.
    ///
    /// # Errors
    /// A fault when the rows are inconsistent.
    pub fn mark_field(&self) -> Result<Markup, Error> {
        Ok(html! { input type="hidden" name="mark" value=(mark(&self.held.draft()?)?); })
    }

    /// A payer's name.
    pub fn name(&self, payer: Payer) -> String {
        match payer {
            Payer::Party(i) => self.held.parties.get(i).map(|row| row.name.clone()).unwrap_or_default(),
            Payer::Member(member) => self.names.get(&member).cloned().unwrap_or_default(),
        }
    }

    pub fn supplier(&self, name: &str) -> String {
        if name == THEMSELVES { self.reader.t("supplier-themselves") } else { name.to_owned() }
    }

    /// The corrections and reversals of these records of the purchase.
    pub async fn put_right(&self, app: &App, by: &Actor, records: &[Uuid]) -> Result<Markup, Error> {
        let (association, time_zone) = (self.association.id, &self.association.time_zone);
        history::parts(app, &history::Telling { reader: self.reader, by, association, time_zone, unit: self.held.unit }, records).await
    }

    pub fn path(&self) -> String {
        format!("/purchases/{}", self.held.row.id)
    }
}

/// `N.º 3 · Semilla de pastos`.
pub fn name(reader: Reader, held: &PurchaseRecord) -> String {
    reader.tf("purchase-name", &[("number", held.row.number.to_string().into()), ("purpose", (&held.row.purpose).into())])
}

/// `Semilla de pastos para 3 socias · S/ 4,991.65`.
pub fn title(reader: Reader, held: &PurchaseRecord) -> String {
    let amount = reader.money(held.total_minor(), held.unit);
    reader.tf("purchase-title", &[("purpose", (&held.row.purpose).into()), ("count", held.members.len().into()), ("amount", amount.into())])
}

/// A bar divided by the parties' shares, with a legend that says the same in text.
pub fn shares(seen: &PurchasePage) -> Markup {
    let parts: Vec<(&str, String, i64)> = seen
        .held
        .parties
        .iter()
        .map(|row| {
            let colour = match row.role.code() {
                "project" => "var(--pasture)",
                "partner" => "var(--indigo)",
                _ => "var(--maize)",
            };
            (colour, row.name.clone(), row.received_minor.unwrap_or(row.share_minor))
        })
        .collect();
    let total: i128 = parts.iter().map(|(_, _, minor)| i128::from(*minor)).sum();
    if total == 0 {
        return html! {};
    }
    let said: Vec<String> = parts.iter().map(|(_, name, minor)| format!("{name} {}", seen.money(*minor))).collect();
    let mut x = 0;
    let mut bars = String::new();
    for (colour, _, minor) in &parts {
        // Widths are in whole thousandths of the bar: the legend has the exact figures.
        let width = i64::try_from(i128::from(*minor) * 1_000 / total).unwrap_or(0);
        bars.push_str(&format!(r#"<rect x="{x}" width="{}" height="60" fill="{colour}"/>"#, (width - 5).max(0)));
        x += width;
    }
    html! {
        svg.bar viewBox="0 0 1000 60" preserveAspectRatio="none" role="img" aria-label=(said.join("; ")) { title { (said.join("; ")) } (PreEscaped(bars)) }
        ul.legend { @for (colour, name, minor) in &parts {
            li { span.dot style=(format!("background:{colour}")) {} (name) " " b.amount { (seen.money(*minor)) } }
        } }
    }
}

/// The items, with their totals as ordered and, once received, as received.
pub fn items(seen: &PurchasePage) -> Markup {
    let (reader, held) = (seen.reader, &seen.held);
    let received = held.row.received_total_minor.is_some();
    let sum = |no: i64, received: bool| -> i64 {
        let of = held.lines.iter().filter(|row| row.item_no == no);
        of.map(|row| if received { row.received_quantity.unwrap_or(0) } else { row.quantity }).sum()
    };
    html! {
        div.scroll tabindex="0" { table.tight {
            caption { (reader.t("purchase-items")) }
            thead { tr { th { (reader.t("product")) } th.n { (reader.t(if received { "received-quantity" } else { "quantity" })) } th.n { (reader.t("unit-price")) } th.n { (held.unit.symbol()) } } }
            tbody { @for row in &held.items {
                @let price = super::held::item(row).map(|item| item.price_minor()).unwrap_or(0);
                @let ordered = sum(row.no, false);
                @let counts = if received { sum(row.no, true) } else { ordered };
                tr {
                    td { (super::drawings::drawing(&row.product)) (row.product) @if !row.variety.is_empty() { " " (row.variety) } br; small.hint { (supplier_of(seen, row)) } }
                    td.n {
                        (reader.quantity(counts)) " " (reader.of("measure", row.measure.code()))
                        @if received && counts != ordered { br; small.hint { (reader.tf("of-ordered", &[("quantity", reader.quantity(ordered).into())])) } }
                    }
                    td.n { (seen.figures(price)) @if row.invoiced_minor.is_some() { br; small.hint { (reader.t("as-invoiced")) } } }
                    td.n { (seen.figures(crate::domain::cofinancing::contribution::value_of(counts, price).unwrap_or(0))) }
                }
            }
            @for row in &held.extras { tr {
                td { (row.what) br; small.hint { (row.supplier) } }
                td {} td {} td.n { (seen.figures(row.amount_minor)) }
            } } }
        } }
    }
}

fn supplier_of(seen: &PurchasePage, row: &crate::db::entity::purchase_item::Model) -> String {
    match super::held::item(row) {
        Ok(item) if item.provided => seen.reader.t("item-provided"),
        Ok(item) => item.quote().map(|quote| quote.supplier.to_string()).unwrap_or_default(),
        Err(_) => String::new(),
    }
}

/// The quotes of each item, with the chosen one marked, and a note where it is not the cheapest.
pub fn quotes(seen: &PurchasePage) -> Result<Markup, Error> {
    let reader = seen.reader;
    let items = seen.held.items.iter().map(super::held::item).collect::<Result<Vec<_>, Error>>()?;
    Ok(html! {
        @if items.iter().any(|item| item.quotes.len() > 1) {
            details {
                summary { (reader.t("quotes-compared")) }
                div.scroll tabindex="0" { table {
                    thead { tr { th { (reader.t("product")) } th { (reader.t("supplier")) } th.n { (reader.t("unit-price")) } } }
                    tbody { @for item in &items { @for (i, quote) in item.quotes.iter().enumerate() {
                        @let least = item.quotes.iter().map(|quote| quote.unit_price_minor).min().unwrap_or(0);
                        tr {
                            td { @if i == 0 { (item.product) } }
                            td { (quote.supplier) " " @if i == item.chosen { span.tag.well { (reader.t("quote-chosen")) } @if quote.unit_price_minor > least { " " span.tag.soon { (reader.t("quote-not-least")) } } } }
                            td.n { (seen.figures(quote.unit_price_minor)) }
                        }
                    } } }
                } }
            }
        }
    })
}

/// Each member's goods, their part, and what covers it.
pub fn people(seen: &PurchasePage, late: &HashMap<MemberId, i64>, only: Option<MemberId>) -> Result<Markup, Error> {
    let (reader, held) = (seen.reader, &seen.held);
    let received = held.row.received_total_minor.is_some();
    let rows = held.members.iter().filter(|row| only.is_none_or(|only| only == row.member_id));
    Ok(html! {
        ul.rows { @for row in rows {
            @let pays = row.received_pays_minor.unwrap_or(row.pays_minor);
            @let taken = row.received_taken_minor.unwrap_or(row.taken_minor);
            li.row {
                span { a href=(format!("/members/{}", row.member_id)) { (seen.names.get(&row.member_id).map(String::as_str).unwrap_or_default()) } }
                span.amount { (seen.money(pays)) }
                small { (takes(seen, row.member_id)) }
                small.end { (reader.tf("of-what-is-taken", &[("amount", seen.money(taken).into())])) }
                small { (covered_by(seen, row.member_id, received)?) }
                span.end { @if let Some(days) = late.get(&row.member_id) { span.tag.late { (reader.tf("days-late", &[("days", (*days).into())])) } } }
            }
        } }
    })
}

/// `Alfalfa 12.5 kg, rye grass 25 kg · 1.5 ha`.
fn takes(seen: &PurchasePage, member: MemberId) -> String {
    let (reader, held) = (seen.reader, &seen.held);
    let own = held.lines.iter().filter(|row| row.member_id == member);
    let mut hectares = 0;
    let mut said = Vec::new();
    for row in own {
        hectares += row.installed_hectares.unwrap_or(row.hectares);
        if let Some(item) = held.item(row.item_no) {
            let measure = reader.of("measure", item.measure.code());
            let handed = held.handed(row.item_no, member);
            // Before the delivery is closed: how much of the request was received.
            let quantity = match row.received_quantity {
                None if handed > 0 => {
                    reader.tf("handed-of-asked", &[("handed", reader.quantity(handed).into()), ("asked", reader.quantity(row.quantity).into())])
                }
                received => reader.quantity(received.unwrap_or(row.quantity)),
            };
            said.push(format!("{} {quantity} {measure}", item.product));
        }
    }
    let said = said.join(", ");
    let reasons = held.lines.iter().filter(|row| row.member_id == member).filter_map(|row| row.hectares_reason.as_deref());
    let why: String = reasons.map(|reason| format!(" ({reason})")).collect();
    if hectares > 0 { format!("{said} · {}{why}", reader.tf("hectares", &[("hectares", reader.hectares(hectares).into())])) } else { said }
}

fn covered_by(seen: &PurchasePage, member: MemberId, received: bool) -> Result<Markup, Error> {
    let reader = seen.reader;
    let own: Vec<_> = seen.held.contributions.iter().filter(|row| row.member_id == Some(member)).collect();
    let mut said = Vec::new();
    for row in own {
        let minor = if received { row.received_minor.unwrap_or(0) } else { row.amount_minor };
        let kind = row.kind;
        // Agreed days are shown even before any were worked.
        if minor == 0 && (received || kind != ContributionKind::Labour) {
            continue;
        }
        let text = format!("{} {}", reader.of("contribution", kind.code()), seen.money(minor));
        said.push(match row.loan_id {
            Some(loan) => html! { a href=(format!("/loans/{loan}")) { (text) } },
            None => html! { (text) },
        });
    }
    let recoverable =
        seen.held.members.iter().find(|row| row.member_id == member).and_then(|row| Some((row.recoverable_loan_id?, row.recoverable_minor)));
    if let Some((loan, minor)) = recoverable {
        said.push(html! { a href=(format!("/loans/{loan}")) { (reader.t("contribution-recoverable")) " " (seen.money(minor)) } });
    }
    Ok(html! { @for (i, part) in said.iter().enumerate() { @if i > 0 { " · " } (part) } })
}

/// What each payer paid and each supplier received.
pub fn money(seen: &PurchasePage) -> Result<Markup, Error> {
    let reader = seen.reader;
    let balance = seen.held.balance()?;
    let row = |name: String, due: &Due| {
        let left = due.left();
        html! { tr {
            td { (name) } td.n { (seen.figures(due.due_minor)) } td.n { (seen.figures(due.paid_minor)) }
            td.n.negative[left < 0] { @if left == 0 { "–" } @else { (seen.figures(left)) } }
        } }
    };
    if seen.status == PurchaseStatus::Cancelled {
        return Ok(html! {});
    }
    let head = |key: &str, due: &str, paid: &str| html! { thead { tr { th { (reader.t(key)) } th.n { (reader.t(due)) } th.n { (reader.t(paid)) } th.n { (reader.t("left-minor")) } } } };
    let payers: Vec<_> = balance.payers.iter().filter(|(_, due)| due.due_minor != 0 || due.paid_minor != 0).collect();
    Ok(html! {
        div.scroll tabindex="0" { table.tight {
            caption { (reader.t("who-pays")) }
            (head("payer", "due-minor", "paid-minor"))
            tbody { @for (payer, due) in payers { (row(seen.name(*payer), due)) } }
        } }
        div.scroll tabindex="0" { table.tight {
            caption { (reader.t("suppliers-paid")) }
            (head("supplier", "bill-minor", "was-paid"))
            tbody { @for (supplier, due) in &balance.suppliers { (row(seen.supplier(supplier), due)) } }
        } }
        @if seen.held.row.lends_minor > 0 && !balance.received { p.hint { (reader.tf("fund-will-lend", &[("amount", seen.money(seen.held.row.lends_minor).into())])) } }
    })
}

/// Why the purchase was returned, rejected or cancelled, shown at the top of the page.
pub async fn last_note(app: &App, seen: &PurchasePage) -> Result<Option<String>, Error> {
    if !matches!(seen.status, PurchaseStatus::Returned | PurchaseStatus::Rejected | PurchaseStatus::Cancelled) {
        return Ok(None);
    }
    let events = store::events(app.db.read(), seen.held.id()).await?;
    Ok(events.into_iter().rev().map(|event| event.note).find(|note| !note.is_empty()))
}

/// The purchase's history, newest first.
pub async fn history(app: &App, seen: &PurchasePage) -> Result<Markup, Error> {
    let events = store::events(app.db.read(), seen.held.id()).await?;
    Ok(history_of(seen, &events))
}

fn history_of(seen: &PurchasePage, events: &[EventRow]) -> Markup {
    let reader = seen.reader;
    html! {
        h2 { (reader.t("purchase-history")) }
        // Successive edits by one person are one step of the history.
        @let last = |i: usize| events.get(i + 1).is_some_and(|next| next.step == PurchaseStep::Edit && events[i].step == PurchaseStep::Edit && next.user_id == events[i].user_id);
        ol.steps { @for (_, event) in events.iter().enumerate().rev().filter(|(i, _)| !last(*i)) {
            li {
                b { (reader.of("purchase-step", event.step.code())) } " · " (event.user_name)
                br; small.hint { (reader.moment(event.at, &seen.association.time_zone)) @if let Some(acta) = &event.acta { " · " (acta) } }
                @if !event.note.is_empty() { p { "«" (event.note) "»" } }
            }
        } }
    }
}
