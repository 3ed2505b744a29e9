//! The frame of every page: the reader, the place, the woven band, and the navigation.

use chrono::NaiveDate;
use maud::{DOCTYPE, Markup, PreEscaped, html};

use super::assets;
use super::nav::nav;
use super::notice;
use super::text::Reader;
use crate::domain::actor::Actor;
use crate::domain::amount::Unit;
use crate::domain::ids::FundId;
use crate::domain::role::Role;

pub use super::nav::Place;

const MARK: &str = r##"<svg width="36" height="36" viewBox="0 0 36 36" aria-hidden="true"><circle cx="18" cy="18" r="16" fill="none" stroke="var(--pasture)" stroke-width="3" stroke-dasharray="76 25" transform="rotate(-60 18 18)"/><path d="M18 27V17M18 17c0-5-3-7-7-7 0 5 3 7 7 7zM18 20c0-4 3-6 7-6 0 4-3 6-7 6z" fill="none" stroke="var(--cochineal)" stroke-width="2.5" stroke-linejoin="round"/></svg>"##;
const BAND: &str = r##"<svg class="band" aria-hidden="true"><defs><pattern id="w" width="24" height="12" patternUnits="userSpaceOnUse"><rect width="24" height="12" fill="#17604a"/><path d="M0 12V9h3V6h3V3h3V0h6v3h3v3h3v3h3v3z" fill="#a0203a"/><path d="M6 12V9h3V6h6v3h3v3z" fill="#e0a93a"/><rect x="10.5" y="9" width="3" height="3" fill="#28418f"/></pattern></defs><rect width="100%" height="12" fill="url(#w)"/></svg>"##;

/// The place that the frame shows.
#[derive(Clone, Debug, Default)]
pub struct Heading {
    /// The association, or the program's own name.
    pub title: String,
    pub under: String,
    /// The fund that the navigation leads to, if there is one.
    pub fund: Option<FundId>,
    /// The association whose members the navigation leads to.
    pub members: Option<String>,
    /// The day of the page, for print.
    pub today: Option<NaiveDate>,
    /// What that fund counts in, where it is produce: its links do not mention cash.
    pub produce: Option<Unit>,
}

/// A page for somebody signed in.
pub fn page(reader: Reader, actor: &Actor, heading: &Heading, here: Place, title: &str, body: Markup) -> Markup {
    let nav = html! {
        (nav(reader, actor.role().unwrap_or(Role::Member), heading, here))
        form.me method="post" action="/sign-out" { button.plain { (reader.t("sign-out")) } }
    };
    frame(reader, heading, title, nav, body)
}

/// A page without navigation, for a person who is not signed in or has only one way on.
pub fn plain_page(reader: Reader, title: &str, body: Markup) -> Markup {
    let heading = Heading { title: "Muyu".to_owned(), under: reader.t("tagline"), ..Heading::default() };
    closed_page(reader, &heading, title, body)
}

/// A page under a heading, without navigation.
pub fn closed_page(reader: Reader, heading: &Heading, title: &str, body: Markup) -> Markup {
    frame(reader, heading, title, html! {}, body)
}

fn frame(reader: Reader, heading: &Heading, title: &str, nav: Markup, body: Markup) -> Markup {
    html! {
        (DOCTYPE)
        html lang=(reader.language.code()) {
            head {
                meta charset="utf-8";
                meta name="viewport" content="width=device-width, initial-scale=1";
                meta name="color-scheme" content="light dark";
                title { (title) " · Muyu" }
                link rel="stylesheet" href=(assets::href("muyu.css"));
                link rel="icon" href=(assets::href("muyu.svg")) type="image/svg+xml";
                script src=(assets::href("muyu.js")) defer {}
            }
            body {
                a.skip href="#main" { (reader.t("skip")) }
                header.app {
                    div.bar {
                        a.who href="/" { (PreEscaped(MARK)) div { b { (heading.title) } small { (heading.under) @if let Some(today) = heading.today { span.paper { " · " (reader.date(today)) } } } } }
                        (nav)
                    }
                    (PreEscaped(BAND))
                }
                main id="main" { (notice::part(reader, heading, title)) (body) p.help.no-print { a href="/ayuda" { (reader.t("guide")) } } }
            }
        }
    }
}
