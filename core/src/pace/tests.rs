use proptest::prelude::*;

use super::*;

fn heard(took_ms: u64, sign: Sign) -> Heard {
    Heard { transaction: 2303, took_ms, sign }
}

/// A desk that knows the platform: 300 ms for a 2303.
fn at_ease(lanes_max: u32) -> Pace {
    let mut pace = Pace::new(lanes_max);
    for _ in 0..lanes_max {
        pace.heard(heard(300, Sign::Answered), 0, 0);
    }
    pace
}

fn turns(pace: &mut Pace, now_ms: u64) -> u32 {
    let mut turns = 0;
    while pace.begin(now_ms) == Begin::Now {
        turns += 1;
    }
    turns
}

#[test]
fn platform_nothing_was_heard_of_is_tried_by_one_lane() {
    assert_eq!(turns(&mut Pace::new(4), 0), 1);
}

#[test]
fn platform_that_answers_as_usual_is_used_by_every_lane_without_a_pause() {
    let mut pace = at_ease(4);
    assert_eq!(turns(&mut pace, 1), 4);
    assert_eq!(pace.begin(1), Begin::AfterAnother);
    pace.end();
    pace.heard(heard(380, Sign::Answered), 2, u64::MAX);
    assert_eq!(pace.begin(2), Begin::Now, "a little longer than usual is no crowd");
}

#[test]
fn pauses_while_away_are_drawn_from_zero_to_a_bound_that_doubles_and_follows_the_outage() {
    assert_eq!([1, 2, 3, 7].map(|tries| bound_ms(tries, 60_000)), [1_000, 2_000, 4_000, 60_000]);
    let mut pace = at_ease(4);
    let mut now_ms = 0;
    let mut longest_ms = 0;
    while now_ms < 4 * 3_600_000 {
        // The longest draw each time.
        pace.heard(heard(5, Sign::Absent), now_ms, longest_draw(now_ms));
        let paused_ms = pace.not_before_ms() - now_ms;
        assert!(paused_ms >= longest_ms / 2 || paused_ms >= 59_000, "{paused_ms} after {longest_ms}");
        longest_ms = paused_ms;
        now_ms = pace.not_before_ms();
    }
    assert!((400_000..=600_000).contains(&longest_ms), "{longest_ms}");
}

/// A draw near the top of any bound that the outage allows.
fn longest_draw(now_ms: u64) -> u64 {
    (now_ms / 24).clamp(60_000, 900_000)
}

#[test]
fn platform_just_back_is_asked_by_one_lane_and_slowly() {
    let mut pace = at_ease(4);
    pace.heard(heard(5, Sign::Absent), 1_000, 0);
    let at = pace.not_before_ms();
    assert_eq!(pace.begin(at - 1), Begin::At(at));
    assert_eq!(turns(&mut pace, at), 1, "a probe");
    pace.heard(heard(300, Sign::Answered), at + 300, 3_999);
    pace.end();
    assert_eq!(pace.begin(at + 300), Begin::At(at + 300 + 3_999));
    let mut now_ms = at + 300;
    for _ in 0..10 {
        now_ms += 10_000;
        pace.heard(heard(300, Sign::Answered), now_ms, 0);
    }
    assert_eq!(turns(&mut pace, now_ms), 4, "and at full speed once it answers as ever");
}

#[test]
fn busy_platform_is_given_what_it_asks_for_and_then_twice_the_pause_each_time() {
    let mut pace = at_ease(4);
    let busy = Sign::Busy { retry_after_ms: Some(30_000) };
    pace.heard(heard(10, busy), 1_000, 0);
    assert_eq!(pace.begin(1_000), Begin::At(31_000));
    let mut bounds = Vec::new();
    let mut pace = at_ease(1);
    for _ in 0..4 {
        pace.heard(heard(10, Sign::Busy { retry_after_ms: None }), 0, 0);
        bounds.push(pace.pause_ms);
    }
    assert_eq!(bounds, [2_000, 4_000, 8_000, 16_000]);
}

#[test]
fn silence_pauses_as_long_as_it_lasted_and_is_not_tried_again_at_once() {
    let mut pace = at_ease(4);
    pace.heard(heard(30_000, Sign::Silent), 30_000, 60_000);
    assert_eq!(pace.begin(30_000), Begin::At(90_000));
    assert_eq!(pace.line(), Line::Open);
}

#[test]
fn crowd_is_left_in_proportion_to_the_time_in_its_queue() {
    let pause = |took_ms| {
        let mut pace = at_ease(2);
        pace.heard(heard(took_ms, Sign::Answered), 1, 0);
        pace.pause_ms
    };
    assert_eq!(pause(300 + 75 + 100), 0);
    assert!(pause(1_475) >= 5_000 && pause(2_475) == 2 * pause(1_475));
}

#[test]
fn platform_that_became_slower_for_good_is_no_crowd_for_ever() {
    let mut pace = at_ease(4);
    let mut now_ms = 0;
    for _ in 0..200 {
        now_ms += 60_000;
        pace.heard(heard(1_500, Sign::Answered), now_ms, 0);
    }
    assert_eq!(pace.pause_ms, 0);
}

#[test]
fn hurry_waits_for_nothing_and_still_sends_one_probe_first() {
    let mut pace = at_ease(4);
    for _ in 0..20 {
        pace.heard(heard(5, Sign::Absent), 1_000, u64::MAX);
    }
    pace.hurry();
    assert_eq!(turns(&mut pace, 1_000), 1);
}

fn any_sign() -> impl Strategy<Value = Sign> {
    prop_oneof![
        4 => Just(Sign::Answered),
        1 => any::<Option<u64>>().prop_map(|retry_after_ms| Sign::Busy { retry_after_ms }),
        1 => Just(Sign::Silent),
        1 => Just(Sign::Absent),
    ]
}

proptest! {
    /// Whatever is heard, the desk goes on within bounds: no pause is for ever, and no more lanes than allowed.
    #[test]
    fn any_answers_leave_a_turn_within_bounds(
        all in prop::collection::vec((any_sign(), 0..60_000_u64, any::<u64>()), 1..60),
    ) {
        let mut pace = Pace::new(4);
        let mut now_ms = 0;
        for (sign, took_ms, chance) in all {
            now_ms += took_ms;
            pace.heard(heard(took_ms, sign), now_ms, chance);
            // Of a turn's few exchanges each may add a minute.
            prop_assert!(pace.not_before_ms() <= now_ms + 60 * 60_000 + RETRY_AFTER_MS_MAX + AWAY_MS_MAX);
        }
        let at_ms = pace.not_before_ms().max(now_ms);
        let begun = turns(&mut pace, at_ms);
        prop_assert!((1..=4).contains(&begun));
    }
}
