//! Deliveries on screen: the sheet to fill in on the phone, the sheet to print and sign, and closing the delivery.

use std::collections::HashMap;

use axum::extract::{Path, State};
use axum::response::Response;
use maud::{Markup, html};

use super::deliver::{Line, NewDelivery, deliver};
use super::{Delivery, put_right, store};
use crate::app::App;
use crate::domain::amount::typed;
use crate::domain::cofinancing::PurchaseStatus;
use crate::domain::ids::{DeliveryId, MemberId, PurchaseId};
use crate::domain::role::Action;
use crate::error::Error;
use crate::features::corrections::{Answer, Order};
use crate::features::purchases::lines_page::cell;
use crate::features::purchases::parts::{PurchasePage, name};
use crate::web::fields::Fields;
use crate::web::form;
use crate::web::layout::{Place, page};
use crate::web::parts::{Field, back, form_refusals, key_field, of_a_row, submit, typed_into, undo_form};
use crate::web::signed_in::SignedIn;

/// The next steps of an ordered purchase.
pub fn part(seen: &PurchasePage) -> Markup {
    let reader = seen.reader;
    let handed = seen.held.standing_deliveries().any(|row| row.member_id.is_some());
    html! {
        div.buttons {
            a.button href=(format!("{}/delivery", seen.path())) { (reader.t("delivery-record")) }
            @if handed { a.button.quiet href=(format!("{}/receive", seen.path())) { (reader.t("delivery-close")) } }
            @else { a.button.quiet href=(format!("{}/payments#new", seen.path())) { (reader.t("payment-new")) } }
        }
    }
}

pub async fn show(State(app): State<App>, signed_in: SignedIn, Path(id): Path<PurchaseId>) -> Result<Markup, Error> {
    let seen = PurchasePage::for_action(&app, &signed_in, id, Action::SeeMembers).await?;
    let fields = filled(&seen);
    delivery_page(&app, &signed_in, &seen, &fields).await
}

/// The form filled in with all that is still to be received and handed out, so that a full delivery is one tap.
fn filled(seen: &PurchasePage) -> Fields {
    let (held, style) = (&seen.held, seen.reader.style);
    let mut fields = Fields::default().with("on", seen.today.to_string());
    let mut put = |field: String, quantity: i64| {
        if quantity > 0 {
            fields = fields.clone().with(&format!("{field}-kept"), quantity.to_string()).with(&field, typed(quantity, style));
        }
    };
    for item in &held.items {
        let ordered: i64 = held.lines.iter().filter(|row| row.item_no == item.no).map(|row| row.quantity).sum();
        put(format!("came-{}", item.no), ordered - held.came_and_went(item.no).0);
    }
    for row in &held.lines {
        put(format!("went-{}-{}", row.item_no, row.member_id.0.simple()), row.quantity - held.handed(row.item_no, row.member_id));
    }
    fields
}

async fn delivery_page(app: &App, signed_in: &SignedIn, seen: &PurchasePage, fields: &Fields) -> Result<Markup, Error> {
    let (reader, by) = (seen.reader, &signed_in.0);
    let keeps = by.may(Action::RequestPurchases, Some(seen.fund.association)) && seen.status == PurchaseStatus::Ordered;
    let (fresh, of_a_row) = (filled(seen), of_a_row(fields));
    let undoes = |row: &Delivery| row.reversed_at.is_none() && typed_into(fields, &undo_of(row)).is_some();
    let undoing = seen.held.deliveries.iter().any(undoes);
    let own = |field: &str| ["on", "note"].contains(&field) || field.starts_with("came-") || field.starts_with("went-");
    let told = |field: &&str| keeps && if of_a_row { undoing && *field == "reason" } else { own(field) };
    let body = html! {
        (back(&seen.path(), &name(reader, &seen.held)))
        h1 { (reader.t("delivery")) }
        (form_refusals(reader, fields, &fields.refusals.iter().map(|refusal| &*refusal.field).filter(told).collect::<Vec<_>>()))
        @if keeps { (form(seen, if of_a_row { &fresh } else { fields })) } @else { p.notice { (reader.t("delivery-not-now")) } }
        (so_far(seen))
        (made(seen, fields, keeps))
        (seen.put_right(app, by, &seen.held.deliveries.iter().map(|row| row.id.0).collect::<Vec<_>>()).await?)
        @if keeps && seen.held.standing_deliveries().any(|row| row.member_id.is_some()) {
            div.buttons { a.button.quiet href=(format!("{}/receive", seen.path())) { (reader.t("delivery-close")) } }
        }
    };
    let heading = seen.heading(app, by).await?;
    Ok(page(reader, by, &heading, Place::Purchases, &reader.t("delivery"), body))
}

