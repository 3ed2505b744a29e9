//! `muyu serve`.

use std::net::SocketAddr;
use std::time::Duration;

use tokio::net::TcpListener;

use super::Outcome;
use crate::app::App;
use crate::error::Error;
use crate::router::router;
use crate::web::text::Reader;

/// How long requests that are being answered may still take once the program is asked to stop. With what closing the
/// database takes it stays below ten seconds.
const FINISHING: Duration = Duration::from_secs(5);

pub async fn serve(app: App, listen: SocketAddr, reader: Reader) -> Result<Outcome, Error> {
    let listener = TcpListener::bind(listen).await?;
    println!("{}", reader.tf("cli-serving", &[("address", format!("http://{}", listener.local_addr()?).into())]));
    on(listener, app).await?;
    Ok(Outcome::Well)
}

/// Serves on a listener until the program is asked to stop; what is being written is finished first. A connection that
/// neither asks nor ends is not waited for.
///
/// # Errors
/// A fault of the network.
pub async fn on(listener: TcpListener, app: App) -> Result<(), Error> {
    app.db.served_at(&format!("http://{}", listener.local_addr()?), &app.clock.now().to_rfc3339());
    let service = router(app.clone()).into_make_service_with_connect_info::<SocketAddr>();
    let (stop, stopping) = tokio::sync::oneshot::channel();
    let serving = axum::serve(listener, service).with_graceful_shutdown(async move {
        asked_to_stop().await;
        // Nobody listens where serving ended by itself.
        let _ = stop.send(());
    });
    tokio::select! {
        served = serving => served?,
        () = late(stopping) => tracing::info!("connections that were still open were dropped"),
    }
    app.db.clone().close().await
}

/// A while after the program was asked to stop.
async fn late(stopping: tokio::sync::oneshot::Receiver<()>) {
    if stopping.await.is_err() {
        std::future::pending::<()>().await;
    }
    tokio::time::sleep(FINISHING).await;
}

async fn asked_to_stop() {
    let interrupted = tokio::signal::ctrl_c();
    let terminated = async {
        match tokio::signal::unix::signal(tokio::signal::unix::SignalKind::terminate()) {
            Ok(mut signal) => {
                signal.recv().await;
            }
            Err(_) => std::future::pending().await,
        }
    };
    tokio::select! {
        _ = interrupted => {}
        () = terminated => {}
    }
}
