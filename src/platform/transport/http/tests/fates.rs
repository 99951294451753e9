//! From the encoded message over a real socket to the end of its attempt.

use std::io;
use std::sync::{Arc, Mutex};

use yijie_core::settlement::ask::{Answer, Category, Doubt, End, NotSent};

use super::*;
use crate::platform::sample::{Sample, hospital, now};
use crate::platform::{Ask, Credentials, Language, Profile};

const SETTLED: &str = include_str!("../../../../../fixtures/platform/replies/2304.json");

/// Settles the sample's stay once at this address.
fn settle_at(base_url: &str) -> End {
    let mut profile = Profile::built_in("training").unwrap();
    profile.time.read_ms_max = LIMITS.read_ms_max;
    let credentials = Credentials::new("key-1", "secret-1").unwrap();
    let language = Language::new(profile, hospital(), base_url, credentials).unwrap();
    let (sample, transport) = (Sample::new(), transport());
    let message = sample.settle();
    let body = language.encode(Ask::Message(&message), &sample.dossier(), &sample.stamp()).unwrap();
    let heard = transport.send(&language.request(&body, now(), "n-1"));
    language.end(&message, &sample.expected(), heard)
}

/// Settles once at a server that acts so, which must read exactly one request.
fn settle_with(act: Act) -> End {
    let server = Server::start(act);
    let end = settle_at(&server.url(""));
    let seen = server.finish();
    assert_eq!(seen.len(), 1, "{seen:?}");
    end
}

fn answer(status: &str, body: &str) -> Act {
    Act::Answer(format!("HTTP/1.1 {status}\r\nContent-Length: {}\r\n\r\n{body}", body.len()))
}

#[test]
fn settlement_answered_is_done() {
    let end = settle_with(answer("200 OK", SETTLED));
    assert!(matches!(end, End::Done(Answer::Settled(_))), "{end:?}");
}

#[test]
fn settlement_refused_in_known_words_is_refused() {
    let end = settle_with(answer("200 OK", "{\"infcode\":\"-1\",\"err_msg\":\"还未上传费用\",\"output\":null}"));
    assert!(matches!(&end, End::Refused(refusal) if refusal.category == Category::FeesMissing), "{end:?}");
}

#[test]
fn settlement_at_a_closed_door_is_not_sent() {
    let end = settle_at(&Server::start(Act::Close).closed_url());
    assert!(matches!(end, End::NotSent(NotSent::Unreachable(_))), "{end:?}");
}

#[test]
fn settlement_turned_away_by_the_gateway_is_not_sent() {
    let end = settle_with(answer("401 Unauthorized", "{\"code\":401,\"message\":\"签名不一致!\"}"));
    assert!(matches!(end, End::NotSent(NotSent::Credentials(_))), "{end:?}");
}

#[test]
fn settlement_whose_answer_is_lost_is_in_doubt_after_one_post() {
    let redirect = "HTTP/1.1 307 Again\r\nLocation: /2304\r\nContent-Length: 0\r\n\r\n";
    assert_eq!(settle_with(Act::Answer(redirect.into())), End::InDoubt(Doubt::HttpStatus(307)));
    let bad_gateway = settle_with(answer("502 Bad Gateway", "<html>502</html>"));
    assert_eq!(bad_gateway, End::InDoubt(Doubt::HttpStatus(502)));
    assert_eq!(settle_with(Act::Silence), End::InDoubt(Doubt::TimedOut));
    for act in [Act::Close, Act::Reset] {
        let end = settle_with(act);
        assert!(matches!(end, End::InDoubt(Doubt::Broken(_))), "{end:?}");
    }
    let cut = SETTLED.split_at(SETTLED.len() / 2).0;
    let end = settle_with(answer("200 OK", cut));
    assert!(matches!(end, End::InDoubt(Doubt::Unreadable(_))), "{end:?}");
    let announced = format!("HTTP/1.1 200 OK\r\nContent-Length: {}\r\n\r\n{cut}", SETTLED.len());
    let end = settle_with(Act::Answer(announced));
    assert!(matches!(end, End::InDoubt(Doubt::Broken(_))), "{end:?}");
}

#[test]
fn nothing_personal_is_logged_at_the_most_verbose_level() {
    let child = Command::new(std::env::current_exe().unwrap())
        .args(["--exact", "platform::transport::http::tests::fates::child_logs_everything", "--ignored", "--nocapture"])
        .output()
        .unwrap();
    let said = String::from_utf8_lossy(&child.stdout);
    assert!(child.status.success() && said.contains("1 passed"), "{said}{}", String::from_utf8_lossy(&child.stderr));
}

#[test]
#[ignore = "the other half of nothing_personal_is_logged_at_the_most_verbose_level, which gives it a process of its own"]
fn child_logs_everything() {
    let log = Log::default();
    let writer = log.clone();
    tracing_subscriber::fmt().with_max_level(tracing::Level::TRACE).with_writer(move || writer.clone()).init();
    settle_with(answer("200 OK", SETTLED));
    // Lesser figures that cannot be read are named in the log.
    settle_with(answer("200 OK", &SETTLED.replace("18808.16", "18808.165")));
    settle_with(Act::Close);
    let logged = String::from_utf8(log.0.lock().unwrap().clone()).unwrap();
    assert!(logged.contains("signed") && logged.contains("answered") && logged.contains("failed"), "{logged}");
    assert!(logged.contains("inscp_scp_amt"), "{logged}");
    for secret in ["李秀兰", "11010519491231002X", "X00000019", "430100D156", "4301000000000000", "139000", "secret-1"]
    {
        assert!(!logged.contains(secret), "{secret} in {logged}");
    }
}

/// What was logged.
#[derive(Clone, Default)]
struct Log(Arc<Mutex<Vec<u8>>>);

impl io::Write for Log {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.0.lock().unwrap().extend_from_slice(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}
