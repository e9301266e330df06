//! What a service says of its exceptions, and how it is found: by the words of the answer first, then by the
//! exception and the operation, then from a model that was brought along.

use std::borrow::Cow;

use crate::report::Basis;
use crate::services::{SERVICES, Served, Target};
use crate::text::nearest::nearest;

use super::forms::Told;
use super::retell::shown;
use super::violations::pieces;
use super::{Explanation, place, search};

/// What is known of the errors of a service.
pub struct ErrorBook {
    /// Its exceptions; several rows of a name are for operations of their own.
    pub exceptions: &'static [&'static [ExceptionFacts]],
    /// Answers that were seen, told by their words.
    pub texts: &'static [&'static [TextFacts]],
    /// The members of bodies that name an error and say what it is, besides those of the service's own answers.
    pub bodies: &'static [(&'static str, &'static str)],
    /// What an error may have besides, and what to do with it.
    pub extras: &'static [(&'static str, &'static str)],
}

impl ErrorBook {
    /// Exceptions and texts alone.
    pub const fn of(
        exceptions: &'static [&'static [ExceptionFacts]],
        texts: &'static [&'static [TextFacts]],
    ) -> ErrorBook {
        ErrorBook { exceptions, texts, bodies: &[], extras: &[] }
    }
}

/// What an exception means.
pub struct ExceptionFacts {
    /// Its name.
    pub name: &'static str,
    /// The operations that it means this for; none for all.
    pub operations: &'static [&'static str],
    /// The member at fault.
    pub path: Option<&'static str>,
    /// The rule that finds it beforehand.
    pub rule: Option<&'static str>,
    /// What it says.
    pub message: &'static str,
    /// What to do.
    pub help: &'static str,
    /// How we know.
    pub basis: Basis,
}

impl ExceptionFacts {
    /// An exception, what it says, what to do, and how we know.
    pub const fn of(name: &'static str, message: &'static str, help: &'static str, basis: Basis) -> ExceptionFacts {
        ExceptionFacts { name, operations: &[], path: None, rule: None, message, help, basis }
    }

    /// It means this for these operations.
    pub const fn from(self, operations: &'static [&'static str]) -> ExceptionFacts {
        ExceptionFacts { operations, ..self }
    }

    /// It is about this member.
    pub const fn at(self, path: &'static str) -> ExceptionFacts {
        ExceptionFacts { path: Some(path), ..self }
    }

    /// This rule finds it beforehand.
    pub const fn found_by(self, rule: &'static str) -> ExceptionFacts {
        ExceptionFacts { rule: Some(rule), ..self }
    }
}

/// What an answer means, by its words.
pub struct TextFacts {
    /// The words; `{}` stands for what a place decides.
    pub text: &'static str,
    /// The exception that has them. Its path may name a piece of the text, as its message and help may: `{0}`.
    pub of: ExceptionFacts,
    /// The piece that is wrong and the piece that lists what is right, by commas.
    pub choice: Option<(usize, usize)>,
}

impl TextFacts {
    /// What words of an exception mean.
    pub const fn of(text: &'static str, of: ExceptionFacts) -> TextFacts {
        TextFacts { text, of, choice: None }
    }

    /// One of its pieces should be one of another.
    pub const fn choosing(self, wrong: usize, right: usize) -> TextFacts {
        TextFacts { choice: Some((wrong, right)), ..self }
    }
}

/// Every name that can be explained.
pub(super) fn names(targets: &[Target]) -> Vec<Cow<'_, str>> {
    let rows = SERVICES.iter().flat_map(|service| service.errors.exceptions.iter().copied().flatten());
    let mut names: Vec<Cow<'_, str>> = rows.map(|row| Cow::Borrowed(row.name)).collect();
    names.push(Cow::Borrowed(super::PARAMETERS));
    for target in targets.iter().filter(|target| matches!(target.service, Served::Loaded(_))) {
        names.extend(target.operation().errors.iter().map(|name| Cow::Borrowed(&**name)));
    }
    names
}

/// What is known of an answer. `named` are the operations that the text names.
pub(super) fn explained(told: &Told<'_>, named: &[&Target], all: &[Target]) -> Option<Explanation> {
    of_books(told, named).or_else(|| of_a_model(told, named, all))
}

