//! What a run is about: targets and the parameter that takes them, at the top and in a runbook of a change request.

use crate::model::tape::Value;
use crate::report::{Basis, Draft, Found, Rule, Severity, Trust};
use crate::services::reading::{is_absent, shown};
use crate::services::ssm::change_requests::view::{Runbook, StartChangeRequestExecutionRequest};
use crate::text::nearest::{Likeness, nearest};
use crate::text::string::quoted;

use super::super::view::{StartAutomationExecutionRequest as Start, Target, TargetLocation};

/// The members about targets, of a request or of a runbook.
struct Aim<'t> {
    object: Value<'t>,
    members: &'static [&'static str],
    parameter: Option<Value<'t>>,
    targets: Vec<Target<'t>>,
    maps: Option<Value<'t>>,
    rates: [Option<Value<'t>>; 2],
    locations: Vec<TargetLocation<'t>>,
}

fn of_start(request: Value<'_>) -> Vec<Aim<'_>> {
    let start = Start(request);
    vec![Aim {
        object: request,
        members: Start::MEMBERS,
        parameter: start.target_parameter_name(),
        targets: start.targets().collect(),
        maps: start.target_maps(),
        rates: [start.max_concurrency(), start.max_errors()],
        locations: start.target_locations().collect(),
    }]
}

fn of_runbooks(request: Value<'_>) -> Vec<Aim<'_>> {
    StartChangeRequestExecutionRequest(request).runbooks().map(of_runbook).collect()
}

fn of_runbook(runbook: Runbook<'_>) -> Aim<'_> {
    Aim {
        object: runbook.0,
        members: Runbook::MEMBERS,
        parameter: runbook.target_parameter_name(),
        targets: runbook.targets().collect(),
        maps: runbook.target_maps(),
        rates: [runbook.max_concurrency(), runbook.max_errors()],
        locations: runbook.target_locations().collect(),
    }
}

impl Aim<'_> {
    fn lacks(&self, name: &str) -> bool {
        is_absent(self.object, self.members, name)
    }

    fn has_inner_targets(&self) -> bool {
        self.locations.iter().any(|location| location.targets().next().is_some())
    }
}

const WRONG: &str = "InvalidAutomationExecutionParametersException";

/// The same rule on both operations; they differ in where the members stand.
macro_rules! on_both {
    ($start:ident, $runbook:ident, $name:literal, $severity:expr, $summary:literal, $why:literal, $basis:expr, $run:expr) => {
        pub const $start: Rule =
            Rule::new($name, $severity, $summary, $why, $basis, |request, found| each(of_start(request), found, $run));
        pub const $runbook: Rule = Rule::new($name, $severity, $summary, $why, $basis, |request, found| {
            each(of_runbooks(request), found, $run)
        });
    };
}

fn each(aims: Vec<Aim<'_>>, found: &mut Found<'_>, run: fn(&Aim<'_>, &mut Found<'_>)) {
    aims.iter().for_each(|aim| run(aim, found));
}

on_both! {
    START_TARGETS_BESIDE_MAPS, RUNBOOK_TARGETS_BESIDE_MAPS,
    "automation/targets-beside-target-maps", Severity::Error,
    "`Targets` and `TargetMaps` are both given",
    "the two say in different ways what the run is about, and the service takes one of them",
    Basis::Documentation("API model, Runbook and StartAutomationExecution, Targets: not both"),
    |aim, found| {
        if let (Some(target), Some(maps)) = (aim.targets.first(), aim.maps.filter(|maps| maps.elements().next().is_some())) {
            found.at(maps, || {
                Draft::new("`TargetMaps` stands beside `Targets`")
                    .help("keep the one that is meant")
                    .exception(WRONG)
                    .related(target.0.path(), target.0.span(), "the targets")
            });
        }
    }
}

on_both! {
    START_TARGETS_WITHOUT_PARAMETER, RUNBOOK_TARGETS_WITHOUT_PARAMETER,
    "automation/targets-without-a-parameter", Severity::Error,
    "`Targets` is given without `TargetParameterName`",
    "nothing says which parameter of the runbook takes a target",
    Basis::Documentation("API model, TargetParameterName: required if Targets are specified"),
    |aim, found| {
        if (!aim.targets.is_empty() || aim.has_inner_targets()) && aim.lacks("TargetParameterName") {
            found.missing(aim.object, "TargetParameterName", || {
                Draft::new("`Targets` needs `TargetParameterName`")
                    .help("add the name of the runbook's parameter that takes one target, such as `InstanceId`")
                    .exception(WRONG)
            });
        }
    }
}

on_both! {
    START_PARAMETER_WITHOUT_TARGETS, RUNBOOK_PARAMETER_WITHOUT_TARGETS,
    "automation/parameter-without-targets", Severity::Error,
    "`TargetParameterName` is given without `Targets`",
    "a parameter is named for targets, and there are none",
    Basis::Documentation("API model, Targets: required if TargetParameterName is specified"),
    |aim, found| {
        // A file of locations may have targets in it.
        let is_alone = aim.targets.is_empty()
            && !aim.has_inner_targets()
            && aim.lacks("Targets")
            && aim.lacks("TargetLocationsURL");
        if let Some(parameter) = aim.parameter.filter(|_| is_alone) {
            found.at(parameter, || {
                Draft::new("`TargetParameterName` needs `Targets`")
                    .help("add `Targets`, or give the parameter its value in `Parameters`")
                    .exception(WRONG)
            });
        }
    }
}

on_both! {
    START_RATE_WITHOUT_TARGETS, RUNBOOK_RATE_WITHOUT_TARGETS,
    "automation/rate-without-targets", Severity::Warning,
    "`MaxConcurrency` or `MaxErrors` is given, and there is one run alone",
    "it says how many targets run at a time, and there are none",
    Basis::Assumption("both are documented for targets"),
    |aim, found| {
        let kinds = ["Targets", "TargetMaps", "TargetLocations", "TargetLocationsURL"];
        if kinds.iter().any(|kind| !aim.lacks(kind)) {
            return;
        }
        for rate in aim.rates.iter().flatten() {
            found.at(*rate, || Draft::new("there are no targets that this could slow down").help("leave it out, or add `Targets`"));
        }
    }
}

/// Keys that the model's text names for automation; `tag:` takes any name behind it.
const KEYS: [&str; 6] =
    ["tag-key", "ResourceGroup", "ParameterValues", "AWS::EC2::Instance", "InstanceIds", "CloudConnector"];

on_both! {
    START_TARGET_KEY_OF_ANOTHER_TASK, RUNBOOK_TARGET_KEY_OF_ANOTHER_TASK,
    "automation/target-key-of-another-task", Severity::Warning,
    "a target's key is one of maintenance windows or of commands",
    "an automation has keys of its own, and finds nothing by these, or refuses them",
    Basis::Documentation("API model, StartAutomationExecution, Targets; the model's pattern lets them pass, and for `InstanceIds` with `*` \
         the vendor's pages disagree"),
    |aim, found| {
        for (key, text) in keys_of(aim) {
            if text.starts_with("resource-groups:") {
                found.at(key, || {
                    Draft::new(format!("{} is a key of maintenance windows", shown(&text)))
                        .help("write `ResourceGroup` with the name of one group")
                        .exception(WRONG)
                        .fix("write `ResourceGroup`", Trust::Check, key.span(), quoted("ResourceGroup"))
                });
            }
        }
        for target in aim.targets.iter().filter(|target| target.key().and_then(Value::str).as_deref() == Some("InstanceIds")) {
            let all = target.values().into_iter().flat_map(Value::elements).find(|value| value.str().as_deref() == Some("*"));
            if let Some(all) = all {
                found.at(all, || {
                    Draft::new("`*` for all nodes is known from State Manager and maintenance windows")
                        .help("name the nodes, or take a tag that all of them have")
                        .exception(WRONG)
                });
            }
        }
    }
}

on_both! {
    START_UNKNOWN_TARGET_KEY, RUNBOOK_UNKNOWN_TARGET_KEY,
    "automation/unknown-target-key", Severity::Warning,
    "a target's key is none that an automation knows",
    "keys are compared letter by letter, and an unknown one finds nothing or is refused",
    Basis::Documentation("API model, StartAutomationExecution, Targets: the keys that are named there"),
    |aim, found| {
        for (key, text) in keys_of(aim) {
            let is_known = KEYS.contains(&&*text) || text.starts_with("tag:") || text.starts_with("resource-groups:");
            if is_known || text.is_empty() {
                continue;
            }
            found.at(key, || {
                let draft = Draft::new(format!("{} is not a target key of automation", shown(&text))).exception(WRONG);
                let tag = text.get(..4).filter(|front| front.eq_ignore_ascii_case("tag:")).and(text.get(4..));
                match (tag, nearest(&text, KEYS)) {
                    (Some(name), _) => draft.help("the prefix is `tag:`, in small letters").fix(
                        format!("write `tag:{name}`"), Trust::Safe, key.span(), quoted(&format!("tag:{name}"))),
                    (None, Some((meant, likeness))) => {
                        let trust = if likeness == Likeness::Spelling { Trust::Safe } else { Trust::Check };
                        draft.help(format!("did you mean `{meant}`?")).fix(format!("write `{meant}`"), trust, key.span(), quoted(meant))
                    }
                    _ => draft.help(format!("the keys are `tag:` and a name, {}", KEYS.join(", "))),
                }
            });
        }
    }
}

fn keys_of<'t>(aim: &Aim<'t>) -> Vec<(Value<'t>, std::borrow::Cow<'t, str>)> {
    let inner = aim.locations.iter().flat_map(|location| location.targets());
    aim.targets.iter().copied().chain(inner).filter_map(|target| Some((target.key()?, target.key()?.str()?))).collect()
}

pub const SEVERAL_TARGETS_AT_ONCE: Rule = Rule::new(
    "automation/several-targets-at-once",
    Severity::Warning,
    "a runbook has several targets",
    "the service answered that one resource group or tag can be given at a time",
    Basis::Observation("issue aws/aws-cli 9028: \"Only one resource group or tag can be specified at a time\""),
    |request, found| {
        for aim in of_runbooks(request) {
            if let Some(second) = aim.targets.get(1) {
                found.at(second.0, || {
                    Draft::new(format!("there are {} targets, one may stand at a time", aim.targets.len()))
                        .help("keep one, or find a tag that all nodes have")
                        .exception(WRONG)
                });
            }
        }
    },
);
