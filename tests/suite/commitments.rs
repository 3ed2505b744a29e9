//! Commitments: written by the record that commits money, released when the money is paid out or the commitment lapses, and
//! recomputed by verification.

use muyu::db::entity::{commitment, installment};
use muyu::domain::availability::{Dated, Facts, Owed, RecoveryRates, Unpaid};
use muyu::domain::capital::CapitalKind;
use muyu::domain::cofinancing::{ContributionKind, Movement, Payer};
use muyu::domain::ids::{AssociationId, FundId, LoanId};
use muyu::domain::loan::PaymentMethod;
use muyu::domain::role::Grant;
use muyu::features::availability::forecast::forecast;
use muyu::features::corrections::Order;
use muyu::features::ledger::rebuild::rebuild;
use muyu::features::ledger::verify::verify;
use muyu::features::purchases::cancel::cancel;
use muyu::features::purchases::deliveries::receive::{Close, receive};
use muyu::features::{availability, capital, expenses, funds, loans};
use proptest::prelude::*;
use sea_orm::{ConnectionTrait, EntityTrait, IntoActiveModel, QueryOrder};

use crate::support::cofinanced::fifty_fifty;
use crate::support::world::{Place, day, key, monthly, refusal};
use crate::support::{Client, World};

const SUPPLIER: &str = "Agropecuaria Sicuani";

async fn raw(world: &World, sql: &'static str) {
    let run = world.app.db.write(move |tx| {
        Box::pin(async move {
            tx.execute_unprepared(sql).await?;
            Ok(())
        })
    });
    run.await.unwrap();
}

async fn rows(world: &World) -> Vec<(String, i64, String, Option<String>)> {
    let all = commitment::Entity::find().order_by_asc(commitment::Column::SinceOn).order_by_asc(commitment::Column::Kind);
    let all = all.all(world.app.db.read()).await.unwrap();
    let told =
        |row: commitment::Model| (row.kind.code().to_owned(), row.amount_minor, row.since_on.to_string(), row.released_on.map(|on| on.to_string()));
    all.into_iter().map(told).collect()
}

fn row(kind: &str, minor: i64, since: &str, released: Option<&str>) -> (String, i64, String, Option<String>) {
    (kind.to_owned(), minor, since.to_owned(), released.map(str::to_owned))
}

#[tokio::test]
async fn a_loan_commits_from_agreeing_to_handing_over_or_cancelling() {
    let (mut world, place) = World::with_fund("2026-03-01").await;
    let first = world.lend_by(&place, place.members[0], monthly(100_000, "2026-03-05", 4), false).await.unwrap();
    let second = world.lend_by(&place, place.members[1], monthly(70_000, "2026-03-01", 4), false).await.unwrap();
    world.lend(&place, 2, "2026-02-01").await;
    assert_eq!(rows(&world).await.len(), 2, "what is handed over at once commits nothing");
    world.app = world.at("2026-03-10");
    loans::disburse::disburse(&world.app, &world.by, key(), first, day("2026-03-08"), PaymentMethod::Cash, loans::Allowance::default())
        .await
        .unwrap();
    loans::put_right::cancel(&world.app, &world.by, key(), Order::new(second, "no viene".parse().unwrap())).await.unwrap();
    let expected = [row("lends", 100_000, "2026-03-01", Some("2026-03-08")), row("lends", 70_000, "2026-03-01", Some("2026-03-10"))];
    let mut found = rows(&world).await;
    found.sort_by_key(|row| -row.1);
    assert_eq!(found, expected);
    world.books_hold().await;
}

