//! One table of all funds that a person accompanies: the capital available, what is late, and the alerts of each.

mod store;

use std::collections::HashMap;

use chrono::{Datelike, Days, Months, NaiveDate};
use maud::{Markup, html};

use crate::app::App;
use crate::db::journal;
use crate::domain::actor::Actor;
use crate::domain::amount::Unit;
use crate::domain::calendar::days;
use crate::domain::ids::{AssociationId, FundId, ProgrammeId};
use crate::domain::indicators::Fraction;
use crate::domain::ledger::SourceKind;
use crate::domain::names::fold;
use crate::error::Error;
use crate::features::associations::{self, Association};
use crate::features::funds::{self, Fund};
use crate::features::on_hand::{FundOnHand, of_funds};
use crate::features::programmes;
use crate::web::parts::asked::{Asked, Order};
use crate::web::parts::list::{Cell, Column, Group, List, Select, Stands, Value};
use crate::web::text::Reader;

pub use store::sizes;

/// A portfolio at risk above this share of the portfolio is an alert.
const LIMIT_PPM: i64 = 100_000;
/// So many days without an entry are an alert.
const STILL_DAYS: i64 = 30;

pub const ORDERS: [Order; 5] = [
    Order { by: "late", down: true },
    Order { by: "name", down: false },
    Order { by: "available", down: true },
    Order { by: "lent", down: true },
    Order { by: "moved", down: false },
];

/// A fund of the table.
pub struct FundRow {
    pub fund: Fund,
    pub association: Association,
    pub available: i64,
    pub lent: i64,
    pub at_risk: Fraction,
    pub today: NaiveDate,
    /// The last entry: its day, its kind and its receipt number.
    pub last: Option<(NaiveDate, SourceKind, Option<i64>)>,
    /// Cash and bank at the end of each of the last twelve months, and today. Minor units.
    pub money: [i64; store::POINTS],
    pub programmes: Vec<ProgrammeId>,
}

impl FundRow {
    /// The share at risk, in ppm.
    fn risk_ppm(&self) -> i64 {
        let Fraction { part, whole } = self.at_risk;
        if whole == 0 { 0 } else { i64::try_from(i128::from(part) * 1_000_000 / i128::from(whole)).unwrap_or(i64::MAX) }
    }

    /// The alerts, each with its colour and its reason.
    pub fn alerts(&self, reader: Reader) -> Vec<(&'static str, String)> {
        let mut told = Vec::new();
        if self.risk_ppm() > LIMIT_PPM {
            told.push(("late", reader.tf("alert-at-risk", &[("limit", (LIMIT_PPM / 10_000).into())])));
        }
        if self.available < 0 {
            told.push(("late", reader.tf("alert-available", &[("amount", reader.figures(-self.available, self.fund.unit).into())])));
        }
        if let Some(still) = self.last.as_ref().map(|(day, ..)| days(*day, self.today)).filter(|still| *still > STILL_DAYS) {
            told.push(("soon", reader.tf("alert-still", &[("days", still.into())])));
        }
        told
    }
}

/// The funds that a person accompanies.
///
/// # Errors
/// A fault when a figure is out of bounds.
pub async fn overseen(app: &App, by: &Actor) -> Result<Vec<FundRow>, Error> {
    overseen_of(app, &associations::list(app.db.read(), by.associations().as_deref()).await?).await
}

