//! The delay of one loan: calling its guarantors, what the debtor owes them, promises, and its debtor.

use axum::extract::{Path, State};
use axum::response::Response;
use chrono::NaiveDate;
use maud::{Markup, html};
use uuid::Uuid;

use super::call::{self, NewCall};
use super::claims::{self, NewClaimPayment};
use super::claims_part::claim_part;
use super::list_page::{promised, ways_to_reach};
use super::promises::{self, NewPromise};
use super::store::{self, DebtorChange};
use super::take_over::{self, NewDebtor};
use super::undo::undo;
use super::{Call, DelayHistory, DelayRecord, Lateness, history, lateness};
use crate::app::App;
use crate::domain::ids::{LoanId, MemberId, RepaymentId};
use crate::domain::loan::LoanStatus;
use crate::domain::role::Action;
use crate::error::Error;
use crate::features::associations::{self, Association};
use crate::features::corrections::Order;
use crate::features::funds::{self, Fund};
use crate::features::loans::{self, LoanAccount};
use crate::features::members::{self, Member, pick};
use crate::features::solidarity;
use crate::web::fields::Fields;
use crate::web::form;
use crate::web::layout::{Place, page};
use crate::web::parts::{Field, back, form_field, form_refusals, key_field, own_fields, sent_to, typed_into, undo_form};
use crate::web::signed_in::SignedIn;
use crate::web::text::Reader;

/// The contents of the page.
pub(super) struct DelayPage {
    pub held: LoanAccount,
    pub fund: Fund,
    association: Association,
    all: Vec<Member>,
    late: Option<Lateness>,
    /// Days of delay after which guarantors can be called.
    window: i64,
    /// The number of guarantors.
    guarantors: usize,
    known: DelayHistory,
    debtors: Vec<DebtorChange>,
    /// Whether the reader keeps loans.
    pub keeps: bool,
    pub reader: Reader,
    pub today: NaiveDate,
}

impl DelayPage {
    pub fn name(&self, id: MemberId) -> &str {
        self.all.iter().find(|member| member.id == id).map_or("", |member| member.name.as_str())
    }

    pub fn money(&self, minor: i64) -> String {
        self.reader.money(minor, self.fund.unit)
    }
}

async fn load_page(app: &App, signed_in: &SignedIn, id: LoanId) -> Result<DelayPage, Error> {
    let by = &signed_in.0;
    let held = loans::see(app, by, id).await?;
    let association = associations::see(app, by, held.loan.association_id, Action::SeeFund).await?;
    let fund = funds::find(app.db.read(), held.loan.fund_id).await?;
    let today = app.clock.today(&association.time_zone);
    let rules = funds::rules_on(app.db.read(), fund.id, today).await?;
    let db = app.db.read();
    Ok(DelayPage {
        late: lateness(&held, today)?,
        window: rules.credit.call_after_days,
        guarantors: solidarity::open_of_loan(db, id).await?.len(),
        known: history(app, id).await?,
        debtors: store::debtor_changes(db, id).await?,
        all: members::all(db, association.id).await?,
        keeps: by.may(Action::ManageLoans, Some(association.id)),
        reader: signed_in.reader().in_country(&association.country).counting(fund.unit),
        held,
        fund,
        association,
        today,
    })
}

/// # Errors
/// `not-found`.
pub async fn show(State(app): State<App>, signed_in: SignedIn, Path(id): Path<LoanId>) -> Result<Markup, Error> {
    delay_page(&app, &signed_in, id, &Fields::default()).await
}

async fn delay_page(app: &App, signed_in: &SignedIn, id: LoanId, fields: &Fields) -> Result<Markup, Error> {
    let of = load_page(app, signed_in, id).await?;
    let reader = of.reader;
    let title = reader.t("delay-of-loan");
    let debtor = of.all.iter().find(|member| member.id == of.held.loan.member_id);
    let body = html! {
        (back(&format!("/loans/{id}"), &loans::pages::name(reader, &of.held.loan)))
        h1 { (title) " · " (of.name(of.held.loan.member_id)) }
        (late_part(&of))
        @if let Some(debtor) = debtor.filter(|_| of.keeps && of.late.is_some()) { p { (ways_to_reach(reader, debtor, &of.association, "")) } }
        (form_refusals(reader, fields, &["amount", "due_on", "called_on", "paid_on", "member", "changed_on", "acta", "cause", "reason"]))
        (promises_part(&of, fields))
        (calls_part(&of, fields)?)
        (claims_part(&of, fields))
        (debtor_part(&of, fields))
        @if of.keeps { (pick::suggestions(&of.all)) }
    };
    let heading = funds::heading(app, reader, &signed_in.0, &of.association, Some(&of.fund)).await?;
    Ok(page(reader, &signed_in.0, &heading, Place::Members, &title, body))
}

