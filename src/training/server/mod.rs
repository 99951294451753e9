//! The HTTP shell: loopback only, on a thread of its own. It reads requests, asks [`Faults`] what becomes of them,
//! tells [`Platform`] the time, and writes or breaks the answer.

mod kept;
mod line;

use std::{
    future::Future,
    io,
    net::{Ipv4Addr, SocketAddr, TcpListener as StdListener},
    path::Path,
    sync::{Arc, Mutex, MutexGuard, PoisonError},
    thread::JoinHandle,
    time::{Duration, Instant, SystemTime, UNIX_EPOCH},
};

use axum::{
    Json, Router,
    body::{Body, to_bytes},
    extract::{ConnectInfo, State},
    http::{HeaderValue, StatusCode, header::HeaderName},
    response::Response,
    routing::{get, post},
};
use jiff::{SignedDuration, civil::DateTime};
use serde_json::{Value, json};
use tokio::sync::oneshot;

use self::{
    kept::{Kept, Turn},
    line::{LineEnd, Lines},
};
use super::{
    exchange::{Reply, Request},
    faults::{Answer, Departure, Faults},
    platform::Platform,
};

/// A request body larger than this is refused before it is read; the platform itself stops at a megabyte.
const BODY_BYTES_MAX: usize = 4 * 1024 * 1024;
/// On every answer, so that nothing that came from here can pass for real.
const TRAINING_MARK: HeaderName = HeaderName::from_static("x-yijie-training");
const WALL_CLOCK_AHEAD_OF_UTC: SignedDuration = SignedDuration::from_hours(8);

/// A training platform that listens. Stops when it is told to, or dropped.
#[derive(Debug)]
pub struct Server {
    addr: SocketAddr,
    shared: Arc<Shared>,
    stop: Option<oneshot::Sender<()>>,
    thread: Option<JoinHandle<()>>,
}

impl Server {
    /// Listens on a loopback address; port 0 takes a free one. Anything but loopback is refused: the training
    /// platform is for this machine only.
    pub fn start(listen: SocketAddr, platform: Platform, faults: Faults) -> io::Result<Self> {
        Self::start_with(listen, platform, faults, None)
    }

    /// The same, with a file for what it is told: it goes on where the file ends, and adds to it before it answers.
    /// The file belongs to the settings that it began with.
    pub fn start_kept(listen: SocketAddr, mut platform: Platform, faults: Faults, kept: &Path) -> io::Result<Self> {
        let kept = Kept::open(kept, &mut platform)?;
        Self::start_with(listen, platform, faults, Some(kept))
    }

    fn start_with(listen: SocketAddr, platform: Platform, faults: Faults, kept: Option<Kept>) -> io::Result<Self> {
        if !listen.ip().is_loopback() {
            return Err(io::Error::new(io::ErrorKind::InvalidInput, "the training platform listens on loopback only"));
        }
        let listener = StdListener::bind(listen)?;
        listener.set_nonblocking(true)?;
        let addr = listener.local_addr()?;
        let shared = Arc::new(Shared {
            platform: Mutex::new(platform),
            faults: Mutex::new(faults),
            kept: Mutex::new(kept),
            down_until: Mutex::new(None),
        });
        let (stop, stopped) = oneshot::channel();
        let runtime = tokio::runtime::Builder::new_current_thread().enable_io().enable_time().build()?;
        let served = Arc::clone(&shared);
        let thread = std::thread::Builder::new().name("training-platform".into()).spawn(move || {
            runtime.block_on(async {
                tokio::select! {
                    ended = serve(listener, served) => {
                        if let Err(error) = ended {
                            tracing::error!(%error, "the training platform stopped serving");
                        }
                    }
                    _ = stopped => {}
                }
            });
            runtime.shutdown_background();
        })?;
        Ok(Self { addr, shared, stop: Some(stop), thread: Some(thread) })
    }

    /// A platform with the training people on a free port, nothing going wrong.
    pub fn on_free_port(platform: Platform) -> io::Result<Self> {
        Self::start(SocketAddr::from((Ipv4Addr::LOCALHOST, 0)), platform, Faults::default())
    }

    /// Where it listens.
    pub fn addr(&self) -> SocketAddr {
        self.addr
    }

    /// The books, as `GET /training/books` shows them.
    pub fn books(&self) -> Value {
        self.platform().books()
    }

    /// The platform itself: to file late, or to ask in process.
    pub fn platform(&self) -> MutexGuard<'_, Platform> {
        hold(&self.shared.platform)
    }

    /// Adds faults while it runs; occurrences count from now.
    pub fn add_faults(&self, faults: Faults) {
        hold(&self.shared.faults).add(faults);
    }

    /// Stops and waits until nothing listens any more.
    pub fn stop(mut self) {
        self.halt();
    }

    fn halt(&mut self) {
        drop(self.stop.take());
        if let Some(thread) = self.thread.take()
            && thread.join().is_err()
        {
            tracing::error!("the training platform's thread panicked");
        }
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        self.halt();
    }
}

/// Serves the training people for as long as `during` runs, which is told where: what `yijie training` is.
pub fn serve_while<T>(
    listen: SocketAddr,
    platform: Platform,
    faults: Option<Faults>,
    kept: Option<&Path>,
    during: impl FnOnce(SocketAddr) -> T,
) -> io::Result<T> {
    let faults = faults.unwrap_or_default();
    let server = match kept {
        Some(kept) => Server::start_kept(listen, platform, faults, kept)?,
        None => Server::start(listen, platform, faults)?,
    };
    let result = during(server.addr());
    server.stop();
    Ok(result)
}

