//! YAML, made into JSON text with the way back: which token of the one stands for which of the other. So whoever reads
//! JSON reads YAML too, and what is found in the JSON is told at its place in the YAML.
//!
//! Plain scalars are read by the core schema of YAML 1.2, which JSON readers agree with. What other versions take for
//! something else is told by whoever knows what was wanted.

mod places;
mod scalar;
#[cfg(test)]
mod tests;
mod write;

use saphyr_parser::{Event, Parser, ScalarStyle, Span as Marks, Tag};

use super::Span;
use super::string::push_quoted;

use scalar::{is_word_of_other_versions, literal_of};

pub use write::written;

/// A YAML text becomes no more JSON than this, however often it repeats itself.
pub const MAX_JSON: usize = 4 << 20;

/// A YAML text as JSON.
#[derive(Debug, Default)]
pub struct Yaml {
    /// The same as JSON, whole where there is no fault.
    pub json: String,
    /// What is wrong with the YAML itself.
    pub faults: Vec<YamlFault>,
    tokens: Vec<Token>,
}

/// Something wrong with a YAML text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct YamlFault {
    /// Where.
    pub span: Span,
    /// What kind of fault it is.
    pub kind: FaultKind,
    /// What is wrong, in one clause.
    pub message: String,
    /// What to do.
    pub help: &'static str,
    /// What to write in its place.
    pub repair: Option<String>,
}

/// What kind of fault it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FaultKind {
    /// The text cannot be read as one YAML document.
    Syntax,
    /// A tag that gives a value a meaning of its own.
    Tag,
    /// The text repeats itself into more than is read.
    Size,
    /// A word without quotes that other versions of YAML take for a truth value.
    Word,
}

/// A piece of the JSON text and the piece of the YAML text that it stands for.
// INVARIANT: tokens stand in the order of the JSON text and do not overlap.
#[derive(Clone, Copy, Debug)]
struct Token {
    json: Span,
    source: Span,
    kind: TokenKind,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum TokenKind {
    /// A plain scalar.
    Plain,
    /// A scalar in quotes.
    Quoted,
    /// A scalar in lines of its own, or something that stands for more than itself.
    Other,
    /// A bracket that is there in the YAML too.
    Bracket,
    /// A bracket that is not there: a block begins at this column.
    Block(u32),
}

/// Reads a YAML text.
pub fn yaml(text: &str) -> Yaml {
    let mut reading = Reading { text, at: (0, 0), out: Yaml::default(), open: Vec::new(), anchors: Vec::new() };
    reading.all();
    reading.out
}

/// A collection that is still open.
struct Open {
    is_map: bool,
    count: usize,
    anchor: usize,
    json: usize,
    last: Span,
}

struct Reading<'t> {
    text: &'t str,
    /// A number of characters and the bytes that they take.
    at: (usize, usize),
    out: Yaml,
    open: Vec<Open>,
    /// What anchors stand for: pieces of the JSON text.
    anchors: Vec<(usize, usize)>,
}

