//! Delay: guarantors called and repaid, debts taken over, promises kept or not (spec §4.5).

use axum::http::StatusCode;
use muyu::domain::correction::RecordKind;
use muyu::domain::credit_rules::CreditRules;
use muyu::domain::ids::LoanId;
use muyu::domain::promise::PromiseOutcome;
use muyu::domain::role::Grant;
use muyu::error::Error;
use muyu::features::corrections::{Answer, Order};
use muyu::features::delay::call::{self, NewCall};
use muyu::features::delay::claims::{self, NewClaimPayment};
use muyu::features::delay::promises::{NewPromise, promise};
use muyu::features::delay::take_over::{NewDebtor, take_over};
use muyu::features::delay::undo::undo;
use muyu::features::delay::{self, DelayRecord, lateness};
use muyu::features::repayments::{self, Payer};
use muyu::features::solidarity;
use muyu::features::solidarity::guarantees::Named;

use crate::support::world::{Place, day, key, monthly, payment, refusal};
use crate::support::{Client, World};

/// A loan of the first member that the other two guarantee; its first installment is 31 days late.
async fn late_loan() -> (World, Place, LoanId) {
    let (world, place) = World::with_fund("2026-03-15").await;
    world.credit_rules(&place, CreditRules { guarantors: 2, ..CreditRules::default() }).await;
    let named = Named { guarantors: place.members[1..3].to_vec(), by_group: false };
    let loan = world.lend_named(&place, place.members[0], monthly(120_001, "2026-01-12", 4), named).await.unwrap();
    (world, place, loan)
}

async fn call_on(world: &World, loan: LoanId, on: &str) -> Result<LoanId, Error> {
    call::call(&world.app, &world.by, key(), NewCall { loan, called_on: day(on), note: Default::default() }).await
}

fn of(place: &Place, member: usize) -> Option<Payer> {
    Some(Payer { member: Some(place.members[member]), name: Default::default() })
}

#[tokio::test]
async fn guarantors_are_called_once_late_enough_and_in_equal_parts() {
    let (world, place, loan) = late_loan().await;
    assert_eq!(refusal(call_on(&world, loan, "2026-02-26").await), "not-late-enough", "fourteen days are within the window");
    call_on(&world, loan, "2026-03-15").await.unwrap();
    assert_eq!(refusal(call_on(&world, loan, "2026-03-15").await), "called-already");
    let late = lateness(&world.held(loan).await, day("2026-03-15")).unwrap().unwrap();
    world.user("tesorera", Grant::Treasurer(place.association)).await;
    let mut treasurer = Client::with_token(&world, "tesorera").await;
    let told = treasurer.get(&format!("/api/v1/loans/{loan}/delay")).await.json();
    let parts: Vec<i64> = told["calls"][0]["parts"].as_array().unwrap().iter().map(|part| part["amount_minor"].as_i64().unwrap()).collect();
    let half = late.overdue_minor / 2;
    assert_eq!(parts, [late.overdue_minor - half, half], "the odd minor unit is the lowest number's");
    assert_eq!((told["days_late"].as_i64(), told["overdue_minor"].as_i64()), (Some(31), Some(late.overdue_minor)));
    let id: uuid::Uuid = told["calls"][0]["id"].as_str().unwrap().parse().unwrap();
    let order = || Order::new(id, "ya pagó".parse().unwrap());
    undo(&world.app, &world.by, key(), DelayRecord::Call, order()).await.unwrap();
    assert_eq!(refusal(undo(&world.app, &world.by, key(), DelayRecord::Call, order()).await), "already-reversed");
    call_on(&world, loan, "2026-03-15").await.unwrap();
    world.books_hold().await;
}

