//! One member: their loans, what is left to pay, the next installment. It is the member's home, and a page for those who keep
//! the books.

use axum::extract::{Path, State};
use axum::response::{IntoResponse, Response};
use maud::{Markup, html};

use crate::app::App;
use crate::domain::amount::Unit;
use crate::domain::cofinancing::PurchaseStatus;
use crate::domain::ids::MemberId;
use crate::domain::refusal::Refusal;
use crate::domain::role::{Action, Grant};
use crate::error::Error;
use crate::features::corrections::history;
use crate::features::funds::{self, Fund};
use crate::features::loans::{self, LoanAccount};
use crate::features::members::{self, Member};
use crate::features::repayments::preview::next_due;
use crate::features::solidarity::guarantors_part;
use crate::features::{applications, associations, delay, purchases, repayments, users};
use crate::web::layout::{Place, page};
use crate::web::parts::{back, due_tag, face, money};
use crate::web::signed_in::SignedIn;
use crate::web::text::Reader;

/// How many of the latest applications a member's page shows.
const ASKED: usize = 5;

pub async fn home(app: &App, signed_in: &SignedIn) -> Result<Response, Error> {
    let (_, member) = signed_in.0.member().ok_or_else(Refusal::forbidden)?;
    Ok(member_page(app, signed_in, member, true).await?.into_response())
}

/// # Errors
/// `not-found`.
pub async fn show(State(app): State<App>, signed_in: SignedIn, Path(id): Path<MemberId>) -> Result<Markup, Error> {
    member_page(&app, &signed_in, id, false).await
}

async fn member_page(app: &App, signed_in: &SignedIn, id: MemberId, own: bool) -> Result<Markup, Error> {
    let by = &signed_in.0;
    let member = members::see(app, by, id).await?;
    let association_id = member.association_id;
    let association = associations::see(app, by, association_id, Action::SeeFund).await?;
    let reader = signed_in.reader().in_country(&association.country);
    let today = app.clock.today(&association.time_zone);
    let own_funds = funds::of_association(app.db.read(), association_id).await?;
    let keeps = by.may(Action::ManageLoans, Some(association_id));
    let (mut parts, mut corrected) = (Vec::new(), Vec::new());
    for fund in &own_funds {
        let held = loans::of_fund(app.db.read(), fund.id, Some(id)).await?;
        let credit = repayments::credit_of(app.db.read(), (fund.id, id), Some(today)).await?;
        parts.push(fund_part(reader.counting(fund.unit), fund, &held, (id, credit, keeps), today)?);
        let telling = history::Telling { reader, by, association: association_id, time_zone: &association.time_zone, unit: fund.unit };
        corrected.push(history::of_member(app, &telling, id, fund.id).await?);
    }
    let mut bought = purchases::of_member(app.db.read(), id).await?;
    if let Some(programmes) = by.programmes_within(association_id).filter(|_| by.may(Action::SeeMembers, Some(association_id))) {
        bought.retain(|held| programmes.contains(&held.programme()));
    }
    let units = own_funds.iter().map(|fund| (fund.id, fund.unit)).collect();
    let sees = by.may(Action::SeeMembers, Some(association_id));
    let guaranteed = guarantors_part::guaranteed_part(app, reader, id, &units, sees, today).await?;
    let claims = delay::claims_part::claims_of_member_part(app, reader, id, &own_funds).await?;
    let user = users::of_member(app.db.read(), id).await?;
    // Whether the member sits in the committee, for those who may appoint it.
    let appoints = by.check_manages(Grant::Committee(association_id, id)).is_ok();
    let seats = if appoints { applications::committee(app.db.read(), association_id).await? } else { Vec::new() };
    let sits = appoints.then(|| seats.iter().any(|seat| seat.member == id));
    let asked = applications::of_member(app.db.read(), id).await?;
    let asks = by.member().is_some_and(|(_, own)| own == id) || by.may(Action::ManageLoans, Some(association_id));
    let body = html! {
        div.head {
            div {
                @if !own && sees { (back(&format!("/associations/{association_id}/members"), &reader.t("members"))) }
                div.named { (face(&member.name)) h1 { (member.name) } }
                p.hint { (particulars(reader, &member)) @if let Some(left_on) = member.left_on { " · " span.tag { (reader.t("member-left")) " " (reader.date(left_on)) } } }
            }
            @if by.may(Action::ManageLoans, Some(association_id)) {
                div.acts {
                    a.button.quiet href=(format!("/members/{id}/edit")) { (reader.t("member-edit")) }
                    @for fund in own_funds.iter().filter(|_| member.left_on.is_none()) { a.button href=(format!("/funds/{}/loans/new?member={id}", fund.id)) { (reader.tf("loan-new-in", &[("fund", (&fund.name).into())])) } }
                }
            }
        }
        div.cols.even {
            div {
                @for part in parts { (part) }
                (asked_part(reader, &own_funds, &asked, asks && member.left_on.is_none(), id))
                (guaranteed)
                (claims)
            }
            div {
                (purchases_part(reader, id, &bought, sees))
                @for part in corrected { (part) }
                @if by.may(Action::ManageSignIns, Some(association_id)) { (sign_in_part(reader, &member, user.as_ref(), sits)) }
                @if own { @for fund in &own_funds { div.buttons { a.button.quiet href=(format!("/funds/{}", fund.id)) { (reader.t("fund-totals")) } } } }
            }
        }
    };
    let heading = funds::heading(app, reader, by, &association, None).await?;
    let here = if own { Place::Home } else { Place::Members };
    Ok(page(reader, by, &heading, here, &member.name, body))
}

