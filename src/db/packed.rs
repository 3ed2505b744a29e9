//! Many rows that come as one text. A driver hands every row over from a thread of its own, and copies each of its values: of
//! thousands of small rows that is most of the work. So the database writes them as JSON, each row an array of its columns.

use std::fmt;

use sea_orm::{ConnectionTrait, DbBackend, IdenStatic};
use serde::de::{DeserializeOwned, Deserializer, Error as _, Visitor};

use crate::error::Error;

/// The columns of a row, in the order in which they are read.
pub struct Packed {
    backend: DbBackend,
    /// What the table is called in the query.
    table: &'static str,
    columns: Vec<String>,
}

impl Packed {
    pub fn of(db: &impl ConnectionTrait, table: &'static str) -> Self {
        Self { backend: db.get_database_backend(), table, columns: Vec::new() }
    }

    /// Numbers, texts, days, moments and flags: JSON has them as they are.
    pub fn plain(mut self, columns: &[impl IdenStatic]) -> Self {
        self.columns.extend(columns.iter().map(|column| format!("{}.{}", self.table, column.as_str())));
        self
    }

    /// Identifiers, which SQLite keeps as bytes. One that is null stays null.
    pub fn ids(mut self, columns: &[impl IdenStatic]) -> Self {
        for column in columns {
            let own = format!("{}.{}", self.table, column.as_str());
            self.columns.push(format!("CASE WHEN {own} IS NOT NULL THEN {} END", self.id(&own)));
        }
        self
    }

    /// Identifiers that are mostly those of another row: null where they are the same.
    pub fn ids_unless(mut self, columns: &[impl IdenStatic], other: &str) -> Self {
        for column in columns {
            let (own, column) = (format!("{}.{}", self.table, column.as_str()), column.as_str());
            self.columns.push(format!("CASE WHEN {own} = {other}.{column} THEN NULL ELSE {} END", self.id(&own)));
        }
        self
    }

    /// What the database works out, as text or a number.
    pub fn with(mut self, worked_out: String) -> Self {
        self.columns.push(worked_out);
        self
    }

    fn id(&self, column: &str) -> String {
        if self.backend == DbBackend::Postgres { column.to_owned() } else { format!("hex({column})") }
    }

    /// The text of all rows that are selected, in no order.
    pub fn text(&self) -> String {
        let columns = self.columns.join(", ");
        match self.backend {
            DbBackend::Postgres => format!("CAST(json_agg(json_build_array({columns})) AS text)"),
            _ => format!("json_group_array(json_array({columns}))"),
        }
    }

    /// The same of `from`, as a query of its own.
    pub fn text_of(&self, from: &str) -> String {
        format!("(SELECT {} FROM {from})", self.text())
    }
}

/// The rows of a text; none where it is null.
///
/// # Errors
/// A fault when a row is not what its table says.
pub fn rows<T: DeserializeOwned>(text: Option<&str>) -> Result<Vec<T>, Error> {
    let unread = |error| Error::fault(format!("rows of the database cannot be read: {error}"));
    text.map_or_else(|| Ok(Vec::new()), |text| serde_json::from_str(text).map_err(unread))
}

/// Reads yes or no, which SQLite keeps as 1 or 0.
///
/// # Errors
/// Whatever else it is.
pub fn flag<'de, D: Deserializer<'de>>(from: D) -> Result<bool, D::Error> {
    struct Flag;
    impl Visitor<'_> for Flag {
        type Value = bool;

        fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
            f.write_str("yes or no")
        }

        fn visit_bool<E>(self, flag: bool) -> Result<bool, E> {
            Ok(flag)
        }

        fn visit_u64<E: serde::de::Error>(self, flag: u64) -> Result<bool, E> {
            match flag {
                0 => Ok(false),
                1 => Ok(true),
                other => Err(E::custom(format!("neither yes nor no: {other}"))),
            }
        }
    }
    from.deserialize_any(Flag)
}

/// Reads what is kept as JSON in a column of text.
///
/// # Errors
/// What it does not hold.
pub fn json<'de, D: Deserializer<'de>, T: DeserializeOwned>(from: D) -> Result<Option<T>, D::Error> {
    let text: Option<String> = serde::Deserialize::deserialize(from)?;
    text.map(|text| serde_json::from_str(&text)).transpose().map_err(D::Error::custom)
}

#[cfg(test)]
mod tests {
    use serde::Deserialize;

    use super::*;

    #[derive(Debug, Deserialize, PartialEq)]
    struct Row {
        no: i64,
        #[serde(deserialize_with = "flag")]
        open: bool,
        said: Option<String>,
        #[serde(deserialize_with = "json")]
        kept: Option<Vec<u8>>,
    }

    #[test]
    fn rows_are_read_as_either_database_writes_them() {
        let row = |no, open, said: Option<&str>, kept| Row { no, open, said: said.map(str::to_owned), kept };
        let text = r#"[[9007199254740993, 1, "a\"b\n", "[1,2]"], [2, false, null, null]]"#;
        assert_eq!(rows::<Row>(Some(text)).unwrap(), [row(9_007_199_254_740_993, true, Some("a\"b\n"), Some(vec![1, 2])), row(2, false, None, None)]);
        assert!(rows::<Row>(None).unwrap().is_empty());
        for damaged in ["[[1, 2, null, null]]", "[[1, 0]]", r#"[["x", 0, null, null]]"#, r#"[[1, 0, null, "["]]"#, "["] {
            assert!(rows::<Row>(Some(damaged)).is_err(), "{damaged}");
        }
    }
}
