//! The demonstration's co-financed purchases: one in every state. Each step is taken on its own day by a person of the right
//! role.

use chrono::{DateTime, Days, NaiveDate, Utc};
use uuid::Uuid;

use crate::app::App;
use crate::clock::Clock;
use crate::db::actors;
use crate::domain::actor::Actor;
use crate::domain::amount::Unit;
use crate::domain::cofinancing::terms::Recovery;
use crate::domain::cofinancing::{
    ContributionBasis, ContributionKind, Draft, Goal, Item, Measure, Movement, Party, PartyRole, Payer, Pledge, ProjectShareTerms, Quote, Taken,
};
use crate::domain::ids::{BudgetLineId, FundId, MemberId, ProgrammeId, PurchaseId};
use crate::domain::loan::PaymentMethod;
use crate::domain::text::{Line, Note};
use crate::error::Error;
use crate::features::programmes::budget::{self, Planned};
use crate::features::programmes::plan::{self, Funder, Plan};
use crate::features::purchases::approvals::decide::{Decision, decide};
use crate::features::purchases::attachments::attach::{self, attach};
use crate::features::purchases::cancel::cancel;
use crate::features::purchases::deliveries::count::{Counted, count};
use crate::features::purchases::deliveries::deliver::{self, deliver};
use crate::features::purchases::deliveries::receive::{Close, receive};
use crate::features::purchases::labour::record::{NewLabour, record as record_labour};
use crate::features::purchases::order::order;
use crate::features::purchases::{PurchaseRecord, Said, draft, pay, settle, submit};
use crate::features::{funds, members, programmes, purchases, sessions};

const SUPPLIER: &str = "Agropecuaria Sicuani";
/// A quote as a document: a PDF of one page that says what it is.
const QUOTE: &[u8] = b"%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n2 0 obj<</Type/Pages/Kids[3 0 R]/Count 1>>endobj\n3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 420 200]/Contents 4 0 R/Resources<</Font<</F1<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>>>>>>>endobj\n4 0 obj<</Length 66>>stream\nBT /F1 18 Tf 30 120 Td (Agropecuaria Sicuani: alfalfa 42.50) Tj ET\nendstream endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n";

fn key() -> Uuid {
    Uuid::now_v7()
}

/// The contents of a purchase: products by their place in the price list, and members with kilos and hectares (in
/// thousandths).
struct Ask<'a> {
    purpose: &'a str,
    products: &'a [usize],
    takes: &'a [(i64, usize, i64, i64)],
    kind: ContributionKind,
}

const PRICES: [(&str, &str, i64); 5] =
    [("Alfalfa", "W350", 4_250), ("Rye grass", "inglés", 1_435), ("Trébol", "rojo", 3_890), ("Avena", "mantaro", 620), ("Dactylis", "", 2_980)];

struct Scene {
    app: App,
    fund: FundId,
    programme: ProgrammeId,
    line: BudgetLineId,
    treasurer: Actor,
    staff: Actor,
    people: Vec<members::Member>,
    today: NaiveDate,
}

/// # Errors
/// A fault: valid records are never refused.
pub async fn set_up(app: &App, by: &Actor, fund: &funds::Fund, kallpanchis: ProgrammeId, today: NaiveDate) -> Result<(), Error> {
    let line = kallpanchis_plan(app, by, kallpanchis, today).await?;
    let people = members::all(app.db.read(), fund.association).await?;
    let (treasurer, staff) = (actor(app, "tesorera").await?, actor(app, "proyecto").await?);
    budget::let_approve(app, by, key(), kallpanchis, staff.user_id, 500_000).await?;
    let scene = Scene { app: app.clone(), fund: fund.id, programme: kallpanchis, line, treasurer, staff, people, today };
    last_season(&scene).await?;
    this_season(&scene).await?;
    municipality(&scene, by, fund).await
}