fn particulars(reader: Reader, member: &Member) -> String {
    let number = reader.tf("member-number", &[("number", member.number.to_string().into())]);
    [Some(number), member.document.clone(), member.community.clone(), member.phone.clone()].into_iter().flatten().collect::<Vec<_>>().join(" · ")
}

/// A member's debt and credit balance in a fund; `keeps`: whether the reader may refund the credit.
fn fund_part(
    reader: Reader,
    fund: &Fund,
    held: &[LoanAccount],
    (id, credit, keeps): (MemberId, i64, bool),
    today: chrono::NaiveDate,
) -> Result<Markup, Error> {
    let lent: Vec<&LoanAccount> = held.iter().filter(|held| held.status().lent()).collect();
    let mut owed = 0;
    let mut next: Option<(chrono::NaiveDate, i64)> = None;
    let mut late: Option<(chrono::NaiveDate, i64)> = None;
    for held in &lent {
        let position = held.position(today)?;
        owed += position.unpaid();
        next = [next, next_due(&position)].into_iter().flatten().min();
        for row in position.installments.iter().filter(|row| row.open() && row.due_on < today) {
            late = Some(late.map_or((row.due_on, row.unpaid()), |(since, sum)| (since.min(row.due_on), sum + row.unpaid())));
        }
    }
    Ok(html! {
        section.answer {
            span.words { (reader.tf("owes-in", &[("fund", (&fund.name).into())])) }
            (money(reader, owed, fund.unit))
            @if let Some((since, amount)) = late {
                span.words.bad { (reader.tf("overdue-installment", &[("amount", reader.money(amount, fund.unit).into()), ("day", reader.date(since).into())])) " " (due_tag(reader, since, today)) }
            } @else if let Some((due_on, amount)) = next {
                span.words { (reader.tf("next-installment", &[("amount", reader.money(amount, fund.unit).into()), ("day", reader.date(due_on).into())])) " " (due_tag(reader, due_on, today)) }
            } @else { span.words { (reader.t("owes-nothing")) } }
            @if credit > 0 { p.words {
                (reader.tf("has-credit", &[("amount", reader.money(credit, fund.unit).into())])) " "
                a href=(format!("/members/{id}/credit")) { (reader.t(if keeps { "credit-open" } else { "credit-see" })) }
            } }
        }
        @if !held.is_empty() {
            h2 { (reader.t("loans")) }
            ul.rows { @for held in held.iter().rev() { (loan_row(reader, held, fund.unit, today)?) } }
            p.more { a href=(format!("/members/{id}/kardex?fund={}", fund.id)) { (reader.t("member-kardex-link")) } }
        }
    })
}

fn loan_row(reader: Reader, held: &LoanAccount, unit: Unit, today: chrono::NaiveDate) -> Result<Markup, Error> {
    let status = held.status();
    let unpaid = if status.lent() { held.position(today)?.unpaid() } else { held.loan.principal_minor };
    Ok(html! {
        li { a.row href=(format!("/loans/{}", held.loan.id)) {
            span { (loans::pages::name(reader, &held.loan)) }
            span.amount { (reader.money(unpaid, unit)) }
            small { (reader.date(held.loan.disbursed_on)) " · " (reader.money(held.loan.principal_minor, unit)) }
            span.end { (loans::pages::status_tag(reader, &held.loan, today)) }
        } }
    })
}

