//! Lists as people use them: sorted by name, found by number, downloaded with all columns that distinguish rows; the ledger
//! too.

use axum::http::StatusCode;
use muyu::domain::amount::Unit;
use muyu::domain::cofinancing::ContributionKind;
use muyu::domain::role::Grant;
use muyu::features::{associations, expenses, funds, members, users};

use crate::support::cofinanced::fifty_fifty;
use crate::support::world::{Place, day, key, monthly, person, treasurer};
use crate::support::{Client, World};

const TODAY: &str = "2026-03-02";

async fn join(world: &World, place: &Place, name: &str, community: &str) -> muyu::domain::ids::MemberId {
    let person = members::keep::Person { community: Some(community.parse().unwrap()), ..person(name) };
    world.join(place, person).await
}

#[tokio::test]
async fn names_stand_in_the_order_of_the_alphabet() {
    let (world, place, mut client) = treasurer(TODAY).await;
    for (name, community) in [("Ávila, Ana", "Ñahui"), ("zea, Zoila", "zurite"), ("Abarca, Eva", "Ácora")] {
        let member = join(&world, &place, name, community).await;
        let loan = world.lend_by(&place, member, monthly(60_000, "2026-01-02", 2), true).await.unwrap();
        world.pay(loan, "2026-02-10", 1_000).await.unwrap();
    }
    let in_order = ["Abarca, Eva", "Ávila, Ana", "zea, Zoila"];
    for path in [format!("/funds/{}/loans?sort=member", place.fund), format!("/funds/{}/repayments?sort=member", place.fund)] {
        assert_eq!(client.get(&path).await.texts("tbody a.name"), in_order, "{path}");
    }
    let members = client.get(&format!("/associations/{}/members?sort=name", place.association)).await;
    let named: Vec<String> = members.texts("tbody a.name").into_iter().filter(|name| in_order.contains(&name.as_str())).collect();
    assert_eq!(named, in_order);
    assert_eq!(members.texts("#community option"), ["Todas", "Ácora", "Ñahui", "zurite"]);
    world.place("Ávila de Sicuani", Unit::Pen).await;
    world.place("el Porvenir", Unit::Pen).await;
    let all: Vec<String> = associations::list(world.app.db.read(), None).await.unwrap().into_iter().map(|one| one.name).collect();
    assert_eq!(all, ["Asociación Ayni", "Ávila de Sicuani", "el Porvenir"]);
    world.books_hold().await;
}

#[tokio::test]
async fn a_number_is_found_as_it_is_written_and_a_page_beyond_the_last_is_the_last() {
    let (world, place, mut client) = treasurer(TODAY).await;
    for _ in 0..60 {
        world.lend_by(&place, place.members[0], monthly(1_000, "2026-03-01", 1), true).await.unwrap();
    }
    let path = format!("/funds/{}/loans", place.fund);
    for typed in ["12", "%2312", "N.%C2%BA+12", "n%C2%B0+12", "Nro.+12"] {
        let found = client.get(&format!("{path}?q={typed}&show=all")).await;
        assert!(found.texts("tbody td.n").contains(&"12".to_owned()), "{typed}: {:?}", found.texts("tbody tr"));
        assert_eq!(found.texts("tbody a.name").len(), 1, "{typed}");
    }
    let members = client.get(&format!("/associations/{}/members?q=N.%C2%BA+2", place.association)).await;
    assert_eq!(members.texts("tbody a.name"), ["Huamán Ccori, Benita"]);
    for page in ["1", "2", "999999"] {
        let last = client.get(&format!("{path}?page={page}")).await;
        assert_eq!((last.texts("tbody a.name").len(), last.texts("nav.pages [aria-current]")), (10, vec!["2".to_owned()]), "{page}");
    }
}

