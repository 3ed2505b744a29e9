//! The command line never surprises: it overwrites nothing, it does not panic, it refuses mistyped input, and the exit code
//! says how it went.

use std::process::{Command, Output, Stdio};

use muyu::cli::help;
use muyu::web::text::{Language, Reader};
use serde_json::Value;

use crate::support::process::{muyu, said};
use crate::support::world::register_file;

const QUOTE: [&str; 11] = [
    "quote",
    "--amount",
    "1200",
    "--disbursed-on",
    "2025-02-01",
    "--first-due-on",
    "2025-03-01",
    "--method",
    "equal_principal",
    "--installments",
    "4",
];

fn code(output: &Output) -> i32 {
    output.status.code().unwrap()
}

/// Runs the program in a shell, which redirects its output.
fn shell(script: &str, arguments: &[&str]) -> Output {
    Command::new("bash").args(["-c", script, env!("CARGO_BIN_EXE_muyu")]).args(arguments).stdin(Stdio::null()).output().unwrap()
}

fn json(output: &Output) -> Value {
    serde_json::from_slice(&output.stdout).unwrap_or_else(|error| panic!("{error}: {}", said(output)))
}

#[test]
fn the_template_is_never_written_over_anything() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("cuaderno.xlsx").display().to_string();
    std::fs::write(&file, "ten years of payments").unwrap();
    let output = muyu("unused.db", &["template", &file]);
    assert_eq!(code(&output), 1);
    assert!(said(&output).contains("cuaderno.xlsx ya existe"), "{}", said(&output));
    assert_eq!(std::fs::read_to_string(&file).unwrap(), "ten years of payments");
    let nowhere = muyu("unused.db", &["template", "/no/such/folder/x.xlsx"]);
    assert!(said(&nowhere).contains("No existe la carpeta de /no/such/folder/x.xlsx"), "{}", said(&nowhere));
    let full = muyu("unused.db", &["template", "/dev/full"]);
    assert_eq!(code(&full), 1, "{}", said(&full));
}

#[test]
fn a_closed_pipe_and_a_full_disk_end_it_quietly() {
    let closed = shell("\"$0\" \"$@\" | true; exit ${PIPESTATUS[0]}", &["man"]);
    assert!([0, 141].contains(&code(&closed)), "{}", said(&closed));
    assert_eq!(said(&closed), "");
    // The reader of the output is gone before anything is written.
    let gone = shell("exec 3> >(exec 0<&-; exit 0); sleep 0.3; \"$0\" \"$@\" >&3; exit $?", &QUOTE);
    assert_eq!((code(&gone), said(&gone)), (141, String::new()));
    let full = shell("\"$0\" \"$@\" > /dev/full", &QUOTE);
    assert_eq!(code(&full), 74);
    assert_eq!(said(&full).lines().count(), 1, "{}", said(&full));
    assert_eq!(said(&full).trim(), "No se pudo escribir la salida: no hay espacio en el disco.");
    for words in [vec!["--help"], vec!["import", "--help"], vec!["--version"], vec!["completions", "bash"]] {
        assert_eq!(code(&shell("\"$0\" \"$@\" > /dev/full", &words)), 74, "{words:?}");
    }
    assert!(String::from_utf8_lossy(&shell("\"$0\" \"$@\"", &["--help"]).stdout).contains("141, quien leía la salida la cerró"));
    let deaf = shell("\"$0\" \"$@\" 2> /dev/full", &["position", "--fund", "x", "--database", "/no/such.db"]);
    assert_eq!((code(&deaf), said(&deaf)), (1, String::new()), "where nobody can be told, the code tells");
}

