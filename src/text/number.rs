//! Decimal numbers read exactly from their text: whether they are integral, which integer, and whether a
//! double can hold them. No float is made on the way.

/// A JSON number, taken apart. The text has to follow the JSON grammar.
#[derive(Clone, Copy, Debug)]
pub struct Decimal<'t> {
    negative: bool,
    whole: &'t str,
    fraction: &'t str,
    exponent: i64,
}

/// Exponents beyond this are treated alike; no double and no integer shape comes near.
const EXPONENT_CAP: i64 = 100_000_000;

impl<'t> Decimal<'t> {
    /// Takes a JSON number apart.
    pub fn of(text: &'t str) -> Self {
        let (negative, text) = text.strip_prefix('-').map_or((false, text), |rest| (true, rest));
        let (mantissa, exponent) = text.split_once(['e', 'E']).unwrap_or((text, "0"));
        let (whole, fraction) = mantissa.split_once('.').unwrap_or((mantissa, ""));
        Decimal { negative, whole, fraction, exponent: exponent_of(exponent) }
    }

    /// The integer, where the value is one; beyond the width of the type the nearest end of it.
    pub fn integer(&self) -> Option<i128> {
        let trailing = self.fraction.bytes().rev().take_while(|&b| b == b'0').count();
        let digits = || self.whole.bytes().chain(self.fraction.bytes().take(self.fraction.len() - trailing));
        if digits().all(|b| b == b'0') {
            return Some(0);
        }
        let mut shift = self.exponent - (self.fraction.len() - trailing) as i64;
        let mut zeros_to_drop = 0;
        if shift < 0 {
            let zeros = digits().collect::<Vec<_>>().iter().rev().take_while(|&&b| b == b'0').count() as i64;
            if zeros < -shift {
                return None;
            }
            zeros_to_drop = -shift as usize;
            shift = 0;
        }
        let count = digits().count() - zeros_to_drop;
        let mut value: i128 = 0;
        for digit in digits().take(count) {
            value = value.saturating_mul(10).saturating_add(i128::from(digit - b'0'));
        }
        for _ in 0..shift.min(40) {
            value = value.saturating_mul(10);
        }
        Some(if self.negative { value.saturating_neg() } else { value })
    }

    /// Whether a double holds it as a finite number.
    pub fn is_finite(&self) -> bool {
        // The digits of (MAX + 2^1024) / 2, from which on rounding leads to infinity.
        const MIDDLE: &str = "179769313486231580793728971405303415079934132710037826936173778980444968292764750946649";
        let mut digits = self.whole.bytes().chain(self.fraction.bytes()).skip_while(|&b| b == b'0').peekable();
        if digits.peek().is_none() {
            return true;
        }
        let whole = self.whole.trim_start_matches('0');
        let leading = if whole.is_empty() {
            -(self.fraction.bytes().take_while(|&b| b == b'0').count() as i64)
        } else {
            whole.len() as i64
        };
        // The value is 0.ddd × 10^magnitude.
        match (leading + self.exponent).cmp(&309) {
            std::cmp::Ordering::Less => true,
            std::cmp::Ordering::Greater => false,
            std::cmp::Ordering::Equal => digits.lt(MIDDLE.bytes()),
        }
    }

    /// Thousandths, cut off after the third fraction digit, where they fit.
    pub fn millis(&self) -> Option<i64> {
        // Whole seconds, as most times are written.
        if self.fraction.is_empty() && self.exponent == 0 && self.whole.len() <= 15 {
            let seconds = self.whole.bytes().fold(0, |n, b| n * 10 + i64::from(b.wrapping_sub(b'0')));
            return Some(if self.negative { -seconds * 1000 } else { seconds * 1000 });
        }
        let shifted = self.exponent + 3;
        let digits: String = self.whole.chars().chain(self.fraction.chars()).collect();
        let keep = self.whole.len() as i64 + shifted;
        // Nothing remains nothing, however far it is shifted.
        let magnitude: i64 = if keep <= 0 || digits.bytes().all(|b| b == b'0') {
            0
        } else {
            let keep = usize::try_from(keep).ok().filter(|&k| k <= digits.len() + 18)?;
            let kept: String = digits.chars().chain(std::iter::repeat('0')).take(keep).collect();
            let kept = kept.trim_start_matches('0');
            if kept.is_empty() { 0 } else { kept.parse().ok()? }
        };
        Some(if self.negative { -magnitude } else { magnitude })
    }
}

fn exponent_of(text: &str) -> i64 {
    let (negative, digits) = match text.as_bytes().first() {
        Some(b'-') => (true, text.get(1..).unwrap_or_default()),
        Some(b'+') => (false, text.get(1..).unwrap_or_default()),
        _ => (false, text),
    };
    let size = digits.bytes().fold(0i64, |n, b| (n * 10 + i64::from(b.saturating_sub(b'0'))).min(EXPONENT_CAP));
    if negative { -size } else { size }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn integral_values_in_any_spelling() {
        for (text, value) in [
            ("5", 5),
            ("5.0", 5),
            ("-50e-1", -5),
            ("1e2", 100),
            ("0.5E1", 5),
            ("0e999999999999", 0),
            ("-0", 0),
            ("1.2300e2", 123),
            ("9223372036854775808", 1 << 63),
        ] {
            assert_eq!(Decimal::of(text).integer(), Some(value), "{text}");
        }
        for text in ["0.5", "1.5e0", "12e-1", "1e-999999999999", "5.01"] {
            assert_eq!(Decimal::of(text).integer(), None, "{text}");
        }
        assert_eq!(Decimal::of("1e400").integer(), Some(i128::MAX));
    }

    #[test]
    fn finite_is_what_a_double_makes_of_it() {
        for text in [
            "1.7976931348623157e308",
            "1.7976931348623158e308",
            "1.7976931348623159e308",
            "2e308",
            "1e309",
            "-1e400",
            "0.00001e314",
            "17976931348623157081e289",
            "1e-400",
            "0e400",
            "123456.789",
        ] {
            let float: f64 = text.parse().unwrap();
            assert_eq!(Decimal::of(text).is_finite(), float.is_finite(), "{text}");
        }
    }

    #[test]
    fn thousandths_are_cut_not_rounded() {
        for (text, millis) in [
            ("1583737233.748", 1_583_737_233_748),
            ("1.5837372337489e9", 1_583_737_233_748),
            ("0", 0),
            ("-1.5", -1500),
            ("1e-9", 0),
            ("12e3", 12_000_000),
        ] {
            assert_eq!(Decimal::of(text).millis(), Some(millis), "{text}");
        }
        assert_eq!(Decimal::of("1e300").millis(), None);
    }
}
