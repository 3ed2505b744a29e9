//! The report of a cycle on paper.

use axum::extract::{Path, State};
use axum::http::Uri;
use axum::response::Response;

use super::cycle_page::{accounts_of, foreseen_lines, moved_lines, natural_of, result_lines};
use super::statement::of_cycle;
use super::{SeenCycle, see_cycle};
use crate::app::App;
use crate::domain::amount::Unit;
use crate::domain::close::Statement;
use crate::domain::ids::CycleId;
use crate::domain::ledger::Group;
use crate::domain::role::Action;
use crate::error::Error;
use crate::web::paper::{Colour, Column, Head, Paper, Row, Size, Table};
use crate::web::parts::asked::Asked;
use crate::web::parts::signed;
use crate::web::signed_in::SignedIn;
use crate::web::text::Reader;

/// # Errors
/// `not-found`, `forbidden`.
pub async fn show(State(app): State<App>, signed_in: SignedIn, Path(id): Path<CycleId>, uri: Uri) -> Result<Response, Error> {
    let seen = see_cycle(&app, &signed_in.0, id, Action::SeeMembers).await?;
    let SeenCycle { cycle, fund, association, closed } = &seen;
    let reader = signed_in.reader().in_country(&association.country);
    let today = app.clock.today(&association.time_zone);
    let statement = of_cycle(app.db.read(), fund, cycle, closed.as_ref(), today).await?;
    let title = reader.tf("cycle-report", &[("name", (&cycle.name).into())]);
    let head = Head { association: association.name.clone(), fund: fund.name.clone(), title, day: today, folios: false };
    let mut paper = Paper::new(reader, Size::asked(&Asked::of(&uri)), head);
    let state = reader.t(if closed.is_some() { "cycle-is-closed" } else { "cycle-is-open" });
    paper.say(&format!("{} – {} · {state}", reader.date(statement.starts_on), reader.date(statement.as_of)), paper.soft());
    paper.space(6);
    paper.say(&reader.t("surplus-of-cycle"), paper.plain());
    paper.say(&reader.money(statement.surplus_minor, fund.unit), paper.large(22, Colour::Ink));
    result(&mut paper, reader, fund.unit, &statement);
    balances(&mut paper, reader, fund.unit, &statement);
    foreseen(&mut paper, reader, fund.unit, &statement);
    paper.signs(&["office-president", "office-treasurer", "office-auditor"].map(|key| reader.t(key)));
    paper.answer(&format!("{}-{}", reader.t("file-cycle"), cycle.starts_on)).await
}

/// A table of labels and figures under a heading.
fn two(paper: &mut Paper, heading: &str, rows: Vec<Row>, sums: Vec<Vec<String>>) {
    paper.heading(heading);
    let columns = vec![Column::words(String::new(), 1), Column::figures(String::new())];
    paper.table(&Table { columns, rows, sums, ..Table::default() });
}

fn result(paper: &mut Paper, reader: Reader, unit: Unit, statement: &Statement) {
    let row = |(key, minor): &(&str, i64)| Row::from(vec![reader.t(key), signed(reader, *minor, unit)]);
    let sum = vec![reader.t("surplus"), reader.money(statement.surplus_minor, unit)];
    two(paper, &reader.t("surplus-how"), result_lines(statement).iter().map(row).collect(), vec![sum]);
    let row = |(key, minor): &(&str, i64)| Row::from(vec![reader.t(key), reader.figures(*minor, unit)]);
    two(paper, &reader.t("what-happened"), moved_lines(statement).iter().map(row).collect(), Vec::new());
    let people = &statement.people;
    let facts = [("loans", people.loans.into()), ("women", people.women.into()), ("men", people.men.into())];
    paper.say(&reader.tf("cycle-people", &facts), paper.plain());
    let late = [("late-women", people.late_women), ("late-men", people.late_men)];
    if late.iter().any(|(_, tally)| tally.count > 0) {
        let row = |(key, tally): &(&str, crate::domain::close::Tally)| {
            Row::from(vec![format!("{} · {}", reader.t(key), tally.count), reader.figures(tally.minor, unit)])
        };
        two(paper, &reader.t("cycle-late"), late.iter().map(row).collect(), Vec::new());
    }
}

fn balances(paper: &mut Paper, reader: Reader, unit: Unit, statement: &Statement) {
    for group in [Group::Assets, Group::Liabilities, Group::Equity] {
        let own = accounts_of(statement, group);
        if own.is_empty() {
            continue;
        }
        let of = |name: String, opened: i64, ended: i64| vec![name, reader.figures(opened, unit), reader.figures(ended, unit)];
        let both = |account| (natural_of(account, &statement.opened), natural_of(account, &statement.carried));
        let rows = own.iter().map(|account| {
            let (opened, ended) = both(*account);
            Row::from(of(reader.of("account", account.code()), opened, ended))
        });
        let (opened, ended) = own.iter().map(|account| both(*account)).fold((0, 0), |sum, one| (sum.0 + one.0, sum.1 + one.1));
        paper.heading(&reader.of("chart-group", group.code()));
        paper.table(&Table {
            columns: vec![Column::words(reader.symbol(unit), 1), Column::figures(reader.t("opened-with")), Column::figures(reader.t("closed-with"))],
            rows: rows.collect(),
            sums: vec![of(reader.t("total"), opened, ended)],
            ..Table::default()
        });
    }
}

fn foreseen(paper: &mut Paper, reader: Reader, unit: Unit, statement: &Statement) {
    paper.heading(&reader.t("capital-next"));
    let facts = [("amount", reader.money(statement.available_minor, unit).into()), ("day", reader.date(statement.as_of).into())];
    paper.say(&reader.tf("capital-opening", &facts), paper.plain());
    if let Some(before) = &statement.foreseen_before {
        let of = |key: &str, was: i64, came: i64| {
            vec![reader.t(key), reader.figures(was, unit), reader.figures(came, unit), signed(reader, came - was, unit)]
        };
        paper.heading(&reader.tf("foreseen-and-came", &[("day", reader.date(before.on).into())]));
        paper.table(&Table {
            columns: vec![
                Column::words(String::new(), 1),
                Column::figures(reader.t("was-foreseen")),
                Column::figures(reader.t("came-in-fact")),
                Column::figures(reader.t("difference")),
            ],
            rows: foreseen_lines(statement, before).iter().map(|(key, was, came, _)| of(key, *was, *came).into()).collect(),
            sums: vec![of("foreseen-available", before.expected.available, statement.available_minor)],
            ..Table::default()
        });
    }
    if let Some(now) = &statement.foreseen {
        let columns = [("column-firm", now.firm), ("column-expected", now.expected), ("column-full", now.full)];
        let rows = columns.map(|(key, column)| Row::from(vec![reader.t(key), reader.money(column.available, unit)]));
        two(paper, &reader.tf("foreseen-now", &[("day", reader.date(now.on).into())]), rows.to_vec(), Vec::new());
    }
}
