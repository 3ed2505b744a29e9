//! `muyu demo`: two associations, a project that works with both, and a user for each role. Dates are moved so that one
//! installment is due this week and one is late.

mod cofinancing;
mod committee;
mod in_kind;
mod last_campaign;

use std::path::{Path, PathBuf};
use std::sync::Arc;

use chrono::{Days, NaiveDate};
use clap::Args;
use uuid::Uuid;

use super::Outcome;
use super::serve::on;
use crate::app::App;
use crate::cli::out::say;
use crate::clock::Clock;
use crate::config::ListenOption;
use crate::db::files::Files;
use crate::db::{Db, Hold, actors, durable};
use crate::domain::actor::Actor;
use crate::domain::amount::Unit;
use crate::domain::calendar::{Period, add_months};
use crate::domain::capital::CapitalKind;
use crate::domain::event::PaymentKind;
use crate::domain::ids::{AssociationId, FundId, LoanId, MemberId};
use crate::domain::interest::DayCount;
use crate::domain::loan::PaymentMethod;
use crate::domain::member::Sex;
use crate::domain::quality::Quality;
use crate::domain::rate::Per;
use crate::domain::role::Grant;
use crate::domain::rules::FundRules;
use crate::domain::schedule::{Method, Terms};
use crate::domain::text::{Line, Note};
use crate::error::Error;
use crate::features::corrections::Order;
use crate::features::expenses::put_right::Right;
use crate::features::imports::register::Register;
use crate::features::imports::{self, File};
use crate::features::ledger::rebuild::rebuild;
use crate::features::users::keep::{NewUser, create as create_user};
use crate::features::users::start::program;
use crate::features::{associations, capital, expenses, funds, loans, members, programmes, repayments, sessions};
use crate::web::text::Reader;

/// A real association's notebook, moved to the present day.
const NOTEBOOK: &[u8] = include_bytes!("notebook.xlsx");
const NOTEBOOK_DAY: NaiveDate = match NaiveDate::from_ymd_opt(2026, 7, 20) {
    Some(day) => day,
    None => NaiveDate::MIN,
};
const PASSWORD: &str = "chumbivilcas";
const SIGN_INS: [&str; 9] = ["admin", "proyecto", "tesorera", "comite", "comite2", "comite3", "fiscal", "socia", "tesorera.bolivia"];

#[derive(Args)]
pub struct Options {
    /// Where the demonstration's database is kept; it is made anew each time.
    #[arg(long, default_value = "muyu-demo.db")]
    file: PathBuf,
    /// Go on with the demonstration that is already there.
    #[arg(long)]
    keep: bool,
    #[command(flatten)]
    listen: ListenOption,
}

pub async fn demo(options: Options, reader: Reader) -> Result<Outcome, Error> {
    // The address is bound first, so that a demonstration in use is not deleted.
    let listener = super::serve::bind(&options.listen.listen).await?;
    let fresh = !options.keep || !options.file.exists();
    if fresh {
        // A demonstration served at another address is not deleted either.
        if let Some(folder) = options.file.parent() {
            durable::make_folder(folder)?;
        }
        let _alone = Hold::alone(&options.file)?;
        remove(&options.file)?;
    }
    let app = App::reached_by(Db::open(&options.file.display().to_string()).await?, Clock::System, options.listen.access);
    if fresh {
        set_up(&app).await?;
    } else {
        rebuild(&app).await?;
    }
    say(reader.tf("cli-serving", &[("address", format!("http://{}", listener.local_addr()?).into())]));
    say(reader.tf("demo-sign-ins", &[("password", PASSWORD.into())]));
    for login in SIGN_INS {
        say(format!("  {login:<18} {}", reader.of("demo", &login.replace('.', "-"))));
    }
    on(listener, app).await?;
    Ok(Outcome::Well)
}

