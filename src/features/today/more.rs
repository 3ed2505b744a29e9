//! The other pages, by role.

use axum::extract::State;
use maud::{Markup, html};

use crate::app::App;
use crate::domain::role::{Action, Role};
use crate::error::Error;
use crate::features::funds;
use crate::web::layout::{Place, page};
use crate::web::parts::languages;
use crate::web::signed_in::SignedIn;

/// The pages of a fund, with the keys of their names; readers who may not see members get only the first.
const OF_FUND: [(&str, &str); 16] = [
    ("", "fund-capital-available"),
    ("/applications", "applications"),
    ("/loans", "loans"),
    ("/purchases", "purchases"),
    ("/kardex", "kardex"),
    ("/repayments", "receipts"),
    ("/expenses", "expenses"),
    ("/transfers", "transfers"),
    ("/cash-counts", "cash-counts"),
    ("/capital", "capital"),
    ("/closes", "closes"),
    ("/projection", "projection"),
    ("/cycles", "cycles"),
    ("/rules", "rules"),
    ("/ledger", "ledger"),
    ("/corrections", "corrections"),
];

pub async fn show(State(app): State<App>, signed_in: SignedIn) -> Result<Markup, Error> {
    let (reader, by) = (signed_in.reader(), &signed_in.0);
    let heading = super::head(&app, reader, by).await?;
    let mut links: Vec<(String, String)> = Vec::new();
    if let (Some(Role::Treasurer | Role::Committee | Role::Auditor | Role::Member), Some([own, ..])) = (by.role(), by.associations().as_deref()) {
        for fund in funds::of_association(app.db.read(), *own).await? {
            let all = by.may(Action::SeeMembers, Some(*own));
            let pages = OF_FUND.iter().filter(|(below, _)| all || below.is_empty());
            let reader = reader.counting(fund.unit);
            links.extend(pages.map(|(below, key)| (format!("/funds/{}{below}", fund.id), reader.t(key))));
        }
        let mut link = |href: String, key: &str| links.push((href, reader.t(key)));
        if by.may(Action::ManageFund, Some(*own)) {
            link(format!("/associations/{own}/funds/new"), "fund-new");
            link(format!("/associations/{own}/users"), "sign-ins");
        }
    }
    let mut link = |href: String, key: &str| links.push((href, reader.t(key)));
    if matches!(by.role(), Some(Role::Admin | Role::Staff)) {
        link("/inbox".to_owned(), "inbox");
        link("/programmes".to_owned(), "programmes");
    }
    if by.role() != Some(Role::Member) {
        link("/reports/seed".to_owned(), "seed-report");
    }
    if by.may(Action::ManageAssociations, None) {
        link("/users".to_owned(), "sign-ins");
        link("/rate-ceilings".to_owned(), "ceilings");
    }
    if matches!(by.role(), Some(Role::Admin | Role::Treasurer)) {
        link("/import".to_owned(), "import");
    }
    link("/password".to_owned(), "password-change");
    if by.role() == Some(Role::Admin) {
        link("/api/docs/".to_owned(), "api-docs");
    }
    let body = html! {
        h1 { (by.name) }
        p.hint { (by.login) }
        ul.rows { @for (href, text) in &links { li { a.row href=(href) { span { (text) } span { "›" } } } } }
        (languages(reader, ""))
        form method="post" action="/sign-out" { div.buttons { button.button.stop { (reader.t("sign-out")) } } }
    };
    Ok(page(reader, by, &heading, Place::More, &reader.t("nav-more"), body))
}
