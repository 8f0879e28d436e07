//! Money to sellers by Connect: separate transfers from the house's balance to their connected accounts.

use impasto_domain::ports::PortFuture;
use impasto_domain::ports::transfers::{TransferAnswer, TransferOrder, Transfers};

use super::api::Word;
use super::form::Form;
use super::{StripePayments, amount};
use crate::wire::is_name;

/// Why a payout has failed whose money came back.
pub(super) const RETURNED: &str = "transfer_reversed";

impl Transfers for StripePayments {
    fn name(&self) -> &'static str {
        "stripe"
    }

    fn send<'a>(&'a self, order: &'a TransferOrder) -> PortFuture<'a, TransferAnswer> {
        Box::pin(self.transfer(order))
    }
}

impl StripePayments {
    async fn transfer(&self, order: &TransferOrder) -> TransferAnswer {
        let refused = |code: &str| TransferAnswer::Refused { code: code.to_owned() };
        if !order.account.starts_with("acct_") || !is_name(&order.account) {
            return refused("no_stripe_account");
        }
        let Some(sum) = amount::written(order.amount).filter(|sum| *sum > 0) else { return refused("invalid_amount") };
        let payout = order.payout_id.to_string();
        // Stripe forgets keys after a day, and a payout may be tried for longer: what was sent says so itself.
        match self.api.transfers(&payout).await {
            Word::Yes(sent) => {
                if let Some(transfer) = sent.data.into_iter().next() {
                    // It was sent, and has come back before anybody noted that: nothing more goes out under this name.
                    if transfer.reversed {
                        return refused(RETURNED);
                    }
                    return TransferAnswer::Sent { reference: transfer.id };
                }
            }
            Word::No(mistake) => return TransferAnswer::Unknown { reason: mistake.name().to_owned() },
            Word::Unknown(reason) => return TransferAnswer::Unknown { reason },
        }
        let form = Form::default()
            .with("amount", sum)
            .with("currency", amount::code(order.amount.currency))
            .with("destination", &order.account)
            .with("transfer_group", &payout)
            .with("description", &order.statement)
            .with("metadata[payout_id]", &payout);
        match self.api.transfer(&form, &payout).await {
            Word::Yes(transfer) => TransferAnswer::Sent { reference: transfer.id },
            Word::No(mistake) => refused(mistake.name()),
            Word::Unknown(reason) => TransferAnswer::Unknown { reason },
        }
    }
}
