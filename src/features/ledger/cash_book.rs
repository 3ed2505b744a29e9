//! The libro caja: the income and payments of the box or the bank, day by day, with the balance after each line.

use std::collections::HashMap;

use chrono::{Datelike, Months, NaiveDate};
use sea_orm::ConnectionTrait;
use uuid::Uuid;

use super::store;
use crate::app::App;
use crate::db::journal::{self, BookOf, Turnover};
use crate::domain::actor::Actor;
use crate::domain::calendar::add_months;
use crate::domain::ids::{CycleId, FundId};
use crate::domain::ledger::{Account, SourceKind};
use crate::domain::refusal::Refusal;
use crate::domain::role::Action;
use crate::error::Error;
use crate::features::associations::Association;
use crate::features::funds::{self, Cycle, Fund, cycles};
use crate::features::sessions;
use crate::web::fields::Fields;
use crate::web::text::Reader;

/// How many months are offered to choose from; earlier ones are reached by their days.
const MONTHS: u32 = 24;

/// Capital records, whose memo names the source.
const CAPITAL: [SourceKind; 2] = [SourceKind::Capital, SourceKind::CapitalReturn];

/// How many lines get their names in one statement: each appears in several tables, and a statement takes a limited number of
/// values.
const NAMED: usize = 4_000;

/// A book between two days, with the sums before and within them.
pub struct CashBook {
    pub fund: Fund,
    pub association: Association,
    pub cycles: Vec<Cycle>,
    pub of: BookOf,
    /// The balance before the first line. Minor units.
    pub opening: i64,
    pub total: Turnover,
    pub today: NaiveDate,
}

/// A line of the book. Minor units; income is positive.
pub struct Line {
    pub no: i64,
    pub date: NaiveDate,
    pub who: String,
    pub detail: String,
    pub receipt_no: Option<i64>,
    pub amount_minor: i64,
    pub source: (SourceKind, Uuid),
}

impl CashBook {
    /// # Errors
    /// `not-found`, `forbidden`, days that cannot be read, `book-ends-before-start`.
    pub async fn see(app: &App, by: &Actor, id: FundId, asked: &mut Fields) -> Result<Self, Error> {
        let (fund, association) = funds::see(app, by, id, Action::SeeMembers).await?;
        let (db, today) = (app.db.read(), app.clock.today(&association.time_zone));
        let account = Account::parse(asked.get("account")).filter(|account| account.holds_money()).unwrap_or(Account::Cash);
        let cycles = funds::cycles(db, id).await?;
        let (from, to) = period(db, (id, account), &cycles, today, asked).await?;
        let of = BookOf { fund: id, account, from, to };
        let (opening, total) = (journal::book_opening(db, &of).await?, journal::book_moved(db, &of, None).await?);
        Ok(Self { fund, association, cycles, of, opening, total, today })
    }

    pub fn closing(&self) -> i64 {
        self.opening + self.total.net()
    }

    /// The sums of the lines before a page.
    pub async fn before(&self, db: &impl ConnectionTrait, page: u64, most: u64) -> Result<Turnover, Error> {
        if page == 0 { Ok(Turnover::default()) } else { journal::book_moved(db, &self.of, Some(page.saturating_mul(most))).await }
    }

    pub async fn lines(&self, db: &impl ConnectionTrait, reader: Reader, page: u64, most: u64) -> Result<Vec<Line>, Error> {
        let lines = journal::book_lines(db, &self.of, page, most).await?;
        let mut members = HashMap::new();
        for few in lines.chunks(NAMED) {
            members.extend(store::names_of(db, &few.iter().map(|line| line.source_id).collect::<Vec<_>>()).await?);
        }
        let mut users: Vec<_> = lines.iter().map(|line| line.recorded_by).collect();
        users.sort_unstable();
        users.dedup();
        let users = sessions::names(db, users).await?;
        let told = |line: journal::BookLine| {
            let kind = reader.of("entry", line.source_kind.code());
            // A capital record is named by its source, which is its memo.
            let source = CAPITAL.contains(&line.source_kind).then_some(&line.memo).filter(|memo| !memo.is_empty());
            // An entry of no member is named by the person who recorded it; one that the program recorded, by the association.
            let recorder = || users.get(&line.recorded_by).unwrap_or(&self.association.name);
            Line {
                no: line.no,
                date: line.date,
                who: members.get(&line.source_id).or(source).unwrap_or_else(recorder).clone(),
                detail: if line.memo.is_empty() || source.is_some() { kind } else { format!("{kind}: {}", line.memo) },
                receipt_no: line.receipt_no,
                amount_minor: line.amount_minor,
                source: (line.source_kind, line.source_id),
            }
        };
        Ok(lines.into_iter().map(told).collect())
    }

    /// Its period in words.
    pub fn period(&self, reader: Reader) -> String {
        reader.tf("book-period", &[("from", reader.short_date(self.of.from).into()), ("to", reader.short_date(self.of.to).into())])
    }

    /// The periods to choose from: (value, text).
    pub fn periods(&self, reader: Reader) -> Vec<(String, String)> {
        let (present, _) = cycles::around(&self.cycles, self.today);
        let cycle = |name: &str| reader.tf("book-cycle", &[("name", name.into())]);
        let mut offered = vec![(String::new(), cycle(&present.name)), ("all".to_owned(), reader.t("book-all"))];
        let others = self.cycles.iter().rev().filter(|row| row.starts_on != present.starts_on);
        offered.extend(others.map(|row| (row.id.to_string(), cycle(&row.name))));
        let months = (0..MONTHS).filter_map(|back| self.today.with_day(1)?.checked_sub_months(Months::new(back)));
        offered.extend(months.map(|month| {
            let name = reader.t(&format!("month-{}", month.month()));
            (month.format("%Y-%m").to_string(), format!("{name} {}", month.year()))
        }));
        offered
    }
}

/// The first and last day: those typed, or those of the chosen period; of the present cycle where nothing is asked.
async fn period(
    db: &impl ConnectionTrait,
    (fund, account): (FundId, Account),
    cycles: &[Cycle],
    today: NaiveDate,
    asked: &mut Fields,
) -> Result<(NaiveDate, NaiveDate), Error> {
    let (present, _) = cycles::around(cycles, today);
    let chosen = asked.get("period").to_owned();
    let cycle = chosen.parse().ok().map(CycleId).and_then(|id| cycles.iter().find(|cycle| cycle.id == id));
    let (from, to) = if let Some(cycle) = cycle {
        (cycle.starts_on, cycle.ends_on)
    } else if chosen == "all" {
        (journal::book_began(db, fund, account).await?.unwrap_or(today), today)
    } else if let Ok(month) = format!("{chosen}-01").parse::<NaiveDate>() {
        let next = add_months(month, 1);
        (month, next.pred_opt().unwrap_or(next))
    } else {
        (present.starts_on, present.ends_on)
    };
    let (from, to) = (asked.maybe_date("from").unwrap_or(from), asked.maybe_date("to").unwrap_or(to));
    asked.checked()?;
    if to < from {
        return Err(Refusal::invalid("to", "book-ends-before-start").into());
    }
    Ok((from, to))
}
