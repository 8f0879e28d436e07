//! A proxy on which everything that can happen to a connection can be made to happen.

use std::net::Ipv4Addr;
use std::time::Duration;

use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::watch;
use tokio::task::JoinHandle;

/// What happens to what is sent.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Line {
    /// It arrives.
    Open,
    /// It arrives later, in both directions.
    Slow(Duration),
    /// It does not arrive, and nobody is told: a cable is out.
    Silent,
    /// What is asked arrives, what is answered does not: nobody knows what was done.
    Mute,
    /// Connections end, new ones are ended at once: the server is down.
    Down,
}

#[derive(Debug, Clone, Copy)]
struct State {
    line: Line,
    /// How often all connections were cut.
    cuts: u64,
}

/// A proxy in front of a server on this machine.
pub(crate) struct Proxy {
    pub(crate) port: u16,
    state: watch::Sender<State>,
    task: JoinHandle<()>,
}

impl Proxy {
    /// One before a `host:port`.
    pub(crate) async fn before(target: &str) -> Self {
        let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).await.expect("a port");
        let port = listener.local_addr().expect("an address").port();
        let (state, watched) = watch::channel(State { line: Line::Open, cuts: 0 });
        let target = target.to_owned();
        let task = tokio::spawn(async move {
            loop {
                let Ok((near, _)) = listener.accept().await else { continue };
                if watched.borrow().line != Line::Down {
                    tokio::spawn(join(near, target.clone(), watched.clone()));
                }
            }
        });
        Self { port, state, task }
    }

    pub(crate) fn set(&self, line: Line) {
        self.state.send_modify(|state| state.line = line);
    }

    /// Ends every connection; new ones are as before.
    pub(crate) fn cut(&self) {
        self.state.send_modify(|state| state.cuts += 1);
    }
}

impl Drop for Proxy {
    fn drop(&mut self) {
        self.task.abort();
    }
}

/// Joins two connections until one ends or they are cut; then both end.
async fn join(near: TcpStream, target: String, state: watch::Receiver<State>) {
    let Ok(far) = TcpStream::connect(target).await else { return };
    // Small messages go both ways all the time; holding one back until more come would be a delay of our own.
    if near.set_nodelay(true).and(far.set_nodelay(true)).is_err() {
        return;
    }
    let (near, far) = (near.into_split(), far.into_split());
    tokio::select! {
        () = pump(Way::There, near.0, far.1, state.clone()) => {}
        () = pump(Way::Back, far.0, near.1, state) => {}
    }
}

/// Which way something goes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Way {
    There,
    Back,
}

async fn pump(
    way: Way,
    mut from: impl AsyncReadExt + Unpin,
    mut to: impl AsyncWriteExt + Unpin,
    mut state: watch::Receiver<State>,
) {
    let begun = state.borrow().cuts;
    let ends = |state: &State| state.line == Line::Down || state.cuts != begun;
    let mut buffer = vec![0; 64 * 1024];
    loop {
        let read = tokio::select! {
            read = from.read(&mut buffer) => read,
            _ = state.wait_for(ends) => return,
        };
        let Ok(read @ 1..) = read else { return };
        let line = state.borrow().line;
        match line {
            Line::Slow(pause) => tokio::time::sleep(pause).await,
            Line::Silent => {
                let changed = state.wait_for(|state| state.line != Line::Silent || ends(state)).await;
                if changed.map_or(true, |state| ends(&state)) {
                    return;
                }
            }
            // It is lost, not late.
            Line::Mute if way == Way::Back => continue,
            Line::Mute | Line::Open | Line::Down => {}
        }
        if to.write_all(&buffer[..read]).await.is_err() {
            return;
        }
    }
}
