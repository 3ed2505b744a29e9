//! Matching by hand on the statement's page: the form with the open lines and entries, and the matches already made, each with
//! its undo form.

use chrono::Days;
use maud::{Markup, html};

use super::show_page::entry;
use super::{BankMatch, BankMatchPart, Compared, record, store};
use crate::app::App;
use crate::db::journal::Moved;
use crate::domain::amount::Unit;
use crate::error::Error;
use crate::web::fields::Fields;
use crate::web::parts::{Field, field_refusal, form_field, key_field, own_fields, signed, typed_into, undo_form};
use crate::web::text::Reader;

/// Entries are offered up to this many days before and after the statement.
const AROUND_DAYS: u64 = 62;

/// The entries that the form offers.
///
/// # Errors
/// A fault of the database.
pub async fn offered(app: &App, compared: &Compared) -> Result<Vec<Moved>, Error> {
    let row = &compared.statement;
    let around = Days::new(AROUND_DAYS);
    let days = (row.starts_on.checked_sub_days(around).unwrap_or(row.starts_on), row.ends_on.checked_add_days(around).unwrap_or(row.ends_on));
    let taken = store::taken(app.db.read(), row.fund_id).await?;
    record::free(app.db.read(), row.fund_id, days, &taken).await
}

/// The form; empty if one of the two sides has nothing left.
pub fn form(reader: Reader, unit: Unit, compared: &Compared, offered: &[Moved], fields: &Fields) -> Markup {
    let action = format!("/bank-statements/{}/matches", compared.statement.id);
    let own = own_fields(fields, &action, Fields::default());
    let ticked = |name: &str, value: &str| typed_into(fields, &action).is_some() && own.all(name).any(|chosen| chosen == value);
    html! {
        @if compared.unknown().next().is_some() && !offered.is_empty() {
            details.no-print open[typed_into(fields, &action).is_some()] { summary { (reader.t("bank-by-hand")) }
                p.hint { (reader.t("bank-by-hand-hint")) }
                form method="post" action=(action) {
                    (form_field(&action)) (key_field(&own))
                    fieldset {
                        legend { (reader.t("bank-by-hand-lines")) }
                        (field_refusal(reader, &own, "line"))
                        @for line in compared.unknown() {
                            @let value = line.no.to_string();
                            label.choice {
                                input type="checkbox" name="line" value=(value) checked[ticked("line", &value)];
                                span { (line.description) " " small { (reader.date(line.moved_on)) } }
                                span.amount.negative[line.amount_minor < 0] { (signed(reader, line.amount_minor, unit)) }
                            }
                        }
                    }
                    fieldset {
                        legend { (reader.t("bank-by-hand-entries")) }
                        (field_refusal(reader, &own, "entry"))
                        @for moved in offered {
                            @let value = moved.entry.to_string();
                            label.choice {
                                input type="checkbox" name="entry" value=(value) checked[ticked("entry", &value)];
                                span { (entry(reader, moved)) " " small { (reader.date(moved.on)) @if !moved.memo.is_empty() { " · " (moved.memo) } } }
                                span.amount.negative[moved.amount_minor < 0] { (signed(reader, moved.amount_minor, unit)) }
                            }
                        }
                    }
                    (Field::new(reader, &own, "reason", "reason").hint("bank-by-hand-reason").text())
                    div.buttons { button.button { (reader.t("bank-by-hand-do")) } }
                }
            }
        }
    }
}

/// The standing matches: both sides, the reason, who made them, and the undo form.
pub fn joined(reader: Reader, unit: Unit, compared: &Compared, keeps: bool, fields: &Fields, who: impl Fn(&BankMatch) -> String) -> Markup {
    let standing: Vec<_> = compared.by_hand.iter().filter(|(row, _)| row.reversed_at.is_none()).collect();
    html! {
        @if !standing.is_empty() {
            h2 { (reader.t("bank-joined")) }
            ul.rows { @for (row, parts) in standing { li.row {
                div.part { (sides(reader, unit, compared, parts)) }
                small.part { (row.reason) " · " (who(row)) }
                @if keeps { div.part.no-print { (undo_form(reader, fields, &format!("/bank-matches/{}/undo", row.id), "undo")) } }
            } } }
        }
    }
}

fn sides(reader: Reader, unit: Unit, compared: &Compared, parts: &[BankMatchPart]) -> Markup {
    let lines = parts.iter().filter_map(|part| compared.lines.iter().find(|line| part.line_no == Some(line.no)));
    let entries = parts.iter().filter_map(|part| compared.matched.iter().find(|moved| part.entry_id == Some(moved.entry)));
    html! {
        div.scroll tabindex="0" { table.tight {
            thead { tr { th { (reader.t("bank-side")) } th { (reader.t("date")) } th { (reader.t("book-detail")) } th.n { (unit.symbol()) } } }
            tbody {
                @for line in lines { tr {
                    td { (reader.t("bank-side-bank")) } td { (reader.date(line.moved_on)) } td { (line.description) }
                    td.n.negative[line.amount_minor < 0] { (reader.figures(line.amount_minor, unit)) }
                } }
                @for moved in entries { tr {
                    td { (reader.t("bank-side-books")) } td { (reader.date(moved.on)) }
                    td { (entry(reader, moved)) @if !moved.memo.is_empty() { " · " (moved.memo) } }
                    td.n.negative[moved.amount_minor < 0] { (reader.figures(moved.amount_minor, unit)) }
                } }
            }
        } }
    }
}