#[tokio::test]
async fn what_a_guarantor_pays_repays_the_loan_and_is_owed_to_them() {
    let (world, place, loan) = late_loan().await;
    let paid = repayments::record::record_of(&world.app, &world.by, key(), payment(loan, "2026-03-15", 15_000), of(&place, 1)).await.unwrap();
    let held = world.held(loan).await;
    assert_eq!(held.repayments[0].paid_by.as_deref(), Some("Huamán Ccori, Benita"));
    assert!(held.installments[0].paid_principal_minor > 0, "it repays the debtor's loan");
    let own = repayments::record::record_of(&world.app, &world.by, key(), payment(loan, "2026-03-15", 100), of(&place, 0)).await;
    assert_eq!(refusal(own), "payer-is-debtor");
    let open = delay::claims_of_member(world.app.db.read(), place.members[1]).await.unwrap();
    assert_eq!((open.len(), open[0].open_minor(), open[0].debtor), (1, 15_000, place.members[0]));
    assert_eq!(delay::claims_of_member(world.app.db.read(), place.members[0]).await.unwrap().len(), 1, "shown to both");

    let back = |amount_minor| NewClaimPayment { repayment: paid, amount_minor, paid_on: day("2026-03-15"), note: Default::default() };
    assert_eq!(refusal(claims::pay_back(&world.app, &world.by, key(), back(15_001)).await), "claim-less");
    claims::pay_back(&world.app, &world.by, key(), back(10_000)).await.unwrap();
    claims::pay_back(&world.app, &world.by, key(), back(5_000)).await.unwrap();
    assert!(delay::claims_of_member(world.app.db.read(), place.members[1]).await.unwrap().is_empty());
    world.books_hold().await;

    // A corrected receipt keeps its payer, and what the debtor repaid them; a receipt with such a repayment is not reversed.
    let mend = async |wrong, minor| {
        let right = repayments::put_right::Right { wrong, right: payment(loan, "2026-03-15", minor) };
        repayments::put_right::correct(&world.app, &world.by, key(), Order::new(right, "se leyó mal".parse().unwrap())).await
    };
    assert_eq!(refusal(mend(paid, 14_999).await), "claim-returned-more");
    let Answer::Done(right) = mend(paid, 16_000).await.unwrap() else { panic!("one person is enough") };
    let open = delay::claims_of_member(world.app.db.read(), place.members[1]).await.unwrap();
    assert_eq!((open[0].open_minor(), open[0].returned.len()), (1_000, 2));
    let reverse = async || repayments::put_right::reverse(&world.app, &world.by, key(), Order::new(right, "no pagó".parse().unwrap())).await;
    let error = reverse().await.unwrap_err();
    let told = &error.refusals()[0];
    assert_eq!((told.code, told.records().len(), told.records()[0].kind), ("records-stand-on-it", 2, RecordKind::ClaimPayment));
    for record in told.records() {
        undo(&world.app, &world.by, key(), DelayRecord::ClaimPayment, Order::new(record.id, "no devolvió".parse().unwrap())).await.unwrap();
    }
    reverse().await.unwrap();
    assert!(delay::claims_of_member(world.app.db.read(), place.members[1]).await.unwrap().is_empty());
    world.books_hold().await;
}

#[tokio::test]
async fn a_debt_is_taken_over_by_acta_and_stays_the_same_loan() {
    let (world, place, loan) = late_loan().await;
    world.pay(loan, "2026-02-20", 1_000).await.unwrap();
    let to = |member: usize, on: &str| NewDebtor {
        loan,
        to: place.members[member],
        changed_on: day(on),
        acta: "Acta 21".parse().unwrap(),
        cause: "fallecimiento".parse().unwrap(),
    };
    let before = world.held(loan).await;
    assert_eq!(refusal(take_over(&world.app, &world.by, key(), to(0, "2026-03-01")).await), "nothing-changed");
    assert_eq!(refusal(take_over(&world.app, &world.by, key(), to(1, "2026-01-01")).await), "before-disbursement");
    take_over(&world.app, &world.by, key(), to(1, "2026-03-01")).await.unwrap();
    let after = world.held(loan).await;
    assert_eq!((after.loan.member_id, after.loan.number), (place.members[1], before.loan.number));
    assert_eq!(after.position(day("2026-03-15")).unwrap().unpaid(), before.position(day("2026-03-15")).unwrap().unpaid());
    assert_eq!(after.repayments[0].member_id, place.members[0], "what was paid stays whose it was");
    let left = solidarity::open_of_loan(world.app.db.read(), loan).await.unwrap();
    assert_eq!(left.iter().map(|row| row.guarantor_id).collect::<Vec<_>>(), [place.members[2]], "nobody guarantees their own debt");
    world.pay(loan, "2026-03-10", 1_000).await.unwrap();
    world.books_hold().await;
    // It is in both kardexes: until that day in one, from that day on in the other, with what was owed then.
    world.user("tesorera", muyu::domain::role::Grant::Treasurer(place.association)).await;
    let mut client = Client::signed_in(&world, "tesorera").await;
    let mut kardex = async |member: usize| {
        let file = client.get(&format!("/members/{}/kardex?file=csv", place.members[member])).await.text;
        let mut read = csv::Reader::from_reader(file.trim_start_matches('\u{feff}').as_bytes());
        read.records().map(Result::unwrap).map(|row| (row[2].to_owned(), row[8].to_owned())).collect::<Vec<_>>()
    };
    let (old, new) = (kardex(0).await, kardex(1).await);
    let handed = old.iter().position(|(detail, _)| detail.contains("pasó a")).unwrap_or_else(|| panic!("{old:?}"));
    assert_eq!((handed + 2, old.last().unwrap().1.as_str()), (old.len(), "0.00"), "nothing of it is owed there: {old:?}");
    assert!(new[0].0.contains("recibida de") && new[0].1 == old[handed - 1].1, "{old:?} {new:?}");
    assert!(new.len() == 3 && new[1].0.contains("Pago"), "{new:?}");
}

