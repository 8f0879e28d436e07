//! Freezing a cart into an order, with its first attempt to pay.

use std::collections::BTreeSet;

use chrono::{DateTime, NaiveDate, TimeDelta, Utc};
use uuid::Uuid;

use super::draft::{Draft, order_event};
use super::hold::check_customer_limit;
use super::payment::{Attempt, new_payment};
use super::{Answer, Outcome};
use crate::cart::{CartLine, CartState};
use crate::command::PlaceOrder;
use crate::edition::CopyRef;
use crate::hold::Hold;
use crate::ids::{EditionId, LineId, Mint, OrderId, SellerId};
use crate::money::{Money, portion_minor};
use crate::order::{
    FulfilmentStatus, Order, OrderHead, OrderLine, OrderPaymentStatus, OrderStatus, SellerOrder, TimelineEntry,
};
use crate::quote::{Quote, QuoteError, QuoteLine, QuotePart, QuoteSeal, price};
use crate::refusal::Refusal;
use crate::resale_right::{ResaleRight, of_copies};
use crate::seller::Seller;
use crate::shipping::after_working_days;
use crate::state::State;
use crate::tax::{Destination, LineTax};

/// Freezes the cart: every line must be held whole. The holds now belong to the order and live at least as long as a
/// payment may take; the cart is empty afterwards.
pub(super) fn place(
    state: &State,
    wanted: &PlaceOrder,
    now: DateTime<Utc>,
    mint: &mut Mint,
) -> Result<Outcome, Refusal> {
    let cart = state.cart_state(wanted.owner);
    check_cart(&cart, wanted)?;
    for line in &cart.cart.lines {
        check_customer_limit(state, wanted.owner, line)?;
    }
    let lines = quote_lines(state, &cart)?;
    let choose = |seller: SellerId| method_for(wanted, seller);
    let to = Destination::of(wanted.shipping_address.country, wanted.vat_id.as_deref());
    let quote = price(&lines, to, now.date_naive(), &state.rules, &choose).map_err(quote_refusal)?;
    let currency = cart.cart.currency().ok_or(Refusal::CartEmpty)?;
    let total = Money::new(quote.totals.total_minor, currency);
    if let Some(seen) = wanted.quote {
        if seen.expires_at() < now {
            return Err(Refusal::Expired);
        }
        let country = wanted.shipping_address.country;
        if seen != QuoteSeal::of(wanted.owner, &lines, country, &quote, seen.expires_at()) {
            return Err(Refusal::TotalChanged { total });
        }
    }
    if wanted.expected_total.is_some_and(|expected| expected != total) {
        return Err(Refusal::TotalChanged { total });
    }

    let id: OrderId = mint.mint();
    let head = OrderHead {
        id,
        number: order_number(mint.mint()),
        owner: wanted.owner,
        version: 1,
        status: OrderStatus::Open,
        payment_status: OrderPaymentStatus::Pending,
        fulfilment_status: FulfilmentStatus::Unfulfilled,
        email: wanted.email.clone(),
        locale: wanted.locale.clone(),
        currency,
        totals: quote.totals,
        shipping_address: wanted.shipping_address.clone(),
        billing_address: wanted.billing_address.clone(),
        vat_id: wanted.vat_id.clone(),
        placed_at: now,
        hold_extended: true,
        delivered_at: None,
        timeline: vec![TimelineEntry { at: now, kind: "placed".to_owned(), data: serde_json::Value::Null }],
    };
    let seller_orders = freeze_parts(state, &cart, (lines.as_slice(), &quote), id, now.date_naive(), mint)?;
    let mut order = Order {
        head,
        seller_orders,
        payments: Vec::new(),
        documents: Vec::new(),
        shipments: Vec::new(),
        refunds: Vec::new(),
        disputes: Vec::new(),
        returns: Vec::new(),
    };
    let attempt = Attempt {
        provider: &wanted.provider,
        token: wanted.token.as_deref(),
        return_url: wanted.return_url.as_deref(),
        lease: wanted.lease.from(now),
    };
    let (payment, job) = new_payment(&order, attempt, now, mint);
    let payment_id = payment.id;
    order.payments.push(payment);

    let mut draft = Draft::new(state);
    keep_for_payment(&mut draft, &cart, id, now)?;
    draft.cart(wanted.owner).lines.clear();
    draft.changes.jobs.push(job);
    draft.changes.events.push(order_event(&order.head, order.payments.first()));
    draft.changes.new_orders.push(order);
    Ok(Outcome { changes: draft.changes, answer: Answer::Order(id, Some(payment_id)) })
}

