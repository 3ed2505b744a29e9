//! What is noted of seed or produce that comes back, as the forms ask it.

use maud::{Markup, html};

use crate::domain::amount::Unit;
use crate::domain::quality::Quality;
use crate::domain::rate::percent;
use crate::features::loans::Repayment;
use crate::web::fields::Fields;
use crate::web::parts::Field;
use crate::web::text::Reader;

/// The names of its fields.
pub const FIELDS: [&str; 2] = ["germination", "quality"];

pub fn fields_part(reader: Reader, fields: &Fields, unit: Unit) -> Markup {
    html! {
        @if !unit.is_money() {
            @if unit == Unit::Kg { (Field::new(reader, fields, "germination", "germination-percent").hint("germination-hint").figures()) }
            (Field::new(reader, fields, "quality", "quality").hint("quality-hint").text())
        }
    }
}

pub fn read(fields: &mut Fields, unit: Unit) -> Quality {
    if unit.is_money() {
        return Quality::default();
    }
    let germination_ppm = (unit == Unit::Kg && !fields.get("germination").is_empty()).then(|| fields.percent("germination"));
    Quality { germination_ppm, said: fields.note("quality") }
}

/// The fields of a form that correct it.
pub fn with(fields: Fields, row: &Repayment) -> Fields {
    let fields = row.germination_ppm.map_or(fields.clone(), |ppm| fields.with("germination", percent(ppm)));
    row.quality.clone().map_or(fields.clone(), |said| fields.with("quality", said))
}
