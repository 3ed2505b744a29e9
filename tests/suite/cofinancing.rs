//! Co-financed purchases, from request to settled: the figures of the published cases, and what is refused.

use muyu::domain::cofinancing::{ContributionBasis, ContributionKind, Draft, Movement, Payer, ProjectShareTerms, PurchaseStatus, Quote};
use muyu::domain::ids::{MemberId, PurchaseId};
use muyu::domain::ledger::Account;
use muyu::domain::refusal::Fact;
use muyu::domain::role::Grant;
use muyu::features::corrections::Order;
use muyu::features::on_hand::on_hand;
use muyu::features::programmes::budget::{self, Planned};
use muyu::features::purchases::approvals::decide::{Decision, decide};
use muyu::features::purchases::{self, Said, cancel::cancel, labour, put_right, settle::settle};
use muyu::features::{funds, loans, programmes};
use muyu::{db::journal, domain::cofinancing::terms::Recovery};

use crate::support::World;
use crate::support::cofinanced::{Cofinanced, fifty_fifty, pledge};
use crate::support::world::{day, key, refusal};

/// Three members, three seeds: 1 016.43 in all, 508.22 the project's, 508.21 the producers'.
const LINES: [(usize, usize, i64); 3] = [(0, 0, 12_500), (1, 2, 3_250), (2, 1, 25_000)];
const SUPPLIER: &str = "Agropecuaria Sicuani";

async fn world() -> (World, Cofinanced) {
    let (world, place) = World::with_fund("2026-03-01").await;
    let cofinanced = world.cofinanced(place, fifty_fifty()).await;
    (world, cofinanced)
}

async fn available(world: &World, cofinanced: &Cofinanced) -> i64 {
    let fund = funds::find(world.app.db.read(), cofinanced.place.fund).await.unwrap();
    on_hand(world.app.db.read(), &fund, day("2026-03-01")).await.unwrap().now.available_now
}

async fn balance(world: &World, cofinanced: &Cofinanced, account: Account) -> i64 {
    journal::balances(world.app.db.read(), cofinanced.place.fund).await.unwrap().get(&account).copied().unwrap_or(0)
}

async fn budget_of(world: &World, cofinanced: &Cofinanced) -> (i64, i64) {
    let line = programmes::line(world.app.db.read(), cofinanced.line).await.unwrap();
    (line.committed_minor, line.spent_minor)
}

fn supplier() -> String {
    SUPPLIER.to_owned()
}

fn member(cofinanced: &Cofinanced, place: usize) -> Payer {
    Payer::Member(cofinanced.place.members[place])
}

