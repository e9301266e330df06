//! The nearest right name to a wrong one.

/// How surely a name was meant.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Likeness {
    /// The same letters and digits: only case or separators differ.
    Spelling,
    /// A few letters off.
    Close,
}

/// The known name nearest to `wrong`, if one is near enough to be meant: few letters off, or else the only one that
/// begins or ends with it or that it begins or ends with.
pub fn nearest<'n>(wrong: &str, known: impl IntoIterator<Item = &'n str>) -> Option<(&'n str, Likeness)> {
    // A name longer than this was not mistyped from one of ours; the distance is quadratic.
    const LONGEST: usize = 100;
    if wrong.len() > LONGEST {
        return None;
    }
    // Shorter words begin many names.
    const SHORTEST: usize = 4;
    let folded = fold(wrong);
    let mut best: Option<(&str, usize)> = None;
    let (mut part, mut parts): (Option<&str>, usize) = (None, 0);
    for name in known {
        let other = fold(name);
        if other == folded && !folded.is_empty() {
            return Some((name, Likeness::Spelling));
        }
        let allowed = (folded.len().max(other.len()) / 3).max(1);
        let far = distance(&folded, &other);
        if far <= allowed && far < folded.len() && best.is_none_or(|(_, d)| far < d) {
            best = Some((name, far));
        }
        let (short, long) = if folded.len() < other.len() { (&folded, &other) } else { (&other, &folded) };
        if short.len() >= SHORTEST && (long.starts_with(short) || long.ends_with(short)) {
            (part, parts) = (Some(name), parts + 1);
        }
    }
    best.map(|(name, _)| name).or(part.filter(|_| parts == 1)).map(|name| (name, Likeness::Close))
}

fn fold(name: &str) -> Vec<char> {
    name.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect()
}

/// Edits between two words: insert, delete, replace, or swap two neighbours.
fn distance(a: &[char], b: &[char]) -> usize {
    let mut before: Vec<usize> = Vec::new();
    let mut above: Vec<usize> = (0..=b.len()).collect();
    for (i, &ca) in a.iter().enumerate() {
        let mut row = vec![i + 1];
        for (j, &cb) in b.iter().enumerate() {
            let at = |row: &[usize], k: usize| row.get(k).copied().unwrap_or(usize::MAX / 2);
            let mut cost = (at(&above, j) + usize::from(ca != cb)).min(at(&above, j + 1) + 1).min(at(&row, j) + 1);
            let swapped = i > 0 && j > 0 && a.get(i - 1) == Some(&cb) && b.get(j - 1) == Some(&ca);
            if swapped {
                cost = cost.min(at(&before, j - 1) + 1);
            }
            row.push(cost);
        }
        before = std::mem::replace(&mut above, row);
    }
    above.last().copied().unwrap_or(a.len())
}

#[cfg(test)]
mod tests {
    use super::*;

    const SEVERITIES: [&str; 6] = ["CRITICAL", "HIGH", "MEDIUM", "LOW", "INFORMATIONAL", "UNSPECIFIED"];

    #[test]
    fn case_and_separators_are_spelling() {
        assert_eq!(
            nearest("non-compliant", ["COMPLIANT", "NON_COMPLIANT"]),
            Some(("NON_COMPLIANT", Likeness::Spelling))
        );
        assert_eq!(nearest("itemcontenthash", ["ItemContentHash"]), Some(("ItemContentHash", Likeness::Spelling)));
    }

    #[test]
    fn a_few_letters_off_is_close_and_another_word_is_none() {
        assert_eq!(nearest("CRITCAL", SEVERITIES), Some(("CRITICAL", Likeness::Close)));
        assert_eq!(nearest("LWO", SEVERITIES), Some(("LOW", Likeness::Close)));
        assert_eq!(nearest("INFO", SEVERITIES), Some(("INFORMATIONAL", Likeness::Close)));
        assert_eq!(nearest("Signal", ["SignalType", "Payload"]), Some(("SignalType", Likeness::Close)));
        assert_eq!(nearest("Status", ["StepStatus", "TaskStatus"]), None, "which of the two, nobody knows");
        assert_eq!(nearest("MAJOR", SEVERITIES), None);
        assert_eq!(nearest("", SEVERITIES), None);
    }
}
