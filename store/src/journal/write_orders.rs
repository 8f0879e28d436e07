//! Writing orders, their parts, payments, books and documents.
//!
//! Knows their tables; decides nothing.

use std::collections::HashMap;

use chrono::NaiveTime;
use impasto_domain::ids::{OrderId, OrderLineId};
use impasto_domain::order::{Order, OrderHead, OrderLine, SellerOrder};
use impasto_domain::state::State;

use super::fault::Fault;
use super::load::Before;
use super::writes::Writes;
use crate::sql::{Cell, Rows, json, statements};

statements! {
    INSERT_ORDERS [id: Uuid, number: Text, owner_kind: Text, owner_id: Uuid, version: Int, status: Text,
                   payment_status: Text, fulfilment_status: Text, email: Text, locale: Text, currency: Text,
                   items: Int, shipping: Int, tax: Int, total: Int, shipping_address: Json, billing_address: Json,
                   vat_id: Text, placed_at: Time, hold_extended: Bool, timeline: Json] =
        "WITH {rows} INSERT INTO orders (id, number, owner_kind, owner_id, version, status, payment_status, \
         fulfilment_status, email, locale, currency, items_minor, shipping_minor, tax_included_minor, total_minor, \
         shipping_address, billing_address, vat_id, placed_at, hold_extended, timeline) \
         SELECT v.id, v.number, v.owner_kind, v.owner_id, v.version, v.status, v.payment_status, \
         v.fulfilment_status, v.email, v.locale, v.currency, v.items, v.shipping, v.tax, v.total, \
         v.shipping_address, v.billing_address, v.vat_id, v.placed_at, v.hold_extended, v.timeline FROM v";
    UPDATE_ORDERS [id: Uuid, version: Int, status: Text, payment_status: Text, fulfilment_status: Text, items: Int,
                   shipping: Int, tax: Int, total: Int, hold_extended: Bool, timeline: Json, delivered_at: Time,
                   was: Int] =
        "WITH {rows} UPDATE orders SET version = v.version, status = v.status, payment_status = v.payment_status, \
         fulfilment_status = v.fulfilment_status, items_minor = v.items, shipping_minor = v.shipping, \
         tax_included_minor = v.tax, total_minor = v.total, hold_extended = v.hold_extended, timeline = v.timeline, \
         delivered_at = v.delivered_at \
         FROM v WHERE orders.id = v.id AND orders.version = v.was";
    INSERT_PARTS [order_id: Uuid, position: Int, id: Uuid, seller_id: Uuid, seller_name: Text, seller_slug: Text,
                  shipping_method: Text, shipping_name: Text, shipping_price: Int, shipping_tax: Json,
                  commission: Int, items: Int, shipping: Int, tax: Int, total: Int, placed_at: Time,
                  cheapest_shipping: Int, ship_by: Time, pickup: Json] =
        "WITH {rows} INSERT INTO seller_orders (order_id, position, id, seller_id, seller_name, seller_slug, \
         shipping_method, shipping_name, shipping_price_minor, shipping_tax, commission_minor, items_minor, \
         shipping_minor, tax_included_minor, total_minor, placed_at, cheapest_shipping_minor, ship_by, pickup) \
         SELECT v.order_id, v.position, v.id, v.seller_id, v.seller_name, v.seller_slug, v.shipping_method, \
         v.shipping_name, v.shipping_price, v.shipping_tax, v.commission, v.items, v.shipping, v.tax, v.total, \
         v.placed_at, v.cheapest_shipping, v.ship_by, v.pickup FROM v";
    INSERT_LINES [order_id: Uuid, seller_position: Int, position: Int, id: Uuid, cart_line_id: Uuid, edition_id: Uuid,
                  artwork_id: Uuid, title: Text, artist_name: Text, edition_label: Text, quantity: Int, price: Int,
                  currency: Text, copies: Json, tax: Json, commission: Int, resale: Int, made_to_order: Bool] =
        "WITH {rows} INSERT INTO order_lines (order_id, seller_position, position, id, cart_line_id, edition_id, \
         artwork_id, title, artist_name, edition_label, quantity, unit_price_minor, currency, copies, tax, \
         commission_minor, resale_right_minor, made_to_order) \
         SELECT v.order_id, v.seller_position, v.position, v.id, v.cart_line_id, v.edition_id, v.artwork_id, \
         v.title, v.artist_name, v.edition_label, v.quantity, v.price, v.currency, v.copies, v.tax, v.commission, \
         v.resale, v.made_to_order FROM v";
    UPDATE_LINES [order_id: Uuid, seller_position: Int, position: Int, copies: Json, restocked: Int] =
        "WITH {rows} UPDATE order_lines SET copies = v.copies, restocked = v.restocked FROM v WHERE order_lines.order_id = v.order_id \
         AND order_lines.seller_position = v.seller_position AND order_lines.position = v.position";
    PUT_PAYMENTS [id: Uuid, order_id: Uuid, provider: Text, status: Text, amount: Int, currency: Text,
                  provider_ref: Text, token: Text, decline_code: Text, client_secret: Text, redirect_url: Text,
                  return_url: Text, unapplied: Bool, refunded: Int, position: Int, created_at: Time, updated_at: Time] =
        "WITH {rows} INSERT INTO payments (id, order_id, provider, status, amount_minor, currency, provider_ref, \
         token, decline_code, client_secret, redirect_url, return_url, unapplied, refunded_minor, position, \
         created_at, updated_at) \
         SELECT v.id, v.order_id, v.provider, v.status, v.amount, v.currency, v.provider_ref, v.token, \
         v.decline_code, v.client_secret, v.redirect_url, v.return_url, v.unapplied, v.refunded, v.position, \
         v.created_at, v.updated_at FROM v WHERE true \
         ON CONFLICT (id) DO UPDATE SET status = excluded.status, provider_ref = excluded.provider_ref, \
         decline_code = excluded.decline_code, client_secret = excluded.client_secret, \
         redirect_url = excluded.redirect_url, unapplied = excluded.unapplied, \
         refunded_minor = excluded.refunded_minor, updated_at = excluded.updated_at";
    PUT_REFUNDS [id: Uuid, order_id: Uuid, position: Int, payment_id: Uuid, status: Text, amount: Int, currency: Text,
                 parts: Json, reason: Text, by: Uuid, created_at: Time, updated_at: Time] =
        "WITH {rows} INSERT INTO refunds (id, order_id, position, payment_id, status, amount_minor, currency, parts, \
         reason, by, created_at, updated_at) \
         SELECT v.id, v.order_id, v.position, v.payment_id, v.status, v.amount, v.currency, v.parts, v.reason, v.by, \
         v.created_at, v.updated_at FROM v WHERE true \
         ON CONFLICT (id) DO UPDATE SET status = excluded.status, updated_at = excluded.updated_at";
    PUT_DISPUTES [id: Uuid, order_id: Uuid, position: Int, payment_id: Uuid, reference: Text, status: Text,
                  reason: Text, amount: Int, currency: Text, taken_back: Int, evidence_due_at: Time, created_at: Time,
                  updated_at: Time] =
        "WITH {rows} INSERT INTO disputes (id, order_id, position, payment_id, reference, status, reason, \
         amount_minor, currency, taken_back_minor, evidence_due_at, created_at, updated_at) \
         SELECT v.id, v.order_id, v.position, v.payment_id, v.reference, v.status, v.reason, v.amount, v.currency, \
         v.taken_back, v.evidence_due_at, v.created_at, v.updated_at FROM v WHERE true \
         ON CONFLICT (id) DO UPDATE SET status = excluded.status, reason = excluded.reason, \
         amount_minor = excluded.amount_minor, currency = excluded.currency, \
         taken_back_minor = excluded.taken_back_minor, evidence_due_at = excluded.evidence_due_at, \
         updated_at = excluded.updated_at";
    PUT_RETURNS [order_id: Uuid, id: Uuid, position: Int, seller_order_id: Uuid, seller_id: Uuid, kind: Text,
                 status: Text, name: Text, email: Text, statement: Text, answer: Text, refund_id: Uuid, refund_due_at: Time, created_at: Time,
                 received_at: Time, updated_at: Time, photos: Json, photo_count: Int] =
        "WITH {rows} INSERT INTO returns (order_id, id, position, seller_order_id, seller_id, kind, status, name, email, \
         statement, answer, refund_id, refund_due_at, created_at, received_at, updated_at, photos, photo_count) \
         SELECT v.order_id, v.id, v.position, v.seller_order_id, v.seller_id, v.kind, v.status, v.name, v.email, \
         v.statement, v.answer, v.refund_id, v.refund_due_at, v.created_at, v.received_at, v.updated_at, \
         v.photos, v.photo_count FROM v WHERE true \
         ON CONFLICT (order_id, id) DO UPDATE SET status = excluded.status, answer = excluded.answer, \
         refund_id = excluded.refund_id, received_at = excluded.received_at, updated_at = excluded.updated_at, \
         photos = excluded.photos, photo_count = excluded.photo_count";
    INSERT_RETURN_LINES [order_id: Uuid, return_id: Uuid, position: Int, line_id: Uuid, quantity: Int] =
        "WITH {rows} INSERT INTO return_lines (order_id, return_id, position, order_line_id, quantity) \
         SELECT v.order_id, v.return_id, v.position, v.line_id, v.quantity FROM v";
    PUT_SHIPMENTS [id: Uuid, order_id: Uuid, seller_order_id: Uuid, carrier: Text, tracking_number: Text,
                   tracking_url: Text, status: Text, created_at: Time, updated_at: Time] =
        "WITH {rows} INSERT INTO shipments (id, order_id, seller_order_id, carrier, tracking_number, tracking_url, \
         status, created_at, updated_at) \
         SELECT v.id, v.order_id, v.seller_order_id, v.carrier, v.tracking_number, v.tracking_url, v.status, \
         v.created_at, v.updated_at FROM v WHERE true \
         ON CONFLICT (id) DO UPDATE SET status = excluded.status, updated_at = excluded.updated_at";
    INSERT_SHIPMENT_LINES [shipment_id: Uuid, line_id: Uuid, quantity: Int] =
        "WITH {rows} INSERT INTO shipment_lines (shipment_id, order_line_id, quantity) \
         SELECT v.shipment_id, v.line_id, v.quantity FROM v";
    INSERT_SHIPMENT_EVENTS [shipment_id: Uuid, position: Int, at: Time, status: Text, place: Text, text: Text,
                            source: Text, event_id: Text] =
        "WITH {rows} INSERT INTO shipment_events (shipment_id, position, at, status, place, text, source, event_id) \
         SELECT v.shipment_id, v.position, v.at, v.status, v.place, v.text, v.source, v.event_id FROM v";
    INSERT_LEDGER [posting_id: Uuid, position: Int, account: Text, seller_id: Uuid, amount: Int, currency: Text,
                   reason: Text, order_id: Uuid, at: Time, payout_id: Uuid] =
        "WITH {rows} INSERT INTO ledger_entries (posting_id, position, account, seller_id, amount_minor, currency, \
         reason, order_id, at, payout_id) \
         SELECT v.posting_id, v.position, v.account, v.seller_id, v.amount, v.currency, v.reason, v.order_id, v.at, \
         v.payout_id FROM v";
    UPDATE_SERIES [seller_id: Uuid, kind: Text, year: Int, next: Int, was: Int] =
        "WITH {rows} UPDATE number_series SET next = v.next FROM v WHERE number_series.seller_id = v.seller_id \
         AND number_series.kind = v.kind AND number_series.year = v.year AND number_series.next = v.was";
    INSERT_SERIES [seller_id: Uuid, kind: Text, year: Int, next: Int] =
        "WITH {rows} INSERT INTO number_series (seller_id, kind, year, next) \
         SELECT v.seller_id, v.kind, v.year, v.next FROM v WHERE true \
         ON CONFLICT (seller_id, kind, year) DO NOTHING";
    INSERT_DOCUMENTS [id: Uuid, kind: Text, number: Text, seller_id: Uuid, order_id: Uuid, position: Int,
                      issued_at: Time, content_hash: Text, data: Json] =
        "WITH {rows} INSERT INTO documents (id, kind, number, seller_id, order_id, position, issued_at, \
         content_hash, data) \
         SELECT v.id, v.kind, v.number, v.seller_id, v.order_id, v.position, v.issued_at, v.content_hash, v.data \
         FROM v";
    UPDATE_DOCUMENTS [id: Uuid, content_hash: Text] =
        "WITH {rows} UPDATE documents SET content_hash = v.content_hash FROM v WHERE documents.id = v.id";
}

