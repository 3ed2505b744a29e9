//! The demonstration's committee: its rules, and two open applications.

use chrono::NaiveDate;

use super::{PASSWORD, key};
use crate::app::App;
use crate::db::actors;
use crate::domain::acta::Acta;
use crate::domain::actor::Actor;
use crate::domain::calendar::{Period, add_months};
use crate::domain::credit_rules::CreditRules;
use crate::domain::ids::MemberId;
use crate::domain::role::Grant;
use crate::domain::schedule::{Method, Terms};
use crate::domain::text::{Line, Note};
use crate::error::Error;
use crate::features::applications::apply::{NewApplication, apply};
use crate::features::applications::vote::{Ballot, OneVote, Session, vote};
use crate::features::funds::change_rules::{Change, change_rules};
use crate::features::funds::{self, Fund};
use crate::features::members::{self, Member};
use crate::features::solidarity::guarantees::Named;
use crate::features::users::keep::{NewUser, create};
use crate::features::{sessions, solidarity};

const SEATS: [&str; 3] = ["comite", "comite2", "comite3"];

pub async fn set_up(app: &App, by: &Actor, fund: &Fund, today: NaiveDate) -> Result<(), Error> {
    let mut rules = funds::rules_on(app.db.read(), fund.id, today).await?;
    rules.credit = CreditRules {
        guarantors: 2,
        guarantees_most: 3,
        member_most_minor: 150_000,
        lapse_days: 30,
        committee_from_minor: 50_000,
        ..CreditRules::default()
    };
    let acta = Acta { number: Line::kept("Acta 13"), on: today, note: Some(Line::kept("folio 36")) };
    let change = Change { fund: fund.id, effective_on: today, acta: Some(acta), corrects: false, rules };
    change_rules(app, by, key(), change).await?;
    let all = members::all(app.db.read(), fund.association).await?;
    let ids: Vec<MemberId> = all.iter().map(|member| member.id).collect();
    let late = solidarity::delays(app.db.read(), &ids, today).await?;
    let open: Vec<MemberId> = late.keys().copied().collect();
    // The late members are the committee; members on time guarantee and apply.
    let (behind, well): (Vec<&Member>, Vec<&Member>) =
        all.iter().filter(|member| member.left_on.is_none() && member.number != 13).partition(|member| open.contains(&member.id));
    for (login, member) in SEATS.into_iter().zip(behind) {
        sign_in(app, by, login, member).await?;
    }
    let [one, two, asks, also_asks, ..] = well.as_slice() else { return Ok(()) };
    let guarantors = [one.id, two.id];
    ask(app, by, fund, today, (asks, 80_000, "sembrar 1 ha de alfalfa"), guarantors).await?;
    ask(app, by, fund, today, (also_asks, 60_000, "cocina quesera"), guarantors).await
}

async fn sign_in(app: &App, by: &Actor, login: &str, member: &Member) -> Result<(), Error> {
    let new = NewUser { login: login.to_owned(), name: Line::kept(member.name.clone()), grant: Grant::Committee(member.association_id, member.id) };
    let user = create(app, by, key(), new, PASSWORD.to_owned()).await?.user;
    let write = app.db.write(move |tx| {
        Box::pin(async move {
            let known = sessions::find(tx, user).await?;
            sessions::set_password(tx, user, known.password_hash, false).await
        })
    });
    write.await
}

async fn ask(
    app: &App,
    by: &Actor,
    fund: &Fund,
    today: NaiveDate,
    (member, principal, purpose): (&Member, i64, &str),
    guarantors: [MemberId; 2],
) -> Result<(), Error> {
    let rules = funds::rules_on(app.db.read(), fund.id, today).await?;
    let terms = Terms {
        method: Method::EqualInstallment,
        principal,
        disbursed_on: today,
        installments: 6,
        first_due_on: add_months(today, 1),
        every: 1,
        unit: Period::Month,
        rate_ppm: rules.rate.ppm,
        rate_per: rules.rate.per,
        day_count: rules.day_count,
        grace_principal: 0,
        grace_interest: 0,
        rounding_step: rules.rounding_step_minor,
        custom: Vec::new(),
    };
    let named = Named { guarantors: guarantors.to_vec(), by_group: false };
    let new = NewApplication { fund: fund.id, member: member.id, purpose: Line::kept(purpose), harvest_on: None, terms, named, again_of: None };
    let application = apply(app, by, key(), new).await?;
    // The committee's second member has already voted on it.
    let missing = || Error::fault("the demonstration has no committee");
    let voter = sessions::by_login(app.db.read(), SEATS[1]).await?.ok_or_else(missing)?;
    let voter = actors::by_user(app.db.read(), voter.id).await?.ok_or_else(missing)?;
    let session = Session { acta: Line::kept("14"), held_on: today, folio: Note::kept("37") };
    let votes = vec![OneVote { application, in_favour: true, reason: Note::default() }];
    // An application that cannot be approved stays open without a vote.
    match vote(app, &voter, key(), Ballot { fund: fund.id, session, votes }).await {
        Ok(_) | Err(Error::Refused(_)) => Ok(()),
        Err(fault) => Err(fault),
    }
}
