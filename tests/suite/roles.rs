//! Every route × every role: a role that is not listed is refused, and a route that is not listed fails the test.

mod box_table;
mod credit_table;
mod papers;
pub mod records;
pub mod table;

use std::collections::BTreeSet;

use axum::http::{Method, StatusCode};
use muyu::domain::cofinancing::{ContributionBasis, ContributionKind, Movement, Payer};
use muyu::domain::ids::ExpenseId;
use muyu::domain::role::Grant;
use muyu::features::corrections::{Answer, Order};
use muyu::features::expenses::put_right;
use muyu::features::purchases::{attachments, labour};
use serde_json::json;

use crate::support::cofinanced::{Cofinanced, fifty_fifty, pledge};
use crate::support::world::{Place, monthly};

use crate::support::{Client, World};
use records::{asked, delayed, in_solidarity, transferred};
use table::{PUBLIC, routes};

/// The records that the ids of a path stand for, in one association.
struct Ids {
    place: Place,
    programme: String,
    user: String,
    member: String,
    loan: String,
    repayment: String,
    remission: String,
    capital: String,
    capital_return: String,
    credit_use: String,
    expense: String,
    cash_count: String,
    bank_statement: String,
    bank_match: String,
    closed: [String; 2],
    transfer: String,
    request: String,
    purchase: String,
    payment: String,
    delivery: String,
    labour: String,
    shift: String,
    attachment: String,
    application: String,
    /// A call of guarantors, a promise, and what the debtor repaid to a guarantor.
    delay: [String; 3],
    group: String,
    guarantee: String,
}

impl Ids {
    fn path(&self, pattern: &str) -> String {
        let (association, fund) = (self.place.association.to_string(), self.place.fund.to_string());
        let of = |noun: &str| match noun {
            "associations" => association.as_str(),
            "funds" => fund.as_str(),
            "members" => &self.member,
            "loans" => &self.loan,
            "repayments" => &self.repayment,
            "remissions" => &self.remission,
            "capital" => &self.capital,
            "capital-returns" => &self.capital_return,
            "credit-uses" => &self.credit_use,
            "expenses" => &self.expense,
            "cash-counts" => &self.cash_count,
            "bank-statements" => &self.bank_statement,
            "bank-matches" => &self.bank_match,
            "cycles" => &self.closed[0],
            "share-outs" => &self.closed[1],
            "transfers" => &self.transfer,
            "correction-requests" => &self.request,
            "programmes" => &self.programme,
            "users" => &self.user,
            "purchases" => &self.purchase,
            "payments" => &self.payment,
            "deliveries" => &self.delivery,
            "labour" => &self.labour,
            "part-shifts" => &self.shift,
            "attachments" => &self.attachment,
            "applications" => &self.application,
            "guarantee-calls" => &self.delay[0],
            "promises" => &self.delay[1],
            "claim-payments" => &self.delay[2],
            "groups" => &self.group,
            "guarantees" => &self.guarantee,
            other => panic!("whose id is {other}?"),
        };
        let parts: Vec<&str> = pattern.split('/').collect();
        let filled = parts.iter().enumerate().map(|(i, part)| match *part {
            "{id}" => of(parts[i - 1]),
            "{association}" => &association,
            "{line}" => "cash",
            "{no}" => "1",
            "{user}" => &self.user,
            "{member}" => &self.member,
            "{file}" if pattern.contains("programmes") => "budget.csv",
            "{file}" => "seed.csv",
            "{hash}" => "0",
            "{name}" => "muyu.css",
            part => part,
        });
        filled.collect::<Vec<_>>().join("/")
    }
}
async fn ids(world: &World, place: Place) -> Ids {
    let by = &world.by;
    let (cycle, share_out) = crate::support::cash::shared_out(world, &place).await;
    let loan = world.lend(&place, 0, "2026-01-01").await;
    let repayment = world.pay(loan, "2026-02-01", 1_000).await.unwrap();
    let new = muyu::features::expenses::record::NewExpense {
        fund: place.fund,
        concept: "Acta".parse().unwrap(),
        amount_minor: 100,
        happens_on: crate::support::world::day("2026-02-01"),
        payment_method: muyu::domain::loan::PaymentMethod::Cash,
    };
    let expense = muyu::features::expenses::record::pay(&world.app, by, crate::support::world::key(), new).await.unwrap();
    let capital = muyu::features::capital::of_fund(world.app.db.read(), place.fund, None).await.unwrap()[0].id;
    let capital_return = returned(world, &place).await;
    world.lend_by(&place, place.members[1], monthly(1_000, "2026-02-01", 1), false).await.unwrap();
    let login = format!("socia-{}", place.members[1]);
    world.user(&login, Grant::Member(place.association, place.members[1])).await;
    let user = muyu::features::sessions::by_login(world.app.db.read(), &login).await.unwrap().unwrap().id;
    let application = asked(world, &place).await;
    let [group, guarantee] = in_solidarity(world, &place, loan).await;
    let delay = delayed(world, &place, loan).await;
    let co = world.programme_for(place.clone(), fifty_fifty()).await;
    let [purchase, payment, delivery, labour, attachment, shift] = bought(world, &co).await;
    Ids {
        programme: co.programme.to_string(),
        purchase,
        payment,
        delivery,
        labour,
        shift,
        attachment,
        application,
        delay,
        group,
        guarantee,
        user: user.to_string(),
        member: place.members[0].to_string(),
        loan: loan.to_string(),
        repayment: repayment.to_string(),
        remission: forgiven(world, &place).await,
        capital: capital.to_string(),
        capital_return,
        credit_use: records::credited(world, &place).await,
        expense: expense.to_string(),
        closed: [cycle.to_string(), share_out.to_string()],
        cash_count: crate::support::cash::counted(world, place.fund).await,
        bank_statement: crate::support::cash::compared(world, place.fund).await,
        bank_match: crate::support::cash::joined(world, place.fund).await,
        transfer: transferred(world, &place).await,
        request: asked_for(world, &place, expense).await,
        place,
    }
}

