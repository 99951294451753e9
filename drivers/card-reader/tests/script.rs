//! The read sequence against cards that answer by script: what no virtual card would do.
#![allow(clippy::unwrap_used, clippy::panic)] // a test may

use proptest::prelude::*;
use yijie_card_reader::{
    CardError, CardSession, Item, OtherCard, Plan, RESTARTS_MAX, Reading, StatusWord, read_session,
};
use zeroize::Zeroizing;

/// A card that answers as a function of the command.
struct Script<F> {
    answer: F,
    sent: Vec<Vec<u8>>,
    restarts: usize,
}

impl<F: FnMut(&[u8]) -> Result<Vec<u8>, CardError>> CardSession for Script<F> {
    fn transmit(&mut self, command: &[u8]) -> Result<Zeroizing<Vec<u8>>, CardError> {
        self.sent.push(command.to_vec());
        (self.answer)(command).map(Zeroizing::new)
    }

    fn restart(&mut self) -> Result<(), CardError> {
        self.restarts += 1;
        Ok(())
    }
}

#[test]
fn commands_of_the_identity_plan_are_exactly_these() {
    let mut card = script(|command| Ok(good(command)));
    read_session(&mut card, Plan::Identity).unwrap();
    let sent: Vec<_> = card.sent.iter().map(|command| hex(command)).collect();
    let expected = [
        "00A404000F7378312E73682EC9E7BBE1B1A3D5CF",
        "00A4020002EF05",
        "00B2010012",
        "00B2030006",
        "00B2060006",
        "00B207000B",
        "00A4020002EF06",
        "00B2080014",
        "00B2090020",
    ];
    assert_eq!(sent, expected);
}

#[test]
fn name_extension_is_asked_for_unless_the_name_leaves_room_for_a_character() {
    // A writer that divides characters fills all thirty bytes; one that does not leaves up to three.
    for (length, is_padded, is_asked) in
        [(30, false, true), (29, true, true), (27, true, true), (26, true, false), (6, false, false), (27, false, true)]
    {
        let mut card = script(move |command| match command {
            [0x00, 0xB2, 0x09, ..] => {
                let mut name = vec![b'A'; length];
                if is_padded {
                    name.resize(30, 0x00);
                }
                Ok(record(0x09, &name))
            }
            other => Ok(good(other)),
        });
        let reading = read_session(&mut card, Plan::Identity).unwrap();
        assert_eq!(reading.value(Item::NameExtension).is_some(), is_asked, "{length} bytes, padded: {is_padded}");
    }
}

#[test]
fn waiting_data_is_fetched_after_a_record() {
    let mut waiting = Vec::new();
    let mut card = script(move |command| match command {
        [0x00, 0xB2, ..] => {
            waiting = good(command);
            Ok(vec![0x61, u8::try_from(waiting.len() - 2).unwrap()])
        }
        [0x00, 0xC0, 0x00, 0x00, length] => {
            assert_eq!(usize::from(*length), waiting.len() - 2);
            Ok(std::mem::take(&mut waiting))
        }
        other => Ok(good(other)),
    });
    let reading = read_session(&mut card, Plan::Full).unwrap();
    assert_eq!(values(&reading), values(&undisturbed()));
    assert_eq!(reading.commands, 17 + 14);
}

#[test]
fn record_of_another_length_is_taken_whole() {
    let whole = record(0x08, b"IND0L4253735        ");
    // By 6Cxx, by 6700, and by a card that just cuts it off.
    for refusal in [Some(vec![0x6C, 0x16]), Some(vec![0x67, 0x00]), None] {
        let mut card = script(|command| match command {
            [0x00, 0xB2, 0x08, 0x00, 0x16 | 0x00] => Ok(whole.clone()),
            [0x00, 0xB2, 0x08, 0x00, expected] => {
                let cut = [&whole[..usize::from(*expected)], &[0x90, 0x00]].concat();
                Ok(refusal.clone().unwrap_or(cut))
            }
            other => Ok(good(other)),
        });
        let reading = read_session(&mut card, Plan::Full).unwrap();
        assert_eq!(reading.value(Item::CitizenNumber).map(<[u8]>::len), Some(20), "{refusal:02X?}");
    }
}

