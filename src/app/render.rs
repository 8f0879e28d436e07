//! The renderer behind its port: CPU work where it blocks nobody.

use std::sync::Arc;
use std::sync::mpsc::{Sender, channel};

use impasto_domain::certificate::CertificateData;
use impasto_domain::document::InvoiceData;
use impasto_domain::ports::{MediaArea, MediaStore, Paper, PortFuture, RenderFailure, Renderer, Urgency};
use impasto_render::certificate::{Proof, render_certificate};
use impasto_render::invoice::render_invoice;
use tokio::sync::oneshot;

use crate::identity::keyring::KeyRing;

/// Documents that somebody waits for are rendered on the pool of blocking threads, the others on a thread that takes
/// only what processor time nobody else wants. The engine bounds how many at once.
pub(super) struct PooledRenderer {
    background: Sender<Order>,
    proofs: Option<Proofs>,
}

/// What certificates have beyond their data: a signature, an address, a picture.
pub(super) struct Proofs {
    pub(super) keys: Arc<KeyRing>,
    pub(super) media: Arc<dyn MediaStore>,
    pub(super) site_address: String,
}

/// A document with all it needs.
enum Sheet {
    Invoice(Box<InvoiceData>),
    Certificate(Box<CertificateData>, Proof, Option<Vec<u8>>),
}

type Bytes = Result<Vec<u8>, RenderFailure>;
type Order = (Sheet, oneshot::Sender<Bytes>);

/// The least pressing of a thread's degrees of niceness.
#[cfg(target_os = "linux")]
const NICE: i32 = 19;

impl PooledRenderer {
    /// A renderer with its background thread; without `proofs` it renders no certificates.
    ///
    /// # Errors
    /// When there is no thread to be had.
    pub(super) fn start(proofs: Option<Proofs>) -> std::io::Result<Self> {
        let (background, orders) = channel::<Order>();
        std::thread::Builder::new().name("render".to_owned()).spawn(move || {
            // A thread has a niceness of its own on Linux, where no process named means the caller; elsewhere it is the whole program's.
            #[cfg(target_os = "linux")]
            if let Err(error) = rustix::process::setpriority_process(None, NICE) {
                tracing::warn!(%error, "documents are rendered at the priority of everything else");
            }
            for (sheet, reply) in orders {
                // Who asked may have gone.
                let _gone = reply.send(rendered(sheet));
            }
        })?;
        Ok(Self { background, proofs })
    }

    async fn sheet(&self, paper: Paper) -> Result<Sheet, RenderFailure> {
        match paper {
            Paper::Invoice(data) => Ok(Sheet::Invoice(data)),
            Paper::Certificate(data) => {
                let proofs =
                    self.proofs.as_ref().ok_or_else(|| RenderFailure("certificates are not signed here".into()))?;
                proofs.sheet(data).await
            }
        }
    }
}

impl Proofs {
    async fn sheet(&self, data: Box<CertificateData>) -> Result<Sheet, RenderFailure> {
        let signed = self.keys.known().certify(data.sold_on, &data.text());
        let signed = signed.map_err(|error| RenderFailure(error.to_string()))?;
        let address = format!("{}/certificates/{}", self.site_address, data.id);
        let proof = Proof {
            code_address: format!("{address}?s={}", signed.start()),
            address,
            signature_start: signed.start().to_owned(),
        };
        let picture = match &data.work.picture {
            // Files that retention has removed leave a certificate without a picture.
            Some(picture) => self.media.get(MediaArea::Public, &picture.key).await,
            None => Ok(None),
        };
        let picture = picture.map_err(|error| RenderFailure(error.to_string()))?;
        Ok(Sheet::Certificate(data, proof, picture.map(|bytes| bytes.to_vec())))
    }
}

impl Renderer for PooledRenderer {
    fn render<'a>(&'a self, paper: Paper, urgency: Urgency) -> PortFuture<'a, Bytes> {
        Box::pin(async move {
            let sheet = self.sheet(paper).await?;
            let lost = || RenderFailure("the renderer ended without a word".to_owned());
            match urgency {
                Urgency::Awaited => tokio::task::spawn_blocking(move || rendered(sheet)).await.map_err(|_| lost())?,
                Urgency::Background => {
                    let (reply, answer) = oneshot::channel();
                    self.background.send((sheet, reply)).map_err(|_| lost())?;
                    answer.await.map_err(|_| lost())?
                }
            }
        })
    }
}

/// A document that makes the renderer fall is a failure like another: the thread goes on.
fn rendered(sheet: Sheet) -> Bytes {
    let render = || match sheet {
        Sheet::Invoice(data) => render_invoice(&data).map_err(|error| error.to_string()),
        Sheet::Certificate(data, proof, picture) => {
            render_certificate(&data, &proof, picture).map_err(|error| error.to_string())
        }
    };
    let attempt = std::panic::catch_unwind(std::panic::AssertUnwindSafe(render));
    match attempt {
        Ok(Ok(bytes)) => Ok(bytes),
        Ok(Err(error)) => Err(RenderFailure(error)),
        Err(_) => Err(RenderFailure("the document made the renderer fall".to_owned())),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn both_ways_give_the_same_bytes() {
        let renderer = PooledRenderer::start(None).unwrap();
        let data: InvoiceData = serde_json::from_str(include_str!("../../render/examples/invoice.json")).unwrap();
        let paper = || Paper::Invoice(Box::new(data.clone()));
        let awaited = renderer.render(paper(), Urgency::Awaited).await.unwrap();
        assert_eq!(renderer.render(paper(), Urgency::Background).await.unwrap(), awaited);
    }
}
