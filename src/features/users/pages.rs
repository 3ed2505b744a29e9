//! Sign-ins on screen: the list, creating one, resetting, closing and opening it again. A temporary password is shown once.

use axum::extract::{Path, State};
use axum::http::{StatusCode, Uri};
use axum::response::{IntoResponse, Redirect, Response};
use maud::{Markup, html};
use uuid::Uuid;

use super::keep::{self, HandedOver, NewUser, create, reset};
use super::{User, store};
use crate::app::App;
use crate::domain::actor::Actor;
use crate::domain::ids::{AssociationId, MemberId, ProgrammeId, UserId};
use crate::domain::names::fold;
use crate::domain::refusal::Refusal;
use crate::domain::role::{Action, Grant, Role};
use crate::domain::text::Line;
use crate::error::Error;
use crate::features::corrections::{self, Correction, Order, history};
use crate::features::sessions::password::temporary;
use crate::features::{associations, funds, members, programmes, sessions};
use crate::web::fields::Fields;
use crate::web::form;
use crate::web::heads::own_page;
use crate::web::layout::{Heading, Place, page};
use crate::web::parts::asked::{self, Asked, PAGE};
use crate::web::parts::list::{Cell, Column, Group, List, Select, Stands};
use crate::web::parts::{Field, back, face, form_refusals, key_field, of_a_row, reason_form, sent_to, submit};
use crate::web::signed_in::SignedIn;
use crate::web::text::Reader;

const ORDERS: [asked::Order; 3] =
    [asked::Order { by: "name", down: false }, asked::Order { by: "role", down: false }, asked::Order { by: "state", down: true }];
const FIELDS: [&str; 3] = ["login", "name", "scope"];

/// # Errors
/// `not-found`, `forbidden`.
pub async fn list_all(State(app): State<App>, signed_in: SignedIn, uri: Uri) -> Result<Response, Error> {
    let (file, page) = list_page(&app, &signed_in, None, &Asked::of(&uri), &Fields::default()).await?;
    Ok(file.unwrap_or_else(|| page.into_response()))
}

/// # Errors
/// `not-found`, `forbidden`.
pub async fn list_of(State(app): State<App>, signed_in: SignedIn, Path(id): Path<AssociationId>, uri: Uri) -> Result<Response, Error> {
    let (file, page) = list_page(&app, &signed_in, Some(id), &Asked::of(&uri), &Fields::default()).await?;
    Ok(file.unwrap_or_else(|| page.into_response()))
}

/// The list with its form, shown again after a refusal.
async fn form_again(app: &App, signed_in: &SignedIn, association: Option<AssociationId>, fields: &Fields) -> Result<Markup, Error> {
    Ok(list_page(app, signed_in, association, &Asked::none(), fields).await?.1)
}

/// The sign-ins that match what is asked.
fn matching(mut users: Vec<(User, Vec<Grant>)>, asked: &Asked, fields: &Fields) -> Vec<(User, Vec<Grant>)> {
    let words = fold(asked.get("q"));
    users.retain(|(user, grants)| {
        let named = fold(&format!("{} {}", user.name, user.login));
        let role = asked.get("role").is_empty() || grants.iter().any(|grant| grant.role().code() == asked.get("role"));
        // A row that was refused is shown again, whatever page it was on.
        let refused = !of_a_row(fields) || fields.get("form").contains(&user.id.to_string());
        let state = match asked.get("state") {
            "open" => user.disabled_at.is_none(),
            "closed" => user.disabled_at.is_some(),
            _ => true,
        };
        role && state && refused && words.split_whitespace().all(|word| named.contains(word))
    });
    users
}

/// Sorted by name, unless another order is requested.
fn sorted(users: &mut [(User, Vec<Grant>)], order: asked::Order) {
    let role = |grants: &[Grant]| grants.iter().map(|grant| grant.role()).min();
    match order.by {
        "role" => users.sort_by_key(|(_, grants)| role(grants)),
        "state" => users.sort_by_key(|(user, _)| user.disabled_at.is_some()),
        _ => {}
    }
    if order.down {
        users.reverse();
    }
}

