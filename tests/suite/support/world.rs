//! A world: a database with an association, its fund, its members, and users of each role.

use std::sync::Arc;

use chrono::{DateTime, NaiveDate, Utc};
use muyu::app::App;
use muyu::clock::Clock;
use muyu::db::Db;
use muyu::domain::actor::Actor;
use muyu::domain::amount::Unit;
use muyu::domain::calendar::Period;
use muyu::domain::capital::CapitalKind;
use muyu::domain::credit_rules::CreditRules;
use muyu::domain::ids::{AssociationId, FundId, LoanId, MemberId, ProgrammeId, RepaymentId};
use muyu::domain::interest::DayCount;
use muyu::domain::loan::PaymentMethod;
use muyu::domain::member::Sex;
use muyu::domain::rate::Per;
use muyu::domain::relief::Relief;
use muyu::domain::replay::PaymentKind;
use muyu::domain::role::Grant;
use muyu::domain::rules::FundRules;
use muyu::domain::schedule::{Method, Terms};
use muyu::error::Error;
use muyu::features::ledger::verify::verify;
use muyu::features::solidarity::guarantees::Named;
use muyu::features::users::keep::NewUser;
use muyu::features::users::start::program;
use muyu::features::{associations, capital, funds, imports, loans, members, programmes, reliefs, repayments, sessions, small_balances, users};
use tempfile::TempDir;
use uuid::Uuid;

use super::Client;

pub const PASSWORD: &str = "una frase corta";

pub struct World {
    pub app: App,
    pub by: Actor,
    pub address: String,
    _folder: TempDir,
}

/// Noon on a day, the time of a world's clock.
pub fn noon(day: &str) -> DateTime<Utc> {
    format!("{day}T17:00:00Z").parse().unwrap()
}

