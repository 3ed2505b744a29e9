//! What becomes of credit at its corners: an application made again of one that is over, a second part after dates have
//! passed, a refund that is corrected, many loans relieved together.

use axum::http::{Method, StatusCode};
use muyu::domain::committee::ApplicationStatus;
use muyu::domain::credit_rules::CreditRules;
use muyu::domain::ids::{ApplicationId, LoanId};
use muyu::domain::loan::PaymentMethod;
use muyu::domain::role::Grant;
use muyu::domain::schedule::Terms;
use muyu::features::applications::apply::{NewApplication, apply};
use muyu::features::loans::{self, Allowance, disburse};
use serde_json::json;

use crate::committee::{TODAY, approved, ask, asks, assembly, found, votes};
use crate::support::world::{Place, day, key, monthly, refusal};
use crate::support::{Client, World};

async fn rejected(world: &World, place: &Place) -> ApplicationId {
    let id = ask(world, place, 0, 120_000, &[]).await;
    for seat in 3..6 {
        votes(world, place, seat, &[(id, false)]).await.unwrap();
    }
    id
}

#[tokio::test]
async fn what_was_rejected_is_asked_for_again_as_it_was_typed() {
    let (mut world, place) = assembly(CreditRules::default()).await;
    let first = rejected(&world, &place).await;
    // Its first payment was in April: by May it is another day.
    world.app = world.at("2026-05-02");
    let mut member = Client::signed_in(&world, "socia").await;
    let page = member.get(&format!("/applications/{first}")).await;
    let way = page.attribute("a[href*='again=']", "href");
    let form = member.get(&way).await;
    let value = |name: &str| form.attribute(&format!("[name={name}]"), "value");
    assert_eq!((value("amount"), value("purpose"), value("installments")), ("1,200.00".into(), "alfalfa".into(), "4".into()));
    assert_eq!((value("wanted_on"), form.attribute("[name=method] option[selected]", "value")), ("2026-05-02".into(), "equal_principal".into()));
    assert!(!value("shown").is_empty(), "its installments are shown at once: {}", form.text);
    let (first_due_on, shown, again) = (value("first_due_on"), value("shown"), value("again"));
    assert!(day(&first_due_on) > day("2026-05-02"));
    let fields = [
        ("amount", "1,200.00"),
        ("purpose", "alfalfa"),
        ("method", "equal_principal"),
        ("installments", "4"),
        ("first_due_on", first_due_on.as_str()),
        ("wanted_on", "2026-05-02"),
        ("every", "1"),
        ("step", "month"),
        ("shown", shown.as_str()),
        ("again", again.as_str()),
    ];
    let sent = member.post(&format!("/funds/{}/applications", place.fund), &fields).await;
    assert_eq!(sent.status, StatusCode::SEE_OTHER, "{}", sent.text);
    let second: ApplicationId = sent.location.rsplit('/').next().unwrap().parse().unwrap();
    let row = found(&world, second).await;
    assert_eq!((row.status, row.again_of, row.principal_minor), (ApplicationStatus::Applied, Some(first), 120_000));
    assert!(member.get(&sent.location).await.text.contains(&format!("/applications/{first}")));
    // While that one is open nothing is asked twice, and one that stands is not asked again.
    let treasurer = world.actor("tesorera").await;
    let again = |of, member| NewApplication { again_of: Some(of), terms: monthly(10_000, "2026-05-02", 4), ..asks(&place, member, 10_000, &[]) };
    assert_eq!(refusal(apply(&world.app, &treasurer, key(), again(first, 0)).await), "asked-already");
    assert_eq!(refusal(apply(&world.app, &treasurer, key(), again(first, 1)).await), "not-found", "it is of another member");
    world.books_hold().await;
}

#[tokio::test]
async fn what_lapsed_is_asked_for_again_and_what_stands_is_not() {
    let (mut world, place) = assembly(CreditRules { lapse_days: 10, ..CreditRules::default() }).await;
    let loan = approved(&world, &place, 0, 90_000).await;
    let of = loans::decided::application_of(world.app.db.read(), loan).await.unwrap().unwrap().id;
    let treasurer = world.actor("tesorera").await;
    let again = |on: &str| NewApplication { again_of: Some(of), terms: monthly(90_000, on, 4), ..asks(&place, 0, 90_000, &[]) };
    assert_eq!(refusal(apply(&world.app, &treasurer, key(), again(TODAY)).await), "application-stands");
    let mut client = Client::signed_in(&world, "tesorera").await;
    assert!(!client.get(&format!("/applications/{of}")).await.text.contains("again="));
    world.app = world.at("2026-04-02");
    let mut client = Client::signed_in(&world, "tesorera").await;
    assert!(client.get(&format!("/applications/{of}")).await.text.contains("again="));
    let treasurer = world.actor("tesorera").await;
    apply(&world.app, &treasurer, key(), again("2026-04-02")).await.unwrap();
    world.books_hold().await;
}