/// Writes what changed of orders and the books.
pub(crate) fn write<'s>(writes: &mut Writes<'s>, state: &'s State, before: &Before) -> Result<(), Fault> {
    new_orders(writes, state)?;
    changed_orders(writes, state, before)?;
    payments(writes, state);
    refunds(writes, state)?;
    disputes(writes, state);
    returns(writes, state, before)?;
    shipments(writes, state, before);
    ledger(writes, state);
    series(writes, state, before);
    documents(writes, state, before)
}

fn new_orders<'s>(writes: &mut Writes<'s>, state: &'s State) -> Result<(), Fault> {
    let orders: Vec<&Order> = state.dirty.orders_new.iter().filter_map(|id| state.orders.get(id)).collect();
    let mut heads = Rows::of(&INSERT_ORDERS);
    let mut parts = Rows::of(&INSERT_PARTS);
    let mut lines = Rows::of(&INSERT_LINES);
    for order in &orders {
        heads.push(head_cells(&order.head)?);
        for part in &order.seller_orders {
            parts.push(part_cells(&order.head, part)?);
            for (position, line) in (0_i64..).zip(&part.lines) {
                lines.push([
                    order.head.id.into(),
                    part.position.into(),
                    position.into(),
                    line.id.into(),
                    line.cart_line_id.into(),
                    line.edition_id.into(),
                    line.artwork_id.into(),
                    (&line.title).into(),
                    (&line.artist_name).into(),
                    line.edition_label.as_deref().into(),
                    line.quantity.into(),
                    line.unit_price.amount_minor.into(),
                    line.unit_price.currency.code().into(),
                    json(&line.copies)?,
                    json(&line.tax)?,
                    line.commission_minor.into(),
                    line.resale_right_minor.into(),
                    line.made_to_order.into(),
                ]);
            }
        }
    }
    writes.exactly(heads, "orders");
    writes.exactly(parts, "seller orders");
    writes.exactly(lines, "order lines");
    Ok(())
}

