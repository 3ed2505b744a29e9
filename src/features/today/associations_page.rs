//! Every association that a person accompanies, with a search.

use axum::extract::State;
use axum::http::Uri;
use axum::response::{IntoResponse, Response};
use maud::html;

use super::association::place;
use super::funds::sizes;
use crate::app::App;
use crate::domain::names::fold;
use crate::domain::refusal::Refusal;
use crate::domain::role::{Action, Role};
use crate::error::Error;
use crate::features::associations::{self, Association};
use crate::web::layout::{Place, page};
use crate::web::parts::asked::{Asked, Order};
use crate::web::parts::list::{Cell, Column, Group, List, Stands, Value};
use crate::web::signed_in::SignedIn;

const ORDERS: [Order; 2] = [Order { by: "name", down: false }, Order { by: "members", down: true }];

/// # Errors
/// `forbidden` for a person who belongs to one association.
pub async fn show(State(app): State<App>, signed_in: SignedIn, uri: Uri) -> Result<Response, Error> {
    let (reader, by) = (signed_in.reader(), &signed_in.0);
    if !matches!(by.role(), Some(Role::Admin | Role::Staff)) {
        return Err(Refusal::forbidden().into());
    }
    let asked = Asked::of(&uri);
    let order = asked.order(&ORDERS);
    let sizes = sizes(app.db.read()).await?;
    let size = |association: &Association| sizes.get(&association.id).copied().unwrap_or_default();
    let words = fold(asked.get("q"));
    let mut all = associations::list(app.db.read(), by.associations().as_deref()).await?;
    all.retain(|association| {
        let named = fold(&format!("{} {} {}", association.name, place(association), association.registry_no.as_deref().unwrap_or_default()));
        words.split_whitespace().all(|word| named.contains(word))
    });
    all.sort_by(|a, b| {
        let known = if order.by == "members" { size(a).0.cmp(&size(b).0) } else { fold(&a.name).cmp(&fold(&b.name)) };
        if order.down { known.reverse() } else { known }
    });
    let column = |key: &str, stands| Column::new(reader.t(key), stands);
    let row = |association: &Association| {
        let (members, funds) = size(association);
        vec![
            Cell::text(association.name.clone()).to(format!("/associations/{}", association.id)).under(place(association)),
            Cell::text(association.registry_no.clone().unwrap_or_default()),
            Value::Count(members).into(),
            Value::Count(funds).into(),
        ]
    };
    let list = List {
        reader,
        path: "/associations",
        asked: &asked,
        order,
        name: reader.t("associations"),
        whose: String::new(),
        search: Some(reader.t("associations-search")),
        selects: Vec::new(),
        columns: vec![
            column("association", Stands::Head).sorted("name", false),
            column("registry-no", Stands::Wide),
            column("members", Stands::Labelled).figures().sorted("members", true),
            column("funds", Stands::Labelled).figures(),
        ],
        // One page lists them all: there are only as many as a programme accompanies.
        groups: vec![Group { head: None, reader: None, rows: all.iter().map(row).collect(), sums: Vec::new() }],
        count: all.len() as u64,
        counted: reader.tf("associations-counted", &[("count", all.len().into())]),
        told: String::new(),
    };
    if let Some(file) = list.file()? {
        return Ok(file);
    }
    let primary = html! {
        @if by.may(Action::ManageAssociations, None) { a.button href="/associations/new" { (reader.t("association-new")) } }
    };
    let body = html! { (list.head(html! {}, &reader.t("associations"), primary)) (list.part()) };
    Ok(page(reader, by, &associations::pages::dated_heading(&app, reader, by), Place::Associations, &reader.t("associations"), body).into_response())
}