#[tokio::test]
async fn a_purchase_commits_from_approval_and_each_payment_until_its_goods_come() {
    let (mut world, place) = World::with_fund("2026-03-01").await;
    let c = world.programme_for(place, fifty_fifty()).await;
    let id = c.ordered(&world, c.draft(&[(0, 0, 10_000)], ContributionKind::Loan)).await;
    assert_eq!(rows(&world).await, [row("lends", 21_250, "2026-03-01", None)]);
    c.pay(&world, id, Movement::Collected(Payer::Party(0)), 10_000).await.unwrap();
    world.app = world.at("2026-03-09");
    let paid = muyu::features::purchases::pay::NewPayment {
        movement: Movement::Paid(SUPPLIER.to_owned()),
        amount_minor: 30_000,
        payment_method: PaymentMethod::Cash,
        happens_on: day("2026-03-04"),
        note: Default::default(),
    };
    muyu::features::purchases::pay::record(&world.app, &c.treasurer, key(), id, paid).await.unwrap();
    let open = [
        row("lends", 21_250, "2026-03-01", Some("2026-03-04")),
        row("funds_passed_on", 10_000, "2026-03-04", None),
        row("lends", 1_250, "2026-03-04", None),
    ];
    assert_eq!(rows(&world).await, open);
    cancel(&world.app, &c.treasurer, key(), id, "heló".parse().unwrap()).await.unwrap();
    assert!(rows(&world).await.iter().all(|row| row.3.is_some()), "nothing stays committed");
    assert_eq!(rows(&world).await[2], row("lends", 1_250, "2026-03-04", Some("2026-03-09")));
    world.books_hold().await;
}

#[tokio::test]
async fn verify_tells_a_commitment_that_is_not_what_its_source_commits() {
    let (world, place) = World::with_fund("2026-03-01").await;
    world.lend_by(&place, place.members[0], monthly(100_000, "2026-03-05", 4), false).await.unwrap();
    let codes = async || {
        let fund = funds::find(world.app.db.read(), place.fund).await.unwrap();
        verify(world.app.db.read(), fund).await.unwrap().findings.iter().map(|finding| finding.code).collect::<Vec<_>>()
    };
    assert_eq!(codes().await, Vec::<&str>::new());
    raw(&world, "UPDATE commitment SET amount_minor = amount_minor - 1").await;
    assert_eq!(codes().await, ["verify-commitment"]);
    raw(&world, "DELETE FROM commitment").await;
    assert_eq!(codes().await, ["verify-commitment"]);
}

#[tokio::test]
async fn a_database_from_before_gets_its_commitments_at_the_next_start() {
    let (mut world, place) = World::with_fund("2026-03-01").await;
    let c = world.programme_for(place.clone(), fifty_fifty()).await;
    c.ordered(&world, c.draft(&[(0, 0, 10_000)], ContributionKind::Loan)).await;
    let agreed = world.lend_by(&place, place.members[0], monthly(100_000, "2026-03-05", 4), false).await.unwrap();
    let given_up = world.lend_by(&place, place.members[1], monthly(50_000, "2026-03-05", 4), false).await.unwrap();
    world.lend_by(&place, place.members[2], monthly(30_000, "2026-03-05", 4), false).await.unwrap();
    world.app = world.at("2026-03-10");
    loans::disburse::disburse(&world.app, &world.by, key(), agreed, day("2026-03-08"), PaymentMethod::Cash, loans::Allowance::default())
        .await
        .unwrap();
    loans::put_right::cancel(&world.app, &world.by, key(), Order::new(given_up, "no viene".parse().unwrap())).await.unwrap();
    let before = rows(&world).await;
    assert_eq!(before.len(), 4);
    raw(&world, "DELETE FROM commitment").await;
    raw(&world, "INSERT INTO rebuild (name) VALUES ('commitments')").await;
    rebuild(&world.app).await.unwrap();
    let mut after = rows(&world).await;
    let mut before = before;
    after.sort();
    before.sort();
    assert_eq!(after, before);
    raw(&world, "DELETE FROM commitment").await;
    rebuild(&world.app).await.unwrap();
    assert_eq!(rows(&world).await, [], "once");
}

