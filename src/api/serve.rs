//! The API's own thread: a runtime with one thread for sockets, and threads for work that blocks, which end when
//! there is none.

use std::io;
use std::net::TcpListener;
use std::sync::Arc;
use std::thread::{Builder, JoinHandle};
use std::time::Duration;

use axum::{Router, middleware};
use tokio::runtime;
use tokio::sync::oneshot;

use super::limits::{STOP_MS_MAX, WORKS_MAX};
use super::listener::Bounded;
use super::shared::Shared;
use super::{body, guard, openapi};

/// Serves until `stopped` is told or dropped, then waits for the work that goes on.
pub fn start(listener: TcpListener, shared: Arc<Shared>, stopped: oneshot::Receiver<()>) -> io::Result<JoinHandle<()>> {
    listener.set_nonblocking(true)?;
    let runtime = runtime::Builder::new_current_thread()
        .enable_io()
        .enable_time()
        .max_blocking_threads(WORKS_MAX)
        .thread_name("api-work")
        .build()?;
    Builder::new().name("api".into()).spawn(move || {
        if let Err(error) = runtime.block_on(serve(listener, shared, stopped)) {
            tracing::error!(%error, "the local API stopped serving");
        }
        // Dropping the runtime waits for the desk's work.
    })
}

async fn serve(listener: TcpListener, shared: Arc<Shared>, stopped: oneshot::Receiver<()>) -> io::Result<()> {
    let listener = Bounded::new(tokio::net::TcpListener::from_std(listener)?);
    let (began, stopping) = oneshot::channel();
    let served = axum::serve(listener, router(shared)).with_graceful_shutdown(async move {
        // Dropped or told: both mean stop.
        let _ = stopped.await;
        let _ = began.send(());
    });
    let overdue = async move {
        let _ = stopping.await;
        tokio::time::sleep(Duration::from_millis(STOP_MS_MAX)).await;
    };
    tokio::select! {
        ended = served.into_future() => ended,
        () = overdue => Ok(()),
    }
}

fn router(shared: Arc<Shared>) -> Router {
    let (routes, _) = openapi::routes().split_for_parts();
    routes
        .fallback(body::nothing_here)
        .method_not_allowed_fallback(body::not_like_this)
        .layer(middleware::from_fn_with_state(Arc::clone(&shared), guard::guard))
        .with_state(shared)
}
