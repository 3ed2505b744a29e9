//! Capital on screen: received and pledged, and the form for both.

use axum::extract::{Path, State};
use axum::response::Response;
use maud::{Markup, html};

use super::record::{self, NewCapital, pledge, receive};
use super::{Account, Capital, store, surplus};
use crate::app::App;
use crate::domain::amount::NumberStyle;
use crate::domain::capital::{CapitalKind, CapitalStatus};
use crate::domain::ids::{CapitalId, FundId};
use crate::domain::loan::PaymentMethod;
use crate::domain::role::Action;
use crate::domain::text::Line;
use crate::error::Error;
use crate::features::associations::Association;
use crate::features::funds::{self, Fund};
use crate::features::members::{self, Member, pick};
use crate::web::fields::Fields;
use crate::web::form;
use crate::web::layout::{Place, page};
use crate::web::notice::Next;
use crate::web::parts::{Field, FundTab, back, form_field, form_refusals, fund_tabs, key_field, means_choice, own_fields, submit, typed_into};
use crate::web::signed_in::SignedIn;
use crate::web::text::Reader;

fn receive_action(capital: &Capital) -> Option<String> {
    (capital.status == CapitalStatus::Pledged).then(|| format!("/capital/{}/receive", capital.id))
}

fn list_of(fund: FundId) -> String {
    format!("/funds/{fund}/capital")
}

pub async fn list(State(app): State<App>, signed_in: SignedIn, Path(id): Path<FundId>) -> Result<Markup, Error> {
    list_page(&app, &signed_in, id, &Fields::default()).await
}

async fn list_page(app: &App, signed_in: &SignedIn, id: FundId, fields: &Fields) -> Result<Markup, Error> {
    let by = &signed_in.0;
    let (fund, association) = funds::see(app, by, id, Action::SeeMembers).await?;
    let reader = signed_in.reader().in_country(&association.country).counting(fund.unit);
    let keeps = by.may(Action::ManageFund, Some(fund.association));
    let today = app.clock.today(&association.time_zone).to_string();
    let all = store::accounts(app.db.read(), &[fund.id], None).await?;
    let dated = Fields::default().with("happens_on", today);
    // A row's form shows its own refusals, where it is on the page.
    let drawn = keeps && all.iter().filter_map(|account| receive_action(&account.capital)).any(|form| typed_into(fields, &form).is_some());
    let told: &[&str] = if drawn { &["happens_on"] } else { &[] };
    let body = html! {
        (back(&format!("/funds/{id}"), &fund.name))
        h1 { (reader.t("capital")) }
        (fund_tabs(reader, by, fund.association, id, FundTab::Capital))
        (form_refusals(reader, fields, told))
        @if all.is_empty() { p.notice { (reader.t("capital-none")) } }
        ul.rows { @for account in &all { (capital_row(reader, &fund, account, keeps.then_some((fields, &dated)))) } }
        @if keeps { div.buttons { a.button href=(format!("/funds/{id}/capital/new")) { (reader.t("capital-new")) } } }
    };
    let heading = funds::heading(app, reader, by, &association, Some(&fund)).await?;
    Ok(page(reader, by, &heading, Place::Fund, &reader.t("capital"), body))
}

/// `forms`, for those who keep the fund: the refused form's values, and the initial values of the others.
fn capital_row(reader: Reader, fund: &Fund, account: &Account, forms: Option<(&Fields, &Fields)>) -> Markup {
    let row = &account.capital;
    let (pledged, undone) = (row.status == CapitalStatus::Pledged, row.status == CapitalStatus::Reversed);
    html! {
        li.row {
            span.void[undone] { a href=(format!("/capital/{}", row.id)) { (row.source) } } span.amount.void[undone] { (reader.money(row.amount_minor, fund.unit)) }
            small { (reader.of("capital", row.kind.code())) " · " (reader.date(row.happens_on)) @if let Some(reason) = &row.reversal_reason { " · " (reason) } }
            span.end { span.tag.soon[pledged].well[account.received()].late[undone] { (reader.t(if undone { "reversed" } else { row.status.code() })) } }
            @if account.recoverable() && account.received() { (returns_part(reader, fund, account, forms.is_some())) }
            @if let (Some((fields, dated)), Some(came)) = (forms, receive_action(row)) {
                @let own = &own_fields(fields, &came, dated.clone());
                details open[typed_into(fields, &came).is_some()] {
                    summary { (reader.t("pledge-came")) }
                    form method="post" action=(came) {
                        (form_field(&came))
                        (key_field(own))
                        (Field::new(reader, own, "happens_on", "capital-date").date())
                        (means_choice(reader, own))
                        (submit(reader, "capital-received"))
                    }
                }
            }
        }
    }
}

