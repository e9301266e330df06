//! What is wrong with a text before it is walked: its bytes, and its YAML.

use crate::report::{Draft, Findings, Trust};
use crate::text::decode::{Decoded, Fault};
use crate::text::yaml::{FaultKind, YamlFault};

use super::{rules, say};

/// Tells what is wrong with the bytes of a text.
pub fn tell_encoding(decoded: &Decoded<'_>, findings: &mut Findings) {
    for fault in &decoded.faults {
        let (span, draft) = say::encoding(fault);
        let rule = match fault {
            Fault::TooLarge(_) => &rules::JSON_SIZE,
            _ => &rules::JSON_ENCODING,
        };
        findings.add(rule, span, || (String::new(), draft));
    }
}

/// Tells what is wrong with a text as YAML.
pub fn tell_yaml(faults: &[YamlFault], findings: &mut Findings) {
    for fault in faults {
        let rule = match fault.kind {
            FaultKind::Syntax => &rules::YAML_SYNTAX,
            FaultKind::Size => &rules::YAML_SIZE,
            FaultKind::Tag => &rules::YAML_TAG,
            FaultKind::Word => &rules::YAML_WORD,
        };
        let draft = || Draft::new(fault.message.clone()).help(fault.help);
        let draft = || match &fault.repair {
            Some(repair) => draft().fix(format!("write `{repair}`"), Trust::Check, fault.span, repair.clone()),
            None => draft(),
        };
        findings.add(rule, fault.span, || (String::new(), draft()));
    }
}
