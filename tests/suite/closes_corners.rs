//! What a close counts and what it must not count: losses once, the days of its own period, and the shares of the right
//! members.

use chrono::NaiveDate;
use muyu::app::App;
use muyu::domain::amount::Unit;
use muyu::domain::capital::CapitalKind;
use muyu::domain::close::{ShareBasis, Statement, SurplusSplit};
use muyu::domain::correction::CorrectionKind;
use muyu::domain::cycle::Window;
use muyu::domain::ids::{CapitalId, CloseId, CycleId, FundId, MemberId};
use muyu::domain::ledger::Account;
use muyu::domain::loan::PaymentMethod;
use muyu::domain::role::{Action, Grant};
use muyu::features::closes::close::{close_cycle, close_month};
use muyu::features::closes::share_out::{self, NewShareOut};
use muyu::features::closes::{self, pay_share};
use muyu::features::corrections::{Answer, Order};
use muyu::features::ledger::export::Export;
use muyu::features::ledger::plain_text::Format;
use muyu::features::ledger::position::position;
use muyu::features::{capital, cash, expenses, funds};
use muyu::web::text::{Language, Reader};
use sea_orm::EntityTrait;

use crate::support::cash::{counted, shared_out};
use crate::support::world::{Place, day, key, monthly, person, refusal};
use crate::support::{Client, World};

async fn open(world: &World, fund: FundId, name: &str, from: &str, to: &str) -> CycleId {
    let window = Window { name: name.parse().unwrap(), starts_on: day(from), ends_on: day(to) };
    funds::cycles::open(&world.app, &world.by, key(), fund, window).await.unwrap()
}

async fn statement(app: &App, world: &World, cycle: CycleId) -> Statement {
    let seen = closes::see_cycle(app, &world.by, cycle, Action::SeeMembers).await.unwrap();
    let today = app.clock.now().date_naive();
    closes::statement::of_cycle(app.db.read(), &seen.fund, &seen.cycle, seen.closed.as_ref(), today).await.unwrap()
}

async fn last_close(world: &World, fund: FundId) -> closes::PeriodClose {
    closes::of_fund(world.app.db.read(), fund).await.unwrap().pop().unwrap()
}

fn decided(close: CloseId, on: &str, basis: ShareBasis, to_members_minor: i64) -> NewShareOut {
    let split = SurplusSplit { to_members_minor, ..SurplusSplit::default() };
    NewShareOut { close, decided_on: day(on), acta: "Acta 14".parse().unwrap(), basis, split, surplus_minor: None }
}

async fn spend(world: &World, place: &Place, on: &str, minor: i64) {
    let new = expenses::record::NewExpense {
        fund: place.fund,
        concept: "Flete".parse().unwrap(),
        amount_minor: minor,
        happens_on: day(on),
        payment_method: PaymentMethod::Cash,
    };
    expenses::record::pay(&world.app, &world.by, key(), new).await.unwrap();
}

#[tokio::test]
async fn what_was_written_off_is_lost_once_and_not_late() {
    let (world, place) = World::with_fund("2026-09-15").await;
    world.user("tesorera", Grant::Treasurer(place.association)).await;
    let cycle = open(&world, place.fund, "Una", "2026-01-01", "2026-07-31").await;
    let loan = world.lend(&place, 0, "2026-01-01").await;
    let mut client = Client::signed_in(&world, "tesorera").await;
    let form = [("decided_on", "2026-07-20"), ("lost", "120000"), ("acta", "Acta 20")];
    let done = client.post(&format!("/loans/{loan}/write-off"), &form).await;
    assert_eq!(done.status, axum::http::StatusCode::SEE_OTHER, "{}", done.text);
    counted(&world, place.fund).await;
    close_cycle(&world.app, &world.by, key(), cycle, true).await.unwrap();
    let told = statement(&world.app, &world, cycle).await;
    assert_eq!((told.surplus_minor, told.provision_minor, told.flows.lost), (-120_000, 0, 120_000));
    assert_eq!((told.people.late_women.count, told.people.late.iter().map(|tally| tally.count).sum::<i64>()), (0, 0));
    world.books_hold().await;
}