fn of_books(told: &Told<'_>, named: &[&Target]) -> Option<Explanation> {
    let is_own = |id: &str| named.is_empty() || named.iter().any(|target| target.service.id == id);
    let books = || SERVICES.iter().filter(|service| is_own(&service.id)).map(|service| &service.errors);
    let operation = match named {
        [only] => Some(*only),
        _ => None,
    };
    let texts = || books().flat_map(|book| book.texts.iter().copied().flatten());
    let is_meant = |row: &&ExceptionFacts| {
        row.operations.is_empty() || operation.is_some_and(|target| row.operations.contains(&&*target.name))
    };
    let of_text = texts()
        .filter(|row| told.exception.is_empty() || row.of.name == told.exception)
        .filter(|row| is_meant(&&row.of))
        .find_map(|row| Some((row, captured(row.text, &told.message)?)));
    // For some texts it is not known which exception has them: words that an answer begins with tell more than its name.
    let of_words = || {
        let begins = |row: &TextFacts| told.message.starts_with(pieces(row.text).first().copied().unwrap_or_default());
        let rows = texts().filter(|row| row.of.name != told.exception && is_meant(&&row.of) && begins(row));
        rows.filter(|row| !row.text.starts_with("{}")).find_map(|row| Some((row, captured(row.text, &told.message)?)))
    };
    if let Some((row, found)) = of_text.or_else(of_words) {
        let one = of_row(&row.of, &found, row.choice, told, operation);
        let exception = if told.exception.is_empty() { one.exception } else { told.exception.to_string() };
        return Some(Explanation { exception, ..one });
    }
    let rows = || books().flat_map(|book| book.exceptions.iter().copied().flatten());
    let named_so = || rows().filter(|row| row.name == told.exception);
    let own = named_so().find(|row| !row.operations.is_empty() && is_meant(row));
    let row = own.or_else(|| named_so().find(|row| row.operations.is_empty())).or_else(|| named_so().next())?;
    let mut one = of_row(row, &[], None, told, operation);
    if operation.is_none() {
        // Which of several operations it is decides on the member, and on the rule.
        one.path = one.path.filter(|_| named_so().all(|other| other.path == row.path));
        one.rule = one.rule.filter(|_| named_so().all(|other| other.rule == row.rule));
    }
    Some(one)
}

fn of_row(
    row: &ExceptionFacts,
    found: &[&str],
    choice: Option<(usize, usize)>,
    told: &Told<'_>,
    operation: Option<&Target>,
) -> Explanation {
    let mut help = filled(row.help, found, |piece| piece.into());
    let chosen = choice.and_then(|(wrong, right)| nearest(found.get(wrong)?, search::parts(found.get(right)?)));
    if let Some((meant, _)) = chosen {
        help = format!("did you mean `{meant}`? {help}");
    }
    let path = row.path.map(|path| filled(path, found, |piece| piece.replace('~', "~0").replace('/', "~1")));
    // A member of another operation's request says nothing about this one's.
    let is_there =
        |path: &str| operation.is_none_or(|target| place::is_in(&target.model, target.operation().input, path));
    // A rule without a family is one of the models, which are about every operation.
    let is_own = |rule: &&str| {
        !rule.contains('/') || operation.is_none_or(|target| target.rule_texts().any(|own| own.name == *rule))
    };
    for hint in &told.hints {
        help.push_str(&format!("; {hint}"));
    }
    let is_number = |piece: &str| piece.bytes().all(|b| b.is_ascii_digit());
    let mut message = filled(row.message, found, |piece| if is_number(piece) { piece.into() } else { shown(piece) });
    for (name, value) in &told.members {
        message.push_str(&format!(", `{name}` is {}", shown(value)));
    }
    Explanation {
        exception: row.name.into(),
        operation: operation.map(Target::id),
        path: path.filter(|path| is_there(path)),
        rule: row.rule.filter(is_own),
        message,
        help,
        basis: row.basis,
    }
}

/// A model says which exceptions there are, and with luck what they mean.
fn of_a_model(told: &Told<'_>, named: &[&Target], all: &[Target]) -> Option<Explanation> {
    let has = |target: &&Target| target.operation().errors.iter().any(|name| *name.as_ref() == *told.exception);
    let mut of = if named.is_empty() { all.iter().find(has) } else { named.iter().copied().find(has) }?;
    let is_one = named.len() == 1;
    if let [only] = named {
        of = only;
    }
    let status = of.model.named(&told.exception).and_then(|id| of.model.shape(id).status).unwrap_or(400);
    let doc = of.model.doc(&told.exception).map(|doc| doc.trim_end_matches('.').to_string());
    Some(Explanation {
        exception: told.exception.to_string(),
        operation: is_one.then(|| of.id()),
        path: None,
        rule: None,
        message: doc.unwrap_or_else(|| format!("{} answers with it; its model says no more", of.service.title)),
        help: if status >= 500 {
            "the fault is the service's: try again after a pause".into()
        } else {
            "the words of the answer say which part of the request is meant; `check` finds what the model can tell"
                .into()
        },
        basis: Basis::Model,
    })
}

/// The pieces of a text that stand where a template has holes.
pub(super) fn captured<'t>(template: &str, text: &'t str) -> Option<Vec<&'t str>> {
    let pieces = pieces(template);
    let (first, others) = pieces.split_first()?;
    let mut rest = text.get(search::find(text, first)? + first.len()..)?;
    let mut found = Vec::new();
    for (index, piece) in others.iter().enumerate() {
        // The last hole reaches to the end where nothing stands behind it.
        let at = if piece.is_empty() && index + 1 == others.len() { rest.len() } else { search::find(rest, piece)? };
        found.push(rest.get(..at)?);
        rest = rest.get(at + piece.len()..)?;
    }
    Some(found)
}

/// A text with its holes filled: `{0}` is the first piece that was found.
fn filled(template: &str, found: &[&str], show: impl Fn(&str) -> String) -> String {
    let mut out = String::with_capacity(template.len());
    let mut rest = template;
    while let Some((before, from)) = search::cut(rest, "{") {
        out.push_str(before);
        match search::cut(from, "}")
            .and_then(|(number, after)| Some((found.get(number.parse::<usize>().ok()?)?, after)))
        {
            Some((piece, after)) => {
                out.push_str(&show(piece));
                rest = after;
            }
            None => {
                out.push('{');
                rest = from;
            }
        }
    }
    out + rest
}
