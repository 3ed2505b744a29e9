//! The parts that every page is made of.

pub mod asked;
mod cell;
pub mod list;
mod tabs;
mod undo;

use chrono::NaiveDate;
use maud::{Markup, html};
use uuid::Uuid;

pub use tabs::{FundTab, fund_tabs};
pub use undo::{Undo, reason_form, undo_form};

use super::fields::Fields;
use super::text::{Language, Reader};
use crate::domain::amount::Unit;
use crate::domain::calendar::days;
use crate::domain::loan::PaymentMethod;
use crate::domain::refusal::Refusal;

/// A labelled field with its hint, the value typed, and its refusal.
pub struct Field<'a> {
    pub reader: Reader,
    pub fields: &'a Fields,
    pub name: &'a str,
    /// The key of its label.
    pub label: &'a str,
    /// The key of a sentence under it.
    pub hint: Option<&'a str>,
}

impl<'a> Field<'a> {
    pub fn new(reader: Reader, fields: &'a Fields, name: &'a str, label: &'a str) -> Self {
        Self { reader, fields, name, label, hint: None }
    }

    pub fn hint(self, key: &'a str) -> Self {
        Self { hint: Some(key), ..self }
    }

    pub fn text(self) -> Markup {
        self.input("text", "off", None)
    }

    /// Text with suggestions from a list of the page.
    pub fn suggested(self, list: &str) -> Markup {
        self.input_with("text", "off", None, Some(list))
    }

    /// Opens a phone's keypad of figures.
    pub fn figures(self) -> Markup {
        self.input("text", "off", Some("decimal"))
    }

    pub fn date(self) -> Markup {
        self.input("date", "off", None)
    }

    pub fn secret(self, autocomplete: &str) -> Markup {
        // Without scripts, the page is requested again with the password in plain letters.
        let shown = self.fields.flag(SHOW);
        let to = self.fields.get("to");
        let again = if to.is_empty() { format!("?{SHOW}=1") } else { format!("?{SHOW}=1&to={}", url_encoded(to)) };
        let (reader, self_id) = (self.reader, self.id());
        let field = self.input(if shown { "text" } else { "password" }, autocomplete, None);
        html! {
            (field)
            @if !shown { a.show href=(again) data-show=(self_id) { (reader.t("password-show")) } }
        }
    }

    pub fn login(self) -> Markup {
        self.input("text", "username", None)
    }

    fn input(self, kind: &str, autocomplete: &str, mode: Option<&str>) -> Markup {
        self.input_with(kind, autocomplete, mode, None)
    }

    fn input_with(self, kind: &str, autocomplete: &str, mode: Option<&str>, list: Option<&str>) -> Markup {
        let secret = kind == "password" || autocomplete.ends_with("-password");
        let value = if secret { "" } else { self.fields.get(self.name) };
        self.framed(html! {
            input.text type=(kind) id=(self.id()) name=(self.name) value=(value) autocomplete=(autocomplete) inputmode=[mode] list=[list]
                aria-invalid=[self.invalid()] aria-describedby=(self.describedby());
        })
    }

    /// A choice from a list of (value, text).
    pub fn select(self, options: &[(String, String)]) -> Markup {
        let chosen = self.fields.get(self.name);
        self.framed(html! {
            select.text id=(self.id()) name=(self.name) aria-invalid=[self.invalid()] aria-describedby=(self.describedby()) {
                @for (value, text) in options { option value=(value) selected[value == chosen] { (text) } }
            }
        })
    }

    pub fn check(self) -> Markup {
        html! {
            div.field { label.choice { input type="checkbox" id=(self.id()) name=(self.name) value="1" aria-invalid=[self.invalid()] checked[self.fields.flag(self.name)]; span { (self.reader.t(self.label)) } span {} } }
        }
    }

    /// A quantity in thousandths, with its stored value.
    pub fn quantity(self, kept: i64) -> Markup {
        html! {
            // A weight in grams has two readings when typed (`1.137`): the stored value is sent along.
            @if kept % 10 != 0 { input type="hidden" name=(format!("{}-kept", self.name)) value=(kept); }
            (self.figures())
        }
    }

    fn id(&self) -> String {
        self.fields.id_of(self.name)
    }

    fn invalid(&self) -> Option<&'static str> {
        self.fields.refusal(self.name).map(|_| "true")
    }

    /// The refusal is read out before the hint.
    fn describedby(&self) -> String {
        format!("{0}-says {0}-hint", self.id())
    }

    fn framed(&self, control: Markup) -> Markup {
        html! {
            div.field {
                label.field for=(self.id()) { (self.reader.t(self.label)) }
                div id=(format!("{}-says", self.id())) { (field_refusal(self.reader, self.fields, self.name)) }
                (control)
                div id=(format!("{}-hint", self.id())) { @if let Some(hint) = self.hint { p.hint { (self.reader.t(hint)) } } }
            }
        }
    }
}