#[tokio::test]
async fn seed_from_request_to_settled_with_less_received_than_ordered() {
    let (world, c) = world().await;
    let before = available(&world, &c).await;
    let id = c.ask(&world, c.draft(&LINES, ContributionKind::Loan)).await.unwrap();
    c.submit(&world, id).await.unwrap();
    let held = world.purchase(id).await;
    let shares: Vec<i64> = held.parties.iter().map(|row| row.share_minor).collect();
    assert_eq!((held.row.total_minor, shares), (101_643, vec![50_822, 50_821]));
    assert_eq!(held.members.iter().map(|row| row.pays_minor).collect::<Vec<_>>(), [26_562, 6_322, 17_937]);
    assert_eq!(available(&world, &c).await, before, "what is only asked for holds nothing");

    c.approve(&world, id).await.unwrap();
    assert_eq!(available(&world, &c).await, before - 50_821, "what the fund will lend is committed at once");
    assert_eq!(budget_of(&world, &c).await, (50_822, 0));
    c.order(&world, id).await.unwrap();
    c.pay(&world, id, Movement::Collected(Payer::Party(0)), 50_822).await.unwrap();
    world.books_hold().await;
    c.pay(&world, id, Movement::Paid(supplier()), 90_000).await.unwrap();
    assert_eq!(available(&world, &c).await, before - 50_821, "money that passes through changes nothing");
    assert_eq!(balance(&world, &c, Account::GoodsInTransit).await, 90_000);
    world.books_hold().await;

    c.deliver(&world, id, &[(0, 0, 12_500)]).await.unwrap();
    c.deliver(&world, id, &[(2, 1, 24_000)]).await.unwrap();
    c.close(&world, id).await.unwrap();
    world.books_hold().await;
    let held = world.purchase(id).await;
    let shares: Vec<Option<i64>> = held.parties.iter().map(|row| row.received_minor).collect();
    assert_eq!((held.row.received_total_minor, shares), (Some(87_565), vec![Some(43_783), Some(43_782)]));
    assert_eq!(held.members.iter().map(|row| row.received_pays_minor.unwrap()).collect::<Vec<_>>(), [26_562, 0, 17_220]);
    assert_eq!(budget_of(&world, &c).await, (0, 43_783));
    assert_eq!(balance(&world, &c, Account::ProgrammeFundsHeld).await, -7_039, "the project's part that goes back");
    assert_eq!(balance(&world, &c, Account::Claims).await, 2_435, "what the supplier was paid beyond what came");
    assert_eq!(balance(&world, &c, Account::ProgrammeSubsidy).await, 43_783);
    assert_eq!(available(&world, &c).await, before - 43_782 - 2_435, "lent, and a claim that is not yet cash");

    let opened = loans::of_fund(world.app.db.read(), c.place.fund, None).await.unwrap();
    assert_eq!(opened.iter().map(|held| held.loan.principal_minor).collect::<Vec<_>>(), [26_562, 17_220]);
    assert!(
        opened.iter().all(|held| held.loan.method == muyu::domain::schedule::Method::Bullet && held.loan.first_due_on == day("2026-07-31")),
        "due at harvest"
    );
    assert_eq!(refusal(c.close(&world, id).await), "purchase-already-received");

    let open = settle(&world.app, &c.treasurer, key(), id, Said::default()).await.unwrap_err();
    assert_eq!(open.refusals().iter().map(|refusal| refusal.code).collect::<Vec<_>>(), ["still-to-give-back", "supplier-still-owes"]);
    c.pay(&world, id, Movement::GivenBack(Payer::Party(0)), 7_039).await.unwrap();
    c.pay(&world, id, Movement::SupplierGaveBack(supplier()), 2_435).await.unwrap();
    settle(&world.app, &c.treasurer, key(), id, Said::default()).await.unwrap();
    assert_eq!(world.status(id).await, PurchaseStatus::Settled);
    assert_eq!(available(&world, &c).await, before - 43_782);
    world.books_hold().await;
}

#[tokio::test]
async fn cash_in_advance_is_asked_for_where_more_comes() {
    let (world, c) = world().await;
    let id = c.ordered(&world, c.draft(&[(0, 0, 12_500), (2, 1, 25_000)], ContributionKind::Cash)).await;
    let before = available(&world, &c).await;
    for (payer, minor) in [(Payer::Party(0), 44_500), (member(&c, 0), 26_563), (member(&c, 2), 17_937)] {
        c.pay(&world, id, Movement::Collected(payer), minor).await.unwrap();
    }
    assert_eq!(balance(&world, &c, Account::ProducerAdvances).await, -44_500);
    assert_eq!(available(&world, &c).await, before, "an advance is owed as long as it is held");
    assert_eq!(refusal(c.pay(&world, id, Movement::Collected(member(&c, 0)), 1).await), "more-than-due");
    c.deliver(&world, id, &[(0, 0, 13_000), (2, 1, 25_000)]).await.unwrap();
    c.close(&world, id).await.unwrap();
    let standing = world.purchase(id).await.balance().unwrap();
    assert_eq!(standing.payers[&Payer::Party(0)].left(), 1_063);
    assert_eq!(standing.payers[&member(&c, 0)].left(), 1_062);
    assert_eq!(balance(&world, &c, Account::Claims).await, 2_125);
    world.books_hold().await;
    c.pay(&world, id, Movement::Collected(Payer::Party(0)), 1_063).await.unwrap();
    c.pay(&world, id, Movement::Collected(member(&c, 0)), 1_062).await.unwrap();
    c.pay(&world, id, Movement::Paid(supplier()), 91_125).await.unwrap();
    settle(&world.app, &c.treasurer, key(), id, Said::default()).await.unwrap();
    assert_eq!(available(&world, &c).await, before);
    world.books_hold().await;
}

