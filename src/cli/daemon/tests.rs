//! Commands asked of a daemon with a card in its reader: real HTTP to it, and from it to a training platform.

use std::net::{Ipv4Addr, SocketAddr};
use std::path::PathBuf;
use std::sync::Arc;

use serde_json::Value;
use yijie_card_reader::CardReaders;
use yijie_core::failure::{Language, Usage};
use yijie_core::settlement::ask::AccountUse;
use yijie_core::settlement::ids::StayNo;
use yijie_virtual_card::{CardFixture, Slot, VirtualReaders};

use super::Daemon;
use super::line::{Line, of_stay};
use super::settle::to_confirm;
use crate::api::view::StayView;
use crate::api::{Api, ApiParts, Running};
use crate::cli::answer::{Answer, Fell};
use crate::cli::doer::Doer;
use crate::cli::screen::{Screen, Yes};
use crate::cli::settle::{By, Chosen, cancel, receipt, settle};
use crate::cli::{card, compose, queue};
use crate::config::{Config, Machine, Overrides, TrainingDesk};
use crate::desk::{Refunds, Which};
use crate::training::{Platform, Server, TRAINING_KEY_ID, TRAINING_SECRET};

struct Trial {
    platform: Server,
    slot: Slot,
    doer: Doer,
    api: Running,
    _folder: tempfile::TempDir,
}

impl Trial {
    fn start() -> Self {
        let folder = tempfile::tempdir().unwrap();
        let platform = Server::on_free_port(Platform::with_training_people().unwrap()).unwrap();
        let url = format!("http://{}", platform.addr());
        let desk = TrainingDesk { directory: folder.path(), url: &url, key: TRAINING_KEY_ID, secret: TRAINING_SECRET };
        let config = Config::training(&desk, &Overrides::default(), &Machine).unwrap();
        let slot = Slot::new();
        let readers: Arc<dyn CardReaders> = Arc::new(VirtualReaders::single("Reader", &slot));
        let parts = ApiParts {
            desk: Arc::new(compose::desk(&config).unwrap()),
            readers,
            which: Which::Any,
            token_file: config.api.token_file.clone(),
            origins: Vec::new(),
        };
        let api = Api::start(SocketAddr::from((Ipv4Addr::LOCALHOST, 0)), parts).unwrap();
        let line = Line::open(api.addr(), &config.api.token_file, Language::English).unwrap();
        assert!(line.is_answered());
        Self { platform, slot, doer: Doer::Daemon(Daemon { line }), api, _folder: folder }
    }

    fn settle(&self, yes: Yes, by: By) -> Answer {
        let bill = fixture("bills/worked-case.json");
        settle(&mut screen(yes), &self.doer, &chosen(&bill, by))
    }

    fn daemon(&self) -> &Daemon {
        match &self.doer {
            Doer::Daemon(daemon) => daemon,
            Doer::Desk(_) => panic!("asked of the daemon"),
        }
    }

    fn insert(&self) {
        self.slot.insert(
            CardFixture::from_toml(&std::fs::read_to_string(fixture("cards/li-xiulan.toml")).unwrap()).unwrap(),
        );
    }

    fn settled(&self) -> Value {
        self.insert();
        let done = self.settle(Yes::Given, By::Card).unwrap();
        assert_eq!((done.json["status"].as_str(), done.error), (Some("settled"), None));
        done.json
    }

    /// How many settlements stand on the platform's books, and how many were ever made.
    fn settlements(&self) -> (usize, usize) {
        let books = self.platform.books();
        let rows = books["settlements"].as_array().unwrap();
        (rows.iter().filter(|row| row["state"] == "stands").count(), rows.len())
    }
}

#[test]
fn stay_is_settled_by_the_daemon_once_and_told_again_as_a_copy() {
    let trial = Trial::start();
    let first = trial.settled();
    assert_eq!(first["settlement"]["statement"]["personal"].to_string(), "6512.99");
    assert_eq!(first["copy"], Value::Null, "the original");
    assert!(first["paper"].as_str().unwrap().contains("44671.59"), "{}", first["paper"]);
    trial.slot.pull();
    // Neither a card nor anybody to ask is needed for the first result.
    let again = trial.settle(Yes::Ask, By::CitizenId).unwrap().json;
    assert_eq!((&again["settlement"], &again["repeated"]), (&first["settlement"], &true.into()));
    assert!(again["copy"].is_number());
    assert_eq!(trial.settlements(), (1, 1));
}

