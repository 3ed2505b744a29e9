//! A second person confirms a correction, and it is made.

use serde::de::DeserializeOwned;
use uuid::Uuid;

use crate::app::App;
use crate::domain::actor::Actor;
use crate::domain::ids::CorrectionRequestId;
use crate::domain::refusal::Refusal;
use crate::domain::role::Action;
use crate::domain::text::Line;
use crate::error::Error;
use crate::features::corrections::{self, Answer, CorrectionRequest, Order};
use crate::features::purchases::{self, attachments, deliveries, labour, shifts};
use crate::features::{capital, cash, closes, credits, expenses, loans, reconciliation, repayments, small_balances, transfers};

/// Gives the id of the record put right, or of the new right record.
///
/// # Errors
/// `not-found`, `forbidden`, `confirms-own`, `request-answered`, or a refusal of the correction itself.
pub async fn confirm(app: &App, by: &Actor, key: Uuid, id: CorrectionRequestId) -> Result<Uuid, Error> {
    let request = corrections::request(app.db.read(), id).await?;
    by.check(Action::PutRight, Some(request.association_id))?;
    match request.command.as_str() {
        closes::share_out::UNDO => done(closes::share_out::undo(app, by, key, order(&request)?).await?),
        closes::pay_share::UNDO => done(closes::pay_share::undo(app, by, key, order(&request)?).await?),
        reconciliation::put_right::UNDO => done(reconciliation::put_right::undo(app, by, key, order(&request)?).await?),
        reconciliation::by_hand::UNDO => done(reconciliation::by_hand::undo(app, by, key, order(&request)?).await?),
        cash::put_right::UNDO => done(cash::put_right::undo(app, by, key, order(&request)?).await?),
        credits::put_right::UNDO => done(credits::put_right::undo(app, by, key, order(&request)?).await?),
        credits::put_right::CORRECT => done(credits::put_right::correct(app, by, key, order(&request)?).await?),
        expenses::put_right::UNDO => done(expenses::put_right::undo(app, by, key, order(&request)?).await?),
        expenses::put_right::CORRECT => done(expenses::put_right::correct(app, by, key, order(&request)?).await?),
        repayments::put_right::REVERSE => done(repayments::put_right::reverse(app, by, key, order(&request)?).await?),
        repayments::put_right::CORRECT => done(repayments::put_right::correct(app, by, key, order(&request)?).await?),
        small_balances::reverse::REVERSE => done(small_balances::reverse::reverse(app, by, key, order(&request)?).await?),
        capital::put_right::UNDO => done(capital::put_right::undo(app, by, key, order(&request)?).await?),
        capital::put_right::CORRECT => done(capital::put_right::correct(app, by, key, order(&request)?).await?),
        capital::put_right_return::REVERSE => done(capital::put_right_return::reverse(app, by, key, order(&request)?).await?),
        capital::put_right_return::CORRECT => done(capital::put_right_return::correct(app, by, key, order(&request)?).await?),
        loans::put_right::CANCEL => done(loans::put_right::cancel(app, by, key, order(&request)?).await?),
        loans::put_right::UNDO => done(loans::put_right::undo(app, by, key, order(&request)?).await?),
        loans::put_right::CORRECT => done(loans::put_right::correct(app, by, key, order(&request)?).await?),
        transfers::put_right::UNDO => done(transfers::put_right::undo(app, by, key, order(&request)?).await?),
        transfers::put_right::CORRECT => done(transfers::put_right::correct(app, by, key, order(&request)?).await?),
        purchases::put_right::UNDO => done(purchases::put_right::undo(app, by, key, order(&request)?).await?),
        purchases::put_right::CORRECT => done(purchases::put_right::correct(app, by, key, order(&request)?).await?),
        deliveries::put_right::UNDO => done(deliveries::put_right::undo(app, by, key, order(&request)?).await?),
        labour::put_right::UNDO => done(labour::put_right::undo(app, by, key, order(&request)?).await?),
        labour::put_right::CORRECT => done(labour::put_right::correct(app, by, key, order(&request)?).await?),
        deliveries::reopen::UNDO => done(deliveries::reopen::undo(app, by, key, order(&request)?).await?),
        purchases::adjust::ADJUST => done(purchases::adjust::adjust(app, by, key, order(&request)?).await?),
        shifts::record::UNDO => done(shifts::record::undo(app, by, key, order(&request)?).await?),
        attachments::put_right::MARK => done(attachments::put_right::mark(app, by, key, order(&request)?).await?),
        other => Err(Error::fault(format!("nobody confirms {other}"))),
    }
}

fn order<T: DeserializeOwned>(request: &CorrectionRequest) -> Result<Order<T>, Error> {
    let what = serde_json::from_str(&request.input).map_err(|error| Error::fault(format!("what is to be confirmed: {error}")))?;
    Ok(Order { what, reason: Line::kept(request.reason.clone()), confirms: Some(request.id) })
}

fn done<I: Into<Uuid>>(answer: Answer<I>) -> Result<Uuid, Error> {
    match answer {
        Answer::Done(id) => Ok(id.into()),
        Answer::Waits(_) => Err(Refusal::conflict("request-answered").into()),
    }
}
