//! `muyu prove FILE…`

use std::path::PathBuf;

use clap::Args;
use serde_json::json;

use super::{Outcome, files};
use crate::cli::out::say;
use crate::error::Error;
use crate::prove::{Finding, Proof};
use crate::web::text::Reader;

#[derive(Args)]
pub struct Options {
    /// Files of cases, as JSON.
    #[arg(required = true)]
    files: Vec<PathBuf>,
    /// Print JSON.
    #[arg(long)]
    json: bool,
}

pub fn prove(options: &Options, reader: Reader) -> Result<Outcome, Error> {
    let mut outcome = Outcome::Well;
    let mut told = Vec::new();
    for path in &options.files {
        let name = path.display().to_string();
        let told_why = |error: Error| error.refusals().iter().map(|refusal| reader.refusal(refusal)).collect::<Vec<_>>().join(" ");
        let proofs = files::text(path).map_err(told_why).and_then(|text| crate::prove::prove(&text));
        let proofs = match proofs {
            Ok(proofs) => proofs,
            Err(why) => {
                told.push(json!({ "file": &name, "unreadable": &why }));
                if !options.json {
                    say(reader.tf("prove-unreadable", &[("file", name.into()), ("why", why.into())]));
                }
                outcome = Outcome::NotWell;
                continue;
            }
        };
        let bad = proofs.iter().filter(|proof| !holds(reader, &name, proof, options.json)).count();
        told.push(json!({ "file": &name, "cases": proofs.len(), "bad": bad }));
        let facts = [("file", name.into()), ("cases", proofs.len().into()), ("bad", bad.into())];
        if !options.json {
            say(reader.tf(if bad == 0 { "prove-holds" } else { "prove-differs" }, &facts));
        }
        if bad > 0 {
            outcome = Outcome::NotWell;
        }
    }
    if options.json {
        say(serde_json::to_string_pretty(&told).map_err(|error| Error::fault(error.to_string()))?);
    }
    Ok(outcome)
}

/// Prints what is wrong with a case; true when nothing is.
fn holds(reader: Reader, file: &str, proof: &Proof, quiet: bool) -> bool {
    let id = match proof.kind {
        Some(kind) => format!("{file}: {} ({})", proof.id, kind.name()),
        None => format!("{file}: {}", proof.id),
    };
    match &proof.finding {
        Finding::Holds => return true,
        _ if quiet => {}
        Finding::Malformed(why) => say(reader.tf("prove-malformed", &[("case", id.into()), ("why", why.into())])),
        Finding::Differs(differences) => {
            for difference in differences {
                let facts = [
                    ("case", (&id).into()),
                    ("at", (&difference.at).into()),
                    ("expected", (&difference.expected).into()),
                    ("computed", (&difference.computed).into()),
                ];
                say(reader.tf("prove-difference", &facts));
            }
        }
    }
    false
}
