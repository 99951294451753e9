//! A connection that can be broken on purpose: without an answer, in the middle of one, or by answering twice.

use std::{
    io,
    net::SocketAddr,
    pin::Pin,
    sync::{Arc, Mutex, MutexGuard, PoisonError},
    task::{Context, Poll},
};

use axum::{
    extract::connect_info::Connected,
    serve::{IncomingStream, Listener},
};
use tokio::{
    io::{AsyncRead, AsyncWrite, ReadBuf},
    net::{TcpListener, TcpStream},
};

/// About what the head of an answer takes, so that a cut in the middle falls into its body.
const HEAD_BYTES: usize = 120;

/// Accepts connections, unless the platform is down: then each is reset at once.
pub(super) struct Lines<F> {
    listener: TcpListener,
    is_down: F,
}

impl<F: Fn() -> bool> Lines<F> {
    pub(super) fn new(listener: TcpListener, is_down: F) -> Self {
        Self { listener, is_down }
    }
}

impl<F: Fn() -> bool + Send + 'static> Listener for Lines<F> {
    type Io = Line;
    type Addr = SocketAddr;

    async fn accept(&mut self) -> (Line, SocketAddr) {
        loop {
            let (stream, addr) = Listener::accept(&mut self.listener).await;
            if (self.is_down)() {
                reset_on_close(&stream);
                continue;
            }
            return (Line { stream, end: LineEnd::default(), ahead: Vec::new() }, addr);
        }
    }

    fn local_addr(&self) -> io::Result<SocketAddr> {
        self.listener.local_addr()
    }
}

/// The handle by which a message's course reaches the line it came on.
#[derive(Clone, Debug, Default)]
pub(super) struct LineEnd(Arc<Mutex<Plan>>);

impl LineEnd {
    /// Nothing more is written: the connection is reset.
    pub(super) fn cut(&self) {
        *self.plan() = Plan::CutAfter(0);
    }

    /// The connection is reset in the middle of the answer's body.
    pub(super) fn cut_in_the_middle(&self, body_bytes: usize) {
        *self.plan() = Plan::CutAfter(HEAD_BYTES + body_bytes / 2);
    }

    /// The answer is written twice.
    pub(super) fn double(&self) {
        *self.plan() = Plan::Double;
    }

    fn plan(&self) -> MutexGuard<'_, Plan> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl<F: Fn() -> bool + Send + 'static> Connected<IncomingStream<'_, Lines<F>>> for LineEnd {
    fn connect_info(stream: IncomingStream<'_, Lines<F>>) -> Self {
        stream.io().end.clone()
    }
}

#[derive(Clone, Copy, Debug, Default)]
enum Plan {
    #[default]
    Deliver,
    CutAfter(usize),
    Double,
}

/// A connection.
pub(super) struct Line {
    stream: TcpStream,
    end: LineEnd,
    /// Bytes of a second answer that still have to leave.
    ahead: Vec<u8>,
}

impl Line {
    fn write_ahead(&mut self, context: &mut Context<'_>) -> Poll<io::Result<()>> {
        while !self.ahead.is_empty() {
            match Pin::new(&mut self.stream).poll_write(context, &self.ahead) {
                Poll::Ready(Ok(0)) => return Poll::Ready(Err(io::ErrorKind::WriteZero.into())),
                Poll::Ready(Ok(written)) => drop(self.ahead.drain(..written)),
                Poll::Ready(Err(error)) => return Poll::Ready(Err(error)),
                Poll::Pending => return Poll::Pending,
            }
        }
        Poll::Ready(Ok(()))
    }

    fn reset<T>(&self) -> Poll<io::Result<T>> {
        reset_on_close(&self.stream);
        Poll::Ready(Err(io::ErrorKind::ConnectionReset.into()))
    }
}

impl AsyncRead for Line {
    fn poll_read(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
        buffer: &mut ReadBuf<'_>,
    ) -> Poll<io::Result<()>> {
        Pin::new(&mut self.stream).poll_read(context, buffer)
    }
}

impl AsyncWrite for Line {
    fn poll_write(mut self: Pin<&mut Self>, context: &mut Context<'_>, bytes: &[u8]) -> Poll<io::Result<usize>> {
        let plan = *self.end.plan();
        match plan {
            Plan::CutAfter(0) => self.reset(),
            Plan::CutAfter(left) => {
                let part = bytes.get(..left.min(bytes.len())).unwrap_or(bytes);
                let written = std::task::ready!(Pin::new(&mut self.stream).poll_write(context, part))?;
                *self.end.plan() = Plan::CutAfter(left - written);
                Poll::Ready(Ok(written))
            }
            Plan::Double => {
                *self.end.plan() = Plan::Deliver;
                self.ahead.extend_from_slice(bytes);
                self.ahead.extend_from_slice(bytes);
                Poll::Ready(Ok(bytes.len()))
            }
            Plan::Deliver => {
                std::task::ready!(self.write_ahead(context))?;
                Pin::new(&mut self.stream).poll_write(context, bytes)
            }
        }
    }

    fn poll_flush(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<io::Result<()>> {
        std::task::ready!(self.write_ahead(context))?;
        Pin::new(&mut self.stream).poll_flush(context)
    }

    fn poll_shutdown(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<io::Result<()>> {
        std::task::ready!(self.write_ahead(context))?;
        Pin::new(&mut self.stream).poll_shutdown(context)
    }
}

/// Closing then sends a reset instead of an end: what a died server looks like.
fn reset_on_close(stream: &TcpStream) {
    if let Err(error) = stream.set_zero_linger() {
        tracing::debug!(%error, "the line will end instead of being reset");
    }
}
