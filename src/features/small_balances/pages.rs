//! Small balances on screen: the list with the acta that forgives them, and one remission with its reversal.

use axum::extract::{Path, State};
use axum::http::Uri;
use axum::response::Response;
use maud::{Markup, html};

use super::forgive::{NewForgiveness, forgive};
use super::{SmallBalance, list, reverse};
use crate::app::App;
use crate::domain::ids::{FundId, LoanId, RemissionId};
use crate::domain::loan::RemissionKind;
use crate::domain::role::Action;
use crate::error::Error;
use crate::features::associations::{self, Association};
use crate::features::corrections::{Answer, Order, history};
use crate::features::funds::{self, Fund};
use crate::features::{loans, members};
use crate::web::fields::Fields;
use crate::web::form;
use crate::web::layout::{Place, page};
use crate::web::parts::{Field, Undo, back, field_refusal, form_refusals, key_field, submit};
use crate::web::signed_in::SignedIn;
use crate::web::text::Reader;

const FIELDS: [&str; 3] = ["acta", "decided_on", "loan"];

pub async fn show(State(app): State<App>, signed_in: SignedIn, Path(id): Path<FundId>, uri: Uri) -> Result<Markup, Error> {
    let (fund, association) = funds::see(&app, &signed_in.0, id, Action::SeeMembers).await?;
    let asked = Fields::from_query(&uri).get("decided_on").to_owned();
    let fields = if asked.is_empty() { Fields::default() } else { Fields::default().with("decided_on", asked) };
    list_page(&app, &signed_in, &fund, &association, &fields).await
}

async fn list_page(app: &App, signed_in: &SignedIn, fund: &Fund, association: &Association, fields: &Fields) -> Result<Markup, Error> {
    let (reader, by) = (signed_in.reader().in_country(&association.country).counting(fund.unit), &signed_in.0);
    let today = app.clock.today(&association.time_zone);
    let on = crate::domain::calendar::read(fields.get("decided_on")).unwrap_or(today).min(today);
    let below = funds::rules_on(app.db.read(), fund.id, on).await?.small_balance_minor;
    let small = list(app.db.read(), fund.id, on).await?;
    let names = members::names(app.db.read(), small.iter().map(|one| one.held.loan.member_id).collect()).await?;
    let total: i64 = small.iter().map(SmallBalance::amount_minor).sum();
    let decides = by.may(Action::ForgiveBalances, Some(fund.association));
    let fields = &fields.clone().with("decided_on", on.to_string());
    let body = html! {
        (back(&format!("/funds/{}/loans", fund.id), &reader.t("loans")))
        h1 { (reader.t("small-balances")) }
        @if below == 0 { p.notice { (reader.t("small-balances-no-rule")) " " a href=(format!("/funds/{}/rules", fund.id)) { (reader.t("rules")) } } }
        @else { p.hint { (reader.tf("small-balances-hint", &[("amount", reader.money(below, fund.unit).into())])) } }
        @if below > 0 && small.is_empty() { p.notice { (reader.t("small-balances-none")) } }
        (form_refusals(reader, fields, if small.is_empty() { &[] } else { &FIELDS }))
        @if !small.is_empty() {
            form method="post" action=(format!("/funds/{}/small-balances", fund.id)) {
                (key_field(fields))
                (field_refusal(reader, fields, "loan"))
                fieldset {
                    legend { (reader.tf("small-balances-total", &[("amount", reader.money(total, fund.unit).into()), ("day", reader.date(on).into())])) }
                    @for one in &small { (choice(reader, fund, fields, one, names.get(&one.held.loan.member_id).map(String::as_str), decides)) }
                }
                @if decides {
                    (Field::new(reader, fields, "acta", "remission-acta").hint("remission-acta-hint").text())
                    (Field::new(reader, fields, "decided_on", "remission-decided-on").date())
                    (submit(reader, "small-balances-forgive"))
                }
            }
        }
    };
    let heading = funds::heading(app, reader, by, association, Some(fund)).await?;
    Ok(page(reader, by, &heading, Place::Fund, &reader.t("small-balances"), body))
}

/// One loan with its box, ticked unless the user had cleared it in the form that is shown again.
fn choice(reader: Reader, fund: &Fund, fields: &Fields, one: &SmallBalance, name: Option<&str>, decides: bool) -> Markup {
    let loan = &one.held.loan;
    let chosen = !fields.has("acta") || fields.all("loan").any(|chosen| chosen.starts_with(&loan.id.to_string()));
    let installments: Vec<String> = one.rests.iter().map(|rest| rest.no.to_string()).collect();
    html! {
        label.choice {
            @if decides { input type="checkbox" name="loan" value=(format!("{} {}", loan.id, one.amount_minor())) checked[chosen]; } @else { span {} }
            span {
                (name.unwrap_or_default()) br;
                small.hint {
                    a href=(format!("/loans/{}", loan.id)) { (loans::pages::name(reader, loan)) } " · "
                    (reader.tf("small-balance-of", &[("count", installments.len().into()), ("list", installments.join(", ").into())]))
                }
            }
            span.amount { (reader.money(one.amount_minor(), fund.unit)) }
        }
    }
}

