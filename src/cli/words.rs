//! What the terminal says, in both languages, in one place.

pub mod help;
pub mod help_people;
pub mod journal;
pub mod people;

use yijie_core::failure::Language;
use yijie_core::split::{Fund, PaymentWay};

/// A phrase: 中文, English.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Phrase(pub &'static str, pub &'static str);

impl Phrase {
    /// In one of the languages.
    pub const fn to(self, language: Language) -> &'static str {
        match language {
            Language::Chinese => self.0,
            Language::English => self.1,
        }
    }
}

pub const LINES: Phrase = Phrase("条", "lines");

pub const REFUSED: Phrase = Phrase("被拒绝", "refused");
pub const NOT_SENT: Phrase = Phrase("未发出", "not sent");
pub const IN_DOUBT: Phrase = Phrase("结果未明", "in doubt");

pub const INSERT_CARD: Phrase = Phrase("请插入社会保障卡……", "insert the social security card …");
pub const NAME: Phrase = Phrase("姓名", "name");
pub const CITIZEN_ID: Phrase = Phrase("社会保障号码", "citizen number");
pub const CARD_NUMBER: Phrase = Phrase("卡号", "card number");
pub const IDENTIFICATION: Phrase = Phrase("卡识别码", "identification code");
pub const ISSUED_IN: Phrase = Phrase("发卡地", "issued in");
pub const ISSUED_ON: Phrase = Phrase("发卡日期", "issued on");
pub const VALID_UNTIL: Phrase = Phrase("有效期至", "valid until");
pub const READER: Phrase = Phrase("读卡器", "reader");
pub const INSURANCE: Phrase = Phrase("险种", "insurance");
pub const INSURED_PLACE: Phrase = Phrase("参保地", "insured in");
pub const FILING: Phrase = Phrase("备案", "filing");
pub const FOUND_OUT: Phrase = Phrase("（后经查明）", "(found out later)");
pub const BUSY: Phrase = Phrase("收费员正在办理，稍后再来", "a cashier is working on it");
pub const RUN_LISTENS: Phrase = Phrase("本机接口：", "the local API listens at");
pub const RUN_WAITING: Phrase = Phrase("待办：", "waiting in the queue:");
pub const RUN_LEFT: Phrase = Phrase("已停止；仍在队列中：", "stopped; still in the queue:");
pub const TRAINING_LISTENS: Phrase = Phrase("培训平台：", "training platform:");

pub const TOTAL: Phrase = Phrase("总费用", "total");
pub const FUNDS: Phrase = Phrase("基金支付", "funds");
pub const ACCOUNT: Phrase = Phrase("个人账户", "personal account");
pub const MUTUAL_AID: Phrase = Phrase("其中共济", "of which mutual aid");
pub const CASH: Phrase = Phrase("现金", "cash");
pub const HOSPITAL: Phrase = Phrase("医院负担", "hospital");
pub const DEPOSITS: Phrase = Phrase("预交金", "deposits");
pub const REFUND: Phrase = Phrase("应退", "refund");
pub const COLLECT: Phrase = Phrase("应收", "collect");
pub const PRESETTLEMENT: Phrase = Phrase("预结算", "pre-settlement");
pub const SETTLEMENT: Phrase = Phrase("结算", "settlement");
pub const CONFIRM: Phrase = Phrase("确认结算？[y/N] ", "Settle? [y/N] ");
pub const NEXT_STEP: Phrase = Phrase("下一步", "next");
pub const SETTLED_BEFORE: Phrase = Phrase("此前已结算，以下为首次结果", "settled before; this is the first result");
pub const CANCELLED: Phrase = Phrase("已撤销", "cancelled");
pub const UNTOUCHED: Phrase = Phrase("尚未办理", "nothing done yet");
pub const QUEUE_EMPTY: Phrase = Phrase("队列是空的", "nothing waits");
pub const STAY: Phrase = Phrase("住院号", "stay");
pub const CAME_TO: Phrase = Phrase("结果", "came to");
pub const IN_ALL: Phrase = Phrase("合计", "in all");
pub const RUN_FINISHED: Phrase = Phrase("队列办结：", "finished by the queue:");
pub const FLAGGED: Phrase = Phrase("平台数字待核", "the platform's figures do not add up");
pub const DIFFERS: Phrase = Phrase(
    "结算与预结算不同，请在收退款前告知患者；可以撤销",
    "the settlement differs from the pre-settlement: tell the patient before money moves; it can be cancelled",
);

