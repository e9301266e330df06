//! How an emulator moves through time: whatever is due on the way happens at its own moment, over all services in the
//! order of time.

use crate::misuse::Misuse;
use crate::text::time::to_iso;

use super::Emulator;
use super::clock::LATEST;
use super::journal::Control;
use super::state::{Due, DueKind, Tick};

/// Settling goes no further than this, a year of 366 days: what sleeps longer is waited for with `advance`.
const SETTLE_MILLIS: i64 = 366 * 86_400_000;
/// Nor over more moments than this: work that makes ever new work has no end.
const SETTLE_MOMENTS: usize = 10_000;
/// The greatest speed.
const FASTEST: f64 = 1e9;

impl Emulator {
    /// The time, in milliseconds since 1970.
    pub fn now(&self) -> i64 {
        self.clock.now()
    }

    /// How fast adapters let the clock run: 1 is real time, 0 stands still.
    pub fn speed(&self) -> f64 {
        self.speed
    }

    /// Lets adapters run the clock at another speed.
    pub fn set_speed(&mut self, speed: f64) -> Result<(), Misuse> {
        if !(0.0..=FASTEST).contains(&speed) {
            return Err(Misuse::argument(format!("a speed is a number from 0 to {FASTEST}")));
        }
        self.speed = speed;
        self.record(Control::Speed { speed });
        Ok(())
    }

    /// Lets time pass.
    pub fn advance(&mut self, millis: i64) {
        self.run_to(self.now().saturating_add(millis.max(0)));
        self.record_clock();
    }

    /// Lets time pass until a time, which may not lie in the past.
    pub fn advance_to(&mut self, time: i64) -> Result<(), Misuse> {
        if time < self.now() {
            return Err(Misuse::argument(format!(
                "the emulator's clock shows {}, and time never goes back; {} is earlier",
                to_iso(self.now()),
                to_iso(time)
            )));
        }
        self.advance(time - self.now());
        Ok(())
    }

    /// Lets time pass until nothing is due but what waits for people, or the end of keeping something. Tells how many
    /// milliseconds that took.
    pub fn settle(&mut self) -> i64 {
        let start = self.now();
        let last = start.saturating_add(SETTLE_MILLIS).min(LATEST);
        for _ in 0..SETTLE_MOMENTS {
            match self.next_due() {
                Some((_, Due { at, kind: DueKind::Work })) if at <= last => self.run_to(at),
                _ => break,
            }
        }
        if self.now() > start {
            self.record_clock();
        }
        self.now() - start
    }

    /// Moves the clock to a time, and lets happen what is due by then; nothing where the time is past.
    pub(super) fn run_to(&mut self, time: i64) {
        let time = time.clamp(self.now(), LATEST);
        while let Some((index, Due { at, .. })) = self.next_due().filter(|(_, due)| due.at <= time) {
            self.clock.advance(at - self.now());
            let tick = Tick { now: self.now(), ids: self.ids };
            let Some(hosted) = self.hosted.get_mut(index) else { break };
            hosted.state.run(tick);
            let is_stuck = hosted.state.next_due().is_some_and(|due| due.at <= tick.now);
            self.collect(index);
            // A state that leaves due things undone breaks its promise; asked again it would never end.
            if is_stuck {
                break;
            }
        }
        self.clock.advance(time - self.now());
    }

    /// What is due next over all services, and whose it is.
    fn next_due(&self) -> Option<(usize, Due)> {
        let all = self.hosted.iter().enumerate().filter_map(|(index, hosted)| Some((index, hosted.state.next_due()?)));
        all.min_by_key(|(_, due)| *due)
    }

