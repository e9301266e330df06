//! What was probably meant by a value that breaks its shape: the texts that repairs write.

use crate::report::Trust;
use crate::text::string::quoted;
use crate::text::time::utc_second_of;

use super::ast::{Kind, Member, Pattern, Shape};
use super::walk::Form;

/// The text that a pattern takes and that is nearly the one given.
pub fn repaired(pattern: &Pattern, value: &str) -> Option<(String, Trust)> {
    let matches = |text: &str| text != value && pattern.matcher.is_match(text);
    read_time(value)
        .filter(|(time, _)| matches(time))
        .or_else(|| near_texts(value).find(|text| matches(text)).map(|text| (text, Trust::Check)))
}

/// A time in UTC with whole seconds, as patterns for times mostly ask for it.
fn read_time(value: &str) -> Option<(String, Trust)> {
    let (time, is_sure) = utc_second_of(value)?;
    Some((time, if is_sure { Trust::Safe } else { Trust::Check }))
}

/// Texts that differ from one in what is often written wrong: space, case, signs, what stands in front or behind.
fn near_texts(value: &str) -> impl Iterator<Item = String> {
    const LONGEST: usize = 200;
    let value = if value.len() > LONGEST { "" } else { value };
    let trimmed = value.trim();
    let is_sign = |c: char| matches!(c, '-' | '_' | '.' | ':' | '/' | ' ');
    let prefix = trimmed.split_once(':').map(|(front, own)| {
        let mut letters = front.chars();
        let first: String = letters.next().into_iter().flat_map(char::to_uppercase).collect();
        format!("{first}{}:{own}", letters.as_str().to_lowercase())
    });
    let groups = [(0, 8), (8, 12), (12, 16), (16, 20), (20, 32)].map(|(from, to)| trimmed.get(from..to));
    let grouped =
        trimmed.bytes().all(|b| b.is_ascii_hexdigit()).then(|| groups.into_iter().collect::<Option<Vec<_>>>());
    let texts = [
        Some(trimmed.to_string()),
        Some(trimmed.to_lowercase()),
        Some(trimmed.to_uppercase()),
        Some(trimmed.replace(' ', "")),
        Some(trimmed.replace(' ', "-")),
        prefix,
        trimmed.split_once(':').map(|(front, own)| format!("{front}:{}", own.replace(is_sign, ""))),
        // Without its colon a name is of another kind.
        (!trimmed.contains(':')).then(|| trimmed.replace(is_sign, "")),
        Some(format!("${}", trimmed.to_uppercase())),
        Some(format!("{trimmed}.0")),
        grouped.flatten().map(|groups| groups.join("-")),
        trimmed.strip_prefix(['v', 'V']).map(Into::into),
        trimmed.contains(':').then(|| trimmed.rsplit('/').next()).flatten().map(Into::into),
        id_in(trimmed).map(Into::into),
    ];
    texts.into_iter().flatten()
}

/// The id at the end of a longer name, such as that of a resource with its account and region.
fn id_in(name: &str) -> Option<&str> {
    let last = name.trim_matches(['{', '}']).rsplit(['/', ':', '.']).next()?;
    let is_id = last.len() >= 8 && last.contains('-') && last.bytes().any(|b| b.is_ascii_digit());
    is_id.then_some(last)
}

/// What a number, `true` or `false` is as a text of a shape, and how far to trust it.
pub fn text_of(shape: &Shape, source: &str) -> Option<(String, Trust)> {
    let same = |trust| Some((source.to_string(), trust));
    if let Kind::Enum(allowed) = &shape.kind {
        // Quotes around what is none of the values lead nowhere.
        return if allowed.iter().any(|known| **known == *source) { same(Trust::Safe) } else { None };
    }
    let count = source.len() as u64;
    let is_long_enough = shape
        .length
        .is_none_or(|length| length.min.is_none_or(|min| min <= count) && length.max.is_none_or(|max| count <= max));
    match &shape.pattern {
        Some(pattern) if !pattern.matcher.is_match(source) => {
            // What is repaired stands in the title of its repair, where no secret may.
            let other = if shape.sensitive { None } else { repaired(pattern, source) };
            other.or_else(|| same(Trust::Check))
        }
        _ if is_long_enough => same(Trust::Safe),
        _ => same(Trust::Check),
    }
}

