//! A Smithy 2.0 JSON AST, read into shapes. Traits that change nothing about a document are passed over; what
//! cannot be expressed is refused in words, and with it the operations that need it.
//!
//! Some traits are our own, for documents that other readers than a service take: `cloud.dryrun#anyCase`,
//! `cloud.dryrun#open` and `cloud.dryrun#chosenBy` on a structure, `cloud.dryrun#orOne` on a list, `cloud.dryrun#orText` on
//! a number or truth value, `cloud.dryrun#epochMillis` on a number, `cloud.dryrun#unjudged` on a text or a map. The types
//! that users see also know `cloud.dryrun#orNull` on a member.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::{Map, Value};

use crate::text::pattern::matcher_of;

use super::ast::{
    Binding, Bounds, Chosen, Http, Kind, Member, Model, ModelError, Operation, Pattern, Shape, ShapeId, TimeForm,
};
use super::traits::{
    binding_of, enum_values, kind_of, plain_text, prelude, shared, short, status_of, target_of, time_form, trait_of,
};

/// A model with what could not be taken from its text.
pub struct Loaded {
    /// What could be taken.
    pub model: Model,
    /// What could not.
    pub refused: Vec<Refused>,
}

/// Something in a model that the engine cannot express.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Refused {
    /// The shape or operation, without its namespace.
    pub shape: String,
    /// Why.
    pub reason: String,
}

impl Model {
    /// Loads a model of which every part has to be right.
    pub fn load(json: &str) -> Result<Model, ModelError> {
        read(json, false).map(|loaded| loaded.model)
    }

    /// Loads a model of which parts may be beyond the engine, with the explanations that stand in it.
    pub fn load_any(json: &str) -> Result<Loaded, ModelError> {
        read(json, true)
    }
}

fn read(json: &str, is_foreign: bool) -> Result<Loaded, ModelError> {
    let root: Value = serde_json::from_str(json).map_err(|e| ModelError::NotJson(e.to_string()))?;
    let ast = root.get("shapes").and_then(Value::as_object).ok_or(ModelError::NoShapes)?;
    let (service_id, service) =
        ast.iter().find(|(_, shape)| kind_of(shape) == "service").ok_or(ModelError::NoService)?;
    let mut loader = Loader {
        ast,
        // Whoever's name stands in front of the protocol's.
        has_json_names: service
            .get("traits")
            .and_then(Value::as_object)
            .is_some_and(|traits| traits.keys().any(|name| short(name) == "restJson1")),
        keeps_docs: is_foreign,
        shapes: Vec::new(),
        ids: BTreeMap::new(),
        docs: BTreeMap::new(),
        faults: Vec::new(),
        refused: Vec::new(),
        waiting: Vec::new(),
        of_members: BTreeMap::new(),
    };
    let mut operations = BTreeMap::new();
    for (id, shape) in ast {
        match kind_of(shape) {
            "operation" => {
                operations.insert(short(id).into(), loader.operation(id, shape));
            }
            "apply" => loader.refused(id, "says more about a shape that stands elsewhere, which is passed over"),
            _ => {}
        }
        if trait_of(shape, "smithy.api#error").is_some() {
            loader.shape(id, id);
        }
    }
    loader.build_all();
    match loader.faults.first() {
        Some((_, error)) if !is_foreign => return Err(error.clone()),
        _ => loader.drop_broken(&mut operations),
    }
    let Loader { mut shapes, ids, docs, refused, .. } = loader;
    shapes.iter_mut().for_each(|shape| shape.plain_bytes = shape.surely_kept());
    let mut names = BTreeMap::new();
    for (id, number) in ids {
        names.insert(short(&id).into(), number);
    }
    let service_traits = service.get("traits").and_then(Value::as_object).cloned().unwrap_or_default();
    let model = Model { shapes, names, docs, operations, service_name: short(service_id).into(), service_traits };
    Ok(Loaded { model, refused })
}

struct Loader<'a> {
    ast: &'a Map<String, Value>,
    shapes: Vec<Shape>,
    ids: BTreeMap<Box<str>, ShapeId>,
    docs: BTreeMap<Box<str>, Box<str>>,
    /// What could not be read; with the shape that nothing can be said of because of it.
    faults: Vec<(Option<ShapeId>, ModelError)>,
    refused: Vec<Refused>,
    /// Shapes that have a number and are not built yet.
    waiting: Vec<Waiting<'a>>,
    /// The shapes of members that have constraints of their own, by where the member stands in the model.
    of_members: BTreeMap<usize, ShapeId>,
    has_json_names: bool,
    keeps_docs: bool,
}

/// A shape that is yet to be built.
struct Waiting<'a> {
    number: ShapeId,
    /// The shape that refers to it.
    from: &'a str,
    id: &'a str,
    /// The member that it is the shape of alone, and how times are written there.
    own: Option<(&'a Value, Option<TimeForm>)>,
}

