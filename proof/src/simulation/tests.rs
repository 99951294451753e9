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
