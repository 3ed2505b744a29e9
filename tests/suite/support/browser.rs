//! Debian's chromium, used like a person does: a phone of 360 px, or a desktop; with or without scripts.

use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use serde_json::json;
use thirtyfour::prelude::*;

use super::world::PASSWORD;

pub struct Browser {
    pub driver: WebDriver,
    base: String,
    scripts: bool,
    chromedriver: Child,
}

impl Browser {
    pub async fn open(base: &str, width: u32, scripts: bool) -> Self {
        let port = std::net::TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap().port();
        let chromedriver = Command::new("chromedriver").arg(format!("--port={port}")).stdout(Stdio::null()).stderr(Stdio::null()).spawn().unwrap();
        let address = format!("http://127.0.0.1:{port}");
        let began = Instant::now();
        while reqwest::get(format!("{address}/status")).await.is_err() {
            assert!(began.elapsed() < Duration::from_secs(20), "chromedriver did not start");
            tokio::time::sleep(Duration::from_millis(50)).await;
        }
        let mut wishes = DesiredCapabilities::chrome();
        wishes.set_binary("/usr/bin/chromium").unwrap();
        for argument in [
            "--headless=new",
            "--no-sandbox",
            "--disable-gpu",
            "--disable-dev-shm-usage",
            "--disable-background-networking",
            "--disable-component-update",
            "--disable-sync",
            "--no-first-run",
        ] {
            wishes.add_arg(argument).unwrap();
        }
        let mut prefs = json!({ "intl.accept_languages": "es" });
        if !scripts {
            prefs["profile.managed_default_content_settings.javascript"] = json!(2);
        }
        wishes.add_experimental_option("prefs", prefs).unwrap();
        let metrics = json!({ "deviceMetrics": { "width": width, "height": 740, "pixelRatio": 1.0 } });
        wishes.add_experimental_option("mobileEmulation", metrics).unwrap();
        let driver = WebDriver::new(&address, wishes).await.unwrap();
        Self { driver, base: base.to_owned(), scripts, chromedriver }
    }

    pub async fn goto(&self, path: &str) {
        self.driver.goto(format!("{}{path}", self.base)).await.unwrap();
        self.fits().await;
    }

    /// Checks that the page is no wider than the screen.
    pub async fn fits(&self) {
        let wider = self.driver.execute("return document.documentElement.scrollWidth - window.innerWidth", vec![]).await.unwrap();
        assert!(wider.json().as_i64().unwrap() <= 0, "{} is wider than the screen", self.driver.current_url().await.unwrap());
    }

    pub async fn sign_in(&self, login: &str) {
        self.goto("/sign-in").await;
        self.fill("#login", login).await;
        self.fill("#password", PASSWORD).await;
        self.press("main form .button").await;
    }

    pub async fn sign_out(&self) {
        self.goto("/more").await;
        self.press("main form[action='/sign-out'] button").await;
    }

    pub async fn fill(&self, selector: &str, text: &str) {
        let field = self.driver.find(By::Css(selector)).await.unwrap();
        field.clear().await.unwrap();
        field.send_keys(text).await.unwrap();
    }

    pub async fn press(&self, selector: &str) {
        let button = self.driver.query(By::Css(selector)).first().await.unwrap();
        button.scroll_into_view().await.unwrap();
        // The page's footer may cover a button at the very end; a person scrolls on.
        self.driver.execute("arguments[0].scrollIntoView({block: 'center'})", vec![button.to_json().unwrap()]).await.unwrap();
        if self.scripts {
            button.click().await.unwrap();
        } else {
            // Without scripts the driver's own click waits for a script; a key has the effect of a tap.
            let ticks = button.tag_name().await.unwrap() == "input";
            button.send_keys(if ticks { Key::Space } else { Key::Enter } + "").await.unwrap();
        }
        self.fits().await;
    }

    /// Presses the Tab key until the focus is on this element.
    pub async fn tab_to(&self, selector: &str) {
        let wanted = json!(selector);
        for _ in 0..200 {
            let there = self.driver.execute("return document.activeElement.matches(arguments[0])", vec![wanted.clone()]).await.unwrap();
            if there.json().as_bool() == Some(true) {
                return;
            }
            self.driver.active_element().await.unwrap().send_keys(Key::Tab + "").await.unwrap();
        }
        panic!("the Tab key does not come to {selector}");
    }

    /// Presses a key, or types, at the focused element.
    pub async fn key(&self, keys: impl Into<TypingData>) {
        self.driver.active_element().await.unwrap().send_keys(keys).await.unwrap();
    }

    pub async fn attribute(&self, selector: &str, name: &str) -> String {
        self.driver.find(By::Css(selector)).await.unwrap().attr(name).await.unwrap().unwrap_or_default()
    }

    pub async fn count(&self, selector: &str) -> usize {
        self.driver.find_all(By::Css(selector)).await.unwrap().len()
    }

    /// Waits until an element has this text, because a page takes time to load.
    pub async fn says(&self, selector: &str, expected: &str) {
        let began = Instant::now();
        loop {
            let said = match self.driver.find(By::Css(selector)).await {
                Ok(element) => element.text().await.unwrap_or_default().replace('\u{a0}', " "),
                Err(_) => String::new(),
            };
            if said.contains(expected) {
                return;
            }
            let page = self.driver.current_url().await.unwrap();
            assert!(began.elapsed() < Duration::from_secs(15), "{selector} of {page} says {said:?}, not {expected:?}");
            tokio::time::sleep(Duration::from_millis(50)).await;
        }
    }

    pub async fn close(mut self) {
        self.driver.clone().quit().await.unwrap();
        self.chromedriver.kill().unwrap();
        self.chromedriver.wait().unwrap();
    }
}
