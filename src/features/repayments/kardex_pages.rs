//! The kardex of a member on screen, as a file and on paper.

use axum::extract::{Path, State};
use axum::http::Uri;
use axum::response::{IntoResponse, Response};
use chrono::NaiveDate;
use maud::html;

use super::kardex::{Line, Sums, Whose, lines};
use crate::app::App;
use crate::domain::amount::Unit;
use crate::domain::ids::{LoanId, MemberId};
use crate::domain::refusal::Refusal;
use crate::domain::role::Action;
use crate::error::Error;
use crate::features::associations::{self, Association};
use crate::features::funds::{self, Fund};
use crate::features::members::{self, Member};
use crate::features::{delay, loans};
use crate::web::layout::{Place, page};
use crate::web::paper::{Column as Across, Head, Paper, Row, Size, Table};
use crate::web::parts::asked::{Asked, Order};
use crate::web::parts::back;
use crate::web::parts::list::{Cell, Column, Group, List, Select, Stands};
use crate::web::signed_in::SignedIn;
use crate::web::text::Reader;

/// A member's kardex in one fund.
struct Kardex {
    member: Member,
    association: Association,
    funds: Vec<Fund>,
    fund: Fund,
    lines: Vec<Line>,
    total: Sums,
    reader: Reader,
    today: NaiveDate,
}

/// For those who keep or accompany the association, and for the member. Shows the requested fund, or the first that lent to
/// them.
async fn see(app: &App, signed_in: &SignedIn, id: MemberId, asked: &Asked) -> Result<Kardex, Error> {
    let (by, db) = (&signed_in.0, app.db.read());
    let member = members::see(app, by, id).await?;
    let association = associations::see(app, by, member.association_id, Action::SeeFund).await?;
    let own = funds::of_association(db, association.id).await?;
    let mut chosen = None;
    for fund in own.iter().filter(|fund| asked.get("fund").is_empty() || fund.id.to_string() == asked.get("fund")) {
        let mut held = loans::of_fund(db, fund.id, Some(id)).await?;
        // What somebody else owes by now was theirs until that day.
        let changes = delay::debtor_changes_of(db, fund.id, id).await?;
        let others: Vec<LoanId> = changes.keys().copied().filter(|loan| held.iter().all(|held| held.loan.id != *loan)).collect();
        held.extend(loans::load(db, &others).await?.into_values());
        held.sort_by_key(|held| held.loan.number);
        let found = held.iter().any(|held| held.status().lent());
        if chosen.is_none() || found {
            chosen = Some((fund.clone(), held, changes));
        }
        if found {
            break;
        }
    }
    let (fund, held, changes) = chosen.ok_or_else(Refusal::not_found)?;
    let reader = signed_in.reader().in_country(&association.country).counting(fund.unit);
    let people = changes.values().flatten().flat_map(|change| [change.from_member, change.to_member]).collect();
    let names = members::names(db, people).await?;
    let sees_others = by.may(Action::SeeMembers, Some(association.id));
    let lines = lines(&Whose { reader, unit: fund.unit, member: id, changes: &changes, names: &names, sees_others }, &held);
    let total = lines.last().map(|line| line.after).unwrap_or_default();
    let today = app.clock.today(&association.time_zone);
    Ok(Kardex { member, association, funds: own, fund, lines, total, reader, today })
}

/// # Errors
/// `not-found`.
pub async fn show(State(app): State<App>, signed_in: SignedIn, Path(id): Path<MemberId>, uri: Uri) -> Result<Response, Error> {
    let (by, asked) = (&signed_in.0, Asked::of(&uri));
    let of = see(&app, &signed_in, id, &asked).await?;
    let (reader, path) = (of.reader, format!("/members/{id}/kardex"));
    let title = reader.tf("member-kardex", &[("name", (&of.member.name).into())]);
    let offered = of.funds.iter().map(|fund| (fund.id.to_string(), fund.name.clone())).collect();
    let list = List {
        reader,
        path: &path,
        asked: &asked,
        order: Order { by: "", down: false },
        name: title.clone(),
        whose: format!("{} {}", of.fund.name, of.association.name),
        search: None,
        selects: if of.funds.len() > 1 { vec![Select { name: "fund", label: reader.t("fund"), options: offered }] } else { Vec::new() },
        columns: columns(reader),
        groups: vec![Group {
            rows: of.lines.iter().map(|line| row(line, of.fund.unit, reader)).collect(),
            sums: vec![sum(reader, &of.total, of.fund.unit)],
            ..Group::default()
        }],
        count: of.lines.len() as u64,
        counted: of.fund.name.clone(),
        told: reader.t("member-kardex-told"),
    };
    if let Some(file) = list.file()? {
        return Ok(file);
    }
    let papers = html! {
        @for (paper, size) in [("", "A4".to_owned()), ("half", reader.t("paper-half"))] {
            a.button.quiet href=(asked.address(&format!("{path}.pdf"), &[("paper", paper)])) { "PDF " (size) }
        }
    };
    let body = html! {
        (list.head(back(&format!("/members/{id}"), &of.member.name), &title, papers))
        div.full.book { (list.part()) }
    };
    let heading = funds::heading(&app, reader, by, &of.association, Some(&of.fund)).await?;
    Ok(page(reader, by, &heading, Place::Members, &title, body).into_response())
}

