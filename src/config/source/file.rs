//! The configuration file: TOML, every key with its line.

use std::path::Path;

use toml::Spanned;
use toml::de::{DeTable, DeValue};

use super::Sources;
use crate::config::declare::Section;
use crate::config::error::{ConfigError, FAULTS_MAX, Fault};
use crate::config::keys::SECTIONS;
use crate::config::nearest::nearest;
use crate::config::value::{Said, Shape};
use crate::config::{KEYS, Key, Origin};

/// Takes every key of the file, and notes every fault with its line.
pub(super) fn read(path: &Path, text: &str, sources: &mut Sources) {
    let mut reading = Reading { path, lines: Lines::of(text), sources };
    let (table, mut errors) = DeTable::parse_recoverable(text);
    if errors.is_empty() {
        reading.top(table.get_ref());
    } else {
        // What the parser makes of a broken file is a guess: its keys would be faults that nobody made.
        errors.sort_by_key(|error| error.span().map(|span| span.start));
        for error in errors {
            let at = error.span().map(|span| span.start);
            reading.fault(at, Fault::NotToml { why: error.message().to_owned() });
        }
    }
}

struct Reading<'a> {
    path: &'a Path,
    lines: Lines,
    sources: &'a mut Sources,
}

impl Reading<'_> {
    fn top(&mut self, table: &DeTable<'_>) {
        for (name, value) in in_order(table) {
            let section = SECTIONS.iter().find(|section| section.name == name.get_ref().as_ref());
            match (section, value.get_ref()) {
                (Some(section), DeValue::Table(inner)) => self.section(section, inner),
                (Some(section), _) => self.fault(Some(name.span().start), Fault::NotATable { section: section.name }),
                (None, _) => self.key(name.get_ref(), name, value),
            }
        }
    }

    fn section(&mut self, section: &Section, table: &DeTable<'_>) {
        for (name, value) in in_order(table) {
            self.key(&format!("{}.{}", section.name, name.get_ref()), name, value);
        }
    }

    fn key(&mut self, path: &str, name: &Spanned<std::borrow::Cow<'_, str>>, value: &Spanned<DeValue<'_>>) {
        let at = Some(name.span().start);
        let Some(key) = Key::named(path) else {
            let nearest = self.nearest(path, value.get_ref());
            return self.fault(at, Fault::UnknownKey { key: clipped(path), nearest });
        };
        if key.secret {
            return self.fault(at, Fault::SecretInFile { key: key.path });
        }
        if let Some(text) = text_of(key.shape, value.get_ref()) {
            let origin = self.origin(at);
            self.sources.give(key, text, origin, self.path.parent().unwrap_or(Path::new("")));
        } else {
            let found = described(value.get_ref());
            self.fault(at, Fault::WrongShape { key: key.path, expected: key.shape, found });
        }
    }

    /// The known name that an unknown one resembles: a table is measured against the sections, a value against the keys.
    fn nearest(&self, path: &str, value: &DeValue<'_>) -> Option<String> {
        // Faults beyond these are only counted, and a file can hold a hundred thousand.
        if self.sources.faults.len() >= FAULTS_MAX {
            return None;
        }
        if matches!(value, DeValue::Table(_)) && !path.contains('.') {
            nearest(path, SECTIONS.iter().map(|section| section.name.to_owned()))
        } else {
            nearest(path, KEYS.iter().map(|key| key.path.to_owned()))
        }
    }

    fn fault(&mut self, at: Option<usize>, fault: Fault) {
        let origin = self.origin(at);
        self.sources.faults.push(ConfigError { origin, fault });
    }

    fn origin(&self, at: Option<usize>) -> Origin {
        Origin::File { path: self.path.to_owned(), line: at.map(|at| self.lines.line(at)) }
    }
}

/// Where lines begin, so that a place is found without counting from the start each time.
struct Lines {
    ends: Vec<usize>,
}

impl Lines {
    fn of(text: &str) -> Self {
        Self { ends: text.match_indices('\n').map(|(at, _)| at).collect() }
    }

    /// The line of a byte, from one.
    fn line(&self, at: usize) -> usize {
        1 + self.ends.partition_point(|end| *end < at)
    }
}

/// The entries in the order of the file, since the table sorts by name.
fn in_order<'a, 'i>(table: &'a DeTable<'i>) -> Vec<(&'a Spanned<std::borrow::Cow<'i, str>>, &'a Spanned<DeValue<'i>>)> {
    let mut entries: Vec<_> = table.iter().collect();
    entries.sort_by_key(|(name, _)| name.span().start);
    entries
}

/// The value as text, if it has the right shape. A comma inside a list's item would split it, so it has no shape.
fn text_of(shape: Shape, value: &DeValue<'_>) -> Option<String> {
    match (shape, value) {
        (Shape::Text, DeValue::String(text)) => Some(text.to_string()),
        // Digits that overflow stay as they are, and are refused by the key's range.
        (Shape::Integer, DeValue::Integer(number)) => Some(
            u64::from_str_radix(number.as_str(), number.radix())
                .map_or_else(|_| number.as_str().to_owned(), |number| number.to_string()),
        ),
        (Shape::List, DeValue::Array(items)) => {
            let items: Option<Vec<&str>> = items
                .iter()
                .map(|item| match item.get_ref() {
                    DeValue::String(text) if !text.contains(',') => Some(text.as_ref()),
                    _ => None,
                })
                .collect();
            items.map(|items| items.join(","))
        }
        _ => None,
    }
}

fn described(value: &DeValue<'_>) -> Said {
    let (english, chinese) = match value {
        DeValue::String(_) => ("a string", "文字"),
        DeValue::Integer(_) => ("an integer", "整数"),
        DeValue::Float(_) => ("a decimal number", "小数"),
        DeValue::Boolean(_) => ("true or false", "真假值"),
        DeValue::Datetime(_) => ("a date", "日期"),
        DeValue::Array(_) => ("an array", "列表"),
        DeValue::Table(_) => ("a table", "一节"),
    };
    Said::new(english, chinese)
}

fn clipped(name: &str) -> String {
    name.chars().take(NAME_CHARS_MAX).collect()
}

/// Most characters of an unknown key that are quoted back.
const NAME_CHARS_MAX: usize = 80;
