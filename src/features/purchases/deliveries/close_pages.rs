//! Closing a delivery, with a preview of its result; and counting hectares afterwards.

use axum::extract::{Path, State};
use axum::response::Response;
use maud::{Markup, html};

use super::count::{Counted, count, field_of};
use super::receive::{Close, harvest, receive, received_draft};
use crate::app::App;
use crate::domain::amount::typed;
use crate::domain::cofinancing::terms::own_part;
use crate::domain::cofinancing::{ContributionKind, PurchaseStatus, work_out};
use crate::domain::ids::PurchaseId;
use crate::domain::role::Action;
use crate::domain::schedule::build;
use crate::error::Error;
use crate::features::funds;
use crate::features::purchases::PurchaseRecord;
use crate::features::purchases::approvals::summary::late;
use crate::features::purchases::lines_page::cell;
use crate::features::purchases::parts::{PurchasePage, name};
use crate::features::purchases::rework::reworked;
use crate::web::fields::Fields;
use crate::web::form;
use crate::web::layout::{Place, page};
use crate::web::parts::{Field, back, form_refusals, how, key_field, submit};
use crate::web::signed_in::SignedIn;

pub async fn show(State(app): State<App>, signed_in: SignedIn, Path(id): Path<PurchaseId>) -> Result<Markup, Error> {
    let seen = PurchasePage::for_action(&app, &signed_in, id, Action::RequestPurchases).await?;
    let known = funds::cycles(app.db.read(), seen.fund.id).await?;
    let due_on = harvest(&known, seen.held.row.cycle_id, seen.today);
    let fields = Fields::default().with("on", seen.today.to_string()).with("due_on", due_on.to_string());
    close_page(&app, &signed_in, &seen, &fields).await
}

async fn close_page(app: &App, signed_in: &SignedIn, seen: &PurchasePage, fields: &Fields) -> Result<Markup, Error> {
    let (reader, by) = (seen.reader, &signed_in.0);
    let body = html! {
        (back(&format!("{}/delivery", seen.path()), &reader.t("delivery")))
        h1 { (reader.t("delivery-close")) }
        p.hint { (reader.t("delivery-close-hint")) }
        (form_refusals(reader, fields, if seen.status == PurchaseStatus::Ordered { &["on", "due_on", "note", "confirmed"] } else { &[] }))
        @if seen.status == PurchaseStatus::Ordered {
            @let opened = opened(app, seen).await?;
            (preview(app, seen).await?)
            (opened_part(seen, &opened))
            form method="post" action=(format!("{}/receive", seen.path())) {
                (key_field(fields))
                div.pair {
                    (Field::new(reader, fields, "on", "received-on").date())
                    (Field::new(reader, fields, "due_on", "loans-due-on").hint("loans-due-on-hint").date())
                }
                (Field::new(reader, fields, "note", "note-optional").text())
                @if !opened.is_empty() { (Field::new(reader, fields, "confirmed", "delivery-close-confirmed").check()) }
                (submit(reader, "delivery-close-do"))
            }
        } @else { p.notice { (reader.t("delivery-not-now")) } }
    };
    let heading = seen.heading(app, by).await?;
    Ok(page(reader, by, &heading, Place::Purchases, &reader.t("delivery-close"), body))
}

