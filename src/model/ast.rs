//! A Smithy 2.0 JSON AST, read into shapes that refer to each other by number. Traits that change nothing
//! about a document's shape are passed over; a shape that cannot be expressed is refused in words.

use std::collections::BTreeMap;
use std::fmt;
use std::rc::Rc;

use serde_json::{Map, Value};

use crate::text::pattern::{Matcher, matcher_of};

/// A shape's number in its model.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct ShapeId(u32);

/// A service's shapes and operations.
pub struct Model {
    shapes: Vec<Shape>,
    names: BTreeMap<Box<str>, ShapeId>,
    /// The operations, by name.
    pub operations: BTreeMap<Box<str>, Operation>,
    /// The service shape's name without its namespace, as awsJson targets carry it.
    pub service_name: Box<str>,
    /// The traits of the service shape.
    pub service_traits: Map<String, Value>,
}

/// An operation of the service.
pub struct Operation {
    /// The shape of the request.
    pub input: ShapeId,
    /// The shape of the answer.
    pub output: ShapeId,
    /// The names of the modelled exceptions.
    pub errors: Vec<Box<str>>,
}

/// A shape with the constraints on its values.
pub struct Shape {
    /// The name without its namespace.
    pub name: Box<str>,
    /// What it is.
    pub kind: Kind,
    /// Bounds on code points, bytes, elements or entries.
    pub length: Option<Bounds<u64>>,
    /// Bounds on a number.
    pub range: Option<Bounds<i128>>,
    /// What a string has to match as a whole.
    pub pattern: Option<Pattern>,
    /// How many bytes a literal without escapes may have, its quotes included, to keep all constraints whatever its
    /// characters are; an empty range where that cannot be said.
    pub plain_bytes: (u32, u32),
    /// Whether values may be secret: they are never repeated in a message.
    pub sensitive: bool,
    /// The HTTP status, for the shape of an exception.
    pub status: Option<u16>,
}

/// An inclusive range with open ends.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Bounds<N> {
    /// The least value allowed.
    pub min: Option<N>,
    /// The greatest value allowed.
    pub max: Option<N>,
}

/// A pattern with its compiled form.
pub struct Pattern {
    /// As the model writes it.
    pub source: Box<str>,
    /// Anchored at both ends.
    pub matcher: Rc<dyn Matcher>,
}

/// What a shape is.
#[derive(Debug)]
pub enum Kind {
    /// Named members.
    Structure(Vec<Member>),
    /// Exactly one of the named members.
    Union(Vec<Member>),
    /// Elements of one shape.
    List {
        /// The shape of an element.
        member: ShapeId,
        /// Whether `null` may stand for an element.
        sparse: bool,
    },
    /// Entries with string keys.
    Map {
        /// The shape of a key.
        key: ShapeId,
        /// The shape of a value.
        value: ShapeId,
        /// Whether `null` may stand for a value.
        sparse: bool,
    },
    /// A text.
    String,
    /// One of these texts.
    Enum(Vec<Box<str>>),
    /// Bytes, base64 in JSON.
    Blob,
    /// A whole number of so many bits; 0 for any.
    Integer(u8),
    /// One of these whole numbers.
    IntEnum(Vec<i128>),
    /// A number, or `"NaN"`, `"Infinity"`, `"-Infinity"`.
    Float,
    /// `true` or `false`.
    Boolean,
    /// A point in time.
    Timestamp(TimeForm),
    /// Any JSON.
    Document,
}

/// How a point in time is written on the wire.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TimeForm {
    /// A number of seconds since 1970.
    EpochSeconds,
    /// RFC 3339 text.
    DateTime,
    /// The text that HTTP headers carry.
    HttpDate,
}

/// A member of a structure.
#[derive(Debug)]
pub struct Member {
    /// Its name in the document.
    pub name: Box<str>,
    /// Its shape, constraints on the member included.
    pub target: ShapeId,
    /// Whether a request without it is refused.
    pub required: bool,
}

