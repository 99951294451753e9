//! Which records are read, and from where.

/// How much of the card is read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Plan {
    /// The fewest commands that give what a person's query (1101) and the desk need: the
    /// identification code, version, validity and number of the card, and the number and the
    /// whole name of its holder.
    Identity,
    /// Every record of EF05 and EF06.
    Full,
}

impl Plan {
    /// The items of this plan, in the order they are read.
    pub(crate) fn items(self) -> impl Iterator<Item = Item> {
        Item::ALL.into_iter().filter(move |item| self == Self::Full || item.is_identity())
    }
}

/// A data item of the social security environment. Its number is both the record identifier by
/// which it is read and the tag it comes back under.
///
/// Records are asked for by identifier and never by number: numbers shift between
/// specifications 1.0 and 2.0, where the name extension was put in between.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
#[repr(u8)]
pub enum Item {
    /// 卡的识别码, 16 bytes, binary.
    IdentificationCode = 0x01,
    /// 卡的类别, 1 byte, ASCII.
    Kind = 0x02,
    /// 规范版本, 4 bytes, ASCII.
    Version = 0x03,
    /// 初始化机构编号, 12 bytes, binary.
    InitialisedBy = 0x04,
    /// 发卡日期, 4 bytes, BCD `YYYYMMDD`.
    IssuedOn = 0x05,
    /// 卡有效期, 4 bytes, BCD `YYYYMMDD`.
    ValidUntil = 0x06,
    /// 卡号, 9 bytes, ASCII.
    CardNumber = 0x07,
    /// 社会保障号码, 18 bytes, ASCII.
    CitizenNumber = 0x08,
    /// 姓名, 30 bytes, GB18030.
    Name = 0x09,
    /// 姓名扩展, 20 bytes: what did not fit into [`Name`](Self::Name).
    NameExtension = 0x4E,
    /// 性别, 1 byte, ASCII.
    Sex = 0x0A,
    /// 民族, 1 byte, BCD.
    Ethnicity = 0x0B,
    /// 出生地, 3 bytes, BCD.
    Birthplace = 0x0C,
    /// 出生日期, 4 bytes, BCD `YYYYMMDD`.
    BirthDate = 0x0D,
}

impl Item {
    /// All of them: EF05 first, then EF06, so that each file is selected once.
    pub const ALL: [Self; 14] = [
        Self::IdentificationCode,
        Self::Kind,
        Self::Version,
        Self::InitialisedBy,
        Self::IssuedOn,
        Self::ValidUntil,
        Self::CardNumber,
        Self::CitizenNumber,
        Self::Name,
        Self::NameExtension,
        Self::Sex,
        Self::Ethnicity,
        Self::Birthplace,
        Self::BirthDate,
    ];

    /// Record identifier and tag.
    pub const fn tag(self) -> u8 {
        self as u8
    }

    /// Length of the value by the specification, in bytes. A card may differ.
    pub const fn length(self) -> u8 {
        match self {
            Self::Kind | Self::Sex | Self::Ethnicity => 1,
            Self::Birthplace => 3,
            Self::Version | Self::IssuedOn | Self::ValidUntil | Self::BirthDate => 4,
            Self::CardNumber => 9,
            Self::InitialisedBy => 12,
            Self::IdentificationCode => 16,
            Self::CitizenNumber => 18,
            Self::NameExtension => 20,
            Self::Name => 30,
        }
    }

    /// The file that holds it, below the social security environment.
    pub(crate) const fn file(self) -> [u8; 2] {
        match self {
            Self::IdentificationCode
            | Self::Kind
            | Self::Version
            | Self::InitialisedBy
            | Self::IssuedOn
            | Self::ValidUntil
            | Self::CardNumber => [0xEF, 0x05],
            _ => [0xEF, 0x06],
        }
    }

    const fn is_identity(self) -> bool {
        matches!(
            self,
            Self::IdentificationCode
                | Self::Version
                | Self::ValidUntil
                | Self::CardNumber
                | Self::CitizenNumber
                | Self::Name
                | Self::NameExtension
        )
    }
}