async fn actor(app: &App, login: &str) -> Result<Actor, Error> {
    let missing = || Error::fault(format!("the demonstration has no {login}"));
    let user = sessions::by_login(app.db.read(), login).await?.ok_or_else(missing)?;
    actors::by_user(app.db.read(), user.id).await?.ok_or_else(missing)
}

fn party(name: &str, role: PartyRole, percent: i64) -> Party {
    Party { name: Line::kept(name), role, weight: percent * 10_000 }
}

async fn kallpanchis_plan(app: &App, by: &Actor, programme: ProgrammeId, today: NaiveDate) -> Result<BudgetLineId, Error> {
    let plan = Plan {
        unit: Unit::Pen,
        starts_on: today - Days::new(560),
        ends_on: today + Days::new(535),
        project_share_terms: ProjectShareTerms::Grant,
        recovery: None,
        funders: vec![Funder { name: Line::kept("Cooperación internacional"), amount_minor: 9_500_000 }],
        parties: vec![party("Proyecto", PartyRole::Project, 50), party("Productoras", PartyRole::Producers, 50)],
        goals: vec![(Goal::Hectares, 50_000), (Goal::Kilos, 1_200_000), (Goal::Members, 40)],
    };
    plan::set(app, by, key(), programme, plan).await?;
    let line = |name: &str, planned_minor| Planned { id: None, name: Line::kept(name), planned_minor };
    budget::set(app, by, key(), programme, vec![line("Semilla", 1_450_000), line("Abono e insumos", 480_000), line("Cercos y riego", 620_000)])
        .await?;
    let lines = programmes::lines(app.db.read(), programme).await?;
    lines.first().map(|line| line.id).ok_or_else(|| Error::fault("the budget has no lines"))
}

/// Noon of a day, where the association is.
fn noon(day: NaiveDate) -> DateTime<Utc> {
    day.and_hms_opt(17, 0, 0).unwrap_or_default().and_utc()
}

impl Scene {
    /// The program with its clock set so many days back.
    fn ago(&self, days: u64) -> (App, NaiveDate) {
        let on = self.today - Days::new(days);
        (App::new(self.app.db.clone(), if days == 0 { self.app.clock } else { Clock::Fixed(noon(on)) }), on)
    }

    fn member(&self, number: i64) -> MemberId {
        self.people.iter().find(|member| member.number == number).map_or(MemberId(Uuid::nil()), |member| member.id)
    }

    fn draft(&self, ask: &Ask<'_>) -> Draft {
        let item = |place: &usize| {
            let (product, variety, price) = PRICES[*place];
            let quote = |supplier: &str, unit_price_minor| Quote { supplier: Note::kept(supplier), unit_price_minor };
            Item {
                product: Line::kept(product),
                variety: Note::kept(variety),
                measure: Measure::Kilo,
                provided: false,
                quotes: vec![quote(SUPPLIER, price), quote("Semillas del Sur", price + price / 12)],
                chosen: 0,
                invoiced_minor: None,
            }
        };
        let taken = ask.takes.iter().map(|(number, item, quantity, hectares)| Taken {
            item: *item,
            member: self.member(*number),
            number: *number,
            quantity: *quantity,
            hectares: *hectares,
        });
        let mut payers: Vec<Payer> = ask.takes.iter().map(|(number, ..)| Payer::Member(self.member(*number))).collect();
        payers.sort_unstable();
        payers.dedup();
        let rest = |by, kind| Pledge { by, kind, asked: ContributionBasis::Rest, what: Note::default() };
        let mut pledges: Vec<Pledge> = payers.into_iter().map(|by| rest(by, ask.kind)).collect();
        pledges.push(rest(Payer::Party(0), ContributionKind::Cash));
        Draft { items: ask.products.iter().map(item).collect(), taken: taken.collect(), pledges, day_rate_minor: 4_500, ..Draft::default() }
    }

