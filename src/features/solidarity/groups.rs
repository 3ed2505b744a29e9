//! A solidarity group is formed, its members change, and it is dissolved. Its history is kept.

use chrono::NaiveDate;
use serde::Serialize;
use serde_json::json;
use uuid::Uuid;

use super::store::{self, Membership};
use super::{Group, see};
use crate::app::App;
use crate::db::command::{self, Command, Done, Step};
use crate::domain::actor::Actor;
use crate::domain::calendar::happened;
use crate::domain::correction::{FieldChange, FieldValue, RecordKind, changes};
use crate::domain::ids::{AssociationId, GroupId, MemberId};
use crate::domain::refusal::{Fact, Refusal};
use crate::domain::role::Action;
use crate::domain::solidarity::check_group;
use crate::domain::text::Line;
use crate::error::Error;
use crate::features::corrections::{Changed, Order, keep_change};
use crate::features::{associations, members};

#[derive(Clone, Debug, Serialize)]
pub struct NewGroup {
    pub association: AssociationId,
    pub name: Line,
    pub formed_on: NaiveDate,
    pub members: Vec<MemberId>,
}

/// # Errors
/// `forbidden`, `date-in-future`, `group-size`, `member-twice`, `group-exists`, `in-another-group`,
/// `member-of-another-association`, `member-not-joined`, `member-has-left`.
pub async fn form(app: &App, by: &Actor, key: Uuid, new: NewGroup) -> Result<GroupId, Error> {
    let command = Command { name: "group.form", allowed: Action::ManageMembers, association: Some(new.association), key, input: new };
    let id = command::run(&app.db, app.clock, by, command, |step, new| Box::pin(form_work(step, new))).await?;
    Ok(GroupId(id))
}

async fn form_work(step: &Step<'_>, new: NewGroup) -> Result<Done, Error> {
    let association = new.association;
    check_day(step, association, new.formed_on, "formed_on").await?;
    check_group(&new.members)?;
    let known = store::list(step.tx, association).await?;
    if known.iter().any(|group| group.dissolved_on.is_none() && group.name == *new.name) {
        return Err(Refusal::conflict("group-exists").at("name").with("name", Fact::Text(new.name.into())).into());
    }
    for member in &new.members {
        check_member(step, association, *member, new.formed_on).await?;
    }
    check_free(step, None, &new.members, new.formed_on).await?;
    let id: GroupId = step.new_id();
    let group = Group {
        id,
        association_id: association,
        name: new.name.into(),
        formed_on: new.formed_on,
        dissolved_on: None,
        recorded_by: step.by.user_id,
        recorded_at: step.now,
    };
    store::insert_group(step, group).await?;
    store::join(step, new.members.iter().map(|member| membership(id, association, *member, new.formed_on)).collect()).await?;
    Ok(Done { id: id.0, association: Some(association), detail: json!({ "members": new.members }) })
}

/// A group's members from a day on.
#[derive(Clone, Debug, Serialize)]
pub struct NewMembers {
    pub group: GroupId,
    pub on: NaiveDate,
    pub members: Vec<MemberId>,
}

/// # Errors
/// As [`form`], and `group-dissolved`, `nothing-changed`, `before-group`.
pub async fn change(app: &App, by: &Actor, key: Uuid, order: Order<NewMembers>) -> Result<GroupId, Error> {
    let group = see(app, by, order.what.group, Action::ManageMembers).await?;
    let command = Command { name: "group.change", allowed: Action::ManageMembers, association: Some(group.association_id), key, input: order };
    let id = command::run(&app.db, app.clock, by, command, |step, order| Box::pin(change_work(step, order))).await?;
    Ok(GroupId(id))
}

async fn change_work(step: &Step<'_>, order: Order<NewMembers>) -> Result<Done, Error> {
    let NewMembers { group, on, members } = order.what;
    let group = standing(step, group).await?;
    let association = group.association_id;
    check_day(step, association, on, "on").await?;
    check_group(&members)?;
    let all = store::memberships(step.tx, vec![group.id]).await?;
    let latest = all.iter().flat_map(|row| [Some(row.joined_on), row.left_on]).flatten().max().unwrap_or(group.formed_on);
    if on < latest {
        return Err(Refusal::invalid("on", "before-group").with("date", Fact::Date(latest)).into());
    }
    let present: Vec<&Membership> = all.iter().filter(|row| row.left_on.is_none()).collect();
    let new: Vec<MemberId> = members.iter().copied().filter(|member| present.iter().all(|row| row.member_id != *member)).collect();
    for member in &new {
        check_member(step, association, *member, on).await?;
    }
    check_free(step, Some(group.id), &new, on).await?;
    let was = names(step, &present.iter().map(|row| row.member_id).collect::<Vec<_>>()).await?;
    let changed = changes(vec![("members", was)], vec![("members", names(step, &members).await?)]);
    keep(step, &group, changed, &order.reason).await?;
    for row in present.iter().filter(|row| !members.contains(&row.member_id)) {
        store::leave(step, row, on).await?;
    }
    // A member who left on this same day is kept: the mistake is undone.
    let mut joining = Vec::new();
    for member in new {
        match all.iter().find(|row| row.member_id == member && row.left_on == Some(on)) {
            Some(row) => store::stay(step, row).await?,
            None => joining.push(membership(group.id, association, member, on)),
        }
    }
    store::join(step, joining).await?;
    Ok(Done { id: group.id.0, association: Some(association), detail: json!({ "on": on, "members": members }) })
}

