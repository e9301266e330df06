//! Makes a random request that the model allows.

use super::chance::Chance;
use super::judge::Side;
use super::model::{Kind, Model, Shape};
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
                } else if side == Side::Wire && chance.one_in(12) {
                    entries.push(Entry::new(&member.name, Value::Null.into()));
                }
            }
            chance.shuffle(&mut entries);
            Value::Object(entries)
        }
        Kind::List { item, .. } => {
            Value::List((0..many(shape, chance, depth)).map(|_| sound(model, item, side, chance, depth + 1)).collect())
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
        Kind::Timestamp => time(side, chance),
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
    let high = shape.high.unwrap_or(low + 99);
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
        2 => format!("{value}0e-1"),
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

fn time(side: Side, chance: &mut Chance) -> Value {
    if side == Side::Client && chance.one_in(2) {
        return Value::Text((*chance.pick(ISO_TIMES)).to_owned());
    }
    Value::Number((*chance.pick(TIMES)).to_owned())
}
