//! The chip: commands in, answers out, no time and no sockets.

use crate::fixture::{Answers, Application, CardFixture, RecordFile, SelectForm};

/// A powered card.
#[derive(Clone, Debug)]
pub struct Chip {
    card: CardFixture,
    /// Index of the selected application.
    application: Option<usize>,
    /// Index of the selected file within it.
    file: Option<usize>,
    /// What waits for GET RESPONSE.
    waiting: Vec<u8>,
}

impl Chip {
    /// A card just powered: nothing is selected.
    pub fn new(card: CardFixture) -> Self {
        Self { card, application: None, file: None, waiting: Vec::new() }
    }

    /// What is on it.
    pub fn card(&self) -> &CardFixture {
        &self.card
    }

    /// Forgets what was selected.
    pub fn reset(&mut self) {
        self.application = None;
        self.file = None;
        self.waiting.clear();
    }

    /// Answers one command.
    pub fn answer(&mut self, command: &[u8]) -> Vec<u8> {
        let waiting = std::mem::take(&mut self.waiting);
        let (header, body) = match command {
            [0x00, instruction, p1, p2, body @ ..] => ([*instruction, *p1, *p2], body),
            [_, _, _, _, ..] => return status(0x6E00),
            _ => return status(0x6700),
        };
        match header {
            [0xA4, p1, 0x00] => match body {
                [length, data @ ..] if data.len() >= usize::from(*length) => {
                    self.select(p1, &data[..usize::from(*length)])
                }
                _ => status(0x6700),
            },
            [0xB2, p1, p2] => match body {
                [expected] => self.read_record(p1, p2, *expected),
                _ => status(0x6700),
            },
            [0xC0, 0x00, 0x00] => match body {
                [_] if waiting.is_empty() => status(0x6985),
                [expected] => exactly(waiting, *expected),
                _ => status(0x6700),
            },
            [0xA4 | 0xC0, ..] => status(0x6A86),
            _ => status(0x6D00),
        }
    }

    fn select(&mut self, p1: u8, data: &[u8]) -> Vec<u8> {
        if p1 == 0x04 {
            let found = self.card.applications.iter().position(|one| one.name == data);
            let Some(at) = found else {
                return status(0x6A82);
            };
            (self.application, self.file) = (Some(at), None);
            let fci = self.card.applications[at].fci.clone();
            return self.give(fci);
        }
        if p1 == 0x00 && data == [0x3F, 0x00] {
            self.reset();
            return status(0x9000);
        }
        let form = match self.card.behaviour.select_ef {
            SelectForm::ByIdentifier => 0x00,
            SelectForm::Child => 0x02,
        };
        if p1 != form {
            return status(0x6A86);
        }
        let found = self.selected().and_then(|application| application.files.iter().position(|file| file.id == data));
        match found {
            Some(at) => {
                self.file = Some(at);
                status(0x9000)
            }
            None => status(0x6A82),
        }
    }

    fn read_record(&self, p1: u8, p2: u8, expected: u8) -> Vec<u8> {
        let files = self.selected().map(|one| one.files.as_slice()).unwrap_or_default();
        let file = match p2 >> 3 {
            0 => self.file.and_then(|at| files.get(at)),
            // A short identifier is the low five bits of the file's own.
            short => files.iter().find(|file| file.id[1] & 0x1F == short),
        };
        let Some(file) = file else {
            return status(0x6986);
        };
        if let Some(refusal) = file.refuses_read {
            return status(refusal);
        }
        let Some(record) = find(file, p1, p2 & 0x07) else {
            return status(0x6A83);
        };
        match self.card.behaviour.answers {
            Answers::T0 => exactly(record.to_vec(), expected),
            Answers::Direct => {
                let length = if expected == 0 { 256 } else { usize::from(expected) };
                with_status(record[..record.len().min(length)].to_vec(), 0x9000)
            }
        }
    }

    /// Gives data at once, or lets it wait for GET RESPONSE.
    fn give(&mut self, data: Vec<u8>) -> Vec<u8> {
        match self.card.behaviour.answers {
            Answers::T0 if !data.is_empty() => {
                let length = u16::try_from(data.len().min(0xFF)).unwrap_or(0xFF);
                self.waiting = data;
                status(0x6100 | length)
            }
            _ => with_status(data, 0x9000),
        }
    }

    fn selected(&self) -> Option<&Application> {
        self.application.and_then(|at| self.card.applications.get(at))
    }
}

fn find(file: &RecordFile, p1: u8, reference: u8) -> Option<&[u8]> {
    let record = match reference {
        0 => file.records.iter().find(|(tag, _)| *tag == p1),
        4 => usize::from(p1).checked_sub(1).and_then(|at| file.records.get(at)),
        _ => None,
    };
    record.map(|(_, record)| record.as_slice())
}

/// As over T=0: only the exact length is served.
fn exactly(data: Vec<u8>, expected: u8) -> Vec<u8> {
    match u8::try_from(data.len()) {
        Ok(length) if length == expected => with_status(data, 0x9000),
        Ok(length) => status(0x6C00 | u16::from(length)),
        Err(_) => status(0x6700),
    }
}

fn status(word: u16) -> Vec<u8> {
    word.to_be_bytes().to_vec()
}

fn with_status(mut data: Vec<u8>, word: u16) -> Vec<u8> {
    data.extend(word.to_be_bytes());
    data
}
