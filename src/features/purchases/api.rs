//! Purchases over JSON. Deciding is in `approvals`, goods in `deliveries`.

use axum::Json;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use chrono::NaiveDate;
use serde::Deserialize;
use utoipa::{IntoParams, ToSchema};

use super::answers::{PurchaseOut, PurchaseWhole, whole};
use super::bodies::ContentBody;
use super::list::{self, Which};
use super::store;
use super::{Said, cancel as cancelling, draft, order as ordering, pay, settle as settling, submit as submitting};
use crate::app::App;
use crate::domain::cofinancing::{Movement, MovementKind, Payer, PurchaseStatus};
use crate::domain::ids::{FundId, MemberId, ProgrammeId, PurchaseId};
use crate::domain::refusal::Refusal;
use crate::domain::role::Action;
use crate::domain::text::{Line, Note};
use crate::error::Error;
use crate::features::corrections::api::Undoing;
use crate::features::{funds, members};
use crate::web::api::{Body, IdempotencyKey, Made, Query, Reason, payment_method_of};
use crate::web::schemas::{AmountAboveZero, MoneyPaymentMethod};
use crate::web::signed_in::SignedIn;

#[derive(Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub struct Listing {
    /// One status; every status where none is given.
    #[param(value_type = Option<PurchaseStatus>, inline)]
    status: Option<String>,
    /// Pages of 100, from 0.
    page: Option<u64>,
}

/// A fund's purchases, those that have waited longest first.
#[utoipa::path(get, path = "/api/v1/funds/{id}/purchases", tag = "purchases", params(("id" = Uuid, Path), Listing),
    responses((status = 200, body = [PurchaseOut])))]
pub async fn list(
    State(app): State<App>,
    signed_in: SignedIn,
    Path(id): Path<FundId>,
    Query(asked): Query<Listing>,
) -> Result<Json<Vec<PurchaseOut>>, Error> {
    let (fund, _) = funds::see(&app, &signed_in.0, id, Action::SeeMembers).await?;
    let unknown = || Refusal::invalid("status", "choice-unknown");
    let status = asked.status.map(|code| PurchaseStatus::parse(&code).ok_or_else(unknown)).transpose()?;
    let programmes = signed_in.0.programmes_within(fund.association);
    let which = Which { fund: Some(fund.id), programmes, statuses: status.into_iter().collect(), ..Default::default() };
    let purchases = list::list(app.db.read(), &which, asked.page.unwrap_or(0), 100).await?;
    Ok(Json(purchases.iter().map(PurchaseOut::from).collect()))
}

/// The purchases that a member takes part in, each with their own part only.
#[utoipa::path(get, path = "/api/v1/members/{id}/purchases", tag = "purchases", params(("id" = Uuid, Path)),
    responses((status = 200, body = [PurchaseWhole])))]
pub async fn of_member(State(app): State<App>, signed_in: SignedIn, Path(id): Path<MemberId>) -> Result<Json<Vec<PurchaseWhole>>, Error> {
    members::see(&app, &signed_in.0, id).await?;
    let mut all = Vec::new();
    for held in store::of_member(app.db.read(), id).await? {
        let sees = super::see_own(&app, &signed_in.0, held.id()).await.is_ok();
        if sees && held.status() != PurchaseStatus::Draft {
            let events = store::events(app.db.read(), held.id()).await?;
            all.push(whole(&held, events, Some(id))?);
        }
    }
    Ok(Json(all))
}

/// One purchase; a member sees their own part of it.
#[utoipa::path(get, path = "/api/v1/purchases/{id}", tag = "purchases", params(("id" = Uuid, Path)),
    responses((status = 200, body = PurchaseWhole)))]
pub async fn get(State(app): State<App>, signed_in: SignedIn, Path(id): Path<PurchaseId>) -> Result<Json<PurchaseWhole>, Error> {
    let held = super::see_own(&app, &signed_in.0, id).await?;
    let sees_all = signed_in.0.check_within(Action::SeeMembers, held.row.association_id, held.programme()).is_ok();
    let only = signed_in.0.member().map(|(_, member)| member).filter(|_| !sees_all);
    let events = store::events(app.db.read(), held.id()).await?;
    Ok(Json(whole(&held, events, only)?))
}

#[derive(Deserialize, ToSchema)]
pub struct PurchaseBody {
    programme: ProgrammeId,
    content: ContentBody,
}

/// Write a purchase. It is sent with `submit`.
#[utoipa::path(post, path = "/api/v1/funds/{id}/purchases", tag = "purchases", params(("id" = Uuid, Path)), request_body = PurchaseBody,
    responses((status = 201, body = Made)))]
pub async fn create(
    State(app): State<App>,
    signed_in: SignedIn,
    Path(id): Path<FundId>,
    IdempotencyKey(key): IdempotencyKey,
    Body(body): Body<PurchaseBody>,
) -> Result<(StatusCode, Json<Made>), Error> {
    funds::see(&app, &signed_in.0, id, Action::RequestPurchases).await?;
    let new = draft::NewPurchase { fund: id, programme: body.programme, content: body.content.try_into()? };
    let made = draft::create(&app, &signed_in.0, key, new).await?;
    Ok((StatusCode::CREATED, Json(Made { id: made.0 })))
}

