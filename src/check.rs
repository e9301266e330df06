//! The check on one screen: decode, walk along the model, run the rules of the operation, order what was found.

use std::borrow::Cow;
use std::cell::RefCell;

use crate::misuse::Misuse;
use crate::model::rules;
use crate::model::tape::{Tape, Value};
use crate::model::walk::{Form, Settings, walk};
use crate::report::{Finding, Findings, Found, render};
use crate::services::{self, Target};
use crate::text::decode::{Decoded, decode, decode_text};

/// How to check.
#[derive(Clone, Debug)]
pub struct Options {
    /// What the text is.
    pub form: Form,
    /// How many findings to keep, the first by place.
    pub limit: usize,
}

/// As many findings as anybody reads.
pub const DEFAULT_LIMIT: usize = 1_000;

impl Default for Options {
    fn default() -> Self {
        Options { form: Form::Wire, limit: DEFAULT_LIMIT }
    }
}

/// What a check found.
#[derive(Debug)]
pub struct Report<'b> {
    /// The operation's id, `service:Name`.
    pub operation: String,
    /// No error was found.
    pub ok: bool,
    /// All that was found, in order of place, then path and rule.
    pub findings: Vec<Finding>,
    /// There was more than was kept.
    pub truncated: bool,
    /// The text that the places refer to.
    pub text: Cow<'b, str>,
}

impl Report<'_> {
    /// The findings as text with the line and a caret.
    pub fn render(&self) -> String {
        render("request", &self.text, &self.findings)
    }
}

/// Checks a request text of any kind. Only a name that is no operation is refused.
pub fn check<'b>(operation: &str, bytes: &'b [u8], options: &Options) -> Result<Report<'b>, Misuse> {
    check_decoded(operation, decode(bytes), options)
}

/// The same for what is known to be UTF-8.
pub fn check_text<'b>(operation: &str, text: &'b str, options: &Options) -> Result<Report<'b>, Misuse> {
    check_decoded(operation, decode_text(text), options)
}

fn check_decoded<'b>(operation: &str, decoded: Decoded<'b>, options: &Options) -> Result<Report<'b>, Misuse> {
    let target = services::target(operation)?;
    let mut findings = Findings::new(options.limit);
    let (text, ()) = walked_over(&target, decoded, options.form, &mut findings, |request, findings| {
        for rule in target.rules() {
            (rule.run)(request, &mut Found { rule: &rule.text, findings });
        }
    });
    let ok = !findings.has_error();
    let (findings, truncated) = findings.into_list();
    Ok(Report { operation: target.id(), ok, findings, truncated, text })
}

/// Walks a text along an operation's input and hands the request over while the tape is there.
pub fn walked<'b, R>(
    target: &Target,
    bytes: &'b [u8],
    form: Form,
    findings: &mut Findings,
    use_it: impl FnOnce(Value<'_>, &mut Findings) -> R,
) -> (Cow<'b, str>, R) {
    walked_over(target, decode(bytes), form, findings, use_it)
}

fn walked_over<'b, R>(
    target: &Target,
    decoded: Decoded<'b>,
    form: Form,
    findings: &mut Findings,
    use_it: impl FnOnce(Value<'_>, &mut Findings) -> R,
) -> (Cow<'b, str>, R) {
    let mut tape = TAPE.with(RefCell::take);
    let settings = Settings { form, unknown_member: target.service.unknown_member.unwrap_or(&rules::UNKNOWN_MEMBER) };
    walk(&target.model, target.operation().input, &decoded, settings, &mut tape, findings);
    let result = use_it(tape.root(&decoded.text), findings);
    TAPE.with(|slot| slot.replace(tape));
    (decoded.text, result)
}

thread_local! {
    /// The tape's memory, kept from text to text.
    static TAPE: RefCell<Tape> = RefCell::default();
}
