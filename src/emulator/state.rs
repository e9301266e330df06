//! What a service keeps, and what the emulator asks of it: to be saved, to let things happen in time, and to say what
//! it would have sent out.

use std::any::Any;

use serde_json::value::RawValue;

use super::ids::Ids;

/// The state of a service.
pub trait State: Any {
    /// The state as JSON text, whole.
    fn to_json(&self) -> Result<Box<RawValue>, serde_json::Error>;

    /// What happens next by itself, if anything does; of two things at one time the deadline. Asked often: the cost may
    /// not grow with how much is waiting.
    fn next_due(&self) -> Option<Due> {
        None
    }

    /// Lets happen all that is due by the time of the tick; afterwards the next is due later. What it does may depend
    /// on the state and the tick alone.
    fn run(&mut self, tick: Tick) {
        let _ = tick;
    }

    /// What the service would have sent out since the last call, oldest first. Asked after every change and every tick.
    fn take_notices(&mut self) -> Vec<Notice> {
        Vec::new()
    }

    /// Whether it can read entries of a script, which have none but the members of [`Hosting::script`], or more of them
    /// than of another service's; a sentence that says why not.
    fn check_script(&self, entries: &[serde_json::Value]) -> Result<(), String> {
        let _ = entries;
        Ok(())
    }

    /// Appends to how work on the outside ends: entries that were checked.
    fn script(&mut self, entries: &[serde_json::Value]) {
        let _ = entries;
    }

    /// How work on the outside ends, oldest first.
    fn scripts(&self) -> Vec<serde_json::Value> {
        Vec::new()
    }

    /// Takes the scripts away.
    fn clear_script(&mut self) {}

    /// Whether it can read changes of the world outside, as with entries of a script.
    fn check_changes(&self, changes: &[serde_json::Value]) -> Result<(), String> {
        let _ = changes;
        Ok(())
    }

    /// Takes in what changed in the world outside, in order: changes that were checked.
    fn change(&mut self, tick: Tick, changes: &[serde_json::Value]) {
        let _ = (tick, changes);
    }

    /// What waits for people, or for programs of theirs, oldest first. The cost may not grow with what does not.
    fn waiting(&self, ids: Ids) -> Vec<serde_json::Value> {
        let _ = ids;
        Vec::new()
    }

    /// What has a timeline, the newest first, and so many of it at most.
    fn timelines(&self, most: usize) -> Vec<serde_json::Value> {
        let _ = most;
        Vec::new()
    }

    /// How something went that has this id, if there is such a thing.
    fn timeline(&self, id: &str) -> Option<serde_json::Value> {
        let _ = id;
        None
    }
}

/// Something that happens by itself.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Due {
    /// When, in milliseconds.
    pub at: i64,
    /// What it is to whoever settles an emulator.
    pub kind: DueKind,
}

/// What a due thing is to whoever settles an emulator.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum DueKind {
    /// The end of waiting for people, or of keeping something: settling stops before it.
    Deadline,
    /// Work goes on: settling goes there.
    Work,
}

/// A moment at which a state lets things happen.
#[derive(Clone, Copy, Debug)]
pub struct Tick {
    /// The time, in milliseconds.
    pub now: i64,
    /// Where ids come from. The number that they take has to come out of the state.
    pub ids: Ids,
}

/// Something that a service would have sent out.
#[derive(Clone, Debug, PartialEq)]
pub struct Notice {
    /// What kind of thing it is, in the service's words.
    pub kind: &'static str,
    /// What it says.
    pub detail: serde_json::Value,
}

/// The options of an emulator that a service reads.
pub type Options = serde_json::Map<String, serde_json::Value>;

/// A state that was made, or a sentence that says why not.
pub type MadeState = Result<Box<dyn State>, String>;

/// How a service is hosted.
pub struct Hosting {
    /// The options of the emulator that the service's state reads.
    pub settings: &'static [&'static str],
    /// The limits among them that the option `quotas` may name.
    pub quotas: &'static [&'static str],
    /// The members of its entries of a script; none where it does no work on the outside.
    pub script: &'static [&'static str],
    /// The members of changes that it takes in of the world outside.
    pub changes: &'static [&'static str],
    /// A state with nothing in it, from those options; an option that cannot be read is told in a sentence.
    pub fresh: fn(&Options) -> MadeState,
    /// A state from the JSON that it became, and from the same options.
    pub restore: fn(&RawValue, &Options) -> MadeState,
    /// Who an access key is, where no option says; `{key}` stands for the key.
    pub principal: &'static str,
}
