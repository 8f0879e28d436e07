//! The receipt of a withdrawal or of a report of damage: what was said, and when.

use impasto_domain::returns::{Return, ReturnKind, ReturnStatus};

use super::super::sheet::Sheet;
use super::parts::{Bought, House, moment};
use crate::words::t;

pub(in super::super) fn return_announced(house: &House<'_>, bought: &Bought<'_>, back: &Return) -> Sheet {
    let part = bought.order.seller_orders.iter().find(|part| part.id == back.seller_order_id);
    let seller = part.map(|part| part.seller_name.clone()).unwrap_or_default();
    let works = super::return_works(bought.order, back);
    let (subject, heading, said) = match back.kind {
        ReturnKind::Withdrawal => {
            ("mail-return-withdrawn-subject", "mail-return-withdrawn", "mail-return-withdrawn-said")
        }
        ReturnKind::Damage => ("mail-return-damage-subject", "mail-return-damage", "mail-return-damage-said"),
    };
    let said = t(said)
        .with("at", moment(back.created_at))
        .with("number", bought.number())
        .with("seller", seller)
        .with("works", works);
    let who = t("mail-return-who").with("name", &back.name).with("email", &back.email);
    let mut paragraphs = vec![said.to_string(), who.to_string()];
    if !back.statement.is_empty() {
        paragraphs.push(t("mail-return-statement").with("statement", &back.statement).into());
    }
    let next = match (back.kind, back.status) {
        (ReturnKind::Withdrawal, ReturnStatus::Refunded) => t("mail-return-next-paid").to_string(),
        (ReturnKind::Withdrawal, _) => t("mail-return-next-send").with("until", moment(back.refund_due_at)).to_string(),
        (ReturnKind::Damage, _) => t("mail-return-next-damage").to_string(),
    };
    paragraphs.push(next);
    house.sheet(t(subject).with("number", bought.number()), t(heading), paragraphs).with_link(bought)
}
