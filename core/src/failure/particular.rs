//! What a case adds to its entry of the book.

use std::borrow::Cow;

use super::Language::{self, Chinese, English};
use crate::money::Yuan;

/// What a case adds to its entry: what others said, as they said it, or a particular of our own.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Detail {
    /// The platform's words, a path, a number. Shown, and never logged: a platform's words may name the patient.
    Text(String),
    /// Ours to say, in the language of the sentence around it.
    Ours(Particular),
}

/// A particular that this program says in its own words.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum Particular {
    /// No answer came within the time that the profile grants.
    TimedOut,
    /// The connection broke after the request had left.
    LineBroke,
    /// An answer came that is none by the platform's own rules.
    AnswerUnreadable,
    /// An answer came that is not the one to this request.
    AnswerNotOurs,
    /// The program ended while the request was under way.
    EndedUnderWay,
    /// The platform offers nothing by which to find out.
    NoEvidence,
    /// Asked as often as is of any use, and no answer could be trusted.
    Exhausted,
    /// What came late contradicts what was found out.
    Contradiction,
    /// The cash share is another one than was agreed to.
    CashChanged {
        /// What the patient agreed to.
        agreed: Yuan,
        /// What it would be now.
        now: Yuan,
    },
}

impl Detail {
    /// In this language; others' words stay as they are.
    pub fn text(&self, language: Language) -> Cow<'_, str> {
        match self {
            Self::Text(text) => text.into(),
            Self::Ours(particular) => particular.words(language),
        }
    }

    /// True if the case adds nothing.
    pub fn is_empty(&self) -> bool {
        matches!(self, Self::Text(text) if text.trim().is_empty())
    }
}

impl Particular {
    /// As a part of a sentence, without a full stop.
    pub fn words(self, language: Language) -> Cow<'static, str> {
        let words = match (self, language) {
            (Self::TimedOut, Chinese) => "规定时间内没有应答",
            (Self::TimedOut, English) => "no answer within the time allowed",
            (Self::LineBroke, Chinese) => "连接中断",
            (Self::LineBroke, English) => "the connection broke",
            (Self::AnswerUnreadable, Chinese) => "应答读不懂",
            (Self::AnswerUnreadable, English) => "the answer cannot be read",
            (Self::AnswerNotOurs, Chinese) => "应答与请求不符",
            (Self::AnswerNotOurs, English) => "the answer belongs to another request",
            (Self::EndedUnderWay, Chinese) => "程序中断时请求正在途中",
            (Self::EndedUnderWay, English) => "the program ended while the request was under way",
            (Self::NoEvidence, Chinese) => "该平台没有可查的凭据",
            (Self::NoEvidence, English) => "this platform offers nothing to look it up by",
            (Self::Exhausted, Chinese) => "多次重试没有可信的应答",
            (Self::Exhausted, English) => "asked many times, and no answer could be trusted",
            (Self::Contradiction, Chinese) => "迟到的应答与已查明的结果相反",
            (Self::Contradiction, English) => "a late answer contradicts what was found out",
            (Self::CashChanged { agreed, now }, Chinese) => return format!("现金 {agreed} → {now}").into(),
            (Self::CashChanged { agreed, now }, English) => return format!("cash {agreed} → {now}").into(),
        };
        words.into()
    }
}

impl From<String> for Detail {
    fn from(text: String) -> Self {
        Self::Text(text)
    }
}

impl From<&str> for Detail {
    fn from(text: &str) -> Self {
        Self::Text(text.to_owned())
    }
}

impl From<Particular> for Detail {
    fn from(particular: Particular) -> Self {
        Self::Ours(particular)
    }
}