fn check_cart(cart: &CartState, wanted: &PlaceOrder) -> Result<(), Refusal> {
    if cart.cart.lines.is_empty() {
        return Err(Refusal::CartEmpty);
    }
    if cart.cart.version != wanted.cart_version {
        return Err(Refusal::CartStale);
    }
    let whole = |line: &&CartLine| line.lost.is_some() || cart.held_quantity(line.id) != line.quantity;
    let lines: Vec<LineId> = cart.cart.lines.iter().filter(whole).map(|line| line.id).collect();
    if lines.is_empty() { Ok(()) } else { Err(Refusal::CartChanged { lines }) }
}

/// The lines of a cart, ready to be priced. Also used for quotes that place nothing.
pub(crate) fn quote_lines<'s>(state: &'s State, cart: &CartState) -> Result<Vec<QuoteLine<'s>>, Refusal> {
    cart.cart
        .lines
        .iter()
        .map(|line| {
            let entry = state.editions.get(&line.edition_id).ok_or(Refusal::CartStale)?;
            let head = state.artworks.get(&entry.edition.artwork_id).ok_or(Refusal::CartStale)?;
            let seller: &Seller = state.sellers.get(&head.seller_id).ok_or(Refusal::CartStale)?;
            Ok(QuoteLine {
                edition: &entry.edition,
                seller,
                medium: head.medium.as_deref(),
                framed: head.framed,
                quantity: line.quantity,
                unit_price_minor: line.unit_price.amount_minor,
            })
        })
        .collect()
}

fn method_for(wanted: &PlaceOrder, seller: SellerId) -> Option<String> {
    let own = wanted.shipping.iter().find(|(id, _)| *id == Some(seller));
    own.or_else(|| wanted.shipping.iter().find(|(id, _)| id.is_none())).map(|(_, method)| method.clone())
}

fn quote_refusal(error: QuoteError) -> Refusal {
    Refusal::invalid(error.pointer(), error.to_string())
}

/// What the cheapest way to have a part brought costs; fetching it oneself is none.
fn cheapest_delivery(part: &QuotePart) -> Option<i64> {
    part.offers.iter().filter(|offer| offer.pickup.is_none()).map(|offer| offer.price_minor).min()
}

