//! Values as notebooks write them.

use super::*;

fn text(text: &str) -> Cell {
    Cell::text(text)
}

fn pen(written: &str) -> Result<i64, &'static str> {
    money(&text(written), Unit::Pen, NumberStyle::Point).map_err(|refusal| refusal.code)
}

#[test]
fn amounts_are_read_with_their_words() {
    for (written, minor) in [
        ("100 soles", 10_000),
        ("1 234.50", 123_450),
        ("1 234,50", 123_450),
        ("S/. 1,234.50", 123_450),
        ("S/ 1 234 567.80", 123_456_780),
        ("1'234.50", 123_450),
        ("S/100.-", 10_000),
        ("S/ 100.00 soles", 10_000),
        ("nuevos soles 5.5", 550),
        ("-3.20", -320),
    ] {
        assert_eq!(pen(written), Ok(minor), "{written}");
    }
    for (written, code) in [
        ("Bs 100", "wrong-unit"),
        ("100 bolivianos", "wrong-unit"),
        ("1.500", "amount-ambiguous"),
        ("cien soles", "amount-unreadable"),
        ("12 34", "amount-unreadable"),
        ("1 234.5.6", "amount-unreadable"),
    ] {
        assert_eq!(pen(written), Err(code), "{written}");
    }
}

#[test]
fn what_arithmetic_left_behind_is_no_figure() {
    for (number, minor) in
        [("61.85", 6_185), ("61.8499999999999", 6_185), ("144.000000000003", 14_400), ("-0.1", -10), ("12", 1_200), ("7.50000", 750)]
    {
        assert_eq!(plain_amount(number, Unit::Pen), Ok(minor), "{number}");
    }
    for number in ["33.3333333333333", "0.005", "10.999", "66.6666666666667"] {
        assert_eq!(plain_amount(number, Unit::Pen).unwrap_err().code, "amount-decimals", "{number}");
    }
}

#[test]
fn days_are_read_as_people_write_them() {
    let fifteenth = NaiveDate::from_ymd_opt(2025, 10, 15).unwrap();
    for written in [
        "15/10/2025",
        "15-10-25",
        "15/10/25",
        "15.10.2025",
        "2025-10-15",
        "15 de octubre de 2025",
        "15 de octubre del 2025",
        "15-oct-25",
        "15-OCT-2025",
        "15 oct. 2025",
        "mié 15 oct 2025",
        "miércoles, 15 de octubre de 2025",
        "15/10/2025 10:30",
        "2025-10-15T10:30:00",
        "2025-10-15 10:30:00",
        "45945",
        "octubre 15 2025",
        "15/octubre/2025",
    ] {
        assert_eq!(date(&text(written)), Ok(fifteenth), "{written}");
    }
    assert_eq!(date(&Cell::Number("45945".to_owned())), Ok(fifteenth));
    assert_eq!(date(&Cell::Number("45945.4375".to_owned())), Ok(fifteenth));
    for written in ["10/15/2025", "31/02/2025", "oct-25", "15/10", "octubre", "mañana", "5", "15-10-2025-1", "150"] {
        assert_eq!(date(&text(written)).unwrap_err().code, "import-date", "{written}");
    }
    assert_eq!(date(&Cell::Number("150".to_owned())).unwrap_err().code, "import-date");
}

#[test]
fn a_year_of_birth_is_of_one_century() {
    for (written, year) in [("1985", 1985), ("15/10/1985", 1985), ("15/10/85", 1985), ("3-may-48", 1948)] {
        assert_eq!(birth_year(&text(written)), Ok(year), "{written}");
    }
    assert_eq!(birth_year(&text("15/10/05")).unwrap_err().code, "import-century");
}

#[test]
fn a_rate_is_never_a_hundredth_of_itself() {
    let read = |cell: &Cell, header| percent(cell, header).map(|rate| (rate.ppm, rate.per)).map_err(|refusal| refusal.code);
    let number = |text: &str| Cell::Number(text.to_owned());
    assert_eq!(read(&Cell::Percent("2".to_owned()), "Tasa"), Ok((20_000, None)));
    assert_eq!(read(&Cell::Percent("0.02".to_owned()), "Tasa"), Ok((200, None)), "0.02 % in a percent cell is what it shows");
    assert_eq!(read(&number("2"), "Tasa"), Ok((20_000, None)));
    assert_eq!(read(&number("0.02"), "Tasa %"), Err("import-rate-two-ways"));
    assert_eq!(read(&number("0.5"), "Mora % mensual"), Ok((5_000, None)));
    assert_eq!(read(&number("0.5"), "Tasa"), Err("import-rate-two-ways"));
    assert_eq!(read(&text("0.5 %"), "Tasa"), Ok((5_000, None)));
    assert_eq!(read(&text("2% mensual"), "Tasa"), Ok((20_000, Some(Per::Month))));
    assert_eq!(read(&text("24 % TEA"), "Tasa"), Ok((240_000, Some(Per::YearEffective))));
    assert_eq!(read(&text("1,5% al mes"), "Interés"), Ok((15_000, Some(Per::Month))));
    assert_eq!(read(&text("2% de la papa"), "Interés"), Err("import-rate"));
    assert_eq!(read(&number("0"), "Tasa"), Ok((0, None)));
}

#[test]
fn periods_are_read() {
    for (written, read) in [
        ("Mensual", (Period::Month, 1)),
        ("quincenal", (Period::Week, 2)),
        ("Trimestral", (Period::Month, 3)),
        ("campaña", (Period::Month, 12)),
        ("cada 2 meses", (Period::Month, 2)),
    ] {
        assert_eq!(period(written), Some(read), "{written}");
    }
    assert_eq!(period("diario"), None);
}
