//! Words for patients who left without a settlement, and for cashiers who hand such stays over.

use yijie_core::money::Yuan;
use yijie_core::settlement::{Circumstance, Way};

use super::super::Realm;

pub const PAID: &str = "离院时付";
pub const PAID_TOGETHER: &str = "【已付合计】";
pub const PAID_TOGETHER_PLAIN: &str = "已付合计";
pub const LEFT_AT: &str = "离院时间";
pub const LEFT_AS: &str = "离院方式";
pub const BY: &str = "经办人";
pub const AGAIN: &str = "补打时间";

pub const NOTICE_REFUND: &str = "医保结算后退费通知";
pub const NOTICE_COLLECT: &str = "医保结算后补缴通知";
pub const NOTICE_EVEN: &str = "医保结算完成通知";

pub const HAND_OVER: &str = "异地结算待办交接单";
pub const FROM: &str = "交班";
pub const TO: &str = "接班";
pub const AT: &str = "交接时间";
pub const OPEN_ITEMS: &str = "待办笔数";
pub const OPEN_TOTAL: &str = "【待办费用合计】";
pub const TOTAL_OF_STAY: &str = "住院费用";
pub const SINCE: &str = "等候自";
pub const NOTHING_OPEN: &str = "没有待办，全部已办结。";
pub const NOT_ASKED: &str = "（未能查询）";
pub const UNSIGNED: &str = "（待填）";
pub const SIGNED_OVER: &str = "交班人签名：____________";
pub const SIGNED_FOR: &str = "接班人签名：____________";

/// The first and last line of a slip: that it is no settlement.
pub fn mark(way: Way, realm: Realm) -> &'static str {
    match (way, realm) {
        (Way::DepositKept | Way::PaidInFull, Realm::Real) => super::SLIP_MARK,
        (Way::DepositKept | Way::PaidInFull, Realm::Training) => super::SLIP_MARK_TRAINING,
        (Way::SelfPaid, Realm::Real) => "【非医保结算】自费及手工报销说明",
        (Way::SelfPaid, Realm::Training) => "【训练】【非医保结算】自费说明",
    }
}

/// The first and last line of a notice.
pub fn notice_mark(realm: Realm) -> &'static str {
    match realm {
        Realm::Real => "【通知】不是结算单，不能报销",
        Realm::Training => "【训练】【通知】不是结算单",
    }
}

/// What a slip is called.
pub fn title(way: Way) -> &'static str {
    match way {
        Way::DepositKept => "留存预交金离院单",
        Way::PaidInFull => "全额付费离院单",
        Way::SelfPaid => "自费结清离院单",
    }
}

/// How the patient left, in a word.
pub fn way(way: Way) -> &'static str {
    match way {
        Way::DepositKept => "留存预交金",
        Way::PaidInFull => "全额付费，回院补办",
        Way::SelfPaid => "自费结清",
    }
}

/// What a patient does who left this way.
pub fn next(way: Way) -> [&'static str; 3] {
    match way {
        Way::DepositKept => [
            "1. 医保结算正在核实，尚未办成；请勿自行手工报销，以免同一费用重复结算。",
            "2. 预交金由医院保管，结算办成后多退少补。",
            "3. 请妥善保管本单，等候医院通知，凭本单和社保卡办理。",
        ],
        Way::PaidInFull => [
            "1. 费用已全额收取，医保尚未结算，医院办成后通知您回院。",
            "2. 目前不开发票，也不提供报销材料；请勿自行手工报销。",
            "3. 结算办成后多收的部分全部退还，凭本单和社保卡办理。",
        ],
        Way::SelfPaid => [
            "1. 本次住院已按自费结清，本院不再办理医保结算。",
            "2. 请凭发票、费用清单、出院记录和本单，到参保地医保经办机构申请手工报销。",
            "3. 如需改回医保直接结算，须先交回全部票据，由本院负责人重新打开。",
        ],
    }
}

/// What a patient does whose stay is settled now: something above nothing is given back, below is due.
pub fn notice_next(amount: Yuan) -> [&'static str; 2] {
    if amount.is_zero() {
        ["1. 您的住院费用已完成医保结算，不退不补。", "2. 请凭离院单来院领取结算单和发票。"]
    } else if amount.is_negative() {
        ["1. 您的住院费用已完成医保结算，尚需补缴上述金额。", "2. 请凭离院单来院补缴，并领取结算单和发票。"]
    } else {
        [
            "1. 您的住院费用已完成医保结算，上述金额退还给您。",
            "2. 请凭离院单来院领款，或按原付款方式退回；同时领取结算单和发票。",
        ]
    }
}

/// What else is known of the stay, and what it means for the money.
pub fn circumstance(what: Circumstance) -> &'static str {
    match what {
        Circumstance::Died => "【患者已去世】退款不得自动原路退回，由负责人核对继承材料后支付给亲属。",
        Circumstance::LeftOwing => "【欠费离院】应补收的金额按欠费登记追缴。",
    }
}
