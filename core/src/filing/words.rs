//! Every word of this room: Chinese for the window, English for everybody else.

use std::borrow::Cow;

use super::FilingKind;
use super::memo::Purpose;
use super::outlook::{Basis, Doubt, NotAsked, Outlook, Reason};
use crate::failure::Language::{self, Chinese, English};

/// Reasons that one look takes in; the rest stay in the data.
const REASONS_SHOWN_COUNT_MAX: usize = 3;

/// Characters shown of a text that others wrote.
const QUOTED_CHARS_MAX: usize = 40;

impl Outlook {
    /// What is so.
    pub fn sentence(&self, language: Language) -> String {
        match (self, language) {
            (Self::Local, Chinese) => "患者在本地参保，无需异地就医备案。".to_owned(),
            (Self::Local, English) => "Insured where treated: nothing to file.".to_owned(),
            (Self::Covered { by: Basis::DeemedFiled, since, .. }, Chinese) => {
                format!("患者于{since}急诊入院，视同已备案。")
            }
            (Self::Covered { by: Basis::DeemedFiled, since, .. }, English) => {
                format!("Admitted as an emergency on {since}, which counts as filed.")
            }
            (Self::Covered { by: Basis::Filing(filed), since, until }, Chinese) => {
                let until = until.map_or(Cow::Borrowed("长期有效"), |day| format!("有效期至{day}").into());
                format!("{}备案已生效：自{since}起，{until}。", filed.purpose.words(Chinese))
            }
            (Self::Covered { by: Basis::Filing(filed), since, until }, English) => {
                let until = until.map_or(Cow::Borrowed("open-ended"), |day| format!("until {day}").into());
                format!("Filed ({}), in force since {since}, {until}.", filed.purpose.words(English))
            }
            (Self::Probably { filed, why }, Chinese) => {
                format!("{}备案可能有效：{}", filed.purpose.words(Chinese), joined(why, Chinese, Doubt::sentence))
            }
            (Self::Probably { filed, why }, English) => {
                let why = joined(why, English, Doubt::sentence);
                format!("The filing ({}) probably serves. {why}", filed.purpose.words(English))
            }
            (Self::NotCovered { reasons }, _) => joined(shown(reasons), language, Reason::sentence),
            (Self::Unknown { could_not_ask, found }, _) => {
                let not_asked = joined(could_not_ask, language, NotAsked::sentence);
                let found = joined(shown(found), language, Reason::sentence);
                together(&[not_asked, found], language)
            }
        }
    }

    /// What now.
    pub fn remedy(&self, language: Language) -> String {
        match (self, language) {
            (Self::Local, Chinese) => "按本地参保患者结算。".to_owned(),
            (Self::Local, English) => "Settle as for any local patient.".to_owned(),
            (Self::Covered { .. }, Chinese) => "可以直接结算；以平台结果为准。".to_owned(),
            (Self::Covered { .. }, English) => "Settle; the platform has the last word.".to_owned(),
            (Self::Probably { why, .. }, _) => joined(why, language, Doubt::remedy),
            (Self::NotCovered { reasons }, _) => joined(shown(reasons), language, Reason::remedy),
            (Self::Unknown { .. }, Chinese) => {
                "可以照常办理，由平台判断；请稍后按“再查一次”，或请患者在国家医保服务平台上出示备案记录。".to_owned()
            }
            (Self::Unknown { .. }, English) => "Go on, the platform will judge; press check again later, or have the \
                patient show the filing in the national insurance app."
                .to_owned(),
        }
    }
}

