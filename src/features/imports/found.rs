//! What a notebook holds, on screen: its faults, its totals, the questions about it, and its sheets and columns.

use maud::{Markup, html};
use uuid::Uuid;

use super::answers::{LEFT_OUT, column_field, sheet_field};
use super::choices::{Choices, IGNORED};
use super::faults::{Fault, grouped};
use super::headers::Kind;
use super::recognise::{ColumnTold, SheetTold};
use super::register::Register;
use super::told;
use crate::web::fields::Fields;
use crate::web::parts::{Field, key_field};
use crate::web::text::Reader;

/// How many causes a page lists at once; the command line lists them all.
const CAUSES: usize = 200;

pub fn part(reader: Reader, register: &Register, choices: &Choices, waiting: Uuid, unconfirmed: bool) -> Markup {
    html! {
        @if !register.faults.is_empty() { (faults(reader, register, waiting)) }
        @if register.faults.is_empty() { (totals(reader, register)) }
        @if !register.asks.is_empty() { (asks(reader, register, waiting)) }
        @if register.faults.is_empty() { (confirm(reader, register, waiting, unconfirmed)) }
        (questions(reader, register, choices, waiting))
        h2 { (reader.t("import-another")) }
    }
}

fn faults(reader: Reader, register: &Register, waiting: Uuid) -> Markup {
    html! {
        div.notice.bad role="alert" {
            p { b { (reader.tf("import-faults", &[("count", register.fault_count.into())])) } }
            p { (reader.t("import-nothing")) " " (marked_link(reader, waiting)) }
        }
        (causes(reader, &register.faults))
        @if register.fault_count > register.faults.len() {
            p.hint { (reader.tf("import-more-faults", &[("count", (register.fault_count - register.faults.len()).into())])) }
        }
    }
}

fn marked_link(reader: Reader, waiting: Uuid) -> Markup {
    html! { a href=(format!("/import/marked.xlsx?waiting={waiting}")) { (reader.t("import-marked")) } }
}

fn causes(reader: Reader, faults: &[Fault]) -> Markup {
    let groups = grouped(faults);
    html! {
        ul.rows.causes {
            @for group in groups.iter().take(CAUSES) {
                @let place = told::place(reader, group);
                li { @if !place.is_empty() { b { (place) } br; } (told::reason(reader, group)) }
            }
        }
        @if groups.len() > CAUSES { p.hint { (reader.tf("import-more-faults", &[("count", (groups.len() - CAUSES).into())])) } }
    }
}

fn totals(reader: Reader, register: &Register) -> Markup {
    html! {
        section.answer {
            b { (register.association.name) }
            p.hint { (register.fund_name) " · " (reader.t("import-hold-against")) }
            dl.facts { @for (label, figure) in told::totals(reader, register) { dt { (label) } dd { (figure) } } }
            @if let Some(balances) = told::balances(reader, register) { p { (balances) } }
            @if !register.skipped.is_empty() { p.hint { (reader.tf("import-skipped", &[("what", register.skipped.join("; ").into())])) } }
        }
    }
}

fn asks(reader: Reader, register: &Register, waiting: Uuid) -> Markup {
    html! {
        div.notice.warn {
            p { b { (reader.tf("import-asks", &[("count", register.ask_count.into())])) } }
            p { (reader.t("import-asks-hint")) " " (marked_link(reader, waiting)) }
        }
        (causes(reader, &register.asks))
        @if register.ask_count > register.asks.len() {
            p.hint { (reader.tf("import-more-faults", &[("count", (register.ask_count - register.asks.len()).into())])) }
        }
    }
}

fn confirm(reader: Reader, register: &Register, waiting: Uuid, unconfirmed: bool) -> Markup {
    html! {
        form method="post" action="/import" enctype="multipart/form-data" {
            (key_field(&Fields::default()))
            input type="hidden" name="waiting" value=(waiting);
            @if !register.asks.is_empty() {
                @if unconfirmed { p.refusal role="alert" { (reader.t("import-confirm-missing")) } }
                label.choice { input type="checkbox" name="confirmed" value="1" required; span { (reader.t("import-confirm")) } span {} }
            }
            div.buttons { button.button { (reader.t("import-do")) } }
        }
    }
}