impl<'a> Loader<'a> {
    fn refused(&mut self, id: &str, reason: &str) {
        self.refused.push(Refused { shape: short(id).into(), reason: reason.into() });
    }

    fn operation(&mut self, id: &'a str, operation: &'a Value) -> Operation {
        let mut side = |name: &str| match operation.get(name).and_then(target_of) {
            Some(target) => self.shape(id, target),
            None => self.shape(id, "smithy.api#Unit"),
        };
        let (input, output) = (side("input"), side("output"));
        let errors = operation.get("errors").and_then(Value::as_array);
        let errors = errors.into_iter().flatten().filter_map(target_of).map(|e| short(e).into()).collect();
        self.explain(short(id).to_string(), operation);
        let http = trait_of(operation, "smithy.api#http").and_then(|http| {
            let prefix = trait_of(operation, "smithy.api#endpoint").and_then(|of| of.get("hostPrefix")?.as_str());
            Some(Http {
                method: http.get("method")?.as_str()?.into(),
                uri: http.get("uri")?.as_str()?.into(),
                host_prefix: prefix.unwrap_or_default().into(),
                status: http.get("code").and_then(Value::as_u64).and_then(|code| code.try_into().ok()).unwrap_or(200),
            })
        });
        let readonly = trait_of(operation, "smithy.api#readonly").is_some();
        Operation { input, output, errors, readonly, http }
    }

    /// Takes out the operations that lead to something that cannot be expressed, and says why; a constraint that
    /// cannot be is dropped alone.
    fn drop_broken(&mut self, operations: &mut BTreeMap<Box<str>, Operation>) {
        let faults = std::mem::take(&mut self.faults);
        let mut told = BTreeSet::new();
        for (_, error) in faults.iter().filter(|(shape, _)| shape.is_none()) {
            let reason = format!("{error}; it is not asked for");
            if told.insert(reason.clone()) {
                self.refused.push(Refused { shape: error.shape().into(), reason });
            }
        }
        let spoiled = self.spoiled_by(&faults);
        operations.retain(|name, operation| {
            let fault = [operation.input, operation.output].iter().find_map(|id| spoiled.get(id));
            if let Some(error) = fault {
                self.refused.push(Refused { shape: name.to_string(), reason: error.to_string() });
            }
            fault.is_none()
        });
    }

