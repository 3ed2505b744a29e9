//! The connections of the real program: slow visitors, proxies, https.

use std::io::{ErrorKind, Read, Write};
use std::net::TcpStream;
use std::time::{Duration, Instant};

use muyu::domain::role::Grant;
use reqwest::StatusCode;

use crate::support::World;
use crate::support::process::Server;
use crate::support::world::PASSWORD;

async fn served(arguments: &[&str]) -> (World, Server, tempfile::TempDir) {
    let world = World::empty("2026-03-01").await;
    world.user("admin", Grant::Admin).await;
    let folder = tempfile::tempdir().unwrap();
    let server = Server::start_with(&world.address, folder.path(), arguments).await;
    (world, server, folder)
}

/// Whether the other end has closed the connection.
fn ended(stream: &mut TcpStream) -> bool {
    let mut rest = [0; 4_096];
    loop {
        match stream.read(&mut rest) {
            Ok(0) => return true,
            Ok(_) => {}
            Err(error) if error.kind() == ErrorKind::WouldBlock => return false,
            Err(_) => return true,
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn who_never_ends_a_request_is_not_waited_for() {
    let (_world, server, _folder) = served(&[]).await;
    let to = server.address.strip_prefix("http://").unwrap().to_owned();
    let open = |begins: &str| {
        let mut stream = TcpStream::connect(&to).unwrap();
        stream.write_all(begins.as_bytes()).unwrap();
        stream.set_nonblocking(true).unwrap();
        stream
    };
    let mut heads: Vec<TcpStream> = (0..50).map(|_| open("GET /sign-in HTTP/1.1\r\nHost: muyu\r\n")).collect();
    let body = "POST /sign-in HTTP/1.1\r\nHost: muyu\r\ncontent-type: application/x-www-form-urlencoded\r\ncontent-length: 500\r\n\r\nlogin=";
    let mut bodies: Vec<TcpStream> = (0..10).map(|_| open(body)).collect();
    let mut heavy = open("GET /sign-in HTTP/1.1\r\nHost: muyu\r\n");
    heavy.set_nonblocking(false).unwrap();
    heavy.set_read_timeout(Some(Duration::from_secs(5))).unwrap();
    let _ = heavy.write_all(format!("x-much: {}\r\n", "x".repeat(100_000)).as_bytes());
    assert!(ended(&mut heavy), "a head of 100 KB is not read to its end");
    let answer = reqwest::get(format!("{}/sign-in", server.address)).await.unwrap();
    assert_eq!(answer.status(), StatusCode::OK, "others are served meanwhile");
    let began = Instant::now();
    while !(heads.is_empty() && bodies.is_empty()) && began.elapsed() < Duration::from_secs(40) {
        // A head that arrives line by line is ended too, and so is a body that stops.
        for stream in &mut heads {
            let _ = stream.write_all(b"a: b\r\n");
        }
        tokio::time::sleep(Duration::from_secs(1)).await;
        heads.retain_mut(|stream| !ended(stream));
        bodies.retain_mut(|stream| !ended(stream));
    }
    assert_eq!((heads.len(), bodies.len()), (0, 0), "after {:?}", began.elapsed());
}

async fn try_in(server: &Server, login: &str, forwarded: &str) -> StatusCode {
    let request = reqwest::Client::new().post(format!("{}/api/v1/sessions", server.address)).header("x-forwarded-for", forwarded);
    request.json(&serde_json::json!({ "login": login, "password": "no es esta" })).send().await.unwrap().status()
}

#[tokio::test(flavor = "multi_thread")]
async fn behind_a_trusted_proxy_each_visitor_counts_alone() {
    let (_world, server, _folder) = served(&["--trusted-proxy", "127.0.0.1,10.0.0.0/8"]).await;
    let mut last = StatusCode::OK;
    for _ in 0..11 {
        last = try_in(&server, "admin", "198.51.100.1, 10.0.0.2").await;
    }
    assert_eq!(last, StatusCode::TOO_MANY_REQUESTS);
    assert_eq!(try_in(&server, "admin", "198.51.100.2").await, StatusCode::UNPROCESSABLE_ENTITY, "somebody else");
}

#[tokio::test(flavor = "multi_thread")]
async fn what_a_stranger_says_of_where_they_come_from_is_not_believed() {
    let (_world, server, _folder) = served(&[]).await;
    let mut last = StatusCode::OK;
    for i in 0..11 {
        last = try_in(&server, "admin", &format!("198.51.100.{i}")).await;
    }
    assert_eq!(last, StatusCode::TOO_MANY_REQUESTS);
}

#[tokio::test(flavor = "multi_thread")]
async fn cookies_follow_the_public_address() {
    for (arguments, begins) in [(&["--public-url", "https://muyu.example.org"] as &[&str], "__Host-muyu_session="), (&[], "muyu_session=")] {
        let (_world, server, _folder) = served(arguments).await;
        let client = reqwest::Client::builder().redirect(reqwest::redirect::Policy::none()).build().unwrap();
        let answer = client.post(format!("{}/sign-in", server.address)).form(&[("login", "admin"), ("password", PASSWORD)]).send().await.unwrap();
        let cookies: Vec<_> = answer.headers().get_all("set-cookie").iter().map(|value| value.to_str().unwrap()).collect();
        assert!(cookies.iter().any(|cookie| cookie.starts_with(begins)), "{cookies:?}");
        assert_eq!(cookies.iter().all(|cookie| cookie.contains("Secure")), begins.starts_with("__Host"), "{cookies:?}");
    }
    let wrong = crate::support::process::muyu("unused.db", &["serve", "--public-url", "muyu.example.org/a"]);
    assert!(!wrong.status.success());
}
