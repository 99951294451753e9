//! Where a filing leads: from `fixmedins_code`, which holds a hospital or a destination, to *does it serve here*.

use super::outlook::{Doubt, Reason};
use super::rules::Rules;
use super::{FilingRow, Question};
use crate::region::DivisionCode;

/// Where a filing row leads.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Destination<'a> {
    /// Every networked hospital of a place.
    Place(DivisionCode),
    /// One hospital, with its division where its code says it.
    Hospital { code: &'a str, name: &'a str, division: Option<DivisionCode> },
    /// The row does not say.
    NotTold,
}

impl<'a> Destination<'a> {
    pub(super) fn of(row: &'a FilingRow) -> Self {
        let Some((code, name)) = &row.institution else { return Self::NotTold };
        let (code, name) = (code.trim(), name.trim());
        match DivisionCode::parse(code) {
            Ok(place) => Self::Place(place),
            Err(_) if code.is_empty() && name.is_empty() => Self::NotTold,
            Err(_) => Self::Hospital { code, name, division: division_in(code) },
        }
    }

    /// The place, as far as the row tells it.
    pub(super) fn place(&self) -> Option<DivisionCode> {
        match self {
            Self::Place(place) => Some(*place),
            Self::Hospital { division, .. } => *division,
            Self::NotTold => None,
        }
    }

    /// Whether it serves the hospital of the question: `None` if it does for certain.
    pub(super) fn objection(&self, row: &FilingRow, question: &Question<'_>, rules: &Rules) -> Option<Objection> {
        let elsewhere = |to| {
            Objection::Reason(Reason::OtherDestination { to, filed_as: super::Purpose::of(row), since: row.begins_on })
        };
        let here = question.treating_place;
        match *self {
            Self::NotTold => Some(Objection::Doubt(Doubt::DestinationNotTold)),
            Self::Place(to) => match reach(to, here, rules) {
                Reach::Serves => None,
                Reach::Perhaps => Some(Objection::Doubt(Doubt::WideDestination { to })),
                Reach::Elsewhere => Some(elsewhere(to)),
            },
            Self::Hospital { code, .. } if is_own(code, question) => None,
            Self::Hospital { division: Some(to), .. } if reach(to, here, rules) == Reach::Elsewhere => {
                Some(elsewhere(to))
            }
            Self::Hospital { code, name, .. } => {
                let hospital = if name.is_empty() { code } else { name };
                Some(Objection::Doubt(Doubt::HospitalNamed { hospital: hospital.to_owned() }))
            }
        }
    }
}

/// Why a row may not serve.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Objection {
    /// It may all the same.
    Doubt(Doubt),
    /// It does not.
    Reason(Reason),
}

/// Two codes left empty are not one hospital.
fn is_own(code: &str, question: &Question<'_>) -> bool {
    !code.is_empty() && question.institution.is_some_and(|own| own.trim().eq_ignore_ascii_case(code))
}

/// True if nobody has to file for a stay in `treating`: one pooling area.
pub(super) fn is_local(insured: DivisionCode, treating: DivisionCode, rules: &Rules) -> bool {
    area(&insured, rules) == area(&treating, rules)
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Reach {
    Serves,
    /// A code above the cities, which no rule gives a meaning to.
    Perhaps,
    Elsewhere,
}

fn reach(to: DivisionCode, here: DivisionCode, rules: &Rules) -> Reach {
    if area(&to, rules) == area(&here, rules) {
        Reach::Serves
    } else if is_above_cities(to) && province(&to) == province(&here) {
        Reach::Perhaps
    } else {
        Reach::Elsewhere
    }
}

/// The leading digits that name the pooling area.
fn area<'a>(code: &'a DivisionCode, rules: &Rules) -> &'a str {
    let digits = if rules.whole_provinces.contains(&province(code)) {
        2
    } else if is_directly_administered(*code) {
        6
    } else {
        4
    };
    &code.as_str()[..digits]
}

fn province(code: &DivisionCode) -> &str {
    &code.as_str()[..2]
}

/// Counties and cities directly under a province share `90` in the city's digits (429004 仙桃, 429005 潜江): each is an
/// area of its own.
fn is_directly_administered(code: DivisionCode) -> bool {
    &code.as_str()[2..4] == "90"
}

/// `430000` and `429000` name no city.
fn is_above_cities(code: DivisionCode) -> bool {
    matches!(&code.as_str()[2..], "0000" | "9000")
}

/// A national hospital code: `H`, the division's six digits, five more.
fn division_in(code: &str) -> Option<DivisionCode> {
    let digits = code.strip_prefix(['H', 'h'])?;
    if digits.len() != 11 || !digits.bytes().all(|byte| byte.is_ascii_digit()) {
        return None;
    }
    DivisionCode::parse(&digits[..6]).ok()
}
