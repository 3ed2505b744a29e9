//! Writes a register in one transaction: the association and the fund, its people, then every entry in order of date, as if
//! each had been recorded on its day. A notebook has one box: all its money moves the cash account, and each repayment keeps
//! its payment method.

use std::collections::HashMap;
use std::sync::Arc;

use chrono::NaiveDate;
use sea_orm::ConnectionTrait;
use serde::{Serialize, Serializer};
use serde_json::json;
use uuid::Uuid;

use super::register::{LoanRow, Register, RepaymentRow};
use super::store::{self, Counts};
use super::{Progress, keys};
use crate::app::App;
use crate::clock::day_of;
use crate::db::command::{self, Command, Done, Step};
use crate::db::insert;
use crate::db::journal::{self, Book};
use crate::domain::actor::Actor;
use crate::domain::amount::{self, NumberStyle};
use crate::domain::capital::CapitalKind;
use crate::domain::cycle::farming_year;
use crate::domain::event::PaymentKind;
use crate::domain::expense::ExpenseStatus;
use crate::domain::ids::{AssociationId, CycleId, FundId, MemberId};
use crate::domain::ledger::{Account, Entry, Source, SourceKind, postings};
use crate::domain::loan::PaymentMethod;
use crate::domain::quality::Quality;
use crate::domain::refusal::{Fact, Refusal};
use crate::domain::role::Action;
use crate::domain::text::Note;
use crate::error::Error;
use crate::features::loans::{self, Loan, LoanAccount, LoanRows, decide, disburse};
use crate::features::repayments::{reapply, record};
use crate::features::{associations, capital, expenses, funds, members};

/// The purpose of a loan imported with its balance alone, in the notebook's words.
const OPENING: &str = "Saldo de apertura";

/// The request, as the audit record and a repeated key identify it.
#[derive(Clone)]
struct ImportRequest {
    register: Arc<Register>,
    known: Option<AssociationId>,
    progress: Progress,
}

impl Serialize for ImportRequest {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        self.register.sha256.serialize(serializer)
    }
}

/// # Errors
/// As [`super::import`].
pub async fn write(app: &App, by: &Actor, key: Uuid, register: Register, known: Option<AssociationId>, progress: Progress) -> Result<FundId, Error> {
    let allowed = if known.is_some() { Action::ImportRegister } else { Action::ManageAssociations };
    let input = ImportRequest { register: Arc::new(register), known, progress };
    let command = Command { name: "register.import", allowed, association: known, key, input };
    let id = command::run(&app.db, app.clock, by, command, |step, request| Box::pin(work(step, request))).await?;
    Ok(FundId(id))
}

async fn work(step: &Step<'_>, request: ImportRequest) -> Result<Done, Error> {
    let register = &*request.register;
    let total = register.rows() as u64;
    refuse_again(step.tx, register, request.known).await?;
    let association = match request.known {
        Some(id) => id,
        None => associations::create::add(step, register.association.clone()).await?,
    };
    let began_on = register.loans.iter().map(|loan| loan.terms.disbursed_on).chain(register.capital.iter().map(|row| row.on)).min();
    let effective_on = began_on.unwrap_or_else(|| step.clock.today(associations::time_zone(&register.association.country)));
    let new = funds::create::NewFund { association, name: register.fund_name.clone(), unit: register.unit, rules: register.rules, effective_on };
    let fund = funds::create::add(step, new).await?;
    let people = add_members(step, association, register).await?;
    let done = register.members.len() as u64;
    (request.progress)(done, total);

    let mut books = journal::open(step.tx, &[fund]).await?;
    let book = books.of(fund)?;
    let mut entries = money_in_and_out(step, association, fund, register, &people).await?;
    let cycles = cycles_of(step, association, fund, register).await?;
    let writing =
        Writing { step, fund, register, people: &people, cycles: &cycles, receipts: receipts_by_loan(book, register), entries: &mut entries };
    writing.loans(book, |rows| (request.progress)(done + rows, total)).await?;
    entries.sort_by_key(|(date, order, _)| (*date, *order));
    book.post_years(step.tx, entries.into_iter().map(|(_, _, entry)| entry), step.by.user_id, step.now).await?;
    journal::close(step.tx, books).await?;
    let counts = Counts { members: register.members.len(), loans: register.loans.len(), repayments: register.repayments.len() };
    store::insert(step, association, fund, register.sha256.clone(), register.file_name.clone(), &counts).await?;
    if let Some(answers) = &register.answers {
        store::keep_answers(step, association, answers.clone()).await?;
    }
    (request.progress)(total, total);
    let detail = json!({ "file": register.file_name, "members": counts.members, "loans": counts.loans, "repayments": counts.repayments });
    Ok(Done { id: fund.0, association: Some(association), detail })
}

