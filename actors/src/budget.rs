//! The budget of a client address: how many works, and how many copies of one edition, all owners behind one address may
//! hold together, so that one client with a thousand visitor tokens leaves copies for others. Kept on this node only, in memory only: a restart forgets
//! it, and holds lapse in any case. Knows no address, only its hash.

use std::collections::{HashMap, HashSet};
use std::hash::{DefaultHasher, Hash, Hasher};
use std::net::IpAddr;
use std::sync::{Arc, Mutex};
use std::time::Duration;

use impasto_domain::ids::{EditionId, OrderId};
use impasto_domain::owner::Owner;
use impasto_domain::ports::limits::{Claim, HoldNews, SharedHolds, Verdict};
use tokio::time::Instant;

use crate::directory::locked;

/// Who asks, for the budget: the hash of a client address, or nobody in particular.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct ClientKey(Option<u64>);

impl ClientKey {
    /// A client without a budget: a loopback address of the demo, the program itself.
    pub const EXEMPT: Self = Self(None);

    /// The client behind an address. An IPv6 client is its /64, which is the least that one subscriber is given.
    #[must_use]
    pub fn of(address: IpAddr) -> Self {
        let mut hasher = DefaultHasher::new();
        match address.to_canonical() {
            IpAddr::V4(address) => address.octets().hash(&mut hasher),
            IpAddr::V6(address) => address.segments()[..4].hash(&mut hasher),
        }
        Self(Some(hasher.finish()))
    }
}

/// The budgets of all clients.
pub(crate) struct Budgets {
    works_max: Option<u32>,
    copies_max: Option<u32>,
    book: Mutex<Book>,
    /// What all nodes know together.
    shared: Option<Arc<dyn SharedHolds>>,
}

#[derive(Debug, Default)]
struct Book {
    owners: HashMap<Owner, Account>,
    clients: HashMap<u64, HashSet<Owner>>,
}

#[derive(Debug)]
struct Account {
    client: u64,
    works: Vec<Work>,
}

/// An edition that an owner holds copies of: in the cart, or in an order that is not paid.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Work {
    edition_id: EditionId,
    copies: u32,
    order_id: Option<OrderId>,
    until: Instant,
}

/// Copies that an owner is about to hold.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Wanted {
    pub(crate) owner: Owner,
    pub(crate) edition_id: EditionId,
    /// How many more than are held.
    pub(crate) copies: u32,
    /// How many there are; `None` when they need not be shared.
    pub(crate) total: Option<i64>,
}

impl Wanted {
    /// Whether it would be more of what a cart holds already.
    fn adds_to(self, holder: Owner, work: &Work) -> bool {
        holder == self.owner && work.edition_id == self.edition_id && work.order_id.is_none()
    }
}

/// A place that was set aside for a request, to be given back when the request is refused.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[must_use]
pub(crate) struct Reserved(Option<Wanted>);

impl Budgets {
    pub(crate) fn new(works_max: Option<u32>, copies_max: Option<u32>, shared: Option<Arc<dyn SharedHolds>>) -> Self {
        let shared = shared.filter(|_| works_max.is_some());
        Self { works_max, copies_max, book: Mutex::default(), shared }
    }

    /// Whether anything of a client is counted.
    pub(crate) fn counts(&self, client: ClientKey) -> bool {
        self.works_max.is_some() && client.0.is_some()
    }

    /// Whether copies of an edition are counted, too.
    pub(crate) fn counts_copies(&self) -> bool {
        self.copies_max.is_some()
    }

