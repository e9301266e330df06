//! DeleteInventory and DescribeInventoryDeletions, emulated.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::emulator::{Answer, Call, Exception, Notice, Output};
use crate::model::tape::Value;
use crate::services::reading::text;
use crate::services::ssm::paging::{begin, finish, invalid_token};
use crate::services::ssm::state::{CUSTOM, SsmState};
use crate::text::time::to_epoch_seconds;

use super::events::delete_summary;
use super::view::{DeleteInventoryRequest, DescribeInventoryDeletionsRequest};

/// How long a deletion takes. The User Guide's samples took 300, 326 and 409 seconds.
const DURATION: i64 = 300_000;

/// Deletions are listed for 30 days (User Guide, "Deleting custom inventory").
const LISTED: i64 = 30 * 86_400_000;

/// A deletion of custom inventory.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Deletion {
    /// Its id.
    pub id: String,
    /// The number of the request: deletions have a place in the list by it.
    pub number: u64,
    /// The type.
    pub type_name: String,
    /// What happens to the schema, if anything.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub option: Option<String>,
    /// The token of the request, if it had one.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub token: Option<String>,
    /// When it began, in milliseconds.
    pub start: i64,
    /// How many reports there were, by schema version.
    pub versions: Vec<(String, u64)>,
    /// Whether it has come to its end.
    pub is_complete: bool,
}

impl Deletion {
    /// When it comes to its end.
    pub fn end(&self) -> i64 {
        self.start.saturating_add(DURATION)
    }

    /// When it is no longer listed.
    pub fn listed_until(&self) -> i64 {
        self.start.saturating_add(LISTED)
    }

    /// It comes to its end; gives what is told of that.
    pub fn complete(&mut self) -> Notice {
        self.is_complete = true;
        delete_summary(&self.type_name, &self.versions)
    }

    /// What is left of each version: reports go evenly, one version after the other.
    fn summary(&self, now: i64) -> String {
        let total: u64 = self.versions.iter().map(|(_, count)| count).sum();
        let elapsed = now.saturating_sub(self.start).clamp(0, DURATION) as u64;
        let mut gone = u64::try_from(u128::from(total) * u128::from(elapsed) / DURATION as u128).unwrap_or(total);
        let remaining = total - gone;
        let mut items = Vec::new();
        for (version, count) in &self.versions {
            let here = gone.min(*count);
            gone -= here;
            items.push(
                Output::default()
                    .text("Version", version)
                    .json("Count", &count.to_string())
                    .json("RemainingCount", &(count - here).to_string())
                    .finish(),
            );
        }
        Output::default()
            .json("TotalCount", &total.to_string())
            .json("RemainingCount", &remaining.to_string())
            .json("SummaryItems", &format!("[{}]", items.join(",")))
            .finish()
    }

    fn answer(&self) -> String {
        Output::default()
            .text("DeletionId", &self.id)
            .text("TypeName", &self.type_name)
            .json("DeletionSummary", &self.summary(self.start))
            .finish()
    }

    fn status(&self, now: i64) -> String {
        let (status, message, since) = if self.is_complete {
            ("Complete", "Deletion is successful", self.end())
        } else {
            ("InProgress", "The Delete is in progress", self.start)
        };
        Output::default()
            .text("DeletionId", &self.id)
            .text("TypeName", &self.type_name)
            .json("DeletionStartTime", &to_epoch_seconds(self.start))
            .text("LastStatus", status)
            .text("LastStatusMessage", message)
            .json("DeletionSummary", &self.summary(now))
            .json("LastStatusUpdateTime", &to_epoch_seconds(since))
            .finish()
    }
}

