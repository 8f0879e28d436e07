//! Samples of withdrawals and damage.

use super::super::console::reports::StatusLink;
use super::super::form::{Errors, FieldError};
use super::super::moment::Moment;
use super::super::order_return::{ConfirmView, ReturnLineView, ReturnPage};
use super::super::returns::{ConsoleReturnsPage, ReturnCard, ReturnCardLine, StudioReturnsPage};
use super::console::console_frame;
use super::desk::studio_frame;
use super::{TITLES, chrome, eur, id, now, signed_in};

fn line(index: usize, most: u32, barred: &str) -> ReturnLineView {
    ReturnLineView {
        id: id(300 + index),
        title: TITLES[index].0.to_owned(),
        detail: "Inês Moreau, giclée print, No. 7 of 25".to_owned(),
        most,
        quantity: most,
        barred: barred.to_owned(),
    }
}

/// The first step of a withdrawal, with a mistake in it.
pub fn order_withdraw() -> ReturnPage {
    let made = "made to order: the right of withdrawal does not apply";
    let message = "Please give an e-mail address.".to_owned();
    ReturnPage {
        chrome: chrome("/orders/x/withdraw/y"),
        errors: Errors { summary: None, fields: vec![FieldError { field: "email".to_owned(), message }] },
        order_url: "/orders/x".to_owned(),
        number: "IM-7XK2-0000-9QPR".to_owned(),
        seller: "Atelier Moreau".to_owned(),
        is_withdrawal: true,
        confirm: None,
        action: "/orders/x/withdraw/y".to_owned(),
        until: "You can withdraw until 15 December 2026, the end of the day in UTC.".to_owned(),
        name: "Jo Weber".to_owned(),
        email: "jo.weber".to_owned(),
        statement: String::new(),
        lines: vec![line(0, 1, ""), line(1, 3, ""), line(2, 0, made)],
    }
}

/// Its second step.
pub fn order_withdraw_confirm() -> ReturnPage {
    ReturnPage {
        errors: Errors::default(),
        confirm: Some(ConfirmView {
            amount: eur(72_990),
            delivery: "€9.90 of it is for delivery.".to_owned(),
            next: "Please send the works back within 14 days.".to_owned(),
        }),
        email: "jo.weber@example.org".to_owned(),
        statement: "They are too large.".to_owned(),
        ..order_withdraw()
    }
}

/// The form of damage.
pub fn order_damage() -> ReturnPage {
    ReturnPage { is_withdrawal: false, until: String::new(), errors: Errors::default(), ..order_withdraw() }
}

fn card(index: usize, is_open: bool) -> ReturnCard {
    ReturnCard {
        id: id(310 + index),
        text: if is_open { "Damaged" } else { "Withdrawn, refunded" }.to_owned(),
        status: if is_open { "announced" } else { "refunded" }.to_owned(),
        number: "IM-7XK2-0000-9QPR".to_owned(),
        order_url: "/console/orders/x".to_owned(),
        seller: "Atelier Moreau".to_owned(),
        by: "Jo Weber, jo.weber@example.org".to_owned(),
        statement: "The glass is broken.".to_owned(),
        at: Moment::new(now()),
        due: "Money due by 15 December 2026".to_owned(),
        is_late: is_open && index == 0,
        lines: (0..2)
            .map(|place| ReturnCardLine { id: id(320 + place), title: TITLES[place].0.to_owned(), quantity: 2 })
            .collect(),
        photos: if is_open { vec!["/api/v1/admin/orders/x/returns/y/images/z".to_owned()] } else { Vec::new() },
        answer: String::new(),
        action: is_open.then(|| format!("/console/orders/x/returns/{}", id(310 + index))),
        can_receive: is_open,
        can_reduce: is_open,
        currency: "EUR".to_owned(),
    }
}

/// Returns that wait for staff.
pub fn console_returns() -> ConsoleReturnsPage {
    let status = |label: &str, url: &str, is_here| StatusLink { url: url.to_owned(), label: label.to_owned(), is_here };
    ConsoleReturnsPage {
        chrome: signed_in("/console/returns"),
        frame: console_frame("/console/returns"),
        statuses: vec![status("Waiting", "/console/returns", true), status("All", "/console/returns?all=1", false)],
        returns: vec![card(0, true), card(1, true)],
        next_url: Some("/console/returns?all=0&cursor=x".to_owned()),
    }
}

/// None.
pub fn console_returns_none() -> ConsoleReturnsPage {
    ConsoleReturnsPage { returns: Vec::new(), next_url: None, ..console_returns() }
}

/// Returns of a seller.
pub fn studio_returns() -> StudioReturnsPage {
    StudioReturnsPage {
        chrome: signed_in("/studio/returns"),
        frame: studio_frame("/studio/returns"),
        returns: vec![card(0, true), card(1, false)],
        next_url: None,
    }
}
