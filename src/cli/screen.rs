//! The person at the terminal: sees each step with its time, and is asked before money moves.

use std::io::{self, BufRead, IsTerminal, Write};

use anstyle::{AnsiColor, Style};
use unicode_width::UnicodeWidthStr;
use yijie_core::failure::Language;
use yijie_core::settlement::{Message, Stay, Waiting};
use yijie_core::split::{Balance, MoneyMove, Statement};

use super::words::{self, Phrase};
use crate::desk::{Came, Confirmation, Counter, Progress, Trouble};

/// Who says yes to a pre-settlement.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Yes {
    /// The person at the terminal.
    Ask,
    /// It was said beforehand (`--yes`).
    Given,
}

/// A terminal, or what stands in for one.
#[derive(Debug)]
pub struct Screen {
    /// In which language.
    pub language: Language,
    /// Who says yes.
    pub yes: Yes,
    /// Steps are told on standard error when the answer on standard output is for a program.
    pub to_program: bool,
    /// How far lines are set in.
    pub indent: &'static str,
}

impl Screen {
    /// Says a line to the person.
    pub fn say(&self, line: &str) {
        let line = format!("{}{line}", self.indent);
        // A closed pipe is no reason to stop half way through a settlement.
        let _ = if self.to_program {
            writeln!(anstream::stderr(), "{line}")
        } else {
            writeln!(anstream::stdout(), "{line}")
        };
    }

    /// Says a line that is part of the answer: a program has it in its JSON.
    pub fn tell(&self, line: &str) {
        if !self.to_program {
            self.say(line);
        }
    }

    /// A name and its value.
    pub fn field(&self, name: Phrase, value: &str) {
        let name = self.phrase(name);
        let gap = " ".repeat(FIELD_COLUMNS.saturating_sub(name.width()).max(1));
        self.tell(&format!("{name}{gap}{value}"));
    }

    /// A receipt or a slip, as it was printed.
    pub fn paper(&self, text: &str) {
        for line in text.lines() {
            self.tell(&format!("    │ {line}"));
        }
    }

    /// True if there is a person to ask.
    pub fn can_ask() -> bool {
        io::stdin().is_terminal()
    }

    /// What the person says to the figures shown.
    pub fn agreement(&self) -> Confirmation {
        match self.yes {
            Yes::Given => Confirmation::Agreed,
            Yes::Ask if !Self::can_ask() => Confirmation::NobodyThere,
            Yes::Ask => ask(self.phrase(words::CONFIRM)),
        }
    }

    /// True if the person says yes to something that is not about money.
    pub fn agrees(&self, question: &str) -> Result<bool, Trouble> {
        match self.yes {
            Yes::Given => Ok(true),
            Yes::Ask if !Self::can_ask() => Err(Trouble::new(yijie_core::failure::Usage::NoTerminal, "")),
            Yes::Ask => Ok(ask(question) == Confirmation::Agreed),
        }
    }

    /// A phrase of the catalogue.
    pub fn phrase(&self, phrase: Phrase) -> &'static str {
        phrase.to(self.language)
    }

    /// A step that was done, with its time.
    pub fn step(&self, mark: char, colour: AnsiColor, what: &str, took_ms: u64) {
        let style = Style::new().fg_color(Some(colour.into()));
        let gap = " ".repeat(STEP_COLUMNS.saturating_sub(what.width()).max(1));
        self.say(&format!("{style}{mark}{style:#} {what}{gap}{took_ms:>5} ms"));
    }

    /// What went wrong, and what to do now.
    pub fn trouble(&self, trouble: &Trouble) {
        let style = Style::new().bold();
        self.say(&format!("{style}{}{style:#}  [{}]", trouble.sentence(self.language), trouble.code));
        for fault in &trouble.faults {
            self.say(&format!("  - {}", fault.sentence(self.language)));
        }
        let (next, colon) = (self.phrase(words::NEXT_STEP), self.phrase(words::COLON));
        self.say(&format!("{next}{colon}{}", trouble.next_step(self.language)));
    }

    /// Who pays what.
    pub fn statement(&self, title: Phrase, statement: &Statement) {
        let bold = Style::new().bold();
        self.tell(&format!("{bold}{}{bold:#}", self.phrase(title)));
        self.amount(words::TOTAL, statement.total, 0);
        self.amount(words::FUNDS, statement.fund_total, 0);
        for share in statement.funds.iter().filter(|share| !share.amount.is_zero()) {
            self.amount(words::fund(share.fund), share.amount, 2);
        }
        self.amount(words::ACCOUNT, statement.personal_account, 0);
        if !statement.mutual_aid.is_zero() {
            self.amount(words::MUTUAL_AID, statement.mutual_aid, 2);
        }
        self.amount(words::CASH, statement.cash, 0);
        if !statement.hospital_share.is_zero() {
            self.amount(words::HOSPITAL, statement.hospital_share, 0);
        }
    }

    /// What changes hands at the desk.
    pub fn balance(&self, balance: &Balance) {
        self.amount(words::DEPOSITS, balance.deposited, 0);
        for money in &balance.moves {
            match money {
                MoneyMove::Refund { way, receipt_no, amount } => {
                    let way = self.phrase(words::way(*way));
                    self.row(&format!("{} {way} {receipt_no}", self.phrase(words::REFUND)), &amount.to_string());
                }
                MoneyMove::Collect { amount } => self.row(self.phrase(words::COLLECT), &amount.to_string()),
            }
        }
    }

    fn amount(&self, name: Phrase, amount: yijie_core::money::Yuan, set_in: usize) {
        self.row(&format!("{}{}", " ".repeat(set_in), self.phrase(name)), &amount.to_string());
    }

    fn row(&self, name: &str, value: &str) {
        let gap = " ".repeat(ROW_COLUMNS.saturating_sub(name.width() + value.width()).max(1));
        self.tell(&format!("  {name}{gap}{value}"));
    }
}

