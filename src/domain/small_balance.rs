//! Small balances: what is left of a loan and is too little to be asked for, so that the committee may forgive it.

use super::replay::Position;

/// What is left of one installment. Minor units.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Rest {
    pub no: u32,
    pub unpaid: i64,
}

/// The small balances of a loan: all that is left where the whole debt is below `below`; otherwise the installments that
/// are due and of which less than that is left.
pub fn small_balances(position: &Position, below: i64) -> Vec<Rest> {
    let whole = position.unpaid() < below;
    let small = position.installments.iter().filter(|installment| whole || installment.due_on <= position.as_of);
    small.map(|installment| Rest { no: installment.no, unpaid: installment.unpaid() }).filter(|rest| (1..below).contains(&rest.unpaid)).collect()
}
