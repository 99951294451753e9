//! From a card put in to the event, against a bare wait for a change of status.
//!
//! pcscd asks the virtual reader for its card every 400 ms, and that wait is nearly all of either time. Two insertions
//! would be told apart by where in that round they fell, so both clients wait for the *same* insertion, and what is
//! compared is when each of them is told.

use std::fs;
use std::io::{BufRead, BufReader, Write};
use std::net::{Ipv4Addr, SocketAddr, TcpStream};
use std::sync::Arc;
use std::sync::mpsc::{self, Receiver, Sender};
use std::thread;
use std::time::{Duration, Instant};

use pcsc::{Context, Error, ReaderState, Scope, State};
use yijie::api::{Api, ApiParts};
use yijie::desk::Which;
use yijie_card_reader::{CardReaders, PcscReaders, ReaderEvent};

use crate::Fallible;
use crate::readers::{Plugged, reader_name};
use crate::statistics::Pairs;
use crate::trial::Trial;

/// Insertions at moments spread over the reader's round.
pub fn measure(plugged: &mut Plugged, runs: usize) -> Fallible<()> {
    println!("\nCard put in to event in this process, against a bare wait on the same stack, for the same insertion");
    let (tell, ours) = mpsc::channel();
    let _watch = plugged.readers.watch(Box::new(move |event| {
        let now = Instant::now();
        let is_in = match event {
            ReaderEvent::CardIn { .. } => true,
            ReaderEvent::CardOut { .. } => false,
            _ => return,
        };
        // Nobody listens any more once the measurement is over.
        let _ = tell.send((is_in, now));
    }))?;
    let context = Context::establish(Scope::User)?;
    let (tell, floor) = mpsc::channel();
    let theirs = context.clone();
    let name = reader_name()?;
    let waiting = thread::spawn(move || wait(&theirs, ReaderState::new(name, State::UNAWARE), &tell));

    let folder = tempfile::tempdir()?;
    let token_file = folder.path().join("api.token");
    let parts = ApiParts {
        desk: Arc::new(Trial::start(folder.path())?.into_desk()),
        readers: Arc::new(PcscReaders::new()),
        which: Which::Any,
        token_file: token_file.clone(),
        origins: Vec::new(),
    };
    let api = Api::start(SocketAddr::from((Ipv4Addr::LOCALHOST, 0)), parts).map_err(|trouble| trouble.to_string())?;
    let (tell, client) = mpsc::channel();
    listen(api.addr(), fs::read_to_string(&token_file)?.trim(), tell)?;

    let mut pairs = Pairs::default();
    let mut at_client = Pairs::default();
    let mut ours_first = 0_usize;
    for run in 0..runs {
        thread::sleep(ROUND.mul_f64(spread(run)));
        let began = Instant::now();
        plugged.insert()?;
        let (a, b, c) = (next(&ours, true)?, next(&floor, true)?, next(&client, true)?);
        at_client.push(c.duration_since(began), b.duration_since(began));
        ours_first += usize::from(a < b);
        pairs.push(a.duration_since(began), b.duration_since(began));
        plugged.pull()?;
        next(&ours, false)?;
        next(&floor, false)?;
        next(&client, false)?;
    }
    pairs.print("card put in to event", None);
    pairs.print_distributions();
    println!("  ours was told first {ours_first} times of {runs}; pcscd tells its clients one after another");
    println!("  pcscd asks the virtual reader every {} ms: that is nearly all of both times", ROUND.as_millis());
    at_client.print("card put in to event at a client of the API", None);
    at_client.print_distributions();
    api.stop();
    // A cancel that comes between two waits is lost, so one may not be enough.
    while !waiting.is_finished() {
        context.cancel()?;
        thread::sleep(Duration::from_millis(10));
    }
    Ok(())
}

/// A client of the local API that reads its events as they come, as a cashier's page would.
fn listen(addr: SocketAddr, token: &str, tell: Sender<(bool, Instant)>) -> Fallible<()> {
    let mut stream = TcpStream::connect(addr)?;
    stream.set_nodelay(true)?;
    write!(stream, "GET /v1/events HTTP/1.1\r\nHost: {addr}\r\nAuthorization: Bearer {token}\r\n\r\n")?;
    let mut lines = BufReader::new(stream).lines();
    let status = lines.next().transpose()?.unwrap_or_default();
    if !status.contains(" 200 ") {
        return Err(format!("the API answers {status}").into());
    }
    thread::spawn(move || {
        for line in lines.map_while(Result::ok) {
            let now = Instant::now();
            let is_in = match line.trim_start_matches("event:").trim() {
                "card_in" => true,
                "card_out" => false,
                _ => continue,
            };
            if tell.send((is_in, now)).is_err() {
                return;
            }
        }
    });
    Ok(())
}

/// The bare loop: one reader, one wait, nothing else.
fn wait(context: &Context, state: ReaderState, tell: &Sender<(bool, Instant)>) {
    let mut states = [state];
    let mut was_in = false;
    loop {
        match context.get_status_change(None, &mut states) {
            Ok(()) => {}
            Err(Error::Cancelled) => return,
            Err(error) => return eprintln!("the bare wait ended: {error}"),
        }
        let now = Instant::now();
        let [state] = &mut states;
        let is_in = state.event_state().contains(State::PRESENT);
        if is_in != was_in && tell.send((is_in, now)).is_err() {
            return;
        }
        was_in = is_in;
        state.sync_current_state();
    }
}

fn next(events: &Receiver<(bool, Instant)>, wanted: bool) -> Fallible<Instant> {
    loop {
        let (is_in, at) = events.recv_timeout(NOTICE_LIMIT)?;
        if is_in == wanted {
            return Ok(at);
        }
    }
}

/// Where in the round an insertion falls: the golden section spreads any number of them evenly.
fn spread(run: usize) -> f64 {
    (f64::from(u32::try_from(run).unwrap_or_default()) * 0.618_033_988_75).fract()
}

/// How often pcscd 1.9 and later ask a reader that gives no events.
const ROUND: Duration = Duration::from_millis(400);
const NOTICE_LIMIT: Duration = Duration::from_secs(5);
