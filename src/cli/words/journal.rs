//! What is said of the journal as a whole.

use super::Phrase;

pub const FILE: Phrase = Phrase("检查文件", "the file");
pub const AUDIT: Phrase = Phrase("检查审计链", "the audit trail");
pub const STAYS: Phrase = Phrase("住院", "stays");
pub const MESSAGES: Phrase = Phrase("报文", "messages");
pub const SEALED: Phrase = Phrase("加密值", "sealed values");
pub const AUDIT_LINES: Phrase = Phrase("审计行", "audit lines");
pub const FINDINGS: Phrase = Phrase("问题", "findings");
pub const WHOLE: Phrase = Phrase("日志完好", "the journal is whole");
pub const BACKED_UP: Phrase = Phrase("备份已完成并核验", "backed up and verified");
pub const KEEP_KEY: Phrase =
    Phrase("备份不含密钥；请把密钥文件的副本另外保存：", "the key is not in it; keep a copy of the key file apart:");
pub const FROM_BACKUP: Phrase = Phrase("备份时间", "backup of");
pub const RESTORE_MEANS: Phrase = Phrase(
    "恢复后，备份之后办理的住院不在日志中，只在平台上；现有日志会另存。",
    "What was settled after the backup will not be in the journal, only on the platform; the journal that is there is kept aside.",
);
pub const RESTORE_ASK: Phrase = Phrase("用备份替换日志？[y/N] ", "Put the backup in the journal's place? [y/N] ");
pub const RESTORED: Phrase = Phrase("已恢复", "restored");
pub const ASIDE: Phrase = Phrase("原日志另存为", "the journal that was there is kept as");
pub const ADOPT_NEXT: Phrase = Phrase(
    "现在只能查看。下一步：yijie journal adopt --slot 新窗口号 --by 姓名 --reason 原因",
    "It can be read only. Next: yijie journal adopt --slot NEW --by NAME --reason WHY",
);
pub const ADOPTED: Phrase = Phrase("日志已归本机，窗口号", "the journal is at home here, in desk slot");
pub const SET_SLOT: Phrase = Phrase("请在 yijie.toml 的 [desk] 中写：", "now write into [desk] of yijie.toml:");
pub const TO_ACCOUNT: Phrase = Phrase(
    "须与平台核对后才能继续的住院（yijie journal account）：",
    "stays to be compared with the platform before they go on (yijie journal account):",
);
pub const NOT_COVERED: Phrase = Phrase(
    "备份之后才办理的住院，日志并不知道：重新结算前，平台会说“已结算”，届时请负责人处理。",
    "The journal knows nothing of stays that began after the backup: settled again, the platform says that they are settled, and a person decides.",
);
pub const ROTATED: Phrase =
    Phrase("已换新密钥，全部内容已重新加密；第几代：", "sealed anew under a new key; generation:");
pub const KEEP_KEY_ANEW: Phrase = Phrase(
    "请重新备份日志并另存密钥文件；此前的备份只有旧密钥能打开：",
    "Back the journal up again and keep a copy of the key file; earlier backups open with the earlier key only:",
);
pub const NOBODY: Phrase = Phrase("日志中没有此人的住院", "the journal has no stay of this person");