fn head_cells(head: &OrderHead) -> Result<[Cell<'_>; 21], sqlx::Error> {
    Ok([
        head.id.into(),
        (&head.number).into(),
        head.owner.kind().into(),
        head.owner.id().into(),
        head.version.into(),
        head.status.as_str().into(),
        head.payment_status.as_str().into(),
        head.fulfilment_status.as_str().into(),
        (&head.email).into(),
        (&head.locale).into(),
        head.currency.code().into(),
        head.totals.items_minor.into(),
        head.totals.shipping_minor.into(),
        head.totals.tax_included_minor.into(),
        head.totals.total_minor.into(),
        json(&head.shipping_address)?,
        json(&head.billing_address)?,
        head.vat_id.as_deref().into(),
        head.placed_at.into(),
        head.hold_extended.into(),
        json(&head.timeline)?,
    ])
}

fn part_cells<'a>(head: &OrderHead, part: &'a SellerOrder) -> Result<[Cell<'a>; 19], sqlx::Error> {
    Ok([
        part.order_id.into(),
        part.position.into(),
        part.id.into(),
        part.seller_id.into(),
        (&part.seller_name).into(),
        (&part.seller_slug).into(),
        (&part.shipping_method).into(),
        (&part.shipping_name).into(),
        part.shipping_minor.into(),
        json(&part.shipping_tax)?,
        part.commission_minor.into(),
        part.totals.items_minor.into(),
        part.totals.shipping_minor.into(),
        part.totals.tax_included_minor.into(),
        part.totals.total_minor.into(),
        head.placed_at.into(),
        part.cheapest_shipping_minor.into(),
        part.ship_by.map(|day| day.and_time(NaiveTime::MIN).and_utc()).into(),
        part.pickup.as_ref().map_or(Ok(Cell::Null), json)?,
    ])
}

