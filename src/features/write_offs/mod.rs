//! Loans written off by acta: they leave the portfolio, the debt stays, and what comes in later is a recovery.

pub mod api;
pub mod pages;
pub mod write_off;