#[tokio::test]
async fn a_cycle_inside_what_is_closed_is_refused_and_nothing_opens_again() {
    let (world, place) = World::with_fund("2026-03-01").await;
    let cycle = open(&world, place.fund, "Larga", "2025-01-01", "2025-07-31").await;
    for end in ["2025-01-31", "2025-02-28", "2025-03-31"] {
        close_month(&world.app, &world.by, key(), place.fund, day(end), true).await.unwrap();
    }
    counted(&world, place.fund).await;
    // As it was once possible: a month that is closed already contains the cycle's last day.
    let write = world.app.db.write(|tx| {
        Box::pin(async move {
            use sea_orm::ConnectionTrait;
            tx.execute_unprepared("UPDATE cycle SET ends_on = '2025-02-28' WHERE name = 'Larga'").await?;
            Ok(())
        })
    });
    write.await.unwrap();
    assert_eq!(refusal(close_cycle(&world.app, &world.by, key(), cycle, true).await), "cycle-within-closed");
    let through = funds::row(world.app.db.read(), place.fund).await.unwrap().closed_through;
    assert_eq!(through, Some(day("2025-03-31")));
    let window = Window { name: "Vieja".parse().unwrap(), starts_on: day("2025-03-01"), ends_on: day("2025-03-31") };
    assert_eq!(refusal(funds::cycles::open(&world.app, &world.by, key(), place.fund, window).await), "cycle-within-closed");
    world.books_hold().await;
}

#[tokio::test]
async fn the_last_month_of_a_campaign_is_closed_with_the_campaign() {
    let (world, place) = World::with_fund("2026-03-01").await;
    for end in ["2025-01-31", "2025-02-28", "2025-03-31", "2025-04-30", "2025-05-31", "2025-06-30"] {
        close_month(&world.app, &world.by, key(), place.fund, day(end), true).await.unwrap();
    }
    let asked = close_month(&world.app, &world.by, key(), place.fund, day("2025-07-31"), true).await;
    assert_eq!(refusal(asked), "cycle-still-open", "closing its months set the campaign up");
    let cycles = funds::cycles(world.app.db.read(), place.fund).await.unwrap();
    assert_eq!(cycles[0].name, "2024-2025");
    counted(&world, place.fund).await;
    close_cycle(&world.app, &world.by, key(), cycles[0].id, true).await.unwrap();
    close_month(&world.app, &world.by, key(), place.fund, day("2025-08-31"), true).await.unwrap();
    world.books_hold().await;
}

#[tokio::test]
async fn closing_asks_once_and_says_what_it_does() {
    let (world, place) = World::with_fund("2026-03-01").await;
    world.user("tesorera", Grant::Treasurer(place.association)).await;
    assert_eq!(refusal(close_month(&world.app, &world.by, key(), place.fund, day("2025-01-31"), false).await), "close-asks");
    let mut client = Client::signed_in(&world, "tesorera").await;
    let path = format!("/funds/{}/closes", place.fund);
    let asked = client.post(&path, &[("ends_on", "2025-01-31")]).await;
    assert!(asked.text.contains("Se cierra del") && asked.attribute("#confirmed", "name") == "confirmed", "{}", asked.text);
    assert!(closes::of_fund(world.app.db.read(), place.fund).await.unwrap().is_empty());
    let done = client.post(&path, &[("ends_on", "2025-01-31"), ("confirmed", "1")]).await;
    assert_eq!(done.location, path, "{}", done.text);
}

/// A loan that is disbursed, and paid with its interest.
async fn earns(world: &World, place: &Place, member: usize, on: &str, paid_on: &str) {
    let loan = world.lend_by(place, place.members[member], monthly(100_000, on, 1), true).await.unwrap();
    world.pay(loan, paid_on, 102_000).await.unwrap();
}