#[tokio::test]
async fn two_who_approve_the_last_of_a_budget_at_once_do_not_both_get_it() {
    let (world, c) = world().await;
    let first = c.ask(&world, c.draft(&LINES, ContributionKind::Loan)).await.unwrap();
    let second = c.ask(&world, c.draft(&LINES, ContributionKind::Loan)).await.unwrap();
    for id in [first, second] {
        c.submit(&world, id).await.unwrap();
    }
    let line = Planned { id: Some(c.line), name: "Semilla".parse().unwrap(), planned_minor: 60_000 };
    budget::set(&world.app, &world.by, key(), c.programme, vec![line]).await.unwrap();
    let (one, other) = tokio::join!(c.approve(&world, first), c.approve(&world, second));
    let refused = if one.is_ok() { other } else { one };
    let error = refused.unwrap_err();
    assert_eq!(error.refusals()[0].code, "budget-short");
    assert!(error.refusals()[0].facts.contains(&("missing", Fact::Money(41_644, muyu::domain::amount::Unit::Pen))));
    assert_eq!(budget_of(&world, &c).await, (50_822, 0));
    world.books_hold().await;
}

#[tokio::test]
async fn who_asked_or_benefits_or_has_a_lower_limit_does_not_approve() {
    let (world, c) = world().await;
    let id = c.ask(&world, c.draft(&LINES, ContributionKind::Loan)).await.unwrap();
    c.submit(&world, id).await.unwrap();
    let acta = || Said { note: Default::default(), acta: Some("Acta 14".parse().unwrap()) };
    let mut both = c.treasurer.clone();
    both.grants.push(Grant::Staff(c.programme));
    both.programme_associations = vec![c.place.association];
    assert_eq!(refusal(decide(&world.app, &both, key(), id, Decision::Approve, acta()).await), "own-request");
    let mut benefits = c.staff.clone();
    benefits.grants.push(Grant::Member(c.place.association, c.place.members[1]));
    assert_eq!(refusal(decide(&world.app, &benefits, key(), id, Decision::Approve, acta()).await), "own-benefit");
    assert_eq!(refusal(decide(&world.app, &c.treasurer, key(), id, Decision::Approve, acta()).await), "forbidden");
    assert_eq!(refusal(decide(&world.app, &c.staff, key(), id, Decision::Approve, Said::default()).await), "acta-missing");
    assert_eq!(refusal(decide(&world.app, &c.staff, key(), id, Decision::Return, Said::default()).await), "reason-missing");
    budget::let_approve(&world.app, &world.by, key(), c.programme, c.staff.user_id, 50_821).await.unwrap();
    assert_eq!(refusal(c.approve(&world, id).await), "above-own-limit");
    budget::let_approve(&world.app, &world.by, key(), c.programme, c.staff.user_id, 0).await.unwrap();
    assert_eq!(refusal(c.approve(&world, id).await), "not-an-approver");
    assert_eq!(world.status(id).await, PurchaseStatus::Submitted);
    assert_eq!(budget_of(&world, &c).await, (0, 0));
}

#[tokio::test]
async fn the_fund_lends_no_more_than_it_has() {
    let (world, c) = world().await;
    let id = c.ask(&world, c.draft(&LINES, ContributionKind::Loan)).await.unwrap();
    c.submit(&world, id).await.unwrap();
    let all = available(&world, &c).await;
    world.lend_by(&c.place, c.place.members[0], crate::support::world::monthly(all - 50_000, "2026-02-01", 2), true).await.unwrap();
    let error = c.approve(&world, id).await.unwrap_err();
    assert_eq!(error.refusals()[0].code, "fund-short");
    assert_eq!(error.refusals()[0].facts[0], ("missing", Fact::Money(821, muyu::domain::amount::Unit::Pen)));
    assert_eq!(budget_of(&world, &c).await, (0, 0), "nothing half done");
    world.books_hold().await;
}