async fn first_part(world: &World, loan: LoanId, amount_minor: i64) -> LoanId {
    let part = disburse::FirstPart { loan, on: day(TODAY), payment_method: PaymentMethod::Cash, amount_minor, allowance: Allowance::default() };
    disburse::disburse_part(&world.app, &world.by, key(), part).await.unwrap();
    loans::parts_of(world.app.db.read(), &world.held(loan).await.loan).await.unwrap().pop().unwrap().id
}

async fn hand_over(world: &World, loan: LoanId, on: &str) -> Result<LoanId, muyu::error::Error> {
    disburse::disburse(&world.app, &world.by, key(), loan, day(on), PaymentMethod::Cash, Allowance { acta: None, despite_arrears: true }).await
}

#[tokio::test]
async fn a_second_part_is_paid_on_the_dates_that_are_left() {
    let (mut world, place) = assembly(CreditRules::default()).await;
    let (loan, second) = (approved(&world, &place, 0, 100_000).await, approved(&world, &place, 1, 50_000).await);
    let rest = first_part(&world, loan, 70_000).await;
    let dates = |held: &loans::LoanAccount| held.installments.iter().map(|row| row.due_on).collect::<Vec<_>>();
    let fixed = dates(&world.held(loan).await);
    assert_eq!(fixed, ["2026-04-15", "2026-05-15", "2026-06-15", "2026-07-15"].map(day));
    // The first date to pay on has passed by the day the rest is handed over.
    world.app = world.at("2026-04-20");
    hand_over(&world, rest, "2026-04-20").await.unwrap();
    let held = world.held(rest).await;
    assert_eq!(dates(&held), fixed[1..], "the dates of the first part, those that are left");
    assert_eq!(held.installments.iter().map(|row| row.principal_minor).collect::<Vec<_>>(), [10_000, 10_000, 10_000]);
    // 25 of 30 days at 2 % a month on 300.00.
    assert_eq!(held.installments[0].interest_minor, 500);
    world.books_hold().await;
    let rest = first_part(&world, second, 20_000).await;
    world.app = world.at("2026-09-01");
    assert_eq!(refusal(hand_over(&world, rest, "2026-09-01").await), "due-before-disbursement", "no date is left");
    world.books_hold().await;
}

#[tokio::test]
async fn a_refund_is_corrected_in_one_step_up_to_what_it_gave_back() {
    use muyu::features::credits::use_credit::{NewRefund, refund};
    let (world, place) = World::with_fund("2026-03-15").await;
    world.user("tesorera", Grant::Treasurer(place.association)).await;
    let small = world.lend_by(&place, place.members[0], monthly(1_000, "2026-01-01", 1), true).await.unwrap();
    world.pay(small, "2026-01-20", 1_600).await.unwrap();
    let (fund, member) = (place.fund, place.members[0]);
    let new =
        NewRefund { fund, member, amount_minor: 500, refunded_on: day("2026-03-01"), payment_method: PaymentMethod::Cash, note: Default::default() };
    let voucher = refund(&world.app, &world.by, key(), new).await.unwrap();
    let mut client = Client::signed_in(&world, "tesorera").await;
    let page = format!("/credit-uses/{voucher}");
    assert!(client.get(&page).await.text.contains(&format!("{page}/correct")));
    let form = client.get(&format!("{page}/correct")).await;
    assert_eq!(form.attribute("[name=amount]", "value"), "5.00");
    let typed = |amount: &'static str| {
        [("amount", amount), ("refunded_on", "2026-03-02"), ("payment_method", "cash"), ("note", ""), ("reason", "se contó mal")]
    };
    // 5.80 were in their favour: what the wrong one gave back is there again.
    let much = client.post(&format!("{page}/correct"), &typed("5.81")).await;
    assert_eq!(much.status, StatusCode::UNPROCESSABLE_ENTITY, "{}", much.text);
    let same = [("amount", "5.00"), ("refunded_on", "2026-03-01"), ("payment_method", "cash"), ("note", ""), ("reason", "nada")];
    assert_eq!(client.post(&format!("{page}/correct"), &same).await.status, StatusCode::UNPROCESSABLE_ENTITY);
    let mended = client.post(&format!("{page}/correct"), &typed("5.80")).await;
    assert_eq!(mended.status, StatusCode::SEE_OTHER, "{}", mended.text);
    world.books_hold().await;
    assert_ne!(mended.location, page);
    assert!(client.get(&page).await.text.contains("se contó mal"), "both stay visible");
    let gone = client.post(&format!("{page}/correct"), &typed("1.00")).await;
    assert_eq!(gone.status, StatusCode::UNPROCESSABLE_ENTITY, "it is corrected already");
    let mut program = Client::with_token(&world, "tesorera").await;
    let path = format!("/api/v1{}/correct", mended.location);
    let body = json!({ "amount_minor": 100, "refunded_on": "2026-03-02", "reason": "eran 1.00" });
    assert_eq!(program.json(Method::POST, &path, &body).await.status, StatusCode::CREATED);
    let left = muyu::features::repayments::credit_of(world.app.db.read(), (fund, member), Some(day("2026-03-15"))).await.unwrap();
    assert_eq!(left, 480);
    world.books_hold().await;
    // From an amount on it takes two people.
    world.two_people_from(&place, 50).await;
    let waits = program.json(Method::POST, &path, &body).await;
    assert!(waits.status == StatusCode::CONFLICT || waits.status == StatusCode::ACCEPTED, "{}", waits.text);
    world.books_hold().await;
}

