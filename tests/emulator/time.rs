//! The clock of an emulator from outside. What services do in time is tested with `src/emulator/time.rs`.

use crate::*;

#[test]
fn the_clock_goes_to_a_time_and_never_back() {
    let mut emulator = emulator();
    emulator.advance_to(NOW).unwrap();
    emulator.advance_to(NOW + DAY).unwrap();
    assert_eq!(emulator.now(), NOW + DAY);
    let refused = emulator.advance_to(NOW).unwrap_err();
    assert_eq!(refused.code(), "wrong-argument");
    assert_eq!(
        refused.to_string(),
        "the emulator's clock shows 2025-03-13T06:00:00Z, and time never goes back; 2025-03-12T06:00:00Z is earlier"
    );
    assert_eq!(emulator.now(), NOW + DAY);
}

#[test]
fn the_speed_can_be_changed_and_is_kept() {
    let mut emulator = with(json!({ "speed": 2 }));
    assert_eq!(emulator.speed(), 2.0);
    emulator.set_speed(0.5).unwrap();
    for wrong in [-1.0, f64::NAN, f64::INFINITY, 1e10] {
        assert_eq!(emulator.set_speed(wrong).unwrap_err().code(), "wrong-argument");
    }
    assert_eq!(Emulator::restore(&emulator.snapshot().unwrap()).unwrap().speed(), 0.5);
    emulator.reset().unwrap();
    assert_eq!(emulator.speed(), 2.0, "a reset goes back to the speed of the start");
}

#[test]
fn where_nothing_is_due_settling_takes_no_time() {
    let mut emulator = emulator();
    call(&mut emulator, "PutComplianceItems", report("Custom:One", 10, &[item("a")]));
    let before = emulator.snapshot().unwrap();
    assert_eq!(emulator.settle(), 0);
    assert_eq!(emulator.snapshot().unwrap(), before);
}

#[test]
fn the_log_can_be_read_from_a_number_on_and_cleared() {
    let mut emulator = emulator();
    for _ in 0..3 {
        call(&mut emulator, "ListComplianceItems", json!({}));
    }
    let numbers = |emulator: &Emulator, after| emulator.log_after(after).map(|entry| entry.number).collect::<Vec<_>>();
    assert_eq!(numbers(&emulator, 1), [2, 3]);
    emulator.clear_log();
    assert_eq!(numbers(&emulator, 0), [0; 0]);
    call(&mut emulator, "ListComplianceItems", json!({}));
    assert_eq!(numbers(&emulator, 0), [4], "numbers go on");
}
