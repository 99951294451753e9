//! What a card can do wrong, and being the wrong one.

group! {
    /// The card.
    Card:
    Absent "card.absent" of Card ends Card
        "读卡器中没有卡。" => "请插入患者的社会保障卡，芯片朝上插到底。"
        "There is no card in the reader." => "Insert the patient's social security card, chip up, all the way.";
    Unpowered "card.unpowered" of Card ends Card
        "卡已插入，但没有应答。" => "请检查卡是否插反，擦净芯片后重新插入；仍无应答时改用电子凭证或身份证。"
        "The card is inserted and does not answer." => "Turn it round, wipe the chip and insert it again; failing that, use the electronic voucher or the citizen number.";
    BankCard "card.bank_card" of Card ends Card
        "这是银行卡，不是社会保障卡。" => "请换用社会保障卡。"
        "This is a bank card, not a social security card." => "Use the social security card.";
    Foreign "card.foreign" of Card ends Card
        "这张卡没有社会保障应用，无法识别。" => "请确认是社会保障卡；若是，请由发卡机构检测，本次改用电子凭证或身份证。"
        "This card has no social security application." => "Make sure that it is a social security card; if it is, have its issuer test it, and use the electronic voucher or the citizen number today.";
    UnknownVersion "card.version_unknown" of Card ends Card
        "卡的规范版本（{detail}）本程序读不了。" => "请改用电子凭证或身份证，并把版本号告诉信息科。"
        "The card follows a specification version that this program cannot read ({detail})." => "Use the electronic voucher or the citizen number, and tell the IT department the version.";
    Unreadable "card.unreadable" of Card ends Card
        "卡上的数据不完整或不符合规范：{detail}。" => "请重新插卡再读一次；仍然失败时改用电子凭证或身份证，并请患者到发卡机构检测。"
        "What the card says is incomplete or out of order: {detail}." => "Insert it and read it once more; failing that, use the electronic voucher or the citizen number, and have the issuer test the card.";
    Unauthenticated "card.authentication_wanted" of Card ends Card
        "这张卡的个人信息要经过外部认证才能读取，本读卡方式做不到；卡没有损坏。" => "请改用医院的社保卡读卡库或加密机接入方式读卡（由信息科配置）；本次可改用电子凭证或身份证。"
        "The card gives its holder's data only after an external authentication, which this way of reading cannot make; the card is not damaged." => "The IT department can set up reading by the vendor's library or the hospital's security module; use the electronic voucher or the citizen number today.";
    Locked "card.locked" of Card ends Card
        "卡已被锁定，不能读取。" => "请患者到发卡机构解锁；本次改用电子凭证或身份证。"
        "The card is locked." => "The issuer can unlock it; use the electronic voucher or the citizen number today.";
    Pulled "card.pulled" of Card ends Card
        "读卡时卡被拔出。" => "请重新插入卡，读完之前不要拔出。"
        "The card was pulled while it was being read." => "Insert it again and leave it until it has been read.";
    Reset "card.reset" of Card ends Card
        "读卡时卡被其他程序重置，多次重读仍未成功。" => "请关闭其他正在读卡的程序后再试。"
        "Another program kept resetting the card while it was being read." => "Close other programs that read cards, then try again.";
    HeldByAnother "card.held_by_another" of Reader ends Card
        "卡正被其他程序独占。" => "请关闭其他正在读卡的程序（如医院系统的读卡窗口）后再试。"
        "Another program holds the card for itself." => "Close other programs that read cards, such as the hospital system's card window, then try again.";
    WrongPerson "card.wrong_person" of HospitalData ends HospitalData
        "卡与账单不是同一个人（证件号码不同）。" => "请核对是否拿错了卡，或选错了住院号。"
        "The card is not the bill's patient's: the citizen numbers differ." => "See whether it is the wrong card or the wrong stay.";
    WrongName "card.wrong_name" of HospitalData ends HospitalData
        "卡与账单的证件号码相同，姓名不同。" => "请核对患者姓名；若是生僻字或曾用名，请在医院系统中更正后重新发送账单。"
        "Card and bill have the same citizen number and different names." => "Check the name; if it is a rare character or a former name, correct it in the hospital system and send the bill again.";
}