    /// Every shape that leads to one that could not be read, with the first fault it leads to. Each shape is looked at
    /// once, however many faults there are.
    fn spoiled_by<'f>(&self, faults: &'f [(Option<ShapeId>, ModelError)]) -> BTreeMap<ShapeId, &'f ModelError> {
        let mut users: BTreeMap<ShapeId, Vec<ShapeId>> = BTreeMap::new();
        for (user, shape) in (0..).map(ShapeId).zip(&self.shapes) {
            let mut uses = |id: ShapeId| users.entry(id).or_default().push(user);
            match &shape.kind {
                Kind::Structure(members) | Kind::Union(members) => {
                    members.iter().for_each(|member| uses(member.target))
                }
                Kind::List { member, .. } => uses(*member),
                Kind::Map { key, value, .. } => [*key, *value].into_iter().for_each(uses),
                _ => {}
            }
        }
        let mut spoiled = BTreeMap::new();
        for (shape, error) in faults {
            let mut open: Vec<ShapeId> = shape.iter().copied().collect();
            while let Some(id) = open.pop() {
                if spoiled.insert(id, error).is_none() {
                    open.extend(users.get(&id).into_iter().flatten().filter(|user| !spoiled.contains_key(*user)));
                }
            }
        }
        spoiled
    }

    /// The number of a shape. What it refers to is built later: shapes may refer to themselves, and a chain of them may
    /// be longer than the stack is deep.
    fn shape(&mut self, from: &'a str, id: &'a str) -> ShapeId {
        if let Some(&known) = self.ids.get(id) {
            return known;
        }
        let number = self.reserve();
        self.ids.insert(id.into(), number);
        self.waiting.push(Waiting { number, from, id, own: None });
        number
    }

    fn build_all(&mut self) {
        while let Some(Waiting { number, from, id, own }) = self.waiting.pop() {
            if let Some(ast) = self.ast.get(id) {
                self.explain(short(id).to_string(), ast);
            }
            let mut shape = self.resolved(from, id);
            if let (Ok(shape), Some((member, time))) = (&mut shape, own) {
                self.constrain(shape, from, member);
                if let (Kind::Timestamp(form), Some(own)) = (&mut shape.kind, time) {
                    *form = own;
                }
            }
            self.fill(number, shape);
        }
    }

    /// A shape of the model, or one that every model has.
    fn resolved(&mut self, from: &str, id: &'a str) -> Result<Shape, ModelError> {
        match (self.ast.get(id), shared(id)) {
            (Some(ast), _) => self.build(id, ast),
            (None, Some(kind)) => Ok(Shape::plain(short(id), kind)),
            (None, None) => Err(ModelError::UnknownTarget { shape: from.to_string(), target: id.to_string() }),
        }
    }

    fn reserve(&mut self) -> ShapeId {
        self.shapes.push(Shape::plain("", Kind::Document));
        ShapeId(self.shapes.len() as u32 - 1)
    }

    fn fill(&mut self, number: ShapeId, shape: Result<Shape, ModelError>) {
        match shape {
            Ok(shape) => {
                if let Some(slot) = self.shapes.get_mut(number.0 as usize) {
                    *slot = shape;
                }
            }
            Err(error) => self.faults.push((Some(number), error)),
        }
    }

    fn explain(&mut self, key: String, ast: &Value) {
        if !self.keeps_docs {
            return;
        }
        if let Some(doc) = trait_of(ast, "smithy.api#documentation").and_then(Value::as_str).map(plain_text) {
            self.docs.insert(key.into(), doc.into());
        }
    }

    fn build(&mut self, id: &'a str, ast: &'a Value) -> Result<Shape, ModelError> {
        let sparse = trait_of(ast, "smithy.api#sparse").is_some();
        let inexpressible = |reason| Err(ModelError::Inexpressible { shape: short(id).into(), reason });
        if trait_of(ast, "smithy.api#streaming").is_some() {
            return inexpressible("is a stream, which is no part of a JSON document");
        }
        let kind = match kind_of(ast) {
            "structure" => Kind::Structure(self.members(id, ast)),
            "union" => Kind::Union(self.members(id, ast)),
            "list" | "set" => Kind::List { member: self.target(id, ast.get("member")), sparse },
            "map" => {
                Kind::Map { key: self.target(id, ast.get("key")), value: self.target(id, ast.get("value")), sparse }
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
        shape.unique |= kind_of(ast) == "set";
        self.constrain(&mut shape, id, ast);
        shape.chosen = self.chosen(id, ast, &shape);
        Ok(shape)
    }

    /// The member whose shape another one chooses.
    fn chosen(&mut self, id: &'a str, ast: &'a Value, shape: &Shape) -> Option<Box<Chosen>> {
        let about = trait_of(ast, "cloud.dryrun#chosenBy")?;
        let text = |name: &str| about.get(name).and_then(Value::as_str);
        let member = shape.members().iter().position(|member| Some(&*member.name) == text("member"))?;
        let (by, placeholder) = (text("by")?.into(), text("placeholder")?.into());
        let all = about.get("shapes")?.as_object()?;
        let shapes =
            all.iter().filter_map(|(name, target)| Some((name.as_str().into(), self.shape(id, target.as_str()?))));
        let shapes = shapes.collect();
        Some(Box::new(Chosen { member, by, placeholder, shapes }))
    }

    /// The members, those of mixins first.
    fn members(&mut self, id: &'a str, ast: &'a Value) -> Vec<Member> {
        let owner = short(id);
        let mut all = Vec::new();
        for (id, ast) in self.mixed_into(id, ast) {
            let is_mixed = !all.is_empty();
            for (name, member) in ast.get("members").and_then(Value::as_object).into_iter().flatten() {
                self.explain(format!("{owner}${name}"), member);
                let text = |id: &str| trait_of(member, id).and_then(Value::as_str);
                let wire_name = text("smithy.api#jsonName").filter(|wire| self.has_json_names && wire != name);
                if is_mixed {
                    all.retain(|known: &Member| *known.name != **name);
                }
                all.push(Member {
                    name: name.as_str().into(),
                    wire_name: wire_name.map(Into::into),
                    required: trait_of(member, "smithy.api#required").is_some(),
                    filled: trait_of(member, "smithy.api#idempotencyToken").is_some(),
                    target: self.target(id, Some(member)),
                    binding: binding_of(member),
                });
            }
        }
        all
    }

    /// A structure behind all that is mixed into it, each once, and each behind what is mixed into that.
    fn mixed_into(&self, id: &'a str, ast: &'a Value) -> Vec<(&'a str, &'a Value)> {
        let (mut order, mut seen, mut open) = (Vec::new(), BTreeSet::new(), vec![(id, ast, false)]);
        while let Some((id, ast, is_ready)) = open.pop() {
            if is_ready {
                order.push((id, ast));
            } else if seen.insert(id) {
                open.push((id, ast, true));
                let mixins = ast.get("mixins").and_then(Value::as_array).into_iter().flatten();
                let found = mixins.filter_map(target_of).filter_map(|id| Some((id, self.ast.get(id)?, false)));
                open.extend(found.rev());
            }
        }
        order
    }

    /// The shape that a member refers to, with the constraints that stand on the member itself.
    fn target(&mut self, from: &'a str, member: Option<&'a Value>) -> ShapeId {
        let target = member.and_then(target_of).unwrap_or_default();
        let Some(member) = member.filter(|member| member.get("traits").is_some()) else {
            return self.shape(from, target);
        };
        let ast = self.ast.get(target);
        let is_time = ast.map_or(matches!(shared(target), Some(Kind::Timestamp(_))), |ast| kind_of(ast) == "timestamp");
        let own_time = time_form(member).or_else(|| {
            // Outside of the body a time is text, unless its shape says otherwise.
            let by_place = match binding_of(member) {
                Binding::Header(_) => TimeForm::HttpDate,
                Binding::Label | Binding::Query(_) => TimeForm::DateTime,
                _ => return None,
            };
            ast.and_then(time_form).is_none().then_some(by_place)
        });
        let constraints = ["smithy.api#length", "smithy.api#range", "smithy.api#pattern"];
        let has_own = constraints.iter().any(|name| trait_of(member, name).is_some()) || is_time && own_time.is_some();
        if !has_own {
            return self.shape(from, target);
        }
        let place = std::ptr::from_ref(member).addr();
        if let Some(&known) = self.of_members.get(&place) {
            return known;
        }
        let number = self.reserve();
        self.of_members.insert(place, number);
        self.waiting.push(Waiting { number, from, id: target, own: Some((member, own_time)) });
        number
    }

    fn constrain(&mut self, shape: &mut Shape, id: &str, ast: &Value) {
        shape.status = status_of(ast).or(shape.status);
        shape.sensitive |= trait_of(ast, "smithy.api#sensitive").is_some();
        shape.unique |= trait_of(ast, "smithy.api#uniqueItems").is_some();
        shape.any_case |= trait_of(ast, "cloud.dryrun#anyCase").is_some();
        shape.or_one |= trait_of(ast, "cloud.dryrun#orOne").is_some();
        shape.unjudged |= trait_of(ast, "cloud.dryrun#unjudged").is_some();
        shape.open |= trait_of(ast, "cloud.dryrun#open").is_some();
        shape.or_text |= trait_of(ast, "cloud.dryrun#orText").is_some();
        shape.millis |= trait_of(ast, "cloud.dryrun#epochMillis").is_some();
        if let Some(length) = trait_of(ast, "smithy.api#length") {
            let bound = |name| length.get(name).and_then(Value::as_u64);
            shape.length = Some(Bounds { min: bound("min"), max: bound("max") });
        }
        if let Some(range) = trait_of(ast, "smithy.api#range") {
            let bound = |name: &str, round: fn(f64) -> f64| {
                let number = range.get(name)?;
                number.as_i64().map(i128::from).or_else(|| number.as_f64().map(|f| round(f) as i128))
            };
            if matches!(shape.kind, Kind::Float) {
                let bound = |name| range.get(name).and_then(Value::as_f64);
                shape.real_range = Some(Bounds { min: bound("min"), max: bound("max") });
            } else {
                // Of whole numbers those within the bounds are allowed.
                shape.range = Some(Bounds { min: bound("min", f64::ceil), max: bound("max", f64::floor) });
            }
        }
        if let Some(source) = trait_of(ast, "smithy.api#pattern").and_then(Value::as_str) {
            match matcher_of(source) {
                Ok(matcher) => shape.pattern = Some(Pattern { source: source.into(), matcher }),
                Err(reason) => {
                    let error = ModelError::BadPattern { shape: id.into(), pattern: source.into(), reason };
                    self.faults.push((None, error));
                }
            }
        }
    }
}

impl Shape {
    fn plain(name: &str, kind: Kind) -> Shape {
        Shape {
            name: name.into(),
            kind,
            length: None,
            range: None,
            real_range: None,
            pattern: None,
            plain_bytes: (1, 0),
            sensitive: false,
            unique: false,
            status: None,
            any_case: false,
            or_one: false,
            unjudged: false,
            open: false,
            or_text: false,
            millis: false,
            chosen: None,
        }
    }

    /// A code point takes four bytes at most and one at least.
    fn surely_kept(&self) -> (u32, u32) {
        if self.unjudged {
            return (0, u32::MAX);
        }
        if self.pattern.is_some() || !matches!(self.kind, Kind::String) {
            return (1, 0);
        }
        let bounds = self.length.unwrap_or(Bounds { min: None, max: None });
        let bytes = |count: u64| u32::try_from(count).unwrap_or(u32::MAX);
        let least = bounds.min.map_or(0, |min| bytes(min.saturating_mul(4)));
        (least.saturating_add(2), bounds.max.map_or(u32::MAX, |max| bytes(max).saturating_add(2)))
    }
}