/// The refusals of one field.
pub fn field_refusal(reader: Reader, fields: &Fields, name: &str) -> Markup {
    html! { @for refusal in fields.refusals.iter().filter(|refusal| refusal.field == name) { p.refusal { (reader.refusal(refusal)) } } }
}

/// The summary of a form's refusals, above it, where a reader begins. It links to each field in `shown`, which repeats its
/// refusal.
pub fn form_refusals(reader: Reader, fields: &Fields, shown: &[&str]) -> Markup {
    let all = &fields.refusals;
    html! {
        @if !all.is_empty() {
            div.notice.bad.summary role="alert" tabindex="-1" autofocus {
                @if all.len() > 1 { h2 { (reader.tf("errors-to-mend", &[("count", all.len().into())])) } }
                @for refusal in all {
                    p { @if shown.contains(&&*refusal.field) { a href=(format!("#{}", refusal.field)) { (reader.refusal(refusal)) } } @else { (reader.refusal(refusal)) } }
                    (named_records(reader, refusal))
                }
            }
        }
    }
}

/// Links to the records that a refusal names.
fn named_records(reader: Reader, refusal: &Refusal) -> Markup {
    let pages = refusal.records().iter().filter_map(|record| Some((record, record.kind.address(record.id)?)));
    html! {
        @if !refusal.records().is_empty() {
            ol { @for (record, href) in pages { li { a href=(href) { (reader.record(record)) } } } }
        }
    }
}

/// The idempotency key of a form, so that it is recorded once however often it is sent. A form shown again keeps its key.
pub fn key_field(fields: &Fields) -> Markup {
    // A key used for another command is spent: the form gets a new one.
    let spent = fields.refusals.iter().any(|refusal| refusal.code == "key-reused");
    let key = match fields.get("key") {
        _ if spent => Uuid::now_v7().to_string(),
        "" => Uuid::now_v7().to_string(),
        key => key.to_owned(),
    };
    html! { input type="hidden" name="key" value=(key); }
}

/// Names a form by its action, so that a page with several forms shows the values typed in the refused one.
pub fn form_field(action: &str) -> Markup {
    html! { input type="hidden" name=(FORM) value=(action); }
}

const FORM: &str = "form";
/// Requests a page with passwords in plain letters.
pub const SHOW: &str = "show";

/// The values typed into this form, if it is the one that was refused.
pub fn typed_into<'a>(fields: &'a Fields, action: &str) -> Option<&'a Fields> {
    (fields.get(FORM) == action).then_some(fields)
}

/// The values of one of a page's forms: those typed, if it was refused; else its initial values.
pub fn own_fields(fields: &Fields, action: &str, begins: Fields) -> Fields {
    match typed_into(fields, action) {
        Some(typed) => {
            let mut own = typed.clone();
            own.extend(begins);
            own
        }
        None => begins.apart(action),
    }
}

/// The fields sent to one of a page's forms, marked with its action, also where the form did not send it.
pub fn sent_to(fields: Fields, action: &str) -> Fields {
    if fields.has(FORM) { fields } else { fields.with(FORM, action) }
}

/// The page number of the list, in the forms of its rows, so that a refused form is shown on that page again.
pub fn page_field(number: u64) -> Markup {
    html! { input type="hidden" name="page" value=(number); }
}

/// Whether the refused form belongs to a row of the page's list.
pub fn of_a_row(fields: &Fields) -> bool {
    fields.has(FORM)
}

pub fn submit(reader: Reader, key: &str) -> Markup {
    html! { div.buttons { button.button type="submit" { (reader.t(key)) } } }
}

pub fn back(href: &str, text: &str) -> Markup {
    html! { p.no-print { a href=(href) { "‹ " (text) } } }
}

/// A row of a list: name, amount, subject and a tag.
pub struct Row {
    pub href: String,
    pub name: String,
    pub amount: String,
    pub about: String,
    pub tag: Markup,
}

pub fn rows(rows: &[Row]) -> Markup {
    html! {
        ul.rows { @for row in rows { (list_row(row)) } }
    }
}

pub fn list_row(row: &Row) -> Markup {
    html! { li { a.row href=(row.href) { span { (row.name) } span.amount { (row.amount) } small { (row.about) } span.end { (row.tag) } } } }
}

/// How late, or when due: colour and words.
pub fn due_tag(reader: Reader, due_on: NaiveDate, today: NaiveDate) -> Markup {
    match days(due_on, today) {
        0 => html! { span.tag.soon { (reader.t("due-today")) } },
        late @ 1.. => html! { span.tag.late { (reader.tf("days-late", &[("days", late.into())])) } },
        -1 => html! { span.tag.soon { (reader.t("due-tomorrow")) } },
        _ => html! { span.tag { (reader.day_seen(due_on, today)) } },
    }
}

