//! From byte offsets to what editors count: lines, characters and offsets in UTF-16 units. Worked out only for
//! findings, in one walk over the text for all of them.

use super::order::order;
use super::scan::lines_and_units;

/// A place as an editor counts it; all from 0, `offset` and `character` in UTF-16 units.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Position {
    /// UTF-16 units from the start of the text.
    pub offset: u32,
    /// Lines end at `\n`.
    pub line: u32,
    /// UTF-16 units from the start of the line.
    pub character: u32,
}

/// The positions of byte offsets in a text, in the order of the offsets.
pub fn positions(text: &str, offsets: &[u32]) -> Vec<Position> {
    let order = order(offsets.len(), &|a, b| offsets.get(a).cmp(&offsets.get(b)));
    let mut found = vec![Position::default(); offsets.len()];
    let (mut at, mut position) = (0usize, Position::default());
    for index in order {
        let target = offsets.get(index).map_or(0, |&o| o as usize).min(text.len());
        position = advance(position, text.get(at..target).unwrap_or_default());
        at = target;
        if let Some(slot) = found.get_mut(index) {
            *slot = position;
        }
    }
    found
}

fn advance(from: Position, passed: &str) -> Position {
    let (breaks, units) = lines_and_units(passed.as_bytes());
    let character = match breaks {
        0 => from.character + units,
        _ => passed.rfind('\n').and_then(|i| passed.get(i + 1..)).map_or(0, utf16_len),
    };
    Position { offset: from.offset + units, line: from.line + breaks, character }
}

/// How many UTF-16 units a text takes.
pub fn utf16_len(text: &str) -> u32 {
    lines_and_units(text.as_bytes()).1
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn positions_count_utf16_units_and_lines() {
        let text = "a😀\nä\r\n\"x\"";
        let quote = text.find('"').unwrap() as u32;
        let found = positions(text, &[quote, 0, 5]);
        assert_eq!(found[0], Position { offset: 7, line: 2, character: 0 });
        assert_eq!(found[1], Position::default());
        assert_eq!(found[2], Position { offset: 3, line: 0, character: 3 });
    }
}
