//! Refused forms of co-financed purchases: they keep what was typed, show the refusal once, and are sent again with the same
//! key.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use axum::body::Body;
use axum::http::{Method, Request, StatusCode, header};
use futures_util::StreamExt;
use muyu::app::App;
use muyu::clock::Clock;
use muyu::db::faults::{Faults, Point};
use muyu::domain::cofinancing::{ContributionBasis, ContributionKind, Movement, Payer, PurchaseStatus};
use muyu::domain::ids::PurchaseId;
use muyu::features::corrections::Order;
use muyu::features::members::keep::{self, Person};
use muyu::features::programmes::budget::{self, Planned};
use muyu::features::purchases::attachments::attach::{NewAttachment, attach};
use muyu::features::purchases::{cancel, draft, labour, put_right};

use crate::support::client::Answer;
use crate::support::cofinanced::{Cofinanced, fifty_fifty, pledge};
use crate::support::world::{day, key, noon, person, refusal};
use crate::support::{Client, World};

const LINES: [(usize, usize, i64); 3] = [(0, 0, 12_500), (1, 2, 3_250), (2, 1, 25_000)];

async fn world() -> (World, Cofinanced) {
    let (world, place) = World::with_fund("2026-03-01").await;
    let c = world.cofinanced(place, fifty_fifty()).await;
    (world, c)
}

async fn submitted(world: &World, c: &Cofinanced) -> PurchaseId {
    let id = c.ask(world, c.draft(&LINES, ContributionKind::Loan)).await.unwrap();
    c.submit(world, id).await.unwrap();
    id
}

/// The program with every write failing at a point while the flag is set.
fn failing(world: &World, point: Point) -> (App, Arc<AtomicBool>) {
    let lost = Arc::new(AtomicBool::new(false));
    let losing = lost.clone();
    let faults = Faults::new(move |at| at == point && losing.load(Ordering::Relaxed));
    (App::new(world.app.db.clone().failing(faults), Clock::Fixed(noon("2026-03-01"))), lost)
}

#[tokio::test]
async fn what_was_typed_to_decide_on_several_is_kept_for_those_that_were_refused() {
    let (world, c) = world().await;
    let (first, second, third) = (submitted(&world, &c).await, submitted(&world, &c).await, submitted(&world, &c).await);
    let line = Planned { id: Some(c.line), name: "Semilla".parse().unwrap(), planned_minor: 110_000 };
    budget::set(&world.app, &world.by, key(), c.programme, vec![line]).await.unwrap();
    let mut staff = Client::signed_in(&world, "proyecto").await;
    let (form, ids) = (key().to_string(), [first, PurchaseId(key()), second, third].map(|id| id.to_string()));
    let mut fields: Vec<(&str, &str)> = ids.iter().map(|id| ("purchase", id.as_str())).collect();
    fields.extend([("decision", "approve"), ("acta", "Acta 15, folio 2"), ("note", "en asamblea"), ("page", "0"), ("key", form.as_str())]);
    let answer = staff.post("/inbox", &fields).await;
    assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY, "{}", answer.text);
    assert_eq!(answer.texts(".notice").iter().filter(|text| text.starts_with("Hecho")).count(), 2, "the unknown one leaves the others");
    assert_eq!(answer.texts(".notice.bad").len(), 2);
    let of = |selector: &str| answer.attribute(selector, "value");
    assert_eq!((of("#acta"), of("#note"), of("[name=page]"), of("[name=key]")), ("Acta 15, folio 2".into(), "en asamblea".into(), "0".into(), form));
    assert_eq!(of("[name=purchase][checked]"), third.to_string());
    assert_eq!(world.status(second).await, PurchaseStatus::Approved);
}

#[tokio::test]
async fn a_decision_that_could_not_be_confirmed_leaves_those_before_it_told() {
    let (world, c) = world().await;
    let ids = [submitted(&world, &c).await, submitted(&world, &c).await].map(|id| id.to_string());
    let (app, lost) = failing(&world, Point::Committed);
    let mut staff = Client::signed_in_to(app, "proyecto").await;
    let form = key().to_string();
    let mut fields: Vec<(&str, &str)> = ids.iter().map(|id| ("purchase", id.as_str())).collect();
    fields.extend([("decision", "approve"), ("acta", "Acta 15"), ("key", form.as_str())]);
    lost.store(true, Ordering::Relaxed);
    let answer = staff.post("/inbox", &fields).await;
    assert_eq!((answer.status, answer.texts(".notice.bad").len()), (StatusCode::SERVICE_UNAVAILABLE, 2));
    lost.store(false, Ordering::Relaxed);
    let again = staff.post("/inbox", &fields).await;
    assert_eq!((again.status, again.texts(".notice.bad").len()), (StatusCode::OK, 0), "the same form, sent again");
    world.books_hold().await;
}