#[tokio::test]
async fn files_tell_rows_apart_and_whose_they_are() {
    let (world, place, mut client) = treasurer(TODAY).await;
    let new = funds::create::NewFund {
        association: place.association,
        name: "Semilla común".parse().unwrap(),
        unit: Unit::Kg,
        rules: muyu::domain::rules::FundRules::default_for(Unit::Kg),
        effective_on: day("2025-01-01"),
    };
    let seed = Place { fund: funds::create::create(&world.app, &world.by, key(), new).await.unwrap(), ..place.clone() };
    world.let_lend_beyond(&seed).await;
    let member = join(&world, &place, "Ávila, Ana", "Ácora").await;
    world.lend_by(&place, member, monthly(60_000, "2026-03-01", 1), true).await.unwrap();
    let loans = client.get(&format!("/funds/{}/loans?file=csv&show=all", place.fund)).await;
    assert!(loans.header("content-disposition").contains("muyu-creditos-fondo-asociacion-ayni.csv"), "{}", loans.header("content-disposition"));
    let lines: Vec<&str> = loans.text.lines().collect();
    assert!(lines[0].contains("Documento") && lines[0].contains("Comunidad") && lines[1].contains("Ácora"), "{lines:?}");
    let people = client.get(&format!("/associations/{}/members?file=csv&standing=owing", place.association)).await;
    let lines: Vec<&str> = people.text.lines().collect();
    assert!(lines[0].contains("Debe (S/),Debe (kg)") && !lines[0].contains("Debe,"), "{lines:?}");
    assert!(lines[1].ends_with(",612.00,"), "{lines:?}");
}

/// The links and the sums of each page of the ledger.
#[tokio::test]
async fn the_ledger_is_looked_through_by_person_kind_and_day() {
    let (world, place, mut client) = treasurer(TODAY).await;
    for (i, on) in [(0, "2026-01-02"), (1, "2026-01-05")] {
        let loan = world.lend_by(&place, place.members[i], monthly(60_000, on, 2), true).await.unwrap();
        world.pay(loan, "2026-02-10", 30_000).await.unwrap();
    }
    let new = expenses::record::NewExpense {
        fund: place.fund,
        concept: "Pasajes".parse().unwrap(),
        amount_minor: 5_000,
        happens_on: day("2026-02-20"),
        payment_method: muyu::domain::loan::PaymentMethod::Cash,
    };
    expenses::record::pay(&world.app, &world.by, key(), new).await.unwrap();
    let path = format!("/funds/{}/ledger", place.fund);
    let all = client.get(&path).await;
    assert!(all.texts("caption")[0].starts_with("6 movimientos"), "{:?}", all.texts("caption"));
    assert_eq!((all.texts("table.list > tbody > tr").len(), all.texts("tr.sum").len()), (6, 0));
    let hers = client.get(&format!("{path}?q=huaman")).await;
    assert_eq!((hers.texts("table.list > tbody > tr:not(.sum)").len(), hers.texts("tr.sum td.key")), (2, vec!["S/ 900.00".to_owned()]));
    let receipt = client.get(&format!("{path}?q=N.%C2%BA+2&kind=repayment")).await;
    assert_eq!(receipt.texts("table.list > tbody > tr:not(.sum) > th").len(), 1);
    let paid = client.get(&format!("{path}?account=cash&kind=repayment")).await;
    assert_eq!((paid.texts("table.list > tbody > tr:not(.sum)").len(), paid.texts("tr.sum td.key")), (2, vec!["S/ 600.00".to_owned()]));
    let later = client.get(&format!("{path}?account=cash&from=2026-02-15")).await;
    assert_eq!((later.texts("tbody td.key")[0].clone(), later.texts("tr.sum td.key")), ("− 50.00".to_owned(), vec!["S/ −50.00".to_owned()]));
    let cash = client.get(&format!("{path}?account=cash")).await;
    assert_eq!(cash.texts("tr.sum td.key"), ["S/ 9,350.00"], "the balance that is kept");
    let file = client.get(&format!("{path}?account=cash&file=csv")).await;
    assert_eq!(file.text.lines().count(), 8, "{}", file.text);
    assert!(file.text.contains("-50.00") && file.text.contains("Pasajes"), "{}", file.text);
    assert!(all.texts("details.postings code.hash")[0].starts_with("2:"), "each stands in the chain");
    world.books_hold().await;
}

