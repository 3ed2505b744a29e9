//! The program stops soon after it is asked to, whatever connections are open, and keeps every acknowledged record.

use std::io::{Read, Write};
use std::net::TcpStream;
use std::time::Duration;

use crate::support::World;
use crate::support::process::Server;
use crate::support::recording::{Recording, fund_with_loans, token};

#[tokio::test(flavor = "multi_thread")]
async fn it_stops_within_ten_seconds_of_being_asked_whoever_is_connected() {
    let world = World::empty("2026-03-01").await;
    let loans = fund_with_loans(&world).await;
    let folder = tempfile::tempdir().unwrap();
    let server = Server::start(&world.address, folder.path()).await;
    let token = token(&server.address).await;
    let to = server.address.strip_prefix("http://").unwrap().to_owned();
    // One client that stays connected, one that never ends its head, and one whose body does not come.
    let mut idle = TcpStream::connect(&to).unwrap();
    idle.write_all(b"GET /sign-in HTTP/1.1\r\nHost: muyu\r\n\r\n").unwrap();
    let _ = idle.read(&mut [0; 4_096]).unwrap();
    let mut slow = TcpStream::connect(&to).unwrap();
    slow.write_all(b"GET /sign-in HTTP/1.1\r\nHost: mu").unwrap();
    let mut waiting = TcpStream::connect(&to).unwrap();
    waiting.write_all(b"POST /sign-in HTTP/1.1\r\nHost: muyu\r\nContent-Length: 5000\r\n\r\nlogin=").unwrap();
    let recording = Recording::start(8, usize::MAX, &server.address, &token, &loans);
    recording.reach(10).await;

    let (ended, took) = server.stop().await;
    assert!(took < Duration::from_secs(10), "it took {took:?}");
    assert!(ended.success(), "{ended}");
    let tally = recording.stop().await;
    assert!(!tally.acknowledged.is_empty());
    tally.compare(&world.address, "stopped while recording").await;
}
