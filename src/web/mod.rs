//! What two or more features show: the layout, its parts, reading forms, errors as pages or JSON, the catalogues.

pub mod address;
pub mod api;
pub mod assets;
pub mod contact;
pub mod cookies;
pub mod description;
pub mod description_page;
mod description_shapes;
pub mod error;
pub mod export;
pub mod fields;
pub mod form;
pub mod heads;
pub mod health;
pub mod inside;
pub mod layout;
pub mod nav;
pub mod notice;
pub mod origin;
pub mod paper;
pub mod parts;
pub mod schemas;
pub mod signed_in;
pub mod text;
