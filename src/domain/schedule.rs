//! Schedules: terms → installments, exactly, by the five methods of spec §3.

use chrono::NaiveDate;
use num_bigint::BigInt;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::amount::{MAX_MINOR, positive, round_half_away};
use super::calendar::{self, Period};
use super::codes::codes;
use super::interest::{DayCount, Factor, bounded, of_days, of_months};
use super::rate::{Per, Rate};
use super::refusal::{Fact, Refusal};

/// The most installments of a loan. The limit keeps a typing slip from costing minutes.
pub const MAX_INSTALLMENTS: u32 = 600;
/// The most months or weeks from one installment to the next.
pub const MAX_EVERY: u32 = 120;

codes! {
    pub enum Method {
        /// One installment: all at harvest.
        Bullet = "bullet",
        EqualPrincipal = "equal_principal",
        EqualInstallment = "equal_installment",
        /// Interest on the whole principal for the whole time, spread evenly.
        Flat = "flat",
        /// Dates and principal as agreed.
        Custom = "custom",
    }
}

/// One agreed part of a `custom` loan.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Agreed {
    pub due_on: NaiveDate,
    /// Minor units.
    pub principal: i64,
}

/// The terms of a loan. Amounts in minor units, rates in ppm; the same JSON as in the published vectors.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Terms {
    pub method: Method,
    pub principal: i64,
    pub disbursed_on: NaiveDate,
    pub installments: u32,
    pub first_due_on: NaiveDate,
    pub every: u32,
    pub unit: Period,
    pub rate_ppm: i64,
    pub rate_per: Per,
    pub day_count: DayCount,
    #[serde(default)]
    pub grace_principal: u32,
    #[serde(default)]
    pub grace_interest: u32,
    /// The multiple, in minor units, that every total but the last is rounded to; 0 and 1 round nothing.
    pub rounding_step: i64,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub custom: Vec<Agreed>,
}

/// An installment's principal and interest. Minor units.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[schema(as = PlannedInstallment)]
pub struct Installment {
    pub no: u32,
    pub due_on: NaiveDate,
    pub principal: i64,
    pub interest: i64,
}

impl Terms {
    fn rate(&self) -> Rate {
        Rate { ppm: self.rate_ppm, per: self.rate_per }
    }

    fn step(&self) -> i64 {
        self.rounding_step.max(1)
    }

    /// The dates on which installments fall due.
    pub fn due_dates(&self) -> Vec<NaiveDate> {
        match self.method {
            Method::Custom => self.custom.iter().map(|agreed| agreed.due_on).collect(),
            _ => (0..self.installments).map(|k| calendar::stepped(self.first_due_on, self.unit, self.every, k)).collect(),
        }
    }

    /// The interest factor of each period up to its due date.
    fn factors(&self, due_dates: &[NaiveDate]) -> Vec<Factor> {
        let mut from = self.disbursed_on;
        let mut factors = Vec::with_capacity(due_dates.len());
        for (k, due_on) in due_dates.iter().enumerate() {
            let monthly = self.unit == Period::Month && self.method != Method::Custom;
            let months = match (monthly && self.day_count == DayCount::Thirty360, k) {
                (true, 0) => calendar::whole_months(from, *due_on),
                (true, _) => Some(self.every),
                (false, _) => None,
            };
            factors.push(match months {
                Some(months) => of_months(self.rate(), months),
                None => self.factor_of_days(from, *due_on),
            });
            from = *due_on;
        }
        factors
    }

    /// The factor of any span of days, such as a part of a period.
    pub fn factor_of_days(&self, from: NaiveDate, to: NaiveDate) -> Factor {
        of_days(self.rate(), self.day_count, from, to)
    }

    /// # Errors
    /// A refusal at the field that is not valid.
    fn check(&self) -> Result<(), Refusal> {
        positive(self.principal).map_err(|refusal| refusal.at("principal"))?;
        self.rate().checked()?;
        for date in [self.disbursed_on, self.first_due_on].into_iter().chain(self.custom.iter().map(|agreed| agreed.due_on)) {
            calendar::plausible(date)?;
        }
        let invalid = |field, code| Err(Refusal::invalid(field, code));
        if self.method == Method::Bullet && self.installments != 1 {
            return invalid("installments", "bullet-has-one-installment");
        }
        if !(1..=MAX_INSTALLMENTS).contains(&self.installments) {
            return Err(Refusal::invalid("installments", "installments-out-of-range").with("most", Fact::Number(i64::from(MAX_INSTALLMENTS))));
        }
        if !(1..=MAX_EVERY).contains(&self.every) {
            return invalid("every", "step-out-of-range");
        }
        if self.grace_principal >= self.installments || self.grace_interest >= self.installments {
            return invalid("grace", "grace-too-long");
        }
        if !(0..=MAX_MINOR).contains(&self.rounding_step) {
            return invalid("rounding_step", "rounding-step-out-of-range");
        }
        self.check_custom()
    }

