//! Cookies. Scripts cannot read them and other sites cannot send them. Under HTTPS they are `Secure`, and their name binds
//! them to this host.

use axum_extra::extract::CookieJar;
use axum_extra::extract::cookie::{Cookie, SameSite};

/// The session's cookie.
pub const SESSION: &str = "muyu_session";
/// The language of a reader who is not signed in.
pub const LANGUAGE: &str = "muyu_language";
/// Marks a browser known from an earlier sign-in.
pub const DEVICE: &str = "muyu_device";
/// What was just saved, for the next page to show.
pub const DONE: &str = "muyu_done";

#[derive(Clone, Copy, Debug)]
pub struct Cookies {
    pub secure: bool,
}

impl Cookies {
    pub fn name(self, name: &str) -> String {
        if self.secure { format!("__Host-{name}") } else { name.to_owned() }
    }

    pub fn get(self, jar: &CookieJar, name: &str) -> Option<String> {
        jar.get(&self.name(name)).map(|cookie| cookie.value().to_owned())
    }

    pub fn make(self, name: &str, value: String, days: i64) -> Cookie<'static> {
        self.brief(name, value, days * 86_400)
    }

    /// A cookie that expires after so many seconds.
    pub fn brief(self, name: &str, value: String, seconds: i64) -> Cookie<'static> {
        let age = std::time::Duration::from_secs(u64::try_from(seconds).unwrap_or(0));
        let cookie = Cookie::build((self.name(name), value)).path("/").http_only(true).same_site(SameSite::Lax).secure(self.secure);
        let mut cookie = cookie.build();
        if let Ok(age) = age.try_into() {
            cookie.set_max_age(Some(age));
        }
        cookie
    }

    /// A cookie that removes the browser's one.
    pub fn gone(self, name: &str) -> Cookie<'static> {
        self.make(name, String::new(), 0)
    }
}
