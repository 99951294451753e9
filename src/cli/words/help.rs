//! What `--help` teaches.

use super::Phrase;

pub const PROGRAM: Phrase = Phrase(
    "异结：异地参保患者出院即时结算",
    "Yijie settles a hospital discharge instantly for a patient insured in another city",
);
pub const AFTER: Phrase = Phrase(
    "先试一试：yijie demo（不需要任何配置）。连接真实平台：先写 yijie.toml（见 docs/configuration.md），用 yijie config 核对。\n\
     退出码：0 完成 · 1 本程序故障 · 2 用法或配置 · 3 平台拒绝 · 4 已排队或结果未明 · 5 卡或读卡器 · 6 医院数据 · 7 本机存储 · 8 平台不可达或未准入，什么也没有发出",
    "Try it first: yijie demo (needs no configuration). For a real platform write yijie.toml (docs/configuration.md) and check it with yijie config.\n\
     Exit codes: 0 done · 1 a fault of this program · 2 usage or configuration · 3 refused by the platform · 4 queued or in doubt · 5 card or reader · 6 hospital data · 7 local storage · 8 platform not reachable or not admitted, nothing sent",
);
pub const JSON: Phrase = Phrase(
    "以 JSON 作答（稳定格式），供程序使用；步骤显示在标准错误",
    "Answer in JSON (a stable format) for programs; steps go to standard error",
);
pub const RUN: Phrase = Phrase(
    "后台程序：读卡器、本机接口、待办队列；用 Ctrl-C 停止",
    "The daemon: readers, the local API, the queue; stop it with Ctrl-C",
);
pub const CARD: Phrase = Phrase("读卡并显示（默认遮蔽个人信息）", "Read the card and show it, masked");
pub const REVEAL: Phrase = Phrase("完整显示个人信息", "Show personal data in full");
pub const LIST: Phrase = Phrase("只列出读卡器", "Only list the readers");
pub const WAIT: Phrase = Phrase("等待插卡的秒数", "Wait so many seconds for a card");
pub const CHECK: Phrase = Phrase(
    "读卡并询问平台：是谁、哪个险种、有何备案、能否在此结算，不能则为什么、怎么办",
    "Card and platform: who this is, which insurance, which filing, may the stay settle here, and if not why and what now",
);
pub const INSURANCE: Phrase = Phrase(
    "险种代码，如 310 职工、390 居民；默认取在保的基本医保",
    "The insurance by its code, such as 310 or 390; by default the basic one in force",
);
pub const SETTLE: Phrase = Phrase(
    "出院结算：上传费用、出院登记、预结算、确认、结算、打印。重复运行得到首次结果",
    "The discharge: fees, discharge, pre-settlement, confirmation, settlement, receipt. Run again, it gives the first result",
);
pub const BILL: Phrase = Phrase(
    "账单文件（JSON，格式见 docs/bill.schema.json）；- 表示标准输入",
    "The bill (JSON, see docs/bill.schema.json); - for standard input",
);
pub const YES: Phrase = Phrase("不再询问，直接结算", "Settle without asking");
pub const NO_ACCOUNT: Phrase = Phrase("不使用个人账户", "Do not use the personal account");
pub const NO_CARD: Phrase =
    Phrase("没有卡：用账单上的身份证号办理", "Without a card: by the citizen number on the bill");
pub const SHOW: Phrase = Phrase("一次住院的办理经过", "A stay's story");
pub const STAY: Phrase = Phrase("医院的住院号", "The hospital's own stay number");
pub const CANCEL: Phrase = Phrase("撤销一次住院的结算（2305）", "Cancel a stay's settlement (2305)");
pub const REASON: Phrase = Phrase("撤销原因", "Why");
pub const RECOVERED: Phrase =
    Phrase("结算后退给患者的款项已经收回", "What was refunded to the patient after the settlement is back in the till");