#[tokio::test]
async fn a_refusal_whose_form_is_gone_stands_over_the_page() {
    let (world, c) = world().await;
    let mut draft = c.draft(&LINES, ContributionKind::Loan);
    draft.pledges.push(pledge(Payer::Member(c.place.members[0]), ContributionKind::Labour, ContributionBasis::Days(2_000)));
    let id = c.ordered(&world, draft).await;
    let (app, by) = (&world.app, &c.treasurer);
    let worked = labour::record::NewLabour {
        member: c.place.members[0],
        worked_on: day("2026-02-20"),
        days: 1_000,
        task: "siembra".parse().unwrap(),
        worked_by: None,
        gift: false,
    };
    let days = labour::record::record(app, by, key(), id, worked).await.unwrap();
    c.pay(&world, id, Movement::Collected(Payer::Party(0)), 40_000).await.unwrap();
    let payment = world.purchase(id).await.payments[0].id;
    labour::put_right::undo(app, by, key(), Order::new(days, "otro día".parse().unwrap())).await.unwrap();
    put_right::undo(app, by, key(), Order::new(payment, "otra fecha".parse().unwrap())).await.unwrap();
    let mut treasurer = Client::signed_in(&world, "tesorera").await;
    for action in [format!("/labour/{days}/undo"), format!("/payments/{payment}/undo")] {
        let answer = treasurer.post(&action, &[("reason", ""), ("form", &action)]).await;
        assert_eq!((answer.status.as_u16(), answer.texts(".notice.bad")), (422, vec!["Falta el motivo.".to_owned()]), "{action}: undone already");
    }
    cancel::cancel(app, by, key(), id, "no viene".parse().unwrap()).await.unwrap();
    for (page, field) in [("labour", "days"), ("payments", "amount"), ("delivery", "on")] {
        let answer = treasurer.post(&format!("/purchases/{id}/{page}"), &[(field, "x")]).await;
        assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY, "{page}");
        assert!(!answer.texts(".notice.bad p").is_empty(), "{page}: cancelled in another tab");
        assert_eq!(answer.texts("[role=alert] p").len(), answer.texts(".notice.bad p").len());
    }
}

