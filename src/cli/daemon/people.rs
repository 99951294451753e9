//! What people do about a stay, asked of the daemon.

use serde_json::Value;
use yijie_core::settlement::ids::StayNo;

use super::Daemon;
use super::line::of_stay;
use crate::cli::answer::Fell;
use crate::cli::people::Wish;

impl Daemon {
    /// Carries a wish about a stay to the daemon.
    pub fn wish(&self, stay: &StayNo, wish: Wish, body: &Value) -> Result<Value, Fell> {
        let of_item = |what: &str| of_stay(stay, what).replacen("/v1/stays/", "/v1/queue/", 1);
        let path = match wish {
            Wish::Show => return self.line.get(&of_item("")),
            Wish::Decide => of_item("/decision"),
            Wish::Leave => of_stay(stay, "/leaving?reveal=true"),
            Wish::Withdraw => of_stay(stay, "/withdrawal?reveal=true"),
            Wish::Note => of_stay(stay, "/note"),
        };
        self.line.post(&path, body.to_string().into_bytes())
    }

    /// Hands over at the daemon.
    pub fn shift(&self, body: &Value) -> Result<Value, Fell> {
        self.line.post("/v1/shift", body.to_string().into_bytes())
    }
}
