//! Effective yearly rates (TEA): (1 + rate)^(days ÷ base) − 1, in whole numbers far more exact than the rounding of an amount
//! (spec §2).

use num_bigint::BigInt;

use super::interest::Factor;
use super::rate::WHOLE_PPM;

/// Decimal digits after the point while a power is worked out.
const DIGITS: u32 = 90;
/// A factor keeps up to this many significant digits.
const KEPT: u32 = 37;
/// How often the exponent is halved before the series. The result is squared as often after it.
const HALVINGS: u32 = 12;

/// The factor of `days` at an effective yearly rate; `base` days make a year.
pub fn factor(rate_ppm: i64, days: i64, base: i64) -> Factor {
    if rate_ppm <= 0 || days <= 0 {
        return Factor { num: 0, den: 1 };
    }
    let one = BigInt::from(10).pow(DIGITS);
    let exponent = ln_one_plus(rate_ppm, &one) * days / base;
    let grown = exp(&exponent, &one) - &one;
    // Keeps as many digits as fit. A factor too large for that is beyond any amount.
    (0..=KEPT)
        .rev()
        .find_map(|digits| {
            let den = BigInt::from(10).pow(digits);
            let scaled: BigInt = (&grown * &den * 2 + &one) / (&one * 2);
            let num = i128::try_from(scaled).ok().filter(|num| *num < 10_i128.pow(KEPT))?;
            Some(Factor { num, den: 10_i128.pow(digits) })
        })
        .unwrap_or(Factor { num: 10_i128.pow(KEPT), den: 1 })
}

/// ln(1 + rate) = 2·atanh(rate ÷ (2 + rate)), scaled by `one`.
fn ln_one_plus(rate_ppm: i64, one: &BigInt) -> BigInt {
    let z: BigInt = one * rate_ppm / (2 * WHOLE_PPM + rate_ppm);
    let square: BigInt = &z * &z / one;
    let (mut power, mut sum, mut k) = (z.clone(), z, 1_u32);
    loop {
        power = power * &square / one;
        k += 2;
        let term: BigInt = &power / k;
        if term == BigInt::ZERO {
            return sum * 2;
        }
        sum += term;
    }
}

/// e^x for x ≥ 0, scaled by `one`.
fn exp(x: &BigInt, one: &BigInt) -> BigInt {
    let small: BigInt = x >> HALVINGS;
    let (mut term, mut sum, mut k) = (one.clone(), one.clone(), 1_u32);
    loop {
        term = term * &small / one / k;
        if term == BigInt::ZERO {
            break;
        }
        sum += &term;
        k += 1;
    }
    for _ in 0..HALVINGS {
        sum = &sum * &sum / one;
    }
    sum
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_whole_year_gives_the_rate_itself() {
        for ppm in [1, 15_000, 240_000, 1_000_000, 10_000_000] {
            let year = factor(ppm, 360, 360);
            let exact = BigInt::from(ppm) * year.den;
            let off = BigInt::from(year.num) * WHOLE_PPM - exact;
            // The difference is within the last digit kept.
            assert!(off.magnitude() <= BigInt::from(WHOLE_PPM).magnitude(), "{ppm}: {year:?}");
        }
    }

    #[test]
    fn a_month_compounds_to_a_year() {
        let month = factor(240_000, 30, 360);
        let (num, den) = (BigInt::from(month.num) + month.den, BigInt::from(month.den));
        let year: BigInt = num.pow(12) * 10_u64.pow(15) / den.pow(12);
        let near: BigInt = year - 1_240_000_000_000_000_i64;
        assert!(near.magnitude() <= BigInt::from(1).magnitude(), "{near}");
    }

    #[test]
    fn the_smallest_factor_keeps_its_digits_and_the_largest_stays_within_bounds() {
        let day = factor(1, 1, 365);
        assert!(day.num > 10_i128.pow(27), "{day:?}");
        assert_eq!(factor(10_000_000, 109_500, 360).on(1).unwrap_err().code, "amount-too-large");
        assert_eq!(factor(0, 30, 360).on(1_000), Ok(0));
    }
}
