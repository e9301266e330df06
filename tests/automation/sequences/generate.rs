//! Random runbooks, and random things that people do with them. Executions are picked by a number whose meaning is found
//! when its turn comes, so that a sequence keeps making sense while it is shortened.

use serde_json::{Value, json};

use crate::chance::Chance;
use crate::{NOW, and};

/// Those who start, signal and stop. Zoe approves nothing.
pub const PEOPLE: [&str; 3] = ["AKIDANN", "AKIDBEN", "AKIDZOE"];
const TOKENS: [&str; 2] = ["6b1e4f7a-0000-4000-8000-000000000001", "6b1e4f7a-0000-4000-8000-000000000002"];
const CALLS: [&str; 4] =
    ["StartAutomationExecution", "SendAutomationSignal", "StopAutomationExecution", "StartChangeRequestExecution"];
/// Closed from the day after the start for two days.
const CALENDAR: &str = "BEGIN:VCALENDAR\r\nPRODID:-//AWS//Change Calendar 1.0//EN\r\nVERSION:2.0\r\n\
    X-CALENDAR-TYPE:DEFAULT_OPEN\r\nBEGIN:VEVENT\r\nUID:1\r\nDTSTAMP:20250101T000000Z\r\nDTSTART:20250313T000000Z\r\n\
    DTEND:20250315T000000Z\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n";

