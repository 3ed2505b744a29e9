//! The words of a treasurer's notebook, and their meaning in the rule book. They are input, matched without accents or
//! capitals; texts shown to people are in the catalogues.

use crate::domain::amount::Unit;
use crate::domain::capital::CapitalKind;
use crate::domain::loan::PaymentMethod;
use crate::domain::member::Sex;
use crate::domain::names::fold;
use crate::domain::rate::Per;
use crate::domain::schedule::Method;

/// A loan's state, by the word in a list.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum LoanState {
    Paid,
    /// Paid as far as it has fallen due.
    Current,
    Late,
    /// Given up by the association.
    WrittenOff,
    /// Replaced by another loan, or by other terms.
    Refinanced,
}

fn one_of(text: &str, words: &[&str]) -> bool {
    words.contains(&text)
}

/// A word in the form used to compare it: without accents, capitals, or points and dashes around it.
fn said(text: &str) -> String {
    let folded = fold(text).replace(['-', '_', '(', ')', ':'], " ");
    let words = folded.split_whitespace().collect::<Vec<_>>().join(" ");
    if words.len() > 3 { words.trim_end_matches('.').to_owned() } else { words }
}

macro_rules! reads {
    ($($(#[$doc:meta])* $name:ident -> $type:ty { $($value:expr => [$($word:literal),* $(,)?]),* $(,)? })*) => {$(
        $(#[$doc])*
        pub fn $name(text: &str) -> Option<$type> {
            let text = said(text);
            $(if one_of(&text, &[$($word),*]) { return Some($value); })*
            None
        }
    )*};
}

reads! {
    sex -> Sex {
        Sex::Female => ["f", "femenino", "mujer", "female", "woman", "w"],
        Sex::Male => ["m", "masculino", "varon", "hombre", "male", "man", "h", "v"],
    }
    country -> &'static str {
        "PE" => ["peru", "pe", "per"],
        "BO" => ["bolivia", "bo", "bol", "estado plurinacional de bolivia"],
    }
    unit -> Unit {
        Unit::Pen => ["pen", "s/", "s/.", "sol", "soles", "nuevos soles"],
        Unit::Bob => ["bob", "bs", "bs.", "boliviano", "bolivianos"],
        Unit::Usd => ["usd", "us$", "$", "dolar", "dolares", "dollars"],
        Unit::Kg => ["kg", "kilo", "kilos", "kilogramos"],
        Unit::Dose => ["dosis", "dose", "doses"],
    }
    capital_kind -> CapitalKind {
        CapitalKind::Grant => ["donacion", "donaciones", "donativo", "fondo perdido", "a fondo perdido", "grant", "donation", "donado", "subvencion", "transferencia no reembolsable", "no reembolsable", "regalo"],
        CapitalKind::Member => ["aporte de socios", "aporte de socias", "aportes de socios", "aportes de socias", "aporte", "aportes", "socios", "socias", "members", "member", "aporte propio", "aportes propios", "cuotas de socios", "aporte de asociados", "aporte inicial de socios", "aporte voluntario", "propio", "contribucion de socios", "aporte comunal", "cuota de ingreso", "inscripciones"],
        CapitalKind::SeedCapital => ["capital semilla", "semilla", "recuperable", "capital recuperable", "prestamo", "seed capital", "reembolsable", "prestado", "por devolver", "a devolver", "fondo reembolsable", "prestamo del proyecto", "prestamo externo"],
        CapitalKind::Surplus => ["excedente", "excedentes", "capitalizacion", "surplus", "utilidad", "utilidades", "ganancia", "ganancias", "intereses capitalizados", "capitalizacion de intereses"],
    }
    method -> Method {
        Method::Bullet => ["al vencimiento", "vencimiento", "a la cosecha", "cosecha", "cuota unica", "un solo pago", "bullet", "pago unico", "una sola cuota", "una cuota", "al final", "campana", "por campana", "a la campana", "al final de la campana", "fin de campana", "unico", "a la venta", "todo al final", "contra cosecha"],
        Method::EqualPrincipal => ["amortizacion constante", "capital constante", "capital igual", "cuota decreciente", "cuotas decrecientes", "decreciente", "equal principal", "aleman", "sistema aleman", "metodo aleman", "amortizacion fija", "capital fijo", "al rebatir", "rebatir", "sobre saldos", "interes sobre saldo", "interes sobre saldos", "sobre saldo", "saldos", "al rebate", "cuota variable", "cuotas variables"],
        Method::EqualInstallment => ["cuota fija", "cuotas fijas", "cuota igual", "cuotas iguales", "cuota constante", "cuotas constantes", "equal installment", "frances", "sistema frances", "metodo frances", "fija", "cuota nivelada", "cuotas niveladas", "anualidad"],
        Method::Flat => ["interes plano", "plano", "interes fijo", "flat", "directo", "interes directo", "tasa plana", "interes simple", "sobre capital inicial", "interes sobre capital", "interes sobre el capital", "cuota plana", "tasa flat", "interes flat"],
        Method::Custom => ["segun cronograma", "cronograma", "segun acuerdo", "personalizado", "custom", "pactado", "segun calendario", "a medida", "libre", "irregular", "cuotas pactadas", "segun plan"],
    }
    payment_method -> PaymentMethod {
        PaymentMethod::Cash => ["efectivo", "caja", "cash", "en efectivo", "contado", "mano", "en mano", "billetes"],
        PaymentMethod::Wallet => ["yape", "plin", "billetera", "qr", "tigo money", "wallet", "yapeo", "billetera movil", "bim", "pago movil", "celular", "pago qr", "codigo qr"],
        PaymentMethod::Deposit => ["deposito", "banco", "transferencia", "giro", "deposit", "bank", "transfer", "deposito bancario", "transferencia bancaria", "cuenta", "en cuenta", "banco de la nacion", "banco union", "agente", "cheque", "deposito en cuenta", "bcp", "caja cusco", "caja arequipa", "interbank"],
    }
    per -> Per {
        Per::Month => ["mes", "mensual", "al mes", "month", "monthly", "tem", "tnm", "mensual nominal", "por mes", "mensual efectiva"],
        Per::YearEffective => ["tea", "anual efectiva", "tasa efectiva anual", "effective", "efectiva anual", "efectiva"],
        Per::Year => ["ano", "anual", "al ano", "year", "yearly", "annual", "tna", "anual nominal", "nominal anual", "tasa nominal anual", "por ano"],
    }
    /// A loan's state, as other systems list it.
    state -> LoanState {
        LoanState::Paid => ["pagado", "pagada", "cancelado", "cancelada", "cerrado", "cerrada", "terminado", "liquidado", "saldado", "finalizado", "concluido", "paid", "closed", "finished", "a", "completo", "devuelto", "pagado total", "cancelo"],
        LoanState::Current => ["vigente", "al dia", "activo", "activa", "corriente", "normal", "en curso", "current", "active", "running", "c", "puntual", "abierto", "en proceso"],
        LoanState::Late => ["vencido", "vencida", "en mora", "moroso", "morosa", "mora", "atrasado", "atrasada", "late", "overdue", "d", "b", "pendiente", "debe", "impago", "judicial", "default", "deuda", "en deuda", "en cobranza"],
        LoanState::WrittenOff => ["castigado", "castigada", "incobrable", "perdida", "condonado", "condonada", "written off"],
        LoanState::Refinanced => ["refinanciado", "refinanciada", "reprogramado", "reprogramada", "renovado", "renovada", "reestructurado", "novado"],
    }
}

/// The kind of capital whose word begins a longer text: `Donación de la municipalidad`.
pub fn capital_kind_in(text: &str) -> Option<CapitalKind> {
    let folded = fold(text);
    let starts = |stems: &[&str]| stems.iter().any(|stem| folded.starts_with(stem));
    if starts(&["donac", "donat", "fondo perdido", "subvenc"]) {
        Some(CapitalKind::Grant)
    } else if starts(&["capital semilla", "prestamo", "credito de"]) {
        Some(CapitalKind::SeedCapital)
    } else if starts(&["excedente", "utilidad", "capitalizacion"]) {
        Some(CapitalKind::Surplus)
    } else if starts(&["aporte de soci", "aportes de soci", "aporte de los soci", "aporte de las soci", "cuota de ingreso", "aporte propio"]) {
        Some(CapitalKind::Member)
    } else {
        None
    }
}

/// Whether a row's word says that it does not count: annulled, refused, never disbursed.
pub fn is_void(text: &str) -> bool {
    let folded = fold(text);
    let stems = [
        "anulad",
        "rechazad",
        "desistid",
        "denegad",
        "extornad",
        "invalid",
        "no desembolsad",
        "no entregad",
        "en evaluacion",
        "solicitad",
        "por desembolsar",
        "por aprobar",
    ];
    stems.iter().any(|stem| folded.contains(stem))
}

/// The beginnings of words for what has happened.
const DONE: [&str; 29] = [
    "pagad",
    "cancelad",
    "cancelo",
    "cobrad",
    "recibid",
    "conform",
    "list",
    "complet",
    "abonad",
    "depositad",
    "ingresad",
    "entregad",
    "rendid",
    "ejecutad",
    "gastad",
    "verificad",
    "confirmad",
    "registrad",
    "aportad",
    "devuelt",
    "parcial",
    "a cuenta",
    "puntual",
    "a tiempo",
    "al dia",
    "vigente",
    "adelantad",
    "amortizad",
    "paid",
];
/// The beginnings of words for what has not happened yet.
const NOT_YET: [&str; 30] = [
    "pendient",
    "por pagar",
    "por cobrar",
    "por recibir",
    "por entregar",
    "por depositar",
    "por vencer",
    "por rendir",
    "no ",
    "sin ",
    "vencid",
    "vence",
    "impag",
    "comprometid",
    "prometid",
    "ofrecid",
    "programad",
    "planificad",
    "presupuestad",
    "proyectad",
    "previst",
    "debe",
    "falta",
    "adeud",
    "moros",
    "atrasad",
    "futur",
    "proxim",
    "pending",
    "unpaid",
];

/// Whether a row's event has happened, by the word of its state; none where the word is unknown.
pub fn happened(text: &str) -> Option<bool> {
    let said = said(text);
    let begins = |stems: &[&str]| stems.iter().any(|stem| said.starts_with(stem));
    let holds = |stems: &[&str]| begins(stems) || stems.iter().any(|stem| said.contains(&format!(" {stem}")));
    if ["x", "v", "\u{2713}", "\u{2714}", "s", "si", "ok", "yes", "pago", "1"].contains(&said.as_str()) || begins(&DONE) {
        Some(true)
    } else if said == "no" || holds(&NOT_YET) {
        Some(false)
    } else {
        (holds(&DONE) || begins(&["pago", "ok "])).then_some(true)
    }
}
