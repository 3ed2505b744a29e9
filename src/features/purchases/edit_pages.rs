//! Writing a purchase: its heading, and what covers each part. The page of one item with its members' lines is in `lines_page`.

use axum::extract::{Path, State};
use axum::response::{IntoResponse, Redirect, Response};
use maud::{Markup, html};

use super::draft::{Content, save};
use super::pages::{cycle_choice, offers, read_offer};
use super::parts::PurchasePage;
use crate::app::App;
use crate::db::command::done_before;
use crate::domain::amount::typed;
use crate::domain::cofinancing::{ContributionBasis, ContributionKind, Draft, PartyRole, Payer, Pledge};
use crate::domain::ids::PurchaseId;
use crate::domain::refusal::Refusal;
use crate::domain::role::Action;
use crate::domain::text::{Line, Note};
use crate::error::Error;
use crate::features::funds;
use crate::web::fields::Fields;
use crate::web::form;
use crate::web::layout::{Place, page};
use crate::web::parts::{Field, back, form_refusals, key_field, submit};
use crate::web::signed_in::SignedIn;
use crate::web::text::Reader;

/// The content of a purchase with its present heading.
pub async fn content_of(app: &App, seen: &PurchasePage, draft: Draft) -> Result<Content, Error> {
    let cycle = funds::cycles(app.db.read(), seen.fund.id).await?.into_iter().find(|cycle| cycle.id == seen.held.row.cycle_id);
    Ok(Content {
        budget_line: seen.held.row.budget_line_id,
        cycle_on: cycle.map_or(seen.today, |cycle| cycle.starts_on),
        purpose: Line::kept(seen.held.row.purpose.clone()),
        draft,
        base: Some(seen.held.draft()?),
    })
}

pub async fn show(State(app): State<App>, signed_in: SignedIn, Path(id): Path<PurchaseId>) -> Result<Markup, Error> {
    let seen = PurchasePage::for_action(&app, &signed_in, id, Action::RequestPurchases).await?;
    let row = &seen.held.row;
    let own = content_of(&app, &seen, Draft::default()).await?.cycle_on;
    // The form names the present cycle by today's date.
    let running = cycle_choice(&app, &seen.fund, seen.today).await?.into_iter().any(|(_, name)| name == seen.cycle);
    let cycle = if running { own.max(seen.today) } else { own };
    let mut fields = Fields::default()
        .with("budget_line", format!("{}:{}", row.programme_id, row.budget_line_id))
        .with("purpose", row.purpose.clone())
        .with("cycle", cycle.to_string());
    if row.day_rate_minor > 0 {
        fields = fields.with("day_rate", seen.figures(row.day_rate_minor));
    }
    heading_page(&app, &signed_in, &seen, &fields).await
}

/// The cycles to choose from, including the purchase's own, even where that is over.
async fn cycles_for(app: &App, seen: &PurchasePage, chosen: &str) -> Result<Vec<(String, String)>, Error> {
    let mut cycles = cycle_choice(app, &seen.fund, seen.today).await?;
    if !cycles.iter().any(|(_, name)| *name == seen.cycle) {
        cycles.insert(0, (chosen.to_owned(), seen.cycle.clone()));
    }
    Ok(cycles)
}

async fn heading_page(app: &App, signed_in: &SignedIn, seen: &PurchasePage, fields: &Fields) -> Result<Markup, Error> {
    let reader = seen.reader;
    // The programme cannot change: another one has other parties.
    let own = format!("{}:", seen.held.row.programme_id);
    let mut offers = offers(app, reader, &seen.fund).await?;
    offers.retain(|(value, _)| value.starts_with(&own));
    let body = html! {
        (back(&seen.path(), &super::parts::name(reader, &seen.held)))
        h1 { (reader.t("purchase-edit")) }
        (form_refusals(reader, fields, &["budget_line", "purpose", "cycle", "day_rate"]))
        form method="post" action=(format!("{}/edit", seen.path())) {
            (key_field(fields))
            (seen.mark_field()?)
            (Field::new(reader, fields, "budget_line", "purchase-budget").select(&offers))
            (Field::new(reader, fields, "purpose", "purchase-purpose").hint("purchase-purpose-hint").text())
            (Field::new(reader, fields, "cycle", "cycle").select(&cycles_for(app, seen, fields.get("cycle")).await?))
            (Field::new(reader, fields, "day_rate", "purchase-day-rate").hint("purchase-day-rate-hint").figures())
            (submit(reader, "save"))
        }
    };
    let heading = seen.heading(app, &signed_in.0).await?;
    Ok(page(reader, &signed_in.0, &heading, Place::Purchases, &reader.t("purchase-edit"), body))
}

