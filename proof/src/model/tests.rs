//! The fixed slice, the bugs that it must catch, and every run that once broke a promise.

use std::time::Duration;

use yijie_core::teeth::Tooth;

use super::replay::replay;
use super::search::{Covered, walk};
use super::settings;

/// Far longer than a slice takes: a slice that does not reach its end says so.
const LIMIT: Duration = Duration::from_mins(2);

fn slice(name: &str, tooth: Option<Tooth>) -> Covered {
    let mut setting = settings::find(name).unwrap();
    setting.faults = 1;
    walk(&setting, tooth, LIMIT, 2)
}

#[test]
fn every_state_that_one_fault_leads_to_keeps_every_promise() {
    for setting in settings::all() {
        let covered = slice(setting.name, None);
        assert!(covered.broken.is_none(), "{}: {:?}", setting.name, covered.broken);
        assert!(covered.whole, "{}: the end was not reached within {LIMIT:?}", setting.name);
    }
}

#[test]
fn bugs_of_the_machine_are_caught() {
    let unnoticed: Vec<_> = settings::TEETH
        .iter()
        .filter(|(tooth, name)| {
            let covered = walk(&settings::find(name).unwrap(), Some(*tooth), LIMIT, 2);
            println!("{:26} {:8} states {:?} {:?}", tooth.word(), covered.states, covered.took, covered.broken);
            covered.broken.is_none()
        })
        .map(|(tooth, name)| (tooth.word(), *name))
        .collect();
    assert!(unnoticed.is_empty(), "nobody notices {unnoticed:?}");
}

/// Runs that broke a promise before the machine was mended, each with what it showed.
const MENDED: &[(&str, &str)] = &[
    // A refused settlement came a second time, after its cause was mended: it stood, held as refused.
    ("one-desk-refused", "begin0 step0 step0 step0 send0 twice0 receive0 mend0 deliver0"),
    ("several-refused", "begin0 step0 step0 step0 send0 twice0 receive0 mend0 begin0 step0 step0 deliver0"),
    // The refusal of another message was taken for that of a settlement, which was carried out.
    ("swapped", "begin0 step0 step0 step0 send0 swapped0 deliver0"),
    ("swapped", "begin0 step0 step0 step0 send0 swapped0 begin0 step0 step0 step0 late-reply0 send0 deliver0 receive0"),
    // Cancelled within its horizon, a settlement came a second time and was carried out again.
    ("cancel", "begin0 step0 step0 step0 send0 twice0 receive0 cancel0 step0 send0 deliver1 deliver0 receive0"),
    // Its cancel came twice too, and the second answer was taken for a cancel that never happened.
    (
        "cancel-probe",
        "begin0 step0 step0 step0 send0 twice0 receive0 cancel0 step0 send0 twice1 deliver0 deliver0 receive-second0",
    ),
    // A late reply of a refused settlement went to a person, who need not be asked.
    ("one-desk-refused", "begin0 step0 step0 step0 send0 twice0 receive0 begin0 step0 mend0 late-reply0"),
    // The plain no of another message was taken for that of a reversal, and went to a person.
    ("swapped", "begin0 step0 step0 step0 send0 times-out0 pass step0 step0 send0 swapped0 pass"),
    // What was wanted and never left stayed open for good.
    ("two-desks", "begin0 step0 step0 step0 begin1 step1 step1 step1 not-sent1 send0 deliver0 pass receive0 step1"),
];

#[test]
fn runs_that_broke_a_promise_before_keep_it_now() {
    for (name, words) in MENDED {
        let replay = replay(&settings::find(name).unwrap(), words);
        assert_eq!(replay.broken, None, "{name}: {words}\n{}", replay.steps.join("\n"));
    }
}