/// Why a model was refused.
#[derive(Debug, PartialEq, Eq)]
pub enum ModelError {
    /// The text is not JSON.
    NotJson(String),
    /// There is no `shapes` object.
    NoShapes,
    /// There is no service shape.
    NoService,
    /// A shape refers to one that is not there.
    UnknownTarget {
        /// The shape that refers.
        shape: String,
        /// What it refers to.
        target: String,
    },
    /// A shape of a type that has no place in a document.
    UnknownType {
        /// The shape.
        shape: String,
        /// Its type.
        kind: String,
    },
    /// A pattern that no ECMAScript engine takes.
    BadPattern {
        /// The shape.
        shape: String,
        /// The pattern.
        pattern: String,
        /// What the engine says.
        reason: String,
    },
}

impl fmt::Display for ModelError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            ModelError::NotJson(reason) => write!(f, "the model is not JSON: {reason}"),
            ModelError::NoShapes => write!(f, "the model has no `shapes`: a Smithy 2.0 JSON AST is wanted"),
            ModelError::NoService => write!(f, "the model has no service shape"),
            ModelError::UnknownTarget { shape, target } => {
                write!(f, "`{shape}` refers to `{target}`, which the model does not have")
            }
            ModelError::UnknownType { shape, kind } => write!(f, "`{shape}` is of the unknown type `{kind}`"),
            ModelError::BadPattern { shape, pattern, reason } => {
                write!(f, "the pattern `{pattern}` of `{shape}` does not compile: {reason}")
            }
        }
    }
}

impl std::error::Error for ModelError {}

impl Model {
    /// Loads a Smithy 2.0 JSON AST.
    pub fn load(json: &str) -> Result<Model, ModelError> {
        let ast: Value = serde_json::from_str(json).map_err(|e| ModelError::NotJson(e.to_string()))?;
        let shapes = ast.get("shapes").and_then(Value::as_object).ok_or(ModelError::NoShapes)?;
        let mut loader = Loader { ast: shapes, shapes: Vec::new(), ids: BTreeMap::new() };
        let (service_id, service) =
            shapes.iter().find(|(_, shape)| kind_of(shape) == "service").ok_or(ModelError::NoService)?;
        let mut operations = BTreeMap::new();
        for (id, shape) in shapes.iter().filter(|(_, shape)| kind_of(shape) == "operation") {
            operations.insert(short(id).into(), loader.operation(id, shape)?);
        }
        for (id, shape) in shapes {
            if trait_of(shape, "smithy.api#error").is_some() {
                loader.shape(id, id)?;
            }
        }
        let Loader { shapes, ids, .. } = loader;
        let mut shapes: Vec<Shape> = shapes.into_iter().flatten().collect();
        shapes.iter_mut().for_each(|shape| shape.plain_bytes = shape.surely_kept());
        let mut names = BTreeMap::new();
        for (id, number) in ids {
            names.insert(short(&id).into(), number);
        }
        let service_traits = service.get("traits").and_then(Value::as_object).cloned().unwrap_or_default();
        Ok(Model { shapes, names, operations, service_name: short(service_id).into(), service_traits })
    }

    /// The shape with a number of this model.
    #[expect(clippy::indexing_slicing, reason = "numbers are handed out by `load` alone, one for each shape")]
    #[inline(always)]
    pub fn shape(&self, id: ShapeId) -> &Shape {
        &self.shapes[id.0 as usize]
    }

    /// The shape with a name, without its namespace.
    pub fn named(&self, name: &str) -> Option<ShapeId> {
        self.names.get(name).copied()
    }
}

impl Shape {
    /// The members of a structure or union; none for other shapes.
    #[inline]
    pub fn members(&self) -> &[Member] {
        match &self.kind {
            Kind::Structure(members) | Kind::Union(members) => members,
            _ => &[],
        }
    }
}

struct Loader<'a> {
    ast: &'a Map<String, Value>,
    shapes: Vec<Option<Shape>>,
    ids: BTreeMap<Box<str>, ShapeId>,
}

