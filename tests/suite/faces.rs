//! What pages say and where they lead: several forms on one page, sums that agree with their rows, the words of a fund's unit.

use axum::http::StatusCode;
use muyu::domain::amount::Unit;
use muyu::domain::cofinancing::ContributionKind;
use muyu::domain::loan::PaymentMethod;
use muyu::domain::role::{Grant, Role};
use muyu::features::{expenses, funds, loans, purchases};

use crate::roles::table::routes;
use crate::support::cofinanced::fifty_fifty;
use crate::support::world::{day, key, monthly, treasurer};
use crate::support::{Client, World};

const TODAY: &str = "2026-03-02";

/// The client checks every answer: no page has an id twice.
#[tokio::test]
async fn of_several_forms_of_a_page_the_summary_leads_to_the_refused_one() {
    let (world, place, mut client) = treasurer(TODAY).await;
    let mut planned = Vec::new();
    for concept in ["Acta", "Pasajes", "Alambre"] {
        let new = expenses::record::NewExpense {
            fund: place.fund,
            concept: concept.parse().unwrap(),
            amount_minor: 1_000,
            happens_on: day("2026-02-01"),
            payment_method: PaymentMethod::Cash,
        };
        planned.push(expenses::record::plan(&world.app, &world.by, key(), new).await.unwrap());
    }
    let list = format!("/funds/{}/expenses", place.fund);
    assert_eq!(client.get(&list).await.texts("details form").len(), 3);
    let form = format!("/expenses/{}/pay", planned[1]);
    let refused = client.post(&form, &[("form", &form), ("happens_on", ""), ("payment_method", "cash")]).await;
    assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert_eq!(refused.attribute(".summary a", "href"), "#happens_on");
    assert_eq!(refused.texts("details[open] #happens_on").len(), 1, "it leads to the row that was refused");
    assert_eq!(refused.texts("details:not([open]) [name=happens_on]").len(), 2);
    world.books_hold().await;
}

#[tokio::test]
async fn sums_say_what_their_rows_show() {
    let (world, place, mut client) = treasurer(TODAY).await;
    let agreed = world.lend_by(&place, place.members[0], monthly(60_000, "2026-03-01", 2), false).await.unwrap();
    let cancelled = world.lend_by(&place, place.members[1], monthly(7_000, "2026-03-01", 2), false).await.unwrap();
    let reason = ("reason", "ya no lo quiere");
    let answer = client.post(&format!("/loans/{cancelled}/cancel"), &[("key", &key().to_string()), reason]).await;
    assert_eq!(answer.status, StatusCode::SEE_OTHER, "{}", answer.text);
    let path = format!("/funds/{}/loans", place.fund);
    let approved = client.get(&format!("{path}?show=approved")).await;
    assert_eq!(approved.attribute("tbody a.name", "href"), format!("/loans/{agreed}"));
    assert!(approved.texts("tr.sum td").contains(&"S/ 600.00".to_owned()), "{:?}", approved.texts("tr.sum td"));
    let all = client.get(&format!("{path}?show=all")).await;
    assert!(all.texts("tr.sum td").contains(&"S/ 600.00".to_owned()), "{:?}", all.texts("tr.sum td"));
    assert_eq!(all.texts("tbody s"), ["70.00"], "what was cancelled is struck out");
    world.books_hold().await;
}

