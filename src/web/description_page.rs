//! The page that describes the JSON API to people. It is made from the same description that programs read, so the two always
//! agree. It needs no script. Operations are grouped by subject and folded; shared problems and shapes are shown once, below.

use std::collections::BTreeMap;

use maud::{Markup, html};
use serde_json::Value;

use super::description_shapes::{members, named, shape, shape_id, text, type_of, value_row};
use super::text::Reader;

/// In the order of use.
const METHODS: [(&str, &str); 5] = [("get", ""), ("post", "well"), ("put", "soon"), ("patch", "soon"), ("delete", "late")];
/// The type of nearly every body. Only other types are shown.
const JSON: &str = "application/json";

struct Operation<'d> {
    path: &'d str,
    method: &'static str,
    colour: &'static str,
    said: &'d Value,
}

/// The page without its frame. The descriptions are in English, whatever the reader's language.
pub fn body(reader: Reader, description: &Value) -> Markup {
    let tags = by_tag(description);
    html! {
        h1 { (reader.t("api-docs")) }
        p lang="en" { (text(&description["info"], "description")) }
        p { a href="/api/openapi.json" { (reader.t("api-json")) } }
        nav.filters aria-label=(reader.t("api-sections")) {
            @for tag in tags.keys() { a href=(format!("#about-{tag}")) lang="en" { (tag) } }
            a href="#problems" { (reader.t("api-problems")) }
            a href="#shapes" { (reader.t("api-shapes")) }
        }
        h2 { (reader.t("api-who")) }
        (sign_ins(reader, &description["components"]["securitySchemes"]))
        div.api {
            @for (tag, operations) in &tags {
                h2 id=(format!("about-{tag}")) lang="en" { (tag) }
                ul.rows { @for one in operations { (operation(reader, description, one)) } }
            }
            (problems(reader, &description["components"]["responses"]))
            h2 id="shapes" { (reader.t("api-shapes")) }
            @for (name, schema) in members(&description["components"]["schemas"]) {
                section id=(shape_id(name)) { h3 lang="en" { (name) } (shape(reader, schema)) }
            }
        }
    }
}

fn by_tag(description: &Value) -> BTreeMap<&str, Vec<Operation<'_>>> {
    let mut tags: BTreeMap<&str, Vec<Operation<'_>>> = BTreeMap::new();
    for (path, item) in members(&description["paths"]) {
        for (method, colour) in METHODS {
            if let Some(said) = item.get(method) {
                let tag = said["tags"][0].as_str().unwrap_or("muyu");
                tags.entry(tag).or_default().push(Operation { path, method, colour, said });
            }
        }
    }
    tags
}

/// The ways to authenticate.
fn sign_ins(reader: Reader, ways: &Value) -> Markup {
    html! {
        ul {
            @for (name, way) in members(ways) {
                li {
                    @match way["in"].as_str() {
                        Some(place) => { code { (text(way, "name")) } " (" (reader.of("api-in", place)) ")" }
                        None => { code { "Authorization: " (name) } }
                    }
                    @if let Some(about) = way["description"].as_str() { ": " span lang="en" { (about) } }
                }
            }
        }
    }
}

fn operation(reader: Reader, whole: &Value, one: &Operation<'_>) -> Markup {
    let said = one.said;
    let open = said["security"].as_array().is_some_and(|needed| needed.iter().any(|way| way.as_object().is_some_and(|way| way.is_empty())));
    html! {
        li id=(text(said, "operationId")) {
            details {
                summary { h3 { span class=(format!("tag {}", one.colour)) { (one.method.to_uppercase()) } " " code { (one.path) } } small lang="en" { (text(said, "summary")) } }
                @if let Some(more) = said["description"].as_str() { p lang="en" { (more) } }
                @if open { p.hint { (reader.t("api-open")) } }
                (parameters(reader, said))
                @for (kind, content) in members(&said["requestBody"]["content"]) { (sent(reader, whole, kind, &content["schema"])) }
                (answers(reader, whole, &said["responses"]))
            }
        }
    }
}

fn parameters(reader: Reader, said: &Value) -> Markup {
    let all = said["parameters"].as_array().map(Vec::as_slice).unwrap_or_default();
    html! {
        @if !all.is_empty() {
            table {
                caption { (reader.t("api-parameters")) }
                @for one in all {
                    (value_row(reader, text(one, "name"), one["required"] == true, &one["schema"], one["description"].as_str(), Some(&reader.of("api-in", text(one, "in")))))
                }
            }
        }
    }
}

/// The request body: its type, and for a shape its fields.
fn sent(reader: Reader, whole: &Value, kind: &str, schema: &Value) -> Markup {
    let list = schema["type"] == "array";
    let inner = if list { &schema["items"] } else { schema };
    html! {
        p { b { (reader.t("api-body")) } ": " (type_of(reader, schema)) @if kind != JSON { " " code { (kind) } } }
        (shape(reader, named(whole, inner)))
    }
}

/// The answers: the operation's own with their types, and the shared problems by name.
fn answers(reader: Reader, whole: &Value, all: &Value) -> Markup {
    let (shared, own): (Vec<_>, Vec<_>) = members(all).partition(|(_, answer)| answer.get("$ref").is_some());
    html! {
        table {
            caption { (reader.t("api-answers")) }
            @for (status, answer) in own {
                tr { th scope="row" { (status) } td {
                    @if let Some(about) = answer["description"].as_str().filter(|about| !about.is_empty()) { span lang="en" { (about) } " " }
                    @if answer.get("content").is_none() { span.hint { (reader.t("api-empty")) } }
                    @for (i, (kind, content)) in members(&answer["content"]).enumerate() {
                        @if i > 0 { br; }
                        (type_of(reader, &content["schema"])) @if kind != JSON { " " code { (kind) } }
                    }
                } }
            }
            @for (status, answer) in shared {
                @let name = text(answer, "$ref").rsplit('/').next().unwrap_or_default();
                tr { th scope="row" { (status) } td lang="en" { a href=(format!("#problem-{name}")) { (text(named(whole, answer), "description")) } } }
            }
        }
    }
}

fn problems(reader: Reader, all: &Value) -> Markup {
    html! {
        h2 id="problems" { (reader.t("api-problems")) }
        table {
            @for (name, answer) in members(all) {
                tr id=(format!("problem-{name}")) lang="en" {
                    th scope="row" { (name) }
                    td { (text(answer, "description")) @for (kind, content) in members(&answer["content"]) { " " (type_of(reader, &content["schema"])) " " code { (kind) } } }
                }
            }
        }
    }
}