fn late_part(of: &DelayPage) -> Markup {
    let reader = of.reader;
    html! {
        section.answer {
            @match of.late {
                Some(late) => {
                    span.words { (reader.tf("loan-late-since", &[("day", reader.date(late.since_on).into())])) }
                    span.amount { (of.money(late.overdue_minor)) }
                    span.words { span.tag.late { (reader.tf("days-late", &[("days", late.days.into())])) } }
                }
                None => p.words { (reader.t("delay-not-late")) },
            }
        }
    }
}

fn promises_part(of: &DelayPage, fields: &Fields) -> Markup {
    let reader = of.reader;
    let action = format!("/loans/{}/promises", of.held.loan.id);
    let typed = own_fields(fields, &action, Fields::default());
    html! {
        h2 { (reader.t("promises")) }
        @if of.known.promises.is_empty() { p.hint { (reader.t("promises-none")) } }
        ul.rows { @for row in &of.known.promises {
            li.row {
                span.void[row.reversed_at.is_some()] { (promised(reader, &of.fund, &of.held, row, of.today)) }
                span {}
                @if of.keeps && row.reversed_at.is_none() { div.part { (undo_form(reader, fields, &format!("/promises/{}/undo", row.id), "undo")) } }
            }
        } }
        @if of.keeps && of.held.status() == LoanStatus::Disbursed {
            details open[typed_into(fields, &action).is_some()] {
                summary { (reader.t("promise-new")) }
                form method="post" action=(action) {
                    (form_field(&action))
                    (key_field(&typed))
                    div.pair {
                        (Field::new(reader, &typed, "amount", "promise-amount").figures())
                        (Field::new(reader, &typed, "due_on", "promise-due").date())
                    }
                    (Field::new(reader, &typed, "note", "note-optional").text())
                    div.buttons { button.button.quiet { (reader.t("promise-save")) } }
                }
            }
        }
    }
}

fn calls_part(of: &DelayPage, fields: &Fields) -> Result<Markup, Error> {
    let reader = of.reader;
    let action = format!("/loans/{}/call", of.held.loan.id);
    let typed = own_fields(fields, &action, Fields::default().with("called_on", of.today.to_string()));
    let mut told = Vec::new();
    for row in &of.known.calls {
        told.push((row, call::parts_of(row)?));
    }
    let enough = of.late.is_some_and(|late| late.days > of.window);
    Ok(html! {
        @if of.guarantors > 0 || !told.is_empty() { h2 { (reader.t("calls")) } }
        @for (row, parts) in &told { (call_part(of, row, parts, fields)) }
        @if of.keeps && of.guarantors > 0 {
            @if enough {
                details open[typed_into(fields, &action).is_some()] {
                    summary { (reader.t("call-new")) }
                    p.hint { (reader.tf("call-hint", &[("count", of.guarantors.into())])) }
                    form method="post" action=(action) {
                        (form_field(&action))
                        (key_field(&typed))
                        (Field::new(reader, &typed, "called_on", "call-on").date())
                        (Field::new(reader, &typed, "note", "note-optional").text())
                        div.buttons { button.button { (reader.t("call-new")) } }
                    }
                }
            } @else { p.hint { (reader.tf("call-not-yet", &[("days", of.window.into())])) } }
        }
    })
}

