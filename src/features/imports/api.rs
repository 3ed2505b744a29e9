//! x
use crate::error::Error;
pub async fn import() -> Result<(), Error> {
    Ok(())
}
