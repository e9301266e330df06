//! Approvals: who may speak, and when enough have spoken.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::{Value, json};

use super::execution::Voice;
use super::runbook::Object;
use super::variables::text_of;

/// The output that tells how an approval stands (User Guide, aws:approve).
pub const OUTPUT_STATUS: &str = "ApprovalStatus";
/// The output that tells who decided what (User Guide, aws:approve).
pub const OUTPUT_DECISIONS: &str = "ApproverDecisions";

/// What an approval asks for.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Approval {
    /// Who may approve.
    pub approvers: Vec<Approver>,
    /// How many have to: the number of the whole, or that of its lines together where it is larger (User Guide, "Change
    /// Manager approval type examples").
    pub needed: usize,
    /// What they are told.
    pub message: Option<String>,
    /// The topic on which they are told.
    pub topic: Option<String>,
}

/// One line of an approval.
///
/// Known (User Guide, "About approvals in your change templates"): a line is an approver with a number of its own, which
/// several people may bring together where it is a group or a role. Assumption: it is the same where a parameter gives the
/// line several names.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Approver {
    /// Names or ARNs.
    pub names: Vec<String>,
    /// `IamUser`, `IamGroup`, `IamRole`, `SSOUser`, `SSOGroup`, or nothing.
    pub kind: String,
    /// How many of this line have to approve, whichever of its names they have.
    pub needed: usize,
}

/// What has become of an approval.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Verdict {
    /// More voices are wanted.
    Open,
    /// Enough approved.
    Approved,
    /// Somebody rejected it.
    Rejected,
}

impl Approval {
    /// Reads the resolved inputs of a step; a sentence where nobody could approve.
    pub fn of(inputs: &Object) -> Result<Approval, String> {
        let lines = inputs.get("EnhancedApprovals").and_then(|of| of.get("Approvers"));
        let approvers: Vec<Approver> = match lines.and_then(Value::as_array) {
            Some(lines) => lines.iter().filter_map(enhanced).collect(),
            None => inputs.get("Approvers").into_iter().flat_map(names).map(plain).collect(),
        };
        if approvers.is_empty() {
            return Err("An approval needs Approvers.".into());
        }
        let whole = inputs.get("MinRequiredApprovals").map(text_of).and_then(|text| text.trim().parse().ok());
        let of_lines = approvers.iter().fold(0_usize, |sum, line| sum.saturating_add(line.needed));
        let text = |name: &str| inputs.get(name).map(text_of).filter(|text| !text.is_empty());
        Ok(Approval {
            approvers,
            needed: whole.unwrap_or(1).max(of_lines).max(1),
            message: text("Message"),
            topic: text("NotificationArn"),
        })
    }

    /// The names of those who may approve.
    pub fn names(&self) -> Vec<&str> {
        self.approvers.iter().flat_map(|line| &line.names).map(String::as_str).collect()
    }

    /// The line that lets a principal speak.
    pub fn line_of(&self, principal: &str, groups: &Groups) -> Option<usize> {
        self.approvers.iter().position(|approver| approver.is(principal, groups))
    }

    /// How the voices decide. One rejection ends it (User Guide, aws:approve), and a person is one approval, also where
    /// several lines mean them.
    pub fn verdict(&self, voices: &[Voice], groups: &Groups) -> Verdict {
        if voices.iter().any(|voice| !voice.approves) {
            return Verdict::Rejected;
        }
        let people: BTreeSet<&str> = voices.iter().map(|voice| voice.by.as_str()).collect();
        let of_line = |line: &Approver| people.iter().filter(|person| line.is(person, groups)).count();
        let is_enough = people.len() >= self.needed && self.approvers.iter().all(|line| of_line(line) >= line.needed);
        if is_enough { Verdict::Approved } else { Verdict::Open }
    }
}

/// Who belongs to which group. An option says so; to a group that it does not name anybody belongs, so that a template
/// with groups can be tried without listing people.
pub type Groups = BTreeMap<String, BTreeSet<String>>;

impl Approver {
    /// Whether a principal is of this line.
    pub fn is(&self, principal: &str, groups: &Groups) -> bool {
        self.names.iter().any(|name| is_meant(name, &self.kind, principal, groups))
    }
}

