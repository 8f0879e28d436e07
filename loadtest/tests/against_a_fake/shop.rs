//! The fake's shop: visitors, one work with a limited and an open edition, carts, orders, all in memory. It tells one lie at most.

use std::collections::{BTreeMap, HashMap};

use serde_json::{Value, json};
use uuid::Uuid;

/// What the shop does wrong.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Lie {
    None,
    /// Every fourth hold gives a copy that another owner holds.
    HoldsTwice,
    /// Every fourth hold gives a copy that is sold.
    SellsTwice,
    /// Every fourth order's copy gets the label of the one before.
    SellsALabelTwice,
    /// Holds succeed though nothing is left.
    Oversells,
    /// Every fourth order is acknowledged and forgotten.
    ForgetsOrders,
    /// Every fourth order is left out of its owner's list.
    ForgetsInTheList,
    /// Orders are shown with another amount than acknowledged.
    ChangesAmounts,
    /// Orders are shown unpaid.
    Unpays,
    /// Orders show two succeeded payments.
    ChargesTwice,
    /// Orders are shown without their copies.
    ShowsNoCopies,
    /// All orders have one number.
    OneNumberForAll,
    /// Every fourth checkout is refused and made all the same.
    RefusesAndSells,
    /// Every fourth checkout is answered 500 and not made.
    FailsHonestly,
    /// Every fourth checkout is made and its answer lost; a repeat gets the first answer.
    LosesAnswers,
    /// Every fourth checkout is made and its answer lost; a repeat makes another order.
    LosesAnswersAndKeys,
    /// Every fourth checkout is made and its answer lost, and its order has no copies.
    LosesAnswersAndCopies,
    /// The admin's list has a paid order that nobody asked for.
    InventsAnOrder,
    /// The admin's list leaves out every fourth order.
    HidesFromTheAdmin,
    /// The count of sold copies is one too high.
    CountsOneTooMany,
    /// `tok_ok` is answered 201 with a payment still pending, and never paid.
    NeverPays,
    /// Declined orders are shown as paid.
    PaysTheDeclined,
    /// A checkout is refused as lapsed while its hold is promised.
    BreaksHolds,
    /// A 201 without an order.
    AnswersNonsense,
    /// Details show another work.
    ShowsAnotherWork,
    /// The third event of stock is not sent to every second socket, and nothing follows it.
    LosesTheLastEvent,
    /// Events' versions go back now and then.
    VersionsGoBack,
}

/// What to answer.
pub(crate) struct Reply {
    pub(crate) status: u16,
    pub(crate) body: Value,
    /// Close the connection without a word instead.
    pub(crate) hang_up: bool,
}

struct Hold {
    line: Uuid,
    edition: Uuid,
    quantity: usize,
    copies: Vec<usize>,
}

struct Order {
    value: Value,
    token: String,
    in_list: bool,
}

pub(crate) struct Edition {
    pub(crate) id: Uuid,
    pub(crate) open: bool,
    pub(crate) size: usize,
    sold: usize,
    copies: Vec<State>,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum State {
    Free,
    Held,
    Sold,
}

/// The shop.
pub(crate) struct Shop {
    pub(crate) lie: Lie,
    pub(crate) artwork: Uuid,
    pub(crate) editions: Vec<Edition>,
    /// Raised by every change of every edition, as the version of a work.
    pub(crate) version: i64,
    holds: HashMap<String, Hold>,
    orders: BTreeMap<Uuid, Order>,
    keys: HashMap<String, (u16, Value)>,
    checkouts: usize,
    held: usize,
    pub(crate) requests: usize,
}

impl Shop {
    pub(crate) fn new(lie: Lie, size: usize) -> Self {
        let edition = |open: bool| Edition {
            id: id(),
            open,
            size,
            sold: 0,
            copies: vec![State::Free; if open { 0 } else { size }],
        };
        Self {
            lie,
            artwork: id(),
            editions: vec![edition(false), edition(true)],
            version: 1,
            holds: HashMap::new(),
            orders: BTreeMap::new(),
            keys: HashMap::new(),
            checkouts: 0,
            held: 0,
            requests: 0,
        }
    }

    pub(crate) fn orders(&self) -> usize {
        self.orders.len()
    }

    /// What a crash would do to a server that answers before it keeps.
    pub(crate) fn forget_newest_orders(&mut self, count: usize) {
        let newest: Vec<Uuid> = self.orders.keys().rev().take(count).copied().collect();
        for order in newest {
            self.orders.remove(&order);
        }
    }

    /// Makes a work with one edition of so many copies, as an artist would; it is the only one from then on.
    fn make(&mut self, size: usize) {
        self.artwork = id();
        self.editions = vec![Edition { id: id(), open: false, size, sold: 0, copies: vec![State::Free; size] }];
    }

