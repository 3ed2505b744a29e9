//! The treasurer's day: who owes what now, with one tap to record it.

use std::collections::{BTreeMap, HashMap};

use chrono::{Days, NaiveDate};
use maud::{Markup, html};

use super::due::{FIRST, Part, Week, person_row, row, sunday, weeks};
use super::first_steps;
use super::store::{self, Agreed, Person, Small, Sum};
use crate::app::App;
use crate::db::journal;
use crate::domain::cofinancing::PurchaseStatus;
use crate::domain::ids::FundId;
use crate::domain::ledger::Account;
use crate::domain::refusal::Refusal;
use crate::domain::role::{Action, Grant};
use crate::error::Error;
use crate::features::funds::{self, Fund};
use crate::features::{associations, expenses, loans, purchases};
use crate::web::layout::{Place, page};
use crate::web::parts::{answer, list_row};
use crate::web::signed_in::SignedIn;
use crate::web::text::Reader;

/// The statuses of purchases whose next step is the treasurer's.
const HERS: [PurchaseStatus; 5] =
    [PurchaseStatus::Draft, PurchaseStatus::Returned, PurchaseStatus::Approved, PurchaseStatus::Ordered, PurchaseStatus::Received];

pub async fn home(app: &App, signed_in: &SignedIn) -> Result<Markup, Error> {
    let by = &signed_in.0;
    let own = by.grants.iter().find_map(|grant| match grant {
        Grant::Treasurer(association) => Some(*association),
        Grant::Admin | Grant::Staff(_) | Grant::Auditor(_) | Grant::Committee(..) | Grant::Member(..) => None,
    });
    let association = associations::see(app, by, own.ok_or_else(Refusal::forbidden)?, Action::RecordRepayments).await?;
    let reader = signed_in.reader().in_country(&association.country);
    let today = app.clock.today(&association.time_zone);
    let id = association.id;
    let own_funds = funds::of_association(app.db.read(), id).await?;
    let mut known = AllFigures::of(app, &own_funds, today).await?;
    let parts: Vec<Markup> =
        own_funds.iter().map(|fund| fund_part(reader.counting(fund.unit), fund, known.of_fund(fund), today, own_funds.len() > 1)).collect();
    let hers = purchases::Which { associations: Some(vec![id]), statuses: HERS.to_vec(), ..Default::default() };
    let bought = purchases::list(app.db.read(), &hers, 0, FIRST).await?;
    let more = purchases::count(app.db.read(), &hers).await? > bought.len();
    let first = first_steps::part(app, reader, by, &association, &own_funds).await?;
    let waiting = expenses::waiting::part(app, reader, by, &own_funds).await?;
    let body = html! {
        h1 { (reader.long_day(today)) }
        (first)
        (waiting)
        @for part in parts { (part) }
        @if !bought.is_empty() {
            h2 { (reader.t("purchases")) }
            ul.rows { @for held in &bought { (purchases::pages::row(reader, held)) } }
            @if more { @for fund in &own_funds { p { a href=(format!("/funds/{}/purchases", fund.id)) { (reader.tf("purchases-of", &[("fund", (&fund.name).into())])) } } } }
        }
    };
    let heading = funds::heading(app, reader, by, &association, None).await?;
    Ok(page(reader, by, &heading, Place::Home, &reader.t("nav-today"), body))
}

/// The rows of all the association's funds, read together.
struct AllFigures {
    weeks: HashMap<FundId, Week>,
    balances: HashMap<FundId, BTreeMap<Account, i64>>,
    agreed: HashMap<FundId, Sum>,
    first_agreed: Vec<Agreed>,
    small: Small,
    late: Vec<Person>,
    little: HashMap<FundId, Sum>,
    late_people: HashMap<FundId, i64>,
}

/// The rows of one fund.
struct FundFigures {
    week: Week,
    balances: BTreeMap<Account, i64>,
    agreed: Sum,
    first_agreed: Vec<Agreed>,
    /// The small-balance limit: a debt below it is too small to collect. Minor units.
    small: i64,
    late: Vec<Person>,
    little: Sum,
    late_people: i64,
}

impl AllFigures {
    async fn of(app: &App, own: &[Fund], today: NaiveDate) -> Result<Self, Error> {
        let (db, ids): (_, Vec<FundId>) = (app.db.read(), own.iter().map(|fund| fund.id).collect());
        let mut small = Small::new();
        for (fund, versions) in funds::versions_of(db, &ids).await? {
            small.insert(fund, funds::version_on(&versions, today)?.rules.small_balance_minor);
        }
        Ok(Self {
            weeks: weeks(app, &ids, today).await?,
            balances: journal::balances_of(db, &ids).await?,
            agreed: store::agreed_sums(db, &ids, today).await?,
            first_agreed: store::first_agreed(db, &ids, FIRST, today).await?,
            late: store::late_members(db, &small, today, FIRST).await?,
            little: store::late_below_limit(db, &small, today).await?,
            small,
            late_people: store::people(db, &ids, today - Days::new(1)).await?,
        })
    }

    fn of_fund(&mut self, fund: &Fund) -> FundFigures {
        let id = fund.id;
        FundFigures {
            week: self.weeks.remove(&id).unwrap_or_default(),
            balances: self.balances.remove(&fund.id).unwrap_or_default(),
            agreed: self.agreed.remove(&id).unwrap_or_default(),
            first_agreed: self.first_agreed.iter().filter(|loan| loan.fund_id == id).cloned().collect(),
            small: self.small.get(&id).copied().unwrap_or(0),
            little: self.little.remove(&id).unwrap_or_default(),
            late: self.late.iter().filter(|late| late.fund_id == id).cloned().collect(),
            late_people: self.late_people.get(&id).copied().unwrap_or(0),
        }
    }
}

