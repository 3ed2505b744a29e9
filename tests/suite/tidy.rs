//! The rules of the code: which folders may name which, how long files and functions may be, and that every sentence is in both
//! catalogues.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use muyu::domain::ledger::SourceKind;

const ROOT: &str = env!("CARGO_MANIFEST_DIR");

pub fn files(folder: &str, ending: &str) -> Vec<(String, String)> {
    let mut found = Vec::new();
    let mut open: Vec<PathBuf> = vec![Path::new(ROOT).join(folder)];
    while let Some(folder) = open.pop() {
        for entry in std::fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                open.push(path);
            } else if path.extension().is_some_and(|own| own == ending) {
                let name = path.strip_prefix(ROOT).unwrap().display().to_string();
                found.push((name, std::fs::read_to_string(&path).unwrap()));
            }
        }
    }
    assert!(!found.is_empty(), "{folder} has files");
    found
}

/// A file without its comments and without its tests.
fn code(text: &str) -> String {
    let body = text.split("#[cfg(test)]").next().unwrap_or_default();
    body.lines().filter(|line| !line.trim_start().starts_with("//")).collect::<Vec<_>>().join("\n")
}

fn words(text: &str) -> BTreeSet<&str> {
    text.split(|c: char| !c.is_alphanumeric() && c != '_').collect()
}

#[test]
fn the_rule_book_is_pure() {
    for (name, text) in files("src/domain", "rs") {
        let code = code(&text);
        for forbidden in ["sea_orm", "axum", "maud", "tokio", "async", "await", "f64", "f32"] {
            assert!(!words(&code).contains(forbidden), "{name} names {forbidden}");
        }
        for forbidden in ["Utc::now", "crate::db", "crate::web", "crate::features", "crate::app"] {
            assert!(!code.contains(forbidden), "{name} names {forbidden}");
        }
    }
}

#[test]
fn imports_run_one_way() {
    let below = [
        ("src/db", vec!["crate::web", "crate::features", "crate::router", "crate::cli"]),
        ("src/web", vec!["crate::features", "crate::router", "crate::cli"]),
        ("src/features", vec!["crate::router", "crate::cli", "crate::api"]),
    ];
    for (folder, above) in below {
        for (name, text) in files(folder, "rs") {
            for forbidden in &above {
                assert!(!code(&text).contains(forbidden), "{name} names {forbidden}");
            }
        }
    }
    let (name, text) = files("src", "rs").into_iter().find(|(name, _)| name == "src/app.rs").unwrap();
    assert!(!text.contains("crate::features"), "{name} names a feature");
}

#[test]
fn only_stores_know_the_database() {
    for (name, text) in files("src", "rs") {
        let (code, names) = (code(&text), words(&text));
        let knows = name.ends_with("/store.rs") || name.starts_with("src/db/") || name == "src/error.rs";
        let generic = code.replace("use sea_orm::ConnectionTrait;", "");
        assert!(knows || !words(&generic).contains("sea_orm"), "{name} names sea_orm");
        let books = name.starts_with("src/db/journal") || name.starts_with("src/db/entity/");
        assert!(
            books || !code.contains("entity::{entry") && !code.contains("entity::entry") && !code.contains("entity::posting"),
            "{name} names the entry tables"
        );
        assert!(!code.contains("pub mod store"), "{name} opens its store to other features");
        assert!(name.starts_with("src/db/") || !code.contains(".begin("), "{name} begins a transaction");
        assert!(name.starts_with("src/db/") || !names.contains("execute_unprepared"), "{name} writes SQL");
    }
}

