//! A card read against the same commands sent by a bare loop.

use std::sync::mpsc;
use std::thread;
use std::time::{Duration, Instant};

use pcsc::{Context, Disposition, Protocols, Scope, ShareMode};
use yijie_card_reader::{CardError, CardReader, CardReaders, CardSession, Plan, ReaderEvent, read_card, read_session};
use zeroize::Zeroizing;

use crate::Fallible;
use crate::readers::{Plugged, READER, reader_name};
use crate::statistics::Pairs;

/// Both plans, on one card in one stack.
pub fn measure(plugged: &mut Plugged, runs: usize) -> Fallible<()> {
    put_in(plugged)?;
    let reader = plugged.readers.reader(READER);
    // Kept from read to read, as ours is.
    let context = Context::establish(Scope::User)?;
    println!("\nCard read, against the same commands in a bare loop over the pcsc crate");
    for (plan, name) in [(Plan::Identity, "identity"), (Plan::Full, "everything")] {
        let commands = record(reader.as_ref(), plan)?;
        let beside = Beside::start()?;
        let (mut pairs, mut threaded) = (Pairs::default(), Pairs::default());
        for run in 0..WARM_UP + runs {
            let began = Instant::now();
            let reading = read_card(reader.as_ref(), plan)?;
            let ours = began.elapsed();
            let floor = bare(&context, &commands)?;
            let on_a_thread = beside.time(&context, &commands)?;
            if usize::try_from(reading.commands)? != commands.len() {
                return Err(format!("{} commands, then {}", commands.len(), reading.commands).into());
            }
            if run >= WARM_UP {
                pairs.push(ours, floor);
                threaded.push(on_a_thread, floor);
            }
        }
        pairs.print(&format!("{name}: {} commands", commands.len()), Some(1.05));
        threaded.print("  of which a thread of its own", None);
    }
    plugged.pull()
}

/// Puts the card in and waits until a client could see it.
fn put_in(plugged: &mut Plugged) -> Fallible<()> {
    let (tell, events) = mpsc::channel();
    let _watch = plugged.readers.watch(Box::new(move |event| {
        // Nobody listens any more once the card is in.
        let _ = tell.send(event);
    }))?;
    plugged.insert()?;
    while !matches!(events.recv_timeout(NOTICE_LIMIT)?, ReaderEvent::CardIn { .. }) {}
    Ok(())
}

/// The very bytes that a read of ours sends.
fn record(reader: &dyn CardReader, plan: Plan) -> Fallible<Vec<Vec<u8>>> {
    let (give, take) = mpsc::channel();
    reader.session(Box::new(move |session| {
        read_session(&mut Recorder { session, give }, plan)?;
        Ok(())
    }))?;
    Ok(take.try_iter().collect())
}

/// Connect, begin, send each, leave the card powered: what any program would have to do.
fn bare(context: &Context, commands: &[Vec<u8>]) -> Fallible<Duration> {
    let name = reader_name()?;
    let mut buffer = [0_u8; 258];
    let began = Instant::now();
    let mut card = context.connect(&name, ShareMode::Shared, Protocols::ANY)?;
    let transaction = card.transaction()?;
    for command in commands {
        transaction.transmit(command, &mut buffer)?;
    }
    drop(transaction);
    card.disconnect(Disposition::LeaveCard).map_err(|(_, error)| error)?;
    Ok(began.elapsed())
}

/// The bare loop on a thread kept from run to run, as our sessions are.
struct Beside {
    give: mpsc::Sender<Job>,
    take: mpsc::Receiver<Result<(), String>>,
}

type Job = (Context, Vec<Vec<u8>>);

impl Beside {
    fn start() -> Fallible<Self> {
        let (give, jobs) = mpsc::channel::<Job>();
        let (done, take) = mpsc::channel();
        thread::Builder::new().name("bare-loop".into()).spawn(move || {
            for (context, commands) in jobs {
                let end = bare(&context, &commands).map(|_| ()).map_err(|error| error.to_string());
                if done.send(end).is_err() {
                    return;
                }
            }
        })?;
        Ok(Self { give, take })
    }

    /// How long a run takes there, from asking to the end.
    fn time(&self, context: &Context, commands: &[Vec<u8>]) -> Fallible<Duration> {
        let job = (context.clone(), commands.to_vec());
        let began = Instant::now();
        self.give.send(job)?;
        self.take.recv()??;
        Ok(began.elapsed())
    }
}

/// A session that tells what is sent through it.
struct Recorder<'a> {
    session: &'a mut dyn CardSession,
    give: mpsc::Sender<Vec<u8>>,
}

impl CardSession for Recorder<'_> {
    fn transmit(&mut self, command: &[u8]) -> Result<Zeroizing<Vec<u8>>, CardError> {
        // The other end outlives the session.
        let _ = self.give.send(command.to_vec());
        self.session.transmit(command)
    }

    fn restart(&mut self) -> Result<(), CardError> {
        self.session.restart()
    }
}

const WARM_UP: usize = 5;
const NOTICE_LIMIT: Duration = Duration::from_secs(5);
