//! Sockets: how many one client address may have open at once. A long poll counts as one while it waits.
//! Knows nothing of what travels on them. Counts on this node only.

use std::collections::HashMap;
use std::net::IpAddr;
use std::sync::{Arc, Mutex, PoisonError};

use super::client::Client;
use super::problem::{Problem, ProblemType};

/// Seconds after which an address that has all its sockets open may look again.
const RETRY_AFTER_S: u32 = 5;

type Taken = Arc<Mutex<HashMap<IpAddr, usize>>>;

/// The open sockets of every address.
pub struct SocketPlaces {
    /// `None` is unlimited.
    most: Option<usize>,
    taken: Taken,
}

/// One open socket; its place is free again when this is dropped.
#[derive(Debug)]
pub struct SocketPlace(Option<(IpAddr, Taken)>);

impl SocketPlaces {
    /// At most so many of one address; 0 is unlimited.
    #[must_use]
    pub fn new(most: usize) -> Self {
        Self { most: (most > 0).then_some(most), taken: Taken::default() }
    }

    /// Takes a place for a client.
    ///
    /// # Errors
    /// 429 when its address has taken all of its own.
    pub fn take(&self, client: &Client) -> Result<SocketPlace, Problem> {
        let Some(most) = self.most.filter(|_| !client.is_exempt) else { return Ok(SocketPlace(None)) };
        let address = client.limit_key();
        let mut taken = self.taken.lock().unwrap_or_else(PoisonError::into_inner);
        let count = taken.entry(address).or_default();
        if *count >= most {
            let detail = format!("At most {most} sockets of one address are open at once.");
            return Err(Problem::new(ProblemType::RateLimited).detail(detail).retry_after(RETRY_AFTER_S));
        }
        *count += 1;
        Ok(SocketPlace(Some((address, Arc::clone(&self.taken)))))
    }
}

impl Drop for SocketPlace {
    fn drop(&mut self) {
        let Some((address, taken)) = self.0.take() else { return };
        let mut taken = taken.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(count) = taken.get_mut(&address) {
            *count -= 1;
            if *count == 0 {
                taken.remove(&address);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn client(last: u8, is_exempt: bool) -> Client {
        Client { address: IpAddr::from([10, 0, 0, last]), is_exempt }
    }

    #[test]
    fn an_address_has_its_own_places_and_gets_them_back() {
        let places = SocketPlaces::new(2);
        let first = places.take(&client(1, false)).unwrap();
        let second = places.take(&client(1, false)).unwrap();
        let refused = places.take(&client(1, false)).unwrap_err();
        assert_eq!((refused.kind(), refused.retry_after_s()), (Some(ProblemType::RateLimited), Some(RETRY_AFTER_S)));
        let _other = places.take(&client(2, false)).unwrap();
        let _exempt = places.take(&client(1, true)).unwrap();
        drop(first);
        let third = places.take(&client(1, false)).unwrap();
        assert!(places.take(&client(1, false)).is_err());
        drop((second, third));
        assert_eq!(places.taken.lock().unwrap().len(), 1, "who has none is forgotten");
    }

    #[test]
    fn none_is_unlimited() {
        let places = SocketPlaces::new(0);
        let open: Vec<SocketPlace> = (0..1_000).map(|_| places.take(&client(1, false)).unwrap()).collect();
        assert_eq!(open.len(), 1_000);
    }
}