/// By day or by amount, both ways; of an account, by what it moved of it, as it is shown.
#[tokio::test]
async fn the_ledger_stands_in_the_order_that_is_asked_for() {
    let (world, place, mut client) = treasurer(TODAY).await;
    let loan = world.lend_by(&place, place.members[0], monthly(60_000, "2026-01-02", 2), true).await.unwrap();
    for (on, minor) in [("2026-02-02", 10_000), ("2026-02-10", 25_000), ("2026-02-20", 5_000)] {
        world.pay(loan, on, minor).await.unwrap();
    }
    let path = format!("/funds/{}/ledger", place.fund);
    let key = |page: &crate::support::client::Answer| page.texts("table.list > tbody > tr:not(.sum) > td.key");
    let day = |page: &crate::support::client::Answer| page.texts("table.list > tbody > tr:not(.sum) > td[data-l='Fecha']");
    let repaid = format!("{path}?kind=repayment");
    let newest = client.get(&repaid).await;
    assert_eq!(key(&newest), ["50.00", "250.00", "100.00"]);
    assert_eq!(newest.texts("th[aria-sort=descending]"), ["Fecha"]);
    let oldest = client.get(&format!("{repaid}&sort=day")).await;
    assert_eq!(day(&oldest), ["2 feb 2026", "10 feb 2026", "20 feb 2026"]);
    assert_eq!(key(&client.get(&format!("{repaid}&sort=-amount")).await), ["250.00", "100.00", "50.00"]);
    assert_eq!(key(&client.get(&format!("{repaid}&sort=amount")).await), ["50.00", "100.00", "250.00"]);
    let cash = client.get(&format!("{path}?account=cash&sort=amount")).await;
    assert_eq!(key(&cash)[..2], ["− 600.00", "+ 50.00"], "what left stands below what came");
    let debts = client.get(&format!("{path}?account=loans_receivable&sort=-amount")).await;
    assert_eq!(key(&debts)[0], "+ 600.00");
    let income = client.get(&format!("{path}?account=interest_income&sort=-amount")).await;
    assert_eq!(key(&income), ["+ 12.00", "+ 6.00"], "income is read as a plain amount");
    assert!(client.get(&format!("{path}?sort=day")).await.texts("tbody td.key").len() >= 5);
    let file = client.get(&format!("{repaid}&sort=amount&file=csv")).await;
    assert!(file.text.lines().nth(1).unwrap().contains("50.00"), "{}", file.text);
    world.books_hold().await;
}

#[tokio::test]
async fn pages_lead_only_where_their_reader_may_go_and_paper_says_what_part_it_is() {
    let (world, place, mut client) = treasurer(TODAY).await;
    let own = client.get(&format!("/associations/{}", place.association)).await;
    assert!(own.status == StatusCode::OK && !own.text.contains("href=\"/associations\""), "that list is the staff's");
    let planned = expenses::record::NewExpense {
        fund: place.fund,
        concept: "Asamblea".parse().unwrap(),
        amount_minor: 5_000,
        happens_on: day("2026-05-20"),
        payment_method: muyu::domain::loan::PaymentMethod::Cash,
    };
    let id = expenses::record::plan(&world.app, &world.by, key(), planned).await.unwrap();
    let expense = client.get(&format!("/expenses/{id}")).await;
    assert!(!expense.text.contains("voucher.pdf") && expense.text.contains("Ya se pagó"), "nothing was paid yet");
    for _ in 0..60 {
        world.lend_by(&place, place.members[0], monthly(1_000, "2026-03-01", 1), true).await.unwrap();
    }
    let loans = client.get(&format!("/funds/{}/loans", place.fund)).await;
    assert!(loans.texts("caption .paper")[0].contains("1–50 de 60"), "{:?}", loans.texts("caption"));
    assert!(client.get(&format!("/funds/{}/loans?whole=1", place.fund)).await.texts("caption .paper").is_empty());
    world.books_hold().await;
}

#[tokio::test]
async fn users_are_filtered_and_a_refused_one_is_told_first() {
    let (world, place, _) = treasurer(TODAY).await;
    world.user("admin", Grant::Admin).await;
    world.user("fiscal", Grant::Auditor(place.association)).await;
    let fiscal = muyu::features::sessions::by_login(world.app.db.read(), "fiscal").await.unwrap().unwrap().id;
    users::keep::disable(&world.app, &world.by, key(), fiscal).await.unwrap();
    let mut client = Client::signed_in(&world, "admin").await;
    let closed = client.get("/users?state=closed").await;
    assert_eq!((closed.texts("table.list tbody th").len(), closed.texts("#role option")[0].clone()), (1, "Todas".to_owned()));
    assert_eq!(client.get("/users?state=open").await.texts("table.list tbody th").len(), 2);
    let (up, down) = (client.get("/users?sort=name").await.texts("tbody th small"), client.get("/users?sort=-name").await.texts("tbody th small"));
    assert_eq!(up, down.into_iter().rev().collect::<Vec<_>>());
    let refused = client.post("/users", &[("name", ""), ("login", "x"), ("scope", "admin")]).await;
    assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(!refused.texts("main > .summary:first-child").is_empty(), "before all else of the page");
}