impl Reason {
    /// What is so.
    pub fn sentence(&self, language: Language) -> String {
        match (self, language) {
            (Self::InsurancePaused { since }, Chinese) => {
                let since = since.map(|day| format!("（自{day}起）")).unwrap_or_default();
                format!("参保状态为暂停参保{since}。")
            }
            (Self::InsurancePaused { since }, English) => {
                let since = since.map(|day| format!(" since {day}")).unwrap_or_default();
                format!("The insurance has been paused{since}.")
            }
            (Self::InsuranceEnded { status }, Chinese) => {
                format!("该险种已不在参保状态（状态代码{}）。", quoted(status))
            }
            (Self::InsuranceEnded { status }, English) => {
                format!("The insurance is not in force (status {}).", quoted(status))
            }
            (Self::NotNetworked { filed_as, to, since }, Chinese) => {
                let to = to.map(|to| format!("（就医地{to}）")).unwrap_or_default();
                format!("{}备案已于{since}登记{to}，但一直未办理联网手续。", filed_as.words(Chinese))
            }
            (Self::NotNetworked { filed_as, to, since }, English) => {
                let to = to.map(|to| format!(" to {to}")).unwrap_or_default();
                format!("Filed ({}){to} on {since}; networking was never done.", filed_as.words(English))
            }
            (Self::Pending { filed_as }, Chinese) => {
                format!("{}备案还在审核，尚未生效。", filed_as.words(Chinese))
            }
            (Self::Pending { filed_as }, English) => {
                format!("The filing ({}) has not been decided yet.", filed_as.words(English))
            }
            (Self::NotYetBegun { filed_as, begins_on }, Chinese) => {
                format!("{}备案自{begins_on}起生效，晚于入院日期。", filed_as.words(Chinese))
            }
            (Self::NotYetBegun { filed_as, begins_on }, English) => {
                format!("The filing ({}) begins on {begins_on}, after the admission.", filed_as.words(English))
            }
            (Self::Expired { filed_as, ended_on }, Chinese) => {
                format!("{}备案已过期，有效期至{ended_on}。", filed_as.words(Chinese))
            }
            (Self::Expired { filed_as, ended_on }, English) => {
                format!("The filing ({}) ended on {ended_on}.", filed_as.words(English))
            }
            (Self::Rejected { filed_as }, Chinese) => format!("{}备案审核未通过。", filed_as.words(Chinese)),
            (Self::Rejected { filed_as }, English) => {
                format!("The filing ({}) was rejected.", filed_as.words(English))
            }
            (Self::Withdrawn { filed_as }, Chinese) => format!("{}备案已撤销。", filed_as.words(Chinese)),
            (Self::Withdrawn { filed_as }, English) => {
                format!("The filing ({}) was withdrawn.", filed_as.words(English))
            }
            (Self::OtherDestination { to, filed_as, since }, Chinese) => {
                format!("{}备案（自{since}起）的就医地为{to}，不包括本院所在地。", filed_as.words(Chinese))
            }
            (Self::OtherDestination { to, filed_as, since }, English) => {
                let filed_as = filed_as.words(English);
                format!("Filed ({filed_as}) since {since} to {to}, which does not include this hospital's place.")
            }
            (Self::NoFiling, Chinese) => "没有查到异地就医备案。".to_owned(),
            (Self::NoFiling, English) => "Nothing is filed.".to_owned(),
        }
    }

    /// What now.
    pub fn remedy(&self, language: Language) -> String {
        match (self, language) {
            (Self::InsurancePaused { .. }, Chinese) => {
                "请患者或其单位联系参保地经办机构续缴、恢复参保，然后按“再查一次”；来不及的，先全额结算，回参保地手工报销。"
            }
            (Self::InsurancePaused { .. }, English) => {
                "The patient or the employer can have the insured place's agency resume it, then check again; failing \
                 that, pay in full and claim at the insured place."
            }
            (Self::InsuranceEnded { .. }, Chinese) => {
                "请确认患者现在在哪里参保、参加哪个险种，改用在保的险种；没有的，全额结算。"
            }
            (Self::InsuranceEnded { .. }, English) => {
                "Ask where and how the patient is insured now and choose that insurance; without one, pay in full."
            }
            (Self::NotNetworked { .. }, Chinese) => {
                "可先全额结算，回参保地手工报销；或请参保地经办机构办完联网手续，按“再查一次”后直接结算。"
            }
            (Self::NotNetworked { .. }, English) => {
                "Pay in full now and claim at the insured place, or have its agency finish networking, check again and \
                 settle."
            }
            (Self::Pending { .. }, Chinese) => "请患者催请参保地经办机构审核，通过后按“再查一次”。",
            (Self::Pending { .. }, English) => "Have the insured place's agency decide it, then check again.",
            (Self::NotYetBegun { .. }, Chinese) => {
                "请患者联系参保地经办机构，把开始日期改到入院当日或之前，或补办备案，然后按“再查一次”。"
            }
            (Self::NotYetBegun { .. }, English) => {
                "Have the insured place's agency move its first day to the admission or before, or file for this stay, \
                 then check again."
            }
            (Self::Expired { .. }, Chinese) => "请患者现在用手机或电话向参保地续办备案，然后按“再查一次”。",
            (Self::Expired { .. }, English) => "Renew it now with the insured place, by phone, then check again.",
            (Self::Rejected { .. }, Chinese) => {
                "请患者向参保地经办机构问明原因，补齐材料重新备案，然后按“再查一次”。"
            }
            (Self::Rejected { .. }, English) => {
                "Ask the insured place's agency why, file again with what was missing, then check again."
            }
            (Self::Withdrawn { .. } | Self::NoFiling, Chinese) => {
                "请患者现在用手机或电话向参保地办理备案，然后按“再查一次”；出院结算前补办，多数参保地认可。"
            }
            (Self::Withdrawn { .. } | Self::NoFiling, English) => {
                "File now with the insured place, by phone, then check again; most insured places honour a filing made \
                 before the settlement."
            }
            (Self::OtherDestination { .. }, Chinese) => {
                "请患者现在用手机或电话向参保地变更就医地，或另办到本地的备案，然后按“再查一次”；办不了的，先全额结算，回参保地手工报销。"
            }
            (Self::OtherDestination { .. }, English) => {
                "Change the destination with the insured place, by phone, or file for here as well, then check again; \
                 failing that, pay in full and claim at the insured place."
            }
        }
        .to_owned()
    }
}