/// The funds of these associations; the number of queries does not grow with them.
///
/// # Errors
/// As [`overseen`].
pub async fn overseen_of(app: &App, associations: &[Association]) -> Result<Vec<FundRow>, Error> {
    let db = app.db.read();
    let associations: HashMap<AssociationId, &Association> = associations.iter().map(|association| (association.id, association)).collect();
    let only: Vec<AssociationId> = associations.keys().copied().collect();
    let own: Vec<(Fund, Association)> = funds::list(db, Some(&only))
        .await?
        .into_iter()
        .filter_map(|fund| Some((fund.clone(), (*associations.get(&fund.association)?).clone())))
        .collect();
    let asked: Vec<(FundId, NaiveDate)> = own.iter().map(|(fund, association)| (fund.id, app.clock.today(&association.time_zone))).collect();
    let ids: Vec<FundId> = asked.iter().map(|(fund, _)| *fund).collect();
    let mut on_hand = of_funds(db, &asked).await?;
    let mut risky = store::at_risk(db, &asked).await?;
    let mut last: HashMap<FundId, _> = journal::newest_of(db, &ids).await?.into_iter().map(|entry| (entry.fund_id, entry)).collect();
    let latest = asked.iter().map(|(_, today)| *today).max().unwrap_or_default();
    let moved = store::money_moved(db, &ids, &month_ends(latest)).await?;
    let taking_part = programmes::taking_part(db).await?;
    let whole = own.into_iter().zip(asked).filter_map(|((fund, association), (id, today))| {
        let on_hand = on_hand.remove(&id)?;
        let programmes = taking_part.iter().filter(|(_, own)| *own == association.id).map(|(programme, _)| *programme).collect();
        Some(FundRow {
            available: on_hand.now.available_now,
            lent: on_hand.loans_receivable,
            at_risk: risky.remove(&id).unwrap_or(Fraction { part: 0, whole: 0 }),
            today,
            last: last.remove(&id).map(|entry| (entry.date, entry.source_kind, entry.receipt_no)),
            money: balances(&on_hand, moved.get(&id).copied().unwrap_or_default()),
            fund,
            association,
            programmes,
        })
    });
    Ok(whole.collect())
}

/// The ends of the last months, with today as the last point.
fn month_ends(today: NaiveDate) -> [NaiveDate; store::POINTS] {
    let first = today - Days::new(u64::from(today.day0()));
    std::array::from_fn(|i| {
        let before = u32::try_from(store::POINTS - 2 - i.min(store::POINTS - 2)).unwrap_or(0);
        if i == store::POINTS - 1 { today } else { first - Months::new(before) - Days::new(1) }
    })
}

/// The balance at each point, counted back from today's.
fn balances(on_hand: &FundOnHand, moved: [i64; store::POINTS]) -> [i64; store::POINTS] {
    let mut points = [0; store::POINTS];
    let mut stands = on_hand.holdings.cash + on_hand.holdings.bank + on_hand.to_verify;
    for i in (0..store::POINTS).rev() {
        points[i] = stands;
        stands -= moved[i];
    }
    points
}

/// The funds that match the request, in its order.
pub fn chosen(mut all: Vec<FundRow>, asked: &Asked, order: Order) -> Vec<FundRow> {
    let words = fold(asked.get("q"));
    let (province, programme) = (asked.get("province"), asked.get("programme"));
    all.retain(|own| {
        let association = &own.association;
        let named = fold(&format!("{} {} {}", association.name, own.fund.name, super::association::place(association)));
        words.split_whitespace().all(|word| named.contains(word))
            && (province.is_empty() || association.province.as_deref() == Some(province))
            && (programme.is_empty() || own.programmes.iter().any(|known| known.to_string() == programme))
    });
    all.sort_by(|a, b| {
        let name = |own: &FundRow| (fold(&own.association.name), fold(&own.fund.name));
        let by = match order.by {
            "name" => name(a).cmp(&name(b)),
            "available" => a.available.cmp(&b.available),
            "lent" => a.lent.cmp(&b.lent),
            "moved" => a.last.as_ref().map(|last| last.0).cmp(&b.last.as_ref().map(|last| last.0)),
            _ => a.risk_ppm().cmp(&b.risk_ppm()),
        };
        if order.down { by.reverse() } else { by }.then_with(|| name(a).cmp(&name(b)))
    });
    all
}

