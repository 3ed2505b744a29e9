//! Setting a fund up, its rules and its cycles.

use axum::extract::{Path, State};
use axum::http::Uri;
use axum::response::Response;
use maud::{Markup, html};

use super::change_rules::{Change, change_rules};
use super::compare_page::ready_part;
use super::create::{NewFund, create};
use super::credit_rules_part::{self, credit_rules_fields, read_credit_rules, with_credit_rules};
use super::rules_facts::card;
use super::{Fund, cycles, heading, see, store};
use crate::app::App;
use crate::domain::acta::Acta;
use crate::domain::amount::{NumberStyle, Unit};
use crate::domain::cycle::Window;
use crate::domain::ids::{AssociationId, FundId};
use crate::domain::interest::DayCount;
use crate::domain::rate::{Per, Rate, percent};
use crate::domain::ready_rules::ReadyRules;
use crate::domain::role::Action;
use crate::domain::rules::{FundRules, LoanRules, PaymentOrder};
use crate::domain::schedule::Method;
use crate::error::Error;
use crate::features::associations::{self, Association};
use crate::web::fields::Fields;
use crate::web::form;
use crate::web::layout::{Place, page};
use crate::web::parts::{Field, FundTab, back, form_refusals, fund_tabs, key_field, submit};
use crate::web::signed_in::SignedIn;
use crate::web::text::Reader;

const FIELDS: [&str; 21] = [
    "name",
    "unit",
    "method",
    "rate",
    "late_fee",
    "tolerance_days",
    "reserve",
    "reserve_fixed",
    "interest_kept",
    "recovery",
    "rounding_step",
    "cash_step",
    "small_balance",
    "two_people_from",
    "expense_acta_from",
    "expense_second_from",
    "effective_on",
    "order",
    "acta",
    "acta_on",
    "acta_note",
];
const ORDERS: [&str; 3] = ["late_fee,interest,principal", "interest,late_fee,principal", "principal,interest,late_fee"];

/// The fields that show their own refusals.
fn shown() -> Vec<&'static str> {
    FIELDS.into_iter().chain(credit_rules_part::FIELDS).collect()
}

fn options(reader: Reader, stem: &str, codes: &[&str]) -> Vec<(String, String)> {
    codes.iter().map(|code| ((*code).to_owned(), reader.of(stem, &code.to_lowercase().replace(',', "-")))).collect()
}

fn rules_fields(reader: Reader, fields: &Fields) -> Markup {
    html! {
        (Field::new(reader, fields, "method", "method").select(&options(reader, "method", &["bullet", "equal_principal", "equal_installment", "flat"])))
        div.pair {
            (Field::new(reader, fields, "rate", "loan-rate").figures())
            (Field::new(reader, fields, "rate_per", "loan-rate-per").select(&options(reader, "per", &Per::OFFERED.map(Per::code))))
            (Field::new(reader, fields, "late_fee", "rule-late-fee").figures())
            (Field::new(reader, fields, "tolerance_days", "rule-tolerance").figures())
            (Field::new(reader, fields, "reserve", "rule-reserve").figures())
            (Field::new(reader, fields, "reserve_fixed", "rule-reserve-fixed").figures())
        }
        details open[fields.refusals.iter().any(|refusal| ["interest_kept", "recovery", "rounding_step", "cash_step", "small_balance", "two_people_from", "expense_acta_from", "expense_second_from", "order"].contains(&&*refusal.field))] {
            summary { (reader.t("rules-more")) }
            div.pair {
                (Field::new(reader, fields, "interest_kept", "rule-interest-kept").figures())
                (Field::new(reader, fields, "recovery", "rule-recovery").figures())
                (Field::new(reader, fields, "rounding_step", "rule-rounding-step").figures())
                (Field::new(reader, fields, "cash_step", "rule-cash-step").hint("rule-of-unit").figures())
                (Field::new(reader, fields, "small_balance", "rule-small-balance").hint("rule-of-unit").figures())
                (Field::new(reader, fields, "two_people_from", "rule-two-people-from").hint("rule-two-people-hint").figures())
                (Field::new(reader, fields, "expense_acta_from", "rule-expense-acta-from").hint("rule-expense-acta-hint").figures())
                (Field::new(reader, fields, "expense_second_from", "rule-expense-second-from").hint("rule-expense-second-hint").figures())
                (Field::new(reader, fields, "day_count", "day-count").select(&DayCount::ALL.map(|count| (count.code().to_owned(), count.code().to_owned()))))
                (Field::new(reader, fields, "order", "rule-order").select(&options(reader, "order", &ORDERS)))
                (Field::new(reader, fields, "flat_rebate", "rule-flat-rebate").check())
                (Field::new(reader, fields, "lend_beyond_available", "rule-lend-beyond").check())
            }
        }
        (credit_rules_fields(reader, fields))
    }
}

