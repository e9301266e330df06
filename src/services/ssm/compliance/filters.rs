//! The filters of the compliance lists, as they are held against what is stored.

use std::borrow::Cow;

use crate::emulator::Exception;
use crate::services::reading::{text, texts};
use crate::text::time::parse_iso;

use super::view::ComplianceStringFilter;

/// A filter: a key, values of which one has to match, and how.
pub struct Filter {
    /// The key.
    pub key: String,
    values: Vec<String>,
    operator: String,
}

impl Filter {
    /// Reads filters whose keys are known; any other is InvalidFilter.
    pub fn all<'t>(
        views: impl Iterator<Item = ComplianceStringFilter<'t>>,
        is_known: impl Fn(&str) -> bool,
    ) -> Result<Vec<Filter>, Exception> {
        let invalid = |message: String| Exception::new("InvalidFilter", message);
        views
            .map(|view| {
                let key = text(view.key()).ok_or_else(|| invalid("A filter has no key.".into()))?;
                if !is_known(&key) {
                    return Err(invalid(format!("The filter key {key} isn't valid.")));
                }
                let values = texts(view.values());
                if values.is_empty() {
                    return Err(invalid(format!("The filter {key} has no values.")));
                }
                Ok(Filter { key, values, operator: text(view.type_()).unwrap_or_else(|| "EQUAL".into()) })
            })
            .collect()
    }

    /// What decides about a list, as one text: tokens are bound to it.
    pub fn query(filters: &[Filter]) -> String {
        let parts = filters.iter().map(|f| format!("{:?} {} {:?}", f.key, f.operator, f.values));
        parts.collect::<Vec<_>>().join("\n")
    }

    /// Whether the filter holds for something that has these values; what has none matches NOT_EQUAL alone.
    pub fn holds(&self, values: &[Cow<'_, str>]) -> bool {
        let any = |holds: fn(&str, &str) -> bool| {
            values.iter().any(|value| self.values.iter().any(|wanted| holds(value, wanted)))
        };
        match self.operator.as_str() {
            "NOT_EQUAL" => !any(is_same),
            "BEGIN_WITH" => any(|value, wanted| value.starts_with(wanted)),
            "LESS_THAN" => any(is_less),
            "GREATER_THAN" => any(|value, wanted| is_less(wanted, value)),
            _ => any(is_same),
        }
    }
}

fn is_same(a: &str, b: &str) -> bool {
    a == b || matches!((parse_iso(a), parse_iso(b)), (Some(a), Some(b)) if a.millis == b.millis)
}

fn is_less(a: &str, b: &str) -> bool {
    match (parse_iso(a), parse_iso(b)) {
        (Some(a), Some(b)) => a.millis < b.millis,
        _ => a < b,
    }
}
