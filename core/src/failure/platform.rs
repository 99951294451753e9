//! What the platform says no to, by the kinds that its words can be told apart by, and its gateway's own noes.
//! The platform's text is always shown, since no list knows all of them.

group! {
    /// The platform's no.
    Platform:
    Credentials "platform.credentials" of Usage ends NotSent
        "医保网关不认本机的账号或密钥，没有办理：{detail}。" => "请信息科核对平台账号和密钥；重试没有用。"
        "The platform's gateway knows neither the key nor the user; nothing was done: {detail}." => "The IT department should check the platform's key and user; trying again does not help.";
    ClockSkew "platform.clock_skew" of Usage ends NotSent
        "本机时间与医保平台相差过大，签名被拒，没有办理。" => "请校准本机时间（北京时间）后再试。"
        "This machine's clock is too far from the platform's; the signature was turned away and nothing was done." => "Set the clock (+08:00), then try again.";
    Gateway "platform.gateway" of Platform ends NotSent
        "医保网关退回了请求，没有办理：{detail}。" => "请稍后再试；反复出现时请把这句话告诉信息科。"
        "The platform's gateway turned the request away; nothing was done: {detail}." => "Try again in a moment; if it repeats, tell the IT department these words.";
    NotFiled "platform.refused.not_filed" of Platform ends Refused
        "参保地没有该患者来本地就医的备案。平台原话：{detail}" => "请患者现在用手机或电话向参保地办理备案，然后按“再查一次”；出院结算前补办有效。"
        "The insured place has no filing for treatment here. The platform says: {detail}" => "The patient can file now by phone, then press check again; a filing made before the settlement counts.";
    FilingExpired "platform.refused.filing_expired" of Platform ends Refused
        "异地就医备案已过期。平台原话：{detail}" => "请患者向参保地续办备案，然后按“再查一次”。"
        "The filing has run out. The platform says: {detail}" => "The patient can renew it with the insured place, then press check again.";
    AlreadyAdmitted "platform.refused.already_admitted" of Platform ends Refused
        "平台上该患者已在院。平台原话：{detail}" => "请核对是否已在本院或别院办理入院；别院未办出院的，请患者先联系该院。"
        "The platform has the patient in hospital already. It says: {detail}" => "See whether it is here or elsewhere; the other hospital must discharge first.";
    NotAdmitted "platform.refused.not_admitted" of Platform ends Refused
        "平台上没有该次入院登记。平台原话：{detail}" => "请核对住院号；未登记的，请在账单中带上入院登记信息后重新发送。"
        "The platform has no such admission. It says: {detail}" => "Check the stay's number; if it was never registered, send the bill again with the admission's details.";
    AlreadyDischarged "platform.refused.already_discharged" of Platform ends Refused
        "平台上该次住院已办出院。平台原话：{detail}" => "若费用还要更改，请先撤销出院登记。"
        "The platform has the stay discharged already. It says: {detail}" => "If fees must still change, undo the discharge first.";
    FeesMissing "platform.refused.fees_missing" of HospitalData ends Refused
        "平台上没有收到全部费用明细。平台原话：{detail}" => "请重新上传费用后再结算。"
        "The platform does not have all fee lines. It says: {detail}" => "Upload the fees again, then settle.";
    TotalsDiffer "platform.refused.totals_differ" of HospitalData ends Refused
        "账单总额与平台上已上传的费用不相等。平台原话：{detail}" => "请清除已上传的费用并重新上传；仍不相等时请医院系统核对账单。"
        "The bill's total is not what was uploaded. The platform says: {detail}" => "Remove the uploaded fees and upload again; if they still differ, the hospital system must check the bill.";
    LineAlreadyThere "platform.refused.line_already_there" of HospitalData ends Refused
        "有费用明细号已在平台上。平台原话：{detail}" => "请清除该批明细后重新上传；内容变了的明细要用新的明细号。"
        "A fee line with this number is on the platform already. It says: {detail}" => "Remove that batch and upload it again; a changed line needs a new number.";
    BadLine "platform.refused.bad_line" of HospitalData ends HospitalData
        "平台不接受其中的费用明细，整批未收。平台原话：{detail}" => "请物价或信息科核对该明细的医保目录编码，改正后重新发送账单。"
        "The platform does not accept a fee line, and with it took none of the batch. It says: {detail}" => "Check the line's catalogue code, mend the mapping and send the bill again.";
    AlreadySettled "platform.refused.already_settled" of Platform ends Waiting
        "平台说该次住院已经结算。平台原话：{detail}" => "不要再次结算；程序会查明是哪一笔，请看待办队列。"
        "The platform says that the stay is settled already: {detail}" => "Do not settle again; the program finds out which settlement it is. See the queue.";
    UnknownOriginal "platform.refused.unknown_original" of Platform ends Waiting
        "平台查不到要冲正的原交易。平台原话：{detail}" => "不要再次结算；程序会过一段时间再次核实，请看待办队列。"
        "The platform does not know the message to reverse. It says: {detail}" => "Do not settle again; the program asks once more after a while. See the queue.";
    AlreadyReversed "platform.refused.already_reversed" of Platform ends Refused
        "原交易此前已经冲正。平台原话：{detail}" => "无需处理；需要时可以重新结算。"
        "The message was reversed before. The platform says: {detail}" => "Nothing to do; settle again if that is wanted.";
    CannotUndo "platform.refused.cannot_undo" of Platform ends Refused
        "平台不允许现在撤销。平台原话：{detail}" => "请联系医保办，由医保经办机构处理。"
        "The platform does not let this be undone now. It says: {detail}" => "The hospital's insurance office must take it to the agency.";
    NotDesignated "platform.refused.not_designated" of Platform ends Refused
        "本院或这类就诊没有开通异地直接结算。平台原话：{detail}" => "请患者全额付费，凭票据和清单回参保地报销。"
        "The hospital, or this kind of visit, is not networked for patients from elsewhere. The platform says: {detail}" => "The patient pays in full and claims at the insured place with invoice and itemised bill.";
    InsuranceSuspended "platform.refused.insurance_suspended" of Platform ends Refused
        "患者的医保待遇暂停、欠费或被冻结。平台原话：{detail}" => "请患者联系参保地经办机构；恢复后按“再查一次”，否则全额付费。"
        "The patient's insurance is suspended, in arrears or frozen. The platform says: {detail}" => "The patient should call the insured place; press check again once it is restored, or pay in full.";
    CardNotAccepted "platform.refused.card_not_accepted" of Card ends Refused
        "平台不接受这张卡或凭证。平台原话：{detail}" => "请核对是否本人的卡、是否挂失；也可以改用电子凭证或身份证。"
        "The platform does not accept the card or voucher. It says: {detail}" => "See whether it is the patient's own and not reported lost; or use the electronic voucher or the citizen number.";
    NotFound "platform.refused.not_found" of Platform ends Refused
        "平台上查不到。平台原话：{detail}" => "请核对患者的证件号码和参保地。"
        "The platform finds nothing. It says: {detail}" => "Check the patient's number and insured place.";
    Session "platform.refused.session" of Platform ends NotSent
        "平台要求重新签到，自动签到没有成功。平台原话：{detail}" => "请核对操作员编号，然后再试。"
        "The platform asks for a new sign-in, which did not succeed. It says: {detail}" => "Check the operator's number, then try again.";
    Malformed "platform.refused.malformed" of ThisProgram ends Refused
        "平台说报文有字段缺失或格式不对。平台原话：{detail}" => "请把这句话和时间告诉信息科；重试没有用。"
        "The platform says that a field is missing or malformed: {detail}" => "Tell the IT department these words and the time; trying again does not help.";
    InProgress "platform.refused.in_progress" of Platform ends Waiting
        "平台正在处理前一笔请求。平台原话：{detail}" => "请等一会儿，不要重复操作；程序会查明结果。"
        "The platform is still working on an earlier message. It says: {detail}" => "Wait, and do not repeat it; the program finds out how it ended.";
    Busy "platform.refused.busy" of Platform ends Waiting
        "医保平台繁忙。平台原话：{detail}" => "请稍后再试；程序会按间隔自动再试。"
        "The platform is busy. It says: {detail}" => "Try again in a moment; the program does so by itself, at intervals.";
    System "platform.refused.system" of Platform ends Waiting
        "医保平台或参保地系统出错，结果还不能确定。平台原话：{detail}" => "不要重复结算；程序会查明结果，请看待办队列。"
        "The platform, or the insured place behind it, failed, and the outcome is not known yet. It says: {detail}" => "Do not settle again; the program finds out how it ended. See the queue.";
    Unclassified "platform.refused.unclassified" of Platform ends Refused
        "平台拒绝办理。平台原话：{detail}" => "请按原话处理；看不懂时请联系医保办。"
        "The platform refuses. It says: {detail}" => "Act on its words; if they are not clear, call the hospital's insurance office.";
    NoInsurance "platform.no_insurance" of Platform ends Refused
        "该患者没有可用的基本医疗保险。" => "请患者联系参保地经办机构；本次全额付费，凭票据回参保地报销。"
        "The patient has no basic insurance in force." => "The patient should call the insured place, pay in full now and claim there.";
    QueryUnreadable "platform.query_unreadable" of Platform ends NotSent
        "平台对查询的应答读不懂：{detail}。查询不改变任何数据。" => "请稍后再试；反复出现时请把这句话告诉信息科。"
        "The platform's answer to a query cannot be read: {detail}. Queries change nothing." => "Try again in a moment; if it repeats, tell the IT department these words.";
}