#[tokio::test]
async fn cancelled_purchases_count_nothing_and_words_are_found_without_accents() {
    let (world, place) = World::with_fund("2026-03-01").await;
    let c = world.cofinanced(place, fifty_fifty()).await;
    let mut ids = Vec::new();
    for purpose in ["ALIMENTACIÓN de Cuyes", "Semilla de pastos"] {
        let content = purchases::draft::Content { purpose: purpose.parse().unwrap(), ..c.content(c.draft(&[(0, 0, 1_000)], ContributionKind::Cash)) };
        let new = purchases::draft::NewPurchase { fund: c.place.fund, programme: c.programme, content };
        ids.push(purchases::draft::create(&world.app, &c.treasurer, key(), new).await.unwrap());
    }
    let mut client = Client::signed_in(&world, "tesorera").await;
    let path = format!("/funds/{}/purchases", c.place.fund);
    for typed in ["alimentacion", "Alimentaci%C3%B3n+CUYES", "cuyes+ALIMENTACI%C3%93N", "1"] {
        let found = client.get(&format!("{path}?q={typed}")).await;
        assert_eq!(found.texts("table.list a.name"), ["ALIMENTACIÓN de Cuyes"], "{typed}");
    }
    let before = client.get(&path).await.texts("tr.sum td.key");
    let one = client.get(&format!("{path}?q=pastos")).await.texts("tr.sum td.key");
    assert_ne!(before, one);
    let answer = client.post(&format!("/purchases/{}/cancel", ids[0]), &[("key", &key().to_string()), ("reason", "ya no")]).await;
    assert_eq!(answer.status, StatusCode::SEE_OTHER, "{}", answer.text);
    let after = client.get(&path).await;
    assert_eq!((after.texts("tr.sum td.key"), after.texts("tbody s").len()), (one, 1));
    assert!(after.texts("caption")[0].contains("no suman"), "{:?}", after.texts("caption"));
    world.books_hold().await;
}

#[tokio::test]
async fn each_role_finds_its_jobs_in_the_guide_and_who_helps_with_a_password() {
    let world = World::empty("2026-03-01").await;
    let place = world.place("Asociación Ayni", Unit::Pen).await;
    let programme = world.programme(place.association).await;
    for (role, grant) in [
        (Role::Admin, Grant::Admin),
        (Role::Staff, Grant::Staff(programme)),
        (Role::Treasurer, Grant::Treasurer(place.association)),
        (Role::Committee, Grant::Committee(place.association, place.members[0])),
        (Role::Auditor, Grant::Auditor(place.association)),
        (Role::Member, Grant::Member(place.association, place.members[1])),
    ] {
        world.user(role.code(), grant).await;
        let guide = Client::signed_in(&world, role.code()).await.get("/ayuda").await;
        // Signing in is for everybody, and the last link leads to how figures are computed.
        let jobs = guide.texts(".guide li").len() - 2;
        assert!(jobs >= 2, "{role:?}: {:?}", guide.texts(".guide li"));
        let helps = &guide.texts("#entrar li")[3];
        assert_eq!(helps.contains("tesorera"), role == Role::Member, "{role:?}: {helps}");
        assert_eq!(helps.contains("administra Muyu"), role != Role::Member, "{role:?}: {helps}");
    }
    let door = Client::new(&world).get("/sign-in").await.text;
    assert!(door.contains("A socias y socios les da otra la tesorera"));
}

/// The pages of a fund of produce that its treasurer may open.
#[tokio::test]
async fn no_page_of_a_fund_of_seed_speaks_of_cash() {
    no_page_speaks_of_cash(Unit::Kg).await;
}

#[tokio::test]
async fn no_page_of_a_fund_of_doses_speaks_of_cash() {
    no_page_speaks_of_cash(Unit::Dose).await;
}

