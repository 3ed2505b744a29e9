//! Money of a purchase on screen: the payments, and the form of a new one.

use axum::extract::{Path, State};
use axum::response::Response;
use maud::{Markup, html};

use super::parts::{PurchasePage, money};
use super::pay::{NewPayment, record};
use super::{PaymentRow, held, put_right, store};
use crate::app::App;
use crate::domain::cofinancing::{Movement, MovementKind, Payer, PurchaseStatus};
use crate::domain::ids::{MemberId, PaymentId, PurchaseId};
use crate::domain::loan::PaymentMethod;
use crate::domain::refusal::Refusal;
use crate::domain::role::Action;
use crate::error::Error;
use crate::features::corrections::{Answer, Order};
use crate::web::fields::Fields;
use crate::web::form;
use crate::web::layout::{Place, page};
use crate::web::parts::{Field, back, form_refusals, key_field, means_choice, of_a_row, submit, typed_into, undo_form};
use crate::web::signed_in::SignedIn;

const FIELDS: [&str; 4] = ["what", "amount", "happens_on", "note"];

pub async fn show(State(app): State<App>, signed_in: SignedIn, Path(id): Path<PurchaseId>) -> Result<Markup, Error> {
    let seen = PurchasePage::for_action(&app, &signed_in, id, Action::SeeMembers).await?;
    payments_page(&app, &signed_in, &seen, &fresh(&seen)).await
}

fn fresh(seen: &PurchasePage) -> Fields {
    Fields::default().with("happens_on", seen.today.to_string())
}

/// A payer's code in the form's choices.
pub fn code(payer: Payer) -> String {
    match payer {
        Payer::Party(i) => format!("p{i}"),
        Payer::Member(member) => member.0.simple().to_string(),
    }
}

pub fn payer_of(code: &str) -> Option<Payer> {
    match code.strip_prefix('p') {
        Some(place) => place.parse().ok().map(Payer::Party),
        None => code.parse().ok().map(|id| Payer::Member(MemberId(id))),
    }
}

async fn payments_page(app: &App, signed_in: &SignedIn, seen: &PurchasePage, fields: &Fields) -> Result<Markup, Error> {
    let (reader, by) = (seen.reader, &signed_in.0);
    let moves = (seen.status.commits() || seen.status.received()) && seen.status != PurchaseStatus::Settled;
    let keeps = moves && by.may(Action::RequestPurchases, Some(seen.fund.association));
    // When reversing a row is refused, the page's own form stays empty.
    let (fresh, of_a_row) = (fresh(seen), of_a_row(fields));
    let own = if of_a_row { &fresh } else { fields };
    let undoes = |row: &PaymentRow| row.reversed_at.is_none() && typed_into(fields, &undo_of(row)).is_some();
    let told: &[&str] = match () {
        () if keeps && seen.held.payments.iter().any(undoes) => &["reason"],
        () if keeps && !of_a_row && !choices(seen)?.is_empty() => &FIELDS,
        () => &[],
    };
    let body = html! {
        (back(&seen.path(), &super::parts::name(reader, &seen.held)))
        h1 { (reader.t("purchase-money")) }
        (form_refusals(reader, fields, told))
        (money(seen)?)
        @if keeps { (form(seen, own)?) }
        h2 { (reader.t("payments-made")) }
        @if seen.held.payments.is_empty() { p.notice { (reader.t("payments-none")) } }
        ul.rows { @for row in seen.held.payments.iter().rev() {
            @let undone = row.reversed_at.is_some();
            li.row {
                span.void[undone] { a href=(format!("/payments/{}", row.id)) { (reader.of("movement", row.kind.code())) " · " (who(seen, row)?) } }
                span.amount.void[undone] { (seen.money(row.amount_minor)) }
                small { @if let Some(no) = row.receipt_no { (reader.tf("number-short", &[("number", no.to_string().into())])) " · " } (reader.date(row.happens_on)) @if row.kind != MovementKind::PaidDirect { " · " (reader.of("payment-method-short", row.payment_method.code())) } @if !row.note.is_empty() { " · " (row.note) } @if let Some(reason) = &row.reversal_reason { " · " (reason) } }
                span.end { @if undone { span.tag.late { (reader.t("undone")) } } }
                @if keeps && !undone {
                    (undo_form(reader, fields, &undo_of(row), "undo"))
                }
            }
        } }
        (seen.put_right(app, by, &seen.held.payments.iter().map(|row| row.id.0).collect::<Vec<_>>()).await?)
    };
    let heading = seen.heading(app, by).await?;
    Ok(page(reader, by, &heading, Place::Purchases, &reader.t("purchase-money"), body))
}

/// The address of the form that reverses a payment.
fn undo_of(row: &PaymentRow) -> String {
    format!("/payments/{}/undo", row.id)
}

pub fn who(seen: &PurchasePage, row: &PaymentRow) -> Result<String, Error> {
    let movement = held::movement(row)?;
    let payer = movement.payer().map(|payer| seen.name(payer));
    let supplier = movement.supplier().map(|name| seen.supplier(name));
    Ok([payer, supplier].into_iter().flatten().collect::<Vec<_>>().join(" → "))
}

