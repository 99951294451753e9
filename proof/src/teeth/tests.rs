//! Every deliberate bug is caught.

use std::time::Duration;

use yijie_core::teeth::Tooth;

use super::catch;

#[test]
fn every_deliberate_bug_is_caught() {
    assert!(Tooth::ALL.len() >= 20);
    let missed: Vec<_> = Tooth::ALL
        .iter()
        .filter(|tooth| catch(**tooth, 2026, Duration::from_mins(1)).unwrap().is_none())
        .map(|tooth| tooth.word())
        .collect();
    assert_eq!(missed, Vec::<&str>::new());
}
