//! What people who rehearse something ask of the services beside their own operations: how work on the outside is to end,
//! what changes there, who is waited for, and how something went.

use serde_json::Value;

use crate::misuse::Misuse;

use super::Emulator;
use super::journal::Control;
use super::state::{Hosting, Tick};

impl Emulator {
    /// Appends to how work on the outside ends. Each entry goes to the service whose words it has; nothing changes where
    /// one entry is not known.
    pub fn script(&mut self, entries: &Value) -> Result<(), Misuse> {
        let list = entries.as_array().ok_or_else(|| Misuse::argument("a script is a list of entries"))?;
        let parts = self.parted(list, "an entry of a script", |hosting| hosting.script)?;
        for (hosted, part) in self.hosted.iter().zip(&parts) {
            hosted.state.check_script(part).map_err(Misuse::argument)?;
        }
        for (hosted, part) in self.hosted.iter_mut().zip(&parts).filter(|(_, part)| !part.is_empty()) {
            hosted.state.script(part);
        }
        self.record(Control::Script { entries: list.clone() });
        Ok(())
    }

    /// Lets the world outside change, as services see it, and whatever is due at once because of it happen. Each change
    /// goes to the service whose words it has; nothing happens where one is not known.
    pub fn change(&mut self, changes: &Value) -> Result<(), Misuse> {
        let list = changes.as_array().ok_or_else(|| Misuse::argument("changes are a list of objects"))?;
        let parts = self.parted(list, "a change", |hosting| hosting.changes)?;
        for (hosted, part) in self.hosted.iter().zip(&parts) {
            hosted.state.check_changes(part).map_err(Misuse::argument)?;
        }
        let tick = Tick { now: self.now(), ids: self.ids };
        for (index, part) in parts.iter().enumerate().filter(|(_, part)| !part.is_empty()) {
            if let Some(hosted) = self.hosted.get_mut(index) {
                hosted.state.change(tick, part);
            }
            self.collect(index);
        }
        self.run_to(self.now());
        self.record(Control::Change { changes: list.clone() });
        Ok(())
    }

    /// Objects by the service that they are for: the one that has words for the most of their members.
    fn parted(
        &self,
        list: &[Value],
        what: &str,
        members: fn(&Hosting) -> &'static [&'static str],
    ) -> Result<Vec<Vec<Value>>, Misuse> {
        let known: Vec<&[&str]> = self
            .hosted
            .iter()
            .map(|hosted| hosted.service.emulation.map_or(&[][..], |emulation| members(emulation.hosting)))
            .collect();
        let mut parts = vec![Vec::new(); known.len()];
        for one in list {
            let given = one.as_object().ok_or_else(|| Misuse::argument(format!("{what} is an object")))?;
            let count = |names: &[&str]| given.keys().filter(|name| names.contains(&name.as_str())).count();
            // Of several that know as many, the first is meant.
            let candidates = known.iter().enumerate().rev().filter(|(_, names)| !names.is_empty());
            let (index, _) = candidates
                .max_by_key(|(_, names)| count(names))
                .ok_or_else(|| Misuse::argument(format!("no service here takes {what}")))?;
            if let Some(part) = parts.get_mut(index) {
                part.push(one.clone());
            }
        }
        Ok(parts)
    }

    /// How work on the outside ends, oldest first.
    pub fn scripts(&self) -> Vec<Value> {
        self.hosted.iter().flat_map(|hosted| hosted.state.scripts()).collect()
    }

    /// Takes the scripts away.
    pub fn clear_script(&mut self) {
        self.hosted.iter_mut().for_each(|hosted| hosted.state.clear_script());
        self.record(Control::ClearScript);
    }

    /// What waits for people, or for programs of theirs: what for, for whom and until when, oldest first.
    pub fn waiting(&self) -> Vec<Value> {
        self.hosted.iter().flat_map(|hosted| hosted.state.waiting(self.ids)).collect()
    }

    /// What has a timeline, the newest first, and so many of each service at most.
    pub fn timelines(&self, most: usize) -> Vec<Value> {
        self.hosted.iter().flat_map(|hosted| hosted.state.timelines(most)).collect()
    }

    /// How something went that has this id.
    pub fn timeline(&self, id: &str) -> Result<Value, Misuse> {
        let found = self.hosted.iter().find_map(|hosted| hosted.state.timeline(id));
        let unknown =
            || Misuse::argument(format!("nothing here has the id `{}`", id.chars().take(100).collect::<String>()));
        found.ok_or_else(unknown)
    }
}
