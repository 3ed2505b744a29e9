//! By chance: two loans that guarantors answer for are paid by whoever, called, relieved, waived, lost, taken over and put right
//! in any order of days, and what is in members' favour is used; after each the books hold, and what was refused did nothing.

use chrono::Days;
use muyu::domain::credit_rules::CreditRules;
use muyu::domain::ids::LoanId;
use muyu::domain::loan::PaymentMethod;
use muyu::domain::relief::{Postponement, Relief, ReliefKind};
use muyu::error::Error;
use muyu::features::corrections::Order;
use muyu::features::credits::use_credit::{self, NewRefund, NewUse};
use muyu::features::credits::{self, put_right as credit_right};
use muyu::features::delay::call::{self, NewCall};
use muyu::features::delay::claims::{self, NewClaimPayment};
use muyu::features::delay::take_over::{NewDebtor, take_over};
use muyu::features::repayments::{self, Payer, put_right};
use muyu::features::solidarity::guarantees::Named;
use muyu::features::waivers::waive::{NewWaiver, waive};
use muyu::features::write_offs::write_off::{NewWriteOff, write_off};
use muyu::features::{loans, small_balances};

use crate::support::World;
use crate::support::world::{Place, day, key, monthly, payment};

const TODAY: &str = "2026-09-01";

struct Chance {
    world: World,
    place: Place,
    loans: Vec<LoanId>,
    state: u64,
    /// What was done, for whoever reads why it failed.
    told: Vec<String>,
    done: [u32; 15],
}

fn ordered<T>(what: T) -> Order<T> {
    Order::new(what, "se anotó mal".parse().unwrap())
}

impl Chance {
    fn below(&mut self, below: u64) -> u64 {
        self.state = self.state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (self.state >> 33) % below
    }

    fn pick(&mut self, of: usize) -> usize {
        usize::try_from(self.below(of as u64)).unwrap()
    }

    fn minor(&mut self, most: u64) -> i64 {
        i64::try_from(1 + self.below(most)).unwrap()
    }

    fn on(&mut self) -> String {
        (day("2026-01-10") + Days::new(self.below(234))).to_string()
    }

    async fn pay(&mut self, loan: LoanId, on: &str) -> Result<(), Error> {
        let (amount, payer) = (self.minor(40_000), self.pick(4));
        let new = repayments::NewRepayment { as_credit: true, ..payment(loan, on, amount) };
        let payer = self.place.members.get(payer).map(|member| Payer { member: Some(*member), name: Default::default() });
        repayments::record::record_of(&self.world.app, &self.world.by, key(), new, payer).await.map(|_| ())
    }

    /// A payment is reversed, or corrected: perhaps of the other loan, of another day or amount.
    async fn put_payment_right(&mut self, loan: LoanId, on: &str) -> Result<(), Error> {
        let standing: Vec<_> = self.world.held(loan).await.standing().cloned().collect();
        if standing.is_empty() {
            return Ok(());
        }
        let row = standing[self.pick(standing.len())].clone();
        let (app, by) = (self.world.app.clone(), self.world.by.clone());
        if self.below(2) == 0 {
            return put_right::reverse(&app, &by, key(), ordered(row.id)).await.map(|_| ());
        }
        let place = self.pick(self.loans.len());
        let other = self.loans[place];
        let right = repayments::NewRepayment { as_credit: true, ..payment(other, on, self.minor(40_000)) };
        put_right::correct(&app, &by, key(), ordered(put_right::Right { wrong: row.id, right })).await.map(|_| ())
    }

    async fn decide(&mut self, what: u64, loan: LoanId, on: &str) -> Result<(), Error> {
        let (app, by, acta) = (self.world.app.clone(), self.world.by.clone(), || "Acta 20".parse().unwrap());
        let decided_on = day(on);
        match what {
            2 => {
                let months = Postponement::Months(1 + u32::try_from(self.below(5)).unwrap());
                let kind = ReliefKind::Shift { by: months, interest_for_the_delay: self.below(2) == 0 };
                let relief = Relief { kind, waive_late_fees: self.below(2) == 0 };
                self.world.relieve(&self.place, on, relief, &[loan]).await.map(|_| ())
            }
            3 => waive(&app, &by, key(), NewWaiver { loan, acta: acta(), decided_on, amount_minor: self.minor(300) }).await.map(|_| ()),
            4 => {
                let lost_minor = self.world.held(loan).await.position(decided_on)?.receivable();
                write_off(&app, &by, key(), NewWriteOff { loan, acta: acta(), decided_on, lost_minor }).await.map(|_| ())
            }
            5 => {
                let place = self.pick(3);
                let to = self.place.members[place];
                take_over(&app, &by, key(), NewDebtor { loan, to, changed_on: decided_on, acta: acta(), cause: "falleció".parse().unwrap() })
                    .await
                    .map(|_| ())
            }
            6 => call::call(&app, &by, key(), NewCall { loan, called_on: decided_on, note: Default::default() }).await.map(|_| ()),
            7 => {
                let remitted: Vec<_> = self.world.held(loan).await.remitted().cloned().collect();
                let Some(row) = (!remitted.is_empty()).then(|| remitted[self.pick(remitted.len())].clone()) else { return Ok(()) };
                small_balances::reverse::reverse(&app, &by, key(), ordered(row.id)).await.map(|_| ())
            }
            8 => {
                let owed = self.world.held(loan).await.position(decided_on)?.unpaid();
                self.world.forgive(&self.place, on, &[(loan, owed)]).await.map(|_| ())
            }
            _ => {
                let right = loans::put_right::undo(&app, &by, key(), ordered(loan)).await;
                assert!(right.is_err() || self.world.held(loan).await.standing().next().is_none(), "nothing was paid of what is undone");
                if right.is_ok() {
                    let again = self.world.lend_by(&self.place, self.place.members[0], monthly(40_000, "2026-01-10", 3), true).await?;
                    self.loans.iter_mut().filter(|one| **one == loan).for_each(|one| *one = again);
                }
                right.map(|_| ())
            }
        }
    }

