//! The rendering of accounts on paper: the page's four sheets, each on its own page, in letters for a wall.

use axum::extract::{Path, State};
use axum::response::Response;

use super::assembly_page::{Told, facts_of_lent, of_hundred, said_of_earned, said_of_late, to_share};
use super::statement::of_cycle;
use super::{SeenCycle, see_cycle, store};
use crate::app::App;
use crate::domain::ids::CycleId;
use crate::domain::role::Action;
use crate::error::Error;
use crate::web::paper::{Bar, Colour, Column, Head, Paper, Row, Size, Table};
use crate::web::signed_in::SignedIn;

/// # Errors
/// `not-found`, `forbidden`.
pub async fn show(State(app): State<App>, signed_in: SignedIn, Path(id): Path<CycleId>) -> Result<Response, Error> {
    let seen = see_cycle(&app, &signed_in.0, id, Action::SeeMembers).await?;
    let SeenCycle { cycle, fund, association, closed } = &seen;
    let reader = signed_in.reader().in_country(&association.country);
    let today = app.clock.today(&association.time_zone);
    let statement = of_cycle(app.db.read(), fund, cycle, closed.as_ref(), today).await?;
    let shared = match closed {
        Some(close) => store::share_outs_of(app.db.read(), close.id).await?.into_iter().find(|row| row.reversed_at.is_none()),
        None => None,
    };
    let title = format!("{} · {}", reader.t("assembly-report"), reader.tf("book-cycle", &[("name", (&cycle.name).into())]));
    let head = Head { association: association.name.clone(), fund: fund.name.clone(), title, day: today, folios: false };
    let told = Told { reader, unit: fund.unit, head: String::new(), cycle: &cycle.name, statement: &statement, shared: shared.as_ref() };
    let mut paper = Paper::bare(reader, Size::A4Across, head);
    had(&mut paper, &told);
    paper.new_page();
    late(&mut paper, &told);
    paper.new_page();
    earned(&mut paper, &told);
    paper.new_page();
    again(&mut paper, &told);
    paper.answer(&format!("{}-{}", reader.t("file-assembly"), cycle.starts_on)).await
}

/// A sheet's question, figure, and sentence to read aloud.
fn sheet(paper: &mut Paper, told: &Told<'_>, question: &str, colour: Colour, minor: i64, said: &str) {
    paper.space(6);
    paper.headline(&told.reader.t(question), paper.large(17, Colour::Ink));
    paper.say(&told.money(minor), paper.large(46, colour));
    paper.say(said, paper.large(12, Colour::Ink));
    paper.space(14);
}

fn bars(paper: &mut Paper, told: &Told<'_>, rows: &[(&str, i64, Colour)]) {
    let bar = |(key, minor, colour): &(&str, i64, Colour)| Bar {
        label: told.reader.t(key),
        minor: *minor,
        figure: told.reader.figures(*minor, told.unit),
        colour: *colour,
    };
    paper.bars(&rows.iter().map(bar).collect::<Vec<_>>());
    paper.space(10);
}

fn had(paper: &mut Paper, told: &Told<'_>) {
    let (reader, flows) = (told.reader, &told.statement.flows);
    let opened = told.statement.opening_capital();
    let said = reader.tf("assembly-had", &[("day", reader.date(told.statement.starts_on).into())]);
    sheet(paper, told, "assembly-q-had", Colour::Ink, opened, &said);
    paper.say(&reader.tf("assembly-lent", &facts_of_lent(told)), paper.plain());
    paper.space(12);
    let rows = [
        ("assembly-we-had", opened, Colour::Soft),
        ("assembly-we-lent", flows.lent, Colour::Maize),
        ("assembly-came-back", flows.recovered, Colour::Pasture),
    ];
    bars(paper, told, &rows);
    let mut more = reader.tf("assembly-interest", &[("amount", told.money(flows.interest + flows.late_fees).into())]);
    if flows.capital_received != 0 {
        more = format!("{more} {}", reader.tf("assembly-capital", &[("amount", told.money(flows.capital_received).into())]));
    }
    paper.say(&more, paper.soft());
}

