//! Kept rows that a change to the database left to be worked out: done once, at the next start, before anything is served.

use crate::app::App;
use crate::db::rebuild::{done, waiting};
use crate::error::Error;
use crate::features::{commitments, funds};

/// # Errors
/// A fault of the database.
pub async fn rebuild(app: &App) -> Result<(), Error> {
    for name in waiting(app.db.read()).await? {
        app.db
            .write(move |tx| {
                let name = name.clone();
                Box::pin(async move {
                    for fund in funds::store::list(tx, None).await? {
                        if name == "commitments" {
                            for (committer, spans) in super::committed::worked_out(tx, &fund).await? {
                                commitments::store::replace(tx, &committer, &spans).await?;
                            }
                        }
                    }
                    done(tx, &name).await
                })
            })
            .await?;
    }
    Ok(())
}
