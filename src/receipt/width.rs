//! How wide a text is on paper, and where a line of it may break.
//!
//! A receipt printer in Chinese mode gives one column to what GB18030 holds in one byte (ASCII) and two to all
//! else. That is what counts here: it agrees with Unicode's East Asian widths for Chinese, takes the ambiguous ones
//! (`·`, `×`, `“`) as wide, and never takes a character for narrower than any screen does.

use unicode_width::UnicodeWidthChar;

/// Columns that the text takes.
pub(super) fn columns(text: &str) -> usize {
    text.chars().map(char_columns).sum()
}

/// The text as it may stand on paper: control characters and other white space are blanks, runs of blanks are
/// one, and invisible marks (directions, joiners, variation selectors) are gone, since they would print as boxes or
/// turn the line around.
pub(super) fn cleaned(text: &str) -> String {
    let visible: String = text
        .chars()
        .filter(|&character| !is_invisible(character))
        .map(|character| if character.is_control() || character.is_whitespace() { ' ' } else { character })
        .collect();
    visible.split(' ').filter(|word| !word.is_empty()).collect::<Vec<_>>().join(" ")
}

/// Breaks the text into lines of at most `width` columns, two at least. A run of ASCII (an amount, a number, a
/// telephone) breaks only if it is longer than a line; no line begins with closing punctuation, unless nothing else
/// would fit.
pub(super) fn wrapped(text: &str, width: usize) -> Vec<String> {
    let mut lines = Vec::new();
    let mut line = String::new();
    for Atom { text, after_blank } in atoms(&cleaned(text)) {
        let blank = usize::from(after_blank && !line.is_empty());
        if columns(&line) + blank + columns(&text) <= width {
            line.extend(std::iter::repeat_n(' ', blank));
            line.push_str(&text);
            continue;
        }
        if !line.is_empty() {
            lines.push(std::mem::take(&mut line));
        }
        for character in text.chars() {
            if !line.is_empty() && columns(&line) + char_columns(character) > width {
                lines.push(std::mem::take(&mut line));
            }
            line.push(character);
        }
    }
    if !line.is_empty() {
        lines.push(line);
    }
    lines
}

/// What stays on one line: a run of ASCII or one wide character, with the punctuation that clings to it.
struct Atom {
    text: String,
    after_blank: bool,
}

fn atoms(text: &str) -> Vec<Atom> {
    let mut atoms: Vec<Atom> = Vec::new();
    let mut after_blank = false;
    for character in text.chars() {
        if character == ' ' {
            after_blank = true;
            continue;
        }
        match atoms.last_mut().filter(|_| !after_blank) {
            Some(last) if clings(&last.text, character) => last.text.push(character),
            _ => atoms.push(Atom { text: character.to_string(), after_blank }),
        }
        after_blank = false;
    }
    atoms
}

fn clings(before: &str, character: char) -> bool {
    let both_ascii = character.is_ascii() && before.ends_with(|last: char| last.is_ascii());
    both_ascii || CLOSING.contains(character) || before.ends_with(|last| OPENING.contains(last))
}

fn char_columns(character: char) -> usize {
    if character.is_ascii() { 1 } else { character.width_cjk().unwrap_or_default().max(2) }
}

fn is_invisible(character: char) -> bool {
    matches!(character,
        '\u{AD}' | '\u{61C}' | '\u{200B}'..='\u{200F}' | '\u{202A}'..='\u{202E}' | '\u{2060}'..='\u{206F}'
        | '\u{FE00}'..='\u{FE0F}' | '\u{FEFF}' | '\u{E0000}'..='\u{E0FFF}')
}

const CLOSING: &str = "，。、；：！？）】》”’";
const OPENING: &str = "（【《“‘";

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use unicode_width::UnicodeWidthStr;

    use super::*;

    #[test]
    fn rare_and_ambiguous_characters_are_two_columns() {
        for (text, expected) in [("李䶮", 4), ("㛃𬭎", 4), ("阿依古丽·买买提", 16), ("A1-", 3), ("ñ", 2), ("（）", 4)]
        {
            assert_eq!(columns(text), expected, "{text}");
        }
    }

    #[test]
    fn line_breaks_between_chinese_and_never_inside_an_amount() {
        assert_eq!(wrapped("现金支付 6512.99元整", 12), ["现金支付", "6512.99元整"]);
        assert_eq!(wrapped("预结算现金5512.99，现为6512.99", 14), ["预结算现金", "5512.99，现为", "6512.99"]);
    }

    #[test]
    fn line_never_begins_with_closing_punctuation() {
        assert_eq!(wrapped("请勿报销，谢谢", 8), ["请勿报", "销，谢谢"]);
    }

    #[test]
    fn number_longer_than_a_line_breaks_rather_than_runs_off() {
        assert_eq!(wrapped("号 123456789", 5), ["号", "12345", "6789"]);
    }

    #[test]
    fn marks_that_turn_or_hide_text_are_gone_and_controls_are_blanks() {
        assert_eq!(cleaned("张\u{202E}三\u{1B}@\n\t\u{3000}四\u{FE0F}"), "张三 @ 四");
    }

    proptest! {
        #[test]
        fn wrapped_line_is_never_wider_than_asked(text in "\\PC{0,80}|[ -~䶮㛃𬭎·，。（“]{0,80}", width in 2_usize..72) {
            for line in wrapped(&text, width) {
                prop_assert!(columns(&line) <= width, "{}", line);
                prop_assert!(line.width_cjk() <= width, "{}", line);
            }
        }

        #[test]
        fn wrapping_loses_nothing_but_blanks(text in "[ -~一-十䶮㛃𬭎·，。（“]{0,80}", width in 2_usize..72) {
            let solid = |text: &str| text.replace(' ', "");
            prop_assert_eq!(solid(&wrapped(&text, width).concat()), solid(&text));
        }
    }
}
