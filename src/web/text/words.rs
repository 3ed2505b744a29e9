//! Amounts in words, where they matter: on a receipt and over the capital available.

use super::{Language, Reader};
use crate::domain::amount::Unit;

const ES_UNITS: [&str; 30] = [
    "cero",
    "uno",
    "dos",
    "tres",
    "cuatro",
    "cinco",
    "seis",
    "siete",
    "ocho",
    "nueve",
    "diez",
    "once",
    "doce",
    "trece",
    "catorce",
    "quince",
    "dieciséis",
    "diecisiete",
    "dieciocho",
    "diecinueve",
    "veinte",
    "veintiuno",
    "veintidós",
    "veintitrés",
    "veinticuatro",
    "veinticinco",
    "veintiséis",
    "veintisiete",
    "veintiocho",
    "veintinueve",
];
const ES_TENS: [&str; 10] = ["", "", "", "treinta", "cuarenta", "cincuenta", "sesenta", "setenta", "ochenta", "noventa"];
const ES_HUNDREDS: [&str; 10] =
    ["", "ciento", "doscientos", "trescientos", "cuatrocientos", "quinientos", "seiscientos", "setecientos", "ochocientos", "novecientos"];
const EN_UNITS: [&str; 20] = [
    "zero",
    "one",
    "two",
    "three",
    "four",
    "five",
    "six",
    "seven",
    "eight",
    "nine",
    "ten",
    "eleven",
    "twelve",
    "thirteen",
    "fourteen",
    "fifteen",
    "sixteen",
    "seventeen",
    "eighteen",
    "nineteen",
];
const EN_TENS: [&str; 10] = ["", "", "twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety"];

pub(super) fn amount(reader: &Reader, minor: i64, unit: Unit) -> String {
    let one = 10_u64.pow(unit.decimals());
    let size = minor.unsigned_abs();
    let (whole, part) = (size / one, size % one);
    let number = match reader.language {
        Language::Es => shortened(&spanish(whole)),
        Language::En => english(whole),
    };
    let count = i64::try_from(whole).unwrap_or(i64::MAX);
    let code = unit.code().to_lowercase();
    let mut facts = vec![("number", number.into()), ("count", count.into())];
    let key = if part == 0 {
        format!("words-{code}")
    } else {
        facts.push(("part", format!("{part:0width$}", width = unit.decimals() as usize).into()));
        format!("words-{code}-part")
    };
    // Spanish says "un millón de soles".
    facts.push(("of", if whole >= 1_000_000 && whole.is_multiple_of(1_000_000) { "de " } else { "" }.into()));
    let text = reader.tf(&key, &facts);
    if minor < 0 { reader.tf("words-minus", &[("amount", text.into())]) } else { text }
}

/// Before a noun "uno" loses its "o": "veintiún soles", "un sol".
fn shortened(number: &str) -> String {
    match number.strip_suffix("veintiuno") {
        Some(head) => format!("{head}veintiún"),
        None => number.strip_suffix("uno").map_or_else(|| number.to_owned(), |head| format!("{head}un")),
    }
}

fn spanish(n: u64) -> String {
    match n {
        0..=29 => ES_UNITS[n as usize].to_owned(),
        30..=99 if n.is_multiple_of(10) => ES_TENS[(n / 10) as usize].to_owned(),
        30..=99 => format!("{} y {}", ES_TENS[(n / 10) as usize], ES_UNITS[(n % 10) as usize]),
        100 => "cien".to_owned(),
        101..=999 => joined(ES_HUNDREDS[(n / 100) as usize].to_owned(), n % 100, spanish),
        1_000..=1_999 => joined("mil".to_owned(), n % 1_000, spanish),
        2_000..=999_999 => joined(format!("{} mil", shortened(&spanish(n / 1_000))), n % 1_000, spanish),
        1_000_000..=1_999_999 => joined("un millón".to_owned(), n % 1_000_000, spanish),
        _ => joined(format!("{} millones", shortened(&spanish(n / 1_000_000))), n % 1_000_000, spanish),
    }
}

fn english(n: u64) -> String {
    match n {
        0..=19 => EN_UNITS[n as usize].to_owned(),
        20..=99 if n.is_multiple_of(10) => EN_TENS[(n / 10) as usize].to_owned(),
        20..=99 => format!("{}-{}", EN_TENS[(n / 10) as usize], EN_UNITS[(n % 10) as usize]),
        100..=999 => joined(format!("{} hundred", EN_UNITS[(n / 100) as usize]), n % 100, english),
        1_000..=999_999 => joined(format!("{} thousand", english(n / 1_000)), n % 1_000, english),
        _ => joined(format!("{} million", english(n / 1_000_000)), n % 1_000_000, english),
    }
}

fn joined(head: String, rest: u64, say: fn(u64) -> String) -> String {
    if rest == 0 { head } else { format!("{head} {}", say(rest)) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn spanish_numbers_are_said_as_on_a_receipt() {
        let es = Reader::new(Language::Es);
        for (minor, said) in [
            (21_640, "doscientos dieciséis soles con 40 céntimos"),
            (324_740, "tres mil doscientos cuarenta y siete soles con 40 céntimos"),
            (100, "un sol"),
            (2_100, "veintiún soles"),
            (3_100, "treinta y un soles"),
            (10_000, "cien soles"),
            (10_100, "ciento un soles"),
            (2_100_000, "veintiún mil soles"),
            (100_000_000, "un millón de soles"),
            (5, "cero soles con 05 céntimos"),
            (-100, "menos un sol"),
        ] {
            assert_eq!(es.words(minor, Unit::Pen), said);
        }
        assert_eq!(Reader::new(Language::En).words(121_001, Unit::Usd), "one thousand two hundred ten dollars 01 cents");
    }
}
