//! How a notebook identifies people and loans: by number, code, document or name.

use crate::domain::names::fold;

/// A number or a code in the form used to compare it: `S-01`, `s 1` and `S01` are the same; `12.0` is 12.
pub fn code(text: &str) -> String {
    let folded = fold(text);
    let folded = folded.strip_suffix(".0").or_else(|| folded.strip_suffix(".00")).unwrap_or(&folded);
    let mut code = String::with_capacity(folded.len());
    let mut figures = String::new();
    let end = |figures: &mut String, code: &mut String| {
        if !figures.is_empty() {
            if code.ends_with(|c: char| c.is_ascii_digit()) {
                code.push('-');
            }
            let bare = figures.trim_start_matches('0');
            code.push_str(if bare.is_empty() { "0" } else { bare });
            figures.clear();
        }
    };
    for c in folded.chars() {
        if c.is_ascii_digit() {
            figures.push(c);
        } else {
            end(&mut figures, &mut code);
            if c.is_alphabetic() {
                code.push(c);
            }
        }
    }
    end(&mut figures, &mut code);
    // `N° 12`
    match code.strip_prefix("no").or_else(|| code.strip_prefix("nro")) {
        Some(rest) if rest.starts_with(|c: char| c.is_ascii_digit()) => rest.to_owned(),
        _ => code,
    }
}

/// The number in a code, where the code is one figure with at most some letters before it.
pub fn number_of(text: &str) -> Option<i64> {
    let code = code(text);
    let figures = code.trim_start_matches(|c: char| c.is_alphabetic());
    figures.parse().ok().filter(|number| (1..=999_999_999).contains(number))
}

/// A document as it is stored; none where the text only says that there is none.
pub fn document(text: &str) -> Option<String> {
    let folded = fold(text);
    let none = [
        "s/n",
        "sn",
        "s/d",
        "no",
        "no tiene",
        "sin dni",
        "sin documento",
        "ninguno",
        "n/a",
        "na",
        "no hay",
        "indocumentado",
        "indocumentada",
        "en tramite",
    ];
    let kept = text.trim();
    if kept.is_empty() || none.contains(&folded.as_str()) || kept.chars().all(|c| "0-–—._ ".contains(c)) {
        return None;
    }
    // A spreadsheet adds this to a number.
    Some(kept.strip_suffix(".0").unwrap_or(kept).to_owned())
}

/// A document in the form used to compare it: only letters and figures, without leading zeros.
pub fn document_key(text: &str) -> String {
    let folded = fold(text);
    let bare = folded.strip_prefix("dni").or_else(|| folded.strip_prefix("ci")).unwrap_or(&folded);
    let kept: String = bare.chars().filter(|c| c.is_alphanumeric()).collect();
    kept.trim_start_matches('0').to_owned()
}

/// The words of a name, sorted: `Quispe Mamani, Rosa` and `Rosa Quispe Mamani` are the same.
pub fn name_words(name: &str) -> Vec<String> {
    let folded = fold(name);
    let mut words: Vec<String> = folded
        .split(|c: char| !c.is_alphanumeric())
        .filter(|word| word.len() > 1 || word.bytes().any(|c| c.is_ascii_digit()))
        .map(str::to_owned)
        .collect();
    words.retain(|word| !["de", "del", "la", "las", "los", "vda", "sra", "sr", "don", "dona"].contains(&word.as_str()));
    words.sort();
    words
}

/// The words of a name as they sound, so that `Kispe` is `Quispe`, `Vargas` `Bargas` and `Ccori` `Cori`.
pub fn sounds(words: &[String]) -> Vec<String> {
    const SAME: [(&str, &str); 15] = [
        ("hua", "wa"),
        ("hue", "we"),
        ("hui", "wi"),
        ("gua", "wa"),
        ("sh", "s"),
        ("ch", "ĉ"),
        ("qu", "k"),
        ("q", "k"),
        ("ce", "se"),
        ("ci", "si"),
        ("c", "k"),
        ("z", "s"),
        ("v", "b"),
        ("ll", "y"),
        ("h", ""),
    ];
    let sound = |word: &String| {
        let said = SAME.iter().fold(word.clone(), |word, (from, to)| word.replace(from, to));
        let mut letters: Vec<char> = said.chars().map(|c| if c == 'y' { 'i' } else { c }).collect();
        // Doubled letters sound as one; doubled digits are another number.
        letters.dedup_by(|next, last| next == last && !next.is_ascii_digit());
        letters.into_iter().collect::<String>()
    };
    let mut sounds: Vec<String> = words.iter().map(sound).collect();
    sounds.sort();
    sounds
}