/// Each part computed on what was handed out, beside what was ordered.
async fn preview(app: &App, seen: &PurchasePage) -> Result<Markup, Error> {
    let (reader, held) = (seen.reader, &seen.held);
    let draft = received_draft(app.db.read(), held).await?;
    let worked = work_out(&draft, &held.parties())?;
    let change = |ordered: i64, received: i64| match received - ordered {
        0 => html! { "–" },
        change => html! { span.negative[change < 0] { (crate::web::parts::signed(reader, change, held.unit)) } },
    };
    let row = |name: String, ordered: i64, received: i64| {
        html! { tr { td { (name) } td.n { (seen.figures(ordered)) } td.n { (seen.figures(received)) } td.n { (change(ordered, received)) } } }
    };
    Ok(html! {
        div.scroll tabindex="0" { table.tight {
            caption { (reader.t("parts-on-what-came")) }
            thead { tr { th { (reader.t("product")) } th.n { (reader.t("ordered")) } th.n { (reader.t("received-quantity")) } th.n { (reader.t("difference")) } } }
            tbody {
                @for (party, minor) in held.parties.iter().zip(&worked.shared.shares_minor) { (row(party.name.clone(), party.share_minor, *minor)) }
                @for part in &worked.shared.members {
                    @if let Some(member) = held.members.iter().find(|row| row.member_number == part.member) {
                        (row(format!("· {}", seen.names.get(&member.member_id).cloned().unwrap_or_default()), member.pays_minor, part.pays_minor))
                    }
                }
                tr.sum { th { (reader.t("total")) } td.n { (seen.figures(held.row.total_minor)) } td.n { (seen.figures(worked.shared.total_minor)) } td.n { (change(held.row.total_minor, worked.shared.total_minor)) } }
            }
        } }
        (how(reader, "partes"))
        @let lent = worked.kind(ContributionKind::Loan);
        @if lent > 0 {
            @let due_on = harvest(&funds::cycles(app.db.read(), seen.fund.id).await?, held.row.cycle_id, seen.today);
            @let rules = funds::rules_on(app.db.read(), seen.fund.id, seen.today).await?;
            @let interest: i64 = build(&own_part(&rules, lent, seen.today, due_on))?.iter().map(|row| row.interest).sum();
            p { (reader.tf("loans-will-open", &[("amount", seen.money(lent).into()), ("interest", seen.money(interest).into()), ("day", reader.date(due_on).into())])) }
        }
        @if held.items.iter().any(|item| held.came_and_went(item.no).0 < ordered_of(held, item.no)) { p.notice.warn { (reader.t("delivery-close-short")) } }
        @if worked.cash_in_lieu_minor > 0 { p { (reader.tf("fund-stands-in", &[("amount", seen.money(worked.cash_in_lieu_minor).into())])) } }
    })
}

/// A loan that closing opens, and its member's days late on other loans.
struct Opened {
    name: String,
    amount_minor: i64,
    days_late: i64,
}

/// The loans that closing would open, in order of member number.
async fn opened(app: &App, seen: &PurchasePage) -> Result<Vec<Opened>, Error> {
    let held = &seen.held;
    let draft = received_draft(app.db.read(), held).await?;
    let after = reworked(held, &work_out(&draft, &held.parties())?, true);
    let late = late(app, held, seen.today).await?;
    let own = |member| {
        let loans = after.contributions.iter().filter(move |row| row.kind == ContributionKind::Loan && row.member_id == Some(member));
        loans.map(|row| row.received_minor.unwrap_or(0)).sum::<i64>()
    };
    let lent = after.members.iter().map(|row| (row.member_id, own(row.member_id))).filter(|(_, minor)| *minor > 0);
    let named = lent.map(|(member, amount_minor)| Opened {
        name: seen.names.get(&member).cloned().unwrap_or_default(),
        amount_minor,
        days_late: late.get(&member).copied().unwrap_or(0),
    });
    Ok(named.collect())
}

/// The members who get a loan, with the days late of those in arrears.
fn opened_part(seen: &PurchasePage, opened: &[Opened]) -> Markup {
    let reader = seen.reader;
    let late = opened.iter().filter(|one| one.days_late > 0).count();
    html! {
        @if !opened.is_empty() {
            h2 { (reader.tf("loans-open", &[("count", opened.len().into()), ("late", late.into())])) }
            ul.rows { @for one in opened {
                li.row { span { (one.name) } span.amount { (seen.money(one.amount_minor)) } small {} span.end { @if one.days_late > 0 { span.tag.late { (reader.tf("days-late", &[("days", one.days_late.into())])) } } } }
            } }
        }
    }
}

/// The ordered quantity of an item, in thousandths.
fn ordered_of(held: &PurchaseRecord, item_no: i64) -> i64 {
    held.lines.iter().filter(|row| row.item_no == item_no).map(|row| row.quantity).sum()
}

pub async fn add(State(app): State<App>, signed_in: SignedIn, Path(id): Path<PurchaseId>, mut fields: Fields) -> Result<Response, Error> {
    let seen = PurchasePage::for_action(&app, &signed_in, id, Action::RequestPurchases).await?;
    let close = Close { on: fields.date("on"), due_on: fields.maybe_date("due_on"), note: fields.note("note"), confirmed: fields.flag("confirmed") };
    let doing = receive(&app, &signed_in.0, fields.key(), id, close);
    form::answer(doing, fields, |()| seen.path(), async |fields| close_page(&app, &signed_in, &seen, &fields).await).await
}