    fn check_custom(&self) -> Result<(), Refusal> {
        let invalid = |code| Err(Refusal::invalid("custom", code));
        if self.method != Method::Custom {
            return if self.custom.is_empty() { Ok(()) } else { invalid("custom-only-for-custom") };
        }
        if self.custom.len() != self.installments as usize || self.custom.first().map(|agreed| agreed.due_on) != Some(self.first_due_on) {
            return invalid("custom-dates-differ");
        }
        if self.custom.iter().any(|agreed| agreed.principal < 0) {
            return invalid("custom-negative");
        }
        let sum: i128 = self.custom.iter().map(|agreed| i128::from(agreed.principal)).sum();
        if sum != i128::from(self.principal) {
            return invalid("custom-does-not-sum");
        }
        if self.custom.iter().take(self.grace_principal as usize).any(|agreed| agreed.principal > 0) {
            return invalid("custom-against-grace");
        }
        Ok(())
    }
}

/// Builds the schedule of a loan.
///
/// # Errors
/// A refusal when the terms are not valid: see [`Terms`] and the invariants of spec §3.
pub fn build(terms: &Terms) -> Result<Vec<Installment>, Refusal> {
    terms.check()?;
    let due_dates = terms.due_dates();
    if due_dates.first().is_some_and(|first| *first < terms.disbursed_on) {
        return Err(Refusal::invalid("first_due_on", "due-before-disbursement"));
    }
    if due_dates.windows(2).any(|pair| pair[0] >= pair[1]) || due_dates.last().is_some_and(|last| calendar::plausible(*last).is_err()) {
        return Err(Refusal::invalid("first_due_on", "due-dates-not-in-order"));
    }
    let factors = terms.factors(&due_dates);
    let parts = match terms.method {
        Method::Custom => agreed_parts(terms, &factors)?,
        Method::Flat => flat_parts(terms, &factors)?,
        Method::EqualInstallment if terms.rate_ppm > 0 => equal_installment_parts(terms, &factors)?,
        Method::Bullet | Method::EqualPrincipal | Method::EqualInstallment => equal_principal_parts(terms, &factors)?,
    };
    let mut installments: Vec<Installment> = due_dates
        .iter()
        .zip(parts)
        .zip(1..)
        .map(|((due_on, part), no)| Installment { no, due_on: *due_on, principal: part.principal, interest: part.interest })
        .collect();
    defer_interest(&mut installments, terms.grace_interest as usize)?;
    Ok(installments)
}

#[derive(Clone, Copy)]
struct Part {
    principal: i64,
    interest: i64,
}

fn agreed_parts(terms: &Terms, factors: &[Factor]) -> Result<Vec<Part>, Refusal> {
    let mut balance = terms.principal;
    let mut parts = Vec::with_capacity(factors.len());
    for (agreed, factor) in terms.custom.iter().zip(factors) {
        parts.push(Part { principal: agreed.principal, interest: factor.on(balance)? });
        balance -= agreed.principal;
    }
    Ok(parts)
}

fn equal_principal_parts(terms: &Terms, factors: &[Factor]) -> Result<Vec<Part>, Refusal> {
    let each = even_principal(terms);
    walk(terms, factors, |balance, k| {
        let interest = factors[k].on(balance)?;
        Ok((interest, nearest(i128::from(each) + i128::from(interest), 1, terms.step())?))
    })
}

fn flat_parts(terms: &Terms, factors: &[Factor]) -> Result<Vec<Part>, Refusal> {
    let total = sum_of(factors).on_big(terms.principal)?;
    let each_interest = bounded(round_half_away(i128::from(total), factors.len() as i128))?;
    let each = even_principal(terms);
    let last = factors.len() - 1;
    let mut left = total;
    walk(terms, factors, |_, k| {
        let interest = if k == last { left } else { each_interest.min(left) };
        left -= interest;
        Ok((interest, nearest(i128::from(each) + i128::from(interest), 1, terms.step())?))
    })
}

