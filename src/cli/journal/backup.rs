//! `yijie journal backup` and `restore`.

use std::path::Path;

use indicatif::{ProgressBar, ProgressDrawTarget};
use jiff::Timestamp;
use serde_json::json;
use yijie_core::failure::{Code, Storage, Usage};

use super::verify::watched;
use crate::cli::answer::{Answer, Done};
use crate::cli::compose;
use crate::cli::screen::Screen;
use crate::cli::words::journal as w;
use crate::config::Config;
use crate::desk::{Trouble, Verified, beijing, verify};
use crate::journal::Journal;

/// `yijie journal backup`: beside whoever works with the journal, and verified before it takes its name.
pub fn backup(screen: &Screen, config: &Config, file: &Path) -> Answer {
    let journal = compose::reading_journal(config)?;
    let bar = ProgressBar::with_draw_target(Some(1), ProgressDrawTarget::stderr());
    let mut verified = None;
    journal.backup::<Trouble>(
        file,
        compose::now()?,
        &mut |copied| {
            bar.set_length(copied.all);
            bar.set_position(copied.all.saturating_sub(copied.left));
        },
        |copy| {
            let found = verify(copy, &mut |_| {})?;
            match found.damage() {
                Some(damage) => Err(Trouble::new(Storage::Damaged, damage)),
                None => {
                    verified = Some(found);
                    Ok(())
                }
            }
        },
    )?;
    bar.finish_and_clear();
    let bytes = std::fs::metadata(file).map(|file| file.len()).unwrap_or_default();
    let stays = verified.as_ref().map_or(0, |found: &Verified| found.stays);
    screen.tell(&format!(
        "{}  {}  {bytes} B  {} {stays}",
        screen.phrase(w::BACKED_UP),
        file.display(),
        screen.phrase(w::STAYS)
    ));
    screen.tell(&format!("{} {}", screen.phrase(w::KEEP_KEY), config.journal.key_file.display()));
    Ok(Done::with(json!({
        "backup": file,
        "bytes": bytes,
        "stays": stays,
        "audit_lines": verified.as_ref().map(|found| found.audit_lines),
        "key_file": config.journal.key_file,
    })))
}

/// `yijie journal restore`: asks, puts the backup back, and keeps what was there aside.
pub fn restore(screen: &Screen, config: &Config, file: &Path) -> Answer {
    let key = compose::key(config)?;
    let bad = |trouble: Trouble| {
        let keeps: [Code; 2] = [Storage::WrongKey.into(), Storage::OtherPlatform.into()];
        let detail = format!("{}: {}", file.display(), trouble.detail(screen.language));
        if keeps.contains(&trouble.code) { trouble } else { Trouble::new(Storage::BadBackup, detail) }
    };
    if !file.is_file() {
        return Err(Trouble::new(Storage::BadBackup, file.display().to_string()));
    }
    let copy = Journal::open_read_only(file, key.clone()).map_err(|error| bad(error.into()))?;
    let taken = copy.backed_up_at()?.map(stamp);
    let verified = watched(screen, &copy)?;
    drop(copy);
    if let Some(damage) = verified.damage() {
        return Err(bad(Trouble::new(Storage::BadBackup, damage)));
    }
    let (stays, taken) = (verified.stays, taken.unwrap_or_else(|| "?".to_owned()));
    screen.say(&format!("{}  {taken}  {} {stays}", screen.phrase(w::FROM_BACKUP), screen.phrase(w::STAYS)));
    screen.say(screen.phrase(w::RESTORE_MEANS));
    if !screen.agrees(screen.phrase(w::RESTORE_ASK))? {
        return Err(Trouble::new(Usage::Declined, ""));
    }
    let put_back = Journal::restore(&config.journal.path, file, &compose::binding_of(config)?, &key, compose::now()?)?;
    screen.tell(&format!("{}  {}", screen.phrase(w::RESTORED), config.journal.path.display()));
    if let Some(aside) = &put_back.aside {
        screen.tell(&format!("{}  {}", screen.phrase(w::ASIDE), aside.display()));
    }
    screen.tell(screen.phrase(w::ADOPT_NEXT));
    Ok(Done::with(json!({
        "restored": config.journal.path,
        "aside": put_back.aside,
        "stays": stays,
        "backed_up_at": taken,
    })))
}

fn stamp(at: Timestamp) -> String {
    beijing(at).strftime("%Y-%m-%d %H:%M:%S").to_string()
}
