use super::scenario::{Manner, Promise, Scenario};
use super::world::run;

/// A tenth of the province, at a tenth of the platform.
fn slice() -> Scenario {
    let province = Scenario::province();
    Scenario { name: "a slice", desks: 210, servers: 2, queue_max: 63, promise: Promise::None, ..province }
}

#[test]
fn drain_of_a_slice_ends_near_the_ideal_and_turns_hardly_anybody_away() {
    let ran = run(&slice(), 2026);
    assert_eq!(ran.left, 0);
    assert!(ran.to_ideal() < 1.25, "{}", ran.to_ideal());
    assert!(ran.peak(60) < 1.3, "{}", ran.peak(60));
    assert!(ran.turned_away * 50 < ran.messages, "{} of {}", ran.turned_away, ran.messages);
}

#[test]
fn naive_clients_of_the_same_slice_ask_for_several_times_the_capacity() {
    let ran = run(&Scenario { manner: Manner::Every(30_000), ..slice() }, 2026);
    assert!(ran.peak(60) > 3.0, "{}", ran.peak(60));
    assert!(ran.turned_away > ran.messages / 2);
}

#[test]
fn same_seed_gives_the_same_run_and_another_seed_another() {
    let of = |seed| (run(&slice(), seed).asked, run(&slice(), seed).ended_ms);
    assert_eq!(of(7), of(7));
    assert_ne!(of(7), of(8));
}
