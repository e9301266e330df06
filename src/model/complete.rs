//! What can stand at a place of a text. The text is most often broken there, so that the walker would lose the place:
//! a scanner of its own goes over the tokens, forgives whatever it can, and keeps which shape it is in.

use std::borrow::Cow;

use crate::text::Span;
use crate::text::order::sort_by;
use crate::text::string::{quoted, unescape};

use super::ast::{Kind, Member, Model, Shape, ShapeId};
use super::names::is_same_in_any_case;
use super::sample::{Hints, Sampler, Size};
use super::walk::Form;

/// Something that can stand at a place.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Completion {
    /// What a list of them shows.
    pub label: String,
    /// What it is.
    pub kind: Place,
    /// What to write: quotes, a stub of a value, and the commas that are needed.
    pub insert: String,
    /// What it takes the place of.
    pub span: Span,
    /// The member or shape that it is about, `Shape$member` or `Shape`.
    pub of: String,
}

/// What stands at a place.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Place {
    /// The name of a member of a structure.
    Member,
    /// A key of a map.
    Key,
    /// A value.
    Value,
}

impl Place {
    /// The word for it.
    pub fn as_str(self) -> &'static str {
        match self {
            Place::Member => "member",
            Place::Key => "key",
            Place::Value => "value",
        }
    }
}

/// What is to be completed.
pub struct Query<'q> {
    /// The shapes.
    pub model: &'q Model,
    /// What the service knows of realistic values.
    pub hints: &'q Hints,
    /// What the text is.
    pub form: Form,
    /// The text as far as it is written.
    pub text: &'q str,
    /// Where, in bytes.
    pub offset: usize,
}

/// What can stand at a place, likely ones first: those that begin as what is typed, then what is required.
pub fn complete(query: &Query<'_>, root: ShapeId) -> Vec<Completion> {
    let found = Scanner::new(query, root).run();
    let mut list = match found.place {
        Place::Value => query.values(&found),
        Place::Member | Place::Key => query.names(&found),
    };
    let typed = found.typed(query.text).to_lowercase();
    let rank = |completion: &Completion| !completion.label.to_lowercase().starts_with(&typed);
    if !typed.is_empty() {
        sort_by(&mut list, |a, b| rank(a).cmp(&rank(b)));
    }
    list
}

/// The place in the text.
struct Found {
    place: Place,
    /// The shape of the value, or of the object that the name is for.
    shape: Option<ShapeId>,
    /// The structure that the value is a member of, and which.
    holder: Option<(ShapeId, usize)>,
    /// What is being typed, or the value that stands behind the place; empty where there is neither.
    token: Span,
    /// Names that are there already.
    names: Vec<String>,
    /// How many elements the list has, with the one that is replaced.
    elements: usize,
    /// How many it may have.
    most: Option<u64>,
    needs_comma_before: bool,
    depth: usize,
}

impl Found {
    fn typed<'t>(&self, text: &'t str) -> &'t str {
        self.token.of(text).trim_matches(['"', '\''])
    }

    /// Whether there is no room for one more element.
    fn is_full(&self) -> bool {
        self.token.start == self.token.end && self.most.is_some_and(|most| self.elements as u64 >= most)
    }
}