    /// Sets a place aside for copies the owner is about to hold, until the hold is known or `for_at_most` has passed. A
    /// client may hold so many works, and of a counted edition so many copies and never more than half, so that others
    /// find some too.
    ///
    /// # Errors
    /// The span until a place may be free, when the client has none left.
    pub(crate) async fn reserve(
        &self,
        client: ClientKey,
        wanted: Wanted,
        for_at_most: Duration,
    ) -> Result<Reserved, Duration> {
        let (Some(works_max), Some(client)) = (self.works_max, client.0) else { return Ok(Reserved(None)) };
        let share = self.share_of(wanted.total);
        let elsewhere = match &self.shared {
            Some(shared) => {
                let Wanted { owner, edition_id, copies, .. } = wanted;
                let claim = Claim { client, owner, edition_id, copies, works_max, copies_max: share, for_at_most };
                shared.reserve(claim).await.ok()
            }
            None => None,
        };
        let now = Instant::now();
        let mut book = locked(&self.book);
        book.move_to(wanted.owner, client);
        book.drop_past(client, now);
        match elsewhere {
            Some(Verdict::Reached(wait)) => return Err(wait),
            Some(Verdict::Within) => {}
            // Nobody knows more than this node.
            None => book.check(client, wanted, works_max, share, now)?,
        }
        book.enter(client, wanted, now + for_at_most);
        Ok(Reserved(Some(wanted)))
    }

    /// The request for which a place was set aside has taken nothing; what the owner held before still counts.
    pub(crate) fn give_back(&self, reserved: Reserved) {
        let Some(Wanted { owner, edition_id, copies, .. }) = reserved.0 else { return };
        self.tell(|| HoldNews::GivenBack { owner, edition_id, copies });
        self.change(owner, |works| {
            let place = works.iter().position(|work| work.edition_id == edition_id && work.order_id.is_none());
            if let Some(work) = place.and_then(|place| works.get_mut(place)) {
                work.copies = work.copies.saturating_sub(copies);
            }
            works.retain(|work| work.copies > 0);
        });
    }

    /// Copies of an edition that one client may hold at once.
    fn share_of(&self, total: Option<i64>) -> Option<u32> {
        let (most, total) = (self.copies_max?, u32::try_from(total?).unwrap_or(u32::MAX));
        Some(most.min(total.div_ceil(2)).max(1))
    }

    /// What an owner's cart really holds: each work with its copies and its latest deadline.
    pub(crate) fn in_cart(&self, owner: Owner, held: impl Iterator<Item = (EditionId, u32, Instant)> + Clone) {
        self.tell(|| {
            let now = Instant::now();
            let left = held
                .clone()
                .map(|(edition_id, copies, until)| (edition_id, copies, until.saturating_duration_since(now)));
            HoldNews::InCart { owner, held: left.collect() }
        });
        self.change(owner, |works| {
            works.retain(|work| work.order_id.is_some());
            works.extend(held.map(|(edition_id, copies, until)| Work { edition_id, copies, order_id: None, until }));
        });
    }

    /// The owner's cart became an order, which holds its works until `until` unless it is over before.
    pub(crate) fn ordered(&self, owner: Owner, order_id: OrderId, until: Instant) {
        self.tell(|| HoldNews::Ordered { owner, order_id, holds_for: until.saturating_duration_since(Instant::now()) });
        self.change(owner, |works| {
            for work in works.iter_mut().filter(|work| work.order_id.is_none()) {
                *work = Work { order_id: Some(order_id), until, ..*work };
            }
        });
    }

    /// An order is paid, called off or expired: its works count no more.
    pub(crate) fn order_over(&self, owner: Owner, order_id: OrderId) {
        self.tell(|| HoldNews::OrderOver { owner, order_id });
        self.change(owner, |works| works.retain(|work| work.order_id != Some(order_id)));
    }

    /// A visitor's cart became a user's.
    pub(crate) fn merge(&self, visitor: Owner, user: Owner) {
        if self.works_max.is_none() {
            return;
        }
        self.tell(|| HoldNews::Merged { visitor, user });
        let mut book = locked(&self.book);
        let Some(mut account) = book.remove(visitor) else { return };
        let client = account.client;
        match book.owners.get_mut(&user) {
            Some(own) => own.works.append(&mut account.works),
            None => {
                book.owners.insert(user, account);
                book.clients.entry(client).or_default().insert(user);
            }
        }
    }

    /// Forgets what is past.
    pub(crate) fn drop_past(&self) {
        if self.works_max.is_none() {
            return;
        }
        let now = Instant::now();
        let mut book = locked(&self.book);
        let clients: Vec<u64> = book.clients.keys().copied().collect();
        for client in clients {
            book.drop_past(client, now);
        }
    }

