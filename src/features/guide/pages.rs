//! The guide as a page: the tasks of the reader's role first, then the others', then how figures are computed.

use axum::extract::State;
use maud::{Markup, html};

use crate::app::App;
use crate::domain::role::Role;
use crate::error::Error;
use crate::web::assets;
use crate::web::heads::own_page;
use crate::web::layout::{Place, plain_page};
use crate::web::signed_in::{MaybeSignedIn, Speaks};
use crate::web::text::Reader;

/// A task: the key of its words, its place on the page, and its roles.
type Job = (&'static str, &'static str, &'static [Role]);

use Role::{Admin, Auditor, Committee, Member, Staff, Treasurer};

/// In the order in which people meet them.
const JOBS: &[Job] = &[
    ("guide-sign-in", "entrar", &Role::ALL),
    ("guide-begin", "empezar", &[Admin]),
    ("guide-workbook", "cuaderno", &[Treasurer, Admin]),
    ("guide-collect", "cobrar", &[Treasurer]),
    ("guide-mistake", "corregir", &[Treasurer]),
    ("guide-lend", "prestar", &[Treasurer]),
    ("guide-late", "atrasos", &[Treasurer]),
    ("guide-apply", "solicitar", &[Treasurer, Committee, Member]),
    ("guide-decide", "decidir", &[Committee]),
    ("guide-second", "aprobar-tambien", &[Treasurer, Staff, Admin]),
    ("guide-ask", "pedir", &[Treasurer]),
    ("guide-deliver", "entregar", &[Treasurer]),
    ("guide-cash", "caja", &[Treasurer]),
    ("guide-season", "campana", &[Treasurer, Admin]),
    ("guide-close", "cerrar", &[Treasurer, Admin]),
    ("guide-assembly", "asamblea", &[Treasurer, Committee, Auditor]),
    ("guide-approve", "aprobar", &[Staff, Admin]),
    ("guide-follow", "seguir", &[Staff]),
    ("guide-users", "usuarios", &[Admin]),
    ("guide-access", "acceso", &[Treasurer]),
    ("guide-audit", "fiscalizar", &[Auditor]),
    ("guide-own", "mi-cuenta", &[Member]),
];

/// Pictures of real pages, by task, with the height of each at a width of 180. Each is loaded when it is scrolled into view;
/// its space is kept until then.
const PICTURES: &[(&str, &str, u16)] = &[
    ("guide-workbook", "import.webp", 310),
    ("guide-late", "today.webp", 280),
    ("guide-collect", "repay.webp", 330),
    ("guide-season", "fund.webp", 280),
    ("guide-approve", "inbox.webp", 280),
    ("guide-own", "own.webp", 280),
];

/// How the figures on the pages are computed.
const FIGURES: &[(&str, &str)] = &[
    ("guide-figure-available", "disponible"),
    ("guide-figure-installments", "cuotas"),
    ("guide-figure-payment", "reparto"),
    ("guide-figure-late-fee", "mora"),
    ("guide-figure-early", "antes"),
    ("guide-figure-parts", "partes"),
];

/// Shows the guide to everybody, signed in or not.
///
/// # Errors
/// None of its own.
pub async fn show(State(app): State<App>, Speaks(reader): Speaks, MaybeSignedIn(by): MaybeSignedIn) -> Result<Markup, Error> {
    let (title, role) = (reader.t("guide"), by.as_ref().and_then(|by| by.role()));
    let body = body(reader, role);
    Ok(match by {
        Some(by) => own_page(&app, reader, &by, Place::More, &title, body).await,
        None => plain_page(reader, &title, body),
    })
}

fn body(reader: Reader, role: Option<Role>) -> Markup {
    let (own, others): (Vec<&Job>, Vec<&Job>) = JOBS.iter().partition(|(_, _, whose)| role.is_none_or(|role| whose.contains(&role)));
    html! {
        h1 { (reader.t("guide")) }
        p.hint { (reader.t("guide-about")) }
        nav.guide.no-print aria-label=(reader.t("guide")) {
            ul { @for (key, place, _) in &own { li { a href=(format!("#{place}")) { (reader.t(key)) } } } li { a href="#calculos" { (reader.t("guide-figures")) } } }
        }
        h2 { (reader.t(if role.is_some() { "guide-yours" } else { "guide-jobs" })) }
        @for (key, place, _) in &own { (job(reader, role, key, place)) }
        h2 id="calculos" { (reader.t("guide-figures")) }
        @for (key, place) in FIGURES { section.card id=(place) { h3 { (reader.t(key)) } @for line in reader.t(&format!("{key}-told")).lines() { p { (line) } } } }
        @if !others.is_empty() {
            details {
                summary { h2 { (reader.t("guide-others")) } }
                @for (key, place, _) in &others { (job(reader, role, key, place)) }
            }
        }
        div.buttons.no-print { button.button.quiet type="button" data-print="1" { (reader.t("print")) } }
    }
}

/// The key for who resets this reader's password; before signing in, who resets whose.
fn forgotten(role: Option<Role>) -> &'static str {
    match role {
        Some(Member) => "guide-forgotten-member",
        Some(Treasurer | Committee | Staff | Admin | Auditor) => "guide-forgotten-other",
        None => "sign-in-help",
    }
}

fn job(reader: Reader, role: Option<Role>, key: &str, place: &str) -> Markup {
    html! {
        section.card.job id=(place) {
            h3 { (reader.t(key)) }
            @if let Some((_, picture, tall)) = PICTURES.iter().find(|(of, ..)| *of == key) {
                img src=(assets::href(picture)) loading="lazy" width="180" height=(tall) alt=(reader.tf("guide-picture", &[("job", reader.t(key).into())]));
            }
            ol { @for step in reader.t(&format!("{key}-steps")).lines() { li { (step) } } @if key == "guide-sign-in" { li { (reader.t(forgotten(role))) } } }
        }
    }
}
