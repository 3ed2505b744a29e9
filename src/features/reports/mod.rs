//! Reports of co-financing: hectares, seed, money and parties' parts; labour; a programme's budget and its goals. Each is a
//! page, XLSX, CSV and JSON.

pub mod api;
pub mod gather;
pub mod group;
pub mod labour;
pub mod pages;
pub mod programme_page;