    /// Answers one request and says whether stock moved (and of which edition).
    pub(crate) fn answer(
        &mut self,
        method: &str,
        path: &str,
        token: &str,
        key: &str,
        body: &Value,
    ) -> (Reply, Option<Uuid>) {
        self.requests += 1;
        let version = self.version;
        let repeated = (!key.is_empty()).then(|| self.keys.get(&format!("{token}{key}"))).flatten();
        if let Some((status, body)) = repeated.filter(|_| self.lie != Lie::LosesAnswersAndKeys) {
            return (reply(*status, body.clone()), None);
        }
        let (plain, _query) = path.split_once('?').unwrap_or((path, ""));
        let parts: Vec<&str> = plain.trim_start_matches("/api/v1/").split('/').collect();
        let (reply, edition) = match (method, parts.as_slice()) {
            ("GET", ["", "readyz"]) => (reply(200, json!({})), None),
            ("POST", ["visitors"]) => (reply(201, json!({"visitor_id": id(), "visitor_token": id()})), None),
            ("POST", ["cart", "items"]) => self.hold(token, body),
            ("DELETE", ["cart", "items", _]) => self.release(token),
            ("POST", ["checkout"]) => self.check_out(token, body),
            ("POST", ["orders", order, "payments"]) => self.pay(order, token, body),
            ("GET", ["orders"]) => (self.list(token, path), None),
            ("GET", ["orders", order]) => (self.order(order, token), None),
            ("POST", ["auth", "login"]) => (reply(200, json!({"access_token": "t"})), None),
            ("GET", ["admin", "orders"]) => (self.admin_list(path), None),
            ("POST", ["artworks"]) => {
                let size = body["editions"][0]["size"].as_u64().unwrap_or(1);
                self.make(usize::try_from(size).unwrap());
                (reply(201, self.artwork()), None)
            }
            ("POST", ["artworks", _, "images"]) => (reply(201, json!({"id": id()})), None),
            ("POST", ["artworks", _, "submit"]) => (reply(200, self.artwork()), None),
            ("GET", ["artworks"]) => {
                (reply(200, json!({"items": [self.artwork()], "next_cursor": null, "total": 1})), None)
            }
            ("GET", ["artworks", _]) => {
                let mut work = self.artwork();
                if self.lie == Lie::ShowsAnotherWork {
                    work["id"] = json!(id());
                }
                (reply(200, work), None)
            }
            _ => (problem(404, "not-found"), None),
        };
        if !key.is_empty() && reply.status < 500 {
            self.keys.insert(format!("{token}{key}"), (reply.status, reply.body.clone()));
        }
        let moved = (self.version > version).then_some(edition).flatten();
        (reply, moved)
    }

    pub(crate) fn stock(&self, edition: &Edition) -> Value {
        if edition.open {
            return json!({"available": null, "held": 0, "sold": edition.sold, "total": null, "version": self.version, "next_release_at": null});
        }
        let count = |state| edition.copies.iter().filter(|copy| **copy == state).count();
        let one = usize::from(self.lie == Lie::CountsOneTooMany);
        json!({"available": count(State::Free) - one, "held": count(State::Held), "sold": edition.sold + one, "total": edition.size, "version": self.version, "next_release_at": null})
    }

    fn artwork(&self) -> Value {
        let editions: Vec<Value> = self
            .editions
            .iter()
            .map(|edition| {
                let kind = if edition.open { "open" } else { "limited" };
                json!({"id": edition.id, "kind": kind, "size": edition.size, "price": money(12_500), "stock": self.stock(edition)})
            })
            .collect();
        json!({"id": self.artwork, "slug": "still-life", "title": "Still life with lies", "status": "published", "editions": editions})
    }

    fn hold(&mut self, token: &str, body: &Value) -> (Reply, Option<Uuid>) {
        let quantity = usize::try_from(body["quantity"].as_u64().unwrap()).unwrap();
        let wanted: Uuid = body["edition_id"].as_str().unwrap().parse().unwrap();
        let lie_now = self.held % 4 == 3;
        let lie = self.lie;
        let edition = self.editions.iter_mut().find(|edition| edition.id == wanted).unwrap();
        let mut copies: Vec<usize> = Vec::new();
        if !edition.open {
            let free = |state: State| {
                edition.copies.iter().enumerate().filter(move |(_, copy)| **copy == state).map(|(number, _)| number)
            };
            copies = match lie {
                Lie::HoldsTwice if lie_now => free(State::Held).take(1).collect(),
                Lie::SellsTwice if lie_now => free(State::Sold).take(1).collect(),
                _ => free(State::Free).take(quantity).collect(),
            };
            if copies.is_empty() && lie != Lie::Oversells {
                copies = free(State::Free).take(quantity).collect();
            }
            if copies.len() < quantity && lie == Lie::Oversells {
                edition.copies.push(State::Free);
                copies = vec![edition.copies.len() - 1];
            }
            if copies.len() < quantity {
                return (problem(409, "sold-out"), None);
            }
            for copy in &copies {
                edition.copies[*copy] = State::Held;
            }
        }
        self.held += 1;
        self.version += 1;
        let line = id();
        let shown = self.shown_copies(wanted, &copies);
        self.holds.insert(token.to_owned(), Hold { line, edition: wanted, quantity, copies });
        let cart = json!({"id": id(), "version": 1, "currency": "EUR", "server_time": "2026-01-01T00:00:00Z", "lines": [{
            "id": line, "edition_id": wanted, "quantity": quantity, "copies": shown, "status": "held",
            "held_until": "2026-01-01T00:10:00Z", "extendable": true}]});
        (reply(200, cart), Some(wanted))
    }

