//! The query of a list: words, filters, order and page, all of it in the address.

use axum::http::Uri;

use super::url_encoded;
use crate::web::fields::Fields;

/// Rows on one page of a list.
pub const PAGE: u64 = 50;
/// The most rows printed or exported at once.
pub const WHOLE: u64 = 20_000;
/// The last page number accepted. No list is that long.
const LAST: u64 = 1_000_000_000;

/// An order by one of a list's columns.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Order {
    pub by: &'static str,
    pub down: bool,
}

#[derive(Clone, Debug)]
pub struct Asked(Vec<(String, String)>);

impl Asked {
    pub fn of(uri: &Uri) -> Self {
        Self(Fields::from_query(uri).pairs().filter(|(_, value)| !value.trim().is_empty()).collect())
    }

    /// An empty query: the first page of everything.
    pub fn none() -> Self {
        Self(Vec::new())
    }

    pub fn get(&self, name: &str) -> &str {
        self.0.iter().find(|(key, _)| key == name).map(|(_, value)| value.trim()).unwrap_or_default()
    }

    /// The query limited to a list of so many rows: a page beyond the last becomes the last.
    pub fn within(mut self, count: u64) -> Self {
        let last = count.saturating_sub(1) / PAGE;
        for (_, value) in self.0.iter_mut().filter(|(key, value)| key == "page" && value.trim().parse().is_ok_and(|page: u64| page > last)) {
            *value = last.to_string();
        }
        self
    }

    pub fn page(&self) -> u64 {
        if self.whole() { 0 } else { self.get("page").parse().unwrap_or(0).min(LAST) }
    }

    /// The number of rows to read at once.
    pub fn most(&self) -> u64 {
        if self.whole() { WHOLE } else { PAGE }
    }

    /// Whether everything is on one page, to print or export.
    pub fn whole(&self) -> bool {
        !self.get("whole").is_empty() || !self.get("file").is_empty()
    }

    /// The order in the query: `-name` is descending. Without one, the first of the known orders.
    pub fn order(&self, known: &[Order]) -> Order {
        let asked = self.get("sort");
        let (name, down) = asked.strip_prefix('-').map_or((asked, false), |name| (name, true));
        let found = known.iter().find(|order| order.by == name).map(|order| Order { by: order.by, down });
        found.or(known.first().copied()).unwrap_or(Order { by: "", down: false })
    }

    /// The list's address with some changes to the query. It leads to the first page unless the page is changed.
    pub fn address(&self, path: &str, changes: &[(&str, &str)]) -> String {
        let kept = self.0.iter().map(|(key, value)| (key.as_str(), value.as_str()));
        let kept = kept.filter(|(key, _)| !["page", "whole", "file"].contains(key) && !changes.iter().any(|(changed, _)| changed == key));
        let all = kept.chain(changes.iter().copied()).filter(|(_, value)| !value.is_empty());
        let query: Vec<String> = all.map(|(key, value)| format!("{}={}", url_encoded(key), url_encoded(value))).collect();
        if query.is_empty() { path.to_owned() } else { format!("{path}?{}", query.join("&")) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_asked_goes_along_and_pages_begin_again() {
        let asked = Asked::of(&"/x?q=ccahua+rosa&show=late&page=3&sort=-name".parse().unwrap());
        assert_eq!((asked.get("q"), asked.page(), asked.most()), ("ccahua rosa", 3, PAGE));
        assert_eq!(asked.order(&[Order { by: "late", down: true }, Order { by: "name", down: false }]), Order { by: "name", down: true });
        assert_eq!(asked.address("/x", &[("show", "")]), "/x?q=ccahua%20rosa&sort=-name");
        assert_eq!(asked.address("/x", &[("page", "4")]), "/x?q=ccahua%20rosa&show=late&sort=-name&page=4");
        assert_eq!((asked.clone().within(120).page(), asked.clone().within(500).page(), asked.clone().within(0).page()), (2, 3, 0));
        assert_eq!(Asked::of(&"/x?sort=drop".parse().unwrap()).order(&[Order { by: "late", down: true }]), Order { by: "late", down: true });
    }
}
