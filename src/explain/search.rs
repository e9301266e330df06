//! Looking for words in a text. The standard searches are compiled anew wherever they stand, a kilobyte each time;
//! here each is compiled once.

/// Where a text first holds some words.
#[inline(never)]
pub fn find(text: &str, words: &str) -> Option<usize> {
    text.find(words)
}

/// Where a text last holds some words.
#[inline(never)]
pub fn find_last(text: &str, words: &str) -> Option<usize> {
    text.rfind(words)
}

/// What stands before and behind some words.
pub fn cut<'t>(text: &'t str, words: &str) -> Option<(&'t str, &'t str)> {
    let at = find(text, words)?;
    Some((text.get(..at)?, text.get(at + words.len()..)?))
}

/// What stands before and behind the last of some words.
pub fn cut_last<'t>(text: &'t str, words: &str) -> Option<(&'t str, &'t str)> {
    let at = find_last(text, words)?;
    Some((text.get(..at)?, text.get(at + words.len()..)?))
}

/// Every place where a text holds some words, without overlaps.
#[inline(never)]
pub fn places(text: &str, words: &str) -> Vec<usize> {
    let (mut places, mut at) = (Vec::new(), 0);
    while let Some(found) = text.get(at..).and_then(|rest| find(rest, words)) {
        places.push(at + found);
        at += found + words.len();
    }
    places
}

/// The parts of a list with commas between them.
#[inline(never)]
pub fn parts(list: &str) -> Vec<&str> {
    let (mut parts, mut start) = (Vec::new(), 0);
    for at in places(list, ", ") {
        parts.extend(list.get(start..at));
        start = at + 2;
    }
    parts.extend(list.get(start..));
    parts
}

/// The first line of a text.
pub fn first_line(text: &str) -> &str {
    let end = find(text, "\n").unwrap_or(text.len());
    text.get(..end).unwrap_or_default().trim_end_matches('\r')
}

/// How many of the first characters are of a kind, in bytes.
#[inline(never)]
pub fn run(text: &str, is_of: fn(char) -> bool) -> usize {
    text.find(|c| !is_of(c)).unwrap_or(text.len())
}
