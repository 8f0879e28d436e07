//! A proxy before PostgreSQL that loses what a test wants lost.

use std::collections::VecDeque;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex};
use std::time::Duration;

use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};

/// What becomes of a commit on its way.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Loss {
    /// The connection breaks before the server hears of it.
    Asked,
    /// The connection breaks after the server has done it, before the client hears of it.
    Answered,
    /// Nothing comes through any more, and nobody is told.
    Silence,
}

/// The proxy. The next commits through it are lost as planned; without a plan nothing is.
#[derive(Debug, Clone)]
pub(crate) struct Proxy {
    port: u16,
    plan: Arc<Mutex<VecDeque<Option<Loss>>>>,
    /// Whether the answer to the next wish for a turn is kept back.
    mutes_turn: Arc<AtomicBool>,
}

impl Proxy {
    /// Listens before the server of a database's address.
    pub(crate) async fn before(server: &str) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let proxy =
            Self { port: listener.local_addr().unwrap().port(), plan: Arc::default(), mutes_turn: Arc::default() };
        let (carrying, server) = (proxy.clone(), host_of(server));
        tokio::spawn(async move {
            while let Ok((client, _)) = listener.accept().await {
                tokio::spawn(carry(client, server.clone(), carrying.clone()));
            }
        });
        proxy
    }

    /// The address of a database through this proxy.
    pub(crate) fn url(&self, direct: &str) -> String {
        direct.replacen(&host_of(direct), &format!("127.0.0.1:{}", self.port), 1)
    }

    /// Plans what becomes of the next commits, one after the other.
    pub(crate) fn plan(&self, losses: impl IntoIterator<Item = Option<Loss>>) {
        self.plan.lock().unwrap().extend(losses);
    }

    /// The next lane that asks for its turn gets it from the server, but neither hears of it nor anything else any more.
    pub(crate) fn mute_next_turn(&self) {
        self.mutes_turn.store(true, Ordering::SeqCst);
    }

    /// Whether a turn that is to be muted was not asked for yet.
    pub(crate) fn is_to_mute(&self) -> bool {
        self.mutes_turn.load(Ordering::SeqCst)
    }

    /// Commits that are planned and have not come yet.
    pub(crate) fn planned(&self) -> usize {
        self.plan.lock().unwrap().len()
    }
}

/// `host:port` of an address.
fn host_of(url: &str) -> String {
    let rest = url.split_once("://").unwrap().1;
    let host = rest.split('/').next().unwrap();
    host.rsplit('@').next().unwrap().to_owned()
}

async fn carry(mut client: TcpStream, server: String, proxy: Proxy) {
    let Ok(mut server) = TcpStream::connect(server).await else { return };
    let (mut asked, mut answered) = ([0_u8; 65_536], [0_u8; 65_536]);
    let (mut swallow, mut mute) = (false, false);
    loop {
        tokio::select! {
            read = client.read(&mut asked) => {
                let Ok(bytes @ 1..) = read else { return };
                let sent = &asked[..bytes];
                let loss = if is_commit(sent) { proxy.plan.lock().unwrap().pop_front().flatten() } else { None };
                match loss {
                    Some(Loss::Asked) => return,
                    Some(Loss::Answered) => swallow = true,
                    Some(Loss::Silence) => {
                        // Long enough for any test; both ends stay open.
                        tokio::time::sleep(Duration::from_secs(600)).await;
                        return;
                    }
                    None => {}
                }
                mute |= asks_for_turn(sent) && proxy.mutes_turn.swap(false, Ordering::SeqCst);
                if server.write_all(sent).await.is_err() {
                    return;
                }
            }
            read = server.read(&mut answered) => {
                let Ok(bytes @ 1..) = read else { return };
                if mute {
                    continue;
                }
                if swallow || client.write_all(&answered[..bytes]).await.is_err() {
                    return;
                }
            }
        }
    }
}

/// A simple query that is a commit.
fn is_commit(sent: &[u8]) -> bool {
    sent.first() == Some(&b'Q') && sent.get(5..) == Some(b"COMMIT\0".as_slice())
}

/// A simple query that waits for the turn of a lane.
fn asks_for_turn(sent: &[u8]) -> bool {
    const LOCK: &[u8] = b"pg_advisory_lock(";
    sent.first() == Some(&b'Q') && sent.windows(LOCK.len()).any(|window| window == LOCK)
}