/// A forgiven small balance of the first member.
async fn forgiven(world: &World, place: &Place) -> String {
    let loan = world.lend_by(place, place.members[0], monthly(1_000, "2026-01-01", 1), true).await.unwrap();
    world.pay(loan, "2026-01-20", 1_000).await.unwrap();
    world.forgive(place, "2026-01-31", &[(loan, 20)]).await.unwrap();
    world.held(loan).await.remissions[0].id.to_string()
}

/// A correction that waits for a second person.
async fn asked_for(world: &World, place: &Place, expense: ExpenseId) -> String {
    world.two_people_from(place, 1).await;
    let order = Order::new(expense, "dos veces".parse().unwrap());
    match put_right::undo(&world.app, &world.by, crate::support::world::key(), order).await.unwrap() {
        Answer::Waits(request) => request.to_string(),
        Answer::Done(_) => panic!("it takes two"),
    }
}

/// Seed capital that was paid back in part.
async fn returned(world: &World, place: &Place) -> String {
    use muyu::domain::loan::PaymentMethod;
    use muyu::features::capital::{record, return_capital};
    let on = crate::support::world::day("2025-01-01");
    let new = record::NewCapital {
        member: None,
        fund: place.fund,
        kind: muyu::domain::capital::CapitalKind::SeedCapital,
        source: "Proyecto".parse().unwrap(),
        amount_minor: 1_000,
        happens_on: on,
        owed_back_on: None,
        payment_method: PaymentMethod::Cash,
    };
    let capital = record::receive(&world.app, &world.by, crate::support::world::key(), new).await.unwrap();
    let new = return_capital::NewCapitalReturn {
        capital,
        amount_minor: 100,
        happens_on: on,
        payment_method: PaymentMethod::Cash,
        paid_to: "Proyecto".parse().unwrap(),
        note: Default::default(),
    };
    return_capital::return_capital(&world.app, &world.by, crate::support::world::key(), new).await.unwrap().to_string()
}

/// An ordered purchase of the first member, with one record of each kind that can follow.
async fn bought(world: &World, co: &Cofinanced) -> [String; 6] {
    let member = Payer::Member(co.place.members[0]);
    let mut draft = co.draft(&[(0, 0, 1_000)], ContributionKind::Cash);
    draft.pledges.push(pledge(member, ContributionKind::Labour, ContributionBasis::Days(100)));
    let id = co.ordered(world, draft).await;
    co.pay(world, id, Movement::Collected(member), 100).await.unwrap();
    co.deliver(world, id, &[(0, 0, 500)]).await.unwrap();
    let new = labour::record::NewLabour {
        member: co.place.members[0],
        worked_on: crate::support::world::day("2026-02-01"),
        days: 50,
        task: "cerco".parse().unwrap(),
        worked_by: None,
        gift: false,
    };
    let worked = labour::record::record(&world.app, &world.by, crate::support::world::key(), id, new).await.unwrap();
    let new = attachments::attach::NewAttachment { kind: "quote", name: "cotizacion.pdf".parse().unwrap(), bytes: b"%PDF-1.4".to_vec() };
    let attached = attachments::attach::attach(&world.app, &world.by, crate::support::world::key(), id, new).await.unwrap();
    let held = world.purchase(id).await;
    let new = muyu::features::purchases::shifts::record::NewShift {
        kind: muyu::domain::cofinancing::ShiftKind::TakenOver,
        from: Payer::Party(0),
        to: Some(member),
        amount_minor: 1,
        happens_on: crate::support::world::day("2026-03-01"),
        acta: "Acta 2".parse().unwrap(),
        reason: "no lo dio".parse().unwrap(),
    };
    let shift = muyu::features::purchases::shifts::record::record(&world.app, &world.by, crate::support::world::key(), id, new).await.unwrap();
    let (payment, delivery) = (held.payments[0].id.to_string(), held.deliveries[0].id.to_string());
    [id.to_string(), payment, delivery, worked.to_string(), attached.to_string(), shift.to_string()]
}