    /// Works that count.
    pub(crate) fn works(&self) -> usize {
        locked(&self.book).owners.values().map(|account| account.works.len()).sum()
    }

    fn tell(&self, news: impl FnOnce() -> HoldNews) {
        if let Some(shared) = &self.shared {
            shared.note(news());
        }
    }

    fn change(&self, owner: Owner, change: impl FnOnce(&mut Vec<Work>)) {
        if self.works_max.is_none() {
            return;
        }
        let mut book = locked(&self.book);
        // An owner without an account never asked from an address that has a budget.
        let Some(account) = book.owners.get_mut(&owner) else { return };
        change(&mut account.works);
        if account.works.is_empty() {
            book.remove(owner);
        }
    }
}

impl Book {
    /// Whether a client has room for what is wanted.
    fn check(
        &self,
        client: u64,
        wanted: Wanted,
        works_max: u32,
        share: Option<u32>,
        now: Instant,
    ) -> Result<(), Duration> {
        let works = || self.works_of(client);
        let wait = |until: Option<Instant>| until.unwrap_or(now).saturating_duration_since(now);
        if let Some(share) = share {
            let same = || works().filter(|(_, work)| work.edition_id == wanted.edition_id);
            let held: u32 = same().map(|(_, work)| work.copies).sum();
            if held.saturating_add(wanted.copies) > share {
                return Err(wait(same().map(|(_, work)| work.until).min()));
            }
        }
        let works_max = usize::try_from(works_max).unwrap_or(usize::MAX);
        if !works().any(|(holder, work)| wanted.adds_to(holder, work)) && works().count() >= works_max {
            return Err(wait(works().map(|(_, work)| work.until).min()));
        }
        Ok(())
    }

    fn enter(&mut self, client: u64, wanted: Wanted, until: Instant) {
        let Wanted { owner, edition_id, copies, .. } = wanted;
        let account = self.owners.entry(owner).or_insert_with(|| Account { client, works: Vec::new() });
        match account.works.iter_mut().find(|work| wanted.adds_to(owner, work)) {
            Some(work) => work.copies = work.copies.saturating_add(copies),
            None => account.works.push(Work { edition_id, copies, order_id: None, until }),
        }
        self.clients.entry(client).or_default().insert(owner);
    }

    fn works_of(&self, client: u64) -> impl Iterator<Item = (Owner, &Work)> {
        let owners = self.clients.get(&client).into_iter().flatten();
        owners
            .filter_map(|owner| self.owners.get(owner).map(|account| (*owner, account)))
            .flat_map(|(owner, account)| account.works.iter().map(move |work| (owner, work)))
    }

    /// An owner's works count where the owner asked from last.
    fn move_to(&mut self, owner: Owner, client: u64) {
        match self.owners.get(&owner) {
            Some(account) if account.client != client => {
                if let Some(account) = self.remove(owner) {
                    self.owners.insert(owner, Account { client, ..account });
                    self.clients.entry(client).or_default().insert(owner);
                }
            }
            _ => {}
        }
    }

    fn drop_past(&mut self, client: u64, now: Instant) {
        let owners: Vec<Owner> = self.clients.get(&client).into_iter().flatten().copied().collect();
        for owner in owners {
            let Some(account) = self.owners.get_mut(&owner) else { continue };
            account.works.retain(|work| work.until > now);
            if account.works.is_empty() {
                self.remove(owner);
            }
        }
    }

