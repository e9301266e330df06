//! What an event and the result that answers it have in common: the time and the hash of an evaluation, the function, and
//! the account that stands in for a resource when a rule is evaluated on a timer.

use crate::model::tape::{NodeKind, Value};
use crate::report::{Basis, Draft, Found, Trust};
use crate::services::reading::shown;
use crate::text::string::quoted;

/// Where the examples of both stand.
pub const EXAMPLES: Basis = Basis::Documentation(
    "Config API Reference, Updating the Compliance Result, and User Guide, events of custom rules: every example",
);

/// Where the periodic event is shown.
pub const PERIODIC_EVENT: &str = "User Guide, events of custom rules: the one periodic event that is shown";

/// The years 2015 to 2099, in milliseconds: the service is no older.
const PLAUSIBLE: std::ops::Range<i64> = 1_420_070_400_000..4_102_444_800_000;

/// The milliseconds of an evaluation, whether they stand as a number or as a text.
pub fn millis_of(value: Value<'_>) -> Option<i64> {
    match value.kind() {
        NodeKind::String => value.any_str()?.parse().ok(),
        _ => value.integer(),
    }
}

/// A number in the way in which another one is written.
fn written_as(value: Value<'_>, number: i64) -> String {
    if value.kind() == NodeKind::String { quoted(&number.to_string()) } else { number.to_string() }
}

/// Tells of a time that is in seconds.
pub fn tell_seconds(time: Option<Value<'_>>, found: &mut Found<'_>) {
    let Some((value, seconds)) = time.and_then(|value| Some((value, millis_of(value)?))) else { return };
    let Some(millis) = seconds.checked_mul(1_000).filter(|millis| PLAUSIBLE.contains(millis)) else { return };
    found.at(value, || {
        Draft::new(format!("{seconds} looks like seconds, and milliseconds are counted here"))
            .help("copy `evaluation_time` from the event; a result belongs to the very millisecond of its evaluation")
            .fix(format!("write {millis}"), Trust::Check, value.span(), written_as(value, millis))
    });
}

/// Tells of a time that no event has, unless it is in seconds.
pub fn tell_implausible(time: Option<Value<'_>>, found: &mut Found<'_>) {
    let Some((value, given)) = time.and_then(|value| Some((value, millis_of(value)?))) else { return };
    let is_told = given.checked_mul(1_000).is_some_and(|millis| PLAUSIBLE.contains(&millis));
    if PLAUSIBLE.contains(&given) || is_told {
        return;
    }
    found.at(value, || {
        let draft = Draft::new(format!("{given} milliseconds since 1970 are no time from 2015 to 2099"))
            .help("copy `evaluation_time` from the event: it has thirteen digits");
        match [1_000, 1_000_000].into_iter().map(|parts| given / parts).find(|millis| PLAUSIBLE.contains(millis)) {
            Some(millis) => draft.fix(format!("write {millis}"), Trust::Check, value.span(), written_as(value, millis)),
            None => draft,
        }
    });
}

/// Tells of a time that is written as a text.
pub fn tell_text(time: Option<Value<'_>>, found: &mut Found<'_>) {
    let Some(value) = time.filter(|value| value.kind() == NodeKind::String) else { return };
    let Some(millis) = millis_of(value) else { return };
    found.at(value, || {
        Draft::new("`evaluation_time` is a text of digits, and a number in every example")
            .help("both are taken: it is declared as a text, and what functions copy from the event is a number")
            .fix("write it as a number", Trust::Check, value.span(), millis.to_string())
    });
}

/// Tells of a hash that is none of those which events carry.
pub fn tell_hash(hash: Option<Value<'_>>, found: &mut Found<'_>) {
    let Some((value, hash)) = hash.and_then(|value| Some((value, value.any_str()?))) else { return };
    let is_hash =
        |text: &str| text.len() == 32 && text.bytes().all(|b| b.is_ascii_digit() || (b'a'..=b'f').contains(&b));
    if is_hash(&hash) {
        return;
    }
    found.at(value, || {
        let draft = Draft::new(format!("{} is not 32 hexadecimal digits in small letters", shown(&hash)))
            .help("copy `evaluation_hash` from the event; nobody but the service can make one");
        let meant = hash.trim().to_ascii_lowercase();
        if is_hash(&meant) {
            return draft.fix(format!("write {}", shown(&meant)), Trust::Check, value.span(), quoted(&meant));
        }
        draft
    });
}

/// Tells of a function that is not named as functions are.
pub fn tell_function(urn: Option<Value<'_>>, found: &mut Found<'_>) {
    let Some((value, urn)) = urn.and_then(|value| Some((value, value.str()?))) else { return };
    let parts: Vec<&str> = urn.split(':').collect();
    let begins = |of: &[&str]| match of {
        ["urn", "fss", region, project, "function", package, name, ..] => {
            [region, project, package, name].iter().all(|part| !part.is_empty())
        }
        _ => false,
    };
    let is_whole = parts.len() == 8 && parts.iter().all(|part| !part.is_empty());
    if begins(&parts) && is_whole {
        return;
    }
    found.at(value, || {
        let draft = Draft::new(format!("{} is not the URN of a function's version", shown(&urn))).help(
            "write `urn:fss:`, region, project, `function`, package, name and version, with colons between; FunctionGraph shows it",
        );
        if begins(&parts) && parts.len() == 7 {
            let meant = format!("{urn}:latest");
            return draft.fix("name the latest version", Trust::Check, value.span(), quoted(&meant));
        }
        draft
    });
}

/// What a result or an event says of its resource.
pub struct Evaluated<'t> {
    /// Why it was evaluated.
    pub trigger: Option<Value<'t>>,
    /// The account.
    pub account: Option<String>,
    /// The resource.
    pub resource: Value<'t>,
    /// Its id.
    pub id: Option<Value<'t>>,
    /// The service that it is of.
    pub provider: Option<Value<'t>>,
    /// Its type.
    pub kind: Option<Value<'t>>,
}

impl Evaluated<'_> {
    fn is_triggered_by(&self, wanted: &str) -> bool {
        self.trigger.and_then(Value::str).is_some_and(|trigger| trigger == wanted)
    }

    /// Tells of a periodic evaluation that is about something else than the account.
    pub fn tell_period(&self, found: &mut Found<'_>) {
        let Some(id) = self.id.filter(|_| self.is_triggered_by("period")) else { return };
        let (Some(text), Some(account)) = (id.any_str(), &self.account) else { return };
        if text == *account {
            return;
        }
        found.at(id, || {
            Draft::new(format!("the evaluation is periodic, and {} is not the account {}", shown(&text), shown(account)))
                .help("a periodic event is about the account as a whole: copy its resource, whose id is the account's and whose name is `Account`")
        });
    }

    /// Tells of an evaluation because of a resource that does not say what the resource is.
    pub fn tell_untyped(&self, [provider, kind]: [&str; 2], found: &mut Found<'_>) {
        if !self.is_triggered_by("resource") {
            return;
        }
        let lacks: Vec<&str> = [(provider, self.provider), (kind, self.kind)]
            .into_iter()
            .filter_map(|(name, value)| value.is_none().then_some(name))
            .collect();
        if let Some(first) = lacks.first() {
            found.missing(self.resource, first, || {
                let names: Vec<String> = lacks.iter().map(|name| format!("`{name}`")).collect();
                Draft::new(format!("a change of a resource is evaluated, and it has no {}", names.join(" and ")))
                    .help("copy both from the event; only a periodic evaluation has none")
            });
        }
    }
}
