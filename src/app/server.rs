//! Serving: HTTP and sockets on one port, one hub a worker, and an orderly end.

use std::io;
use std::net::SocketAddr;
use std::time::{Duration, Instant};

use actix_http::HttpService;
use actix_service::{fn_service, map_config};
use actix_web::dev::AppConfig;
use actix_web::middleware::{Compress, from_fn};
use actix_web::web::Data;
use impasto_ws::Hub;
use tokio::signal::unix::{SignalKind, signal};

use super::build::Program;
use crate::config::Config;
use crate::gateway::health::SERVING;
use crate::gateway::under_way::UnderWay;
use crate::gateway::{front, unrouted};
use crate::live::HubHandle;

/// How long an answer may take from here to the network.
const LAST_WORDS: Duration = Duration::from_millis(250);

/// Worker threads that serve requests and sockets.
#[must_use]
pub fn workers(config: &Config) -> usize {
    match config.server.workers {
        0 => std::thread::available_parallelism().map_or(2, usize::from),
        workers => workers,
    }
}

/// Serves until a signal asks to stop, then drains sockets, finishes requests and stops the program. Answers when it was
/// asked to.
///
/// # Errors
/// When an address cannot be listened on.
pub async fn serve(program: Program, config: &Config) -> io::Result<Instant> {
    let listen: SocketAddr = config.server.listen.0;
    let (app, shared) = (program.app.clone(), program.shared.clone());
    let (bus, backend) = (program.bus.clone(), program.backend.clone());
    let keep_alive = Duration::from_secs(config.server.keep_alive_s);
    let mut builder = actix_server::Server::build()
        .workers(workers(config))
        .disable_signals()
        .shutdown_timeout(config.server.shutdown_s);
    // Nobody asks for what is counted where there is no address to ask at.
    let counted = config.server.ops_listen.is_some().then(crate::api::metrics::start).transpose();
    let counted = counted.map_err(io::Error::other)?;
    let figures = program.figures.clone();
    let addresses: Vec<SocketAddr> = config.server.ops_listen.iter().map(|listen| listen.0).chain([listen]).collect();
    for address in addresses {
        let ops = address != listen;
        let (app, shared) = (app.clone(), shared.clone());
        let (bus, backend) = (bus.clone(), backend.clone());
        let counted = counted.clone().filter(|_| ops).map(|handle| (handle, figures.clone()));
        builder = builder.bind(if ops { "ops" } else { "http" }, address, move || {
            let hub = Hub::here(&bus, &backend);
            let sockets = hub.clone();
            let site = actix_web::App::new()
                .app_data(app.clone())
                .app_data(shared.clone())
                .app_data(Data::new(HubHandle(hub)))
                .configure(if ops { crate::routes::ops } else { crate::routes::all })
                .configure(|service| {
                    if let Some((handle, figures)) = &counted {
                        service.app_data(handle.clone()).app_data(figures.clone());
                    }
                })
                .default_service(unrouted())
                .wrap(Compress::default())
                .wrap(from_fn(front));
            HttpService::build()
                .keep_alive(keep_alive)
                .tcp_nodelay(true)
                .upgrade(fn_service(move |(request, framed)| impasto_ws::accept(request, framed, sockets.clone())))
                // Links are made from `public_url` or the request's own Host; this is only what actix falls back to.
                .finish(map_config(site, |()| AppConfig::default()))
                .tcp()
        })?;
    }
    let server = builder.run();
    let handle = server.handle();
    let running = tokio::spawn(server);
    shared.ready.set(SERVING, true);

    stopped_by_signal().await?;
    tracing::info!(drain_s = config.server.drain_s, "stopping: sockets are asked to come back, then no new requests");
    shared.ready.set(SERVING, false);
    tokio::time::sleep(Duration::from_secs(config.server.drain_s)).await;
    let stopping_since = Instant::now();
    bus.drain().await;
    handle.pause().await;
    finished(&shared.under_way, Duration::from_secs(config.server.shutdown_s)).await;
    handle.stop(false).await;
    running.await.map_err(io::Error::other)??;
    program.stop().await;
    Ok(stopping_since)
}

/// Waits until no request is under way, and what was answered last has left. Connections that are merely kept open, as
/// proxies do, are not waited for.
async fn finished(requests: &UnderWay, at_most: Duration) {
    let over = Instant::now() + at_most;
    let mut idle_since = None;
    while Instant::now() < over {
        if !requests.is_none() {
            idle_since = None;
        } else if idle_since.get_or_insert_with(Instant::now).elapsed() >= LAST_WORDS {
            return;
        }
        tokio::time::sleep(Duration::from_millis(10)).await;
    }
    tracing::warn!("requests that are still under way are cut off");
}

async fn stopped_by_signal() -> io::Result<()> {
    let mut terminate = signal(SignalKind::terminate())?;
    let mut interrupt = signal(SignalKind::interrupt())?;
    tokio::select! {
        _ = terminate.recv() => {}
        _ = interrupt.recv() => {}
    }
    Ok(())
}