    fn remove(&mut self, owner: Owner) -> Option<Account> {
        let account = self.owners.remove(&owner)?;
        if let Some(owners) = self.clients.get_mut(&account.client) {
            owners.remove(&owner);
            if owners.is_empty() {
                self.clients.remove(&account.client);
            }
        }
        Some(account)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use impasto_domain::ids::VisitorId;
    use impasto_domain::ports::PortFuture;
    use impasto_domain::ports::limits::LimitsError;
    use uuid::Uuid;

    const MINUTE: Duration = Duration::from_secs(60);

    fn visitor(n: u128) -> Owner {
        Owner::Visitor(VisitorId(Uuid::from_u128(n)))
    }

    fn edition(n: u128) -> EditionId {
        EditionId(Uuid::from_u128(n))
    }

    fn client(text: &str) -> ClientKey {
        ClientKey::of(text.parse().unwrap())
    }

    fn wanted(owner: u128, of: u128, copies: u32, total: Option<i64>) -> Wanted {
        Wanted { owner: visitor(owner), edition_id: edition(of), copies, total }
    }

    /// Asks for one copy of an edition that is not counted.
    async fn reserve(budgets: &Budgets, client: ClientKey, owner: u128, of: u128) -> Result<(), Duration> {
        budgets.reserve(client, wanted(owner, of, 1, None), MINUTE).await.map(|_| ())
    }

    #[test]
    fn addresses_of_one_ipv6_subscriber_are_one_client() {
        assert_eq!(client("2001:db8:1:2::1"), client("2001:db8:1:2:ffff::9"));
        assert_ne!(client("2001:db8:1:2::1"), client("2001:db8:1:3::1"));
        assert_eq!(client("::ffff:192.0.2.7"), client("192.0.2.7"));
        assert_ne!(client("192.0.2.8"), client("192.0.2.7"));
    }

    #[tokio::test(start_paused = true)]
    async fn many_owners_behind_one_address_share_its_budget() {
        let budgets = Budgets::new(Some(2), None, None);
        let home = client("192.0.2.7");
        assert_eq!(reserve(&budgets, home, 1, 1).await, Ok(()));
        assert_eq!(reserve(&budgets, home, 2, 1).await, Ok(()));
        assert_eq!(reserve(&budgets, home, 3, 1).await, Err(MINUTE));
        assert_eq!(reserve(&budgets, client("192.0.2.8"), 4, 1).await, Ok(()));
        assert_eq!(reserve(&budgets, ClientKey::EXEMPT, 5, 1).await, Ok(()));
        // More of a work that is held needs no further place.
        assert_eq!(reserve(&budgets, home, 1, 1).await, Ok(()));
    }

    #[tokio::test(start_paused = true)]
    async fn an_unpaid_order_keeps_its_place_until_it_is_over() {
        let budgets = Budgets::new(Some(1), None, None);
        let home = client("192.0.2.7");
        let order_id = OrderId(Uuid::from_u128(9));
        assert_eq!(reserve(&budgets, home, 1, 1).await, Ok(()));
        budgets.ordered(visitor(1), order_id, Instant::now() + 15 * MINUTE);
        budgets.in_cart(visitor(1), std::iter::empty());
        assert_eq!(reserve(&budgets, home, 2, 2).await, Err(15 * MINUTE));
        budgets.order_over(visitor(1), order_id);
        assert_eq!(reserve(&budgets, home, 2, 2).await, Ok(()));
        assert_eq!(budgets.works(), 1);
    }

    #[tokio::test(start_paused = true)]
    async fn a_lapsed_hold_frees_its_place_and_a_merged_cart_takes_it_along() {
        let budgets = Budgets::new(Some(1), None, None);
        let home = client("192.0.2.7");
        assert_eq!(reserve(&budgets, home, 1, 1).await, Ok(()));
        budgets.merge(visitor(1), visitor(2));
        budgets.in_cart(visitor(1), std::iter::empty());
        assert!(reserve(&budgets, home, 3, 1).await.is_err());
        tokio::time::advance(MINUTE).await;
        assert_eq!(reserve(&budgets, home, 3, 1).await, Ok(()));
        budgets.drop_past();
        assert_eq!(budgets.works(), 1);
    }

    #[tokio::test(start_paused = true)]
    async fn one_address_leaves_half_of_an_edition_to_others() {
        let budgets = Budgets::new(Some(20), Some(10), None);
        let home = client("192.0.2.7");
        let ask = |owner, of, copies, total| budgets.reserve(home, wanted(owner, of, copies, Some(total)), MINUTE);
        assert_eq!(ask(1, 1, 4, 8).await.map(|_| ()), Ok(()));
        assert_eq!(ask(1, 1, 1, 8).await.map(|_| ()), Err(MINUTE));
        assert_eq!(ask(2, 1, 1, 8).await.map(|_| ()), Err(MINUTE));
        let neighbour = budgets.reserve(client("192.0.2.8"), wanted(3, 1, 4, Some(8)), MINUTE).await;
        assert_eq!(neighbour.map(|_| ()), Ok(()));
        // A large edition: never more than so many; a small one: the larger half.
        assert_eq!(ask(1, 2, 11, 500).await.map(|_| ()), Err(Duration::ZERO));
        assert_eq!(ask(1, 2, 10, 500).await.map(|_| ()), Ok(()));
        assert_eq!(ask(1, 3, 2, 3).await.map(|_| ()), Ok(()));
    }

    #[tokio::test(start_paused = true)]
    async fn a_refused_request_gives_back_its_own_place_only() {
        let budgets = Budgets::new(Some(2), Some(10), None);
        let home = client("192.0.2.7");
        reserve(&budgets, home, 1, 1).await.unwrap();
        let more = budgets.reserve(home, wanted(1, 1, 2, Some(50)), MINUTE).await.unwrap();
        let other = budgets.reserve(home, wanted(1, 2, 1, Some(50)), MINUTE).await.unwrap();
        budgets.give_back(more);
        budgets.give_back(other);
        assert_eq!(budgets.works(), 1);
        reserve(&budgets, home, 2, 2).await.unwrap();
        assert!(reserve(&budgets, home, 3, 3).await.is_err());
    }
    /// What another node would answer, and what it is told.
    #[derive(Default)]
    struct Elsewhere {
        answer: Mutex<Option<Verdict>>,
        told: Mutex<Vec<HoldNews>>,
    }

    impl SharedHolds for Elsewhere {
        fn reserve(&self, _: Claim) -> PortFuture<'_, Result<Verdict, LimitsError>> {
            let answer = *locked(&self.answer);
            Box::pin(async move { answer.ok_or_else(|| LimitsError("away".into())) })
        }

        fn note(&self, news: HoldNews) {
            locked(&self.told).push(news);
        }
    }