    fn release(&mut self, token: &str) -> (Reply, Option<Uuid>) {
        let Some(hold) = self.holds.remove(token) else { return (problem(404, "not-found"), None) };
        self.mark(&hold, State::Free);
        self.version += 1;
        (reply(200, json!({"id": id(), "lines": [], "server_time": "2026-01-01T00:00:00Z"})), Some(hold.edition))
    }

    fn check_out(&mut self, token: &str, body: &Value) -> (Reply, Option<Uuid>) {
        let lie_now = self.checkouts % 4 == 3;
        self.checkouts += 1;
        let lie = if lie_now { self.lie } else { Lie::None };
        if lie == Lie::FailsHonestly {
            return (problem(500, "unavailable"), None);
        }
        if lie == Lie::BreaksHolds {
            return (problem(409, "hold-lapsed"), None);
        }
        let keys_are_lost = self.lie == Lie::LosesAnswersAndKeys;
        let hold = if keys_are_lost { self.again(token) } else { self.holds.remove(token) };
        let Some(hold) = hold else { return (problem(409, "cart-empty"), None) };
        let paid = body["payment"]["token"] == "tok_ok" && self.lie != Lie::NeverPays;
        let declined = body["payment"]["token"] == "tok_declined";
        let order = Uuid::now_like(self.orders.len());
        let number = if self.lie == Lie::OneNumberForAll { "A-1".to_owned() } else { format!("A-{}", self.checkouts) };
        let status = if paid {
            "paid"
        } else if declined {
            "failed"
        } else {
            "pending"
        };
        let mut copies = self.shown_copies(hold.edition, &hold.copies);
        if lie == Lie::SellsALabelTwice {
            let other = hold.copies.first().map_or(0, |copy| copy.saturating_sub(1));
            copies[0]["label"] = json!(format!("{}/{}", other + 1, self.editions[0].size));
        }
        if lie == Lie::LosesAnswersAndCopies {
            copies.clear();
        }
        let total = 12_500 * hold.quantity + 900;
        let payment = json!({"id": id(), "provider": "test", "status": if paid { "succeeded" } else { status }, "amount": money(total)});
        let value = json!({"id": order, "number": number, "status": "open", "payment_status": status, "email": body["email"], "currency": "EUR",
            "totals": {"items": money(12_500), "total": money(total)}, "payments": [payment],
            "seller_orders": [{"id": id(), "lines": [{"id": id(), "edition_id": hold.edition, "artwork_id": self.artwork, "quantity": hold.quantity, "copies": copies}]}]});
        if paid {
            self.mark(&hold, State::Sold);
        }
        self.version += 1;
        let edition = hold.edition;
        if declined {
            self.holds.insert(token.to_owned(), hold);
        }
        if lie != Lie::ForgetsOrders {
            self.orders.insert(
                order,
                Order { value: value.clone(), token: token.to_owned(), in_list: lie != Lie::ForgetsInTheList },
            );
        }
        let mut answer = reply(201, json!({"order": value, "payment": payment}));
        match lie {
            Lie::LosesAnswers | Lie::LosesAnswersAndKeys | Lie::LosesAnswersAndCopies => answer.hang_up = true,
            Lie::RefusesAndSells => answer = problem(409, "total-changed"),
            Lie::AnswersNonsense => answer.body = json!({"order": null}),
            _ => {}
        }
        (answer, Some(edition))
    }

    fn pay(&mut self, order: &str, token: &str, _body: &Value) -> (Reply, Option<Uuid>) {
        let Some(order) = self.orders.get_mut(&order.parse::<Uuid>().unwrap()) else {
            return (problem(404, "not-found"), None);
        };
        let Some(hold) = self.holds.remove(token) else { return (problem(409, "hold-lapsed"), None) };
        self.version += 1;
        order.value["payment_status"] = json!("paid");
        let amount = order.value["totals"]["total"].clone();
        let payment = json!({"id": id(), "provider": "test", "status": "succeeded", "amount": amount});
        order.value["payments"].as_array_mut().unwrap().push(payment.clone());
        self.mark(&hold, State::Sold);
        (reply(201, payment), Some(hold.edition))
    }