impl Query<'_> {
    fn sampler(&self) -> Sampler<'_> {
        Sampler { model: self.model, hints: self.hints, form: self.form, size: Size::Minimal }
    }

    fn names(&self, found: &Found) -> Vec<Completion> {
        let Some(id) = found.shape else { return Vec::new() };
        let shape = self.model.shape(id);
        let is_free = |name: &str| {
            found.names.iter().all(|known| known != name && !(shape.any_case && is_same_in_any_case(known, name)))
        };
        match &shape.kind {
            Kind::Structure(members) | Kind::Union(members) => {
                if matches!(shape.kind, Kind::Union(_)) && !found.names.is_empty() {
                    return Vec::new();
                }
                let free = |required: bool| {
                    members
                        .iter()
                        .filter(move |member| member.required == required)
                        .filter(|member| is_free(member.name_in(self.form)))
                };
                let all = free(true).chain(free(false));
                all.map(|member| self.member(shape, member, found)).collect()
            }
            Kind::Map { key, value, .. } => {
                let key_shape = self.model.shape(*key);
                let names: Vec<Cow<'_, str>> = match &key_shape.kind {
                    Kind::Enum(values) => values.iter().map(|value| Cow::Borrowed(&**value)).collect(),
                    _ => self.hints.names(found.holder.and_then(|of| self.key_of(of)).as_deref(), &shape.name),
                };
                names
                    .iter()
                    .filter(|name| is_free(name))
                    .map(|name| Completion {
                        label: name.to_string(),
                        kind: Place::Key,
                        insert: self.with_commas(found, self.named(name, *value, found)),
                        span: found.token,
                        of: shape.name.to_string(),
                    })
                    .collect()
            }
            _ => Vec::new(),
        }
    }

    fn member(&self, shape: &Shape, member: &Member, found: &Found) -> Completion {
        let name = member.name_in(self.form);
        Completion {
            label: name.to_string(),
            kind: Place::Member,
            insert: self.with_commas(found, self.named(name, member.target, found)),
            span: found.token,
            of: format!("{}${}", shape.name, member.name),
        }
    }

    /// A name with a stub of its value, or alone where a value is there.
    fn named(&self, name: &str, value: ShapeId, found: &Found) -> String {
        if self.behind(found).starts_with(':') {
            return quoted(name);
        }
        let stub = match &self.model.shape(value).kind {
            Kind::Structure(_) | Kind::Union(_) | Kind::Map { .. } | Kind::Document => "{}".to_string(),
            Kind::List { .. } => "[]".into(),
            Kind::Enum(values) if values.len() == 1 => quoted(values.first().map_or("", |value| value)),
            Kind::String | Kind::Enum(_) | Kind::Blob => "\"\"".into(),
            _ => self.sampler().value(value, 0),
        };
        format!("{}: {stub}", quoted(name))
    }

    fn key_of(&self, (holder, index): (ShapeId, usize)) -> Option<String> {
        let holder = self.model.shape(holder);
        Some(format!("{}${}", holder.name, holder.members().get(index)?.name))
    }

    fn values(&self, found: &Found) -> Vec<Completion> {
        let Some(id) = found.shape.filter(|_| !found.is_full()) else { return Vec::new() };
        let shape = self.model.shape(id);
        let of = found.holder.and_then(|of| self.key_of(of)).unwrap_or_else(|| shape.name.to_string());
        // The white space between the place and the value that is replaced stays.
        let replaced = found.token.of(self.text);
        let space = replaced.get(..replaced.len() - replaced.trim_start().len()).unwrap_or_default();
        let completion = |label: String, text: String| Completion {
            label,
            kind: Place::Value,
            insert: self.with_commas(found, format!("{space}{text}")),
            span: found.token,
            of: of.clone(),
        };
        let sampled = || match found.holder.and_then(|(holder, i)| {
            let holder = self.model.shape(holder);
            Some((holder, holder.members().get(i)?))
        }) {
            Some((holder, member)) if member.target == id => self.sampler().member(holder, member, found.depth),
            _ => self.sampler().value(id, found.depth),
        };
        match &shape.kind {
            Kind::Enum(values) => values.iter().map(|value| completion(value.to_string(), quoted(value))).collect(),
            Kind::IntEnum(values) => values.iter().map(|n| completion(n.to_string(), n.to_string())).collect(),
            Kind::Boolean => ["true", "false"].map(|word| completion(word.into(), word.into())).into(),
            Kind::Document => Vec::new(),
            Kind::Structure(_) | Kind::Union(_) | Kind::Map { .. } => vec![completion("{ … }".into(), sampled())],
            Kind::List { .. } => vec![completion("[ … ]".into(), sampled())],
            _ => {
                let known = self.hints.values(&of, &shape.name);
                if known.is_empty() {
                    let sample = sampled();
                    let label = if sample.starts_with('"') {
                        unescape(sample.trim_matches('"')).into_owned()
                    } else {
                        sample.clone()
                    };
                    return if sample == "\"\"" { Vec::new() } else { vec![completion(label, sample)] };
                }
                known.iter().map(|value| completion(value.to_string(), quoted(value))).collect()
            }
        }
    }

    /// What follows the token, without white space.
    fn behind(&self, found: &Found) -> &str {
        self.text.get(found.token.end as usize..).unwrap_or_default().trim_start()
    }

    fn with_commas(&self, found: &Found, text: String) -> String {
        let before = if found.needs_comma_before { ", " } else { "" };
        let follows = self.behind(found).chars().next();
        let is_followed = found.depth > 0 && follows.is_some_and(|c| !matches!(c, ',' | '}' | ']' | ':'));
        format!("{before}{text}{}", if is_followed { "," } else { "" })
    }
}

