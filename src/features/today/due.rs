//! The installments due this week and the late ones: each fund's sums and first rows, and the complete list in pages.

use std::collections::HashMap;

use axum::extract::{Path, State};
use axum::http::Uri;
use chrono::{Datelike, Days, NaiveDate};
use maud::{Markup, html};

use super::store::{self, Due, Person, Sum};
use crate::app::App;
use crate::domain::ids::FundId;
use crate::domain::role::Action;
use crate::error::Error;
use crate::features::funds::{self, Fund};
use crate::web::fields::Fields;
use crate::web::layout::{Place, page};
use crate::web::parts::{Row, answer, back, due_tag, installment_name, pager};
use crate::web::signed_in::SignedIn;
use crate::web::text::Reader;

/// How many installments of each list the home page shows.
pub const FIRST: u64 = 20;
/// People on one page of the complete list.
const PAGE: u64 = 50;

/// A range of open installments.
#[derive(Clone, Copy, Debug)]
pub enum Span {
    /// Due before today.
    Late { today: NaiveDate },
    /// Due from today on, up to a day.
    Coming { today: NaiveDate, until: NaiveDate },
}

impl Span {
    /// The list's name in addresses and catalogues.
    pub fn key(self) -> &'static str {
        match self {
            Self::Late { .. } => "late",
            Self::Coming { .. } => "this-week",
        }
    }
}

/// The last day of the week.
pub fn sunday(today: NaiveDate) -> NaiveDate {
    today + Days::new(u64::from(6 - today.weekday().num_days_from_monday()))
}

/// The late installments, and those due up to the end of the week.
pub fn spans(today: NaiveDate) -> [Span; 2] {
    [Span::Late { today }, Span::Coming { today, until: sunday(today) }]
}

/// One list of one fund: its sum and its first installments.
#[derive(Debug, Default)]
pub struct Part {
    pub sum: Sum,
    pub first: Vec<Due>,
}

impl Part {
    /// The sum of those that are not among the first.
    pub fn rest(&self) -> Sum {
        let shown = i64::try_from(self.first.len()).unwrap_or(i64::MAX);
        Sum { count: self.sum.count - shown, minor: self.sum.minor - self.first.iter().map(|due| due.unpaid_minor).sum::<i64>() }
    }
}

/// What a fund is to collect up to the end of the week.
#[derive(Debug, Default)]
pub struct Week {
    pub late: Part,
    pub coming: Part,
    pub people: i64,
}

impl Week {
    pub fn total(&self) -> i64 {
        self.late.sum.minor + self.coming.sum.minor
    }

    pub fn count(&self) -> i64 {
        self.late.sum.count + self.coming.sum.count
    }
}

/// The week of each fund, in five queries however many they are.
pub async fn weeks(app: &App, funds: &[FundId], today: NaiveDate) -> Result<HashMap<FundId, Week>, Error> {
    let db = app.db.read();
    let mut weeks: HashMap<FundId, Week> = HashMap::new();
    for span in spans(today) {
        let mut part = |fund: FundId, change: &mut dyn FnMut(&mut Part)| {
            let week = weeks.entry(fund).or_default();
            change(if matches!(span, Span::Late { .. }) { &mut week.late } else { &mut week.coming });
        };
        for (fund, sum) in store::sums(db, funds, span).await? {
            part(fund, &mut |part| part.sum = sum);
        }
        for due in store::first(db, funds, span, FIRST).await? {
            part(due.fund_id, &mut |part| part.first.push(due.clone()));
        }
    }
    for (fund, people) in store::people(db, funds, sunday(today)).await? {
        weeks.entry(fund).or_default().people = people;
    }
    Ok(weeks)
}

/// An installment in a list, with a link to record its payment.
pub fn row(reader: Reader, due: &Due, today: NaiveDate, fund: &Fund) -> Row {
    Row {
        href: format!("/loans/{}/repay", due.loan_id),
        name: due.member.clone(),
        amount: reader.money(due.unpaid_minor, fund.unit),
        about: installment_name(reader, due.no, due.installments, &due.purpose),
        tag: due_tag(reader, due.due_on, today),
    }
}

/// A person with all that they owe within a span, and a link to record a payment.
pub fn person_row(reader: Reader, fund: &Fund, person: &Person, today: NaiveDate) -> Markup {
    let late = person.oldest_due_on < today;
    let facts = [("day", reader.date(person.oldest_due_on).into()), ("count", person.count.into())];
    html! {
        li { a.row href=(format!("/funds/{}/collect?member={}", fund.id, person.member_id)) {
            span { (person.member) } span.amount { (reader.money(person.unpaid_minor, fund.unit)) }
            small { (reader.tf(if late { "late-since" } else { "due-from" }, &facts)) }
            span.end { (due_tag(reader, person.oldest_due_on, today)) }
        } }
    }
}

/// The people who are late, or have an installment due this week, in pages: the late ones by amount × days, the others by due
/// day.
pub async fn list(State(app): State<App>, signed_in: SignedIn, Path(id): Path<FundId>, uri: Uri) -> Result<Markup, Error> {
    let by = &signed_in.0;
    let (fund, association) = funds::see(&app, by, id, Action::RecordRepayments).await?;
    let reader = signed_in.reader().in_country(&association.country).counting(fund.unit);
    let today = app.clock.today(&association.time_zone);
    let fields = Fields::from_query(&uri);
    let [late, coming] = spans(today);
    let span = if fields.get("show") == coming.key() { coming } else { late };
    let number: u64 = fields.get("page").parse().unwrap_or(0);
    let sum = store::sums(app.db.read(), &[fund.id], span).await?.remove(&fund.id).unwrap_or_default();
    let shown = store::people_of(app.db.read(), fund.id, span, number, PAGE).await?;
    let (title, path) = (reader.t(span.key()), format!("/funds/{id}/due"));
    let body = html! {
        (back("/", &reader.t("nav-today")))
        h1 { (title) }
        div.filters { @for other in [late, coming] {
            a href=(format!("{path}?show={}", other.key())) aria-current=[(other.key() == span.key()).then_some("true")] { (reader.t(other.key())) }
        } }
        (answer(&reader.t("to-collect"), sum.minor, reader, fund.unit, html! { (reader.tf("installments-count", &[("count", sum.count.into())])) }))
        ul.rows { @for person in &shown { (person_row(reader, &fund, person, today)) } }
        (pager(reader, &format!("{path}?show={}", span.key()), number, shown.len() as u64 == PAGE))
    };
    let heading = funds::heading(&app, reader, by, &association, Some(&fund)).await?;
    Ok(page(reader, by, &heading, Place::Home, &title, body))
}
