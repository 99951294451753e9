//! What the cashier reads about each flaw.

use super::{Flaw, Kind};
use crate::money::AmountError;

impl Flaw {
    pub(super) fn chinese(&self) -> String {
        match self {
            Self::TooLarge { bytes, bytes_max } => format!("文件有 {bytes} 字节，超过上限 {bytes_max} 字节"),
            Self::NotUtf8 { line, column } => format!("第 {line} 行第 {column} 列不是 UTF-8 编码（是否为 GBK？）"),
            Self::NotJson { line, column } => format!("第 {line} 行第 {column} 列不符合 JSON 格式"),
            Self::RepeatedField => "同一字段出现两次".into(),
            Self::UnknownField => "没有这个字段".into(),
            Self::Missing => "缺少该字段".into(),
            Self::WrongKind { expected } => format!("应为{}", expected.chinese()),
            Self::NotAChoice { words } => format!("只能是：{words}"),
            Self::Amount(why) => chinese_amount(*why),
            Self::NotAnIdentifier { len_max } => format!("只能是不含空格的字母、数字和符号，最多 {len_max} 个字符"),
            Self::Empty => "不能为空".into(),
            Self::TooLong { len_max } => format!("超过 {len_max} 个字符"),
            Self::Unprintable => "含有控制字符（乱码）".into(),
            Self::NoLines => "没有费用明细".into(),
            Self::TooManyDiagnoses { count, count_max } => format!("有 {count} 条诊断，最多 {count_max} 条"),
            Self::TotalDiffers { given, found } => format!("总额为 {given}，明细合计为 {found}，两者不等"),
            Self::BelowZero => "不能小于零".into(),
            Self::LineNoNotDigits => "明细号只能是 1 至 15 位数字，且不能为零".into(),
            Self::LineNoRepeated { first } => format!("明细号与 lines[{first}] 重复"),
            Self::RefundOfNothing => "数量为负的明细必须在 refund_of 中写明所退的明细号".into(),
            Self::RefundNotNegative => "退费明细的数量必须为负".into(),
            Self::RefundOfUnknown { original } => format!("所退的明细 {original} 不在账单中"),
            Self::RefundOfRefund { original } => format!("所退的明细 {original} 本身就是退费"),
            Self::RefundPriceDiffers { original } => format!("单价与所退的明细 {original} 不同"),
            Self::RefundCountExceeded { refunded, charged } => format!("累计退数量 {refunded}，超过原数量 {charged}"),
            Self::RefundAmountExceeded { refunded, charged } => format!("累计退金额 {refunded}，超过原金额 {charged}"),
            Self::SignsDiffer => "金额与数量的正负号不一致".into(),
            Self::DischargedTooEarly => "出院时间早于入院时间".into(),
            Self::DiedOutsideStay => "死亡日期不在入院与出院之间".into(),
            Self::MainDiagnoses { count } => format!("有 {count} 条主诊断，必须恰好一条"),
            Self::DepositNotPositive => "预交金必须大于零".into(),
            Self::ReceiptRepeated { first } => format!("预交金收据号与 deposits[{first}] 重复"),
            Self::More { count } => format!("另有 {count} 处错误未列出"),
        }
    }
}

impl Kind {
    fn chinese(self) -> &'static str {
        match self {
            Self::Object => "对象 {…}",
            Self::Array => "数组 […]",
            Self::Text => "带引号的文字",
            Self::Amount => "数字",
            Self::Flag => "布尔值 true 或 false",
            Self::Time => "形如 2026-11-20T10:30:00 的时间",
            Self::Date => "形如 2026-11-20 的日期",
        }
    }
}

fn chinese_amount(why: AmountError) -> String {
    match why {
        AmountError::NotANumber => "不是数字".into(),
        AmountError::TooManyPlaces { places_max } => format!("小数超过 {places_max} 位"),
        AmountError::TooLarge => "超过十六位数字".into(),
        AmountError::TooLong => "数字过长".into(),
    }
}