    async fn ask(&self, days: u64, ask: &Ask<'_>) -> Result<PurchaseId, Error> {
        self.ask_with(days, ask.purpose, self.draft(ask), self.programme, self.line).await
    }

    async fn ask_with(&self, days: u64, purpose: &str, draft: Draft, programme: ProgrammeId, budget_line: BudgetLineId) -> Result<PurchaseId, Error> {
        let (app, on) = self.ago(days);
        let content = draft::Content { budget_line, cycle_on: on, purpose: Line::kept(purpose), draft, base: None };
        draft::create(&app, &self.treasurer, key(), draft::NewPurchase { fund: self.fund, programme, content }).await
    }

    async fn send(&self, days: u64, id: PurchaseId) -> Result<(), Error> {
        submit::submit(&self.ago(days).0, &self.treasurer, key(), id, Said::default()).await
    }

    async fn decide(&self, days: u64, id: PurchaseId, decision: Decision, words: &str) -> Result<(), Error> {
        let said = match decision {
            Decision::Approve => Said { note: Note::default(), acta: Some(Line::kept(words)) },
            Decision::Return | Decision::Reject => Said { note: Note::kept(words), acta: None },
        };
        decide(&self.ago(days).0, &self.staff, key(), id, decision, said).await
    }

    async fn held(&self, id: PurchaseId) -> Result<PurchaseRecord, Error> {
        purchases::load_one(self.app.db.read(), id).await
    }

    async fn pay(&self, days: u64, id: PurchaseId, movement: Movement, amount_minor: i64, payment_method: PaymentMethod) -> Result<(), Error> {
        let (app, on) = self.ago(days);
        let new = pay::NewPayment { movement, amount_minor, payment_method, happens_on: on, note: Note::default() };
        pay::record(&app, &self.treasurer, key(), id, new).await.map(|_| ())
    }

    /// Collects what a payer still owes.
    async fn collect(&self, days: u64, id: PurchaseId, payer: Payer, payment_method: PaymentMethod) -> Result<(), Error> {
        let left = self.held(id).await?.balance()?.payers.get(&payer).map_or(0, |due| due.left());
        if left > 0 { self.pay(days, id, Movement::Collected(payer), left, payment_method).await } else { Ok(()) }
    }

    /// Delivers and hands out a percentage of each line.
    async fn deliver(&self, days: u64, id: PurchaseId, percent: i64) -> Result<(), Error> {
        let (app, on) = self.ago(days);
        let held = self.held(id).await?;
        let part = |quantity: i64| quantity * percent / 100;
        let came = held.items.iter().map(|item| {
            let own = held.lines.iter().filter(|row| row.item_no == item.no);
            deliver::Line { item_no: item.no, member: None, quantity: own.map(|row| part(row.quantity)).sum() }
        });
        let went = held.lines.iter().map(|row| deliver::Line { item_no: row.item_no, member: Some(row.member_id), quantity: part(row.quantity) });
        let new = deliver::NewDelivery { on, note: Note::default(), lines: came.chain(went).collect() };
        deliver(&app, &self.treasurer, key(), id, new).await.map(|_| ())
    }

    async fn close(&self, days: u64, id: PurchaseId) -> Result<(), Error> {
        let (app, on) = self.ago(days);
        receive(&app, &self.treasurer, key(), id, Close { on, due_on: None, note: Note::default(), confirmed: true }).await
    }

    /// Counts a percentage of the planned hectares.
    async fn count(&self, days: u64, id: PurchaseId, percent: i64) -> Result<(), Error> {
        let (app, _) = self.ago(days);
        let held = self.held(id).await?;
        let why = (percent > 100).then(|| Line::kept("la semilla alcanzó para la cabecera"));
        let counted = held.lines.iter().map(|row| Counted {
            item_no: row.item_no,
            member: row.member_id,
            hectares: row.hectares * percent / 100,
            reason: why.clone(),
        });
        count(&app, &self.treasurer, key(), id, counted.collect()).await
    }

