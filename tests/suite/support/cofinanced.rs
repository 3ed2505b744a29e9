//! A programme that co-finances at 50/50, its staff, and purchases of the three seeds of the published cases.

use muyu::db::actors;
use muyu::domain::actor::Actor;
use muyu::domain::amount::Unit;
use muyu::domain::cofinancing::{
    ContributionBasis, ContributionKind, Draft, Goal, Item, Measure, Movement, Party, PartyRole, Payer, Pledge, ProjectShareTerms, PurchaseStatus,
    Quote, Taken,
};
use muyu::domain::ids::{BudgetLineId, MemberId, ProgrammeId, PurchaseId, UserId};
use muyu::domain::loan::PaymentMethod;
use muyu::domain::role::Grant;
use muyu::error::Error;
use muyu::features::programmes::budget::{self, Planned};
use muyu::features::programmes::plan::{Funder, Plan};
use muyu::features::purchases::approvals::decide::{Decision, decide};
use muyu::features::purchases::deliveries::deliver::{self, deliver};
use muyu::features::purchases::deliveries::receive::{Close, receive};
use muyu::features::purchases::{self, PurchaseRecord, Said, draft, pay};
use muyu::features::{programmes, sessions};

use super::World;
use super::world::{Place, day, key};

pub struct Cofinanced {
    pub place: Place,
    pub programme: ProgrammeId,
    pub line: BudgetLineId,
    pub treasurer: Actor,
    pub staff: Actor,
}

pub const PRICES: [(&str, i64); 3] = [("alfalfa", 4_250), ("rye grass", 1_435), ("trébol", 3_890)];

pub fn fifty_fifty() -> Plan {
    let party = |name: &str, role, weight| Party { name: name.parse().unwrap(), role, weight };
    Plan {
        unit: Unit::Pen,
        starts_on: day("2025-01-01"),
        ends_on: day("2027-12-31"),
        project_share_terms: ProjectShareTerms::Grant,
        recovery: None,
        funders: vec![Funder { name: "Cooperación".parse().unwrap(), amount_minor: 6_000_000 }],
        parties: vec![party("Proyecto", PartyRole::Project, 500_000), party("Productoras", PartyRole::Producers, 500_000)],
        goals: vec![(Goal::Hectares, 50_000)],
    }
}

pub fn seeds() -> Vec<Item> {
    let item = |(product, price): (&str, i64)| Item {
        product: product.parse().unwrap(),
        variety: Default::default(),
        measure: Measure::Kilo,
        provided: false,
        quotes: vec![Quote { supplier: "Agropecuaria Sicuani".parse().unwrap(), unit_price_minor: price }],
        chosen: 0,
        invoiced_minor: None,
    };
    PRICES.into_iter().map(item).collect()
}

impl World {
    pub async fn actor(&self, login: &str) -> Actor {
        let user = sessions::by_login(self.app.db.read(), login).await.unwrap().unwrap();
        let actor = actors::by_user(self.app.db.read(), user.id).await.unwrap().unwrap();
        Actor { origin: "test".to_owned(), ..actor }
    }

    /// A programme with 10 000.00 for seed; two administrators request and decide.
    pub async fn programme_for(&self, place: Place, plan: Plan) -> Cofinanced {
        let programme = self.programme(place.association).await;
        let (app, by) = (&self.app, &self.by);
        programmes::plan::set(app, by, key(), programme, plan).await.unwrap();
        let lines = vec![Planned { id: None, name: "Semilla".parse().unwrap(), planned_minor: 1_000_000 }];
        budget::set(app, by, key(), programme, lines).await.unwrap();
        let line = programmes::lines(app.db.read(), programme).await.unwrap()[0].id;
        let staff = Actor { user_id: UserId(key()), ..by.clone() };
        Cofinanced { place, programme, line, treasurer: by.clone(), staff }
    }

    /// The same, with programme staff who may approve up to 5 000.00, and the association's treasurer.
    pub async fn cofinanced(&self, place: Place, plan: Plan) -> Cofinanced {
        let Cofinanced { place, programme, line, .. } = self.programme_for(place, plan).await;
        let (app, by) = (&self.app, &self.by);
        self.user("tesorera", Grant::Treasurer(place.association)).await;
        self.user("proyecto", Grant::Staff(programme)).await;
        let (treasurer, staff) = (self.actor("tesorera").await, self.actor("proyecto").await);
        budget::let_approve(app, by, key(), programme, staff.user_id, 500_000).await.unwrap();
        Cofinanced { place, programme, line, treasurer, staff }
    }

    pub async fn purchase(&self, id: PurchaseId) -> PurchaseRecord {
        purchases::load_one(self.app.db.read(), id).await.unwrap()
    }

    pub async fn status(&self, id: PurchaseId) -> PurchaseStatus {
        self.purchase(id).await.status()
    }
}