fn form(seen: &PurchasePage, fields: &Fields) -> Markup {
    let (reader, held) = (seen.reader, &seen.held);
    html! {
        p.hint { (reader.t("delivery-hint")) }
        form method="post" action=(format!("{}/delivery", seen.path())) {
            (key_field(fields))
            (Field::new(reader, fields, "on", "date").date())
            @for item in &held.items {
                fieldset.card {
                    legend { (item.product) @if !item.variety.is_empty() { " " (item.variety) } " · " (reader.of("measure", item.measure.code())) }
                    @let came = format!("came-{}", item.no);
                    div.sheet-row.two { b { (reader.t("came")) } (cell(seen, fields, &came, &reader.tf("came-of", &[("product", (&item.product).into())]))) }
                    @for row in held.lines.iter().filter(|row| row.item_no == item.no) {
                        @let who = seen.names.get(&row.member_id).map(String::as_str).unwrap_or_default();
                        div.sheet-row.two {
                            span { (who) " " small.hint { (reader.tf("of-ordered", &[("quantity", reader.quantity(row.quantity).into())])) } }
                            (cell(seen, fields, &format!("went-{}-{}", item.no, row.member_id.0.simple()), &reader.tf("handed-to", &[("name", who.into()), ("product", (&item.product).into())])))
                        }
                    }
                }
            }
            (Field::new(reader, fields, "note", "note-optional").text())
            (submit(reader, "delivery-save"))
        }
    }
}

/// What was received, handed out and is left of each product.
fn so_far(seen: &PurchasePage) -> Markup {
    let reader = seen.reader;
    html! {
        div.scroll tabindex="0" { table.tight {
            caption { (reader.t("kardex-of-purchase")) }
            thead { tr { th { (reader.t("product")) } th.n { (reader.t("ordered")) } th.n { (reader.t("came-in")) } th.n { (reader.t("went-out")) } th.n { (reader.t("left")) } } }
            tbody { @for item in &seen.held.items {
                @let (came, went) = seen.held.came_and_went(item.no);
                @let ordered: i64 = seen.held.lines.iter().filter(|row| row.item_no == item.no).map(|row| row.quantity).sum();
                tr { td { (item.product) " " (item.variety) } td.n { (reader.quantity(ordered)) } td.n { (reader.quantity(came)) } td.n { (reader.quantity(went)) } td.n { (reader.quantity(came - went)) } }
            } }
        } }
    }
}

/// The address of the form that undoes a delivery.
fn undo_of(row: &Delivery) -> String {
    format!("/deliveries/{}/undo", row.id)
}

fn made(seen: &PurchasePage, fields: &Fields, keeps: bool) -> Markup {
    let (reader, held) = (seen.reader, &seen.held);
    html! {
        @if !held.deliveries.is_empty() {
            h2 { (reader.t("deliveries")) }
            ul.rows { @for row in held.deliveries.iter().rev() {
                @let undone = row.reversed_at.is_some();
                @let lines: Vec<_> = held.delivered.iter().filter(|line| line.delivery_id == row.id).collect();
                li.row {
                    span.void[undone] { (reader.date(row.happens_on)) }
                    span.end { @if undone { span.tag.late { (reader.t("undone")) } } }
                    small { @for line in &lines {
                        (held.item(line.item_no).map(|item| item.product.as_str()).unwrap_or_default()) " " (reader.quantity(line.quantity)) " → "
                        @match line.member_id { Some(member) => (seen.names.get(&member).map(String::as_str).unwrap_or_default()), None => (reader.t("the-association")) }
                        br;
                    } (row.note) @if let Some(reason) = &row.reversal_reason { " · " (reason) } }
                    @if keeps && !undone {
                        (undo_form(reader, fields, &undo_of(row), "undo"))
                    }
                }
            } }
        }
    }
}