#[tokio::test]
async fn goods_dated_on_a_past_day_are_lent_from_what_there_is_today() {
    let (mut world, place) = World::with_fund("2026-03-01").await;
    let c = world.programme_for(place.clone(), fifty_fifty()).await;
    let id = c.ordered(&world, c.draft(&[(0, 0, 10_000)], ContributionKind::Loan)).await;
    c.deliver(&world, id, &[(0, 0, 10_600)]).await.unwrap();
    let owed = capital::record::NewCapital {
        member: None,
        fund: place.fund,
        kind: CapitalKind::SeedCapital,
        source: "Proyecto".parse().unwrap(),
        amount_minor: 900_000,
        happens_on: day("2026-03-01"),
        // A day after the cycle that follows the delivery has begun, and before the next one.
        owed_back_on: Some(day("2027-01-15")),
        payment_method: PaymentMethod::Cash,
    };
    capital::record::receive(&world.app, &world.by, key(), owed).await.unwrap();
    let spent = expenses::record::NewExpense {
        fund: place.fund,
        concept: "Riego".parse().unwrap(),
        amount_minor: 950_000,
        happens_on: day("2026-03-01"),
        payment_method: PaymentMethod::Cash,
    };
    expenses::record::pay(&world.app, &world.by, key(), spent).await.unwrap();
    world.app = world.at("2026-09-10");
    let close = Close { on: day("2026-03-01"), due_on: None, note: Default::default(), confirmed: true };
    assert_eq!(refusal(receive(&world.app, &c.treasurer, key(), id, close).await), "fund-short");
    world.books_hold().await;
}

async fn line(world: &World, place: &Place, line: &str) -> (Vec<String>, Vec<i64>, String) {
    let mut client = Client::signed_in(world, "tesorera").await;
    let minor = |text: &String| text.chars().filter(char::is_ascii_digit).collect::<String>().parse::<i64>().unwrap();
    let (mut amounts, mut top, mut sum) = (Vec::new(), Vec::new(), String::new());
    for page in 0.. {
        let answer = client.get(&format!("/funds/{}/lines/{line}?page={page}", place.fund)).await;
        let shown = answer.texts("ul.rows .amount");
        assert!(shown.len() <= 50, "{line} is paged");
        amounts.extend(shown.iter().map(minor));
        top = answer.texts(".answer");
        if let Some(told) = answer.texts("p.sum b").pop() {
            sum = told;
        }
        if shown.len() < 50 {
            break;
        }
    }
    (top, amounts, sum)
}

#[tokio::test]
async fn no_figure_stands_on_a_list_that_is_cut_and_each_line_sums_to_it() {
    let (world, place) = World::with_fund("2026-03-01").await;
    world.user("tesorera", Grant::Treasurer(place.association)).await;
    let planned = |i: i64| expenses::record::NewExpense {
        fund: place.fund,
        concept: format!("Gasto {i}").parse().unwrap(),
        amount_minor: 100 + i % 3,
        happens_on: day("2026-05-01"),
        payment_method: PaymentMethod::Cash,
    };
    for i in 0..1_020 {
        expenses::record::plan(&world.app, &world.by, key(), planned(i)).await.unwrap();
        if i % 17 == 0 {
            world.lend_by(&place, place.members[0], monthly(1_000 + i, "2026-02-10", 3), i % 2 == 0).await.unwrap();
        }
    }
    let fund = funds::find(world.app.db.read(), place.fund).await.unwrap();
    let told = forecast(&world.app, &fund, day("2026-03-01")).await.unwrap();
    let full = told.next_cycle.full;
    assert_eq!(full.planned_expenses, 1_020 * 100 + 1_020, "all of them");
    assert_eq!(told.on_hand.committed.count, 30);
    for (name, figure) in [
        ("committed", told.on_hand.now.committed),
        ("principal-due", full.principal_due),
        ("interest-due", full.interest_due),
        ("planned", full.planned_expenses),
    ] {
        let (top, amounts, sum) = line(&world, &place, name).await;
        assert_eq!(amounts.iter().sum::<i64>(), figure, "{name}");
        let said = muyu::domain::amount::write(figure, fund.unit, muyu::domain::amount::NumberStyle::Point).replace('\u{a0}', " ");
        assert_eq!(sum.replace('\u{a0}', " "), said, "{name}");
        assert!(top[0].replace('\u{a0}', " ").contains(said.trim_start_matches("S/ ")), "{name}: {top:?}");
    }
    world.books_hold().await;
}

