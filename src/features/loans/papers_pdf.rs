//! The contract with its schedule, and the voucher, as PDF: A4 or half a letter sheet.

use axum::extract::{Path, State};
use axum::http::Uri;
use axum::response::Response;

use super::pages::name;
use super::papers_page::{Papers, papers, terms_facts};
use crate::app::App;
use crate::domain::ids::LoanId;
use crate::domain::refusal::Refusal;
use crate::error::Error;
use crate::web::paper::{Column, Head, Paper, Row, Size, Table};
use crate::web::parts::asked::Asked;
use crate::web::signed_in::SignedIn;

fn begun(of: &Papers, size: Size, title: String) -> Paper {
    let head = Head { association: of.association.name.clone(), fund: of.fund.name.clone(), title, day: of.today, folios: false };
    Paper::new(of.reader, size, head)
}

/// # Errors
/// `not-found`.
pub async fn contract(State(app): State<App>, signed_in: SignedIn, Path(id): Path<LoanId>, uri: Uri) -> Result<Response, Error> {
    let of = papers(&app, &signed_in, id).await?;
    let (reader, unit) = (of.reader, of.fund.unit);
    let title = reader.tf("contract-of", &[("loan", name(reader, &of.held.loan).into())]);
    let mut paper = begun(&of, Size::asked(&Asked::of(&uri)), title);
    paper.facts(&terms_facts(&of));
    paper.heading(&reader.t("loan-schedule"));
    let figures = |minor: i64| reader.figures(minor, unit);
    let row = |row: &crate::domain::schedule::Installment| {
        let figures = [row.principal, row.interest, row.principal + row.interest].map(figures);
        Row::from([row.no.to_string(), reader.short_date(row.due_on)].into_iter().chain(figures).collect::<Vec<_>>())
    };
    let principal: i64 = of.schedule.iter().map(|row| row.principal).sum();
    let interest: i64 = of.schedule.iter().map(|row| row.interest).sum();
    let total = [figures(principal), figures(interest), reader.money(principal + interest, unit)];
    paper.table(&Table {
        columns: vec![
            Column::figures(reader.t("installment-no")),
            Column::words(reader.t("due-on"), 1),
            Column::figures(reader.t("principal")),
            Column::figures(reader.t("interest")),
            Column::figures(reader.t("total")),
        ],
        rows: of.schedule.iter().map(row).collect(),
        sums: vec![[String::new(), reader.t("total")].into_iter().chain(total).collect()],
        ..Table::default()
    });
    if !of.guarantors.is_empty() {
        paper.say(&format!("{} {}.", reader.t("contract-guarantors"), of.guarantors.join("; ")), paper.plain());
    }
    paper.say(&reader.t("contract-words"), paper.plain());
    let signs: Vec<String> = [of.member.name.clone(), reader.t("contract-for-fund")].into_iter().chain(of.guarantors.iter().cloned()).collect();
    paper.signs(&signs);
    paper.answer(&format!("{}-{}", reader.t("file-contract"), of.held.loan.number)).await
}

/// The voucher of the disbursement, with room for the recipient's signature.
///
/// # Errors
/// `not-found`, `loan-not-disbursed`.
pub async fn voucher(State(app): State<App>, signed_in: SignedIn, Path(id): Path<LoanId>, uri: Uri) -> Result<Response, Error> {
    let of = papers(&app, &signed_in, id).await?;
    if !of.held.status().lent() {
        return Err(Refusal::conflict("loan-not-disbursed").into());
    }
    let (reader, unit, loan) = (of.reader, of.fund.unit, &of.held.loan);
    let size = Size::half_or_asked(&Asked::of(&uri));
    let mut paper = begun(&of, size, reader.tf("voucher-of", &[("loan", name(reader, loan).into())]));
    paper.amount(None, loan.principal_minor, unit);
    let document = of.member.document.iter().cloned();
    let who = std::iter::once(of.member.name.clone()).chain(document).collect::<Vec<_>>().join(" · ");
    let mut facts = vec![
        (reader.t("voucher-received-by"), who),
        (reader.t("disbursed-on"), reader.date(loan.disbursed_on)),
        (reader.t("payment-method"), reader.of("payment-method", loan.payment_method.code())),
    ];
    if !loan.purpose.is_empty() {
        facts.push((reader.t("loan-purpose"), loan.purpose.clone()));
    }
    paper.facts(&facts);
    paper.signs(&[of.member.name.clone(), reader.t("contract-for-fund")]);
    paper.answer(&format!("{}-{}", reader.t("file-voucher"), loan.number)).await
}
