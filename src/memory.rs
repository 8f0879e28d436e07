//! The allocator, and the one thing about it that is not as it comes: memory that is free goes back to the system at
//! once, so that a sign-in (19 MB for its hash) or a large upload is not kept for the rest of the program's life
//! (docs/decisions/0062-the-allocator.md).

use std::env;

#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

/// How many milliseconds the allocator waits before it gives free memory back. It reads this once, before `main`.
const PURGE_DELAY: &str = "MIMALLOC_PURGE_DELAY";

/// Begins anew with the allocator's variable set, unless somebody has set it. Where that cannot be done the program goes
/// on as it is, and only keeps more memory.
pub(crate) fn settle() {
    if env::var_os(PURGE_DELAY).is_none() {
        begin_anew();
    }
}

#[cfg(unix)]
fn begin_anew() {
    use std::os::unix::process::CommandExt as _;
    let Ok(program) = env::current_exe() else { return };
    let mut arguments = env::args_os();
    let mut command = std::process::Command::new(program);
    if let Some(name) = arguments.next() {
        command.arg0(name);
    }
    // The same process with a fresh memory; this comes back only if it failed.
    let _failed = command.args(arguments).env(PURGE_DELAY, "0").exec();
}

#[cfg(not(unix))]
fn begin_anew() {}
