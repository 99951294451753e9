//! A message id is used once, ever.

use std::collections::BTreeSet;

use proptest::prelude::*;

use super::super::message_id::{Block, Ordinal};
use super::*;

#[test]
fn message_id_holds_institution_beijing_time_slot_and_count() {
    let desk = Desk::new();
    let mut journal = desk.open();
    assert_eq!(intend(&mut journal, "ZY1", now()).as_str(), "H36010200001202603011730050700");
    assert_eq!(intend(&mut journal, "ZY1", now()).as_str(), "H36010200001202603011730050701");
}

#[test]
fn hundred_and_first_id_of_a_second_takes_the_next_second() {
    let mut mark = None;
    let ids: Vec<String> = (0..101)
        .map(|_| {
            let mut block = Block::after(mark, now(), 1).unwrap();
            mark = Some(block.last());
            block.take(now()).unwrap().id(&binding().institution, 7).unwrap().to_string()
        })
        .collect();
    assert!(ids[99].ends_with("202603011730050799"), "{}", ids[99]);
    assert!(ids[100].ends_with("202603011730060700"), "{}", ids[100]);
}

#[test]
fn restart_within_the_same_second_gives_another_id() {
    let desk = Desk::new();
    let first = intend(&mut desk.open(), "ZY1", now());
    let second = intend(&mut desk.open(), "ZY1", now());
    assert!(second > first);
}

#[test]
fn restart_never_uses_the_rest_of_a_query_block() {
    let desk = Desk::new();
    let mut journal = desk.open();
    let before: BTreeSet<_> = (0..3).map(|_| journal.query_id(now()).unwrap()).collect();
    drop(journal);
    let after = desk.open().query_id(now()).unwrap();
    assert!(after.as_str().ends_with(&format!("{QUERY_BLOCK_IDS:02}")), "{after}");
    assert!(!before.contains(&after));
}

#[test]
fn clock_a_little_behind_goes_on_from_the_mark() {
    let desk = Desk::new();
    let mut journal = desk.open();
    let first = intend(&mut journal, "ZY1", now());
    let second = intend(&mut journal, "ZY1", later(-200));
    assert!(second > first);
}

#[test]
fn clock_far_behind_is_a_matter_for_a_person() {
    let desk = Desk::new();
    let mut journal = desk.open();
    intend(&mut journal, "ZY1", now());
    let refused = journal.intend::<Infallible>(later(-3600), |id| Ok(settle_intent("ZY1", id)));
    let Err(IntendError::Journal(JournalError::ClockJumped { mark, now: clock })) = refused else {
        panic!("{refused:?}")
    };
    assert_eq!((mark.as_second(), clock), (now().as_second(), later(-3600)));
    assert!(matches!(journal.query_id(later(-3600)), Err(JournalError::ClockJumped { .. })));
    assert_eq!(journal.attempts(&stay("ZY1")).unwrap().len(), 1);
}

#[test]
fn queries_of_one_block_cost_one_commit() {
    let desk = Desk::new();
    let mut journal = desk.open();
    let commits = |journal: &Journal| -> i64 {
        // A commit that changes anything moves the total; a query id out of memory does not.
        journal.db.query_row("SELECT total_changes()", [], |row| row.get(0)).unwrap()
    };
    let start = commits(&journal);
    for _ in 0..QUERY_BLOCK_IDS {
        journal.query_id(now()).unwrap();
    }
    assert_eq!(commits(&journal) - start, 1);
    journal.query_id(now()).unwrap();
    assert_eq!(commits(&journal) - start, 2);
}

#[test]
fn query_ids_do_not_grow_old() {
    let desk = Desk::new();
    let mut journal = desk.open();
    journal.query_id(now()).unwrap();
    let next_day = journal.query_id(later(86_400)).unwrap();
    assert_eq!(&next_day.as_str()[12..26], "20260302173005");
}

#[test]
fn message_that_cannot_be_made_leaves_nothing() {
    let desk = Desk::new();
    let mut journal = desk.open();
    let refused = journal.intend(now(), |_| Err("no such line"));
    assert!(matches!(refused, Err(IntendError::Content("no such line"))));
    assert_eq!(journal.stay(&stay("ZY1")).unwrap(), None);
    assert!(intend(&mut journal, "ZY1", now()).as_str().ends_with("0700"), "the id was not given");
}

#[derive(Debug, Clone, Copy)]
enum Step {
    Clock(i64),
    Intend,
    Query,
    Restart,
}

fn step() -> impl Strategy<Value = Step> {
    prop_oneof![
        1 => (-400_i64..400).prop_map(Step::Clock),
        1 => (-2_i64..3).prop_map(Step::Clock),
        6 => Just(Step::Intend),
        6 => Just(Step::Query),
        2 => Just(Step::Restart),
    ]
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(400))]

    /// The counting itself, over many histories: the mark is all that outlives a restart.
    #[test]
    fn ordinals_never_repeat(steps in prop::collection::vec(step(), 1..200)) {
        let (mut clock, mut mark, mut block) = (now(), None::<Ordinal>, None::<Block>);
        let mut seen = BTreeSet::new();
        for step in steps {
            let given = match step {
                Step::Clock(seconds) => { clock += SignedDuration::from_secs(seconds); None }
                Step::Restart => { block = None; None }
                Step::Intend => Block::after(mark, clock, 1).ok().and_then(|mut one| {
                    mark = Some(one.last());
                    one.take(clock)
                }),
                Step::Query => block.as_mut().and_then(|block| block.take(clock)).or_else(|| {
                    let mut fresh = Block::after(mark, clock, QUERY_BLOCK_IDS).ok()?;
                    mark = Some(fresh.last());
                    let taken = fresh.take(clock);
                    block = Some(fresh);
                    taken
                }),
            };
            if let Some(ordinal) = given {
                prop_assert!(seen.insert(ordinal), "{ordinal:?} twice");
                prop_assert!(mark.is_some_and(|mark| ordinal <= mark), "given beyond the durable mark");
            }
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(16))]

    /// The same through the file: two desks, restarts, clocks set back and forth.
    #[test]
    fn message_ids_never_repeat(steps in prop::collection::vec((any::<bool>(), step()), 1..60)) {
        let mut desks = [Desk::new(), Desk::new()];
        desks[1].binding.slot = DeskSlot::new(8).unwrap();
        let mut journals = [Some(desks[0].open()), Some(desks[1].open())];
        let mut clock = now();
        let mut seen = BTreeSet::new();
        for (second, step) in steps {
            let at = usize::from(second);
            let journal = journals[at].as_mut().unwrap();
            let given = match step {
                Step::Clock(seconds) => { clock += SignedDuration::from_secs(seconds); None }
                Step::Intend => journal.intend::<Infallible>(clock, |id| Ok(settle_intent("ZY1", id))).ok(),
                Step::Query => journal.query_id(clock).ok(),
                Step::Restart => {
                    journals[at] = None;
                    journals[at] = Some(desks[at].open());
                    None
                }
            };
            if let Some(id) = given {
                prop_assert_eq!(&id.as_str()[26..28], if second { "08" } else { "07" });
                prop_assert!(seen.insert(id.clone()), "{} twice", id);
            }
        }
    }
}
