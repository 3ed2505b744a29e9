//! The headers of a notebook's columns and the names of its sheets, in the words of Peru and Bolivia. Both sides are compared
//! in plain form: without accents, punctuation, plurals or small words.

use std::collections::HashMap;
use std::sync::LazyLock;

use super::dictionary;
use crate::domain::names::fold;

/// What a sheet holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Kind {
    House,
    Members,
    Capital,
    Loans,
    Repayments,
    Expenses,
    /// Agreed installments, with their own dates and amounts.
    Agreed,
    /// Payments with a column for each month.
    Months,
}

impl Kind {
    pub const ALL: [Self; 8] = [Self::House, Self::Members, Self::Capital, Self::Loans, Self::Repayments, Self::Expenses, Self::Agreed, Self::Months];

    /// The title of such a sheet in the template.
    pub fn title(self) -> &'static str {
        match self {
            Self::House => "Asociación",
            Self::Members => "Socios",
            Self::Capital => "Aportes",
            Self::Loans => "Créditos",
            Self::Repayments => "Pagos",
            Self::Expenses => "Gastos",
            Self::Agreed => "Cronograma",
            Self::Months => "Pagos por mes",
        }
    }

    /// The code of a kind in a file of answers.
    pub fn code(self) -> &'static str {
        match self {
            Self::House => "association",
            Self::Members => "members",
            Self::Capital => "capital",
            Self::Loans => "loans",
            Self::Repayments => "payments",
            Self::Expenses => "expenses",
            Self::Agreed => "schedule",
            Self::Months => "payments_by_month",
        }
    }

    pub fn parse(text: &str) -> Option<Self> {
        let folded = plain(text);
        Self::ALL.into_iter().find(|kind| kind.code() == text.trim() || plain(kind.title()) == folded)
    }

    /// The columns that a sheet of this kind may have.
    pub fn columns(self) -> &'static [dictionary::Column] {
        match self {
            Self::House => &[],
            Self::Members => dictionary::MEMBERS,
            Self::Capital => dictionary::CAPITAL,
            Self::Loans => dictionary::LOANS,
            Self::Repayments => dictionary::REPAYMENTS,
            Self::Expenses => dictionary::EXPENSES,
            Self::Agreed => dictionary::AGREED,
            Self::Months => dictionary::MONTHS,
        }
    }
}

/// What a column holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Field {
    /// Only counts rows.
    Ordinal,
    Number,
    Name,
    Document,
    Sex,
    Born,
    Community,
    Phone,
    Joined,
    Date,
    CapitalKind,
    Source,
    Amount,
    Loan,
    Member,
    Method,
    Installments,
    Term,
    Every,
    Period,
    FirstDue,
    LastDue,
    Rate,
    RatePer,
    GracePrincipal,
    GraceInterest,
    Purpose,
    Payment,
    State,
    Balance,
    Since,
    Left,
    Receipt,
    Means,
    Principal,
    Interest,
    LateFee,
    Concept,
    Due,
    /// A remark, which is not kept.
    Note,
    /// A month: `year × 12 + month − 1`, or `month − 1` where the header names no year.
    Month(u32),
}

const DROPPED: [&str; 31] = [
    "de",
    "del",
    "la",
    "el",
    "los",
    "las",
    "en",
    "a",
    "as",
    "os",
    "al",
    "s",
    "bs",
    "soles",
    "sol",
    "bolivianos",
    "pen",
    "bob",
    "usd",
    "us",
    "kg",
    "nuevos",
    "y",
    "e",
    "o",
    "su",
    "que",
    "se",
    "un",
    "una",
    "the",
];