/// The amounts of a call, with links to record each guarantor's payment.
fn call_part(of: &DelayPage, row: &Call, parts: &[(MemberId, i64)], fields: &Fields) -> Markup {
    let reader = of.reader;
    let stands = row.reversed_at.is_none();
    let paid = |member: MemberId| -> i64 {
        let own = of.known.claims.iter().filter(|claim| claim.creditor == member && claim.paid.paid_on >= row.called_on);
        own.map(|claim| claim.paid.amount_minor).sum()
    };
    html! {
        p { (reader.tf("called-on", &[("day", reader.date(row.called_on).into()), ("amount", of.money(row.shortfall_minor).into())])) @if !row.note.is_empty() { " · " (row.note) } }
        @if let Some(reason) = &row.reversal_reason { p.notice { (reader.t("reversed")) ": " (reason) } }
        ul.rows { @for (member, minor) in parts {
            li.row {
                span.void[!stands] { (of.name(*member)) } span.amount { (of.money(*minor)) }
                small { (reader.tf("call-paid", &[("amount", of.money(paid(*member)).into())])) }
                span.end { @if of.keeps && stands && paid(*member) < *minor {
                    a href=(format!("/loans/{}/repay?payer={}&amount={}", of.held.loan.id, member, minor - paid(*member))) { (reader.t("record-repayment")) }
                } }
            }
        } }
        @if of.keeps && stands { (undo_form(reader, fields, &format!("/guarantee-calls/{}/undo", row.id), "undo")) }
    }
}

fn claims_part(of: &DelayPage, fields: &Fields) -> Markup {
    let reader = of.reader;
    html! {
        @if !of.known.claims.is_empty() {
            h2 { (reader.t("claims")) }
            p.hint { (reader.tf("claims-hint", &[("name", of.name(of.held.loan.member_id).into())])) }
            ul.rows { @for claim in &of.known.claims { (claim_part(of, claim, fields)) } }
        }
    }
}

fn debtor_part(of: &DelayPage, fields: &Fields) -> Markup {
    let reader = of.reader;
    let action = format!("/loans/{}/debtor", of.held.loan.id);
    let typed = own_fields(fields, &action, Fields::default().with("changed_on", of.today.to_string()));
    html! {
        @if !of.debtors.is_empty() { h2 { (reader.t("debtors")) } }
        ul.rows { @for row in &of.debtors {
            li.row {
                span { (of.name(row.from_member)) " → " (of.name(row.to_member)) } span {}
                small.part { (reader.date(row.changed_on)) " · " (row.acta) " · " (row.cause) }
            }
        } }
        @if of.keeps && of.held.status() == LoanStatus::Disbursed {
            details open[typed_into(fields, &action).is_some()] {
                summary { (reader.t("debtor-new")) }
                p.hint { (reader.t("debtor-hint")) }
                form method="post" action=(action) {
                    (form_field(&action))
                    (key_field(&typed))
                    (Field::new(reader, &typed, "member", "debtor-to").hint("member-pick-hint").suggested(pick::LIST))
                    div.pair {
                        (Field::new(reader, &typed, "changed_on", "debtor-on").date())
                        (Field::new(reader, &typed, "acta", "acta-number").text())
                    }
                    (Field::new(reader, &typed, "cause", "debtor-cause").text())
                    div.buttons { button.button.quiet { (reader.t("debtor-new")) } }
                }
            }
        }
    }
}

/// Checks the permission first: a form's refusals are only for those who may send it.
async fn page_for(app: &App, signed_in: &SignedIn, id: LoanId, action: Action) -> Result<DelayPage, Error> {
    let of = load_page(app, signed_in, id).await?;
    signed_in.0.check(action, Some(of.association.id))?;
    Ok(of)
}

fn back_to(id: LoanId) -> String {
    format!("/loans/{id}/delay")
}

/// # Errors
/// A refusal that is not about what was typed.
pub async fn add_call(State(app): State<App>, signed_in: SignedIn, Path(id): Path<LoanId>, fields: Fields) -> Result<Response, Error> {
    page_for(&app, &signed_in, id, Action::ManageLoans).await?;
    let mut fields = sent_to(fields, &format!("/loans/{id}/call"));
    let new = NewCall { loan: id, called_on: fields.date("called_on"), note: fields.note("note") };
    let doing = call::call(&app, &signed_in.0, fields.key(), new);
    form::answer(doing, fields, back_to, async |fields| delay_page(&app, &signed_in, id, &fields).await).await
}