async fn ask(client: &mut Client, method: &str, path: &str, member: &str) -> crate::support::client::Answer {
    let method: Method = method.parse().unwrap();
    if method == Method::GET {
        client.get(path).await
    } else if path.starts_with("/api/") {
        let path = if path.ends_with("/attachments") { format!("{path}?kind=quote&name=a.pdf") } else { path.to_owned() };
        client.json(method, &path, &body(&path, member)).await
    } else {
        client.post(path, &[("association", "x"), ("member", member)]).await
    }
}

/// A body that can be read, so that the permission decides the answer and not the body.
fn body(path: &str, member: &str) -> serde_json::Value {
    let rules = json!({ "method": "bullet", "rate_ppm": 0, "rate_per": "month", "day_count": "30/360", "rounding_step_minor": 0, "order": ["late_fee", "interest", "principal"],
        "late_fee_ppm": 0, "late_fee_per": "month", "late_fee_day_count": "actual/365", "tolerance_days": 0, "flat_rebate": false, "reserve_ppm": 0,
        "reserve_fixed_minor": 0, "interest_kept_ppm": 0, "recovery_ppm": 0 });
    let terms = json!({ "method": "bullet", "principal": 0, "disbursed_on": "2026-02-01", "installments": 1, "first_due_on": "2026-02-01", "every": 1, "unit": "month",
        "rate_ppm": 0, "rate_per": "month", "day_count": "30/360", "rounding_step": 1 });
    let mut all = json!({ "name": "x", "country": "XX", "unit": "PEN", "kind": "grant", "source": "x", "amount_minor": 0, "happens_on": "2026-02-01", "concept": "x",
        "on": "2026-02-01", "reason": "x", "paid_on": "2026-02-01", "refunded_on": "2026-02-01", "member": member, "purpose": "x", "terms": terms, "handed_over": false,
        "rules": rules, "effective_on": "2020-01-01", "starts_on": "2026-02-01", "ends_on": "2026-02-01", "password": "x", "new_password": "x", "login": "x", "role": "admin",
        "programme": member, "budget_line": member, "cycle_on": "2026-02-01", "lines": [], "decision": "approve", "worked_on": "2026-02-01", "days": 0, "task": "x",
        "project_share_terms": "grant", "parties": [], "most": 0, "acta": "x", "decided_on": "2026-02-01", "loans": [], "loan": member, "paid_to": "x" });
    for day in ["formed_on", "signed_on", "called_on", "due_on", "changed_on", "counts_from"] {
        all[day] = json!("2026-02-01");
    }
    for none in ["members", "votes", "order"] {
        all[none] = json!([]);
    }
    all["held_on"] = json!("2026-02-01");
    all["cause"] = json!("x");
    all["approves"] = json!(true);
    (all["currency"], all["price_minor"], all["signed_by"]) = (json!("PEN"), json!(0), json!("x"));
    all["right"] = all.clone();
    all["taken_from"] = json!("cash");
    all["lost"] = json!(1);
    all["relief"] = json!({ "kind": "shift", "months": 1 });
    all["put_into"] = json!("deposit");
    crate::support::cash::of_bodies(&mut all);
    all["content"] = all.clone();
    if path.ends_with("/members") || path.contains("/members/") {
        all["name"] = json!("Alguien");
        all["document"] = json!("40000002");
    }
    if path.ends_with("/funds") {
        all["name"] = json!("Fondo");
    }
    for (part, end, kind) in [("/purchases/", "/payments", "collected"), ("/purchases/", "/shifts", "lent"), ("/transfers", "", "own")] {
        if path.contains(part) && path.ends_with(end) {
            all["kind"] = json!(kind);
        }
    }
    if path.ends_with("/hectares") || path.ends_with("/budget") {
        return json!([]);
    }
    if path.ends_with("/quotes") {
        return all["terms"].clone();
    }
    all
}