/// More loans than are chosen one by one are shown by pages and taken all together, or none of them.
#[tokio::test]
async fn very_many_loans_are_shown_by_pages_and_relieved_together() {
    let (world, place) = World::with_fund("2026-03-15").await;
    world.user("tesorera", Grant::Treasurer(place.association)).await;
    let people = world.add_members(&place, 205).await;
    for member in &people {
        world.lend_by(&place, *member, monthly(1_000, "2026-01-01", 4), true).await.unwrap();
    }
    let paid = world.lend(&place, 0, "2026-01-01").await;
    let mut client = Client::signed_in(&world, "tesorera").await;
    let path = format!("/funds/{}/reliefs", place.fund);
    let look = format!("{path}?decided_on=2026-03-10&relief=shift&months=3&look=1");
    let page = client.get(&look).await;
    assert_eq!(page.texts("label.choice input[name=loan]").len(), 0);
    assert!(page.text.contains("206 créditos"), "{}", page.text);
    let (rows, all) = (page.texts("#asi-queda ~ form label.choice").len(), page.attribute("[name=all]", "value"));
    assert_eq!(rows, 200);
    let next = page.attribute("nav.filters a", "href");
    let second = client.get(&next).await;
    assert_eq!(second.texts("#asi-queda ~ form label.choice").len(), 6, "{next}");
    let fields = |acta: &'static str, all: &str| {
        let fields = [("decided_on", "2026-03-10"), ("relief", "shift"), ("months", "3"), ("look", "1"), ("acta", acta)];
        fields.into_iter().map(|(name, value)| (name, value.to_owned())).chain([("all", all.to_owned())]).collect::<Vec<_>>()
    };
    let send = async |client: &mut Client, fields: Vec<(&'static str, String)>| {
        client.post(&path, &fields.iter().map(|(name, value)| (*name, value.as_str())).collect::<Vec<_>>()).await
    };
    assert_eq!(send(&mut client, fields("", &all)).await.status, StatusCode::UNPROCESSABLE_ENTITY, "without an acta nothing");
    let again = key().to_string();
    // Somebody pays meanwhile: what was shown is no longer so, and nothing is done.
    world.pay(paid, "2026-03-05", 10_000).await.unwrap();
    let refused = send(&mut client, fields("Acta 9", &all)).await;
    assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY, "{}", refused.text);
    assert!(world.held(paid).await.remissions.is_empty());
    let all = client.get(&look).await.attribute("[name=all]", "value");
    let keyed = || fields("Acta 9", &all).into_iter().chain([("key", again.clone())]).collect::<Vec<_>>();
    for _ in 0..2 {
        let done = send(&mut client, keyed()).await;
        assert_eq!(done.status, StatusCode::SEE_OTHER, "the same sent again is the same: {}", done.text);
    }
    let held = loans::of_fund(world.app.db.read(), place.fund, None).await.unwrap();
    assert!(held.iter().all(|held| held.remissions.len() == 1), "each once");
    assert_eq!(
        held.iter().map(|held| held.loan.unpaid_principal_minor).sum::<i64>(),
        205 * 1_000 + world.held(paid).await.loan.unpaid_principal_minor
    );
    world.books_hold().await;
}

#[tokio::test]
async fn the_terms_of_a_second_part_keep_the_grace_that_is_left() {
    let (mut world, place) = assembly(CreditRules::default()).await;
    let treasurer = world.actor("tesorera").await;
    let terms = Terms { grace_principal: 2, ..monthly(100_000, TODAY, 4) };
    let id = apply(&world.app, &treasurer, key(), NewApplication { terms, ..asks(&place, 0, 100_000, &[]) }).await.unwrap();
    for seat in [3, 4] {
        votes(&world, &place, seat, &[(id, true)]).await.unwrap();
    }
    if found(&world, id).await.status == ApplicationStatus::Applied {
        votes(&world, &place, 5, &[(id, true)]).await.unwrap();
    }
    let loan = found(&world, id).await.loan_id.unwrap();
    let rest = first_part(&world, loan, 60_000).await;
    world.app = world.at("2026-04-20");
    hand_over(&world, rest, "2026-04-20").await.unwrap();
    let principal: Vec<i64> = world.held(rest).await.installments.iter().map(|row| row.principal_minor).collect();
    assert_eq!(principal, [0, 20_000, 20_000]);
    world.books_hold().await;
}
