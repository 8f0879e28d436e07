//! What must add up whatever has happened, found out through the API alone.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::Value;

use super::house::{House, list, minor};
use super::life::Life;
use crate::harness::text;

/// Accounts of those whom the money of an order belongs to.
const OWNERS: [&str; 5] = ["seller_payable", "seller_vat", "commission", "resale_right", "customer_refundable"];

/// Where it is.
const PLACES: [&str; 3] = ["provider_clearing", "disputed", "provider_fees"];

/// Entries of an order but for those that pay sellers.
struct Booked<'v>(Vec<&'v Value>);

impl Booked<'_> {
    fn sum(&self, is_meant: impl Fn(&Value) -> bool) -> i64 {
        self.0.iter().filter(|entry| is_meant(entry)).map(|entry| minor(&entry["amount"])).sum()
    }

    fn on(&self, account: &str) -> i64 {
        self.sum(|entry| entry["account"] == account)
    }

    fn on_for(&self, account: &str, reason: &str) -> i64 {
        self.sum(|entry| entry["account"] == account && entry["reason"] == reason)
    }
}

/// What Stripe has given back, by intent.
fn given_by_stripe(house: &House) -> BTreeMap<String, i64> {
    let mut given: BTreeMap<String, i64> = BTreeMap::new();
    for refund in house.fake.refunds() {
        *given.entry(text(&refund["payment_intent"])).or_default() += refund["amount"].as_i64().expect("a sum");
    }
    given
}

/// What came for each order is somebody's: sellers', the tax office's, the house's, the artists', providers', customers'.
pub(super) async fn of_orders(house: &House, lives: &[Life]) {
    let given = given_by_stripe(house);
    for life in lives {
        let order = life.order(house).await;
        let entries = house.all(&format!("/admin/ledger?order={}", life.order_id)).await;
        assert!(entries.iter().all(|entry| entry["amount"]["currency"] == order["currency"]), "{life}");
        let is_payout = |entry: &&Value| text(&entry["reason"]).starts_with("payout");
        if entries.iter().any(|entry| is_payout(&entry)) {
            assert_eq!(order["status"], "completed", "who is paid for what is not completed? {life}");
        }
        let booked = Booked(entries.iter().filter(|entry| !is_payout(entry)).collect());
        if list(&order, "documents").iter().all(|document| document["kind"] != "invoice") {
            assert!(booked.0.is_empty(), "nothing came, and something was booked: {order} {life}");
            continue;
        }
        of_order(life, &order, &booked);
        at_provider(house, life, &booked, &given);
        of_sellers(life, &order, &booked);
    }
}

fn of_order(life: &Life, order: &Value, booked: &Booked<'_>) {
    let total = minor(&order["totals"]["total"]);
    assert_eq!(booked.on_for("provider_clearing", "sale"), total, "{life}");
    let given = -booked.on_for("provider_clearing", "refund");
    let lost = -booked.on_for("disputed", "dispute_lost");
    let left = total - given - lost;
    let places: i64 = PLACES.iter().map(|account| booked.on(account)).sum();
    let owners: i64 = OWNERS.iter().map(|account| booked.on(account)).sum();
    assert_eq!((places, -owners), (left, left), "what came is somewhere, and somebody's: {order} {life}");

    let promised: i64 = list(order, "refunds").iter().map(|refund| minor(&refund["amount"])).sum();
    let taken: i64 = list(order, "disputes").iter().map(|dispute| minor(&dispute["taken_back"])).sum();
    assert!(promised <= total && given + taken <= total, "more went back than was paid: {order} {life}");
    assert_eq!(booked.on("customer_refundable"), lost - taken, "a customer owes what came twice: {order} {life}");
    assert_eq!(booked.on("provider_fees"), life.fees, "{life}");
    if order["payment_status"] == "refunded" {
        let rest: Vec<i64> = OWNERS[..4].iter().map(|account| booked.on(account)).collect();
        assert_eq!(rest, [0; 4], "nobody keeps anything of what went back whole: {order} {life}");
    }
}

/// The books say what the provider says.
fn at_provider(house: &House, life: &Life, booked: &Booked<'_>, given: &BTreeMap<String, i64>) {
    let back = -booked.on_for("provider_clearing", "refund");
    let Some(payment) = &life.stripe else {
        let sale = booked.on_for("provider_clearing", "sale");
        assert_eq!(booked.on("provider_clearing"), sale - back - life.fees, "{life}");
        return;
    };
    let charges = house.fake.charges(payment);
    assert_eq!(charges.len(), 1, "{life}");
    let given = given.get(&text(&charges[0]["payment_intent"])).copied().unwrap_or_default();
    let away = life.case.filter(|case| case.won != Some(true)).map_or(0, |case| case.minor);
    let undecided = life.case.filter(|case| case.won.is_none()).map_or(0, |case| case.minor);
    let charged = charges[0]["amount"].as_i64().expect("a sum");
    assert_eq!((back, booked.on("disputed")), (given, undecided), "{life}");
    assert_eq!(booked.on("provider_clearing"), charged - given - away - life.fees, "{life}");
}

