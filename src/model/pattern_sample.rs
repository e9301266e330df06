//! Texts that a pattern may match. It reads what patterns of models are made of and passes over the rest (looking
//! ahead, back references), so whoever uses a text asks the pattern itself first.

/// Candidates, the plainest first.
pub(super) fn texts(pattern: &str) -> impl Iterator<Item = String> {
    let node = Parser { rest: pattern }.alternatives();
    // How often what may repeat does, and which of several ways is gone.
    const REPEATS: [usize; 14] = [1, 0, 2, 3, 4, 6, 8, 12, 16, 24, 32, 48, 64, 128];
    (0..6).flat_map(move |way| REPEATS.map(|repeat| (way, repeat))).map(move |(way, repeat)| {
        let mut out = String::new();
        push(&mut out, &node, way, repeat);
        out
    })
}

enum Node {
    /// One of several.
    Ways(Vec<Node>),
    /// One behind the other.
    Row(Vec<Node>),
    /// A character of a class.
    One(Class),
    /// So often at least, and at most.
    Times(Box<Node>, usize, usize),
}

struct Class {
    is_negated: bool,
    ranges: Vec<(char, char)>,
}

/// What a text is made of, if it may be.
const LIKELY: &str = "aA1x0Zb2-_./: @eé漢";

impl Class {
    fn of(ranges: &[(char, char)]) -> Class {
        Class { is_negated: false, ranges: ranges.to_vec() }
    }

    fn has(&self, c: char) -> bool {
        self.ranges.iter().any(|(from, to)| (*from..=*to).contains(&c)) != self.is_negated
    }

    /// The character for a way.
    fn pick(&self, way: usize) -> Option<char> {
        let mut likely = LIKELY.chars().filter(|c| self.has(*c));
        let first = likely.clone().next();
        likely
            .nth(way % 3)
            .or(first)
            .or_else(|| self.ranges.first().map(|(from, _)| *from).filter(|_| !self.is_negated))
    }
}

fn push(out: &mut String, node: &Node, way: usize, repeat: usize) {
    match node {
        Node::Ways(ways) => {
            if let Some(node) = ways.get(way % ways.len().max(1)) {
                push(out, node, way, repeat);
            }
        }
        Node::Row(nodes) => nodes.iter().for_each(|node| push(out, node, way, repeat)),
        Node::One(class) => out.extend(class.pick(way)),
        Node::Times(node, least, most) => {
            for _ in 0..repeat.clamp(*least, *most) {
                push(out, node, way, repeat);
            }
        }
    }
}

/// More is never wanted.
const MOST: usize = 2_000;

struct Parser<'p> {
    rest: &'p str,
}

