//! Amounts: integers of minor units, the unit they count, and how people write them (spec §2).

use super::codes::codes;
use super::refusal::{Fact, Refusal};

/// The largest amount Muyu keeps, in minor units: every product of the rules stays within `i128`,
/// and every total of a fund within `i64`.
pub const MAX_MINOR: i64 = 1_000_000_000_000_000;

codes! {
    /// What a fund counts in: a currency, or a kind of produce.
    pub enum Unit {
        Pen = "PEN",
        Bob = "BOB",
        Usd = "USD",
        /// Produce by weight, counted in grams: a seed bank lends and collects it like money.
        Kg = "kg",
        /// A service counted in whole doses, such as insemination.
        Dose = "dose",
    }
}

impl Unit {
    /// Whether it is a currency.
    pub fn is_money(self) -> bool {
        !matches!(self, Self::Kg | Self::Dose)
    }

    /// Digits after the decimal mark; 10^decimals minor units make one.
    pub fn decimals(self) -> u32 {
        match self {
            Self::Dose => 0,
            Self::Kg => 3,
            Self::Pen | Self::Bob | Self::Usd => 2,
        }
    }

    /// The smallest step that can be paid in cash, in minor units.
    pub fn cash_step_minor(self) -> i64 {
        match self {
            Self::Pen | Self::Bob => 10,
            Self::Usd | Self::Kg | Self::Dose => 1,
        }
    }

    /// The step that a cash payment is rounded down to by default: the smallest coin in use. 0 rounds nothing.
    pub fn cash_rounding_minor(self) -> i64 {
        match self {
            Self::Pen | Self::Bob => 10,
            Self::Usd | Self::Kg | Self::Dose => 0,
        }
    }

    /// The default small balance, which is too little to be asked for: one whole of a currency; none for produce.
    pub fn small_balance_minor(self) -> i64 {
        match self {
            Self::Pen | Self::Bob | Self::Usd => 100,
            Self::Kg | Self::Dose => 0,
        }
    }

    /// Reads a unit's code as typed or sent: spaces around it and capitals do not matter (` pen `).
    pub fn read(text: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|unit| unit.code().eq_ignore_ascii_case(text.trim()))
    }

    pub fn symbol(self) -> &'static str {
        match self {
            Self::Pen => "S/",
            Self::Bob => "Bs",
            Self::Usd => "US$",
            Self::Kg => "kg",
            Self::Dose => "dosis",
        }
    }

    fn one(self) -> i64 {
        10_i64.pow(self.decimals())
    }
}

fn wrong_unit(given: &str, unit: Unit) -> Refusal {
    Refusal::invalid("amount", "wrong-unit").with("given", Fact::Text(given.to_owned())).with("unit", Fact::Text(unit.symbol().to_owned()))
}

/// Which mark separates decimals where the association is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum NumberStyle {
    /// `1,234.50`, as in Peru.
    Point,
    /// `1.234,50`, as in Bolivia.
    Comma,
}

impl NumberStyle {
    pub fn of_country(country: &str) -> Self {
        if country.eq_ignore_ascii_case("BO") { Self::Comma } else { Self::Point }
    }

    fn decimal(self) -> char {
        if self == Self::Point { '.' } else { ',' }
    }

    fn group(self) -> char {
        if self == Self::Point { ',' } else { '.' }
    }
}

/// Reads an amount as typed, with or without its symbol, into minor units. Never guesses: text with two
/// readings (`1.500`) is refused with both.
///
/// # Errors
/// `amount-missing`, `amount-unreadable`, `amount-ambiguous`, `amount-decimals`, `wrong-unit`, `amount-too-large`.
pub fn read(text: &str, unit: Unit, style: NumberStyle) -> Result<i64, Refusal> {
    let text = text.trim().replace(['\u{a0}', '\u{202f}'], " ");
    if text.is_empty() {
        return Err(Refusal::invalid("amount", "amount-missing"));
    }
    let figures = strip_symbol(&text, unit)?;
    let (negative, figures) = match figures.strip_prefix(['-', '−']) {
        Some(rest) => (true, rest.trim()),
        None => (false, figures),
    };
    let minor = read_figures(figures, unit, style)?;
    Ok(if negative { -minor } else { minor })
}