#[test]
fn the_arrows_between_features_form_no_circle() {
    let mut arrows: Vec<(String, BTreeSet<String>)> = Vec::new();
    let nouns: BTreeSet<String> = std::fs::read_dir(Path::new(ROOT).join("src/features"))
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .filter(|path| path.is_dir())
        .map(|path| path.file_name().unwrap().to_str().unwrap().to_owned())
        .collect();
    for noun in &nouns {
        let mut to = BTreeSet::new();
        for (_, text) in files(&format!("src/features/{noun}"), "rs") {
            for used in code(&text).split("crate::features::").skip(1) {
                let named = used.split(';').next().unwrap_or_default();
                let list =
                    if named.starts_with('{') { named.trim_matches(['{', '}']).to_owned() } else { named.split("::").next().unwrap().to_owned() };
                let heads = list.split(',').map(|item| item.trim().split([':', ' ', '(', ')', '<', '>', '\n', '{']).next().unwrap().to_owned());
                to.extend(heads.filter(|head| nouns.contains(head) && head != noun));
            }
        }
        arrows.push((noun.clone(), to));
    }
    // The data that deciding needs does not depend on the features that decide.
    let (_, on_hand) = arrows.iter().find(|(noun, _)| noun == "on_hand").unwrap();
    assert!(on_hand.iter().all(|to| ["capital", "commitments", "funds"].contains(&to.as_str())), "on_hand stands on {on_hand:?}");
    let (_, availability) = arrows.iter().find(|(noun, _)| noun == "availability").unwrap();
    assert!(!availability.contains("purchases"), "capital available knows no purchase");
    while !arrows.is_empty() {
        let left: BTreeSet<String> = arrows.iter().map(|(noun, _)| noun.clone()).collect();
        let before = arrows.len();
        arrows.retain(|(_, to)| to.iter().any(|noun| left.contains(noun)));
        assert!(arrows.len() < before, "these reach each other: {arrows:?}");
    }
}

#[test]
fn no_column_loses_a_centimo() {
    for (name, text) in files("migration/src", "rs") {
        for forbidden in ["decimal", "float", "double", "real", "numeric"] {
            assert!(!words(&code(&text).to_lowercase()).contains(forbidden), "{name} has a {forbidden} column");
        }
    }
    for (name, text) in files("src", "rs") {
        let names = code(&text);
        // PDF measures paper in fractions; amounts come to that file as text.
        let draws = name == "src/web/paper/ink.rs";
        assert!(draws || !words(&names).contains("f64") && !words(&names).contains("f32"), "{name} names a float");
    }
}

#[test]
fn files_and_functions_are_short() {
    for folder in ["src", "migration/src", "tests", "benches"] {
        for (name, text) in files(folder, "rs") {
            let most = 400;
            assert!(text.lines().count() <= most, "{name} has {} lines", text.lines().count());
            let mut began = None;
            for (i, line) in text.lines().enumerate() {
                let indent = line.len() - line.trim_start().len();
                let opens = line.trim_start().strip_prefix("pub ").unwrap_or(line.trim_start());
                if opens.starts_with("fn ") || opens.starts_with("async fn ") || opens.starts_with("pub(super) fn ") {
                    began = Some((i, indent));
                }
                if let Some((from, at)) = began
                    && indent == at
                    && line.trim_end() == format!("{}}}", " ".repeat(at))
                {
                    assert!(i - from <= 70, "{name}:{} is a function of {} lines", from + 1, i - from);
                    began = None;
                }
            }
        }
    }
}

fn catalogue(language: &str) -> BTreeSet<String> {
    let mut keys = BTreeSet::new();
    for (name, text) in files(&format!("src/web/text/{language}"), "ftl") {
        for line in text.lines().filter(|line| line.starts_with(|c: char| c.is_ascii_lowercase())) {
            let key = line.split('=').next().unwrap().trim().to_owned();
            assert!(keys.insert(key.clone()), "{name} says {key} again");
        }
    }
    keys
}

#[test]
fn every_sentence_stands_in_both_catalogues() {
    assert_eq!(catalogue("es"), catalogue("en"));
}

/// A literal after one of these is a key of the catalogues, or a refusal's code.
const SPOKEN: [(&str, &str); 12] = [
    (".t(\"", ""),
    (".tf(\"", ""),
    ("submit(reader, \"", ""),
    (".hint(\"", ""),
    (" open: \"", ""),
    (" hint: \"", ""),
    (" button: \"", ""),
    ("Refusal::conflict(\"", "refusal-"),
    ("Refusal::invalid(\"\", \"", "refusal-"),
    ("text(1, \"", "refusal-"),
    ("differs(\"", "refusal-"),
    ("at(\"verify", "refusal-verify"),
];

#[test]
fn every_key_that_is_spoken_is_in_the_catalogues() {
    let keys = catalogue("es");
    for kind in SourceKind::ALL {
        let key = format!("entry-{}", kind.code().replace('_', "-"));
        assert!(keys.contains(&key), "the ledger calls what is posted {key}");
    }
    for (name, text) in files("src", "rs") {
        let code = code(&text);
        for (before, stem) in SPOKEN {
            for literal in code.split(before).skip(1) {
                let key = format!("{stem}{}", literal.split('"').next().unwrap());
                let whole = !key.ends_with('-') && !key.contains('{');
                assert!(!whole || keys.contains(&key), "{name} speaks {key}");
            }
        }
        for field in code.split("Field::new(").skip(1) {
            let label = field.split('"').nth(3).unwrap_or_default();
            assert!(label.is_empty() || keys.contains(label), "{name} labels a field {label}");
        }
        for refusal in code.split("Refusal::invalid(").skip(1) {
            let arguments: Vec<&str> = refusal.split(')').next().unwrap().split(',').map(str::trim).collect();
            if let Some(code) = arguments.get(1).and_then(|code| code.strip_prefix('"')) {
                let key = format!("refusal-{}", code.trim_matches('"'));
                assert!(keys.contains(&key), "{name} refuses with {key}");
            }
        }
    }
}

