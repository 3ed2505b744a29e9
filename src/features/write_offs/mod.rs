//! Loans written off by acta: they leave the portfolio, the debt remains, and later payments are recoveries.

pub mod api;
pub mod pages;
pub mod write_off;
