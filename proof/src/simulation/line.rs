//! The line between the desk and the platform, and the printer: where faults strike.

use yijie::desk::{Nobody, Patience};
use yijie::platform::transport::{Request, Response, SendError, Stage, Transport};
use yijie::training;
use yijie_crash_vfs::Restart;
use yijie_receipt_printer::{Job, PrinterError, ReceiptPrinter, Step};

use super::fault::{Kind, Place};
use super::world::{Paper, World};

impl Transport for World {
    fn send(&self, request: &Request) -> Result<Response, SendError> {
        if self.has_stopped() {
            return Err(broken());
        }
        let message = letter(request);
        let (n, kind) = {
            let mut state = self.state();
            state.messages += 1;
            let n = state.messages;
            (n, state.due(|place| place == Place::Message(n)))
        };
        match kind {
            Some(Kind::Drain) => self.drain_in_between(),
            Some(Kind::ClockBack) => self.state().wall_error -= 3_600,
            Some(Kind::ClockForward) => {
                let mut state = self.state();
                state.wall_error += 3_600;
                state.ahead = state.ahead.max(state.wall_error);
            }
            _ => {}
        }
        if kind == Some(Kind::StopBeforeSend) {
            return self.stop();
        }
        if n > MESSAGES_MAX {
            self.state().wrong.push(format!("P5: without end: {MESSAGES_MAX} messages were sent"));
            return self.stop();
        }
        let mut state = self.state();
        if kind == Some(Kind::Unreachable) || state.ms < state.down_until_ms {
            state.pass(20);
            return Err(SendError { stage: Stage::Connect, what: "no connection".to_owned() });
        }
        let id = field(&message.body, "msgid");
        if !state.ids.insert(id.clone()) {
            state.wrong.push(format!("message id {id} was used twice, the second time by message {n}"));
        }
        let infno = message.path.rsplit('/').next().unwrap_or_default().to_owned();
        let read_ms_max = request.limits.read_ms_max;
        state.pass(TRAVEL_MS);
        let arrives_at = state.ms;
        match kind {
            Some(Kind::Lost) => {
                state.pass(read_ms_max);
                return Err(timed_out());
            }
            Some(Kind::Late) => {
                state.under_way.push((arrives_at + 500, message));
                return Err(broken());
            }
            Some(Kind::LateToHorizon) => {
                state.under_way.push((arrives_at + HORIZON_MS - 1, message));
                return Err(broken());
            }
            Some(Kind::BadGatewayInstead) => return Ok(bad_gateway()),
            Some(Kind::Busy) => {
                let now = yijie::desk::beijing(state.time());
                let reply = state.platform.refusal("系统繁忙，请稍后再试", now);
                return Ok(Response { status: reply.status, body: reply.body });
            }
            _ => {}
        }
        let before = state.last.get(&infno).or_else(|| state.last.values().next_back()).cloned();
        let (status, body) = state.arrive(&message);
        state.last.insert(infno, body.clone());
        let mut response = Response { status, body };
        match kind {
            Some(Kind::Twice) => {
                state.arrive(&message);
            }
            Some(Kind::TwiceSecondAnswer) => response.body = state.arrive(&message).1,
            Some(Kind::TwiceLate) => state.under_way.push((arrives_at + HORIZON_MS - 1, message)),
            Some(Kind::ReplyLost) => {
                state.pass(read_ms_max);
                return Err(timed_out());
            }
            Some(Kind::ReplyBroken) => return Err(broken()),
            Some(Kind::ReplySlow) => state.pass(read_ms_max.saturating_sub(2 * TRAVEL_MS)),
            Some(Kind::BadGateway) => return Ok(bad_gateway()),
            Some(Kind::Truncated) => response.body.truncate(response.body.len() / 2),
            Some(Kind::Swapped) => response.body = before.unwrap_or(response.body),
            Some(Kind::Miscounted) => response.body = miscounted(&response.body),
            Some(Kind::UnknownWords) => {
                let now = yijie::desk::beijing(state.time());
                response.body = state.platform.refusal("业务处理完毕，请核对", now).body;
            }
            Some(Kind::PlatformRestart) => {
                state.down_until_ms = state.ms + 20_000;
                return Err(broken());
            }
            Some(Kind::StopAfterSend) => {
                drop(state);
                return self.stop();
            }
            _ => {}
        }
        state.pass(TRAVEL_MS);
        Ok(response)
    }
}

