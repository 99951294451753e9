//! What is read out of `memo`.

use super::*;
use crate::filing::memo::{State, spotted};
use crate::filing::{Doubt, Purpose, Reason};

fn state(memo: &str) -> State {
    State::of(&with_memo(residence("440100"), memo))
}

#[test]
fn remark_tells_the_state() {
    for (memo, expected) in [
        ("", State::Approved),
        ("备注：无", State::Approved),
        ("异地安置退休；已生效", State::Approved),
        ("异地转诊；待审核", State::Pending),
        ("审核中", State::Pending),
        ("审核未通过", State::Rejected),
        ("审核不通过：材料不全", State::Rejected),
        ("已驳回", State::Rejected),
        ("参保地拒绝", State::Rejected),
        ("本人已撤销", State::Withdrawn),
        ("异地安置退休；已登记，未办理联网手续", State::NotNetworked),
    ] {
        assert_eq!(state(memo), expected, "{memo}");
    }
}

#[test]
fn last_state_of_a_remark_counts() {
    assert_eq!(state("2026-01-03驳回；2026-01-05审核通过"), State::Approved);
    assert_eq!(state("审核通过；2026-02-01已撤销"), State::Withdrawn);
    assert_eq!(state("驳回后重新提交，待审核"), State::Pending);
    assert_eq!(state("未联网；2017-05-02已联网"), State::Approved);
}

#[test]
fn word_inside_its_own_denial_is_not_read() {
    assert_eq!(state("未审核通过"), State::Pending);
    let row = with_memo(row(FilingKind::Referred, "440100", "2026-11-01", None), "非急诊且未转诊");
    assert_eq!(Purpose::of(&row), Purpose::SelfDirected);
}

#[test]
fn longest_word_of_the_table_counts_wherever_it_stands_in_it() {
    const TABLE: &[(&str, u8)] = &[("审核", 1), ("审核未通过", 2), ("审核未", 3)];
    assert_eq!(spotted("审核未通过，审核", TABLE).collect::<Vec<_>>(), [2, 1]);
}

#[test]
fn remark_tells_the_purpose_within_the_kind_that_was_asked() {
    let purpose = |kind, memo| Purpose::of(&with_memo(row(kind, "440100", "2026-11-01", None), memo));
    assert_eq!(purpose(FilingKind::Residence, "异地安置退休；已生效"), Purpose::RetiredResettled);
    assert_eq!(purpose(FilingKind::Residence, "异地长期居住；已生效"), Purpose::LongTermResident);
    assert_eq!(purpose(FilingKind::Residence, "常驻异地工作；已生效"), Purpose::PostedForWork);
    assert_eq!(purpose(FilingKind::Residence, "其他临时外出就医；已生效"), Purpose::SelfDirected);
    assert_eq!(purpose(FilingKind::Residence, "曾转诊"), Purpose::Residence, "a referral is no residence");
    assert_eq!(purpose(FilingKind::Referred, "异地转诊；已生效"), Purpose::Referred);
    assert_eq!(purpose(FilingKind::Referred, "长期居住"), Purpose::Referred, "a residence is no referral");
    assert_eq!(purpose(FilingKind::Emergency, "临时外出"), Purpose::Emergency);
    assert_eq!(purpose(FilingKind::Emergency, ""), Purpose::Emergency);
}

#[test]
fn pending_filing_probably_serves_and_with_a_second_doubt_does_not() {
    let pending = || with_memo(residence("440100"), "异地长期居住；待审核");
    let Outlook::Probably { why, filed } = Case::new().filed(pending()).outlook() else { panic!() };
    assert_eq!((why, filed.purpose), (vec![Doubt::Pending], Purpose::LongTermResident));
    let late = FilingRow { begins_on: day("2026-11-10"), ..pending() };
    let reasons = vec![Reason::Pending { filed_as: Purpose::LongTermResident }];
    assert_eq!(Case::new().filed(late).outlook(), Outlook::NotCovered { reasons });
}

#[test]
fn rejected_and_withdrawn_filings_do_not_serve() {
    let told = |memo| Case::new().filed(with_memo(residence("440100"), memo)).outlook();
    let filed_as = Purpose::Residence;
    assert_eq!(told("审核未通过"), Outlook::NotCovered { reasons: vec![Reason::Rejected { filed_as }] });
    assert_eq!(told("已注销"), Outlook::NotCovered { reasons: vec![Reason::Withdrawn { filed_as }] });
}

#[test]
fn fewest_doubts_are_shown_of_several_uncertain_filings() {
    let two = FilingRow { institution: None, ..row(FilingKind::Residence, "440100", "2026-11-10", None) };
    let one = with_memo(referral("2026-11-01", "2027-04-30"), "待审核");
    let Outlook::Probably { why, filed } = Case::new().filed(two).filed(one).outlook() else { panic!() };
    assert_eq!((why, filed.kind), (vec![Doubt::Pending], FilingKind::Referred));
}