impl Cofinanced {
    /// Lines: (member's index, item, thousandths).
    pub fn taken(&self, lines: &[(usize, usize, i64)]) -> Vec<Taken> {
        let taken = |(member, item, quantity): &(usize, usize, i64)| Taken {
            item: *item,
            member: self.place.members[*member],
            number: 0,
            quantity: *quantity,
            hectares: 500,
        };
        lines.iter().map(taken).collect()
    }

    /// The members' lines, all of their half covered by one kind.
    pub fn draft(&self, lines: &[(usize, usize, i64)], kind: ContributionKind) -> Draft {
        let taken = self.taken(lines);
        let mut members: Vec<MemberId> = taken.iter().map(|taken| taken.member).collect();
        members.sort_unstable();
        members.dedup();
        let mut pledges: Vec<Pledge> = members.into_iter().map(|member| pledge(Payer::Member(member), kind, ContributionBasis::Rest)).collect();
        pledges.push(pledge(Payer::Party(0), ContributionKind::Cash, ContributionBasis::Rest));
        // Only items that somebody takes are requested.
        let mut items = seeds();
        let wanted: Vec<usize> = (0..items.len()).filter(|item| taken.iter().any(|taken| taken.item == *item)).collect();
        let taken = taken.into_iter().map(|taken| Taken { item: wanted.iter().position(|item| *item == taken.item).unwrap(), ..taken }).collect();
        let mut place = 0;
        items.retain(|_| {
            place += 1;
            wanted.contains(&(place - 1))
        });
        Draft { items, taken, pledges, day_rate_minor: 4_000, ..Draft::default() }
    }

    pub fn content(&self, draft: Draft) -> draft::Content {
        draft::Content { budget_line: self.line, cycle_on: day("2026-03-01"), purpose: "Semilla de pastos".parse().unwrap(), draft, base: None }
    }

    pub async fn ask(&self, world: &World, draft: Draft) -> Result<PurchaseId, Error> {
        let new = draft::NewPurchase { fund: self.place.fund, programme: self.programme, content: self.content(draft) };
        draft::create(&world.app, &self.treasurer, key(), new).await
    }

    pub async fn submit(&self, world: &World, id: PurchaseId) -> Result<(), Error> {
        purchases::submit::submit(&world.app, &self.treasurer, key(), id, Said::default()).await
    }

    pub async fn approve(&self, world: &World, id: PurchaseId) -> Result<(), Error> {
        let said = Said { note: Default::default(), acta: Some("Acta 14".parse().unwrap()) };
        decide(&world.app, &self.staff, key(), id, Decision::Approve, said).await
    }

    pub async fn order(&self, world: &World, id: PurchaseId) -> Result<(), Error> {
        purchases::order::order(&world.app, &self.treasurer, key(), id, Said::default()).await
    }

    /// Requested, submitted, approved and ordered.
    pub async fn ordered(&self, world: &World, draft: Draft) -> PurchaseId {
        let id = self.ask(world, draft).await.unwrap();
        self.submit(world, id).await.unwrap();
        self.approve(world, id).await.unwrap();
        self.order(world, id).await.unwrap();
        world.books_hold().await;
        id
    }

    pub async fn pay(&self, world: &World, id: PurchaseId, movement: Movement, amount_minor: i64) -> Result<(), Error> {
        let new =
            pay::NewPayment { movement, amount_minor, payment_method: PaymentMethod::Cash, happens_on: day("2026-03-01"), note: Default::default() };
        pay::record(&world.app, &self.treasurer, key(), id, new).await.map(|_| ())
    }

    /// All that is received is handed out at once: (member's index, item, thousandths).
    pub async fn deliver(&self, world: &World, id: PurchaseId, lines: &[(usize, usize, i64)]) -> Result<(), Error> {
        let item_no = |item: usize| i64::try_from(item).unwrap() + 1;
        let came = lines.iter().map(|(_, item, quantity)| deliver::Line { item_no: item_no(*item), member: None, quantity: *quantity });
        let went = lines.iter().map(|(member, item, quantity)| deliver::Line {
            item_no: item_no(*item),
            member: Some(self.place.members[*member]),
            quantity: *quantity,
        });
        let new = deliver::NewDelivery { on: day("2026-03-01"), note: Default::default(), lines: came.chain(went).collect() };
        deliver(&world.app, &self.treasurer, key(), id, new).await.map(|_| ())
    }

    pub async fn close(&self, world: &World, id: PurchaseId) -> Result<(), Error> {
        receive(&world.app, &self.treasurer, key(), id, Close { on: day("2026-03-01"), due_on: None, note: Default::default(), confirmed: true })
            .await
    }
}

pub fn pledge(by: Payer, kind: ContributionKind, asked: ContributionBasis) -> Pledge {
    Pledge { by, kind, asked, what: Default::default() }
}