/// Words of the same meaning, in plain form.
const SAME: [(&str, &str); 78] = [
    ("n", "no"),
    ("nro", "no"),
    ("num", "no"),
    ("numero", "no"),
    ("cod", "no"),
    ("codigo", "no"),
    ("id", "no"),
    ("no.", "no"),
    ("num.", "no"),
    ("number", "no"),
    ("correlativo", "no"),
    ("prestamo", "credito"),
    ("loan", "credito"),
    ("loans", "credito"),
    ("emprestito", "credito"),
    ("cred", "credito"),
    ("prest", "credito"),
    ("socia", "socio"),
    ("asociado", "socio"),
    ("asociada", "socio"),
    ("beneficiario", "socio"),
    ("beneficiaria", "socio"),
    ("prestatario", "socio"),
    ("prestataria", "socio"),
    ("cliente", "socio"),
    ("deudor", "socio"),
    ("deudora", "socio"),
    ("afiliado", "socio"),
    ("afiliada", "socio"),
    ("productor", "socio"),
    ("productora", "socio"),
    ("titular", "socio"),
    ("borrower", "socio"),
    ("member", "socio"),
    ("integrante", "socio"),
    ("comunario", "socio"),
    ("comunaria", "socio"),
    ("usuario", "socio"),
    ("usuaria", "socio"),
    ("importe", "monto"),
    ("valor", "monto"),
    ("amount", "monto"),
    ("mto", "monto"),
    ("plata", "monto"),
    ("kilo", "monto"),
    ("kilogramo", "monto"),
    ("dinero", "monto"),
    ("otorgado", "prestado"),
    ("entregado", "prestado"),
    ("entregada", "prestado"),
    ("prestada", "prestado"),
    ("otorgada", "prestado"),
    ("concedido", "prestado"),
    ("desembolsado", "prestado"),
    ("vcto", "vencimiento"),
    ("vto", "vencimiento"),
    ("venc", "vencimiento"),
    ("fec", "fecha"),
    ("f", "fecha"),
    ("fch", "fecha"),
    ("date", "fecha"),
    ("dia", "fecha"),
    ("nac", "nacimiento"),
    ("int", "interes"),
    ("intere", "interes"),
    ("cap", "capital"),
    ("doc", "documento"),
    ("tlf", "telefono"),
    ("telf", "telefono"),
    ("tel", "telefono"),
    ("rec", "recibo"),
    ("comp", "comprobante"),
    ("cobro", "pago"),
    ("1er", "primer"),
    ("1era", "primera"),
    ("1ra", "primera"),
    ("desemb", "desembolso"),
    ("entrega", "desembolso"),
];

/// `D.N.I.` and `C. I.` without their points.
fn initials(folded: &str) -> String {
    let word = |word: &str| {
        let letters: Vec<&str> = word.split('.').filter(|part| !part.is_empty()).collect();
        let all = letters.len() > 1 && word != "n.o" && letters.iter().all(|part| part.len() == 1 && part.bytes().all(|c| c.is_ascii_alphabetic()));
        if all { letters.concat() } else { word.to_owned() }
    };
    folded.split(' ').map(word).collect::<Vec<_>>().join(" ")
}

/// A header or a sheet's name in the form used to compare it.
pub fn plain(text: &str) -> String {
    let folded = initials(&fold(text)).replace("n.o", "no").replace("no.", "no ").replace("(a)", " ").replace("/a", " ");
    let mut spaced = String::with_capacity(folded.len() + 4);
    for c in folded.chars() {
        match c {
            '#' => spaced.push_str(" no "),
            '%' => spaced.push_str(" % "),
            c if c.is_alphanumeric() => spaced.push(c),
            _ => spaced.push(' '),
        }
    }
    let words = spaced.split_whitespace().filter(|word| !DROPPED.contains(word)).map(|word| {
        let word = singular(word);
        SAME.iter().find(|(from, _)| *from == word).map_or(word, |(_, to)| to)
    });
    let mut said: Vec<&str> = words.collect();
    said.dedup();
    // Where there are only small words, they stay.
    if said.is_empty() { spaced.split_whitespace().collect::<Vec<_>>().join(" ") } else { said.join(" ") }
}

