//! Spoils a request somewhere. What that deserves is the judge's business, so nothing here has to be precise.

use super::chance::Chance;
use super::generate::{ISO_TIMES, TIMES, sound};
use super::judge::Side;
use super::model::{Kind, Model, Shape};
use super::samples;
use super::tree::{Entry, Node, Value};

const NUMBERS: &[&str] = &[
    "-1",
    "0",
    "-0",
    "-0.0",
    "1",
    "5",
    "49",
    "50",
    "51",
    "200",
    "201",
    "5.0",
    "1e1",
    "1E+1",
    "10e-1",
    "0.5e2",
    "51e0",
    "1.5",
    "5.00000000000000000000000001",
    "4.99999999999999999999999999",
    "0.1e-5",
    "1e-400",
    "0e400",
    "2147483647",
    "2147483648",
    "-2147483648",
    "-2147483649",
    "1550505600000",
    "253402300799",
    "253402300800",
    "-62135596800",
    "-62135596801",
    "9007199254740993",
    "9223372036854775807",
    "9223372036854775808",
    "123456789012345678901234567890123",
    "1e308",
    "-1e308",
    "1e400",
    "-1e400",
    "1e99999999999999999999",
];

const NOT_TIMES: &[&str] = &[
    "",
    "now",
    "07-Jun-2019",
    "2019-02-18T16",
    "2019-02-30",
    "2023-02-29T00:00:00Z",
    "1900-02-29",
    "0000-01-01",
    "2019-13-01",
    "2019-02-18T24:00:00Z",
    "2019-02-18T16:60:00Z",
    "2019-02-18T16:00:61Z",
    "2019-02-18T16:00:00.Z",
    "2019-02-18T16:00:00+1",
    "2019-02-18T16:00:00Z ",
    " 2019-02-18",
    "20190218T160000Z",
    "2019-2-18",
    "2019-02-18Z",
    "1550505600",
    "2019-02-18T16:00:00ZZ",
    "２019-02-18",
    "0001-01-01T00:00+00:01",
    "9999-12-31T23:59-00:01",
    "2019-02-18T16:00+24:00",
    "2019-02-18T16:00+05:60",
    "AnyStringToDenoteTimeOrDate",
];

const NAMES: &[&str] = &[
    "",
    " ",
    "id",
    "resourceId",
    "items",
    "Item",
    "Items ",
    "Entries",
    "__proto__",
    "constructor",
    "a/b~c",
    "~",
    "/",
    "0",
    "Severity\u{301}",
    "Ｓtatus",
    "😀",
    "\"",
    "\\",
    "\n",
    "\u{2028}",
    "NextToken",
    "Values",
    "Key",
];

/// Where a node stands and what it is meant to be; `None` inside what the model does not know.
struct Spot {
    steps: Vec<usize>,
    shape: Option<String>,
}

impl Spot {
    fn is_map(&self, model: &Model) -> bool {
        self.shape.as_ref().is_some_and(|id| matches!(model.shape(id).kind, Kind::Map { .. }))
    }
}

pub fn spoil(model: &Model, input: &str, root: &mut Node, side: Side, chance: &mut Chance) {
    let mut spots = Vec::new();
    collect(model, root, Some(input), &mut Vec::new(), &mut spots);
    // Maps are few among the many leaves, and have the most rules.
    let maps: Vec<&Spot> = spots.iter().filter(|spot| spot.is_map(model)).collect();
    let spot = if !maps.is_empty() && chance.one_in(4) { *chance.pick(&maps) } else { chance.pick(&spots) };
    let node = root.at(&spot.steps);
    match chance.below(14) {
        0 => node.value = junk(chance, 0),
        1 => node.value = Value::Null,
        2 => look_alike(node),
        3 => unknown_member(node, chance),
        4 => double_key(node, chance),
        5 => drop_one(node, chance),
        6 => empty(node),
        _ => match &spot.shape {
            Some(id) => by_shape(model, id, node, side, chance),
            None => node.value = junk(chance, 0),
        },
    }
}

