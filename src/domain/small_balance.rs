//! Small balances: the rest of a loan that is too little to be asked for, which the committee may forgive.

use super::replay::Position;

/// The rest of one installment. Minor units.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Rest {
    pub no: u32,
    pub unpaid: i64,
}

/// The small balances of a loan. Where the whole debt is below `below`, they are every rest; otherwise the rests below it of
/// installments already due.
pub fn small_balances(position: &Position, below: i64) -> Vec<Rest> {
    let whole = position.unpaid() < below;
    let small = position.installments.iter().filter(|installment| whole || installment.due_on <= position.as_of);
    small.map(|installment| Rest { no: installment.no, unpaid: installment.unpaid() }).filter(|rest| (1..below).contains(&rest.unpaid)).collect()
}