/// Random open installments, with their due day as days from today.
fn any_unpaid() -> impl Strategy<Value = Vec<(i64, i64, i64)>> {
    let amount = || prop_oneof![0..100_i64, 0..100_000_i64, 0..=1_000_000_000_000_000_i64 / 40];
    prop::collection::vec((-400..400_i64, amount(), amount()), 1..40)
}

fn any_rate() -> impl Strategy<Value = i64> {
    prop_oneof![Just(0), Just(1_000_000), 0..=1_000_000_i64]
}

fn owing(fund: FundId, association: AssociationId, i: usize, (days, principal, interest): (i64, i64, i64)) -> installment::ActiveModel {
    let due_on = day("2026-03-01") + chrono::Duration::days(days);
    let model = installment::Model {
        loan_id: LoanId(key()),
        no: i64::try_from(i).unwrap(),
        association_id: association,
        fund_id: fund,
        due_on,
        original_due_on: due_on,
        principal_minor: principal + 7,
        interest_minor: interest + 9,
        asked_interest_minor: interest + 3,
        paid_principal_minor: 7,
        paid_interest_minor: 3,
        paid_late_fee_minor: 0,
        appended: false,
        is_open: true,
    };
    model.into_active_model()
}

#[test]
fn the_database_adds_open_installments_up_as_the_rule_book_does() {
    let runtime = tokio::runtime::Runtime::new().unwrap();
    let world = runtime.block_on(World::empty("2026-03-01"));
    let config = ProptestConfig { cases: 60, failure_persistence: None, ..ProptestConfig::default() };
    let rates = prop::collection::vec(any_rate(), 6);
    proptest::test_runner::TestRunner::new(config)
        .run(&(any_unpaid(), rates, any_rate()), |(unpaid, rates, kept)| {
            let (at, until, fund) = (day("2026-03-01"), day("2026-08-01"), FundId(key()));
            let recovery = RecoveryRates(rates.try_into().unwrap());
            let facts = Facts {
                at,
                next_cycle_starts: until,
                cash: 0,
                bank: 0,
                capital: 0,
                reserve_ppm: 0,
                reserve_fixed: 0,
                owed: Owed::default(),
                commitments: Vec::new(),
                unpaid_installments: unpaid
                    .iter()
                    .map(|(days, principal, interest)| Unpaid {
                        due_on: at + chrono::Duration::days(*days),
                        principal: *principal,
                        interest: *interest,
                    })
                    .collect(),
                recovery,
                interest_kept_ppm: kept,
                pledges: vec![Dated(at, 1)],
                planned_expenses: Vec::new(),
            };
            let found = runtime.block_on(async {
                let rows: Vec<_> = unpaid.iter().enumerate().map(|(i, one)| owing(fund, AssociationId(key()), i, *one)).collect();
                let insert = world.app.db.write(move |tx| {
                    let rows = rows.clone();
                    Box::pin(async move {
                        installment::Entity::insert_many(rows).exec_without_returning(tx).await?;
                        Ok(())
                    })
                });
                insert.await.unwrap();
                availability::receipts(world.app.db.read(), fund, (at, until), &recovery, kept).await.unwrap()
            });
            prop_assert_eq!(found.0, facts.receipts(recovery).unwrap());
            prop_assert_eq!(found.1, facts.receipts(RecoveryRates([1_000_000; 6])).unwrap());
            Ok(())
        })
        .unwrap();
}
