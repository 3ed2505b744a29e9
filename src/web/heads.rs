//! The head of pages that belong to no feature: errors, passwords. It is the head of the reader's own pages.

use std::sync::OnceLock;

use futures_util::future::BoxFuture;
use maud::Markup;

use super::layout::{Heading, Place, closed_page, page};
use super::text::Reader;
use crate::app::{App, Kept};
use crate::clock::Clock;
use crate::db::Db;
use crate::domain::actor::Actor;
use crate::domain::role::Role;
use crate::error::Error;

/// Works out the head of a person's own pages.
pub type HeadOf = for<'a> fn(&'a App, Reader, &'a Actor) -> BoxFuture<'a, Result<Heading, Error>>;

/// Counts the decisions that wait for a person.
pub type WaitingFor = for<'a> fn(&'a App, &'a Actor) -> BoxFuture<'a, Result<usize, Error>>;

/// The functions that compute both. The features set them once at the start.
pub struct Heads(OnceLock<(HeadOf, WaitingFor)>);

impl Kept for Heads {
    fn begin(_: &Db, _: Clock) -> Self {
        Self(OnceLock::new())
    }
}

impl Heads {
    pub fn tell(&self, head: HeadOf, waiting: WaitingFor) {
        let _ = self.0.set((head, waiting));
    }
}

/// The number of decisions that wait for a person, for the link on every page. Only staff and administrators have any.
pub async fn waiting_for(app: &App, by: &Actor) -> Result<usize, Error> {
    match app.kept::<Heads>().0.get().filter(|_| matches!(by.role(), Some(Role::Admin | Role::Staff))) {
        Some((_, waiting)) => waiting(app, by).await,
        None => Ok(0),
    }
}

/// A page under the reader's own head. Where the head cannot be computed, as while the database is away, the page has the
/// program's name.
pub async fn own_page(app: &App, reader: Reader, by: &Actor, here: Place, title: &str, body: Markup) -> Markup {
    let heads = app.kept::<Heads>();
    let heading = match heads.0.get() {
        Some((head, _)) => head(app, reader, by).await.ok(),
        None => None,
    };
    let heading = heading.unwrap_or_else(|| Heading { title: "Muyu".to_owned(), under: reader.t("tagline"), ..Heading::default() });
    // A person who must choose a password first gets no navigation.
    if by.must_change_password { closed_page(reader, &heading, title, body) } else { page(reader, by, &heading, here, title, body) }
}
