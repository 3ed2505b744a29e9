//! Errors are of two kinds: refusals (the rule says no, told to the person) and faults (something broke, logged with
//! an id).

use sea_orm::DbErr;

use crate::domain::refusal::Refusal;

#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// One or more refusals, each at its field.
    #[error("refused: {}", list(.0))]
    Refused(Vec<Refusal>),
    /// Nobody is signed in.
    #[error("not signed in")]
    NotSignedIn,
    /// Signed in with a temporary password, which must be changed first.
    #[error("the password must be changed first")]
    PasswordToChange,
    /// The database could not take a write. Where `certain`, nothing of it is stored; otherwise it may be stored, and the
    /// same key sent again tells.
    #[error("not saved (certain: {certain}): {why}")]
    Unsaved { certain: bool, why: String },
    /// No answer in time. A write may have been made: the same key sent again tells.
    #[error("no answer in time (writing: {writing})")]
    TooLong { writing: bool },
    #[error("database: {0}")]
    Database(#[from] DbErr),
    #[error("input or output: {0}")]
    Io(#[from] std::io::Error),
    #[error("a task ended early: {0}")]
    Task(#[from] tokio::task::JoinError),
    #[error("{0}")]
    Fault(String),
}

impl Error {
    pub fn fault(what: impl Into<String>) -> Self {
        Self::Fault(what.into())
    }

    /// The same refusals at another field: the form's name for a field may differ from the rule's.
    pub fn at(self, field: &'static str) -> Self {
        match self {
            Self::Refused(refusals) => Self::Refused(refusals.into_iter().map(|refusal| refusal.at(field)).collect()),
            other => other,
        }
    }

    pub fn db(&self) -> Option<&DbErr> {
        match self {
            Self::Database(error) => Some(error),
            _ => None,
        }
    }

    /// The refusals, if it is that kind of error.
    pub fn refusals(&self) -> &[Refusal] {
        match self {
            Self::Refused(refusals) => refusals,
            _ => &[],
        }
    }
}

impl From<Refusal> for Error {
    fn from(refusal: Refusal) -> Self {
        Self::Refused(vec![refusal])
    }
}

impl From<Vec<Refusal>> for Error {
    fn from(refusals: Vec<Refusal>) -> Self {
        Self::Refused(refusals)
    }
}

fn list(refusals: &[Refusal]) -> String {
    refusals.iter().map(ToString::to_string).collect::<Vec<_>>().join("; ")
}
