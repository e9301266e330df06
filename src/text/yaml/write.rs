//! JSON written as YAML.

use serde_json::Value;

use super::super::string::push_quoted;
use super::scalar::is_plain;

/// JSON as YAML in blocks, texts in quotes where they are values: what any version of YAML reads alike.
pub fn written(value: &Value) -> String {
    let mut out = String::from("---");
    push_block(&mut out, value, 0, false);
    out.push('\n');
    out
}

/// Appends a value behind a key, a dash or the start. A list stands at the column of its key.
fn push_block(out: &mut String, value: &Value, column: usize, in_list: bool) {
    let line = |out: &mut String, is_first: bool| {
        if is_first && in_list {
            out.push(' ');
        } else {
            out.push('\n');
            out.extend(std::iter::repeat_n(' ', column));
        }
    };
    match value {
        Value::Object(members) if !members.is_empty() => {
            for (index, (key, value)) in members.iter().enumerate() {
                line(out, index == 0);
                if is_plain(key) {
                    out.push_str(key)
                } else {
                    push_quoted(out, key)
                }
                out.push(':');
                push_block(out, value, if value.is_array() { column } else { column + 2 }, false);
            }
        }
        Value::Array(items) if !items.is_empty() => {
            for (index, item) in items.iter().enumerate() {
                line(out, index == 0);
                out.push('-');
                push_block(out, item, column + 2, true);
            }
        }
        other => {
            out.push(' ');
            out.push_str(&other.to_string());
        }
    }
}
