//! `muyu serve`.

use tokio::net::TcpListener;

use super::{Outcome, listen};
use crate::app::App;
use crate::cli::out::say;
use crate::domain::refusal::{Fact, Refusal};
use crate::error::Error;
use crate::router::router;
use crate::web::text::Reader;

pub async fn serve(app: App, listen: String, reader: Reader) -> Result<Outcome, Error> {
    let listener = bind(&listen).await?;
    let own = format!("http://{}", listener.local_addr()?);
    let address = app.access.public_url.as_ref().map_or(own, |url| url.origin.clone());
    say(reader.tf("cli-serving", &[("address", address.into())]));
    on(listener, app).await?;
    Ok(Outcome::Well)
}

/// Listens on an address. A failure tells the address.
///
/// # Errors
/// `listen-failed`.
pub async fn bind(listen: &str) -> Result<TcpListener, Error> {
    let refused = |error: std::io::Error| {
        let refusal = Refusal::conflict("listen-failed").with("address", Fact::Text(listen.to_owned()));
        refusal.with("why", Fact::Text(error.to_string())).into()
    };
    TcpListener::bind(listen).await.map_err(refused)
}

/// Serves on a listener until the program is asked to stop. Unfinished writes end first; idle connections are not waited for.
///
/// # Errors
/// A fault of the network.
pub async fn on(listener: TcpListener, app: App) -> Result<(), Error> {
    app.db.served_at(&format!("http://{}", listener.local_addr()?), &app.clock.now().to_rfc3339());
    let trusted = app.access.trusted_proxies.clone();
    listen::serve(listener, router(app.clone()), &trusted, asked_to_stop()).await;
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