/// Whether a principal is meant by the name of an approver of a kind.
///
/// Known (User Guide, aws:approve): approvers are names of IAM users, and ARNs of users, of roles and of assumed roles.
/// Known (IAM Identity Center, permission sets): its people come as sessions of roles whose names begin with
/// `AWSReservedSSO_`. Assumptions: whoever has taken on a role is meant by the role's name and ARN, whatever the
/// session; the session is the name of an approver of type SSOUser, who may be a user of IAM here as well.
pub fn is_meant(name: &str, kind: &str, principal: &str, groups: &Groups) -> bool {
    if name == principal {
        return true;
    }
    if kind.ends_with("Group") {
        let last = name.rsplit('/').next().unwrap_or_default();
        let members = groups.get(name).or_else(|| groups.get(last));
        return members.is_none_or(|members| {
            let kind = if kind == "SSOGroup" { "SSOUser" } else { "" };
            members.iter().any(|name| is_meant(name, kind, principal, groups))
        });
    }
    let Some(is) = Principal::of(principal) else { return false };
    match Principal::of(name) {
        Some(wanted) => {
            wanted.account == is.account
                && wanted.is_role == is.is_role
                && wanted.name == is.name
                && wanted.session.is_none_or(|session| is.session == Some(session))
                && (wanted.path.is_empty() || is.session.is_some() || wanted.path == is.path)
        }
        None => match kind {
            "IamRole" => is.is_role && is.name == name,
            // People of the identity centre come in sessions of roles, under their names.
            "SSOUser" => is.session == Some(name) || !is.is_role && is.name == name,
            _ => !is.is_role && is.name == name,
        },
    }
}

/// A principal's ARN, taken apart.
struct Principal<'p> {
    account: &'p str,
    is_role: bool,
    path: &'p str,
    name: &'p str,
    session: Option<&'p str>,
}

impl Principal<'_> {
    fn of(arn: &str) -> Option<Principal<'_>> {
        let mut parts = arn.strip_prefix("arn:")?.splitn(5, ':');
        let (_, service, _, account, resource) =
            (parts.next()?, parts.next()?, parts.next()?, parts.next()?, parts.next()?);
        let (kind, rest) = resource.split_once('/')?;
        if (service, kind) == ("sts", "assumed-role") {
            let (name, session) = rest.split_once('/')?;
            return Some(Principal { account, is_role: true, path: "", name, session: Some(session) });
        }
        let (path, name) = rest.rsplit_once('/').unwrap_or(("", rest));
        matches!(kind, "user" | "role").then_some(Principal {
            account,
            is_role: kind == "role",
            path,
            name,
            session: None,
        })
    }
}

fn names(value: &Value) -> Vec<String> {
    match value {
        Value::Array(list) => list.iter().flat_map(names).collect(),
        other => Some(text_of(other).trim().to_string()).filter(|name| !name.is_empty()).into_iter().collect(),
    }
}

fn plain(name: String) -> Approver {
    Approver { names: vec![name], ..Approver::default() }
}

/// A line, where it names anybody.
fn enhanced(line: &Value) -> Option<Approver> {
    let text = |name: &str| line.get(name).map(text_of);
    let needed = text("minRequiredApprovals").and_then(|text| text.trim().parse().ok()).unwrap_or_default();
    let names = line.get("approver").map(names).filter(|names| !names.is_empty())?;
    Some(Approver { names, kind: text("type").unwrap_or_default(), needed })
}

/// The decisions as the service shows them: texts of JSON, one a decision. That they are written so is an assumption; the
/// User Guide calls the output a list of maps.
pub fn decisions(voices: &[Voice]) -> Value {
    voices
        .iter()
        .map(|voice| {
            let mut decision = json!({
                "Approver": voice.by,
                "Decision": if voice.approves { "Approved" } else { "Rejected" },
            });
            if let (Some(comment), Some(decision)) = (&voice.comment, decision.as_object_mut()) {
                decision.insert("Comment".into(), comment.as_str().into());
            }
            Value::from(decision.to_string())
        })
        .collect()
}
