//! Forms of a page's rows: what was typed is kept when it is refused.

use muyu::domain::capital::CapitalKind;
use muyu::domain::cofinancing::{ContributionBasis, ContributionKind, Movement, Payer};
use muyu::domain::loan::PaymentMethod;
use muyu::features::purchases::labour;
use muyu::features::{capital, expenses};

use crate::support::cofinanced::{fifty_fifty, pledge};
use crate::support::world::{day, key};
use crate::support::{Client, World};

const LINES: [(usize, usize, i64); 3] = [(0, 0, 12_500), (1, 2, 3_250), (2, 1, 25_000)];

/// Where taking a row back is refused, its form is open with what was typed, under the same key; the page's own form is as new.
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
    let worked =
        labour::record::NewLabour { member: c.place.members[0], worked_on: day("2026-02-20"), days: 1_000, task: "siembra".parse().unwrap() };
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
        assert!(refused.text.matches(r#"role="alert""#).count() == 1, "{action}: it is told once, at the field");
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

    // Sent again as it was shown, mended: done.
    let action = format!("/labour/{days}/undo");
    assert_eq!(client.post(&action, &[("reason", "otro día"), ("key", typed[2].1), ("form", &action)]).await.status, 303);
}