/// Seed capital: the amount received, each voucher, and the amount still owed.
pub fn returns_part(reader: Reader, fund: &Fund, account: &Account, keeps: bool) -> Markup {
    let money = |minor| reader.money(minor, fund.unit);
    html! {
        div.part {
            dl.facts {
                dt { (reader.t("capital-returned")) } dd { (money(account.returned_minor())) }
                dt { (reader.t("capital-owed")) } dd { b { (money(account.owed_minor())) } }
                @if let Some(on) = account.capital.owed_back_on { dt { (reader.t("capital-owed-back")) } dd { (reader.date(on)) } }
            }
            @if !account.returns.is_empty() {
                table {
                    caption { (reader.t("capital-returns")) }
                    tbody { @for row in &account.returns {
                        @let undone = row.reversed_at.is_some();
                        tr {
                            td { a href=(format!("/capital-returns/{}", row.id)) { (reader.tf("voucher-short", &[("number", row.voucher_no.to_string().into())])) } @if undone { " " span.tag.late { (reader.t("reversed")) } } }
                            td { (reader.short_date(row.happens_on)) }
                            td.n { span.void[undone] { (reader.figures(row.amount_minor, fund.unit)) } }
                        }
                    } }
                }
            }
            @let pay_back = account.capital.transfer_id.map_or_else(|| format!("/capital/{}/return", account.capital.id), |transfer| format!("/transfers/{transfer}/pay-back"));
            @if keeps && account.owed_minor() > 0 { div.buttons { a.button.quiet href=(pay_back) { (reader.t("capital-return")) } } }
        }
    }
}

pub async fn show_new(State(app): State<App>, signed_in: SignedIn, Path(id): Path<FundId>) -> Result<Markup, Error> {
    let (fund, association) = funds::see(&app, &signed_in.0, id, Action::ManageFund).await?;
    let fields = Fields::default().with("happens_on", app.clock.today(&association.time_zone).to_string());
    form_page(&app, &signed_in, &fund, &association, &fields).await
}

async fn form_page(app: &App, signed_in: &SignedIn, fund: &Fund, association: &Association, fields: &Fields) -> Result<Markup, Error> {
    let (reader, by) = (signed_in.reader().in_country(&association.country).counting(fund.unit), &signed_in.0);
    let pledged = fields.get("status") == CapitalStatus::Pledged.code();
    let surplus = surplus::left(app.db.read(), fund.id, app.clock.today(&association.time_zone)).await?;
    let members = members::all(app.db.read(), association.id).await?;
    let body = html! {
        (back(&format!("/funds/{}/capital", fund.id), &reader.t("capital")))
        h1 { (reader.t("capital-new")) }
        (form_refusals(reader, fields, &["amount", "member", "source", "kind", "happens_on", "owed_back_on"]))
        form method="post" action=(format!("/funds/{}/capital", fund.id)) {
            (key_field(fields))
            fieldset {
                legend { (reader.t("capital-status")) }
                label.choice { input type="radio" name="status" value=(CapitalStatus::Received.code()) checked[!pledged]; span { (reader.t("capital-received")) } span {} }
                label.choice { input type="radio" name="status" value=(CapitalStatus::Pledged.code()) checked[pledged]; span { (reader.t("capital-pledged")) } span {} }
            }
            (fields_part(reader, fund, fields, surplus, &members))
            (submit(reader, "save"))
        }
    };
    Ok(page(reader, by, &funds::heading(app, reader, by, association, Some(fund)).await?, Place::Fund, &reader.t("capital-new"), body))
}

