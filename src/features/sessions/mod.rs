//! Signing in and out, passwords, tokens for programs, and the very first sign-in.

pub mod api;
pub mod pages;
pub mod password;
pub mod sign_in;
pub mod start;
pub mod store;
mod throttle;

pub use throttle::Throttle;
