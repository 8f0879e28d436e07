//! The same work on many things, on a few threads.

use std::sync::atomic::{AtomicUsize, Ordering};

use super::limits::ImageError;

/// Does `work` on every job, on `threads` threads, the caller's among them. Results come in the order of the jobs.
pub(super) fn in_parallel<J: Sync, R: Send>(
    jobs: &[J],
    threads: usize,
    work: impl Fn(&J) -> Result<R, ImageError> + Sync,
) -> Result<Vec<R>, ImageError> {
    let next = AtomicUsize::new(0);
    let share = || {
        let mut done = Vec::new();
        loop {
            let place = next.fetch_add(1, Ordering::Relaxed);
            let Some(job) = jobs.get(place) else { return done };
            done.push((place, work(job)));
        }
    };
    let mut results = std::thread::scope(|scope| {
        let helpers: Vec<_> = (1..threads.min(jobs.len())).map(|_| scope.spawn(share)).collect();
        let mut results = share();
        for helper in helpers {
            // What a fallen thread had done is missed below.
            results.extend(helper.join().unwrap_or_default());
        }
        results
    });
    if results.len() != jobs.len() {
        return Err(ImageError::Encoding("a thread ended early".to_owned()));
    }
    results.sort_unstable_by_key(|(place, _)| *place);
    results.into_iter().map(|(_, result)| result).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn results_come_in_order_and_a_failure_is_told() {
        let jobs: Vec<u32> = (0..500).collect();
        for threads in [1, 3] {
            let doubled = in_parallel(&jobs, threads, |job| Ok(job * 2)).unwrap();
            assert_eq!(doubled, jobs.iter().map(|job| job * 2).collect::<Vec<_>>());
            let failing = in_parallel(&jobs, threads, |job| {
                if *job == 77 { Err(ImageError::Encoding("77".to_owned())) } else { Ok(*job) }
            });
            assert_eq!(failing, Err(ImageError::Encoding("77".to_owned())));
        }
    }
}