async fn list_page(
    app: &App,
    signed_in: &SignedIn,
    association: Option<AssociationId>,
    asked: &Asked,
    fields: &Fields,
) -> Result<(Option<Response>, Markup), Error> {
    let (reader, by) = (signed_in.reader(), &signed_in.0);
    by.check(Action::ManageSignIns, association)?;
    let heading = page_heading(app, reader, by, association).await?;
    let mut users = matching(store::list(app.db.read(), association).await?, asked, fields);
    let (count, order) = (users.len(), asked.order(&ORDERS));
    let asked = &asked.clone().within(count as u64);
    sorted(&mut users, order);
    let whole = |number: u64| usize::try_from(number).unwrap_or(usize::MAX);
    let shown: Vec<_> = users.into_iter().skip(whole(asked.page() * PAGE)).take(whole(asked.most())).collect();
    let opened = reopened(app, reader, &shown).await?;
    let roles = Role::ALL.map(|role| (role.code().to_owned(), reader.of("role", role.code())));
    let path = association.map_or_else(|| "/users".to_owned(), |id| format!("/associations/{id}/users"));
    let column = |key: &str, stands| Column::new(reader.t(key), stands);
    let list = List {
        reader,
        path: &path,
        asked,
        order,
        name: reader.t("sign-ins"),
        whose: association.map(|_| heading.title.clone()).unwrap_or_default(),
        search: Some(reader.t("users-search")),
        selects: vec![
            Select {
                name: "role",
                label: reader.t("user-role"),
                options: std::iter::once((String::new(), reader.t("list-all-f"))).chain(roles).collect(),
            },
            Select {
                name: "state",
                label: reader.t("list-state"),
                options: vec![
                    (String::new(), reader.t("loans-show-all")),
                    ("open".to_owned(), reader.t("sign-in-open")),
                    ("closed".to_owned(), reader.t("sign-in-closed")),
                ],
            },
        ],
        columns: vec![
            column("user-name", Stands::Head).sorted("name", false),
            column("login", Stands::File),
            column("user-role", Stands::Labelled).sorted("role", false),
            column("list-state", Stands::State).sorted("state", true),
            column("column-acts", Stands::Acts),
        ],
        groups: vec![Group { rows: shown.iter().map(|row| user_row(reader, by, row, &opened, fields)).collect(), ..Group::default() }],
        count: count as u64,
        counted: reader.tf("users-counted", &[("count", count.into())]),
        told: String::new(),
    };
    let file = list.file()?;
    // What was typed into a row's form is shown in that row.
    let of_new = if of_a_row(fields) { &Fields::default() } else { fields };
    let up = html! { @if let Some(association) = association { (back(&format!("/associations/{association}"), &heading.title)) } @else { (back("/more", &reader.t("nav-more"))) } };
    let body = html! {
        (list.head(up, &reader.t("sign-ins"), html! {}))
        p.hint { (reader.t("sign-ins-hint")) }
        @if of_a_row(fields) { (form_refusals(reader, fields, &["reason"])) }
        (list.part())
        (new_part(app, reader, by, association, of_new).await?)
    };
    let here = if association.is_some() { Place::More } else { Place::Users };
    Ok((file, page(reader, by, &heading, here, &reader.t("sign-ins"), body)))
}