#[tokio::test]
async fn a_period_earns_what_came_in_its_own_days() {
    let (world, place) = World::with_fund("2026-03-01").await;
    spend(&world, &place, "2025-02-20", 900).await;
    let first = open(&world, place.fund, "Una", "2025-04-01", "2025-04-30").await;
    let second = open(&world, place.fund, "Dos", "2025-05-01", "2025-06-30").await;
    earns(&world, &place, 1, "2025-04-05", "2025-05-05").await;
    spend(&world, &place, "2025-04-20", 300).await;
    // While the first cycle waits to be closed, the second one's statement covers its own days.
    let told = statement(&world.app, &world, second).await;
    assert_eq!((told.starts_on, told.surplus_minor), (day("2025-05-01"), 2_000));
    // Expenses before a fund's first cycle do not belong to its result.
    counted(&world, place.fund).await;
    close_cycle(&world.app, &world.by, key(), first, true).await.unwrap();
    let told = statement(&world.app, &world, first).await;
    assert_eq!((told.starts_on, told.surplus_minor, told.flows.result()), (day("2025-04-01"), -300, -300));
    // A month's statement covers that month.
    close_month(&world.app, &world.by, key(), place.fund, day("2025-05-31"), true).await.unwrap();
    let month = last_close(&world, place.fund).await.statement().unwrap();
    assert_eq!((month.starts_on, month.surplus_minor, month.flows.interest), (day("2025-05-01"), 2_000, 2_000));
    close_cycle(&world.app, &world.by, key(), second, true).await.unwrap();
    let told = statement(&world.app, &world, second).await;
    assert_eq!((told.starts_on, told.surplus_minor), (day("2025-05-01"), 2_000), "its months are in it");
    world.books_hold().await;
}

#[tokio::test]
async fn interest_recorded_late_counts_for_whom_it_was_of() {
    let (world, place) = World::with_fund("2026-03-01").await;
    let first = open(&world, place.fund, "Una", "2025-01-01", "2025-07-31").await;
    let late = world.lend_by(&place, place.members[0], monthly(100_000, "2025-01-10", 1), true).await.unwrap();
    counted(&world, place.fund).await;
    close_cycle(&world.app, &world.by, key(), first, true).await.unwrap();
    // The paper of this payment came a year later.
    world.pay(late, "2025-02-10", 102_000).await.unwrap();
    earns(&world, &place, 1, "2026-01-05", "2026-02-05").await;
    let later = world.at("2026-08-05");
    let books = cash::count::in_books_on(later.db.read(), place.fund, day("2026-08-05")).await.unwrap();
    let new = cash::count::NewCount {
        fund: place.fund,
        counted_on: day("2026-08-05"),
        piles: vec![muyu::domain::cash::Pile { face_minor: 10, pieces: books.total() / 10 }],
        counted_by: "Edith".parse().unwrap(),
        witnessed_by: "Justina".parse().unwrap(),
        note: "sencillo".parse().unwrap(),
        books_minor: None,
    };
    cash::count::record(&later, &world.by, key(), new).await.unwrap();
    let second = funds::cycles(later.db.read(), place.fund).await.unwrap().into_iter().find(|cycle| cycle.name == "2025-2026").unwrap();
    let close = close_cycle(&later, &world.by, key(), second.id, true).await.unwrap();
    let fund = funds::find(later.db.read(), place.fund).await.unwrap();
    let row = last_close(&world, place.fund).await;
    let new = decided(close, "2026-08-03", ShareBasis::Interest, 1_000);
    let told = share_out::preview(later.db.read(), &fund, &row, &new).await.unwrap();
    let shares: Vec<(MemberId, i64, i64)> = told.shares.iter().map(|(member, weight, minor)| (member.id, *weight, *minor)).collect();
    assert_eq!(shares, [(place.members[0], 2_000, 500), (place.members[1], 2_000, 500)]);
    world.books_hold().await;
}

