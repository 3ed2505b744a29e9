//! `muyu prove FILE…`

use std::path::PathBuf;

use clap::Args;

use super::Outcome;
use crate::error::Error;
use crate::prove::{Finding, Proof};
use crate::web::text::Reader;

#[derive(Args)]
pub struct Options {
    /// Files of cases, as JSON.
    #[arg(required = true)]
    files: Vec<PathBuf>,
}

pub fn prove(options: &Options, reader: Reader) -> Result<Outcome, Error> {
    let mut outcome = Outcome::Well;
    for path in &options.files {
        let name = path.display().to_string();
        let proofs = std::fs::read_to_string(path).map_err(|error| error.to_string()).and_then(|text| crate::prove::prove(&text));
        let proofs = match proofs {
            Ok(proofs) => proofs,
            Err(why) => {
                println!("{}", reader.tf("prove-unreadable", &[("file", name.into()), ("why", why.into())]));
                outcome = Outcome::NotWell;
                continue;
            }
        };
        let bad = proofs.iter().filter(|proof| !tell(reader, &name, proof)).count();
        let facts = [("file", name.into()), ("cases", proofs.len().into()), ("bad", bad.into())];
        println!("{}", reader.tf(if bad == 0 { "prove-holds" } else { "prove-differs" }, &facts));
        if bad > 0 {
            outcome = Outcome::NotWell;
        }
    }
    Ok(outcome)
}

/// Tells what is wrong with a case; true when nothing is.
fn tell(reader: Reader, file: &str, proof: &Proof) -> bool {
    let id = match proof.kind {
        Some(kind) => format!("{file}: {} ({})", proof.id, kind.name()),
        None => format!("{file}: {}", proof.id),
    };
    match &proof.finding {
        Finding::Holds => return true,
        Finding::Malformed(why) => println!("{}", reader.tf("prove-malformed", &[("case", id.into()), ("why", why.into())])),
        Finding::Differs(differences) => {
            for difference in differences {
                let facts = [
                    ("case", (&id).into()),
                    ("at", (&difference.at).into()),
                    ("expected", (&difference.expected).into()),
                    ("computed", (&difference.computed).into()),
                ];
                println!("{}", reader.tf("prove-difference", &facts));
            }
        }
    }
    false
}