/// The payments that are possible now, as one choice: who, what, and how much is left. The value is `kind|payer|supplier`.
fn choices(seen: &PurchasePage) -> Result<Vec<(String, String)>, Error> {
    let reader = seen.reader;
    let balance = seen.held.balance()?;
    let ordered = seen.status != PurchaseStatus::Approved;
    let mut choices = Vec::new();
    let mut offer = |movement: Movement, who: String, minor: i64| {
        if minor > 0 && (ordered || matches!(movement, Movement::Collected(_) | Movement::GivenBack(_))) {
            let kind = movement.kind().code();
            let value = format!("{kind}|{}|{}", movement.payer().map(code).unwrap_or_default(), movement.supplier().unwrap_or_default());
            let facts = [("who", who.into()), ("amount", seen.money(minor).into())];
            choices.push((value, reader.tf(&format!("offer-{}", kind.replace('_', "-")), &facts)));
        }
    };
    for (payer, due) in &balance.payers {
        offer(Movement::Collected(*payer), seen.name(*payer), due.left());
    }
    for (supplier, due) in &balance.suppliers {
        offer(Movement::Paid(supplier.clone()), seen.supplier(supplier), due.left());
    }
    for (payer, due) in balance.payers.iter().filter(|(payer, _)| matches!(payer, Payer::Party(_))) {
        for (supplier, bill) in &balance.suppliers {
            let who = format!("{} → {}", seen.name(*payer), seen.supplier(supplier));
            offer(Movement::PaidDirect(*payer, supplier.clone()), who, due.left().min(bill.left()));
        }
    }
    for (payer, due) in &balance.payers {
        offer(Movement::GivenBack(*payer), seen.name(*payer), if balance.received { -due.left() } else { due.paid_minor });
    }
    for (supplier, due) in &balance.suppliers {
        offer(Movement::SupplierGaveBack(supplier.clone()), seen.supplier(supplier), if balance.received { -due.left() } else { due.paid_minor });
    }
    Ok(choices)
}

fn read_choice(text: &str) -> Option<Movement> {
    let mut parts = text.splitn(3, '|');
    let (kind, payer, supplier) = (parts.next()?, parts.next()?, parts.next()?);
    Movement::of(MovementKind::parse(kind)?, payer_of(payer), Some(supplier.to_owned()))
}

fn form(seen: &PurchasePage, fields: &Fields) -> Result<Markup, Error> {
    let reader = seen.reader;
    let choices = choices(seen)?;
    Ok(html! {
        @if choices.is_empty() { p.notice { (reader.t("payments-even")) } } @else {
            h2 id="new" { (reader.t("payment-new")) }
            form method="post" action=(format!("{}/payments", seen.path())) {
                (key_field(fields))
                (Field::new(reader, fields, "what", "movement").select(&choices))
                div.pair {
                    (Field::new(reader, fields, "amount", "amount").figures())
                    (Field::new(reader, fields, "happens_on", "date").date())
                }
                (means_choice(reader, fields))
                (Field::new(reader, fields, "note", "note-optional").text())
                (submit(reader, "payment-record"))
            }
        }
    })
}

pub async fn add(State(app): State<App>, signed_in: SignedIn, Path(id): Path<PurchaseId>, mut fields: Fields) -> Result<Response, Error> {
    let seen = PurchasePage::for_action(&app, &signed_in, id, Action::RequestPurchases).await?;
    let movement = read_choice(fields.get("what"));
    if movement.is_none() {
        fields.refusals.push(Refusal::invalid("what", "choice-missing"));
    }
    let new = NewPayment {
        movement: movement.unwrap_or(Movement::Paid(String::new())),
        amount_minor: fields.money("amount", seen.held.unit, seen.reader.style),
        payment_method: fields.choice("payment_method", PaymentMethod::of_money, PaymentMethod::Cash),
        happens_on: fields.date("happens_on"),
        note: fields.note("note"),
    };
    let doing = record(&app, &signed_in.0, fields.key(), id, new);
    form::answer(doing, fields, |_| format!("{}/payments", seen.path()), async |fields| payments_page(&app, &signed_in, &seen, &fields).await).await
}

pub async fn undo(State(app): State<App>, signed_in: SignedIn, Path(id): Path<PaymentId>, mut fields: Fields) -> Result<Response, Error> {
    let row = store::payment(app.db.read(), id).await?;
    let seen = PurchasePage::for_action(&app, &signed_in, row.purchase_id, Action::RequestPurchases).await?;
    let order = Order::new(id, fields.text("reason"));
    let doing = put_right::undo(&app, &signed_in.0, fields.key(), order);
    let to = |answer: Answer<PaymentId>| answer.page(|_| format!("{}/payments", seen.path()));
    form::answer(doing, fields, to, async |fields| payments_page(&app, &signed_in, &seen, &fields).await).await
}
