//! `yijie journal rotate-key`: a new generation of the key, while the desk works.

use indicatif::{ProgressBar, ProgressDrawTarget};
use serde_json::json;

use crate::cli::answer::{Answer, Done};
use crate::cli::daemon::{self, Doer};
use crate::cli::screen::Screen;
use crate::cli::words::journal as w;
use crate::config::Config;

/// Seals everything anew, here or in the daemon.
pub fn rotate(screen: &Screen, config: &Config) -> Answer {
    let (generation, json) = match Doer::find(config, screen.language)? {
        Doer::Desk(desk) => {
            let bar = ProgressBar::with_draw_target(None, ProgressDrawTarget::stderr());
            let rotated = desk.rotate_key(&mut |rows| bar.set_position(rows as u64))?;
            bar.finish_and_clear();
            (rotated.generation, json!({ "generation": rotated.generation, "rows": rotated.rows }))
        }
        Doer::Daemon(daemon) => match daemon::rotate_key(screen, &daemon)? {
            Ok(rotated) => rotated,
            Err(refused) => return Ok(refused),
        },
    };
    screen.tell(&format!("{} {generation}", screen.phrase(w::ROTATED)));
    screen.tell(&format!("{} {}", screen.phrase(w::KEEP_KEY_ANEW), config.journal.key_file.display()));
    Ok(Done::with(json))
}