impl Parser<'_> {
    fn alternatives(&mut self) -> Node {
        let mut ways = vec![self.row()];
        while self.take("|") {
            ways.push(self.row());
        }
        Node::Ways(ways)
    }

    fn row(&mut self) -> Node {
        let mut nodes = Vec::new();
        while let Some(c) = self.rest.chars().next().filter(|c| !matches!(c, '|' | ')')) {
            let Some(node) = self.atom(c) else { continue };
            nodes.push(self.quantified(node));
        }
        Node::Row(nodes)
    }

    fn atom(&mut self, c: char) -> Option<Node> {
        self.skip(c);
        match c {
            '^' | '$' => None,
            '(' => {
                let looks = ["?=", "?!", "?<=", "?<!"].iter().any(|mark| self.take(mark));
                if !looks && !self.take("?:") && self.take("?<") {
                    self.until('>');
                }
                let node = self.alternatives();
                self.take(")");
                (!looks).then_some(node)
            }
            '[' => Some(Node::One(self.class())),
            '.' => Some(Node::One(Class { is_negated: true, ranges: vec![('\n', '\r')] })),
            '\\' => self.escape().map(Node::One),
            c => Some(Node::One(Class::of(&[(c, c)]))),
        }
    }

    fn quantified(&mut self, node: Node) -> Node {
        let (least, most) = match self.rest.chars().next() {
            Some('*') => (0, MOST),
            Some('+') => (1, MOST),
            Some('?') => (0, 1),
            Some('{') => {
                self.skip('{');
                let inside = self.until('}');
                let (least, most) = inside.split_once(',').unwrap_or((&inside, &inside));
                let least = least.parse().unwrap_or(0);
                let most = most.parse().unwrap_or(MOST).min(MOST);
                self.take("?");
                return Node::Times(Box::new(node), least, most.max(least));
            }
            _ => return node,
        };
        self.rest = self.rest.get(1..).unwrap_or_default();
        self.take("?");
        Node::Times(Box::new(node), least, most)
    }

    fn class(&mut self) -> Class {
        let is_negated = self.take("^");
        let mut ranges = Vec::new();
        while let Some(c) = self.rest.chars().next() {
            self.skip(c);
            let from = match c {
                ']' => break,
                '\\' => match self.escape() {
                    Some(class) if class.ranges.len() == 1 && class.ranges.iter().all(|(a, b)| a == b) => {
                        class.ranges.first().map_or(c, |(from, _)| *from)
                    }
                    Some(class) => {
                        ranges.extend(class.ranges);
                        continue;
                    }
                    None => continue,
                },
                c => c,
            };
            let is_range = self.rest.starts_with('-') && !self.rest.starts_with("-]");
            if !is_range {
                ranges.push((from, from));
                continue;
            }
            self.skip('-');
            let to = self.rest.chars().next().unwrap_or(from);
            self.skip(to);
            let to = if to == '\\' { self.escape().and_then(|c| c.ranges.first().map(|(c, _)| *c)) } else { Some(to) };
            ranges.push((from, to.unwrap_or(from)));
        }
        Class { is_negated, ranges }
    }

    /// What stands behind a backslash; none for what matches no character.
    fn escape(&mut self) -> Option<Class> {
        let c = self.rest.chars().next()?;
        self.skip(c);
        Some(match c {
            'd' => Class::of(&[('0', '9')]),
            'w' => Class::of(&[('a', 'z'), ('A', 'Z'), ('0', '9'), ('_', '_')]),
            's' => Class::of(&[(' ', ' '), ('\t', '\r')]),
            'S' | 'D' | 'W' | 'P' => {
                if c == 'P' {
                    self.until('}');
                }
                // One of these characters is in each class that these letters stand for.
                Class::of(match c {
                    'S' => &[('!', '~')],
                    'D' => &[('a', 'z'), (' ', '/')],
                    _ => &[('-', '/'), (' ', ' ')],
                })
            }
            'p' => {
                self.take("{");
                match self.until('}').chars().next() {
                    Some('L') => Class::of(&[('a', 'z'), ('A', 'Z'), ('é', 'é'), ('漢', '漢')]),
                    Some('N') => Class::of(&[('0', '9')]),
                    Some('Z') => Class::of(&[(' ', ' ')]),
                    Some('P') => Class::of(&[('-', '/')]),
                    Some('S') => Class::of(&[('+', '+'), ('<', '>')]),
                    _ => Class::of(&[('a', 'z')]),
                }
            }
            'b' | 'B' => return None,
            'n' => Class::of(&[('\n', '\n')]),
            'r' => Class::of(&[('\r', '\r')]),
            't' => Class::of(&[('\t', '\t')]),
            'u' | 'x' => {
                let digits = if self.take("{") {
                    self.until('}')
                } else {
                    let length = if c == 'u' { 4 } else { 2 };
                    let digits = self.rest.get(..length).unwrap_or_default().to_string();
                    self.rest = self.rest.get(digits.len()..).unwrap_or_default();
                    digits
                };
                let c = u32::from_str_radix(&digits, 16).ok().and_then(char::from_u32).unwrap_or('a');
                Class::of(&[(c, c)])
            }
            c => Class::of(&[(c, c)]),
        })
    }

    fn take(&mut self, text: &str) -> bool {
        match self.rest.strip_prefix(text) {
            Some(rest) => {
                self.rest = rest;
                true
            }
            None => false,
        }
    }

    fn skip(&mut self, c: char) {
        self.rest = self.rest.get(c.len_utf8()..).unwrap_or_default();
    }

    /// All up to a character, which is passed too.
    fn until(&mut self, end: char) -> String {
        let (inside, rest) = self.rest.split_once(end).unwrap_or((self.rest, ""));
        self.rest = rest;
        inside.to_string()
    }
}