fn changed_orders<'s>(writes: &mut Writes<'s>, state: &'s State, before: &Before) -> Result<(), Fault> {
    let mut heads = Rows::of(&UPDATE_ORDERS);
    for id in &state.dirty.orders_changed {
        let (Some(order), Some(was)) = (state.orders.get(id), before.orders.get(id)) else { continue };
        let head = &order.head;
        heads.push([
            (*id).into(),
            head.version.into(),
            head.status.as_str().into(),
            head.payment_status.as_str().into(),
            head.fulfilment_status.as_str().into(),
            head.totals.items_minor.into(),
            head.totals.shipping_minor.into(),
            head.totals.tax_included_minor.into(),
            head.totals.total_minor.into(),
            head.hold_extended.into(),
            json(&head.timeline)?,
            head.delivered_at.into(),
            (*was).into(),
        ]);
    }
    let mut lines = Rows::of(&UPDATE_LINES);
    for (line_id, order_id) in &state.dirty.lines {
        // A line of an order of this very batch was written whole.
        if state.dirty.orders_new.contains(order_id) {
            continue;
        }
        let Some(order) = state.orders.get(order_id) else { continue };
        if let Some((part, position, line)) = find_line(order, *line_id) {
            let (copies, restocked) = (json(&line.copies)?, line.restocked.into());
            lines.push([(*order_id).into(), part.into(), position.into(), copies, restocked]);
        }
    }
    writes.exactly(heads, "orders");
    writes.exactly(lines, "order lines");
    Ok(())
}

