//! What is said of people who leave and decide.

use super::Phrase;

pub const PROPOSED: Phrase =
    Phrase("已记下，等第二个人用自己的姓名确认。", "Kept until a second person confirms it under their own name.");
pub const RULINGS: Phrase =
    Phrase("可以决定（yijie queue resolve --outcome）：", "may be decided (yijie queue resolve --outcome):");
pub const STOP_AGAIN: Phrase =
    Phrase("仍有待办，再按一次 Ctrl-C 才停止。", "Something waits; press Ctrl-C again to stop.");
pub const GOES_ON: Phrase =
    Phrase("停止后不再自动继续，下次启动时接着办。", "Nothing goes on by itself once stopped; the next start goes on.");

/// The one sentence of a stay.
pub fn sentence(word: &str) -> Phrase {
    match word {
        "settled" => Phrase("已结算。", "Settled."),
        "finding_out" => Phrase("正在查明，请勿再次结算。", "Being found out, do not settle again."),
        "needs_you" => Phrase("需要您处理：", "Needs you:"),
        _ => Phrase("未结算，可以放心重试。", "Not settled, safe to try again."),
    }
}

/// How a patient left.
pub fn way(word: &str) -> Phrase {
    match word {
        "deposit_kept" => Phrase("留存预交金离院", "left against the deposit"),
        "paid_in_full" => Phrase("全额付费离院，回院补办", "left paid in full, will return"),
        _ => Phrase("自费结清离院", "left self-paid, closed"),
    }
}

/// What else is known.
pub fn circumstance(word: &str) -> Phrase {
    match word {
        "died" => Phrase("患者已去世", "the patient has died"),
        _ => Phrase("欠费离院", "left owing"),
    }
}
