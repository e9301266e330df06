//! What the lists of this service share: where a page begins, how long it may be, and the token of the next.

use crate::emulator::pages::{Page, Pages};
use crate::emulator::{Call, Exception, Output};
use crate::model::tape::Value;

/// Rows of a page where no number is given: known of GetInventory (issue Azure/Azure-Sentinel 12271), assumed of
/// the other lists.
pub const ROWS: usize = 50;

/// A page of a query, and the position in its list where it begins, if it is not the first.
pub fn begin<'q>(
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
    Ok((Page::new(pages, most), from))
}

/// The answer: further members, the rows under a name, and the token.
pub fn finish(page: Page<'_>, output: Output, name: &str) -> String {
    let rows = page.finish();
    output.json(name, &rows.json).maybe("NextToken", rows.next.as_deref()).finish()
}

/// A token that does not lead into the list.
pub fn invalid_token() -> Exception {
    Exception::new("InvalidNextToken", "The specified token isn't valid.")
}
