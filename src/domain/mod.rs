//! The rule book: what could be worked out on paper, given the figures. Pure: no input or output,
//! no clock, no database, no HTTP. The rules and their sources stand in `docs/rulebook.md`.

pub mod acta;
pub mod actor;
pub mod amount;
pub mod arrears;
pub mod availability;
pub mod calendar;
pub mod capital;
pub mod codes;
pub mod cofinancing;
pub mod commitment;
pub mod cycle;
pub mod document;
pub mod effective;
pub mod event;
pub mod expense;
pub mod ids;
pub mod indicators;
pub mod interest;
pub mod ledger;
pub mod loan;
pub mod member;
pub mod names;
pub mod password;
pub mod payoff;
pub mod projection;
pub mod rate;
pub mod recovery;
pub mod refusal;
pub mod replay;
pub mod role;
pub mod rules;
pub mod schedule;
pub mod small_balance;
pub mod split;
pub mod text;
