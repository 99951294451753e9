//! Secrets that stand in files of their own.

use std::io::ErrorKind;
use std::path::Path;

use zeroize::Zeroizing;

use super::error::{ConfigError, Fault};
use super::source::{Given, Sources};
use super::value::Said;
use super::{KEYS, Key, Origin, Surroundings};

/// For each secret whose file a later source named than gave the secret itself: reads the file.
pub(super) fn resolve(sources: &mut Sources, surroundings: &dyn Surroundings) {
    for secret in KEYS.iter().filter(|key| key.secret) {
        let Some(file_key) = Key::named(&format!("{}_file", secret.path)) else { continue };
        let Some(file) = sources.given.get(file_key.path) else { continue };
        if let Some(direct) = sources.given.get(secret.path) {
            if direct.origin.rank() == file.origin.rank() {
                let (origin, fault) = (file.origin.clone(), Fault::GivenTwice { key: secret.path });
                sources.faults.push(ConfigError { origin, fault });
                continue;
            }
            if direct.origin.rank() > file.origin.rank() {
                continue;
            }
        }
        // An empty path is a fault of its own key, found when that is understood.
        if file.text.is_empty() {
            continue;
        }
        let (path, named_by) = (file.base.join(file.text.as_str()), file.origin.clone());
        match read(&path, surroundings) {
            Ok(text) => {
                let given = Given { text, origin: Origin::SecretFile { path }, base: file.base.clone() };
                sources.given.insert(secret.path, given);
            }
            Err(why) => {
                let fault = Fault::SecretFile { key: secret.path, why };
                sources.faults.push(ConfigError { origin: named_by, fault });
            }
        }
    }
}

fn read(path: &Path, surroundings: &dyn Surroundings) -> Result<Zeroizing<String>, Said> {
    let shown = path.display();
    let unreadable = |error: std::io::Error| match error.kind() {
        ErrorKind::NotFound => Said::new(format!("{shown} is not there"), format!(" {shown} 不存在")),
        _ => Said::new(format!("{shown} cannot be read: {error}"), format!(" {shown} 无法读取：{error}")),
    };
    if !surroundings.is_private(path).map_err(unreadable)? {
        return Err(Said::new(
            format!("{shown} can be read by others: run chmod 600 on it"),
            format!(" {shown} 可被他人读取，请执行 chmod 600"),
        ));
    }
    let bytes = Zeroizing::new(surroundings.read(path, SECRET_FILE_BYTES_MAX + 1).map_err(unreadable)?);
    if bytes.len() > SECRET_FILE_BYTES_MAX {
        return Err(Said::new(
            format!("{shown} is larger than {SECRET_FILE_BYTES_MAX} bytes"),
            format!(" {shown} 超过 {SECRET_FILE_BYTES_MAX} 字节"),
        ));
    }
    let text = std::str::from_utf8(&bytes)
        .map_err(|_| Said::new(format!("{shown} does not hold plain text"), format!(" {shown} 不是纯文本")))?;
    Ok(Zeroizing::new(text.trim().to_owned()))
}

const SECRET_FILE_BYTES_MAX: usize = 4_096;
