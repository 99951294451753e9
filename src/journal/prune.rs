//! The retention rule: bodies and replies of stays long at rest are emptied. What happened stays for ever.

use jiff::Timestamp;

use super::entry::AuditLine;
use super::{Journal, JournalError};

/// What the retention rule emptied.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Pruned {
    /// Bodies of messages.
    pub bodies: usize,
    /// Replies to them.
    pub replies: usize,
}

impl Journal {
    /// Empties bodies and replies of the stays that are at rest and have not changed since `before`. Message ids,
    /// ends, the platform's words, digests, bills and states are kept; a stay in the queue keeps everything.
    pub fn prune(&mut self, before: Timestamp, now: Timestamp) -> Result<Pruned, JournalError> {
        self.commit(|page| {
            let before_ms = before.as_millisecond();
            let bodies = page.db.prepare_cached(EMPTY_BODIES)?.execute([before_ms])?;
            let replies = page.db.prepare_cached(EMPTY_REPLIES)?.execute([before_ms])?;
            if bodies + replies > 0 {
                let detail = format!("bodies {bodies}, replies {replies}, of stays at rest before {before}");
                page.append_audit(now, None, &AuditLine::new("yijie", "prune", detail))?;
            }
            Ok(Pruned { bodies, replies })
        })
    }
}

/// What is still kept leads, not the stays: of those there are ever more.
const EMPTY_BODIES: &str = "
    UPDATE attempts INDEXED BY attempts_kept SET sealed_body = NULL
    WHERE sealed_body IS NOT NULL
      AND EXISTS (SELECT 1 FROM stays
                  WHERE stays.stay_no = attempts.stay_no AND at_rest = 1 AND changed_at_ms < ?)";

const EMPTY_REPLIES: &str = "
    UPDATE ends INDEXED BY ends_kept SET sealed_reply = NULL
    WHERE sealed_reply IS NOT NULL
      AND EXISTS (SELECT 1 FROM attempts NATURAL JOIN stays
                  WHERE attempts.message_id = ends.message_id AND at_rest = 1 AND changed_at_ms < ?)";