    fn order(&self, order: &str, token: &str) -> Reply {
        let known =
            order.parse::<Uuid>().ok().and_then(|order| self.orders.get(&order)).filter(|order| order.token == token);
        known.map_or_else(|| problem(404, "not-found"), |order| reply(200, self.shown(&order.value)))
    }

    fn shown(&self, order: &Value) -> Value {
        let mut order = order.clone();
        match self.lie {
            Lie::ChangesAmounts => order["totals"]["total"]["amount"] = json!(1),
            Lie::Unpays => order["payment_status"] = json!("pending"),
            Lie::PaysTheDeclined if order["payment_status"] == "failed" => order["payment_status"] = json!("paid"),
            Lie::ChargesTwice => {
                let payment = order["payments"][0].clone();
                order["payments"].as_array_mut().unwrap().push(payment);
            }
            Lie::ShowsNoCopies => order["seller_orders"][0]["lines"][0]["copies"] = json!([]),
            _ => {}
        }
        if self.lie == Lie::Unpays {
            order["status"] = json!("expired");
        }
        order
    }

    fn list(&self, token: &str, path: &str) -> Reply {
        page(
            self.orders
                .values()
                .filter(|order| order.token == token && order.in_list)
                .map(|order| self.shown(&order.value))
                .collect(),
            path,
        )
    }

    fn admin_list(&self, path: &str) -> Reply {
        let hides = |number: usize| self.lie == Lie::HidesFromTheAdmin && number % 4 == 3;
        let mut orders: Vec<Value> = self
            .orders
            .values()
            .enumerate()
            .filter(|(number, _)| !hides(*number))
            .map(|(_, order)| self.shown(&order.value))
            .collect();
        if self.lie == Lie::InventsAnOrder
            && let Some(first) = orders.first()
        {
            let mut invented = first.clone();
            let run = first["email"].as_str().unwrap().split('-').nth(1).unwrap().to_owned();
            invented["id"] = json!(id());
            invented["email"] = json!(format!("lt-{run}-999999@loadtest.impasto.test"));
            orders.push(invented);
        }
        page(orders, path)
    }

    fn mark(&mut self, hold: &Hold, state: State) {
        let edition = self.editions.iter_mut().find(|edition| edition.id == hold.edition).unwrap();
        for copy in &hold.copies {
            edition.copies[*copy] = state;
        }
        if state == State::Sold {
            edition.sold += hold.quantity;
        }
    }

    /// For a shop that forgets keys: a repeat finds the cart as full as before.
    fn again(&mut self, token: &str) -> Option<Hold> {
        let hold = self.holds.get(token)?;
        Some(Hold { line: hold.line, edition: hold.edition, quantity: hold.quantity, copies: hold.copies.clone() })
    }

    fn shown_copies(&self, edition: Uuid, copies: &[usize]) -> Vec<Value> {
        let size = self.editions.iter().find(|known| known.id == edition).unwrap().size;
        copies
            .iter()
            .map(|copy| json!({"id": Uuid::from_u128(edition.as_u128() ^ (*copy as u128 + 1)), "label": format!("{}/{size}", copy + 1)}))
            .collect()
    }
}

trait NowLike {
    fn now_like(number: usize) -> Uuid;
}

impl NowLike for Uuid {
    /// An id that sorts by age, so that the newest orders are the last.
    fn now_like(number: usize) -> Uuid {
        Uuid::from_u128(((number as u128 + 1) << 80) | (id().as_u128() >> 48))
    }
}

fn id() -> Uuid {
    Uuid::from_u128(rand::random())
}

fn money(amount: usize) -> Value {
    json!({"amount": amount, "currency": "EUR"})
}

/// Pages of 100 with the offset as cursor.
fn page(items: Vec<Value>, path: &str) -> Reply {
    let offset: usize = path.split("cursor=").nth(1).and_then(|cursor| cursor.parse().ok()).unwrap_or(0);
    let next = (items.len() > offset + 100).then(|| (offset + 100).to_string());
    let total = items.len();
    let items: Vec<Value> = items.into_iter().skip(offset).take(100).collect();
    reply(200, json!({"items": items, "next_cursor": next, "total": total}))
}

fn reply(status: u16, body: Value) -> Reply {
    Reply { status, body, hang_up: false }
}

fn problem(status: u16, kind: &str) -> Reply {
    reply(
        status,
        json!({"type": format!("/problems/{kind}"), "title": kind, "status": status, "detail": "of the fake"}),
    )
}