    async fn order(&self, days: u64, id: PurchaseId) -> Result<(), Error> {
        order(&self.ago(days).0, &self.treasurer, key(), id, Said::default()).await
    }

    /// Approved and ordered, with the project's money in the bank.
    async fn approved_and_ordered(&self, days: u64, id: PurchaseId, acta: &str) -> Result<(), Error> {
        self.send(days, id).await?;
        self.decide(days - 3, id, Decision::Approve, acta).await?;
        self.collect(days - 5, id, Payer::Party(0), PaymentMethod::Deposit).await?;
        self.order(days - 6, id).await
    }
}

/// Two settled purchases of the season before.
async fn last_season(scene: &Scene) -> Result<(), Error> {
    let first = Ask {
        purpose: "Semilla de alfalfa y dactylis",
        products: &[0, 4],
        takes: &[
            (1, 0, 18_000, 900),
            (2, 0, 24_000, 1_200),
            (3, 1, 22_000, 1_000),
            (6, 0, 20_000, 1_000),
            (8, 1, 26_000, 1_300),
            (11, 0, 30_000, 1_500),
        ],
        kind: ContributionKind::Cash,
    };
    let second = Ask {
        purpose: "Semilla de rye grass y avena",
        products: &[1, 3],
        takes: &[(4, 0, 60_000, 2_000), (7, 0, 45_000, 1_500), (10, 1, 120_000, 2_400), (15, 1, 90_000, 1_800), (13, 0, 52_500, 1_750)],
        kind: ContributionKind::Cash,
    };
    for (days, ask, part, grown) in [(365, &first, 100, 96), (330, &second, 94, 102)] {
        let mut draft = scene.draft(ask);
        let worker = ask.takes.last().map_or(0, |(number, ..)| *number);
        let by = Payer::Member(scene.member(worker));
        draft.pledges.push(Pledge { by, kind: ContributionKind::Labour, asked: ContributionBasis::Days(3_000), what: Note::kept("siembra") });
        let id = scene.ask_with(days, ask.purpose, draft, scene.programme, scene.line).await?;
        scene.approved_and_ordered(days - 2, id, "Acta 7, folio 21").await?;
        for (ago, worked, task) in [(days - 14, 2_000, "siembra"), (days - 16, 1_000, "cerco")] {
            let new = NewLabour::own(scene.member(worker), scene.today - Days::new(ago), worked, Line::kept(task));
            record_labour(&scene.ago(ago).0, &scene.treasurer, key(), id, new).await?;
        }
        for row in scene.held(id).await?.members {
            scene.collect(days - 12, id, Payer::Member(row.member_id), PaymentMethod::Cash).await?;
        }
        scene.deliver(days - 20, id, part).await?;
        scene.close(days - 21, id).await?;
        scene.count(days - 90, id, grown).await?;
        even(scene, days - 30, id).await?;
        settle::settle(&scene.ago(days - 31).0, &scene.treasurer, key(), id, Said::default()).await?;
    }
    Ok(())
}

/// Pays and gives back the rest, so that nothing is owed.
async fn even(scene: &Scene, days: u64, id: PurchaseId) -> Result<(), Error> {
    let standing = scene.held(id).await?.balance()?;
    for (payer, due) in standing.payers {
        let payment_method = if matches!(payer, Payer::Party(_)) { PaymentMethod::Deposit } else { PaymentMethod::Cash };
        match due.left() {
            0 => {}
            left @ 1.. => scene.pay(days, id, Movement::Collected(payer), left, payment_method).await?,
            left => scene.pay(days, id, Movement::GivenBack(payer), -left, payment_method).await?,
        }
    }
    for (supplier, due) in standing.suppliers {
        // The project's deposits pay first; the rest is cash.
        let deposited = scene.held(id).await?.balance()?.payers.get(&Payer::Party(0)).map_or(0, |due| due.paid_minor).min(due.left());
        if deposited > 0 {
            scene.pay(days, id, Movement::Paid(supplier.clone()), deposited, PaymentMethod::Deposit).await?;
        }
        if due.left() > deposited {
            scene.pay(days, id, Movement::Paid(supplier), due.left() - deposited, PaymentMethod::Cash).await?;
        }
    }
    Ok(())
}

