//! What every feature's JSON shares: reading bodies and keys, and writing amounts.

use axum::Json;
use axum::extract::rejection::JsonRejection;
use axum::extract::{FromRequest, FromRequestParts, Request};
use axum::http::request::Parts;
use serde::de::DeserializeOwned;
use utoipa::openapi::RefOr;
use utoipa::openapi::schema::{ObjectBuilder, Schema, Type};
use utoipa::{PartialSchema, ToSchema};
use uuid::Uuid;

use crate::domain::loan::PaymentMethod;
use crate::domain::refusal::{Fact, Refusal};
use crate::domain::text::{LONGEST, Line, Note, refusal_of};
use crate::error::Error;

/// A JSON body. An invalid body is a refusal.
pub struct Body<T>(pub T);

impl<S: Send + Sync, T: DeserializeOwned> FromRequest<S> for Body<T> {
    type Rejection = Error;

    async fn from_request(request: Request, state: &S) -> Result<Self, Error> {
        match Json::<T>::from_request(request, state).await {
            Ok(Json(value)) => Ok(Self(value)),
            Err(rejection) => Err(unfit(&rejection).into()),
        }
    }
}

/// The refusal for an invalid body, at its field: the text's own refusal, or that it could not be read.
fn unfit(rejection: &JsonRejection) -> Refusal {
    let found = inner::<serde_path_to_error::Error<serde_json::Error>>(rejection);
    // `items[0].product` is `items-0-product`, as on the pages.
    let field = found.map(|found| found.path().to_string().replace(['[', '.'], "-").replace([']', '?'], "").trim_matches('-').to_owned());
    let text = found.and_then(|found| refusal_of(&found.inner().to_string()).or_else(|| unknown_code(&found.inner().to_string())));
    let unreadable = || Refusal::invalid("", "body-unreadable").with("why", Fact::Text(rejection.body_text()));
    text.unwrap_or_else(unreadable).at(field.unwrap_or_default())
}

/// A code that is none of a closed set, as serde says it.
fn unknown_code(message: &str) -> Option<Refusal> {
    message.starts_with("unknown variant `").then(|| Refusal::invalid("", "choice-unknown"))
}

/// The cause of an error, where it has this type.
fn inner<E: std::error::Error + 'static>(error: &JsonRejection) -> Option<&E> {
    let mut cause: Option<&(dyn std::error::Error + 'static)> = Some(error);
    while let Some(error) = cause {
        if let Some(found) = error.downcast_ref::<E>() {
            return Some(found);
        }
        cause = error.source();
    }
    None
}

macro_rules! text_schema {
    ($($type:ident: $about:literal, $least:literal);* $(;)?) => {$(
        impl PartialSchema for $type {
            fn schema() -> RefOr<Schema> {
                let text = ObjectBuilder::new().schema_type(Type::String).description(Some($about));
                text.min_length(Some($least)).max_length(Some(LONGEST)).into()
            }
        }

        impl ToSchema for $type {}
    )*};
}

text_schema!(
    Line: "A line of text that says something: white space is folded, what cannot be seen is taken out, control characters are refused.", 1;
    Note: "A line of text, which may be empty.", 0;
);

/// The query of an address. An invalid query is a refusal.
pub struct Query<T>(pub T);

impl<S: Send + Sync, T: DeserializeOwned> FromRequestParts<S> for Query<T> {
    type Rejection = Error;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, Error> {
        match axum::extract::Query::<T>::try_from_uri(&parts.uri) {
            Ok(axum::extract::Query(value)) => Ok(Self(value)),
            Err(rejection) => Err(Refusal::invalid("", "query-unreadable").with("why", Fact::Text(rejection.body_text())).into()),
        }
    }
}

/// The `Idempotency-Key` header, a UUID. A request without one gets a new key.
pub struct IdempotencyKey(pub Uuid);

impl<S: Send + Sync> FromRequestParts<S> for IdempotencyKey {
    type Rejection = Error;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, Error> {
        let Some(header) = parts.headers.get("idempotency-key") else { return Ok(Self(Uuid::now_v7())) };
        let key = header.to_str().ok().and_then(|text| text.trim_matches('"').parse().ok());
        key.map(Self).ok_or_else(|| Refusal::invalid("Idempotency-Key", "key-unreadable").into())
    }
}

/// The id of a record that was made or changed.
#[derive(serde::Serialize, utoipa::ToSchema)]
pub struct Made {
    pub id: Uuid,
}

/// A date of a query, `2026-07-20`.
#[derive(serde::Deserialize, utoipa::IntoParams)]
#[into_params(parameter_in = Query)]
pub struct AsOf {
    /// The day to look at; today where none is given.
    pub as_of: Option<chrono::NaiveDate>,
}

/// Which page of a list.
#[derive(serde::Deserialize, utoipa::IntoParams)]
#[into_params(parameter_in = Query)]
pub struct Paged {
    /// Pages of 1 000, from 0.
    page: Option<u64>,
}

impl Paged {
    /// The rows of one page.
    pub const MOST: u64 = 1_000;

    pub fn number(&self) -> u64 {
        self.page.unwrap_or(0)
    }
}

/// Why something is undone.
#[derive(serde::Deserialize, utoipa::ToSchema)]
pub struct Reason {
    pub reason: Line,
}

/// The payment method named, or cash.
///
/// # Errors
/// `choice-unknown`.
pub fn payment_method_of(code: Option<&str>) -> Result<PaymentMethod, Refusal> {
    code.map_or(Some(PaymentMethod::Cash), PaymentMethod::of_money).ok_or_else(|| Refusal::invalid("payment_method", "choice-unknown"))
}