    #[tokio::test(start_paused = true)]
    async fn all_nodes_together_know_better_than_the_own_book_unless_they_are_away() {
        let elsewhere = Arc::new(Elsewhere::default());
        let budgets = Budgets::new(Some(1), None, Some(elsewhere.clone()));
        let home = client("192.0.2.7");
        *locked(&elsewhere.answer) = Some(Verdict::Reached(2 * MINUTE));
        assert_eq!(reserve(&budgets, home, 1, 1).await, Err(2 * MINUTE));
        assert_eq!(budgets.works(), 0);
        *locked(&elsewhere.answer) = Some(Verdict::Within);
        assert_eq!(reserve(&budgets, home, 1, 1).await, Ok(()));
        assert_eq!(reserve(&budgets, home, 2, 2).await, Ok(()));
        *locked(&elsewhere.answer) = None;
        assert_eq!(reserve(&budgets, home, 3, 3).await, Err(MINUTE));
    }

    #[tokio::test(start_paused = true)]
    async fn what_becomes_of_holds_is_told_whoever_set_them_aside() {
        let elsewhere = Arc::new(Elsewhere::default());
        let budgets = Budgets::new(Some(1), None, Some(elsewhere.clone()));
        let (owner, order_id) = (visitor(1), OrderId(Uuid::from_u128(9)));
        budgets.in_cart(owner, [(edition(1), 2, Instant::now() + MINUTE)].into_iter());
        budgets.ordered(owner, order_id, Instant::now() + MINUTE);
        budgets.order_over(owner, order_id);
        budgets.merge(owner, visitor(2));
        let told = [
            HoldNews::InCart { owner, held: vec![(edition(1), 2, MINUTE)] },
            HoldNews::Ordered { owner, order_id, holds_for: MINUTE },
            HoldNews::OrderOver { owner, order_id },
            HoldNews::Merged { visitor: owner, user: visitor(2) },
        ];
        assert_eq!(*locked(&elsewhere.told), told);
    }
}
