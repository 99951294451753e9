//! What can be wrong with what the hospital hands over.

group! {
    /// The bill and the hospital's own data.
    Bill:
    Missing "bill.missing" of HospitalData ends HospitalData
        "找不到账单文件：{detail}。" => "请核对路径，或由医院系统重新导出账单。"
        "The bill's file is not there: {detail}." => "Check the path, or have the hospital system export it again.";
    Unreadable "bill.unreadable" of HospitalData ends HospitalData
        "账单文件打不开：{detail}。" => "请检查文件权限后再试。"
        "The bill's file cannot be opened: {detail}." => "Check its permissions, then try again.";
    TooLarge "bill.too_large" of HospitalData ends HospitalData
        "账单文件过大：{detail}。" => "上限为 16 MiB；请核对是否选错了文件。"
        "The bill's file is too large: {detail}." => "The limit is 16 MiB; see whether it is the right file.";
    NotJson "bill.not_json" of HospitalData ends HospitalData
        "账单不是 UTF-8 编码的 JSON：{detail}。" => "请医院系统按 docs/bill.schema.json 导出，编码用 UTF-8。"
        "The bill is not JSON in UTF-8: {detail}." => "The hospital system must write it by docs/bill.schema.json, in UTF-8.";
    Invalid "bill.invalid" of HospitalData ends HospitalData
        "账单有错误，没有发送：{detail}。" => "请医院系统按列出的每一处改正后重新发送。"
        "The bill is faulty; nothing was sent: {detail}." => "The hospital system must mend every place listed and send it again.";
    Fields "bill.fields" of HospitalData ends HospitalData
        "账单的字段有缺、有多或类型不对：{detail}。" => "请医院系统对照 docs/bill.schema.json 改正。"
        "Fields of the bill are missing, unknown or of another kind: {detail}." => "The hospital system must compare it with docs/bill.schema.json.";
    Value "bill.value" of HospitalData ends HospitalData
        "账单中有填写不合规的内容：{detail}。" => "请医院系统改正该字段后重新发送。"
        "A field of the bill holds what it cannot: {detail}." => "The hospital system must mend the field and send the bill again.";
    NoLines "bill.no_lines" of HospitalData ends HospitalData
        "账单没有费用明细。" => "请医院系统核对是否已记账，再重新发送。"
        "The bill has no fee lines." => "See whether the fees were booked, and send it again.";
    TotalDiffers "bill.total_differs" of HospitalData ends HospitalData
        "账单总额与明细合计不等：{detail}。" => "请医院系统核对漏记或重复的明细后重新发送。"
        "The bill's total is not the sum of its lines: {detail}." => "Look for a line that is missing or stands twice, and send it again.";
    LineNumber "bill.line_number" of HospitalData ends HospitalData
        "费用明细号不合规或重复：{detail}。" => "明细号须为 1 至 15 位数字、不为零、住院内不重复；请改正后重新发送。"
        "A fee line's number is not usable or stands twice: {detail}." => "It must be one to fifteen digits, not zero, unique in the stay.";
    Refund "bill.refund" of HospitalData ends HospitalData
        "退费明细与原明细对不上：{detail}。" => "请核对所退的明细号、单价和累计退数量、金额后重新发送。"
        "A refund line does not fit its original: {detail}." => "Check the line that it names, its price, and what all refunds of it come to.";
    Dates "bill.dates" of HospitalData ends HospitalData
        "账单中的日期次序不对：{detail}。" => "请核对入院、出院和死亡日期后重新发送。"
        "Dates of the bill are out of order: {detail}." => "Check the days of admission, discharge and death.";
    MainDiagnosis "bill.main_diagnosis" of HospitalData ends HospitalData
        "账单必须恰好有一条主诊断：{detail}。" => "请在医院系统中指定主诊断后重新发送。"
        "The bill must have exactly one main diagnosis: {detail}." => "Name it in the hospital system and send the bill again.";
    Deposit "bill.deposit" of HospitalData ends HospitalData
        "预交金记录有误：{detail}。" => "请核对预交金的收据号和金额后重新发送。"
        "The deposits are faulty: {detail}." => "Check their receipt numbers and amounts.";
    NotMapped "mapping.missing" of HospitalData ends HospitalData
        "有医院代码没有对照到医保编码：{detail}。" => "请在对照表中补上该代码，然后重新发送账单。"
        "A code of the hospital has no counterpart in the insurance's: {detail}." => "Add it to the mapping, then send the bill again.";
    MappingInvalid "mapping.invalid" of HospitalData ends HospitalData
        "对照表有错误：{detail}。" => "请按所示行号改正对照表。"
        "The mapping is faulty: {detail}." => "Mend it at the line that is named.";
}
