//! What a cashier reads about an odd card.

use super::{Field, Warning};
use crate::failure::Language::{self, Chinese, English};

impl Warning {
    /// In a sentence, which names nobody.
    pub fn sentence(&self, language: Language) -> String {
        match (self, language) {
            (Self::Missing(field), Chinese) => format!("卡上没有{}。", field.name(Chinese)),
            (Self::Missing(field), English) => format!("The card does not give its {}.", field.name(English)),
            (Self::Unreadable(field), Chinese) => format!("卡上的{}不符合规范。", field.name(Chinese)),
            (Self::Unreadable(field), English) => {
                format!("The card's {} is not as the specification has it.", field.name(English))
            }
            (Self::Expired { valid_until }, Chinese) => {
                format!("卡已过有效期（{valid_until}）；能否使用以平台为准。")
            }
            (Self::Expired { valid_until }, English) => {
                format!("The card ran out on {valid_until}; whether it still serves is the platform's word.")
            }
            (Self::CardNumberCheck, Chinese) => "卡号校验位不符；不少在用的卡如此。".to_owned(),
            (Self::CardNumberCheck, English) => {
                "The card number's check character does not fit, as on many cards in use.".to_owned()
            }
            (Self::CitizenNumberCheck, Chinese) => "社会保障号码校验位不符；外籍人员的号码没有校验位。".to_owned(),
            (Self::CitizenNumberCheck, English) => {
                "The citizen number's check character does not fit; a foreigner's number has none.".to_owned()
            }
            (Self::PrivateCharacters, Chinese) => "姓名含有造字，平台登记的可能是另外的字。".to_owned(),
            (Self::PrivateCharacters, English) => {
                "The name has characters of a private area; the platform may know the person by others.".to_owned()
            }
        }
    }
}

impl Field {
    /// As people call it.
    pub const fn name(self, language: Language) -> &'static str {
        let (chinese, english) = match self {
            Self::IdentificationCode => ("卡识别码", "identification code"),
            Self::Version => ("规范版本", "specification version"),
            Self::IssuedOn => ("发卡日期", "day of issue"),
            Self::ValidUntil => ("有效期", "last day"),
            Self::CardNumber => ("卡号", "card number"),
            Self::CitizenNumber => ("社会保障号码", "citizen number"),
            Self::Name => ("姓名", "name"),
            Self::NameExtension => ("姓名扩展", "name extension"),
            Self::Sex => ("性别", "sex"),
            Self::Ethnicity => ("民族", "ethnicity"),
            Self::Birthplace => ("出生地", "birthplace"),
            Self::BirthDate => ("出生日期", "day of birth"),
        };
        match language {
            Chinese => chinese,
            English => english,
        }
    }
}
