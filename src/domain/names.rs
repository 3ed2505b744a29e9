//! Names as people look them up, without accents or capitals, so that `huaman` finds `Huamán`.

use super::refusal::Refusal;

/// Lower case, accents dropped, spaces joined.
pub fn fold(text: &str) -> String {
    let mut folded = String::with_capacity(text.len());
    for c in text.chars().flat_map(char::to_lowercase) {
        let plain = match c {
            'á' | 'à' | 'ä' | 'â' => 'a',
            'é' | 'è' | 'ë' | 'ê' => 'e',
            'í' | 'ì' | 'ï' | 'î' => 'i',
            'ó' | 'ò' | 'ö' | 'ô' => 'o',
            'ú' | 'ù' | 'ü' | 'û' => 'u',
            'ñ' => 'n',
            'º' | '°' => 'o',
            other => other,
        };
        // Combining accents, which some keyboards type.
        if !('\u{300}'..='\u{36f}').contains(&plain) {
            folded.push(plain);
        }
    }
    folded.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// A number as people type it: `12`, `#12`, `N.º 12`, `nro. 12`.
pub fn number_typed(text: &str) -> Option<i64> {
    let folded = fold(text);
    let digits = folded.trim_start_matches(|c: char| !c.is_ascii_digit());
    let before: String = folded[..folded.len() - digits.len()].chars().filter(char::is_ascii_alphanumeric).collect();
    if ["", "n", "no", "nro", "num", "numero", "number"].contains(&before.as_str()) { digits.parse().ok() } else { None }
}

/// A name as typed, with single spaces.
pub fn tidy(name: &str) -> String {
    name.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// A sign-in name as stored: lower case, without accents, of letters, figures, dots and dashes.
///
/// # Errors
/// `login-unfit`.
pub fn fit_login(typed: &str) -> Result<String, Refusal> {
    let login = if typed.len() > 400 { String::new() } else { fold(typed) };
    let fits = (3..=60).contains(&login.len()) && login.chars().all(|c| c.is_ascii_alphanumeric() || ".-_@".contains(c));
    if fits { Ok(login) } else { Err(Refusal::invalid("login", "login-unfit")) }
}

/// A name in capitals, rewritten as names usually are: `QUISPE COLQUE, JUANA` → `Quispe Colque, Juana`.
pub fn uncapitalised(name: &str) -> String {
    let name = tidy(name);
    if name.chars().any(char::is_lowercase) {
        return name;
    }
    let mut starts = true;
    let mut written = String::with_capacity(name.len());
    for c in name.chars() {
        if starts {
            written.push(c)
        } else {
            written.extend(c.to_lowercase())
        }
        starts = !c.is_alphabetic();
    }
    written
}

#[cfg(test)]
mod tests {
    #[test]
    fn accents_and_capitals_do_not_matter() {
        assert_eq!(super::fold("  HUAMÁN  Ccori, Benita "), "huaman ccori, benita");
        assert_eq!(super::fold("Nº crédito"), "no credito");
    }
}
