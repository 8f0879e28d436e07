//! The wire under a socket, behind one small trait: TCP for real sockets, memory for the long-poll twin.
//! Knows nothing of frames.

use std::{
    cell::{Cell, RefCell},
    io::{self, IoSlice},
    net::Shutdown,
    task::{Context, Poll, Waker},
    time::Duration,
};

use actix_rt::net::TcpStream;
use socket2::SockRef;

/// A two-way stream of bytes that never blocks. Only one task waits for each direction.
pub(crate) trait Transport {
    /// Reads what is there; `Ok(0)` is the end, `WouldBlock` means nothing yet.
    fn try_read(&self, buffer: &mut [u8]) -> io::Result<usize>;

    /// Ready when a read may find something. May be wrong; a read then says `WouldBlock`.
    fn poll_readable(&self, context: &mut Context<'_>) -> Poll<io::Result<()>>;

    /// Writes as much of `slices`, in order, as fits now; `WouldBlock` when nothing does.
    fn try_write(&self, slices: &[IoSlice<'_>]) -> io::Result<usize>;

    /// Ready when a write may find room.
    fn poll_writable(&self, context: &mut Context<'_>) -> Poll<io::Result<()>>;

    /// Says that nothing more will be written, after what was; reading goes on.
    fn finish(&self);

    /// Ends both directions and wakes who waits. What was written before still travels, unless `abort`.
    fn end(&self, abort: bool);
}

/// An upgraded TCP connection.
pub(crate) struct Tcp(TcpStream);

impl Tcp {
    /// Takes the connection over, with bounded buffers in the kernel: without them each stalled reader pins megabytes.
    pub(crate) fn new(stream: TcpStream, send_buffer_bytes: usize, receive_buffer_bytes: usize) -> io::Result<Self> {
        let socket = SockRef::from(&stream);
        socket.set_send_buffer_size(send_buffer_bytes)?;
        socket.set_recv_buffer_size(receive_buffer_bytes)?;
        socket.set_tcp_nodelay(true)?;
        Ok(Tcp(stream))
    }
}

impl Transport for Tcp {
    fn try_read(&self, buffer: &mut [u8]) -> io::Result<usize> {
        self.0.try_read(buffer)
    }

    fn poll_readable(&self, context: &mut Context<'_>) -> Poll<io::Result<()>> {
        self.0.poll_read_ready(context)
    }

    fn try_write(&self, slices: &[IoSlice<'_>]) -> io::Result<usize> {
        // Straight to the socket: the runtime's readiness is only worth its cost once the socket is full. Asking it
        // then makes it notice, so that waiting for room works.
        let socket = SockRef::from(&self.0);
        match slices {
            [one] => socket.send(one).or_else(|error| if_full(error, || self.0.try_write(one))),
            many => socket.send_vectored(many).or_else(|error| if_full(error, || self.0.try_write_vectored(many))),
        }
    }

    fn poll_writable(&self, context: &mut Context<'_>) -> Poll<io::Result<()>> {
        self.0.poll_write_ready(context)
    }

    fn finish(&self) {
        shut(&SockRef::from(&self.0), Shutdown::Write);
    }

    fn end(&self, abort: bool) {
        let socket = SockRef::from(&self.0);
        if abort && let Err(error) = socket.set_linger(Some(Duration::ZERO)) {
            tracing::debug!(%error, "a socket could not be set to abort");
        }
        shut(&socket, Shutdown::Both);
    }
}

fn if_full(error: io::Error, then: impl FnOnce() -> io::Result<usize>) -> io::Result<usize> {
    if error.kind() == io::ErrorKind::WouldBlock { then() } else { Err(error) }
}

fn shut(socket: &socket2::Socket, how: Shutdown) {
    // Already disconnected is the usual reason for a failure here, and as good as done.
    if let Err(error) = socket.shutdown(how) {
        tracing::trace!(%error, "a socket was gone before its end");
    }
}

/// A transport without a peer: what is written is collected until somebody takes it. Nothing is ever read.
#[derive(Default)]
pub(crate) struct Collector {
    written: RefCell<Vec<u8>>,
    ended: Cell<bool>,
    waiting: RefCell<Option<Waker>>,
}

impl Collector {
    /// Bytes written so far.
    pub(crate) fn len(&self) -> usize {
        self.written.borrow().len()
    }

    /// All bytes written so far; later ones start afresh.
    pub(crate) fn take(&self) -> Vec<u8> {
        self.written.take()
    }

    /// Ready once more than `len` bytes are there, or nothing more can come.
    pub(crate) fn poll_beyond(&self, len: usize, context: &mut Context<'_>) -> Poll<()> {
        if self.len() > len || self.ended.get() {
            return Poll::Ready(());
        }
        self.waiting.replace(Some(context.waker().clone()));
        Poll::Pending
    }

    fn wake(&self) {
        if let Some(waker) = self.waiting.take() {
            waker.wake();
        }
    }
}

impl Transport for Collector {
    fn try_read(&self, _: &mut [u8]) -> io::Result<usize> {
        Err(io::ErrorKind::WouldBlock.into())
    }

    fn poll_readable(&self, _: &mut Context<'_>) -> Poll<io::Result<()>> {
        Poll::Pending
    }

    fn try_write(&self, slices: &[IoSlice<'_>]) -> io::Result<usize> {
        let mut written = self.written.borrow_mut();
        let before = written.len();
        for slice in slices {
            written.extend_from_slice(slice);
        }
        let added = written.len() - before;
        drop(written);
        self.wake();
        Ok(added)
    }

    fn poll_writable(&self, _: &mut Context<'_>) -> Poll<io::Result<()>> {
        Poll::Ready(Ok(()))
    }

    fn finish(&self) {
        self.end(false);
    }

    fn end(&self, _abort: bool) {
        self.ended.set(true);
        self.wake();
    }
}
