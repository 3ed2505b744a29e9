//! `muyu serve`.

use std::net::SocketAddr;

use tokio::net::TcpListener;

use super::Outcome;
use crate::app::App;
use crate::error::Error;
use crate::router::router;
use crate::web::text::Reader;

pub async fn serve(app: App, listen: SocketAddr, reader: Reader) -> Result<Outcome, Error> {
    let listener = TcpListener::bind(listen).await?;
    println!("{}", reader.tf("cli-serving", &[("address", format!("http://{}", listener.local_addr()?).into())]));
    on(listener, app).await?;
    Ok(Outcome::Well)
}

/// Serves on a listener until the program is asked to stop; what is being written is finished first.
///
/// # Errors
/// A fault of the network.
pub async fn on(listener: TcpListener, app: App) -> Result<(), Error> {
    let service = router(app.clone()).into_make_service_with_connect_info::<SocketAddr>();
    axum::serve(listener, service).with_graceful_shutdown(asked_to_stop()).await?;
    app.db.clone().close().await
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
