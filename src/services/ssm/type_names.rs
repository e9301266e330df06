//! The names of compliance types, judged alike wherever they stand: as the type of a compliance report, and as
//! the sub type of inventory of type `AWS:ComplianceItem`.

use crate::model::tape::Value;
use crate::report::{Basis, Draft, Found, RuleText, Severity, Trust};
use crate::text::nearest::nearest;
use crate::text::string::quoted;

use crate::services::reading::shown;

/// A word that is none of the kinds of types.
pub const BARE_TYPE_NAME: RuleText = RuleText {
    name: "compliance/bare-type-name",
    severity: Severity::Warning,
    summary: "a compliance type is neither `Association` nor `Patch`, and has no `Custom:` in front",
    why: "the pattern lets any word through, but the service is described for these three kinds alone",
    basis: Basis::Documentation(
        "API model, PutComplianceItems, ComplianceType: \"Association (for a State Manager association), Patch, or Custom:string\"",
    ),
};

/// A name of one's own with an underscore.
pub const UNDERSCORE: RuleText = RuleText {
    name: "compliance/underscore-in-type-name",
    severity: Severity::Warning,
    summary: "the name of a custom compliance type holds an underscore",
    why: "a reporter saw the live service take what follows the underscore for a sub type, and refuse the report",
    basis: Basis::Observation(
        "aws-samples/sample-ssm-converge, src/linux/reporters/ssm_compliance.sh: \"sub type name is missing from item Context\"",
    ),
};

/// Tells of a bare word.
pub fn bare(value: Value<'_>, found: &mut Found<'_>) {
    let Some(name) = value.str() else { return };
    if matches!(&*name, "Association" | "Patch") || !is_plain(&name) {
        return;
    }
    found.at(value, || {
        let draft =
            Draft::new(format!("{} is neither `Association` nor `Patch`, and is not marked as custom", shown(&name)));
        let meant = match nearest(&name, ["Association", "Patch"]) {
            Some((meant, _)) => meant.to_string(),
            None => format!("Custom:{name}"),
        };
        draft.help(format!("write `{meant}`")).fix(
            format!("write `{meant}`"),
            Trust::Check,
            value.span(),
            quoted(&meant),
        )
    });
}

/// Tells of an underscore in a custom name.
pub fn underscore(value: Value<'_>, found: &mut Found<'_>) {
    let Some(name) = value.str() else { return };
    let Some(own) = name.strip_prefix("Custom:").filter(|own| is_plain(own) && own.contains('_')) else { return };
    found.at(value, || {
        let draft = Draft::new(format!("{} holds an underscore", shown(own)))
            .help("keep to letters and digits after `Custom:`; one word after the other with capitals does as well");
        let joined = format!("Custom:{}", own.split('_').map(capitalised).collect::<String>());
        let is_sound = joined.strip_prefix("Custom:").is_some_and(is_plain);
        if is_sound {
            draft.fix(format!("write `{joined}`"), Trust::Check, value.span(), quoted(&joined))
        } else {
            draft
        }
    });
}

/// Whether a name matches `[A-Za-z0-9_\-]\w+`, the part of the model's pattern that names share.
pub fn is_plain(name: &str) -> bool {
    let is_word = |b: u8| b.is_ascii_alphanumeric() || b == b'_';
    match name.as_bytes() {
        [first, rest @ ..] => {
            (is_word(*first) || *first == b'-') && !rest.is_empty() && rest.iter().all(|&b| is_word(b))
        }
        [] => false,
    }
}

/// A word with its first letter as a capital.
pub fn capitalised(word: &str) -> String {
    let mut letters = word.chars();
    letters.next().into_iter().flat_map(char::to_uppercase).chain(letters).collect()
}
