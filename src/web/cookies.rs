//! Cookies: scripts cannot read them and other sites do not send them. Where people come by HTTPS they are `Secure`, and
//! their name says that they are of this host alone.

use axum_extra::extract::CookieJar;
use axum_extra::extract::cookie::{Cookie, SameSite};

/// The session's cookie.
pub const SESSION: &str = "muyu_session";
/// The reader's language, for who is not signed in.
pub const LANGUAGE: &str = "muyu_language";
/// What tells a browser that somebody signed in from before.
pub const DEVICE: &str = "muyu_device";
/// What the next page has to tell of what was just saved.
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

    /// One that ends after so many seconds.
    pub fn brief(self, name: &str, value: String, seconds: i64) -> Cookie<'static> {
        let age = std::time::Duration::from_secs(u64::try_from(seconds).unwrap_or(0));
        let cookie = Cookie::build((self.name(name), value)).path("/").http_only(true).same_site(SameSite::Lax).secure(self.secure);
        let mut cookie = cookie.build();
        if let Ok(age) = age.try_into() {
            cookie.set_max_age(Some(age));
        }
        cookie
    }

    /// A cookie that ends the one the browser has.
    pub fn gone(self, name: &str) -> Cookie<'static> {
        self.make(name, String::new(), 0)
    }
}
