use jiff::civil::date;
use proptest::prelude::*;

use super::*;
use crate::person::Secret;

#[test]
fn second_generation_card_says_who_holds_it() {
    let card = parse(&li_xiulan()).unwrap();
    assert_eq!(card.generation, Some(Generation::Second));
    assert_eq!(card.name.as_ref().map(Secret::reveal), Some("李秀兰"));
    assert_eq!(card.citizen_id.as_ref().map(Secret::reveal), Some("430102195803124623"));
    assert_eq!(card.number.as_ref().map(Secret::reveal), Some("A43017219"));
    assert_eq!(card.identification.as_ref().map(Secret::reveal), Some("430100D156000005007A51C29B3E640F"));
    assert_eq!(card.issuing_division, DivisionCode::parse("430100").ok());
    assert_eq!(card.sex, Some(Sex::Female));
    assert_eq!(card.ethnicity, Some(1));
    assert_eq!(card.birthplace, DivisionCode::parse("430102").ok());
    assert_eq!(card.born_on, Some(date(1958, 3, 12)));
    assert_eq!((card.issued_on, card.valid_until), (Some(date(2019, 5, 20)), Some(date(2039, 5, 20))));
    assert_eq!(card.warnings, []);
    assert_eq!(card.lacks(), []);
    assert!(matches!(card.credential(), Some(Credential::Card { .. })));
}

#[test]
fn padding_of_every_kind_is_cut_off() {
    for padding in [0x00, 0x20, 0xFF] {
        let mut records = li_xiulan();
        for (tag, size) in [(0x03, 8), (0x07, 10), (0x08, 20), (0x09, 30), (0x4E, 20)] {
            records.get_mut(&tag).unwrap().resize(size, padding);
        }
        let card = parse(&records).unwrap();
        assert_eq!(card, parse(&li_xiulan()).unwrap(), "{padding:02X}");
    }
}

#[test]
fn name_across_the_border_is_joined_before_it_is_decoded() {
    let name = "古丽巴哈尔·阿卜杜热西提·买𬱖热木";
    let (bytes, ..) = encoding_rs::GB18030.encode(name);
    let mut records = li_xiulan();
    records.insert(0x09, bytes[..30].to_vec());
    records.insert(0x4E, [&bytes[30..], &[0; 14]].concat());
    let card = parse(&records).unwrap();
    assert_eq!(card.name.as_ref().map(Secret::reveal), Some(name));
    // Without its extension half a character is left, which is no name to send to anybody.
    records.remove(&0x4E);
    let card = parse(&records).unwrap();
    assert_eq!((card.name, card.warnings), (None, vec![Warning::Unreadable(Field::Name)]));
}

#[test]
fn space_between_latin_words_at_the_border_is_kept() {
    let name = |first: &[u8], second: &[u8]| {
        let mut records = li_xiulan();
        records.insert(0x09, first.to_vec());
        records.insert(0x4E, second.to_vec());
        parse(&records).unwrap().name.map(|name| name.reveal().to_owned())
    };
    let first = b"MARIA FERNANDA DE LOS ANGELES ";
    assert_eq!(name(first, b"SANTOS\0\0").as_deref(), Some("MARIA FERNANDA DE LOS ANGELES SANTOS"));
    assert_eq!(name(first, b"").as_deref(), Some("MARIA FERNANDA DE LOS ANGELES"));
    // A writer that does not divide a character pads the rest of the record.
    assert_eq!(name(b"\xC2\xF2  ", b"\xC2\xF2").as_deref(), Some("买买"));
}

#[test]
fn missing_records_are_survived_and_named() {
    let whole = li_xiulan();
    for tag in whole.keys() {
        let mut records = whole.clone();
        records.remove(tag);
        let card = parse(&records).unwrap();
        let expected = match tag {
            0x01 => vec![Field::IdentificationCode],
            0x07 => vec![Field::CardNumber],
            0x08 => vec![Field::CitizenNumber],
            0x09 => vec![Field::Name],
            _ => vec![],
        };
        assert_eq!(card.lacks(), expected, "{tag:02X}");
        let mut warnings: Vec<_> = expected.into_iter().map(Warning::Missing).collect();
        if *tag == 0x03 {
            warnings.push(Warning::Missing(Field::Version));
        }
        assert_eq!(card.warnings, warnings, "{tag:02X}");
    }
    let nothing = parse(&BTreeMap::new()).unwrap();
    assert_eq!((nothing.lacks().len(), nothing.credential()), (4, None));
}

#[test]
fn check_digits_that_do_not_fit_warn_and_do_not_refuse() {
    let mut records = li_xiulan();
    records.insert(0x07, b"A43017210".to_vec());
    records.insert(0x08, b"IND0L4253735      ".to_vec());
    let card = parse(&records).unwrap();
    assert_eq!(card.warnings, [Warning::CardNumberCheck, Warning::CitizenNumberCheck]);
    assert_eq!(card.citizen_id.as_ref().map(Secret::reveal), Some("IND0L4253735"));
    assert_eq!(card.lacks(), []);
}

#[test]
fn expired_card_warns_from_the_day_after_its_last() {
    let warnings = |today| SocialSecurityCard::parse(borrowed(&li_xiulan()), today).unwrap().warnings;
    assert_eq!(warnings(date(2039, 5, 20)), []);
    assert_eq!(warnings(date(2039, 5, 21)), [Warning::Expired { valid_until: date(2039, 5, 20) }]);
}

