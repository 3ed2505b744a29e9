//! Naming and releasing guarantors on the loan's page.

use axum::extract::{Path, State};
use axum::response::Response;

use super::pages::loan_page;
use super::see;
use crate::app::App;
use crate::domain::ids::{GuaranteeId, LoanId};
use crate::domain::role::Action;
use crate::error::Error;
use crate::features::corrections::Order;
use crate::features::members;
use crate::features::solidarity::guarantees::{self, NewGuarantees};
use crate::features::solidarity::{self, guarantors_part};
use crate::web::fields::Fields;
use crate::web::form;
use crate::web::parts::sent_to;
use crate::web::signed_in::SignedIn;

/// # Errors
/// What naming them refuses, except mistakes in the form, which are shown on it.
pub async fn add(State(app): State<App>, signed_in: SignedIn, Path(id): Path<LoanId>, fields: Fields) -> Result<Response, Error> {
    let association = see(&app, &signed_in.0, id).await?.loan.association_id;
    signed_in.0.check(Action::ManageLoans, Some(association))?;
    let mut fields = sent_to(fields, &format!("/loans/{id}/guarantees"));
    let all = members::all(app.db.read(), association).await?;
    let named = guarantors_part::read_named(&mut fields, &all, true);
    let new = NewGuarantees { loan: id, named, signed_on: fields.date("signed_on") };
    let doing = guarantees::add(&app, &signed_in.0, fields.key(), new);
    form::answer(doing, fields, |_| format!("/loans/{id}"), async |fields| loan_page(&app, &signed_in, id, &fields).await).await
}

/// # Errors
/// What releasing them refuses, except mistakes in the form, which are shown on it.
pub async fn release(State(app): State<App>, signed_in: SignedIn, Path(id): Path<GuaranteeId>, fields: Fields) -> Result<Response, Error> {
    let loan = solidarity::guarantee(app.db.read(), id).await?.loan_id;
    let association = see(&app, &signed_in.0, loan).await?.loan.association_id;
    signed_in.0.check(Action::ManageLoans, Some(association))?;
    let mut fields = sent_to(fields, &format!("/guarantees/{id}/release"));
    let order = Order::new(id, fields.text("reason"));
    let doing = guarantees::release(&app, &signed_in.0, fields.key(), order);
    form::answer(doing, fields, |_| format!("/loans/{loan}"), async |fields| loan_page(&app, &signed_in, loan, &fields).await).await
}
