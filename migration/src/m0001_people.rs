//! Associations, their members, programmes, and sign-ins.

use sea_orm_migration::prelude::*;

use crate::columns::*;

#[derive(DeriveMigrationName)]
pub struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    fn use_transaction(&self) -> Option<bool> {
        Some(true)
    }

    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let indexes = [
            "CREATE UNIQUE INDEX member_number ON member (association_id, number)",
            "CREATE UNIQUE INDEX member_document ON member (association_id, document)",
            "CREATE UNIQUE INDEX app_user_login ON app_user (login)",
            "CREATE INDEX user_grant_user ON user_grant (user_id)",
            "CREATE INDEX user_grant_association ON user_grant (association_id)",
            "CREATE INDEX session_of_user ON session (user_id)",
            "CREATE INDEX programme_association_of ON programme_association (association_id)",
        ];
        let tables = vec![association(), member(), programme(), programme_association(), user(), grant(), session()];
        crate::create(manager, tables, &indexes).await
    }
}

fn association() -> TableCreateStatement {
    table(
        "association",
        &["id"],
        vec![
            id("id"),
            text("name"),
            code("country"),
            maybe_text("region"),
            maybe_text("province"),
            maybe_text("district"),
            maybe_text("community"),
            text("time_zone"),
            maybe_text("registry_no"),
            maybe_day("formalised_on"),
            happened_at("created_at"),
        ],
    )
}

fn member() -> TableCreateStatement {
    table(
        "member",
        &["id"],
        vec![
            id("id"),
            id("association_id"),
            number("number"),
            text("name"),
            text("search"),
            maybe_text("document"),
            code("sex"),
            maybe_number("birth_year"),
            maybe_text("community"),
            maybe_text("phone"),
            maybe_day("joined_on"),
            maybe_day("left_on"),
            happened_at("created_at"),
        ],
    )
}

fn programme() -> TableCreateStatement {
    table("programme", &["id"], vec![id("id"), text("name"), happened_at("created_at")])
}

fn programme_association() -> TableCreateStatement {
    table("programme_association", &["programme_id", "association_id"], vec![id("programme_id"), id("association_id")])
}

fn user() -> TableCreateStatement {
    table(
        "app_user",
        &["id"],
        vec![
            id("id"),
            text("login"),
            text("name"),
            text("password_hash"),
            flag("must_change_password"),
            code("language"),
            happened_at("created_at"),
            maybe_happened_at("disabled_at"),
        ],
    )
}

fn grant() -> TableCreateStatement {
    table(
        "user_grant",
        &["id"],
        vec![id("id"), id("user_id"), code("role"), maybe_id("programme_id"), maybe_id("association_id"), maybe_id("member_id")],
    )
}

fn session() -> TableCreateStatement {
    table(
        "session",
        &["token_hash"],
        vec![text("token_hash"), id("user_id"), code("kind"), text("name"), happened_at("created_at"), happened_at("expires_at")],
    )
}
