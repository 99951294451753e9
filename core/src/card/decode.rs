//! Bytes of a record into values. Total: every function takes any bytes.

use encoding_rs::GB18030;
use jiff::civil::Date;
use zeroize::Zeroizing;

use crate::person::IdentificationCode;
use crate::region::DivisionCode;

/// Cuts off the padding. The specification fills with zeros or `F` nibbles and writers in the field with spaces.
pub(super) fn strip(value: &[u8]) -> &[u8] {
    let padding = value.iter().rev().take_while(|byte| matches!(byte, 0x00 | 0x20 | 0xFF)).count();
    &value[..value.len() - padding]
}

pub(super) fn text(value: &[u8]) -> Option<&str> {
    std::str::from_utf8(value).ok()
}

/// The name and its extension, joined before they are decoded: a character of GB18030 has up to four bytes and may
/// stand across the border.
pub(super) fn name(name: &[u8], extension: &[u8]) -> Option<Zeroizing<String>> {
    let (kept, rest) = (strip(name), strip(extension));
    let mut whole = Zeroizing::new(Vec::with_capacity(kept.len() + 1 + rest.len()));
    whole.extend_from_slice(kept);
    // Between two Latin words a space at the end of the record is no padding.
    if name.get(kept.len()) == Some(&b' ') && ends_latin(kept) && rest.first().is_some_and(u8::is_ascii_alphabetic) {
        whole.push(b' ');
    }
    whole.extend_from_slice(rest);
    decoded(&whole)
}

/// Sixteen bytes as thirty-two hexadecimal characters.
pub(super) fn identification_code(value: &[u8]) -> Option<IdentificationCode> {
    let whole: &[u8; 16] = value.try_into().ok()?;
    IdentificationCode::parse(&Zeroizing::new(digits(whole))).ok()
}

/// `YYYYMMDD` in four bytes.
pub(super) fn date(value: &[u8]) -> Option<Date> {
    let whole: &[u8; 4] = value.try_into().ok()?;
    let [century, year, month, day] = whole.map(decimal);
    let year = i16::from(century?) * 100 + i16::from(year?);
    Date::new(year, i8::try_from(month?).ok()?, i8::try_from(day?).ok()?).ok()
}

pub(super) fn division(value: &[u8]) -> Option<DivisionCode> {
    let whole: &[u8; 3] = value.try_into().ok()?;
    DivisionCode::parse(&digits(whole)).ok()
}

pub(super) fn two_digits(value: &[u8]) -> Option<u8> {
    let [byte] = value else { return None };
    decimal(*byte)
}

fn decoded(bytes: &[u8]) -> Option<Zeroizing<String>> {
    let (text, had_errors) = GB18030.decode_without_bom_handling(bytes);
    let text = Zeroizing::new(text.into_owned());
    (!had_errors).then_some(text)
}

fn ends_latin(bytes: &[u8]) -> bool {
    decoded(bytes).is_some_and(|text| text.chars().next_back().is_some_and(|last| last.is_ascii_alphabetic()))
}

/// Two decimal digits in one byte.
fn decimal(byte: u8) -> Option<u8> {
    let (high, low) = (byte >> 4, byte & 0x0F);
    (high < 10 && low < 10).then_some(high * 10 + low)
}

fn digits(bytes: &[u8]) -> String {
    let nibbles = bytes.iter().flat_map(|byte| [byte >> 4, byte & 0x0F]);
    nibbles.filter_map(|nibble| char::from_digit(u32::from(nibble), 16)).collect()
}