/// A number without the white space around it, and without a fraction of nothing.
pub fn whole_part(text: &str) -> &str {
    let text = text.trim();
    text.split_once('.').filter(|(_, fraction)| fraction.bytes().all(|b| b == b'0')).map_or(text, |(whole, _)| whole)
}

/// The truth value that a word stands for.
pub fn truth_of(text: &str) -> Option<&'static str> {
    match &*text.trim().to_ascii_lowercase() {
        "true" | "yes" | "on" | "1" => Some("true"),
        "false" | "no" | "off" | "0" => Some("false"),
        _ => None,
    }
}

/// Whether an object has any of the members, in whatever case.
pub fn has_any(source: &str, members: &[Member], form: Form) -> bool {
    let Ok(object) = serde_json::from_str::<serde_json::Map<String, serde_json::Value>>(source) else { return true };
    let is_known = |name: &String| members.iter().any(|member| member.name_in(form).eq_ignore_ascii_case(name));
    object.keys().any(is_known)
}

/// The two members of a structure that stands for an entry of a map; what else it has can be left out.
pub fn pair_of(shape: &Shape) -> Option<[&str; 2]> {
    match shape.members() {
        [key, value, others @ ..]
            if others.len() <= 1
                && others.iter().all(|member| !member.required)
                && (key.name.eq_ignore_ascii_case("key") || key.name.eq_ignore_ascii_case("name")) =>
        {
            Some([&key.name, &value.name])
        }
        _ => None,
    }
}

/// A list of objects, each with a name and a value, as one object.
pub fn mapped(source: &str) -> Option<String> {
    let list: serde_json::Value = serde_json::from_str(source).ok()?;
    let mut entries = serde_json::Map::new();
    for object in list.as_array()? {
        let object = object.as_object().filter(|object| object.len() == 2)?;
        let of = |known: [&str; 2]| {
            let is_known = |name: &str| known.iter().any(|known| known.eq_ignore_ascii_case(name));
            object.iter().find(|(name, _)| is_known(name)).map(|(_, value)| value)
        };
        let name = of(["key", "name"])?.as_str()?;
        // Of two entries with one name the object would lose one.
        if entries.insert(name.into(), of(["value", "values"])?.clone()).is_some() {
            return None;
        }
    }
    (!entries.is_empty()).then(|| serde_json::Value::Object(entries).to_string())
}

/// The entries of an object as a list of objects.
pub fn listed(source: &str, [key, value]: [&str; 2]) -> Option<String> {
    let map: serde_json::Map<String, serde_json::Value> = serde_json::from_str(source).ok()?;
    let entries =
        map.iter().map(|(name, of)| format!("{{{}: {}, {}: {of}}}", quoted(key), quoted(name), quoted(value)));
    Some(format!("[{}]", entries.collect::<Vec<_>>().join(", ")))
}

/// Whether a text is a whole number as JSON writes it.
pub fn is_number(text: &str) -> bool {
    let digits = text.strip_prefix('-').unwrap_or(text);
    !digits.is_empty()
        && digits.len() < 20
        && digits.bytes().all(|b| b.is_ascii_digit())
        && (digits == "0" || !digits.starts_with('0'))
}

/// The same with or without a fraction.
pub fn is_decimal(text: &str) -> bool {
    let (whole, fraction) = text.split_once('.').unwrap_or((text, "0"));
    is_number(whole) && !fraction.is_empty() && fraction.len() < 20 && fraction.bytes().all(|b| b.is_ascii_digit())
}
