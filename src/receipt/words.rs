//! Every word that stands on a receipt or slip, so that the paper speaks with one voice.

use yijie_core::split::{Fund, Identity, PaymentWay};

pub(super) mod left;

pub(super) const TITLE: &str = "异地就医住院费用结算单";
pub(super) const TITLE_CANCELLED: &str = "异地就医住院费用结算撤销单";
pub(super) const TRAINING: &str = "【训练】非真实结算，不作凭证";

pub(super) const ORIGINAL: &str = "原件";
pub(super) const VOID: &str = "【作废】此结算已撤销，本单无效";

pub(super) const NAME: &str = "姓名";
pub(super) const CITIZEN_ID: &str = "身份证号";
pub(super) const STAY_NO: &str = "住院号";
pub(super) const INSURANCE: &str = "险种";
pub(super) const INSURED_PLACE: &str = "参保地";
pub(super) const TREATING_PLACE: &str = "就医地";
pub(super) const ADMITTED_ON: &str = "入院日期";
pub(super) const DISCHARGED_ON: &str = "出院日期";
pub(super) const INSTITUTION: &str = "机构编码";
pub(super) const SETTLED_AT: &str = "结算时间";
pub(super) const SETTLEMENT_ID: &str = "结算编号";
pub(super) const CANCELLED_ID: &str = "所撤结算";
pub(super) const MESSAGE_ID: &str = "报文编号";
pub(super) const OPERATOR: &str = "收费员";
pub(super) const SIGNATURE: &str = "患者或家属签名：____________";

pub(super) const CHARGED: &str = "费用构成";
pub(super) const OWN_PAY: &str = "全自费";
pub(super) const OVER_LIMIT: &str = "超限价自费";
pub(super) const PRE_SELF_PAY: &str = "先行自付";
pub(super) const IN_SCOPE: &str = "政策范围内";
pub(super) const DEDUCTIBLE: &str = "其中起付标准";
pub(super) const TOTAL: &str = "【费用总额】";

pub(super) const PAID_BY: &str = "支付构成";
pub(super) const FUND_TOTAL: &str = "基金合计";
pub(super) const FUNDS_PAY: &str = "【医保基金支付】";
pub(super) const PERSON_PAYS: &str = "【个人支付】";
pub(super) const PERSONAL_ACCOUNT: &str = "个人账户";
pub(super) const MUTUAL_AID: &str = "其中家庭共济";
pub(super) const CASH: &str = "个人现金";
pub(super) const HOSPITAL_SHARE: &str = "医院负担";
pub(super) const ACCOUNT_LEFT: &str = "账户余额";

pub(super) const DEPOSITED: &str = "预交金合计";
pub(super) const DUE: &str = "应付现金";
pub(super) const REFUND: &str = "【应退患者】";
pub(super) const COLLECT: &str = "【应补收】";
pub(super) const EVEN: &str = "【不退不补】";
pub(super) const COPY_MOVES_NO_MONEY: &str = "补打件不作退款、收款凭据。";

pub(super) const FIGURES_IN_QUESTION: &str = "【平台数字待核】各项之和与合计不符，以上均为平台所给数字，须人工核对。";
pub(super) const DUE_IN_QUESTION: &str = "【待核】应付现金与平台所给个人现金不一致。";
pub(super) const DIFFERS: &str = "【与预结算不同】结算前所示预结算为：";

pub(super) const SLIP_MARK: &str = "【非结算凭证】不能据此报销";
pub(super) const SLIP_MARK_TRAINING: &str = "【训练】【非结算凭证】不能报销";
pub(super) const SLIP_IN_DOUBT: &str = "住院费用结算核实单";
pub(super) const SLIP_WAITING: &str = "住院费用待结算单";
pub(super) const SLIP_TOTAL: &str = "【住院费用】";
pub(super) const SLIP_DEPOSIT_KEPT: &str = "【暂存预交金】";
pub(super) const SLIP_PRESETTLED: &str = "最近一次预结算（仅供参考）";
pub(super) const SLIP_NOT_PRESETTLED: &str = "尚无预结算结果。";
pub(super) const SLIP_NEXT: &str = "请您注意：";
pub(super) const SLIP_ISSUED_AT: &str = "出单时间";
pub(super) const SLIP_PHONE: &str = "【咨询电话】";

