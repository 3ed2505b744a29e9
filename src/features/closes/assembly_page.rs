//! The rendering of accounts (rendición de cuentas): four sheets for the wall or for paper. Each has one question, one large
//! answer and one sentence to read aloud. Late members are counted, by women and men, and never named.

use axum::extract::{Path, State};
use maud::{Markup, PreEscaped, html};

use super::statement::of_cycle;
use super::{SeenCycle, ShareOut, see_cycle, store};
use crate::app::App;
use crate::domain::amount::Unit;
use crate::domain::close::Statement;
use crate::domain::ids::CycleId;
use crate::domain::role::Action;
use crate::error::Error;
use crate::features::funds;
use crate::web::layout::{Place, page};
use crate::web::parts::back;
use crate::web::signed_in::SignedIn;
use crate::web::text::{Reader, Said};

/// The figures of the four sheets.
pub(super) struct Told<'t> {
    pub reader: Reader,
    pub unit: Unit,
    pub head: String,
    pub cycle: &'t str,
    pub statement: &'t Statement,
    pub shared: Option<&'t ShareOut>,
}

type Facts = Vec<(&'static str, Said<'static>)>;

/// # Errors
/// `not-found`, `forbidden`.
pub async fn show(State(app): State<App>, signed_in: SignedIn, Path(id): Path<CycleId>) -> Result<Markup, Error> {
    let by = &signed_in.0;
    let seen = see_cycle(&app, by, id, Action::SeeMembers).await?;
    let SeenCycle { cycle, fund, association, closed } = &seen;
    let reader = signed_in.reader().in_country(&association.country).counting(fund.unit);
    let statement = of_cycle(app.db.read(), fund, cycle, closed.as_ref(), app.clock.today(&association.time_zone)).await?;
    let shared = match closed {
        Some(close) => store::share_outs_of(app.db.read(), close.id).await?.into_iter().find(|row| row.reversed_at.is_none()),
        None => None,
    };
    let head = format!("{} · {}", association.name, fund.name);
    let told = Told { reader, unit: fund.unit, head, cycle: &cycle.name, statement: &statement, shared: shared.as_ref() };
    let body = html! {
        (back(&format!("/cycles/{id}"), &reader.tf("cycle-report", &[("name", (&cycle.name).into())])))
        h1.unseen { (reader.t("assembly-report")) " · " (cycle.name) }
        div.buttons.no-print {
            button.button.quiet type="button" data-print="1" { (reader.t("print")) }
            a.button.quiet href=(format!("/cycles/{id}/assembly.pdf")) { "PDF" }
        }
        div.full { (had(&told)) (late(&told)) (earned(&told)) (again(&told)) }
    };
    let heading = funds::heading(&app, reader, by, association, Some(fund)).await?;
    Ok(page(reader, by, &heading, Place::Reports, &reader.t("assembly-report"), body))
}

impl Told<'_> {
    pub fn money(&self, minor: i64) -> String {
        self.reader.money(minor, self.unit)
    }

    /// A sheet: its question, its figure, and its sentence to read aloud.
    fn sheet(&self, no: i64, question: &str, tone: &str, minor: i64, said: String, rest: Markup) -> Markup {
        let reader = self.reader;
        html! {
            section.assembly {
                p.top { span { b { (reader.t("assembly-report")) } " · " (self.head) } span { (reader.tf("assembly-sheet", &[("cycle", self.cycle.into()), ("no", no.into())])) } }
                h2 { (reader.t(question)) }
                p.huge.(tone) { (self.money(minor)) }
                p { (said) }
                (rest)
            }
        }
    }

    /// Bars drawn to one scale, each with its figure.
    fn bars(&self, rows: &[(&str, i64, &str)]) -> Markup {
        let largest = rows.iter().map(|row| row.1).max().unwrap_or(0).max(1);
        html! {
            div.hbars { @for (key, minor, colour) in rows {
                @let width = i128::from((*minor).max(0)) * 100 / i128::from(largest);
                span { (self.reader.t(key)) }
                svg viewBox="0 0 100 6" preserveAspectRatio="none" aria-hidden="true" { rect width=(width) height="6" fill=(colour) {} }
                b.amount { (self.reader.figures(*minor, self.unit)) }
            } }
        }
    }
}

