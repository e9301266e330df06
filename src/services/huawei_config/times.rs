//! Times as the service writes them.

use crate::text::time::to_iso;

/// `YYYY-MM-DDThh:mm:ss.mmmZ`, as examples of rules and of evaluations have it.
pub fn to_millis_text(millis: i64) -> String {
    let iso = to_iso(millis);
    match iso.strip_suffix('Z').filter(|whole| !whole.contains('.')) {
        Some(whole) => format!("{whole}.000Z"),
        None => iso,
    }
}

/// The day of a time, `YYYY-MM-DD`.
pub fn to_day_text(millis: i64) -> String {
    to_iso(millis).get(..10).unwrap_or_default().into()
}
