//! Forms that undo what was recorded, with a reason; closed until asked for.

use maud::{Markup, html};

use super::{Field, form_refusals, key_field};
use crate::web::fields::Fields;
use crate::web::text::Reader;

/// Undoing on a record's own page. The words are keys of the catalogues.
pub struct Undo<'a> {
    pub action: String,
    pub open: &'a str,
    pub hint: &'a str,
    pub button: &'a str,
}

impl Undo<'_> {
    pub fn form(&self, reader: Reader, fields: &Fields) -> Markup {
        html! {
            details.no-print open[!fields.refusals.is_empty()] {
                summary { (reader.t(self.open)) }
                p.hint { (reader.t(self.hint)) }
                (form_refusals(reader, fields, &["reason"]))
                form method="post" action=(self.action) {
                    (key_field(fields))
                    (Field::new(reader, fields, "reason", "reason").text())
                    div.buttons { button.button.stop { (reader.t(self.button)) } }
                }
            }
        }
    }
}
