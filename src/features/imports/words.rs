//! The words of a treasurer's notebook, and what they are in the rule book. These are input, matched without accents or
//! capitals; what is shown to people stands in the catalogues.

use crate::domain::amount::Unit;
use crate::domain::calendar::Period;
use crate::domain::capital::CapitalKind;
use crate::domain::loan::PaymentMethod;
use crate::domain::member::Sex;
use crate::domain::names::fold;
use crate::domain::rate::Per;
use crate::domain::schedule::Method;

fn one_of(text: &str, words: &[&str]) -> bool {
    words.contains(&text)
}

macro_rules! reads {
    ($($(#[$doc:meta])* $name:ident -> $type:ty { $($value:expr => [$($word:literal),* $(,)?]),* $(,)? })*) => {$(
        $(#[$doc])*
        pub fn $name(text: &str) -> Option<$type> {
            let text = fold(text);
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
    }
    capital_kind -> CapitalKind {
        CapitalKind::Grant => ["donacion", "donativo", "fondo perdido", "a fondo perdido", "grant", "donation"],
        CapitalKind::Member => ["aporte de socios", "aporte de socias", "aportes de socios", "aporte", "aportes", "socios", "socias", "members", "member"],
        CapitalKind::SeedCapital => ["capital semilla", "semilla", "recuperable", "capital recuperable", "prestamo", "seed capital"],
        CapitalKind::Surplus => ["excedente", "excedentes", "capitalizacion", "surplus"],
    }
    method -> Method {
        Method::Bullet => ["al vencimiento", "vencimiento", "a la cosecha", "cosecha", "cuota unica", "un solo pago", "bullet"],
        Method::EqualPrincipal => ["amortizacion constante", "capital constante", "capital igual", "cuota decreciente", "equal principal", "equal_principal"],
        Method::EqualInstallment => ["cuota fija", "cuotas fijas", "cuota igual", "cuotas iguales", "cuota constante", "equal installment", "equal_installment"],
        Method::Flat => ["interes plano", "plano", "interes fijo", "flat"],
    }
    step -> Period {
        Period::Month => ["mes", "meses", "mensual", "month", "months", "monthly"],
        Period::Week => ["semana", "semanas", "semanal", "week", "weeks", "weekly"],
    }
    per -> Per {
        Per::Month => ["mes", "mensual", "al mes", "month", "monthly"],
        Per::YearEffective => ["tea", "anual efectiva", "tasa efectiva anual", "effective"],
        Per::Year => ["ano", "anual", "al ano", "year", "yearly", "annual"],
    }
    payment_method -> PaymentMethod {
        PaymentMethod::Cash => ["efectivo", "caja", "cash"],
        PaymentMethod::Wallet => ["yape", "plin", "billetera", "qr", "tigo money", "wallet"],
        PaymentMethod::Deposit => ["deposito", "banco", "transferencia", "giro", "deposit", "bank", "transfer"],
    }
    /// The sheets of a register, by the name they have in the template.
    sheet -> &'static str {
        "Asociación" => ["asociacion", "association"],
        "Socios" => ["socios", "socias", "socias y socios", "padron", "members"],
        "Aportes" => ["aportes", "capital", "contributions"],
        "Créditos" => ["creditos", "prestamos", "loans"],
        "Pagos" => ["pagos", "cobros", "repayments", "payments"],
        "Gastos" => ["gastos", "expenses"],
    }
}
