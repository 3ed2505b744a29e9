//! Passwords that are refused because they are guessed first.

use std::collections::HashSet;
use std::sync::LazyLock;

use super::names::fold;
use super::refusal::{Fact, Refusal};

pub const SHORTEST: usize = 8;
pub const LONGEST: usize = 200;
/// Letters that a password needs beside the person's own names.
const OF_ITS_OWN: usize = 4;
/// Different signs that a password needs.
const DIFFERENT: usize = 4;

/// The commonest words in passwords, without capitals and accents.
static COMMON: LazyLock<HashSet<&'static str>> =
    LazyLock::new(|| include_str!("common_passwords.txt").lines().filter(|line| !line.starts_with('#')).collect());

/// Rows of a keyboard and the alphabet, as [`fold`] writes them.
const RUNS: [&str; 6] = ["abcdefghijklmnopqrstuvwxyz", "abcdefghijklmnnopqrstuvwxyz", "qwertyuiop", "asdfghjkln", "zxcvbnm", "1q2w3e4r5t6y7u8i9o0p"];

/// Checks a new password. `own` holds the person's sign-in name and names.
///
/// # Errors
/// `password-too-short`, `password-too-long`, `password-only-digits`, `password-repeats`, `password-own-name`,
/// `password-common`.
pub fn check(password: &str, own: &[&str]) -> Result<(), Refusal> {
    let refused = |code| Err(Refusal::invalid("password", code));
    match password.chars().count() {
        length if length < SHORTEST => return Err(Refusal::invalid("password", "password-too-short").with("least", Fact::Number(SHORTEST as i64))),
        length if length > LONGEST => return Err(Refusal::invalid("password", "password-too-long").with("most", Fact::Number(LONGEST as i64))),
        _ => {}
    }
    let plain = fold(password);
    if repeats(&plain) {
        return refused("password-repeats");
    }
    if plain.chars().all(|c| !c.is_alphabetic()) {
        return refused("password-only-digits");
    }
    if is_own_name(&plain, own) {
        return refused("password-own-name");
    }
    if is_common(&plain) || is_common(&unmasked(&plain)) { refused("password-common") } else { Ok(()) }
}

/// A few characters over and over: `aaaaaaaa`, `abababab`, `abcdabcd`.
fn repeats(plain: &str) -> bool {
    let signs: Vec<char> = plain.chars().collect();
    let over = |size: usize| signs.iter().zip(signs.iter().skip(size)).all(|(a, b)| a == b);
    signs.iter().collect::<HashSet<_>>().len() < DIFFERENT || (1..=4).any(|size| signs.len() >= 2 * size && over(size))
}

/// Whether few letters remain without the person's own names.
fn is_own_name(plain: &str, own: &[&str]) -> bool {
    let mut left = plain.to_owned();
    let mut parts: Vec<String> = own.iter().flat_map(|name| words(&fold(name))).filter(|part| part.chars().count() >= 3).collect();
    parts.sort_by_key(|part| std::cmp::Reverse(part.len()));
    for part in &parts {
        left = left.replace(part.as_str(), "");
    }
    left.len() < plain.len() && left.chars().filter(|c| c.is_alphabetic()).count() < OF_ITS_OWN
}

fn words(text: &str) -> Vec<String> {
    text.split(|c: char| !c.is_alphanumeric()).filter(|part| !part.is_empty()).map(str::to_owned).collect()
}

/// Whether it is one common word or one run, alone or twice, with or without figures and signs around it.
fn is_common(plain: &str) -> bool {
    let known = |text: &str| text.is_empty() || COMMON.contains(text) || is_run(text);
    let letters: String = plain.chars().filter(|c| c.is_alphanumeric()).collect();
    let bare = plain.trim_matches(|c: char| !c.is_alphabetic());
    let joined: String = bare.chars().filter(|c| c.is_alphabetic()).collect();
    let half = joined.char_indices().nth(joined.chars().count() / 2).map_or(0, |(at, _)| at);
    let (first, second) = joined.split_at(half);
    [plain, &letters, bare, &joined].into_iter().any(known) || (!first.is_empty() && first == second && known(first))
}

/// A stretch of a keyboard's row or of the alphabet, forwards or backwards.
fn is_run(text: &str) -> bool {
    let backwards: String = text.chars().rev().collect();
    text.chars().count() >= 4 && RUNS.iter().any(|run| run.contains(text) || run.contains(&backwards))
}

/// The password with figures that replace letters read as letters: `p4ssw0rd`.
fn unmasked(plain: &str) -> String {
    let letter = |c| match c {
        '0' => 'o',
        '1' | '!' => 'i',
        '3' => 'e',
        '4' | '@' => 'a',
        '5' | '$' => 's',
        '7' => 't',
        other => other,
    };
    // Figures at the end replace no letters.
    plain.trim_end_matches(|c: char| !c.is_alphabetic()).chars().map(letter).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn told(password: &str) -> &'static str {
        check(password, &["rosa.q", "Quispe Mamani, Rosa"]).map_or_else(|refusal| refusal.code, |()| "")
    }

    #[test]
    fn what_is_guessed_first_is_refused() {
        for (password, code) in [
            ("corta", "password-too-short"),
            ("1234567", "password-too-short"),
            ("12345678", "password-only-digits"),
            ("87654321", "password-only-digits"),
            ("40000001", "password-repeats"),
            ("14/08/1985", "password-only-digits"),
            ("aaaaaaaa", "password-repeats"),
            ("abababab", "password-repeats"),
            ("abcdabcd", "password-repeats"),
            ("11111111", "password-repeats"),
            ("contraseña", "password-common"),
            ("Contrasena2024", "password-common"),
            ("password", "password-common"),
            ("P4ssw0rd!", "password-common"),
            ("qwertyuiop", "password-common"),
            ("asdfghjkl", "password-common"),
            ("1q2w3e4r", "password-common"),
            ("abcdefgh", "password-common"),
            ("abcd1234", "password-common"),
            ("teamomucho", "password-common"),
            ("mariamaria", "password-common"),
            ("alianzalima", "password-common"),
            ("iloveyou1", "password-common"),
            ("Rosaquispe1", "password-own-name"),
            ("mamani1985", "password-own-name"),
            ("rosa.q2026", "password-own-name"),
        ] {
            assert_eq!(told(password), code, "{password}");
        }
        assert_eq!(told(&"ab cd ef ".repeat(30)), "password-too-long");
    }

    #[test]
    fn a_short_phrase_is_taken() {
        for password in ["una frase corta", "quinua y papa", "rosa siembra quinua", "tres llamas blancas", "xk7 papa lisa", "chacra-del-abuelo"] {
            assert_eq!(told(password), "", "{password}");
        }
    }

    #[test]
    fn the_list_is_written_as_it_is_looked_up() {
        assert!(COMMON.len() > 2_000, "{}", COMMON.len());
        for word in COMMON.iter() {
            assert_eq!(fold(word), **word);
        }
    }
}