/// Whether an answer is a refusal for missing permission, on either face.
fn denied(answer: &crate::support::client::Answer) -> bool {
    let away = answer.status == StatusCode::SEE_OTHER && answer.location.starts_with("/sign-in");
    away || matches!(answer.status, StatusCode::UNAUTHORIZED | StatusCode::FORBIDDEN | StatusCode::NOT_FOUND)
}

#[tokio::test]
async fn every_route_answers_each_role_as_the_table_says() {
    let world = World::empty("2026-03-01").await;
    let ours = ids(&world, world.place("Nuestra", muyu::domain::amount::Unit::Pen).await).await;
    let theirs = ids(&world, world.place("Ajena", muyu::domain::amount::Unit::Pen).await).await;
    let staff = muyu::domain::ids::ProgrammeId(ours.programme.parse().unwrap());
    let people = [
        ('a', "admin", Grant::Admin),
        ('s', "proyecto", Grant::Staff(staff)),
        ('t', "tesorera", Grant::Treasurer(ours.place.association)),
        ('c', "comite", Grant::Committee(ours.place.association, ours.place.members[2])),
        ('f', "fiscal", Grant::Auditor(ours.place.association)),
        ('m', "socia", Grant::Member(ours.place.association, ours.place.members[0])),
    ];
    for (_, login, grant) in people {
        world.user(login, grant).await;
    }
    let mut nobody = Client::new(&world);
    let mut signed_in: Vec<(char, Client, Client)> = Vec::new();
    for (letter, login, _) in people {
        signed_in.push((letter, Client::signed_in(&world, login).await, Client::with_token(&world, login).await));
    }
    let settle =
        |method: &str, pattern: &str| method == "DELETE" || pattern.ends_with("/sign-out") || pattern == "/language" || pattern.ends_with("/disable");
    for (method, pattern, may) in routes().filter(|(method, pattern, _)| !settle(method, pattern)) {
        let path = ours.path(pattern);
        if *may == PUBLIC {
            assert!(!denied(&ask(&mut nobody, method, &path, &ours.member).await) || pattern == &"/", "{method} {pattern} is public");
            continue;
        }
        assert!(denied(&ask(&mut nobody, method, &path, &ours.member).await), "{method} {pattern} answered nobody");
        for (letter, browser, program) in &mut signed_in {
            let client = if pattern.starts_with("/api/") { program } else { browser };
            let answer = ask(client, method, &path, &ours.member).await;
            assert_eq!(!denied(&answer), may.contains(*letter), "{method} {pattern} for {letter}: {} {}", answer.status, answer.text);
            let scoped = pattern.contains("{id}") && !pattern.contains("programmes");
            if scoped && *letter != 'a' {
                assert!(
                    denied(&ask(client, method, &theirs.path(pattern), &theirs.member).await),
                    "{method} {pattern} of another association for {letter}"
                );
            }
        }
    }
    world.books_hold().await;
}

#[tokio::test]
async fn a_member_does_not_see_another_member() {
    let (world, place) = World::with_fund("2026-03-01").await;
    world.user("socia", Grant::Member(place.association, place.members[0])).await;
    let loan = world.lend(&place, 1, "2026-01-01").await;
    let receipt = world.pay(loan, "2026-02-01", 1_000).await.unwrap();
    let mut client = Client::signed_in(&world, "socia").await;
    for path in
        [format!("/members/{}", place.members[1]), format!("/loans/{loan}"), format!("/repayments/{receipt}"), format!("/api/v1/loans/{loan}")]
    {
        assert_eq!(client.get(&path).await.status, StatusCode::NOT_FOUND, "{path}");
    }
}

/// The table above lists every existing route.
#[tokio::test]
async fn no_route_is_left_out_of_the_table() {
    let listed: BTreeSet<(String, String)> = routes().map(|(method, path, _)| ((*method).to_owned(), (*path).to_owned())).collect();
    let source = include_str!("../../src/router.rs");
    let mut found = BTreeSet::new();
    for route in source.split(".route(").skip(1) {
        let path = route.split('"').nth(1).unwrap();
        let methods = route.split(".layer(").next().unwrap();
        for (word, method) in [("get(", "GET"), ("post(", "POST"), ("put(", "PUT"), ("delete(", "DELETE")] {
            if methods.contains(word) {
                found.insert((method.to_owned(), path.to_owned()));
            }
        }
    }
    let world = World::empty("2026-03-01").await;
    let description = Client::new(&world).get("/api/openapi.json").await.json();
    for (path, operations) in description["paths"].as_object().unwrap() {
        for method in operations.as_object().unwrap().keys() {
            found.insert((method.to_uppercase(), path.clone()));
        }
    }
    assert_eq!(found, listed);
}
