//! One purchase on screen, whole: its content, the step that it waits for, and the step that the reader can take.

use axum::extract::{Path, State};
use axum::response::Response;
use maud::{Markup, html};

use super::approvals::inbox::{decided, decision_fields, read_decision, waits_since};
use super::approvals::summary::{DecisionSummary, Progress, late, rows};
use super::parts::{self, PurchasePage};
use super::{Said, approvals, attachments, cancel, deliveries, labour, order, settle, submit};
use crate::app::App;
use crate::domain::actor::Actor;
use crate::domain::cofinancing::{ContributionKind, PurchaseStatus};
use crate::domain::ids::{MemberId, PurchaseId};
use crate::domain::role::Action;
use crate::error::Error;
use crate::features::corrections::{Answer, Order};
use crate::web::fields::Fields;
use crate::web::form;
use crate::web::layout::{Place, page};
use crate::web::notice::Next;
use crate::web::parts::{Field, back, form_refusals, key_field, sent_to, typed_into, undo_form};
use crate::web::signed_in::SignedIn;
use crate::web::text::Reader;

/// # Errors
/// `not-found`.
pub async fn show(State(app): State<App>, signed_in: SignedIn, Path(id): Path<PurchaseId>) -> Result<Markup, Error> {
    purchase_page(&app, &signed_in, id, &Fields::default()).await
}

async fn purchase_page(app: &App, signed_in: &SignedIn, id: PurchaseId, fields: &Fields) -> Result<Markup, Error> {
    let by = &signed_in.0;
    let held = super::see_own(app, by, id).await?;
    let seen = PurchasePage::of(app, signed_in.reader(), held).await?;
    let reader = seen.reader;
    let association = Some(seen.association.id);
    let sees_all = by.check_within(Action::SeeMembers, seen.association.id, seen.held.programme()).is_ok();
    let own = by.member().map(|(_, member)| member).filter(|_| !sees_all);
    let late = if sees_all { late(app, &seen.held, seen.today).await? } else { Default::default() };
    let body = html! {
        div.head { div {
            @if sees_all { (back(&format!("/funds/{}/purchases", seen.fund.id), &reader.t("purchases"))) } @else { (back("/", &reader.t("nav-home"))) }
            h1 { (parts::title(reader, &seen.held)) }
            p.tags {
                (parts::status_tag(reader, &seen.held)) " "
                @if seen.status == PurchaseStatus::Submitted { span.tag.soon { (waits_since(&seen)) } " " }
                span.tag { (reader.tf("of-cycle", &[("cycle", (&seen.cycle).into())])) }
            }
            p.hint { (parts::name(reader, &seen.held)) " · " (seen.programme.name) " · " (parts::waits_for(reader, &seen.held)) }
        } }
        div.full { (steps(reader, seen.status)) }
        @if let Some(note) = parts::last_note(app, &seen).await? { p.notice.warn { "«" (note) "»" } }
        (form_refusals(reader, fields, drawn(by, &seen, fields)))
        div.cols.side {
            div {
                (parts::shares(&seen))
                @if !seen.held.items.is_empty() { (parts::items(&seen)) (parts::quotes(&seen)?) }
                @if !seen.held.members.is_empty() {
                    h2 id="members" { (reader.t(if own.is_some() { "your-part" } else { "who-takes" })) }
                    (parts::people(&seen, &late, own)?)
                }
                @if sees_all { (attachments::pages::part(app, by, &seen).await?) }
            }
            div {
                @if sees_all { (next_step(app, by, &seen, fields).await?) }
                @if sees_all && (seen.status.commits() || seen.status.received()) { (what_follows(by, &seen)?) }
                (put_right_part(app, by, &seen, fields, own).await?)
                (parts::history(app, &seen).await?)
                @if by.may(Action::RequestPurchases, association) && cancellable(seen.status) { (cancel_part(&seen, fields)) }
            }
        }
    };
    let heading = seen.heading(app, by).await?;
    Ok(page(reader, by, &heading, if own.is_some() { Place::Home } else { Place::Purchases }, &parts::name(reader, &seen.held), body))
}

