//! The event into the request that answers it, member by member as the documented functions copy it. What is null in the
//! event is null in the request, and what is absent absent. The rest of the event is for the function to look at: its
//! parameters, its URN, and what the resource is like have no place in a result.

use serde_json::{Map, Value as Json};

use crate::convert::{Conversion, ConvertOptions, Converted, Lost, Made, Source};
use crate::misuse::Misuse;
use crate::model::sample::laid_out;
use crate::model::tape::Value;
use crate::report::Severity;

/// The result of an evaluation.
pub const TO_UPDATE_POLICY_STATE: Conversion =
    Conversion::of("huawei-config:UpdatePolicyState", run).deciding(&[DECIDED]);

const DECIDED: &str = "compliance_state";

/// The resource in the event, and in the request.
const RESOURCE: [&str; 2] = ["invoking_event", "policy_resource"];

/// What a result says of its resource, and where the event says it.
const OF_RESOURCE: [(&str, &str); 5] = [
    ("resource_id", "id"),
    ("resource_name", "name"),
    ("resource_provider", "provider"),
    ("resource_type", "type"),
    ("region_id", "region_id"),
];

const ACCOUNT: &str = "domain_id";

/// What a result has under the name that it has in the event, in the order of the documentation.
const BEFORE: [&str; 1] = ["trigger_type"];
const BEHIND: [&str; 4] = ["policy_assignment_id", "policy_assignment_name", "evaluation_time", "evaluation_hash"];

fn run(source: &Source<'_>, options: &ConvertOptions) -> Result<Converted, Misuse> {
    let mut converted = Converted::default();
    let decided = options.given.get(DECIDED).cloned().unwrap_or_default();
    for document in 0..source.documents.len() {
        let Some((report, result)) = source.checked(document, |event| result_of(event, &decided)) else { continue };
        let errors = report.findings.iter().filter(|finding| finding.severity == Severity::Error);
        converted.lost.extend(errors.map(|finding| Lost::found(document, finding)));
        if report.ok {
            converted.documents.push(Made { name: None, text: laid_out(&Json::Object(result)) });
        }
    }
    Ok(converted)
}

fn result_of(event: Value<'_>, decided: &Json) -> Map<String, Json> {
    let mut resource = Map::new();
    if let Some(of_event) = member(event, RESOURCE[0]) {
        for (name, of) in OF_RESOURCE {
            copy(&mut resource, name, of_event, of);
        }
    }
    copy(&mut resource, ACCOUNT, event, ACCOUNT);
    let mut result = Map::new();
    result.insert(RESOURCE[1].into(), Json::Object(resource));
    BEFORE.into_iter().for_each(|name| copy(&mut result, name, event, name));
    result.insert(DECIDED.into(), decided.clone());
    BEHIND.into_iter().for_each(|name| copy(&mut result, name, event, name));
    result
}

/// A member that is there, `null` too.
fn member<'t>(object: Value<'t>, name: &str) -> Option<Value<'t>> {
    object.members().map(|(_, value)| value).find(|value| value.name() == name)
}

fn copy(to: &mut Map<String, Json>, name: &str, object: Value<'_>, of: &str) {
    // What is no JSON is told, and nothing is made of such an event.
    if let Some(json) = member(object, of).and_then(|value| serde_json::from_str(value.source()).ok()) {
        to.insert(name.into(), json);
    }
}
