//! Schemas of the rule book's types: closed sets of codes, and numbers with their bounds.

use utoipa::openapi::RefOr;
use utoipa::openapi::schema::{KnownFormat, ObjectBuilder, Schema, SchemaFormat, Type};

use super::text::Language;
use crate::domain::amount::MAX_MINOR;
use crate::domain::cofinancing::{Movement, MovementKind};
use crate::domain::credit_rules::{MAX_DAYS, MAX_PEOPLE};
use crate::domain::document::Media;
use crate::domain::loan::PaymentMethod;
use crate::domain::rate::{MAX_PPM, WHOLE_PPM};
use crate::domain::rules::{MAX_CASH_STEP, MAX_SMALL_BALANCE, MAX_TOLERANCE_DAYS};
use crate::domain::schedule::{MAX_EVERY, MAX_INSTALLMENTS};

/// A schema of these codes only.
pub fn one_of(codes: impl IntoIterator<Item = &'static str>) -> RefOr<Schema> {
    ObjectBuilder::new().schema_type(Type::String).enum_values(Some(codes)).into()
}

/// A schema of the whole numbers within these bounds.
pub fn within(about: &str, least: i64, most: i64) -> RefOr<Schema> {
    let whole = ObjectBuilder::new().schema_type(Type::Integer).format(Some(SchemaFormat::KnownFormat(KnownFormat::Int64)));
    whole.description(Some(about)).minimum(Some(least)).maximum(Some(most)).into()
}

/// The bytes of a file.
pub struct FileBytes;

impl utoipa::PartialSchema for FileBytes {
    fn schema() -> RefOr<Schema> {
        ObjectBuilder::new().schema_type(Type::String).format(Some(SchemaFormat::KnownFormat(KnownFormat::Binary))).into()
    }
}

impl utoipa::ToSchema for FileBytes {}

/// Describes types by their codes.
macro_rules! describe {
    ($($type:ty: $codes:expr;)+) => {$(
        impl utoipa::PartialSchema for $type {
            fn schema() -> utoipa::openapi::RefOr<utoipa::openapi::schema::Schema> {
                $crate::web::schemas::one_of($codes)
            }
        }

        impl utoipa::ToSchema for $type {}
    )+};
}

/// Names for figures in the description, with their bounds.
macro_rules! figures {
    ($(#[doc = $about:literal] $name:ident: $least:expr, $most:expr;)+) => {$(
        #[doc = $about]
        pub struct $name;

        impl utoipa::PartialSchema for $name {
            fn schema() -> utoipa::openapi::RefOr<utoipa::openapi::schema::Schema> {
                $crate::web::schemas::within($about.trim(), i64::from($least), i64::from($most))
            }
        }

        impl utoipa::ToSchema for $name {}
    )+};
}

pub(crate) use {describe, figures};

/// The payment methods by which money moves.
pub struct MoneyPaymentMethod;

describe! {
    MoneyPaymentMethod: PaymentMethod::OF_MONEY.map(PaymentMethod::code);
    Language: Language::ALL.map(Language::code);
    Media: Media::ALL.map(Media::name);
    Movement: MovementKind::ALL.map(MovementKind::code);
}

figures! {
    /// Minor units, zero or more.
    Amount: 0, MAX_MINOR;
    /// Minor units, above zero.
    AmountAboveZero: 1, MAX_MINOR;
    /// A rate in parts per million.
    RatePpm: 0, MAX_PPM;
    /// A share of a whole in parts per million.
    SharePpm: 0, WHOLE_PPM;
    /// Days of delay that bear no fee.
    ToleranceDays: 0, MAX_TOLERANCE_DAYS;
    /// What cash is rounded down to, in minor units.
    CashStep: 0, MAX_CASH_STEP;
    /// What can be forgiven below it, in minor units.
    SmallBalanceLimit: 0, MAX_SMALL_BALANCE;
    /// How many people.
    People: 0, MAX_PEOPLE;
    /// How many votes.
    Quorum: 1, MAX_PEOPLE;
    /// A window of days.
    WindowDays: 0, MAX_DAYS;
    /// How many installments.
    Installments: 1, MAX_INSTALLMENTS;
    /// Installments of grace.
    Grace: 0, MAX_INSTALLMENTS - 1;
    /// Months or weeks from one installment to the next.
    Every: 1, MAX_EVERY;
}
