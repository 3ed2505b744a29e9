//! The frame of every page: who, where, the woven band, and the way around.

use maud::{DOCTYPE, Markup, PreEscaped, html};

use super::assets;
use super::text::Reader;
use crate::domain::actor::Actor;
use crate::domain::ids::FundId;
use crate::domain::role::Role;

const MARK: &str = r##"<svg width="36" height="36" viewBox="0 0 36 36" aria-hidden="true"><circle cx="18" cy="18" r="16" fill="none" stroke="var(--pasture)" stroke-width="3" stroke-dasharray="76 25" transform="rotate(-60 18 18)"/><path d="M18 27V17M18 17c0-5-3-7-7-7 0 5 3 7 7 7zM18 20c0-4 3-6 7-6 0 4-3 6-7 6z" fill="none" stroke="var(--cochineal)" stroke-width="2.5" stroke-linejoin="round"/></svg>"##;
const BAND: &str = r##"<svg class="band" aria-hidden="true"><defs><pattern id="w" width="24" height="12" patternUnits="userSpaceOnUse"><rect width="24" height="12" fill="#17604a"/><path d="M0 12V9h3V6h3V3h3V0h6v3h3v3h3v3h3v3z" fill="#a0203a"/><path d="M6 12V9h3V6h6v3h3v3z" fill="#e0a93a"/><rect x="10.5" y="9" width="3" height="3" fill="#28418f"/></pattern></defs><rect width="100%" height="12" fill="url(#w)"/></svg>"##;

/// The parts of the program that the foot of a page leads to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Place {
    Home,
    Members,
    Fund,
    More,
}

impl Place {
    fn icon(self) -> &'static str {
        match self {
            Self::Home => "M4 5h16v15H4zM4 9h16M8 3v4M16 3v4",
            Self::Members => "M8 11a3 3 0 1 0 0-6 3 3 0 0 0 0 6zM2 20c0-4 3-6 6-6s6 2 6 6M16 11a3 3 0 1 0-1-5.8M17 14c3 .3 5 2.3 5 6",
            Self::Fund => "M12 21V10M12 10C12 6 9 4 5 4c0 4 3 6 7 6zM12 13c0-3 3-5 7-5 0 3-3 5-7 5z",
            Self::More => "M5 12h.01M12 12h.01M19 12h.01",
        }
    }
}

/// What the frame says of where the reader is.
#[derive(Clone, Debug, Default)]
pub struct Heading {
    /// The association, or the program's own name.
    pub title: String,
    pub under: String,
    /// The fund that the foot leads to, if there is one.
    pub fund: Option<FundId>,
    /// The association whose members the foot leads to.
    pub members: Option<String>,
}

/// A page for somebody signed in.
pub fn page(reader: Reader, actor: &Actor, heading: &Heading, here: Place, title: &str, body: Markup) -> Markup {
    let role = actor.role().map(Role::code).unwrap_or("member");
    let foot = html! {
        nav.foot aria-label=(reader.t("nav-label")) {
            (foot_link(reader, here, Place::Home, "/", if role == "treasurer" { "nav-today" } else { "nav-home" }))
            @if let Some(members) = &heading.members { (foot_link(reader, here, Place::Members, members, "nav-members")) }
            @if let Some(fund) = heading.fund { (foot_link(reader, here, Place::Fund, &format!("/funds/{fund}"), "nav-fund")) }
            (foot_link(reader, here, Place::More, "/more", "nav-more"))
        }
    };
    frame(reader, heading, title, html! { main id="main" { (body) } (foot) })
}

/// A page for somebody who is not signed in, or where there is nowhere to go but on.
pub fn plain_page(reader: Reader, title: &str, body: Markup) -> Markup {
    let heading = Heading { title: "Muyu".to_owned(), under: reader.t("tagline"), ..Heading::default() };
    frame(reader, &heading, title, html! { main id="main" { (body) } })
}

fn frame(reader: Reader, heading: &Heading, title: &str, inner: Markup) -> Markup {
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
                    a.who href="/" { (PreEscaped(MARK)) div { b { (heading.title) } small { (heading.under) } } }
                    (PreEscaped(BAND))
                }
                (inner)
            }
        }
    }
}

fn foot_link(reader: Reader, here: Place, place: Place, href: &str, key: &str) -> Markup {
    let current = (here == place).then_some("page");
    html! {
        a href=(href) aria-current=[current] {
            svg width="24" height="24" viewBox="0 0 24 24" fill="none" stroke="currentColor" stroke-width="2" stroke-linecap="round" stroke-linejoin="round" aria-hidden="true" {
                path d=(place.icon()) {}
            }
            (reader.t(key))
        }
    }
}
