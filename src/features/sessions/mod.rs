//! Signing in and out, passwords, and tokens for programs.

pub mod api;
pub mod hasher;
pub mod pages;
pub mod password;
pub mod sign_in;
pub mod store;
mod throttle;

pub use hasher::Hasher;
pub use store::User;
pub use throttle::Throttle;