pub fn day(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

pub fn key() -> Uuid {
    Uuid::now_v7()
}

impl World {
    /// An empty database; on PostgreSQL where `MUYU_TEST_POSTGRES` names a server.
    pub async fn empty(today: &str) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let address = Self::address(folder.path()).await;
        let app = App::new(Db::open_with(&address, Some(folder.path().join("muyu.db.files"))).await.unwrap(), Clock::Fixed(noon(today)));
        Self { app, by: program("test"), address, _folder: folder }
    }

    /// The address of a new database: a file in a folder, or one on PostgreSQL.
    pub async fn address(folder: &std::path::Path) -> String {
        match std::env::var("MUYU_TEST_POSTGRES") {
            Ok(server) => new_postgres_database(&server).await,
            Err(_) => folder.join("muyu.db").display().to_string(),
        }
    }

    /// An empty SQLite file, whatever database the other worlds use.
    pub async fn on_file(file: &std::path::Path, today: &str) -> Self {
        let address = file.display().to_string();
        let app = App::new(Db::open(&address).await.unwrap(), Clock::Fixed(noon(today)));
        Self { app, by: program("test"), address, _folder: tempfile::tempdir().unwrap() }
    }

    /// The world of the imported register.
    pub async fn corazon() -> (Self, funds::Fund) {
        let world = Self::empty("2026-07-20").await;
        let register = imports::read(vec![register_file("corazon.xlsx")]).await.unwrap();
        let fund = imports::import(&world.app, &world.by, key(), register, Arc::new(|_, _| {})).await.unwrap();
        let fund = funds::find(world.app.db.read(), fund).await.unwrap();
        (world, fund)
    }

    /// An association with a fund of 10 000.00 in cash and three members.
    pub async fn with_fund(today: &str) -> (Self, Place) {
        let world = Self::empty(today).await;
        let place = world.place("Asociación Ayni", Unit::Pen).await;
        (world, place)
    }

    /// The program on the same database, on another day.
    pub fn at(&self, today: &str) -> App {
        App::new(self.app.db.clone(), Clock::Fixed(noon(today)))
    }

    pub async fn place(&self, name: &str, unit: Unit) -> Place {
        let (app, by) = (&self.app, &self.by);
        let new = associations::create::NewAssociation {
            name: name.parse().unwrap(),
            country: "PE".to_owned(),
            region: None,
            province: None,
            district: None,
            community: Some("Ccollpa".parse().unwrap()),
            registry_no: None,
        };
        let association = associations::create::create(app, by, key(), new).await.unwrap();
        let mut rules = FundRules::default_for(unit);
        rules.loan.late_fee_ppm = 10_000;
        rules.loan.tolerance_days = 3;
        rules.rounding_step_minor = 1;
        // Figures are exact to the last unit; other tests check the rounding of cash.
        rules.loan.cash_step_minor = 0;
        let new = funds::create::NewFund { association, name: "Fondo".parse().unwrap(), unit, rules, effective_on: day("2025-01-01") };
        let fund = funds::create::create(app, by, key(), new).await.unwrap();
        let given = capital::record::NewCapital {
            member: None,
            fund,
            kind: CapitalKind::Grant,
            source: "Proyecto".parse().unwrap(),
            amount_minor: 1_000_000,
            happens_on: day("2025-01-01"),
            owed_back_on: None,
            payment_method: PaymentMethod::Cash,
        };
        capital::record::receive(app, by, key(), given).await.unwrap();
        let mut people = Vec::new();
        for (i, name) in ["Quispe Mamani, Rosa", "Huamán Ccori, Benita", "Ttito Layme, Percy"].into_iter().enumerate() {
            let person = members::keep::Person { document: Some(format!("4000000{i}").parse().unwrap()), ..person(name) };
            people.push(members::keep::register(app, by, key(), association, person).await.unwrap());
        }
        Place { association, fund, members: people }
    }

    pub async fn join(&self, place: &Place, person: members::keep::Person) -> MemberId {
        members::keep::register(&self.app, &self.by, key(), place.association, person).await.unwrap()
    }

    /// A loan of 1 200.00 in four monthly parts of equal principal at 2 % a month, handed over on a day.
    pub async fn lend(&self, place: &Place, member: usize, on: &str) -> LoanId {
        self.lend_by(place, place.members[member], monthly(120_000, on, 4), true).await.unwrap()
    }

    pub async fn lend_by(&self, place: &Place, member: MemberId, terms: Terms, handed_over: bool) -> Result<LoanId, Error> {
        let new = loans::decide::NewLoan {
            fund: place.fund,
            member,
            purpose: "alfalfa".parse().unwrap(),
            terms,
            payment_method: PaymentMethod::Cash,
            handed_over,
            named: None,
        };
        // The acta allows any loan; other tests check what is refused without it.
        let allowance = loans::Allowance { despite_arrears: true, ..by_acta() };
        loans::decide::record(&self.app, &self.by, key(), new, allowance).await
    }

    /// Sets the rules of a fund without loans so that its assembly may lend beyond what is available.
    pub async fn let_lend_beyond(&self, place: &Place) {
        let mut rules = funds::rules_on(self.app.db.read(), place.fund, day("2025-01-01")).await.unwrap();
        rules.lend_beyond_available = true;
        let change = funds::change_rules::Change { fund: place.fund, effective_on: day("2025-01-01"), acta: None, corrects: false, rules };
        funds::change_rules::change_rules(&self.app, &self.by, key(), change).await.unwrap();
    }

    /// Sets the amount from which two people must confirm corrections.
    pub async fn two_people_from(&self, place: &Place, minor: i64) {
        let today = self.app.clock.now().date_naive();
        let mut rules = funds::rules_on(self.app.db.read(), place.fund, today).await.unwrap();
        rules.two_people_from_minor = minor;
        let acta = Some(muyu::domain::acta::Acta { number: "Acta 3".parse().unwrap(), on: today, note: None });
        let change = funds::change_rules::Change { fund: place.fund, effective_on: today, acta, corrects: false, rules };
        funds::change_rules::change_rules(&self.app, &self.by, key(), change).await.unwrap();
    }

    /// The same with guarantors.
    pub async fn lend_named(&self, place: &Place, member: MemberId, terms: Terms, named: Named) -> Result<LoanId, Error> {
        let new = loans::decide::NewLoan {
            fund: place.fund,
            member,
            purpose: "alfalfa".parse().unwrap(),
            terms,
            payment_method: PaymentMethod::Cash,
            handed_over: true,
            named: Some(named),
        };
        loans::decide::record(&self.app, &self.by, key(), new, by_acta()).await
    }

    /// Sets the credit rules of a fund without loans.
    pub async fn credit_rules(&self, place: &Place, credit: CreditRules) {
        self.rules_from(place, |rules| rules.credit = credit).await;
    }

    /// The same for any rules.
    pub async fn rules_from(&self, place: &Place, set: impl FnOnce(&mut FundRules)) {
        let mut rules = funds::rules_on(self.app.db.read(), place.fund, day("2025-01-01")).await.unwrap();
        set(&mut rules);
        let change = funds::change_rules::Change { fund: place.fund, effective_on: day("2025-01-01"), acta: None, corrects: false, rules };
        funds::change_rules::change_rules(&self.app, &self.by, key(), change).await.unwrap();
    }

    pub async fn pay(&self, loan: LoanId, on: &str, amount_minor: i64) -> Result<RepaymentId, Error> {
        repayments::record::record(&self.app, &self.by, key(), payment(loan, on, amount_minor)).await
    }

    /// The committee forgives small balances on a day.
    pub async fn forgive(&self, place: &Place, on: &str, loans: &[(LoanId, i64)]) -> Result<Uuid, Error> {
        let new =
            small_balances::forgive::NewForgiveness { fund: place.fund, acta: "Acta 7".parse().unwrap(), decided_on: day(on), loans: loans.to_vec() };
        small_balances::forgive::forgive(&self.app, &self.by, key(), new).await
    }

    /// The assembly relieves these loans on a day, with the debts as they were shown.
    pub async fn relieve(&self, place: &Place, on: &str, relief: Relief, loans: &[LoanId]) -> Result<Uuid, Error> {
        let mut shown = Vec::new();
        for loan in loans {
            shown.push((*loan, reliefs::preview::preview(&self.held(*loan).await, day(on), &relief)?.after.unpaid()));
        }
        let new = reliefs::relieve::NewRelief { fund: place.fund, acta: "Acta 12".parse().unwrap(), decided_on: day(on), relief, loans: shown };
        reliefs::relieve::relieve(&self.app, &self.by, key(), new).await
    }

    /// Creates a sign-in whose password its owner has already chosen.
    pub async fn user(&self, login: &str, grant: Grant) {
        let new = NewUser { login: login.to_owned(), name: login.parse().unwrap(), grant };
        let user = users::keep::create(&self.app, &self.by, key(), new, PASSWORD.to_owned()).await.unwrap().user;
        let write = self.app.db.write(move |tx| {
            Box::pin(async move {
                let known = sessions::find(tx, user).await?;
                sessions::set_password(tx, user, known.password_hash, false).await
            })
        });
        write.await.unwrap();
        self.app.forget_people();
    }

    /// Adds members to a place, with the next numbers.
    pub async fn add_members(&self, place: &Place, count: usize) -> Vec<MemberId> {
        let mut added = Vec::new();
        for i in 0..count {
            added.push(self.join(place, person(&format!("Socia {i}"))).await);
        }
        added
    }

    pub async fn programme(&self, with: AssociationId) -> ProgrammeId {
        let id = programmes::create::create(&self.app, &self.by, key(), "Kallpanchis".parse().unwrap()).await.unwrap();
        programmes::create::take_part(&self.app, &self.by, key(), id, with).await.unwrap();
        id
    }

    /// Checks the books of every fund; every test that records ends with this.
    pub async fn books_hold(&self) {
        for fund in funds::list(self.app.db.read(), None).await.unwrap() {
            let found = verify(self.app.db.read(), fund).await.unwrap();
            assert_eq!(found.findings, Vec::new(), "{}", found.fund.name);
        }
    }

    pub async fn held(&self, loan: LoanId) -> loans::LoanAccount {
        loans::load_one(self.app.db.read(), loan).await.unwrap()
    }
}