pub async fn save_heading(State(app): State<App>, signed_in: SignedIn, Path(id): Path<PurchaseId>, mut fields: Fields) -> Result<Response, Error> {
    let seen = PurchasePage::for_action(&app, &signed_in, id, Action::RequestPurchases).await?;
    if done_before(app.db.read(), &signed_in.0, fields.key()).await? {
        return Ok(Redirect::to(&seen.path()).into_response());
    }
    let (_, budget_line) = read_offer(&mut fields);
    let mut draft = seen.held.draft()?;
    draft.day_rate_minor = fields.money_or_zero("day_rate", seen.held.unit, seen.reader.style);
    let content = Content { budget_line, cycle_on: fields.date("cycle"), purpose: fields.text("purpose"), draft, base: Some(seen.held.draft()?) };
    let (key, unchanged) = (fields.key(), seen.check_unchanged(&fields));
    let doing = async {
        unchanged?;
        save(&app, &signed_in.0, key, id, content).await
    };
    form::answer(doing, fields, |()| seen.path(), async |fields| heading_page(&app, &signed_in, &seen, &fields).await).await
}

pub async fn show_cover(State(app): State<App>, signed_in: SignedIn, Path(id): Path<PurchaseId>) -> Result<Markup, Error> {
    let seen = PurchasePage::for_action(&app, &signed_in, id, Action::RequestPurchases).await?;
    let fields = filled(&seen)?;
    cover_page(&app, &signed_in, &seen, &fields).await
}

/// The payers of the parts, each with the name of their fields: members by id, other parties by number.
fn coverers(seen: &PurchasePage) -> Vec<(String, Payer, String, i64)> {
    let parties = seen.held.parties.iter().enumerate().filter(|(_, row)| row.role != PartyRole::Producers);
    let members = seen.held.members.iter().map(|row| {
        let payer = Payer::Member(row.member_id);
        (row.member_id.0.simple().to_string(), payer, seen.name(payer), row.pays_minor)
    });
    members.chain(parties.map(|(i, row)| (i.to_string(), Payer::Party(i), row.name.clone(), row.share_minor))).collect()
}

fn filled(seen: &PurchasePage) -> Result<Fields, Error> {
    let draft = seen.held.draft()?;
    let mut fields = Fields::default();
    for (name, payer, ..) in coverers(seen) {
        let field = |stem: &str| format!("{stem}-{name}");
        let own = || draft.pledges.iter().filter(|pledge| pledge.by == payer);
        // Several contributions of one kind are shown, and saved again, as one.
        let of = |kind| own().filter(move |pledge| pledge.kind == kind && pledge.asked != ContributionBasis::Rest);
        let sum = |kind| of(kind).map(|pledge| pledge.asked.value()).sum::<i64>();
        let what = |kind| of(kind).map(|pledge| &*pledge.what).find(|what| !what.is_empty()).unwrap_or_default().to_owned();
        let (days, in_kind, cash) = (sum(ContributionKind::Labour), sum(ContributionKind::InKind), sum(ContributionKind::Cash));
        if days > 0 {
            fields = fields.with(&field("days"), typed(days, seen.reader.style)).with(&field("days-kept"), days.to_string());
            fields = fields.with(&field("task"), what(ContributionKind::Labour));
        }
        if in_kind > 0 {
            fields = fields.with(&field("kind"), seen.figures(in_kind)).with(&field("what"), what(ContributionKind::InKind));
        }
        if cash > 0 {
            fields = fields.with(&field("cash"), seen.figures(cash));
        }
        let rest = own().find(|pledge| pledge.asked == ContributionBasis::Rest).map_or("", |pledge| pledge.kind.code());
        fields = fields.with(&field("rest"), rest);
    }
    Ok(fields)
}

async fn cover_page(app: &App, signed_in: &SignedIn, seen: &PurchasePage, fields: &Fields) -> Result<Markup, Error> {
    let reader = seen.reader;
    let body = html! {
        (back(&seen.path(), &super::parts::name(reader, &seen.held)))
        h1 { (reader.t("purchase-cover")) }
        p.hint { (reader.t("purchase-cover-hint")) }
        (form_refusals(reader, fields, &fields.refusals.iter().map(|refusal| &*refusal.field).filter(|field| field.contains('-')).collect::<Vec<_>>()))
        form method="post" action=(format!("{}/cover", seen.path())) {
            (key_field(fields))
            (seen.mark_field()?)
            // The Enter key presses the first button. This one saves.
            button.unseen tabindex="-1" aria-hidden="true" {}
            div.buttons {
                button.button.quiet name="all" value="loan" { (reader.t("cover-all-loan")) }
                button.button.quiet name="all" value="cash" { (reader.t("cover-all-cash")) }
            }
            @for (name, payer, who, minor) in coverers(seen) { (coverer(seen, fields, &name, payer, &who, minor)) }
            (submit(reader, "save"))
        }
    };
    let heading = seen.heading(app, &signed_in.0).await?;
    Ok(page(reader, &signed_in.0, &heading, Place::Purchases, &reader.t("purchase-cover"), body))
}

