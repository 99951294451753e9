//! Blocks of a paper and how they are laid in columns.
//!
//! What is printed is composed once, as [`Block`]s; only this file knows how wide the paper is.

use yijie_core::money::Yuan;

use super::width::{cleaned, columns, wrapped};

/// The papers that a desk prints on. A roll's columns are those of a printer's usual font: twelve dots each, of 384
/// or 576.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Paper {
    /// A roll of 58 mm: 32 columns.
    Mm58,
    /// A roll of 80 mm: 48 columns.
    Mm80,
    /// An A5 sheet, wide: 72 columns.
    A5,
}

impl Paper {
    /// How many columns of half-width characters fit on a line.
    pub fn columns(self) -> usize {
        match self {
            Self::Mm58 => 32,
            Self::Mm80 => 48,
            Self::A5 => 72,
        }
    }
}

/// One piece of a paper.
#[derive(Debug, Clone)]
pub(super) enum Block {
    /// A line or more in the middle.
    Centre(String),
    /// A line across.
    Rule(Rule),
    /// A text from the left, as many lines as it needs.
    Text(String),
    /// A text from the right.
    Right(String),
    /// Labels with values, the values under each other; in two columns where the paper is wide.
    Fields(Vec<(&'static str, String)>),
    /// A label from the left and an amount from the right.
    Amount {
        /// What it is.
        label: String,
        /// How much.
        amount: Yuan,
        /// How far below a heading: 0, or more for a part of the one above.
        depth: usize,
    },
    /// Two stacks, beside each other where the paper is wide, else one under the other.
    Beside(Vec<Block>, Vec<Block>),
}

/// A line across the paper.
#[derive(Debug, Clone, Copy)]
pub(super) enum Rule {
    /// Between sections.
    Thin,
    /// Around what must be seen at a glance.
    Thick,
}

impl Block {
    /// An amount of its own.
    pub(super) fn amount(label: impl Into<String>, amount: Yuan) -> Self {
        Self::Amount { label: label.into(), amount, depth: 0 }
    }

    /// An amount that is part of the one above or below.
    pub(super) fn part(label: impl Into<String>, amount: Yuan) -> Self {
        Self::Amount { label: label.into(), amount, depth: 1 }
    }
}

/// Lays the blocks on the paper. Every line ends with a line feed and is at most as wide as the paper.
pub(super) fn lay(blocks: &[Block], paper: Paper) -> String {
    let mut text = String::new();
    for line in stack(blocks, paper.columns()) {
        text.push_str(line.trim_end());
        text.push('\n');
    }
    text
}

fn stack(blocks: &[Block], width: usize) -> Vec<String> {
    blocks.iter().flat_map(|block| lines_of(block, width)).collect()
}

fn lines_of(block: &Block, width: usize) -> Vec<String> {
    match block {
        Block::Centre(text) => {
            wrapped(text, width).into_iter().map(|line| blanks((width - columns(&line)) / 2) + &line).collect()
        }
        Block::Rule(Rule::Thin) => vec!["-".repeat(width)],
        Block::Rule(Rule::Thick) => vec!["=".repeat(width)],
        Block::Text(text) => wrapped(text, width),
        Block::Right(text) => {
            wrapped(text, width).into_iter().map(|line| blanks(width - columns(&line)) + &line).collect()
        }
        Block::Fields(fields) if width >= WIDE_COLUMNS_MIN => paired(fields, width),
        Block::Fields(fields) => {
            let label_columns = widest_label(fields);
            fields.iter().flat_map(|(label, value)| field(label, value, label_columns, width)).collect()
        }
        Block::Amount { label, amount, depth } => amount_lines(label, *amount, depth * INDENT, width),
        Block::Beside(left, right) if width >= WIDE_COLUMNS_MIN => {
            let half = (width - GUTTER) / 2;
            beside(&stack(left, half), &stack(right, half), half)
        }
        Block::Beside(left, right) => stack(left, width).into_iter().chain(stack(right, width)).collect(),
    }
}

/// A label and its value. A value with a number longer than the room beside the label goes under it, since a number
/// in two pieces can't be read out.
fn field(label: &str, value: &str, label_columns: usize, width: usize) -> Vec<String> {
    let hang = label_columns + 1;
    let value = cleaned(value);
    let longest_word = value.split(|character: char| !character.is_ascii_graphic()).map(str::len).max().unwrap_or(0);
    let head = label.to_owned() + &blanks(hang.saturating_sub(columns(label)));
    if longest_word + hang > width {
        let under = wrapped(&value, width - INDENT).into_iter().map(|line| blanks(INDENT) + &line);
        return std::iter::once(head).chain(under).collect();
    }
    let mut lines = wrapped(&value, width - hang).into_iter();
    let first = head + &lines.next().unwrap_or_default();
    std::iter::once(first).chain(lines.map(|line| blanks(hang) + &line)).collect()
}

/// Fields in two columns; one that needs more than a line of its half has the whole width.
fn paired(fields: &[(&'static str, String)], width: usize) -> Vec<String> {
    let half = (width - GUTTER) / 2;
    let label_columns = widest_label(fields);
    let mut lines = Vec::new();
    let mut left: Option<String> = None;
    for (label, value) in fields {
        let narrow = field(label, value, label_columns, half);
        match (left.take(), <[String; 1]>::try_from(narrow)) {
            (None, Ok([line])) => left = Some(line),
            (Some(first), Ok([line])) => lines.extend(beside(&[first], &[line], half)),
            (first, Err(_)) => {
                lines.extend(first);
                lines.extend(field(label, value, label_columns, width));
            }
        }
    }
    lines.extend(left);
    lines
}

/// An amount never breaks and never leaves the right edge; a label too long for the rest of its line wraps before.
fn amount_lines(label: &str, amount: Yuan, indent: usize, width: usize) -> Vec<String> {
    let amount = amount.to_string();
    let mut lines: Vec<String> =
        wrapped(label, width - indent).into_iter().map(|line| blanks(indent) + &line).collect();
    let last = lines.pop().filter(|last| columns(last) < width - amount.len()).unwrap_or_else(|| {
        lines = wrapped(label, width - indent).into_iter().map(|line| blanks(indent) + &line).collect();
        String::new()
    });
    let gap = width - columns(&last) - amount.len();
    // Across a wide sheet the eye loses the line between a label and its amount.
    let leader = if width >= WIDE_COLUMNS_MIN && gap > 2 { format!(" {} ", ".".repeat(gap - 2)) } else { blanks(gap) };
    lines.push(last + &leader + &amount);
    lines
}

fn beside(left: &[String], right: &[String], half: usize) -> Vec<String> {
    (0..left.len().max(right.len()))
        .map(|at| {
            let first = left.get(at).map_or("", String::as_str);
            let second = right.get(at).map_or("", String::as_str);
            format!("{first}{}{second}", blanks(half + GUTTER - columns(first)))
        })
        .collect()
}

fn widest_label(fields: &[(&'static str, String)]) -> usize {
    fields.iter().map(|(label, _)| columns(label)).max().unwrap_or(0)
}

fn blanks(count: usize) -> String {
    " ".repeat(count)
}

const INDENT: usize = 2;
const GUTTER: usize = 4;
/// From here on, halves of a line are wider than the narrowest roll.
const WIDE_COLUMNS_MIN: usize = 2 * 32 + GUTTER;

#[cfg(test)]
mod tests {
    use super::*;

    fn on_narrow(block: Block) -> Vec<String> {
        stack(&[block], 32)
    }

    #[test]
    fn amounts_stand_at_the_right_edge_under_each_other() {
        let lines =
            stack(&[Block::amount("现金", Yuan::from_cents(5)), Block::part("甲", Yuan::from_cents(-123_456))], 32);
        assert_eq!(lines, ["现金                        0.05", "  甲                    -1234.56"]);
    }

    #[test]
    fn label_too_long_for_its_line_wraps_before_the_amount() {
        let label = "一二三四五六七八九十一二三四";
        let lines = on_narrow(Block::part(label, Yuan::from_cents(9_999_999_999_999_999)));
        assert_eq!(lines, ["  一二三四五六七八九十一二三四", "               99999999999999.99"]);
        let lines = on_narrow(Block::amount(label.repeat(2), Yuan::from_cents(100)));
        assert_eq!(lines, ["一二三四五六七八九十一二三四一二", "三四五六七八九十一二三四    1.00"]);
    }

    #[test]
    fn wide_paper_leads_the_eye_from_label_to_amount() {
        let lines = stack(&[Block::amount("现金", Yuan::from_cents(5))], 72);
        assert_eq!(lines, [format!("现金 {} 0.05", ".".repeat(62))]);
    }

    #[test]
    fn number_too_long_beside_its_label_stands_whole_under_it() {
        let number = "H44010000001202611221530010001";
        let lines = on_narrow(Block::Fields(vec![("报文号", number.into()), ("住院号", "Z1".into())]));
        assert_eq!(lines, ["报文号 ", &format!("  {number}"), "住院号 Z1"]);
    }

    #[test]
    fn long_name_wraps_under_itself() {
        let lines = on_narrow(Block::Fields(vec![("姓名", "阿卜杜热依木·买买提依明江吐尔逊".into())]));
        assert_eq!(lines, ["姓名 阿卜杜热依木·买买提依明江", "     吐尔逊"]);
    }

    #[test]
    fn wide_paper_pairs_short_fields_and_gives_long_ones_a_line() {
        let long = "一".repeat(20);
        let fields =
            vec![("姓名", "李".into()), ("地址", long.clone()), ("住院号", "Z1".into()), ("科室", "内".into())];
        let lines = stack(&[Block::Fields(fields)], 72);
        assert_eq!(lines.len(), 3);
        assert_eq!(lines[0], "姓名   李");
        assert_eq!(lines[1], format!("地址   {long}"));
        assert_eq!(lines[2], format!("住院号 Z1{}科室   内", " ".repeat(38 - 9)));
    }

    #[test]
    fn stacks_are_beside_each_other_only_on_wide_paper() {
        let block =
            Block::Beside(vec![Block::Text("左".into())], vec![Block::Text("右".into()), Block::Text("下".into())]);
        assert_eq!(on_narrow(block.clone()), ["左", "右", "下"]);
        assert_eq!(stack(&[block], 72).len(), 2);
    }
}
