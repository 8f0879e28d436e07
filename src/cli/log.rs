//! Logging: lines go to standard error through a thread of their own, so that no request waits for a terminal.
//! Knows the configured format and level.

use std::io::{self, IsTerminal, Write};
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::mpsc::{Receiver, SyncSender, sync_channel};
use std::thread::JoinHandle;

use tracing::{Level, Subscriber};
use tracing_subscriber::filter::{LevelFilter, Targets};
use tracing_subscriber::fmt::MakeWriter;
use tracing_subscriber::layer::SubscriberExt;
use tracing_subscriber::registry::LookupSpan;
use tracing_subscriber::util::SubscriberInitExt;
use tracing_subscriber::{EnvFilter, Layer, Registry, fmt};

use super::CliError;
use crate::config::{Log, LogFormat};
use crate::telemetry::{Exporter, LOG_DIRECTIVES};

/// Lines that may wait; past it they are dropped and counted, never waited for.
const QUEUE: usize = 16_384;

/// Writes what is still waiting when it is dropped.
pub(super) struct LogGuard {
    sender: Option<SyncSender<Message>>,
    writer: Option<JoinHandle<()>>,
}

enum Message {
    Line(Vec<u8>),
    End,
}

/// Starts logging as configured, and hands spans to an exporter if there is one.
pub(super) fn start(log: &Log, exporter: Option<&Exporter>) -> Result<LogGuard, CliError> {
    let filter = filter(log)?;
    let (sender, receiver) = sync_channel(QUEUE);
    let lines = Lines { sender: sender.clone(), dropped: Arc::default() };
    let dropped = Arc::clone(&lines.dropped);
    let writer = std::thread::Builder::new()
        .name("log".to_owned())
        .spawn(move || write(&receiver, &dropped, &mut io::stderr()))
        .map_err(super::failed)?;
    let started = match exporter {
        // One filter for everything: filters of single layers cost something with every line.
        None => Registry::default().with(filter).with(written(log, lines)).try_init(),
        Some(exporter) => {
            let spans = tracing_opentelemetry::layer()
                .with_tracer(exporter.tracer())
                // Spans are told their parents; what they are told of is no thread's business.
                .with_context_activation(false)
                .with_tracked_inactivity(false)
                .with_location(false)
                .with_threads(false)
                .with_target(false)
                .with_level(false)
                .with_filter(exported());
            Registry::default().with(spans).with(written(log, lines).with_filter(filter)).try_init()
        }
    };
    started.map_err(|error| CliError(format!("logging cannot start: {error}")))?;
    Ok(LogGuard { sender: Some(sender), writer: Some(writer) })
}

/// What is logged.
fn filter(log: &Log) -> Result<EnvFilter, CliError> {
    let mut directives = log.level.clone();
    // Garbage on a connection is the sender's error, not ours, and must not fill the log; who wants it says so.
    let garbage = ("actix_http", "actix_http::h1::dispatcher=off");
    for (about, quiet) in LOG_DIRECTIVES.into_iter().chain([garbage]) {
        if !log.level.contains(about) {
            directives = format!("{directives},{quiet}");
        }
    }
    EnvFilter::try_new(directives).map_err(|error| {
        CliError(format!("log.level: {:?} is not a level or a list of directives: {error}", log.level))
    })
}

/// What is exported: the spans made for it, and what the program warns of in them.
fn exported() -> Targets {
    Targets::new()
        .with_target("impasto", Level::WARN)
        .with_target("impasto::trace", Level::INFO)
        .with_target("impasto::request", LevelFilter::OFF)
}

/// What writes lines in the configured format.
fn written<S>(log: &Log, lines: Lines) -> Box<dyn Layer<S> + Send + Sync>
where
    S: Subscriber + for<'s> LookupSpan<'s>,
{
    let layer = fmt::layer().with_writer(lines);
    match log.format {
        LogFormat::Text => Box::new(layer.with_ansi(io::stderr().is_terminal())),
        LogFormat::Json => Box::new(layer.json().flatten_event(true).with_current_span(true).with_span_list(false)),
    }
}

impl Drop for LogGuard {
    fn drop(&mut self) {
        if let Some(sender) = self.sender.take() {
            // The thread is gone only if standard error is: there is nowhere left to say so.
            let _ = sender.send(Message::End);
        }
        if let Some(writer) = self.writer.take() {
            let _ = writer.join();
        }
    }
}

/// Where the subscriber writes its lines.
#[derive(Clone)]
struct Lines {
    sender: SyncSender<Message>,
    dropped: Arc<AtomicU64>,
}

impl<'a> MakeWriter<'a> for Lines {
    type Writer = Self;

    fn make_writer(&'a self) -> Self {
        self.clone()
    }
}

impl Write for Lines {
    /// The subscriber writes every line whole.
    fn write(&mut self, line: &[u8]) -> io::Result<usize> {
        if self.sender.try_send(Message::Line(line.to_vec())).is_err() {
            self.dropped.fetch_add(1, Ordering::Relaxed);
        }
        Ok(line.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

fn write(receiver: &Receiver<Message>, dropped: &AtomicU64, out: &mut impl Write) {
    let mut batch = Vec::new();
    while let Ok(first) = receiver.recv() {
        let mut next = Some(first);
        let mut ended = false;
        // What waits goes out in one write; 64 KiB at a time keep it from growing.
        while let Some(message) = next.take() {
            match message {
                Message::Line(line) => batch.extend_from_slice(&line),
                Message::End => ended = true,
            }
            if !ended && batch.len() < 1 << 16 {
                next = receiver.try_recv().ok();
            }
        }
        let lost = dropped.swap(0, Ordering::Relaxed);
        if lost > 0 {
            batch.extend_from_slice(
                format!("{lost} log lines were dropped: they came faster than they could be written\n").as_bytes(),
            );
        }
        // A closed standard error must not stop the program.
        let _ = out.write_all(&batch);
        batch.clear();
        if ended {
            return;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_come_out_in_order_and_lost_ones_are_counted() {
        let (sender, receiver) = sync_channel(2);
        let mut lines = Lines { sender: sender.clone(), dropped: Arc::default() };
        for line in ["a\n", "b\n", "c\n"] {
            lines.write_all(line.as_bytes()).unwrap();
        }
        let dropped = Arc::clone(&lines.dropped);
        let writer = std::thread::spawn(move || {
            let mut out = Vec::new();
            write(&receiver, &dropped, &mut out);
            out
        });
        sender.send(Message::End).unwrap();
        let out = writer.join().unwrap();
        let out = String::from_utf8(out).unwrap();
        assert!(out.starts_with("a\nb\n1 log lines were dropped"), "{out}");
    }
}