/// Takes the unit's symbol or code off either end. The symbol of another unit is refused.
fn strip_symbol(text: &str, unit: Unit) -> Result<&str, Refusal> {
    const MARKS: [(&str, Unit); 13] = [
        ("US$", Unit::Usd),
        ("USD", Unit::Usd),
        ("PEN", Unit::Pen),
        ("S/.", Unit::Pen),
        ("S/", Unit::Pen),
        ("BOB", Unit::Bob),
        ("Bs.", Unit::Bob),
        ("Bs", Unit::Bob),
        ("$", Unit::Usd),
        ("kg", Unit::Kg),
        ("kilos", Unit::Kg),
        ("dosis", Unit::Dose),
        ("doses", Unit::Dose),
    ];
    for (mark, of) in MARKS {
        let starts = text.get(..mark.len()).is_some_and(|head| head.eq_ignore_ascii_case(mark));
        let tail_at = text.len().checked_sub(mark.len());
        let ends = tail_at.and_then(|at| text.get(at..)).is_some_and(|tail| tail.eq_ignore_ascii_case(mark));
        if !starts && !ends {
            continue;
        }
        if of != unit {
            return Err(wrong_unit(mark, unit));
        }
        let rest = if starts { text.get(mark.len()..) } else { tail_at.and_then(|at| text.get(..at)) };
        return Ok(rest.unwrap_or_default().trim());
    }
    Ok(text)
}

fn read_figures(figures: &str, unit: Unit, style: NumberStyle) -> Result<i64, Refusal> {
    let unreadable = || Refusal::invalid("amount", "amount-unreadable").with("text", Fact::Text(figures.chars().take(40).collect()));
    if figures.is_empty() || !figures.chars().all(|c| c.is_ascii_digit() || c == '.' || c == ',') {
        return Err(unreadable());
    }
    let marks: Vec<char> = figures.chars().filter(|c| !c.is_ascii_digit()).collect();
    match marks.as_slice() {
        [] => whole(figures, "", unit),
        [mark] => {
            let (before, after) = figures.split_once(*mark).ok_or_else(unreadable)?;
            let could_group = after.len() == 3 && (1..=3).contains(&before.len()) && !before.starts_with('0');
            if could_group && unit.decimals() == 0 && *mark == style.group() {
                // Of what has no parts a mark between thousands has one reading.
                return whole(&format!("{before}{after}"), "", unit);
            }
            if could_group && unit.decimals() > 0 {
                return Err(ambiguous(before, after, unit, style));
            }
            if before.is_empty() || after.is_empty() {
                return Err(unreadable());
            }
            whole(before, after, unit)
        }
        [first, .., last] if first != last => {
            let (before, after) = figures.rsplit_once(*last).ok_or_else(unreadable)?;
            if after.is_empty() || !grouped(before, *first) {
                return Err(unreadable());
            }
            whole(&before.replace(*first, ""), after, unit)
        }
        [first, ..] if grouped(figures, *first) => whole(&figures.replace(*first, ""), "", unit),
        _ => Err(unreadable()),
    }
}

/// Whether the figures are groups of three separated only by `mark`.
fn grouped(figures: &str, mark: char) -> bool {
    let mut groups = figures.split(mark);
    let first = groups.next().unwrap_or_default();
    let leads = (1..=3).contains(&first.len()) && first.chars().all(|c| c.is_ascii_digit());
    leads && groups.all(|group| group.len() == 3 && group.chars().all(|c| c.is_ascii_digit()))
}

