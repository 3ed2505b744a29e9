//! Notebooks as people keep them, in their words and shapes: each is read exactly, or refused with its cause.

mod adversary;
mod again;
mod columns;
mod later;
mod made;
mod shapes;
mod silent;
mod terms;
mod told_apart;
mod unspoken;
mod words;

/// The association, and the fund's first data.
const HOUSE: (&str, &str) = ("Asociación", "Nombre | Asociación Ayni\nPaís | Perú\nFondo | Fondo rotatorio");
const PEOPLE: (&str, &str) = (
    "Socios",
    "N° | Apellidos y nombres | DNI\n1 | Quispe Mamani, Rosa | =40000001\n2 | Huamán Ccori, Benita | =40000002\n3 | Ttito Layme, Percy | =07000003",
);
const CAPITAL: (&str, &str) = ("Aportes", "Fecha | Tipo | De | Monto\n@2025-01-10 | Donación | Proyecto | 10000");
const LOANS: (&str, &str) = (
    "Créditos",
    "Nº crédito | N° socio | Desembolso | Monto | Modalidad | Cuotas | Primera cuota | Tasa % | Tasa por
     1 | 1 | @2025-02-01 | 1200 | amortización constante | 4 | @2025-03-01 | 2 | mes
     2 | 2 | @2025-02-10 | 500 | al vencimiento | 1 | @2025-08-10 | 2 | mes",
);
const PAID: (&str, &str) = ("Pagos", "Fecha | Nº crédito | Monto\n@2025-03-01 | 1 | 324\n@2025-04-01 | 1 | 318\n@2025-08-10 | 2 | 560");
const SPENT: (&str, &str) = ("Gastos", "Fecha | Concepto | Monto\n@2025-02-15 | Libro de actas | 35.5");

/// The expected content of that notebook.
const STORY: &str = "capital 2025-01-10 grant 1000000
loan 1 Quispe 2025-02-01 120000 4x1month equal_principal 20000/month
  due 2025-03-01
loan 2 Huamán 2025-02-10 50000 1x1month bullet 20000/month
  due 2025-08-10
paid 2025-03-01 1 32400
paid 2025-04-01 1 31800
paid 2025-08-10 2 56000
spent 2025-02-15 3550";

/// The notebook with some sheets replaced by others.
fn with(own: &[(&'static str, &'static str)], replaced: &[&str]) -> Vec<(&'static str, &'static str)> {
    let kept = [HOUSE, PEOPLE, CAPITAL, LOANS, PAID, SPENT].into_iter().filter(|(name, _)| !replaced.contains(name));
    kept.chain(own.iter().copied()).collect()
}

/// The notebook with sheets of its own says the same, and this is asked about it.
#[track_caller]
fn asked(own: &[(&'static str, &'static str)], replaced: &[&str], codes: &[&str]) {
    let register = made::read(&with(own, replaced));
    assert_eq!((made::faults(&register), made::asks(&register)), (Vec::<&str>::new(), codes.to_vec()), "{}", made::said(&register));
    assert_eq!(made::told(&register), STORY);
}

/// The notebook with sheets of its own is refused, with these faults and no other.
#[track_caller]
fn refused(own: &[(&'static str, &'static str)], replaced: &[&str], codes: &[&str]) {
    let register = made::read(&with(own, replaced));
    assert_eq!(made::faults(&register), codes, "{}", made::said(&register));
}
