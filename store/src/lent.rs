//! What a pool has lent. Dropping it hands it back, for which sqlx starts a task and panics where no runtime is left: when
//! the program ends while somebody reads.

use std::ops::{Deref, DerefMut};

use tokio::runtime::Handle;

/// A connection, or a transaction on one, that belongs to a pool.
pub(crate) struct Lent<T>(Option<T>);

impl<T> Lent<T> {
    pub(crate) fn new(lent: T) -> Self {
        Self(Some(lent))
    }
}

impl<T> Deref for Lent<T> {
    type Target = T;

    #[expect(clippy::expect_used, reason = "only dropping takes it")]
    fn deref(&self) -> &T {
        self.0.as_ref().expect("lent until dropped")
    }
}

impl<T> DerefMut for Lent<T> {
    #[expect(clippy::expect_used, reason = "only dropping takes it")]
    fn deref_mut(&mut self) -> &mut T {
        self.0.as_mut().expect("lent until dropped")
    }
}

impl<T> Drop for Lent<T> {
    fn drop(&mut self) {
        if Handle::try_current().is_err() {
            // The process is about to end, and the pool with it.
            std::mem::forget(self.0.take());
        }
    }
}

#[cfg(test)]
mod tests {
    use crate::plans::sqlite;

    #[test]
    fn what_outlives_the_runtime_does_not_panic() {
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
        let (_dir, _store, reader, snapshot) = runtime.block_on(async {
            let (dir, store) = sqlite().await;
            let (reader, snapshot) = (store.reader().await.unwrap(), store.snapshot().await.unwrap());
            (dir, store, reader, snapshot)
        });
        drop(runtime);
        drop(reader);
        drop(snapshot);
    }
}