/// Refuses a file that was imported already, and a fund whose name exists.
///
/// # Errors
/// `import-same-file`, `import-fund-exists`.
pub async fn refuse_again(db: &impl ConnectionTrait, register: &Register, known: Option<AssociationId>) -> Result<(), Error> {
    if let Some(earlier) = store::by_hash(db, &register.sha256).await? {
        let refusal = Refusal::conflict("import-same-file")
            .with("day", Fact::Date(day_of(earlier.imported_at, associations::time_zone(&register.association.country))))
            .with("members", Fact::Number(earlier.members))
            .with("loans", Fact::Number(earlier.loans))
            .with("repayments", Fact::Number(earlier.repayments));
        return Err(refusal.into());
    }
    let Some(association) = known else { return Ok(()) };
    let own = funds::of_association(db, association).await?;
    let called = super::keys::joined(&register.fund_name);
    if let Some(fund) = own.iter().find(|fund| super::keys::joined(&fund.name) == called) {
        let loans = loans::count(db, fund.id).await?;
        return Err(Refusal::conflict("import-fund-exists").with("name", Fact::Text(fund.name.clone())).with("loans", Fact::Number(loans)).into());
    }
    Ok(())
}

/// The members by number. Members whom the association already has are found by document, or by number and name.
async fn add_members(step: &Step<'_>, association: AssociationId, register: &Register) -> Result<HashMap<i64, MemberId>, Error> {
    let mut people = HashMap::new();
    let known = members::all(step.tx, association).await?;
    let mut new = Vec::new();
    for (number, person) in &register.members {
        let same = known.iter().find(|member| match (&member.document, &person.document) {
            (Some(a), Some(b)) => keys::document_key(a) == keys::document_key(b),
            // By the number assigned in the preview: the name may differ by a slip.
            _ => member.number == *number && keys::alike(&member.name, &person.name),
        });
        match same {
            Some(member) => {
                let lent = register.loans.iter().filter(|loan| loan.member == *number);
                if let Some(first) = lent.map(|loan| loan.terms.disbursed_on).min() {
                    members::check_belongs(member, first).or_else(|refusal| if refusal.code == "member-has-left" { Ok(()) } else { Err(refusal) })?;
                }
                people.insert(*number, member.id);
            }
            None if known.iter().any(|member| member.number == *number) => {
                return Err(Refusal::conflict("import-member-number").with("number", Fact::Number(*number)).into());
            }
            None => new.push((*number, person.clone())),
        }
    }
    let numbers: Vec<i64> = new.iter().map(|(number, _)| *number).collect();
    let ids = members::insert(step, association, new).await?;
    people.extend(numbers.into_iter().zip(ids));
    Ok(people)
}

/// An entry with its day and its order within the day: income comes before payments out.
type Dated = (NaiveDate, u8, Entry);

async fn money_in_and_out(
    step: &Step<'_>,
    association: AssociationId,
    fund: FundId,
    register: &Register,
    people: &HashMap<i64, MemberId>,
) -> Result<Vec<Dated>, Error> {
    let mut entries = Vec::with_capacity(register.rows());
    for row in &register.capital {
        let new = capital::record::NewCapital {
            member: row.member.and_then(|number| people.get(&number)).copied(),
            fund,
            kind: row.kind,
            source: row.source.clone(),
            amount_minor: row.amount_minor,
            happens_on: row.on,
            owed_back_on: None,
            payment_method: PaymentMethod::Cash,
        };
        let id = capital::insert(step, association, crate::domain::capital::CapitalStatus::Received, new).await?;
        let moved = postings::capital_received(row.kind, Account::Cash, row.amount_minor);
        // Surplus is capitalised after the day's receipts and expenses.
        let order = if row.kind == CapitalKind::Surplus { 4 } else { 0 };
        entries.push((row.on, order, Entry::new(row.on, capital::record::source(row.kind, id), row.source.to_string(), moved)?));
    }
    let paid = register.expenses.iter().map(|row| expenses::record::NewExpense {
        fund,
        concept: row.concept.clone(),
        amount_minor: row.amount_minor,
        happens_on: row.on,
        payment_method: PaymentMethod::Cash,
    });
    let ids = expenses::insert_all(step, association, ExpenseStatus::Paid, paid.collect()).await?;
    for (row, id) in register.expenses.iter().zip(ids) {
        let moved = postings::expense_paid(Account::Cash, row.amount_minor);
        entries.push((row.on, 3, Entry::new(row.on, Source { kind: SourceKind::Expense, id: id.0 }, row.concept.to_string(), moved)?));
    }
    Ok(entries)
}

/// The cycle of each farming year in which a loan was made.
async fn cycles_of(step: &Step<'_>, association: AssociationId, fund: FundId, register: &Register) -> Result<HashMap<NaiveDate, CycleId>, Error> {
    let mut cycles = HashMap::new();
    for loan in &register.loans {
        let start = farming_year(loan.terms.disbursed_on).starts_on;
        if let std::collections::hash_map::Entry::Vacant(vacant) = cycles.entry(start) {
            vacant.insert(funds::cycle_on(step, fund, association, loan.terms.disbursed_on).await?);
        }
    }
    Ok(cycles)
}