fn with_rules(fields: Fields, rules: &FundRules, unit: Unit, style: NumberStyle) -> Fields {
    let figures = |minor| crate::domain::amount::filled(minor, unit, style);
    let fields = fields
        .with("method", rules.method.code())
        .with("rate", percent(rules.rate.ppm))
        .with("rate_per", rules.rate.per.code())
        .with("late_fee", percent(rules.loan.late_fee_ppm))
        .with("tolerance_days", rules.loan.tolerance_days.to_string())
        .with("reserve", percent(rules.reserve_ppm))
        .with("reserve_fixed", figures(rules.reserve_fixed_minor))
        .with("interest_kept", percent(rules.interest_kept_ppm))
        .with("recovery", percent(rules.recovery_ppm))
        .with("rounding_step", figures(rules.rounding_step_minor))
        .with("cash_step", figures(rules.loan.cash_step_minor))
        .with("small_balance", figures(rules.small_balance_minor))
        .with("two_people_from", figures(rules.two_people_from_minor))
        .with("expense_acta_from", figures(rules.expense_acta_from_minor))
        .with("expense_second_from", figures(rules.expense_second_from_minor))
        .with("day_count", rules.day_count.code())
        .with("order", rules.loan.order.code());
    let fields = with_credit_rules(fields, &rules.credit, unit, style);
    let flags = [("flat_rebate", rules.loan.flat_rebate), ("lend_beyond_available", rules.lend_beyond_available)];
    flags.into_iter().filter(|(_, on)| *on).fold(fields, |fields, (name, _)| fields.with(name, "1"))
}

/// An amount, or the unit's default where the field is empty.
fn or_of_unit(fields: &mut Fields, name: &str, unit: Unit, style: NumberStyle, of_unit: i64) -> i64 {
    if fields.get(name).is_empty() { of_unit } else { fields.money_or_zero(name, unit, style) }
}

fn read_rules(fields: &mut Fields, unit: Unit, style: NumberStyle) -> FundRules {
    FundRules {
        loan: LoanRules {
            order: fields.choice("order", PaymentOrder::parse, PaymentOrder::DEFAULT),
            late_fee_ppm: fields.percent("late_fee"),
            late_fee_per: Per::Month,
            late_fee_day_count: DayCount::Actual365,
            tolerance_days: fields.number("tolerance_days", 0..=3_650),
            flat_rebate: fields.flag("flat_rebate"),
            cash_step_minor: or_of_unit(fields, "cash_step", unit, style, unit.cash_rounding_minor()),
        },
        method: fields.choice("method", Method::parse, Method::Bullet),
        rate: Rate { ppm: fields.percent("rate"), per: fields.choice("rate_per", Per::parse, Per::Month) },
        day_count: fields.choice("day_count", DayCount::parse, DayCount::Thirty360),
        rounding_step_minor: fields.money("rounding_step", unit, style),
        reserve_ppm: fields.percent("reserve"),
        reserve_fixed_minor: fields.money_or_zero("reserve_fixed", unit, style),
        interest_kept_ppm: fields.percent("interest_kept"),
        recovery_ppm: fields.percent("recovery"),
        small_balance_minor: or_of_unit(fields, "small_balance", unit, style, unit.small_balance_minor()),
        lend_beyond_available: fields.flag("lend_beyond_available"),
        two_people_from_minor: fields.money_or_zero("two_people_from", unit, style),
        expense_acta_from_minor: fields.money_or_zero("expense_acta_from", unit, style),
        expense_second_from_minor: fields.money_or_zero("expense_second_from", unit, style),
        credit: read_credit_rules(fields, unit, style),
    }
}

pub async fn show_new(State(app): State<App>, signed_in: SignedIn, Path(id): Path<AssociationId>, uri: Uri) -> Result<Markup, Error> {
    let association = associations::see(&app, &signed_in.0, id, Action::ManageFund).await?;
    let asked = Fields::from_query(&uri);
    let unit = Unit::parse(asked.get("unit")).unwrap_or(own_currency(&association));
    // A ready-made set of rules, where one was chosen.
    let rules = ReadyRules::parse(asked.get("start")).map_or_else(|| FundRules::default_for(unit), |set| set.rules(unit));
    let style = NumberStyle::of_country(&association.country);
    let fields = with_rules(Fields::default().with("unit", unit.code()).with("cash_step", "").with("small_balance", ""), &rules, unit, style);
    new_page(&app, &signed_in, &association, &fields).await
}

fn own_currency(association: &Association) -> Unit {
    if association.country == "BO" { Unit::Bob } else { Unit::Pen }
}

