//! What the lists of this service share: where a page begins, how long it may be, and the token of the next.

use crate::emulator::pages::{EXAMINED, Pages};
use crate::emulator::{Call, Exception, Output};
use crate::model::tape::Value;

/// Rows of a page where no number is given: known of GetInventory (issue Azure/Azure-Sentinel 12271), assumed of
/// the other lists.
pub const ROWS: usize = 50;

/// A page on its way: its rows, and how many entries were looked at for them.
pub struct Page<'q> {
    pages: Pages<'q>,
    most: usize,
    rows: String,
    count: usize,
    examined: usize,
    next: Option<String>,
}

impl<'q> Page<'q> {
    /// A page of a query, and the position in its list where it begins, if it is not the first.
    pub fn begin(
        call: &'q Call<'_>,
        query: &'q str,
        token: Option<Value<'_>>,
        most: Option<Value<'_>>,
    ) -> Result<(Page<'q>, Option<String>), Exception> {
        let pages = Pages::new(call.ids, call.operation, query);
        let from = match token.and_then(Value::any_str).filter(|token| !token.is_empty()) {
            Some(token) => Some(pages.position(&token).ok_or_else(invalid_token)?),
            None => None,
        };
        let most = most.and_then(Value::integer).and_then(|most| usize::try_from(most).ok()).unwrap_or(ROWS);
        Ok((Page { pages, most, rows: String::from("["), count: 0, examined: 0, next: None }, from))
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

    /// The answer: further members, the rows under a name, and the token.
    pub fn finish(mut self, output: Output, name: &str) -> String {
        self.rows.push(']');
        output.json(name, &self.rows).maybe("NextToken", self.next.as_deref()).finish()
    }
}

/// A token that does not lead into the list.
pub fn invalid_token() -> Exception {
    Exception::new("InvalidNextToken", "The specified token isn't valid.")
}

/// The texts of a list.
pub fn texts(list: Option<Value<'_>>) -> Vec<String> {
    list.into_iter().flat_map(Value::elements).filter_map(Value::any_str).map(String::from).collect()
}

/// The text of a value.
pub fn text(value: Option<Value<'_>>) -> Option<String> {
    value.and_then(Value::any_str).map(String::from)
}