/// `cuotas` means their count and `cuota` its amount: these two stay apart.
fn singular(word: &str) -> &str {
    let kept = word.len() <= 3 || ["cuotas", "mes", "interes", "payments", "gastos"].contains(&word);
    if kept { word } else { word.strip_suffix('s').unwrap_or(word) }
}

type Words = HashMap<String, Vec<(Kind, Field)>>;

static COLUMNS: LazyLock<Words> = LazyLock::new(|| {
    let mut words = Words::new();
    for kind in Kind::ALL {
        for column in kind.columns() {
            for word in std::iter::once(column.title).chain(column.also.split(';')) {
                let fields = words.entry(plain(word)).or_default();
                if !fields.contains(&(kind, column.field)) {
                    fields.push((kind, column.field));
                }
            }
        }
    }
    words
});

/// What a header may mean in a sheet of this kind, most likely first.
pub fn fields(kind: Kind, header: &str) -> Vec<Field> {
    let plain = plain(header);
    if kind == Kind::Months
        && let Some(month) = super::months::month_of(header)
    {
        return vec![Field::Month(month)];
    }
    if plain.is_empty() {
        return Vec::new();
    }
    // In `Saldo al 31/12/2025` and `Monto 2025` the figures of the date do not say what the column is.
    let bare: String = plain.split(' ').filter(|word| !word.chars().all(|c| c.is_ascii_digit())).collect::<Vec<_>>().join(" ");
    // A loan's rate may be written with or without its percent sign.
    let unsigned = if kind == Kind::Loans { bare.replace(" %", "") } else { String::new() };
    let of_kind = |header: &String| -> Vec<Field> {
        let known = COLUMNS.get(header).into_iter().flatten();
        known.filter(|(of, _)| *of == kind).map(|(_, field)| *field).collect()
    };
    [&plain, &bare, &unsigned].into_iter().map(of_kind).find(|fields| !fields.is_empty()).unwrap_or_default()
}

/// The kinds that a sheet's name may mean, most likely first.
pub fn kinds_named(name: &str) -> Vec<Kind> {
    let words: Vec<String> = plain(name).split(' ').map(str::to_owned).collect();
    let mut kinds = Vec::new();
    for word in &words {
        for (kind, names) in dictionary::SHEETS {
            if names.split(';').any(|name| plain(name) == *word) && !kinds.contains(kind) {
                kinds.push(*kind);
            }
        }
    }
    kinds
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn headers_are_compared_by_what_they_say() {
        for (a, b) in [
            ("N° socio", "Nro. de socia"),
            ("Nº crédito", "# préstamo"),
            ("N.º de crédito", "CÓDIGO DEL PRÉSTAMO"),
            ("Monto (S/)", "importe"),
            ("Fecha de desembolso", "F. desembolso"),
            ("Tasa %", "TASA(%)"),
            ("D.N.I.", "DNI"),
        ] {
            assert_eq!(plain(a), plain(b), "{a} and {b}");
        }
        assert_ne!(plain("Cuotas"), plain("Cuota"));
    }

    #[test]
    fn no_word_stands_for_two_columns_without_a_reason() {
        // The column's content tells these apart.
        let told_apart = [
            "desembolso",
            "credito",
            "interes",
            "cuota",
            "cuotas",
            "pago",
            "no",
            "fecha",
            "vencimiento",
            "interes %",
            "monto",
            "concepto",
            "nombre",
            "socio",
            "capital",
            "no pago",
            "prestado",
            "amortizacion",
            "pagado",
            "cobrado",
            "recibido",
        ];
        for (word, fields) in COLUMNS.iter() {
            for kind in Kind::ALL {
                let of: Vec<_> = fields.iter().filter(|(own, _)| *own == kind).collect();
                assert!(of.len() < 2 || told_apart.contains(&word.as_str()), "{word} of {kind:?} is {of:?}");
            }
        }
    }
}
