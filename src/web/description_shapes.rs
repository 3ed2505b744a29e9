//! How the description page writes a type: in the words of JSON, not in the reader's language.

use maud::{Markup, html};
use serde_json::Value;

use super::text::Reader;

/// The id of a shape on the page.
pub fn shape_id(name: &str) -> String {
    format!("shape-{name}")
}

/// A type within a line. A named shape links to its description.
pub fn type_of(reader: Reader, schema: &Value) -> Markup {
    if let Some(name) = schema["$ref"].as_str().and_then(|to| to.rsplit('/').next()) {
        return html! { a href=(format!("#{}", shape_id(name))) { code { (name) } } };
    }
    let either = schema["oneOf"].as_array().or(schema["anyOf"].as_array()).or(schema["allOf"].as_array());
    if let Some(either) = either {
        return html! { @for (i, one) in either.iter().enumerate() { @if i > 0 { " | " } (type_of(reader, one)) } };
    }
    let kinds: Vec<&str> = match &schema["type"] {
        Value::Array(several) => several.iter().filter_map(Value::as_str).collect(),
        one => one.as_str().into_iter().collect(),
    };
    html! {
        @for (i, kind) in kinds.iter().enumerate() {
            @if i > 0 { " | " }
            @match *kind {
                "array" => { "[" (type_of(reader, &schema["items"])) "]" }
                "object" if schema["additionalProperties"].is_object() => { "{ " code { "string" } ": " (type_of(reader, &schema["additionalProperties"])) " }" }
                "null" => code { "null" },
                plain => { code { (plain) } @if let Some(format) = schema["format"].as_str() { " " code { (format) } } }
            }
        }
        (bounds(reader, schema))
        @if let Some(values) = schema["enum"].as_array() {
            ": " @for (i, value) in values.iter().enumerate() { @if i > 0 { " · " } code { (value.as_str().unwrap_or_default()) } }
        }
    }
}

/// The bounds of its size.
fn bounds(reader: Reader, schema: &Value) -> Markup {
    let of = |name: &str| schema[name].as_i64();
    html! {
        @if let Some(least) = of("minimum") { " ≥ " (least) }
        @if let Some(most) = of("maximum") { " ≤ " (most) }
        @for (key, least, most) in [("api-length", of("minLength"), of("maxLength")), ("api-items", of("minItems"), of("maxItems"))] {
            @if let Some(most) = most { " " (reader.tf(key, &[("least", least.unwrap_or(0).to_string().into()), ("most", most.into())])) }
        }
    }
}

/// A shape: its description and its fields, or its type where it has none.
pub fn shape(reader: Reader, schema: &Value) -> Markup {
    let required = |name: &str| schema["required"].as_array().is_some_and(|all| all.iter().any(|one| one == name));
    html! {
        @if let Some(about) = about(schema) { p lang="en" { (about) } }
        @if schema["properties"].is_object() {
            table {
                caption.unseen { (reader.t("api-fields")) }
                @for (name, field) in members(&schema["properties"]) { (value_row(reader, name, required(name), field, about(field), None)) }
            }
        } @else { p { (type_of(reader, schema)) } }
    }
}

/// The description of a field: its own, or the one beside its reference.
fn about(schema: &Value) -> Option<&str> {
    let either = schema["oneOf"].as_array().map(Vec::as_slice).unwrap_or_default();
    std::iter::once(schema).chain(either).find_map(|one| one["description"].as_str())
}

/// A parameter or a field: its name, whether it is required, its place, its type, and its description.
pub fn value_row(reader: Reader, name: &str, required: bool, schema: &Value, about: Option<&str>, place: Option<&str>) -> Markup {
    html! {
        tr {
            th scope="row" { code { (name) } @if required { " " span.tag { (reader.t("api-required")) } } }
            td {
                @if let Some(place) = place { span.hint { (place) } " · " }
                (type_of(reader, schema))
                @if let Some(about) = about { br; span lang="en" { (about) } }
            }
        }
    }
}

/// What a reference points to, or the part itself.
pub fn named<'d>(whole: &'d Value, part: &'d Value) -> &'d Value {
    part["$ref"].as_str().and_then(|to| whole.pointer(to.trim_start_matches('#'))).unwrap_or(part)
}

/// The members of an object, in order; none for anything else.
pub fn members(object: &Value) -> impl Iterator<Item = (&str, &Value)> {
    object.as_object().into_iter().flatten().map(|(name, value)| (name.as_str(), value))
}

pub fn text<'d>(of: &'d Value, name: &str) -> &'d str {
    of[name].as_str().unwrap_or_default()
}
