//! The Smithy AST as the oracle reads it: shapes by id, with the constraint traits that bind a request.

use regress::Regex;
use serde_json::Value as Json;
use std::collections::BTreeMap;

const SSM: &str = include_str!("../../../src/services/ssm/model.json");

const OVER_REST: &str = include_str!("../../../src/services/huawei_config/model.json");

pub struct Model {
    pub operations: Vec<Operation>,
    /// Whether clients take documents in a form of their own.
    pub has_client_form: bool,
    shapes: BTreeMap<String, Shape>,
}

pub struct Operation {
    /// `ssm:PutInventory`
    pub id: String,
    /// The ids of the shapes of both sides.
    pub input: String,
    pub output: String,
}

pub struct Shape {
    pub kind: Kind,
    pub least: Option<u64>,
    pub most: Option<u64>,
    pub low: Option<i128>,
    pub high: Option<i128>,
    pub pattern: Option<Pattern>,
    /// A number may stand in quotes.
    pub or_text: bool,
}

pub enum Kind {
    Structure(Vec<Member>),
    /// Exactly one of them.
    Union(Vec<Member>),
    List {
        item: String,
        sparse: bool,
        unique: bool,
    },
    Map {
        key: String,
        value: String,
        sparse: bool,
    },
    Text,
    Enum(Vec<String>),
    Boolean,
    /// Of any width where there are no bits.
    Integer {
        bits: u32,
    },
    IntEnum(Vec<i128>),
    Float,
    Blob,
    Document,
    Timestamp(TimeForm),
}

/// How a time is written on the wire.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum TimeForm {
    Seconds,
    DateTime,
    HttpDate,
}

pub struct Member {
    pub name: String,
    pub target: String,
    pub required: bool,
    /// Clients fill it in.
    pub filled: bool,
    /// It stands in the address.
    pub label: bool,
}

pub struct Pattern {
    pub source: String,
    whole: Regex,
}

impl Pattern {
    /// None where no engine takes it: such a pattern is not asked for.
    fn new(source: &str) -> Option<Self> {
        let whole = format!("^(?:{source})$");
        let regex = Regex::with_flags(&whole, "u").or_else(|_| Regex::with_flags(&whole, ""));
        Some(Self { source: source.to_owned(), whole: regex.ok()? })
    }

    pub fn matches(&self, text: &str) -> bool {
        self.whole.find(text).is_some()
    }
}

impl Model {
    pub fn ssm() -> Self {
        Self::read("ssm", SSM, &[])
    }

    pub fn over_rest() -> Self {
        Self { has_client_form: false, ..Self::read("huawei-config", OVER_REST, &[]) }
    }

    /// The model with this text, without some of its operations.
    pub fn read(service: &str, text: &str, without: &[&str]) -> Self {
        let ast: Json = serde_json::from_str(text).expect("the model is JSON");
        let ast = ast["shapes"].as_object().expect("the model has shapes");
        let mut operations = Vec::new();
        for (id, shape) in ast.iter().filter(|(_, shape)| shape["type"] == "operation") {
            let name = id.rsplit('#').next().expect("an id has a name");
            let side = |side: &str| shape[side]["target"].as_str().unwrap_or("smithy.api#Unit").to_owned();
            if !without.contains(&name) {
                let id = format!("{service}:{name}");
                operations.push(Operation { id, input: side("input"), output: side("output") });
            }
        }
        let own = ast.iter().filter_map(|(id, shape)| Some((id.clone(), Shape::read(shape, ast)?)));
        let simple = [
            ("Unit", "structure"),
            ("String", "string"),
            ("Boolean", "boolean"),
            ("Byte", "byte"),
            ("Short", "short"),
            ("BigInteger", "bigInteger"),
            ("Double", "double"),
            ("Float", "float"),
            ("Blob", "blob"),
            ("Document", "document"),
            ("Integer", "integer"),
            ("Long", "long"),
            ("Timestamp", "timestamp"),
        ];
        let prelude = simple.iter().filter_map(|(name, kind)| {
            Some((format!("smithy.api#{name}"), Shape::read(&serde_json::json!({ "type": kind }), ast)?))
        });
        let mut shapes: BTreeMap<String, Shape> = own.chain(prelude).collect();
        // A constraint on a member makes a shape of its own.
        let constrained: Vec<(String, String, Json)> = ast
            .iter()
            .flat_map(|(id, shape)| shape["members"].as_object().into_iter().flatten().map(move |all| (id, all)))
            .filter(|(_, (_, member))| is_constrained(member))
            .map(|(id, (name, member))| (format!("{id}${name}"), member["target"].to_string(), member.clone()))
            .collect();
        for (id, target, member) in constrained {
            let target = target.trim_matches('"');
            let kind = simple.iter().find(|(name, _)| target == format!("smithy.api#{name}"));
            let of_every_model = kind.map(|(_, kind)| serde_json::json!({ "type": kind, "traits": {} }));
            // What leads nowhere is refused by the engine, and nobody asks for it here.
            let Some(mut base) = ast.get(target).cloned().or(of_every_model) else { continue };
            for (name, value) in member["traits"].as_object().expect("it has traits") {
                base["traits"][name] = value.clone();
            }
            shapes.insert(id, Shape::read(&base, ast).expect("a shape"));
        }
        Self { operations, has_client_form: true, shapes }
    }