fn freeze_parts(
    state: &State,
    cart: &CartState,
    (lines, quote): (&[QuoteLine<'_>], &Quote),
    order_id: OrderId,
    on: NaiveDate,
    mint: &mut Mint,
) -> Result<Vec<SellerOrder>, Refusal> {
    let mut parts = Vec::with_capacity(quote.parts.len());
    for (position, part) in quote.parts.iter().enumerate() {
        let own = cart.cart.lines.iter().zip(lines).filter(|(_, line)| line.seller.id == part.seller_id);
        let frozen = own.zip(&part.line_taxes).zip(&part.line_commissions);
        let frozen = frozen.map(|(((line, priced), tax), commission_minor)| {
            let resale_right_minor = resale_right_of(state, line, priced, tax, on)?;
            let frozen = freeze_line(state, cart, line, priced, *tax, mint);
            Ok(OrderLine { commission_minor: *commission_minor, resale_right_minor, ..frozen })
        });
        let lines: Vec<OrderLine> = frozen.collect::<Result<_, Refusal>>()?;
        let seller = state.sellers.get(&part.seller_id);
        parts.push(SellerOrder {
            id: mint.mint(),
            order_id,
            position: u32::try_from(position).unwrap_or(u32::MAX),
            seller_id: part.seller_id,
            seller_name: seller.map(|seller| seller.name.clone()).unwrap_or_default(),
            seller_slug: seller.map(|seller| seller.slug.clone()).unwrap_or_default(),
            shipping_method: part.chosen.id.clone(),
            shipping_name: part.chosen.name.clone(),
            shipping_minor: part.chosen.price_minor,
            shipping_tax: part.shipping_tax,
            cheapest_shipping_minor: cheapest_delivery(part),
            commission_minor: part.commission_minor,
            ship_by: Some(after_working_days(on, part.chosen.handling_days)),
            pickup: part.chosen.pickup.clone(),
            totals: part.totals,
            lines,
        });
    }
    Ok(parts)
}

/// The artist's resale right of a line, each copy a sale of its own on its net price. Refused where the rule's currency is not
/// the price's: a sum that is owed is never made up, and never forgotten.
fn resale_right_of(
    state: &State,
    line: &CartLine,
    priced: &QuoteLine<'_>,
    tax: &LineTax,
    on: NaiveDate,
) -> Result<i64, Refusal> {
    let head = state.artworks.get(&priced.edition.artwork_id);
    let Some((head, resale)) = head.and_then(|head| Some((head, head.resale.as_ref()?))) else { return Ok(0) };
    let net = portion_minor(tax.base_minor, 1, i64::from(line.quantity));
    let net = Money::new(net, line.unit_price.currency);
    match state.rules.art.resale_right(resale, priced.seller.country(), net, on) {
        ResaleRight::OtherCurrency => {
            let (title, currency) = (&head.title, net.currency.code());
            let told = format!("{title} cannot be resold in {currency}: its artist's right is in another currency");
            Err(Refusal::invalid("/shipping", told))
        }
        right => Ok(of_copies(right, line.quantity)),
    }
}

fn freeze_line(
    state: &State,
    cart: &CartState,
    line: &CartLine,
    priced: &QuoteLine<'_>,
    tax: LineTax,
    mint: &mut Mint,
) -> OrderLine {
    let head = state.artworks.get(&priced.edition.artwork_id);
    let copies: Vec<CopyRef> = cart.holds_of(line.id).filter_map(|hold| hold.copy.clone()).collect();
    OrderLine {
        id: mint.mint(),
        cart_line_id: line.id,
        edition_id: line.edition_id,
        artwork_id: priced.edition.artwork_id,
        title: head.map(|head| head.title.clone()).unwrap_or_default(),
        artist_name: head.map(|head| head.artist_name.clone()).unwrap_or_default(),
        edition_label: priced.edition.label.clone(),
        quantity: line.quantity,
        unit_price: line.unit_price,
        copies,
        tax,
        restocked: 0,
        commission_minor: 0,
        resale_right_minor: 0,
        made_to_order: priced.edition.made_to_order,
    }
}

fn keep_for_payment(
    draft: &mut Draft<'_>,
    cart: &CartState,
    order_id: OrderId,
    now: DateTime<Utc>,
) -> Result<(), Refusal> {
    let at_least = now + TimeDelta::seconds(i64::from(draft.state.rules.holds.payment_extension_s));
    let kept = cart.holds.iter().map(|hold| Hold {
        order_id: Some(order_id),
        expires_at: hold.expires_at.max(at_least),
        ..hold.clone()
    });
    draft.changes.holds.extend(kept);
    let moved: BTreeSet<EditionId> =
        cart.holds.iter().filter(|hold| hold.expires_at < at_least).map(|hold| hold.edition_id).collect();
    moved.into_iter().try_for_each(|edition_id| draft.tell_next_release(edition_id))
}

/// `IM-XXXX-XXXX-XXXX`: 60 random bits in Crockford's base 32, which has no letters that look like digits.
fn order_number(random: Uuid) -> String {
    const ALPHABET: &[u8; 32] = b"0123456789ABCDEFGHJKMNPQRSTVWXYZ";
    let bits = random.as_u128();
    let letter = |place: u32| char::from(ALPHABET[((bits >> (place * 5)) & 31) as usize]);
    let group = |first: u32| (first..first + 4).map(letter).collect::<String>();
    format!("IM-{}-{}-{}", group(0), group(4), group(8))
}