/// Each seller has between nothing and his part, and all of it where nothing went back.
fn of_sellers(life: &Life, order: &Value, booked: &Booked<'_>) {
    let is_whole = booked.0.iter().all(|entry| entry["reason"] != "refund" && entry["reason"] != "dispute_lost");
    for part in list(order, "seller_orders") {
        let seller = &part["seller"]["id"];
        let most = minor(&part["totals"]["total"]) - minor(&part["commission"]);
        let has = -booked.sum(|entry| entry["seller_id"] == *seller);
        assert!((0..=most).contains(&has), "{has} of {most}: {order} {life}");
        assert!(!is_whole || has == most, "{has} of {most}, though nothing went back: {order} {life}");
    }
}

/// The books of the house: each posting sums to zero, each account is the sum of its entries, and what has left is what
/// arrived.
pub(super) async fn of_house(house: &House) {
    assert_eq!(house.fake.complaints(), Vec::<String>::new());
    let entries = house.all("/admin/ledger").await;
    let mut places = BTreeSet::new();
    let mut postings: BTreeMap<(String, String), i64> = BTreeMap::new();
    let mut accounts: BTreeMap<(String, String), (i64, i64)> = BTreeMap::new();
    for entry in &entries {
        let (posting, minor) = (text(&entry["posting_id"]), minor(&entry["amount"]));
        let currency = text(&entry["amount"]["currency"]);
        assert!(places.insert((posting.clone(), entry["position"].as_i64())), "twice on the pages: {entry}");
        *postings.entry((posting, currency.clone())).or_default() += minor;
        let sides = accounts.entry((text(&entry["account"]), currency)).or_default();
        sides.0 += minor.max(0);
        sides.1 += (-minor).max(0);
    }
    let crooked: Vec<_> = postings.iter().filter(|(_, sum)| **sum != 0).collect();
    assert!(crooked.is_empty(), "{crooked:?}");

    let trial = house.admin.get(&house.program, "/admin/ledger/trial-balance").await.ok(200);
    let mut told = BTreeMap::new();
    let mut balances: BTreeMap<String, i64> = BTreeMap::new();
    for account in list(&trial, "accounts") {
        let currency = text(&account["balance"]["currency"]);
        let (debit, credit) = (minor(&account["debit"]), minor(&account["credit"]));
        assert_eq!(minor(&account["balance"]), debit - credit, "{account}");
        *balances.entry(currency.clone()).or_default() += debit - credit;
        told.insert((text(&account["account"]), currency), (debit, credit));
    }
    assert_eq!(told, accounts, "an account is the sum of its entries");
    assert!(!balances.is_empty() && balances.values().all(|sum| *sum == 0), "{trial}");
    for sides in list(&trial, "totals") {
        assert_eq!(sides["debit"], sides["credit"], "{trial}");
    }
    let balance = |account: &str, currency: &str| {
        accounts.get(&(account.to_owned(), currency.to_owned())).map_or(0, |(debit, credit)| debit - credit)
    };
    let mut sent: BTreeMap<String, i64> = BTreeMap::new();
    for transfer in house.fake.transfers() {
        let currency = text(&transfer["currency"]).to_uppercase();
        *sent.entry(currency).or_default() += transfer["amount"].as_i64().expect("a sum");
    }
    for currency in balances.keys() {
        let arrived = |way: &str| house.arrived.get(&(way.to_owned(), currency.clone())).copied().unwrap_or_default();
        assert_eq!(balance("bank", currency), -arrived("bank"), "{currency}");
        assert_eq!(sent.get(currency).copied().unwrap_or_default(), arrived("transfer"), "{currency}");
        assert_eq!(balance("payouts_in_transit", currency), 0, "everything has arrived or failed: {currency}");
        assert!(balance("resale_right", currency) <= 0, "no artist owes anything: {currency}");
    }
}

/// Invoices and credit notes of each seller run 1, 2, 3 … without gap or repeat.
pub(super) async fn of_numbers(house: &House, orders: &[String]) {
    let mut numbers: BTreeMap<(String, String), Vec<u32>> = BTreeMap::new();
    for id in orders {
        let order = house.order(id).await;
        let is_meant = |document: &&Value| document["kind"] == "invoice" || document["kind"] == "credit_note";
        for document in list(&order, "documents").iter().filter(is_meant) {
            let number = text(&document["number"]);
            let series = number.trim_end_matches(|sign: char| sign.is_ascii_digit());
            let running = number[series.len()..].parse().unwrap_or_else(|_| panic!("{number} does not run"));
            numbers.entry((text(&document["seller_id"]), series.to_owned())).or_default().push(running);
        }
    }
    assert!(!numbers.is_empty());
    for (series, given) in &mut numbers {
        given.sort_unstable();
        let last = u32::try_from(given.len()).expect("few");
        assert!(given.iter().copied().eq(1..=last), "{series:?}: {given:?} is not 1..{last}");
    }
}