#[tokio::test]
async fn what_namesakes_contributed_is_nobodys_until_it_is_told_whose() {
    let (world, place) = World::with_fund("2026-03-01").await;
    world.join(&place, person("QUISPE MAMANI, Rosa")).await;
    for (source, amount_minor) in [("Quispe Mamani, Rosa", 40_000), ("Huamán Ccori, Benita", 10_000)] {
        let given = capital::record::NewCapital {
            member: None,
            fund: place.fund,
            kind: CapitalKind::Member,
            source: source.parse().unwrap(),
            amount_minor,
            happens_on: day("2025-01-05"),
            owed_back_on: None,
            payment_method: PaymentMethod::Cash,
        };
        capital::record::receive(&world.app, &world.by, key(), given).await.unwrap();
    }
    let (_, id) = shared_out(&world, &place).await;
    share_out::undo(&world.app, &world.by, key(), Order::new(id, "otra vez".parse().unwrap())).await.unwrap();
    let row = last_close(&world, place.fund).await;
    let fund = funds::find(world.app.db.read(), place.fund).await.unwrap();
    let shared = async || {
        let new = decided(row.id, "2025-04-01", ShareBasis::Contributions, 500);
        let told = share_out::preview(world.app.db.read(), &fund, &row, &new).await.unwrap();
        (told.shares.iter().map(|(member, _, minor)| (member.id, *minor)).collect::<Vec<(MemberId, i64)>>(), told.unmatched_minor)
    };
    assert_eq!(shared().await, (vec![(place.members[1], 500)], 40_000));
    // One that says whose it is counts for her.
    let said = capital::record::NewCapital {
        member: Some(place.members[0]),
        fund: place.fund,
        kind: CapitalKind::Member,
        source: "Quispe Mamani, Rosa".parse().unwrap(),
        amount_minor: 20_000,
        happens_on: day("2025-01-06"),
        owed_back_on: None,
        payment_method: PaymentMethod::Cash,
    };
    let of_grant = capital::record::NewCapital { kind: CapitalKind::Grant, ..said.clone() };
    assert_eq!(refusal(capital::record::receive(&world.app, &world.by, key(), of_grant).await), "capital-not-of-member");
    capital::record::receive(&world.app, &world.by, key(), said.clone()).await.unwrap();
    assert_eq!(shared().await, (vec![(place.members[0], 333), (place.members[1], 167)], 40_000));
    world.books_hold().await;
}

#[tokio::test]
async fn a_share_out_is_undone_whole_and_its_payments_say_who_paid() {
    let (world, place) = World::with_fund("2026-03-01").await;
    let (_, id) = shared_out(&world, &place).await;
    let kept = capital::of_fund(world.app.db.read(), place.fund, None).await.unwrap();
    let surplus: CapitalId = kept.iter().find(|row| row.kind == CapitalKind::Surplus).unwrap().id;
    let order = || "mal anotado".parse().unwrap();
    assert_eq!(refusal(capital::put_right::undo(&world.app, &world.by, key(), Order::new(surplus, order())).await), "part-of-share-out");
    let pay = |on: &str, member| pay_share::SharePayment { share_out: id, member, paid_on: day(on), payment_method: PaymentMethod::Deposit };
    let early = pay_share::pay(&world.app, &world.by, key(), pay("2025-03-31", None)).await;
    assert_eq!(refusal(early), "share-paid-before-decided");
    let fund = funds::find(world.app.db.read(), place.fund).await.unwrap();
    let owed = async |on: &str| position(world.app.db.read(), &fund, day(on), None).await.unwrap().member_credit;
    assert_eq!((owed("2025-03-31").await, owed("2025-04-01").await), (0, 1_000));
    // The bank has money for it.
    let given = capital::record::NewCapital {
        member: None,
        fund: place.fund,
        kind: CapitalKind::Grant,
        source: "Proyecto".parse().unwrap(),
        amount_minor: 10_000,
        happens_on: day("2025-04-02"),
        owed_back_on: None,
        payment_method: PaymentMethod::Deposit,
    };
    capital::record::receive(&world.app, &world.by, key(), given).await.unwrap();
    pay_share::pay(&world.app, &world.by, key(), pay("2025-04-05", Some(place.members[0]))).await.unwrap();
    assert_eq!((owed("2025-04-04").await, owed("2025-04-05").await), (1_000, 666));
    let balances = muyu::db::journal::balances(world.app.db.read(), place.fund).await.unwrap();
    assert_eq!(-balances[&Account::MemberCredit], owed("2026-03-01").await);
    let what = pay_share::OfMember { share_out: id, member: place.members[0] };
    let answer = pay_share::undo(&world.app, &world.by, key(), Order::new(what, order())).await.unwrap();
    assert!(matches!(answer, Answer::Done(_)), "nobody counted what is in the bank");
    let rows = muyu::db::entity::correction::Entity::find().all(world.app.db.read()).await.unwrap();
    let of: Vec<_> = rows.iter().filter(|row| row.record_id == id.0).map(|row| row.kind).collect();
    assert_eq!(of, [CorrectionKind::Change], "the share-out itself stands");
    world.books_hold().await;
}

