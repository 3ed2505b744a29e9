//! One file per table, without logic: the columns and their types.

/// The items that sea-orm needs for every table. No table has relations: joins are written where they are read.
macro_rules! plain {
    () => {
        #[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
        pub enum Relation {}

        impl ActiveModelBehavior for ActiveModel {}
    };
}
use plain;

pub mod account_balance;
pub mod account_day;
pub mod application;
pub mod application_vote;
pub mod association;
pub mod attachment;
pub mod audit;
pub mod bank_match;
pub mod bank_match_part;
pub mod bank_statement;
pub mod bank_statement_line;
pub mod budget_line;
pub mod capital;
pub mod capital_return;
pub mod cash_count;
pub mod cash_count_line;
pub mod claim_payment;
pub mod commitment;
pub mod contribution;
pub mod correction;
pub mod correction_request;
pub mod credit_use;
pub mod cycle;
pub mod debtor_change;
pub mod delivery;
pub mod delivery_line;
pub mod device;
pub mod entry;
pub mod expense;
pub mod fund;
pub mod fund_rules;
pub mod group_member;
pub mod guarantee;
pub mod guarantee_call;
pub mod heartbeat;
pub mod idempotency;
pub mod import_answers;
pub mod installment;
pub mod labour;
pub mod loan;
pub mod member;
pub mod observed_recovery;
pub mod part_shift;
pub mod period_close;
pub mod posting;
pub mod programme;
pub mod programme_approver;
pub mod programme_association;
pub mod programme_funder;
pub mod programme_goal;
pub mod programme_party;
pub mod promise;
pub mod purchase;
pub mod purchase_event;
pub mod purchase_extra;
pub mod purchase_item;
pub mod purchase_line;
pub mod purchase_member;
pub mod purchase_party;
pub mod purchase_payment;
pub mod rate_ceiling;
pub mod rebuild;
pub mod register_import;
pub mod remission;
pub mod repayment;
pub mod session;
pub mod share_out;
pub mod share_out_member;
pub mod solidarity_group;
pub mod transfer;
pub mod unit_price;
pub mod user;
pub mod user_grant;