#[tokio::test]
async fn a_purchase_is_sent_only_once_every_part_is_covered() {
    let (world, c) = world().await;
    let mut draft = c.draft(&LINES, ContributionKind::Loan);
    let rosa = c.place.members[0];
    draft.pledges.retain(|pledge| pledge.by != Payer::Member(rosa));
    draft.pledges.push(pledge(Payer::Member(rosa), ContributionKind::Cash, ContributionBasis::Sum(20_000)));
    let id = c.ask(&world, draft.clone()).await.unwrap();
    let error = c.submit(&world, id).await.unwrap_err();
    assert_eq!(error.refusals()[0].code, "part-uncovered");
    assert!(error.refusals()[0].facts.contains(&("missing", Fact::Money(6_562, muyu::domain::amount::Unit::Pen))));
    draft.pledges.push(pledge(Payer::Member(rosa), ContributionKind::InKind, ContributionBasis::Sum(7_000)));
    purchases::draft::save(&world.app, &c.treasurer, key(), id, c.content(draft.clone())).await.unwrap();
    assert_eq!(refusal(c.submit(&world, id).await), "part-overcovered");
    let nobody = Payer::Member(MemberId(key()));
    for (change, code) in [
        (pledge(nobody, ContributionKind::Cash, ContributionBasis::Rest), "contribution-of-nobody"),
        (pledge(Payer::Party(0), ContributionKind::Loan, ContributionBasis::Rest), "loan-of-a-party"),
    ] {
        let mut wrong = draft.clone();
        wrong.pledges.push(change);
        assert_eq!(refusal(c.ask(&world, wrong).await), code);
    }
    let mut wrong = draft.clone();
    wrong.taken[0].member = MemberId(key());
    assert_eq!(refusal(c.ask(&world, wrong).await), "member-of-another-association");
    let mut wrong = draft.clone();
    wrong.items[0].quotes = vec![Quote { supplier: Default::default(), unit_price_minor: 1 }];
    assert_eq!(refusal(c.ask(&world, wrong).await), "field-missing");
    let empty = c.ask(&world, Draft::default()).await.unwrap();
    assert_eq!(refusal(c.submit(&world, empty).await), "items-missing");
    world.books_hold().await;
}

#[tokio::test]
async fn cancelling_after_payment_unwinds_by_reversals() {
    let (world, c) = world().await;
    let before = available(&world, &c).await;
    let id = c.ordered(&world, c.draft(&LINES, ContributionKind::Cash)).await;
    c.pay(&world, id, Movement::Collected(Payer::Party(0)), 50_822).await.unwrap();
    c.pay(&world, id, Movement::Collected(member(&c, 0)), 26_562).await.unwrap();
    c.pay(&world, id, Movement::Paid(supplier()), 70_000).await.unwrap();
    let entries = journal::entries_after(world.app.db.read(), c.place.fund, 0, 100).await.unwrap().len();
    cancel(&world.app, &c.treasurer, key(), id, "Llegó tarde la lluvia".parse().unwrap()).await.unwrap();
    assert_eq!(world.status(id).await, PurchaseStatus::Cancelled);
    assert_eq!(budget_of(&world, &c).await, (0, 0));
    assert_eq!(available(&world, &c).await, before);
    let after = journal::entries_after(world.app.db.read(), c.place.fund, 0, 100).await.unwrap();
    assert_eq!(after.len(), entries + 3, "three reversals, and nothing deleted");
    assert!(world.purchase(id).await.payments.iter().all(|row| row.reversal_reason.as_deref() == Some("Llegó tarde la lluvia")));
    assert_eq!(refusal(cancel(&world.app, &c.treasurer, key(), id, "otra vez".parse().unwrap()).await), "purchase-already-over");
    world.books_hold().await;
}