/// One purchase in each of the other states.
async fn this_season(scene: &Scene) -> Result<(), Error> {
    let small = |purpose, takes| Ask { purpose, products: &[0, 1, 2], takes, kind: ContributionKind::Loan };
    let received = scene.ask(52, &small("Semilla de pastos, sector Ccollpa", &[(4, 0, 6_000, 300), (7, 2, 3_250, 250), (9, 1, 12_000, 600)])).await?;
    scene.approved_and_ordered(50, received, "Acta 11, folio 34").await?;
    let deposited = scene.held(received).await?.project_minor();
    scene.pay(40, received, Movement::Paid(SUPPLIER.to_owned()), deposited, PaymentMethod::Deposit).await?;
    scene.deliver(30, received, 90).await?;
    scene.close(29, received).await?;
    scene.count(2, received, 100).await?;

    let ordered = scene
        .ask(26, &small("Semilla de pastos, sector Wasi Pata", &[(2, 0, 4_000, 200), (3, 1, 10_000, 500), (13, 0, 5_000, 250), (13, 2, 2_000, 150)]))
        .await?;
    scene.approved_and_ordered(24, ordered, "Acta 12, folio 36").await?;
    scene.deliver(4, ordered, 60).await?;
    let file = attach::NewAttachment { kind: "quote", name: Note::kept("cotizacion.pdf"), bytes: QUOTE.to_vec() };
    attach(&scene.ago(25).0, &scene.treasurer, key(), ordered, file).await?;

    let mut worked =
        scene.draft(&Ask { purpose: "", products: &[3], takes: &[(5, 0, 40_000, 800), (12, 0, 35_000, 700)], kind: ContributionKind::Cash });
    worked.pledges.push(Pledge {
        by: Payer::Member(scene.member(5)),
        kind: ContributionKind::Labour,
        asked: ContributionBasis::Days(2_000),
        what: Note::kept("cerco"),
    });
    let approved = scene.ask_with(15, "Avena para heno", worked, scene.programme, scene.line).await?;
    scene.send(14, approved).await?;
    scene.decide(12, approved, Decision::Approve, "Acta 13, folio 38").await?;
    scene.collect(8, approved, Payer::Member(scene.member(12)), PaymentMethod::Cash).await?;
    let days = NewLabour::own(scene.member(5), scene.today - Days::new(6), 1_500, Line::kept("cerco"));
    record_labour(&scene.ago(6).0, &scene.treasurer, key(), approved, days).await?;
    in_the_inbox(scene).await
}