#[tokio::test]
async fn a_surplus_that_moved_is_looked_at_again() {
    let (world, place) = World::with_fund("2026-03-01").await;
    let (_, id) = shared_out(&world, &place).await;
    if let Answer::Waits(_) = share_out::undo(&world.app, &world.by, key(), Order::new(id, "otra vez".parse().unwrap())).await.unwrap() {
        panic!("nothing of it was counted");
    }
    let close = last_close(&world, place.fund).await;
    let seen = NewShareOut { surplus_minor: Some(2_001), ..decided(close.id, "2025-04-02", ShareBasis::Equally, 100) };
    assert_eq!(refusal(share_out::record(&world.app, &world.by, key(), seen.clone()).await), "share-surplus-moved");
    share_out::record(&world.app, &world.by, key(), NewShareOut { surplus_minor: Some(2_000), ..seen }).await.unwrap();
    world.books_hold().await;
}

#[tokio::test]
async fn a_position_tells_the_expenses_of_closed_cycles_too() {
    let (world, place) = World::with_fund("2026-03-01").await;
    spend(&world, &place, "2025-02-01", 700).await;
    shared_out(&world, &place).await;
    let fund = funds::find(world.app.db.read(), place.fund).await.unwrap();
    let told = position(world.app.db.read(), &fund, day("2026-03-01"), None).await.unwrap();
    assert_eq!((told.expenses, told.member_credit), (700, 1_000));
    let before = position(world.app.db.read(), &fund, day("2025-01-31"), None).await.unwrap();
    assert_eq!(before.expenses, 0);
}

#[tokio::test]
async fn a_projection_takes_the_cycles_as_long_as_they_are() {
    let (world, place) = World::with_fund("2026-03-01").await;
    world.user("socia", Grant::Member(place.association, place.members[0])).await;
    // Two cycles a year.
    let write = world.app.db.write(|tx| {
        Box::pin(async move {
            use sea_orm::ConnectionTrait;
            tx.execute_unprepared("UPDATE cycle SET ends_on = '2027-01-31' WHERE name = '2026-2027'").await?;
            Ok(())
        })
    });
    write.await.unwrap();
    let mut client = Client::signed_in(&world, "socia").await;
    let page = format!("/funds/{}/projection", place.fund);
    let told = client.get(&page).await;
    assert_eq!(told.attribute("#rate", "value"), "9", "1.5 % a month for six months");
    let late = client.get(&format!("{page}?demand=6000&recovery=0&cycles=3")).await;
    let said: NaiveDate = day("2027-02-01");
    assert!(late.text.contains(&Reader::new(Language::Es).date(said)), "{}", late.text);
}

#[tokio::test]
async fn a_file_of_several_funds_declares_each_unit_once() {
    let (world, _) = World::with_fund("2026-03-01").await;
    world.place("Otra", Unit::Pen).await;
    world.place("Semillero", Unit::Kg).await;
    for format in [Format::Beancount, Format::Hledger, Format::Ledger] {
        let all = funds::list(world.app.db.read(), None).await.unwrap();
        let mut export = Export::of(&world.app.db, all, format, Reader::new(Language::Es)).await.unwrap();
        let mut text = String::new();
        while let Some(part) = export.next().await.unwrap() {
            text.push_str(&part);
        }
        assert_eq!(text.lines().filter(|line| line.contains("commodity ")).count(), 2, "{format:?}");
    }
}

#[tokio::test]
async fn a_box_of_many_equal_piles_is_counted_as_one() {
    let (world, place) = World::with_fund("2026-03-01").await;
    let new = cash::count::NewCount {
        fund: place.fund,
        counted_on: day("2026-03-01"),
        piles: vec![muyu::domain::cash::Pile { face_minor: 100, pieces: 1 }; 10_000],
        counted_by: "Edith".parse().unwrap(),
        witnessed_by: "Justina".parse().unwrap(),
        note: Default::default(),
        books_minor: None,
    };
    cash::count::record(&world.app, &world.by, key(), new).await.unwrap();
    world.books_hold().await;
}
