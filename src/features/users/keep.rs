//! A sign-in is created, reset, closed or opened again by a person with a higher role. The temporary password is shown once, to
//! be handed over.

use serde::Serialize;
use serde_json::json;
use uuid::Uuid;

use super::store;
use crate::app::App;
use crate::clock::day_of;
use crate::db::command::{self, Command, Done, Step};
use crate::domain::actor::Actor;
use crate::domain::correction::{FieldChange, FieldValue, RecordKind};
use crate::domain::ids::{AssociationId, MemberId, UserId};
use crate::domain::names::fit_login;
use crate::domain::password::check;
use crate::domain::refusal::{Fact, Refusal};
use crate::domain::role::{Action, Grant};
use crate::domain::text::Line;
use crate::error::Error;
use crate::features::corrections::{Changed, Order, keep_change};
use crate::features::sessions::hasher::Lane;
use crate::features::sessions::{self, OwnSession, password};
use crate::features::{associations, members, programmes};

#[derive(Clone, Debug, Serialize)]
pub struct NewUser {
    pub login: String,
    pub name: Line,
    pub grant: Grant,
}

/// A sign-in for which a temporary password was requested.
#[derive(Clone, Copy, Debug)]
pub struct HandedOver {
    pub user: UserId,
    /// Whether this request's password is the valid one. Where its key was used before it is not: the first request's password
    /// is, or a later one.
    pub set: bool,
}

impl HandedOver {
    /// # Errors
    /// `password-told-before` where this request's password is not valid.
    pub fn told(self) -> Result<UserId, Refusal> {
        if self.set { Ok(self.user) } else { Err(Refusal::conflict("password-told-before")) }
    }

    /// Compares with the stored hash, because a write that was retried may find its own key.
    async fn of(app: &App, user: UserId, hash: &str) -> Result<Self, Error> {
        let kept = sessions::find(app.db.read(), user).await?;
        Ok(Self { user, set: kept.password_hash == hash })
    }
}

/// Creates a sign-in with a password that its owner must change at first use.
///
/// # Errors
/// `forbidden`, `login-taken`, `login-unfit`, `not-found`.
pub async fn create(app: &App, by: &Actor, key: Uuid, new: NewUser, temporary: String) -> Result<HandedOver, Error> {
    by.check_manages(new.grant)?;
    let new = NewUser { login: fit_login(&new.login)?, ..new };
    check(&temporary, &[&new.login, &new.name])?;
    let hash = password::hash(app, Lane::Known, temporary).await?;
    let set = hash.clone();
    let command = Command { name: "user.create", allowed: Action::ManageSignIns, association: association_of(new.grant), key, input: new };
    let id = command::run(&app.db, app.clock, by, command, move |step, new| {
        let hash = hash.clone();
        Box::pin(insert(step, new, hash))
    })
    .await?;
    app.forget_people();
    HandedOver::of(app, UserId(id), &set).await
}

async fn insert(step: &Step<'_>, new: NewUser, hash: String) -> Result<Done, Error> {
    if sessions::by_login(step.tx, &new.login).await?.is_some() {
        return Err(Refusal::conflict("login-taken").at("login").with("login", Fact::Text(new.login)).into());
    }
    match new.grant {
        Grant::Admin => {}
        Grant::Staff(programme) => {
            programmes::find(step.tx, programme).await?;
        }
        Grant::Treasurer(association) | Grant::Auditor(association) => {
            associations::find(step.tx, association).await?;
        }
        Grant::Committee(association, member) | Grant::Member(association, member) => {
            let member = members::find(step.tx, member).await?;
            if member.association_id != association {
                return Err(Refusal::not_found().into());
            }
        }
    }
    let grant = new.grant;
    let id = store::insert(step, new, hash, true).await?;
    Ok(Done { id: id.0, association: association_of(grant), detail: json!({ "role": grant.role().code() }) })
}

/// Gives a sign-in a new temporary password; its sessions end.
///
/// # Errors
/// `forbidden`, `not-found`.
pub async fn reset(app: &App, by: &Actor, key: Uuid, user: UserId, temporary: String) -> Result<HandedOver, Error> {
    let association = manageable(app, by, user).await?;
    let known = sessions::find(app.db.read(), user).await?;
    check(&temporary, &[&known.login, &known.name])?;
    let hash = password::hash(app, Lane::Known, temporary).await?;
    let set = hash.clone();
    let command = Command { name: "user.reset", allowed: Action::ManageSignIns, association, key, input: user };
    command::run(&app.db, app.clock, by, command, move |step, user| {
        let hash = hash.clone();
        Box::pin(async move {
            sessions::set_password(step.tx, user, hash, true).await?;
            sessions::end_sessions(step.tx, user, &OwnSession::default()).await?;
            Ok(Done { id: user.0, association, detail: json!({}) })
        })
    })
    .await?;
    app.forget_people();
    HandedOver::of(app, user, &set).await
}