async fn no_page_speaks_of_cash(unit: Unit) {
    let world = World::empty(TODAY).await;
    let place = world.place("Semilleras", unit).await;
    world.user("tesorera", Grant::Treasurer(place.association)).await;
    let loan = world.lend(&place, 0, "2026-01-01").await;
    let receipt = world.pay(loan, "2026-02-01", 1_000).await.unwrap();
    world.lend_by(&place, place.members[1], monthly(1_000, "2026-03-01", 1), false).await.unwrap();
    let mut client = Client::signed_in(&world, "tesorera").await;
    let own = [("kind", "own"), ("amount", "10"), ("taken_from", "cash"), ("put_into", "deposit"), ("happens_on", "2026-03-01")];
    let moved = client.post(&format!("/funds/{}/transfers", place.fund), &own).await;
    assert_eq!(moved.status, StatusCode::SEE_OTHER, "{}", moved.text);
    let transfer = moved.location;
    let mut pages: Vec<String> = routes()
        .filter(|(method, route, may)| *method == "GET" && route.starts_with("/funds/{id}") && may.contains('t') && !route.contains("{line}"))
        // The worth in money is shown there, and nowhere else.
        .filter(|(_, route, _)| !route.ends_with("/prices"))
        .map(|(_, route, _)| route.replace("{id}", &place.fund.to_string()))
        .collect();
    assert!(pages.len() > 20, "{pages:?}");
    for below in ["/lines/cash", "/lines/bank", "/lines/owed", "/ledger?account=cash", "/ledger?account=bank", "/due?show=this-week"] {
        pages.push(format!("/funds/{}{below}", place.fund));
    }
    for below in ["", "/repay", "/delay", "/relief", "/waive", "/write-off", "/contract", "/voucher"] {
        pages.push(format!("/loans/{loan}{below}"));
    }
    pages.extend([
        "/".to_owned(),
        format!("{transfer}/correct"),
        transfer,
        format!("/members/{}/credit", place.members[0]),
        format!("/members/{}/kardex", place.members[0]),
        format!("/funds/{}/reliefs?decided_on=2026-03-01&relief=shift&months=3&look=1", place.fund),
        format!("/repayments/{receipt}"),
        format!("/repayments/{receipt}/correct"),
        format!("/members/{}", place.members[0]),
        format!("/funds/{}/loans/new?member={}", place.fund, place.members[1]),
        format!("/funds/{}/applications/new?member={}", place.fund, place.members[1]),
    ]);
    let mut told = Vec::new();
    for page in pages {
        let shown = client.get(&page).await;
        if !shown.kind.starts_with("text/html") || shown.status.is_redirection() {
            continue;
        }
        let said = shown.texts("body").join(" ").replace("Banco de semilla", "").to_lowercase();
        for word in said.split(|c: char| !c.is_alphanumeric()).filter(|word| ["caja", "efectivo", "dinero", "banco", "billetera"].contains(word)) {
            told.push(format!("{page}: {word}"));
        }
        if said.contains("s/ ") || said.contains("s/\u{a0}") {
            told.push(format!("{page}: soles"));
        }
    }
    assert_eq!(told, Vec::<String>::new());
    world.books_hold().await;
}

/// The line has a point for twelve months ago and one for today.
#[tokio::test]
async fn the_trend_of_a_fund_goes_back_twelve_months() {
    let (world, _) = World::with_fund(TODAY).await;
    world.user("admin", Grant::Admin).await;
    let home = Client::signed_in(&world, "admin").await.get("/").await;
    assert_eq!(home.attribute("polyline.line", "points").split(' ').count(), 13);
    assert!(home.attribute("svg[role=img]", "aria-label").contains("doce meses"));
}

/// Debts too small to collect are chosen by the fund's rule of the day, all of them, and listed on the page that the line leads
/// to.
#[tokio::test]
async fn small_debts_are_one_line_by_the_funds_own_rule() {
    let (world, place, mut client) = treasurer(TODAY).await;
    let mut rules = funds::rules_on(world.app.db.read(), place.fund, day(TODAY)).await.unwrap();
    (rules.small_balance_minor, rules.loan.late_fee_ppm) = (300, 0);
    let change = funds::change_rules::Change { fund: place.fund, effective_on: day("2025-01-01"), acta: None, corrects: false, rules };
    funds::change_rules::change_rules(&world.app, &world.by, key(), change).await.unwrap();
    let people = world.add_members(&place, 28).await;
    for (i, member) in people.into_iter().enumerate() {
        let mut terms = monthly(if i < 25 { 250 } else { 5_000 }, "2026-01-02", 1);
        terms.rate_ppm = 0;
        world.lend_by(&place, member, terms, true).await.unwrap();
    }
    let rows = client.get("/").await.texts("#late + ul .row");
    assert_eq!(rows.len(), 4, "{rows:?}");
    assert!(rows[3].contains("25 ") && rows[3].contains("S/ 62.50") && rows[3].contains("menos de S/ 3.00"), "{rows:?}");
    let page = client.get(&format!("/funds/{}/small-balances", place.fund)).await;
    assert!(page.texts("legend")[0].contains("S/ 62.50"), "{:?}", page.texts("legend"));
    assert_eq!(loans::of_fund(world.app.db.read(), place.fund, None).await.unwrap().len(), 28);
}