/// Where the scanner stands in a container.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Stage {
    /// Before a name, or an element.
    Start,
    /// Behind a name.
    Named,
    /// Behind the colon.
    Value,
    /// Behind a value.
    Done,
}

struct Frame {
    is_list: bool,
    shape: Option<ShapeId>,
    /// The structure that the container is a member of, and which.
    holder: Option<(ShapeId, usize)>,
    stage: Stage,
    names: Vec<String>,
    elements: usize,
    /// The shape of the value behind the last name, and which member it is.
    value: Option<ShapeId>,
    member: Option<usize>,
    /// The text of the member that chooses the shape of another, once it was read.
    choice: Option<String>,
}

struct Scanner<'q> {
    query: &'q Query<'q>,
    root: ShapeId,
    stack: Vec<Frame>,
    is_root_done: bool,
    /// The place, and the frame whose names are still being gathered.
    found: Option<(Found, usize)>,
    at: usize,
}

impl<'q> Scanner<'q> {
    fn new(query: &'q Query<'q>, root: ShapeId) -> Self {
        Scanner { query, root, stack: Vec::new(), is_root_done: false, found: None, at: 0 }
    }

    fn run(mut self) -> Found {
        while !self.is_over() {
            let Some(token) = self.next_token() else { break };
            if self.found.is_none() && self.query.offset <= token.start as usize {
                let here = self.query.offset;
                self.find(Span::new(here, here));
            }
            let is_open = self.is_open(token);
            let (start, end) = (token.start as usize, token.end as usize);
            let is_inside =
                start < self.query.offset && (self.query.offset < end || is_open && self.query.offset == end);
            if self.found.is_none() && is_inside && !self.is_mark(token) {
                self.find(token);
            }
            self.take(token);
        }
        if self.found.is_none() {
            let here = self.query.offset;
            self.find(Span::new(here, here));
        }
        self.gather();
        self.found.map(|(found, _)| found).unwrap_or(Found {
            place: Place::Value,
            shape: None,
            holder: None,
            token: Span::default(),
            names: Vec::new(),
            elements: 0,
            most: None,
            needs_comma_before: false,
            depth: 0,
        })
    }

    /// Whether the object of the place is closed, so that all its names are known.
    fn is_over(&self) -> bool {
        self.found.as_ref().is_some_and(|(_, depth)| self.stack.len() < *depth)
    }

    /// Whether a token may go on where it ends: a word, or a text that nobody closed.
    fn is_open(&self, token: Span) -> bool {
        let text = token.of(self.query.text);
        let is_closed = text.len() > 1 && text.starts_with(['"', '\'']) && text.ends_with(['"', '\'']);
        !is_closed && !self.is_mark(token)
    }

    fn is_mark(&self, token: Span) -> bool {
        token.of(self.query.text).starts_with(['{', '}', '[', ']', ',', ':'])
    }

    /// The next token. A text without an end ends with its first word.
    fn next_token(&mut self) -> Option<Span> {
        let token = token_at(self.query.text, self.at)?;
        self.at = token.end as usize;
        Some(token)
    }

    fn take(&mut self, token: Span) {
        let text = token.of(self.query.text);
        match text.chars().next() {
            Some('{') => self.open(false),
            Some('[') => self.open(true),
            Some('}' | ']') => {
                if self.found.as_ref().is_some_and(|(_, depth)| self.stack.len() == *depth) {
                    self.gather();
                }
                self.stack.pop();
                self.done();
            }
            Some(',') => {
                if let Some(frame) = self.stack.last_mut() {
                    frame.stage = Stage::Start;
                }
            }
            Some(':') => {
                if let Some(frame) = self.stack.last_mut().filter(|frame| !frame.is_list) {
                    frame.stage = Stage::Value;
                }
            }
            _ => match self.stack.last() {
                // A text behind a value, where a comma is missing, is the next name.
                Some(frame) if !frame.is_list && matches!(frame.stage, Stage::Start | Stage::Done) => {
                    let is_here = self.found.as_ref().is_some_and(|(found, _)| found.token == token);
                    self.name(text, !is_here);
                }
                _ => {
                    self.choose(text);
                    self.done();
                }
            },
        }
    }

