//! Domain types as columns: an identifier is a UUID; a closed set of codes is text. A code that the rule book does not know
//! means that another program wrote the database.

use chrono::NaiveDate;
use sea_orm::sea_query::{ArrayType, ColumnType, Nullable, StringLen, ValueType, ValueTypeErr};
use sea_orm::sea_query::{Expr, Func};
use sea_orm::{ColIdx, DbBackend, DbErr, IntoActiveValue, QueryResult, Set, TryFromU64, TryGetError, TryGetable, Value};
use uuid::Uuid;

use crate::domain::amount::Unit;
use crate::domain::arrears::Bucket;
use crate::domain::calendar::Period;
use crate::domain::capital::{CapitalKind, CapitalStatus};
use crate::domain::close::{PeriodKind, ShareBasis};
use crate::domain::cofinancing::{
    ContributionKind, Goal, Measure, MovementKind, PartyRole, ProjectShareTerms, PurchaseStatus, PurchaseStep, ShiftKind,
};
use crate::domain::commitment::{CommitmentKind, CommittedBy};
use crate::domain::committee::ApplicationStatus;
use crate::domain::correction::{CorrectionKind, RecordKind};
use crate::domain::credit_rules::Majority;
use crate::domain::event::PaymentKind;
use crate::domain::expense::ExpenseStatus;
use crate::domain::ids::{
    ApplicationId, AssociationId, AttachmentId, BudgetLineId, CapitalId, CapitalReturnId, CorrectionId, CorrectionRequestId, CycleId, DeliveryId,
    EntryId, ExpenseId, FundId, GroupId, GuaranteeId, LabourId, LoanId, MemberId, PartShiftId, PaymentId, ProgrammeId, PurchaseId, RemissionId,
    RepaymentId, TransferId, UserId,
};
use crate::domain::ids::{BankMatchId, BankStatementId, CashCountId, CloseId, ShareOutId};
use crate::domain::interest::DayCount;
use crate::domain::ledger::{Account, SourceKind};
use crate::domain::loan::{LoanStatus, PaymentMethod, RemissionKind};
use crate::domain::member::Sex;
use crate::domain::rate::Per;
use crate::domain::relief::Relief;
use crate::domain::role::Role;
use crate::domain::rules::PaymentOrder;
use crate::domain::schedule::Method;
use crate::domain::transfer::TransferKind;
use crate::error::Error;

/// The column type that a domain type is read from and written to.
macro_rules! columns {
    ($kept:ty, $kind:expr, $array:expr, $write:expr, $read:expr; $($name:ident),* $(,)?) => {$(
        impl From<$name> for Value {
            fn from(value: $name) -> Self {
                $write(value).into()
            }
        }

        impl TryGetable for $name {
            fn try_get_by<I: ColIdx>(row: &QueryResult, column: I) -> Result<Self, TryGetError> {
                let kept = <$kept>::try_get_by(row, column)?;
                let unknown = || TryGetError::DbErr(DbErr::Type(format!("the database has an unknown {}: {kept}", stringify!($name))));
                $read(kept.clone()).ok_or_else(unknown)
            }
        }

        impl ValueType for $name {
            fn try_from(value: Value) -> Result<Self, ValueTypeErr> {
                $read(<$kept as ValueType>::try_from(value)?).ok_or(ValueTypeErr)
            }

            fn type_name() -> String {
                stringify!($name).to_owned()
            }

            fn array_type() -> ArrayType {
                $array
            }

            fn column_type() -> ColumnType {
                $kind
            }
        }

        impl Nullable for $name {
            fn null() -> Value {
                <$kept>::null()
            }
        }

        impl IntoActiveValue<$name> for $name {
            fn into_active_value(self) -> sea_orm::ActiveValue<$name> {
                Set(self)
            }
        }

        impl TryFromU64 for $name {
            fn try_from_u64(_: u64) -> Result<Self, DbErr> {
                Err(DbErr::ConvertFromU64(stringify!($name)))
            }
        }
    )*};
}

