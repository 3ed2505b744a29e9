//! The command line's help in the reader's language. The catalogues have a sentence for each command and option:
//! `help-<command>` and `help-<command>-<option>`.

use clap::error::{ContextKind, ContextValue, ErrorKind};
use clap::{CommandFactory, FromArgMatches};

use super::CommandLine;
use super::out::say;
use crate::web::text::{Language, Reader};

/// Reads the command line. Its help is in the language of its option or of the environment.
pub(super) fn parse() -> CommandLine {
    let reader = Reader::new(language(std::env::args_os().map(|word| word.to_string_lossy().into_owned())));
    let matches = command(Some(reader)).try_get_matches().unwrap_or_else(|error| refuse(reader, &error));
    CommandLine::from_arg_matches(&matches).unwrap_or_else(|error| error.exit())
}

/// Ends the program with an error about the command line, in the reader's language.
fn refuse(reader: Reader, error: &clap::Error) -> ! {
    let told = [ErrorKind::DisplayHelp, ErrorKind::DisplayVersion, ErrorKind::DisplayHelpOnMissingArgumentOrSubcommand];
    if !told.contains(&error.kind()) {
        super::out::tell(mistyped(reader, error));
        std::process::exit(error.exit_code());
    }
    if error.use_stderr() {
        error.exit();
    }
    say(error.render().to_string().trim_end());
    std::process::exit(super::out::failed(reader).map_or(0, i32::from));
}

fn mistyped(reader: Reader, error: &clap::Error) -> String {
    let of = |kind: ContextKind| match error.get(kind) {
        Some(ContextValue::String(text)) => Some(text.clone()),
        Some(ContextValue::Strings(texts)) => Some(texts.join(", ")),
        _ => None,
    };
    let what = of(ContextKind::InvalidArg).or_else(|| of(ContextKind::InvalidSubcommand));
    let value = of(ContextKind::InvalidValue);
    let said = match (error.kind(), what, value) {
        (ErrorKind::InvalidValue | ErrorKind::ValueValidation, Some(option), Some(value)) if !value.is_empty() => {
            reader.tf("cli-error-value", &[("option", option.into()), ("value", value.into())])
        }
        (ErrorKind::UnknownArgument | ErrorKind::InvalidSubcommand, Some(what), _) => reader.tf("cli-error-unknown", &[("what", what.into())]),
        (ErrorKind::ArgumentConflict, Some(what), _) => reader.tf("cli-error-conflict", &[("what", what.into())]),
        (_, Some(what), _) => reader.tf("cli-error-missing", &[("what", what.into())]),
        _ => reader.t("cli-error-other"),
    };
    let choices = of(ContextKind::ValidValue).filter(|choices| !choices.is_empty());
    let choices = choices.map(|choices| reader.tf("cli-error-choices", &[("choices", choices.into())]));
    [Some(said), choices, Some(reader.t("cli-error-help"))].into_iter().flatten().collect::<Vec<_>>().join(" ")
}

/// The language asked for, read before all other options.
fn language(words: impl Iterator<Item = String>) -> Language {
    let words: Vec<String> = words.collect();
    let option = words.iter().enumerate().find_map(|(i, word)| match word.strip_prefix("--language") {
        Some("") => words.get(i + 1).cloned(),
        Some(rest) => rest.strip_prefix('=').map(str::to_owned),
        None => None,
    });
    let named = option.or_else(|| std::env::var("MUYU_LANGUAGE").ok());
    named.and_then(|code| Language::parse(&code)).unwrap_or_default()
}

/// The command line with its sentences from the catalogues; in the code's own English without a reader.
pub(super) fn command(reader: Option<Reader>) -> clap::Command {
    let command = CommandLine::command();
    let Some(reader) = reader else { return command };
    let command = spoken(command, reader, "help").subcommand_help_heading(reader.t("help-commands")).disable_help_subcommand(true);
    command.after_help(reader.t("help-exit-codes"))
}

fn spoken(command: clap::Command, reader: Reader, stem: &str) -> clap::Command {
    let said = |key: &str| Some(reader.t(key)).filter(|said| !said.is_empty() && !said.starts_with("Unknown localization"));
    let global = ["database", "files", "language", "help", "version"];
    let options: Vec<(String, bool)> = command.get_arguments().map(|option| (option.get_id().to_string(), option.is_positional())).collect();
    let mut command = command.next_help_heading(reader.t("help-options")).disable_help_flag(true).disable_version_flag(true);
    if let Some(about) = said(stem) {
        command = command.about(about);
    }
    for (option, positional) in options {
        let key =
            if global.contains(&option.as_str()) && !positional { format!("help-{option}") } else { format!("{stem}-{}", option.replace('_', "-")) };
        let heading = reader.t("help-options");
        command = command.mut_arg(&option, |own| {
            let own = if own.is_positional() { own.help_heading(reader.t("help-arguments")) } else { own.help_heading(heading.clone()) };
            match said(&key) {
                Some(help) => own.help(help),
                None => own,
            }
        });
    }
    let help = clap::Arg::new("help").short('h').long("help").action(clap::ArgAction::Help);
    command = command.arg(help.help(reader.t("help-help")).help_heading(reader.t("help-options")));
    if stem == "help" {
        let version = clap::Arg::new("version").short('V').long("version").action(clap::ArgAction::Version);
        command = command.arg(version.help(reader.t("help-version")).help_heading(reader.t("help-options")));
    }
    let names: Vec<String> = command.get_subcommands().map(|sub| sub.get_name().to_owned()).collect();
    for name in names {
        let stem = format!("{stem}-{name}");
        command = command.mut_subcommand(&name, |sub| spoken(sub, reader, &stem));
    }
    let usage = reader.t("help-usage");
    command.help_template(format!("{{about-with-newline}}\n{usage} {{usage}}\n\n{{all-args}}{{after-help}}"))
}

/// The help keys of all commands and options, each with the sentence in the code. For the test suite.
pub fn keys() -> Vec<(String, String)> {
    let mut keys = Vec::new();
    gather(&CommandLine::command(), "help", &mut keys);
    keys
}

fn gather(command: &clap::Command, stem: &str, keys: &mut Vec<(String, String)>) {
    keys.push((stem.to_owned(), command.get_about().map(ToString::to_string).unwrap_or_default()));
    for option in command.get_arguments() {
        let id = option.get_id().to_string();
        if !["help", "version"].contains(&id.as_str()) {
            let global = ["database", "files", "language"].contains(&id.as_str()) && !option.is_positional();
            let key = if global { format!("help-{id}") } else { format!("{stem}-{}", id.replace('_', "-")) };
            keys.push((key, option.get_help().map(ToString::to_string).unwrap_or_default()));
        }
    }
    for sub in command.get_subcommands() {
        gather(sub, &format!("{stem}-{}", sub.get_name()), keys);
    }
}
