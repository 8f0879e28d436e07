//! What nodes of one house share.

/// A master secret that is the same on all nodes: any node takes any node's tokens.
pub(crate) const MASTER: (&str, &str) = ("IMPASTO_SECRETS__MASTER", "MDEyMzQ1Njc4OWFiY2RlZjAxMjM0NTY3ODlhYmNkZWY=");

/// The address of a Redis that answers.
pub(crate) fn redis() -> Option<String> {
    let redis = std::env::var("IMPASTO_TEST_REDIS").unwrap_or_else(|_| "redis://127.0.0.1:6379".into());
    let address = redis.trim_start_matches("redis://").split('/').next().unwrap_or_default().to_owned();
    if std::net::TcpStream::connect(&address).is_err() {
        eprintln!("no Redis at {address}: left out");
        return None;
    }
    Some(redis)
}

/// A master secret of a house of its own in Redis, where others have theirs.
pub(crate) fn own_master(of: &str) -> String {
    format!("of the {of} in process {:010}", std::process::id())
}

/// Runs a test that is of one engine only.
pub(crate) fn run(test: impl Future<Output = ()>) {
    let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(2).enable_all().build();
    runtime.expect("a runtime").block_on(test);
}