#[tokio::test]
async fn a_wrong_payment_is_undone_once() {
    let (world, c) = world().await;
    let id = c.ordered(&world, c.draft(&LINES, ContributionKind::Cash)).await;
    c.pay(&world, id, Movement::Collected(member(&c, 0)), 10_000).await.unwrap();
    let row = world.purchase(id).await.payments[0].id;
    put_right::undo(&world.app, &c.treasurer, key(), Order::new(row, "era de otra".parse().unwrap())).await.unwrap();
    assert_eq!(refusal(put_right::undo(&world.app, &c.treasurer, key(), Order::new(row, "era de otra".parse().unwrap())).await), "already-reversed");
    assert_eq!(balance(&world, &c, Account::ProducerAdvances).await, 0);
    world.books_hold().await;
}

#[tokio::test]
async fn what_the_project_gives_can_come_back_into_the_fund() {
    let (world, place) = World::with_fund("2026-03-01").await;
    let mut plan = fifty_fifty();
    plan.project_share_terms = ProjectShareTerms::Recoverable;
    plan.recovery = Some(Recovery { installments: 3, every_months: 12, rate_ppm: 0 });
    let c = world.cofinanced(place, plan).await;
    let capital = balance(&world, &c, Account::RecoverableCapital).await;
    let id = c.ordered(&world, c.draft(&LINES, ContributionKind::Cash)).await;
    c.deliver(&world, id, &LINES).await.unwrap();
    c.close(&world, id).await.unwrap();
    let held = world.purchase(id).await;
    assert_eq!(held.members.iter().map(|row| row.recoverable_minor).collect::<Vec<_>>(), [26_563, 6_321, 17_938]);
    assert_eq!(balance(&world, &c, Account::RecoverableCapital).await, capital - 50_822, "the fund grows by it");
    assert_eq!(balance(&world, &c, Account::LoansReceivable).await, 50_822);
    assert_eq!(balance(&world, &c, Account::ProgrammeSubsidy).await, 0);
    let opened = loans::of_fund(world.app.db.read(), c.place.fund, None).await.unwrap();
    assert!(opened.iter().all(|held| held.installments.len() == 3 && held.loan.first_due_on == day("2027-03-01")));
    world.books_hold().await;
}

#[tokio::test]
async fn work_counts_by_the_days_worked_and_the_fund_stands_in_for_it() {
    let (world, c) = world().await;
    let mut draft = c.draft(&LINES, ContributionKind::Loan);
    draft.pledges.push(pledge(member(&c, 0), ContributionKind::Labour, ContributionBasis::Days(2_000)));
    let id = c.ordered(&world, draft).await;
    let held = world.purchase(id).await;
    assert_eq!(held.kind_minor(ContributionKind::Labour), 8_000, "two days at 40.00");
    assert_eq!(held.row.lends_minor, 50_821, "what is not lent is paid by the fund in place of the work");
    let worked = |days, who| labour::record::NewLabour {
        member: who,
        worked_on: day("2026-02-20"),
        days,
        task: "siembra".parse().unwrap(),
        worked_by: None,
        gift: false,
    };
    let one = labour::record::record(&world.app, &c.treasurer, key(), id, worked(2_000, c.place.members[0])).await.unwrap();
    assert_eq!(refusal(labour::record::record(&world.app, &c.treasurer, key(), id, worked(1_000, c.place.members[1])).await), "labour-not-agreed");
    labour::put_right::undo(&world.app, &c.treasurer, key(), Order::new(one, "fue día y medio".parse().unwrap())).await.unwrap();
    labour::record::record(&world.app, &c.treasurer, key(), id, worked(1_500, c.place.members[0])).await.unwrap();
    c.deliver(&world, id, &LINES).await.unwrap();
    c.close(&world, id).await.unwrap();
    let opened = loans::of_fund(world.app.db.read(), c.place.fund, None).await.unwrap();
    assert_eq!(opened[0].loan.principal_minor, 26_562 - 6_000, "her loan covers the half day that was not worked");
    assert_eq!(balance(&world, &c, Account::OperatingExpense).await, 6_000);
    assert_eq!(world.purchase(id).await.balance().unwrap().suppliers[SUPPLIER].left(), 101_643);
    world.books_hold().await;
}