fn coverer(seen: &PurchasePage, fields: &Fields, name: &str, payer: Payer, who: &str, minor: i64) -> Markup {
    let reader = seen.reader;
    let member = matches!(payer, Payer::Member(_));
    let rests: &[&str] = if member { &["loan", "cash", ""] } else { &["cash", ""] };
    let rests: Vec<(String, String)> = rests.iter().map(|code| ((*code).to_owned(), rest_text(reader, code))).collect();
    let field = |stem: &str| format!("{stem}-{name}");
    let more = ["days", "task", "kind", "what", "cash"].iter().any(|stem| !fields.get(&field(stem)).is_empty());
    let kept = fields.get(&field("days-kept")).parse().unwrap_or(0);
    html! {
        fieldset.card {
            legend { (who) " · " span.amount { (seen.money(minor)) } }
            (Field::new(reader, fields, &field("rest"), "cover-rest").select(&rests))
            details open[more] {
                summary { (reader.t(if member { "cover-more" } else { "cover-more-party" })) }
                @if member {
                    div.pair {
                        (Field::new(reader, fields, &field("days"), "cover-days").quantity(kept))
                        (Field::new(reader, fields, &field("task"), "cover-task").text())
                    }
                }
                div.pair {
                    (Field::new(reader, fields, &field("kind"), "cover-in-kind").figures())
                    (Field::new(reader, fields, &field("what"), "cover-what").text())
                }
                (Field::new(reader, fields, &field("cash"), "cover-cash").figures())
            }
        }
    }
}

fn rest_text(reader: Reader, code: &str) -> String {
    reader.t(match code {
        "loan" => "cover-rest-loan",
        "cash" => "cover-rest-cash",
        _ => "cover-rest-none",
    })
}

fn read_cover(fields: &mut Fields, seen: &PurchasePage) -> Vec<Pledge> {
    let (unit, style) = (seen.held.unit, seen.reader.style);
    let all = ContributionKind::parse(fields.get("all"));
    let mut pledges = Vec::new();
    for (name, by, ..) in coverers(seen) {
        let field = |stem: &str| format!("{stem}-{name}");
        let days = fields.quantity(&field("days"), style);
        if days > 0 {
            let what = fields.note(&field("task"));
            pledges.push(Pledge { by, kind: ContributionKind::Labour, asked: ContributionBasis::Days(days), what });
        }
        if days == 0 && !fields.get(&field("task")).is_empty() {
            fields.refusals.push(Refusal::invalid(field("days"), "field-missing"));
        }
        let minor = fields.money_or_zero(&field("kind"), unit, style);
        if minor == 0 && !fields.get(&field("what")).is_empty() {
            fields.refusals.push(Refusal::invalid(field("kind"), "amount-missing"));
        }
        if minor > 0 {
            let what = fields.note(&field("what"));
            pledges.push(Pledge { by, kind: ContributionKind::InKind, asked: ContributionBasis::Sum(minor), what });
        }
        let minor = fields.money_or_zero(&field("cash"), unit, style);
        if minor > 0 {
            pledges.push(Pledge { by, kind: ContributionKind::Cash, asked: ContributionBasis::Sum(minor), what: Note::default() });
        }
        let chosen = ContributionKind::parse(fields.get(&field("rest")));
        let rest = if matches!(by, Payer::Member(_)) { all.or(chosen) } else { chosen };
        if let Some(kind) = rest.filter(|kind| !kind.valued()) {
            pledges.push(Pledge { by, kind, asked: ContributionBasis::Rest, what: Note::default() });
        }
    }
    pledges
}

pub async fn save_cover(State(app): State<App>, signed_in: SignedIn, Path(id): Path<PurchaseId>, mut fields: Fields) -> Result<Response, Error> {
    let seen = PurchasePage::for_action(&app, &signed_in, id, Action::RequestPurchases).await?;
    if done_before(app.db.read(), &signed_in.0, fields.key()).await? {
        return Ok(Redirect::to(&seen.path()).into_response());
    }
    let draft = Draft { pledges: read_cover(&mut fields, &seen), ..seen.held.draft()? };
    let content = content_of(&app, &seen, draft).await?;
    let (key, unchanged) = (fields.key(), seen.check_unchanged(&fields));
    let doing = async {
        unchanged?;
        save(&app, &signed_in.0, key, id, content).await
    };
    form::answer(doing, fields, |()| seen.path(), async |fields| cover_page(&app, &signed_in, &seen, &fields).await).await
}
