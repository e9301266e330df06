//! The choices of `aws:branch` and the condition of `aws:loop`: operators over resolved values.

use serde_json::Value;

use super::runbook::Object;
use super::variables::text_of;

/// Whether a condition holds, its variables resolved; a sentence where it cannot be told.
pub fn holds(condition: &Object) -> Result<bool, String> {
    if let Some(Value::Array(all)) = condition.get("And") {
        return all.iter().try_fold(true, |so_far, part| Ok(so_far && part_holds(part)?));
    }
    if let Some(Value::Array(any)) = condition.get("Or") {
        return any.iter().try_fold(false, |so_far, part| Ok(so_far || part_holds(part)?));
    }
    if let Some(part) = condition.get("Not") {
        return Ok(!part_holds(part)?);
    }
    let Some(variable) = condition.get("Variable") else { return Err("a choice has no Variable".into()) };
    let operator = condition.iter().find(|(name, _)| !matches!(name.as_str(), "Variable" | "NextStep"));
    let Some((operator, operand)) = operator else { return Err("a choice has no operator".into()) };
    compare(variable, operator, operand)
}

fn part_holds(part: &Value) -> Result<bool, String> {
    part.as_object().map_or_else(|| Err("a part of a choice is no condition".into()), holds)
}

fn compare(variable: &Value, operator: &str, operand: &Value) -> Result<bool, String> {
    let (left, right) = (single(variable), single(operand));
    let (a, b) = (text_of(left), text_of(right));
    let numbers = || match (number(&a), number(&b)) {
        (Some(a), Some(b)) => Ok((a, b)),
        (None, _) => Err(format!("{operator}: {a} is not a number")),
        _ => Err(format!("{operator}: {b} is not a number")),
    };
    Ok(match operator {
        "StringEquals" => a == b,
        "EqualsIgnoreCase" => a.to_lowercase() == b.to_lowercase(),
        "StartsWith" => a.starts_with(&b),
        "EndsWith" => a.ends_with(&b),
        // Of a list, any element may contain it.
        "Contains" => match left {
            Value::Array(list) => list.iter().any(|value| text_of(value).contains(&b)),
            _ => a.contains(&b),
        },
        "NumericEquals" => numbers().map(|(a, b)| a == b)?,
        "NumericGreater" => numbers().map(|(a, b)| a > b)?,
        "NumericLesser" => numbers().map(|(a, b)| a < b)?,
        "NumericGreaterOrEquals" => numbers().map(|(a, b)| a >= b)?,
        "NumericLesserOrEquals" => numbers().map(|(a, b)| a <= b)?,
        "BooleanEquals" => boolean(operator, &a)? == boolean(operator, &b)?,
        _ => return Err(format!("{operator} is not an operator")),
    })
}

/// A list of one thing is compared as that thing: outputs are lists.
fn single(value: &Value) -> &Value {
    match value.as_array().map(Vec::as_slice) {
        Some([one]) => one,
        _ => value,
    }
}

fn number(text: &str) -> Option<f64> {
    text.trim().parse().ok().filter(|number: &f64| number.is_finite())
}

fn boolean(operator: &str, text: &str) -> Result<bool, String> {
    match text.trim() {
        word if word.eq_ignore_ascii_case("true") => Ok(true),
        word if word.eq_ignore_ascii_case("false") => Ok(false),
        other => Err(format!("{operator}: {other} is neither true nor false")),
    }
}
