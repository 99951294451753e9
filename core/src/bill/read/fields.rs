//! The fields of one JSON object, each read on its own, every fault noted.

use serde_json::{Map, Value};

use super::super::flaw::{BillFault, Flaw, Kind, Place};
use super::FAULTS_MAX;
use crate::settlement::ids::LineNo;

/// Something that stands in a bill.
pub(in crate::bill) trait Read: Sized {
    /// Reads the value at `path`, or notes everything that is wrong with it. `len_max` is for texts.
    fn read(value: &Value, path: &Path, len_max: usize, faults: &mut Faults) -> Option<Self>;
}

/// The longest texts of a record's fields, by name.
#[cfg(feature = "schema")]
pub(in crate::bill) trait Texts {
    /// Field and characters.
    const TEXTS: &'static [(&'static str, usize)];
}

/// For a field whose type bounds itself.
pub(in crate::bill) const LEN_UNBOUNDED: usize = 0;

/// The fields of one object.
pub(in crate::bill) struct Fields<'a> {
    map: &'a Map<String, Value>,
    path: Path,
    faults: &'a mut Faults,
}

impl<'a> Fields<'a> {
    /// Takes an object; notes each field that is not among `known`.
    pub(in crate::bill) fn of(value: &'a Value, path: &Path, known: &[&str], faults: &'a mut Faults) -> Option<Self> {
        let Value::Object(map) = value else {
            faults.note(path, Flaw::WrongKind { expected: Kind::Object });
            return None;
        };
        let path = path.in_line(map);
        for name in map.keys().filter(|name| !known.contains(&name.as_str())) {
            faults.note(&path.stranger(name), Flaw::UnknownField);
        }
        Some(Self { map, path, faults })
    }

    /// A field that must be there.
    pub(in crate::bill) fn required<T: Read>(&mut self, name: &'static str, len_max: usize) -> Option<T> {
        let path = self.path.field(name);
        match self.map.get(name) {
            None | Some(Value::Null) => {
                self.faults.note(&path, Flaw::Missing);
                None
            }
            Some(value) => T::read(value, &path, len_max, self.faults),
        }
    }

    /// A field that may be left out: the outer `None` says that it is there and could not be read.
    #[allow(clippy::option_option, reason = "the outer is the reader's, the inner is the bill's")]
    pub(in crate::bill) fn optional<T: Read>(&mut self, name: &'static str, len_max: usize) -> Option<Option<T>> {
        match self.present(name) {
            None => Some(None),
            Some(value) => T::read(value, &self.path.field(name), len_max, self.faults).map(Some),
        }
    }

    /// A field that has an ordinary value.
    pub(in crate::bill) fn defaulted<T: Read + Default>(&mut self, name: &'static str, len_max: usize) -> Option<T> {
        self.optional(name, len_max).map(Option::unwrap_or_default)
    }

    /// A list that must be there, `None` standing for each item that could not be read.
    pub(in crate::bill) fn list<T: Read>(&mut self, name: &'static str) -> Option<Vec<Option<T>>> {
        if self.map.get(name).is_none_or(Value::is_null) {
            self.faults.note(&self.path.field(name), Flaw::Missing);
            return None;
        }
        self.list_or_none(name)
    }

    /// A list that may be left out, and is empty then.
    pub(in crate::bill) fn list_or_none<T: Read>(&mut self, name: &'static str) -> Option<Vec<Option<T>>> {
        let path = self.path.field(name);
        match self.map.get(name) {
            None | Some(Value::Null) => Some(Vec::new()),
            Some(Value::Array(items)) => {
                let read = |(at, item)| T::read(item, &path.item(at), LEN_UNBOUNDED, self.faults);
                Some(items.iter().enumerate().map(read).collect())
            }
            Some(_) => {
                self.faults.note(&path, Flaw::WrongKind { expected: Kind::Array });
                None
            }
        }
    }

    /// A hospital system writes `null` or `""` for what it does not know.
    fn present(&self, name: &str) -> Option<&'a Value> {
        self.map.get(name).filter(|value| match value {
            Value::Null => false,
            Value::String(text) => !text.trim().is_empty(),
            _ => true,
        })
    }
}

/// Where a value stands.
#[derive(Debug, Clone)]
pub(in crate::bill) struct Path {
    text: String,
    line: Option<LineNo>,
}

impl Path {
    /// The bill as a whole.
    pub(in crate::bill) fn root() -> Self {
        Self { text: String::new(), line: None }
    }

    /// A field of this object.
    pub(in crate::bill) fn field(&self, name: &str) -> Self {
        let text = if self.text.is_empty() { name.to_owned() } else { format!("{}.{name}", self.text) };
        Self { text, line: self.line.clone() }
    }

    /// An item of this list, counted from zero.
    pub(in crate::bill) fn item(&self, at: usize) -> Self {
        Self { text: format!("{}[{at}]", self.text), line: self.line.clone() }
    }

    /// A field of the fee line at this index.
    pub(in crate::bill) fn of_line(at: usize, no: &LineNo, name: &str) -> Self {
        Self { text: format!("lines[{at}].{name}"), line: Some(no.clone()) }
    }

    /// The same, to be shown.
    pub(in crate::bill) fn place(&self) -> Place {
        Place { path: self.text.clone(), line: self.line.clone() }
    }

    /// A field that this program does not know. Its name comes from the file and is shown only if it looks like
    /// a name, since anything could stand there.
    pub(super) fn stranger(&self, name: &str) -> Self {
        let plain = name.len() <= STRANGER_LEN_MAX
            && name.starts_with(|first: char| first.is_ascii_alphabetic())
            && name.bytes().all(|byte| byte.is_ascii_alphabetic() || byte == b'_');
        self.field(if plain { name } else { "(?)" })
    }

    /// If the object is an item of `lines`, its faults carry the line's number.
    fn in_line(&self, map: &Map<String, Value>) -> Self {
        let is_line = self.text.starts_with("lines[") && self.text.ends_with(']');
        let no = map.get("no").and_then(Value::as_str).filter(|_| is_line).and_then(|no| LineNo::parse(no).ok());
        match no {
            Some(no) => Self { line: Some(no), ..self.clone() },
            None => self.clone(),
        }
    }
}

/// Every fault found, up to the limit.
#[derive(Debug, Default)]
pub(in crate::bill) struct Faults {
    listed: Vec<BillFault>,
    left_out: usize,
}

impl Faults {
    /// Notes one.
    pub(in crate::bill) fn note(&mut self, path: &Path, flaw: Flaw) {
        if self.listed.len() == FAULTS_MAX {
            self.left_out += 1;
            return;
        }
        self.listed.push(BillFault { place: path.place(), flaw });
    }

    /// True if none was found.
    pub(super) fn is_empty(&self) -> bool {
        self.listed.is_empty()
    }

    /// In the order in which they were found.
    pub(super) fn into_list(mut self) -> Vec<BillFault> {
        if self.left_out > 0 {
            self.listed.push(BillFault { place: Place::default(), flaw: Flaw::More { count: self.left_out } });
        }
        self.listed
    }
}

const STRANGER_LEN_MAX: usize = 40;
