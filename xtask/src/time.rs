//! How long something took, for people.

use std::time::Duration;

/// `4.2 s`, `3 min 12 s`.
pub fn words(time: Duration) -> String {
    let tenths = (time.as_millis() + 50) / 100;
    if tenths < 600 {
        return format!("{}.{} s", tenths / 10, tenths % 10);
    }
    let seconds = (time.as_millis() + 500) / 1000;
    format!("{} min {} s", seconds / 60, seconds % 60)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_round_and_change_to_minutes_at_sixty_seconds() {
        let cases =
            [(0, "0.0 s"), (4_249, "4.2 s"), (59_949, "59.9 s"), (59_950, "1 min 0 s"), (192_400, "3 min 12 s")];
        for (milliseconds, expected) in cases {
            assert_eq!(words(Duration::from_millis(milliseconds)), expected);
        }
    }
}