/// A step, by its word in an answer.
pub fn step(kind: &str) -> Phrase {
    match kind {
        "sign_in" => Phrase("操作员签到 9001", "operator signed in 9001"),
        "read_card" => Phrase("读卡", "card read"),
        "identify" => Phrase("核对身份 1101", "person identified 1101"),
        "ask_filings" => Phrase("查询备案 5302", "filings looked up 5302"),
        "admit" => Phrase("入院登记 2401", "admission registered 2401"),
        "cancel_admission" => Phrase("撤销入院登记 2404", "admission cancelled 2404"),
        "upload_fees" => Phrase("上传费用 2301", "fees uploaded 2301"),
        "remove_fees" => Phrase("撤销费用 2302", "fees removed 2302"),
        "discharge" => Phrase("出院登记 2402", "discharge registered 2402"),
        "undo_discharge" => Phrase("撤销出院登记 2405", "discharge undone 2405"),
        "settle" => Phrase("结算 2304", "settlement 2304"),
        "cancel_settlement" => Phrase("撤销结算 2305", "settlement cancelled 2305"),
        "reverse" => Phrase("冲正 2601", "reversal 2601"),
        "ask_in_hospital" => Phrase("查在院登记 5303", "in-hospital list 5303"),
        "ask_visits" => Phrase("查就诊记录 5201", "visits 5201"),
        "presettle" => Phrase("预结算 2303", "pre-settlement 2303"),
        "ask_settlements" => Phrase("查结算记录 5203", "settlements of the visit 5203"),
        "ask_day_books" => Phrase("与平台对账 3201、3202", "books compared with the platform's 3201, 3202"),
        "print" => Phrase("打印单据", "receipt printed"),
        "wait_doubt" => Phrase("等待查明结果", "waiting to find out"),
        "wait_second_copy" => {
            Phrase("等待此前的结算请求不再可能到达", "waiting until an earlier settlement cannot arrive again")
        }
        "wait_platform" => Phrase("等待平台", "waiting for the platform"),
        // A newer daemon's.
        _ => Phrase("其他步骤", "another step"),
    }
}

/// A fund's name.
pub fn fund(fund: Fund) -> Phrase {
    match fund {
        Fund::Pooled => Phrase("统筹基金", "pooled fund"),
        Fund::CivilServant => Phrase("公务员补助", "civil-servant supplement"),
        Fund::LargeAmount => Phrase("职工大额补助", "large-amount supplement"),
        Fund::SeriousIllness => Phrase("大病保险", "serious-illness insurance"),
        Fund::Enterprise => Phrase("企业补充", "enterprise supplement"),
        Fund::MedicalAid => Phrase("医疗救助", "medical aid"),
        Fund::Disabled => Phrase("伤残人员保障", "disabled-personnel fund"),
        Fund::Other => Phrase("其他基金", "other funds"),
    }
}

/// How money changes hands.
pub fn way(way: PaymentWay) -> Phrase {
    match way {
        PaymentWay::Cash => Phrase("现金", "cash"),
        PaymentWay::BankCard => Phrase("银行卡", "bank card"),
        PaymentWay::WeChat => Phrase("微信", "WeChat"),
        PaymentWay::Alipay => Phrase("支付宝", "Alipay"),
        PaymentWay::Transfer => Phrase("转账", "transfer"),
        PaymentWay::Other => Phrase("其他", "other"),
    }
}