fn read(fields: &mut Fields, seen: &PurchasePage) -> NewDelivery {
    let style = seen.reader.style;
    let mut lines = Vec::new();
    for item in &seen.held.items {
        let quantity = fields.quantity(&format!("came-{}", item.no), style);
        lines.push(Line { item_no: item.no, member: None, quantity });
    }
    for row in &seen.held.lines {
        let quantity = fields.quantity(&format!("went-{}-{}", row.item_no, row.member_id.0.simple()), style);
        lines.push(Line { item_no: row.item_no, member: Some(row.member_id), quantity });
    }
    NewDelivery { on: fields.date("on"), note: fields.note("note"), lines }
}

pub async fn add(State(app): State<App>, signed_in: SignedIn, Path(id): Path<PurchaseId>, mut fields: Fields) -> Result<Response, Error> {
    let seen = PurchasePage::for_action(&app, &signed_in, id, Action::RequestPurchases).await?;
    let new = read(&mut fields, &seen);
    let doing = deliver(&app, &signed_in.0, fields.key(), id, new);
    form::answer(doing, fields, |_| format!("{}/delivery", seen.path()), async |fields| delivery_page(&app, &signed_in, &seen, &fields).await).await
}

pub async fn undo(State(app): State<App>, signed_in: SignedIn, Path(id): Path<DeliveryId>, mut fields: Fields) -> Result<Response, Error> {
    let row = store::find(app.db.read(), id).await?;
    let seen = PurchasePage::for_action(&app, &signed_in, row.purchase_id, Action::RequestPurchases).await?;
    let order = Order::new(id, fields.text("reason"));
    let doing = put_right::undo(&app, &signed_in.0, fields.key(), order);
    let to = |answer: Answer<DeliveryId>| answer.page(|_| format!("{}/delivery", seen.path()));
    form::answer(doing, fields, to, async |fields| delivery_page(&app, &signed_in, &seen, &fields).await).await
}

/// The sheet to print: each member's quantities, room for what they received, and a line to sign.
pub async fn sheet(State(app): State<App>, signed_in: SignedIn, Path(id): Path<PurchaseId>) -> Result<Markup, Error> {
    let seen = PurchasePage::for_action(&app, &signed_in, id, Action::SeeMembers).await?;
    let (reader, held) = (seen.reader, &seen.held);
    let mut of_member: HashMap<MemberId, Vec<_>> = HashMap::new();
    for row in &held.lines {
        of_member.entry(row.member_id).or_default().push(row);
    }
    let body = html! {
        (back(&seen.path(), &name(reader, held)))
        div.receipt {
            h1 { (reader.t("delivery-sheet")) }
            p { (seen.association.name) " · " (name(reader, held)) " · " (seen.programme.name) " · " (seen.cycle) }
            div.scroll tabindex="0" { table.signed.tight {
                thead { tr { th.wide { (reader.t("member-number-short")) } th { (reader.t("member-name-short")) } th { (reader.t("product")) } th.n { (reader.t("ordered")) } th.n { (reader.t("received-quantity")) } th { (reader.t("signature")) } } }
                tbody { @for member in &held.members { @for (i, row) in of_member.get(&member.member_id).into_iter().flatten().enumerate() {
                    @let item = held.item(row.item_no);
                    tr {
                        td.wide { @if i == 0 { (member.member_number) } }
                        td { @if i == 0 { (seen.names.get(&member.member_id).map(String::as_str).unwrap_or_default()) } }
                        td { (item.map(|item| item.product.as_str()).unwrap_or_default()) " " (item.map(|item| item.variety.as_str()).unwrap_or_default()) }
                        td.n { (reader.quantity(row.quantity)) " " (item.map(|item| reader.of("measure", item.measure.code())).unwrap_or_default()) }
                        td.n { @let handed = held.handed(row.item_no, row.member_id); @if handed > 0 { (reader.quantity(handed)) } @else { "______" } }
                        td {}
                    }
                } } }
            } }
            div.signs { span { (reader.t("signature-treasurer")) } span { (reader.t("signature-supplier")) } }
        }
        div.buttons.no-print { button.button type="button" data-print { (reader.t("print")) } a.button.quiet href=(format!("{}/sheet.pdf", seen.path())) { "PDF" } a.button.quiet href=(format!("{}/delivery", seen.path())) { (reader.t("delivery-record")) } }
    };
    let heading = seen.heading(&app, &signed_in.0).await?;
    Ok(page(reader, &signed_in.0, &heading, Place::Purchases, &reader.t("delivery-sheet"), body))
}