fn whole(before: &str, after: &str, unit: Unit) -> Result<i64, Refusal> {
    let decimals = unit.decimals() as usize;
    if after.len() > decimals {
        return Err(Refusal::invalid("amount", "amount-decimals").with("decimals", Fact::Number(i64::from(unit.decimals()))));
    }
    let digits = format!("{before}{after:0<decimals$}");
    match digits.parse::<i64>() {
        Ok(minor) if minor <= MAX_MINOR => Ok(minor),
        _ => Err(Refusal::invalid("amount", "amount-too-large")),
    }
}

fn ambiguous(before: &str, after: &str, unit: Unit, style: NumberStyle) -> Refusal {
    let small = format!("{before}{}{}", style.decimal(), after.get(..unit.decimals() as usize).unwrap_or(after));
    let large = whole(&format!("{before}{after}"), "", unit).map(|minor| figures(minor, unit, style)).unwrap_or_default();
    Refusal::invalid("amount", "amount-ambiguous").with("small", Fact::Text(small)).with("large", Fact::Text(large))
}

/// The figures alone, grouped, with the unit's decimals and a true minus sign: `−1,234.50`.
pub fn figures(minor: i64, unit: Unit, style: NumberStyle) -> String {
    let size = minor.unsigned_abs();
    let one = unit.one().unsigned_abs();
    let whole = (size / one).to_string();
    let mut text = String::new();
    if minor < 0 {
        text.push('−');
    }
    for (i, digit) in whole.chars().enumerate() {
        if i > 0 && (whole.len() - i).is_multiple_of(3) {
            text.push(style.group());
        }
        text.push(digit);
    }
    if unit.decimals() > 0 {
        text.push(style.decimal());
        text.push_str(&format!("{:0width$}", size % one, width = unit.decimals() as usize));
    }
    text
}

/// The amount as people write it, with its unit: `S/ 1,234.50`, `12.500 kg`, `4 dosis`. Its spaces are non-breaking.
pub fn write(minor: i64, unit: Unit, style: NumberStyle) -> String {
    let figures = figures(minor, unit, style);
    match unit {
        Unit::Kg | Unit::Dose => format!("{figures}\u{a0}{}", unit.symbol()),
        Unit::Pen | Unit::Bob | Unit::Usd => format!("{}\u{a0}{figures}", unit.symbol()),
    }
}

/// An amount as a form shows it to be typed over: [`read`] takes it back as it was. Grams are written so that they have one
/// reading: `12.5`, and `012.345`.
pub fn filled(minor: i64, unit: Unit, style: NumberStyle) -> String {
    let text = figures(minor, unit, style);
    if !matches!(read(&text, unit, style), Err(refusal) if refusal.code == "amount-ambiguous") {
        return text;
    }
    let short = quantity(minor, style);
    if read(&short, unit, style).is_ok() { short } else { format!("0{text}") }
}

/// Thousandths as people write a quantity, without needless zeros: `18.5`. The decimal mark follows the reader's style.
pub fn quantity(thousandths: i64, style: NumberStyle) -> String {
    let text = figures(thousandths, Unit::Kg, style);
    text.trim_end_matches('0').trim_end_matches(style.decimal()).to_owned()
}

/// Thousandths as the value of an input field: without groups.
pub fn typed(thousandths: i64, style: NumberStyle) -> String {
    quantity(thousandths, style).replace(style.group(), "")
}

/// Rounds `num / den` to the nearest integer, half away from zero (spec §2). `den` is positive.
pub fn round_half_away(num: i128, den: i128) -> i128 {
    let size = (num.abs() * 2 + den) / (den * 2);
    if num < 0 { -size } else { size }
}