fn collect(model: &Model, node: &Node, id: Option<&str>, steps: &mut Vec<usize>, spots: &mut Vec<Spot>) {
    spots.push(Spot { steps: steps.clone(), shape: id.map(str::to_owned) });
    let kind = id.map(|id| &model.shape(id).kind);
    for index in 0..node.children() {
        let below = match (&node.value, kind) {
            (Value::List(_), Some(Kind::List { item, .. })) => Some(item.as_str()),
            (Value::Object(_), Some(Kind::Map { value, .. })) => Some(value.as_str()),
            (Value::Object(entries), Some(Kind::Structure(members) | Kind::Union(members))) => {
                members.iter().find(|member| member.name == entries[index].key).map(|member| member.target.as_str())
            }
            _ => None,
        };
        steps.push(index);
        collect(model, node.child(index), below, steps, spots);
        steps.pop();
    }
}

fn junk(chance: &mut Chance, depth: usize) -> Value {
    match chance.below(if depth < 3 { 8 } else { 6 }) {
        0 => Value::Null,
        1 => Value::Bool(chance.one_in(2)),
        2 => Value::Number((*chance.pick(NUMBERS)).to_owned()),
        3..=5 => {
            let many = chance.below(6);
            Value::Text(samples::characters(chance, many))
        }
        6 => Value::List((0..chance.below(4)).map(|_| junk(chance, depth + 1).into()).collect()),
        _ => {
            let many = chance.below(4);
            // Double keys are wanted here now and then: nobody looks at what stands below a wrong type.
            Value::Object((0..many).map(|_| Entry::new(*chance.pick(NAMES), junk(chance, depth + 1).into())).collect())
        }
    }
}

/// The slips of people: a number in quotes, a text without them, one value where a list belongs.
fn look_alike(node: &mut Node) {
    let old = std::mem::replace(&mut node.value, Value::Null);
    node.value = match old {
        Value::Number(spelling) => Value::Text(spelling),
        Value::Bool(value) => Value::Text(value.to_string()),
        Value::Text(_) => Value::Number("12".into()),
        Value::List(mut items) if items.len() == 1 => items.remove(0).value,
        other => Value::List(vec![other.into()]),
    };
}

fn unknown_member(node: &mut Node, chance: &mut Chance) {
    if let Value::Object(entries) = &mut node.value {
        let name = match entries.is_empty() || chance.one_in(2) {
            true => (*chance.pick(NAMES)).to_owned(),
            false => recased(&chance.pick(entries).key, chance),
        };
        let at = chance.below(entries.len() + 1);
        entries.insert(at, Entry::new(name, junk(chance, 0).into()));
    }
}

fn recased(name: &str, chance: &mut Chance) -> String {
    match chance.below(4) {
        0 => name.to_lowercase(),
        1 => name.to_uppercase(),
        2 => format!("{name}s"),
        _ => name.chars().skip(1).collect(),
    }
}

fn double_key(node: &mut Node, chance: &mut Chance) {
    if let Value::Object(entries) = &mut node.value {
        if entries.is_empty() {
            return;
        }
        let mut again = chance.pick(entries).clone();
        match chance.below(4) {
            0 => again.node.value = Value::Null,
            1 => again.node.value = junk(chance, 0),
            _ => {}
        }
        let at = chance.below(entries.len() + 1);
        entries.insert(at, again);
    }
}

fn drop_one(node: &mut Node, chance: &mut Chance) {
    match &mut node.value {
        Value::List(items) if !items.is_empty() => drop(items.remove(chance.below(items.len()))),
        Value::Object(entries) if !entries.is_empty() => drop(entries.remove(chance.below(entries.len()))),
        _ => {}
    }
}

fn empty(node: &mut Node) {
    match &mut node.value {
        Value::List(items) => items.clear(),
        Value::Object(entries) => entries.clear(),
        Value::Text(text) => text.clear(),
        _ => {}
    }
}

