//! The check on one screen: decode, walk along the model, run the rules of the operation, order what was found.

use std::borrow::Cow;
use std::cell::RefCell;

use crate::labels::{self, Labels};
use crate::misuse::Misuse;
use crate::model::rules;
use crate::model::sample::LateHints;
use crate::model::tape::{Tape, Value};
use crate::model::told::{tell_encoding, tell_yaml};
use crate::model::walk::{Form, Settings, Side, walk};
use crate::report::{Basis, Finding, Findings, Found, Severity, render};
use crate::services::{self, Embedded, Target};
use crate::text::decode::{Decoded, decode, decode_text};
use crate::text::places::Escaped;
use crate::text::yaml::yaml;

/// How to check.
#[derive(Clone, Debug)]
pub struct Options {
    /// What the text is.
    pub form: Form,
    /// Which side of the operation it is of.
    pub side: Side,
    /// How many findings to keep, the first by place.
    pub limit: usize,
    /// How a document is written that may be written in several ways; looked for in the text where nothing is said.
    pub format: Option<Format>,
    /// Parts of the address, where the text does not carry them.
    pub labels: Labels,
}

/// How a document is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Format {
    /// JSON.
    Json,
    /// YAML.
    Yaml,
}

impl Format {
    /// The format with a name.
    pub fn of(name: &str) -> Option<Format> {
        match name {
            "JSON" => Some(Format::Json),
            "YAML" => Some(Format::Yaml),
            _ => None,
        }
    }

    /// What a text looks like.
    fn seen_in(text: &str) -> Format {
        if text.trim_start().starts_with(['{', '[']) { Format::Json } else { Format::Yaml }
    }
}

/// As many findings as anybody reads.
pub const DEFAULT_LIMIT: usize = 1_000;

impl Default for Options {
    fn default() -> Self {
        Options { form: Form::Wire, side: Side::Input, limit: DEFAULT_LIMIT, format: None, labels: Labels::new() }
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

/// Checks the content of a document, as the type of it has it; where no type is named the content shows it.
pub fn check_document<'b>(bytes: &'b [u8], kind: Option<&str>, options: &Options) -> Result<Report<'b>, Misuse> {
    let decoded = decode(bytes);
    let format = options.format.unwrap_or_else(|| Format::seen_in(&decoded.text));
    let target = services::target(services::operation_of_document(kind, &decoded.text, format)?)?;
    Ok(checked_alone(&target, decoded, &Options { format: Some(format), ..options.clone() }))
}

fn check_decoded<'b>(operation: &str, decoded: Decoded<'b>, options: &Options) -> Result<Report<'b>, Misuse> {
    Ok(checked_alone(&services::target(operation)?, decoded, options))
}

/// Checks a document that stands alone, so that its text is looked at as well.
fn checked_alone<'b>(target: &Target, decoded: Decoded<'b>, options: &Options) -> Report<'b> {
    let report = checked(target, decoded, options, &mut |_| ());
    let rules = if options.side == Side::Input { target.text_rules() } else { &[] };
    let told: Vec<_> = rules.iter().filter_map(|rule| Some((&rule.text, (rule.run)(&report.text)?))).collect();
    if told.is_empty() {
        return report;
    }
    let mut findings = Findings::new(options.limit);
    findings.note_truncated(report.truncated);
    report.findings.into_iter().for_each(|finding| findings.adopt(finding));
    for (rule, (span, draft)) in told {
        findings.add(rule, span, || (String::new(), draft));
    }
    let ok = report.ok && !findings.has_error();
    let (findings, truncated) = findings.into_list();
    Report { ok, findings, truncated, ..report }
}

/// Checks a document and hands it over while the tape is there.
pub fn checked<'b>(
    target: &Target,
    decoded: Decoded<'b>,
    options: &Options,
    // Not compiled anew for each that looks at one.
    use_it: &mut dyn FnMut(Value<'_>),
) -> Report<'b> {
    if target.service.own_model.as_ref().is_some_and(|own| own.yaml)
        && options.format.unwrap_or_else(|| Format::seen_in(&decoded.text)) == Format::Yaml
    {
        return checked_yaml(target, decoded, options, use_it);
    }
    let mut findings = Findings::new(options.limit);
    let (text, ()) = walked_over(target, decoded, (options.form, options.side), &mut findings, |request, findings| {
        // The rules are about requests.
        let rules = if options.side == Side::Input { target.rules() } else { &[] };
        let labels = &options.labels;
        for rule in rules {
            (rule.run)(request, &mut Found { rule: &rule.text, findings, labels });
        }
        if options.side == Side::Input {
            let hints = LateHints::of(target.service.samples);
            labels::tell(target, labels, request, settings_of(target, (options.form, options.side), &hints), findings);
        }
        if let Some(embeds) = target.facts().and_then(|facts| facts.embeds).filter(|_| options.side == Side::Input)
            && let Some(embedded) = embeds(request)
        {
            tell_embedded(&embedded, options.limit, findings);
        }
        use_it(request);
    });
    let ok = !findings.has_error();
    let (mut findings, truncated) = findings.into_list();
    if let Some(own) = &target.service.own_model {
        for finding in findings.iter_mut().filter(|finding| finding.basis == Basis::Model) {
            (finding.why, finding.basis) = (own.why, own.basis);
        }
    }
    Report { operation: target.id(), ok, findings, truncated, text }
}

