//! The forms of a page's rows keep what was typed when they are refused.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use muyu::app::App;
use muyu::clock::Clock;
use muyu::db::faults::{Faults, Point};
use muyu::domain::amount::Unit;
use muyu::domain::capital::CapitalKind;
use muyu::domain::cofinancing::{ContributionBasis, ContributionKind, Movement, Payer};
use muyu::domain::loan::PaymentMethod;
use muyu::domain::role::Grant;
use muyu::features::corrections::Order;
use muyu::features::purchases::labour;
use muyu::features::{capital, expenses};

use crate::support::cofinanced::{fifty_fifty, pledge};
use crate::support::world::{Place, day, key, monthly, noon};
use crate::support::{Client, World};

const LINES: [(usize, usize, i64); 3] = [(0, 0, 12_500), (1, 2, 3_250), (2, 1, 25_000)];

/// Where undoing a row is refused, its form is open with what was typed and the same key; the page's own form is empty.
#[tokio::test]
async fn what_was_typed_to_take_a_row_back_is_kept_when_it_is_refused() {
    let (world, place) = World::with_fund("2026-03-01").await;
    let c = world.cofinanced(place, fifty_fifty()).await;
    let mut draft = c.draft(&LINES, ContributionKind::Loan);
    draft.pledges.push(pledge(Payer::Member(c.place.members[0]), ContributionKind::Labour, ContributionBasis::Days(2_000)));
    let id = c.ordered(&world, draft).await;
    let mut client = Client::signed_in(&world, "tesorera").await;
    c.pay(&world, id, Movement::Collected(Payer::Party(0)), 40_000).await.unwrap();
    c.deliver(&world, id, &LINES).await.unwrap();
    let worked = labour::record::NewLabour {
        member: c.place.members[0],
        worked_on: day("2026-02-20"),
        days: 1_000,
        task: "siembra".parse().unwrap(),
        worked_by: None,
        gift: false,
    };
    let days = labour::record::record(&world.app, &c.treasurer, key(), id, worked).await.unwrap();
    let held = world.purchase(id).await;
    let expense = expenses::record::NewExpense {
        fund: c.place.fund,
        concept: "Libro de actas".parse().unwrap(),
        amount_minor: 1_500,
        happens_on: day("2026-02-01"),
        payment_method: PaymentMethod::Cash,
    };
    let expense = expenses::record::pay(&world.app, &c.treasurer, key(), expense).await.unwrap();
    let promised = capital::record::NewCapital {
        member: None,
        fund: c.place.fund,
        kind: CapitalKind::Grant,
        source: "Cáritas".parse().unwrap(),
        amount_minor: 5_000,
        happens_on: day("2026-02-01"),
        owed_back_on: None,
        payment_method: PaymentMethod::Cash,
    };
    let promised = capital::record::pledge(&world.app, &c.treasurer, key(), promised).await.unwrap();
    let long = "x".repeat(500);
    for action in [
        format!("/deliveries/{}/undo", held.deliveries[0].id),
        format!("/labour/{days}/undo"),
        format!("/payments/{}/undo", held.payments[0].id),
        format!("/expenses/{expense}/undo"),
        format!("/capital/{promised}/undo"),
    ] {
        let form = key().to_string();
        let refused = client.post(&action, &[("reason", &long), ("key", &form), ("form", &action)]).await;
        assert_eq!(refused.status, 422, "{action}");
        let of = |selector: &str, name: &str| refused.attribute(&format!("details[open] form[action='{action}'] {selector}"), name);
        assert_eq!((of("[name=reason]", "value"), of("[name=key]", "value")), (long.clone(), form.clone()), "{action}");
        assert!(refused.text.matches(r#"role="alert""#).count() == 1, "{action}: it is said aloud once");
        assert_eq!(refused.text.matches(&form).count(), 1, "{action}: the other forms keep keys of their own");
    }
    let action = format!("/capital/{promised}/receive");
    let typed = [("happens_on", "2031-05-06"), ("payment_method", "deposit"), ("key", "0190d1c4-5a7e-7cc3-98a1-2f4be5c0a001"), ("form", &action)];
    let refused = client.post(&action, &typed).await;
    assert_eq!(refused.status, 422);
    let of = |selector: &str, name: &str| refused.attribute(&format!("details[open] form[action='{action}'] {selector}"), name);
    assert_eq!(of("[name=happens_on]", "value"), typed[0].1);
    assert_eq!(of("[name=payment_method][checked]", "value"), "deposit");
    assert_eq!(of("[name=key]", "value"), typed[2].1);

    // The form, corrected and sent again as shown, is accepted.
    let action = format!("/labour/{days}/undo");
    assert_eq!(client.post(&action, &[("reason", "otro día"), ("key", typed[2].1), ("form", &action)]).await.status, 303);
}

fn expense(place: &Place, concept: &str, on: &str) -> expenses::record::NewExpense {
    expenses::record::NewExpense {
        fund: place.fund,
        concept: concept.parse().unwrap(),
        amount_minor: 100,
        happens_on: day(on),
        payment_method: PaymentMethod::Cash,
    }
}

/// A refused row of the second page is shown with its refusal on the second page.
#[tokio::test]
async fn a_row_that_is_refused_is_shown_on_its_own_page() {
    let (world, place) = World::with_fund("2026-03-01").await;
    world.user("tesorera", Grant::Treasurer(place.association)).await;
    let old = expenses::record::plan(&world.app, &world.by, key(), expense(&place, "Libro de actas", "2026-01-02")).await.unwrap();
    for i in 0..50 {
        expenses::record::pay(&world.app, &world.by, key(), expense(&place, &format!("Pasajes {i}"), "2026-02-01")).await.unwrap();
    }
    let mut client = Client::signed_in(&world, "tesorera").await;
    let list = format!("/funds/{}/expenses", place.fund);
    for (action, field) in [(format!("/expenses/{old}/pay"), "happens_on")] {
        let page = client.get(&format!("{list}?page=1")).await;
        let number = page.attribute(&format!("form[action='{action}'] [name=page]"), "value");
        assert_eq!(number, "1", "{action}");
        let form = key().to_string();
        let sent = [(field, ""), ("payment_method", "cash"), ("key", &form), ("form", &action)];
        let refused = client.post(&action, &[sent.as_slice(), &[("page", &number)]].concat()).await;
        assert_eq!(refused.status, 422, "{action}");
        assert_eq!(refused.attribute(&format!("details[open] form[action='{action}'] [name=key]"), "value"), form, "{action}");
        assert_eq!(refused.texts("form [role=alert], form .refusal").len(), 1, "{action}: told at its field");
        assert_eq!(refused.attribute(".summary a", "href"), format!("#{field}"), "{action}: with a way to it over the list");
        // Where the row is not on the page, the refusal is above the list.
        let elsewhere = client.post(&action, &sent).await;
        assert_eq!((elsewhere.status.as_u16(), elsewhere.texts(".notice.bad").len()), (422, 1), "{action}");
        assert!(elsewhere.texts(".summary a[href]").is_empty(), "{action}: there is nowhere to lead to");
    }
    let action = format!("/expenses/{old}/pay");
    let sent = [("happens_on", "2026-02-01"), ("payment_method", "cash"), ("key", &key().to_string()), ("form", &action), ("page", "1")];
    let done = client.post(&action, &sent).await;
    assert_eq!((done.status.as_u16(), done.location), (303, format!("{list}?page=1")));
}

/// The refusal of a form that the page no longer has is shown at the top of the page.
#[tokio::test]
async fn a_refusal_whose_form_is_gone_is_told_all_the_same() {
    let (world, place) = World::with_fund("2026-03-01").await;
    world.user("tesorera", Grant::Treasurer(place.association)).await;
    let promised = capital::record::NewCapital {
        member: None,
        fund: place.fund,
        kind: CapitalKind::Grant,
        source: "Cáritas".parse().unwrap(),
        amount_minor: 5_000,
        happens_on: day("2026-02-01"),
        owed_back_on: None,
        payment_method: PaymentMethod::Cash,
    };
    let promised = capital::record::pledge(&world.app, &world.by, key(), promised).await.unwrap();
    capital::put_right::undo(&world.app, &world.by, key(), Order::new(promised, "no vino".parse().unwrap())).await.unwrap();
    let spent = expenses::record::pay(&world.app, &world.by, key(), expense(&place, "Pasajes", "2026-02-01")).await.unwrap();
    expenses::put_right::undo(&world.app, &world.by, key(), Order::new(spent, "doble".parse().unwrap())).await.unwrap();
    let mut client = Client::signed_in(&world, "tesorera").await;
    for action in [format!("/capital/{promised}/undo"), format!("/capital/{promised}/receive"), format!("/expenses/{spent}/undo")] {
        let sent = client.post(&action, &[("reason", ""), ("happens_on", ""), ("payment_method", "cash"), ("form", &action)]).await;
        assert_eq!((sent.status.as_u16(), sent.texts(".notice.bad").len()), (422, 1), "{action}: {}", sent.text);
    }
    let loan = world.lend(&place, 0, "2026-01-01").await;
    let action = format!("/loans/{loan}/cancel");
    let sent = client.post(&action, &[("reason", "ya no quiere"), ("form", &action)]).await;
    assert_eq!((sent.status.as_u16(), sent.texts(".notice.bad").len()), (422, 1), "{}", sent.text);
    let action = format!("/funds/{}/small-balances", place.fund);
    let sent = client.post(&action, &[("acta", ""), ("decided_on", "")]).await;
    assert_eq!((sent.status.as_u16(), sent.texts(".notice.bad p").len()), (422, 2), "{}", sent.text);
}

/// Where it is unknown whether a form was saved, it comes back with its key, and no other form of the page has that key.
#[tokio::test]
async fn a_form_that_is_to_be_sent_again_keeps_its_key_for_itself() {
    let (world, place) = World::with_fund("2026-03-01").await;
    let c = world.cofinanced(place, fifty_fifty()).await;
    world.user("admin", Grant::Admin).await;
    let other = world.place("Asociación Qhantati", Unit::Pen).await;
    let terms = monthly(12_000, "2026-02-20", 2);
    let loan = world.lend_by(&c.place, c.place.members[0], terms, false).await.unwrap();
    let cut = Arc::new(AtomicBool::new(false));
    let cutting = cut.clone();
    let db = world.app.db.clone().failing(Faults::new(move |at| at == Point::Commit && cutting.load(Ordering::Relaxed)));
    let mut client = Client::signed_in_to(App::new(db, Clock::Fixed(noon("2026-03-01"))), "admin").await;
    cut.store(true, Ordering::Relaxed);
    let plan = format!("/programmes/{}/plan", c.programme);
    let (staff, other) = (c.staff.user_id.to_string(), other.association.to_string());
    for (page, action, typed) in [
        (format!("/loans/{loan}"), format!("/loans/{loan}/disburse"), vec![("disbursed_on", "2026-02-27"), ("payment_method", "cash")]),
        (format!("/loans/{loan}"), format!("/loans/{loan}/cancel"), vec![("reason", "ya no quiere")]),
        (plan.clone(), format!("/programmes/{}/budget", c.programme), vec![("name-0", "Semillas"), ("planned-0", "500.00")]),
        (plan.clone(), format!("/programmes/{}/approvers", c.programme), vec![("user", staff.as_str()), ("most", "70.00")]),
        (plan.clone(), format!("/programmes/{}/associations", c.programme), vec![("association", other.as_str())]),
    ] {
        let shown = client.get(&page).await;
        assert_eq!(shown.attribute(&format!("form[action='{action}'] [name=form]"), "value"), action);
        let form = key().to_string();
        let sent = [typed.as_slice(), &[("key", form.as_str()), ("form", action.as_str())]].concat();
        let cut = client.post(&action, &sent).await;
        assert_eq!(cut.status, 503, "{action}: {:?}", cut.texts(".notice.bad, .refusal"));
        assert!(cut.text.contains("No se pudo confirmar"), "{action}: {}", cut.text);
        assert_eq!(cut.attribute(&format!("form[action='{action}'] [name=key]"), "value"), form, "{action}");
        assert_eq!(cut.text.matches(&form).count(), 1, "{action}: no other form has its key");
        for (name, value) in typed.iter().filter(|(name, _)| ["disbursed_on", "reason", "name-0", "planned-0", "most"].contains(name)) {
            assert_eq!(&cut.attribute(&format!("form[action='{action}'] [name='{name}']"), "value"), value, "{action}");
            assert_eq!(cut.text.matches(&format!("value=\"{value}\"")).count(), 1, "{action}: no other form has {value}");
        }
    }
    cut.store(false, Ordering::Relaxed);
    let typed =
        [("name-0", "Semillas"), ("planned-0", ""), ("starts_on", ""), ("form", plan.as_str()), ("key", "0190d1c4-5a7e-7cc3-98a1-2f4be5c0a001")];
    let refused = client.post(&plan, &typed).await;
    assert_eq!((refused.status.as_u16(), refused.text.matches(typed[4].1).count()), (422, 1));
}
