//! The database's own checks of its pages, indexes and references. A finding has the shape of a refusal.

use sea_orm::{ConnectionTrait, DbBackend, DbErr, QueryResult, Statement};

use super::Db;
use crate::domain::refusal::{Fact, Refusal};

/// The most findings shown.
const MOST: usize = 20;

/// Tables to read row by row, so that the server checks every page.
const TABLES: &str = "SELECT quote_ident(schemaname) || '.' || quote_ident(tablename) AS name FROM pg_tables \
    WHERE schemaname = ANY (current_schemas(false)) ORDER BY 1";
/// Indexes and constraints that PostgreSQL marks as invalid, and pages with a wrong checksum.
const DOUBTFUL: &str = "SELECT 'index ' || indexrelid::regclass::text AS name FROM pg_index WHERE NOT indisvalid \
    UNION ALL SELECT 'constraint ' || conname FROM pg_constraint WHERE NOT convalidated \
    UNION ALL SELECT checksum_failures || ' checksum failures' FROM pg_stat_database \
        WHERE datname = current_database() AND checksum_failures > 0";
/// Checks of each index against its table, where the extension is installed.
const INDEXES: &str = "SELECT 'bt_index_check(' || c.oid || ', true)' AS name FROM pg_index i JOIN pg_class c ON c.oid = i.indexrelid \
    JOIN pg_am a ON a.oid = c.relam JOIN pg_namespace n ON n.oid = c.relnamespace \
    WHERE a.amname = 'btree' AND i.indisvalid AND n.nspname = ANY (current_schemas(false)) \
        AND EXISTS (SELECT FROM pg_extension WHERE extname = 'amcheck')";

impl Db {
    /// The database's check of itself; empty when all is well. A query that fails is a finding too.
    pub async fn integrity(&self) -> Vec<Refusal> {
        let mut findings = Vec::new();
        if self.backend() == DbBackend::Sqlite {
            self.sqlite_check(&mut findings).await;
        } else {
            self.postgres_check(&mut findings).await;
        }
        findings.truncate(MOST);
        findings
    }

    async fn sqlite_check(&self, findings: &mut Vec<Refusal>) {
        for row in self.rows("PRAGMA integrity_check(20)", findings).await {
            match row.try_get_by_index::<String>(0) {
                Ok(said) if said == "ok" => {}
                Ok(said) => findings.push(pages(said)),
                Err(error) => findings.push(unreadable(&error)),
            }
        }
        for row in self.rows("PRAGMA foreign_key_check", findings).await {
            match row.try_get_by_index::<String>(0) {
                Ok(table) => findings.push(Refusal::conflict("verify-reference").with("table", Fact::Text(table))),
                Err(error) => findings.push(unreadable(&error)),
            }
        }
    }

    async fn postgres_check(&self, findings: &mut Vec<Refusal>) {
        for said in self.names(DOUBTFUL, findings).await {
            findings.push(pages(said));
        }
        for table in self.names(TABLES, findings).await {
            self.rows(&format!("SELECT count(*) FROM (SELECT t::text FROM {table} t OFFSET 0) AS every"), findings).await;
        }
        for check in self.names(INDEXES, findings).await {
            self.rows(&format!("SELECT {check}"), findings).await;
        }
    }

    async fn names(&self, sql: &str, findings: &mut Vec<Refusal>) -> Vec<String> {
        let rows = self.rows(sql, findings).await;
        rows.iter().filter_map(|row| row.try_get("", "name").map_err(|error| findings.push(unreadable(&error))).ok()).collect()
    }

    async fn rows(&self, sql: &str, findings: &mut Vec<Refusal>) -> Vec<QueryResult> {
        let rows = self.read().query_all_raw(Statement::from_string(self.backend(), sql)).await;
        rows.unwrap_or_else(|error| {
            findings.push(unreadable(&error));
            Vec::new()
        })
    }
}

fn pages(said: String) -> Refusal {
    Refusal::conflict("verify-pages").with("why", Fact::Text(said))
}

fn unreadable(error: &DbErr) -> Refusal {
    Refusal::conflict("verify-unreadable").with("why", Fact::Text(error.to_string()))
}
