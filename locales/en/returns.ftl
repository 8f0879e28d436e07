# Withdrawals and damage: the buyer’s two steps, and the cards of those who answer.

## The function on the order’s page

return-withdraw-link = Withdraw from contract here
return-damage-link = Something arrived damaged
return-period-until = You can withdraw until { $day }, the end of the day in UTC.
return-period-over = The withdrawal period ended on { $day }.
return-period-ahead = You can withdraw at any time until { $days } days after the last parcel has arrived.
return-not-trader = The seller is a private person: the right of withdrawal is one against traders.
return-receipt = { $name }; the receipt went to { $email }
return-due = Your money is due by { $day }; the seller may wait until the works are back.
return-withdrawal-announced = Withdrawn: { $works }. Please send it back.
return-withdrawal-received = Withdrawn: { $works }. It is back with the seller.
return-withdrawal-refunded = Withdrawn: { $works }. Your money goes back.
return-withdrawal-refused = The withdrawal was refused: { $works }.
return-damage-announced = Damaged: { $works }. The seller answers you.
return-damage-received = Damaged: { $works }. It is back with the seller.
return-damage-refunded = Damaged: { $works }. Money goes back to you.
return-damage-refused = No money was given for the damage: { $works }.

## The two steps

return-withdraw-title = Withdraw from order { $number }
return-withdraw-head = Withdraw from contract here
return-withdraw-about = You withdraw from what you bought from { $seller }. You need not say why. The next page shows what goes back to you; only there you confirm.
return-withdraw-button = Go on
return-confirm-head = Confirm the withdrawal
return-confirm-about = With this you withdraw from the contract with { $seller } for these works. The receipt is mailed to you at once.
return-confirm-button = Confirm withdrawal
return-back = Back to the order
return-lines = Which works?
return-choose = Choose { $title }
return-copies = How many copies of { $title }
return-name = Your name
return-email = E-mail address for the receipt
return-email-hint = The receipt says what you withdrew from, on what day and at what time.
return-statement = Anything else
return-amount = Goes back to you
return-amount-delivery = { $amount } of it is for delivery: the cheapest one that was on offer.
return-next-send = Please send the works back within 14 days. Your money follows within 14 days, once they are back.
return-next-paid = Nothing has left yet: your money goes back at once.
return-barred-given = was withdrawn from or given back already
return-barred-made = made to order: the right of withdrawal does not apply
return-barred-waiting = has not left yet
return-field-name = The name
return-field-email = The e-mail address
return-field-statement = The statement

## Damage

return-damage-title = Damage in order { $number }
return-damage-head = What arrived damaged?
return-damage-about = { $seller } answers you. Please keep the packaging and photographs of the damage.
return-damage-statement = What is damaged, and how
return-damage-button = Send

## Made to order

returns-made-to-order = made to order
returns-made-to-order-buying = Made to order: there is no right of withdrawal.

## The cards of seller and staff

returns-title = Returns
returns-by-status = Returns by status
returns-open = Waiting
returns-all = All
returns-none = Nothing comes back at the moment.
returns-more = More returns
returns-about-seller = Money for a withdrawal has to go back within 14 days; you may wait until the works are back.
returns-due = Money due by { $day }
returns-withdrawal-announced = Withdrawn
returns-withdrawal-received = Withdrawn, goods are back
returns-withdrawal-refunded = Withdrawn, refunded
returns-withdrawal-refused = Withdrawal refused
returns-damage-announced = Damaged
returns-damage-received = Damaged, goods are back
returns-damage-refunded = Damaged, refunded
returns-damage-refused = Damage refused
returns-received = The goods are back
returns-restock = Back to stock
returns-amount = A sum instead of the whole price, { $currency }
returns-refund = Give the money back
returns-refuse = Refuse
returns-refuse-button = Refuse it
returns-reason = Why; the buyer reads it
return-photo = A photograph of the damage
return-photo-send = Send the photograph
return-photos = Photographs sent: { $count }
returns-photo = Photograph { $number }
