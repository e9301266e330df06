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
