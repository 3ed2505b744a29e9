//! Turns a treasurer's workbook into a fund: read whole, checked whole, and written whole or not at all.

mod agreed;
mod answers;
pub mod api;
pub mod balances;
mod cash_book;
pub mod cells;
mod checks;
pub mod choices;
mod concerned;
mod dictionary;
mod doubts;
pub mod faults;
pub mod files;
mod fortnights;
mod found;
pub mod headers;
mod house;
mod joined;
mod keys;
mod known_people;
mod listing;
mod loans;
mod made_tables;
pub mod marked;
mod matching;
mod member_sheets;
mod money;
mod months;
mod openings;
pub mod pages;
mod people;
mod reading;
pub mod recognise;
pub mod register;
mod same_person;
mod settle;
mod store;
mod tables;
pub mod take_back;
pub mod template;
mod term;
mod terms;
pub mod told;
mod unread;
mod values;
mod waiting;
mod which_loan;
pub mod words;
pub mod write;

pub use values::{date as day_in, is_nothing, plain_amount, unit_in};

use std::sync::Arc;

use tokio::sync::Semaphore;
use uuid::Uuid;

use crate::app::App;
use crate::clock::Clock;
use crate::domain::actor::Actor;
use crate::domain::ids::{AssociationId, FundId};
use crate::domain::refusal::{Fact, Refusal};
use crate::domain::role::Action;
use crate::error::Error;
use crate::features::{associations, funds};
use choices::Choices;
use register::Register;

/// Receives an import's progress: rows done, rows in all.
pub type Progress = Arc<dyn Fn(u64, u64) + Send + Sync>;

/// A file as the user chose it: its name and its content.
#[derive(Clone, Debug)]
pub struct File {
    pub name: String,
    pub bytes: Vec<u8>,
}

/// Files are read one after the other, so that many imports at once need no more memory than one.
static READING: Semaphore = Semaphore::const_new(1);

/// Reads files into sheets on a thread of its own.
///
/// # Errors
/// As [`files::sheets`].
pub async fn sheets_of(files: Vec<File>) -> Result<Vec<files::Sheet>, Error> {
    let _turn = READING.acquire().await.map_err(|error| Error::fault(error.to_string()))?;
    tokio::task::spawn_blocking(move || files::sheets(&files)).await?.map_err(Error::from)
}

/// Reads and checks a register on a thread of its own, because a large one takes long.
///
/// # Errors
/// As [`files::sheets`]. What is wrong inside is among the register's faults.
pub async fn read(files: Vec<File>) -> Result<Register, Error> {
    read_with(files, Choices::default()).await
}

/// The same with the user's answers about the notebook.
///
/// # Errors
/// As [`read`].
pub async fn read_with(files: Vec<File>, choices: Choices) -> Result<Register, Error> {
    read_shared(Arc::new(files), choices).await
}

/// The same of files that may be read again: they are not held twice.
async fn read_shared(files: Arc<Vec<File>>, choices: Choices) -> Result<Register, Error> {
    let _turn = READING.acquire().await.map_err(|error| Error::fault(error.to_string()))?;
    tokio::task::spawn_blocking(move || register::read_with(&files, &choices)).await?.map_err(Error::from)
}

/// Reads a register, and checks its dates against today where its association is.
///
/// # Errors
/// As [`read`].
pub async fn look(app: &App, files: Vec<File>) -> Result<Register, Error> {
    look_with(app, files, Choices::default()).await
}

/// The same with the user's answers about the notebook.
///
/// # Errors
/// As [`read`].
pub async fn look_with(app: &App, files: Vec<File>, choices: Choices) -> Result<Register, Error> {
    // Until the country is known, today is taken in the country of most associations.
    let today = choices.today.unwrap_or_else(|| app.clock.today(associations::time_zone("PE")));
    let choices = Choices { today: Some(today), ..choices };
    let files = Arc::new(files);
    let mut register = read_shared(files.clone(), choices.clone()).await?;
    // The answers about this association's earlier notebooks apply where the user gave no other.
    if let Some(kept) = kept_answers(app, &register).await? {
        let again = choices.over(kept);
        if again != choices {
            register = read_shared(files, again).await?;
        }
    }
    let today = app.clock.today(associations::time_zone(&register.association.country));
    register.add_faults(checks::in_future(&register, today));
    if let Some(known) = known_association(app, &register).await? {
        known_people::settle(app, known, &mut register).await?;
    }
    let close = close_names(app, &register).await?;
    register.add_asks(close);
    Ok(register)
}