    fn name(&mut self, text: &str, is_kept: bool) {
        let name = unescape(text.trim_matches(['"', '\''])).into_owned();
        let (model, form) = (self.query.model, self.query.form);
        let Some(frame) = self.stack.last_mut() else { return };
        frame.stage = Stage::Named;
        (frame.value, frame.member) = (None, None);
        let any_case = frame.shape.is_some_and(|id| model.shape(id).any_case);
        match frame.shape.map(|id| &model.shape(id).kind) {
            Some(Kind::Structure(members) | Kind::Union(members)) => {
                let is = |member: &Member| member.name_in(form) == name;
                frame.member = members.iter().position(is).or_else(|| {
                    let known = |member: &Member| any_case && is_same_in_any_case(member.name_in(form), &name);
                    members.iter().position(known)
                });
                frame.value = frame.member.and_then(|i| members.get(i)).map(|member| member.target);
                let chosen = frame.shape.and_then(|id| model.shape(id).chosen.as_deref());
                if let Some(chosen) = chosen.filter(|chosen| Some(chosen.member) == frame.member) {
                    let choice = frame.choice.clone().or_else(|| text_ahead(self.query.text, self.at, &chosen.by));
                    let shape = chosen.shapes.iter().find(|(known, _)| Some(&**known) == choice.as_deref());
                    frame.value = shape.map(|(_, shape)| *shape).or(frame.value);
                }
            }
            Some(Kind::Map { value, .. }) => frame.value = Some(*value),
            _ => {}
        }
        if is_kept {
            frame.names.push(name);
        }
    }

    /// Keeps a text that chooses the shape of another member.
    fn choose(&mut self, text: &str) {
        let model = self.query.model;
        let Some(frame) = self.stack.last_mut().filter(|frame| frame.stage == Stage::Value) else { return };
        let Some(shape) = frame.shape.map(|id| model.shape(id)) else { return };
        let name = frame.member.and_then(|index| shape.members().get(index)).map(|member| &member.name);
        if shape.chosen.as_ref().is_some_and(|chosen| Some(&chosen.by) == name) {
            frame.choice = Some(unescape(text.trim_matches(['"', '\''])).into_owned());
        }
    }

    /// The shape of the value that stands next, and the member that it is of.
    fn expected(&self) -> (Option<ShapeId>, Option<(ShapeId, usize)>) {
        let Some(frame) = self.stack.last() else { return (Some(self.root).filter(|_| !self.is_root_done), None) };
        if !frame.is_list {
            return (frame.value, frame.shape.zip(frame.member));
        }
        match frame.shape.map(|id| &self.query.model.shape(id).kind) {
            Some(Kind::List { member, .. }) => (Some(*member), None),
            _ => (None, None),
        }
    }

    fn open(&mut self, is_list: bool) {
        let (shape, holder) = self.expected();
        let model = self.query.model;
        let shape = shape.map(|id| match &model.shape(id).kind {
            Kind::List { member, .. } if !is_list && model.shape(id).or_one => *member,
            _ => id,
        });
        let fits = |id: &ShapeId| matches!(self.query.model.shape(*id).kind, Kind::List { .. }) == is_list;
        self.stack.push(Frame {
            is_list,
            shape: shape.filter(fits),
            holder,
            stage: Stage::Start,
            names: Vec::new(),
            elements: 0,
            value: None,
            member: None,
            choice: None,
        });
    }

    fn done(&mut self) {
        match self.stack.last_mut() {
            Some(frame) => {
                frame.stage = Stage::Done;
                frame.elements += 1;
            }
            None => self.is_root_done = true,
        }
    }

    /// Keeps where the scanner stands as the place that was asked for.
    fn find(&mut self, token: Span) {
        let depth = self.stack.len();
        let (value, holder) = self.expected();
        let found = |place, shape, holder, needs_comma_before| Found {
            place,
            shape,
            holder,
            token,
            names: Vec::new(),
            elements: 0,
            most: None,
            needs_comma_before,
            depth,
        };
        let found = match self.stack.last() {
            None => self.with_value_behind(found(Place::Value, value, None, false)),
            Some(frame) if frame.is_list => Found {
                most: frame.shape.and_then(|id| self.query.model.shape(id).length?.max),
                ..found(Place::Value, value, None, frame.stage == Stage::Done)
            },
            Some(frame) => match frame.stage {
                Stage::Value => self.with_value_behind(found(Place::Value, value, holder, false)),
                // Between a name and its colon nothing can stand but the colon.
                Stage::Named => found(Place::Value, None, None, false),
                stage => {
                    let is_map =
                        frame.shape.is_some_and(|id| matches!(self.query.model.shape(id).kind, Kind::Map { .. }));
                    let place = if is_map { Place::Key } else { Place::Member };
                    found(place, frame.shape, frame.holder, stage == Stage::Done)
                }
            },
        };
        self.found = Some((found, depth));
    }