async fn new_page(app: &App, signed_in: &SignedIn, association: &Association, fields: &Fields) -> Result<Markup, Error> {
    let (reader, by) = (signed_in.reader().in_country(&association.country), &signed_in.0);
    let today = app.clock.today(&association.time_zone);
    let units: Vec<(String, String)> = Unit::ALL.map(|unit| (unit.code().to_owned(), reader.of("unit", &unit.code().to_lowercase()))).to_vec();
    let body = html! {
        (back(&format!("/associations/{}", association.id), &association.name))
        h1 { (reader.t("fund-new")) }
        (ready_part(reader, &[own_currency(association), Unit::Kg, Unit::Dose], &format!("/associations/{}/funds/new", association.id), today)?)
        (form_refusals(reader, fields, &shown()))
        form method="post" action=(format!("/associations/{}/funds", association.id)) {
            (key_field(fields))
            (Field::new(reader, fields, "name", "fund-name").text())
            (Field::new(reader, fields, "unit", "fund-unit").hint("fund-unit-hint").select(&units))
            h2 { (reader.t("rules")) }
            (rules_fields(reader, fields))
            (submit(reader, "save"))
        }
    };
    Ok(page(reader, by, &heading(app, reader, by, association, None).await?, Place::Fund, &reader.t("fund-new"), body))
}

pub async fn add(State(app): State<App>, signed_in: SignedIn, Path(id): Path<AssociationId>, mut fields: Fields) -> Result<Response, Error> {
    let association = associations::see(&app, &signed_in.0, id, Action::ManageFund).await?;
    let unit = fields.choice("unit", Unit::parse, Unit::Pen);
    let rules = read_rules(&mut fields, unit, NumberStyle::of_country(&association.country));
    let effective_on = app.clock.today(&association.time_zone);
    let new = NewFund { association: id, name: fields.text("name"), unit, rules, effective_on };
    let doing = create(&app, &signed_in.0, fields.key(), new);
    form::answer(doing, fields, |fund| format!("/funds/{fund}"), async |fields| new_page(&app, &signed_in, &association, &fields).await).await
}

pub async fn show_rules(State(app): State<App>, signed_in: SignedIn, Path(id): Path<FundId>) -> Result<Markup, Error> {
    let (fund, association) = see(&app, &signed_in.0, id, Action::SeeFund).await?;
    let today = app.clock.today(&association.time_zone);
    let rules = store::rules_on(app.db.read(), fund.id, today).await?;
    let fields = Fields::default().with("effective_on", today.to_string());
    let fields = with_rules(fields, &rules, fund.unit, NumberStyle::of_country(&association.country));
    rules_page(&app, &signed_in, &fund, &association, &fields).await
}

async fn rules_page(app: &App, signed_in: &SignedIn, fund: &Fund, association: &Association, fields: &Fields) -> Result<Markup, Error> {
    let (reader, by) = (signed_in.reader().in_country(&association.country).counting(fund.unit), &signed_in.0);
    let versions = store::versions(app.db.read(), fund.id).await?;
    let present = store::version_on(&versions, app.clock.today(&association.time_zone))?.version;
    let lends = store::lends(app.db.read(), fund.id).await?;
    let body = html! {
        (back(&format!("/funds/{}", fund.id), &fund.name))
        h1 { (reader.t("rules")) }
        (fund_tabs(reader, by, fund.association, fund.id, FundTab::Rules))
        @if versions.len() > 1 { p.no-print { a href=(format!("/funds/{}/rules/compare", fund.id)) { (reader.t("rules-compare")) } } }
        @for (i, version) in versions.iter().enumerate() {
            // Of several versions of one day, the newest counts.
            @let corrected = i > 0 && versions[i - 1].effective_on == version.effective_on;
            section.answer {
                b.void[corrected] { (reader.tf("rules-version", &[("version", version.version.to_string().into()), ("day", reader.date(version.effective_on).into())])) }
                @if corrected { " " span.tag.late { (reader.t("rules-corrected")) } }
                @if present == version.version { " " span.tag.well { (reader.t("rules-in-effect")) } }
                @if let Some(acta) = &version.acta { p.hint { (acta_line(reader, acta)) } }
                @if corrected { details { summary { (reader.t("rules-see")) } (card(reader, fund.unit, &version.rules)) } }
                @else { (card(reader, fund.unit, &version.rules)) }
            }
        }
        @if by.may(Action::ManageFund, Some(fund.association)) {
            details open[!fields.refusals.is_empty()] {
                summary { (reader.t("rules-change")) }
                p.hint { (reader.t(if lends { "rules-change-hint" } else { "rules-mend-hint" })) }
                (form_refusals(reader, fields, &shown()))
                form method="post" action=(format!("/funds/{}/rules", fund.id)) {
                    (key_field(fields))
                    (rules_fields(reader, fields))
                    (Field::new(reader, fields, "effective_on", "rules-effective").date())
                    div.pair {
                        (Field::new(reader, fields, "acta", "rules-acta").text())
                        (Field::new(reader, fields, "acta_on", "rules-acta-on").date())
                    }
                    (Field::new(reader, fields, "acta_note", "rules-acta-note").text())
                    @if lends { (Field::new(reader, fields, "corrects", "rules-corrects").check()) }
                    (submit(reader, "save"))
                }
            }
        }
    };
    Ok(page(reader, by, &heading(app, reader, by, association, Some(fund)).await?, Place::Fund, &reader.t("rules"), body))
}