/// What a file has in quotes.
fn literals(text: &str) -> Vec<String> {
    let plain = code(text).replace("'\"'", "").replace("\\\\", "").replace("\\\"", "");
    plain.split('"').skip(1).step_by(2).map(str::to_owned).collect()
}

/// What is put behind a stem and a code.
const BEHIND_A_CODE: [(&str, &[&str]); 3] =
    [("line-", &["-title", "-about"]), ("words-", &["-part"]), ("requirement-", &["-met", "-unmet", "-met-unnamed", "-unmet-unnamed"])];

/// What is put behind a whole key.
const BEHIND_A_KEY: [&str; 4] = ["-kg", "-dose", "-steps", "-told"];

#[test]
fn every_key_of_the_catalogues_is_spoken() {
    let sources = files("src", "rs");
    let literals: BTreeSet<String> = sources.iter().flat_map(|(_, text)| literals(text)).collect();
    let keys = catalogue("es");
    // A key is a literal, or a stem and a code. A stem stands before a hole or in `of`; what was changed is a stem too.
    let holes = literals.iter().filter_map(|literal| literal.split_once("-{")).map(|(stem, _)| stem.to_owned());
    let named = sources.iter().flat_map(|(_, text)| text.split(".of(\"").skip(1).map(|after| after.split('"').next().unwrap().to_owned()));
    let changed = keys.iter().filter_map(|key| key.strip_prefix("changed-")).map(str::to_owned);
    let stems: BTreeSet<String> = holes.chain(named).chain(changed).filter(|stem| !stem.is_empty()).collect();
    let written = |code: &String| code.to_lowercase().replace('>', "over-").replace(['_', '/', ',', '.'], "-");
    let mut codes: BTreeSet<String> = literals.iter().map(written).collect();
    codes.extend((1..=12).map(|number| number.to_string()));
    codes.extend(["path", "query", "header", "cookie"].map(str::to_owned));
    // `funded-3` is called by `field-funded`.
    codes.extend(stems.iter().cloned());
    let options: BTreeSet<String> = muyu::cli::help::keys().into_iter().map(|(key, _)| key).collect();
    let put_together = |key: &str| {
        let ends = BEHIND_A_CODE.iter().filter(|(stem, _)| key.starts_with(stem)).flat_map(|(_, ends)| ends.iter());
        let bases = ends.filter_map(|end| key.strip_suffix(end)).chain([key]);
        let mut cut = bases.flat_map(|base| base.match_indices('-').map(move |(at, _)| (&base[..at], &base[at + 1..])));
        cut.any(|(stem, code)| stems.contains(stem) && codes.contains(code))
    };
    let silent: Vec<&String> = keys
        .iter()
        .filter(|key| {
            let whole = BEHIND_A_KEY.iter().find_map(|end| key.strip_suffix(end)).unwrap_or(key);
            ![key.as_str(), whole].iter().any(|key| literals.contains(*key) || options.contains(*key) || put_together(key))
        })
        .collect();
    assert!(silent.is_empty(), "nobody speaks {silent:?}");
}

#[test]
fn queries_of_the_json_face_are_refused_in_its_shape() {
    for (name, text) in files("src/features", "rs").into_iter().filter(|(name, _)| name.ends_with("api.rs")) {
        let own = code(&text).lines().any(|line| line.contains("axum::extract::") && words(line).contains("Query"));
        assert!(!own, "{name} reads a query past web::api::Query");
    }
}

#[test]
fn nothing_is_silenced_without_a_reason() {
    for folder in ["src", "migration/src", "tests", "benches"] {
        for (name, text) in files(folder, "rs") {
            let opening = ["allow", "("].concat();
            for silenced in text.split(&format!("[{opening}")).skip(1) {
                let attribute = silenced.split(']').next().unwrap();
                assert!(attribute.contains("reason"), "{name} silences {attribute}");
            }
        }
    }
}
