//! Plain scalars: which of them are texts, and which texts can be written so.

/// A plain scalar as JSON, where it is not a text.
pub fn literal_of(value: &str) -> Option<String> {
    match value {
        "" | "~" | "null" | "Null" | "NULL" => return Some("null".into()),
        "true" | "True" | "TRUE" => return Some("true".into()),
        "false" | "False" | "FALSE" => return Some("false".into()),
        _ => {}
    }
    let (sign, digits) = match value.strip_prefix('-') {
        Some(rest) => ("-", rest),
        None => ("", value.strip_prefix('+').unwrap_or(value)),
    };
    if digits.bytes().all(|b| b.is_ascii_digit()) {
        // JSON has no number with zeros in front, and other readers take them for octal or for text.
        let is_number = digits == "0" || !digits.starts_with('0');
        return (is_number && !digits.is_empty()).then(|| format!("{sign}{digits}"));
    }
    if let Some(hex) = value.strip_prefix("0x") {
        return u64::from_str_radix(hex, 16).ok().map(|number| number.to_string());
    }
    let (whole, rest) = digits.split_once('.').map_or((digits, None), |(whole, rest)| (whole, Some(rest)));
    let (fraction, exponent) = match (rest, rest.unwrap_or(whole).split_once(['e', 'E'])) {
        (Some(_), Some((fraction, exponent))) => (fraction, Some(exponent)),
        (Some(fraction), None) => (fraction, None),
        (None, Some((_, exponent))) => ("", Some(exponent)),
        (None, None) => return None,
    };
    let whole = if rest.is_none() { whole.split(['e', 'E']).next().unwrap_or_default() } else { whole };
    let all_digits = |text: &str| text.bytes().all(|b| b.is_ascii_digit());
    let power = exponent.map(|exponent| exponent.strip_prefix(['-', '+']).unwrap_or(exponent));
    let is_number = all_digits(whole)
        && all_digits(fraction)
        && !(whole.is_empty() && fraction.is_empty())
        && (whole.len() < 2 || !whole.starts_with('0'))
        && power.is_none_or(|power| !power.is_empty() && all_digits(power));
    is_number.then(|| {
        let (whole, fraction) =
            (if whole.is_empty() { "0" } else { whole }, if fraction.is_empty() { "0" } else { fraction });
        let exponent = exponent.map(|exponent| format!("e{exponent}")).unwrap_or_default();
        format!("{sign}{whole}.{fraction}{exponent}")
    })
}

/// Whether a text can stand in YAML without quotes, and is a text there whoever reads it.
pub fn is_plain(value: &str) -> bool {
    let is_word = |c: char| c.is_ascii_alphanumeric() || matches!(c, '_' | '-' | '.' | ':' | '/');
    value.starts_with(|c: char| c.is_ascii_alphabetic())
        && value.chars().all(is_word)
        && !value.ends_with(':')
        && !is_word_of_other_versions(value)
        && literal_of(value).is_none()
}

/// Whether YAML 1.1, which many readers still follow, takes a plain scalar for a truth value.
pub fn is_word_of_other_versions(value: &str) -> bool {
    ["yes", "no", "on", "off", "y", "n"].iter().any(|word| value.eq_ignore_ascii_case(word))
}
