//! A database with closed history in one of its twenty funds, and purchases in that fund that wait for a decision.

use std::sync::Arc;
use std::time::{Duration, Instant};

use chrono::NaiveDate;
use muyu::app::App;
use muyu::clock::Clock;
use muyu::db::Db;
use muyu::domain::actor::Actor;
use muyu::domain::amount::Unit;
use muyu::domain::cofinancing::{
    ContributionBasis, ContributionKind, Draft, Item, Measure, Party, PartyRole, Payer, Pledge, ProjectShareTerms, Quote, Taken,
};
use muyu::domain::ids::{AssociationId, BudgetLineId, FundId, MemberId, ProgrammeId, PurchaseId, UserId};
use muyu::domain::role::Grant;
use muyu::domain::text::Line;
use muyu::features::imports::{self, File};
use muyu::features::ledger::verify::verify;
use muyu::features::programmes::budget::{self, Planned};
use muyu::features::programmes::plan::{self, Funder, Plan};
use muyu::features::purchases::approvals::decide::{Decision, decide};
use muyu::features::purchases::{Said, draft, submit};
use muyu::features::sessions::sign_in::{self, SessionKind};
use muyu::features::users::keep::{NewUser, create};
use muyu::features::users::start::program;
use muyu::features::{funds, members, programmes, sessions};
use tempfile::TempDir;
use uuid::Uuid;

const TODAY: &str = "2026-05-15";
const FUNDS: usize = 20;
const PURCHASES: usize = 50;
const MEMBERS: usize = 100;

pub struct Filled {
    pub app: App,
    pub token: String,
    pub fund: FundId,
    purchases: Vec<PurchaseId>,
    staff: Actor,
    _folder: TempDir,
}

fn day(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

fn key() -> Uuid {
    Uuid::now_v7()
}

impl Filled {
    pub async fn fill(closed: usize) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let clock = Clock::Fixed(format!("{TODAY}T17:00:00Z").parse().unwrap());
        let app = App::new(Db::open(&folder.path().join("muyu.db").display().to_string()).await.unwrap(), clock);
        let by = program("bench");
        let mut fund = None;
        for i in 0..FUNDS {
            let register = imports::read(register(i, if i == 0 { closed } else { 10 })).await.unwrap();
            assert!(register.faults.is_empty(), "{:?}", register.faults.first());
            let made = imports::import(&app, &by, key(), register, Arc::new(|_, _| {})).await.unwrap();
            fund.get_or_insert(made);
        }
        let fund = funds::find(app.db.read(), fund.unwrap()).await.unwrap();
        let (programme, line) = programme(&app, &by, fund.association).await;
        let people = members::all(app.db.read(), fund.association).await.unwrap();
        let mut purchases = Vec::new();
        for i in 0..PURCHASES {
            let taking: Vec<MemberId> = (0..3).map(|k| people[(i * 3 + k) % people.len()].id).collect();
            purchases.push(ask(&app, &by, (fund.id, programme, line), &taking).await);
        }
        let token = token(&app).await;
        let staff = Actor { user_id: UserId(key()), ..by };
        Self { app, token, fund: fund.id, purchases, staff, _folder: folder }
    }

    /// The time to approve `count` purchases, starting from the given one.
    pub async fn approve(&self, from: usize, count: usize) -> Duration {
        let began = Instant::now();
        for id in &self.purchases[from..from + count] {
            let said = Said { note: Default::default(), acta: Some(Line::kept("Acta 14")) };
            decide(&self.app, &self.staff, key(), *id, Decision::Approve, said).await.unwrap();
        }
        began.elapsed()
    }

    /// Whether the books of every fund still hold.
    pub async fn holds(self) -> bool {
        let mut holds = true;
        for fund in funds::list(self.app.db.read(), None).await.unwrap() {
            holds &= verify(self.app.db.read(), fund).await.unwrap().findings.is_empty();
        }
        holds
    }
}