pub async fn add(State(app): State<App>, signed_in: SignedIn, Path(id): Path<FundId>, mut fields: Fields) -> Result<Response, Error> {
    let (fund, association) = funds::see(&app, &signed_in.0, id, Action::ForgiveBalances).await?;
    let chosen: Option<Vec<(LoanId, i64)>> = fields.all("loan").map(chosen).collect();
    let new = NewForgiveness { fund: fund.id, acta: fields.text("acta"), decided_on: fields.date("decided_on"), loans: chosen.unwrap_or_default() };
    let doing = forgive(&app, &signed_in.0, fields.key(), new);
    form::answer(
        doing,
        fields,
        |_| format!("/funds/{id}/small-balances"),
        async |fields| list_page(&app, &signed_in, &fund, &association, &fields).await,
    )
    .await
}

/// A loan, and its amount as shown.
fn chosen(value: &str) -> Option<(LoanId, i64)> {
    let (loan, amount) = value.split_once(' ')?;
    Some((loan.parse().ok()?, amount.parse().ok()?))
}

pub async fn show_one(State(app): State<App>, signed_in: SignedIn, Path(id): Path<RemissionId>) -> Result<Markup, Error> {
    remission_page(&app, &signed_in, id, &Fields::default()).await
}

async fn remission_page(app: &App, signed_in: &SignedIn, id: RemissionId, fields: &Fields) -> Result<Markup, Error> {
    let by = &signed_in.0;
    let row = loans::remission(app.db.read(), id).await?;
    let held = loans::see(app, by, row.loan_id).await?;
    let association_id = row.association_id;
    let association = associations::see(app, by, association_id, Action::SeeFund).await?;
    let reader = signed_in.reader().in_country(&association.country).counting(held.unit);
    let member = members::find(app.db.read(), row.member_id).await?;
    let fund = funds::find(app.db.read(), row.fund_id).await?;
    let parts = [("principal", row.principal_minor), ("interest", row.interest_minor), ("late-fee", row.late_fee_minor)];
    let reversed = row.reversed_at.is_some();
    let action = format!("/remissions/{id}/reverse");
    let telling = history::Telling { reader, by, association: association_id, time_zone: &association.time_zone, unit: held.unit };
    let told = history::part(app, &telling, id.0).await?;
    let (hint, button) = match row.kind {
        RemissionKind::Relief => ("relief-reverse-hint", "relief-reverse"),
        RemissionKind::WriteOff => ("write-off-reverse-hint", "write-off-reverse"),
        RemissionKind::LateFees | RemissionKind::SmallBalance => ("remission-reverse-hint", "remission-reverse"),
    };
    let undo = Undo { action, open: "remission-reverse-open", hint, button };
    let body = html! {
        (back(&format!("/loans/{}", row.loan_id), &loans::pages::name(reader, &held.loan)))
        h1 { (reader.of("remission", row.kind.code())) " · " (member.name) }
        @if let Some(reason) = row.reversal_reason.as_deref() { div.notice.bad { b { (reader.t("reversed")) } ": " (reason) } }
        @if row.kind != RemissionKind::Relief { section.answer { span.amount.void[reversed] { (reader.money(parts.iter().map(|(_, minor)| minor).sum(), held.unit)) } } }
        dl.facts {
            @if let Some(relief) = &row.relief { dt { (reader.t("relief-what")) } dd { (loans::relief_part::told(reader, relief)) } }
            dt { (reader.t("remission-acta")) } dd { (row.acta) }
            dt { (reader.t("remission-decided-on")) } dd { (reader.date(row.decided_on)) }
            @for (key, minor) in parts.iter().filter(|(_, minor)| *minor > 0) { dt { (reader.t(key)) } dd { (reader.money(*minor, held.unit)) } }
        }
        (told)
        (undo.part(reader, fields, !reversed && by.may(Action::ForgiveBalances, Some(association_id))))
    };
    let heading = funds::heading(app, reader, by, &association, Some(&fund)).await?;
    Ok(page(reader, by, &heading, Place::Members, &reader.of("remission", row.kind.code()), body))
}

pub async fn undo(State(app): State<App>, signed_in: SignedIn, Path(id): Path<RemissionId>, mut fields: Fields) -> Result<Response, Error> {
    let row = loans::remission(app.db.read(), id).await?;
    loans::see(&app, &signed_in.0, row.loan_id).await?;
    signed_in.0.check(Action::ForgiveBalances, Some(row.association_id))?;
    let order = Order::new(id, fields.text("reason"));
    let doing = reverse::reverse(&app, &signed_in.0, fields.key(), order);
    let to = |answer: Answer<RemissionId>| answer.page(|id| format!("/remissions/{id}"));
    form::answer(doing, fields, to, async |fields| remission_page(&app, &signed_in, id, &fields).await).await
}