#[test]
fn nothing_is_settled_without_a_card_or_the_word_that_there_is_none() {
    let trial = Trial::start();
    assert_eq!(code(trial.settle(Yes::Given, By::Card)), "card.absent");
    assert_eq!(trial.settlements(), (0, 0));
    let done = trial.settle(Yes::Given, By::CitizenId).unwrap();
    assert_eq!((done.json["status"].as_str(), done.error), (Some("settled"), None));
    assert_eq!(trial.settlements(), (1, 1));
}

#[test]
fn figures_that_changed_are_put_to_the_person_again() {
    let trial = Trial::start();
    trial.insert();
    let path = fixture("bills/worked-case.json");
    let bill = std::fs::read(&path).unwrap();
    let shown = trial.daemon().presettle(&mut screen(Yes::Given), &stay(), &bill, &chosen(&path, By::Card));
    let figures = to_confirm(&shown).unwrap().figures.clone();
    assert!(figures.is_some());
    let others = format!(r#"{{"figures":"{}"}}"#, "0".repeat(64)).into_bytes();
    let changed: Result<StayView, Fell> =
        trial.daemon().line.watch(&of_stay(&stay(), "/settlement"), others, &screen(Yes::Given));
    assert!(changed.is_err());
    assert_eq!(to_confirm(&changed).unwrap().figures, figures);
    assert_eq!(trial.settlements(), (0, 0));
    trial.settle(Yes::Given, By::Card).unwrap();
    assert_eq!(trial.settlements(), (1, 1));
}

#[test]
fn cancel_and_its_story_go_through_the_daemon() {
    let trial = Trial::start();
    trial.settled();
    let mut screen = screen(Yes::Given);
    let copy = receipt(&mut screen, &trial.doer, stay()).unwrap().json;
    assert_eq!(copy["copy"].to_string(), "1");
    let no_reason = cancel(&mut screen, &trial.doer, stay(), " ", Refunds::Recovered);
    assert_eq!(code(no_reason), "api.bad_request");
    let cancelled = cancel(&mut screen, &trial.doer, stay(), "wrong bill", Refunds::Recovered).unwrap();
    assert_eq!((cancelled.json["status"].as_str(), cancelled.error), (Some("cancelled"), None));
    assert_eq!(trial.settlements().0, 0);
    let story = queue::show(&screen, &trial.doer, stay()).unwrap().json;
    let sent: Vec<_> = story["story"].as_array().unwrap().iter().map(|sent| sent["infno"].as_str()).collect();
    assert!(sent.contains(&Some("2304")) && sent.contains(&Some("2305")), "{sent:?}");
    assert_eq!(code(receipt(&mut screen, &trial.doer, stay())), "receipt.void");
}

#[test]
fn person_at_the_desk_is_asked_for_by_the_daemon_and_told_whether_a_stay_may_be_settled() {
    let trial = Trial::start();
    trial.settled();
    let checked = card::check(&mut screen(Yes::Ask), &trial.doer, &Which::Any, (None, None)).unwrap().json;
    assert_eq!(checked["insurance"]["kind"].as_str(), Some("310"));
    assert_eq!((&checked["covered"], &checked["outlook_kind"]), (&true.into(), &"covered".into()), "{checked}");
    assert!(checked["outlook"].as_str().unwrap().starts_with("Filed"), "{checked}");
    assert!(!checked["remedy"].as_str().unwrap().is_empty());
}

#[test]
fn daemon_that_is_gone_is_said_to_be_gone() {
    let Trial { api, doer, .. } = Trial::start();
    api.stop();
    assert_eq!(code(queue::show(&screen(Yes::Ask), &doer, stay())), Usage::DeskNotRunning.entry().code);
}

#[test]
fn line_with_another_token_is_no_daemon_of_ours() {
    let trial = Trial::start();
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("token");
    std::fs::write(&file, "0".repeat(64)).unwrap();
    assert!(!Line::open(trial.api.addr(), &file, Language::English).unwrap().is_answered());
}

/// Under which entry a command ended, whichever side said so.
fn code(answer: Answer) -> String {
    match answer {
        Ok(done) => done.error.unwrap_or_else(|| panic!("all is well: {}", done.json)).code,
        Err(fell) => fell.view(Language::English, None).error().unwrap().code.clone(),
    }
}

fn chosen(bill: &std::path::Path, by: By) -> Chosen<'_> {
    Chosen {
        bill,
        bill_bytes_max: 1 << 20,
        account: AccountUse::Use,
        insurance: None,
        by,
        which: Which::Any,
        wait: None,
    }
}

fn screen(yes: Yes) -> Screen {
    Screen { language: Language::English, yes, to_program: true, training: Some(true), indent: "" }
}

fn stay() -> StayNo {
    StayNo::parse("ZY2026110001").unwrap()
}

fn fixture(path: &str) -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("fixtures").join(path)
}
