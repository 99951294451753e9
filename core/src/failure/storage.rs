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
        "日志已损坏，只能查看，已停止办理：{detail}。" => "请保留原文件，用 yijie journal verify 查明，再由信息科用 yijie journal restore 从备份恢复；不要删除日志。"
        "The journal is damaged; it can be read, and nothing is settled: {detail}." => "Keep the file, see what is wrong with yijie journal verify, and have the IT department put a backup back with yijie journal restore; do not delete it.";
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
        "日志被移动、复制或从备份恢复过，已停止发送：{detail}。" => "请由负责人用 yijie journal adopt 换一个未用过的窗口号，未了结的住院与平台核对后继续。"
        "The journal was moved, copied or restored; sending has stopped: {detail}." => "A person in charge must give it a desk slot that was never used, with yijie journal adopt; what is open is compared with the platform's books first.";
    OtherSlot "journal.other_slot" of Storage ends Storage
        "日志所属窗口号与配置不同（{detail}）。" => "请核对配置的 desk.slot；确实要换窗口号时，用 yijie journal adopt。"
        "The journal is of another desk slot than the configuration ({detail})." => "Check desk.slot; to give the journal another slot, use yijie journal adopt.";
    SlotUsed "journal.slot_used" of Usage ends Usage
        "该窗口号以前用过（{detail}），再用可能重号。" => "请换一个全院从未用过的窗口号。"
        "This desk slot was used before ({detail}): message ids could come twice." => "Choose one that no desk of the hospital ever had.";
    NotMoved "journal.not_moved" of Usage ends Usage
        "日志就在本机本窗口，无需认领。" => "直接办理即可。"
        "The journal is at home here; there is nothing to adopt." => "Go on as usual.";
    Exists "journal.exists" of Usage ends Usage
        "文件已存在（{detail}），不覆盖。" => "请换一个文件名。"
        "A file of that name is there ({detail}); nothing is overwritten." => "Choose another name.";
    Unaccounted "journal.unaccounted" of Storage ends Waiting
        "日志恢复后，该住院尚未与平台核对，什么也不会发出：{detail}。" => "请按平台的结算记录核对后，用 yijie journal account 记下结果；核对前不要再次结算。"
        "The journal was restored, and this stay was not compared with the platform's books yet; nothing is sent: {detail}." => "Compare it with the platform's settlements and say what was found with yijie journal account; do not settle again before.";
    NothingToAccount "journal.accounted" of Usage ends Usage
        "该住院不需要核对（{detail}）。" => "直接办理即可。"
        "There is nothing to account for in this stay ({detail})." => "Go on as usual.";
    BadBackup "journal.bad_backup" of Storage ends Storage
        "备份文件不能用：{detail}。" => "原日志没有动；请换一份备份。"
        "The backup cannot be used: {detail}." => "The journal was left as it is; take another backup.";
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
