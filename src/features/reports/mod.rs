//! Reports of co-financing: hectares, seed, money and parties' parts; labour; a programme's budget and its goals. Each as a
//! page, as XLSX and CSV, and over JSON.

pub mod api;
pub mod gather;
pub mod group;
pub mod labour;
pub mod pages;
pub mod programme_page;
