//! The kinds of column. None is decimal, float or double: money is in whole minor units, rates in whole ppm.

use sea_orm_migration::prelude::*;

pub fn id(name: &'static str) -> ColumnDef {
    let mut column = ColumnDef::new(Alias::new(name));
    column.uuid().not_null();
    column
}

pub fn maybe_id(name: &'static str) -> ColumnDef {
    let mut column = ColumnDef::new(Alias::new(name));
    column.uuid();
    column
}

/// An amount in minor units.
pub fn money(name: &'static str) -> ColumnDef {
    number(name)
}

/// A rate in parts per million.
pub fn ppm(name: &'static str) -> ColumnDef {
    number(name)
}

pub fn number(name: &'static str) -> ColumnDef {
    let mut column = ColumnDef::new(Alias::new(name));
    column.big_integer().not_null();
    column
}

pub fn maybe_number(name: &'static str) -> ColumnDef {
    let mut column = ColumnDef::new(Alias::new(name));
    column.big_integer();
    column
}

/// A code of the rule book (`bullet`, `treasurer`).
pub fn code(name: &'static str) -> ColumnDef {
    text(name)
}

pub fn text(name: &'static str) -> ColumnDef {
    let mut column = ColumnDef::new(Alias::new(name));
    column.text().not_null();
    column
}

pub fn maybe_text(name: &'static str) -> ColumnDef {
    let mut column = ColumnDef::new(Alias::new(name));
    column.text();
    column
}

pub fn flag(name: &'static str) -> ColumnDef {
    let mut column = ColumnDef::new(Alias::new(name));
    column.boolean().not_null();
    column
}

pub fn day(name: &'static str) -> ColumnDef {
    let mut column = ColumnDef::new(Alias::new(name));
    column.date().not_null();
    column
}

pub fn maybe_day(name: &'static str) -> ColumnDef {
    let mut column = ColumnDef::new(Alias::new(name));
    column.date();
    column
}

/// A moment, written by the program and never by a database default.
pub fn happened_at(name: &'static str) -> ColumnDef {
    let mut column = ColumnDef::new(Alias::new(name));
    column.timestamp_with_time_zone().not_null();
    column
}

pub fn maybe_happened_at(name: &'static str) -> ColumnDef {
    let mut column = ColumnDef::new(Alias::new(name));
    column.timestamp_with_time_zone();
    column
}

/// A table with its columns and primary key.
pub fn table(name: &'static str, key: &[&'static str], columns: Vec<ColumnDef>) -> TableCreateStatement {
    let mut table = Table::create();
    table.table(Alias::new(name));
    for mut column in columns {
        table.col(&mut column);
    }
    let mut primary = Index::create();
    for column in key {
        primary.col(Alias::new(*column));
    }
    table.primary_key(&mut primary);
    table
}
