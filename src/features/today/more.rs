//! Everything else, by role.

use axum::extract::State;
use maud::{Markup, html};

use crate::app::App;
use crate::domain::role::{Action, Role};
use crate::error::Error;
use crate::features::funds;
use crate::web::layout::{Place, page};
use crate::web::parts::languages;
use crate::web::signed_in::SignedIn;

pub async fn show(State(app): State<App>, signed_in: SignedIn) -> Result<Markup, Error> {
    let (reader, by) = (signed_in.reader(), &signed_in.0);
    let heading = super::head(&app, reader, by).await?;
    let mut links: Vec<(String, String)> = Vec::new();
    let mut link = |href: String, key: &str| links.push((href, reader.t(key)));
    if let (Some(Role::Treasurer | Role::Committee | Role::Auditor | Role::Member), Some([own, ..])) = (by.role(), by.associations().as_deref()) {
        for fund in funds::of_association(app.db.read(), *own).await? {
            link(format!("/funds/{}", fund.id), "fund-capital-available");
            if by.may(Action::SeeMembers, Some(*own)) {
                link(format!("/funds/{}/loans", fund.id), "loans");
                link(format!("/funds/{}/purchases", fund.id), "purchases");
                link(format!("/funds/{}/repayments", fund.id), "receipts");
                link(format!("/funds/{}/expenses", fund.id), "expenses");
                link(format!("/funds/{}/transfers", fund.id), "transfers");
                link(format!("/funds/{}/capital", fund.id), "capital");
                link(format!("/funds/{}/cycles", fund.id), "cycles");
                link(format!("/funds/{}/rules", fund.id), "rules");
                link(format!("/funds/{}/ledger", fund.id), "ledger");
                link(format!("/funds/{}/corrections", fund.id), "corrections");
            }
        }
        if by.may(Action::ManageFund, Some(*own)) {
            link(format!("/associations/{own}/funds/new"), "fund-new");
            link(format!("/associations/{own}/users"), "sign-ins");
        }
    }
    if matches!(by.role(), Some(Role::Admin | Role::Staff)) {
        link("/inbox".to_owned(), "inbox");
        link("/programmes".to_owned(), "programmes");
    }
    if by.role() != Some(Role::Member) {
        link("/reports/seed".to_owned(), "seed-report");
    }
    if by.may(Action::ManageAssociations, None) {
        link("/users".to_owned(), "sign-ins");
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
