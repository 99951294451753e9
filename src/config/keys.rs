//! The keys, each declared once. Nothing else in the program lists them.

use std::path::PathBuf;

use yijie_core::person::PersonName;
use yijie_core::region::DivisionCode;
use yijie_core::settlement::ids::InstitutionCode;

use super::assembly::Assembly;
use super::declare::{Key, Section, Standard, configuration};
use super::effective::Effective;
use super::language::LanguageChoice;
use super::value::{
    DeskNumber, HttpUrl, LogLevel, Loopback, Paper, Printer, ProfileChoice, ReaderChoice, SealCipher, SecretText, Text,
    WebOrigin, Whole,
};

configuration! {
    language: LanguageChoice = Standard::Text("auto"), also "lang", example r#""zh""#,
        en "The language of messages for people. `auto` follows the locale.",
        zh "面向使用者的提示语言；auto 表示随系统区域设置。";

    [institution] Institution, "The hospital, as the platform knows it", "医疗机构" {
        code: InstitutionCode, example r#""H36010200001""#,
            en "The hospital's code on the platform (`fixmedins_code`).",
            zh "定点医药机构编号（fixmedins_code）。";
        name: Text<200>, example r#""南昌市示范医院""#,
            en "The hospital's name on the platform (`fixmedins_name`), also printed on receipts.",
            zh "定点医药机构名称（fixmedins_name），同时印在凭条上。";
        division: DivisionCode, example r#""360100""#,
            en "Where the hospital treats: its division code (`mdtrtarea_admvs`).",
            zh "就医地医保区划（mdtrtarea_admvs）。";
    }

    [desk] Desk, "This cashier's desk", "收费窗口" {
        slot: DeskNumber, example "7",
            en "The number of this desk. No other desk of the hospital may have it: it is part of every message id, \
                and two desks with one number would send ids that collide.",
            zh "窗口号，全院唯一：它是报文编号的一部分，两个窗口同号会造成报文编号冲突。";
        operator: Text<30>, example r#""0042""#,
            en "The operator's number, as given to the platform at sign-in (`opter`).",
            zh "经办人编号，签到时报送（opter）。";
        operator_name: PersonName, example r#""陈小红""#,
            en "The operator's name, as given to the platform (`opter_name`).",
            zh "经办人姓名（opter_name）。";
    }

    [platform] Platform, "The insurance platform", "医保平台" {
        profile: ProfileChoice, example r#""jiangxi""#,
            en "How this province's platform wants to be spoken to: the name of a built-in profile, or the path of a \
                profile file (anything with a slash or ending in `.toml`).",
            zh "平台方言：内置方言名，或方言文件路径（含斜杠或以 .toml 结尾者视为路径）。";
        url: HttpUrl, example r#""http://10.36.1.20:8080/CSB""#,
            en "The platform's address, up to the part that the profile adds for each transaction.",
            zh "平台地址，不含方言按交易追加的部分。";
        key: Option<SecretText>, example r#""""#,
            en "The access key that the platform gave the hospital. Not needed where a box in the hospital signs.",
            zh "平台发放的访问标识；由院内前置机签名时不需要。";
        key_file: Option<PathBuf>, example r#""/etc/yijie/platform.key""#,
            en "A file that holds `platform.key`, readable by its owner only.",
            zh "存放 platform.key 的文件，仅所有者可读。";
        secret: Option<SecretText>, example r#""""#,
            en "The secret that goes with the access key and signs every message.",
            zh "与访问标识配对的密钥，用于每条报文的签名。";
        secret_file: Option<PathBuf>, example r#""/etc/yijie/platform.secret""#,
            en "A file that holds `platform.secret`, readable by its owner only.",
            zh "存放 platform.secret 的文件，仅所有者可读。";
        ca_file: Option<PathBuf>, example r#""/etc/yijie/ca.pem""#,
            en "Certificate authorities in PEM to trust for the platform, instead of the system's.",
            zh "平台所用证书机构（PEM），代替系统自带者。";
        proxy: Option<HttpUrl>, example r#""http://10.36.0.1:3128""#,
            en "A proxy on the way to the platform. The environment's `http_proxy` is never used.",
            zh "通往平台的代理；从不使用环境变量 http_proxy。";
    }

    [reader] Reader, "The card reader", "读卡器" {
        name: ReaderChoice = Standard::Text("any"), example r#""ACS ACR39U ICC Reader 00 00""#,
            en "The reader's name as PC/SC gives it, or `any` for the first with a card.",
            zh "PC/SC 报告的读卡器名称；any 表示任何有卡的读卡器。";
    }

    [journal] Journal, "The journal, which must never be lost", "日志库（不得丢失）" {
        path: PathBuf = Standard::State("journal.sqlite"), example r#""/var/lib/yijie/journal.sqlite""#,
            en "Where the journal is. On a local disk: not on a network share.",
            zh "日志库位置；须在本机磁盘，不得放在网络共享上。";
        key_file: PathBuf = Standard::State("journal.key"), example r#""/var/lib/yijie/journal.key""#,
            en "The key that seals personal data in the journal. Keep a copy elsewhere: without it the journal \
                cannot be read.",
            zh "日志库个人信息的加密密钥文件；请另存副本，丢失则日志无法读取。";
        cipher: SealCipher = Standard::Text("aes-256-gcm"), example r#""sm4-gcm""#,
            en "How personal data in the journal are sealed: `aes-256-gcm` or `sm4-gcm`. After a change, \
                `yijie journal rotate-key` seals anew what was sealed before.",
            zh "日志库个人信息的加密算法：aes-256-gcm 或 sm4-gcm（国密）；更改后用 yijie journal rotate-key 重新加密已有内容。";
        retention_days: Whole<1, 3650> = Standard::Text("400"), unit "days", example "400",
            en "How long the bodies of messages are kept after a stay has come to rest. What happened is kept for ever.",
            zh "住院记录办结后报文正文的保存天数；办理经过永久保存。";
    }

    [limits] Limits, "Limits", "上限" {
        bill_bytes_max: Whole<1_024, 16_777_216> = Standard::Text("16777216"), unit "bytes", example "16777216",
            en "The largest bill accepted from the hospital system.",
            zh "接受的账单最大字节数。";
        doubt_wait_ms_max: Whole<0, 600_000> = Standard::Text("30000"), unit "milliseconds", example "30000",
            en "How long the desk waits at the counter for a doubt to end, before it leaves it to the queue.",
            zh "结果不明时在窗口等待查明的最长时间，超过即转入待办队列。";
        queue_items_max: Whole<1, 100_000> = Standard::Text("1000"), unit "stays", example "1000",
            en "How many stays may wait in the queue before new settlements are refused.",
            zh "待办队列上限，达到后不再受理新的结算。";
        queue_lanes_max: Whole<1, 16> = Standard::Text("4"), unit "stays", example "4",
            en "How many stays of the queue are worked off at the same time. Each stay keeps its own order.",
            zh "同时办理的待办住院数；同一住院的各步骤仍按顺序进行。";
        queue_yuan_max: Whole<1, 1_000_000_000> = Standard::Text("100000000"), unit "yuan", example "2000000",
            en "How many yuan of bills may wait in the queue together before new settlements are refused.",
            zh "待办队列中账单总额的上限（元），达到后不再受理新的结算。";
        queue_age_hours_max: Whole<1, 87_600> = Standard::Text("8760"), unit "hours", example "72",
            en "How old the oldest item of the queue may be before new settlements are refused.",
            zh "待办队列中最久一笔的时限（小时），达到后不再受理新的结算。";
        decision_persons: Whole<1, 2> = Standard::Text("1"), unit "persons", example "2",
            en "How many persons a decision takes, about what cannot be found out or a closed stay; two confirm under \
                two names.",
            zh "负责人决定（查不明的一步、重新打开自费结清）需要的人数；2 表示须由另一人用自己的姓名再次确认。";
    }

    [receipt] Receipt, "Receipts", "凭条" {
        paper: Paper = Standard::Text("80mm"), example r#""80mm""#,
            en "The receipt's paper.",
            zh "凭条纸张。";
        printer: Printer = Standard::Text("none"), example r#""tcp:10.36.2.31:9100""#,
            en "Where receipts are printed.",
            zh "凭条打印机。";
        telephone: Option<Text<50>>, example r#""0791-00000000""#,
            en "The hospital's telephone for questions, printed on receipts.",
            zh "凭条上印的医院咨询电话。";
    }

    [api] Api, "The local API", "本机接口" {
        listen: Loopback = Standard::Text("127.0.0.1:8737"), example r#""127.0.0.1:8737""#,
            en "Where the local API listens. Only this machine can reach it.",
            zh "本机接口监听地址，仅限本机访问。";
        token_file: PathBuf = Standard::State("api.token"), example r#""/var/lib/yijie/api.token""#,
            en "The file with the token that guards every call; made at the first start, readable by its owner.",
            zh "接口令牌文件；首次启动时生成，仅所有者可读。";
        origins: Vec<WebOrigin> = Standard::Text(""), example r#"["http://his.hospital.local"]"#,
            en "Web pages that may call the local API, by origin. All others are refused.",
            zh "允许调用本机接口的网页来源，其余一律拒绝。";
    }

    [log] Log, "Logs, which never hold personal data", "运行日志（不含个人信息）" {
        level: LogLevel = Standard::Text("info"), example r#""info""#,
            en "How much is logged.",
            zh "日志级别。";
        file: Option<PathBuf>, example r#""/var/log/yijie/yijie.log""#,
            en "The log file; without it, standard error.",
            zh "日志文件；不设则写到标准错误。";
    }
}
