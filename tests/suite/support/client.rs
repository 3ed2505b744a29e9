//! A client of the real router, which keeps its cookie or token and the answers.

use std::collections::BTreeMap;
use std::net::SocketAddr;

use axum::Router;
use axum::body::{Body, to_bytes};
use axum::extract::ConnectInfo;
use axum::http::{HeaderMap, Method, Request, StatusCode, header};
use muyu::app::App;
use muyu::router::router;
use scraper::{Html, Selector};
use serde_json::Value;
use tower::ServiceExt;

use super::World;
use super::world::PASSWORD;

pub struct Client {
    router: Router,
    cookies: BTreeMap<String, String>,
    token: Option<String>,
    /// The client's address, as the program sees it.
    peer: Option<SocketAddr>,
    always: Vec<(&'static str, String)>,
}

pub struct Answer {
    pub status: StatusCode,
    pub location: String,
    pub kind: String,
    pub text: String,
    pub bytes: Vec<u8>,
    /// The cookies that answers set, as written.
    pub cookies: Vec<String>,
    headers: HeaderMap,
}

impl Answer {
    pub fn html(&self) -> Html {
        Html::parse_document(&self.text)
    }

    pub fn json(&self) -> Value {
        serde_json::from_str(&self.text).unwrap_or_else(|error| panic!("{error}: {}", self.text))
    }

    /// The texts of the elements that a selector finds.
    pub fn texts(&self, selector: &str) -> Vec<String> {
        let found = Selector::parse(selector).unwrap();
        let spaced = |text: String| text.split_whitespace().collect::<Vec<_>>().join(" ");
        self.html().select(&found).map(|element| spaced(element.text().collect::<Vec<_>>().join(" "))).collect()
    }

    pub fn attribute(&self, selector: &str, name: &str) -> String {
        let found = Selector::parse(selector).unwrap();
        self.html().select(&found).next().and_then(|element| element.value().attr(name)).unwrap_or_default().to_owned()
    }

    pub fn header(&self, name: &str) -> &str {
        self.headers.get(name).and_then(|value| value.to_str().ok()).unwrap_or_default()
    }

    /// Checks that no id is on a page twice, so that each link to a part leads to one part.
    fn names_no_id_twice(&self) {
        if !self.kind.starts_with("text/html") {
            return;
        }
        let mut ids: Vec<&str> = self.text.split(" id=\"").skip(1).filter_map(|rest| rest.split('"').next()).collect();
        ids.sort_unstable();
        let twice: Vec<&str> = ids.windows(2).filter(|two| two[0] == two[1]).map(|two| two[0]).collect();
        assert_eq!(twice, Vec::<&str>::new(), "ids named twice on the page {:?}", self.texts("title"));
    }

    pub fn id(&self) -> String {
        self.json()["id"].as_str().unwrap().to_owned()
    }
}

impl Client {
    pub fn new(world: &World) -> Self {
        Self::of(world.app.clone())
    }

    /// A visitor of the given program.
    pub fn of(app: App) -> Self {
        Self { router: router(app), cookies: BTreeMap::new(), token: None, peer: None, always: Vec::new() }
    }

    /// The same, from an address.
    pub fn at(mut self, address: &str) -> Self {
        self.peer = Some(SocketAddr::new(address.parse().unwrap(), 40_000));
        self
    }

    /// Sends a header with every request.
    pub fn always(&mut self, name: &'static str, value: &str) {
        self.always.push((name, value.to_owned()));
    }

    pub fn cookie(&self, name: &str) -> Option<String> {
        self.cookies.get(name).cloned()
    }

    pub fn keep_cookie(&mut self, name: &str, value: &str) {
        self.cookies.insert(name.to_owned(), value.to_owned());
    }

    /// A person who signed in with a browser.
    pub async fn signed_in(world: &World, login: &str) -> Self {
        Self::signed_in_to(world.app.clone(), login).await
    }

    pub async fn signed_in_to(app: App, login: &str) -> Self {
        let mut client = Self::of(app);
        let answer = client.post("/sign-in", &[("login", login), ("password", PASSWORD)]).await;
        assert_eq!(answer.status, StatusCode::SEE_OTHER, "{}", answer.text);
        assert!(!client.cookies.is_empty());
        client
    }

    /// A program with a token.
    pub async fn with_token(world: &World, login: &str) -> Self {
        Self::token_of(world.app.clone(), login).await
    }