fn by_shape(model: &Model, id: &str, node: &mut Node, side: Side, chance: &mut Chance) {
    let shape = model.shape(id);
    match &shape.kind {
        Kind::Structure(_) => drop_one(node, chance),
        Kind::Union(members) => {
            let Value::Object(entries) = &mut node.value else { return };
            let member = chance.pick(members);
            if entries.iter().all(|entry| entry.key != member.name) {
                entries.push(Entry::new(&member.name, sound(model, &member.target, side, chance, 9)));
            }
        }
        Kind::Boolean => look_alike(node),
        Kind::Integer { .. } | Kind::IntEnum(_) | Kind::Float => {
            node.value = match chance.below(8) {
                0 => Value::Text((*chance.pick(&["NaN", "Infinity", "-Infinity", "nan"])).to_owned()),
                _ => Value::Number((*chance.pick(NUMBERS)).to_owned()),
            }
        }
        Kind::Document => node.value = junk(chance, 0),
        Kind::Timestamp(_) => {
            node.value = match chance.below(4) {
                0 => Value::Number((*chance.pick(NUMBERS)).to_owned()),
                1 => Value::Number((*chance.pick(TIMES)).to_owned()),
                2 => Value::Text((*chance.pick(ISO_TIMES)).to_owned()),
                _ => Value::Text((*chance.pick(NOT_TIMES)).to_owned()),
            }
        }
        Kind::Text | Kind::Enum(_) | Kind::Blob => node.value = Value::Text(spoiled(shape, chance)),
        Kind::List { item, unique, .. } => {
            let too_many = shape.most.filter(|&most| most <= 50 || (most <= 300 && chance.one_in(30)));
            let Value::List(items) = &mut node.value else { return };
            if !items.is_empty() && (chance.one_in(4) || *unique && chance.one_in(2)) {
                let again = chance.pick(items).clone();
                return items.push(again);
            }
            match too_many {
                Some(most) if chance.one_in(2) => {
                    let one = sound(model, item, side, chance, 9);
                    items.resize(most as usize + chance.below(2) + 1, one);
                }
                _ => items.insert(chance.below(items.len() + 1), Value::Null.into()),
            }
        }
        Kind::Map { key, value, .. } => {
            let Value::Object(entries) = &mut node.value else { return };
            match shape.most.filter(|&most| most <= 50 || chance.one_in(10)) {
                Some(most) if chance.one_in(3) => {
                    let one = sound(model, value, side, chance, 9);
                    let many = most as usize + chance.below(3);
                    entries.extend((entries.len()..many).map(|number| Entry::new(format!("k{number}"), one.clone())));
                }
                _ => {
                    let key = spoiled(model.shape(key), chance);
                    let value = sound(model, value, side, chance, 9);
                    entries.insert(chance.below(entries.len() + 1), Entry::new(key, value));
                }
            }
        }
    }
}

/// A text near what the shape allows, inside or outside.
fn spoiled(shape: &Shape, chance: &mut Chance) -> String {
    let near = samples::sound(shape, chance);
    let least = shape.least.unwrap_or(0) as usize;
    let most = shape.most.filter(|&most| most <= 600 || (most <= 40_000 && chance.one_in(60))).unwrap_or(12) as usize;
    match chance.below(11) {
        0 => samples::characters(chance, most + 1),
        1 => samples::characters(chance, most),
        2 => samples::characters(chance, least.saturating_sub(1)),
        3 => "😀".repeat(most + chance.below(2)),
        4 => "e\u{301}".repeat(most / 2 + chance.below(2)),
        5 => format!("{near}{}", chance.pick(&["\n", " ", "\u{2028}", "\r\n", "😀", "\0", "é"])),
        6 => format!("{}{near}", chance.pick(&["\n", " ", "\u{feff}", "x"])),
        7 => recased(&near, chance),
        8 => near.chars().rev().collect(),
        9 => near.chars().map(|old| if chance.one_in(6) { '𝒳' } else { old }).collect(),
        _ => String::new(),
    }
}