fn user_row(reader: Reader, by: &Actor, (user, grants): &(User, Vec<Grant>), opened: &[(Uuid, String)], fields: &Fields) -> Vec<Cell> {
    let manages = grants.iter().all(|grant| by.check_manages(*grant).is_ok());
    let closed = user.disabled_at.is_some();
    let told = opened.iter().filter(|(id, _)| *id == user.id.0).map(|(_, told)| told.as_str());
    let roles: Vec<String> = grants.iter().map(|grant| reader.of("role", grant.role().code())).collect();
    let acts = html! {
        @if closed && manages {
            (reason_form(reader, fields, &format!("/users/{}/reopen", user.id), "sign-in-reopen", html! { button.button { (reader.t("sign-in-reopen-sure")) } }))
        }
        @if !closed && manages {
            form method="post" action=(format!("/users/{}/reset", user.id)) { (key_field(&Fields::default())) button.plain { (reader.t("sign-in-reset")) } }
            @if user.id != by.user_id {
                form method="post" action=(format!("/users/{}/disable", user.id)) { (key_field(&Fields::default())) details { summary { (reader.t("sign-in-close")) } button.button.stop { (reader.t("sign-in-close-sure")) } } }
            }
        }
    };
    vec![
        Cell::text(user.name.clone()).under(std::iter::once(user.login.as_str()).chain(told).collect::<Vec<_>>().join(" · ")).drawn(face(&user.name)),
        Cell::text(user.login.clone()),
        Cell::text(roles.join(", ")),
        if closed { Cell::tag("late", reader.t("sign-in-closed")) } else { Cell::tag("calm", reader.t("sign-in-open")) },
        Cell::default().drawn(acts),
    ]
}

/// The reopenings of sign-ins, newest first: when, by whom and why.
async fn reopened(app: &App, reader: Reader, users: &[(User, Vec<Grant>)]) -> Result<Vec<(Uuid, String)>, Error> {
    let ids = users.iter().map(|(user, _)| user.id.0).collect();
    let told = corrections::changes_of(app.db.read(), ids).await?;
    let names = history::names_of(app, &told).await?;
    let of: Vec<AssociationId> = told.iter().filter_map(|row| row.association_id).collect();
    let known = if of.is_empty() { Vec::new() } else { associations::list(app.db.read(), Some(&of)).await? };
    let sentence = |row: Correction| {
        let own = known.iter().find(|association| Some(association.id) == row.association_id);
        let zone = own.map_or(associations::time_zone(""), |association| &association.time_zone);
        // The command line has no sign-in.
        let who = names.get(&row.corrected_by).cloned();
        let when = reader.tf("sign-in-reopened", &[("moment", reader.moment(row.corrected_at, zone).into())]);
        (row.record_id, [Some(when), who, Some(row.reason)].into_iter().flatten().collect::<Vec<_>>().join(" · "))
    };
    Ok(told.into_iter().map(sentence).collect())
}

async fn page_heading(app: &App, reader: Reader, by: &Actor, association: Option<AssociationId>) -> Result<Heading, Error> {
    match association {
        Some(id) => {
            let association = associations::find(app.db.read(), id).await?;
            funds::heading(app, reader, by, &association, None).await
        }
        None => Ok(associations::pages::heading(reader, by)),
    }
}

/// The form of a new sign-in: a treasurer's within an association, an administrator's or staff's outside. A member's is created
/// on the member's own page.
async fn new_part(app: &App, reader: Reader, by: &Actor, association: Option<AssociationId>, fields: &Fields) -> Result<Markup, Error> {
    let scopes: Vec<(String, String)> = match association {
        Some(id) => [Role::Treasurer, Role::Auditor].map(|role| (format!("{}:{id}", role.code()), reader.of("role", role.code()))).to_vec(),
        None => {
            let mut scopes = vec![(Role::Admin.code().to_owned(), reader.of("role", Role::Admin.code()))];
            for programme in programmes::list(app.db.read()).await? {
                scopes.push((format!("staff:{}", programme.id), reader.tf("role-staff-of", &[("programme", programme.name.into())])));
            }
            scopes
        }
    };
    let offered: Vec<(String, String)> =
        scopes.into_iter().filter(|(scope, _)| grant_of(scope).is_some_and(|grant| by.check_manages(grant).is_ok())).collect();
    // No role is preselected, so that nobody becomes an administrator by mistake.
    let offered = if offered.is_empty() { offered } else { [vec![(String::new(), reader.t("choose"))], offered].concat() };
    let action = association.map_or_else(|| "/users".to_owned(), |id| format!("/associations/{id}/users"));
    Ok(html! {
        @if !offered.is_empty() {
            h2 { (reader.t("sign-in-new")) }
            (form_refusals(reader, fields, &FIELDS))
            form method="post" action=(action) {
                (key_field(fields))
                (Field::new(reader, fields, "name", "user-name").text())
                (Field::new(reader, fields, "login", "login").hint("login-hint").login())
                (Field::new(reader, fields, "scope", "user-role").select(&offered))
                (submit(reader, "sign-in-make"))
            }
        }
    })
}

