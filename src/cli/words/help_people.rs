//! What `--help` teaches of what people do about a stay that cannot be settled now.

use super::Phrase;

pub const LEAVE: Phrase = Phrase(
    "患者未结算先离院：留存预交金、全额付费回院补办，或自费结清（此后不能再结算）",
    "Let a patient leave unsettled: against the deposit, paid in full, or self-paid and closed (never settled then)",
);
pub const WAY: Phrase = Phrase("离院方式", "How the patient leaves");
pub const BY: Phrase = Phrase("经办人姓名", "The name of whoever does it");
pub const PAID: Phrase = Phrase("离院时另付的金额（元）", "What is paid now beyond the deposits, yuan");
pub const RECEIPT_NO: Phrase = Phrase("该笔付款的收据号", "The receipt number of that payment");
pub const PAID_BY: Phrase = Phrase("该笔付款的方式，默认现金", "How that is paid; cash by default");
pub const LEAVE_BILL: Phrase = Phrase(
    "账单文件；平台一直不通、本机还没有该次住院的记录时需要",
    "The bill, where the platform was never reached and the desk does not know the stay",
);
pub const WITHDRAW: Phrase = Phrase(
    "患者退出医保结算：依次撤销结算、出院、费用、入院登记",
    "The patient withdraws: settlement, discharge, fees and admission are taken back, in this order",
);
pub const SELF_PAY: Phrase = Phrase("撤完后按自费结清", "Close the stay as self-paid once that is done");
pub const WITHDRAW_REASON: Phrase = Phrase("退出原因", "Why");
pub const NOTE: Phrase = Phrase("登记患者去世或欠费离院", "Note that the patient died, or left owing");
pub const CIRCUMSTANCE: Phrase = Phrase("登记什么", "What is noted");
pub const QUEUE_SHOW: Phrase = Phrase(
    "一笔待办的全部经过：每条报文、平台原话、谁决定过什么、下一步和时间",
    "An item's whole story: every message, the platform's words, who decided what, what happens next and when",
);
pub const QUEUE_RESOLVE: Phrase = Phrase(
    "负责人对查不明的一步作决定；只能选 queue show 列出的结果，须写姓名和理由",
    "A person in charge decides what nothing else can tell; only what queue show offers, with a name and a reason",
);
pub const OUTCOME: Phrase = Phrase(
    "not-done 没有办成 · dealt-with 已在程序外办结 · look-again 再查一次 · take-back 冲正",
    "not-done · dealt-with outside this program · look-again · take-back (2601)",
);
pub const DECISION_REASON: Phrase =
    Phrase("理由，写入审计记录；不要写患者姓名", "Why; it stands in the audit trail, so it must not name the patient");
pub const QUEUE_REOPEN: Phrase = Phrase(
    "票据已收回，重新打开按自费结清的住院",
    "The papers are back: open a stay again that was closed as self-paid",
);
pub const SHIFT: Phrase = Phrase(
    "交接班：列出并打印全部待办，写入审计记录",
    "Hand over: list and print everything that is open, noted in the audit trail",
);
pub const FROM: Phrase = Phrase("交班人姓名", "Who goes");
pub const TO: Phrase = Phrase("接班人姓名", "Who comes");
