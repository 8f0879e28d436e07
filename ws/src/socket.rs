//! The tasks of a socket: one that reads for as long as it lives, one that writes only while it is behind.
//! Knows nothing of frames; one scratch buffer per thread serves every read.

use std::{cell::RefCell, future::poll_fn, io, rc::Rc};

use crate::{
    hub::{ConnId, Hub, Question, Step},
    transport::Transport,
};

/// Size of the scratch buffer, in bytes.
const SCRATCH: usize = 32 * 1024;

thread_local! {
    static BUFFER: RefCell<Vec<u8>> = RefCell::new(vec![0; SCRATCH]);
}

/// Serves a socket until it is gone. What waits for the backend is boxed: an idle socket keeps only this small future.
pub(crate) async fn serve(hub: Hub, id: ConnId, transport: Rc<dyn Transport>, cookies: Option<Box<str>>) {
    if let Some(cookies) = cookies {
        Box::pin(hub.authenticate_by_cookies(id, &cookies)).await;
    }
    let mut step = hub.with(|state| state.receive_carried(id));
    loop {
        step = match step {
            Step::Wait => {
                if poll_fn(|context| transport.poll_readable(context)).await.is_err() {
                    break;
                }
                read(&hub, id, &*transport)
            }
            Step::Ask(question) => {
                Box::pin(answer(&hub, id, *question)).await;
                hub.with(|state| state.receive_carried(id))
            }
            Step::Gone => break,
        };
    }
    hub.with(|state| {
        if state.conns.holds(id) {
            state.remove(id.index, true);
        }
    });
}

/// Writes what a socket that is behind still has to get, as it takes it.
pub(crate) async fn write_when_possible(hub: Hub, id: ConnId, transport: Rc<dyn Transport>) {
    loop {
        if poll_fn(|context| transport.poll_writable(context)).await.is_err() {
            hub.with(|state| {
                if state.conns.holds(id) {
                    state.remove(id.index, true);
                }
            });
            return;
        }
        if !hub.with(|state| state.write_behind(id)) {
            return;
        }
    }
}

async fn answer(hub: &Hub, id: ConnId, question: Question) {
    match question {
        Question::Auth { id: request, token } => hub.authenticate(id, request, &token).await,
        Question::View { id: request, artwork } => hub.view(id, request, artwork).await,
        Question::Subscribe { id: request, topics, since } => {
            hub.subscribe(id, request, topics, since).await;
        }
    }
}

fn read(hub: &Hub, id: ConnId, transport: &dyn Transport) -> Step {
    BUFFER.with_borrow_mut(|buffer| match transport.try_read(buffer) {
        Ok(0) => Step::Gone,
        Ok(count) => hub.with(|state| state.receive(id, buffer.get_mut(..count).unwrap_or_default())),
        Err(error) if matches!(error.kind(), io::ErrorKind::WouldBlock | io::ErrorKind::Interrupted) => Step::Wait,
        Err(_) => Step::Gone,
    })
}
