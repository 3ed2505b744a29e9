//! The list of changes to the database, oldest first. A file is never edited once it has landed.

mod append_only;
mod columns;
mod m0001_people;
mod m0002_funds;
mod m0003_loans;
mod m0004_books;
mod m0005_programmes;
mod m0006_purchases;
mod m0007_deliveries;
mod m0008_writes;
mod m0009_cash_step;
mod m0010_capital_returns;
mod m0011_rules_versions;
mod m0012_commitments;
mod m0013_observed_recovery;
mod m0014_doors;
mod m0015_lending_beyond;
mod m0016_cancelled_payments;
mod m0017_terms_of_the_field;
mod m0018_corrections;
mod m0019_loans_and_transfers;
mod m0021_purchases_put_right;
mod m0030_solidarity;
mod m0031_applications;
mod m0032_delay;
mod m0040_cash_counts;
mod m0041_closes;
mod m0050_reliefs;
mod m0051_write_offs;
mod m0060_imports_taken_back;
mod m0070_share_payments;
mod m0071_bank_statements;
mod m0072_expenses_by_acta;
mod m0080_debtor_changes;
mod m0081_credit_uses;
mod m0082_unit_prices;
mod m0092_members_taken_back;
mod m0094_seed_quality;
mod m0095_asked_again;
mod m0097_expenses_by_two;
mod m0098_bank_matches;
mod m0099_capital_of_members;
mod m0100_wider_indexes;

use sea_orm_migration::prelude::*;
pub use sea_orm_migration::{MigrationStatus, MigratorTrait};

pub struct Migrator;

#[async_trait::async_trait]
impl MigratorTrait for Migrator {
    fn migrations() -> Vec<Box<dyn MigrationTrait>> {
        vec![
            Box::new(m0001_people::Migration),
            Box::new(m0002_funds::Migration),
            Box::new(m0003_loans::Migration),
            Box::new(m0004_books::Migration),
            Box::new(m0005_programmes::Migration),
            Box::new(m0006_purchases::Migration),
            Box::new(m0007_deliveries::Migration),
            Box::new(m0008_writes::Migration),
            Box::new(m0009_cash_step::Migration),
            Box::new(m0010_capital_returns::Migration),
            Box::new(m0011_rules_versions::Migration),
            Box::new(m0012_commitments::Migration),
            Box::new(m0013_observed_recovery::Migration),
            Box::new(m0014_doors::Migration),
            Box::new(m0015_lending_beyond::Migration),
            Box::new(m0016_cancelled_payments::Migration),
            Box::new(m0017_terms_of_the_field::Migration),
            Box::new(m0018_corrections::Migration),
            Box::new(m0019_loans_and_transfers::Migration),
            Box::new(m0021_purchases_put_right::Migration),
            Box::new(m0030_solidarity::Migration),
            Box::new(m0040_cash_counts::Migration),
            Box::new(m0050_reliefs::Migration),
            Box::new(m0060_imports_taken_back::Migration),
            Box::new(m0051_write_offs::Migration),
            Box::new(m0041_closes::Migration),
            Box::new(m0031_applications::Migration),
            Box::new(m0032_delay::Migration),
            Box::new(m0070_share_payments::Migration),
            Box::new(m0071_bank_statements::Migration),
            Box::new(m0080_debtor_changes::Migration),
            Box::new(m0081_credit_uses::Migration),
            Box::new(m0072_expenses_by_acta::Migration),
            Box::new(m0082_unit_prices::Migration),
            Box::new(m0100_wider_indexes::Migration),
            Box::new(m0094_seed_quality::Migration),
            Box::new(m0095_asked_again::Migration),
            Box::new(m0092_members_taken_back::Migration),
            Box::new(m0097_expenses_by_two::Migration),
            Box::new(m0098_bank_matches::Migration),
            Box::new(m0099_capital_of_members::Migration),
        ]
    }
}

/// Creates tables, then their indexes, in the order given.
async fn create(manager: &SchemaManager<'_>, tables: Vec<TableCreateStatement>, indexes: &[&str]) -> Result<(), DbErr> {
    for table in tables {
        manager.create_table(table).await?;
    }
    for index in indexes {
        manager.get_connection().execute_unprepared(index).await?;
    }
    Ok(())
}