/// `Acta 7, dom 1 feb 2026 · folio 12`.
fn acta_line(reader: Reader, acta: &store::ActaOfRules) -> String {
    let on = acta.on.map(|on| format!(", {}", reader.date(on))).unwrap_or_default();
    let note = acta.note.as_deref().map(|note| format!(" · {note}")).unwrap_or_default();
    format!("{}{on}{note}", acta.number)
}

pub async fn save_rules(State(app): State<App>, signed_in: SignedIn, Path(id): Path<FundId>, mut fields: Fields) -> Result<Response, Error> {
    let (fund, association) = see(&app, &signed_in.0, id, Action::ManageFund).await?;
    let rules = read_rules(&mut fields, fund.unit, NumberStyle::of_country(&association.country));
    let effective_on = fields.date("effective_on");
    let (number, on, note) = (fields.maybe_text("acta"), fields.maybe_date("acta_on"), fields.maybe_text("acta_note"));
    let corrects = fields.flag("corrects");
    let (key, acta) = (fields.key(), Acta::read(number, on, note));
    let doing = async { change_rules(&app, &signed_in.0, key, Change { fund: id, effective_on, acta: acta?, corrects, rules }).await };
    form::answer(doing, fields, |_| format!("/funds/{id}/rules"), async |fields| rules_page(&app, &signed_in, &fund, &association, &fields).await)
        .await
}

pub async fn show_cycles(State(app): State<App>, signed_in: SignedIn, Path(id): Path<FundId>) -> Result<Markup, Error> {
    let (fund, association) = see(&app, &signed_in.0, id, Action::SeeFund).await?;
    cycles_page(&app, &signed_in, &fund, &association, &Fields::default()).await
}

async fn cycles_page(app: &App, signed_in: &SignedIn, fund: &Fund, association: &Association, fields: &Fields) -> Result<Markup, Error> {
    let (reader, by) = (signed_in.reader().in_country(&association.country).counting(fund.unit), &signed_in.0);
    let known = store::cycles(app.db.read(), fund.id).await?;
    let body = html! {
        (back(&format!("/funds/{}", fund.id), &fund.name))
        h1 { (reader.t("cycles")) }
        (fund_tabs(reader, by, fund.association, fund.id, FundTab::Cycles))
        table {
            thead { tr { th { (reader.t("cycle")) } th { (reader.t("starts-on")) } th { (reader.t("ends-on")) } } }
            tbody { @for cycle in known.iter().rev() { tr { td.keep { (cycle.name) } td { (reader.short_date(cycle.starts_on)) } td { (reader.short_date(cycle.ends_on)) } } } }
        }
        @if by.may(Action::ManageFund, Some(fund.association)) {
            h2 { (reader.t("cycle-new")) }
            (form_refusals(reader, fields, &["name", "starts_on", "ends_on"]))
            form method="post" action=(format!("/funds/{}/cycles", fund.id)) {
                (key_field(fields))
                (Field::new(reader, fields, "name", "cycle-name").text())
                div.pair { (Field::new(reader, fields, "starts_on", "starts-on").date()) (Field::new(reader, fields, "ends_on", "ends-on").date()) }
                (submit(reader, "save"))
            }
        }
    };
    Ok(page(reader, by, &heading(app, reader, by, association, Some(fund)).await?, Place::Fund, &reader.t("cycles"), body))
}

pub async fn add_cycle(State(app): State<App>, signed_in: SignedIn, Path(id): Path<FundId>, mut fields: Fields) -> Result<Response, Error> {
    let (fund, association) = see(&app, &signed_in.0, id, Action::ManageFund).await?;
    let window = Window { name: fields.text("name"), starts_on: fields.date("starts_on"), ends_on: fields.date("ends_on") };
    let doing = cycles::open(&app, &signed_in.0, fields.key(), fund.id, window);
    form::answer(doing, fields, |_| format!("/funds/{id}/cycles"), async |fields| cycles_page(&app, &signed_in, &fund, &association, &fields).await)
        .await
}
