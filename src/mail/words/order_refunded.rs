//! Money went back.

use impasto_domain::order::OrderStatus;

use super::super::sheet::Sheet;
use super::parts::{Bought, House};

pub(in super::super) fn order_refunded(house: &House<'_>, bought: &Bought<'_>, amount_minor: i64) -> Sheet {
    let amount = bought.money(amount_minor);
    let why = if bought.order.head.status == OrderStatus::Expired {
        "It came after the works had gone to somebody else; we are sorry.".to_owned()
    } else {
        "Where it was a card, your bank may take some days to show it.".to_owned()
    };
    let paragraphs = vec![format!("We have sent {amount} of order {} back to you.", bought.number()), why];
    house
        .sheet(
            format!("{amount} of order {} is on its way back", bought.number()),
            "Your money is on its way back",
            paragraphs,
        )
        .with_link(bought)
}
