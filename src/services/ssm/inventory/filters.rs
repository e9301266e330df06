//! The filters of the inventory lists, as they are held against what is stored.

use std::borrow::Cow;

use crate::emulator::Exception;
use crate::services::reading::{text, texts};

use super::types::known;
use super::view::InventoryFilter;

/// A filter: an attribute, values of which one has to match, and how.
pub struct Filter {
    /// The key as it was given.
    pub key: String,
    /// The values.
    pub values: Vec<String>,
    /// The operator.
    pub operator: String,
}

impl Filter {
    /// Reads a filter.
    pub fn of(view: InventoryFilter<'_>) -> Filter {
        Filter {
            key: text(view.key()).unwrap_or_default(),
            values: texts(view.values()),
            operator: text(view.type_()).unwrap_or_else(|| "Equal".into()),
        }
    }

    /// What decides about a list, as one text: tokens are bound to it.
    pub fn query<'f>(filters: impl Iterator<Item = &'f Filter>) -> String {
        filters.map(|f| format!("{:?} {} {:?}", f.key, f.operator, f.values)).collect::<Vec<_>>().join("\n")
    }

    /// The refusal of a filter.
    pub fn refused(&self, why: &str) -> Exception {
        Exception::new("InvalidFilter", format!("The filter key {} {why}.", self.key))
    }

    /// How values compare: numbers as numbers where the attribute is one, anything else as texts.
    pub fn comparison(type_name: &str, attribute: &str) -> Comparison {
        match known(type_name).is_some_and(|known| known.is_number(attribute)) {
            true => Comparison::Numbers,
            false => Comparison::Texts,
        }
    }

    /// Whether the filter holds for something that has these values; what has none matches NotEqual alone.
    pub fn holds<'v>(&self, comparison: Comparison, values: impl Iterator<Item = Cow<'v, str>>) -> bool {
        let mut values = values;
        let matches = |value: &str, wanted: &str| match self.operator.as_str() {
            "BeginWith" => value.starts_with(wanted),
            "LessThan" => comparison.is_less(value, wanted),
            "GreaterThan" => comparison.is_less(wanted, value),
            "Exists" => true,
            _ => value == wanted,
        };
        let any = values.any(|value| self.values.iter().any(|wanted| matches(&value, wanted)));
        any != (self.operator == "NotEqual")
    }
}

/// How values are put in order.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Comparison {
    /// As texts.
    Texts,
    /// As numbers; what is none is neither less nor greater.
    Numbers,
}

impl Comparison {
    fn is_less(self, a: &str, b: &str) -> bool {
        match self {
            Comparison::Texts => a < b,
            Comparison::Numbers => {
                let number = |text: &str| text.parse::<f64>().ok();
                matches!((number(a), number(b)), (Some(a), Some(b)) if a < b)
            }
        }
    }
}

/// `Type.Attribute` in its parts. Names of types may hold full stops: the longest type that is there counts.
pub fn split_key(key: &str, is_type: impl Fn(&str) -> bool) -> Option<(&str, &str)> {
    let parts = |(place, _): (usize, &str)| {
        key.split_at_checked(place).and_then(|(of, rest)| Some((of, rest.strip_prefix('.')?)))
    };
    let longest = key.rmatch_indices('.').filter_map(parts).find(|(of, _)| is_type(of));
    longest.or_else(|| key.split_once('.')).filter(|(of, attribute)| of.contains(':') && !attribute.is_empty())
}
