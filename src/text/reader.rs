//! The strict JSON reader (RFC 8259): one cursor over the bytes, driven by whoever knows what should come next.
//! A slip that has one plain repair is told and read over; after anything else the reader is lost, says so
//! once, and stands at the end. It never panics and never goes back.

use super::{Span, scan};

/// What a value begins with.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Start {
    /// `{`
    Object,
    /// `[`
    Array,
    /// `"`, or `'`, which is told as a fault
    String,
    /// A number
    Number,
    /// `true`
    True,
    /// `false`
    False,
    /// `null`
    Null,
    /// Nothing that a value begins with; a fault tells it.
    Nothing,
}

/// A string, with its quotes.
#[derive(Clone, Copy, Debug)]
pub struct Quoted {
    /// From quote to quote, both included; the bare name, where a key stands without quotes.
    pub span: Span,
    /// Whether it stands without quotes.
    pub bare: bool,
    /// Whether there is a backslash in it.
    pub escaped: bool,
    /// Whether one of the escapes is a `\u`.
    pub has_units: bool,
    /// Whether it was read without a fault.
    pub sound: bool,
}

impl Quoted {
    /// The text between the quotes, escapes and all.
    #[inline(always)]
    pub fn inside<'t>(&self, text: &'t str) -> &'t str {
        let quote = u32::from(!self.bare);
        Span { start: self.span.start + quote, end: self.span.end.saturating_sub(quote) }.of(text)
    }
}

/// A place where the text is not JSON.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fault {
    /// Where.
    pub span: Span,
    /// What is wrong, in one clause.
    pub message: String,
    /// What to do.
    pub help: &'static str,
    /// The repair, where it is plain: a place and what to put there.
    pub repair: Option<(Span, String)>,
}

/// The reader and its faults so far.
pub struct Reader<'t> {
    text: &'t str,
    bytes: &'t [u8],
    at: usize,
    lost: bool,
    /// What was not JSON, in order of place.
    pub faults: Vec<Fault>,
}

const NOT_JSON: &str = "write strict JSON: double quotes, no comments, no commas at the end";

impl<'t> Reader<'t> {
    /// A reader at the start of a text.
    pub fn new(text: &'t str) -> Self {
        Reader {
            text,
            bytes: text.as_bytes(),
            at: if text.starts_with('\u{feff}') { 3 } else { 0 },
            lost: false,
            faults: Vec::new(),
        }
    }

    /// A reader at an offset of a text, to look ahead.
    pub fn at_offset(text: &'t str, at: usize) -> Self {
        Reader { at, ..Reader::new(text) }
    }

    /// Passes a value, without a word about what is wrong with it.
    pub fn skip_value(&mut self) {
        match self.start() {
            Start::Object | Start::Array => self.skip_unread(),
            Start::String => {
                self.string();
            }
            Start::Number => {
                self.number();
            }
            Start::True | Start::Null => self.pass(4),
            Start::False => self.pass(5),
            Start::Nothing => self.lost = true,
        }
    }

