//! What stands in a Smithy JSON AST: questions to its shapes and members, and the answers that every model shares.

use serde_json::Value;

use super::ast::{Binding, Kind, TimeForm};

pub(super) fn binding_of(member: &Value) -> Binding {
    let has = |id: &str| trait_of(member, id).is_some();
    let text = |id: &str| trait_of(member, id).and_then(Value::as_str).map(Into::into);
    if member.get("traits").is_none() {
        Binding::Body
    } else if has("smithy.api#httpLabel") || has("smithy.api#hostLabel") {
        Binding::Label
    } else if has("smithy.api#httpPayload") {
        Binding::Payload
    } else if has("smithy.api#httpQueryParams") {
        Binding::QueryParams
    } else if let Some(name) = text("smithy.api#httpQuery") {
        Binding::Query(name)
    } else if let Some(name) = text("smithy.api#httpHeader") {
        Binding::Header(name)
    } else if let Some(prefix) = text("smithy.api#httpPrefixHeaders") {
        Binding::PrefixHeaders(prefix)
    } else {
        Binding::Body
    }
}

/// An explanation without its tags, on one line, and not longer than anybody reads in a hover.
pub(super) fn plain_text(html: &str) -> String {
    const LONGEST: usize = 600;
    let mut out = String::new();
    let mut in_tag = false;
    for c in html.chars() {
        match c {
            '<' => in_tag = true,
            '>' if in_tag => in_tag = false,
            _ if in_tag => {}
            c if c.is_whitespace() => {
                if !out.ends_with(' ') && !out.is_empty() {
                    out.push(' ');
                }
            }
            c => out.push(c),
        }
        if out.len() > LONGEST {
            out.push('…');
            break;
        }
    }
    let text = out.trim_end();
    text.replace("&lt;", "<").replace("&gt;", ">").replace("&quot;", "\"").replace("&amp;", "&")
}

pub(super) fn prelude(name: &str) -> Option<Kind> {
    Some(match short(name) {
        "String" | "string" => Kind::String,
        "Boolean" | "boolean" | "PrimitiveBoolean" => Kind::Boolean,
        "Byte" | "byte" | "PrimitiveByte" => Kind::Integer(8),
        "Short" | "short" | "PrimitiveShort" => Kind::Integer(16),
        "Integer" | "integer" | "PrimitiveInteger" => Kind::Integer(32),
        "Long" | "long" | "PrimitiveLong" => Kind::Integer(64),
        "BigInteger" | "bigInteger" => Kind::Integer(0),
        "Float" | "float" | "PrimitiveFloat" | "Double" | "double" | "PrimitiveDouble" | "BigDecimal"
        | "bigDecimal" => Kind::Float,
        "Blob" | "blob" => Kind::Blob,
        "Timestamp" | "timestamp" => Kind::Timestamp(TimeForm::EpochSeconds),
        "Document" | "document" => Kind::Document,
        "Unit" => Kind::Structure(Vec::new()),
        _ => return None,
    })
}

/// The shape with an id that every model has.
pub(super) fn shared(id: &str) -> Option<Kind> {
    id.strip_prefix("smithy.api#").and_then(prelude)
}

pub(super) fn enum_values(ast: &Value) -> impl Iterator<Item = (&str, Option<&Value>)> {
    let members = ast.get("members").and_then(Value::as_object);
    members.into_iter().flatten().map(|(name, member)| (name.as_str(), trait_of(member, "smithy.api#enumValue")))
}

pub(super) fn time_form(ast: &Value) -> Option<TimeForm> {
    match trait_of(ast, "smithy.api#timestampFormat")?.as_str()? {
        "date-time" => Some(TimeForm::DateTime),
        "http-date" => Some(TimeForm::HttpDate),
        _ => Some(TimeForm::EpochSeconds),
    }
}

pub(super) fn status_of(ast: &Value) -> Option<u16> {
    let side = trait_of(ast, "smithy.api#error")?.as_str()?;
    let own = trait_of(ast, "smithy.api#httpError").and_then(Value::as_u64).and_then(|n| u16::try_from(n).ok());
    Some(own.unwrap_or(if side == "server" { 500 } else { 400 }))
}

pub(super) fn kind_of(shape: &Value) -> &str {
    shape.get("type").and_then(Value::as_str).unwrap_or_default()
}

pub(super) fn trait_of<'v>(shape: &'v Value, name: &str) -> Option<&'v Value> {
    shape.get("traits")?.get(name)
}

pub(super) fn target_of(member: &Value) -> Option<&str> {
    member.get("target")?.as_str()
}

pub(super) fn short(id: &str) -> &str {
    id.rsplit_once('#').map_or(id, |(_, name)| name)
}
