//! Splitting an amount so that the parts always sum to it: largest remainder (spec §2.1).

use super::refusal::Refusal;

/// Splits `total_minor` by `weights`: each part is floored, and the minor units left over go one each to the
/// largest fractional remainders, ties in the order the weights are listed.
///
/// # Errors
/// `split-negative` for a negative total or weight; `split-no-weight` for no weight or weights that sum to 0.
pub fn split(total_minor: i64, weights: &[i64]) -> Result<Vec<i64>, Refusal> {
    if total_minor < 0 || weights.iter().any(|weight| *weight < 0) {
        return Err(Refusal::invalid("weights", "split-negative"));
    }
    let sum: i128 = weights.iter().map(|weight| i128::from(*weight)).sum();
    if sum == 0 {
        return Err(Refusal::invalid("weights", "split-no-weight"));
    }
    let total = i128::from(total_minor);
    let mut parts = Vec::with_capacity(weights.len());
    let mut remainders = Vec::with_capacity(weights.len());
    for (i, weight) in weights.iter().enumerate() {
        let exact = total * i128::from(*weight);
        // A share of a total that fits i64 fits i64 too.
        parts.push(i64::try_from(exact / sum).unwrap_or(i64::MAX));
        remainders.push((std::cmp::Reverse(exact % sum), i));
    }
    remainders.sort_unstable();
    let left = total - parts.iter().map(|part| i128::from(*part)).sum::<i128>();
    for (_, i) in remainders.into_iter().take(usize::try_from(left).unwrap_or(0)) {
        parts[i] += 1;
    }
    Ok(parts)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_first_named_takes_the_odd_minor_unit() {
        assert_eq!(split(10_001, &[50, 50]), Ok(vec![5_001, 5_000]));
    }

    #[test]
    fn nothing_is_split_over_nothing() {
        assert_eq!(split(1, &[]).unwrap_err().code, "split-no-weight");
        assert_eq!(split(1, &[0, 0]).unwrap_err().code, "split-no-weight");
        assert_eq!(split(-1, &[1]).unwrap_err().code, "split-negative");
        assert_eq!(split(1, &[2, -1]).unwrap_err().code, "split-negative");
    }
}
