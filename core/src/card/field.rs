//! The records of the social security environment, EF05 and EF06.

use serde::{Deserialize, Serialize};

/// One record of a card.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Field {
    /// 卡的识别码.
    IdentificationCode,
    /// 规范版本.
    Version,
    /// 发卡日期.
    IssuedOn,
    /// 卡有效期.
    ValidUntil,
    /// 卡号.
    CardNumber,
    /// 社会保障号码.
    CitizenNumber,
    /// 姓名.
    Name,
    /// 姓名扩展.
    NameExtension,
    /// 性别.
    Sex,
    /// 民族.
    Ethnicity,
    /// 出生地.
    Birthplace,
    /// 出生日期.
    BirthDate,
}

impl Field {
    /// The tag it is read by.
    pub const fn tag(self) -> u8 {
        match self {
            Self::IdentificationCode => 0x01,
            Self::Version => 0x03,
            Self::IssuedOn => 0x05,
            Self::ValidUntil => 0x06,
            Self::CardNumber => 0x07,
            Self::CitizenNumber => 0x08,
            Self::Name => 0x09,
            Self::NameExtension => 0x4E,
            Self::Sex => 0x0A,
            Self::Ethnicity => 0x0B,
            Self::Birthplace => 0x0C,
            Self::BirthDate => 0x0D,
        }
    }

    /// Whether its padding can be cut off without looking at what it says. The name keeps it until its extension is
    /// known; binary fields may end in a byte that looks like padding.
    pub(super) const fn is_text(self) -> bool {
        matches!(self, Self::Version | Self::CardNumber | Self::CitizenNumber | Self::Sex)
    }

    /// Whether every reading has it, the shortest one too.
    pub(super) const fn is_expected(self) -> bool {
        matches!(self, Self::IdentificationCode | Self::CardNumber | Self::CitizenNumber | Self::Name)
    }
}
