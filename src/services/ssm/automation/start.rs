//! What an execution is started with: a request looked at against the documents and the targets that there are, whoever
//! makes it.

use serde_json::Value;

use crate::emulator::Exception;
use crate::services::ssm::change_requests::change::Change;
use crate::services::ssm::documents::AUTOMATION;
use crate::services::ssm::documents::store::{Missing, ReviewStatus, content_of};
use crate::services::ssm::state::SsmState;

use super::execution::{Birth, Kind, Place, Rate};
use super::locations;
use super::parameters::{fits, invalid, missing, parameters_of};
use super::runbook::{Object, Runbook};
use super::targets::Aim;

/// An execution that may be started.
#[derive(Clone, Debug, Default)]
pub struct Start {
    /// The document's name.
    pub document: String,
    /// Its version, a number.
    pub version: String,
    /// Its content.
    pub content: Value,
    /// What the execution is, where it has no targets.
    pub kind: Kind,
    /// All parameters, lists of texts.
    pub parameters: Object,
    /// Whether people start each step.
    pub interactive: bool,
    /// Who starts it.
    pub by: String,
    /// Members that it shows as they came.
    pub echoed: Object,
    /// The token, in lower case.
    pub token: Option<String>,
    /// The keys of its tags.
    pub tags: Vec<String>,
    /// What it is about.
    pub target: Option<String>,
    /// The execution whose step starts it, and the index of that run.
    pub parent: Option<(u64, usize)>,
    /// How many executions it is nested in.
    pub depth: u32,
    /// Its children, where it has targets or target locations.
    pub rates: Vec<Rate>,
    /// Where it runs, if that is not where it is asked for.
    pub place: Option<Place>,
    /// What a change request remembers.
    pub change: Option<Box<Change>>,
}

impl Start {
    /// What the execution is.
    pub fn kind(&self) -> Kind {
        if self.rates.is_empty() { self.kind } else { Kind::Rate }
    }
}

/// The exception for a document that is not there.
pub const MISSING: &str = "AutomationDefinitionNotFoundException";

/// Members of a request that executions show as they came.
const ECHOED: [&str; 8] = [
    "TargetParameterName",
    "Targets",
    "TargetMaps",
    "MaxConcurrency",
    "MaxErrors",
    "TargetLocations",
    "TargetLocationsURL",
    "AlarmConfiguration",
];

/// Looks at a request: the members of StartAutomationExecution, or those of a Runbook, which has the same.
pub fn prepare(state: &SsmState, request: &Object, by: &str) -> Result<Start, Exception> {
    let text = |name: &str| request.get(name).and_then(Value::as_str);
    let found = definition_of(state, text("DocumentName").unwrap_or_default(), text("DocumentVersion"), AUTOMATION)?;
    let runbook = Runbook::of(&found.content)
        .map_err(|reason| Exception::new(MISSING, format!("Document {}: {reason}.", found.name)))?;
    let object = |name: &str| request.get(name).and_then(Value::as_object).cloned().unwrap_or_default();
    let list = |name: &str| request.get(name).and_then(Value::as_array).map(Vec::as_slice).unwrap_or_default();
    let locations = list("TargetLocations");
    let aim = Aim {
        targets: list("Targets"),
        maps: list("TargetMaps"),
        parameter: text("TargetParameterName"),
        concurrency: text("MaxConcurrency"),
        errors: text("MaxErrors"),
    };
    if !aim.targets.is_empty() && !aim.maps.is_empty() {
        return Err(invalid("Both Targets and TargetMaps cannot be specified together."));
    }
    let any_targets = !aim.targets.is_empty() || locations.iter().any(locations::has_targets);
    if any_targets && aim.parameter.is_none() {
        return Err(invalid("TargetParameterName is required when Targets are specified."));
    }
    if aim.parameter.is_some() && !any_targets {
        return Err(invalid("Targets are required when TargetParameterName is specified."));
    }
    if request.contains_key("TargetLocationsURL") {
        return Err(invalid("The emulator reads no files: give TargetLocations instead of TargetLocationsURL."));
    }
    let rates = match locations {
        [] => aim.rate(state)?.into_iter().collect(),
        locations => locations::rates_of(state, locations, aim, by)?,
    };
    let mut later: Vec<&str> = aim.parameter.into_iter().collect();
    later.extend(aim.maps.iter().filter_map(Value::as_object).flat_map(|map| map.keys()).map(String::as_str));
    let parameters = parameters_of(&runbook, &object("Parameters"), &later)?;
    for birth in rates.iter().flat_map(leaves) {
        for (name, texts) in &birth.parameters {
            let declared = runbook.parameters.get(name);
            let unknown = || invalid(format!("Parameter \"{name}\" is not defined in the document."));
            fits(name, declared.ok_or_else(unknown)?, runbook.type_of(name), texts)?;
        }
        let has = |name: &str| parameters.contains_key(name) || birth.parameters.contains_key(name);
        if let Some(name) = later.iter().find(|name| !has(name)) {
            return Err(missing(name));
        }
    }
    let tags = request.get("Tags").and_then(Value::as_array).into_iter().flatten();
    Ok(Start {
        document: found.name,
        version: found.version,
        content: found.content,
        parameters,
        interactive: text("Mode") == Some("Interactive"),
        by: by.into(),
        echoed: ECHOED.iter().filter_map(|name| Some(((*name).to_string(), request.get(*name)?.clone()))).collect(),
        tags: tags.filter_map(|tag| Some(tag.get("Key")?.as_str()?.to_string())).collect(),
        rates,
        ..Start::default()
    })
}

/// The children that run the runbook itself. All places of a location have the same ones: those of the first stand for them.
fn leaves(rate: &Rate) -> Vec<&Birth> {
    match rate.children.first().and_then(|first| first.rate.as_ref()) {
        Some(own) => leaves(own),
        None => rate.children.iter().collect(),
    }
}

/// A document's content as it stands now.
#[derive(Debug)]
pub struct Found {
    /// Its name.
    pub name: String,
    /// Its version, a number.
    pub version: String,
    /// How far the review of the version is.
    pub review: ReviewStatus,
    /// Its content.
    pub content: Value,
}

/// The document of a name and a type. The texts are ours.
pub fn definition_of(state: &SsmState, name: &str, version: Option<&str>, kind: &str) -> Result<Found, Exception> {
    let missing = |what: Missing| match what {
        Missing::Document => Exception::new(MISSING, format!("Document {name} does not exist.")),
        Missing::Version => Exception::new(
            "AutomationDefinitionVersionNotFoundException",
            format!("Document {name} has no version {}.", version.unwrap_or("$DEFAULT")),
        ),
    };
    let stored = content_of(state, name, version).map_err(missing)?;
    if stored.document.kind != kind {
        let message = format!("Document {name} is of type {}, not {kind}.", stored.document.kind);
        return Err(Exception::new(MISSING, message));
    }
    Ok(Found {
        name: stored.name.into(),
        version: stored.number.to_string(),
        review: stored.version.review.status,
        content: stored.content,
    })
}