/// Checks that an amount a person gives is above zero and within bounds.
///
/// # Errors
/// `amount-not-positive`, `amount-too-large`.
pub fn positive(minor: i64) -> Result<i64, Refusal> {
    match minor {
        ..=0 => Err(Refusal::invalid("amount", "amount-not-positive")),
        1..=MAX_MINOR => Ok(minor),
        _ => Err(Refusal::invalid("amount", "amount-too-large")),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn pen(text: &str) -> Result<i64, &'static str> {
        read(text, Unit::Pen, NumberStyle::Point).map_err(|refusal| refusal.code)
    }

    #[test]
    fn amounts_are_read_as_people_type_them() {
        for (text, minor) in [
            ("S/ 1,234.50", 123_450),
            ("1234.5", 123_450),
            ("870", 87_000),
            (" 630.00 ", 63_000),
            ("S/.12.30", 1_230),
            ("1,234,567", 123_456_700),
            ("12,5", 1_250),
            ("-5", -500),
            ("10 PEN", 1_000),
            ("0.05", 5),
        ] {
            assert_eq!(pen(text), Ok(minor), "{text}");
        }
        assert_eq!(read("Bs 1.234,50", Unit::Bob, NumberStyle::Comma), Ok(123_450));
        assert_eq!(read("1,5 kg", Unit::Kg, NumberStyle::Comma), Ok(1_500));
    }

    #[test]
    fn what_cannot_be_read_one_way_is_refused() {
        for (text, code) in [
            ("", "amount-missing"),
            ("cuarenta", "amount-unreadable"),
            ("900,5,0", "amount-unreadable"),
            ("1.500", "amount-ambiguous"),
            ("1,500", "amount-ambiguous"),
            ("1.5.0", "amount-unreadable"),
            (".5", "amount-unreadable"),
            ("1.2345", "amount-decimals"),
            ("Bs 5", "wrong-unit"),
            ("5 kg", "wrong-unit"),
            ("99999999999999999999", "amount-too-large"),
        ] {
            assert_eq!(pen(text), Err(code), "{text}");
        }
    }

    #[test]
    fn what_a_form_shows_is_read_as_it_was() {
        for unit in Unit::ALL {
            for style in [NumberStyle::Point, NumberStyle::Comma] {
                for minor in
                    [0, 1, 5, 10, 12, 99, 100, 500, 1_000, 1_001, 1_500, 12_345, 12_500, 999_999, 1_000_000, 1_234_567, 12_345_000, 1_234_567_890]
                {
                    let shown = filled(minor, unit, style);
                    assert_eq!(read(&shown, unit, style), Ok(minor), "{shown} {unit:?}");
                }
            }
        }
        let kg = |minor| filled(minor, Unit::Kg, NumberStyle::Point);
        assert_eq!((kg(12_500), kg(50_000), kg(12_345), kg(1_234_500)), ("12.5".into(), "50".into(), "012.345".into(), "1,234.500".into()));
    }

    #[test]
    fn doses_are_whole() {
        let dose = |text: &str| read(text, Unit::Dose, NumberStyle::Point).map_err(|refusal| refusal.code);
        assert_eq!((dose("12"), dose("12 dosis"), dose("1,500"), dose("1 500")), (Ok(12), Ok(12), Ok(1_500), Err("amount-unreadable")));
        assert_eq!(
            (dose("1.5"), dose("1.500"), dose("2.0"), dose("3 kg")),
            (Err("amount-decimals"), Err("amount-decimals"), Err("amount-decimals"), Err("wrong-unit"))
        );
        assert_eq!(
            (write(1_204, Unit::Dose, NumberStyle::Point), write(-3, Unit::Dose, NumberStyle::Comma)),
            ("1,204\u{a0}dosis".to_owned(), "−3\u{a0}dosis".to_owned())
        );
    }

    #[test]
    fn both_readings_of_an_ambiguous_amount_are_named() {
        let refusal = read("1.500", Unit::Pen, NumberStyle::Point).map(|_| ()).unwrap_err();
        assert_eq!(refusal.facts[0].1, Fact::Text("1.50".into()));
        assert_eq!(refusal.facts[1].1, Fact::Text("1,500.00".into()));
    }
}
