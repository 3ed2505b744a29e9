//! Relief after frost, hail or drought: the unpaid part of one loan, or of many by one acta, falls due later or gets new terms.

pub mod api;
pub mod choose;
pub mod form;
pub mod pages;
pub mod preview;
pub mod relieve;
