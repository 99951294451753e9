//! The bytes of a job: plain text, or the few ESC/POS commands that a Chinese receipt needs.
//!
//! The commands, all there are here: `ESC @` (initialise), `FS &` (Chinese mode, in which the printer reads GB18030
//! or a part of it), line feed, `ESC d n` (feed *n* lines) and `GS V 66 0` (feed to the knife and cut). They are few
//! enough to be written out, and every printer sold for this trade knows them.

use encoding_rs::{EncoderResult, GB18030};

use crate::job::Job;

/// How a printer wants its bytes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Form {
    /// UTF-8, as the text stands.
    Text,
    /// ESC/POS with GB18030.
    EscPos {
        /// What becomes of a character that GB18030 writes in four bytes.
        four_byte: FourByte,
        /// Lines fed after the text, so that the last one can be torn off.
        feed_lines: u8,
        /// Whether the printer has a knife.
        cut: Cut,
    },
}

/// What becomes of a rare character: GB18030 writes it in four bytes, which not every printer's font knows.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum FourByte {
    /// The printer has it.
    Sent,
    /// The printer would print junk: 〓, the printers' sign for a missing character, stands in its place.
    Replaced,
}

/// What ends a paper.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Cut {
    /// The printer cuts.
    Knife,
    /// A person tears.
    TornOff,
}

impl Form {
    /// What most printers of the trade take: the full encoding, four lines fed, cut by the knife.
    pub const ESC_POS: Self = Self::EscPos { four_byte: FourByte::Sent, feed_lines: 4, cut: Cut::Knife };

    /// The job as the printer takes it.
    pub fn bytes(self, job: &Job) -> Vec<u8> {
        let Self::EscPos { four_byte, feed_lines, cut } = self else {
            return job.text().as_bytes().to_vec();
        };
        let mut bytes = [INITIALISE, CHINESE_MODE].concat();
        for character in job.text().chars() {
            push_character(&mut bytes, character, four_byte);
        }
        bytes.extend([ESC, b'd', feed_lines]);
        if cut == Cut::Knife {
            bytes.extend(FEED_AND_CUT);
        }
        bytes
    }
}

fn push_character(bytes: &mut Vec<u8>, character: char, four_byte: FourByte) {
    let mut utf8 = [0; 4];
    let mut encoded = [0; GB18030_BYTES_MAX];
    let (result, _, length) = GB18030.new_encoder().encode_from_utf8_without_replacement(
        character.encode_utf8(&mut utf8),
        &mut encoded,
        true,
    );
    let unknown = result != EncoderResult::InputEmpty || (length == 4 && four_byte == FourByte::Replaced);
    bytes.extend(if unknown { MISSING } else { &encoded[..length] });
}

