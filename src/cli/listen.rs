//! Connections: how many there may be, how long a visitor may take to send a request, and an orderly end.

use std::collections::HashMap;
use std::net::{IpAddr, SocketAddr};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use axum::Router;
use axum::body::Body;
use axum::extract::ConnectInfo;
use axum::http::Request;
use hyper::body::Incoming;
use hyper::server::conn::http1;
use hyper_util::rt::{TokioIo, TokioTimer};
use hyper_util::server::graceful::GracefulShutdown;
use ipnet::IpNet;
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::Semaphore;
use tower::ServiceExt;

/// The most connections at once: in all, and from one address other than this machine and trusted proxies.
const CONNECTIONS: usize = 1_024;
const OF_ONE_ADDRESS: usize = 64;
/// The longest time for a request's head, from its first byte or from the answer before.
const HEAD: Duration = Duration::from_secs(15);
/// The largest head of a request, in bytes.
const HEAD_SIZE: usize = 32 * 1024;
/// The longest time for unfinished requests once the program is asked to stop. With the time to close the database it stays
/// below ten seconds.
const FINISHING: Duration = Duration::from_secs(5);

/// Serves until asked to stop; then unfinished requests have a short time to end.
pub async fn serve(listener: TcpListener, router: Router, trusted: &[IpNet], stop: impl Future<Output = ()>) {
    let (room, visitors, graceful) = (Arc::new(Semaphore::new(CONNECTIONS)), Visitors::default(), GracefulShutdown::new());
    tokio::pin!(stop);
    loop {
        let accepted = tokio::select! {
            () = &mut stop => break,
            accepted = accept(&listener, &room) => accepted,
        };
        let Some((stream, address, place)) = accepted else { continue };
        let own = address.ip().to_canonical();
        let counted = !own.is_loopback() && !trusted.iter().any(|network| network.contains(&own));
        let Some(visit) = visitors.enter(counted.then_some(own)) else { continue };
        // Small answers are sent at once.
        let _ = stream.set_nodelay(true);
        let router = router.clone();
        let service = hyper::service::service_fn(move |request: Request<Incoming>| {
            let mut request = request.map(Body::new);
            request.extensions_mut().insert(ConnectInfo(address));
            router.clone().oneshot(request)
        });
        let mut builder = http1::Builder::new();
        builder.timer(TokioTimer::new()).header_read_timeout(HEAD).max_buf_size(HEAD_SIZE);
        let connection = graceful.watch(builder.serve_connection(TokioIo::new(stream), service));
        tokio::spawn(async move {
            // A visitor who closes the connection is not an error.
            let _ = connection.await;
            drop((visit, place));
        });
    }
    drop(listener);
    if tokio::time::timeout(FINISHING, graceful.shutdown()).await.is_err() {
        tracing::info!("connections that were still open were dropped");
    }
}

/// The next connection, once there is room for it.
async fn accept(listener: &TcpListener, room: &Arc<Semaphore>) -> Option<(TcpStream, SocketAddr, tokio::sync::OwnedSemaphorePermit)> {
    let place = room.clone().acquire_owned().await.ok()?;
    match listener.accept().await {
        Ok((stream, address)) => Some((stream, address, place)),
        Err(error) => {
            tracing::warn!(%error, "a connection could not be accepted");
            // Without free file handles, trying again at once would fail too.
            tokio::time::sleep(Duration::from_millis(100)).await;
            None
        }
    }
}

/// The number of connections of each address.
#[derive(Clone, Default)]
struct Visitors(Arc<Mutex<HashMap<IpAddr, usize>>>);

impl Visitors {
    /// None when the address has too many already.
    fn enter(&self, address: Option<IpAddr>) -> Option<Visit> {
        if let Some(address) = address {
            let mut visitors = self.0.lock().unwrap_or_else(PoisonError::into_inner);
            let own = visitors.entry(address).or_insert(0);
            if *own >= OF_ONE_ADDRESS {
                return None;
            }
            *own += 1;
        }
        Some(Visit { visitors: self.clone(), address })
    }
}

struct Visit {
    visitors: Visitors,
    address: Option<IpAddr>,
}

impl Drop for Visit {
    fn drop(&mut self) {
        let Some(address) = self.address else { return };
        let mut visitors = self.visitors.0.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(own) = visitors.get_mut(&address) {
            *own -= 1;
            if *own == 0 {
                visitors.remove(&address);
            }
        }
    }
}
