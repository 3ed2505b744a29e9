//! The delivery sheet on paper: each member's quantities, room for what they received, and a line to sign.

use std::collections::HashMap;

use axum::extract::{Path, State};
use axum::http::Uri;
use axum::response::Response;

use crate::app::App;
use crate::domain::ids::{MemberId, PurchaseId};
use crate::domain::role::Action;
use crate::error::Error;
use crate::features::purchases::parts::{PurchasePage, name};
use crate::web::paper::{Column, Head, Paper, Row, Size, Table};
use crate::web::parts::asked::Asked;
use crate::web::signed_in::SignedIn;

/// # Errors
/// `not-found`, `forbidden`.
pub async fn show(State(app): State<App>, signed_in: SignedIn, Path(id): Path<PurchaseId>, uri: Uri) -> Result<Response, Error> {
    let seen = PurchasePage::for_action(&app, &signed_in, id, Action::SeeMembers).await?;
    let (reader, title) = (seen.reader, seen.reader.t("delivery-sheet"));
    let head = Head { association: seen.association.name.clone(), fund: seen.fund.name.clone(), title, day: seen.today, folios: false };
    let mut paper = Paper::new(reader, Size::asked(&Asked::of(&uri)), head);
    paper.say(&format!("{} · {} · {}", name(reader, &seen.held), seen.programme.name, seen.cycle), paper.soft());
    paper.space(4);
    let label = |key: &str| reader.t(key);
    paper.table(&Table {
        columns: vec![
            Column::figures(label("member-number-short")),
            Column::words(label("member-name-short"), 3),
            Column::words(label("product"), 3),
            Column::figures(label("ordered")),
            Column::figures(label("received-quantity")),
            Column::words(label("signature"), 4),
        ],
        rows: rows(&seen),
        tall: 30,
        ..Table::default()
    });
    paper.signs(&[label("signature-treasurer"), label("signature-supplier")]);
    paper.answer(&format!("{}-{}", label("file-sheet"), seen.held.row.number)).await
}

/// A row for each item that each member takes; the member's name is written once.
fn rows(seen: &PurchasePage) -> Vec<Row> {
    let (reader, held) = (seen.reader, &seen.held);
    let mut of_member: HashMap<MemberId, Vec<_>> = HashMap::new();
    for line in &held.lines {
        of_member.entry(line.member_id).or_default().push(line);
    }
    let mut rows = Vec::new();
    for member in &held.members {
        for (no, line) in of_member.get(&member.member_id).into_iter().flatten().enumerate() {
            let item = held.item(line.item_no);
            let (product, measure) =
                item.map_or_else(Default::default, |item| (format!("{} {}", item.product, item.variety), reader.of("measure", item.measure.code())));
            let first = |said: String| if no == 0 { said } else { String::new() };
            let handed = held.handed(line.item_no, line.member_id);
            rows.push(Row::from(vec![
                first(member.member_number.to_string()),
                first(seen.names.get(&member.member_id).cloned().unwrap_or_default()),
                product,
                format!("{} {measure}", reader.quantity(line.quantity)),
                if handed > 0 { reader.quantity(handed) } else { "______".to_owned() },
                String::new(),
            ]));
        }
    }
    rows
}
