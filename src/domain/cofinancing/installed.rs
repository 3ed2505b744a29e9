//! Compares the hectares counted in the field with the plan, and with what the seed could sow at most.

use super::Measure;

/// The most hectares that one kilo of seed can sow.
const HECTARES_A_KILO: i64 = 10;
/// The most hectares of a line whose measure sets no limit, in thousandths.
pub const MOST: i64 = 1_000_000_000;

/// How a count of hectares compares with the plan.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum HectareCount {
    Planned,
    /// More than planned: accepted with a reason.
    BeyondPlan,
    /// More than the seed could sow: a typing slip. Holds the most, in thousandths.
    Absurd(i64),
}

/// Compares a count with the plan. All in thousandths: hectares, and the quantity of the line in its measure.
pub fn hectare_count(counted: i64, planned: i64, measure: Measure, quantity: i64) -> HectareCount {
    let covers = if measure == Measure::Kilo { quantity.saturating_mul(HECTARES_A_KILO) } else { MOST };
    let most = covers.max(planned).min(MOST);
    match counted {
        counted if counted > most || counted < 0 => HectareCount::Absurd(most),
        counted if counted > planned => HectareCount::BeyondPlan,
        _ => HectareCount::Planned,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn more_than_planned_may_be_but_not_more_than_the_seed_covers() {
        let count = |counted, quantity| hectare_count(counted, 350, Measure::Kilo, quantity);
        assert_eq!(count(350, 7_000), HectareCount::Planned);
        assert_eq!(count(351, 7_000), HectareCount::BeyondPlan);
        assert_eq!(count(300_000, 30_000), HectareCount::BeyondPlan);
        assert_eq!(count(300_000, 7_000), HectareCount::Absurd(70_000));
        assert_eq!(count(300, 0), HectareCount::Planned, "a plan is never absurd itself");
        assert_eq!(hectare_count(300_000, 350, Measure::Piece, 1), HectareCount::BeyondPlan);
        assert_eq!(count(-1, 7_000), HectareCount::Absurd(70_000));
    }
}