#[test]
fn what_is_mistyped_is_refused_by_its_name() {
    for (database, arguments, says) in [
        ("mysql://localhost/muyu", vec!["verify"], "mysql://localhost/muyu"),
        ("postgress://localhost/muyu", vec!["verify"], "postgress://"),
        ("/no/such/file.db", vec!["verify"], "/no/such/file.db"),
        ("unused.db", vec!["import", "/no/such/cuaderno.xlsx", "--dry-run"], "No existe el archivo /no/such/cuaderno.xlsx"),
        ("unused.db", vec!["import", "/tmp", "--dry-run"], "/tmp es una carpeta"),
    ] {
        let folder = tempfile::tempdir().unwrap();
        let database = if database == "unused.db" { folder.path().join("a.db").display().to_string() } else { database.to_owned() };
        let output = muyu(&database, &arguments);
        assert_eq!(code(&output), 1, "{}", said(&output));
        assert!(said(&output).contains(says), "{}", said(&output));
        assert_eq!(said(&output).lines().count(), 1, "{}", said(&output));
    }
    let folder = tempfile::tempdir().unwrap();
    let wrong: [(&[&str], &str); 7] = [
        (&["position", "--fund", "x", "--as-of", "1899-12-31"], "no vale «1899-12-31»"),
        (&["position", "--fund", "x", "--as-of", "2200-01-01"], "no vale «2200-01-01»"),
        (&["verify", "--language", "qu"], "Puede ser: es, en"),
        (&["serve", "--listen", "localhost"], "no vale «localhost»"),
        (&["nonsense"], "No se conoce «nonsense»"),
        (&["position", "--nonsense"], "No se conoce «--nonsense»"),
        (&["position"], "Falta --fund"),
    ];
    for (arguments, says) in wrong {
        let output = muyu(&folder.path().join("a.db").display().to_string(), arguments);
        assert_eq!(code(&output), 2, "{arguments:?}: {}", said(&output));
        assert!(said(&output).contains(says) && said(&output).lines().count() == 1, "{arguments:?}: {}", said(&output));
    }
}

#[test]
fn help_is_in_the_readers_language_and_speaks_of_everything() {
    let es = muyu("unused.db", &["--help"]);
    assert!(said(&es).contains("Uso:") && said(&es).contains("Importar el cuaderno"), "{}", said(&es));
    let en = muyu("unused.db", &["--language", "en", "import", "--help"]);
    assert!(said(&en).contains("Usage:") && said(&en).contains("Only look: nothing is written"), "{}", said(&en));
    for (key, code) in help::keys() {
        let (es, en) = (Reader::new(Language::Es).t(&key), Reader::new(Language::En).t(&key));
        assert_eq!(en, code, "{key} says what the code says");
        assert!(!es.is_empty() && !es.contains("Unknown"), "{key} is in Spanish too");
    }
}

#[test]
fn completions_and_the_manual_are_made_of_the_command_line() {
    for shell in ["bash", "zsh", "fish"] {
        let output = muyu("unused.db", &["completions", shell]);
        assert!(code(&output) == 0 && said(&output).contains("dry-run"), "{shell}");
    }
    let manual = muyu("unused.db", &["man"]);
    assert!(said(&manual).contains(".TH muyu") && said(&manual).contains("import"), "{}", said(&manual));
}

#[test]
fn an_import_is_looked_at_confirmed_and_found_by_name() {
    let folder = tempfile::tempdir().unwrap();
    let path = |name: &str| folder.path().join(name).display().to_string();
    let database = path("muyu.db");
    let empty = muyu(&path("new.db"), &["import", "/dev/null", "--dry-run"]);
    assert_eq!(code(&empty), 1, "{}", said(&empty));
    std::fs::write(path("corazon.xlsx"), register_file("corazon.xlsx").bytes).unwrap();
    let dry = muyu(&database, &["import", &path("corazon.xlsx"), "--dry-run", "--json"]);
    assert_eq!((code(&dry), json(&dry)["totals"]["collected_minor"].as_i64()), (0, Some(1_047_880)), "{}", said(&dry));
    assert!(!std::path::Path::new(&database).exists(), "nothing is made to look");
    let done = muyu(&database, &["import", &path("corazon.xlsx")]);
    assert_eq!(code(&done), 0, "{}", said(&done));
    assert!(said(&done).contains("Capital que se debe"), "{}", said(&done));
    let fund = said(&done).lines().last().unwrap().split(':').next().unwrap().trim_start_matches("Guardado ").to_owned();
    let shouted = fund.to_uppercase();
    let position = muyu(&database, &["position", "--fund", &shouted, "--as-of", "2026-07-20", "--json"]);
    assert_eq!((code(&position), json(&position)["collected"].as_i64()), (0, Some(1_047_880)), "{}", said(&position));
    let missing = muyu(&database, &["position", "--fund", "otro"]);
    assert!(code(&missing) == 1 && said(&missing).contains(&fund), "what there is is listed: {}", said(&missing));
    let other = muyu(&database, &["position", "--fund", &fund, "--association", "otra"]);
    assert_eq!(code(&other), 1, "{}", said(&other));
    assert_eq!(json(&muyu(&database, &["verify", "--json"]))["well"], true);
    let before = std::fs::read(&database).unwrap();
    let again = muyu(&database, &["import", &path("corazon.xlsx"), "--dry-run"]);
    assert!(code(&again) == 1 && said(&again).contains("ya se guardó"), "{}", said(&again));
    assert!(std::fs::read(&database).unwrap() == before, "nothing is written to look");
    let undone = muyu(&database, &["take-back", "--fund", &fund, "--reason", "era otro cuaderno"]);
    assert_eq!(code(&undone), 0, "{}", said(&undone));
    let empty = muyu(&database, &["verify"]);
    assert!(code(&empty) == 0 && said(&empty).contains("No hay ningún fondo todavía"), "{}", said(&empty));
    let named = muyu(&database, &["position", "--fund", "x"]);
    assert!(code(&named) == 1 && said(&named).contains("No hay ningún fondo todavía"), "{}", said(&named));
    let told = muyu(&database, &["import", &path("corazon.xlsx"), "--json"]);
    assert!(code(&told) == 0 && json(&told)["fund"].is_string(), "the same notebook may come again, and its fund is told: {}", said(&told));
}