fn remove(file: &Path) -> Result<(), Error> {
    for end in ["", "-wal", "-shm"] {
        let path = PathBuf::from(format!("{}{end}", file.display()));
        if path.exists() {
            std::fs::remove_file(path)?;
        }
    }
    let documents = Files::beside(file);
    if documents.folder().exists() {
        std::fs::remove_dir_all(documents.folder())?;
    }
    Ok(())
}

/// Sets the demonstration up in an empty database.
///
/// # Errors
/// A fault: valid records are never refused.
pub async fn set_up(app: &App) -> Result<(), Error> {
    let by = program("demo");
    let today = app.clock.today("America/Lima");
    let corazon = notebook(app, &by, today).await?;
    let bolivia = second_association(app, &by, today).await?;
    let programme = programmes::create::create(app, &by, key(), Line::kept("Proyecto Kallpanchis")).await?;
    for fund in [&corazon, &bolivia] {
        programmes::create::take_part(app, &by, key(), programme, fund.association).await?;
    }
    let of_corazon = members::all(app.db.read(), corazon.association).await?;
    let member = of_corazon.iter().find(|member| member.number == 13).or(of_corazon.first());
    let member = member.map(|member| (member.id, member.name.clone())).ok_or_else(|| Error::fault("the notebook has no members"))?;
    let people = [
        ("admin", "Administración", Grant::Admin),
        ("proyecto", "Lucía Ferro", Grant::Staff(programme)),
        ("tesorera", "Eulalia Puma Apaza", Grant::Treasurer(corazon.association)),
        ("fiscal", "Saturnino Huillca Ccana", Grant::Auditor(corazon.association)),
        ("socia", member.1.as_str(), Grant::Member(corazon.association, member.0)),
        ("tesorera.bolivia", "Hortensia Choque", Grant::Treasurer(bolivia.association)),
    ];
    for (login, name, grant) in people {
        let new = NewUser { login: login.to_owned(), name: Line::kept(name), grant };
        let user = create_user(app, &by, key(), new, PASSWORD.to_owned()).await?.user;
        app.db
            .write(move |tx| {
                Box::pin(async move {
                    let known = sessions::find(tx, user).await?;
                    sessions::set_password(tx, user, known.password_hash, false).await
                })
            })
            .await?;
    }
    put_right(app, &corazon, today).await?;
    cofinancing::set_up(app, &by, &corazon, programme, today).await?;
    committee::set_up(app, &by, &corazon, today).await?;
    last_campaign::set_up(app, &by, bolivia.association, today).await?;
    in_kind::set_up(app, &by, bolivia.association, today).await
}

/// The treasurer typed a zero too many, and corrects it, so that the fiscal has a correction to read.
async fn put_right(app: &App, fund: &funds::Fund, today: NaiveDate) -> Result<(), Error> {
    let missing = || Error::fault("the demonstration has no treasurer");
    let treasurer = sessions::by_login(app.db.read(), "tesorera").await?.ok_or_else(missing)?;
    let treasurer = actors::by_user(app.db.read(), treasurer.id).await?.ok_or_else(missing)?;
    let paid = |amount_minor| expenses::record::NewExpense {
        fund: fund.id,
        concept: Line::kept("Cuaderno de actas"),
        amount_minor,
        happens_on: today - Days::new(3),
        payment_method: PaymentMethod::Cash,
    };
    let wrong = expenses::record::pay(app, &treasurer, key(), paid(12_000)).await?;
    let order = Order::new(Right { wrong, right: paid(1_200) }, Line::kept("un cero de más: el recibo dice 12"));
    expenses::put_right::correct(app, &treasurer, key(), order).await?;
    Ok(())
}

fn key() -> Uuid {
    Uuid::now_v7()
}

