//! Ctrl-C and SIGTERM: waited for, not polled.

use std::io;

/// How the program was asked to stop.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Asked {
    /// Ctrl-C: a person, who can be asked back.
    Interrupt,
    /// SIGTERM: the system, which does not wait for an answer.
    Terminate,
}

/// Returns when the program is asked to stop.
pub fn wait() -> io::Result<Asked> {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_io().build()?;
    runtime.block_on(asked_to_stop())
}

#[cfg(unix)]
async fn asked_to_stop() -> io::Result<Asked> {
    use tokio::signal::unix::{SignalKind, signal};
    let (mut interrupt, mut terminate) = (signal(SignalKind::interrupt())?, signal(SignalKind::terminate())?);
    Ok(tokio::select! {
        _ = interrupt.recv() => Asked::Interrupt,
        _ = terminate.recv() => Asked::Terminate,
    })
}

#[cfg(not(unix))]
async fn asked_to_stop() -> io::Result<Asked> {
    tokio::signal::ctrl_c().await?;
    Ok(Asked::Interrupt)
}