/// The steps of a purchase from draft to settled, with the present one marked.
fn steps(reader: Reader, status: PurchaseStatus) -> Markup {
    use PurchaseStatus::{Approved, Cancelled, Draft, Ordered, Received, Rejected, Returned, Settled, Submitted};
    let way = [Draft, Submitted, Approved, Ordered, Received, Settled];
    // A returned purchase waits to be submitted again; a rejected or cancelled one goes no further.
    let at = match status {
        Returned => 0,
        Rejected => 1,
        Cancelled => 0,
        other => way.iter().position(|step| *step == other).unwrap_or(0),
    };
    let off = matches!(status, Returned | Rejected | Cancelled);
    html! {
        ol.path aria-label=(reader.t("purchase-status")) {
            @for (i, step) in way.into_iter().enumerate() {
                @let here = i == at;
                @let class = if here && off { "stop" } else if here && status != Settled { "now" } else if i <= at { "done" } else { "" };
                li class=(class) aria-current=[here.then_some("step")] { span { (reader.of("purchase-status", if here { status.code() } else { step.code() })) } }
            }
        }
    }
}

/// The fields drawn for this reader; refusals of other fields are shown at the top.
fn drawn(by: &Actor, seen: &PurchasePage, fields: &Fields) -> &'static [&'static str] {
    let sent = |verb| typed_into(fields, &step_path(seen.held.id(), verb)).is_some();
    let decides = seen.status == PurchaseStatus::Submitted && by.check_programme(Action::DecidePurchases, seen.held.programme()).is_ok();
    let cancels = cancellable(seen.status) && by.may(Action::RequestPurchases, Some(seen.association.id));
    match () {
        () if decides && sent("decide") => &["acta", "note"],
        () if cancels && sent("cancel") => &["reason"],
        () if reopens(by, seen) && sent("reopen") => &["reason"],
        () => &[],
    }
}

/// The address of a step's form.
fn step_path(id: PurchaseId, verb: &str) -> String {
    format!("/purchases/{id}/{verb}")
}

/// The form of a step. A refused form keeps what was typed and its own key; the page's other forms have their own keys.
fn step_form(seen: &PurchasePage, fields: &Fields, verb: &str, inside: impl FnOnce(&Fields) -> Markup) -> Markup {
    let action = step_path(seen.held.id(), verb);
    let own = typed_into(fields, &action).cloned().unwrap_or_default();
    html! { form method="post" action=(action) { (key_field(&own)) (inside(&own)) } }
}

fn cancellable(status: PurchaseStatus) -> bool {
    status.open() || status.commits() || status == PurchaseStatus::Submitted
}

/// The step that this purchase waits for, if the reader can take it.
async fn next_step(app: &App, by: &Actor, seen: &PurchasePage, fields: &Fields) -> Result<Markup, Error> {
    let association = Some(seen.association.id);
    let requests = by.may(Action::RequestPurchases, association);
    let decides = by.check_programme(Action::DecidePurchases, seen.held.programme()).is_ok();
    match seen.status {
        PurchaseStatus::Draft | PurchaseStatus::Returned if requests => draft_part(app, seen, fields).await,
        PurchaseStatus::Submitted if decides => decide_part(app, seen, fields).await,
        PurchaseStatus::Approved if requests => Ok(approved_part(seen, fields)),
        PurchaseStatus::Ordered if requests => Ok(deliveries::pages::part(seen)),
        PurchaseStatus::Received if requests => received_part(seen, fields),
        _ => Ok(html! {}),
    }
}

async fn draft_part(app: &App, seen: &PurchasePage, fields: &Fields) -> Result<Markup, Error> {
    let reader = seen.reader;
    let summary = DecisionSummary::of(app, &seen.held, seen.today).await?;
    let short = [(summary.left_after(&seen.held) < 0, "budget-will-not-do"), (!summary.fund_suffices(&seen.held), "fund-will-not-do")];
    let open = submit::open_problems(&seen.held, |payer| seen.name(payer))?;
    let path = seen.path();
    Ok(html! {
        h2 { (reader.t("purchase-write")) }
        ul.rows {
            @for row in &seen.held.items { li { a.row href=(format!("{path}/items/{}", row.no)) { span { (reader.tf("item-change", &[("product", (&row.product).into())])) } span { "›" } } } }
            li { a.row href=(format!("{path}/items/new")) { span { (reader.t("item-add")) } span { "›" } } }
            @if !seen.held.members.is_empty() { li { a.row href=(format!("{path}/cover")) { span { (reader.t("purchase-cover")) } span { "›" } } } }
            li { a.row href=(format!("{path}/edit")) { span { (reader.t("purchase-edit")) } span { "›" } } }
        }
        @for (_, key) in short.iter().filter(|(short, _)| *short) { p.notice.warn { (reader.t(key)) } }
        @if open.is_empty() {
            (step_form(seen, fields, "submit", |_| html! { div.buttons { button.button { (reader.t("purchase-submit")) } } }))
        } @else {
            div.notice.warn { p { b { (reader.t("purchase-open-problems")) } } ul { @for problem in &open { li { (reader.refusal(problem)) } } } }
        }
    })
}

