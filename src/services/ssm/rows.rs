//! Rows: the items of a report as one JSON text and the places where they end. Storing a report is then one
//! allocation, and reading it back is copying text.

use std::borrow::Cow;

use serde::{Deserialize, Deserializer, Serialize, Serializer};
use serde_json::value::RawValue;

use crate::model::tape::Value;
use crate::text::reader::{Reader, Start};
use crate::text::string::unescape;
use crate::wire::compact::push_text;

/// JSON objects, in order.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Rows {
    /// The objects, one after the other, without anything between them.
    text: String,
    ends: Vec<u32>,
}

impl Rows {
    /// Nothing yet, with room for so many bytes.
    pub fn with_capacity(bytes: usize) -> Rows {
        Rows { text: String::with_capacity(bytes), ends: Vec::new() }
    }

    /// Adds a row that `write` appends.
    pub fn push(&mut self, write: impl FnOnce(&mut String)) {
        write(&mut self.text);
        self.ends.push(self.text.len() as u32);
    }

    /// How many rows there are.
    pub fn len(&self) -> usize {
        self.ends.len()
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.ends.is_empty()
    }

    /// The bytes of all rows.
    pub fn bytes(&self) -> usize {
        self.text.len()
    }

    /// A row.
    pub fn get(&self, index: usize) -> Option<&str> {
        let end = *self.ends.get(index)? as usize;
        let start = index.checked_sub(1).and_then(|before| self.ends.get(before)).map_or(0, |&end| end as usize);
        self.text.get(start..end)
    }

    /// All rows, in order.
    pub fn iter(&self) -> impl Iterator<Item = &str> {
        (0..self.len()).filter_map(|index| self.get(index))
    }
}

impl Serialize for Rows {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_seq(self.iter().filter_map(|row| serde_json::from_str::<&RawValue>(row).ok()))
    }
}

impl<'de> Deserialize<'de> for Rows {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let list: Vec<Box<RawValue>> = Vec::deserialize(deserializer)?;
        let mut rows = Rows::default();
        list.iter().for_each(|row| rows.push(|out| out.push_str(row.get())));
        Ok(rows)
    }
}

/// A member of a row whose value is a text.
pub fn field<'r>(row: &'r str, name: &str) -> Option<Cow<'r, str>> {
    let mut found = None;
    each_field(row, |key, value| {
        if key == name
            && let Some(inside) = value.strip_prefix('"').and_then(|v| v.strip_suffix('"'))
        {
            found = Some(unescape(inside));
        }
    });
    found
}

/// Calls `each` for every member of a row, with the value as JSON text.
pub fn each_field<'r>(row: &'r str, mut each: impl FnMut(&str, &'r str)) {
    read_fields(row, &mut each);
}

// Not compiled anew for each that looks at a row.
fn read_fields<'r>(row: &'r str, each: &mut dyn FnMut(&str, &'r str)) {
    let mut reader = Reader::new(row);
    if reader.start() != Start::Object {
        return;
    }
    reader.pass(1);
    let mut first = true;
    while let Some(key) = reader.next_key(std::mem::take(&mut first)) {
        let start = reader.start();
        let from = reader.at();
        match start {
            Start::String => {
                reader.string();
            }
            Start::Object | Start::Array => reader.skip_unread(),
            // Rows hold texts and maps of texts alone.
            _ => return,
        }
        each(&unescape(key.inside(row)), row.get(from..reader.at()).unwrap_or_default());
    }
}

/// Appends the entries of a map of texts as members of a JSON object; `more` says whether others stand before.
pub fn push_entries(out: &mut String, map: Value<'_>, mut more: bool) {
    for (key, value) in map.entries() {
        if std::mem::replace(&mut more, true) {
            out.push(',');
        }
        push_text(out, key);
        out.push(':');
        push_text(out, value);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rows_come_back_as_they_went_in() {
        let mut rows = Rows::default();
        rows.push(|out| out.push_str(r#"{"Id":"a\"b","Details":{"Id":"x"}}"#));
        rows.push(|out| out.push_str("{}"));
        let json = serde_json::to_string(&rows).unwrap();
        assert_eq!(json, r#"[{"Id":"a\"b","Details":{"Id":"x"}},{}]"#);
        assert_eq!(serde_json::from_str::<Rows>(&json).unwrap(), rows);
        assert_eq!(field(rows.get(0).unwrap(), "Id").as_deref(), Some("a\"b"));
        assert_eq!(field(rows.get(1).unwrap(), "Id"), None);
    }
}