impl Loader<'_> {
    fn operation(&mut self, id: &str, operation: &Value) -> Result<Operation, ModelError> {
        let mut side = |name: &str| match operation.get(name).and_then(target_of) {
            Some(target) => self.shape(id, target),
            None => self.shape(id, "smithy.api#Unit"),
        };
        let (input, output) = (side("input")?, side("output")?);
        let errors = operation.get("errors").and_then(Value::as_array);
        let errors = errors.into_iter().flatten().filter_map(target_of).map(|e| short(e).into()).collect();
        Ok(Operation { input, output, errors })
    }

    /// The number of a shape, which is loaded with all that it refers to. Shapes may refer to themselves, so
    /// the number is given before the shape is there.
    fn shape(&mut self, from: &str, id: &str) -> Result<ShapeId, ModelError> {
        if let Some(&known) = self.ids.get(id) {
            return Ok(known);
        }
        let number = self.reserve();
        self.ids.insert(id.into(), number);
        let shape = match self.ast.get(id) {
            Some(ast) => self.build(id, ast)?,
            None => Shape::plain(
                short(id),
                prelude(id)
                    .ok_or_else(|| ModelError::UnknownTarget { shape: from.to_string(), target: id.to_string() })?,
            ),
        };
        self.fill(number, shape);
        Ok(number)
    }

    fn reserve(&mut self) -> ShapeId {
        self.shapes.push(None);
        ShapeId(self.shapes.len() as u32 - 1)
    }

    fn fill(&mut self, number: ShapeId, shape: Shape) {
        if let Some(slot) = self.shapes.get_mut(number.0 as usize) {
            *slot = Some(shape);
        }
    }

    fn build(&mut self, id: &str, ast: &Value) -> Result<Shape, ModelError> {
        let sparse = trait_of(ast, "smithy.api#sparse").is_some();
        let kind = match kind_of(ast) {
            "structure" => Kind::Structure(self.members(id, ast)?),
            "union" => Kind::Union(self.members(id, ast)?),
            "list" | "set" => Kind::List { member: self.target(id, ast.get("member"))?, sparse },
            "map" => {
                Kind::Map { key: self.target(id, ast.get("key"))?, value: self.target(id, ast.get("value"))?, sparse }
            }
            "string" => match trait_of(ast, "smithy.api#enum").and_then(Value::as_array) {
                Some(values) => {
                    Kind::Enum(values.iter().filter_map(|v| v.get("value")?.as_str()).map(Into::into).collect())
                }
                None => Kind::String,
            },
            "enum" => Kind::Enum(
                enum_values(ast).map(|(name, value)| value.and_then(Value::as_str).unwrap_or(name).into()).collect(),
            ),
            "intEnum" => {
                Kind::IntEnum(enum_values(ast).filter_map(|(_, value)| value?.as_i64().map(i128::from)).collect())
            }
            "timestamp" => Kind::Timestamp(time_form(ast).unwrap_or(TimeForm::EpochSeconds)),
            simple => {
                prelude(simple).ok_or_else(|| ModelError::UnknownType { shape: id.into(), kind: simple.into() })?
            }
        };
        let mut shape = Shape::plain(short(id), kind);
        shape.constrain(id, ast)?;
        Ok(shape)
    }

    fn members(&mut self, id: &str, ast: &Value) -> Result<Vec<Member>, ModelError> {
        let members = ast.get("members").and_then(Value::as_object);
        members
            .into_iter()
            .flatten()
            .map(|(name, member)| {
                let name = trait_of(member, "smithy.api#jsonName").and_then(Value::as_str).unwrap_or(name);
                let required = trait_of(member, "smithy.api#required").is_some();
                Ok(Member { name: name.into(), target: self.target(id, Some(member))?, required })
            })
            .collect()
    }

    /// The shape that a member refers to, with the constraints that stand on the member itself.
    fn target(&mut self, from: &str, member: Option<&Value>) -> Result<ShapeId, ModelError> {
        let target = member.and_then(target_of).unwrap_or_default();
        let has_own = ["smithy.api#length", "smithy.api#range", "smithy.api#pattern", "smithy.api#timestampFormat"]
            .iter()
            .any(|name| member.and_then(|m| trait_of(m, name)).is_some());
        let (Some(member), true) = (member, has_own) else { return self.shape(from, target) };
        let number = self.reserve();
        let mut shape = match self.ast.get(target) {
            Some(ast) => self.build(target, ast)?,
            None => Shape::plain(short(target), prelude(target).unwrap_or(Kind::Document)),
        };
        shape.constrain(from, member)?;
        if let (Kind::Timestamp(form), Some(own)) = (&mut shape.kind, time_form(member)) {
            *form = own;
        }
        self.fill(number, shape);
        Ok(number)
    }
}