const ESC: u8 = 0x1B;
const INITIALISE: &[u8] = &[ESC, b'@'];
const CHINESE_MODE: &[u8] = &[0x1C, b'&'];
const FEED_AND_CUT: &[u8] = &[0x1D, b'V', 66, 0];
/// 〓 in GB2312.
const MISSING: &[u8] = &[0xA1, 0xFE];
/// Room that the encoder asks for; a character takes four at most.
const GB18030_BYTES_MAX: usize = 16;

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    /// A printer that knows the five commands and stops at any other byte. Gives its lines, and how often it cut.
    fn printed(bytes: &[u8]) -> Result<(Vec<String>, usize), String> {
        let rest = bytes.strip_prefix(b"\x1B@\x1C&").ok_or("not initialised into Chinese mode")?;
        let (mut lines, mut line, mut cuts, mut at) = (Vec::new(), Vec::new(), 0, 0);
        while let Some(&byte) = rest.get(at) {
            let taken = match (byte, rest.get(at + 1)) {
                (0x1B, Some(b'd')) => {
                    let count = *rest.get(at + 2).ok_or("feed without a count")?;
                    lines.extend(std::iter::repeat_n(String::new(), usize::from(count)));
                    3
                }
                (0x1D, Some(b'V')) => {
                    assert_eq!(rest[at + 2..at + 4], [66, 0]);
                    cuts += 1;
                    4
                }
                (b'\n', _) => {
                    let (text, faulty) = GB18030.decode_without_bom_handling(&line);
                    assert!(!faulty, "{line:?}");
                    lines.push(text.into_owned());
                    line.clear();
                    1
                }
                (0x20..=0x7E, _) => {
                    line.push(byte);
                    1
                }
                (0x81..=0xFE, Some(0x30..=0x39)) => {
                    line.extend(&rest[at..at + 4]);
                    4
                }
                (0x81..=0xFE, Some(_)) => {
                    line.extend(&rest[at..at + 2]);
                    2
                }
                _ => return Err(format!("unknown byte {byte:#04X}")),
            };
            at += taken;
        }
        if line.is_empty() { Ok((lines, cuts)) } else { Err("the last line was not ended".into()) }
    }

    fn job(text: &str) -> Job {
        Job::new("t", text.into()).unwrap()
    }

    #[test]
    fn receipt_in_esc_pos_comes_out_line_by_line_and_is_cut_once() {
        let (lines, cuts) = printed(&Form::ESC_POS.bytes(&job("结算单\n应退 12.50\n"))).unwrap();
        assert_eq!(lines, ["结算单", "应退 12.50", "", "", "", ""]);
        assert_eq!(cuts, 1);
    }

    #[test]
    fn bytes_are_exactly_the_documented_commands() {
        let bytes = Form::ESC_POS.bytes(&job("元\n"));
        assert_eq!(bytes, b"\x1B@\x1C&\xD4\xAA\n\x1Bd\x04\x1DVB\x00");
        let torn = Form::EscPos { four_byte: FourByte::Sent, feed_lines: 0, cut: Cut::TornOff };
        assert_eq!(torn.bytes(&job("")), b"\x1B@\x1C&\x1Bd\x00");
    }

    #[test]
    fn rare_name_is_sent_whole_or_replaced_by_the_missing_sign() {
        let name = job("李㛃𬭎\n");
        assert_eq!(printed(&Form::ESC_POS.bytes(&name)).unwrap().0[0], "李㛃𬭎");
        let plain = Form::EscPos { four_byte: FourByte::Replaced, feed_lines: 0, cut: Cut::TornOff };
        let (lines, _) = printed(&plain.bytes(&name)).unwrap();
        assert!(lines[0].starts_with('李') && lines[0].ends_with('〓'), "{lines:?}");
        assert!(plain.bytes(&name).len() < Form::ESC_POS.bytes(&name).len());
    }

    #[test]
    fn character_outside_the_encoding_is_the_missing_sign_and_no_markup() {
        let (lines, _) = printed(&Form::ESC_POS.bytes(&job("a\u{E5E5}b\n"))).unwrap();
        assert_eq!(lines[0], "a〓b");
    }

    #[test]
    fn text_form_is_the_text() {
        assert_eq!(Form::Text.bytes(&job("李㛃\n")), "李㛃\n".as_bytes());
    }

    proptest! {
        #[test]
        fn any_job_comes_out_as_it_went_in(lines in prop::collection::vec("[ -~一-龥䶮㛃𬭎·￥（）]{0,40}", 0..10)) {
            let text = lines.iter().fold(String::new(), |text, line| text + line + "\n");
            let (out, cuts) = printed(&Form::ESC_POS.bytes(&job(&text))).unwrap();
            prop_assert_eq!(&out[..lines.len()], &lines[..]);
            prop_assert_eq!(cuts, 1);
        }

        #[test]
        fn no_job_reaches_the_printer_as_an_unknown_command(text in "\\PC{0,60}") {
            prop_assert!(printed(&Form::ESC_POS.bytes(&job(&(text + "\n")))).is_ok());
        }
    }
}