/// The repayments of each loan with their receipt numbers, in the notebook's order.
fn receipts_by_loan<'r>(book: &mut Book, register: &'r Register) -> HashMap<i64, Vec<(i64, &'r RepaymentRow)>> {
    let mut receipts: HashMap<i64, Vec<(i64, &RepaymentRow)>> = HashMap::new();
    for row in &register.repayments {
        receipts.entry(row.loan).or_default().push((book.take_receipt_no(), row));
    }
    receipts
}

struct Writing<'w, 't> {
    step: &'w Step<'t>,
    fund: FundId,
    register: &'w Register,
    people: &'w HashMap<i64, MemberId>,
    cycles: &'w HashMap<NaiveDate, CycleId>,
    receipts: HashMap<i64, Vec<(i64, &'w RepaymentRow)>>,
    entries: &'w mut Vec<Dated>,
}

impl Writing<'_, '_> {
    /// Writes the loans with all their repayments: a few rows are written while the next loans are worked out. Tells how many
    /// rows were worked out.
    async fn loans(mut self, book: &mut Book, progress: impl Fn(u64)) -> Result<(), Error> {
        let tx = self.step.tx;
        let (mut rows, mut count) = (loans::NewRows::default(), 0);
        let mut left = self.register.loans.iter();
        insert::each(tx, || {
            loop {
                let next = if rows.are_many() { None } else { left.next() };
                let Some(row) = next else { return rows.statement(tx) };
                let held = self.loan(book, row)?;
                count += 1 + held.repayments.len() as u64;
                rows.add(held.loan, LoanRows { installments: held.installments, repayments: held.repayments, remissions: Vec::new() });
                if rows.are_many() {
                    progress(count);
                }
            }
        })
        .await
    }

    fn loan(&mut self, book: &mut Book, row: &LoanRow) -> Result<LoanAccount, Error> {
        let step = self.step;
        let start = farming_year(row.terms.disbursed_on).starts_on;
        let cycle = self.cycles.get(&start).copied().ok_or_else(|| Error::fault("a loan has no cycle"))?;
        let member = self.people.get(&row.member).copied().ok_or_else(|| Error::fault("a loan has no member"))?;
        let new = decide::NewLoan {
            fund: self.fund,
            member,
            purpose: self.purpose(row),
            terms: row.terms.clone(),
            payment_method: PaymentMethod::Cash,
            handed_over: true,
            named: None,
        };
        let agreed = Loan { number: row.number, ..decide::agree(step, book, cycle, self.register.loan_rules(), new)? };
        book.loan_number_used(row.number);
        let (loan, installments, mut entry) = disburse::start(agreed, &row.terms, Account::Cash)?;
        if row.opening.is_some() {
            let moved = postings::loan_disbursed(Account::Cash, row.terms.principal);
            entry = Entry::new(row.terms.disbursed_on, Source { kind: SourceKind::Opening, id: loan.id.0 }, loan.purpose.clone(), moved)?;
        }
        self.entries.push((row.terms.disbursed_on, 2, entry));
        let mut held = LoanAccount::new(loan, self.register.unit, installments, Vec::new(), Vec::new())?;
        for (receipt_no, paid) in self.receipts.remove(&row.number).unwrap_or_default() {
            let new = record::NewRepayment {
                loan: held.loan.id,
                paid_on: paid.on,
                amount_minor: paid.amount_minor,
                kind: PaymentKind::Repayment,
                payment_method: paid.payment_method,
                as_credit: false,
                confirmed: true,
                note: paper_note(paid, receipt_no),
                quality: Quality::default(),
            };
            let added = record::row(step, &held, step.new_id(), receipt_no, Account::Cash, &new);
            held.repayments.push(added);
        }
        reapply::reapply(&mut held, None)?;
        for paid in &held.repayments {
            let moved = postings::repayment_received(Account::Cash, &reapply::effect_of(paid));
            let source = Source { kind: SourceKind::Repayment, id: paid.id.0 };
            self.entries.push((paid.paid_on, 1, Entry::new(paid.paid_on, source, paid.note.clone(), moved)?.with_receipt(paid.receipt_no)));
        }
        Ok(held)
    }
}

impl Writing<'_, '_> {
    /// A loan's purpose. That of a loan imported with its balance alone says so.
    fn purpose(&self, row: &LoanRow) -> Note {
        let Some(opening) = row.opening else { return row.purpose.clone() };
        let unit = self.register.unit;
        let lent = opening.lent_minor.map(|minor| amount::write(minor, unit, NumberStyle::of_country(&self.register.association.country)));
        let on = opening.lent_on.map(|day| day.format("%d/%m/%Y").to_string());
        let of = [lent, on].into_iter().flatten().collect::<Vec<_>>().join(", ");
        let first = if of.is_empty() { OPENING.to_owned() } else { format!("{OPENING} ({of})") };
        let told = [first, row.purpose.to_string()].into_iter().filter(|text| !text.is_empty()).collect::<Vec<_>>().join(" · ");
        Note::parse(&told).unwrap_or_else(|_| Note::kept(OPENING))
    }
}

/// The notebook's own receipt number, where it differs.
fn paper_note(paid: &RepaymentRow, receipt_no: i64) -> Note {
    paid.paper_no.clone().filter(|paper| **paper != receipt_no.to_string()).into()
}