impl World {
    /// The process stops here: nothing more reaches the disk, the line or the printer.
    fn stop<T>(&self) -> Result<T, SendError> {
        self.state().restart = Restart::Process;
        self.drive.disk().stop();
        Err(broken())
    }

    /// The queue comes to the very stay whose message is under way. It must pass it over.
    fn drain_in_between(&self) {
        let (desk, key) = {
            let state = self.state();
            (state.desk.upgrade(), state.key.clone())
        };
        let (Some(desk), Some(key)) = (desk, key) else { return };
        // What comes of it is the checkers' to see. It has all the time in the world, so that it would act if it could.
        desk.replay(&key, Patience { doubt_ms_max: 60_000, platform_ms_max: 60_000 }, &mut Nobody);
    }
}

impl ReceiptPrinter for World {
    fn print(&mut self, job: &Job) -> Result<(), PrinterError> {
        let gone = || PrinterError::Unreachable {
            step: Step::Open,
            source: std::io::Error::from(std::io::ErrorKind::NotConnected),
        };
        if self.has_stopped() {
            return Err(gone());
        }
        let kind = {
            let mut state = self.state();
            state.prints += 1;
            let n = state.prints;
            state.due(|place| place == Place::Print(n))
        };
        if kind == Some(Kind::NoPaper) {
            return Err(gone());
        }
        if kind == Some(Kind::StopBeforePrint) {
            return self.stop().map_err(|_| gone());
        }
        let settlement = self.state().standing_in(job.text());
        let paper = Paper { job: job.id().to_owned(), text: job.text().to_owned(), settlement };
        let mut state = self.state();
        if paper.settlement.is_none() {
            state.wrong.push(format!("P3: {} was printed, and no settlement stands that it names", paper.job));
        }
        state.papers.push(paper);
        drop(state);
        if kind == Some(Kind::StopAfterPrint) {
            return self.stop().map_err(|_| gone());
        }
        Ok(())
    }
}

impl super::world::State {
    /// The standing settlement that a paper names.
    fn standing_in(&self, text: &str) -> Option<String> {
        let books = self.platform.books();
        let rows = books["settlements"].as_array()?;
        let standing = rows.iter().filter(|row| row["state"] == "stands");
        standing.filter_map(|row| row["setl_id"].as_str()).find(|id| text.contains(id)).map(str::to_owned)
    }
}

/// The message as the platform's end gets it.
fn letter(request: &Request) -> training::Request {
    let path = request.url.split_once("://").map_or(request.url.as_str(), |(_, rest)| rest);
    let path = path.find('/').map_or("/", |slash| &path[slash..]).to_owned();
    let headers = request.headers.iter().map(|(name, value)| (name.to_ascii_lowercase(), value.clone())).collect();
    training::Request { path, headers, body: request.body.clone().into_bytes() }
}

/// The value of a text field of an envelope.
fn field(body: &[u8], name: &str) -> String {
    let text = String::from_utf8_lossy(body);
    let wanted = format!("\"{name}\":\"");
    let value = text.split_once(&wanted).and_then(|(_, rest)| rest.split_once('"'));
    value.map(|(value, _)| value.to_owned()).unwrap_or_default()
}

/// The answer with another total in it.
fn miscounted(body: &[u8]) -> Vec<u8> {
    let text = String::from_utf8_lossy(body);
    text.replacen("\"medfee_sumamt\":", "\"medfee_sumamt\":9", 1).into_bytes()
}

fn bad_gateway() -> Response {
    let page = "<html>\r\n<head><title>502 Bad Gateway</title></head>\r\n<body></body>\r\n</html>\r\n";
    Response { status: 502, body: page.as_bytes().to_vec() }
}

fn timed_out() -> SendError {
    SendError { stage: Stage::TimedOut, what: "no answer in time".to_owned() }
}

fn broken() -> SendError {
    SendError { stage: Stage::Broken, what: "connection reset".to_owned() }
}

/// Many times what the longest schedule needs.
const MESSAGES_MAX: u32 = 1_000;
/// One way.
const TRAVEL_MS: u64 = 20;
/// H of the training profile.
pub const HORIZON_MS: u64 = 3_000;
