//! The page of each line of capital available: its figure, its records, and their sum.

use axum::extract::{Path, State};
use axum::http::Uri;
use maud::{Markup, html};
use uuid::Uuid;

use super::forecast::{Forecast, forecast};
use super::lines::Line;
use super::store::{self, DueKind};
use crate::app::App;
use crate::db::journal;
use crate::domain::ids::FundId;
use crate::domain::ledger::Account;
use crate::domain::rate::percent;
use crate::domain::refusal::Refusal;
use crate::domain::role::Action;
use crate::error::Error;
use crate::features::funds::{self, Fund};
use crate::features::{commitments, members};
use crate::web::fields::Fields;
use crate::web::layout::{Place, page};
use crate::web::parts::{Row, back, due_tag, installment_name, pager, rows};
use crate::web::signed_in::SignedIn;
use crate::web::text::Reader;

/// Records on one page.
const PAGE: u64 = 50;

/// The records of a line: one page of them, and the total of all.
struct Records {
    rows: Vec<Row>,
    sum_minor: i64,
}

/// What reading a line's records needs.
struct LineReading<'a> {
    app: &'a App,
    reader: Reader,
    fund: &'a Fund,
    forecast: &'a Forecast,
    page: u64,
}

pub async fn show(State(app): State<App>, signed_in: SignedIn, Path((id, line)): Path<(Uuid, String)>, uri: Uri) -> Result<Markup, Error> {
    let by = &signed_in.0;
    let (fund, association) = funds::see(&app, by, FundId(id), Action::SeeMembers).await?;
    let reader = signed_in.reader().in_country(&association.country).counting(fund.unit);
    let line = Line::parse(&line).ok_or_else(Refusal::not_found)?;
    let number: u64 = Fields::from_query(&uri).get("page").parse().unwrap_or(0);
    let forecast = forecast(&app, &fund, app.clock.today(&association.time_zone)).await?;
    let reading = LineReading { app: &app, reader, fund: &fund, forecast: &forecast, page: number };
    let records = reading.records(line).await?;
    let title = reader.t(&format!("line-{}-title", line.code()));
    let more = records.rows.len() as u64 == PAGE;
    let body = html! {
        (back(&format!("/funds/{id}"), &reader.t("fund-capital-available")))
        h1 { (title) }
        (figure(reader, &fund, &forecast, line))
        (arithmetic(reader, &fund, &forecast, line))
        p.hint { (reader.t(&format!("line-{}-about", line.code()))) }
        @if records.rows.is_empty() { p.notice { (reader.t(if number == 0 { "line-empty" } else { "line-no-more" })) } }
        (rows(&records.rows))
        @if !records.rows.is_empty() && !more { p.sum { (reader.t("line-sum")) " " b { (reader.money(records.sum_minor, fund.unit)) } } }
        (pager(reader, &format!("/funds/{id}/lines/{}", line.code()), number, more))
    };
    let heading = funds::heading(&app, reader, by, &association, Some(&fund)).await?;
    Ok(page(reader, by, &heading, Place::Fund, &title, body))
}

/// The figure as the fund's page shows it.
fn figure(reader: Reader, fund: &Fund, forecast: &Forecast, line: Line) -> Markup {
    // A deduction is not coloured: colour marks what is late or short.
    let shown = |question: &str, minor: i64, under: Markup| {
        html! {
            section.answer { span.words { (question) } span.amount { (reader.money(minor, fund.unit)) } (under) }
        }
    };
    if Line::NOW.contains(&line) {
        return shown(&reader.t("line-today"), line.now(&forecast.on_hand), html! {});
    }
    let [firm, expected, full] = line.next(forecast);
    let beside = [("column-firm", firm), ("column-full", full)].map(|(key, minor)| format!("{} {}", reader.t(key), reader.money(minor, fund.unit)));
    shown(&reader.t("column-expected"), expected, html! { span.words { (beside.join(" · ")) } })
}

/// How a line is computed, where it is not a sum of the records: `10 % de S/ 15,400.50 = S/ 1,540.05`.
fn arithmetic(reader: Reader, fund: &Fund, forecast: &Forecast, line: Line) -> Markup {
    let (holdings, now) = (&forecast.on_hand.holdings, &forecast.on_hand.now);
    let of_share = line == Line::Reserve && now.reserve != holdings.reserve_fixed;
    html! {
        @if of_share && holdings.reserve_ppm > 0 {
            p.sum { (reader.tf("reserve-worked-out", &[
                ("percent", percent(holdings.reserve_ppm).into()),
                ("capital", reader.money(holdings.capital, fund.unit).into()),
                ("reserve", reader.money(now.reserve, fund.unit).into()),
            ])) }
        }
    }
}