async fn decide_part(app: &App, seen: &PurchasePage, fields: &Fields) -> Result<Markup, Error> {
    let reader = seen.reader;
    let summary = DecisionSummary::of(app, &seen.held, seen.today).await?;
    let progress = Progress::of(app, seen.held.programme()).await?;
    Ok(html! {
        h2 { (reader.t("before-deciding")) }
        (rows(seen, &summary, &progress))
        (step_form(seen, fields, "decide", |own| decision_fields(reader, own, Some(seen.money(seen.held.project_minor())))))
    })
}

fn approved_part(seen: &PurchasePage, fields: &Fields) -> Markup {
    let reader = seen.reader;
    html! {
        p.hint { (reader.t("purchase-order-hint")) }
        (step_form(seen, fields, "order", |_| html! { div.buttons {
            button.button { (reader.t("purchase-order")) }
            a.button.quiet href=(format!("{}/payments#new", seen.path())) { (reader.t("payment-new")) }
        } }))
    }
}

fn received_part(seen: &PurchasePage, fields: &Fields) -> Result<Markup, Error> {
    let reader = seen.reader;
    let open = settle::still_open(&seen.held, &seen.held.balance()?, |payer| seen.name(payer));
    Ok(html! {
        @if open.is_empty() {
            (step_form(seen, fields, "settle", |_| html! { div.buttons { button.button { (reader.t("purchase-settle")) } } }))
        } @else {
            div.notice.warn { p { b { (reader.t("purchase-still-open")) } } ul { @for refusal in &open { li { (reader.refusal(refusal)) } } } }
            div.buttons { a.button href=(format!("{}/payments#new", seen.path())) { (reader.t("payment-new")) } }
        }
    })
}

/// Money, goods, labour and hectares: links to a page of each.
fn what_follows(by: &Actor, seen: &PurchasePage) -> Result<Markup, Error> {
    let (reader, path) = (seen.reader, seen.path());
    let balance = seen.held.balance()?;
    let link = |href: String, key: &str, amount: String, about: String| {
        html! { li { a.row href=(href) { span { (reader.t(key)) } span.amount { (amount) } small { (about) } span {} } } }
    };
    let labour = seen.held.contributions.iter().any(|row| row.kind == ContributionKind::Labour);
    let counts = by.may(Action::CountHectares, Some(seen.association.id));
    Ok(html! {
        h2 { (reader.t("what-follows")) }
        ul.rows {
            (link(format!("{path}/payments"), "purchase-money", seen.money(balance.collected_minor()), reader.tf("paid-to-suppliers", &[("amount", seen.money(balance.paid_minor()).into())])))
            (link(format!("{path}/delivery"), "delivery", reader.tf("deliveries-count", &[("count", seen.held.deliveries.iter().filter(|row| row.reversed_at.is_none()).count().into())]), reader.t("delivery-about")))
            (link(format!("{path}/sheet"), "delivery-sheet", String::new(), reader.t("delivery-sheet-about")))
            @let lost = seen.held.standing_shifts().map(|row| row.amount_minor).sum::<i64>();
            (link(format!("{path}/shifts"), "part-shifts", if lost == 0 { String::new() } else { seen.money(lost) }, reader.t("part-shifts-about")))
            @if seen.status.commits() && by.may(Action::RequestPurchases, Some(seen.association.id)) {
                (link(format!("{path}/adjust"), "purchase-adjust", String::new(), reader.t("purchase-adjust-about")))
            }
            @if labour { (link(format!("{path}/labour"), "labour", seen.money(seen.held.kind_minor(ContributionKind::Labour)), reader.t("labour-about"))) }
            @if seen.status.received() && counts {
                @let installed: i64 = seen.held.lines.iter().filter_map(|row| row.installed_hectares).sum();
                (link(format!("{path}/hectares"), "hectares-installed", reader.tf("hectares", &[("hectares", reader.hectares(installed).into())]), reader.tf("hectares-planned", &[("hectares", reader.hectares(seen.held.hectares()).into())])))
            }
        }
    })
}

/// Whether the reader may undo the closing of the delivery.
fn reopens(by: &Actor, seen: &PurchasePage) -> bool {
    seen.status.received() && by.may(Action::RequestPurchases, Some(seen.association.id))
}

