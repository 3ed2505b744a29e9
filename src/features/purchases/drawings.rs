//! Small line drawings of the goods, to find them again at a glance; the name is always beside them.

use maud::{Markup, html};

use crate::domain::names::fold;

/// Words in a product's name, and the drawing of their kind.
const KINDS: [(&[&str], &str); 5] = [
    (&["alfalfa", "trebol", "clover"], "M12 21V11M12 11c-4 0-6-2-6-5 4 0 6 2 6 5zM12 11c4 0 6-2 6-5-4 0-6 2-6 5zM12 8c-2-2-2-4 0-6 2 2 2 4 0 6z"),
    (
        &["rye", "ray", "dactylis", "pasto", "pastos", "grass", "phalaris", "festuca"],
        "M12 21V6M12 21C8 17 6 12 6 7M12 21c4-4 6-9 6-14M12 6l-1-3M9 21h6",
    ),
    (&["avena", "cebada", "trigo", "oats", "barley", "centeno"], "M12 21V4M12 7L9 5M12 7l3-2M12 11L8 9M12 11l4-2M12 15l-4-2M12 15l4-2"),
    (&["papa", "papas", "potato", "oca", "olluco"], "M5 13c0-5 4-8 9-7 4 1 6 4 5 8s-5 6-9 5-5-3-5-6zM10 11h.01M14 13h.01M11 15h.01"),
    (&["vaquilla", "vaca", "alpaca", "oveja", "cuy"], "M5 9c0 0 1 9 7 9s7-9 7-9M5 9L3 6M19 9l2-3M9 12h.01M15 12h.01M10 16h4"),
];
/// A sprouting seed, for every other product.
const SEED: &str = "M12 20c-4-2-6-5-6-9 4-1 8 1 8 5M12 20v-6M12 14c0-4 2-6 6-6 0 4-2 6-6 6";

pub fn drawing(product: &str) -> Markup {
    let name = fold(product);
    let known = |words: &[&str]| name.split_whitespace().any(|word| words.contains(&word));
    let path = KINDS.iter().find(|(words, _)| known(words)).map_or(SEED, |(_, path)| path);
    html! { svg.kind viewBox="0 0 24 24" aria-hidden="true" { path d=(path) {} } }
}
