//! Reaching a person by phone: a call, or a message already written.

use maud::{Markup, html};

use super::parts::url_encoded;
use super::text::Reader;

/// A phone number with its country code, digits only. The stored number is as people of that country write it.
pub fn international(phone: &str, country: &str) -> Option<String> {
    let digits: String = phone.chars().filter(char::is_ascii_digit).collect();
    let (code, own, first) = match country {
        "PE" => ("51", 9, "9"),
        "BO" => ("591", 8, "67"),
        _ => ("", 0, ""),
    };
    let of_country = |number: &str| number.len() == own && number.starts_with(|digit| first.contains(digit));
    if phone.trim_start().starts_with('+') {
        return (digits.len() > 7).then_some(digits);
    }
    if of_country(&digits) {
        return Some(format!("{code}{digits}"));
    }
    let local = digits.strip_prefix(code).filter(|local| !code.is_empty() && of_country(local));
    local.map(|_| digits.clone())
}

/// The link that begins a message. Without a number the sender chooses the recipient.
pub fn whatsapp(number: Option<&str>, text: &str) -> String {
    format!("https://wa.me/{}?text={}", number.unwrap_or_default(), url_encoded(text))
}

/// The phone number as a link that calls.
pub fn call(reader: Reader, phone: &str, country: &str) -> Markup {
    let number = international(phone, country).map_or_else(|| phone.chars().filter(char::is_ascii_digit).collect(), |number| format!("+{number}"));
    html! { a href=(format!("tel:{number}")) { (reader.t("call")) " " (phone) } }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_telephone_is_dialled_from_anywhere() {
        for (phone, country, number) in [
            ("984 123 456", "PE", Some("51984123456")),
            ("+51 984-123-456", "PE", Some("51984123456")),
            ("51984123456", "PE", Some("51984123456")),
            ("7123 4567", "BO", Some("59171234567")),
            ("+591 71234567", "PE", Some("59171234567")),
            ("084 221122", "PE", None),
            ("no tiene", "PE", None),
            ("12345", "XX", None),
        ] {
            assert_eq!(international(phone, country).as_deref(), number, "{phone} {country}");
        }
    }
}
