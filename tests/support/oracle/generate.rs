//! Makes a random request that the model allows.

use super::chance::Chance;
use super::judge::Side;
use super::model::{Kind, Member, Model, Shape, TimeForm};
use super::samples;
use super::tree::{Entry, Node, Value};

/// Beyond this depth only what is required is made; the model has a shape that holds itself.
const DEEP: usize = 5;

pub fn sound(model: &Model, id: &str, side: Side, chance: &mut Chance, depth: usize) -> Node {
    let shape = model.shape(id);
    let value = match &shape.kind {
        Kind::Structure(members) => {
            let mut entries = Vec::new();
            for member in members {
                if member.required || (depth < DEEP && !chance.one_in(3)) {
                    entries.push(Entry::new(&member.name, sound(model, &member.target, side, chance, depth + 1)));
                } else if side != Side::Client && chance.one_in(12) {
                    entries.push(Entry::new(&member.name, Value::Null.into()));
                }
            }
            chance.shuffle(&mut entries);
            Value::Object(entries)
        }
        Kind::Union(members) => {
            // The deep end of a shape that holds itself is one that does not.
            let simple: Vec<&Member> = members.iter().filter(|member| model.reach(&member.target).len() < 4).collect();
            let member = if depth < DEEP { chance.pick(members) } else { *chance.pick(&simple) };
            let value = sound(model, &member.target, side, chance, depth + 1);
            Value::Object(vec![Entry::new(&member.name, value)])
        }
        Kind::List { item, unique, .. } => {
            let mut items: Vec<Node> = Vec::new();
            for _ in 0..many(shape, chance, depth) {
                let one = sound(model, item, side, chance, depth + 1);
                let is_there = items.iter().any(|known| known.value == one.value);
                items.extend((!(*unique && is_there)).then_some(one));
            }
            Value::List(items)
        }
        Kind::Map { key, value, .. } => {
            let mut entries: Vec<Entry> = Vec::new();
            for _ in 0..many(shape, chance, depth) {
                let key = fresh_key(model.shape(key), &entries, chance);
                entries.push(Entry::new(key, sound(model, value, side, chance, depth + 1)));
            }
            Value::Object(entries)
        }
        Kind::Text | Kind::Enum(_) => Value::Text(samples::sound(shape, chance)),
        Kind::Boolean => Value::Bool(chance.one_in(2)),
        Kind::Integer { .. } => Value::Number(integer(shape, side, chance)),
        Kind::IntEnum(values) => Value::Number(chance.pick(values).to_string()),
        Kind::Float => Value::Number(float(shape, chance)),
        Kind::Blob => Value::Text("AAAA".repeat((shape.least.unwrap_or(0) as usize).div_ceil(3) + chance.below(2))),
        Kind::Document => match chance.below(3) {
            0 => Value::Bool(true),
            1 => Value::Text(samples::characters(chance, 5)),
            _ => Value::List(vec![Value::Null.into(), Value::Number("1e3".into()).into()]),
        },
        Kind::Timestamp(form) => time(*form, side, chance),
    };
    value.into()
}

fn many(shape: &Shape, chance: &mut Chance, depth: usize) -> usize {
    let least = shape.least.unwrap_or(0) as usize;
    let most = shape.most.map_or(usize::MAX, |most| most as usize);
    match chance.below(30) {
        0 if most <= 20 && depth < 4 => most,
        1 if most <= 50 && depth < 4 && chance.one_in(3) => most,
        2 if most <= 200 && depth < 3 && chance.one_in(8) => most,
        3 => least,
        _ => chance.between(least, (least + 2).min(most)),
    }
}

fn fresh_key(shape: &Shape, taken: &[Entry], chance: &mut Chance) -> String {
    loop {
        let key = samples::sound(shape, chance);
        if taken.iter().all(|entry| entry.key != key) {
            return key;
        }
    }
}

/// On the wire a whole number may be spelled in more ways than one.
fn integer(shape: &Shape, side: Side, chance: &mut Chance) -> String {
    let low = shape.low.unwrap_or(-9);
    let widest = match shape.kind {
        Kind::Integer { bits: bits @ 1.. } => (1 << (bits - 1)) - 1,
        _ => i128::MAX,
    };
    let high = shape.high.unwrap_or(low + 99).min(widest);
    let value = match chance.below(4) {
        0 => low,
        1 => high,
        _ => low + chance.below((high - low + 1) as usize) as i128,
    };
    if side == Side::Client {
        return value.to_string();
    }
    match chance.below(10) {
        0 => format!("{value}.0"),
        1 => format!("{value}E0"),
        2 if value != 0 => format!("{value}0e-1"),
        3 => format!("{value}.000e+00"),
        4 if value % 10 == 0 && value != 0 => format!("{}e1", value / 10),
        _ => value.to_string(),
    }
}

pub const ISO_TIMES: &[&str] = &[
    "2019-02-18",
    "2024-02-29T23:59",
    "2019-02-18T16:00:00Z",
    "2019-02-18T16:00:00",
    "2019-02-18t16:00:00.123456789z",
    "2019-02-18 16:00:00+01:00",
    "2019-02-18T16:00-0530",
    "9999-12-31T23:59:59Z",
];

pub const TIMES: &[&str] = &["0", "1550505600", "1583737233.748", "1.5505056e9", "-1", "1550505600.0"];

fn float(shape: &Shape, chance: &mut Chance) -> String {
    let low = shape.low.unwrap_or(-2);
    let high = shape.high.unwrap_or(low + 9);
    let middle = format!("{}.5", low.max(0));
    chance.pick(&[low.to_string(), high.to_string(), format!("{high}e0"), middle]).clone()
}

fn time(form: TimeForm, side: Side, chance: &mut Chance) -> Value {
    match (side, form) {
        (Side::Wire | Side::Answer, TimeForm::HttpDate) => return Value::Text("Thu, 01 Jan 2026 00:00:00 GMT".into()),
        (Side::Wire | Side::Answer, TimeForm::Seconds) => {}
        (Side::Client, _) if chance.one_in(2) => {}
        _ => return Value::Text((*chance.pick(ISO_TIMES)).to_owned()),
    }
    Value::Number((*chance.pick(TIMES)).to_owned())
}