/// The same without a database to compare it with.
///
/// # Errors
/// As [`read`].
pub async fn look_alone(clock: Clock, files: Vec<File>, choices: Choices) -> Result<Register, Error> {
    let today = choices.today.unwrap_or_else(|| clock.today(associations::time_zone("PE")));
    let mut register = read_with(files, Choices { today: Some(today), ..choices }).await?;
    let today = clock.today(associations::time_zone(&register.association.country));
    register.add_faults(checks::in_future(&register, today));
    Ok(register)
}

/// The notebook's association, where it already exists. Differences of case, accents, spaces and full stops do not count.
async fn known_association(app: &App, register: &Register) -> Result<Option<AssociationId>, Error> {
    let called = keys::joined(&register.association.name);
    let all = associations::list(app.db.read(), None).await?;
    Ok(all.into_iter().find(|known| keys::joined(&known.name) == called).map(|known| known.id))
}

/// The kept answers about sheets and columns of this association's earlier notebooks.
async fn kept_answers(app: &App, register: &Register) -> Result<Option<Choices>, Error> {
    let Some(known) = known_association(app, register).await? else { return Ok(None) };
    let kept = store::answers(app.db.read(), known).await?;
    // Answers that another version wrote and this one cannot read are asked for again.
    Ok(kept.and_then(|text| Choices::parse(&text).ok()))
}

/// An association or a fund whose name is one letter from the notebook's: the user is asked, since it may be the same.
async fn close_names(app: &App, register: &Register) -> Result<Vec<faults::Fault>, Error> {
    if register.nameless {
        return Ok(Vec::new());
    }
    let ask = |kind: &str, name: &str| {
        let refusal = Refusal::invalid("", "import-close-name").with("kind", Fact::Text(kind.to_owned()));
        let refusal = refusal.with("name", Fact::Text(name.to_owned()));
        faults::Fault { sheet: headers::Kind::House.title().to_owned(), row: 0, column: String::new(), refusal }
    };
    let all = associations::list(app.db.read(), None).await?;
    Ok(match all.iter().find(|known| keys::joined(&known.name) == keys::joined(&register.association.name)) {
        Some(known) => {
            let own = funds::of_association(app.db.read(), known.id).await?;
            let close = own.into_iter().find(|fund| keys::slip(&fund.name, &register.fund_name));
            close.map(|fund| ask("fund", &fund.name)).into_iter().collect()
        }
        None => {
            let close = all.into_iter().find(|known| keys::slip(&known.name, &register.association.name));
            close.map(|known| ask("association", &known.name)).into_iter().collect()
        }
    })
}

/// Writes a register without faults.
///
/// # Errors
/// `import-has-faults`, `import-unconfirmed`, `date-in-future`, `import-same-file`, `import-fund-exists`, `forbidden`, `cash-short`.
pub async fn import(app: &App, by: &Actor, key: Uuid, register: Register, progress: Progress) -> Result<FundId, Error> {
    let today = app.clock.today(associations::time_zone(&register.association.country));
    if let Some(fault) = checks::in_future(&register, today).into_iter().next() {
        return Err(fault.refusal.into());
    }
    if !register.faults.is_empty() {
        return Err(Refusal::conflict("import-has-faults").with("count", Fact::Number(register.fault_count as i64)).into());
    }
    if !register.asks.is_empty() && !register.confirmed {
        return Err(Refusal::conflict("import-unconfirmed").with("count", Fact::Number(register.ask_count as i64)).into());
    }
    // Whether it already exists is checked inside the command: a repeated key is answered before that.
    let known = check_may(app, by, &register).await?;
    write::write(app, by, key, register, known, progress).await
}

/// Checks that this person may import this register, and that it was not imported already.
///
/// # Errors
/// `forbidden`, `import-other-association`, `import-same-file`, `import-fund-exists`.
pub async fn check_new(app: &App, by: &Actor, register: &Register) -> Result<(), Error> {
    let known = check_may(app, by, register).await?;
    write::refuse_again(app.db.read(), register, known).await
}

/// Checks that this person may import this register, and returns its association where it exists.
///
/// # Errors
/// `forbidden`, `import-other-association`.
async fn check_may(app: &App, by: &Actor, register: &Register) -> Result<Option<AssociationId>, Error> {
    let known = known_association(app, register).await?;
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