impl Doubt {
    /// What is so.
    pub fn sentence(&self, language: Language) -> String {
        match (self, language) {
            (Self::HospitalNamed { hospital }, Chinese) => {
                format!("备案上写明的医院是“{}”，不能确认就是本院。", quoted(hospital))
            }
            (Self::HospitalNamed { hospital }, English) => {
                format!("It names “{}”, which is not known to be this hospital.", quoted(hospital))
            }
            (Self::DestinationNotTold, Chinese) => "备案没有写明就医地。".to_owned(),
            (Self::DestinationNotTold, English) => "It does not say where it leads.".to_owned(),
            (Self::WideDestination { to }, Chinese) => format!("备案的就医地{to}是省级代码，没有写明到哪个市。"),
            (Self::WideDestination { to }, English) => format!("It leads to {to}, a province, and names no city."),
            (Self::Pending, Chinese) => "备案还在审核。".to_owned(),
            (Self::Pending, English) => "It has not been decided yet.".to_owned(),
            (Self::Late { begins_on }, Chinese) => format!("备案自{begins_on}起生效，是入院后补办的。"),
            (Self::Late { begins_on }, English) => format!("It begins on {begins_on}: filed after the admission."),
            (Self::OtherInsurance { named }, Chinese) => {
                format!("备案的险种是{}，与本次结算的险种不同。", quoted(named))
            }
            (Self::OtherInsurance { named }, English) => {
                format!("It is for insurance {}, not the one that this stay goes by.", quoted(named))
            }
        }
    }

    /// What now.
    pub fn remedy(&self, language: Language) -> String {
        match (self, language) {
            (Self::HospitalNamed { .. } | Self::DestinationNotTold | Self::WideDestination { .. }, Chinese) => {
                "可以照常办理；平台不同意时，请参保地经办机构把就医地改为本市。"
            }
            (Self::HospitalNamed { .. } | Self::DestinationNotTold | Self::WideDestination { .. }, English) => {
                "Go on; if the platform refuses, have the insured place's agency name this city as the destination."
            }
            (Self::Pending, Chinese) => "请患者催请参保地经办机构在结算前审核，然后按“再查一次”。",
            (Self::Pending, English) => {
                "Have the insured place's agency decide it before the settlement, then check again."
            }
            (Self::Late { .. }, Chinese) => {
                "可以照常办理，结算前补办的备案多数参保地认可；平台不同意时，请参保地经办机构更改开始日期。"
            }
            (Self::Late { .. }, English) => {
                "Go on, most insured places honour it; if the platform refuses, have the agency move its first day."
            }
            (Self::OtherInsurance { .. }, Chinese) => "请核对本次用哪个险种结算。",
            (Self::OtherInsurance { .. }, English) => "See which insurance this stay should go by.",
        }
        .to_owned()
    }
}

impl NotAsked {
    /// What is so.
    pub fn sentence(&self, language: Language) -> String {
        let kind = self.kind.words(language);
        match (&self.why, language) {
            (Some(why), Chinese) => format!("没能查到{kind}备案：{}。", quoted(why)),
            (Some(why), English) => format!("Could not ask for filings of the kind {kind}: {}.", quoted(why)),
            (None, Chinese) => format!("没有查询{kind}备案。"),
            (None, English) => format!("Nobody asked for filings of the kind {kind}."),
        }
    }
}

impl FilingKind {
    /// Its name.
    pub fn words(self, language: Language) -> &'static str {
        match self {
            Self::Residence => Purpose::Residence,
            Self::Referred => Purpose::Referred,
            Self::Emergency => Purpose::Emergency,
        }
        .words(language)
    }
}

impl Purpose {
    /// Its name.
    pub fn words(self, language: Language) -> &'static str {
        let (chinese, english) = match self {
            Self::RetiredResettled => ("异地安置退休", "resettled retiree"),
            Self::LongTermResident => ("异地长期居住", "long-term resident"),
            Self::PostedForWork => ("常驻异地工作", "posted for work"),
            Self::Residence => ("异地安置（居住）", "residence"),
            Self::Referred => ("异地转诊", "referral"),
            Self::Emergency => ("异地急诊抢救", "emergency"),
            Self::SelfDirected => ("其他临时外出就医", "self-directed"),
        };
        match language {
            Chinese => chinese,
            English => english,
        }
    }
}

fn shown(reasons: &[Reason]) -> &[Reason] {
    &reasons[..reasons.len().min(REASONS_SHOWN_COUNT_MAX)]
}

/// One after the other, none twice.
fn joined<T>(items: &[T], language: Language, words: impl Fn(&T, Language) -> String) -> String {
    let mut texts: Vec<String> = Vec::new();
    for item in items {
        let text = words(item, language);
        if !texts.contains(&text) {
            texts.push(text);
        }
    }
    together(&texts, language)
}

fn together(texts: &[String], language: Language) -> String {
    let texts: Vec<&str> = texts.iter().map(String::as_str).filter(|text| !text.is_empty()).collect();
    texts.join(match language {
        Chinese => "",
        English => " ",
    })
}

/// What others wrote, on one line and not longer than a glance.
fn quoted(text: &str) -> String {
    let mut characters = text.trim().chars().map(|character| if character.is_control() { ' ' } else { character });
    let mut quoted: String = characters.by_ref().take(QUOTED_CHARS_MAX).collect();
    if characters.next().is_some() {
        quoted.push('…');
    }
    quoted
}