/// A name in the form used to compare it: without accents, capitals, points, commas or double spaces.
pub fn name(text: &str) -> String {
    let folded = fold(text);
    let plain: String = folded.chars().filter(|c| *c != '.').map(|c| if c.is_alphanumeric() { c } else { ' ' }).collect();
    plain.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// The name of an association or a fund in the form used to compare it: `A.P.A. Corazón` and `APA CORAZON` are the same.
pub fn joined(text: &str) -> String {
    name(text).replace(' ', "")
}

/// Whether the longer name has every word of the shorter one, which has at least two.
pub fn close(a: &[String], b: &[String]) -> bool {
    let (short, long) = if a.len() <= b.len() { (a, b) } else { (b, a) };
    short.len() >= 2 && short.iter().all(|word| long.contains(word))
}

/// Whether two names may be of one person: the same words, all words of the shorter in the longer, or a slip of one letter.
pub fn alike(a: &str, b: &str) -> bool {
    let (own, other) = (name_words(a), name_words(b));
    own == other || close(&own, &other) || slip(a, b)
}

/// Whether two names are the same words in rotated order: `Rosa Quispe Mamani` and `Quispe Mamani, Rosa`.
pub fn turned(a: &str, b: &str) -> bool {
    let (a, b) = (name(a), name(b));
    let (a, b): (Vec<&str>, Vec<&str>) = (a.split(' ').collect(), b.split(' ').collect());
    a.len() == b.len() && (0..a.len()).any(|from| a[from..].iter().chain(&a[..from]).eq(b.iter()))
}

/// Whether two names of some length differ by one letter: added, missing or changed. Other digits are another name.
pub fn slip(a: &str, b: &str) -> bool {
    let digits = |name: &str| name.chars().filter(char::is_ascii_digit).collect::<String>();
    if digits(a) != digits(b) {
        return false;
    }
    let (a, b): (Vec<char>, Vec<char>) = (joined(a).chars().collect(), joined(b).chars().collect());
    let (short, long) = if a.len() <= b.len() { (&a, &b) } else { (&b, &a) };
    if short == long || short.len() < 6 || long.len() - short.len() > 1 {
        return false;
    }
    let head = short.iter().zip(long.iter()).take_while(|(x, y)| x == y).count();
    let rest = usize::from(short.len() == long.len());
    short.get(head + rest..).unwrap_or_default() == long.get(head + 1..).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_and_codes_are_one_however_written() {
        for (a, b) in [("S-01", "s1"), ("P-001", "P 1"), ("12", "12.0"), ("N° 7", "7"), ("007", "7"), ("CR-2025-014", "cr 2025/14")] {
            assert_eq!(code(a), code(b), "{a} and {b}");
        }
        assert_ne!(code("2025-14"), code("202514"));
        assert_ne!(code("S-1"), code("P-1"));
        assert_eq!((number_of("P-012"), number_of("2025-014"), number_of("A"), number_of("15")), (Some(12), None, None, Some(15)));
    }

    #[test]
    fn documents_that_are_none_are_none() {
        for none in ["-", "s/n", "S/N", "sin DNI", "00000000", "—", "no tiene"] {
            assert_eq!(document(none), None, "{none}");
        }
        assert_eq!(document("07123456").as_deref(), Some("07123456"));
        assert_eq!(document_key("DNI 07123456"), document_key("7123456"));
        assert_ne!(document_key("3517042-1A"), document_key("3517042"));
    }

    #[test]
    fn names_are_one_whatever_comes_first() {
        assert_eq!(name_words("Quispe Mamani, Rosa"), name_words("ROSA QUISPE MAMANI"));
        for (a, b) in [("Rosa Kispe Huaman", "Quispe Guamán, Roza"), ("Benita Ccori", "BENITA CORI"), ("Ayllón Chávez", "Aillon Chabes")] {
            assert_eq!(sounds(&name_words(a)), sounds(&name_words(b)), "{a} and {b}");
        }
        assert_ne!(sounds(&name_words("Juan Quispe")), sounds(&name_words("Juana Quispe")));
        assert!(close(&name_words("Rosa Quispe"), &name_words("Quispe Mamani, Rosa")));
        assert!(!close(&name_words("Rosa"), &name_words("Quispe Mamani, Rosa")));
        assert!(turned("Rosa Quispe Mamani", "QUISPE MAMANI, ROSA") && !turned("Mamani Quispe, Rosa", "Quispe Mamani, Rosa"));
        assert!(slip("Asociación Qhantati", "Asociacion Qantati") && !slip("Asociación Ayni", "Asociación Inti"));
        assert!(!slip("Qhantati", "Qhantati"), "the same is no slip");
    }
}