#[tokio::test]
async fn what_is_wrong_with_a_delivery_is_told_once() {
    let (world, c) = world().await;
    let id = c.ordered(&world, c.draft(&LINES, ContributionKind::Loan)).await;
    let mut treasurer = Client::signed_in(&world, "tesorera").await;
    let long = "x".repeat(500);
    for (field, typed) in [("came-1", "doce"), ("note", &long)] {
        let answer = treasurer.post(&format!("/purchases/{id}/delivery"), &[("on", "2026-03-01"), (field, typed)]).await;
        assert_eq!((answer.status.as_u16(), answer.text.matches(r#"role="alert""#).count()), (422, 1), "{field}");
    }
}

#[tokio::test]
async fn a_step_that_could_not_be_saved_is_sent_again_under_its_own_key() {
    let (world, c) = world().await;
    let draft = c.ask(&world, c.draft(&LINES, ContributionKind::Loan)).await.unwrap();
    let (app, lost) = failing(&world, Point::Commit);
    let mut treasurer = Client::signed_in_to(app.clone(), "tesorera").await;
    let mut staff = Client::signed_in_to(app, "proyecto").await;
    let cancelled = c.ask(&world, c.draft(&LINES, ContributionKind::Loan)).await.unwrap();
    for (id, verb, after) in [
        (draft, "submit", PurchaseStatus::Submitted),
        (draft, "decide", PurchaseStatus::Approved),
        (draft, "order", PurchaseStatus::Ordered),
        (cancelled, "cancel", PurchaseStatus::Cancelled),
    ] {
        let client = if verb == "decide" { &mut staff } else { &mut treasurer };
        let (action, form) = (format!("/purchases/{id}/{verb}"), key().to_string());
        let fields = [("decision", "approve"), ("acta", "Acta 14"), ("reason", "no viene"), ("key", form.as_str())];
        lost.store(true, Ordering::Relaxed);
        let answer = client.post(&action, &fields).await;
        lost.store(false, Ordering::Relaxed);
        assert_eq!((answer.status, answer.texts("main .notice.bad p").len()), (StatusCode::SERVICE_UNAVAILABLE, 1), "{verb}");
        let own = answer.attribute(&format!("form[action='{action}'] [name=key]"), "value");
        assert_eq!((own, answer.text.matches(&form).count()), (form.clone(), 1), "{verb}: the page's other forms have keys of their own");
        assert_eq!(client.post(&action, &fields).await.status, StatusCode::SEE_OTHER, "{verb}: sent again");
        assert_eq!(world.status(id).await, after);
    }
    // A certain refusal by the database leaves the form as it was.
    let id = submitted(&world, &c).await;
    let form = key().to_string();
    let answer = staff.post(&format!("/purchases/{id}/decide"), &[("decision", "approve"), ("note", "falta el acta"), ("key", &form)]).await;
    assert_eq!((answer.attribute("form[action$='/decide'] [name=key]", "value"), answer.text.matches(&form).count()), (form, 1));
}

/// A form with a file, as a browser sends it.
fn with_file(path: &str, key: &str, kind: &str, bytes: &[u8]) -> Request<Body> {
    let part = |name: &str, value: &str| format!("--x\r\nContent-Disposition: form-data; name=\"{name}\"\r\n\r\n{value}\r\n");
    let mut body = [part("key", key), part("kind", kind)].concat().into_bytes();
    body.extend_from_slice(b"--x\r\nContent-Disposition: form-data; name=\"file\"; filename=\"acta.pdf\"\r\nContent-Type: application/pdf\r\n\r\n");
    body.extend_from_slice(bytes);
    body.extend_from_slice(b"\r\n--x--\r\n");
    let request = Request::builder().method(Method::POST).uri(path).header(header::CONTENT_TYPE, "multipart/form-data; boundary=x");
    let pieces: Vec<_> = body.chunks(64 * 1024).map(|piece| Ok::<_, std::io::Error>(piece.to_vec())).collect();
    // In pieces, as over a connection.
    let pieces = futures_util::stream::iter(pieces).enumerate().then(async |(i, piece)| {
        if i > 0 {
            tokio::task::yield_now().await;
        }
        piece
    });
    request.body(Body::from_stream(pieces)).unwrap()
}

fn kept(answer: &Answer) -> (u16, String, String) {
    (answer.status.as_u16(), answer.attribute("#kind [selected]", "value"), answer.attribute("main [name=key]", "value"))
}

#[tokio::test]
async fn a_document_that_is_refused_keeps_its_kind_and_its_key() {
    let (world, c) = world().await;
    let id = c.ordered(&world, c.draft(&LINES, ContributionKind::Loan)).await;
    let (app, lost) = failing(&world, Point::Committed);
    let mut treasurer = Client::signed_in_to(app, "tesorera").await;
    let (path, form) = (format!("/purchases/{id}/attachments"), key().to_string());
    let too_large = treasurer.send(with_file(&path, &form, "acta", &vec![b'%'; 11 * 1024 * 1024])).await;
    assert_eq!(kept(&too_large), (422, "acta".to_owned(), form.clone()), "{}", too_large.text);
    assert_eq!(too_large.texts(".refusal").len(), 1);
    lost.store(true, Ordering::Relaxed);
    let answer = treasurer.send(with_file(&path, &form, "acta", b"%PDF-1.7 acta")).await;
    lost.store(false, Ordering::Relaxed);
    assert_eq!(kept(&answer), (503, "acta".to_owned(), form.clone()), "{:?}", answer.texts("[role=alert]"));
    assert_eq!(treasurer.send(with_file(&path, &form, "acta", b"%PDF-1.7 acta")).await.status, StatusCode::SEE_OTHER, "the same form, sent again");
    assert_eq!(treasurer.get(&format!("/purchases/{id}")).await.texts("a.row[href^='/attachments/']").len(), 1);
    let other = treasurer.send(with_file(&path, &form, "invoice", b"%PDF-1.7 acta")).await;
    assert_eq!(other.status, StatusCode::UNPROCESSABLE_ENTITY, "another kind is another document");
}

#[tokio::test]
async fn the_last_document_that_fits_is_known_again_and_no_more_is_taken() {
    let (world, c) = world().await;
    let id = c.ordered(&world, c.draft(&LINES, ContributionKind::Loan)).await;
    let document = |i: usize| NewAttachment { kind: "acta", name: "acta.pdf".parse().unwrap(), bytes: format!("%PDF-1.7 {i}").into_bytes() };
    let mut last = key();
    for i in 0..40 {
        last = key();
        attach(&world.app, &c.treasurer, last, id, document(i)).await.unwrap();
    }
    attach(&world.app, &c.treasurer, last, id, document(39)).await.unwrap();
    assert_eq!(refusal(attach(&world.app, &c.treasurer, key(), id, document(40)).await), "attachments-too-many");
    assert_eq!(std::fs::read_dir(world.app.db.files().folder()).unwrap().count(), 40, "what was refused is not kept");
}

/// In the evening in Lima, the UTC day is already tomorrow.
#[tokio::test]
async fn who_leaves_tomorrow_still_takes_part_this_evening() {
    let (world, c) = world().await;
    let leaves = Person { left_on: Some(day("2026-03-02")), ..person("Ccori Huamán, Benita") };
    keep::mend(&world.at("2026-03-02"), &world.by, key(), c.place.members[1], leaves).await.unwrap();
    let new = || draft::NewPurchase { fund: c.place.fund, programme: c.programme, content: c.content(c.draft(&LINES, ContributionKind::Loan)) };
    let at = |moment: &str| App::new(world.app.db.clone(), Clock::Fixed(moment.parse().unwrap()));
    draft::create(&at("2026-03-02T00:30:00Z"), &c.treasurer, key(), new()).await.unwrap();
    let outcome = draft::create(&at("2026-03-02T05:30:00Z"), &c.treasurer, key(), new()).await;
    assert_eq!(refusal(outcome), "line-member-left");
}