fn grant_of(scope: &str) -> Option<Grant> {
    let (role, id) = scope.split_once(':').unwrap_or((scope, ""));
    match Role::parse(role)? {
        Role::Admin => Some(Grant::Admin),
        Role::Staff => id.parse().ok().map(|id| Grant::Staff(ProgrammeId(id))),
        Role::Treasurer => id.parse().ok().map(|id| Grant::Treasurer(AssociationId(id))),
        Role::Auditor => id.parse().ok().map(|id| Grant::Auditor(AssociationId(id))),
        // These are created on the member's own page.
        Role::Committee | Role::Member => None,
    }
}

pub async fn add(State(app): State<App>, signed_in: SignedIn, fields: Fields) -> Result<Response, Error> {
    add_in(&app, &signed_in, None, fields).await
}

pub async fn add_of(State(app): State<App>, signed_in: SignedIn, Path(id): Path<AssociationId>, fields: Fields) -> Result<Response, Error> {
    add_in(&app, &signed_in, Some(id), fields).await
}

async fn add_in(app: &App, signed_in: &SignedIn, association: Option<AssociationId>, mut fields: Fields) -> Result<Response, Error> {
    signed_in.0.check_manages(association.map_or(Grant::Admin, Grant::Treasurer))?;
    let name = fields.text("name");
    let login = fields.text("login").into();
    let grant = fields.choice("scope", grant_of, Grant::Admin);
    let secret = temporary()?;
    let outcome = match fields.checked() {
        Ok(()) => create(app, &signed_in.0, fields.key(), NewUser { login, name, grant }, secret.clone()).await,
        Err(error) => Err(error),
    };
    match outcome {
        Ok(made) => hand_over(app, signed_in, made, &secret).await,
        Err(error) => form::refused(error, fields, async |fields| form_again(app, signed_in, association, &fields).await).await,
    }
}

/// Creates a member's sign-in, on their page.
pub async fn add_member(State(app): State<App>, signed_in: SignedIn, Path(id): Path<MemberId>, fields: Fields) -> Result<Response, Error> {
    let member = members::see(&app, &signed_in.0, id).await?;
    let grant = Grant::Member(member.association_id, id);
    let secret = temporary()?;
    let new = NewUser { login: fields.get("login").to_owned(), name: Line::kept(member.name), grant };
    let made = create(&app, &signed_in.0, fields.key(), new, secret.clone()).await?;
    hand_over(&app, &signed_in, made, &secret).await
}

/// # Errors
/// What appointing refuses.
pub async fn appoint(State(app): State<App>, signed_in: SignedIn, Path(id): Path<MemberId>, fields: Fields) -> Result<Response, Error> {
    keep::seat(&app, &signed_in.0, fields.key(), id, true).await?;
    Ok(Redirect::to(&format!("/members/{id}")).into_response())
}

/// # Errors
/// What dismissing refuses.
pub async fn dismiss(State(app): State<App>, signed_in: SignedIn, Path(id): Path<MemberId>, fields: Fields) -> Result<Response, Error> {
    keep::seat(&app, &signed_in.0, fields.key(), id, false).await?;
    Ok(Redirect::to(&format!("/members/{id}")).into_response())
}

