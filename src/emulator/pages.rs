//! Pages of a list. A token says where the next page begins and is bound to the query it came from: with
//! another query, or made up, it is refused.

use crate::hash::{base64url, from_base64url};

use super::ids::Ids;

/// A page looks at so many entries at most. It may come back short, with a token, as real services' do.
pub const EXAMINED: usize = 1_000;

const MAC_BYTES: usize = 12;

/// Makes and reads the tokens of one query.
#[derive(Clone, Copy)]
pub struct Pages<'q> {
    ids: Ids,
    operation: &'q str,
    /// All that decides what is listed, without the token and the size of the page.
    query: &'q str,
}

impl<'q> Pages<'q> {
    /// The pages of a query.
    pub fn new(ids: Ids, operation: &'q str, query: &'q str) -> Pages<'q> {
        Pages { ids, operation, query }
    }

    /// The token that leads to a position.
    pub fn token(&self, position: &str) -> String {
        let mut bytes = self.mac(position).to_vec();
        bytes.extend(position.as_bytes());
        base64url(&bytes)
    }

    /// The position that a token leads to, if it is one of this query.
    pub fn position(&self, token: &str) -> Option<String> {
        let bytes = from_base64url(token)?;
        let (mac, position) = bytes.split_at_checked(MAC_BYTES)?;
        let position = std::str::from_utf8(position).ok()?;
        (self.mac(position) == mac).then(|| position.into())
    }

    fn mac(&self, position: &str) -> [u8; MAC_BYTES] {
        let full = self.ids.mac(&[self.operation.as_bytes(), self.query.as_bytes(), position.as_bytes()]);
        let mut mac = [0; MAC_BYTES];
        mac.iter_mut().zip(full).for_each(|(slot, byte)| *slot = byte);
        mac
    }
}

/// A page on its way: its rows, and how many entries were looked at for them.
pub struct Page<'q> {
    pages: Pages<'q>,
    most: usize,
    rows: String,
    count: usize,
    examined: usize,
    next: Option<String>,
}

/// A page that is ready.
pub struct Rows {
    /// The rows, as a JSON list.
    pub json: String,
    /// How many there are.
    pub count: usize,
    /// The token of the next page, where there is one.
    pub next: Option<String>,
}

impl<'q> Page<'q> {
    /// A page of a query, of so many rows at most.
    pub fn new(pages: Pages<'q>, most: usize) -> Page<'q> {
        Page { pages, most, rows: String::from("["), count: 0, examined: 0, next: None }
    }

    /// Whether a place may be looked at that may hold no entry at all; if not, the next page begins at this position.
    pub fn may_look(&mut self, position: impl FnOnce() -> String) -> bool {
        let may = self.examined < EXAMINED;
        if !may {
            self.next = Some(self.pages.token(&position()));
        }
        may
    }

    /// Whether another entry may be looked at; if not, the next page begins at this position.
    pub fn has_room(&mut self, position: impl FnOnce() -> String) -> bool {
        if self.count < self.most && self.examined < EXAMINED {
            return true;
        }
        self.next = Some(self.pages.token(&position()));
        false
    }

    /// Entries were looked at.
    pub fn looked_at(&mut self, entries: usize) {
        self.examined += entries;
    }

    /// Adds a row that `write` appends.
    pub fn push(&mut self, write: impl FnOnce(&mut String)) {
        if self.count > 0 {
            self.rows.push(',');
        }
        write(&mut self.rows);
        self.count += 1;
    }

    /// The page as it is now.
    pub fn finish(mut self) -> Rows {
        self.rows.push(']');
        Rows { json: self.rows, count: self.count, next: self.next }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_token_belongs_to_its_query_and_seed() {
        let pages = Pages::new(Ids::new(1), "List", "{\"a\":1}");
        let token = pages.token("i-1/7");
        assert_eq!(pages.position(&token).as_deref(), Some("i-1/7"));
        assert_eq!(Pages::new(Ids::new(1), "List", "{\"a\":2}").position(&token), None);
        assert_eq!(Pages::new(Ids::new(2), "List", "{\"a\":1}").position(&token), None);
        for wrong in ["", "x", "AAAA", token.get(1..).unwrap(), &format!("{token}A")] {
            assert_eq!(pages.position(wrong), None, "{wrong}");
        }
    }
}