/// The same for a document in YAML: it is checked as JSON, and what is found is told at its places in the YAML.
fn checked_yaml<'b>(
    target: &Target,
    decoded: Decoded<'b>,
    options: &Options,
    use_it: &mut dyn FnMut(Value<'_>),
) -> Report<'b> {
    let mut findings = Findings::new(options.limit);
    tell_encoding(&decoded, &mut findings);
    if !decoded.unreadable {
        let yaml = yaml(&decoded.text);
        tell_yaml(&yaml.faults, &mut findings);
        if yaml.is_whole() {
            let options = Options { format: Some(Format::Json), ..options.clone() };
            let inner = checked(target, decode_text(&yaml.json), &options, use_it);
            findings.note_truncated(inner.truncated);
            inner.findings.into_iter().for_each(|finding| findings.adopt(finding.moved(&yaml, "")));
        }
    }
    let ok = !findings.has_error();
    let (findings, truncated) = findings.into_list();
    Report { operation: target.id(), ok, findings, truncated, text: decoded.text }
}

/// Checks a document that stands as a text in a request; what is found is told at its places in the request.
fn tell_embedded(embedded: &Embedded<'_>, limit: usize, findings: &mut Findings) {
    let Ok(target) = services::target(embedded.operation) else { return };
    let (span, source) = (embedded.value.span(), embedded.value.source());
    let inside = Escaped::of(source.get(1..source.len().saturating_sub(1)).unwrap_or_default(), span.start + 1);
    let options = Options { limit, format: Some(embedded.format), ..Options::default() };
    let inner = checked(&target, decode_text(&inside.text), &options, &mut |_| ());
    let refused = target.service.own_model.as_ref().and_then(|own| own.exception);
    let above = embedded.value.path();
    findings.note_truncated(inner.truncated);
    for finding in inner.findings {
        let is_error = finding.severity == Severity::Error;
        let exception = refused.filter(|_| is_error).map(|refused| refused(&finding));
        findings.adopt(Finding { exception, ..finding.moved(&inside, &above) });
    }
}

/// Walks a text along an operation's input and hands the request over while the tape is there.
pub fn walked<'b, R>(
    target: &Target,
    bytes: &'b [u8],
    form: Form,
    findings: &mut Findings,
    use_it: impl FnOnce(Value<'_>, &mut Findings) -> R,
) -> (Cow<'b, str>, R) {
    walked_over(target, decode(bytes), (form, Side::Input), findings, use_it)
}

fn walked_over<'b, R>(
    target: &Target,
    decoded: Decoded<'b>,
    (form, side): (Form, Side),
    findings: &mut Findings,
    use_it: impl FnOnce(Value<'_>, &mut Findings) -> R,
) -> (Cow<'b, str>, R) {
    let mut tape = TAPE.with(RefCell::take);
    let shape = match side {
        Side::Input => target.operation().input,
        Side::Output => target.operation().output,
    };
    let hints = LateHints::of(target.service.samples);
    let settings = settings_of(target, (form, side), &hints);
    walk(&target.model, shape, &decoded, settings, &mut tape, findings);
    let result = use_it(tape.root(&decoded.text), findings);
    TAPE.with(|slot| slot.replace(tape));
    (decoded.text, result)
}

fn settings_of<'w>(target: &'w Target, (form, side): (Form, Side), hints: &'w LateHints) -> Settings<'w> {
    let (form, unknown_member) = match side {
        // Where clients have no form of their own, they take what is sent.
        Side::Input => (
            if target.service.clients.own_form { form } else { Form::Wire },
            target.service.unknown_member.unwrap_or(&rules::UNKNOWN_MEMBER),
        ),
        // An answer is what came over the wire.
        Side::Output => (Form::Wire, &rules::UNKNOWN_MEMBER_OF_AN_ANSWER),
    };
    Settings { form, side, unknown_member, meant: target.service.meant, hints }
}

thread_local! {
    /// The tape's memory, kept from text to text.
    static TAPE: RefCell<Tape> = RefCell::default();
}
