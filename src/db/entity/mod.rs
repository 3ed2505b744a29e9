//! One file per table, without logic: the columns and their types.

/// What sea-orm asks of every table; none has relations, since joins are written where they are read.
macro_rules! plain {
    () => {
        #[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
        pub enum Relation {}

        impl ActiveModelBehavior for ActiveModel {}
    };
}
use plain;

pub mod account_balance;
pub mod association;
pub mod audit;
pub mod capital;
pub mod cycle;
pub mod entry;
pub mod expense;
pub mod fund;
pub mod fund_rules;
pub mod idempotency;
pub mod installment;
pub mod loan;
pub mod member;
pub mod posting;
pub mod programme;
pub mod programme_association;
pub mod register_import;
pub mod repayment;
pub mod session;
pub mod user;
pub mod user_grant;