/// # Errors
/// A refusal that is not about what was typed.
pub async fn add_promise(State(app): State<App>, signed_in: SignedIn, Path(id): Path<LoanId>, fields: Fields) -> Result<Response, Error> {
    let of = page_for(&app, &signed_in, id, Action::RecordRepayments).await?;
    let mut fields = sent_to(fields, &format!("/loans/{id}/promises"));
    let amount_minor = fields.money("amount", of.fund.unit, of.reader.style);
    let new = NewPromise { loan: id, due_on: fields.date("due_on"), amount_minor, note: fields.note("note") };
    let doing = promises::promise(&app, &signed_in.0, fields.key(), new);
    form::answer(doing, fields, back_to, async |fields| delay_page(&app, &signed_in, id, &fields).await).await
}

/// # Errors
/// A refusal that is not about what was typed.
pub async fn change_debtor(State(app): State<App>, signed_in: SignedIn, Path(id): Path<LoanId>, fields: Fields) -> Result<Response, Error> {
    let of = page_for(&app, &signed_in, id, Action::ManageLoans).await?;
    let mut fields = sent_to(fields, &format!("/loans/{id}/debtor"));
    let to = match pick::picked(&of.all, fields.get("member")) {
        Ok(member) => member,
        Err(refusal) => {
            fields.refusals.push(refusal);
            MemberId(Uuid::nil())
        }
    };
    let new = NewDebtor { loan: id, to, changed_on: fields.date("changed_on"), acta: fields.text("acta"), cause: fields.text("cause") };
    let doing = take_over::take_over(&app, &signed_in.0, fields.key(), new);
    form::answer(doing, fields, back_to, async |fields| delay_page(&app, &signed_in, id, &fields).await).await
}

/// # Errors
/// A refusal that is not about what was typed.
pub async fn pay_back(State(app): State<App>, signed_in: SignedIn, Path(id): Path<RepaymentId>, fields: Fields) -> Result<Response, Error> {
    let loan = store::repayment_of(app.db.read(), id).await?.loan_id;
    let of = page_for(&app, &signed_in, loan, Action::RecordRepayments).await?;
    let mut fields = sent_to(fields, &format!("/repayments/{id}/pay-back"));
    let amount_minor = fields.money("amount", of.fund.unit, of.reader.style);
    let new = NewClaimPayment { repayment: id, amount_minor, paid_on: fields.date("paid_on"), note: fields.note("note") };
    let doing = claims::pay_back(&app, &signed_in.0, fields.key(), new);
    form::answer(doing, fields, back_to, async |fields| delay_page(&app, &signed_in, loan, &fields).await).await
}

async fn take_back(app: App, signed_in: SignedIn, id: Uuid, record: DelayRecord, fields: Fields) -> Result<Response, Error> {
    let loan = store::recorded(app.db.read(), record, id).await?.loan;
    let folder = match record {
        DelayRecord::Call => "guarantee-calls",
        DelayRecord::ClaimPayment => "claim-payments",
        DelayRecord::Promise => "promises",
    };
    page_for(&app, &signed_in, loan, Action::RecordRepayments).await?;
    let mut fields = sent_to(fields, &format!("/{folder}/{id}/undo"));
    let order = Order::new(id, fields.text("reason"));
    let doing = undo(&app, &signed_in.0, fields.key(), record, order);
    form::answer(doing, fields, back_to, async |fields| delay_page(&app, &signed_in, loan, &fields).await).await
}

/// # Errors
/// A refusal that is not about what was typed.
pub async fn undo_call(State(app): State<App>, signed_in: SignedIn, Path(id): Path<Uuid>, fields: Fields) -> Result<Response, Error> {
    take_back(app, signed_in, id, DelayRecord::Call, fields).await
}

/// # Errors
/// A refusal that is not about what was typed.
pub async fn undo_claim(State(app): State<App>, signed_in: SignedIn, Path(id): Path<Uuid>, fields: Fields) -> Result<Response, Error> {
    take_back(app, signed_in, id, DelayRecord::ClaimPayment, fields).await
}

/// # Errors
/// A refusal that is not about what was typed.
pub async fn undo_promise(State(app): State<App>, signed_in: SignedIn, Path(id): Path<Uuid>, fields: Fields) -> Result<Response, Error> {
    take_back(app, signed_in, id, DelayRecord::Promise, fields).await
}