#[test]
fn a_sign_in_is_of_an_association_in_any_letters_and_what_there_is_is_listed() {
    let folder = tempfile::tempdir().unwrap();
    let database = folder.path().join("muyu.db").display().to_string();
    let house = folder.path().join("Asociación.csv").display().to_string();
    std::fs::write(&house, "Nombre;Asociación Ayni\nFondo;Fondo\n").unwrap();
    assert_eq!(code(&muyu(&database, &["import", &house])), 0);
    let add = |login: &str, association: &str| {
        muyu(&database, &["user", "add", login, "--name", "Luz", "--role", "treasurer", "--association", association])
    };
    let done = add("luz", "ASOCIACION  AYNI.");
    assert_eq!(code(&done), 0, "{}", said(&done));
    let other = add("ana", "Otra");
    assert!(code(&other) == 1 && said(&other).contains("Hay: Asociación Ayni"), "{}", said(&other));
    let all = json(&muyu(&database, &["user", "list", "--json"]));
    assert_eq!((&all[0]["login"], &all[0]["roles"][0], &all[0]["closed"]), (&"luz".into(), &"treasurer".into(), &false.into()), "{all}");
}

#[test]
fn a_sheet_that_is_not_read_takes_skip_and_a_doubt_takes_yes() {
    let folder = tempfile::tempdir().unwrap();
    let path = |name: &str| folder.path().join(name).display().to_string();
    let database = path("muyu.db");
    let files = [
        ("Asociación.csv", "Nombre;Ayni\nFondo;Fondo\n"),
        ("Aportes.csv", "Fecha;Tipo;De;Monto\n01/01/2025;Donación;X;100\n"),
        ("Socios.csv", "N°;Apellidos y nombres\n1;Quispe Mamani, Rosa\n2;Mamani Quispe, Rosa\n"),
        ("Tienda.csv", "Producto;Precio\nSal;2\nFideos;3\n"),
    ];
    files.iter().for_each(|(name, text)| std::fs::write(path(name), text).unwrap());
    let names: Vec<String> = files.iter().map(|(name, _)| path(name)).collect();
    let import = |more: &[&str]| {
        let arguments: Vec<&str> = std::iter::once("import").chain(names.iter().map(String::as_str)).chain(more.iter().copied()).collect();
        muyu(&database, &arguments)
    };
    let asked = import(&[]);
    assert_eq!(code(&asked), 1, "{}", said(&asked));
    assert!(said(&asked).contains("--skip \"Tienda\" --yes"), "{}", said(&asked));
    assert_eq!(code(&import(&["--yes"])), 1, "a sheet that is not read is left out by its name");
    let done = import(&["--yes", "--skip", "TIENDA"]);
    assert_eq!(code(&done), 0, "{}", said(&done));
    let again = import(&["--yes", "--skip", "TIENDA"]);
    assert_eq!(code(&again), 1, "{}", said(&again));
}
