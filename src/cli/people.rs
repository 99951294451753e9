//! `yijie leave`, `withdraw`, `note`, `queue show`, `queue resolve`, `queue reopen`, `shift`: what people do about a stay
//! that cannot be settled now. The answer is the local API's own, whoever does the work.

use std::path::Path;

use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::{Value, json};
use yijie_core::failure::{Code, Settlement, Usage};
use yijie_core::settlement::ids::StayNo;

use super::answer::{Answer, Done};
use super::doer::Doer;
use super::screen::Screen;
use super::settle::bill_bytes;
use super::words::people as said;
use crate::api::people::{self, Failed};
use crate::api::view::{Show, TroubleView};
use crate::desk::{Desk, Trouble, beijing};

/// What a person wants done.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Wish {
    /// Let the patient leave.
    Leave,
    /// Take the stay back from the platform.
    Withdraw,
    /// Note that the patient died or left owing.
    Note,
    /// Tell the whole story.
    Show,
    /// Decide.
    Decide,
}

/// The body of a leaving, from the command line. What is paid names its receipt, as a deposit does.
pub fn leaving(
    way: &str,
    by: &str,
    paid: Option<&str>,
    (receipt, paid_by): (Option<&str>, Option<&str>),
    bill: Option<(&Path, u64)>,
) -> Result<Value, Trouble> {
    let mut body = json!({ "way": way.replace('-', "_"), "by": by });
    if let Some(amount) = paid {
        let amount: yijie_core::money::Yuan =
            amount.parse().map_err(|_| Trouble::new(Usage::Arguments, format!("--paid {amount}")))?;
        let receipt = receipt.ok_or_else(|| Trouble::new(Usage::Arguments, "--receipt"))?;
        let way = paid_by.unwrap_or("cash").replace('-', "_");
        body["paid"] = json!([{ "receipt_no": receipt, "way": way, "amount": amount }]);
    }
    if let Some((path, bytes_max)) = bill {
        let bytes = bill_bytes(path, bytes_max)?;
        let bill: Value = serde_json::from_slice(&bytes)
            .map_err(|_| Trouble::new(yijie_core::failure::Bill::NotJson, path.display().to_string()))?;
        body["bill"] = bill;
    }
    Ok(body)
}

/// Carries a wish out and shows what came of it.
pub fn wish(screen: &mut Screen, doer: &Doer, stay: &StayNo, wish: Wish, body: Value) -> Answer {
    let json = match doer {
        Doer::Desk(desk) => here(screen, desk, stay, wish, body)?,
        Doer::Daemon(daemon) => daemon.wish(stay, wish, &body)?,
    };
    match wish {
        Wish::Show => story(screen, &json),
        Wish::Decide if json["taken"] == json!(false) => screen.tell(screen.phrase(said::PROPOSED)),
        _ => {}
    }
    if wish != Wish::Show {
        let stay = if json["stay"].is_object() { &json["stay"] } else { &json };
        sentence(screen, stay);
    }
    if let Some(text) = json["slip"]["paper"].as_str() {
        screen.paper(text);
    }
    let trouble = ended_under(wish, &json).map(|trouble| TroubleView::of(&trouble, screen.language));
    Ok(Done::under(&json, trouble))
}

/// `yijie shift`.
pub fn shift(screen: &Screen, doer: &Doer, from: &str, to: &str) -> Answer {
    let body = json!({ "from": from, "to": to });
    let json = match doer {
        Doer::Desk(desk) => value(&people::shift(desk, &read(body)?, screen.language)?)?,
        Doer::Daemon(daemon) => daemon.shift(&body)?,
    };
    if let Some(text) = json["paper"]["paper"].as_str() {
        screen.paper(text);
    }
    Ok(Done::with(&json))
}

fn here(screen: &mut Screen, desk: &Desk, stay: &StayNo, wish: Wish, body: Value) -> Result<Value, Failed> {
    let language = screen.language;
    Ok(match wish {
        // What is printed at the desk is whole: it is the patient's own.
        Wish::Leave => value(&people::leave(desk, stay, read(body)?, Show::Revealed, language)?)?,
        Wish::Withdraw => value(&people::withdraw(desk, stay, read(body)?, Show::Revealed, screen, language)?)?,
        Wish::Note => value(&people::note(desk, stay, &read(body)?, language)?)?,
        Wish::Show => value(&people::item(desk, stay, language)?)?,
        Wish::Decide => value(&people::decide(desk, stay, read(body)?, screen, language)?)?,
    })
}