    /// The text that is read.
    pub fn text(&self) -> &'t str {
        self.text
    }

    /// Where the next byte is read.
    #[inline(always)]
    pub fn at(&self) -> usize {
        self.at
    }

    /// Whether the reader gave up: what it has not seen cannot be judged.
    #[inline(always)]
    pub fn is_lost(&self) -> bool {
        self.lost
    }

    /// Passes white space and tells what the next value begins with. Nothing of the value is read.
    #[inline(always)]
    pub fn start(&mut self) -> Start {
        self.skip_space();
        match self.peek() {
            Some(b'"') => Start::String,
            Some(b'{') => Start::Object,
            Some(b'[') => Start::Array,
            Some(b'-' | b'0'..=b'9') => Start::Number,
            Some(b't') if self.word("true") => Start::True,
            Some(b'f') if self.word("false") => Start::False,
            Some(b'n') if self.word("null") => Start::Null,
            _ => self.odd_start(),
        }
    }

    /// Passes a byte that [`start`](Self::start) has seen: the bracket or brace that opens a value.
    #[inline(always)]
    pub fn pass(&mut self, count: usize) {
        self.at += count;
    }

    /// The next element of an array whose bracket was passed: whether there is one. Passes the closing bracket.
    #[inline(always)]
    pub fn next_element(&mut self, first: bool) -> bool {
        self.skip_space();
        match self.peek() {
            Some(b']') => {
                self.at += 1;
                false
            }
            Some(b',') if !first => {
                let comma = self.at;
                self.at += 1;
                self.skip_space();
                self.peek() != Some(b']') || self.trailing_comma(comma)
            }
            Some(b',') => self.lose("a value is missing before the comma"),
            Some(_) if first => true,
            _ => self.odd_separator(b']', first),
        }
    }

    /// The next member of an object whose brace was passed: its key, with the colon passed. Passes the closing
    /// brace.
    #[inline(always)]
    pub fn next_key(&mut self, first: bool) -> Option<Quoted> {
        self.skip_space();
        let more = match self.peek() {
            Some(b'}') => {
                self.at += 1;
                false
            }
            Some(b',') if !first => {
                let comma = self.at;
                self.at += 1;
                self.skip_space();
                self.peek() != Some(b'}') || self.trailing_comma(comma)
            }
            Some(b'"') if first => true,
            Some(b',') => self.lose("a member is missing before the comma"),
            _ => self.odd_separator(b'}', first),
        };
        if !more {
            return None;
        }
        let key = match self.peek() {
            Some(b'"') => self.string(),
            _ => self.odd_key()?,
        };
        self.skip_space();
        if self.peek() == Some(b':') {
            self.at += 1;
            return Some(key);
        }
        self.odd_colon().then_some(key)
    }

    /// Reads a string at its opening quote.
    #[inline(always)]
    pub fn string(&mut self) -> Quoted {
        let start = self.at;
        let end = scan::plain_end(self.bytes, start + 1);
        if self.bytes.get(end) == Some(&b'"') && self.bytes.get(start) == Some(&b'"') {
            self.at = end + 1;
            return Quoted {
                span: Span::new(start, self.at),
                bare: false,
                escaped: false,
                has_units: false,
                sound: true,
            };
        }
        self.uncommon_string(start)
    }

    fn uncommon_string(&mut self, start: usize) -> Quoted {
        let quote = self.bytes.get(start).copied().unwrap_or(b'"');
        let (mut at, mut escaped, mut sound, mut broken_line) = (start + 1, false, true, false);
        let mut has_units = false;
        loop {
            match self.bytes.get(at) {
                None => {
                    self.at = at;
                    self.fault(Span::new(start, at), "this string is not closed", "add the closing quote", None);
                    self.lost = true;
                    sound = false;
                    break;
                }
                Some(&byte) if byte == quote => {
                    at += 1;
                    break;
                }
                Some(b'\\') => {
                    escaped = true;
                    let length = self.escape_length(at);
                    has_units |= self.bytes.get(at + 1) == Some(&b'u');
                    if length == 0 {
                        sound = false;
                        let end = (at + 2).min(self.text.len());
                        let end = (end..=self.text.len()).find(|&e| self.text.is_char_boundary(e)).unwrap_or(end);
                        let span = Span::new(at, end);
                        let literal = span.of(self.text).to_string();
                        let repair = (!literal.starts_with("\\u") && !literal.starts_with("\\x"))
                            .then(|| (Span::new(at, at + 1), "\\\\".to_string()));
                        let (message, help) = match literal.as_str() {
                            "\\u" => (
                                "`\\u` needs four hexadecimal digits behind it".into(),
                                "complete it, or write the character itself",
                            ),
                            _ => (format!("`{literal}` is no escape of JSON"), "write a backslash as `\\\\`"),
                        };
                        self.fault(span, message, help, repair);
                        at = end.max(at + 1);
                    } else {
                        at += length;
                    }
                }
                Some(&byte) if byte < 0x20 => {
                    sound = false;
                    broken_line |= matches!(byte, b'\n' | b'\r');
                    let (name, escape) = match byte {
                        b'\n' => ("a line break", "\\n".to_string()),
                        b'\r' => ("a carriage return", "\\r".to_string()),
                        b'\t' => ("a tab", "\\t".to_string()),
                        _ => ("a control character", format!("\\u{byte:04x}")),
                    };
                    let span = Span::new(at, at + 1);
                    self.fault(
                        span,
                        format!("{name} stands in a string"),
                        "escape it, or close the string before it",
                        Some((span, escape)),
                    );
                    at += 1;
                }
                Some(_) => at = (at + 1).max(if quote == b'"' { scan::plain_end(self.bytes, at) } else { at + 1 }),
            }
        }
        self.at = at.min(self.bytes.len());
        if quote == b'\'' && sound {
            let span = Span::new(start, self.at);
            let inside = Span { start: span.start + 1, end: span.end - 1 }.of(self.text);
            let repair = (!inside.contains(['"', '\\'])).then(|| (span, format!("\"{inside}\"")));
            self.fault(span, "this string stands in single quotes", "use double quotes", repair);
            sound = false;
        }
        if broken_line && !self.lost {
            // A string that runs over a line is most often one whose quote was forgotten: what follows is then
            // read inside out, and telling of it would only hide the cause.
            let next = scan::space_end(self.bytes, self.at);
            self.lost = !matches!(self.bytes.get(next), Some(b',' | b'}' | b']' | b':'));
        }
        Quoted { span: Span::new(start, self.at), bare: false, escaped, has_units, sound }
    }

    /// The bytes of the escape at a backslash; 0 if JSON has no such escape.
    fn escape_length(&self, at: usize) -> usize {
        match self.bytes.get(at + 1) {
            Some(b'"' | b'\\' | b'/' | b'b' | b'f' | b'n' | b'r' | b't') => 2,
            Some(b'u') if self.bytes.get(at + 2..at + 6).is_some_and(|h| h.iter().all(u8::is_ascii_hexdigit)) => 6,
            _ => 0,
        }
    }

    /// Reads a number at its first character: its span, and whether it follows the grammar of JSON.
    pub fn number(&mut self) -> (Span, bool) {
        let start = self.at;
        let mut at = start + usize::from(self.peek() == Some(b'-'));
        let whole = self.digits(at);
        let leading_zero = self.bytes.get(at) == Some(&b'0') && whole > 1;
        at += whole;
        let mut sound = whole > 0 && !leading_zero;
        if self.bytes.get(at) == Some(&b'.') {
            let fraction = self.digits(at + 1);
            sound &= fraction > 0;
            at += 1 + fraction;
        }
        if matches!(self.bytes.get(at), Some(b'e' | b'E')) {
            let sign = usize::from(matches!(self.bytes.get(at + 1), Some(b'+' | b'-')));
            let exponent = self.digits(at + 1 + sign);
            sound &= exponent > 0;
            at += 1 + sign + exponent;
        }
        let rest = self.word_length(at);
        if rest > 0 || !sound {
            at += rest;
            let span = Span::new(start, at);
            let literal = span.of(self.text);
            let trimmed = literal.trim_start_matches('0');
            let repair = (leading_zero
                && trimmed.starts_with(|c: char| c.is_ascii_digit())
                && trimmed.bytes().all(|b| b.is_ascii_digit()))
            .then(|| (span, trimmed.to_string()));
            let message = format!("`{}` is no number of JSON", shortened(literal));
            self.fault(span, message, "write a plain decimal number, or put quotes around it", repair);
            sound = false;
        }
        self.at = at;
        (Span::new(start, at), sound)
    }

    /// Tells what stands after the value, if anything does.
    pub fn end(&mut self) {
        self.skip_space();
        if !self.lost && self.at < self.bytes.len() {
            let rest = self.text.get(self.at..).unwrap_or_default();
            let span = Span::new(self.at, self.at + rest.trim_end().len());
            let help = if rest.starts_with('{') {
                "check one document at a time"
            } else {
                "delete it, or check one document at a time"
            };
            self.fault(span, "the text goes on after its value", help, None);
        }
    }

    /// Passes a value that begins at the cursor without looking at it: for what lies deeper than the limit.
    pub fn skip_unread(&mut self) {
        let mut depth = 0usize;
        while let Some(&byte) = self.bytes.get(self.at) {
            match byte {
                b'"' => {
                    self.at += 1;
                    loop {
                        self.at = scan::plain_end(self.bytes, self.at);
                        match self.bytes.get(self.at) {
                            Some(b'"') => break,
                            Some(b'\\') => self.at += 2,
                            Some(_) => self.at += 1,
                            None => return,
                        }
                    }
                }
                b'{' | b'[' => depth += 1,
                b'}' | b']' => depth = depth.saturating_sub(1),
                _ => {}
            }
            self.at += 1;
            if depth == 0 {
                return;
            }
        }
        self.lost = true;
    }

    #[inline(always)]
    fn peek(&self) -> Option<u8> {
        if self.lost { None } else { self.bytes.get(self.at).copied() }
    }

    #[inline(always)]
    fn skip_space(&mut self) {
        if let Some(b' ' | b'\n' | b'\r' | b'\t' | b'/') = self.bytes.get(self.at) {
            self.at = scan::space_end(self.bytes, self.at);
            if self.bytes.get(self.at) == Some(&b'/') {
                self.comments();
            }
        }
    }

    fn comments(&mut self) {
        while !self.lost {
            let rest = self.text.get(self.at..).unwrap_or_default();
            let length = if rest.starts_with("//") {
                rest.find('\n').unwrap_or(rest.len())
            } else if rest.starts_with("/*") {
                rest.find("*/").map_or(rest.len(), |end| end + 2)
            } else {
                return;
            };
            let span = Span::new(self.at, self.at + length);
            self.fault(span, "JSON has no comments", "delete the comment", Some((span, String::new())));
            self.at = scan::space_end(self.bytes, self.at + length);
        }
    }

    fn word(&self, word: &str) -> bool {
        self.text.get(self.at..).is_some_and(|rest| rest.starts_with(word)) && self.word_length(self.at) == word.len()
    }

    fn word_length(&self, at: usize) -> usize {
        let is_word = |b: &&u8| b.is_ascii_alphanumeric() || matches!(b, b'_' | b'$' | b'.' | b'+') || **b >= 0x80;
        self.bytes.get(at..).map_or(0, |rest| rest.iter().take_while(is_word).count())
    }

    fn digits(&self, at: usize) -> usize {
        self.bytes.get(at..).map_or(0, |rest| rest.iter().take_while(|b| b.is_ascii_digit()).count())
    }

    #[cold]
    fn odd_start(&mut self) -> Start {
        if self.lost {
            return Start::Nothing;
        }
        if self.peek() == Some(b'\'') {
            return Start::String;
        }
        let length = self.word_length(self.at);
        let span = Span::new(self.at, self.at + length);
        let word = span.of(self.text);
        let meant = match word {
            "True" | "TRUE" => "true",
            "False" | "FALSE" => "false",
            "None" | "nil" | "NULL" | "Null" | "undefined" => "null",
            _ => "",
        };
        if !meant.is_empty() {
            let message = format!("`{word}` is not JSON");
            self.fault(span, message, "JSON knows `true`, `false` and `null`", Some((span, meant.into())));
            // The word stays unread: it is passed as a value of no kind.
            self.at += length;
            return Start::Nothing;
        }
        let starts_line = self.text.get(..self.at).unwrap_or_default().trim().is_empty();
        if self.at >= self.bytes.len() {
            let (message, help) = if starts_line {
                ("the text is empty", "write the request as a JSON object")
            } else {
                ("the text ends where a value should stand", "complete the text")
            };
            let end = self.text.trim_end().len();
            self.fault(Span::new(end, end), message, help, None);
            self.lost = true;
            return Start::Nothing;
        }
        if starts_line {
            let line = self.text.get(self.at..).unwrap_or_default().lines().next().unwrap_or_default().trim_end();
            let span = Span::new(self.at, self.at + line.len());
            self.fault(span, "this is not JSON", "write the request as a JSON object, from `{` to `}`", None);
            self.lost = true;
            return Start::Nothing;
        }
        if word.is_empty() {
            self.lose("a value should stand here");
        } else {
            let message = format!("`{}` is no value of JSON", shortened(word));
            let (name, _) = without_curly_quotes(self.text, span);
            let is_name = name.bytes().all(|b| b.is_ascii_alphanumeric() || matches!(b, b'_' | b'.' | b'-'));
            let repair = (is_name && !name.starts_with('.')).then(|| (span, format!("\"{name}\"")));
            self.fault(span, message, "put quotes around a text", repair);
            self.at += length;
            let next = scan::space_end(self.bytes, self.at);
            self.lost = !matches!(self.bytes.get(next), Some(b',' | b'}' | b']'));
        }
        Start::Nothing
    }

    #[cold]
    fn odd_separator(&mut self, close: u8, first: bool) -> bool {
        match self.peek() {
            _ if self.lost => false,
            None => {
                let end = self.text.trim_end().len();
                let (message, add) =
                    if close == b'}' { ("the object is not closed", "}") } else { ("the array is not closed", "]") };
                let span = Span::new(end, end);
                self.fault(span, message, "complete the text", Some((span, add.into())));
                self.lost = true;
                false
            }
            Some(b'}' | b']') => {
                let (is, should) = if close == b'}' { (']', '}') } else { ('}', ']') };
                let span = Span::new(self.at, self.at + 1);
                self.fault(span, format!("`{is}` stands where `{should}` should close"), NOT_JSON, None);
                self.lost = true;
                false
            }
            Some(byte) if !first && (matches!(byte, b'"' | b'{' | b'[' | b'-' | b'0'..=b'9')) => {
                // The comma is missing at the end of what came before, not at the start of what follows.
                let end = self.text.get(..self.at).unwrap_or_default().trim_end().len();
                let span = Span::new(self.at, self.at + 1);
                self.fault(
                    span,
                    "a comma is missing before this",
                    "separate with a comma",
                    Some((Span::new(end, end), ",".into())),
                );
                true
            }
            Some(byte) if close == b'}' && (byte == b'\'' || byte.is_ascii_alphabetic() || byte == b'_') && first => {
                true
            }
            Some(_) => self.lose("this is not JSON"),
        }
    }

    #[cold]
    fn odd_key(&mut self) -> Option<Quoted> {
        if self.peek() == Some(b'\'') {
            return Some(self.string());
        }
        let length = self.word_length(self.at);
        let next = scan::space_end(self.bytes, self.at + length);
        if length == 0 || self.bytes.get(next) != Some(&b':') {
            self.lose("a member name in double quotes should stand here");
            return None;
        }
        let span = Span::new(self.at, self.at + length);
        let (name, bare) = without_curly_quotes(self.text, span);
        let message = match bare == span {
            true => format!("the member name `{}` has no quotes", shortened(name)),
            false => format!("the quotes around the member name `{}` are not the plain ones", shortened(name)),
        };
        self.fault(span, message, "use double quotes", Some((span, format!("\"{name}\""))));
        self.at += length;
        Some(Quoted { span: bare, bare: true, escaped: false, has_units: false, sound: false })
    }

    #[cold]
    fn odd_colon(&mut self) -> bool {
        if self.lost {
            return false;
        }
        if self.peek() == Some(b'=') {
            let span = Span::new(self.at, self.at + 1);
            self.fault(span, "`=` stands where a colon should", "write a colon", Some((span, ":".into())));
            self.at += 1;
            return true;
        }
        self.lose("a colon should stand here")
    }

    #[cold]
    fn trailing_comma(&mut self, comma: usize) -> bool {
        let span = Span::new(comma, comma + 1);
        self.fault(span, "a comma stands before the end", "delete the comma", Some((span, String::new())));
        self.at += 1;
        false
    }

    #[cold]
    fn lose(&mut self, message: &str) -> bool {
        if !self.lost {
            let end =
                (self.at + 1..=self.text.len()).find(|&e| self.text.is_char_boundary(e)).unwrap_or(self.text.len());
            self.fault(Span::new(self.at.min(end), end), message, NOT_JSON, None);
        }
        self.lost = true;
        false
    }

    fn fault(&mut self, span: Span, message: impl Into<String>, help: &'static str, repair: Option<(Span, String)>) {
        /// Faults after this many tell nobody anything new.
        const MOST: usize = 1_000;
        if self.faults.len() < MOST {
            self.faults.push(Fault { span, message: message.into(), help, repair });
        } else {
            self.lost = true;
        }
    }
}

/// A word and its place without the curly quotes that word processors put around it.
fn without_curly_quotes(text: &str, span: Span) -> (&str, Span) {
    let curly = ['\u{201c}', '\u{201d}', '\u{201e}', '\u{2018}', '\u{2019}'];
    let word = span.of(text);
    let from = word.len() - word.trim_start_matches(curly).len();
    let name = word.trim_matches(curly);
    let start = span.start + from as u32;
    (name, Span { start, end: start + name.len() as u32 })
}

fn shortened(text: &str) -> String {
    const LONGEST: usize = 40;
    match text.char_indices().nth(LONGEST) {
        Some((end, _)) => format!("{}…", text.get(..end).unwrap_or_default()),
        None => text.to_string(),
    }
}