    /// What is in members' favour is given back, used, corrected and put back; what was paid for another is paid back.
    async fn favour(&mut self, what: u64, loan: LoanId, on: &str) -> Result<(), Error> {
        let (app, by) = (self.world.app.clone(), self.world.by.clone());
        let place = self.pick(3);
        let (fund, member) = (self.place.fund, self.place.members[place]);
        let amount_minor = self.minor(8_000);
        let given = |amount_minor| NewRefund {
            fund,
            member,
            amount_minor,
            refunded_on: day(on),
            payment_method: PaymentMethod::Cash,
            note: Default::default(),
        };
        let uses = credits::of_fund(app.db.read(), fund).await?;
        let one = (!uses.is_empty()).then(|| uses[self.pick(uses.len())].clone());
        match (what, one) {
            (10, _) => use_credit::refund(&app, &by, key(), given(amount_minor)).await.map(|_| ()),
            (11, _) => use_credit::pay(&app, &by, key(), NewUse { loan, amount_minor, paid_on: day(on) }).await.map(|_| ()),
            (12, Some(row)) => credit_right::undo(&app, &by, key(), ordered(row.id)).await.map(|_| ()),
            (13, Some(row)) => {
                let right = credit_right::Right { wrong: row.id, right: given(amount_minor) };
                credit_right::correct(&app, &by, key(), ordered(right)).await.map(|_| ())
            }
            _ => {
                let paid = self.world.held(loan).await.standing().find(|row| row.paid_by_member.is_some()).cloned();
                let Some(row) = paid else { return Ok(()) };
                let new = NewClaimPayment { repayment: row.id, amount_minor, paid_on: day(on), note: Default::default() };
                claims::pay_back(&app, &by, key(), new).await.map(|_| ())
            }
        }
    }

    async fn one(&mut self) {
        let what = self.below(18);
        let place = self.pick(self.loans.len());
        let loan = self.loans[place];
        let on = self.on();
        let before = self.head().await;
        let outcome = match what {
            0 | 15 | 16 => self.pay(loan, &on).await,
            1 | 17 => self.put_payment_right(loan, &on).await,
            2..=9 => self.decide(what, loan, &on).await,
            _ => self.favour(what, loan, &on).await,
        };
        self.told.push(format!("{what} {loan} {on} {:?}", outcome.as_ref().err().map(ToString::to_string)));
        match outcome {
            Ok(()) => self.done[usize::try_from(what.min(14)).unwrap()] += 1,
            Err(Error::Refused(_)) => assert_eq!(self.head().await, before, "what is refused does nothing: {:?}", self.told.last()),
            Err(fault) => panic!("{fault}: {:#?}", self.told),
        }
    }

    /// The newest entry's hash and how many rows there are of what entries do not tell.
    async fn head(&self) -> (Option<String>, usize, usize) {
        let fund = self.place.fund;
        let entries = muyu::db::journal::newest_of(self.world.app.db.read(), &[fund]).await.unwrap();
        let held = loans::of_fund(self.world.app.db.read(), fund, None).await.unwrap();
        let rows = held.iter().map(|held| held.repayments.len() + held.remissions.len() + held.installments.len()).sum();
        (entries.first().map(|entry| entry.hash.clone()), rows, credits::of_fund(self.world.app.db.read(), fund).await.unwrap().len())
    }
}

#[tokio::test]
async fn whatever_is_done_to_credit_in_any_order_the_books_hold() {
    let mut done = [0; 15];
    for seed in 1..5_u64 {
        let (world, place) = World::with_fund(TODAY).await;
        world.credit_rules(&place, CreditRules { call_after_days: 5, guarantee_circles: true, ..CreditRules::default() }).await;
        let mut loans = Vec::new();
        for member in 0..2 {
            let others = place.members.iter().copied().filter(|other| *other != place.members[member]).collect();
            let named = Named { guarantors: others, by_group: false };
            loans.push(world.lend_named(&place, place.members[member], monthly(60_000, "2026-01-10", 4), named).await.unwrap());
        }
        let mut chance = Chance { world, place, loans, state: seed, told: Vec::new(), done };
        for _ in 0..60 {
            chance.one().await;
            let fund = muyu::features::funds::find(chance.world.app.db.read(), chance.place.fund).await.unwrap();
            let found = muyu::features::ledger::verify::verify(chance.world.app.db.read(), fund).await.unwrap();
            assert!(found.findings.is_empty(), "{:?} after {:#?}", found.findings, chance.told);
        }
        done = chance.done;
    }
    assert!(done.iter().filter(|count| **count > 0).count() > 11, "most of it was done at least once: {done:?}");
}
