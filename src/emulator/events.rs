//! Events: what the services would have sent out, collected in the order of time.

use std::collections::VecDeque;

use serde::Serialize;
use serde_json::Value;

use crate::text::time::to_iso;

use super::Emulator;
use super::faults::whole;
use super::journal::Control;

/// Events that are kept.
const LENGTH: usize = 1_000;

/// Something that a service would have sent out.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Event {
    /// Counts all events from 1.
    pub id: u64,
    /// When, in ISO 8601.
    pub time: String,
    /// The service's id.
    pub service: String,
    /// What kind of thing it is, in the service's words.
    pub kind: String,
    /// What it says.
    pub detail: Value,
}

/// The last events.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub(super) struct Events {
    /// How many there ever were.
    count: u64,
    list: VecDeque<Event>,
}

impl Events {
    /// Reads events that were kept.
    pub(super) fn kept(value: &Value) -> Option<Events> {
        let list = value.get("list")?.as_array()?.iter().map(|event| {
            let text = |name: &str| Some(event.get(name)?.as_str()?.to_string());
            Some(Event {
                id: whole(event.get("id")?)?,
                time: text("time")?,
                service: text("service")?,
                kind: text("kind")?,
                detail: event.get("detail")?.clone(),
            })
        });
        Some(Events { count: whole(value.get("count")?)?, list: list.collect::<Option<_>>()? })
    }
}

impl Emulator {
    /// The last events behind one, oldest first; 0 is before all.
    pub fn events(&self, after: u64) -> impl Iterator<Item = &Event> {
        self.events.list.iter().filter(move |event| event.id > after)
    }

    /// Forgets the events. Those that come later go on with the numbers.
    pub fn clear_events(&mut self) {
        self.events.list.clear();
        self.record(Control::ClearEvents);
    }

    /// Takes over what a service would have sent out by now.
    pub(super) fn collect(&mut self, service: usize) {
        let Some(hosted) = self.hosted.get_mut(service) else { return };
        for notice in hosted.state.take_notices() {
            let events = &mut self.events;
            events.count += 1;
            if events.list.len() == LENGTH {
                events.list.pop_front();
            }
            events.list.push_back(Event {
                id: events.count,
                time: to_iso(self.clock.now()),
                service: hosted.service.id.to_string(),
                kind: notice.kind.into(),
                detail: notice.detail,
            });
        }
    }
}
