//! The failure book: one place for every failure that a user can meet.
//!
//! Each entry has a stable code, whose fault it is, the exit code of the command that ends with it, and in Chinese
//! and English one sentence and one next step. What is shown, logged, answered by the API and documented comes
//! from here. Groups are enums, so that a `match` over failures is held complete by the compiler.

/// Declares a group: an enum of its failures and the entry of each.
macro_rules! group {
    (
        $(#[$doc:meta])* $group:ident:
        $($variant:ident $code:literal of $fault:ident ends $exit:ident
            $sentence:literal => $next_step:literal
            $english:literal => $english_next:literal;)*
    ) => {
        $(#[$doc])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum $group {
            $(#[doc = $english] $variant,)*
        }

        impl $group {
            pub(super) const ALL: &[Self] = &[$(Self::$variant),*];

            /// Its entry in the book.
            pub const fn entry(self) -> &'static crate::failure::Failure {
                match self {
                    $(Self::$variant => &crate::failure::Failure {
                        code: $code,
                        fault: crate::failure::Fault::$fault,
                        exit: crate::failure::Exit::$exit,
                        chinese: crate::failure::Words { sentence: $sentence, next_step: $next_step },
                        english: crate::failure::Words { sentence: $english, next_step: $english_next },
                    },)*
                }
            }
        }
    };
}

mod api;
mod bill;
mod book;
mod card;
mod network;
mod of;
mod particular;
mod platform;
mod program;
mod reader;
mod settlement;
mod storage;
mod usage;

use std::fmt;

use serde::{Serialize, Serializer};

pub use api::Api;
pub use bill::Bill;
pub use book::book_markdown;
pub use card::Card;
pub use network::Network;
pub use particular::{Detail, Particular};
pub use platform::Platform;
pub use program::Program;
pub use reader::Reader;
pub use settlement::Settlement;
pub use storage::Storage;
pub use usage::Usage;

/// An entry of the book.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Failure {
    /// Stable: hospital systems and the manual refer to it.
    pub code: &'static str,
    /// Whose fault it is.
    pub fault: Fault,
    /// How a command ends with it.
    pub exit: Exit,
    /// For the cashier.
    pub chinese: Words,
    /// For everybody else.
    pub english: Words,
}

/// What an entry says in one language. `{detail}` is replaced by what the case adds: the platform's own words, a
/// path, a number.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Words {
    /// What happened.
    pub sentence: &'static str,
    /// What to do now.
    pub next_step: &'static str,
}

/// Whose fault a failure is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Fault {
    /// The patient's card.
    Card,
    /// The reader or its driver.
    Reader,
    /// The insurance platform, the insured place behind it, or what they hold of the patient.
    Platform,
    /// The line to the platform.
    Network,
    /// The hospital's data: bill, mapping, discharge.
    HospitalData,
    /// How the program is called or set up.
    Usage,
    /// The disk and the journal on it.
    Storage,
    /// This program.
    ThisProgram,
}

/// How a command ends, as its exit code.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Exit {
    /// 1: a fault of this program.
    ThisProgram = 1,
    /// 2: usage or configuration.
    Usage = 2,
    /// 3: refused by the platform.
    Refused = 3,
    /// 4: queued or in doubt.
    Waiting = 4,
    /// 5: card or reader.
    Card = 5,
    /// 6: hospital data.
    HospitalData = 6,
    /// 7: local storage.
    Storage = 7,
    /// 8: the platform was not reached or did not admit us; nothing was sent.
    NotSent = 8,
}

/// The language of people.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Language {
    /// 中文.
    #[default]
    Chinese,
    /// English.
    English,
}

macro_rules! code {
    ($($group:ident,)*) => {
        /// Any failure of the book.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum Code {
            $(#[doc = concat!("See [`", stringify!($group), "`].")] $group($group),)*
        }

        impl Code {
            /// Its entry in the book.
            pub const fn entry(self) -> &'static Failure {
                match self {
                    $(Self::$group(failure) => failure.entry(),)*
                }
            }

            /// The whole book, in its order.
            pub fn all() -> impl Iterator<Item = Self> {
                std::iter::empty()$(.chain($group::ALL.iter().copied().map(Self::$group)))*
            }
        }

        $(impl From<$group> for Code {
            fn from(failure: $group) -> Self {
                Self::$group(failure)
            }
        })*
    };
}

code! { Card, Reader, Network, Platform, Settlement, Bill, Storage, Usage, Api, Program, }

impl Code {
    /// The stable text of the code.
    pub const fn as_str(self) -> &'static str {
        self.entry().code
    }

    /// The failure with this text.
    pub fn find(text: &str) -> Option<Self> {
        Self::all().find(|code| code.as_str() == text)
    }
}

impl fmt::Display for Code {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.as_str())
    }
}

impl Serialize for Code {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.as_str())
    }
}

impl Failure {
    /// What happened, with what the case adds. A platform's own words may name the
    /// patient, so a sentence that carries them is shown and not logged.
    pub fn sentence(&self, language: Language, detail: &str) -> String {
        filled(self.words(language).sentence, language, detail)
    }

    /// What to do now.
    pub fn next_step(&self, language: Language, detail: &str) -> String {
        filled(self.words(language).next_step, language, detail)
    }

    fn words(&self, language: Language) -> &Words {
        match language {
            Language::Chinese => &self.chinese,
            Language::English => &self.english,
        }
    }
}

impl Fault {
    /// For a heading.
    pub const fn name(self, language: Language) -> &'static str {
        let (chinese, english) = match self {
            Self::Card => ("社保卡", "card"),
            Self::Reader => ("读卡器", "reader"),
            Self::Platform => ("医保平台", "platform"),
            Self::Network => ("网络", "network"),
            Self::HospitalData => ("医院数据", "hospital data"),
            Self::Usage => ("操作或配置", "usage or configuration"),
            Self::Storage => ("本机存储", "local storage"),
            Self::ThisProgram => ("本程序", "this program"),
        };
        match language {
            Language::Chinese => chinese,
            Language::English => english,
        }
    }
}

impl Exit {
    /// The process's exit code.
    pub const fn code(self) -> u8 {
        self as u8
    }
}

fn filled(template: &str, language: Language, detail: &str) -> String {
    let detail = match (detail.trim(), language) {
        ("", Language::Chinese) => "无说明",
        ("", Language::English) => "nothing told",
        (detail, _) => detail,
    };
    template.replace(DETAIL, detail)
}

const DETAIL: &str = "{detail}";

#[cfg(test)]
mod tests;