/// The imported association, with approved loans, pledges and plans added.
async fn notebook(app: &App, by: &Actor, today: NaiveDate) -> Result<funds::Fund, Error> {
    let file = File { name: "corazon.xlsx".to_owned(), bytes: NOTEBOOK.to_vec() };
    let mut register = imports::read(vec![file]).await?;
    moved_to(&mut register, today);
    let fund = imports::import(app, by, key(), register, Arc::new(|_, _| {})).await?;
    let fund = funds::find(app.db.read(), fund).await?;
    let of = members::all(app.db.read(), fund.association).await?;
    let number = |number: i64| of.iter().find(|member| member.number == number).map_or(MemberId(Uuid::nil()), |member| member.id);
    let weekly = |member, purpose: &str, principal, first: NaiveDate| loans::decide::NewLoan {
        fund: fund.id,
        member,
        purpose: Note::kept(purpose),
        terms: terms(Method::EqualPrincipal, principal, first - Days::new(28), 6, first - Days::new(14), Period::Week),
        payment_method: PaymentMethod::Cash,
        handed_over: true,
        named: None,
    };
    for (member, purpose, principal, first) in
        [(9, "cocina quesera", 60_000, today), (14, "vaquilla", 48_000, today + Days::new(1)), (5, "sanidad animal", 36_000, today + Days::new(2))]
    {
        let loan = loans::decide::record(app, by, key(), weekly(number(member), purpose, principal, first), loans::Allowance::default()).await?;
        for k in [2_u64, 1] {
            pay_installment(app, by, loan, first - Days::new(7 * k), PaymentMethod::Cash).await?;
        }
    }
    let agreed = terms(Method::Bullet, 120_000, today, 1, add_months(today, 7), Period::Month);
    let agreed = loans::decide::NewLoan {
        fund: fund.id,
        member: number(12),
        purpose: Note::kept("semilla de alfalfa"),
        terms: agreed,
        payment_method: PaymentMethod::Cash,
        handed_over: false,
        named: None,
    };
    loans::decide::record(app, by, key(), agreed, loans::Allowance::default()).await?;
    let pledge = capital::record::NewCapital {
        member: None,
        fund: fund.id,
        kind: CapitalKind::Grant,
        source: Note::kept("Municipalidad distrital de Santo Tomás"),
        amount_minor: 250_000,
        happens_on: today + Days::new(60),
        owed_back_on: None,
        payment_method: PaymentMethod::Deposit,
    };
    capital::record::pledge(app, by, key(), pledge).await?;
    let planned = expenses::record::NewExpense {
        fund: fund.id,
        concept: Line::kept("Asamblea general"),
        amount_minor: 18_000,
        happens_on: today + Days::new(20),
        payment_method: PaymentMethod::Cash,
    };
    expenses::record::plan(app, by, key(), planned).await?;
    Ok(fund)
}

/// Moves every date of the notebook by the days passed since it ended.
fn moved_to(register: &mut Register, today: NaiveDate) {
    let days = today - NOTEBOOK_DAY;
    for row in &mut register.capital {
        row.on += days;
    }
    for row in &mut register.loans {
        row.terms.disbursed_on += days;
        row.terms.first_due_on += days;
    }
    for row in &mut register.repayments {
        row.on += days;
    }
    for row in &mut register.expenses {
        row.on += days;
    }
}

fn terms(method: Method, principal: i64, disbursed_on: NaiveDate, installments: u32, first_due_on: NaiveDate, unit: Period) -> Terms {
    Terms {
        method,
        principal,
        disbursed_on,
        installments,
        first_due_on,
        every: 1,
        unit,
        rate_ppm: 20_000,
        rate_per: Per::Month,
        day_count: DayCount::Thirty360,
        grace_principal: 0,
        grace_interest: 0,
        rounding_step: 10,
        custom: Vec::new(),
    }
}

