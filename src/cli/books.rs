//! Finds the fund named on the command line, without regard to accents and capitals, and by its association where several
//! funds have the name.

use crate::app::App;
use crate::domain::names::fold;
use crate::domain::refusal::{Fact, Refusal};
use crate::error::Error;
use crate::features::associations::{self, Association};
use crate::features::funds::{self, Fund};

/// A name without accents, capitals, full stops or spaces.
fn plain(name: &str) -> String {
    fold(name).chars().filter(|c| c.is_alphanumeric()).collect()
}

/// The fund with this name.
///
/// # Errors
/// `no-such-fund`, `no-such-association`, `fund-name-shared`: each lists the possible names.
pub async fn named(app: &App, fund: &str, association: Option<&str>) -> Result<(Fund, Association), Error> {
    let all = funds::list(app.db.read(), None).await?;
    let owners = associations::list(app.db.read(), None).await?;
    let owner = |own: &Fund| owners.iter().find(|owner| owner.id == own.association).cloned();
    if let Some(wanted) = association
        && !owners.iter().any(|owner| plain(&owner.name) == plain(wanted))
    {
        let there = owners.iter().map(|owner| owner.name.clone()).collect::<Vec<_>>();
        return Err(refused("no-such-association", wanted, &there));
    }
    let of_wanted = |own: &&Fund| association.is_none_or(|wanted| owner(own).is_some_and(|owner| plain(&owner.name) == plain(wanted)));
    let found: Vec<&Fund> = all.iter().filter(of_wanted).filter(|own| plain(&own.name) == plain(fund)).collect();
    let called = |own: &&Fund| format!("{} · {}", owner(own).map(|owner| owner.name).unwrap_or_default(), own.name);
    match found.as_slice() {
        [only] => Ok(((*only).clone(), owner(only).ok_or_else(|| Error::fault("a fund has no association"))?)),
        [] => Err(refused("no-such-fund", fund, &all.iter().filter(of_wanted).map(|own| called(&own)).collect::<Vec<_>>())),
        several => Err(refused("fund-name-shared", fund, &several.iter().map(called).collect::<Vec<_>>())),
    }
}

/// The one with this name among all, without regard to accents and capitals.
///
/// # Errors
/// `code` with the possible names.
pub fn one_of<T>(code: &'static str, name: &str, there: Vec<T>, called: impl Fn(&T) -> &str) -> Result<T, Error> {
    match there.iter().position(|own| plain(called(own)) == plain(name)) {
        Some(place) => there.into_iter().nth(place).ok_or_else(|| Error::fault("what was found is gone")),
        None => Err(refused(code, name, &there.iter().map(|own| called(own).to_owned()).collect::<Vec<_>>())),
    }
}

/// The refusal with the possible names, as many as are easy to read.
fn refused(code: &'static str, name: &str, there: &[String]) -> Error {
    const SHOWN: usize = 20;
    let shown = there.iter().take(SHOWN).cloned().collect::<Vec<_>>().join("; ");
    let refusal = Refusal::conflict(code).with("name", Fact::Text(name.to_owned())).with("there", Fact::Text(shown));
    refusal.with("count", Fact::Number(there.len() as i64)).into()
}