/// The table, grouped by currency: two currencies are never added.
pub fn list<'a>(
    reader: Reader,
    asked: &'a Asked,
    order: Order,
    all: &[FundRow],
    programmes: Vec<(String, String)>,
    provinces: Vec<String>,
) -> List<'a> {
    let mut units: Vec<Unit> = all.iter().map(|own| own.fund.unit).collect();
    units.sort_by_key(|unit| unit.code());
    units.dedup();
    units.sort_by_key(|unit| std::cmp::Reverse(all.iter().filter(|own| own.fund.unit == *unit).count()));
    let group = |unit: &Unit| {
        let own: Vec<&FundRow> = all.iter().filter(|own| own.fund.unit == *unit).collect();
        let spoken = own.first().map_or(reader, |first| reader.in_country(&first.association.country));
        let head = reader.tf(
            "funds-of-unit",
            &[
                ("unit", reader.of("unit-plural", unit.code().to_lowercase().as_str()).into()),
                ("symbol", reader.symbol(*unit).into()),
                ("count", own.len().into()),
            ],
        );
        Group {
            head: (units.len() > 1).then_some(head),
            reader: Some(spoken),
            sums: vec![sum(spoken, &own, *unit)],
            rows: own.into_iter().map(|own| row(reader, own)).collect(),
        }
    };
    let none = |key: &str| std::iter::once((String::new(), reader.t(key)));
    List {
        reader,
        path: "/",
        asked,
        order,
        name: reader.t("funds-all"),
        whose: String::new(),
        search: Some(reader.t("funds-search")),
        selects: vec![
            Select {
                name: "province",
                label: reader.t("province"),
                options: none("list-all-f").chain(provinces.into_iter().map(|name| (name.clone(), name))).collect(),
            },
            Select { name: "programme", label: reader.t("programme"), options: none("loans-show-all").chain(programmes).collect() },
        ],
        columns: columns(reader),
        groups: units.iter().map(group).collect(),
        count: all.len() as u64,
        counted: reader.tf("funds-counted", &[("count", all.len().into())]),
        told: reader.t("funds-told"),
    }
}

fn columns(reader: Reader) -> Vec<Column> {
    let column = |key: &str, stands| Column::new(reader.t(key), stands);
    vec![
        column("association", Stands::Head).sorted("name", false),
        column("fund", Stands::File),
        column("available-now", Stands::Key).figures().sorted("available", true),
        column("column-principal", Stands::Labelled).figures().sorted("lent", true),
        column("column-at-risk", Stands::Labelled).figures().sorted("late", true),
        column("column-at-risk-amount", Stands::File),
        column("column-last-entry", Stands::Desk).sorted("moved", false),
        column("column-money-trend", Stands::Wide),
        column("column-alerts", Stands::Labelled),
    ]
}

fn row(reader: Reader, own: &FundRow) -> Vec<Cell> {
    let (unit, association) = (own.fund.unit, &own.association);
    let reader = reader.in_country(&association.country).counting(unit);
    let place = [association.community.clone(), association.province.clone()].into_iter().flatten().collect::<Vec<_>>().join(", ");
    let about = if place.is_empty() { own.fund.name.clone() } else { format!("{} · {place}", own.fund.name) };
    let risky = own.risk_ppm() > LIMIT_PPM;
    let last = own.last.as_ref().map_or(Cell::default(), |(day, kind, receipt)| {
        let number = receipt.map(|no| format!(" {}", reader.tf("number-short", &[("number", no.to_string().into())]))).unwrap_or_default();
        Cell::day(Some(*day)).under(format!("{}{number}", reader.of("entry", kind.code()).to_lowercase()))
    });
    vec![
        Cell::text(association.name.clone()).to(format!("/funds/{}", own.fund.id)).under(about),
        Cell::text(own.fund.name.clone()),
        Cell::money(own.available, unit).late(own.available < 0),
        Cell::money(own.lent, unit),
        Cell::text(share(reader, own.at_risk)).under(fraction(reader, own.at_risk, unit)).warned(risky),
        Cell::money(own.at_risk.part, unit),
        last,
        trend(reader, own),
        Value::Tags(own.alerts(reader)).into(),
    ]
}

/// `14.7 %`, in the country's own writing.
fn share(reader: Reader, Fraction { part, whole }: Fraction) -> String {
    let tenths = if whole == 0 { 0 } else { i64::try_from((i128::from(part) * 1_000 + i128::from(whole) / 2) / i128::from(whole)).unwrap_or(0) };
    let written = reader.figures(tenths * 10, Unit::Pen);
    format!("{}\u{a0}%", written.strip_suffix('0').unwrap_or(&written))
}