/// What a patient does whose settlement was sent and not answered.
pub(super) const NEXT_IN_DOUBT: [&str; 4] = [
    "1. 结算已提交，医保平台未回复结果，医院正在核实。",
    "2. 核实期间请勿办理手工报销，以免同一费用重复结算。",
    "3. 预交金暂不退还，核实后多退少补。",
    "4. 请妥善保管本单，等候医院通知，凭本单和社保卡办理。",
];
/// What a patient does whose settlement has not been sent yet.
pub(super) const NEXT_WAITING: [&str; 4] = [
    "1. 医保平台暂时无法办理，结算尚未提交，已排队等候。",
    "2. 等候期间请勿办理手工报销；如需改为手工报销，请先告知医院。",
    "3. 预交金暂不退还，结算后多退少补。",
    "4. 请妥善保管本单，等候医院通知，凭本单和社保卡办理。",
];

/// The mark of a copy.
pub(super) fn copy(number: u32) -> String {
    format!("补打件（第{number}次补打）")
}

/// A fund's name.
pub(super) fn fund(fund: Fund) -> &'static str {
    match fund {
        Fund::Pooled => "基本医保统筹基金",
        Fund::CivilServant => "公务员医疗补助",
        Fund::LargeAmount => "职工大额医疗补助",
        Fund::SeriousIllness => "居民大病保险",
        Fund::Enterprise => "企业补充医疗保险",
        Fund::MedicalAid => "医疗救助基金",
        Fund::Disabled => "伤残人员医疗保障",
        Fund::Other => "其他基金",
    }
}

/// An insurance's name by its code (`insutype`); one that only the province knows stands as its code.
pub(super) fn insurance(code: &str) -> String {
    INSURANCES.iter().find(|(known, _)| *known == code).map_or_else(|| code.to_owned(), |(_, name)| (*name).to_owned())
}

/// How money changes hands.
pub(super) fn way(way: PaymentWay) -> &'static str {
    match way {
        PaymentWay::Cash => "现金",
        PaymentWay::BankCard => "银行卡",
        PaymentWay::WeChat => "微信",
        PaymentWay::Alipay => "支付宝",
        PaymentWay::Transfer => "银行转账",
        PaymentWay::Other => "其他方式",
    }
}

/// One amount to give back, by the way in which it was paid.
pub(super) fn refunded_by(way_of: PaymentWay, receipt_no: &str) -> String {
    if receipt_no.is_empty() { format!("退{}", way(way_of)) } else { format!("退{} 收据{receipt_no}", way(way_of)) }
}

/// What ought to be equal and isn't: the whole, then the sum of its parts.
pub(super) fn identity(identity: Identity) -> (&'static str, &'static str) {
    match identity {
        Identity::ByCatalogue => ("费用总额", "费用构成之和"),
        Identity::ByPayer => ("费用总额", "支付构成之和"),
        Identity::PersonalShare => ("平台所给个人支付", "账户与现金之和"),
        Identity::Funds => ("基金合计", "各基金之和"),
        Identity::MutualAid => ("个人账户", "其中家庭共济"),
        Identity::Deductible => ("政策范围内", "其中起付标准"),
    }
}

/// `insutype` of the national interface specification; a province may add its own.
const INSURANCES: [(&str, &str); 14] = [
    ("310", "职工基本医疗保险"),
    ("320", "公务员医疗补助"),
    ("330", "大额医疗费用补助"),
    ("340", "离休人员医疗保障"),
    ("350", "一至六级残废军人医疗补助"),
    ("360", "老红军医疗保障"),
    ("370", "企业补充医疗保险"),
    ("380", "新型农村合作医疗"),
    ("390", "城乡居民基本医疗保险"),
    ("391", "城镇居民基本医疗保险"),
    ("392", "城乡居民大病医疗保险"),
    ("399", "其他特殊人员医疗保障"),
    ("410", "长期照护保险"),
    ("510", "生育保险"),
];