/// Something that is done.
#[derive(Clone, Debug)]
pub enum Step {
    Start {
        by: &'static str,
        input: Value,
    },
    /// A change request.
    Request {
        by: &'static str,
        input: Value,
    },
    /// A signal that the execution is told to take.
    Answer {
        by: &'static str,
        pick: usize,
        choice: usize,
    },
    /// A signal to any execution, mostly one that does not take it.
    Signal {
        by: &'static str,
        pick: usize,
        kind: &'static str,
    },
    Stop {
        by: &'static str,
        pick: usize,
        kind: &'static str,
    },
    Script(Value),
    ClearScript,
    Fault(&'static str),
    Advance(i64),
    Settle,
    Restore,
    Replay,
}

/// What an emulator has from the start: places are scarce in every other one.
pub fn options(chance: &mut Chance) -> Value {
    let scarce = json!({ "automations": 3, "automationQueue": 4, "rateAutomations": 1, "rateAutomationQueue": 1 });
    if chance.one_in(2) { json!({ "quotas": scarce }) } else { json!({}) }
}

/// Runbooks, each of which may run those behind it and itself.
pub fn books(chance: &mut Chance) -> Vec<(String, Value)> {
    let count = chance.between(2, 4);
    (0..count).map(|index| (format!("Book{index}"), book(chance, index, count))).collect()
}

/// What else there is: a change template, and in every other one a calendar that holds changes back.
pub fn further(chance: &mut Chance) -> Vec<Value> {
    let levels = (0..chance.between(1, 2)).map(|index| {
        let lines: Vec<Value> = PEOPLE[..chance.between(1, 2)]
            .iter()
            .map(|name| json!({ "approver": name, "type": "IamUser", "minRequiredApprovals": chance.below(2) }))
            .collect();
        let inputs = json!({ "MinRequiredApprovals": 1, "EnhancedApprovals": { "Approvers": lines } });
        action(&format!("level{index}"), "aws:approve", inputs)
    });
    let levels: Vec<Value> = levels.collect();
    let content = json!({ "schemaVersion": "0.3", "autoApprovable": chance.one_in(2), "mainSteps": levels });
    let document = |name: &str, kind: &str, format: &str, content: String| json!({ "Name": name, "DocumentType": kind, "DocumentFormat": format, "Content": content });
    let template = document("Change", "Automation.ChangeTemplate", "JSON", content.to_string());
    let calendar = chance.one_in(2).then(|| document("Freeze", "ChangeCalendar", "TEXT", CALENDAR.into()));
    std::iter::once(template).chain(calendar).collect()
}

fn book(chance: &mut Chance, index: usize, count: usize) -> Value {
    let length = chance.between(1, 5);
    let steps: Vec<Value> = (0..length).map(|at| step(chance, at, length, (index, count))).collect();
    json!({
        "schemaVersion": "0.3",
        "parameters": { "Id": { "type": "String", "default": "-" } },
        "variables": { "Seen": { "type": "String", "default": "none" } },
        "outputs": ["variable:Seen"],
        "mainSteps": steps,
    })
}

fn step(chance: &mut Chance, at: usize, length: usize, books: (usize, usize)) -> Value {
    let name = format!("s{at}");
    let later = (at + 1 < length).then(|| format!("s{}", chance.between(at + 1, length - 1)));
    let mut step = match (chance.below(11), &later) {
        (0 | 1, _) => action(&name, "aws:sleep", json!({ "Duration": chance.pick(&["PT1S", "PT10M", "PT5H", "P2D"]) })),
        (2, _) => action(&name, "aws:pause", json!({})),
        (3, _) => approval(chance, &name),
        (4, Some(later)) => {
            let choice = json!({ "Variable": format!("{{{{ {} }}}}", chance.pick(&["Id", "s0.Out", "variable:Seen"])),
                "StringEquals": chance.pick(&["x", "-", "none"]), "NextStep": later });
            let mut inputs = json!({ "Choices": [choice] });
            if !chance.one_in(3) {
                inputs["Default"] = json!(format!("s{}", at + 1));
            }
            action(&name, "aws:branch", inputs)
        }
        (5, _) => repeated(chance, &name),
        (6, _) => {
            action(&name, "aws:updateVariable", json!({ "Name": "variable:Seen", "Value": chance.pick(&["x", "y"]) }))
        }
        (7, _) => {
            let other = chance.between(books.0, books.1 - 1);
            let id = chance.pick(&["x", "{{ Id }}"]);
            let inputs = json!({ "DocumentName": format!("Book{other}"), "RuntimeParameters": { "Id": [id] } });
            action(&name, "aws:executeAutomation", inputs)
        }
        _ => effect(&name),
    };
    let is_branch = step["action"] == "aws:branch";
    if !is_branch && chance.one_in(8) {
        step["isEnd"] = json!(true);
    } else if let Some(later) = later.as_ref().filter(|_| !is_branch && chance.one_in(5)) {
        step["nextStep"] = json!(later);
    }
    let ways: Vec<String> = later.iter().map(|later| format!("step:{later}")).collect();
    let of = |chance: &mut Chance, usual: &[&str]| {
        let all: Vec<&str> = usual.iter().copied().chain(ways.iter().map(String::as_str)).collect();
        json!(chance.pick(&all))
    };
    if chance.one_in(2) {
        step["onFailure"] = of(chance, &["Abort", "Continue", "Cancel"]);
    }
    if chance.one_in(3) {
        step["onCancel"] = of(chance, &["Abort"]);
    }
    if chance.one_in(3) {
        step["isCritical"] = json!(chance.one_in(2));
    }
    if chance.one_in(3) {
        step["maxAttempts"] = json!(chance.between(1, 3));
    }
    if chance.one_in(4) {
        step["timeoutSeconds"] = json!(chance.pick(&[1, 30, 3_000]));
    }
    step
}

fn action(name: &str, action: &str, inputs: Value) -> Value {
    json!({ "name": name, "action": action, "inputs": inputs })
}

fn effect(name: &str) -> Value {
    and(crate::effect(name), json!({ "outputs": [{ "Name": "Out", "Selector": "$.Out", "Type": "String" }] }))
}

fn approval(chance: &mut Chance, name: &str) -> Value {
    let approvers = &PEOPLE[..chance.between(1, 2)];
    let inputs = json!({ "Approvers": approvers, "MinRequiredApprovals": chance.between(1, approvers.len()) });
    action(name, "aws:approve", inputs)
}

fn repeated(chance: &mut Chance, name: &str) -> Value {
    let inner = (0..chance.between(1, 2)).map(|at| {
        let name = format!("{name}in{at}");
        let mut step = match chance.below(5) {
            0 => action(&name, "aws:sleep", json!({ "Duration": "PT1M" })),
            1 => action(&name, "aws:pause", json!({})),
            2 => approval(chance, &name),
            _ => effect(&name),
        };
        if chance.one_in(3) {
            step["onFailure"] = json!(chance.pick(&["Continue", "Cancel"]));
        }
        step
    });
    let steps: Vec<Value> = inner.collect();
    let inputs = if chance.one_in(2) {
        json!({ "Iterators": ["a", "b", "c"], "IteratorDataType": "String", "Steps": steps })
    } else {
        let condition = json!({ "Variable": format!("{{{{ {name}.CurrentIteration }}}}"), "NumericLesser": 3 });
        json!({ "LoopCondition": condition, "MaxIterations": chance.between(1, 4), "Steps": steps })
    };
    action(name, "aws:loop", inputs)
}

/// What happens, one after the other.
pub fn steps(chance: &mut Chance, books: usize) -> Vec<Step> {
    (0..chance.between(10, 60)).map(|_| something(chance, books)).collect()
}

fn something(chance: &mut Chance, books: usize) -> Step {
    let by = *chance.pick(&PEOPLE);
    let pick = chance.below(1_000);
    match chance.below(26) {
        0..=4 => Step::Start { by, input: start(chance, books) },
        5..=9 => Step::Answer { by, pick, choice: chance.below(1_000) },
        10 | 11 => {
            let kinds = ["Approve", "Reject", "Resume", "StartStep", "StopStep", "Revoke"];
            Step::Signal { by, pick, kind: one(chance, &kinds) }
        }
        12 | 13 => Step::Stop { by, pick, kind: one(chance, &["Cancel", "Cancel", "Complete"]) },
        14 | 15 => Step::Script(script(chance, books)),
        16 => Step::ClearScript,
        17 => Step::Fault(one(chance, &CALLS)),
        18 | 19 => Step::Advance(chance.below(5_000) as i64),
        20 => Step::Advance(chance.below(3 * 86_400_000) as i64),
        21 => Step::Settle,
        22 => Step::Restore,
        23 | 24 => Step::Request { by, input: request(chance, books) },
        _ => Step::Replay,
    }
}

fn one(chance: &mut Chance, of: &[&'static str]) -> &'static str {
    of[chance.below(of.len())]
}

fn start(chance: &mut Chance, books: usize) -> Value {
    let mut input = json!({ "DocumentName": format!("Book{}", chance.below(books)) });
    if chance.one_in(12) {
        input["DocumentName"] = json!("Nowhere");
    }
    if chance.one_in(5) {
        input["Mode"] = json!("Interactive");
    }
    let values: Vec<String> = (0..chance.between(1, 6)).map(|index| format!("i-{index}")).collect();
    let limits = json!({ "MaxConcurrency": chance.pick(&["1", "2", "50%", "10"]), "MaxErrors": chance.pick(&["0", "1", "50%"]) });
    match chance.below(12) {
        0 | 1 => {
            let targets = json!([{ "Key": "ParameterValues", "Values": values }]);
            input = and(and(input, limits), json!({ "TargetParameterName": "Id", "Targets": targets }));
        }
        2 => {
            let maps: Vec<Value> = values.iter().map(|value| json!({ "Id": [value] })).collect();
            input = and(and(input, limits), json!({ "TargetMaps": maps }));
        }
        3 | 4 => input = across(chance, input, &values, limits),
        _ if chance.one_in(3) => input["Parameters"] = json!({ "Id": [chance.pick(&["x", "y"])] }),
        _ => {}
    }
    if chance.one_in(6) {
        input["ClientToken"] = json!(chance.pick(&TOKENS));
    }
    input
}

/// The same in one to three locations with accounts of their own, most with limits of their own, and over targets of their own
/// or those of all.
fn across(chance: &mut Chance, mut input: Value, values: &[String], limits: Value) -> Value {
    let locations = (0..chance.between(1, 3)).map(|index| {
        let accounts: Vec<String> =
            (0..chance.between(1, 3)).map(|account| format!("{index:06}{account:06}")).collect();
        let regions = &["eu-central-1", "us-east-2"][..chance.between(1, 2)];
        let mut location = json!({ "Accounts": accounts, "Regions": regions });
        if chance.one_in(2) {
            location["TargetLocationMaxConcurrency"] = json!(chance.pick(&["1", "2", "50%", "10"]));
        }
        if chance.one_in(2) {
            location["TargetLocationMaxErrors"] = json!(chance.pick(&["0", "1", "50%"]));
        }
        if chance.one_in(3) {
            location["Targets"] = json!([{ "Key": "ParameterValues", "Values": &values[..1] }]);
        } else if chance.one_in(3) {
            location["TargetsMaxConcurrency"] = json!(chance.pick(&["1", "50%"]));
            location["TargetsMaxErrors"] = json!(chance.pick(&["0", "50%"]));
        }
        location
    });
    let locations: Vec<Value> = locations.collect();
    if chance.one_in(2) {
        let targets = json!([{ "Key": "ParameterValues", "Values": &values[..values.len().min(3)] }]);
        input = and(and(input, limits), json!({ "Targets": targets }));
    }
    if input.get("Targets").is_some() || locations.iter().any(|location| location.get("Targets").is_some()) {
        input["TargetParameterName"] = json!("Id");
    }
    and(input, json!({ "TargetLocations": locations }))
}

fn request(chance: &mut Chance, books: usize) -> Value {
    let mut input = json!({
        "DocumentName": chance.pick(&["Change", "Change", "Change", "Nowhere"]),
        "Runbooks": [{ "DocumentName": format!("Book{}", chance.below(books)) }],
    });
    if chance.one_in(2) {
        input["ScheduledTime"] = json!(NOW / 1_000 + chance.below(6 * 86_400) as i64);
    }
    if chance.one_in(4) {
        input["AutoApprove"] = json!(true);
    }
    input
}

fn script(chance: &mut Chance, books: usize) -> Value {
    let status = *chance.pick(&["Success", "Success", "Failed", "Failed", "TimedOut", "Cancelled"]);
    let mut entry = json!({ "status": status });
    if status == "Success" {
        entry["outputs"] = json!({ "Out": [chance.pick(&["x", "y"])] });
    }
    if chance.one_in(2) {
        entry["document"] = json!(format!("Book{}", chance.below(books)));
    }
    if chance.one_in(2) {
        entry["step"] = json!(format!("s{}", chance.below(4)));
    }
    if chance.one_in(3) {
        entry["attempt"] = json!(chance.between(1, 2));
    }
    if chance.one_in(2) {
        entry["duration"] = json!(chance.pick(&[0, 500, 40_000, 4_000_000]));
    }
    json!([entry])
}