/// `Cuota 3 de 6 · alfalfa`.
pub fn installment_name(reader: Reader, no: i64, count: i64, purpose: &str) -> String {
    let of = match count {
        // A relief numbers its installments after the last agreed one.
        agreed if no > agreed => reader.tf("installment-numbered", &[("no", no.to_string().into())]),
        1 => reader.t("installment-only"),
        _ => reader.tf("installment-of", &[("no", no.to_string().into()), ("count", count.to_string().into())]),
    };
    if purpose.is_empty() { of } else { format!("{of} · {purpose}") }
}

/// A figure with its unit, marked when it is below zero.
pub fn money(reader: Reader, minor: i64, unit: Unit) -> Markup {
    html! { span.amount.negative[minor < 0] { (reader.money(minor, unit)) } }
}

/// A signed line of an account: `+ 4,000.00`, `− 1,200.00`, or a dash for nothing.
pub fn signed(reader: Reader, minor: i64, unit: Unit) -> String {
    match minor {
        0 => "–".to_owned(),
        1.. => format!("+\u{a0}{}", reader.figures(minor, unit)),
        _ => format!("−\u{a0}{}", reader.figures(-minor, unit)),
    }
}

/// The big figure that answers a page's main question.
pub fn answer(question: &str, minor: i64, reader: Reader, unit: Unit, under: Markup) -> Markup {
    html! {
        section.answer {
            span.words { (question) }
            span.amount.negative[minor < 0] { (reader.money(minor, unit)) }
            span.words { (under) }
        }
    }
}

/// A link to the guide, where a figure is explained.
pub fn how(reader: Reader, place: &str) -> Markup {
    html! { a.how.no-print href=(format!("/ayuda#{place}")) { (reader.t("how-it-is-worked-out")) } }
}

/// A choice of payment methods.
pub fn means_choice(reader: Reader, fields: &Fields) -> Markup {
    let chosen = if fields.get("payment_method").is_empty() { PaymentMethod::Cash.code() } else { fields.get("payment_method") };
    // Produce is handed over directly: there is nothing to choose.
    if reader.produce.is_some() {
        return html! { input type="hidden" name="payment_method" value=(PaymentMethod::Cash.code()); };
    }
    html! {
        fieldset id=(fields.id_of("payment_method")) {
            legend { (reader.t("payment-method")) }
            (field_refusal(reader, fields, "payment_method"))
            @for payment_method in PaymentMethod::OF_MONEY {
                label.choice { input type="radio" name="payment_method" value=(payment_method.code()) checked[chosen == payment_method.code()]; span { (reader.of("payment-method", payment_method.code())) } span {} }
            }
        }
    }
}

/// Links to the pages before and after.
pub fn pager(reader: Reader, base: &str, number: u64, more: bool) -> Markup {
    let joint = if base.contains('?') { '&' } else { '?' };
    html! {
        @if number > 0 || more {
            nav.filters aria-label=(reader.t("pages")) {
                @if number > 0 { a href=(format!("{base}{joint}page={}", number - 1)) { "‹ " (reader.t("page-before")) } }
                @if more { a href=(format!("{base}{joint}page={}", number + 1)) { (reader.t("page-after")) " ›" } }
            }
        }
    }
}

/// A choice of languages, and the page to return to.
pub fn languages(reader: Reader, to: &str) -> Markup {
    html! {
        form.filters method="post" action="/language" {
            @if !to.is_empty() { input type="hidden" name="to" value=(to); }
            @for language in Language::ALL.into_iter().filter(|language| *language != reader.language) {
                button.plain name="language" value=(language.code()) lang=(language.code()) { (Reader::new(language).t("language-name")) }
            }
        }
    }
}

/// A person's initials in a calm colour, the same everywhere. The name is beside it.
pub fn face(name: &str) -> Markup {
    let initials: String = name.split(|c: char| !c.is_alphanumeric()).filter_map(|word| word.chars().next()).take(2).collect();
    let colour = name.bytes().fold(0_u32, |sum, byte| sum.wrapping_mul(31).wrapping_add(u32::from(byte))) % 4;
    html! { span class=(format!("face face-{colour}")) aria-hidden="true" { (initials) } }
}

/// A line drawing of 24 by 24, beside a word with the same meaning.
pub fn icon(path: &str) -> Markup {
    html! { svg.icon viewBox="0 0 24 24" aria-hidden="true" { path d=(path) {} } }
}

/// Percent-encodes a value for an address's query.
pub fn url_encoded(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for byte in text.bytes() {
        match byte {
            b'A'..=b'Z' | b'a'..=b'z' | b'0'..=b'9' | b'-' | b'_' | b'.' | b'~' => out.push(char::from(byte)),
            _ => out.push_str(&format!("%{byte:02X}")),
        }
    }
    out
}