/// Seats a member with a sign-in in the committee, or removes them from it.
///
/// # Errors
/// `forbidden`, `not-found`, `nothing-changed`.
pub async fn seat(app: &App, by: &Actor, key: Uuid, member: MemberId, sits: bool) -> Result<(), Error> {
    let of = members::find(app.db.read(), member).await?.association_id;
    by.check_manages(Grant::Committee(of, member))?;
    let name = if sits { "user.appoint" } else { "user.dismiss" };
    let command = Command { name, allowed: Action::ManageSignIns, association: Some(of), key, input: member };
    command::run(&app.db, app.clock, by, command, move |step, member| Box::pin(seat_work(step, Grant::Committee(of, member), member, sits))).await?;
    app.forget_people();
    Ok(())
}

async fn seat_work(step: &Step<'_>, seat: Grant, member: MemberId, sits: bool) -> Result<Done, Error> {
    let user = store::of_member(step.tx, member).await?.ok_or_else(Refusal::not_found)?;
    if store::grants_of(step.tx, user.id).await?.contains(&seat) == sits {
        return Err(Refusal::conflict("nothing-changed").into());
    }
    if sits {
        store::add_grant(step, user.id, seat).await?;
    } else {
        store::dismiss(step, user.id, seat).await?;
    }
    Ok(Done { id: user.id.0, association: association_of(seat), detail: json!({ "member": member }) })
}

/// Closes a sign-in; its records remain.
///
/// # Errors
/// `forbidden`, `not-found`, `own-sign-in`.
pub async fn disable(app: &App, by: &Actor, key: Uuid, user: UserId) -> Result<(), Error> {
    let association = manageable(app, by, user).await?;
    if user == by.user_id {
        return Err(Refusal::conflict("own-sign-in").into());
    }
    let command = Command { name: "user.disable", allowed: Action::ManageSignIns, association, key, input: user };
    command::run(&app.db, app.clock, by, command, move |step, user| {
        Box::pin(async move {
            store::set_disabled(step, user).await?;
            sessions::end_sessions(step.tx, user, &OwnSession::default()).await?;
            Ok(Done { id: user.0, association, detail: json!({}) })
        })
    })
    .await?;
    app.forget_people();
    Ok(())
}

/// Opens a closed sign-in again, with its earlier roles and a new temporary password: it may have been closed because somebody
/// else knew the old one.
///
/// # Errors
/// `forbidden`, `not-found`, `sign-in-open`.
pub async fn reopen(app: &App, by: &Actor, key: Uuid, order: Order<UserId>, temporary: String) -> Result<HandedOver, Error> {
    let user = order.what;
    let association = manageable(app, by, user).await?;
    let known = sessions::find(app.db.read(), user).await?;
    check(&temporary, &[&known.login, &known.name])?;
    let hash = password::hash(app, Lane::Known, temporary).await?;
    let set = hash.clone();
    let command = Command { name: "user.reopen", allowed: Action::ManageSignIns, association, key, input: order };
    command::run(&app.db, app.clock, by, command, move |step, order| {
        let hash = hash.clone();
        Box::pin(reopen_work(step, order, association, hash))
    })
    .await?;
    app.forget_people();
    HandedOver::of(app, user, &set).await
}

async fn reopen_work(step: &Step<'_>, order: Order<UserId>, association: Option<AssociationId>, hash: String) -> Result<Done, Error> {
    let user = order.what;
    let closed = sessions::find(step.tx, user).await?.disabled_at.ok_or_else(|| Refusal::conflict("sign-in-open"))?;
    let zone = match association {
        Some(id) => associations::find(step.tx, id).await?.time_zone,
        None => associations::time_zone("").to_owned(),
    };
    let was = FieldValue::Date(day_of(closed, &zone));
    let changes = vec![FieldChange { what: "closed_on".to_owned(), was, is: FieldValue::Nothing }];
    keep_change(step, Changed { kind: RecordKind::SignIn, id: user.0, association, changes }, &order.reason).await?;
    store::set_open(step, user).await?;
    sessions::set_password(step.tx, user, hash, true).await?;
    sessions::end_sessions(step.tx, user, &OwnSession::default()).await?;
    Ok(Done { id: user.0, association, detail: json!({ "reason": order.reason }) })
}

/// Checks that every role of a sign-in is below this person's, and returns its association.
pub async fn manageable(app: &App, by: &Actor, user: UserId) -> Result<Option<AssociationId>, Error> {
    sessions::find(app.db.read(), user).await?;
    let grants = store::grants_of(app.db.read(), user).await?;
    for grant in &grants {
        by.check_manages(*grant)?;
    }
    Ok(grants.first().copied().and_then(association_of))
}

fn association_of(grant: Grant) -> Option<AssociationId> {
    match grant {
        Grant::Admin | Grant::Staff(_) => None,
        Grant::Treasurer(association) | Grant::Auditor(association) | Grant::Committee(association, _) | Grant::Member(association, _) => {
            Some(association)
        }
    }
}