pub const QUEUE: Phrase = Phrase("待办队列：什么在等、为什么、从何时起", "What waits, why, since when");
pub const REPLAY: Phrase = Phrase("立即处理待办队列", "Work off what waits, now");
pub const RECEIPT: Phrase = Phrase("补打结算单，标明为副本", "Print the receipt again, marked as a copy");
pub const TRAINING: Phrase = Phrase("单独运行培训平台", "The training platform alone");
pub const LISTEN: Phrase = Phrase("监听地址，仅限本机", "Where to listen, on this machine only");
pub const FAULTS: Phrase = Phrase("故障文件（TOML）：何时出什么故障", "A file (TOML) of what breaks and when");
pub const SETTINGS: Phrase = Phrase("平台行为文件（TOML）", "A file (TOML) of how this platform behaves");
pub const KEEP: Phrase = Phrase(
    "记录文件：收到的报文记入此文件，重新启动时由此继续；请与同一行为文件一起使用",
    "A file for what it is told; started again with it, and the same settings, it goes on where it was",
);
pub const DEMO: Phrase =
    Phrase("演示：三位患者出院，不需要任何配置", "Three patients leave the hospital; needs no configuration");
pub const CONFIG: Phrase = Phrase(
    "列出生效的配置及其来源，密钥遮蔽",
    "The effective configuration and where each value came from, secrets masked",
);

pub const JOURNAL: Phrase = Phrase(
    "日志库：核验、备份、恢复、换窗口号、恢复后的核对",
    "The journal as a whole: verify, back up, restore, adopt, account for",
);
pub const VERIFY: Phrase = Phrase(
    "核验日志：文件、审计链、加密、每次住院的状态与金额；有问题时退出码 7",
    "Verify it: file, audit trail, seals, every stay's state and money; ends with 7 where something is wrong",
);
pub const BACKUP: Phrase = Phrase(
    "在线备份（办理不停），备份完成后自行核验；不覆盖已有文件；不含密钥",
    "Back it up while the desk works, and verify the copy; overwrites nothing; the key is not in it",
);
pub const BACKUP_FILE: Phrase = Phrase("备份文件，须尚不存在", "The backup, which must not exist yet");
pub const RESTORE: Phrase = Phrase(
    "用备份替换日志（先询问，原日志另存）；恢复的日志在认领前什么也不发送",
    "Put a backup in its place (asks; what was there is kept aside); it sends nothing until it is adopted",
);
pub const RESTORE_FILE: Phrase = Phrase("备份文件", "The backup");
pub const YES_TO_ALL: Phrase = Phrase("不再询问", "Do not ask");
pub const ADOPT: Phrase = Phrase(
    "认领被恢复、复制或移动过的日志：换一个从未用过的窗口号；未了结的住院须先核对",
    "Give a journal that was restored, copied or moved a desk slot that was never used; what is open must be accounted for",
);
pub const SLOT: Phrase =
    Phrase("新窗口号 0–99；缺省取配置", "The new desk slot, 0 to 99; by default the configured one");
pub const BY: Phrase = Phrase("由谁决定（姓名或工号），记入审计", "Who decides; goes into the audit trail");
pub const REASON_OF: Phrase =
    Phrase("为什么，记入审计；不要写患者姓名", "Why; goes into the audit trail, so no patient's name");
pub const ACCOUNT: Phrase =
    Phrase("记下恢复后一次住院与平台核对的结果", "Say what the platform's books show of a stay since the backup");
pub const FOUND: Phrase = Phrase(
    "nothing：平台没有日志之外的记录，继续办理；dealt-with：平台已有，已由人处理完毕，不再办理",
    "nothing: no more than the journal knows, so it goes on; dealt-with: more, and a person has finished it",
);
pub const ROTATE_KEY: Phrase = Phrase(
    "更换密钥：边办理边重新加密，中断后可续；换算法（journal.cipher）后也用它",
    "A new key: everything is sealed anew while the desk works, and goes on where it was interrupted; also after journal.cipher was changed",
);
pub const PERSON: Phrase = Phrase(
    "按身份证号查住院；写 - 则从标准输入读，不留在命令记录里",
    "The stays of a person by citizen number; - reads it from standard input, so that no history keeps it",
);
