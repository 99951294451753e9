//! The same faults in Chinese.

use super::{Fault, clipped, listed, variable};
use crate::config::Key;

pub(super) fn sentence(fault: &Fault) -> String {
    match fault {
        Fault::Unreadable { why } => format!("无法读取：{why}"),
        Fault::TooLarge { bytes_max } => format!("超过 {bytes_max} 字节"),
        Fault::NotUtf8 => "不是 UTF-8 编码，请另存为 UTF-8".to_owned(),
        Fault::NotToml { why } => format!("不是有效的 TOML：{why}"),
        Fault::UnknownKey { key, nearest } => format!("没有配置项 {key}{}", suggested(nearest.as_deref())),
        Fault::UnknownVariable { nearest } => {
            format!("没有对应的配置项（YIJIE_ 开头的环境变量都必须是配置项）{}", suggested(nearest.as_deref()))
        }
        Fault::NotATable { section } => format!("{section} 应为一节：[{section}]"),
        Fault::WrongShape { key, expected, found } => {
            format!("{key} 应为{}，现为{}", expected.chinese(), found.chinese)
        }
        Fault::WrongValue { key, found: Some(found), expected } => {
            format!("{key} 的值 {:?} 不对，应为 {}", clipped(found), expected.chinese)
        }
        Fault::WrongValue { key, found: None, expected } => format!("{key} 的值不对，应为 {}", expected.chinese),
        Fault::SecretInFile { key } => format!(
            "{key} 不得写在配置文件中（配置文件会被复制、展示）：请写入仅所有者可读的文件并用 {key}_file 指明，或设置 {}",
            variable(key)
        ),
        Fault::GivenTwice { key } => format!("{key} 与 {key}_file 同时给出，请只留一个"),
        Fault::SecretFile { key, why } => format!("{key} 的文件{}", why.chinese),
        Fault::Missing { key } => format!("缺少 {key}：{}", how(key)),
        Fault::NoFile { looked_in } => format!("没有配置文件；找过 {}", listed(looked_in)),
        Fault::More { more } => format!("另有 {more} 处"),
    }
}

fn suggested(nearest: Option<&str>) -> String {
    nearest.map_or_else(String::new, |nearest| format!("，是否为 {nearest}？"))
}

fn how(path: &str) -> String {
    let Some(key) = Key::named(path) else { return String::new() };
    let flag = key.flag().map(|flag| format!("，或用 --{flag}")).unwrap_or_default();
    let (section, name) = key.parts();
    let under = if section.is_empty() { String::new() } else { format!("的 [{section}] 下") };
    format!("在 yijie.toml {under}设 {name} = {}，或设环境变量 {}{flag}", key.example, key.variable())
}