#[derive(Debug)]
struct Shared {
    platform: Mutex<Platform>,
    faults: Mutex<Faults>,
    kept: Mutex<Option<Kept>>,
    down_until: Mutex<Option<Instant>>,
}

impl Shared {
    fn is_down(&self) -> bool {
        hold(&self.down_until).is_some_and(|until| Instant::now() < until)
    }

    fn handle(&self, request: &Request) -> Reply {
        self.turn(|at| Turn::message(request, at), |platform, at| platform.handle(request, at))
    }

    fn refusal(&self, text: &str) -> Reply {
        self.turn(|at| Turn::Refusal { at, text: text.to_owned() }, |platform, at| platform.refusal(text, at))
    }

    /// Keeps what moves the platform, in the order in which it does, and then lets it.
    fn turn(&self, kept: impl FnOnce(DateTime) -> Turn, moves: impl FnOnce(&mut Platform, DateTime) -> Reply) -> Reply {
        let mut platform = hold(&self.platform);
        let now = wall_clock();
        match hold(&self.kept).as_mut().map_or(Ok(()), |file| file.add(&kept(now))) {
            Ok(()) => moves(&mut platform, now),
            Err(error) => {
                tracing::error!(%error, "the training platform cannot keep what it is told");
                Reply::json(500, &json!({ "training": true, "notice": "培训平台无法写入记录文件" }))
            }
        }
    }
}

fn serve(listener: StdListener, shared: Arc<Shared>) -> impl Future<Output = io::Result<()>> {
    let routes = Router::new()
        .route("/training/health", get(health))
        .route("/training/books", get(books))
        .route("/{*path}", post(exchange))
        .with_state(Arc::clone(&shared));
    async move {
        let listener = tokio::net::TcpListener::from_std(listener)?;
        let lines = Lines::new(listener, move || shared.is_down());
        axum::serve(lines, routes.into_make_service_with_connect_info::<LineEnd>()).await
    }
}

async fn health() -> Json<Value> {
    Json(json!({ "training": true, "status": "up", "notice": "培训平台，数据均为虚构" }))
}

async fn books(State(shared): State<Arc<Shared>>) -> Json<Value> {
    Json(hold(&shared.platform).books())
}

/// One message. It is carried out by a task of its own, since a client that gives up does not undo what it sent.
async fn exchange(
    State(shared): State<Arc<Shared>>,
    ConnectInfo(line): ConnectInfo<LineEnd>,
    request: axum::extract::Request,
) -> Response {
    let (parts, body) = request.into_parts();
    let Ok(body) = to_bytes(body, BODY_BYTES_MAX).await else {
        return status_only(StatusCode::PAYLOAD_TOO_LARGE);
    };
    let text = |value: &HeaderValue| value.to_str().unwrap_or_default().to_owned();
    let headers = parts.headers.iter().map(|(name, value)| (name.as_str().to_owned(), text(value))).collect();
    let request = Request { path: parts.uri.path().to_owned(), headers, body: body.to_vec() };
    let (send, departure) = oneshot::channel();
    tokio::spawn(carry_out(shared, request, send));
    match departure.await {
        Ok(Departure::Whole(reply)) => response(reply),
        Ok(Departure::Doubled(reply)) => {
            line.double();
            response(reply)
        }
        Ok(Departure::CutShort(reply)) => {
            line.cut_in_the_middle(reply.body.len());
            response(reply)
        }
        Ok(Departure::Nothing) | Err(_) => {
            line.cut();
            status_only(StatusCode::INTERNAL_SERVER_ERROR)
        }
    }
}

/// Lets a message take its course.
async fn carry_out(shared: Arc<Shared>, request: Request, send: oneshot::Sender<Departure>) {
    if shared.is_down() {
        return;
    }
    let course = hold(&shared.faults).course(&request);
    let mut send = Some(send);
    if course.answer == Answer::HungUp {
        send = None;
    }
    tokio::time::sleep(Duration::from_millis(course.wait_ms)).await;
    let mut own = None;
    for _ in 0..course.deliveries {
        let reply = shared.handle(&request);
        own.get_or_insert(reply);
    }
    tokio::time::sleep(Duration::from_millis(course.hold_ms)).await;
    if course.down_ms > 0 {
        *hold(&shared.down_until) = Some(Instant::now() + Duration::from_millis(course.down_ms));
    }
    let departure = hold(&shared.faults).departing(&request, &course, own, |text| shared.refusal(text));
    if let Some(send) = send {
        // The client may have given up: then nobody reads it, as with a real platform.
        drop(send.send(departure));
    }
}

fn response(reply: Reply) -> Response {
    let mut response = Response::new(Body::from(reply.body));
    *response.status_mut() = StatusCode::from_u16(reply.status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
    response.headers_mut().insert(TRAINING_MARK, HeaderValue::from_static("true"));
    for (name, value) in reply.headers {
        if let (Ok(name), Ok(value)) = (HeaderName::try_from(name), HeaderValue::try_from(value)) {
            response.headers_mut().insert(name, value);
        }
    }
    response
}

fn status_only(status: StatusCode) -> Response {
    let mut response = Response::new(Body::empty());
    *response.status_mut() = status;
    response
}

/// The wall clock at +08:00, to the second.
fn wall_clock() -> DateTime {
    let since_epoch = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default().as_secs();
    let seconds = SignedDuration::from_secs(i64::try_from(since_epoch).unwrap_or(0));
    DateTime::constant(1970, 1, 1, 0, 0, 0, 0).saturating_add(seconds + WALL_CLOCK_AHEAD_OF_UTC)
}

/// A panic while holding a lock leaves the platform as it was; the next message is answered all the same.
fn hold<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}