fn find_line(order: &Order, id: OrderLineId) -> Option<(u32, i64, &OrderLine)> {
    order.seller_orders.iter().find_map(|part| {
        let (position, line) = (0_i64..).zip(&part.lines).find(|(_, line)| line.id == id)?;
        Some((part.position, position, line))
    })
}

fn refunds<'s>(writes: &mut Writes<'s>, state: &'s State) -> Result<(), Fault> {
    let mut rows = Rows::of(&PUT_REFUNDS);
    for (id, order_id) in &state.dirty.refunds {
        let Some(order) = state.orders.get(order_id) else { continue };
        let Some((position, refund)) = (0_i64..).zip(&order.refunds).find(|(_, refund)| refund.id == *id) else {
            continue;
        };
        rows.push([
            refund.id.into(),
            refund.order_id.into(),
            position.into(),
            refund.payment_id.into(),
            refund.status.as_str().into(),
            refund.amount.amount_minor.into(),
            refund.amount.currency.code().into(),
            json(&refund.parts)?,
            (&refund.reason).into(),
            refund.by.into(),
            refund.created_at.into(),
            refund.updated_at.into(),
        ]);
    }
    writes.exactly(rows, "refunds");
    Ok(())
}

fn disputes<'s>(writes: &mut Writes<'s>, state: &'s State) {
    let mut rows = Rows::of(&PUT_DISPUTES);
    for (id, order_id) in &state.dirty.disputes {
        let Some(order) = state.orders.get(order_id) else { continue };
        let Some((position, dispute)) = (0_i64..).zip(&order.disputes).find(|(_, dispute)| dispute.id == *id) else {
            continue;
        };
        rows.push([
            dispute.id.into(),
            dispute.order_id.into(),
            position.into(),
            dispute.payment_id.into(),
            (&dispute.reference).into(),
            dispute.status.as_str().into(),
            (&dispute.reason).into(),
            dispute.amount.amount_minor.into(),
            dispute.amount.currency.code().into(),
            dispute.taken_back_minor.into(),
            dispute.evidence_due_at.into(),
            dispute.created_at.into(),
            dispute.updated_at.into(),
        ]);
    }
    writes.exactly(rows, "disputes");
}