#[test]
fn versions_of_three_generations_are_known_and_others_refused() {
    let generation = |version: &[u8]| {
        let mut records = li_xiulan();
        records.insert(0x03, version.to_vec());
        parse(&records).map(|card| card.generation)
    };
    assert_eq!(generation(b"1.00"), Ok(Some(Generation::First)));
    assert_eq!(generation(b"2.00    "), Ok(Some(Generation::Second)));
    assert_eq!(generation(b"\0\0\0\0"), Ok(Some(Generation::Second)));
    assert_eq!(generation(b"3.00"), Ok(Some(Generation::Third)));
    assert_eq!(generation(b"9.00"), Err(UnreadableVersion { version: "9.00".into() }));
    assert_eq!(generation(b"\x07\x80xyzzy"), Err(UnreadableVersion { version: "??xy".into() }));
}

#[test]
fn dates_that_are_none_are_left_out_and_told() {
    for bytes in [[0x20, 0x19, 0x13, 0x01], [0x2A, 0x19, 0x01, 0x01], [0x20, 0x19, 0x02, 0x30]] {
        let mut records = li_xiulan();
        records.insert(0x06, bytes.to_vec());
        let card = parse(&records).unwrap();
        assert_eq!((card.valid_until, card.warnings), (None, vec![Warning::Unreadable(Field::ValidUntil)]));
    }
    // Nothing but padding is no date at all, and no matter.
    let mut records = li_xiulan();
    records.insert(0x06, vec![0xFF; 4]);
    assert_eq!(parse(&records).unwrap().warnings, []);
}

#[test]
fn binary_fields_keep_a_last_byte_that_looks_like_padding() {
    let mut records = li_xiulan();
    let mut code = records[&0x01].clone();
    code[15] = 0x20;
    records.insert(0x01, code);
    // The twentieth, and a division of a whole province, end like padding too.
    records.insert(0x0C, vec![0x43, 0x00, 0x00]);
    let card = parse(&records).unwrap();
    assert!(card.identification.is_some_and(|code| code.reveal().ends_with("3E6420")));
    assert_eq!(card.birthplace, DivisionCode::parse("430000").ok());
    assert_eq!(card.valid_until, Some(date(2039, 5, 20)));
}

#[test]
fn private_characters_in_a_name_are_told() {
    let mut records = li_xiulan();
    let (bytes, ..) = encoding_rs::GB18030.encode("王\u{E863}");
    records.insert(0x09, bytes.into_owned());
    assert_eq!(parse(&records).unwrap().warnings, [Warning::PrivateCharacters]);
}

#[test]
fn card_prints_nothing_of_its_holder() {
    let printed = format!("{:?}", parse(&li_xiulan()).unwrap());
    for secret in ["李", "秀兰", "4623", "19580312", "1958-03-12", "217219", "430102"] {
        assert!(!printed.contains(secret), "{secret} in {printed}");
    }
    assert!(printed.contains("430100"), "{printed}");
}

proptest! {
    #[test]
    fn any_records_parse_or_are_refused_for_their_version(
        records in prop::collection::btree_map(any_tag(), prop::collection::vec(any::<u8>(), 0..64), 0..14)
    ) {
        match parse(&records) {
            Ok(card) => {
                for field in card.lacks() {
                    let told = [Warning::Missing(field), Warning::Unreadable(field)];
                    prop_assert!(told.iter().any(|warning| card.warnings.contains(warning)), "{:?}", field);
                }
            }
            Err(refusal) => {
                prop_assert!(records.contains_key(&0x03));
                prop_assert!(refusal.version.len() <= 4);
            }
        }
    }

    #[test]
    fn name_of_any_characters_survives_any_border(name in "[\u{4E00}-\u{9FA5}\u{20000}-\u{2A6D6}·]{1,12}", at in 0_usize..50) {
        let (bytes, ..) = encoding_rs::GB18030.encode(&name);
        let (first, second) = bytes.split_at(at.min(bytes.len()));
        let mut records = li_xiulan();
        records.insert(0x09, first.to_vec());
        records.insert(0x4E, second.to_vec());
        // An empty first record is a card without a name, whatever its extension says.
        let expected = (!first.is_empty()).then_some(name.as_str());
        let card = parse(&records).unwrap();
        prop_assert_eq!(card.name.as_ref().map(Secret::reveal), expected);
    }
}

fn any_tag() -> impl Strategy<Value = u8> {
    prop_oneof![4 => prop::sample::select(li_xiulan().into_keys().collect::<Vec<_>>()), 1 => any::<u8>()]
}

fn parse(records: &BTreeMap<u8, Vec<u8>>) -> Result<SocialSecurityCard, UnreadableVersion> {
    SocialSecurityCard::parse(borrowed(records), date(2026, 3, 1))
}

fn borrowed(records: &BTreeMap<u8, Vec<u8>>) -> impl Iterator<Item = (u8, &[u8])> {
    records.iter().map(|(tag, value)| (*tag, value.as_slice()))
}

/// The patient of the worked case, as her card gives her.
fn li_xiulan() -> BTreeMap<u8, Vec<u8>> {
    let (name, ..) = encoding_rs::GB18030.encode("李秀兰");
    BTreeMap::from([
        (0x01, 0x4301_00D1_5600_0005_007A_51C2_9B3E_640F_u128.to_be_bytes().to_vec()),
        (0x03, b"2.00".to_vec()),
        (0x05, vec![0x20, 0x19, 0x05, 0x20]),
        (0x06, vec![0x20, 0x39, 0x05, 0x20]),
        (0x07, b"A43017219".to_vec()),
        (0x08, b"430102195803124623".to_vec()),
        (0x09, name.into_owned()),
        (0x4E, vec![0x00; 20]),
        (0x0A, b"2".to_vec()),
        (0x0B, vec![0x01]),
        (0x0C, vec![0x43, 0x01, 0x02]),
        (0x0D, vec![0x19, 0x58, 0x03, 0x12]),
    ])
}