pub async fn renew(State(app): State<App>, signed_in: SignedIn, Path(id): Path<UserId>, fields: Fields) -> Result<Response, Error> {
    let secret = temporary()?;
    let renewed = reset(&app, &signed_in.0, fields.key(), id, secret.clone()).await?;
    hand_over(&app, &signed_in, renewed, &secret).await
}

pub async fn disable(State(app): State<App>, signed_in: SignedIn, Path(id): Path<UserId>, fields: Fields) -> Result<Response, Error> {
    keep::disable(&app, &signed_in.0, fields.key(), id).await?;
    let to = association_of(&app, id).await?.map_or_else(|| "/users".to_owned(), |id| format!("/associations/{id}/users"));
    Ok(Redirect::to(&to).into_response())
}

/// The association whose list has a sign-in; none for one of the whole program.
async fn association_of(app: &App, id: UserId) -> Result<Option<AssociationId>, Error> {
    Ok(store::grants_of(app.db.read(), id).await?.into_iter().find_map(|grant| match grant {
        Grant::Treasurer(association) | Grant::Auditor(association) | Grant::Committee(association, _) | Grant::Member(association, _) => {
            Some(association)
        }
        Grant::Admin | Grant::Staff(_) => None,
    }))
}

/// # Errors
/// What opening it again refuses, except mistakes in the form, which are shown on it.
pub async fn reopen(State(app): State<App>, signed_in: SignedIn, Path(id): Path<UserId>, fields: Fields) -> Result<Response, Error> {
    // The sign-in's association is checked before the reason, so that the form is shown again on a list that the user may see.
    keep::manageable(&app, &signed_in.0, id).await?;
    let mut fields = sent_to(fields, &format!("/users/{id}/reopen"));
    let secret = temporary()?;
    let order = Order::new(id, fields.text("reason"));
    let outcome = match fields.checked() {
        Ok(()) => keep::reopen(&app, &signed_in.0, fields.key(), order, secret.clone()).await,
        Err(error) => Err(error),
    };
    match outcome {
        Ok(opened) => hand_over(&app, &signed_in, opened, &secret).await,
        Err(error) => {
            let association = association_of(&app, id).await?;
            form::refused(error, fields, async |fields| form_again(&app, &signed_in, association, &fields).await).await
        }
    }
}

/// Shows a temporary password, once. A repeated form gets a message instead, and may request another password.
async fn hand_over(app: &App, signed_in: &SignedIn, made: HandedOver, secret: &str) -> Result<Response, Error> {
    let (reader, by) = (signed_in.reader(), &signed_in.0);
    let user = sessions::find(app.db.read(), made.user).await?;
    if let Err(refusal) = made.told() {
        return Ok((StatusCode::CONFLICT, told_before(app, signed_in, &user, &refusal).await).into_response());
    }
    let body = html! {
        h1 { (reader.t("sign-in-ready")) }
        div.receipt {
            p { (user.name) }
            dl.facts { dt { (reader.t("login")) } dd { b { (user.login) } } dt { (reader.t("password-temporary")) } dd { b { code { (secret) } } } }
            p.hint { (reader.t("sign-in-ready-hint")) }
        }
        div.buttons { a.button href="/" { (reader.t("go-home")) } button.button.quiet type="button" data-print="1" { (reader.t("print")) } }
    };
    Ok(own_page(app, reader, by, Place::Users, &reader.t("sign-in-ready"), body).await.into_response())
}

async fn told_before(app: &App, signed_in: &SignedIn, user: &sessions::User, refusal: &Refusal) -> Markup {
    let (reader, by) = (signed_in.reader(), &signed_in.0);
    let title = reader.t("sign-in-ready-before");
    let body = html! {
        h1 { (title) }
        p { (user.name) " · " (user.login) }
        p.notice.warn role="alert" { (reader.refusal(refusal)) }
        form method="post" action=(format!("/users/{}/reset", user.id)) { (key_field(&Fields::default())) (submit(reader, "sign-in-reset")) }
    };
    own_page(app, reader, by, Place::Users, &title, body).await
}
