//! Parts of an address that are given beside a text: looked at as if they stood in it, since that is where `build` takes
//! them from. What stands in the text goes before.

use std::collections::BTreeMap;

use crate::model::rules::OVERRULED_LABEL;
use crate::model::tape::{NodeKind, Tape, Value};
use crate::model::walk::{Form, Settings, walk};
use crate::model::{Binding, Member};
use crate::report::{Draft, Finding, Findings};
use crate::services::Target;
use crate::text::Span;
use crate::text::decode::decode_text;
use crate::text::string::{quoted, shortened};
use crate::wire::rest_json_request::json_of;

/// More than the members that any request lacks.
const MOST: usize = 1_000;

/// The parts of an address by the names of their members.
pub type Labels = BTreeMap<String, String>;

/// Tells of parts that break their shape, at the brace of the request that lacks them, and of those that the text has in
/// another way. Names that are no part of the operation's address are passed over, as `build` passes over them.
pub fn tell(target: &Target, labels: &Labels, request: Value<'_>, settings: Settings<'_>, findings: &mut Findings) {
    if labels.is_empty() || request.kind() != NodeKind::Structure {
        return;
    }
    let members = target.model.shape(target.operation().input).members();
    let mut absent: Vec<(&Member, &str)> = Vec::new();
    for (index, member) in members.iter().enumerate().filter(|(_, member)| member.binding == Binding::Label) {
        let Some(given) = labels.get(&*member.name) else { continue };
        let of_text = request.members().find(|(at, value)| *at == Some(index) && value.kind() != NodeKind::Null);
        match of_text {
            Some((_, value)) => tell_overruled(member, given, value, findings),
            None => absent.push((member, given)),
        }
    }
    let parts = absent.iter().map(|(member, given)| {
        quoted(member.name_in(Form::Wire)) + ":" + &json_of(given, &target.model, member.target)
    });
    let text = format!("{{{}}}", parts.collect::<Vec<_>>().join(","));
    let mut found = Findings::new(MOST);
    walk(&target.model, target.operation().input, &decode_text(&text), settings, &mut Tape::default(), &mut found);
    let start = request.span().start;
    let is_given = |finding: &Finding| {
        absent.iter().any(|(member, _)| finding.path.strip_prefix('/') == Some(member.name_in(Form::Wire)))
    };
    for finding in found.into_list().0.into_iter().filter(is_given) {
        let message = format!("{}; it is given beside the text", finding.message);
        let span = Span { start, end: start + 1 };
        findings.adopt(Finding { message, span, related: Vec::new(), fixes: Vec::new(), ..finding });
    }
}

fn tell_overruled(member: &Member, given: &str, value: Value<'_>, findings: &mut Findings) {
    let text = value.any_str().map_or_else(|| value.source().into(), |text| text.into_owned());
    if text == given {
        return;
    }
    findings.add(&OVERRULED_LABEL, value.span(), || {
        let message = format!(
            "`{}` is `{}` in the text, and given beside it as `{}`",
            member.name_in(Form::Wire),
            shortened(&text),
            shortened(given)
        );
        (value.path(), Draft::new(message).help("keep one of the two; what stands in the text counts"))
    });
}