impl LineReading<'_> {
    async fn records(&self, line: Line) -> Result<Records, Error> {
        match line {
            Line::Cash => self.accounts(&[Account::Cash], 1).await,
            Line::Bank => self.accounts(&[Account::Bank], 1).await,
            Line::Reserve => self.accounts(&Account::CAPITAL, -1).await,
            Line::Owed => self.owed().await,
            Line::Committed => self.committed().await,
            Line::Pledged => self.pledged().await,
            Line::Planned => self.planned().await,
            Line::PrincipalDue => self.due(line, DueKind { overdue: false, principal: true }).await,
            Line::InterestDue => self.due(line, DueKind { overdue: false, principal: false }).await,
            Line::OverduePrincipal => self.due(line, DueKind { overdue: true, principal: true }).await,
            Line::OverdueInterest => self.due(line, DueKind { overdue: true, principal: false }).await,
        }
    }

    fn row(&self, account: Account, minor: i64) -> Row {
        Row {
            href: format!("/funds/{}/ledger?account={}", self.fund.id, account.code()),
            name: self.reader.of("account", account.code()),
            amount: self.reader.money(minor, self.fund.unit),
            about: self.reader.t("see-entries"),
            tag: html! {},
        }
    }

    async fn accounts(&self, of: &[Account], sign: i64) -> Result<Records, Error> {
        if self.page > 0 {
            return Ok(Records { rows: Vec::new(), sum_minor: 0 });
        }
        let balances = journal::balances(self.app.db.read(), self.fund.id).await?;
        let held: Vec<(Account, i64)> = of.iter().map(|account| (*account, sign * balances.get(account).copied().unwrap_or(0))).collect();
        let sum_minor = held.iter().map(|(_, minor)| minor).sum();
        let told = held.into_iter().filter(|(_, minor)| *minor != 0 || of.len() == 1);
        Ok(Records { rows: told.map(|(account, minor)| self.row(account, minor)).collect(), sum_minor })
    }

    /// The fund's liabilities. Payers' money that already bought goods is owed as goods.
    async fn owed(&self) -> Result<Records, Error> {
        let mut records =
            self.accounts(&[Account::MemberCredit, Account::ProducerAdvances, Account::ProgrammeFundsHeld, Account::Payables], -1).await?;
        if self.page > 0 {
            return Ok(records);
        }
        let on_hand = &self.forecast.on_hand;
        let passed_on = on_hand.committed.advances_passed_on + on_hand.committed.funds_passed_on;
        let due = on_hand.holdings.recoverable_capital;
        if passed_on != 0 {
            records.rows.push(Row { name: self.reader.t("passed-on"), ..self.row(Account::GoodsInTransit, -passed_on) });
        }
        if due != 0 {
            let by = self.reader.tf("recoverable-due", &[("day", self.reader.date(on_hand.next.starts_on).into())]);
            records.rows.push(Row { name: by, ..self.row(Account::RecoverableCapital, due) });
        }
        records.sum_minor += due - passed_on;
        Ok(records)
    }

    async fn committed(&self) -> Result<Records, Error> {
        let open = commitments::open(self.app.db.read(), self.fund.id, self.forecast.on_hand.at, (self.page, PAGE)).await?;
        let names = members::names(self.app.db.read(), open.iter().filter_map(|row| row.member_id).collect()).await?;
        let rows = open.into_iter().map(|row| {
            let kind = self.reader.of("commitment", row.source_kind.code());
            let member = row.member_id.and_then(|id| names.get(&id).cloned());
            let (name, about) = match member {
                Some(member) => (member, format!("{kind} · {}", row.memo)),
                None => (row.memo, kind),
            };
            Row {
                href: format!("/{}s/{}", row.source_kind.code(), row.source_id),
                name,
                amount: self.reader.money(row.amount_minor, self.fund.unit),
                about,
                tag: html! { span.tag { (self.reader.date(row.since_on)) } },
            }
        });
        Ok(Records { rows: rows.collect(), sum_minor: self.forecast.on_hand.now.committed })
    }

    async fn due(&self, line: Line, kind: DueKind) -> Result<Records, Error> {
        let on_hand = &self.forecast.on_hand;
        let days = (on_hand.at, on_hand.next.starts_on);
        let kept = on_hand.rules.interest_kept_ppm;
        let due = store::due_lines(self.app.db.read(), self.fund.id, days, kind, kept, (self.page, PAGE)).await?;
        let rows = due.into_iter().map(|row| Row {
            href: format!("/loans/{}", row.loan_id),
            amount: self.reader.money(row.counts_minor, self.fund.unit),
            about: installment_name(self.reader, row.no, row.installments, &row.purpose),
            tag: due_tag(self.reader, row.due_on, on_hand.at),
            name: row.member,
        });
        Ok(Records { rows: rows.collect(), sum_minor: line.of(&self.forecast.next_cycle.full) })
    }

    async fn pledged(&self) -> Result<Records, Error> {
        let until = self.forecast.on_hand.next.starts_on;
        let pledges = store::pledges(self.app.db.read(), self.fund.id, until, self.page, PAGE).await?;
        let rows = pledges.into_iter().map(|row| Row {
            href: format!("/funds/{}/capital", self.fund.id),
            amount: self.reader.money(row.amount_minor, self.fund.unit),
            about: self.reader.of("capital", row.kind.code()),
            tag: html! { span.tag { (self.reader.date(row.happens_on)) } },
            name: row.source,
        });
        Ok(Records { rows: rows.collect(), sum_minor: self.forecast.next_cycle.full.pledged })
    }

    async fn planned(&self) -> Result<Records, Error> {
        let until = self.forecast.on_hand.next.starts_on;
        let planned = store::plans(self.app.db.read(), self.fund.id, until, self.page, PAGE).await?;
        let rows = planned.into_iter().map(|row| Row {
            href: format!("/funds/{}/expenses", self.fund.id),
            name: row.concept,
            amount: self.reader.money(row.amount_minor, self.fund.unit),
            about: String::new(),
            tag: html! { span.tag { (self.reader.date(row.happens_on)) } },
        });
        Ok(Records { rows: rows.collect(), sum_minor: self.forecast.next_cycle.full.planned_expenses })
    }
}