macro_rules! id_columns {
    ($($name:ident),* $(,)?) => {$(
        columns!(Uuid, ColumnType::Uuid, ArrayType::Uuid, |id: $name| id.0, |id| Some($name(id)); $name);
    )*};
}

macro_rules! code_columns {
    ($($name:ident),* $(,)?) => {$(
        columns!(String, ColumnType::String(StringLen::None), ArrayType::String, |code: $name| code.code(), |code: String| $name::parse(&code); $name);
    )*};
}

id_columns!(
    ApplicationId,
    AssociationId,
    AttachmentId,
    BankMatchId,
    BankStatementId,
    BudgetLineId,
    CapitalId,
    CapitalReturnId,
    CashCountId,
    CloseId,
    CorrectionId,
    CorrectionRequestId,
    CycleId,
    DeliveryId,
    EntryId,
    ExpenseId,
    FundId,
    GroupId,
    GuaranteeId,
    LabourId,
    LoanId,
    MemberId,
    PaymentId,
    PartShiftId,
    ProgrammeId,
    PurchaseId,
    RemissionId,
    RepaymentId,
    ShareOutId,
    TransferId,
    UserId,
);

code_columns!(
    Account,
    PeriodKind,
    ShareBasis,
    ApplicationStatus,
    Bucket,
    CapitalKind,
    CapitalStatus,
    CommitmentKind,
    CommittedBy,
    ContributionKind,
    CorrectionKind,
    DayCount,
    ExpenseStatus,
    Goal,
    ProjectShareTerms,
    LoanStatus,
    Majority,
    PaymentMethod,
    Measure,
    Method,
    MovementKind,
    PartyRole,
    PaymentKind,
    PaymentOrder,
    Per,
    PurchaseStatus,
    PurchaseStep,
    ShiftKind,
    RecordKind,
    RemissionKind,
    Role,
    Sex,
    SourceKind,
    Period,
    TransferKind,
    Unit,
);

// A relief is kept as the JSON of its terms.
columns!(
    String,
    ColumnType::Text,
    ArrayType::String,
    |relief: Relief| serde_json::to_string(&relief).unwrap_or_default(),
    |text: String| serde_json::from_str(&text).ok();
    Relief
);

/// The number of the first row of a page, within the databases' limits.
pub fn offset(page: u64, most: u64) -> u64 {
    page.saturating_mul(most).min(i64::MAX.unsigned_abs())
}

/// Days from a column's date to a later day.
pub fn days_before(backend: DbBackend, day: NaiveDate, column: Expr) -> Expr {
    match backend {
        DbBackend::Sqlite => Expr::cust_with_exprs("CAST(julianday(?) - julianday(?) AS INTEGER)", [Expr::val(day), column]),
        _ => Expr::cust_with_exprs("(CAST($1 AS date) - $2)", [Expr::val(day), column]),
    }
}

/// A count kept as a whole number.
///
/// # Errors
/// A fault when it does not fit.
pub fn count(number: i64) -> Result<u32, Error> {
    <u32 as TryFrom<i64>>::try_from(number).map_err(|_| Error::fault(format!("the database has a count out of range: {number}")))
}

/// Letters with the marks that [`crate::domain::names::fold`] drops, and the plain letter.
const MARKED: [(&str, &str); 6] = [("áàäâÁÀÄÂ", "a"), ("éèëêÉÈËÊ", "e"), ("íìïîÍÌÏÎ", "i"), ("óòöôÓÒÖÔº°", "o"), ("úùüûÚÙÜÛ", "u"), ("ñÑ", "n")];

/// A short text of a column as it is searched and ordered: lower case, without accents. For tables without a stored folded
/// text.
pub fn folded(text: Expr) -> Expr {
    let plain = MARKED.iter().flat_map(|(marked, plain)| marked.chars().map(move |letter| (letter, *plain)));
    let replaced = plain.fold(text, |text, (letter, plain)| Func::cust("REPLACE").arg(text).arg(letter.to_string()).arg(plain).into());
    Func::lower(replaced).into()
}
