//! What the lists of this service share: where a page begins, how long it may be, and the marker of the next.

use crate::emulator::pages::{Page, Pages};
use crate::emulator::{Call, Exception, Output};
use crate::model::tape::Value;
use crate::text::string::quoted;

use super::errors::coded;

/// Rows of a page of results where no number is given, and the most that may be asked for.
pub const RESULTS: usize = 200;
/// The same for rules and policies.
pub const RULES: usize = 500;

/// A page of a query, and the position in its list where it begins; the marker of another query is illegal.
pub fn begin<'q, P: std::str::FromStr>(
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
    Ok((Page::new(pages, most), from))
}

/// The answer.
pub fn finish(page: Page<'_>) -> String {
    let rows = page.finish();
    let info = Output::default()
        .json("current_count", &rows.count.to_string())
        .json("next_marker", &or_null(rows.next.as_deref()))
        .finish();
    Output::default().json("value", &rows.json).json("page_info", &info).finish()
}

/// A text as JSON, or `null`.
pub fn or_null(text: Option<&str>) -> String {
    text.map_or_else(|| "null".into(), quoted)
}