/// The fields of capital, for a new record and for a correction. `surplus_minor` is the surplus that can be capitalised.
pub fn fields_part(reader: Reader, fund: &Fund, fields: &Fields, surplus_minor: i64, members: &[Member]) -> Markup {
    let kinds: Vec<(String, String)> = CapitalKind::ALL.map(|kind| (kind.code().to_owned(), reader.of("capital", kind.code()))).to_vec();
    html! {
        (Field::new(reader, fields, "amount", "amount").figures())
        (Field::new(reader, fields, "kind", "capital-kind").select(&kinds))
        p.hint { (reader.tf("capital-surplus-left", &[("amount", reader.money(surplus_minor.max(0), fund.unit).into())])) }
        (Field::new(reader, fields, "member", "capital-giver").hint("capital-giver-hint").suggested(pick::LIST))
        (pick::suggestions(members))
        (Field::new(reader, fields, "source", "capital-source").text())
        (Field::new(reader, fields, "happens_on", "capital-date").date())
        (Field::new(reader, fields, "owed_back_on", "capital-owed-back").hint("capital-owed-back-hint").date())
        (means_choice(reader, fields))
    }
}

/// The member who gives it; none if nobody was typed.
fn picked<'m>(fields: &mut Fields, members: &'m [Member]) -> Option<&'m Member> {
    let typed = fields.get("member").trim().to_owned();
    if typed.is_empty() {
        return None;
    }
    match pick::picked(members, &typed) {
        Ok(id) => members.iter().find(|member| member.id == id),
        Err(refusal) => {
            fields.refusals.push(refusal);
            None
        }
    }
}

/// Reads the fields of capital.
pub fn read(fields: &mut Fields, fund: &Fund, style: NumberStyle, members: &[Member]) -> NewCapital {
    let member = picked(fields, members);
    let source = match (fields.note("source"), member) {
        // A named member is the giver.
        (source, Some(member)) if source.is_empty() => Line::kept(member.name.clone()).into(),
        (source, _) => source,
    };
    NewCapital {
        member: member.map(|member| member.id),
        fund: fund.id,
        kind: fields.choice("kind", CapitalKind::parse, CapitalKind::Grant),
        source,
        amount_minor: fields.money("amount", fund.unit, style),
        happens_on: fields.date("happens_on"),
        owed_back_on: fields.maybe_date("owed_back_on"),
        payment_method: fields.choice("payment_method", PaymentMethod::of_money, PaymentMethod::Cash),
    }
}

pub async fn add(State(app): State<App>, signed_in: SignedIn, Path(id): Path<FundId>, mut fields: Fields) -> Result<Response, Error> {
    let (fund, association) = funds::see(&app, &signed_in.0, id, Action::ManageFund).await?;
    let members = members::all(app.db.read(), association.id).await?;
    let new = read(&mut fields, &fund, signed_in.reader().in_country(&association.country).style, &members);
    let (key, pledged) = (fields.key(), fields.get("status") == CapitalStatus::Pledged.code());
    let doing = async { if pledged { pledge(&app, &signed_in.0, key, new).await } else { receive(&app, &signed_in.0, key, new).await } };
    let to = |_| if pledged { Next::after(list_of(id), "capital-pledged") } else { list_of(id).into() };
    form::answer(doing, fields, to, async |fields| form_page(&app, &signed_in, &fund, &association, &fields).await).await
}

pub async fn fulfil(State(app): State<App>, signed_in: SignedIn, Path(id): Path<CapitalId>, mut fields: Fields) -> Result<Response, Error> {
    let fund = store::find(app.db.read(), id).await?.fund_id;
    funds::see(&app, &signed_in.0, fund, Action::ManageFund).await?;
    let on = fields.date("happens_on");
    let payment_method = fields.choice("payment_method", PaymentMethod::of_money, PaymentMethod::Cash);
    let doing = record::fulfil(&app, &signed_in.0, fields.key(), id, on, payment_method);
    form::answer(doing, fields, |_| list_of(fund), async |fields| list_page(&app, &signed_in, fund, &fields).await).await
}
