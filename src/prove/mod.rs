//! Recomputes published cases and reports each difference. Auditors can bring their own cases.

mod cases;
mod loans;
mod portfolio;
mod purchases;

use serde_json::Value;

pub use cases::Kind;

/// The result of one case.
#[derive(Debug, PartialEq, Eq)]
pub enum Finding {
    Holds,
    Differs(Vec<Difference>),
    /// The case cannot be computed, with the reason.
    Malformed(String),
}

#[derive(Debug, PartialEq, Eq)]
pub struct Difference {
    /// The place in the case, as `positions[2].credit`.
    pub at: String,
    pub expected: String,
    pub computed: String,
}

#[derive(Debug)]
pub struct Proof {
    pub id: String,
    pub kind: Option<Kind>,
    pub finding: Finding,
}

/// Proves every case of a file: `{"cases": […]}`, a list of cases, or one case alone.
///
/// # Errors
/// A sentence when the text is not JSON or holds no case.
pub fn prove(text: &str) -> Result<Vec<Proof>, String> {
    let value: Value = serde_json::from_str(text).map_err(|error| format!("not JSON: {error}"))?;
    let cases = match value {
        Value::Array(cases) => cases,
        Value::Object(mut object) => match object.remove("cases") {
            Some(Value::Array(cases)) => cases,
            Some(_) => return Err("\"cases\" is not a list".to_owned()),
            None => vec![Value::Object(object)],
        },
        _ => return Err("neither a case, a list of cases, nor an object with \"cases\"".to_owned()),
    };
    if cases.is_empty() {
        return Err("holds no case".to_owned());
    }
    Ok(cases.into_iter().enumerate().map(|(i, case)| prove_case(i, case)).collect())
}

fn prove_case(i: usize, case: Value) -> Proof {
    let id = case.get("id").and_then(Value::as_str).map_or_else(|| format!("case {}", i + 1), str::to_owned);
    let Some(kind) = Kind::of(&case) else {
        let finding = Finding::Malformed("its keys are of no known kind of case".to_owned());
        return Proof { id, kind: None, finding };
    };
    let finding = match cases::recompute(kind, case) {
        Ok(outcome) => {
            let mut differences = Vec::new();
            compare("", &outcome.expected, &outcome.computed, &mut differences);
            if differences.is_empty() { Finding::Holds } else { Finding::Differs(differences) }
        }
        Err(why) => Finding::Malformed(why),
    };
    Proof { id, kind: Some(kind), finding }
}

fn compare(at: &str, expected: &Value, computed: &Value, differences: &mut Vec<Difference>) {
    match (expected, computed) {
        (Value::Object(a), Value::Object(b)) => {
            let keys: std::collections::BTreeSet<&String> = a.keys().chain(b.keys()).collect();
            for key in keys {
                let at = if at.is_empty() { key.clone() } else { format!("{at}.{key}") };
                compare(&at, a.get(key).unwrap_or(&Value::Null), b.get(key).unwrap_or(&Value::Null), differences);
            }
        }
        (Value::Array(a), Value::Array(b)) if a.len() == b.len() => {
            for (i, (x, y)) in a.iter().zip(b).enumerate() {
                compare(&format!("{at}[{i}]"), x, y, differences);
            }
        }
        _ if expected == computed => {}
        _ => differences.push(Difference { at: at.to_owned(), expected: short(expected), computed: short(computed) }),
    }
}

fn short(value: &Value) -> String {
    match value {
        Value::Array(items) => format!("a list of {}", items.len()),
        Value::Object(_) => "an object".to_owned(),
        other => other.to_string(),
    }
}
