//! What the desk never meets, since it waits for each answer and ends each doubt before it goes on: the machine is
//! asked itself.

use yijie_core::money::Yuan;
use yijie_core::person::{CitizenId, Credential, Insured, PersonName, PersonNumber};
use yijie_core::region::DivisionCode;
use yijie_core::settlement::ask::{AccountUse, Category, Doubt, Refusal};
use yijie_core::settlement::ids::{BillDigest, InstitutionCode, LineNo, MessageId, StayKey, StayNo, VisitId};
use yijie_core::settlement::{Answer, End, Event, Fate, Instant, Now, Rules, Stay, Step, Terms};

/// An upload was refused; then its *done* arrives. That is a contradiction for a person, and moves nothing.
pub fn late_reply_moves_nothing() -> Result<(), String> {
    let (mut stay, rules) = (stay().map_err(|error| error.to_string())?, Rules::default());
    let terms = stay.terms.clone();
    let handle = |stay: &mut Stay, event, ms| {
        let now = Now { wall: jiff::Timestamp::UNIX_EPOCH, instant: Instant { run: 1, ms } };
        stay.handle(event, now, &rules).map_err(|error| error.to_string())
    };
    let step = handle(&mut stay, Event::Begin(Box::new(terms)), 0)?;
    let Step::Send(message) = step else { return Err(format!("an upload was expected, not {step:?}")) };
    let message_id = MessageId::parse("H44010000001202611120900000100").map_err(|error| error.to_string())?;
    handle(&mut stay, Event::Intended { message_id: message_id.clone(), message }, 1)?;
    let refusal =
        Refusal { category: Category::BadLine, code: "-1".to_owned(), text: "目录编码不存在".to_owned() };
    let ended = |end| Event::Ended { message_id: message_id.clone(), end: Box::new(end) };
    handle(&mut stay, ended(End::Refused(refusal)), 2)?;
    handle(&mut stay, ended(End::Done(Answer::Uploaded)), 3)?;
    match stay.acts.first().map(|act| &act.fate) {
        Some(Fate::Done(_)) => Err("a late reply made a refused act a done one".to_owned()),
        Some(Fate::Person(_)) => Ok(()),
        fate => Err(format!("a contradiction went unnoticed: {fate:?}")),
    }
}

/// What was sent of a bill is in doubt; then another bill comes. It is held until the doubt has ended.
pub fn bill_in_doubt_is_not_swapped() -> Result<(), String> {
    let (mut stay, rules) = (stay().map_err(|error| error.to_string())?, Rules::default());
    let (terms, sent) = (stay.terms.clone(), stay.terms.bill.clone());
    let mut handle = |event, ms| {
        let now = Now { wall: jiff::Timestamp::UNIX_EPOCH, instant: Instant { run: 1, ms } };
        stay.handle(event, now, &rules).map_err(|error| error.to_string())
    };
    let step = handle(Event::Begin(Box::new(terms.clone())), 0)?;
    let Step::Send(message) = step else { return Err(format!("an upload was expected, not {step:?}")) };
    let message_id = MessageId::parse("H44010000001202611120900000100").map_err(|error| error.to_string())?;
    handle(Event::Intended { message_id: message_id.clone(), message }, 1)?;
    handle(Event::Ended { message_id, end: Box::new(End::InDoubt(Doubt::TimedOut)) }, 2)?;
    let bill = BillDigest::parse(&"b".repeat(64)).map_err(|error| error.to_string())?;
    handle(Event::Begin(Box::new(Terms { bill, ..terms })), 3)?;
    if stay.terms.bill == sent && stay.held.is_some() {
        Ok(())
    } else {
        Err("another bill took the place of the one that is in doubt".to_owned())
    }
}

fn stay() -> Result<Stay, Box<dyn std::error::Error>> {
    let key = StayKey { institution: InstitutionCode::parse("H44010000001")?, stay_no: StayNo::parse("ZY2026110001")? };
    let terms = Terms {
        bill: BillDigest::parse(&"a".repeat(64))?,
        total: Yuan::from_cents(30_000),
        batches: vec![vec![LineNo::parse("1")?]],
        account: AccountUse::Use,
        may_register: false,
        visit: Some(VisitId::parse("440100000001")?),
        insured: Insured {
            person: PersonNumber::parse("43010000000000000001")?,
            name: PersonName::parse("李秀兰")?,
            certificate_kind: "01".to_owned(),
            certificate_no: CitizenId::parse("11010519491231002X")?,
            person_kind: "12".to_owned(),
            insurance: "310".to_owned(),
            insured_place: DivisionCode::parse("430100")?,
            credential: Credential::CitizenId,
        },
    };
    Ok(Stay::new(key, terms))
}