impl Reading<'_> {
    fn all(&mut self) {
        let mut parser = Parser::new_from_str(self.text.strip_prefix('\u{feff}').unwrap_or(self.text));
        if self.text.starts_with('\u{feff}') {
            self.at = (0, '\u{feff}'.len_utf8());
        }
        let mut documents = 0;
        while let Some(next) = parser.next_event() {
            let (event, marks) = match next {
                Ok(next) => next,
                Err(error) => {
                    let start = self.byte(error.marker().index());
                    return self.broken(start, error.info());
                }
            };
            let span = self.span(marks);
            match event {
                Event::DocumentStart(_) => {
                    documents += 1;
                    if documents > 1 {
                        let message = "a second document begins".to_string();
                        return self.fault(span, FaultKind::Syntax, message, "keep one document in a text");
                    }
                }
                Event::Scalar(value, style, anchor, tag) => self.scalar(&value, style, anchor, tag.as_deref(), span),
                Event::SequenceStart(anchor, tag) => self.begin('[', anchor, tag.as_deref(), (span, marks)),
                Event::MappingStart(anchor, tag) => self.begin('{', anchor, tag.as_deref(), (span, marks)),
                Event::SequenceEnd | Event::MappingEnd => self.end(span),
                Event::Alias(anchor) => self.alias(anchor, span),
                Event::Nothing | Event::StreamStart | Event::StreamEnd | Event::DocumentEnd => {}
            }
            if self.out.json.len() > MAX_JSON {
                let message = format!("the text repeats itself into more than {} MB", MAX_JSON >> 20);
                return self.fault(span, FaultKind::Size, message, "write it without aliases of aliases");
            }
            if self.out.faults.iter().any(|fault| fault.kind == FaultKind::Syntax) {
                return;
            }
        }
        if self.out.json.is_empty() {
            self.fault(
                Span::new(0, self.text.len().min(1)),
                FaultKind::Syntax,
                "there is nothing in the text".into(),
                "write a document",
            );
        }
    }

    fn fault(&mut self, span: Span, kind: FaultKind, message: String, help: &'static str) {
        self.out.faults.push(YamlFault { span, kind, message, help, repair: None });
    }

    fn broken(&mut self, at: usize, info: &str) {
        let line = self.text.get(..at).unwrap_or_default().rsplit('\n').next().unwrap_or_default();
        let indent = line.len() - line.trim_start_matches(' ').len();
        let tab = line.get(indent..).filter(|rest| rest.starts_with('\t')).map(|rest| at - rest.len());
        let start = tab.unwrap_or(at);
        let here = self.text.get(start..).and_then(|rest| rest.chars().next());
        let help = if here == Some('\t') {
            "indent with spaces: YAML allows no tabs there"
        } else {
            "look at the indentation and at quotes and brackets that do not close, here and in the line before"
        };
        let span = Span::new(start, start + here.map_or(0, char::len_utf8));
        self.fault(span, FaultKind::Syntax, format!("this is not YAML: {info}"), help);
    }

    /// The byte at which a character begins.
    fn byte(&mut self, index: usize) -> usize {
        let (chars, bytes) = self.at;
        let (chars, bytes) =
            if index < chars { (0, if self.text.starts_with('\u{feff}') { 3 } else { 0 }) } else { (chars, bytes) };
        let rest = self.text.get(bytes..).unwrap_or_default();
        let length = rest.char_indices().nth(index - chars).map_or(rest.len(), |(at, _)| at);
        self.at = (index, bytes + length);
        bytes + length
    }

    fn span(&mut self, marks: Marks) -> Span {
        let start = self.byte(marks.start.index());
        let back = self.at;
        let end = self.byte(marks.end.index());
        // The next event often begins before this one ends.
        self.at = back;
        Span::new(start, end.max(start))
    }

    /// What stands between two values in JSON.
    fn separate(&mut self) -> bool {
        let Some(open) = self.open.last_mut() else { return false };
        let is_key = open.is_map && open.count % 2 == 0;
        if open.count > 0 {
            self.out.json.push(if open.is_map && !is_key { ':' } else { ',' });
        }
        open.count += 1;
        is_key
    }

    fn token(&mut self, start: usize, source: Span, kind: TokenKind) {
        let json = Span::new(start, self.out.json.len());
        self.out.tokens.push(Token { json, source, kind });
        if let Some(open) = self.open.last_mut() {
            open.last = source;
        }
    }

    fn remember(&mut self, anchor: usize, start: usize) {
        if anchor > 0 {
            // Anchors are numbered from one on.
            let end = self.out.json.len();
            self.anchors.resize(self.anchors.len().max(anchor + 1), (0, 0));
            self.anchors.get_mut(anchor).into_iter().for_each(|place| *place = (start, end));
        }
    }

    fn tag(&mut self, tag: Option<&Tag>, span: Span) -> bool {
        let Some(tag) = tag else { return false };
        if tag.is_yaml_core_schema() || tag.handle.is_empty() && tag.suffix == "!" {
            return tag.suffix == "str" || tag.suffix == "!";
        }
        let name = format!("{}{}", tag.handle, tag.suffix);
        let message = format!("the tag `{}` has no meaning here", name.chars().take(60).collect::<String>());
        self.fault(
            span,
            FaultKind::Tag,
            message,
            "write out what it stands for: templates of other tools have to be filled in first",
        );
        false
    }

    fn scalar(&mut self, value: &str, style: ScalarStyle, anchor: usize, tag: Option<&Tag>, span: Span) {
        let is_text = self.tag(tag, span);
        let is_key = self.separate();
        let start = self.out.json.len();
        let literal = if style == ScalarStyle::Plain && !is_key && !is_text { literal_of(value) } else { None };
        match literal {
            Some(literal) => self.out.json.push_str(&literal),
            None => push_quoted(&mut self.out.json, value),
        }
        if style == ScalarStyle::Plain && !is_key && is_word_of_other_versions(value) {
            let message =
                format!("`{value}` without quotes is a text here, and a truth value in other versions of YAML");
            let help = "put quotes around it, or write `true` or `false`";
            let repair = Some(format!("'{value}'"));
            self.out.faults.push(YamlFault { span, kind: FaultKind::Word, message, help, repair });
        }
        let kind = match style {
            ScalarStyle::Plain => TokenKind::Plain,
            ScalarStyle::SingleQuoted | ScalarStyle::DoubleQuoted => TokenKind::Quoted,
            _ => TokenKind::Other,
        };
        // A scalar in lines of its own ends where the next thing begins.
        let source = span.of(self.text);
        let span = Span { end: span.start + source.trim_end().len() as u32, ..span };
        self.token(start, span, kind);
        self.remember(anchor, start);
    }

    fn begin(&mut self, bracket: char, anchor: usize, tag: Option<&Tag>, (span, marks): (Span, Marks)) {
        self.tag(tag, span);
        if self.separate() {
            let message = "a key is a list or a mapping".to_string();
            return self.fault(span, FaultKind::Syntax, message, "keys are texts");
        }
        let start = self.out.json.len();
        self.out.json.push(bracket);
        let is_flow = self.text.get(span.start as usize..).is_some_and(|rest| rest.starts_with(bracket));
        let kind = if is_flow { TokenKind::Bracket } else { TokenKind::Block(marks.start.col() as u32) };
        self.token(start, span, kind);
        self.open.push(Open { is_map: bracket == '{', count: 0, anchor, json: start, last: span });
    }

    fn end(&mut self, span: Span) {
        let Some(open) = self.open.pop() else { return };
        let start = self.out.json.len();
        self.out.json.push(if open.is_map { '}' } else { ']' });
        let is_flow = span.of(self.text).starts_with(['}', ']']);
        let (source, kind) = if is_flow {
            (span, TokenKind::Bracket)
        } else {
            (Span { start: open.last.end, end: open.last.end }, TokenKind::Block(0))
        };
        self.token(start, source, kind);
        self.remember(open.anchor, open.json);
    }

    fn alias(&mut self, anchor: usize, span: Span) {
        let is_key = self.separate();
        let start = self.out.json.len();
        let place = self.anchors.get(anchor).filter(|(from, to)| from < to);
        let known = place.and_then(|(from, to)| self.out.json.get(*from..*to)).map(str::to_string);
        match known {
            Some(piece) if !is_key || piece.starts_with('"') => self.out.json.push_str(&piece),
            Some(_) => return self.fault(span, FaultKind::Syntax, "a key is not a text".into(), "keys are texts"),
            None => {
                let message = "the alias stands within what it stands for".to_string();
                return self.fault(span, FaultKind::Syntax, message, "write the value out");
            }
        }
        self.token(start, span, TokenKind::Other);
    }
}

impl Yaml {
    /// Whether the text could be read to its end.
    pub fn is_whole(&self) -> bool {
        self.faults.iter().all(|fault| matches!(fault.kind, FaultKind::Tag | FaultKind::Word))
    }
}