/// A notebook of three closed cycles, whose loans are paid back at harvest except one in ten, which is late. The present cycle
/// has a hundred loans of ten installments, or a single one in the other funds.
fn register(i: usize, closed: usize) -> Vec<File> {
    let mut people = "N°;Apellidos y nombres\n".to_owned();
    for n in 1..=MEMBERS {
        people.push_str(&format!("{n};Persona {n}\n"));
    }
    let mut loans = "N° crédito;N° socio;Desembolso;Monto;Modalidad;Cuotas;Primera cuota;Tasa %\n".to_owned();
    let mut repayments = "Fecha;Nº crédito;Monto\n".to_owned();
    for n in 1..=closed {
        let (member, year) = (n % MEMBERS + 1, 2022 + n * 3 / (closed + 1));
        loans.push_str(&format!("{n};{member};15/09/{year};100;cuota única;1;15/05/{};1\n", year + 1));
        let paid = if n % 10 == 0 { format!("20/07/{}", year + 1) } else { format!("15/05/{}", year + 1) };
        repayments.push_str(&format!("{paid};{n};108\n"));
    }
    for n in closed + 1..=closed + if i == 0 { 100 } else { 1 } {
        loans.push_str(&format!("{n};{};15/04/2026;1000;amortización constante;10;15/05/2026;2\n", n % MEMBERS + 1));
    }
    let sheets = [
        ("Asociación", format!("Nombre;Asociación {i}\nPaís;Perú\nFondo;Fondo {i}\n")),
        ("Socios", people),
        ("Aportes", "Fecha;Tipo;De;Monto\n01/01/2022;Donación;Alguien;5000000\n".to_owned()),
        ("Créditos", loans),
        ("Pagos", repayments),
    ];
    sheets.into_iter().map(|(name, text)| File { name: format!("{name}.csv"), bytes: text.into_bytes() }).collect()
}

async fn programme(app: &App, by: &Actor, association: AssociationId) -> (ProgrammeId, BudgetLineId) {
    let id = programmes::create::create(app, by, key(), Line::kept("Kallpanchis")).await.unwrap();
    programmes::create::take_part(app, by, key(), id, association).await.unwrap();
    let party = |name: &str, role| Party { name: Line::kept(name), role, weight: 500_000 };
    let plan = Plan {
        unit: Unit::Pen,
        starts_on: day("2025-01-01"),
        ends_on: day("2027-12-31"),
        project_share_terms: ProjectShareTerms::Grant,
        recovery: None,
        funders: vec![Funder { name: Line::kept("Cooperación"), amount_minor: 60_000_000 }],
        parties: vec![party("Proyecto", PartyRole::Project), party("Productoras", PartyRole::Producers)],
        goals: Vec::new(),
    };
    plan::set(app, by, key(), id, plan).await.unwrap();
    let lines = vec![Planned { id: None, name: Line::kept("Semilla"), planned_minor: 50_000_000 }];
    budget::set(app, by, key(), id, lines).await.unwrap();
    let line = programmes::lines(app.db.read(), id).await.unwrap()[0].id;
    (id, line)
}

/// Ten kilos of seed for each member, half of it lent by the fund.
async fn ask(app: &App, by: &Actor, (fund, programme, budget_line): (FundId, ProgrammeId, BudgetLineId), taking: &[MemberId]) -> PurchaseId {
    let quote = Quote { supplier: Line::kept("Agropecuaria Sicuani").into(), unit_price_minor: 4_250 };
    let item = Item {
        product: Line::kept("alfalfa"),
        variety: Default::default(),
        measure: Measure::Kilo,
        provided: false,
        quotes: vec![quote],
        chosen: 0,
        invoiced_minor: None,
    };
    let taken = taking.iter().map(|member| Taken { item: 0, member: *member, number: 0, quantity: 10_000, hectares: 500 });
    let rest = |by, kind| Pledge { by, kind, asked: ContributionBasis::Rest, what: Default::default() };
    let mut pledges: Vec<Pledge> = taking.iter().map(|member| rest(Payer::Member(*member), ContributionKind::Loan)).collect();
    pledges.push(rest(Payer::Party(0), ContributionKind::Cash));
    let draft = Draft { items: vec![item], taken: taken.collect(), pledges, day_rate_minor: 4_000, ..Draft::default() };
    let content = draft::Content { budget_line, cycle_on: day(TODAY), purpose: Line::kept("Semilla de pastos"), draft, base: None };
    let id = draft::create(app, by, key(), draft::NewPurchase { fund, programme, content }).await.unwrap();
    submit::submit(app, by, key(), id, Said::default()).await.unwrap();
    id
}

async fn token(app: &App) -> String {
    let new = NewUser { login: "bench".to_owned(), name: "bench".parse().unwrap(), grant: Grant::Admin };
    let user = create(app, &program("bench"), key(), new, "una frase corta".to_owned()).await.unwrap().user;
    let write = app.db.write(move |tx| {
        Box::pin(async move {
            let known = sessions::find(tx, user).await?;
            sessions::set_password(tx, user, known.password_hash, false).await
        })
    });
    write.await.unwrap();
    let password = "una frase corta".to_owned();
    sign_in::sign_in(app, "bench", password, SessionKind::Token, "bench".parse().unwrap(), &Default::default()).await.unwrap().secret
}
