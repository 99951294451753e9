//! Amounts in Chinese capital numerals (大写金额), as bills and receipts must carry them.
//!
//! The rules are those of the People's Bank of China for filling in bills (支付结算办法, annex 1): one 零 for any
//! run of zeros inside, 零 before 分 where 角 is nothing, 整 where there is no 分. Where they leave a 零 to choice
//! (107000.53), it is left out. After a bare 角 they leave 整 to choice; here it is written, so that nothing can
//! be added behind it.

use yijie_core::money::Yuan;

/// The amount in capitals: `44671.59` is 肆万肆仟陆佰柒拾壹元伍角玖分, a negative one begins with 负.
pub(super) fn capitals(amount: Yuan) -> String {
    let cents = amount.cents().unsigned_abs();
    if cents == 0 {
        return "零元整".to_owned();
    }
    let (yuan, jiao, fen) = (cents / 100, cents / 10 % 10, cents % 10);
    let mut text = String::new();
    if amount.is_negative() {
        text.push('负');
    }
    if yuan > 0 {
        push_integer(&mut text, yuan);
        text.push('元');
    }
    if jiao > 0 {
        text.push(digit(jiao));
        text.push('角');
    } else if fen > 0 && yuan > 0 {
        text.push('零');
    }
    if fen > 0 {
        text.push(digit(fen));
        text.push('分');
    } else {
        text.push('整');
    }
    text
}

/// Writes a whole number above nothing: the greatest unit in it, how many of them, then the rest.
fn push_integer(text: &mut String, number: u64) {
    let Some((value, unit)) = UNITS.into_iter().find(|(value, _)| number >= *value) else {
        text.push(digit(number));
        return;
    };
    push_integer(text, number / value);
    text.push(unit);
    let rest = number % value;
    if rest == 0 {
        return;
    }
    // The place just under the unit is empty.
    if rest < value / 10 {
        text.push('零');
    }
    push_integer(text, rest);
}

fn digit(value: u64) -> char {
    // Callers pass what is left below ten.
    usize::try_from(value).ok().and_then(|at| DIGITS.get(at)).copied().unwrap_or('零')
}

const DIGITS: [char; 10] = ['零', '壹', '贰', '叁', '肆', '伍', '陆', '柒', '捌', '玖'];
const UNITS: [(u64, char); 5] = [(100_000_000, '亿'), (10_000, '万'), (1_000, '仟'), (100, '佰'), (10, '拾')];

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn written(token: &str) -> String {
        capitals(token.parse().unwrap())
    }

    #[test]
    fn capitals_follow_the_bank_rules_examples() {
        for (token, text) in [
            ("44671.59", "肆万肆仟陆佰柒拾壹元伍角玖分"),
            ("1409.50", "壹仟肆佰零玖元伍角整"),
            ("6007.14", "陆仟零柒元壹角肆分"),
            ("1680.32", "壹仟陆佰捌拾元叁角贰分"),
            ("107000.53", "壹拾万柒仟元伍角叁分"),
            ("16409.02", "壹万陆仟肆佰零玖元零贰分"),
            ("325.04", "叁佰贰拾伍元零肆分"),
        ] {
            assert_eq!(written(token), text, "{token}");
        }
    }

    #[test]
    fn capitals_at_the_edges_are_whole() {
        for (token, text) in [
            ("0", "零元整"),
            ("0.05", "伍分"),
            ("0.50", "伍角整"),
            ("10", "壹拾元整"),
            ("100000", "壹拾万元整"),
            ("100001", "壹拾万零壹元整"),
            ("100050000", "壹亿零伍万元整"),
            ("1000000000000", "壹万亿元整"),
            ("-6512.99", "负陆仟伍佰壹拾贰元玖角玖分"),
            ("99999999999999.99", "玖拾玖万玖仟玖佰玖拾玖亿玖仟玖佰玖拾玖万玖仟玖佰玖拾玖元玖角玖分"),
        ] {
            assert_eq!(written(token), text, "{token}");
        }
    }

    /// Reads capitals back by summing, which knows nothing of where a 零 belongs.
    fn cents_read_back(text: &str) -> i64 {
        let (sign, text) = text.strip_prefix('负').map_or((1, text), |rest| (-1, rest));
        let (mut cents, mut whole, mut section, mut digit) = (0, 0, 0, 0);
        for character in text.chars() {
            if let Some(value) = "零壹贰叁肆伍陆柒捌玖".chars().position(|known| known == character) {
                digit = i64::try_from(value).unwrap();
                continue;
            }
            match character {
                '拾' => section += digit * 10,
                '佰' => section += digit * 100,
                '仟' => section += digit * 1_000,
                '万' => section = (section + digit) * 10_000,
                '亿' => {
                    whole = (section + digit) * 100_000_000;
                    section = 0;
                }
                '元' => cents += (whole + section + digit) * 100,
                '角' => cents += digit * 10,
                '分' => cents += digit,
                '整' => {}
                other => panic!("{other} does not belong in an amount"),
            }
            digit = 0;
        }
        sign * cents
    }

    /// Amounts whose digits are often zero, since that is where the rules are.
    fn cents() -> impl Strategy<Value = i64> {
        let digits = proptest::collection::vec(prop_oneof![3 => Just(0_i64), 2 => 1_i64..=9], 1..=16);
        (digits, any::<bool>()).prop_map(|(digits, negative)| {
            let value = digits.into_iter().fold(0, |value, digit| value * 10 + digit);
            if negative { -value } else { value }
        })
    }

    proptest! {
        #[test]
        fn capitals_read_back_are_the_amount(cents in cents()) {
            prop_assert_eq!(cents_read_back(&capitals(Yuan::from_cents(cents))), cents);
        }

        #[test]
        fn capitals_have_no_stray_zero_and_a_closed_end(cents in cents()) {
            let text = capitals(Yuan::from_cents(cents));
            prop_assert!(text.ends_with('分') || text.ends_with('整'), "{}", text);
            if cents != 0 {
                for stray in ["零零", "零万", "零亿", "零元", "零角", "零整", "亿万"] {
                    prop_assert!(!text.contains(stray), "{} in {}", stray, text);
                }
                prop_assert!(!text.trim_start_matches('负').starts_with('零'), "{}", text);
            }
        }

        #[test]
        fn capitals_show_every_gap_between_digits(high in 1_i64..=9, low in 1_i64..=9, places in 2_u32..=12) {
            let amount = high * 10_i64.pow(places) + low;
            prop_assert!(capitals(Yuan::from_cents(amount * 100)).contains('零'));
        }
    }
}
