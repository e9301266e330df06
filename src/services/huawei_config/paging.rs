//! What the lists of this service share: where a page begins, how long it may be, and the marker of the next.

use crate::emulator::pages::{EXAMINED, Pages};
use crate::emulator::{Call, Exception, Output};
use crate::model::tape::Value;
use crate::text::string::quoted;

use super::errors::coded;

/// Rows of a page of results where no number is given, and the most that may be asked for.
pub const RESULTS: usize = 200;
/// The same for rules and policies.
pub const RULES: usize = 500;

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
    /// A page of a query, and the position in its list where it begins; the marker of another query is illegal.
    pub fn begin<P: std::str::FromStr>(
        call: &'q Call<'_>,
        query: &'q str,
        [limit, marker]: [Option<Value<'_>>; 2],
        usual: usize,
    ) -> Result<(Page<'q>, Option<P>), Exception> {
        let pages = Pages::new(call.ids, call.operation, query);
        let from = match marker.and_then(Value::any_str) {
            Some(marker) => {
                let position = pages.position(&marker).and_then(|position| position.parse().ok());
                Some(position.ok_or_else(|| coded("RMS.00010034"))?)
            }
            None => None,
        };
        let most = limit.and_then(Value::integer).and_then(|limit| usize::try_from(limit).ok()).unwrap_or(usual);
        Ok((Page { pages, most, rows: String::from("["), count: 0, examined: 0, next: None }, from))
    }

    /// Whether another entry may be looked at; if not, the next page begins at this position.
    pub fn has_room(&mut self, position: impl FnOnce() -> String) -> bool {
        if self.count < self.most && self.examined < EXAMINED {
            self.examined += 1;
            return true;
        }
        self.next = Some(self.pages.token(&position()));
        false
    }

    /// Adds a row.
    pub fn push(&mut self, row: &str) {
        if self.count > 0 {
            self.rows.push(',');
        }
        self.rows.push_str(row);
        self.count += 1;
    }

    /// The answer.
    pub fn finish(mut self) -> String {
        self.rows.push(']');
        let info = Output::default()
            .json("current_count", &self.count.to_string())
            .json("next_marker", &or_null(self.next.as_deref()))
            .finish();
        Output::default().json("value", &self.rows).json("page_info", &info).finish()
    }
}

/// A text as JSON, or `null`.
pub fn or_null(text: Option<&str>) -> String {
    text.map_or_else(|| "null".into(), quoted)
}

/// The text of a value.
pub fn text(value: Option<Value<'_>>) -> Option<String> {
    value.and_then(Value::any_str).map(String::from)
}

/// The texts of a list.
pub fn texts(list: Option<Value<'_>>) -> Vec<String> {
    list.into_iter().flat_map(Value::elements).filter_map(Value::any_str).map(String::from).collect()
}