const EARTH: &str = "var(--soft)";
const MAIZE: &str = "var(--maize)";
const PASTURE: &str = "var(--pasture)";

pub(super) fn facts_of_lent(told: &Told<'_>) -> Facts {
    let people = &told.statement.people;
    vec![("loans", people.loans.into()), ("people", (people.women + people.men).into()), ("women", people.women.into()), ("men", people.men.into())]
}

fn had(told: &Told<'_>) -> Markup {
    let (reader, flows) = (told.reader, &told.statement.flows);
    let opened = told.statement.opening_capital();
    let said = reader.tf("assembly-had", &[("day", reader.date(told.statement.starts_on).into())]);
    let rest = html! {
        p { (reader.tf("assembly-lent", &facts_of_lent(told))) }
        (told.bars(&[("assembly-we-had", opened, EARTH), ("assembly-we-lent", flows.lent, MAIZE), ("assembly-came-back", flows.recovered, PASTURE)]))
        p.hint { (reader.tf("assembly-interest", &[("amount", told.money(flows.interest + flows.late_fees).into())])) " "
            @if flows.capital_received != 0 { (reader.tf("assembly-capital", &[("amount", told.money(flows.capital_received).into())])) } }
    };
    told.sheet(1, "assembly-q-had", "", opened, said, rest)
}

/// Of each 100 due back: how many came, are late, and are lost. None where nothing was due.
pub(super) fn of_hundred(told: &Told<'_>, late: i64, lost: i64) -> Option<[i64; 3]> {
    let back = told.statement.flows.recovered;
    let all = i128::from(back.max(0)) + i128::from(late) + i128::from(lost);
    if all == 0 {
        return None;
    }
    let of = |minor: i64| i64::try_from((i128::from(minor) * 200 + all) / (2 * all)).unwrap_or(0);
    let (late, lost) = (of(late), of(lost));
    Some([(100 - late - lost).max(0), late, lost])
}

