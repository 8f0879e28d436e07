//! Pure CPU work: image derivatives, PDFs of invoices, packing slips and certificates, paintings of the demo gallery.
//!
//! Knows no I/O, no clock and no configuration: bytes and data go in, bytes come out, and the same input gives the same
//! output on every machine.

pub mod certificate;
pub mod document;
pub mod image;
pub mod invoice;
pub mod packing_slip;
pub mod painting;
pub mod statement;
