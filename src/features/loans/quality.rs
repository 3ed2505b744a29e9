//! What was noted of seed or produce that came back, as pages and papers tell it.

use super::Repayment;
use crate::domain::rate::percent;
use crate::web::text::Reader;

/// Its facts with their names.
pub fn facts(reader: Reader, row: &Repayment) -> Vec<(String, String)> {
    let germination = row.germination_ppm.map(|ppm| (reader.t("germination"), format!("{}\u{a0}%", percent(ppm))));
    let quality = row.quality.clone().map(|said| (reader.t("quality-short"), said));
    germination.into_iter().chain(quality).collect()
}

/// In one line: `germinación 92 % · limpia, seca`; nothing where nothing was noted.
pub fn line(reader: Reader, row: &Repayment) -> Option<String> {
    let germination = row.germination_ppm.map(|ppm| reader.tf("germination-of", &[("percent", percent(ppm).into())]));
    let said: Vec<String> = germination.into_iter().chain(row.quality.clone()).collect();
    (!said.is_empty()).then(|| said.join(" · "))
}
