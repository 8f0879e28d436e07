//! The renderer behind its port: CPU work where it blocks nobody.

use std::sync::mpsc::{Sender, channel};

use impasto_domain::document::InvoiceData;
use impasto_domain::ports::{PortFuture, RenderFailure, Renderer, Urgency};
use impasto_render::invoice::render_invoice;
use tokio::sync::oneshot;

/// Documents that somebody waits for are rendered on the pool of blocking threads, the others on a thread that takes
/// only what processor time nobody else wants. The engine bounds how many at once.
pub(super) struct PooledRenderer {
    background: Sender<Order>,
}

type Bytes = Result<Vec<u8>, RenderFailure>;
type Order = (InvoiceData, oneshot::Sender<Bytes>);

/// The least pressing of a thread's degrees of niceness.
#[cfg(target_os = "linux")]
const NICE: i32 = 19;

impl PooledRenderer {
    /// A renderer with its background thread.
    ///
    /// # Errors
    /// When there is no thread to be had.
    pub(super) fn start() -> std::io::Result<Self> {
        let (background, orders) = channel::<Order>();
        std::thread::Builder::new().name("render".to_owned()).spawn(move || {
            // A thread has a niceness of its own on Linux, where no process named means the caller; elsewhere it is the whole program's.
            #[cfg(target_os = "linux")]
            if let Err(error) = rustix::process::setpriority_process(None, NICE) {
                tracing::warn!(%error, "documents are rendered at the priority of everything else");
            }
            for (data, reply) in orders {
                // Who asked may have gone.
                let _gone = reply.send(rendered(&data));
            }
        })?;
        Ok(Self { background })
    }
}

impl Renderer for PooledRenderer {
    fn invoice<'a>(&'a self, data: InvoiceData, urgency: Urgency) -> PortFuture<'a, Bytes> {
        Box::pin(async move {
            let lost = || RenderFailure("the renderer ended without a word".to_owned());
            match urgency {
                Urgency::Awaited => tokio::task::spawn_blocking(move || rendered(&data)).await.map_err(|_| lost())?,
                Urgency::Background => {
                    let (reply, answer) = oneshot::channel();
                    self.background.send((data, reply)).map_err(|_| lost())?;
                    answer.await.map_err(|_| lost())?
                }
            }
        })
    }
}

/// A document that makes the renderer fall is a failure like another: the thread goes on.
fn rendered(data: &InvoiceData) -> Bytes {
    let attempt = std::panic::catch_unwind(std::panic::AssertUnwindSafe(|| render_invoice(data)));
    match attempt {
        Ok(Ok(bytes)) => Ok(bytes),
        Ok(Err(error)) => Err(RenderFailure(error.to_string())),
        Err(_) => Err(RenderFailure("the document made the renderer fall".to_owned())),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn both_ways_give_the_same_bytes() {
        let renderer = PooledRenderer::start().unwrap();
        let data: InvoiceData = serde_json::from_str(include_str!("../../render/examples/invoice.json")).unwrap();
        let awaited = renderer.invoice(data.clone(), Urgency::Awaited).await.unwrap();
        assert_eq!(renderer.invoice(data, Urgency::Background).await.unwrap(), awaited);
    }
}