fn equal_installment_parts(terms: &Terms, factors: &[Factor]) -> Result<Vec<Part>, Refusal> {
    let after_grace = factors.get(terms.grace_principal as usize..).unwrap_or_default();
    let total = exact_installment(terms.principal, after_grace, terms.step())?;
    walk(terms, factors, |balance, k| Ok((factors[k].on(balance)?, total)))
}

/// Goes through the periods. `ask` gives each period's interest and rounded total. The principal part absorbs the rounding,
/// never exceeds the balance and is never negative; the last installment takes the rest.
fn walk(terms: &Terms, factors: &[Factor], mut ask: impl FnMut(i64, usize) -> Result<(i64, i64), Refusal>) -> Result<Vec<Part>, Refusal> {
    let last = factors.len() - 1;
    let mut balance = terms.principal;
    let mut parts = Vec::with_capacity(factors.len());
    for k in 0..factors.len() {
        let (interest, total) = ask(balance, k)?;
        let principal = if k == last {
            balance
        } else if k < terms.grace_principal as usize {
            0
        } else {
            (total - interest).clamp(0, balance)
        };
        balance -= principal;
        parts.push(Part { principal, interest });
    }
    Ok(parts)
}

/// P / (n − g), rounded to the minor unit.
fn even_principal(terms: &Terms) -> i64 {
    let n = i128::from(terms.installments - terms.grace_principal);
    // The result is at most the principal itself, which fits.
    i64::try_from(round_half_away(i128::from(terms.principal), n)).unwrap_or(terms.principal)
}

/// `num / den` rounded once, straight to the nearest multiple of `step`.
fn nearest(num: i128, den: i128, step: i64) -> Result<i64, Refusal> {
    bounded(round_half_away(num, den * i128::from(step)) * i128::from(step))
}

/// A = P / Σₖ Πⱼ≤ₖ 1/(1+rⱼ) in exact arithmetic, rounded once to the step.
///
/// With 1 + rⱼ = Nⱼ/Dⱼ the sum is Σₖ (Πⱼ≤ₖ Dⱼ · Πⱼ>ₖ Nⱼ) / ΠN, built from the last period backwards.
fn exact_installment(principal: i64, factors: &[Factor], step: i64) -> Result<i64, Refusal> {
    let mut tail_growth = BigInt::from(1);
    let mut discounted = BigInt::from(0);
    for factor in factors.iter().rev() {
        let divisor = gcd(factor.num, factor.den);
        discounted = (&tail_growth + &discounted) * (factor.den / divisor);
        tail_growth *= (BigInt::from(factor.num) + factor.den) / divisor;
    }
    let num: BigInt = tail_growth * principal;
    let den: BigInt = discounted * step;
    let multiples: BigInt = (num * 2 + &den) / (den * 2);
    let multiples = i128::try_from(multiples).map_err(|_| Refusal::invalid("amount", "amount-too-large"))?;
    bounded(multiples.saturating_mul(i128::from(step)))
}

fn gcd(a: i128, b: i128) -> i128 {
    if b == 0 { a.max(1) } else { gcd(b, a % b) }
}

/// A sum of factors over many periods: it can be too large for `i128`.
struct Sum {
    num: BigInt,
    den: BigInt,
}

impl Sum {
    fn on_big(&self, principal: i64) -> Result<i64, Refusal> {
        let num: BigInt = &self.num * principal * 2 + &self.den;
        let rounded: BigInt = num / (&self.den * 2);
        i128::try_from(rounded).map_err(|_| Refusal::invalid("amount", "amount-too-large")).and_then(bounded)
    }
}

fn sum_of(factors: &[Factor]) -> Sum {
    let mut sum = Sum { num: BigInt::from(0), den: BigInt::from(1) };
    for factor in factors {
        if sum.den == BigInt::from(factor.den) {
            sum.num += factor.num;
        } else {
            sum.num = sum.num * factor.den + &sum.den * factor.num;
            sum.den *= factor.den;
        }
    }
    sum
}

/// Moves the interest of the first `g` installments to installment g + 1: deferred, never capitalised.
fn defer_interest(installments: &mut [Installment], g: usize) -> Result<(), Refusal> {
    let (early, later) = installments.split_at_mut(g);
    let deferred: i128 = early.iter().map(|installment| i128::from(installment.interest)).sum();
    for installment in early {
        installment.interest = 0;
    }
    if let Some(first) = later.first_mut() {
        first.interest = bounded(i128::from(first.interest) + deferred)?;
    }
    Ok(())
}
