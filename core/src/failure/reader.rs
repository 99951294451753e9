//! What can be wrong between the program and a card.

group! {
    /// The reader.
    Reader:
    Missing "reader.missing" of Reader ends Card
        "没有找到读卡器。" => "请检查读卡器的连线和电源，重新插拔后再试。"
        "No card reader was found." => "Check its cable and power, plug it in again and try once more.";
    NotNamed "reader.not_named" of Usage ends Usage
        "没有名为“{detail}”的读卡器。" => "请用 yijie card --list 查看现有的读卡器，并改正配置。"
        "There is no reader named \"{detail}\"." => "See which there are with yijie card --list, and mend the configuration.";
    ServiceDown "reader.service_down" of Reader ends Card
        "智能卡服务（PC/SC）没有运行。" => "请启动智能卡服务（Linux 为 pcscd，Windows 为 Smart Card）；程序会自动重新连接。"
        "The smart card service (PC/SC) is not running." => "Start it (pcscd on Linux, Smart Card on Windows); the program connects again by itself.";
    Held "reader.held" of Reader ends Card
        "读卡器超时没有应答，已停止使用。" => "请拔出卡，重新插拔读卡器；反复出现时请更换读卡器。"
        "The reader did not answer in time and is no longer used." => "Take the card out and plug the reader in again; replace it if this repeats.";
    Gone "reader.gone" of Reader ends Card
        "读卡器被拔下。" => "请重新接好读卡器，再插卡。"
        "The reader was unplugged." => "Plug it in again, then insert the card.";
    Driver "reader.driver" of Reader ends Card
        "读卡器驱动报错：{detail}。" => "请重新插拔读卡器；反复出现时请把这句话告诉信息科。"
        "The reader's driver reports: {detail}." => "Plug the reader in again; if it repeats, tell the IT department these words.";
    PrinterUnreachable "printer.unreachable" of Reader ends Storage
        "打印机没有应答：{detail}。结算不受影响。" => "请检查打印机的电源、纸张和连线，然后用 yijie receipt 补打。"
        "The printer does not answer: {detail}. The settlement is not affected." => "Check its power, paper and cable, then print again with yijie receipt.";
}