/// The group does not exist from that day on; its members' guarantees remain.
///
/// # Errors
/// `forbidden`, `not-found`, `group-dissolved`, `date-in-future`, `before-group`.
pub async fn dissolve(app: &App, by: &Actor, key: Uuid, order: Order<(GroupId, NaiveDate)>) -> Result<GroupId, Error> {
    let group = see(app, by, order.what.0, Action::ManageMembers).await?;
    let command = Command { name: "group.dissolve", allowed: Action::ManageMembers, association: Some(group.association_id), key, input: order };
    let id = command::run(&app.db, app.clock, by, command, |step, order| Box::pin(dissolve_work(step, order))).await?;
    Ok(GroupId(id))
}

async fn dissolve_work(step: &Step<'_>, order: Order<(GroupId, NaiveDate)>) -> Result<Done, Error> {
    let (id, on) = order.what;
    let group = standing(step, id).await?;
    check_day(step, group.association_id, on, "on").await?;
    if on < group.formed_on {
        return Err(Refusal::invalid("on", "before-group").with("date", Fact::Date(group.formed_on)).into());
    }
    let changed = changes(vec![("dissolved_on", FieldValue::Nothing)], vec![("dissolved_on", FieldValue::Date(on))]);
    keep(step, &group, changed, &order.reason).await?;
    for row in store::memberships(step.tx, vec![id]).await?.iter().filter(|row| row.left_on.is_none()) {
        store::leave(step, row, on.max(row.joined_on)).await?;
    }
    let association = group.association_id;
    store::update_group(step, Group { dissolved_on: Some(on), ..group }).await?;
    Ok(Done { id: id.0, association: Some(association), detail: json!({ "on": on, "reason": order.reason }) })
}

async fn standing(step: &Step<'_>, id: GroupId) -> Result<Group, Error> {
    let group = store::find(step.tx, id).await?;
    if group.dissolved_on.is_some() { Err(Refusal::conflict("group-dissolved").into()) } else { Ok(group) }
}

async fn keep(step: &Step<'_>, group: &Group, changes: Vec<FieldChange>, reason: &Line) -> Result<(), Error> {
    keep_change(step, Changed { kind: RecordKind::Group, id: group.id.0, association: Some(group.association_id), changes }, reason).await
}

/// Names in order, so that the same members give the same text.
async fn names(step: &Step<'_>, ids: &[MemberId]) -> Result<FieldValue, Error> {
    let mut names: Vec<String> = members::names(step.tx, ids.to_vec()).await?.into_values().collect();
    names.sort();
    Ok(FieldValue::Text(names.join("; ")))
}

async fn check_day(step: &Step<'_>, association: AssociationId, on: NaiveDate, field: &'static str) -> Result<(), Error> {
    let zone = associations::find(step.tx, association).await?.time_zone;
    happened(on, step.clock.today(&zone)).map_err(|refusal| refusal.at(field))?;
    Ok(())
}

async fn check_member(step: &Step<'_>, association: AssociationId, id: MemberId, on: NaiveDate) -> Result<(), Error> {
    let member = members::find(step.tx, id).await?;
    if member.association_id != association {
        return Err(Refusal::invalid("member", "member-of-another-association").into());
    }
    Ok(members::check_belongs(&member, on)?)
}

/// Checks that these members are in no other group on a day.
async fn check_free(step: &Step<'_>, own: Option<GroupId>, ids: &[MemberId], on: NaiveDate) -> Result<(), Error> {
    let elsewhere = store::in_a_group(step.tx, ids, on).await?;
    let Some(row) = elsewhere.iter().find(|row| Some(row.group_id) != own) else { return Ok(()) };
    let name = members::find(step.tx, row.member_id).await?.name;
    Err(Refusal::conflict("in-another-group").at("member").with("name", Fact::Text(name)).into())
}

fn membership(group_id: GroupId, association_id: AssociationId, member_id: MemberId, joined_on: NaiveDate) -> Membership {
    Membership { group_id, member_id, joined_on, association_id, left_on: None }
}