/// Pays the installments due on a day.
async fn pay_installment(app: &App, by: &Actor, loan: LoanId, on: NaiveDate, payment_method: PaymentMethod) -> Result<(), Error> {
    let held = loans::load_one(app.db.read(), loan).await?;
    let Some(amount_minor) = repayments::preview::proposals(&held, on, payment_method == PaymentMethod::Cash)?.due else { return Ok(()) };
    let new = repayments::NewRepayment {
        loan,
        paid_on: on,
        amount_minor,
        kind: PaymentKind::Repayment,
        payment_method,
        note: Note::default(),
        quality: Quality::default(),
        as_credit: false,
        confirmed: true,
    };
    repayments::record::record(app, by, key(), new).await?;
    Ok(())
}

async fn second_association(app: &App, by: &Actor, today: NaiveDate) -> Result<funds::Fund, Error> {
    let new = associations::create::NewAssociation {
        name: Line::kept("Asociación de Productoras de Quinua Qhantati"),
        country: "BO".to_owned(),
        region: Some(Line::kept("Oruro")),
        province: Some(Line::kept("Ladislao Cabrera")),
        district: Some(Line::kept("Salinas de Garci Mendoza")),
        community: Some(Line::kept("Jirira")),
        registry_no: None,
    };
    let association = associations::create::create(app, by, key(), new).await?;
    let start = today - Days::new(120);
    let mut rules = FundRules::default_for(Unit::Bob);
    rules.loan.late_fee_ppm = 10_000;
    rules.loan.tolerance_days = 5;
    let new = funds::create::NewFund { association, name: Line::kept("Fondo de semilla y siembra"), unit: Unit::Bob, rules, effective_on: start };
    let fund = funds::create::create(app, by, key(), new).await?;
    let given = capital::record::NewCapital {
        member: None,
        fund,
        kind: CapitalKind::Grant,
        source: Note::kept("Proyecto Kallpanchis"),
        amount_minor: 2_000_000,
        happens_on: start,
        owed_back_on: None,
        payment_method: PaymentMethod::Cash,
    };
    capital::record::receive(app, by, key(), given).await?;
    lend_in_bolivia(app, by, association, fund, today).await?;
    funds::find(app.db.read(), fund).await
}

async fn lend_in_bolivia(app: &App, by: &Actor, association: AssociationId, fund: FundId, today: NaiveDate) -> Result<(), Error> {
    let people = [
        "Choque Mamani, Hortensia",
        "Quispe Colque, Juana",
        "Huarachi Lucas, Simón",
        "Mamani Copa, Basilia",
        "Cayo Nina, Florentina",
        "Lucas Barco, Emilio",
    ];
    for (i, name) in (0_u64..).zip(people) {
        let person = members::keep::Person {
            name: Line::kept(name),
            document: Some(Line::kept(format!("{}", 3_517_042 + i * 104_729))),
            sex: if name.ends_with('a') { Sex::Female } else { Sex::Male },
            birth_year: Some(1968 + i64::try_from(i).unwrap_or(0) * 5),
            community: Some(Line::kept("Jirira")),
            phone: None,
            joined_on: None,
            left_on: None,
        };
        let member = members::keep::register(app, by, key(), association, person).await?;
        let began_on = today - Days::new(100 - i * 6);
        let new = loans::decide::NewLoan {
            fund,
            member,
            purpose: Note::kept("semilla de quinua"),
            terms: terms(
                Method::EqualPrincipal,
                150_000 + i64::try_from(i).unwrap_or(0) * 20_000,
                began_on,
                5,
                add_months(began_on, 1),
                Period::Month,
            ),
            payment_method: PaymentMethod::Cash,
            handed_over: true,
            named: None,
        };
        let loan = loans::decide::record(app, by, key(), new, loans::Allowance::default()).await?;
        // The last members have not paid their latest installment.
        let paid = if i < 4 { 3 } else { 1 };
        for k in 1..=paid {
            let on = add_months(began_on, k);
            if on <= today {
                pay_installment(app, by, loan, on, if k % 2 == 0 { PaymentMethod::Deposit } else { PaymentMethod::Cash }).await?;
            }
        }
    }
    Ok(())
}
