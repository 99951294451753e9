//! What goes wrong on the way, decided purely: rules in, the course of one message out. The HTTP shell carries the
//! course out with sleeps and cut lines; a simulation carries out the same course with its own time.

use std::collections::BTreeMap;

use serde::Deserialize;
use thiserror::Error;

use super::{
    envelope::path_infno,
    exchange::{Reply, Request},
    gateway,
};

/// The longest that a rule may delay or hold, milliseconds.
const MS_MAX: u64 = 600_000;

const BUSY: &str = "系统繁忙,请稍后再试";
const SYSTEM: &str = "系统异常";
const IN_PROGRESS: &str = "结算进行中,请勿重复操作";
const STALE_SIGNATURE: &str = "签名时间戳超时!";
const BAD_GATEWAY_PAGE: &str = "<html>\r\n<head><title>502 Bad Gateway</title></head>\r\n<body>\r\n<center><h1>502 Bad \
                                Gateway</h1></center>\r\n<hr><center>nginx</center>\r\n</body>\r\n</html>\r\n";

/// The rules, and how often each transaction was seen.
#[derive(Clone, Debug, Default)]
pub struct Faults {
    rules: Vec<Rule>,
    seen: BTreeMap<String, u64>,
    /// The last reply to each transaction, for the reply that is somebody else's.
    last: BTreeMap<String, Reply>,
}

impl Faults {
    /// Reads rules. Each is a `[[fault]]` with `infno` (missing = every transaction), `nth` (counted from 1 per
    /// transaction; missing = every one), `action`, and what the action takes: `ms`, `text`, `handled`.
    ///
    /// Actions: `refuse` (text, handled), `busy` `system` `in_progress` (handled), `delay` (ms), `late` (ms),
    /// `hold` (ms), `drop_request`, `drop_reply`, `twice`, `swap`, `answer_twice`, `bad_gateway` (handled),
    /// `truncate`, `cut`, `unauthorized` (text), `redirect` (text: the location), `die` (ms, handled).
    pub fn from_toml(text: &str) -> Result<Self, FaultsError> {
        let document: Document = toml::from_str(text)?;
        let rules = document.fault.into_iter().map(Rule::parse).collect::<Result<_, _>>()?;
        Ok(Self { rules, ..Self::default() })
    }

    /// Adds the rules of another set, and counts their occurrences from now on.
    pub fn add(&mut self, more: Self) {
        self.seen.clear();
        self.rules.extend(more.rules);
    }

    /// What becomes of the next message. The first rule that fits is taken.
    pub fn course(&mut self, request: &Request) -> Course {
        let infno = infno(request);
        let seen = self.seen.entry(infno.clone()).or_default();
        *seen += 1;
        let rule = self.rules.iter().find(|rule| rule.fits(&infno, *seen));
        rule.map_or_else(Course::ordinary, |rule| rule.course.clone())
    }

    /// What leaves the platform, from the course and the platform's own reply. `refusal` writes an envelope.
    pub fn departing(
        &mut self,
        request: &Request,
        course: &Course,
        own: Option<Reply>,
        refusal: impl FnOnce(&str) -> Reply,
    ) -> Departure {
        let infno = infno(request);
        let anothers = self.last.get(&infno).or_else(|| self.last.values().next()).cloned();
        if let Some(own) = &own {
            self.last.insert(infno, own.clone());
        }
        match (&course.answer, own) {
            (Answer::Refusal(text), _) => Departure::Whole(refusal(text)),
            (Answer::Instead(reply), _) => Departure::Whole(reply.clone()),
            (Answer::Nothing | Answer::HungUp, _) | (_, None) => Departure::Nothing,
            (Answer::Own, Some(own)) => Departure::Whole(own),
            (Answer::Anothers, Some(own)) => Departure::Whole(anothers.unwrap_or(own)),
            (Answer::Doubled, Some(own)) => Departure::Doubled(own),
            (Answer::CutShort, Some(own)) => Departure::CutShort(own),
            (Answer::Truncated, Some(mut own)) => {
                own.body.truncate(own.body.len() / 2);
                Departure::Whole(own)
            }
        }
    }
}

/// A faults file that can't be read: the fault of whoever wrote it.
#[derive(Debug, Error)]
pub enum FaultsError {
    /// Not TOML, or a key or an action that does not exist; the message names the line.
    #[error("faults file: {0}")]
    Syntax(#[from] toml::de::Error),
    /// A rule that lacks what its action takes, or has what it doesn't take.
    #[error("faults file: {action:?} {why}")]
    Rule {
        /// The action.
        action: String,
        /// What is wrong with it.
        why: &'static str,
    },
}

/// What becomes of one message.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Course {
    /// Before the platform handles it, milliseconds.
    pub wait_ms: u64,
    /// How often the platform handles it; the first reply is the one that counts.
    pub deliveries: u8,
    /// Before the answer leaves, milliseconds.
    pub hold_ms: u64,
    /// What the sender gets.
    pub answer: Answer,
    /// From when the answer would leave, the platform is down for so long and resets every connection.
    pub down_ms: u64,
}

impl Course {
    /// Nothing goes wrong.
    pub fn ordinary() -> Self {
        Self { wait_ms: 0, deliveries: 1, hold_ms: 0, answer: Answer::Own, down_ms: 0 }
    }

    fn answering(answer: Answer) -> Self {
        Self { answer, ..Self::ordinary() }
    }

    fn unhandled(self) -> Self {
        Self { deliveries: 0, ..self }
    }
}