fn fraction(reader: Reader, Fraction { part, whole }: Fraction, unit: Unit) -> String {
    reader.tf("fraction-of", &[("part", reader.figures(part, unit).into()), ("whole", reader.figures(whole, unit).into())])
}

/// The horizontal distance between two points of a trend, in the drawing's units.
const STEP: usize = 5;

/// The fund's money at the end of each of the last twelve months and today, and its change.
fn trend(reader: Reader, own: &FundRow) -> Cell {
    let (first, last) = (own.money[0], own.money[store::POINTS - 1]);
    let (low, high) = own.money.iter().fold((i64::MAX, i64::MIN), |(low, high), point| (low.min(*point), high.max(*point)));
    let span = i128::from(high.saturating_sub(low)).max(1);
    let y = |point: i64| 18 - i64::try_from(i128::from(point.saturating_sub(low)) * 16 / span).unwrap_or(0);
    let points: Vec<String> = own.money.iter().enumerate().map(|(i, point)| format!("{},{}", 2 + STEP * i, y(*point))).collect();
    let (unit, right) = (own.fund.unit, 2 + STEP * (store::POINTS - 1));
    let said = reader.tf("trend-said", &[("from", reader.money(first, unit).into()), ("to", reader.money(last, unit).into())]);
    let drawn = html! {
        svg width=(right + 5) height="20" viewBox=(format!("0 0 {} 20", right + 5)) role="img" aria-label=(said) {
            polyline.line points=(points.join(" ")) {} circle.p cx=(right) cy=(y(last)) r="2.5" {}
        }
    };
    Cell::text(change(first, last)).drawn(drawn)
}

/// `+ 38 %`; empty where there is nothing to compare with.
fn change(from: i64, to: i64) -> String {
    if from <= 0 {
        return String::new();
    }
    let percent = i64::try_from((i128::from(to) - i128::from(from)) * 100 / i128::from(from)).unwrap_or(0);
    format!("{}\u{a0}{}\u{a0}%", if percent < 0 { '−' } else { '+' }, percent.abs())
}

fn sum(reader: Reader, own: &[&FundRow], unit: Unit) -> Vec<Cell> {
    let of = |minor: fn(&FundRow) -> i64| own.iter().map(|own| minor(own)).fold(0_i64, i64::saturating_add);
    let at_risk = Fraction { part: of(|own| own.at_risk.part), whole: of(|own| own.at_risk.whole) };
    let alerts: usize = own.iter().map(|own| own.alerts(reader).len()).sum();
    vec![
        Cell::text(reader.tf("funds-sum", &[("count", own.len().into())])),
        Cell::default(),
        Cell::money(of(|own| own.available), unit),
        Cell::money(of(|own| own.lent), unit),
        Cell::text(share(reader, at_risk)).under(fraction(reader, at_risk, unit)),
        Cell::money(at_risk.part, unit),
        Cell::default(),
        Cell::default(),
        if alerts == 0 { Cell::default() } else { Cell::text(reader.tf("alerts-counted", &[("count", alerts.into())])) },
    ]
}

/// The alerts, each one once, with its funds.
pub fn alerts_part(reader: Reader, all: &[FundRow]) -> Markup {
    let mut told: Vec<(&'static str, String, &FundRow)> = Vec::new();
    for own in all {
        told.extend(own.alerts(reader.in_country(&own.association.country)).into_iter().map(|(class, text)| (class, text, own)));
    }
    html! {
        section.card.flush {
            h2 { (reader.tf("alerts", &[("count", told.len().to_string().into())])) }
            @if told.is_empty() { p.hint { (reader.t("alerts-none")) } }
            ul.rows { @for (class, text, own) in told.iter().take(6) {
                li { a.row href=(format!("/funds/{}", own.fund.id)) { b.part { (own.association.name) } small { (own.fund.name) } span.end { span.tag.(class) { (text) } } } }
            } }
            @if told.len() > 6 { p.more { a href="#funds" { (reader.t("alerts-all")) } } }
        }
    }
}