fn returns<'s>(writes: &mut Writes<'s>, state: &'s State, before: &Before) -> Result<(), Fault> {
    let mut rows = Rows::of(&PUT_RETURNS);
    let mut lines = Rows::of(&INSERT_RETURN_LINES);
    for (order_id, id) in &state.dirty.returns {
        let Some(order) = state.orders.get(order_id) else { continue };
        let Some((position, back)) = (0_i64..).zip(&order.returns).find(|(_, back)| back.id == *id) else { continue };
        let part = order.seller_orders.iter().find(|part| part.id == back.seller_order_id);
        rows.push([
            back.order_id.into(),
            back.id.into(),
            position.into(),
            back.seller_order_id.into(),
            part.map(|part| part.seller_id).into(),
            back.kind.as_str().into(),
            back.status.as_str().into(),
            (&back.name).into(),
            (&back.email).into(),
            (&back.statement).into(),
            back.answer.as_deref().into(),
            back.refund_id.into(),
            back.refund_due_at.into(),
            back.created_at.into(),
            back.received_at.into(),
            back.updated_at.into(),
            json(&back.photos)?,
            i64::try_from(back.photos.len()).unwrap_or(i64::MAX).into(),
        ]);
        if !before.returns.contains(&(*order_id, *id)) {
            for (position, line) in (0_i64..).zip(&back.lines) {
                let (line_id, quantity) = (line.line_id.into(), line.quantity.into());
                lines.push([back.order_id.into(), back.id.into(), position.into(), line_id, quantity]);
            }
        }
    }
    writes.exactly(rows, "returns");
    writes.exactly(lines, "return lines");
    Ok(())
}

fn payments<'s>(writes: &mut Writes<'s>, state: &'s State) {
    let mut rows = Rows::of(&PUT_PAYMENTS);
    for (id, order_id) in &state.dirty.payments {
        let Some(order) = state.orders.get(order_id) else { continue };
        let Some((position, payment)) = (0_i64..).zip(&order.payments).find(|(_, payment)| payment.id == *id) else {
            continue;
        };
        rows.push([
            payment.id.into(),
            payment.order_id.into(),
            (&payment.provider).into(),
            payment.status.as_str().into(),
            payment.amount.amount_minor.into(),
            payment.amount.currency.code().into(),
            payment.provider_ref.as_deref().into(),
            payment.token.as_deref().into(),
            payment.decline_code.as_deref().into(),
            payment.client_secret.as_deref().into(),
            payment.redirect_url.as_deref().into(),
            payment.return_url.as_deref().into(),
            payment.unapplied.into(),
            payment.refunded_minor.into(),
            position.into(),
            payment.created_at.into(),
            payment.updated_at.into(),
        ]);
    }
    writes.exactly(rows, "payments");
}