#[derive(Clone)]
pub struct Place {
    pub association: AssociationId,
    pub fund: FundId,
    pub members: Vec<MemberId>,
}

pub fn by_acta() -> loans::Allowance {
    loans::Allowance { acta: Some("Acta 9, 28 feb 2026".parse().unwrap()), despite_arrears: false }
}

pub fn payment(loan: LoanId, on: &str, amount_minor: i64) -> repayments::NewRepayment {
    repayments::NewRepayment {
        loan,
        paid_on: day(on),
        amount_minor,
        kind: PaymentKind::Repayment,
        payment_method: PaymentMethod::Cash,
        note: Default::default(),
        quality: Default::default(),
        as_credit: false,
        confirmed: true,
    }
}

pub fn monthly(principal: i64, on: &str, installments: u32) -> Terms {
    Terms {
        method: Method::EqualPrincipal,
        principal,
        disbursed_on: day(on),
        installments,
        first_due_on: muyu::domain::calendar::add_months(day(on), 1),
        every: 1,
        unit: Period::Month,
        rate_ppm: 20_000,
        rate_per: Per::Month,
        day_count: DayCount::Thirty360,
        grace_principal: 0,
        grace_interest: 0,
        rounding_step: 1,
        custom: Vec::new(),
    }
}

pub fn register_file(name: &str) -> imports::File {
    let path = format!("{}/tests/register/{name}", env!("CARGO_MANIFEST_DIR"));
    imports::File { name: name.to_owned(), bytes: std::fs::read(path).unwrap() }
}

pub async fn new_postgres_database(server: &str) -> String {
    use sea_orm::ConnectionTrait;
    let name = format!("t_{}", Uuid::now_v7().simple());
    let admin = sea_orm::Database::connect(format!("{server}/postgres")).await.unwrap();
    admin.execute_unprepared(&format!("CREATE DATABASE {name}")).await.unwrap();
    admin.close().await.unwrap();
    format!("{server}/{name}")
}

/// The code of the only refusal of an outcome.
/// Somebody of whom only the name is known.
pub fn person(name: &str) -> members::keep::Person {
    members::keep::Person {
        name: name.parse().unwrap(),
        document: None,
        sex: Sex::Female,
        birth_year: None,
        community: None,
        phone: None,
        joined_on: None,
        left_on: None,
    }
}

/// Numbers below a limit, as if by chance: the same ones for a seed.
pub fn chances(seed: u64) -> impl FnMut(u64) -> u64 {
    let mut state = seed;
    move |below| {
        state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (state >> 33) % below
    }
}

/// The treasurer of a fund, signed in.
pub async fn treasurer(today: &str) -> (World, Place, Client) {
    let (world, place) = World::with_fund(today).await;
    world.user("tesorera", Grant::Treasurer(place.association)).await;
    let client = Client::signed_in(&world, "tesorera").await;
    (world, place, client)
}

/// The code of an outcome's only refusal.
pub fn refusal<T: std::fmt::Debug>(outcome: Result<T, Error>) -> &'static str {
    let error = outcome.unwrap_err();
    assert_eq!(error.refusals().len(), 1, "{error}");
    error.refusals()[0].code
}
