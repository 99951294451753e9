//! The slice of the campaign that every test run has, and failures that were found and mended.

use super::*;

#[test]
fn flows_end_as_wanted_where_nothing_breaks() {
    let bench = bench::Bench::new("clean").unwrap();
    for flow in Flow::all().unwrap() {
        let found = run::run(&bench, &flow, &[], 1);
        assert_eq!(found.wrong, Vec::<String>::new(), "{}", flow.name);
        assert!(found.places.messages > 5 && found.places.syncs > 5, "{}: {:?}", flow.name, found.places);
    }
}

#[test]
fn every_single_fault_of_a_plain_settlement_ends_well() {
    let flow = Flow::all().unwrap().into_iter().find(|flow| flow.name == "plain").unwrap();
    let extent =
        Extent { seed: 2026, until: Instant::now(), single_stride: 1, pair_stride: 1, threads: 2, failures_max: 5 };
    let tally = sweep::sweep(&flow, &extent).unwrap();
    let wrong: Vec<_> = tally.failures.iter().map(|failure| (failure.only(), &failure.wrong)).collect();
    assert!(wrong.is_empty(), "{wrong:?}");
    assert!(tally.singles.run > 1_000 && tally.singles.reached * 100 > tally.singles.run * 99, "{:?}", tally.singles);
}

/// Found by the campaign and mended: a discharge, or its undoing, that was refused and was in force all the same.
#[test]
fn schedules_that_once_went_wrong_go_well() {
    let bench = bench::Bench::new("once").unwrap();
    let flows = Flow::all().unwrap();
    for (name, faults) in [
        ("changed", "m5:unknown-words"),
        ("changed", "m8:twice-second-answer"),
        ("changed", "m8:reply-lost"),
        ("changed", "m8:truncated"),
        ("changed", "m8:unknown-words"),
        ("changed", "m8:stop-after-send"),
        ("plain", "m5:unknown-words"),
        // The cancel was durable, the voiding of its receipt was another commit.
        ("cancel", "s14:power-before"),
        ("cancel", "s14:fails"),
        ("cancel", "s14:full"),
    ] {
        let flow = flows.iter().find(|flow| flow.name == name).unwrap();
        let faults = fault::parse(faults).unwrap();
        let found = run::run(&bench, flow, &faults, sweep::chance(2026, flow, &faults));
        assert_eq!(found.wrong, Vec::<String>::new(), "{name}:{}", fault::words(&faults));
    }
}
