//! The people of the fixtures, from the chip to the types of the core: the stories of every other room rest on them.
#![allow(clippy::unwrap_used)] // a test may

use jiff::civil::date;
use std::path::Path;
use yijie_card_reader::{CardReaders, Plan, read_card};
use yijie_core::card::{Generation, SocialSecurityCard, UnreadableVersion, Warning};
use yijie_core::person::Secret;
use yijie_virtual_card::{CardFixture, Slot, VirtualReaders};

#[test]
fn people_have_the_names_numbers_and_divisions_that_other_rooms_expect() {
    for (fixture, generation, name, citizen_id, number, division) in PEOPLE {
        for plan in [Plan::Identity, Plan::Full] {
            let card = parse(fixture, plan).unwrap();
            assert_eq!(card.generation, Some(generation), "{fixture}");
            assert_eq!(card.name.as_ref().map(Secret::reveal), Some(name), "{fixture}");
            assert_eq!(card.citizen_id.as_ref().map(Secret::reveal), Some(citizen_id), "{fixture}");
            assert_eq!(card.number.as_ref().map(Secret::reveal), Some(number), "{fixture}");
            assert_eq!(card.issuing_division.unwrap().as_str(), division, "{fixture}");
            // Their check digits are right, and no card of theirs has run out.
            assert_eq!(card.warnings, [], "{fixture} {plan:?}");
            assert_eq!(card.lacks(), [], "{fixture}");
        }
    }
}

#[test]
fn expired_card_is_read_with_a_warning() {
    let card = parse("expired", Plan::Identity).unwrap();
    assert_eq!(card.warnings, [Warning::Expired { valid_until: date(2021, 8, 15) }]);
}

#[test]
fn card_of_an_unknown_version_is_refused_by_its_version() {
    assert_eq!(parse("version-9", Plan::Identity), Err(UnreadableVersion { version: "9.00".into() }));
}

fn parse(fixture: &str, plan: Plan) -> Result<SocialSecurityCard, UnreadableVersion> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../fixtures/cards");
    let slot = Slot::new();
    slot.insert(CardFixture::from_file(&folder.join(fixture).with_extension("toml")).unwrap());
    let reading = read_card(&*VirtualReaders::single("desk", &slot).reader("desk"), plan).unwrap();
    SocialSecurityCard::parse(reading.records(), date(2026, 3, 1))
}

const PEOPLE: [(&str, Generation, &str, &str, &str, &str); 5] = [
    ("li-xiulan", Generation::Second, "李秀兰", "430102195803124623", "A43017219", "430100"),
    ("wang-jianguo", Generation::Second, "王建国", "140105196308273319", "B14026682", "140100"),
    ("zhang-guifang", Generation::First, "张桂芳", "610103195111052841", "C61033591", "610100"),
    ("zhou-fusheng", Generation::Second, "周福生", "210102195506141872", "D21054977", "210100"),
    ("gulbahar", Generation::Second, "古丽巴哈尔·阿卜杜热西提·买𬱖热木", "650102197704095847", "E65018860", "650100"),
];
