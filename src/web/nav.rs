//! The navigation of every page, by role: words on a desktop, a bar at the bottom of a phone.

use maud::{Markup, html};

use super::layout::Heading;
use super::parts::icon;
use super::text::Reader;
use crate::domain::role::Role;

/// The parts of the program that the navigation leads to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Place {
    Home,
    Inbox,
    Associations,
    Members,
    Fund,
    Purchases,
    Cash,
    Programmes,
    Reports,
    Users,
    More,
}

impl Place {
    fn icon(self) -> &'static str {
        match self {
            Self::Home => "M4 5h16v15H4zM4 9h16M8 3v4M16 3v4",
            Self::Inbox => "M4 12.5l5 5L20 6.5",
            Self::Associations | Self::Members => {
                "M8 11a3 3 0 1 0 0-6 3 3 0 0 0 0 6zM2 20c0-4 3-6 6-6s6 2 6 6M16 11a3 3 0 1 0-1-5.8M17 14c3 .3 5 2.3 5 6"
            }
            Self::Fund => "M12 21V10M12 10C12 6 9 4 5 4c0 4 3 6 7 6zM12 13c0-3 3-5 7-5 0 3-3 5-7 5z",
            Self::Purchases => "M4 8h16l-1.5 12h-13zM9 8a3 3 0 0 1 6 0",
            Self::Cash => "M3 6h18v12H3zM12 15a3 3 0 1 0 0-6 3 3 0 0 0 0 6zM6 12h.01M18 12h.01",
            Self::Programmes => "M5 21V4h12l-2 4 2 4H5",
            Self::Reports => "M5 20v-7M12 20V5M19 20v-10",
            Self::Users => "M12 11a3.5 3.5 0 1 0 0-7 3.5 3.5 0 0 0 0 7zM5 21c0-5 3-7 7-7s7 2 7 7",
            Self::More => "M5 12h.01M12 12h.01M19 12h.01",
        }
    }
}

struct Tab {
    place: Place,
    href: String,
    key: &'static str,
    /// Only on a desktop; on a phone it is under More.
    desk: bool,
}

fn tab(place: Place, href: impl Into<String>, key: &'static str) -> Option<Tab> {
    Some(Tab { place, href: href.into(), key, desk: false })
}

fn desk(place: Place, href: impl Into<String>, key: &'static str) -> Option<Tab> {
    Some(Tab { place, href: href.into(), key, desk: true })
}

/// The tabs of a role: five at most on a phone.
fn tabs(role: Role, heading: &Heading) -> Vec<Tab> {
    let of_fund = |below: &str| heading.fund.map(|fund| format!("/funds/{fund}{below}"));
    let members = heading.members.clone().and_then(|href| tab(Place::Members, href, "nav-members"));
    let fund = of_fund("").and_then(|href| tab(Place::Fund, href, "nav-fund"));
    let purchases = of_fund("/purchases").and_then(|href| tab(Place::Purchases, href, "nav-purchases"));
    let cash = of_fund("/ledger?account=cash").and_then(|href| desk(Place::Cash, href, "nav-cash"));
    let associations = || tab(Place::Associations, "/associations", "nav-associations");
    let more = tab(Place::More, "/more", "nav-more");
    let (programmes, reports) = (desk(Place::Programmes, "/programmes", "nav-programmes"), desk(Place::Reports, "/reports/seed", "nav-reports"));
    let all = match role {
        Role::Treasurer => vec![tab(Place::Home, "/", "nav-today"), members, fund, purchases, cash, more],
        Role::Committee => vec![tab(Place::Home, "/", "nav-decide"), members, fund, reports, more],
        Role::Auditor => vec![tab(Place::Home, "/", "nav-home"), members, fund, purchases, reports, more],
        Role::Member => vec![tab(Place::Home, "/", "nav-home"), fund, more],
        Role::Staff => vec![tab(Place::Home, "/", "nav-home"), tab(Place::Inbox, "/inbox", "nav-inbox"), associations(), programmes, reports, more],
        Role::Admin => {
            let users = desk(Place::Users, "/users", "nav-users");
            vec![tab(Place::Home, "/", "nav-home"), tab(Place::Inbox, "/inbox", "nav-inbox"), associations(), programmes, reports, users, more]
        }
    };
    all.into_iter().flatten().collect()
}

/// The tab that a place belongs to for this role: its own, or the nearest above it.
fn standing(tabs: &[Tab], here: Place) -> Place {
    let above = match here {
        Place::Purchases | Place::Cash => Place::Fund,
        Place::Inbox => Place::Home,
        Place::Programmes | Place::Reports | Place::Users => Place::More,
        _ => Place::Associations,
    };
    let has = |place: Place| tabs.iter().any(|tab| tab.place == place);
    [here, above, Place::Associations].into_iter().find(|place| has(*place)).unwrap_or(Place::Home)
}

/// The navigation of a role, with the reader's place marked.
pub fn nav(reader: Reader, role: Role, heading: &Heading, here: Place) -> Markup {
    let (tabs, reader) = (tabs(role, heading), Reader { produce: heading.produce, ..reader });
    let here = standing(&tabs, here);
    let hidden = tabs.iter().any(|tab| tab.place == here && tab.desk);
    html! {
        nav.foot aria-label=(reader.t("nav-label")) {
            @for tab in &tabs {
                // On a phone a place that only the desktop shows belongs to More.
                @if tab.place == Place::More && hidden {
                    (link(reader, tab, false, Some("desk")))
                    (link(reader, tab, true, Some("phone")))
                } @else {
                    (link(reader, tab, tab.place == here, tab.desk.then_some("desk")))
                }
            }
        }
    }
}

fn link(reader: Reader, tab: &Tab, current: bool, class: Option<&str>) -> Markup {
    html! {
        a class=[class] href=(tab.href) aria-current=[current.then_some("page")] {
            (icon(tab.place.icon())) span { (reader.t(tab.key)) }
            @if tab.place == Place::Inbox && reader.waiting > 0 {
                " " span.count { (reader.waiting) span.unseen { " " (reader.t("nav-waiting")) } }
            }
        }
    }
}
