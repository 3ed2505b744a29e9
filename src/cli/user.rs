//! `muyu user`: sign-ins from the command line, for when no administrator can be reached.

use clap::{Args, Subcommand, ValueEnum};
use uuid::Uuid;

use super::{Outcome, books};
use crate::app::App;
use crate::cli::out::say;
use crate::domain::ids::UserId;
use crate::domain::refusal::{Fact, Refusal};
use crate::domain::role::Grant;
use crate::domain::text::Line;
use crate::error::Error;
use crate::features::corrections::Order;
use crate::features::sessions::password::temporary;
use crate::features::users::keep::{NewUser, create, disable, reopen, reset};
use crate::features::users::start::program;
use crate::features::{associations, members, programmes, sessions, users};
use crate::web::text::Reader;

#[derive(Args)]
pub struct Options {
    #[command(subcommand)]
    act: Act,
}

#[derive(Subcommand)]
enum Act {
    /// Make a sign-in; its temporary password is printed once.
    Add {
        /// The name to sign in with.
        login: String,
        /// The person's name.
        #[arg(long)]
        name: String,
        /// What they may do.
        #[arg(long)]
        role: RoleOption,
        /// The association of a treasurer, an auditor (fiscal) or a member, by name.
        #[arg(long)]
        association: Option<String>,
        /// The programme of staff, by name.
        #[arg(long)]
        programme: Option<String>,
        /// The member's number.
        #[arg(long)]
        member: Option<i64>,
    },
    /// Give a sign-in a new temporary password.
    Reset {
        /// The name to sign in with.
        login: String,
    },
    /// Close a sign-in.
    Disable {
        /// The name to sign in with.
        login: String,
    },
    /// Open a closed sign-in again, with its roles as they were; its new temporary password is printed once.
    Reopen {
        /// The name to sign in with.
        login: String,
        /// Why; it is kept.
        #[arg(long)]
        reason: String,
    },
    /// List every sign-in.
    List {
        /// Print JSON.
        #[arg(long)]
        json: bool,
    },
}

impl Options {
    pub fn only_reads(&self) -> bool {
        matches!(self.act, Act::List { .. })
    }
}

#[derive(Clone, Copy, ValueEnum)]
enum RoleOption {
    Admin,
    Staff,
    Treasurer,
    Committee,
    Auditor,
    Member,
}

pub async fn act(app: &App, options: Options, reader: Reader) -> Result<Outcome, Error> {
    let by = program("command line");
    match options.act {
        Act::Add { login, name, role, association, programme, member } => {
            let grant = grant(app, role, association, programme, member).await?;
            let name = Line::parse(&name).map_err(|refusal| refusal.at("name"))?;
            let secret = temporary()?;
            create(app, &by, Uuid::now_v7(), NewUser { login: login.clone(), name, grant }, secret.clone()).await?.told()?;
            hand_over(reader, &login, secret);
        }
        Act::Reset { login } => {
            let secret = temporary()?;
            reset(app, &by, Uuid::now_v7(), find(app, &login).await?, secret.clone()).await?.told()?;
            hand_over(reader, &login, secret);
        }
        Act::Disable { login } => {
            disable(app, &by, Uuid::now_v7(), find(app, &login).await?).await?;
            say(reader.tf("user-closed", &[("login", login.into())]));
        }
        Act::Reopen { login, reason } => {
            let reason = Line::parse(&reason).map_err(|refusal| refusal.at("reason"))?;
            let (secret, user) = (temporary()?, find(app, &login).await?);
            reopen(app, &by, Uuid::now_v7(), Order::new(user, reason), secret.clone()).await?.told()?;
            hand_over(reader, &login, secret);
        }
        Act::List { json } => list(app, json, reader).await?,
    }
    Ok(Outcome::Well)
}

async fn list(app: &App, json: bool, reader: Reader) -> Result<(), Error> {
    app.db.check_present().await?;
    let all = users::list(app.db.read(), None).await?;
    if json {
        let told: Vec<serde_json::Value> = all
            .iter()
            .map(|(user, grants)| {
                let roles: Vec<&str> = grants.iter().map(|grant| grant.role().code()).collect();
                serde_json::json!({ "login": user.login, "name": user.name, "roles": roles, "closed": user.disabled_at.is_some() })
            })
            .collect();
        say(serde_json::to_string_pretty(&told).map_err(|error| Error::fault(error.to_string()))?);
        return Ok(());
    }
    for (user, grants) in all {
        let roles: Vec<String> = grants.iter().map(|grant| reader.of("role", grant.role().code())).collect();
        let closed = if user.disabled_at.is_some() { format!(" ({})", reader.t("sign-in-closed")) } else { String::new() };
        say(format!("{:<24} {:<32} {}{closed}", user.login, user.name, roles.join(", ")));
    }
    Ok(())
}

fn hand_over(reader: Reader, login: &str, secret: String) {
    say(reader.tf("user-password", &[("login", login.into()), ("password", secret.into())]));
}

async fn find(app: &App, login: &str) -> Result<UserId, Error> {
    let user = sessions::by_login(app.db.read(), &login.to_lowercase()).await?;
    Ok(user.map(|user| user.id).ok_or_else(|| Refusal::conflict("no-such-user").with("login", Fact::Text(login.to_owned())))?)
}

async fn grant(app: &App, role: RoleOption, association: Option<String>, programme: Option<String>, member: Option<i64>) -> Result<Grant, Error> {
    let missing = |option: &str| Refusal::invalid("", "option-missing").with("field", Fact::Text(option.to_owned()));
    let db = app.db.read();
    let association = match association {
        Some(name) => {
            let all = associations::list(db, None).await?;
            Some(books::one_of("no-such-association", &name, all, |own| &own.name)?.id)
        }
        None => None,
    };
    match role {
        RoleOption::Admin => Ok(Grant::Admin),
        RoleOption::Staff => {
            let name = programme.ok_or_else(|| missing("programme"))?;
            let all = programmes::list(db).await?;
            Ok(Grant::Staff(books::one_of("no-such-programme", &name, all, |own| &own.name)?.id))
        }
        RoleOption::Treasurer => Ok(Grant::Treasurer(association.ok_or_else(|| missing("association"))?)),
        RoleOption::Auditor => Ok(Grant::Auditor(association.ok_or_else(|| missing("association"))?)),
        RoleOption::Committee | RoleOption::Member => {
            let association = association.ok_or_else(|| missing("association"))?;
            let number = member.ok_or_else(|| missing("member"))?;
            let found = members::with_number(db, association, number).await?;
            let found = found.ok_or_else(|| Refusal::conflict("no-such-member").with("number", Fact::Number(number)))?;
            Ok(if matches!(role, RoleOption::Committee) { Grant::Committee(association, found.id) } else { Grant::Member(association, found.id) })
        }
    }
}
