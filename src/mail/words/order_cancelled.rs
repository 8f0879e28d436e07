//! An order was called off.

use impasto_domain::payment::PaymentStatus;

use super::super::sheet::Sheet;
use super::parts::{Bought, House};

pub(in super::super) fn order_cancelled(house: &House<'_>, bought: &Bought<'_>) -> Sheet {
    let has_paid = |status| matches!(status, PaymentStatus::Succeeded | PaymentStatus::Refunded);
    let money = if bought.order.payments.iter().any(|payment| has_paid(payment.status)) {
        format!("What you paid, {}, goes back the way it came; we write again when it has left.", bought.total())
    } else {
        "Nothing was charged.".to_owned()
    };
    let paragraphs = vec![format!("Your order {} is cancelled.", bought.number()), money];
    house
        .sheet(format!("Order {} is cancelled", bought.number()), "Your order is cancelled", paragraphs)
        .with_link(bought)
}