#[test]
fn missing_records_are_survived_each_in_turn() {
    for item in Item::ALL {
        for sw in [0x6A82_u16, 0x6A83, 0x6A88] {
            let mut card = script(|command| match command {
                [0x00, 0xB2, tag, ..] if *tag == item.tag() => Ok(sw.to_be_bytes().to_vec()),
                other => Ok(good(other)),
            });
            let reading = read_session(&mut card, Plan::Full).unwrap();
            assert_eq!((reading.value(item), reading.records().count()), (None, 13), "{item:?} {sw:04X}");
        }
    }
}

#[test]
fn refused_record_names_its_tag_and_status() {
    let mut card = script(|command| match command {
        [0x00, 0xB2, 0x08, ..] => Ok(vec![0x69, 0x82]),
        other => Ok(good(other)),
    });
    let error = read_session(&mut card, Plan::Identity).unwrap_err();
    assert_eq!(error, CardError::ReadRefused { tag: 0x08, sw: StatusWord::SECURITY_NOT_SATISFIED });
    assert!(error.to_string().contains("a PIN or a terminal's key is wanted"), "{error}");
}

#[test]
fn environment_below_another_directory_is_found_from_the_root() {
    let mut at_root = false;
    let mut card = script(move |command| match command {
        [0x00, 0xA4, 0x00, 0x00, 0x02, 0x3F, 0x00] => {
            at_root = true;
            Ok(vec![0x90, 0x00])
        }
        [0x00, 0xA4, 0x04, ..] if !at_root => Ok(vec![0x6A, 0x82]),
        other => Ok(good(other)),
    });
    assert_eq!(values(&read_session(&mut card, Plan::Full).unwrap()), values(&undisturbed()));
}

#[test]
fn blocked_cards_are_told_from_wrong_ones() {
    let selects = |environment: u16, debit: u16| {
        let mut card = script(|command| match command {
            [0x00, 0xA4, 0x04, 0x00, 0x08, ..] => Ok(debit.to_be_bytes().to_vec()),
            [0x00, 0xA4, 0x04, ..] => Ok(environment.to_be_bytes().to_vec()),
            _ => Ok(vec![0x90, 0x00]),
        });
        read_session(&mut card, Plan::Identity).unwrap_err()
    };
    let wrong = |looks_like| CardError::NotASocialSecurityCard { looks_like };
    assert_eq!(selects(0x6A82, 0x9000), wrong(OtherCard::Bank));
    assert_eq!(selects(0x6A81, 0x6110), wrong(OtherCard::Bank));
    assert_eq!(selects(0x6A82, 0x6A82), wrong(OtherCard::Unknown));
    assert_eq!(selects(0x6A81, 0x6A82), CardError::CardBlocked { sw: StatusWord(0x6A81) });
    assert_eq!(selects(0x6283, 0x6A82), CardError::CardBlocked { sw: StatusWord(0x6283) });
}

#[test]
fn card_that_is_reset_without_end_is_given_up() {
    let mut card = script(|_| Err(CardError::CardReset));
    assert_eq!(read_session(&mut card, Plan::Identity), Err(CardError::CardReset));
    assert_eq!((card.sent.len(), card.restarts), (RESTARTS_MAX + 1, RESTARTS_MAX));
}

#[test]
fn selection_that_is_lost_without_a_word_is_made_again() {
    // A record is asked for while no file is selected, a file while no environment is.
    for (refused, sw) in [([0x00, 0xB2, 0x08], [0x69, 0x86]), ([0x00, 0xA4, 0x02], [0x6A, 0x82])] {
        let mut is_lost = true;
        let mut card = script(move |command| {
            let by_the_other_form = refused[1] == 0xA4 && command.starts_with(&[0x00, 0xA4, 0x00]);
            if is_lost && (command.starts_with(&refused) || by_the_other_form) {
                is_lost = refused[1] == 0xA4 && !by_the_other_form;
                return Ok(sw.to_vec());
            }
            Ok(good(command))
        });
        assert_eq!(values(&read_session(&mut card, Plan::Full).unwrap()), values(&undisturbed()), "{sw:02X?}");
        assert_eq!(card.restarts, 0, "nobody told of a reset");
    }
}

