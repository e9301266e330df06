//! Random runs of change requests: no status follows another that the table does not allow, and all replays.

use super::*;
use crate::machine::{Chance, assert_allowed};

#[test]
fn random_changes_keep_the_table_and_replay_byte_for_byte() {
    let options = json!({ "changeFreeze": { "approvers": ["AKIDANN", "AKIDFAY"] } });
    for seed in 1..=12u64 {
        let mut emulator = bare(options.clone());
        emulator.take_journal();
        let steps =
            json!([effect("act"), { "name": "halt", "action": "aws:pause", "timeoutSeconds": 900, "inputs": {} }]);
        document(&mut emulator, "Book", json!({ "schemaVersion": "0.3", "mainSteps": steps }));
        for (name, is_emergency) in [("Plain", false), ("Urgent", true)] {
            let levels = json!([ann(), level("Second", &[("AKIDBEN", "IamUser", 1), ("AKIDANN", "IamUser", 0)])]);
            template(&mut emulator, name, levels, json!({ "autoApprovable": true, "emergencyChange": is_emergency }));
        }
        let text = calendar_text("DEFAULT_OPEN", "20250312T060000Z", "20250312T063000Z");
        let text = text.replace("SUMMARY", "RRULE:FREQ=DAILY\r\nSUMMARY");
        typed_document(&mut emulator, "Freeze", "ChangeCalendar", "TEXT", &text);
        let (mut chance, mut ids) = (Chance(seed * 0x9e37_79b9), Vec::<String>::new());
        for _ in 0..80 {
            match chance.below(7) {
                0 | 1 => {
                    let mut more = json!({ "DocumentName": chance.of(&["Plain", "Urgent"]) });
                    more["AutoApprove"] = (chance.below(3) == 0).into();
                    if chance.below(2) == 0 {
                        more["ScheduledTime"] = (emulator.now() / 1_000 + chance.below(90_000) as i64).into();
                    }
                    ids.push(change(&mut emulator, more));
                }
                2 | 3 => {
                    let waiting = emulator.waiting();
                    let Some(one) = waiting.get(chance.below(waiting.len().max(1))) else { continue };
                    let kind = *chance.of(&["Approve", "Approve", "Approve", "Approve", "Reject", "Resume"]);
                    let payload = if kind == "Resume" { json!({ "StepName": ["halt"] }) } else { Value::Null };
                    let input = signal_input(one["executionId"].as_str().unwrap(), kind, payload);
                    let by = *chance.of(&["AKIDANN", "AKIDBEN", "AKIDFAY"]);
                    emulator.send(&request(by, "SendAutomationSignal", &input));
                }
                4 if !ids.is_empty() => {
                    let input = json!({ "AutomationExecutionId": chance.of(&ids) });
                    emulator.send(&request("AKIDANN", "StopAutomationExecution", &input));
                }
                5 => {
                    emulator.settle();
                }
                _ => emulator.advance(chance.below(1_200_000) as i64),
            }
            for id in &ids {
                assert_allowed(&emulator.timeline(id).unwrap());
            }
        }
        assert_replays(&mut emulator, options.clone());
    }
}