/// What the sender gets.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Answer {
    /// The platform's reply.
    Own,
    /// Somebody else's reply: the last one before.
    Anothers,
    /// A refusal with this text in an envelope.
    Refusal(String),
    /// Something else in place of the reply.
    Instead(Reply),
    /// The connection is closed without an answer.
    Nothing,
    /// The connection is closed before the message is even handled.
    HungUp,
    /// Half of the reply's text, as a whole HTTP answer.
    Truncated,
    /// The connection breaks in the middle of the reply.
    CutShort,
    /// The reply, and once more behind it.
    Doubled,
}

/// What is written to the line.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Departure {
    /// The line is closed.
    Nothing,
    /// A reply.
    Whole(Reply),
    /// The first half of a reply.
    CutShort(Reply),
    /// A reply, twice.
    Doubled(Reply),
}

/// When, and what then.
#[derive(Clone, Debug)]
struct Rule {
    infno: Option<String>,
    nth: Option<u64>,
    course: Course,
}

impl Rule {
    fn fits(&self, infno: &str, seen: u64) -> bool {
        self.infno.as_deref().is_none_or(|wanted| wanted == infno) && self.nth.is_none_or(|nth| nth == seen)
    }

    fn parse(line: Line) -> Result<Self, FaultsError> {
        let wrong = |why| FaultsError::Rule { action: format!("{:?}", line.action), why };
        let (needs_ms, takes_text, takes_handled) = line.action.takes();
        if needs_ms && line.ms.is_none_or(|ms| ms > MS_MAX) {
            return Err(wrong("needs `ms`, at most 600000"));
        }
        if !needs_ms && line.ms.is_some() {
            return Err(wrong("takes no `ms`"));
        }
        if line.text.is_some() && !takes_text {
            return Err(wrong("takes no `text`"));
        }
        if line.action == Action::Refuse && line.text.is_none() {
            return Err(wrong("needs `text`"));
        }
        if line.handled.is_some() && !takes_handled {
            return Err(wrong("takes no `handled`"));
        }
        if line.nth == Some(0) {
            return Err(wrong("counts from 1"));
        }
        let course = line.action.course(line.ms.unwrap_or(0), line.text.as_deref());
        let course = if takes_handled && line.handled != Some(true) { course.unhandled() } else { course };
        Ok(Self { infno: line.infno, nth: line.nth, course })
    }
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Document {
    #[serde(default)]
    fault: Vec<Line>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Line {
    infno: Option<String>,
    nth: Option<u64>,
    action: Action,
    ms: Option<u64>,
    text: Option<String>,
    handled: Option<bool>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
enum Action {
    Refuse,
    Busy,
    System,
    InProgress,
    Delay,
    Late,
    Hold,
    DropRequest,
    DropReply,
    Twice,
    Swap,
    AnswerTwice,
    BadGateway,
    Truncate,
    Cut,
    Unauthorized,
    Redirect,
    Die,
}

impl Action {
    /// Whether it needs `ms`, and takes `text` and `handled`.
    fn takes(self) -> (bool, bool, bool) {
        match self {
            Self::Refuse => (false, true, true),
            Self::Busy | Self::System | Self::InProgress | Self::BadGateway => (false, false, true),
            Self::Delay | Self::Late | Self::Hold => (true, false, false),
            Self::Unauthorized | Self::Redirect => (false, true, false),
            Self::Die => (true, false, true),
            Self::DropRequest
            | Self::DropReply
            | Self::Twice
            | Self::Swap
            | Self::AnswerTwice
            | Self::Truncate
            | Self::Cut => (false, false, false),
        }
    }

    /// The course if the message is handled.
    fn course(self, ms: u64, text: Option<&str>) -> Course {
        let refusal = |text: &str| Course::answering(Answer::Refusal(text.to_owned()));
        match self {
            Self::Refuse => refusal(text.unwrap_or_default()),
            Self::Busy => refusal(BUSY),
            Self::System => refusal(SYSTEM),
            Self::InProgress => refusal(IN_PROGRESS),
            Self::Delay => Course { wait_ms: ms, ..Course::ordinary() },
            Self::Late => Course { wait_ms: ms, ..Course::answering(Answer::HungUp) },
            Self::Hold => Course { hold_ms: ms, ..Course::ordinary() },
            Self::DropRequest => Course::answering(Answer::Nothing).unhandled(),
            Self::DropReply => Course::answering(Answer::Nothing),
            Self::Twice => Course { deliveries: 2, ..Course::ordinary() },
            Self::Swap => Course::answering(Answer::Anothers),
            Self::AnswerTwice => Course::answering(Answer::Doubled),
            Self::BadGateway => Course::answering(Answer::Instead(Reply::new(502, "text/html", BAD_GATEWAY_PAGE))),
            Self::Truncate => Course::answering(Answer::Truncated),
            Self::Cut => Course::answering(Answer::CutShort),
            Self::Unauthorized => {
                let reply = gateway::unauthorized(text.unwrap_or(STALE_SIGNATURE));
                Course::answering(Answer::Instead(reply)).unhandled()
            }
            Self::Redirect => {
                let mut reply = Reply::new(307, "text/plain", "");
                reply.headers.insert("location".into(), text.unwrap_or("/training/elsewhere").to_owned());
                Course::answering(Answer::Instead(reply)).unhandled()
            }
            Self::Die => Course { down_ms: ms, ..Course::answering(Answer::Nothing) },
        }
    }
}

/// The transaction that a message is for: its path says, or its body.
fn infno(request: &Request) -> String {
    if let Some(infno) = path_infno(&request.path) {
        return infno.to_owned();
    }
    let body: serde_json::Value = serde_json::from_slice(&request.body).unwrap_or_default();
    body.get("infno").and_then(serde_json::Value::as_str).unwrap_or_default().to_owned()
}
