//! The two bytes that end every answer of a card.

use std::fmt;

/// SW1 and SW2 of an answer (ISO 7816-4, 5.6).
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct StatusWord(pub u16);

impl StatusWord {
    /// Done.
    pub const OK: Self = Self(0x9000);
    /// The access condition of the file is not satisfied: a PIN or a terminal's key is wanted.
    pub const SECURITY_NOT_SATISFIED: Self = Self(0x6982);
    /// File or application not found.
    pub const FILE_NOT_FOUND: Self = Self(0x6A82);
    /// Record not found.
    pub const RECORD_NOT_FOUND: Self = Self(0x6A83);
    /// Wrong length of the command.
    pub const WRONG_LENGTH: Self = Self(0x6700);

    /// How many bytes wait for `GET RESPONSE` (`61xx`; 0 means 256).
    pub fn waiting(self) -> Option<u8> {
        let [first, second] = self.0.to_be_bytes();
        (first == 0x61).then_some(second)
    }

    /// The length the card wanted to be asked for (`6Cxx`; 0 means 256).
    pub fn right_length(self) -> Option<u8> {
        let [first, second] = self.0.to_be_bytes();
        (first == 0x6C).then_some(second)
    }

    /// Whether the thing asked for does not exist on this card.
    pub fn is_missing(self) -> bool {
        matches!(self.0, 0x6A82 | 0x6A83 | 0x6A88)
    }

    /// Whether the card, or the application, was locked for good by its issuer or by wrong PINs.
    pub fn is_blocked(self) -> bool {
        matches!(self.0, 0x6283 | 0x6983 | 0x6A81 | 0x9303)
    }

    /// What it means, in English, for logs.
    pub fn meaning(self) -> &'static str {
        match self.0 {
            0x9000 => "done",
            0x6283 => "the selected file is invalidated",
            0x6581 => "the card's memory failed",
            0x6700 => "wrong length",
            0x6981 => "the command does not fit the file's structure",
            0x6982 => "the access condition is not satisfied: a PIN or a terminal's key is wanted",
            0x6983 => "the key or PIN is blocked",
            0x6984 => "the random number is not valid",
            0x6985 => "the conditions of use are not satisfied",
            0x6986 => "no file is selected",
            0x6988 => "the secure message is wrong",
            0x6A80 => "wrong data",
            0x6A81 => "the card is blocked, or lacks the function",
            0x6A82 => "no such file or application",
            0x6A83 => "no such record",
            0x6A86 => "wrong parameters",
            0x6A88 => "no such data or key",
            0x6D00 => "unknown command",
            0x6E00 => "unknown class",
            0x9302 => "wrong message authentication code",
            0x9303 => "the application is blocked for good",
            0x9403 => "no such key",
            0x9406 => "no such code",
            word => match word >> 8 {
                0x61 => "more data waits",
                0x6C => "another length is wanted",
                0x63 => "verification failed",
                _ => "not in the specification",
            },
        }
    }
}

impl fmt::Display for StatusWord {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:04X}", self.0)
    }
}
