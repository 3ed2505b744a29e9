//! Forms that undo a record, with a reason. They are closed until opened.

use maud::{Markup, html};

use super::{Field, field_refusal, form_field, form_refusals, key_field, of_a_row, own_fields, typed_into};
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
    /// The form where it is offered. Elsewhere, the refusal of a form that was sent all the same.
    pub fn part(&self, reader: Reader, fields: &Fields, offered: bool) -> Markup {
        if offered { self.form(reader, fields) } else { form_refusals(reader, fields, &[]) }
    }

    fn form(&self, reader: Reader, fields: &Fields) -> Markup {
        // Unless it was refused, its reason field has an id apart from those of the page's other forms.
        let refused = !fields.refusals.is_empty() && (!of_a_row(fields) || typed_into(fields, &self.action).is_some());
        let begins = Fields::default().apart(&self.action);
        let own = if refused { fields } else { &begins };
        html! {
            details.no-print open[!fields.refusals.is_empty()] {
                summary { (reader.t(self.open)) }
                p.hint { (reader.t(self.hint)) }
                (form_refusals(reader, fields, &["reason"]))
                form id=(fields.id_of("undo")) method="post" action=(self.action) {
                    (key_field(own))
                    (Field::new(reader, own, "reason", "reason").text())
                    div.buttons { button.button.stop { (reader.t(self.button)) } }
                }
            }
        }
    }
}

/// The form that undoes one row of a list, with the reason.
pub fn undo_form(reader: Reader, fields: &Fields, action: &str, summary: &str) -> Markup {
    reason_form(reader, fields, action, summary, html! { button.button.stop { (reader.t("undo")) } })
}

/// A form of one row of a list that asks only for the reason; closed until opened.
pub fn reason_form(reader: Reader, fields: &Fields, action: &str, summary: &str, button: Markup) -> Markup {
    let own = own_fields(fields, action, Fields::default());
    let id = own.id_of("reason");
    let says = format!("{id}-says");
    html! {
        details open[typed_into(fields, action).is_some()] {
            summary { (reader.t(summary)) }
            form method="post" action=(action) {
                (form_field(action))
                (key_field(&own))
                label.field for=(id) { (reader.t("reason")) }
                div id=(says) { (field_refusal(reader, &own, "reason")) }
                input.text id=(id) name="reason" value=(own.get("reason")) autocomplete="off" required
                    aria-invalid=[own.refusal("reason").map(|_| "true")] aria-describedby=(says);
                div.buttons { (button) }
            }
        }
    }
}