    fn record_clock(&mut self) {
        let now = self.now();
        self.record(Control::Clock { now });
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use serde_json::json;
    use serde_json::value::{RawValue, to_raw_value};

    use super::*;
    use crate::emulator::{EmulatorOptions, Hosted, Notice, State};
    use crate::services::SERVICES;

    /// A state that lets things happen at times: each tells of itself, and some lead to others.
    #[derive(Default)]
    struct Bells {
        due: BTreeSet<(i64, DueKind, &'static str)>,
        rung: Vec<(i64, &'static str)>,
        told: Vec<Notice>,
        /// Rings again after so many milliseconds, for ever.
        again: Option<i64>,
        is_lazy: bool,
    }

    impl State for Bells {
        fn to_json(&self) -> Result<Box<RawValue>, serde_json::Error> {
            to_raw_value(&self.rung)
        }

        fn next_due(&self) -> Option<Due> {
            self.due.first().map(|&(at, kind, _)| Due { at, kind })
        }

        fn run(&mut self, tick: Tick) {
            while let Some(&(at, kind, name)) = self.due.first().filter(|(at, ..)| *at <= tick.now && !self.is_lazy) {
                self.due.pop_first();
                self.rung.push((tick.now, name));
                self.told.push(Notice { kind: "rung", detail: json!({ "name": name, "due": at }) });
                self.due.extend(self.again.map(|millis| (at + millis, kind, name)));
            }
        }

        fn take_notices(&mut self) -> Vec<Notice> {
            std::mem::take(&mut self.told)
        }
    }

    fn ringing(all: Vec<Bells>) -> Emulator {
        let options = EmulatorOptions { seed: Some(1), ..EmulatorOptions::default() };
        let mut emulator = Emulator::new(options).unwrap();
        let service = SERVICES[0];
        emulator.hosted =
            all.into_iter().map(|state| Hosted { service, state: Box::new(state) as Box<dyn State> }).collect();
        emulator
    }

    fn bells(due: &[(i64, DueKind, &'static str)]) -> Bells {
        Bells { due: due.iter().copied().collect(), ..Bells::default() }
    }

    fn told(emulator: &Emulator) -> Vec<String> {
        emulator.events(0).map(|event| format!("{} {}", event.time, event.detail["name"].as_str().unwrap())).collect()
    }

    use DueKind::{Deadline, Work};

    #[test]
    fn what_is_due_happens_at_its_moment_in_the_order_of_time_over_all_services() {
        let all = || {
            vec![bells(&[(1_000, Work, "a"), (3_000, Deadline, "c")]), bells(&[(2_000, Work, "b"), (9_000, Work, "d")])]
        };
        let mut at_once = ringing(all());
        at_once.advance(5_000);
        let wanted = ["1970-01-01T00:00:01Z a", "1970-01-01T00:00:02Z b", "1970-01-01T00:00:03Z c"];
        assert_eq!(told(&at_once), wanted);
        assert_eq!(at_once.now(), 5_000);
        let mut in_steps = ringing(all());
        for _ in 0..50 {
            in_steps.advance(100);
        }
        assert_eq!(told(&in_steps), wanted);
        assert_eq!(in_steps.events(0).collect::<Vec<_>>(), at_once.events(0).collect::<Vec<_>>());
    }

    #[test]
    fn settling_goes_from_work_to_work_and_stops_before_a_deadline() {
        let mut emulator = ringing(vec![
            bells(&[(1_000, Work, "a"), (60_000, Work, "b"), (70_000, Deadline, "people"), (80_000, Work, "c")]),
            bells(&[(2_000, Work, "other")]),
        ]);
        assert_eq!(emulator.settle(), 60_000);
        assert_eq!(told(&emulator).len(), 3);
        assert_eq!(emulator.settle(), 0, "what is left waits for people");
        emulator.advance(10_000);
        assert_eq!(emulator.settle(), 10_000, "the deadline passed, and work goes on");
        assert_eq!(emulator.settle(), 0);
    }

    #[test]
    fn of_work_and_a_deadline_at_one_time_settling_fires_neither() {
        let mut emulator = ringing(vec![bells(&[(1_000, Work, "a")]), bells(&[(1_000, Deadline, "people")])]);
        assert_eq!((emulator.settle(), told(&emulator).len()), (0, 0));
    }

    #[test]
    fn settling_has_an_end() {
        let restless = |millis| Bells { again: Some(millis), ..bells(&[(1, Work, "a")]) };
        let mut emulator = ringing(vec![restless(1)]);
        assert_eq!(emulator.settle(), SETTLE_MOMENTS as i64);
        let mut emulator = ringing(vec![restless(SETTLE_MILLIS / 3)]);
        assert_eq!(emulator.settle(), SETTLE_MILLIS / 3 * 2 + 1);
        let mut emulator = ringing(vec![bells(&[(SETTLE_MILLIS + 1, Work, "far")])]);
        assert_eq!(emulator.settle(), 0);
    }

    #[test]
    fn a_state_that_leaves_due_things_undone_does_not_hang_the_clock() {
        let mut emulator = ringing(vec![Bells { is_lazy: true, ..bells(&[(1, Work, "a")]) }]);
        emulator.advance(1_000);
        assert_eq!(emulator.now(), 1_000);
        emulator.settle();
        assert_eq!(emulator.now(), 1_000);
    }

    #[test]
    fn events_are_numbered_kept_and_bounded() {
        let mut emulator = ringing(vec![Bells { again: Some(1), ..bells(&[(1, Work, "a")]) }]);
        emulator.advance(1_500);
        let ids: Vec<u64> = emulator.events(0).map(|event| event.id).collect();
        assert_eq!((ids.len(), ids.first(), ids.last()), (1_000, Some(&501), Some(&1_500)));
        assert_eq!(emulator.events(1_499).count(), 1);
        emulator.clear_events();
        assert_eq!(emulator.events(0).count(), 0);
        emulator.advance(1);
        assert_eq!(emulator.events(0).map(|event| event.id).collect::<Vec<_>>(), [1_501], "numbers go on");
    }
}