fn columns(reader: Reader) -> Vec<Column> {
    let column = |key: &str, stands| Column::new(reader.t(key), stands);
    vec![
        column("date", Stands::Desk),
        column("member-kardex-document", Stands::Head),
        column("book-detail", Stands::Labelled),
        column("member-kardex-lent", Stands::Labelled).figures(),
        column("member-kardex-paid", Stands::Labelled).figures(),
        column("member-kardex-principal", Stands::Labelled).figures(),
        column("member-kardex-interest", Stands::Labelled).figures(),
        column("member-kardex-late", Stands::Labelled).figures(),
        column("balance", Stands::Key).figures(),
    ]
}

fn row(line: &Line, unit: Unit, reader: Reader) -> Vec<Cell> {
    let moved = &line.moved;
    let begins = [
        Cell::day(Some(line.on)),
        line.href.iter().fold(Cell::text(line.document.clone()), |cell, href| cell.to(href.clone())).under(reader.short_date(line.on)),
        Cell::text(line.detail.clone()),
    ];
    let figures = [moved.lent, moved.paid, moved.principal, moved.interest, moved.late_fee].map(|minor| Cell::some_money(minor, unit));
    begins.into_iter().chain(figures).chain([Cell::money(line.after.balance(), unit)]).collect()
}

fn sum(reader: Reader, sums: &Sums, unit: Unit) -> Vec<Cell> {
    let begins = [Cell::default(), Cell::text(reader.t("book-sum")), Cell::default()];
    let figures = [sums.lent, sums.paid, sums.principal, sums.interest, sums.late_fee, sums.balance()];
    begins.into_iter().chain(figures.map(|minor| Cell::money(minor, unit))).collect()
}

/// The kardex on paper, in numbered pages.
///
/// # Errors
/// `not-found`.
pub async fn paper(State(app): State<App>, signed_in: SignedIn, Path(id): Path<MemberId>, uri: Uri) -> Result<Response, Error> {
    let asked = Asked::of(&uri);
    let of = see(&app, &signed_in, id, &asked).await?;
    let (reader, size) = (of.reader, Size::asked(&asked));
    let title = reader.tf("member-kardex", &[("name", (&of.member.name).into())]);
    let head = Head { association: of.association.name.clone(), fund: of.fund.name.clone(), title, day: of.today, folios: true };
    let mut paper = Paper::new(reader, size, head);
    let number = reader.tf("member-number", &[("number", of.member.number.to_string().into())]);
    let about = [Some(number), of.member.document.clone(), of.member.community.clone(), Some(reader.symbol(of.fund.unit))];
    paper.say(&about.into_iter().flatten().collect::<Vec<_>>().join(" · "), paper.soft());
    set_out(&mut paper, &of, size == Size::Half);
    paper.say(&reader.t("member-kardex-told"), paper.soft());
    paper.signs(&[of.member.name.clone(), reader.t("contract-for-fund")]);
    paper.answer(&format!("kardex-{}", of.member.number)).await
}

fn set_out(paper: &mut Paper, of: &Kardex, half: bool) {
    let (reader, unit) = (of.reader, of.fund.unit);
    let figures = |minor: i64| reader.figures(minor, unit);
    // On half a sheet the document is in the same column as the detail, and payments are shown by their parts.
    let money = |sums: &Sums, said: &dyn Fn(i64) -> String| -> Vec<String> {
        if half {
            vec![said(sums.lent), said(sums.principal), said(sums.interest + sums.late_fee)]
        } else {
            [sums.lent, sums.paid, sums.principal, sums.interest, sums.late_fee].map(said).to_vec()
        }
    };
    let some = |minor: i64| if minor == 0 { String::new() } else { figures(minor) };
    let row = |line: &Line| {
        let mut cells = vec![reader.short_date(line.on)];
        if half {
            cells.push(format!("{} · {}", line.document, line.detail));
        } else {
            cells.extend([line.document.clone(), line.detail.clone()]);
        }
        cells.extend(money(&line.moved, &some));
        cells.push(figures(line.after.balance()));
        Row::from(cells)
    };
    let summed = |key: &str, sums: &Sums| {
        let mut cells = vec![String::new(), reader.t(key)];
        cells.extend((!half).then(String::new));
        cells.extend(money(sums, &figures));
        cells.push(figures(sums.balance()));
        cells
    };
    let carried = |no: usize, forward: bool| {
        let after = no.checked_sub(1).and_then(|last| of.lines.get(last)).map(|line| line.after).unwrap_or_default();
        summed(if forward { "book-carried" } else { "book-brought" }, &after)
    };
    let label = |key: &str| reader.t(key);
    let mut columns = vec![Across::tight(label("date"))];
    let kinds: &[&str] = if half {
        columns.push(Across::words(label("book-detail"), 1));
        &["member-kardex-lent", "member-kardex-principal", "member-kardex-interest-late", "balance"]
    } else {
        columns.extend([Across::tight(label("member-kardex-document")), Across::words(label("book-detail"), 1)]);
        &["member-kardex-lent", "member-kardex-paid", "member-kardex-principal", "member-kardex-interest", "member-kardex-late", "balance"]
    };
    columns.extend(kinds.iter().map(|key| Across::figures(label(key))));
    let rows = of.lines.iter().map(row).collect();
    paper.table(&Table { columns, rows, sums: vec![summed("book-sum", &of.total)], carried: Some(&carried), room: 110, ..Table::default() });
}