/// Under which entry of the book a command ends whose wish was granted: one that goes on by itself waits.
fn ended_under(wish: Wish, json: &Value) -> Option<Trouble> {
    if matches!(wish, Wish::Decide) && json["taken"] == json!(false) {
        return Some(Trouble::new(Settlement::SecondPerson, ""));
    }
    let code = json["error"]["code"].as_str().or_else(|| json["stay"]["error"]["code"].as_str())?;
    match wish {
        Wish::Withdraw | Wish::Decide => Code::find(code)
            .filter(|code| *code != Settlement::ClosedSelfPaid.into())
            .map(|code| Trouble::new(code, "")),
        Wish::Leave | Wish::Note | Wish::Show => None,
    }
}

/// The one sentence, and why.
fn sentence(screen: &Screen, stay: &Value) {
    let text = |value: &Value| value.as_str().unwrap_or_default().to_owned();
    screen.tell(&format!("{}  {}", text(&stay["stay_no"]), screen.phrase(said::sentence(&text(&stay["sentence"])))));
    if let Some(why) = stay["error"]["sentence"].as_str() {
        screen.tell(&format!("  {why}"));
        screen.tell(&format!("  {}", text(&stay["error"]["next_step"])));
    }
}

/// The whole story on the screen.
fn story(screen: &Screen, item: &Value) {
    let text = |value: &Value| value.as_str().unwrap_or_default().to_owned();
    let time = |value: &Value| {
        let at: Option<jiff::Timestamp> = value.as_str().and_then(|at| at.parse().ok());
        at.map(|at| beijing(at).strftime("%m-%d %H:%M:%S").to_string()).unwrap_or_default()
    };
    let each = |name: &str| item[name].as_array().cloned().unwrap_or_default();
    let stay = &item["stay"];
    screen.tell(&format!("{}  {}  {}", text(&stay["stay_no"]), text(&stay["patient"]), stay["total"]));
    screen.tell(&text(&item["says"]));
    for left in each("leavings") {
        let (at, way) = (time(&left["at"]), screen.phrase(said::way(&text(&left["way"]))));
        screen.tell(&format!("  {at}  {way}  {}  {}", left["paid"], text(&left["by"])));
    }
    for circumstance in each("circumstances") {
        screen.tell(&format!("  {}", screen.phrase(said::circumstance(&text(&circumstance)))));
    }
    for message in stay["story"].as_array().cloned().unwrap_or_default() {
        let (at, end) = (time(&message["at"]), text(&message["end"]));
        let (infno, id) = (text(&message["infno"]), text(&message["message_id"]));
        let (kind, words) = (text(&message["kind"]), text(&message["words"]));
        screen.tell(&format!("  {at}  {infno}  {id}  {kind}  {} {end}  {words}", text(&message["fate"])));
    }
    for decision in each("decisions") {
        let second = decision["second"].as_str().map(|second| format!(" + {second}")).unwrap_or_default();
        let (at, outcome) = (time(&decision["at"]), text(&decision["outcome"]));
        screen.tell(&format!("  {at}  {outcome}  {}{second}: {}", text(&decision["by"]), text(&decision["reason"])));
    }
    let rulings: Vec<_> = each("rulings").iter().map(|ruling| text(ruling).replace('_', "-")).collect();
    if !rulings.is_empty() {
        screen.tell(&format!("  {} {}", screen.phrase(said::RULINGS), rulings.join(" | ")));
    }
}

fn read<T: DeserializeOwned>(body: Value) -> Result<T, Trouble> {
    serde_json::from_value(body).map_err(|error| Trouble::new(Usage::Arguments, error.to_string()))
}

fn value<T: Serialize>(view: &T) -> Result<Value, Trouble> {
    serde_json::to_value(view).map_err(|error| Trouble::new(yijie_core::failure::Program::Internal, error.to_string()))
}