/// What a member requested in co-financed purchases, their part, and what they received. A member without purchases has no such
/// part; a draft is not shown to members.
fn purchases_part(reader: Reader, id: MemberId, bought: &[purchases::PurchaseRecord], sees_drafts: bool) -> Markup {
    let shown: Vec<_> = bought.iter().filter(|held| sees_drafts || held.row.status != PurchaseStatus::Draft).collect();
    html! {
        @if !shown.is_empty() {
            h2 { (reader.t("purchases")) }
            ul.rows { @for held in shown {
                @let own = held.members.iter().find(|row| row.member_id == id);
                @let pays = own.map_or(0, |row| row.received_pays_minor.unwrap_or(row.pays_minor));
                li { a.row href=(format!("/purchases/{}", held.row.id)) {
                    span { (purchases::pages::name(reader, held)) }
                    span.amount { (reader.money(pays, held.unit)) }
                    small { (arrived(reader, id, held)) }
                    span.end { (purchases::pages::status_tag(reader, held)) }
                } }
            } }
        }
    }
}

/// The member's open applications and the latest decisions, with the link to apply.
fn asked_part(reader: Reader, own_funds: &[Fund], asked: &[applications::Application], asks: bool, id: MemberId) -> Markup {
    let unit = |fund| own_funds.iter().find(|own| own.id == fund).map_or(Unit::Pen, |own| own.unit);
    html! {
        @if !asked.is_empty() { h2 { (reader.t("applications")) } }
        ul.rows { @for row in asked.iter().take(ASKED) {
            li { a.row href=(format!("/applications/{}", row.id)) {
                span { (reader.tf("application-number", &[("number", row.number.to_string().into())])) } span.amount { (reader.money(row.principal_minor, unit(row.fund_id))) }
                small { (row.purpose) } span.end { (applications::status_tag(reader, row.status)) }
            } }
        } }
        @if asks { div.buttons { @for fund in own_funds {
            a.button.quiet href=(format!("/funds/{}/applications/new?member={id}", fund.id)) {
                (reader.t("application-new")) @if own_funds.len() > 1 { " · " (fund.name) }
            }
        } } }
    }
}

/// `Alfalfa 12.5 de 20 kg, rye grass 25 de 25 kg`.
fn arrived(reader: Reader, id: MemberId, held: &purchases::PurchaseRecord) -> String {
    let lines = held.lines.iter().filter(|row| row.member_id == id);
    let said = lines.filter_map(|row| {
        let item = held.item(row.item_no)?;
        let facts = [
            ("product", item.product.clone().into()),
            ("arrived", reader.quantity(held.handed(row.item_no, id)).into()),
            ("asked", reader.quantity(row.quantity).into()),
            ("measure", reader.of("measure", item.measure.code()).into()),
        ];
        Some(reader.tf("arrived-of-asked", &facts))
    });
    said.collect::<Vec<_>>().join(", ")
}

fn sign_in_part(reader: Reader, member: &Member, user: Option<&users::User>, sits: Option<bool>) -> Markup {
    html! {
        h2 { (reader.t("sign-in-of-member")) }
        @match user {
            Some(user) => {
                p { (reader.tf("sign-in-is", &[("login", (&user.login).into())])) }
                form method="post" action=(format!("/users/{}/reset", user.id)) {
                    (crate::web::parts::key_field(&crate::web::fields::Fields::default()))
                    button.button.quiet { (reader.t("sign-in-reset")) }
                }
                @if let Some(sits) = sits {
                    form method="post" action=(format!("/members/{}/committee{}", member.id, if sits { "/dismiss" } else { "" })) {
                        (crate::web::parts::key_field(&crate::web::fields::Fields::default()))
                        button.button.quiet { (reader.t(if sits { "committee-dismiss" } else { "committee-appoint" })) }
                    }
                }
            }
            None => {
                form method="post" action=(format!("/members/{}/sign-in", member.id)) {
                    (crate::web::parts::key_field(&crate::web::fields::Fields::default()))
                    input type="hidden" name="login" value=(member.document.clone().unwrap_or_else(|| format!("s{}", member.number)));
                    button.button.quiet { (reader.t("sign-in-make")) }
                }
            }
        }
    }
}