    pub async fn token_of(app: App, login: &str) -> Self {
        let mut client = Self::of(app);
        let answer = client.json(Method::POST, "/api/v1/sessions", &serde_json::json!({ "login": login, "password": PASSWORD })).await;
        client.token = answer.json()["token"].as_str().map(str::to_owned);
        client
    }

    pub async fn get(&mut self, path: &str) -> Answer {
        self.send(Request::builder().uri(path).body(Body::empty()).unwrap()).await
    }

    pub async fn post(&mut self, path: &str, fields: &[(&str, &str)]) -> Answer {
        let body: Vec<String> = fields.iter().map(|(name, value)| format!("{name}={}", muyu::web::parts::url_encoded(value))).collect();
        let request = Request::builder().method(Method::POST).uri(path).header(header::CONTENT_TYPE, "application/x-www-form-urlencoded");
        let answer = self.send(request.body(Body::from(body.join("&"))).unwrap()).await;
        // After every saved page, the next page shows a notice.
        let door = |page: &str| ["/sign-in", "/sign-out", "/language"].iter().any(|door| page.starts_with(door));
        if answer.status == StatusCode::SEE_OTHER && !door(path) && !door(&answer.location) && answer.location != "/password" {
            assert!(answer.cookies.iter().any(|cookie| cookie.starts_with("muyu_done=")), "{path} says nothing of what was done");
        }
        // In a refused form, each link of the summary leads to a field of the page that shows the refusal.
        if answer.status == StatusCode::UNPROCESSABLE_ENTITY && answer.text.contains("summary") {
            let html = answer.html();
            let all = |selector: &str| html.select(&Selector::parse(selector).unwrap()).collect::<Vec<_>>().len();
            for link in html.select(&Selector::parse(".summary a[href^='#']").unwrap()) {
                let field = link.value().attr("href").unwrap_or_default().trim_start_matches('#');
                assert!(all(&format!("[id='{field}']")) > 0, "{path}: the summary leads to {field}, which is not there");
            }
        }
        answer
    }

    pub async fn json(&mut self, method: Method, path: &str, body: &Value) -> Answer {
        let request = Request::builder().method(method).uri(path).header(header::CONTENT_TYPE, "application/json");
        self.send(request.body(Body::from(body.to_string())).unwrap()).await
    }

    pub async fn json_once(&mut self, path: &str, key: uuid::Uuid, body: &Value) -> Answer {
        let request = Request::builder().method(Method::POST).uri(path).header(header::CONTENT_TYPE, "application/json");
        self.send(request.header("idempotency-key", key.to_string()).body(Body::from(body.to_string())).unwrap()).await
    }

    pub async fn send(&mut self, mut request: Request<Body>) -> Answer {
        if !self.cookies.is_empty() {
            let cookies: Vec<String> = self.cookies.iter().map(|(name, value)| format!("{name}={value}")).collect();
            request.headers_mut().insert(header::COOKIE, cookies.join("; ").parse().unwrap());
        }
        for (name, value) in &self.always {
            request.headers_mut().insert(*name, value.parse().unwrap());
        }
        if let Some(peer) = self.peer {
            request.extensions_mut().insert(ConnectInfo(peer));
        }
        if let Some(token) = &self.token {
            request.headers_mut().insert(header::AUTHORIZATION, format!("Bearer {token}").parse().unwrap());
        }
        let response = self.router.clone().oneshot(request).await.unwrap();
        let headers = response.headers().clone();
        let set: Vec<String> = headers.get_all(header::SET_COOKIE).iter().map(|value| value.to_str().unwrap().to_owned()).collect();
        for (name, value) in set.iter().filter_map(|cookie| cookie.split(';').next()?.split_once('=')) {
            // A browser does the same.
            if value.is_empty() {
                self.cookies.remove(name)
            } else {
                self.cookies.insert(name.to_owned(), value.to_owned())
            };
        }
        let text = |name| headers.get(name).and_then(|value: &header::HeaderValue| value.to_str().ok()).unwrap_or_default().to_owned();
        let (location, kind) = (text(header::LOCATION), text(header::CONTENT_TYPE));
        let status = response.status();
        let body = to_bytes(response.into_body(), usize::MAX).await.unwrap();
        let text = String::from_utf8_lossy(&body).into_owned();
        let answer = Answer { status, location, kind, cookies: set, headers, text, bytes: body.to_vec() };
        answer.names_no_id_twice();
        answer
    }
}
