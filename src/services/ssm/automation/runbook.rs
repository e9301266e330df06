//! A runbook, as the machine runs it. Reading is lenient: what is wrong with a document is told by the check, and here a
//! part that makes no sense is as if it were not there.

use serde_json::{Map, Value};

/// A JSON object.
pub type Object = Map<String, Value>;

/// A runbook.
#[derive(Clone, Debug, Default)]
pub struct Runbook {
    /// The parameters, by name, as they are declared.
    pub parameters: Object,
    /// The variables, by name, as they are declared.
    pub variables: Object,
    /// All steps, those in loops behind the loop that they are in.
    pub steps: Vec<Step>,
    /// What it puts out: `step.Output`, or a variable in braces.
    pub outputs: Vec<String>,
}

/// A step.
#[derive(Clone, Debug, Default)]
pub struct Step {
    /// Its name.
    pub name: String,
    /// What it does, `aws:…`.
    pub action: String,
    /// What it does it with.
    pub inputs: Object,
    /// The index of the loop that it is in.
    pub within: Option<usize>,
    /// The index of the step that stands behind it, in its loop or in the runbook.
    pub following: Option<usize>,
    /// The name of the step that comes next, where it is another.
    pub next_step: Option<String>,
    /// Whether nothing comes next.
    pub is_end: bool,
    /// Whether the run fails where it fails, if the document says so.
    pub is_critical: Option<bool>,
    /// What to do where it fails: `Abort`, `Continue`, `Cancel`, `step:NAME`.
    pub on_failure: String,
    /// What to do where the run is stopped during it: `Abort`, `step:NAME`.
    pub on_cancel: String,
    /// How often it is tried; may be a variable.
    pub max_attempts: Value,
    /// How many seconds it may take; may be a variable.
    pub timeout_seconds: Value,
    /// The outputs that it declares: the name and the type of each.
    pub outputs: Vec<(String, String)>,
}

impl Runbook {
    /// Reads the content of a document; says what is missing where it has no steps.
    pub fn of(content: &Value) -> Result<Runbook, String> {
        let object = |name: &str| content.get(name).and_then(Value::as_object).cloned().unwrap_or_default();
        let outputs = content.get("outputs").and_then(Value::as_array).into_iter().flatten();
        let mut runbook = Runbook {
            parameters: object("parameters"),
            variables: object("variables"),
            outputs: outputs.filter_map(output_of).collect(),
            steps: Vec::new(),
        };
        runbook.read(content.get("mainSteps"), None);
        if runbook.steps.is_empty() { Err("the document has no steps".into()) } else { Ok(runbook) }
    }

    fn read(&mut self, steps: Option<&Value>, within: Option<usize>) {
        let mut last: Option<usize> = None;
        for content in steps.and_then(Value::as_array).into_iter().flatten() {
            let index = self.steps.len();
            let Some(step) = Step::of(content, within) else { continue };
            if let Some(last) = last.and_then(|last| self.steps.get_mut(last)) {
                last.following = Some(index);
            }
            let inner = if step.action == "aws:loop" { step.inputs.get("Steps").cloned() } else { None };
            self.steps.push(step);
            // Loops do not nest.
            if within.is_none() {
                self.read(inner.as_ref(), Some(index));
            }
            last = Some(index);
        }
    }

    /// The index of the step with a name.
    pub fn find(&self, name: &str) -> Option<usize> {
        self.steps.iter().position(|step| step.name == name)
    }

    /// The index of the first step of a loop.
    pub fn first_within(&self, index: usize) -> Option<usize> {
        self.steps.iter().position(|step| step.within == Some(index))
    }

    /// The type of a parameter, `String` where it says none.
    pub fn type_of(&self, parameter: &str) -> &str {
        self.parameters.get(parameter).and_then(|p| p.get("type")).and_then(Value::as_str).unwrap_or("String")
    }
}

impl Step {
    fn of(content: &Value, within: Option<usize>) -> Option<Step> {
        let text = |name: &str| content.get(name).and_then(Value::as_str).map(str::trim).map(String::from);
        let yes = |name: &str| match content.get(name)? {
            Value::Bool(yes) => Some(*yes),
            Value::String(word) => Some(word.eq_ignore_ascii_case("true")),
            _ => None,
        };
        let outputs = content.get("outputs").and_then(Value::as_array).into_iter().flatten();
        Some(Step {
            name: text("name")?,
            action: text("action")?,
            inputs: content.get("inputs").and_then(Value::as_object).cloned().unwrap_or_default(),
            within,
            following: None,
            next_step: text("nextStep"),
            is_end: yes("isEnd").unwrap_or_default(),
            is_critical: yes("isCritical"),
            on_failure: text("onFailure").unwrap_or_else(|| "Abort".into()),
            on_cancel: text("onCancel").unwrap_or_else(|| "Abort".into()),
            max_attempts: content.get("maxAttempts").cloned().unwrap_or_default(),
            timeout_seconds: content.get("timeoutSeconds").cloned().unwrap_or_default(),
            outputs: outputs
                .filter_map(|output| {
                    let text = |name: &str| output.get(name).and_then(Value::as_str).map(String::from);
                    Some((text("Name")?, text("Type").unwrap_or_else(|| "String".into())))
                })
                .collect(),
        })
    }

    /// Whether the run fails where this step fails and the run goes on. The default depends on `onFailure` (User Guide,
    /// "Properties shared by all actions").
    pub fn is_critical(&self) -> bool {
        self.is_critical.unwrap_or(self.on_failure != "Continue")
    }
}

fn output_of(output: &Value) -> Option<String> {
    let text = output.as_str().or_else(|| output.get("Name").and_then(Value::as_str))?;
    Some(text.trim().trim_start_matches("{{").trim_end_matches("}}").trim().to_string())
}