/// The corrections of the purchase and of its records, and the ways to correct them.
async fn put_right_part(app: &App, by: &Actor, seen: &PurchasePage, fields: &Fields, own: Option<MemberId>) -> Result<Markup, Error> {
    let (reader, held, id) = (seen.reader, &seen.held, seen.held.id());
    let mut records = vec![id.0];
    records.extend(held.payments.iter().filter(|row| own.is_none() || row.member_id == own).map(|row| row.id.0));
    if own.is_none() {
        records.extend(held.deliveries.iter().map(|row| row.id.0));
        records.extend(held.shifts.iter().map(|row| row.id.0));
        records.extend(attachments::of_purchase(app.db.read(), id).await?.iter().map(|row| row.id.0));
        records.extend(labour::of_purchase(app.db.read(), id).await?.iter().map(|row| row.id.0));
    }
    let path = step_path(id, "reopen");
    Ok(html! {
        (seen.put_right(app, by, &records).await?)
        @if reopens(by, seen) {
            p.hint.no-print { (reader.t("reopen-hint")) }
            div.no-print { (undo_form(reader, fields, &path, "reopen")) }
        }
    })
}

fn cancel_part(seen: &PurchasePage, fields: &Fields) -> Markup {
    let reader = seen.reader;
    html! {
        details.no-print open[fields.refusal("reason").is_some()] {
            summary { (reader.t("purchase-cancel")) }
            (step_form(seen, fields, "cancel", |own| html! {
                p.hint { (reader.t("purchase-cancel-hint")) }
                (Field::new(reader, own, "reason", "reason").text())
                div.buttons { button.button.stop { (reader.t("purchase-cancel")) } }
            }))
        }
    }
}

/// Takes a step and goes on to a page; where it is refused, the purchase's own page says why and keeps what was typed.
async fn answer(
    app: &App,
    signed_in: &SignedIn,
    (id, verb): (PurchaseId, &str),
    doing: impl Future<Output = Result<(), Error>>,
    fields: Fields,
    to: impl Into<Next>,
) -> Result<Response, Error> {
    let fields = sent_to(fields, &step_path(id, verb));
    form::answer(doing, fields, |()| to, async |fields| purchase_page(app, signed_in, id, &fields).await).await
}

fn own_page(id: PurchaseId) -> String {
    format!("/purchases/{id}")
}

pub async fn decide(State(app): State<App>, signed_in: SignedIn, Path(id): Path<PurchaseId>, mut fields: Fields) -> Result<Response, Error> {
    let held = super::see(&app, &signed_in.0, id, Action::DecidePurchases).await?;
    let (decision, said) = read_decision(&mut fields);
    let doing = approvals::decide::decide(&app, &signed_in.0, fields.key(), id, decision, said);
    answer(&app, &signed_in, (id, "decide"), doing, fields, decided(decision, Some(held.row.number))).await
}

pub async fn submit(State(app): State<App>, signed_in: SignedIn, Path(id): Path<PurchaseId>, fields: Fields) -> Result<Response, Error> {
    let doing = submit::submit(&app, &signed_in.0, fields.key(), id, Said::default());
    answer(&app, &signed_in, (id, "submit"), doing, fields, own_page(id)).await
}

pub async fn order(State(app): State<App>, signed_in: SignedIn, Path(id): Path<PurchaseId>, fields: Fields) -> Result<Response, Error> {
    let doing = order::order(&app, &signed_in.0, fields.key(), id, Said::default());
    answer(&app, &signed_in, (id, "order"), doing, fields, own_page(id)).await
}

pub async fn settle(State(app): State<App>, signed_in: SignedIn, Path(id): Path<PurchaseId>, fields: Fields) -> Result<Response, Error> {
    let doing = settle::settle(&app, &signed_in.0, fields.key(), id, Said::default());
    answer(&app, &signed_in, (id, "settle"), doing, fields, own_page(id)).await
}

pub async fn reopen(State(app): State<App>, signed_in: SignedIn, Path(id): Path<PurchaseId>, mut fields: Fields) -> Result<Response, Error> {
    super::see(&app, &signed_in.0, id, Action::RequestPurchases).await?;
    let order = Order::new(id, fields.text("reason"));
    let doing = deliveries::reopen::undo(&app, &signed_in.0, fields.key(), order);
    let fields = sent_to(fields, &step_path(id, "reopen"));
    let to = |answer: Answer<PurchaseId>| answer.page(own_page);
    form::answer(doing, fields, to, async |fields| purchase_page(&app, &signed_in, id, &fields).await).await
}

pub async fn cancel(State(app): State<App>, signed_in: SignedIn, Path(id): Path<PurchaseId>, mut fields: Fields) -> Result<Response, Error> {
    super::see(&app, &signed_in.0, id, Action::RequestPurchases).await?;
    let reason = fields.text("reason");
    let doing = cancel::cancel(&app, &signed_in.0, fields.key(), id, reason);
    answer(&app, &signed_in, (id, "cancel"), doing, fields, own_page(id)).await
}
