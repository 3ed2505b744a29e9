//! Relief after frost, hail or drought: what is unpaid of a loan, or of many by one acta, is asked later or by new terms.

pub mod api;
pub mod choose;
pub mod form;
pub mod pages;
pub mod preview;
pub mod relieve;