    pub fn shape(&self, id: &str) -> &Shape {
        self.shapes.get(id).unwrap_or_else(|| panic!("the oracle does not know the shape {id}"))
    }

    /// Every shape that a request or an answer can hold.
    pub fn of_both_sides(&self) -> BTreeMap<&str, &Shape> {
        let roots = self.operations.iter().flat_map(|operation| [&operation.input, &operation.output]);
        roots.flat_map(|root| self.reach(root)).collect()
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
                Kind::Structure(members) | Kind::Union(members) => {
                    open.extend(members.iter().map(|member| member.target.as_str()))
                }
                Kind::List { item, .. } => open.push(item),
                Kind::Map { key, value, .. } => open.extend([key.as_str(), value.as_str()]),
                _ => {}
            }
        }
        found
    }
}

impl Shape {
    fn read(shape: &Json, ast: &serde_json::Map<String, Json>) -> Option<Self> {
        let target = |part: &str| shape[part]["target"].as_str().unwrap_or_default().to_owned();
        let sparse = has(shape, "smithy.api#sparse");
        let kind = match shape["type"].as_str()? {
            "structure" => Kind::Structure(members("", shape, ast)),
            "union" => Kind::Union(members("", shape, ast)),
            "list" => Kind::List { item: target("member"), sparse, unique: has(shape, "smithy.api#uniqueItems") },
            "map" => Kind::Map { key: target("key"), value: target("value"), sparse },
            "string" if has(shape, "smithy.api#enum") => {
                let values = trait_of(shape, "smithy.api#enum").as_array().expect("a list of values");
                Kind::Enum(values.iter().filter_map(|one| one["value"].as_str()).map(Into::into).collect())
            }
            "string" => Kind::Text,
            "byte" => Kind::Integer { bits: 8 },
            "short" => Kind::Integer { bits: 16 },
            "bigInteger" => Kind::Integer { bits: 0 },
            "intEnum" => Kind::IntEnum(int_enum_values(shape)),
            "float" | "double" | "bigDecimal" => Kind::Float,
            "blob" => Kind::Blob,
            "document" => Kind::Document,
            "enum" => Kind::Enum(enum_values(shape)),
            "boolean" => Kind::Boolean,
            "integer" => Kind::Integer { bits: 32 },
            "long" => Kind::Integer { bits: 64 },
            "timestamp" => Kind::Timestamp(match trait_of(shape, "smithy.api#timestampFormat").as_str() {
                Some("date-time") => TimeForm::DateTime,
                Some("http-date") => TimeForm::HttpDate,
                _ => TimeForm::Seconds,
            }),
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
            pattern: trait_of(shape, "smithy.api#pattern").as_str().and_then(Pattern::new),
            or_text: has(shape, "cloud.dryrun#orText"),
        })
    }
}

fn members(owner: &str, shape: &Json, ast: &serde_json::Map<String, Json>) -> Vec<Member> {
    let mixins = shape["mixins"].as_array().into_iter().flatten();
    let mixed = mixins.flat_map(|mixin| {
        let id = mixin["target"].as_str().expect("a mixin has a target");
        members(id, &ast[id], ast)
    });
    let owner = ast.iter().find(|(_, known)| *known == shape).map_or(owner, |(id, _)| id);
    let read = |(name, member): (&String, &Json)| Member {
        name: name.clone(),
        target: match is_constrained(member) {
            true => format!("{owner}${name}"),
            false => member["target"].as_str().unwrap_or_default().to_owned(),
        },
        required: has(member, "smithy.api#required"),
        filled: has(member, "smithy.api#idempotencyToken"),
        label: has(member, "smithy.api#httpLabel"),
    };
    let mut all: Vec<Member> = Vec::new();
    for member in mixed.chain(shape["members"].as_object().into_iter().flatten().map(read)) {
        // What is said later of a member of the same name counts.
        all.retain(|known| known.name != member.name);
        all.push(member);
    }
    all
}

/// Whether a member says more than its shape does.
fn is_constrained(member: &Json) -> bool {
    ["range", "length", "pattern", "timestampFormat"].iter().any(|name| has(member, &format!("smithy.api#{name}")))
}

fn int_enum_values(shape: &Json) -> Vec<i128> {
    let values = shape["members"].as_object().into_iter().flatten();
    values.filter_map(|(_, member)| trait_of(member, "smithy.api#enumValue").as_i64().map(i128::from)).collect()
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
