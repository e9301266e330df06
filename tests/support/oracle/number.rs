//! What a spelled number is, exactly: no float stands between the text and the judgement.

/// The value of a whole number; one too long to hold is known by its side only.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Whole {
    Is(i128),
    FarBelow,
    FarAbove,
}

/// `None` when the value is not integral.
pub fn whole(spelling: &str) -> Option<Whole> {
    let (negative, rest) = match spelling.strip_prefix('-') {
        Some(rest) => (true, rest),
        None => (false, spelling),
    };
    let (mantissa, exponent) = match rest.split_once(['e', 'E']) {
        Some((mantissa, exponent)) => (mantissa, saturated(exponent)),
        None => (rest, 0),
    };
    let (units, fraction) = mantissa.split_once('.').unwrap_or((mantissa, ""));
    let digits = format!("{units}{fraction}");
    let kept = digits.trim_end_matches('0');
    let scale = exponent - fraction.len() as i64 + (digits.len() - kept.len()) as i64;
    let kept = kept.trim_start_matches('0');
    if kept.is_empty() {
        return Some(Whole::Is(0));
    }
    if scale < 0 {
        return None;
    }
    if kept.len() as i64 + scale > 30 {
        return Some(if negative { Whole::FarBelow } else { Whole::FarAbove });
    }
    let size = kept.parse::<i128>().ok()? * 10_i128.pow(scale as u32);
    Some(Whole::Is(if negative { -size } else { size }))
}

pub fn is_finite(spelling: &str) -> bool {
    spelling.parse::<f64>().is_ok_and(f64::is_finite)
}

fn saturated(exponent: &str) -> i64 {
    const FAR: i64 = 1_000_000_000;
    let (sign, digits) = match exponent.strip_prefix('-') {
        Some(digits) => (-1, digits),
        None => (1, exponent.strip_prefix('+').unwrap_or(exponent)),
    };
    sign * digits.parse::<i64>().map_or(FAR, |size| size.min(FAR))
}

#[test]
fn spellings_are_read_exactly() {
    for (spelling, value) in [("5", 5), ("-0.0", 0), ("5.0", 5), ("50e-1", 5), ("0.5e1", 5), ("1E+2", 100), ("0e-9", 0)]
    {
        assert_eq!(whole(spelling), Some(Whole::Is(value)), "{spelling}");
    }
    for spelling in ["1.5", "1e-400", "5.00000000000000000000000001", "15e-1", "1e-99999999999999999999"] {
        assert_eq!(whole(spelling), None, "{spelling}");
    }
    assert_eq!(whole("1e400"), Some(Whole::FarAbove));
    assert_eq!(whole("-1e99999999999999999999"), Some(Whole::FarBelow));
    assert!(is_finite("1e308") && !is_finite("-1e400"));
}
