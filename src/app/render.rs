//! The renderer behind its port: CPU work where it blocks nobody.

use impasto_domain::document::InvoiceData;
use impasto_domain::ports::{PortFuture, RenderFailure, Renderer};
use impasto_render::invoice::render_invoice;

/// Documents rendered on the pool of blocking threads. The engine bounds how many at once.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct PooledRenderer;

impl Renderer for PooledRenderer {
    fn invoice<'a>(&'a self, data: InvoiceData) -> PortFuture<'a, Result<Vec<u8>, RenderFailure>> {
        Box::pin(async move {
            let rendered = tokio::task::spawn_blocking(move || render_invoice(&data)).await;
            match rendered {
                Ok(Ok(bytes)) => Ok(bytes),
                Ok(Err(error)) => Err(RenderFailure(error.to_string())),
                Err(_) => Err(RenderFailure("the renderer ended without a word".to_owned())),
            }
        })
    }
}