#[tokio::test]
async fn what_the_producers_put_themselves_is_owed_to_nobody() {
    let (world, c) = world().await;
    let mut draft = c.draft(&LINES, ContributionKind::Loan);
    draft.items[2].provided = true;
    draft.items[2].quotes[0].supplier = Default::default();
    let without = c.ask(&world, draft.clone()).await.unwrap();
    assert_eq!(refusal(c.submit(&world, without).await), "provided-uncovered");
    draft.pledges.push(pledge(member(&c, 0), ContributionKind::InKind, ContributionBasis::Sum(12_643)));
    let id = c.ordered(&world, draft).await;
    let standing = world.purchase(id).await.balance().unwrap();
    assert_eq!(standing.suppliers.into_iter().map(|(name, due)| (name, due.due_minor)).collect::<Vec<_>>(), [(supplier(), 101_643 - 12_643)]);
    c.deliver(&world, id, &LINES).await.unwrap();
    c.close(&world, id).await.unwrap();
    assert_eq!(balance(&world, &c, Account::OperatingExpense).await, 0);
    world.books_hold().await;
}

#[tokio::test]
async fn no_more_is_handed_out_than_came_and_nothing_is_left_behind() {
    let (world, c) = world().await;
    let id = c.ordered(&world, c.draft(&LINES, ContributionKind::Loan)).await;
    assert_eq!(refusal(c.close(&world, id).await), "nothing-received");
    let line = |member: Option<usize>, quantity| muyu::features::purchases::deliveries::deliver::Line {
        item_no: 1,
        member: member.map(|place| c.place.members[place]),
        quantity,
    };
    let on = |lines| muyu::features::purchases::deliveries::deliver::NewDelivery { on: day("2026-03-01"), note: Default::default(), lines };
    let deliver = |lines| muyu::features::purchases::deliveries::deliver::deliver(&world.app, &c.treasurer, key(), id, on(lines));
    assert_eq!(refusal(deliver(vec![line(Some(0), 1_000)]).await), "more-than-came");
    assert_eq!(refusal(deliver(vec![line(None, 1_000), line(Some(1), 500)]).await), "line-not-ordered");
    let first = deliver(vec![line(None, 12_500), line(Some(0), 2_500)]).await.unwrap();
    assert_eq!(refusal(c.close(&world, id).await), "goods-left");
    let undone =
        muyu::features::purchases::deliveries::put_right::undo(&world.app, &c.treasurer, key(), Order::new(first, "mal pesado".parse().unwrap()));
    undone.await.unwrap();
    assert_eq!(world.purchase(id).await.came_and_went(1), (0, 0));
    assert_eq!(refusal(cancel(&world.app, &c.staff, key(), id, "no".parse().unwrap()).await), "forbidden");
    deliver(vec![line(None, 12_500)]).await.unwrap();
    assert_eq!(refusal(cancel(&world.app, &c.treasurer, key(), id, "no".parse().unwrap()).await), "goods-already-came");
}

#[tokio::test]
async fn shares_that_do_not_sum_are_refused() {
    let (world, c) = world().await;
    let set = |plan| programmes::plan::set(&world.app, &world.by, key(), c.programme, plan);
    let mut plan = fifty_fifty();
    plan.parties[1].weight = 400_000;
    assert_eq!(refusal(set(plan).await), "shares-do-not-sum");
    let mut plan = fifty_fifty();
    plan.parties.swap(0, 1);
    assert_eq!(refusal(set(plan).await), "parties-unfit");
    let line = Planned { id: Some(c.line), name: "Semilla".parse().unwrap(), planned_minor: 50_821 };
    let id: PurchaseId = c.ordered(&world, c.draft(&LINES, ContributionKind::Loan)).await;
    assert_eq!(refusal(budget::set(&world.app, &world.by, key(), c.programme, vec![line]).await), "budget-below-used");
    assert_eq!(world.status(id).await, PurchaseStatus::Ordered);
}