/// Between a phrase and what follows it.
pub const COLON: Phrase = Phrase("：", ": ");

/// How an attempt ended, in one line of a story.
pub fn end(word: Option<&str>) -> Phrase {
    match word {
        None => Phrase("途中", "under way"),
        Some("done") => Phrase("成功", "done"),
        Some("refused") => REFUSED,
        Some("not_sent") => NOT_SENT,
        Some(_) => IN_DOUBT,
    }
}

pub const DEMO_TITLE: Phrase =
    Phrase("异结 · 演示（培训平台，人物均为虚构）", "Yijie · demonstration (training platform, everybody invented)");
pub const DEMO_REAL_STACK: Phrase = Phrase(
    "读卡：私有命名空间中的 pcscd 与虚拟社保卡；网络：本机回环上的真实 HTTP；日志：磁盘上的 SQLite",
    "card: pcscd with a virtual card in private namespaces; network: real HTTP on loopback; journal: SQLite on disk",
);
pub const DEMO_NO_STACK: Phrase = Phrase(
    "读卡：本机无法启动私有 PC/SC，虚拟社保卡经同一接口直接接入；网络与日志均为真实",
    "card: no private PC/SC can be started here, so the virtual card is plugged in behind the same seam; network and journal are real",
);
pub const DEMO_ONE: Phrase = Phrase(
    "一 · 李秀兰，长沙参保的退休职工，在广州出院",
    "1 · Li Xiulan, a retiree insured in Changsha, leaves a hospital in Guangzhou",
);
pub const DEMO_AGAIN: Phrase =
    Phrase("再次结算：得到首次结果，单据为副本", "settled again: the first result, as a copy");
pub const DEMO_TWO: Phrase = Phrase(
    "二 · 王建国，太原参保：结算已发出，应答前线路中断",
    "2 · Wang Jianguo, insured in Taiyuan: the line is cut after the settlement left and before its reply came",
);
pub const DEMO_QUEUE: Phrase = Phrase("待办队列：", "the queue:");
pub const DEMO_MENDED: Phrase = Phrase("线路恢复，处理队列……", "the line is mended; the queue is worked off …");
pub const DEMO_THREE: Phrase = Phrase(
    "三 · 张桂芳，西安参保：应答丢失，平台不给出金额，冲正后重结",
    "3 · Zhang Guifang, insured in Xi'an: the reply is lost, the platform shows no figures; reversed, settled again",
);
pub const DEMO_ONE_STANDS: Phrase = Phrase(
    "核对：平台上恰有一笔结算，与日志分文不差",
    "checked: exactly one settlement stands on the platform, equal to the journal's to the cent",
);
pub const DEMO_END: Phrase =
    Phrase("三位患者都已出院，每一分钱都对上了", "three patients have left, and every cent adds up");

/// How a stay stands, in a word for people.
pub fn standing(word: &str) -> Phrase {
    match word {
        "settled" => Phrase("已结算", "settled"),
        "cancelled" => Phrase("已撤销", "cancelled"),
        "to_confirm" => Phrase("待确认", "to be confirmed"),
        "not_settled" => Phrase("未结算，可重办", "not settled, safe to try again"),
        "queued" => Phrase("等待平台", "waits for the platform"),
        "in_doubt" => Phrase("结果未明，勿重办", "in doubt, do not settle again"),
        "needs_cashier" => Phrase("待收费员确认", "needs a cashier"),
        "needs_person" => Phrase("待专人处理", "needs a person"),
        "busy" => Phrase("收费员正在办理", "a cashier is at it"),
        "failed" => Phrase("未能办理", "could not be carried on"),
        "withdrawn" | "withdrawing" => Phrase("患者退出", "withdrawn"),
        "closed" => Phrase("已自费结清", "closed as self-paid"),
        "dealt_with" => Phrase("已由专人处理", "dealt with by a person"),
        "unaccounted" => Phrase("待核对", "to be accounted for"),
        _ => Phrase("未办理", "nothing was done"),
    }
}
