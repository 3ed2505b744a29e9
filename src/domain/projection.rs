//! The fund's projection over coming cycles (spec §6.1).

use num_bigint::BigInt;
use serde::{Deserialize, Serialize};

use super::amount::MAX_MINOR;
use super::interest::bounded;
use super::rate::WHOLE_PPM;
use super::refusal::{Fact, Refusal};

/// More cycles than anybody plans.
const MAX_CYCLES: u32 = 100;
/// Rates between losing everything and growing elevenfold.
const MAX_PPM: i64 = 10 * WHOLE_PPM;

/// What a projection assumes. Minor units and ppm.
#[derive(Clone, Debug, Deserialize)]
pub struct Assumptions {
    /// What is available for the first cycle; may be below zero.
    pub opening: i64,
    pub cycles: u32,
    pub demand: i64,
    pub demand_growth_ppm: i64,
    pub recovery_ppm: i64,
    pub interest_per_cycle_ppm: i64,
    pub interest_kept_ppm: i64,
    /// The costs of each cycle.
    pub costs: i64,
    pub inflation_ppm: i64,
    /// Repayments of today's loans, by cycle; a cycle without a figure has 0.
    pub maturing: Vec<i64>,
    pub contributions: Vec<i64>,
}

/// One cycle. Minor units.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, utoipa::ToSchema)]
pub struct Row {
    pub cycle: u32,
    pub opening: i64,
    pub demand: i64,
    pub lent: i64,
    pub recovered: i64,
    pub interest: i64,
    pub maturing: i64,
    pub contributions: i64,
    pub costs: i64,
    pub closing: i64,
    /// The closing amount at today's prices.
    pub closing_real: i64,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Projection {
    pub rows: Vec<Row>,
    /// The first cycle that cannot lend all that is asked of it.
    pub first_short_cycle: Option<u32>,
}

impl Assumptions {
    /// # Errors
    /// `cycles-out-of-range`, `rate-out-of-range`, `share-out-of-range`, `amount-too-large`.
    pub fn project(&self) -> Result<Projection, Refusal> {
        self.check()?;
        let mut rows: Vec<Row> = Vec::with_capacity(self.cycles as usize);
        let (mut opening, mut demand) = (self.opening, self.demand);
        for cycle in 1..=self.cycles {
            let row = self.row(cycle, opening, demand)?;
            opening = row.closing;
            demand = share(demand, &[WHOLE_PPM + self.demand_growth_ppm])?;
            rows.push(row);
        }
        let short = rows.iter().find(|row| row.demand > row.opening).map(|row| row.cycle);
        Ok(Projection { rows, first_short_cycle: short })
    }

    fn row(&self, cycle: u32, opening: i64, demand: i64) -> Result<Row, Refusal> {
        let given = |list: &[i64]| list.get(cycle as usize - 1).copied().unwrap_or(0);
        let lent = opening.min(demand).max(0);
        let recovered = share(lent, &[self.recovery_ppm])?;
        let interest = share(lent, &[self.interest_per_cycle_ppm, self.recovery_ppm, self.interest_kept_ppm])?;
        let (maturing, contributions) = (given(&self.maturing), given(&self.contributions));
        let moved = [-lent, recovered, interest, maturing, contributions, -self.costs];
        let closing = bounded(moved.iter().map(|minor| i128::from(*minor)).sum::<i128>() + i128::from(opening))?;
        let closing_real = self.real(closing, cycle)?;
        Ok(Row { cycle, opening, demand, lent, recovered, interest, maturing, contributions, costs: self.costs, closing, closing_real })
    }

    /// closing ÷ (1 + inflation)^cycle, towards zero.
    fn real(&self, closing: i64, cycle: u32) -> Result<i64, Refusal> {
        let worth: BigInt = BigInt::from(closing) * BigInt::from(WHOLE_PPM).pow(cycle) / BigInt::from(WHOLE_PPM + self.inflation_ppm).pow(cycle);
        i128::try_from(worth).map_err(|_| Refusal::invalid("amount", "amount-too-large")).and_then(bounded)
    }

    fn check(&self) -> Result<(), Refusal> {
        if !(1..=MAX_CYCLES).contains(&self.cycles) {
            return Err(Refusal::invalid("cycles", "cycles-out-of-range").with("most", Fact::Number(i64::from(MAX_CYCLES))));
        }
        if [self.demand_growth_ppm, self.inflation_ppm].iter().any(|ppm| !(1 - WHOLE_PPM..=MAX_PPM).contains(ppm))
            || !(0..=MAX_PPM).contains(&self.interest_per_cycle_ppm)
        {
            return Err(Refusal::invalid("rate", "rate-out-of-range"));
        }
        if [self.recovery_ppm, self.interest_kept_ppm].iter().any(|ppm| !(0..=WHOLE_PPM).contains(ppm)) {
            return Err(Refusal::invalid("recovery", "share-out-of-range"));
        }
        let mut amounts = [self.opening, self.demand, self.costs].into_iter().chain(self.maturing.iter().chain(&self.contributions).copied());
        if self.demand < 0 || amounts.any(|minor| !(-MAX_MINOR..=MAX_MINOR).contains(&minor)) {
            return Err(Refusal::invalid("amount", "amount-too-large"));
        }
        Ok(())
    }
}

/// ⌊minor × each rate⌋, floored once.
fn share(minor: i64, rates_ppm: &[i64]) -> Result<i64, Refusal> {
    let (num, den) = rates_ppm.iter().fold((i128::from(minor), 1_i128), |(num, den), ppm| (num * i128::from(*ppm), den * i128::from(WHOLE_PPM)));
    bounded(num.div_euclid(den))
}
