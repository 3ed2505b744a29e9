//! A treasurer's workbook becomes a fund: read whole, checked whole, written whole or not at all.

pub mod api;
pub mod cells;
mod checks;
pub mod columns;
pub mod files;
pub mod pages;
pub mod register;
mod store;
pub mod template;
mod terms;
mod waiting;
pub mod words;
pub mod write;

use std::sync::Arc;

use tokio::sync::Semaphore;
use uuid::Uuid;

use crate::app::App;
use crate::domain::actor::Actor;
use crate::domain::ids::{AssociationId, FundId};
use crate::domain::refusal::{Fact, Refusal};
use crate::domain::role::Action;
use crate::error::Error;
use crate::features::associations;
use register::Register;

/// Told how far an import is: rows done, rows in all.
pub type Progress = Arc<dyn Fn(u64, u64) + Send + Sync>;

/// A file as it was chosen: its name and what is in it.
#[derive(Clone, Debug)]
pub struct File {
    pub name: String,
    pub bytes: Vec<u8>,
}

/// Files are read one after the other, so that many at once need no more memory than one.
static READING: Semaphore = Semaphore::const_new(1);

/// Reads and checks a register on a thread of its own, since a large one takes a while.
///
/// # Errors
/// As [`files::sheets`]; what is wrong inside comes back in the register's faults.
pub async fn read(files: Vec<File>) -> Result<Register, Error> {
    let _turn = READING.acquire().await.map_err(|error| Error::fault(error.to_string()))?;
    tokio::task::spawn_blocking(move || register::read(&files)).await?.map_err(Error::from)
}

/// Reads a register, and checks its dates against today where its association is.
///
/// # Errors
/// As [`read`].
pub async fn look(app: &App, files: Vec<File>) -> Result<Register, Error> {
    let mut register = read(files).await?;
    let today = app.clock.today(associations::time_zone(&register.association.country));
    register.add_faults(checks::in_future(&register, today));
    Ok(register)
}

/// Writes a register without faults.
///
/// # Errors
/// `import-has-faults`, `date-in-future`, `import-same-file`, `import-fund-exists`, `forbidden`, `cash-short`.
pub async fn import(app: &App, by: &Actor, key: Uuid, register: Register, progress: Progress) -> Result<FundId, Error> {
    let today = app.clock.today(associations::time_zone(&register.association.country));
    if let Some(fault) = checks::in_future(&register, today).into_iter().next() {
        return Err(fault.refusal.into());
    }
    if !register.faults.is_empty() {
        return Err(Refusal::conflict("import-has-faults").with("count", Fact::Number(register.fault_count as i64)).into());
    }
    // Whether it is there already is asked where it is written: the same key sent again is answered before that.
    let known = check_may(app, by, &register).await?;
    write::write(app, by, key, register, known, progress).await
}

/// Whether this person may import this register, and whether it is not already there.
///
/// # Errors
/// `forbidden`, `import-other-association`, `import-same-file`, `import-fund-exists`.
pub async fn check_new(app: &App, by: &Actor, register: &Register) -> Result<(), Error> {
    let known = check_may(app, by, register).await?;
    write::refuse_again(app.db.read(), register, known).await
}

/// Whether this person may import this register; answers its association where that is known.
///
/// # Errors
/// `forbidden`, `import-other-association`.
async fn check_may(app: &App, by: &Actor, register: &Register) -> Result<Option<AssociationId>, Error> {
    let known = associations::by_name(app.db.read(), &register.association.name).await?;
    let known = known.map(|association| association.id);
    match known {
        Some(id) => by.check(Action::ImportRegister, Some(id))?,
        None if by.may(Action::ManageAssociations, None) => {}
        None => {
            let name = Fact::Text(register.association.name.to_string());
            return Err(Refusal::conflict("import-other-association").with("name", name).into());
        }
    }
    Ok(known)
}
