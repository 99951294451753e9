//! `yijie journal verify`: is the journal what this desk wrote?

use std::time::Duration;

use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};
use serde_json::{Value, json};
use yijie_core::failure::Storage;

use crate::cli::answer::{Answer, Done, error};
use crate::cli::compose;
use crate::cli::screen::Screen;
use crate::cli::words::journal as w;
use crate::config::Config;
use crate::desk::{self, Trouble, Verified, Verifying};
use crate::journal::{Journal, note_verdict};

/// Verifies the journal beside whoever works with it, says what it found, and has it remembered.
pub fn verify(screen: &Screen, config: &Config) -> Answer {
    let path = &config.journal.path;
    let journal = match compose::reading_journal(config) {
        Ok(journal) => journal,
        // So badly damaged that it does not even open.
        Err(trouble) if trouble.code == Storage::Damaged.into() => {
            note_verdict(path, Some(&trouble.detail(screen.language)))?;
            return Err(trouble);
        }
        Err(trouble) => return Err(trouble),
    };
    let verified = watched(screen, &journal)?;
    drop(journal);
    tell(screen, &verified);
    note_verdict(path, verified.damage().as_deref())?;
    let trouble = verified.damage().map(|damage| Trouble::new(Storage::Damaged, damage));
    if let Some(trouble) = trouble.as_ref().filter(|_| !screen.to_program) {
        screen.trouble(trouble);
    }
    let mut answer = verified_json(&verified);
    if let Some(object) = answer.as_object_mut() {
        object.insert("journal".to_owned(), json!(path));
        if let Some(trouble) = &trouble {
            object.insert("error".to_owned(), error(trouble, screen.language));
        }
    }
    Ok(Done::under(answer, trouble))
}

/// Verifies with a bar that moves.
pub fn watched(screen: &Screen, journal: &Journal) -> Result<Verified, Trouble> {
    let bar = ProgressBar::with_draw_target(None, ProgressDrawTarget::stderr());
    if let Ok(style) = ProgressStyle::with_template("{spinner} {msg} {bar:30} {pos}/{len} {eta}") {
        bar.set_style(style);
    }
    bar.enable_steady_tick(TICK);
    let verified = desk::verify(journal, &mut |at| match at {
        Verifying::File => bar.set_message(screen.phrase(w::FILE)),
        Verifying::Audit => bar.set_message(screen.phrase(w::AUDIT)),
        Verifying::Stays { done, all } => {
            bar.set_message(screen.phrase(w::STAYS));
            bar.set_length(u64::from(all));
            bar.set_position(u64::from(done));
        }
    });
    bar.finish_and_clear();
    verified
}

fn tell(screen: &Screen, verified: &Verified) {
    for finding in &verified.findings {
        screen.tell(&format!("  ✗ {finding}"));
    }
    let all = verified.findings_all;
    if all > verified.findings.len() as u64 {
        screen.tell(&format!("  … {all}"));
    }
    for (name, count) in [
        (w::STAYS, u64::from(verified.stays)),
        (w::MESSAGES, verified.messages),
        (w::SEALED, verified.sealed),
        (w::AUDIT_LINES, u64::from(verified.audit_lines)),
        (w::FINDINGS, all),
    ] {
        screen.field(name, &count.to_string());
    }
    if all == 0 {
        screen.tell(screen.phrase(w::WHOLE));
    }
}

/// A verification as programs see it.
pub fn verified_json(verified: &Verified) -> Value {
    let findings = verified.findings.iter().map(|finding| {
        json!({
            "kind": finding.kind.word(),
            "stay_no": finding.stay.as_ref().map(|stay| &stay.stay_no),
            "detail": finding.detail,
        })
    });
    json!({
        "whole": verified.findings_all == 0,
        "stays": verified.stays,
        "messages": verified.messages,
        "sealed": verified.sealed,
        "audit_lines": verified.audit_lines,
        "findings": findings.collect::<Vec<_>>(),
        "findings_all": verified.findings_all,
    })
}

const TICK: Duration = Duration::from_millis(120);