#[tokio::test]
async fn what_waits_is_counted_on_every_page_of_the_staff() {
    let (world, place) = World::with_fund("2026-03-01").await;
    let c = world.cofinanced(place, fifty_fifty()).await;
    let id = c.ask(&world, c.draft(&[(0, 0, 1_000)], ContributionKind::Cash)).await.unwrap();
    c.submit(&world, id).await.unwrap();
    let mut client = Client::signed_in(&world, "proyecto").await;
    for page in ["/", "/inbox", "/associations", "/programmes", "/reports/seed", "/more", "/password", &format!("/funds/{}", c.place.fund)] {
        assert_eq!(client.get(page).await.texts("nav.foot .count"), ["1 esperan"], "{page}");
    }
    c.approve(&world, id).await.unwrap();
    assert!(client.get("/reports/seed").await.texts("nav.foot .count").is_empty());
}

#[tokio::test]
async fn the_first_steps_stay_until_all_are_done() {
    let world = World::empty(TODAY).await;
    let new = associations::create::NewAssociation {
        name: "Nueva".parse().unwrap(),
        country: "PE".to_owned(),
        region: None,
        province: None,
        district: None,
        community: None,
        registry_no: None,
    };
    let association = associations::create::create(&world.app, &world.by, key(), new).await.unwrap();
    world.user("tesorera", Grant::Treasurer(association)).await;
    world.user("admin", Grant::Admin).await;
    assert_eq!(Client::signed_in(&world, "tesorera").await.get("/").await.texts(".first .button"), ["Crear el fondo"]);
    let rules = muyu::domain::rules::FundRules::default_for(Unit::Pen);
    let new = funds::create::NewFund { association, name: "Fondo".parse().unwrap(), unit: Unit::Pen, rules, effective_on: day("2025-01-01") };
    let fund = funds::create::create(&world.app, &world.by, key(), new).await.unwrap();
    assert!(!funds::cycles(world.app.db.read(), fund).await.unwrap().is_empty(), "it begins with its cycles");
    let mut client = Client::signed_in(&world, "tesorera").await;
    assert_eq!(client.get("/").await.texts(".first .button"), ["Registrar el capital"], "a cycle alone is not all");
    let tesorera = muyu::features::sessions::by_login(world.app.db.read(), "tesorera").await.unwrap().unwrap().id;
    users::keep::disable(&world.app, &world.by, key(), tesorera).await.unwrap();
    let page = Client::signed_in(&world, "admin").await.get(&format!("/associations/{association}")).await;
    assert!(page.texts(".first li:not(.done)").contains(&"Crear el usuario de la tesorera".to_owned()), "who cannot come in keeps nothing");
}

#[tokio::test]
async fn a_notice_goes_on_to_the_page_that_is_shown_and_to_nobody_else() {
    let (world, place, mut client) = treasurer(TODAY).await;
    world.user("fiscal", Grant::Auditor(place.association)).await;
    let mut fiscal = Client::signed_in(&world, "fiscal").await;
    let typed = [("password", crate::support::world::PASSWORD), ("new_password", "quinua y papa")];
    assert_eq!(fiscal.post("/password", &typed).await.location, "/");
    let home = fiscal.get("/").await;
    assert!(home.location.starts_with("/associations/"));
    assert!(fiscal.get(&home.location).await.texts(".notice.done")[0].contains("ontraseña"), "the way led over another page");
    assert!(fiscal.get(&home.location).await.texts(".notice.done").is_empty());
    // The next person who signs in on the same telephone does not see the last one's notice.
    let member = join(&world, &place, "Ávila, Ana", "Ácora").await;
    let saved = client
        .post(&format!("/associations/{}/members", place.association), &[("name", "Zea, Eva"), ("sex", "female"), ("key", &key().to_string())])
        .await;
    assert_eq!(saved.status, StatusCode::SEE_OTHER, "{member}: {}", saved.text);
    assert!(client.cookie("muyu_done").is_some());
    client.post("/sign-out", &[]).await;
    assert!(client.cookie("muyu_done").is_none());
    client.keep_cookie("muyu_done", "member-added../");
    client.post("/sign-in", &[("login", "tesorera"), ("password", crate::support::world::PASSWORD)]).await;
    assert!(client.cookie("muyu_done").is_none());
}