impl Shape {
    fn plain(name: &str, kind: Kind) -> Shape {
        Shape {
            name: name.into(),
            kind,
            length: None,
            range: None,
            pattern: None,
            plain_bytes: (1, 0),
            sensitive: false,
            status: None,
        }
    }

    /// A code point takes four bytes at most and one at least.
    fn surely_kept(&self) -> (u32, u32) {
        if self.pattern.is_some() || !matches!(self.kind, Kind::String) {
            return (1, 0);
        }
        let bounds = self.length.unwrap_or(Bounds { min: None, max: None });
        let bytes = |count: u64| u32::try_from(count).unwrap_or(u32::MAX);
        let least = bounds.min.map_or(0, |min| bytes(min.saturating_mul(4)));
        (least.saturating_add(2), bounds.max.map_or(u32::MAX, |max| bytes(max).saturating_add(2)))
    }

    fn constrain(&mut self, id: &str, ast: &Value) -> Result<(), ModelError> {
        self.status = status_of(ast).or(self.status);
        self.sensitive |= trait_of(ast, "smithy.api#sensitive").is_some();
        if let Some(length) = trait_of(ast, "smithy.api#length") {
            let bound = |name| length.get(name).and_then(Value::as_u64);
            self.length = Some(Bounds { min: bound("min"), max: bound("max") });
        }
        if let Some(range) = trait_of(ast, "smithy.api#range") {
            let bound = |name: &str, round: fn(f64) -> f64| {
                let number = range.get(name)?;
                number.as_i64().map(i128::from).or_else(|| number.as_f64().map(|f| round(f) as i128))
            };
            self.range = Some(Bounds { min: bound("min", f64::ceil), max: bound("max", f64::floor) });
        }
        if let Some(source) = trait_of(ast, "smithy.api#pattern").and_then(Value::as_str) {
            let matcher = matcher_of(source).map_err(|reason| ModelError::BadPattern {
                shape: id.into(),
                pattern: source.into(),
                reason,
            })?;
            self.pattern = Some(Pattern { source: source.into(), matcher });
        }
        Ok(())
    }
}

fn prelude(name: &str) -> Option<Kind> {
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

fn enum_values(ast: &Value) -> impl Iterator<Item = (&str, Option<&Value>)> {
    let members = ast.get("members").and_then(Value::as_object);
    members.into_iter().flatten().map(|(name, member)| (name.as_str(), trait_of(member, "smithy.api#enumValue")))
}

fn time_form(ast: &Value) -> Option<TimeForm> {
    match trait_of(ast, "smithy.api#timestampFormat")?.as_str()? {
        "date-time" => Some(TimeForm::DateTime),
        "http-date" => Some(TimeForm::HttpDate),
        _ => Some(TimeForm::EpochSeconds),
    }
}

fn status_of(ast: &Value) -> Option<u16> {
    let side = trait_of(ast, "smithy.api#error")?.as_str()?;
    let own = trait_of(ast, "smithy.api#httpError").and_then(Value::as_u64).and_then(|n| u16::try_from(n).ok());
    Some(own.unwrap_or(if side == "server" { 500 } else { 400 }))
}

fn kind_of(shape: &Value) -> &str {
    shape.get("type").and_then(Value::as_str).unwrap_or_default()
}

fn trait_of<'v>(shape: &'v Value, name: &str) -> Option<&'v Value> {
    shape.get("traits")?.get(name)
}

fn target_of(member: &Value) -> Option<&str> {
    member.get("target")?.as_str()
}

fn short(id: &str) -> &str {
    id.rsplit_once('#').map_or(id, |(_, name)| name)
}
