//! What comes back has arrived with the seller, or the seller said no.

use impasto_domain::returns::{Return, ReturnStatus};

use super::super::sheet::Sheet;
use super::parts::{Bought, House};
use crate::words::t;

pub(in super::super) fn return_answered(house: &House<'_>, bought: &Bought<'_>, back: &Return) -> Sheet {
    let is_refused = back.status == ReturnStatus::Refused;
    let works = super::return_works(bought.order, back);
    let (subject, heading, said) = if is_refused {
        ("mail-return-refused-subject", "mail-return-refused", "mail-return-refused-said")
    } else {
        ("mail-return-received-subject", "mail-return-received", "mail-return-received-said")
    };
    let mut paragraphs = vec![t(said).with("number", bought.number()).with("works", works).to_string()];
    match back.answer.as_deref().filter(|_| is_refused) {
        Some(reason) => paragraphs.push(t("mail-return-refused-why").with("reason", reason).into()),
        None => paragraphs.push(t("mail-return-received-next").into()),
    }
    house.sheet(t(subject).with("number", bought.number()), t(heading), paragraphs).with_link(bought)
}