/// Deletes the data of a custom inventory type, and its schema where that is asked for.
///
/// Known: custom types alone; without an option the data goes and the type stays; DisableSchema passes over
/// reports of the version at hand and of those before it; DeleteSchema lets the type go, so that the next report
/// makes it anew; a dry run counts and has no id; the answer says that all is left, since the deletion runs later;
/// reports are counted, by schema version; nothing stored gives 0, 0 and no items.
///
/// Assumptions: a type of the vendor's is InvalidTypeNameException; a type that was never put is as one of which
/// nothing is stored; what is deleted is out of all lists at once, while the deletion counts down evenly for five
/// minutes; the version at hand is the greatest that was put; a request with the token of an earlier one gets
/// its answer, for as long as that is listed, and InvalidDeleteInventoryParametersException where it asks for
/// something else; a dry run takes no notice of the token.
pub fn delete_inventory(call: &Call<'_>) -> Result<Answer, Exception> {
    let request = DeleteInventoryRequest(call.input);
    let state: &SsmState = call.state()?;
    let type_name = text(request.type_name()).unwrap_or_default();
    if !type_name.starts_with(CUSTOM) {
        return Err(Exception::new("InvalidTypeNameException", "Only custom inventory types can be deleted."));
    }
    let (option, token) = (text(request.schema_delete_option()), text(request.client_token()));
    let is_dry = request.dry_run().and_then(Value::boolean) == Some(true);
    if let Some(earlier) = state.deletions.iter().find(|deletion| !is_dry && token.is_some() && deletion.token == token)
    {
        if (&earlier.type_name, &earlier.option) == (&type_name, &option) {
            return Ok(Answer::read(earlier.answer()));
        }
        let message = "The client token was used for a deletion with other parameters.";
        return Err(Exception::new("InvalidDeleteInventoryParametersException", message));
    }
    let mut versions: BTreeMap<&str, u64> = BTreeMap::new();
    for node in state.nodes.values() {
        for (_, report) in node.reports(&type_name, "") {
            *versions.entry(&report.schema_version).or_default() += 1;
        }
    }
    let deletion = Deletion {
        id: call.ids.uuid("deletion", call.number),
        number: call.number,
        type_name,
        option,
        token,
        start: call.now,
        versions: versions.into_iter().map(|(version, count)| (version.to_string(), count)).collect(),
        is_complete: false,
    };
    if is_dry {
        let output = Output::default().text("TypeName", &deletion.type_name);
        return Ok(Answer::read(output.json("DeletionSummary", &deletion.summary(deletion.start)).finish()));
    }
    let answer = deletion.answer();
    Ok(Answer::change(answer, move |state: &mut SsmState| {
        state.take_type(&deletion.type_name);
        match deletion.option.as_deref() {
            Some("DeleteSchema") => {
                state.schemas.remove(&deletion.type_name);
            }
            Some("DisableSchema") => {
                if let Some(schema) = state.schemas.get_mut(&deletion.type_name) {
                    schema.disable();
                }
            }
            _ => {}
        }
        state.deletions.push(deletion);
    }))
}

/// Lists the deletions of the last 30 days, or one of them.
///
/// Known: an unknown id is InvalidDeletionIdException; the two statuses and their messages.
///
/// Assumptions: the last deletion comes first; 50 a page where no number is given; a deletion takes five minutes,
/// also one of nothing; its last update is its start, and then its end.
pub fn describe_inventory_deletions(call: &Call<'_>) -> Result<Answer, Exception> {
    let request = DescribeInventoryDeletionsRequest(call.input);
    let state: &SsmState = call.state()?;
    let id = text(request.deletion_id());
    if let Some(id) = &id
        && !state.deletions.iter().any(|deletion| deletion.id == *id)
    {
        let message =
            "The ID specified for the delete operation doesn't exist or isn't valid. Verify the ID and try again.";
        return Err(Exception::new("InvalidDeletionIdException", message));
    }
    let query = id.clone().unwrap_or_default();
    let (mut page, from) = begin(call, &query, request.next_token(), request.max_results())?;
    let from = match from {
        Some(number) => number.parse().map_err(|_| invalid_token())?,
        None => u64::MAX,
    };
    let end = state.deletions.partition_point(|deletion| deletion.number <= from);
    for deletion in state.deletions.iter().take(end).rev() {
        if id.as_ref().is_some_and(|id| *id != deletion.id) {
            continue;
        }
        if !page.has_room(|| deletion.number.to_string()) {
            break;
        }
        page.looked_at(1);
        page.push(|out| *out += &deletion.status(call.now));
    }
    Ok(Answer::read(finish(page, Output::default(), "InventoryDeletions")))
}
