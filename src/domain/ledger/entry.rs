//! An entry cannot be built unbalanced; once numbered it is chained to the one before it.

use chrono::{DateTime, NaiveDate, SecondsFormat, Utc};
use serde::Serialize;
use sha2::{Digest, Sha256};
use utoipa::ToSchema;
use uuid::Uuid;

use super::Account;
use super::source::Source;
use crate::domain::amount::MAX_MINOR;
use crate::domain::ids::UserId;
use crate::domain::refusal::Refusal;

/// A signed amount on an account: debits above zero, credits below. Minor units.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, ToSchema)]
#[schema(as = PostingOut)]
pub struct Posting {
    pub account: Account,
    pub amount_minor: i64,
}

/// What happened, in double entry: two or more postings that sum to 0.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Entry {
    date: NaiveDate,
    source: Source,
    memo: String,
    receipt_no: Option<i64>,
    postings: Vec<Posting>,
}

impl Entry {
    /// Postings of zero are left out.
    ///
    /// # Errors
    /// `entry-unbalanced` when the postings do not sum to 0 or fewer than two are left; `amount-too-large`.
    pub fn new(date: NaiveDate, source: Source, memo: impl Into<String>, postings: Vec<Posting>) -> Result<Self, Refusal> {
        let postings: Vec<Posting> = postings.into_iter().filter(|posting| posting.amount_minor != 0).collect();
        if postings.iter().any(|posting| posting.amount_minor.abs() > MAX_MINOR) {
            return Err(Refusal::invalid("amount", "amount-too-large"));
        }
        let sum: i128 = postings.iter().map(|posting| i128::from(posting.amount_minor)).sum();
        if sum != 0 || postings.len() < 2 {
            return Err(Refusal::conflict("entry-unbalanced"));
        }
        Ok(Self { date, source, memo: memo.into(), receipt_no: None, postings })
    }

    /// Like [`Entry::new`], or none where every posting is zero: no account changed.
    ///
    /// # Errors
    /// As [`Entry::new`].
    pub fn of_change(date: NaiveDate, source: Source, memo: impl Into<String>, postings: Vec<Posting>) -> Result<Option<Self>, Refusal> {
        if postings.iter().all(|posting| posting.amount_minor == 0) {
            return Ok(None);
        }
        Self::new(date, source, memo, postings).map(Some)
    }

    /// The entry as an adjustment dated on an open day. Its own day is closed, and the memo begins with it.
    pub fn adjusting(self, open: NaiveDate) -> Self {
        let memo = format!("({}) {}", self.date, self.memo).trim_end().to_owned();
        Self { date: open, memo, ..self }
    }

    pub fn with_receipt(mut self, receipt_no: i64) -> Self {
        self.receipt_no = Some(receipt_no);
        self
    }

    pub fn date(&self) -> NaiveDate {
        self.date
    }

    pub fn source(&self) -> Source {
        self.source
    }

    pub fn memo(&self) -> &str {
        &self.memo
    }

    pub fn receipt_no(&self) -> Option<i64> {
        self.receipt_no
    }

    pub fn postings(&self) -> &[Posting] {
        &self.postings
    }

    /// Numbers the entry and chains it to the hash before it.
    pub fn seal(self, no: i64, by: UserId, recorded_at: DateTime<Utc>, previous_hash: &str) -> Sealed {
        let hash = canonical(&self, no, by, recorded_at).hash(Edition::Second, previous_hash);
        Sealed { entry: self, no, by, recorded_at, hash }
    }
}

/// An entry in its place in the fund's chain.
#[derive(Clone, Debug)]
pub struct Sealed {
    pub entry: Entry,
    pub no: i64,
    pub by: UserId,
    pub recorded_at: DateTime<Utc>,
    /// As [`Canonical::hash`] makes it.
    pub hash: String,
}

fn canonical(entry: &Entry, no: i64, by: UserId, recorded_at: DateTime<Utc>) -> Canonical<'_, impl Iterator<Item = (&str, i64)> + Clone> {
    Canonical {
        no,
        date: entry.date,
        source_kind: entry.source.kind.code(),
        source_id: entry.source.id,
        memo: &entry.memo,
        receipt_no: entry.receipt_no,
        by: by.0,
        recorded_at,
        postings: entry.postings.iter().map(|posting| (posting.account.code(), posting.amount_minor)),
    }
}

/// How an entry becomes the text that is hashed. The stored hash tells the edition, so that hashes of earlier versions still
/// verify.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Edition {
    /// Every separator became one sign, so two memos could give the same text. Read only; no longer written.
    First,
    /// Separators inside a field are escaped: two entries never give the same text.
    Second,
}

/// The prefix of a stored hash of the second edition. Those of the first have none.
const SECOND: &str = "2:";

impl Edition {
    pub fn of(hash: &str) -> Self {
        if hash.starts_with(SECOND) { Self::Second } else { Self::First }
    }
}

/// The short code of an entry on printed papers: the first eight digits of its hash.
pub fn check_code(hash: &str) -> String {
    hash.strip_prefix(SECOND).unwrap_or(hash).chars().take(8).collect::<String>().to_uppercase()
}

/// The fields of an entry that are hashed, when it is written and when it is verified.
pub struct Canonical<'a, P> {
    pub no: i64,
    pub date: NaiveDate,
    pub source_kind: &'a str,
    pub source_id: Uuid,
    pub memo: &'a str,
    pub receipt_no: Option<i64>,
    pub by: Uuid,
    pub recorded_at: DateTime<Utc>,
    pub postings: P,
}

impl<'a, P: Iterator<Item = (&'a str, i64)> + Clone> Canonical<'a, P> {
    /// SHA-256 in hexadecimal of the previous hash, as stored, and this entry's text.
    pub fn hash(&self, edition: Edition, previous_hash: &str) -> String {
        let digest = hex::encode(Sha256::digest(format!("{previous_hash}\n{}", self.text(edition))));
        match edition {
            Edition::First => digest,
            Edition::Second => format!("{SECOND}{digest}"),
        }
    }

    /// Every field in a fixed order, one posting a line.
    fn text(&self, edition: Edition) -> String {
        let (begins, kind, memo) = match edition {
            Edition::First => ("", self.source_kind.to_owned(), self.memo.replace(['\\', '\n', '|'], "\\")),
            Edition::Second => ("2\n", marked(self.source_kind), marked(self.memo)),
        };
        let receipt = self.receipt_no.map(|no| no.to_string()).unwrap_or_default();
        let recorded_at = self.recorded_at.to_rfc3339_opts(SecondsFormat::Micros, true);
        let (no, date, source, by) = (self.no, self.date, self.source_id, self.by);
        let mut text = format!("{begins}{no}|{date}|{kind}|{source}|{receipt}|{by}|{recorded_at}|{memo}");
        for (account, amount_minor) in self.postings.clone() {
            text.push_str(&format!("\n{account} {amount_minor}"));
        }
        text
    }
}

fn marked(field: &str) -> String {
    field.replace('\\', r"\\").replace('\n', r"\n").replace('|', r"\|")
}