fn shipments<'s>(writes: &mut Writes<'s>, state: &'s State, before: &Before) {
    let mut parcels = Rows::of(&PUT_SHIPMENTS);
    let mut lines = Rows::of(&INSERT_SHIPMENT_LINES);
    let mut events = Rows::of(&INSERT_SHIPMENT_EVENTS);
    for (id, order_id) in &state.dirty.shipments {
        let Some(order) = state.orders.get(order_id) else { continue };
        let Some(parcel) = order.shipments.iter().find(|parcel| parcel.id == *id) else { continue };
        parcels.push([
            parcel.id.into(),
            parcel.order_id.into(),
            parcel.seller_order_id.into(),
            (&parcel.carrier).into(),
            parcel.tracking_number.as_deref().into(),
            // Made anew wherever it is shown; stored for those who read the tables.
            parcel.tracking_url().into(),
            parcel.status.as_str().into(),
            parcel.created_at.into(),
            parcel.updated_at.into(),
        ]);
        let known = before.shipments.get(id).copied();
        if known.is_none() {
            for line in order.lines().filter(|line| parcel.lines.contains(&line.id)) {
                lines.push([parcel.id.into(), line.id.into(), line.quantity.into()]);
            }
        }
        for (position, event) in (0_i64..).zip(&parcel.events).skip(known.unwrap_or(0)) {
            events.push([
                parcel.id.into(),
                position.into(),
                event.at.into(),
                event.status.as_str().into(),
                event.place.as_deref().into(),
                (&event.text).into(),
                event.source.as_ref().map(|source| source.name.as_str()).into(),
                event.source.as_ref().map(|source| source.event_id.as_str()).into(),
            ]);
        }
    }
    writes.exactly(parcels, "shipments");
    writes.exactly(lines, "shipment lines");
    writes.exactly(events, "shipment events");
}

fn ledger<'s>(writes: &mut Writes<'s>, state: &'s State) {
    let mut rows = Rows::of(&INSERT_LEDGER);
    for entry in &state.appended.ledger {
        rows.push([
            entry.posting_id.into(),
            entry.position.into(),
            entry.account.as_str().into(),
            entry.seller_id.into(),
            entry.amount_minor.into(),
            entry.currency.code().into(),
            (&entry.reason).into(),
            entry.order_id.into(),
            entry.at.into(),
            entry.payout_id.into(),
        ]);
    }
    writes.exactly(rows, "ledger entries");
}

fn series<'s>(writes: &mut Writes<'s>, state: &'s State, before: &Before) {
    let mut changed = Rows::of(&UPDATE_SERIES);
    let mut new = Rows::of(&INSERT_SERIES);
    for key in &state.dirty.series {
        let Some(next) = state.series.get(key) else { continue };
        let kind = key.kind.as_str();
        match before.series.get(key) {
            Some(was) => {
                changed.push([key.seller_id.into(), kind.into(), key.year.into(), (*next).into(), (*was).into()]);
            }
            None => new.push([key.seller_id.into(), kind.into(), key.year.into(), (*next).into()]),
        }
    }
    writes.exactly(changed, "number series");
    writes.exactly(new, "number series");
}

fn documents<'s>(writes: &mut Writes<'s>, state: &'s State, before: &Before) -> Result<(), Fault> {
    let mut new = Rows::of(&INSERT_DOCUMENTS);
    let mut places: HashMap<OrderId, usize> = HashMap::new();
    for document in &state.appended.documents {
        let row = &document.row;
        let place =
            places.entry(row.order_id).or_insert_with(|| before.documents.get(&row.order_id).copied().unwrap_or(0));
        // A document rendered in the batch that made it cannot be: its job is only claimed after the commit.
        new.push([
            row.id.into(),
            row.kind.as_str().into(),
            (&row.number).into(),
            row.seller_id.into(),
            row.order_id.into(),
            i64::try_from(*place).unwrap_or(i64::MAX).into(),
            row.issued_at.into(),
            row.content_hash.as_deref().into(),
            json(&document.data)?,
        ]);
        *place += 1;
    }
    let mut rendered = Rows::of(&UPDATE_DOCUMENTS);
    for (id, order_id) in &state.dirty.documents_rendered {
        let hash = state
            .orders
            .get(order_id)
            .and_then(|order| order.documents.iter().find(|row| row.id == *id))
            .and_then(|row| row.content_hash.as_deref());
        rendered.push([(*id).into(), hash.into()]);
    }
    writes.exactly(new, "documents");
    writes.exactly(rendered, "documents");
    Ok(())
}
