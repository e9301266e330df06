//! The shapes and operations of a service, which refer to each other by number. `load.rs` reads them from a Smithy
//! JSON AST.

use std::collections::BTreeMap;
use std::fmt;
use std::rc::Rc;

use serde_json::{Map, Value};

use crate::text::pattern::Matcher;

use super::walk::Form;

/// A shape's number in its model.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct ShapeId(pub(super) u32);

/// A service's shapes and operations.
pub struct Model {
    pub(super) shapes: Vec<Shape>,
    pub(super) names: BTreeMap<Box<str>, ShapeId>,
    /// Explanations that came with the model, by `Shape` or `Shape$member`.
    pub(super) docs: BTreeMap<Box<str>, Box<str>>,
    /// The operations, by name.
    pub operations: BTreeMap<Box<str>, Operation>,
    /// The service shape's name without its namespace, as the targets of JSON protocols carry it.
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
    /// Whether the model says that it only reads.
    pub readonly: bool,
    /// How it goes over HTTP, where the model says so.
    pub http: Option<Http>,
}

/// How an operation goes over HTTP.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Http {
    /// In capitals.
    pub method: Box<str>,
    /// The path with its labels in braces, and what always stands in the query.
    pub uri: Box<str>,
    /// What stands in front of the host, with labels in braces.
    pub host_prefix: Box<str>,
    /// The status of an answer that went well.
    pub status: u16,
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
    /// The same for a number with a fraction, whose bounds may have one.
    pub real_range: Option<Bounds<f64>>,
    /// What a string has to match as a whole.
    pub pattern: Option<Pattern>,
    /// How many bytes a literal without escapes may have, its quotes included, to keep all constraints whatever its
    /// characters are; an empty range where that cannot be said.
    pub plain_bytes: (u32, u32),
    /// Whether no two elements may be the same.
    pub unique: bool,
    /// Whether values may be secret: they are never repeated in a message.
    pub sensitive: bool,
    /// The HTTP status, for the shape of an exception.
    pub status: Option<u16>,
    /// Whether the names of its members are read without regard to case.
    pub any_case: bool,
    /// Whether one element, an object, may stand for the list of it.
    pub or_one: bool,
    /// Whether the walker judges none of its values, since what they break depends on more than the value: the
    /// service's rules do.
    pub unjudged: bool,
    /// Whether members that it does not name may stand in it.
    pub open: bool,
    /// Whether a number or truth value may stand in quotes.
    pub or_text: bool,
    /// Whether a number is a time, in milliseconds since 1970.
    pub millis: bool,
    /// The member whose shape another member's value chooses.
    pub chosen: Option<Box<Chosen>>,
}

/// A member of a structure whose shape another one chooses.
pub struct Chosen {
    /// The index of the member.
    pub member: usize,
    /// The name of the one that chooses.
    pub by: Box<str>,
    /// How a text begins that stands for a value of any shape within the member.
    pub placeholder: Box<str>,
    /// The shapes, by the value that chooses them.
    pub shapes: Vec<(Box<str>, ShapeId)>,
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
    /// Its name in the model, which clients take.
    pub name: Box<str>,
    /// Its name on the wire, where that is another.
    pub wire_name: Option<Box<str>>,
    /// Its shape, constraints on the member included.
    pub target: ShapeId,
    /// Whether a request without it is refused.
    pub required: bool,
    /// Whether clients fill it in when it is left out.
    pub filled: bool,
    /// Where in a request it goes.
    pub binding: Binding,
}

/// Where in an HTTP request a member goes.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum Binding {
    /// Into the body, under its name.
    #[default]
    Body,
    /// Into the path or the host.
    Label,
    /// Into the query, under a name.
    Query(Box<str>),
    /// A map: each entry into the query.
    QueryParams,
    /// Into a header.
    Header(Box<str>),
    /// A map: each entry into a header with a prefix.
    PrefixHeaders(Box<str>),
    /// It is the body.
    Payload,
}

/// Why a model was refused.
#[derive(Clone, Debug, PartialEq, Eq)]
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
    /// A shape that cannot stand in a document.
    Inexpressible {
        /// The shape.
        shape: String,
        /// What about it.
        reason: &'static str,
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

impl ModelError {
    /// The shape that it is about, without its namespace; empty where it is about the whole model.
    pub fn shape(&self) -> &str {
        let id = match self {
            ModelError::NotJson(_) | ModelError::NoShapes | ModelError::NoService => "",
            ModelError::UnknownTarget { shape, .. }
            | ModelError::UnknownType { shape, .. }
            | ModelError::Inexpressible { shape, .. }
            | ModelError::BadPattern { shape, .. } => shape,
        };
        id.rsplit_once('#').map_or(id, |(_, name)| name)
    }
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
            ModelError::Inexpressible { shape, reason } => write!(f, "`{shape}` {reason}"),
            ModelError::BadPattern { shape, pattern, reason } => {
                write!(f, "the pattern `{pattern}` of `{shape}` does not compile: {reason}")
            }
        }
    }
}

impl std::error::Error for ModelError {}

impl Model {
    /// The shape with a number of this model.
    #[expect(clippy::indexing_slicing, reason = "numbers are handed out by `load` alone, one for each shape")]
    #[inline(always)]
    pub fn shape(&self, id: ShapeId) -> &Shape {
        &self.shapes[id.0 as usize]
    }

    /// What the model says of a shape (`Shape`) or a member (`Shape$member`).
    pub fn doc(&self, key: &str) -> Option<&str> {
        self.docs.get(key).map(|doc| &**doc)
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

impl Member {
    /// Its name in a text of this form.
    #[inline(always)]
    pub fn name_in(&self, form: Form) -> &str {
        match (&self.wire_name, form) {
            (Some(name), Form::Wire) => name,
            _ => &self.name,
        }
    }
}
