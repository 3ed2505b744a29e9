//! The form by which a committee or an assembly decides about one loan: the figure of a day, and the acta.

use chrono::NaiveDate;
use maud::{Markup, html};

use super::{LoanAccount, pages, see};
use crate::app::App;
use crate::domain::calendar;
use crate::domain::ids::LoanId;
use crate::domain::role::Action;
use crate::error::Error;
use crate::features::associations::{self, Association};
use crate::features::funds;
use crate::features::members;
use crate::web::fields::Fields;
use crate::web::layout::{Place, page};
use crate::web::parts::{Field, answer, back, form_refusals, key_field, submit};
use crate::web::signed_in::SignedIn;
use crate::web::text::Reader;

/// The loan, and the day that its form is about.
pub struct DecisionPage {
    pub held: LoanAccount,
    association: Association,
    pub reader: Reader,
    /// The day typed, within the time that the loan has run; today where none was.
    pub on: NaiveDate,
}

/// The words of a form: keys of the catalogues.
pub struct FormWords {
    pub title: &'static str,
    pub figure: &'static str,
    pub hint: &'static str,
    pub button: &'static str,
}

/// What is decided, and by which form.
pub struct DecisionForm<'a> {
    pub words: FormWords,
    /// The end of the address that it is sent to.
    pub sent_to: &'static str,
    /// The figure of the day. Minor units.
    pub minor: i64,
    /// The fields that tell their own refusals.
    pub told: &'a [&'a str],
    /// The fields before the acta.
    pub own: Markup,
}

impl DecisionPage {
    /// # Errors
    /// `not-found`, `forbidden`.
    pub async fn of(app: &App, signed_in: &SignedIn, id: LoanId, fields: &Fields) -> Result<Self, Error> {
        let by = &signed_in.0;
        let held = see(app, by, id).await?;
        let association = associations::see(app, by, held.loan.association_id, Action::ForgiveBalances).await?;
        let reader = signed_in.reader().in_country(&association.country).counting(held.unit);
        let (today, began_on) = (app.clock.today(&association.time_zone), held.loan.disbursed_on);
        let on = calendar::read(fields.get("decided_on")).unwrap_or(today).clamp(began_on, today.max(began_on));
        Ok(Self { held, association, reader, on })
    }

    /// # Errors
    /// A fault of the database.
    pub async fn page(&self, app: &App, signed_in: &SignedIn, fields: &Fields, form: DecisionForm<'_>) -> Result<Markup, Error> {
        let (reader, loan, words) = (self.reader, &self.held.loan, form.words);
        let fund = funds::find(app.db.read(), loan.fund_id).await?;
        let member = members::find(app.db.read(), loan.member_id).await?;
        let title = reader.t(words.title);
        let body = html! {
            (back(&format!("/loans/{}", loan.id), &pages::name(reader, loan)))
            h1 { (title) " · " (member.name) }
            (answer(&reader.t(words.figure), form.minor, reader, self.held.unit, html! { (reader.date(self.on)) }))
            p.hint { (reader.t(words.hint)) }
            (form_refusals(reader, fields, form.told))
            form method="post" action=(format!("/loans/{}/{}", loan.id, form.sent_to)) {
                (key_field(fields))
                (form.own)
                (Field::new(reader, fields, "acta", "remission-acta").hint("remission-acta-hint").text())
                (Field::new(reader, fields, "decided_on", "remission-decided-on").date())
                (submit(reader, words.button))
            }
        };
        let heading = funds::heading(app, reader, &signed_in.0, &self.association, Some(&fund)).await?;
        Ok(page(reader, &signed_in.0, &heading, Place::Members, &title, body))
    }
}
