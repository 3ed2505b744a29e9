//! Parts that their payers do not give, on screen: taking them over, writing them off, and undoing it.

use axum::extract::{Path, State};
use axum::response::Response;
use maud::{Markup, html};

use super::record::{self, NewShift};
use super::{PartShift, store};
use crate::app::App;
use crate::domain::cofinancing::{PartyRole, Payer, PurchaseStatus, ShiftKind};
use crate::domain::ids::{PartShiftId, PurchaseId};
use crate::domain::refusal::Refusal;
use crate::domain::role::Action;
use crate::error::Error;
use crate::features::corrections::{Answer, Order};
use crate::features::purchases::held::{shifted_from, shifted_to};
use crate::features::purchases::parts::{PurchasePage, money, name};
use crate::features::purchases::pay_pages::{code, payer_of};
use crate::web::fields::Fields;
use crate::web::form;
use crate::web::layout::{Place, page};
use crate::web::parts::{Field, back, form_refusals, key_field, of_a_row, submit, typed_into, undo_form};
use crate::web::signed_in::SignedIn;

const FIELDS: [&str; 6] = ["from", "to", "amount", "happens_on", "acta", "reason"];

pub async fn show(State(app): State<App>, signed_in: SignedIn, Path(id): Path<PurchaseId>) -> Result<Markup, Error> {
    let seen = PurchasePage::for_action(&app, &signed_in, id, Action::SeeMembers).await?;
    shifts_page(&app, &signed_in, &seen, &fresh(&seen)).await
}

fn fresh(seen: &PurchasePage) -> Fields {
    Fields::default().with("happens_on", seen.today.to_string())
}

/// The address of the form that undoes it.
fn undo_of(row: &PartShift) -> String {
    format!("/part-shifts/{}/undo", row.id)
}

async fn shifts_page(app: &App, signed_in: &SignedIn, seen: &PurchasePage, fields: &Fields) -> Result<Markup, Error> {
    let (reader, by) = (seen.reader, &signed_in.0);
    let open = seen.status.commits() || seen.status == PurchaseStatus::Received;
    let keeps = open && by.may(Action::RequestPurchases, Some(seen.fund.association));
    let (fresh, of_a_row) = (fresh(seen), of_a_row(fields));
    let own = if of_a_row { &fresh } else { fields };
    let undoes = |row: &PartShift| row.reversed_at.is_none() && typed_into(fields, &undo_of(row)).is_some();
    let told: &[&str] = match () {
        () if keeps && seen.held.shifts.iter().any(undoes) => &["reason"],
        () if keeps && !of_a_row => &FIELDS,
        () => &[],
    };
    let body = html! {
        (back(&seen.path(), &name(reader, &seen.held)))
        h1 { (reader.t("part-shifts")) }
        p.hint { (reader.t("part-shifts-hint")) }
        (form_refusals(reader, fields, told))
        (money(seen)?)
        @if keeps { (form(seen, own)?) }
        @if !seen.held.shifts.is_empty() { h2 { (reader.t("part-shifts-made")) } }
        ul.rows { @for row in seen.held.shifts.iter().rev() { (one(seen, fields, row, keeps)) } }
        (seen.put_right(app, by, &seen.held.shifts.iter().map(|row| row.id.0).collect::<Vec<_>>()).await?)
    };
    let heading = seen.heading(app, by).await?;
    Ok(page(reader, by, &heading, Place::Purchases, &reader.t("part-shifts"), body))
}

fn one(seen: &PurchasePage, fields: &Fields, row: &PartShift, keeps: bool) -> Markup {
    let (reader, undone) = (seen.reader, row.reversed_at.is_some());
    let to = shifted_to(row).map(|to| format!(" → {}", seen.name(to))).unwrap_or_default();
    html! { li.row {
        span.void[undone] { (reader.of("part-shift", row.kind.code())) " · " (seen.name(shifted_from(row))) (to) }
        span.amount.void[undone] { (seen.money(row.amount_minor)) }
        small { (reader.date(row.happens_on)) " · " (row.acta) " · " (row.reason) @if let Some(reason) = &row.reversal_reason { " · " (reason) } }
        span.end { @if undone { span.tag.late { (reader.t("undone")) } } }
        @if keeps && !undone { (undo_form(reader, fields, &undo_of(row), "undo")) }
    } }
}

