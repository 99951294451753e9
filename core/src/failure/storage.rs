//! The journal and the disk that it lies on. What the journal cannot keep is not sent.

group! {
    /// Local storage.
    Storage:
    Newer "journal.newer" of Storage ends Storage
        "日志由更新版本的程序写成（{detail}），本版本不能打开。" => "请升级本程序；不要删除日志。"
        "The journal was written by a newer version of this program ({detail})." => "Upgrade the program; do not delete the journal.";
    OtherPlatform "journal.other_platform" of Storage ends Storage
        "日志属于另一个平台（{detail}），不能混用。" => "请核对平台地址和日志路径；培训与正式环境各用各的日志。"
        "The journal belongs to another platform ({detail})." => "Check the platform's address and the journal's path; training and real work have a journal each.";
    Held "journal.held" of Storage ends Storage
        "日志正被另一个程序使用（{detail}）。" => "请使用已在运行的窗口；确实没有时，结束残留的进程后再试。"
        "Another process holds the journal ({detail})." => "Use the window that is running; if there is none, end the process that was left behind and try again.";
    Damaged "journal.damaged" of Storage ends Storage
        "日志已损坏：{detail}。" => "请停止收费操作，保留原文件，联系信息科从备份恢复；不要删除日志。"
        "The journal is damaged: {detail}." => "Stop, keep the file as it is, and have the IT department restore a backup; do not delete it.";
    DiskFull "journal.disk_full" of Storage ends Storage
        "磁盘已满，办理已停止。" => "请清理磁盘后再试；此前已经发出的，届时会自动查明，不会重复办理。"
        "The disk is full; work has stopped." => "Make room, then try again; what was sent before is found out then, and not done twice.";
    WriteFailed "journal.write_failed" of Storage ends Storage
        "日志写入失败，办理已停止：{detail}。" => "请信息科检查磁盘，恢复前不要结算；此前已经发出的，届时会自动查明。"
        "The journal could not be written; work has stopped: {detail}." => "The IT department should check the disk; do not settle before. What was sent is found out then.";
    NotOpened "journal.not_opened" of Storage ends Storage
        "日志打不开：{detail}。" => "请核对日志路径和权限。"
        "The journal cannot be opened: {detail}." => "Check its path and permissions.";
    WrongKey "journal.wrong_key" of Storage ends Storage
        "密钥文件与日志不匹配，读不出患者资料。" => "请找回原来的密钥文件；不要新建密钥。"
        "The key file does not fit the journal, so personal data cannot be read." => "Find the original key file; do not make a new one.";
    KeyMissing "journal.key_missing" of Storage ends Storage
        "找不到日志的密钥文件：{detail}。" => "请从备份恢复密钥文件，并限制为本人可读。"
        "The journal's key file is missing: {detail}." => "Restore it from a backup, readable by its owner only.";
    KeyExposed "journal.key_exposed" of Storage ends Storage
        "密钥文件其他人也能读：{detail}。" => "请把文件权限改为仅本人可读（0600），并考虑更换密钥。"
        "Others can read the key file: {detail}." => "Make it readable by its owner only (0600), and consider a new key.";
    Moved "journal.moved" of Storage ends Storage
        "日志被移动、复制或从备份恢复过，已停止发送：{detail}。" => "请由负责人确认，并等待与平台对账后继续。"
        "The journal was moved, copied or restored; sending has stopped: {detail}." => "A person in charge must confirm it, and the platform's books must agree first.";
    ReceiptMissing "receipt.missing" of Usage ends Usage
        "该次住院没有可以打印的单据。" => "请先完成结算；用 yijie show 查看进度。"
        "The stay has no receipt to print." => "Settle it first; see where it stands with yijie show.";
    ReceiptVoid "receipt.void" of Usage ends Usage
        "该单据对应的结算已撤销，不能再打印为有效单据。" => "请收回原单据；重新结算后再打印。"
        "The settlement of this receipt was cancelled." => "Take the original back; print again after settling again.";
    OutputFailed "receipt.output_failed" of Storage ends Storage
        "单据文件写不出：{detail}。结算不受影响。" => "请核对输出目录的空间和权限，然后补打。"
        "The receipt's file cannot be written: {detail}. The settlement is not affected." => "Check space and permissions of the output folder, then print again.";
}