/// The questions about a notebook: what it does not say by itself, and what its sheets and columns are.
fn questions(reader: Reader, register: &Register, choices: &Choices, waiting: Uuid) -> Markup {
    let fields = answered(register, choices);
    let has = |codes: &[&str]| register.faults.iter().chain(&register.asks).any(|fault| codes.contains(&fault.refusal.code));
    let methods: Vec<(String, String)> = ["", "al vencimiento", "amortización constante", "cuota fija", "interés plano"]
        .iter()
        .map(|word| ((*word).to_owned(), (*word).to_owned()))
        .collect();
    let pers = [("", "import-column-unknown"), ("mes", "import-per-month"), ("año", "import-per-year"), ("TEA", "import-per-year-effective")];
    let pers = pers.map(|(value, key)| (value.to_owned(), reader.t(key)));
    let fortnights = [("", "import-column-unknown"), ("15 y fin de mes", "import-fortnight-halves"), ("dos semanas", "import-fortnight-weeks")];
    let fortnights = fortnights.map(|(value, key)| (value.to_owned(), reader.t(key)));
    let countries = [("", ""), ("Perú", "Perú"), ("Bolivia", "Bolivia")].map(|(value, text)| (value.to_owned(), text.to_owned()));
    let openings = has(&["import-as-of-missing", "import-opening", "import-shape-listing"]);
    let whose = register.nameless || choices.association.is_some() || choices.fund.is_some() || choices.country.is_some();
    let asked = whose
        || openings
        || has(&[
            "import-method-missing",
            "import-rate-missing",
            "import-rate-per-missing",
            "import-rate-per-assumed",
            "import-fortnight",
            "import-fortnight-halves",
            "import-part-two-ways",
            "import-year-missing",
            "import-months-two-years",
            "import-shape-months",
            "import-sheet-unread",
            "import-column-unread",
            "column-missing",
            "header-missing",
        ]);
    html! {
        form.questions method="post" action="/import" enctype="multipart/form-data" {
            input type="hidden" name="waiting" value=(waiting);
            input type="hidden" name="act" value="look";
            details open[asked] {
                summary { (reader.t("import-questions")) }
                @if whose {
                    (Field::new(reader, &fields, "association", "import-association").hint("import-association-hint").text())
                    (Field::new(reader, &fields, "fund", "import-fund").hint("import-fund-hint").text())
                    (Field::new(reader, &fields, "country", "import-country").select(&countries))
                }
                @if has(&["import-method-missing"]) || choices.method.is_some() { (Field::new(reader, &fields, "method", "import-method").select(&methods)) }
                @if has(&["import-rate-missing"]) || choices.rate.is_some() { (Field::new(reader, &fields, "rate", "import-rate").hint("import-rate-hint").text()) }
                @if has(&["import-rate-per-missing", "import-rate-per-assumed"]) || choices.rate_per.is_some() {
                    (Field::new(reader, &fields, "rate_per", "import-rate-per").select(&pers))
                }
                @if has(&["import-fortnight", "import-fortnight-halves"]) || choices.fortnight.is_some() {
                    (Field::new(reader, &fields, "fortnight", "import-fortnight").select(&fortnights))
                }
                @if has(&["import-year-missing", "import-months-two-years"]) || choices.year.is_some() { (Field::new(reader, &fields, "year", "import-year").figures()) }
                @if openings || choices.as_of.is_some() { (Field::new(reader, &fields, "as_of", "import-as-of").date()) }
                @if has(&["import-capital-proposed"]) || choices.cash.is_some() { (Field::new(reader, &fields, "cash", "import-cash-now").hint("import-cash-hint").text()) }
                @for (i, sheet) in register.sheets.iter().enumerate().filter(|(_, sheet)| sheet.rows > 0) { (sheet_part(reader, register, choices, i, sheet)) }
                div.buttons { button.button.quiet { (reader.t("import-look-again")) } }
            }
        }
    }
}

