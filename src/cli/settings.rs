//! `yijie config`: what counts, and where it came from.

use serde_json::json;

use super::answer::Done;
use super::screen::Screen;
use crate::config::Config;

/// Lists every key.
pub fn config(screen: &Screen, config: &Config) -> Done {
    for effective in config.effective() {
        let value = effective.value.as_deref().unwrap_or("—");
        screen.tell(&format!("{:<26} {value:<40} {}", effective.key, effective.from));
    }
    Done::with(&json!({ "config": config.effective() }))
}