impl Counter for Screen {
    fn done(&mut self, what: &Progress<'_>, took_ms: u64) {
        let (text, came) = match what {
            Progress::SignedIn => (self.phrase(words::SIGNED_IN).to_owned(), Came::Answer),
            Progress::CardRead => (self.phrase(words::CARD_READ).to_owned(), Came::Answer),
            Progress::Identified => (self.phrase(words::IDENTIFIED).to_owned(), Came::Answer),
            Progress::FilingsAsked => (self.phrase(words::FILINGS_ASKED).to_owned(), Came::Answer),
            Progress::Sent(message, came) => {
                let mut text = self.phrase(words::message(message)).to_owned();
                if let Message::UploadFees { lines, .. } | Message::RemoveFees { lines, .. } = message {
                    text = format!("{text}  {} {}", lines.len(), self.phrase(words::LINES));
                }
                (text, *came)
            }
            Progress::Asked(query, came) => (self.phrase(words::query(query)).to_owned(), *came),
            Progress::Printed(_) => (self.phrase(words::PRINTED).to_owned(), Came::Answer),
        };
        let told = |phrase| format!("{text}  {}", self.phrase(phrase));
        match came {
            Came::Answer => self.step('✓', AnsiColor::Green, &text, took_ms),
            Came::Refusal => self.step('✗', AnsiColor::Red, &told(words::REFUSED), took_ms),
            Came::Unsent => self.step('✗', AnsiColor::Red, &told(words::NOT_SENT), took_ms),
            Came::Doubt => self.step('?', AnsiColor::Yellow, &told(words::IN_DOUBT), took_ms),
        }
    }

    fn waits(&mut self, why: &Waiting, ms: u64) {
        let why = match why {
            Waiting::Platform(_) => words::WAITS_FOR_PLATFORM,
            Waiting::Doubt(_) => words::WAITS_FOR_DOUBT,
        };
        self.step('…', AnsiColor::Cyan, self.phrase(why), ms);
    }

    fn confirm(&mut self, stay: &Stay) -> Confirmation {
        if let Some(figures) = &stay.presettlement {
            self.statement(words::PRESETTLEMENT, &figures.statement);
        }
        self.agreement()
    }
}

fn ask(question: &str) -> Confirmation {
    let mut answer = String::new();
    let asked = write!(anstream::stderr(), "{question}").and_then(|()| io::stderr().flush());
    if asked.is_err() || io::stdin().lock().read_line(&mut answer).is_err() {
        return Confirmation::NobodyThere;
    }
    match answer.trim() {
        "y" | "Y" | "yes" | "是" | "确认" => Confirmation::Agreed,
        _ => Confirmation::Declined,
    }
}

/// Columns of a step's name, so that times stand below each other.
const STEP_COLUMNS: usize = 44;
/// Columns of a field's name.
const FIELD_COLUMNS: usize = 22;
/// Columns of a name and its amount.
const ROW_COLUMNS: usize = 40;