#[test]
fn card_that_means_its_refusal_is_believed() {
    let mut card = script(|command| match command {
        [0x00, 0xB2, 0x08, ..] => Ok(vec![0x69, 0x86]),
        other => Ok(good(other)),
    });
    let error = read_session(&mut card, Plan::Identity).unwrap_err();
    assert_eq!(error, CardError::ReadRefused { tag: 0x08, sw: StatusWord(0x6986) });
    assert!(card.sent.len() < 40, "{} commands", card.sent.len());
}

#[test]
fn endless_announcements_are_an_error_and_not_a_loop() {
    for endless in [[0x61, 0x10], [0x6C, 0x10]] {
        let mut card = script(move |command| match command {
            [0x00, 0xA4, ..] => Ok(vec![0x90, 0x00]),
            _ => Ok(endless.to_vec()),
        });
        assert!(read_session(&mut card, Plan::Identity).is_err());
        assert!(card.sent.len() < 20, "{} commands", card.sent.len());
    }
}

#[test]
fn records_under_another_tag_are_not_believed() {
    let lying = |tag: u8| {
        let mut card = script(move |command| match command {
            [0x00, 0xB2, asked, ..] if *asked == tag => Ok(record(0x0A, &[b'1'; 18])),
            other => Ok(good(other)),
        });
        read_session(&mut card, Plan::Full).map(|reading| reading.records().count())
    };
    assert!(matches!(lying(0x08), Err(CardError::Malformed { .. })));
    assert_eq!(lying(0x0C), Ok(13), "a birthplace is no reason to send anybody away");
}

proptest! {
    #[test]
    fn any_answers_end_the_reading_within_bounds(
        answers in prop::collection::vec(prop::collection::vec(any::<u8>(), 0..40), 1..20),
        mercy in any::<u8>(),
    ) {
        let mut turn = 0_usize;
        let mut card = script(|command| {
            turn += 1;
            // Now and then an odd answer, so that they are met deep in the sequence too.
            if turn.is_multiple_of(usize::from(mercy % 5) + 2) {
                return Ok(answers[turn % answers.len()].clone());
            }
            Ok(good(command))
        });
        let result = read_session(&mut card, Plan::Full);
        prop_assert!(card.sent.len() < 200);
        if let Ok(reading) = result {
            prop_assert!(reading.records().count() <= 14);
        }
    }
}

fn undisturbed() -> Reading {
    read_session(&mut script(|command| Ok(good(command))), Plan::Full).unwrap()
}

fn values(reading: &Reading) -> Vec<(u8, Vec<u8>)> {
    reading.records().map(|(tag, value)| (tag, value.to_vec())).collect()
}

/// What a card that has everything answers: each record is its tag, over and over.
fn good(command: &[u8]) -> Vec<u8> {
    match command {
        [0x00, 0xB2, tag, 0x00, _] => {
            let item = Item::ALL.into_iter().find(|item| item.tag() == *tag).unwrap();
            let mut value = vec![*tag; usize::from(item.length())];
            if item == Item::Name {
                value[6..].fill(0x00);
            }
            record(*tag, &value)
        }
        _ => vec![0x90, 0x00],
    }
}

fn record(tag: u8, value: &[u8]) -> Vec<u8> {
    [&[tag, u8::try_from(value.len()).unwrap()], value, &[0x90, 0x00]].concat()
}

fn script<F: FnMut(&[u8]) -> Result<Vec<u8>, CardError>>(answer: F) -> Script<F> {
    Script { answer, sent: Vec::new(), restarts: 0 }
}

fn hex(bytes: &[u8]) -> String {
    let digit = |nibble| char::from_digit(u32::from(nibble), 16).unwrap().to_ascii_uppercase();
    bytes.iter().flat_map(|byte| [digit(byte >> 4), digit(byte & 0x0F)]).collect()
}