#[tokio::test]
async fn what_was_owed_to_a_guarantor_stays_whose_it_was_when_the_debt_is_taken_over() {
    let (world, place, loan) = late_loan().await;
    let to = |member: usize, on: &str| NewDebtor {
        loan,
        to: place.members[member],
        changed_on: day(on),
        acta: "Acta 21".parse().unwrap(),
        cause: "viaje".parse().unwrap(),
    };
    let paid = repayments::record::record_of(&world.app, &world.by, key(), payment(loan, "2026-02-20", 15_000), of(&place, 1)).await.unwrap();
    let owed = async |member: usize| {
        let open = delay::claims_of_member(world.app.db.read(), place.members[member]).await.unwrap();
        open.iter().map(|claim| (claim.debtor, claim.creditor)).collect::<Vec<_>>()
    };
    let claim = vec![(place.members[0], place.members[1])];
    for heir in [2, 1] {
        take_over(&world.app, &world.by, key(), to(heir, "2026-03-01")).await.unwrap();
        assert_eq!((owed(0).await, owed(1).await, owed(2).await), (claim.clone(), claim.clone(), Vec::new()), "{heir}");
        take_over(&world.app, &world.by, key(), to(0, "2026-03-02")).await.unwrap();
        let guarantors = solidarity::open_of_loan(world.app.db.read(), loan).await.unwrap();
        assert_eq!(guarantors.len(), 2, "who gives it back guarantees it again");
    }
    take_over(&world.app, &world.by, key(), to(2, "2026-03-03")).await.unwrap();
    let right = repayments::put_right::Right { wrong: paid, right: payment(loan, "2026-02-20", 14_000) };
    repayments::put_right::correct(&world.app, &world.by, key(), Order::new(right, "eran 140".parse().unwrap())).await.unwrap();
    assert_eq!((owed(0).await, owed(2).await), (claim, Vec::new()));
    world.books_hold().await;
}

#[tokio::test]
async fn a_promise_is_kept_or_not_by_what_is_paid_until_its_day() {
    let (world, place, loan) = late_loan().await;
    let new = |amount_minor, due: &str| NewPromise { loan, due_on: day(due), amount_minor, note: Default::default() };
    assert_eq!(refusal(promise(&world.app, &world.by, key(), new(100, "2026-03-14")).await), "date-in-past");
    promise(&world.app, &world.by, key(), new(20_000, "2026-03-20")).await.unwrap();
    world.pay(loan, "2026-03-15", 20_000).await.unwrap();
    world.user("tesorera", Grant::Treasurer(place.association)).await;
    let mut treasurer = Client::with_token(&world, "tesorera").await;
    let told = treasurer.get(&format!("/api/v1/loans/{loan}/delay")).await.json();
    assert_eq!(told["promises"][0]["outcome"], PromiseOutcome::Kept.code());
    world.books_hold().await;
}

#[tokio::test]
async fn the_pages_lead_from_who_is_late_to_a_guarantors_receipt() {
    let (world, place, loan) = late_loan().await;
    world.user("tesorera", Grant::Treasurer(place.association)).await;
    world.user("socia", Grant::Member(place.association, place.members[0])).await;
    let mut treasurer = Client::signed_in(&world, "tesorera").await;
    let list = treasurer.get(&format!("/funds/{}/delay", place.fund)).await;
    assert!(list.text.contains("Quispe Mamani, Rosa") && list.text.contains("31 días"), "{}", list.text);
    let path = format!("/loans/{loan}");
    let early = treasurer.post(&format!("{path}/call"), &[("called_on", "2026-02-20")]).await;
    assert_eq!(early.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert_eq!(treasurer.post(&format!("{path}/call"), &[("called_on", "2026-03-15")]).await.status, StatusCode::SEE_OTHER);
    let page = treasurer.get(&format!("{path}/delay")).await;
    let way = page.attribute("a[href*='payer=']", "href");
    assert!(!page.text.contains("Unknown localization"), "{}", page.text);
    let form = treasurer.get(&way).await;
    assert_eq!(form.status, StatusCode::OK, "{way}");
    assert!(form.attribute("#payer", "value").contains("Huamán Ccori"), "{}", form.text);
    let promised = treasurer.post(&format!("{path}/promises"), &[("amount", "100"), ("due_on", "2026-03-30")]).await;
    assert_eq!(promised.status, StatusCode::SEE_OTHER, "{}", promised.text);
    assert!(treasurer.get(&format!("/funds/{}/delay", place.fund)).await.text.contains("por cumplir"));
    let mut debtor = Client::signed_in(&world, "socia").await;
    let own = debtor.get(&format!("{path}/delay")).await;
    assert_eq!(own.status, StatusCode::OK);
    assert!(!own.text.contains("datalist"), "a debtor is not shown who else there is");
    assert!(!own.text.contains("action=\"/loans"), "a debtor reads, and changes nothing");
    world.books_hold().await;
}