/// Replace the content of a draft.
#[utoipa::path(put, path = "/api/v1/purchases/{id}", tag = "purchases", params(("id" = Uuid, Path)), request_body = ContentBody,
    responses((status = 204)))]
pub async fn save(
    State(app): State<App>,
    signed_in: SignedIn,
    Path(id): Path<PurchaseId>,
    IdempotencyKey(key): IdempotencyKey,
    Body(body): Body<ContentBody>,
) -> Result<StatusCode, Error> {
    super::see(&app, &signed_in.0, id, Action::RequestPurchases).await?;
    draft::save(&app, &signed_in.0, key, id, body.try_into()?).await?;
    Ok(StatusCode::NO_CONTENT)
}

#[derive(Deserialize, ToSchema)]
pub struct NoteBody {
    #[serde(default)]
    note: Note,
}

impl From<NoteBody> for Said {
    fn from(body: NoteBody) -> Self {
        Self { note: body.note, acta: None }
    }
}

/// Send a purchase to the project, once every part is covered.
#[utoipa::path(post, path = "/api/v1/purchases/{id}/submit", tag = "purchases", params(("id" = Uuid, Path)), request_body = NoteBody,
    responses((status = 204)))]
pub async fn submit(
    State(app): State<App>,
    signed_in: SignedIn,
    Path(id): Path<PurchaseId>,
    IdempotencyKey(key): IdempotencyKey,
    Body(body): Body<NoteBody>,
) -> Result<StatusCode, Error> {
    submitting::submit(&app, &signed_in.0, key, id, body.into()).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// Order an approved purchase.
#[utoipa::path(post, path = "/api/v1/purchases/{id}/order", tag = "purchases", params(("id" = Uuid, Path)),
    responses((status = 204)))]
pub async fn order(
    State(app): State<App>,
    signed_in: SignedIn,
    Path(id): Path<PurchaseId>,
    IdempotencyKey(key): IdempotencyKey,
) -> Result<StatusCode, Error> {
    ordering::order(&app, &signed_in.0, key, id, Said::default()).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// Cancel a purchase before its goods are received; its payments are reversed.
#[utoipa::path(post, path = "/api/v1/purchases/{id}/cancel", tag = "purchases", params(("id" = Uuid, Path)), request_body = Reason,
    responses((status = 204)))]
pub async fn cancel(State(app): State<App>, signed_in: SignedIn, Undoing(key, order): Undoing<PurchaseId>) -> Result<StatusCode, Error> {
    cancelling::cancel(&app, &signed_in.0, key, order.what, order.reason).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// Settle a received purchase once nobody owes anything for it.
#[utoipa::path(post, path = "/api/v1/purchases/{id}/settle", tag = "purchases", params(("id" = Uuid, Path)), request_body = NoteBody,
    responses((status = 204)))]
pub async fn settle(
    State(app): State<App>,
    signed_in: SignedIn,
    Path(id): Path<PurchaseId>,
    IdempotencyKey(key): IdempotencyKey,
    Body(body): Body<NoteBody>,
) -> Result<StatusCode, Error> {
    settling::settle(&app, &signed_in.0, key, id, body.into()).await?;
    Ok(StatusCode::NO_CONTENT)
}

#[derive(Deserialize, ToSchema)]
pub struct PaymentBody {
    #[schema(value_type = Movement)]
    kind: MovementKind,
    /// The payer: a member, or a party by its place from 0.
    member: Option<MemberId>,
    party: Option<usize>,
    supplier: Option<Line>,
    #[schema(value_type = AmountAboveZero)]
    #[serde(alias = "amount")]
    amount_minor: i64,
    #[schema(value_type = Option<MoneyPaymentMethod>)]
    #[serde(alias = "means")]
    payment_method: Option<String>,
    happens_on: NaiveDate,
    #[serde(default)]
    note: Note,
}

/// Record a payment of a purchase.
#[utoipa::path(post, path = "/api/v1/purchases/{id}/payments", tag = "purchases", params(("id" = Uuid, Path)), request_body = PaymentBody,
    responses((status = 201, body = Made)))]
pub async fn record_payment(
    State(app): State<App>,
    signed_in: SignedIn,
    Path(id): Path<PurchaseId>,
    IdempotencyKey(key): IdempotencyKey,
    Body(body): Body<PaymentBody>,
) -> Result<(StatusCode, Json<Made>), Error> {
    super::see(&app, &signed_in.0, id, Action::RequestPurchases).await?;
    let payer = body.member.map(Payer::Member).or(body.party.map(Payer::Party));
    let movement = Movement::of(body.kind, payer, body.supplier.map(String::from)).ok_or_else(|| Refusal::invalid("kind", "choice-unknown"))?;
    let new = pay::NewPayment {
        movement,
        amount_minor: body.amount_minor,
        payment_method: payment_method_of(body.payment_method.as_deref())?,
        happens_on: body.happens_on,
        note: body.note,
    };
    let made = pay::record(&app, &signed_in.0, key, id, new).await?;
    Ok((StatusCode::CREATED, Json(Made { id: made.0 })))
}