fn form(seen: &PurchasePage, fields: &Fields) -> Result<Markup, Error> {
    let (reader, balance) = (seen.reader, seen.held.balance()?);
    let owes = balance.payers.iter().filter(|(_, due)| due.left() > 0);
    let from: Vec<(String, String)> =
        owes.map(|(payer, due)| (code(*payer), format!("{} · {}", seen.name(*payer), seen.money(due.left())))).collect();
    let mut to: Vec<(String, String)> = Vec::new();
    for (i, party) in seen.held.parties.iter().enumerate() {
        let all = party.role == PartyRole::Producers;
        to.push((code(Payer::Party(i)), if all { reader.t("shift-to-members") } else { party.name.clone() }));
    }
    to.extend(seen.held.members.iter().map(|row| (code(Payer::Member(row.member_id)), seen.name(Payer::Member(row.member_id)))));
    to.push(("lent".to_owned(), reader.t("shift-lent")));
    if seen.status.received() {
        to.push(("lost".to_owned(), reader.t("shift-lost")));
    }
    Ok(html! {
        @if from.is_empty() { p.notice { (reader.t("part-shifts-nothing")) } } @else {
            form method="post" action=(format!("{}/shifts", seen.path())) {
                (key_field(fields))
                (Field::new(reader, fields, "from", "shift-from").select(&from))
                (Field::new(reader, fields, "to", "shift-to").select(&to))
                div.pair {
                    (Field::new(reader, fields, "amount", "amount").figures())
                    (Field::new(reader, fields, "happens_on", "date").date())
                }
                (Field::new(reader, fields, "acta", "acta").text())
                (Field::new(reader, fields, "reason", "reason").text())
                (submit(reader, "part-shift-record"))
            }
        }
    })
}

pub async fn add(State(app): State<App>, signed_in: SignedIn, Path(id): Path<PurchaseId>, mut fields: Fields) -> Result<Response, Error> {
    let seen = PurchasePage::for_action(&app, &signed_in, id, Action::RequestPurchases).await?;
    let from = payer_of(fields.get("from"));
    let (kind, to) = match fields.get("to") {
        "lent" => (ShiftKind::Lent, None),
        "lost" => (ShiftKind::WrittenOff, None),
        named => (ShiftKind::TakenOver, payer_of(named)),
    };
    if from.is_none() {
        fields.refusals.push(Refusal::invalid("from", "choice-missing"));
    }
    let new = NewShift {
        kind,
        from: from.unwrap_or(Payer::Party(usize::MAX)),
        to,
        amount_minor: fields.money("amount", seen.held.unit, seen.reader.style),
        happens_on: fields.date("happens_on"),
        acta: fields.text("acta"),
        reason: fields.text("reason"),
    };
    let doing = record::record(&app, &signed_in.0, fields.key(), id, new);
    form::answer(doing, fields, |_| format!("{}/shifts", seen.path()), async |fields| shifts_page(&app, &signed_in, &seen, &fields).await).await
}

pub async fn undo(State(app): State<App>, signed_in: SignedIn, Path(id): Path<PartShiftId>, mut fields: Fields) -> Result<Response, Error> {
    let row = store::find(app.db.read(), id).await?;
    let seen = PurchasePage::for_action(&app, &signed_in, row.purchase_id, Action::RequestPurchases).await?;
    let order = Order::new(id, fields.text("reason"));
    let doing = record::undo(&app, &signed_in.0, fields.key(), order);
    let to = |answer: Answer<PurchaseId>| answer.page(|_| format!("{}/shifts", seen.path()));
    form::answer(doing, fields, to, async |fields| shifts_page(&app, &signed_in, &seen, &fields).await).await
}