fn late(paper: &mut Paper, told: &Told<'_>) {
    let (reader, people, lost) = (told.reader, &told.statement.people, told.statement.flows.lost);
    let sum = people.late_women.minor + people.late_men.minor;
    let colour = if sum > 0 { Colour::Cochineal } else { Colour::Pasture };
    sheet(paper, told, "assembly-q-late", colour, sum, &said_of_late(told));
    if let Some([came, late, gone]) = of_hundred(told, sum, lost) {
        paper.dots(&[(came, Colour::Pasture), (late, Colour::Cochineal), (gone, Colour::Soft)]);
        let said = reader.tf("assembly-of-hundred", &[("came", came.into()), ("late", late.into()), ("lost", gone.into())]);
        paper.say(&said, paper.plain());
        paper.space(8);
    }
    let ages = ["assembly-late-month", "assembly-late-three", "assembly-late-more"].into_iter().zip(people.late);
    let row = |(key, tally): (&str, crate::domain::close::Tally)| {
        Row::from(vec![reader.t(key), tally.count.to_string(), reader.figures(tally.minor, told.unit)])
    };
    paper.table(&Table {
        columns: vec![Column::words(String::new(), 1), Column::figures(String::new()), Column::figures(String::new())],
        rows: ages.map(row).collect(),
        ..Table::default()
    });
    if lost != 0 {
        paper.say(&reader.tf("assembly-lost", &[("amount", told.money(lost).into())]), paper.soft());
    }
}

fn earned(paper: &mut Paper, told: &Told<'_>) {
    let (reader, surplus) = (told.reader, told.statement.surplus_minor);
    let colour = if surplus < 0 { Colour::Cochineal } else { Colour::Pasture };
    sheet(paper, told, "assembly-q-earned", colour, surplus, &said_of_earned(told));
    if let Some(row) = told.shared {
        paper.say(&reader.tf("assembly-decided", &[("acta", (&row.acta).into())]), paper.plain());
        paper.space(12);
        let reserves = row.to_loss_reserve_minor + row.to_education_minor + row.to_solidarity_minor;
        let rows = [
            ("share-to-members", row.to_members_minor, Colour::Maize),
            ("share-capital", row.to_capital_minor, Colour::Pasture),
            ("assembly-reserves", reserves, Colour::Soft),
        ];
        bars(paper, told, &rows);
    } else {
        paper.say(&reader.t(if to_share(told) { "assembly-decides" } else { "assembly-no-surplus" }), paper.plain());
    }
    if !to_share(told) {
        return;
    }
    paper.space(4);
    paper.say(&reader.t("assembly-donated"), paper.soft());
    paper.space(24);
    let votes = ["assembly-for", "assembly-against", "assembly-abstain"].map(|key| format!("{} ____________", reader.t(key)));
    paper.say(&votes.join("        "), paper.plain());
}

fn again(paper: &mut Paper, told: &Told<'_>) {
    let (reader, statement) = (told.reader, told.statement);
    let sure = statement.foreseen.map_or(statement.available_minor, |foreseen| foreseen.firm.available);
    let on = statement.foreseen.map_or(statement.as_of, |foreseen| foreseen.on);
    sheet(paper, told, "assembly-q-again", Colour::Ink, sure, &reader.tf("assembly-again", &[("day", reader.date(on).into())]));
    if let Some(foreseen) = statement.foreseen {
        let rows = [
            ("column-firm", foreseen.firm.available, Colour::Pasture),
            ("column-expected", foreseen.expected.available, Colour::Maize),
            ("column-full", foreseen.full.available, Colour::Soft),
        ];
        bars(paper, told, &rows);
    }
    paper.say(&reader.t("assembly-each-late"), paper.plain());
    if let Some(before) = statement.foreseen_before {
        let facts = [("foreseen", told.money(before.expected.available).into()), ("came", told.money(statement.available_minor).into())];
        paper.say(&reader.tf("assembly-foresaw", &facts), paper.soft());
    }
    paper.space(20);
    paper.signs(&["office-president", "office-treasurer", "office-secretary", "office-auditor"].map(|key| reader.t(key)));
}