async fn in_the_inbox(scene: &Scene) -> Result<(), Error> {
    let ask = |purpose, takes| Ask { purpose, products: &[0, 1, 2], takes, kind: ContributionKind::Loan };
    let first = scene.ask(6, &ask("Semilla de pastos, sector Qhawana", &[(1, 0, 4_000, 200), (6, 1, 12_000, 600), (14, 2, 2_500, 200)])).await?;
    let second = scene.ask(5, &ask("Semilla de pastos, sector Llactapampa", &[(8, 0, 3_000, 150), (10, 1, 9_000, 450), (11, 2, 3_000, 250)])).await?;
    scene.send(5, first).await?;
    scene.send(4, second).await?;
    let returned = scene.ask(9, &ask("Semilla para parcelas nuevas", &[(15, 0, 8_000, 400), (16, 1, 10_000, 500), (16, 2, 2_000, 150)])).await?;
    scene.send(9, returned).await?;
    scene.decide(7, returned, Decision::Return, "Falta la segunda cotización del trébol.").await?;
    let rejected = scene.ask(40, &ask("Semilla de pastos fuera de campaña", &[(3, 0, 10_000, 500), (3, 1, 5_000, 200), (9, 2, 1_000, 100)])).await?;
    scene.send(40, rejected).await?;
    scene.decide(38, rejected, Decision::Reject, "La siembra es en noviembre: pídanla en la próxima campaña.").await?;
    let cash = Ask { purpose: "Semilla de dactylis", products: &[4], takes: &[(2, 0, 8_000, 400), (7, 0, 6_000, 300)], kind: ContributionKind::Cash };
    let cancelled = scene.ask(34, &cash).await?;
    scene.approved_and_ordered(33, cancelled, "Acta 11, folio 35").await?;
    scene.collect(24, cancelled, Payer::Member(scene.member(2)), PaymentMethod::Cash).await?;
    cancel(&scene.ago(20).0, &scene.treasurer, key(), cancelled, Line::kept("El proveedor no tenía semilla certificada.")).await?;
    let unfinished = Ask { purpose: "Semilla de trébol", products: &[2], takes: &[(5, 0, 4_000, 300)], kind: ContributionKind::Cash };
    let mut draft = scene.draft(&unfinished);
    let unsure = Payer::Member(scene.member(5));
    draft.pledges.retain(|pledge| pledge.by != unsure);
    draft.pledges.push(Pledge { by: unsure, kind: ContributionKind::InKind, asked: ContributionBasis::Sum(3_000), what: Note::kept("guano") });
    scene.ask_with(1, unfinished.purpose, draft, scene.programme, scene.line).await.map(|_| ())
}

/// A second programme: a municipality gives 40, the project 20, and the producers repay the municipality's part into their
/// fund.
async fn municipality(scene: &Scene, by: &Actor, fund: &funds::Fund) -> Result<(), Error> {
    let app = &scene.app;
    let id = programmes::create::create(app, by, key(), Line::kept("Presupuesto participativo Santo Tomás")).await?;
    programmes::create::take_part(app, by, key(), id, fund.association).await?;
    let plan = Plan {
        unit: Unit::Pen,
        starts_on: scene.today - Days::new(120),
        ends_on: scene.today + Days::new(400),
        project_share_terms: ProjectShareTerms::Recoverable,
        recovery: Some(Recovery { installments: 3, every_months: 12, rate_ppm: 0 }),
        funders: vec![Funder { name: Line::kept("Municipalidad distrital de Santo Tomás"), amount_minor: 3_000_000 }],
        parties: vec![
            party("Municipalidad", PartyRole::Project, 40),
            party("Kallpanchis", PartyRole::Partner, 20),
            party("Productoras", PartyRole::Producers, 40),
        ],
        goals: vec![(Goal::Hectares, 12_000)],
    };
    plan::set(app, by, key(), id, plan).await?;
    budget::set(app, by, key(), id, vec![Planned { id: None, name: Line::kept("Pastos cultivados"), planned_minor: 900_000 }]).await?;
    let lines = programmes::lines(app.db.read(), id).await?;
    let line = lines.first().map(|line| line.id).ok_or_else(|| Error::fault("the budget has no lines"))?;
    let ask = Ask {
        purpose: "Pastos con la municipalidad",
        products: &[0, 4],
        takes: &[(4, 0, 7_000, 350), (10, 1, 9_000, 450), (12, 0, 5_000, 250)],
        kind: ContributionKind::Cash,
    };
    let mut draft = scene.draft(&ask);
    draft.pledges.push(Pledge { by: Payer::Party(1), kind: ContributionKind::Cash, asked: ContributionBasis::Rest, what: Note::default() });
    let purchase = scene.ask_with(3, ask.purpose, draft, id, line).await?;
    scene.send(2, purchase).await
}
