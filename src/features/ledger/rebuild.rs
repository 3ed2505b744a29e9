//! Stored rows that a migration left to be computed: this is done once, at the next start, before any request is answered.

use crate::app::App;
use crate::db::rebuild::{done, waiting};
use crate::error::Error;
use crate::features::availability::observed::catch_up;
use crate::features::{associations, commitments, funds};

pub async fn rebuild(app: &App) -> Result<(), Error> {
    let clock = app.clock;
    for name in waiting(app.db.read()).await? {
        app.db
            .write(move |tx| {
                let name = name.clone();
                Box::pin(async move {
                    for fund in funds::list(tx, None).await? {
                        match name.as_str() {
                            "commitments" => {
                                for (committer, spans) in super::committed::worked_out(tx, &fund).await? {
                                    commitments::replace(tx, &committer, &spans).await?;
                                }
                            }
                            "observed_recovery" => {
                                let time_zone = associations::find(tx, fund.association).await?.time_zone;
                                catch_up(tx, fund.id, clock.today(&time_zone)).await?;
                            }
                            _ => return Err(Error::fault(format!("nobody knows how to rebuild {name}"))),
                        }
                    }
                    done(tx, &name).await
                })
            })
            .await?;
    }
    Ok(())
}