    /// Where there is room for one value alone, the one that stands behind the place is replaced; nothing is offered in
    /// front of an object or a list. A text before a colon is the name of the next member.
    fn with_value_behind(&self, found: Found) -> Found {
        let text = self.query.text;
        let here = found.token.start as usize;
        let Some(next) = token_at(text, here).filter(|_| found.token.end as usize == here) else { return found };
        let is_name = token_at(text, next.end as usize).is_some_and(|token| token.of(text) == ":");
        match next.of(text).chars().next() {
            Some('{' | '[') => Found { shape: None, ..found },
            Some('}' | ']' | ',' | ':') => found,
            _ if is_name => found,
            _ => Found { token: Span::new(here, next.end as usize), ..found },
        }
    }

    /// Takes over what the object or list that the place is in holds.
    fn gather(&mut self) {
        if let Some((found, depth)) = &mut self.found
            && let Some(frame) = depth.checked_sub(1).and_then(|i| self.stack.get_mut(i))
        {
            found.names.append(&mut frame.names);
            found.elements += std::mem::take(&mut frame.elements);
        }
    }
}

/// The token at a place, or the next one behind it.
fn token_at(text: &str, at: usize) -> Option<Span> {
    let rest = text.get(at..)?;
    let start = at + (rest.len() - rest.trim_start().len());
    let rest = rest.trim_start();
    let first = rest.chars().next()?;
    let length = match first {
        '{' | '}' | '[' | ']' | ',' | ':' => 1,
        '"' | '\'' => text_length(rest, first),
        _ => {
            let word = rest.find(|c: char| c.is_whitespace() || "{}[],:\"".contains(c)).unwrap_or(rest.len());
            word + closing_quote(rest.get(word..).unwrap_or_default())
        }
    };
    Some(Span::new(start, start + length))
}

/// The length of a quote behind a word that nobody opened, if it closes a text there.
fn closing_quote(text: &str) -> usize {
    let Some(behind) = text.strip_prefix('"') else { return 0 };
    let next = behind.trim_start_matches([' ', '\t', '\r']).chars().next();
    usize::from(next.is_none_or(|c| matches!(c, '\n' | ',' | '}' | ']' | ':')))
}

/// A member that chooses stands near the one that is chosen; further on it is not looked for, since objects may nest.
const LOOKED_AHEAD: usize = 4 << 10;

/// The text of a member that stands further on in the same object.
fn text_ahead(text: &str, from: usize, name: &str) -> Option<String> {
    let plain = |token: Span| unescape(token.of(text).trim_matches(['"', '\''])).into_owned();
    let (mut depth, mut at) = (0_usize, from);
    let mut before = [None, None];
    while let Some(token) = token_at(text, at).filter(|token| token.end as usize <= from + LOOKED_AHEAD) {
        at = token.end as usize;
        match token.of(text).chars().next() {
            Some('{' | '[') => depth += 1,
            Some('}' | ']') => depth = depth.checked_sub(1)?,
            // Behind the name and its colon.
            Some('"' | '\'') if depth == 0 && before == [Some(name.to_string()), Some(":".into())] => {
                return Some(plain(token));
            }
            _ => {}
        }
        let [_, last] = before;
        before = [last, (depth == 0).then(|| plain(token))];
    }
    None
}

/// The bytes of a text that begins with a quote: up to its end on the same line, or else its first word.
fn text_length(text: &str, quote: char) -> usize {
    let mut escaped = false;
    for (at, c) in text.char_indices().skip(1) {
        match c {
            '\n' => break,
            _ if escaped => escaped = false,
            '\\' => escaped = true,
            c if c == quote => return at + 1,
            _ => {}
        }
    }
    let body = text.get(1..).unwrap_or_default();
    1 + body.find(|c: char| c.is_whitespace() || "{}[],\"".contains(c)).unwrap_or(body.len())
}
