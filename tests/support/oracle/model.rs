//! The Smithy AST as the oracle reads it: shapes by id, with the constraint traits that bind a request.

use regress::Regex;
use serde_json::Value as Json;
use std::collections::BTreeMap;

const SSM: &str = include_str!("../../../src/services/ssm/model.json");

pub struct Model {
    /// `ssm:PutInventory` and the id of its input shape.
    pub operations: Vec<(String, String)>,
    shapes: BTreeMap<String, Shape>,
}

pub struct Shape {
    pub kind: Kind,
    pub least: Option<u64>,
    pub most: Option<u64>,
    pub low: Option<i128>,
    pub high: Option<i128>,
    pub pattern: Option<Pattern>,
}

pub enum Kind {
    Structure(Vec<Member>),
    List { item: String, sparse: bool },
    Map { key: String, value: String, sparse: bool },
    Text,
    Enum(Vec<String>),
    Boolean,
    Integer { bits: u32 },
    Timestamp,
}

pub struct Member {
    pub name: String,
    pub target: String,
    pub required: bool,
}

pub struct Pattern {
    pub source: String,
    whole: Regex,
}

impl Pattern {
    fn new(source: &str) -> Self {
        let whole = format!("^(?:{source})$");
        let regex = Regex::with_flags(&whole, "u").or_else(|_| Regex::with_flags(&whole, ""));
        Self { source: source.to_owned(), whole: regex.expect("a pattern of the model compiles") }
    }

    pub fn matches(&self, text: &str) -> bool {
        self.whole.find(text).is_some()
    }
}

impl Model {
    pub fn ssm() -> Self {
        let ast: Json = serde_json::from_str(SSM).expect("the model is JSON");
        let ast = ast["shapes"].as_object().expect("the model has shapes");
        let mut operations = Vec::new();
        for (id, shape) in ast.iter().filter(|(_, shape)| shape["type"] == "operation") {
            let name = id.rsplit('#').next().expect("an id has a name");
            let input = shape["input"]["target"].as_str().expect("each operation has an input");
            operations.push((format!("ssm:{name}"), input.to_owned()));
        }
        let shapes = ast.iter().filter_map(|(id, shape)| Some((id.clone(), Shape::read(shape)?))).collect();
        Self { operations, shapes }
    }

    pub fn shape(&self, id: &str) -> &Shape {
        self.shapes.get(id).unwrap_or_else(|| panic!("the oracle does not know the shape {id}"))
    }

    /// Every shape that a request can hold.
    pub fn of_requests(&self) -> BTreeMap<&str, &Shape> {
        self.operations.iter().flat_map(|(_, input)| self.reach(input)).collect()
    }

    /// A shape and all below it.
    pub fn reach<'a>(&'a self, id: &'a str) -> BTreeMap<&'a str, &'a Shape> {
        let mut found = BTreeMap::new();
        let mut open = vec![id];
        while let Some(id) = open.pop() {
            let shape = self.shape(id);
            if found.insert(id, shape).is_some() {
                continue;
            }
            match &shape.kind {
                Kind::Structure(members) => open.extend(members.iter().map(|member| member.target.as_str())),
                Kind::List { item, .. } => open.push(item),
                Kind::Map { key, value, .. } => open.extend([key.as_str(), value.as_str()]),
                _ => {}
            }
        }
        found
    }
}

impl Shape {
    fn read(shape: &Json) -> Option<Self> {
        let target = |part: &str| shape[part]["target"].as_str().unwrap_or_default().to_owned();
        let sparse = has(shape, "smithy.api#sparse");
        let kind = match shape["type"].as_str()? {
            "structure" => Kind::Structure(members(shape)),
            "list" => Kind::List { item: target("member"), sparse },
            "map" => Kind::Map { key: target("key"), value: target("value"), sparse },
            "string" => Kind::Text,
            "enum" => Kind::Enum(enum_values(shape)),
            "boolean" => Kind::Boolean,
            "integer" => Kind::Integer { bits: 32 },
            "long" => Kind::Integer { bits: 64 },
            "timestamp" => Kind::Timestamp,
            _ => return None,
        };
        let (length, range) = (trait_of(shape, "smithy.api#length"), trait_of(shape, "smithy.api#range"));
        let whole = |bound: &Json| bound.as_i64().map(i128::from);
        Some(Self {
            kind,
            least: length["min"].as_u64(),
            most: length["max"].as_u64(),
            low: whole(&range["min"]),
            high: whole(&range["max"]),
            pattern: trait_of(shape, "smithy.api#pattern").as_str().map(Pattern::new),
        })
    }
}

fn members(shape: &Json) -> Vec<Member> {
    let read = |(name, member): (&String, &Json)| Member {
        name: name.clone(),
        target: member["target"].as_str().unwrap_or_default().to_owned(),
        required: has(member, "smithy.api#required"),
    };
    shape["members"].as_object().map(|all| all.iter().map(read).collect()).unwrap_or_default()
}

fn enum_values(shape: &Json) -> Vec<String> {
    let value =
        |(name, member): (&String, &Json)| trait_of(member, "smithy.api#enumValue").as_str().unwrap_or(name).to_owned();
    shape["members"].as_object().map(|all| all.iter().map(value).collect()).unwrap_or_default()
}

fn trait_of<'a>(shape: &'a Json, id: &str) -> &'a Json {
    &shape["traits"][id]
}

fn has(shape: &Json, id: &str) -> bool {
    !trait_of(shape, id).is_null()
}