fn answered(register: &Register, choices: &Choices) -> Fields {
    let known = |name: Option<&String>| name.cloned().unwrap_or_default();
    let mut fields = Fields::default().with("association", known(choices.association.as_ref())).with("fund", known(choices.fund.as_ref()));
    fields = fields.with("country", known(choices.country.as_ref())).with("method", known(choices.method.as_ref()));
    fields = fields
        .with("rate", known(choices.rate.as_ref()))
        .with("rate_per", known(choices.rate_per.as_ref()))
        .with("fortnight", known(choices.fortnight.as_ref()))
        .with("cash", known(choices.cash.as_ref()));
    fields = fields.with("year", choices.year.map(|year| year.to_string()).unwrap_or_default());
    fields = fields.with("as_of", choices.as_of.map(|day| day.to_string()).unwrap_or_default());
    // What the workbook itself says is shown, so that the user types only what is missing.
    if !register.nameless || &*register.association.name != "–" {
        fields = if choices.association.is_none() { fields.with("association", register.association.name.to_string()) } else { fields };
    }
    if &*register.fund_name != "–" && choices.fund.is_none() {
        fields = fields.with("fund", register.fund_name.to_string());
    }
    fields
}

/// One sheet: its kind, and what each of its columns is, beside the first rows.
fn sheet_part(reader: Reader, register: &Register, choices: &Choices, i: usize, sheet: &SheetTold) -> Markup {
    let skipped = choices.skips(&sheet.name);
    let chosen = if skipped { LEFT_OUT } else { sheet.kind.map_or("", Kind::code) };
    let wrong = register.faults.iter().chain(&register.asks).any(|fault| {
        fault.sheet == sheet.name
            && ["import-sheet-unread", "import-column-unread", "import-part-two-ways", "import-house-rows", "column-missing", "header-missing"]
                .contains(&fault.refusal.code)
    });
    let name = sheet_field(i);
    html! {
        details.sheet open[wrong] {
            summary { (reader.tf("import-sheet-is", &[("sheet", sheet.name.as_str().into()), ("kind", kind_said(reader, sheet, skipped).into()), ("rows", sheet.rows.into())])) }
            div.field {
                label.field for=(name) { (reader.t("import-sheet-holds")) }
                select.text id=(name) name=(name) {
                    option value="" selected[chosen.is_empty()] { (reader.t("import-sheet-unknown")) }
                    @for kind in Kind::ALL { option value=(kind.code()) selected[chosen == kind.code()] { (reader.of("import-kind", kind.code())) } }
                    option value=(LEFT_OUT) selected[chosen == LEFT_OUT] { (reader.t("import-sheet-left-out")) }
                }
            }
            @if let Some(kind) = sheet.kind.filter(|kind| *kind != Kind::House && !skipped) { (columns_part(reader, kind, i, &sheet.columns)) }
            @if sheet.kind.is_none() && !skipped { (first_rows(reader, &sheet.columns)) }
        }
    }
}

fn kind_said(reader: Reader, sheet: &SheetTold, skipped: bool) -> String {
    match sheet.kind {
        Some(kind) if !skipped => reader.of("import-kind", kind.code()),
        _ => reader.t("import-sheet-not-read"),
    }
}

/// What stands in a sheet that is not read, so that whoever looks can say what it is.
fn first_rows(reader: Reader, columns: &[ColumnTold]) -> Markup {
    html! {
        div.scroll tabindex="0" { table.mapping {
            thead { tr { th { (reader.t("import-column")) } th { (reader.t("import-first-rows")) } } }
            tbody { @for column in columns { tr { td { (column.header) } td { (firsts(column)) } } } }
        } }
    }
}

fn firsts(column: &ColumnTold) -> String {
    column.first.iter().filter(|text| !text.is_empty()).cloned().collect::<Vec<_>>().join(" · ")
}

fn columns_part(reader: Reader, kind: Kind, i: usize, columns: &[ColumnTold]) -> Markup {
    html! {
        div.scroll tabindex="0" { table.mapping {
            thead { tr { th { (reader.t("import-column")) } th { (reader.t("import-column-is")) } th { (reader.t("import-first-rows")) } } }
            tbody { @for (j, column) in columns.iter().enumerate().filter(|(_, column)| !column.header.is_empty()) {
                @let chosen = column.field.and_then(|field| kind.columns().iter().find(|own| own.field == field)).map_or("", |own| own.title);
                tr {
                    td { (column.header) }
                    td { select.text name=(column_field(i, j)) aria-label=(column.header) {
                        option value="" selected[chosen.is_empty() && !column.ignored] { (reader.t("import-column-unknown")) }
                        @for own in kind.columns() { option value=(own.title) selected[own.title == chosen] { (own.title) } }
                        option value=(IGNORED) selected[column.ignored] { (reader.t("import-column-left-out")) }
                    } }
                    td { (firsts(column)) }
                }
            } }
        } }
    }
}