pub async fn show_count(State(app): State<App>, signed_in: SignedIn, Path(id): Path<PurchaseId>) -> Result<Markup, Error> {
    let seen = PurchasePage::for_action(&app, &signed_in, id, Action::CountHectares).await?;
    let mut fields = Fields::default();
    for row in &seen.held.lines {
        let hectares = row.installed_hectares.unwrap_or(if row.received_quantity.unwrap_or(0) > 0 { row.hectares } else { 0 });
        let field = field_of(row.item_no, row.member_id);
        fields = fields.with(&field, typed(hectares, seen.reader.style)).with(&format!("{field}-kept"), hectares.to_string());
    }
    count_page(&app, &signed_in, &seen, &fields).await
}

async fn count_page(app: &App, signed_in: &SignedIn, seen: &PurchasePage, fields: &Fields) -> Result<Markup, Error> {
    let (reader, by) = (seen.reader, &signed_in.0);
    let body = html! {
        (back(&seen.path(), &name(reader, &seen.held)))
        h1 { (reader.t("hectares-installed")) }
        p.hint { (reader.t("hectares-hint")) }
        @let told = |field: &&str| seen.status.received() && (field.contains('-') || *field == "reason" && asks_why(fields));
        (form_refusals(reader, fields, &fields.refusals.iter().map(|refusal| &*refusal.field).filter(told).collect::<Vec<_>>()))
        @if seen.status.received() {
            form method="post" action=(format!("{}/hectares", seen.path())) {
                (key_field(fields))
                @for item in &seen.held.items {
                    fieldset.card {
                        legend { (item.product) }
                        @for row in seen.held.lines.iter().filter(|row| row.item_no == item.no) {
                            @let who = seen.names.get(&row.member_id).map(String::as_str).unwrap_or_default();
                            div.sheet-row.two {
                                span { (who) " " small.hint { (reader.tf("hectares-planned", &[("hectares", reader.hectares(row.hectares).into())])) } }
                                (cell(seen, fields, &field_of(item.no, row.member_id), &reader.tf("hectares-of", &[("name", who.into())])))
                                @if let Some(reason) = &row.hectares_reason { small.hint { (reader.tf("hectares-reason-kept", &[("reason", reason.into())])) } }
                            }
                        }
                    }
                }
                @if asks_why(fields) {
                    div.notice.warn {
                        p { (reader.t("hectares-beyond-plan-ask")) }
                        (Field::new(reader, fields, "beyond_plan", "hectares-confirm").check())
                        (Field::new(reader, fields, "reason", "hectares-reason").text())
                    }
                }
                (submit(reader, "save"))
            }
        } @else { p.notice { (reader.t("hectares-not-now")) } }
    };
    let heading = seen.heading(app, by).await?;
    Ok(page(reader, by, &heading, Place::Purchases, &reader.t("hectares-installed"), body))
}

/// Whether more was counted than planned, so that the count must be sent again with the reason.
fn asks_why(fields: &Fields) -> bool {
    fields.refusals.iter().any(|refusal| refusal.code == "hectares-beyond-plan") || fields.has("beyond_plan") || fields.has("reason")
}

pub async fn save_count(State(app): State<App>, signed_in: SignedIn, Path(id): Path<PurchaseId>, mut fields: Fields) -> Result<Response, Error> {
    let seen = PurchasePage::for_action(&app, &signed_in, id, Action::CountHectares).await?;
    let mut counted = Vec::new();
    let reason = if fields.flag("beyond_plan") { Some(fields.text("reason")) } else { None };
    for row in &seen.held.lines {
        let hectares = fields.quantity(&field_of(row.item_no, row.member_id), seen.reader.style);
        counted.push(Counted { item_no: row.item_no, member: row.member_id, hectares, reason: reason.clone() });
    }
    let doing = count(&app, &signed_in.0, fields.key(), id, counted);
    form::answer(doing, fields, |()| seen.path(), async |fields| count_page(&app, &signed_in, &seen, &fields).await).await
}
