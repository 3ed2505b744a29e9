//! Signing in and out, passwords, and tokens for programs.

pub mod api;
pub mod hasher;
pub mod pages;
pub mod password;
pub mod sign_in;
mod store;
mod throttle;

pub use store::{OwnSession, User, any_user, by_login, end_sessions, find, known_device, names, set_password};