/// The same figures as dots.
fn dots(told: &Told<'_>, late: i64, lost: i64) -> Markup {
    let Some([came, late, lost]) = of_hundred(told, late, lost) else { return html! {} };
    let circles: String = (0..100)
        .map(|no| {
            let colour = if no < came {
                PASTURE
            } else if no < came + late {
                "var(--cochineal)"
            } else {
                EARTH
            };
            format!(r#"<circle cx="{}" cy="{}" r="4.5" fill="{colour}"/>"#, 6 + no % 20 * 11, 6 + no / 20 * 11)
        })
        .collect();
    let said = told.reader.tf("assembly-of-hundred", &[("came", came.into()), ("late", late.into()), ("lost", lost.into())]);
    html! { svg.dots viewBox="0 0 222 58" role="img" aria-label=(said) { (PreEscaped(circles)) } p { (said) } }
}

/// How many loans are late, by women and men; or that none is.
pub(super) fn said_of_late(told: &Told<'_>) -> String {
    let people = &told.statement.people;
    if people.late_women.count + people.late_men.count == 0 {
        return told.reader.t("assembly-late-none");
    }
    let facts: Facts = vec![
        ("loans", (people.late_women.count + people.late_men.count).into()),
        ("women", people.late_women.count.into()),
        ("of-women", told.money(people.late_women.minor).into()),
        ("men", people.late_men.count.into()),
        ("of-men", told.money(people.late_men.minor).into()),
    ];
    told.reader.tf("assembly-late", &facts)
}

fn late(told: &Told<'_>) -> Markup {
    let (reader, people) = (told.reader, &told.statement.people);
    let sum = people.late_women.minor + people.late_men.minor;
    let rest = html! {
        div.split {
            div { (dots(told, sum, told.statement.flows.lost)) }
            table { tbody {
                @for (key, tally) in ["assembly-late-month", "assembly-late-three", "assembly-late-more"].into_iter().zip(people.late) {
                    tr { td { (reader.t(key)) } td.n { (tally.count) } td.n { (reader.figures(tally.minor, told.unit)) } }
                }
            } }
        }
        @if told.statement.flows.lost != 0 { p.hint { (reader.tf("assembly-lost", &[("amount", told.money(told.statement.flows.lost).into())])) } }
    };
    let tone = if sum > 0 { "late" } else { "well" };
    told.sheet(2, "assembly-q-late", tone, sum, said_of_late(told), rest)
}

/// Where the surplus or the loss comes from.
pub(super) fn said_of_earned(told: &Told<'_>) -> String {
    let (statement, flows) = (told.statement, &told.statement.flows);
    let facts: Facts = vec![
        ("in", told.money(flows.interest + flows.late_fees + flows.other_income).into()),
        ("out", told.money(flows.expenses).into()),
        ("lost", told.money(flows.lost - flows.differences).into()),
        ("kept", told.money(statement.provision_minor - statement.provision_before_minor).into()),
    ];
    told.reader.tf(if statement.surplus_minor < 0 { "assembly-earned-loss" } else { "assembly-earned" }, &facts)
}

/// Whether there is a surplus to decide on.
pub(super) fn to_share(told: &Told<'_>) -> bool {
    told.shared.is_some() || told.statement.surplus_minor > 0
}

fn earned(told: &Told<'_>) -> Markup {
    let (reader, statement) = (told.reader, told.statement);
    let rest = html! {
        @if let Some(row) = told.shared {
            p { (reader.tf("assembly-decided", &[("acta", (&row.acta).into())])) }
            (told.bars(&[("share-to-members", row.to_members_minor, MAIZE), ("share-capital", row.to_capital_minor, PASTURE),
                ("assembly-reserves", row.to_loss_reserve_minor + row.to_education_minor + row.to_solidarity_minor, EARTH)]))
        } @else { p { (reader.t(if to_share(told) { "assembly-decides" } else { "assembly-no-surplus" })) } }
        @if to_share(told) { p.hint { (reader.t("assembly-donated")) } }
        @if to_share(told) { p.votes { @for key in ["assembly-for", "assembly-against", "assembly-abstain"] { span { (reader.t(key)) " ______" } } } }
    };
    let tone = if statement.surplus_minor < 0 { "late" } else { "well" };
    told.sheet(3, "assembly-q-earned", tone, statement.surplus_minor, said_of_earned(told), rest)
}

fn again(told: &Told<'_>) -> Markup {
    let (reader, statement) = (told.reader, told.statement);
    let sure = statement.foreseen.map_or(statement.available_minor, |foreseen| foreseen.firm.available);
    let said = reader.tf("assembly-again", &[("day", reader.date(statement.foreseen.map_or(statement.as_of, |foreseen| foreseen.on)).into())]);
    let rest = html! {
        @if let Some(foreseen) = statement.foreseen {
            (told.bars(&[("column-firm", foreseen.firm.available, PASTURE), ("column-expected", foreseen.expected.available, MAIZE), ("column-full", foreseen.full.available, EARTH)]))
        }
        p.hint { (reader.t("assembly-each-late"))
            @if let Some(before) = statement.foreseen_before { " " (reader.tf("assembly-foresaw", &[("foreseen", told.money(before.expected.available).into()), ("came", told.money(statement.available_minor).into())])) } }
        div.signs.four { @for key in ["office-president", "office-treasurer", "office-secretary", "office-auditor"] { span { (reader.t(key)) } } }
    };
    told.sheet(4, "assembly-q-again", "", sure, said, rest)
}