fn fund_part(reader: Reader, fund: &Fund, known: FundFigures, today: NaiveDate, named: bool) -> Markup {
    let week = &known.week;
    let balance = |account| known.balances.get(&account).copied().unwrap_or(0);
    html! {
        @if named { h2.full { (fund.name) } }
        div.cols.even.today {
            div {
                (answer(&reader.tf("to-collect-until", &[("day", reader.day_seen(sunday(today), today).into())]), week.total(), reader, fund.unit, summary(reader, fund, week, named)))
                div.buttons {
                    a.button href=(format!("/funds/{}/collect", fund.id)) { (reader.t("record-repayment")) }
                    a.button.quiet href=(format!("/funds/{}/ledger?account=cash", fund.id)) {
                        (reader.tf("see-cash", &[("amount", reader.money(balance(Account::Cash), fund.unit).into())]))
                    }
                }
                @if balance(Account::CashToVerify) != 0 {
                    p.hint { (reader.tf("cash-to-verify", &[("amount", reader.money(balance(Account::CashToVerify), fund.unit).into())])) }
                }
            }
            // On a phone the late ones come first; at a desk they are beside the rest.
            div { (late_part(reader, fund, &known, today, named)) }
            div {
                (list(reader, "this-week", &week.coming, today, fund, named))
                (to_hand_over(reader, fund, &known.first_agreed, known.agreed))
            }
        }
    }
}

/// The late members, one line each, largest amount × days first. Debts too small to collect are one line together.
fn late_part(reader: Reader, fund: &Fund, known: &FundFigures, today: NaiveDate, named: bool) -> Markup {
    let (shown, few) = (&known.late, known.little);
    let (count, sum) = (i64::try_from(shown.len()).unwrap_or(i64::MAX), shown.iter().map(|late| late.unpaid_minor).sum::<i64>());
    let rest = Sum { count: known.late_people - count - few.count, minor: known.week.late.sum.minor - sum - few.minor };
    let all = format!("/funds/{}/due?show=late", fund.id);
    html! {
        @if known.late_people > 0 {
            h2 id=(place("late", fund, named)) { (reader.t("late")) }
            ul.rows {
                @for late in shown {
                    (person_row(reader, fund, late, today))
                }
                @if few.count > 0 {
                    li { a.row href=(format!("/funds/{}/small-balances", fund.id)) {
                        span { (reader.tf("small-late", &[("count", few.count.into())])) } span.amount { (reader.money(few.minor, fund.unit)) }
                        small { (reader.tf("small-late-each", &[("amount", reader.money(known.small, fund.unit).into())])) } span {}
                    } }
                }
                (rest_row(reader, fund, rest, &all))
            }
        }
    }
}

fn to_hand_over(reader: Reader, fund: &Fund, first: &[Agreed], all: Sum) -> Markup {
    let shown: i64 = first.iter().map(|loan| loan.principal_minor).sum();
    let rest = Sum { count: all.count - i64::try_from(first.len()).unwrap_or(0), minor: all.minor - shown };
    html! {
        @if !first.is_empty() {
            h2 { (reader.t("to-hand-over")) }
            ul.rows {
                @for loan in first {
                    li { a.row href=(format!("/loans/{}", loan.id)) {
                        span { (loan.member) }
                        span.amount { (reader.money(loan.principal_minor, fund.unit)) }
                        small { (loans::pages::called(reader, loan.number, &loan.purpose)) } span.end { span.tag { (reader.t("loan-status-approved")) } }
                    } }
                }
                (rest_row(reader, fund, rest, &format!("/funds/{}/loans?show=approved", fund.id)))
            }
        }
    }
}

/// The id of a part of the page; with several funds each fund has its own.
fn place(key: &str, fund: &Fund, named: bool) -> String {
    if named { format!("{key}-{}", fund.id) } else { key.to_owned() }
}

fn summary(reader: Reader, fund: &Fund, week: &Week, named: bool) -> Markup {
    html! {
        (reader.tf("installments-of-people", &[("installments", week.count().into()), ("people", week.people.into())]))
        @if week.late.sum.count > 0 { " · " a href=(format!("#{}", place("late", fund, named))) { (reader.tf("late-count", &[("count", week.late.sum.count.into())])) } }
    }
}

fn list(reader: Reader, key: &str, part: &Part, today: NaiveDate, fund: &Fund, named: bool) -> Markup {
    html! {
        @if !part.first.is_empty() {
            h2 id=(place(key, fund, named)) { (reader.t(key)) }
            ul.rows {
                @for due in &part.first { (list_row(&row(reader, due, today, fund))) }
                (rest_row(reader, fund, part.rest(), &format!("/funds/{}/due?show={key}", fund.id)))
            }
        }
    }
}

/// How many more there are, their sum, and the link to all.
fn rest_row(reader: Reader, fund: &Fund, rest: Sum, all: &str) -> Markup {
    html! {
        @if rest.count > 0 {
            li { a.row href=(all) {
                span { (reader.tf("rest-of-list", &[("count", rest.count.into())])) } span.amount { (reader.money(rest.minor, fund.unit)) }
                small { (reader.t("rest-see")) } span {}
            } }
        }
    }
}
