//! A share-out on paper: the list that everybody signs, and a voucher of half a sheet for each member.

use axum::extract::{Path, State};
use axum::http::Uri;
use axum::response::Response;

use super::share_pages::decided_lines;
use super::{Share, ShareOut, see_share_out, store};
use crate::app::App;
use crate::domain::amount::Unit;
use crate::domain::ids::ShareOutId;
use crate::domain::role::Action;
use crate::error::Error;
use crate::features::members::{self, Member};
use crate::web::paper::{Colour, Column, Head, Paper, Row, Size, Table};
use crate::web::parts::asked::Asked;
use crate::web::signed_in::SignedIn;
use crate::web::text::Reader;

/// What the papers of one share-out are made of.
struct Paid {
    row: ShareOut,
    /// In order of the members' numbers.
    shares: Vec<(Member, Share)>,
    reader: Reader,
    unit: Unit,
    cycle: String,
    head: Head,
}

async fn read(app: &App, signed_in: &SignedIn, id: ShareOutId) -> Result<Paid, Error> {
    let (row, seen) = see_share_out(app, &signed_in.0, id, Action::SeeMembers).await?;
    let reader = signed_in.reader().in_country(&seen.association.country).counting(seen.fund.unit);
    let own = store::shares(app.db.read(), id).await?;
    let mut people = members::by_ids(app.db.read(), own.iter().map(|share| share.member_id).collect()).await?;
    let mut shares: Vec<_> = own.into_iter().filter_map(|share| Some((people.remove(&share.member_id)?, share))).collect();
    shares.sort_by_key(|(member, _)| member.number);
    let day = app.clock.today(&seen.association.time_zone);
    let (association, fund) = (seen.association.name, seen.fund.name);
    let head = Head { association, fund, title: reader.t("share-out"), day, folios: false };
    Ok(Paid { row, shares, reader, unit: seen.fund.unit, cycle: seen.cycle.name, head })
}

/// The list with a line to sign for each.
///
/// # Errors
/// `not-found`, `forbidden`.
pub async fn list(State(app): State<App>, signed_in: SignedIn, Path(id): Path<ShareOutId>, uri: Uri) -> Result<Response, Error> {
    let Paid { row, shares, reader, unit, cycle, head } = read(&app, &signed_in, id).await?;
    let mut paper = Paper::new(reader, Size::asked(&Asked::of(&uri)), head);
    undone(&mut paper, reader, &row);
    let mut facts = vec![(reader.t("cycle"), cycle)];
    facts.extend(decided_lines(reader, unit, &row));
    paper.facts(&facts);
    let state = |share: &Share| match share.paid_on {
        Some(on) => reader.tf("share-paid-on", &[("day", reader.date(on).into())]),
        None => reader.t("share-as-credit"),
    };
    let total: i64 = shares.iter().map(|(_, share)| share.amount_minor).sum();
    let cells = |(member, share): &(Member, Share)| {
        Row::from(vec![member.number.to_string(), member.name.clone(), reader.figures(share.amount_minor, unit), state(share), String::new()])
    };
    paper.table(&Table {
        columns: vec![
            Column::figures(reader.t("member-number-short")),
            Column::words(reader.t("member-name"), 3),
            Column::figures(unit.symbol().to_owned()),
            Column::words(reader.t("list-state"), 2),
            Column::words(reader.t("signature"), 3),
        ],
        rows: shares.iter().map(cells).collect(),
        sums: vec![vec![String::new(), reader.t("total"), reader.figures(total, unit), String::new(), String::new()]],
        tall: 24,
        room: 70,
        ..Table::default()
    });
    paper.signs(&["office-president", "office-treasurer", "office-auditor"].map(|office| reader.t(office)));
    paper.answer(&format!("{}-{}", reader.t("file-share-out"), row.decided_on)).await
}

/// A voucher for each member, each on its own half sheet.
///
/// # Errors
/// `not-found`, `forbidden`.
pub async fn vouchers(State(app): State<App>, signed_in: SignedIn, Path(id): Path<ShareOutId>) -> Result<Response, Error> {
    let Paid { row, shares, reader, unit, cycle, head } = read(&app, &signed_in, id).await?;
    let title = reader.t("share-voucher");
    let mut paper = Paper::bare(reader, Size::Half, Head { title: title.clone(), ..head });
    for (place, (member, share)) in shares.iter().enumerate() {
        if place > 0 {
            paper.new_page();
        }
        paper.title(&title);
        undone(&mut paper, reader, &row);
        paper.amount(None, share.amount_minor, unit);
        // What is not paid yet is dated by hand when it is handed over.
        let paid = share.paid_on.map_or_else(|| "____ / ____ / ________".to_owned(), |on| reader.date(on));
        let mut facts = vec![
            (reader.t("voucher-paid-to"), format!("{} · {}", member.number, member.name)),
            (reader.t("voucher-for"), reader.tf("share-voucher-for", &[("cycle", (&cycle).into()), ("acta", (&row.acta).into())])),
            (reader.t("share-basis"), reader.of("share-basis", row.basis.code())),
            (reader.t("date"), paid),
        ];
        if let Some(method) = share.payment_method {
            facts.push((reader.t("payment-method"), reader.of("payment-method", method.code())));
        }
        paper.facts(&facts);
        paper.signs(&[format!("{}: {}", reader.t("signs-receives"), member.name), reader.t("signs-gives")]);
    }
    paper.answer(&format!("{}-{}", reader.t("file-share-vouchers"), row.decided_on)).await
}

fn undone(paper: &mut Paper, reader: Reader, row: &ShareOut) {
    if row.reversed_at.is_some() {
        let why = format!("{}: {}", reader.t("reversed"), row.reversal_reason.as_deref().unwrap_or_default());
        paper.say(&why, paper.large(12, Colour::Cochineal));
    }
}
