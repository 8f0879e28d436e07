# An order: its page, and what lists, console and studio say of it.

order-title = Order { $number }
order-placed-line = Order { $number }, <1>{ $date }</1>
order-way = The way of the order
order-kept = Your copy is kept
order-your-works = Your works:
order-ask-again = Ask again
order-nothing-happened = Nothing happened at your bank? <1>Go back to the payment</1>
order-authorize = Your bank wants a word
order-authorize-about = In a live gallery you would now confirm the payment in your bank’s app. Here this button does it.
order-authorize-button = Authorise test payment
order-redirect = Continue with the payment
order-redirect-about = The payment goes on at the provider’s own page.
order-redirect-button = Go to the payment page
order-card-title = Pay by card
order-card-about = What you enter goes straight to Stripe, who carry the payment out; this house never sees it.
order-card-sum = To pay: { $total }
order-card-pay = Pay now
order-card-away = The fields for the card did not load. Scripts of js.stripe.com are needed for them; you can also pay another way.
order-card-otherwise = Back to the order, or pay another way
order-pay-otherwise = Pay another way
order-pay-again = Try the payment again
order-payment-way = Way to pay
order-pay-now = Pay now
order-claim = Keep it in your account
order-claim-about = This order was placed without an account, with your address. Take it in, and it stands with your other orders.
order-claim-button = Add to my account
order-claim-prove = This order was placed without an account, with your address. Confirm the address first: <1>your profile</1> has the button.
order-from = From { $seller }
order-delivery = Delivery: { $method }, { $price }
order-delivery-free = Delivery: { $method }, free
order-sum = Sum
order-payment = Payment
order-documents = Documents
order-being-made = being made…
order-certificate-page = See its page<1>: { $name }</1>
order-delivered-to = Delivered to
order-invoiced-to = Invoiced to
order-happened = What happened
order-cancel = Cancel this order
order-cancel-about = The works go back on the wall, and what you paid is refunded.
order-cancel-button = Yes, cancel the order
order-not-yours = This order belongs to somebody else; use the console’s own calls.

## The fields of the search for an order

order-field-number = The number
order-field-email = The e-mail address

## Where it stands

order-stands-confirming = Confirming your payment
order-stands-confirming-about = Your copy is kept. The provider is being asked; this page shows its answer at once. You need not pay again.
order-stands-goes-back = Too late, and your money comes back
order-stands-goes-back-about = Your payment arrived when the works were no longer held for you. All of it is on its way back to you; you need do nothing.
order-stands-late = Thank you, it is yours
order-stands-late-about = Your payment came after the hold had ended, but the works were still there: they are yours. The seller packs them, and you hear from us when they leave.
order-stands-cancelled-refunded = Cancelled
order-stands-cancelled-refunded-about = The order is cancelled, and what you paid went back to you.
order-stands-cancelled-paid = Cancelled
order-stands-cancelled-paid-about = The order is cancelled. What you paid is on its way back to you.
order-stands-cancelled = Cancelled
order-stands-cancelled-about = The order is cancelled. Nothing was charged.
order-stands-too-late = Too late
order-stands-too-late-about = Your payment came after the works had gone to somebody else, so it went back to you.
order-stands-expired = This order has run out
order-stands-expired-about = It was not paid in time, so the works are free for others again. Nothing was charged.
order-stands-refunded = Refunded
order-stands-refunded-about = What you paid went back to you.
order-stands-partly-refunded = Partly refunded
order-stands-partly-refunded-about = A part of what you paid went back to you.
order-stands-disputed = Under dispute
order-stands-disputed-about = Your bank has taken the payment back; the gallery will write to you.
order-stands-requires-action = One more step
order-stands-requires-action-about = Your bank wants you to confirm the payment.
order-stands-declined = The payment was declined
order-stands-declined-about = Nothing was charged, and your works are still held for you.
order-stands-pending = We are waiting for the payment
order-stands-pending-about = Your works are held until the provider answers. You need not stay: this page shows it at once.
order-stands-returned = Returned
order-stands-returned-about = The works came back to the seller.
order-stands-complete = Complete
order-stands-complete-about = The works have arrived. We hope that you enjoy them.
order-stands-delivered = Delivered
order-stands-delivered-about = The works have arrived. We hope that you enjoy them.
order-stands-shipped = On its way
order-stands-shipped-about = Your works have left the seller.
order-stands-ready = Ready to be collected
order-stands-ready-about = Your works wait for you at the seller’s.
order-stands-partly-shipped = Partly on its way
order-stands-partly-shipped-about = Some of your works have left; the others follow.
order-stands-paid = Thank you, it is yours
order-stands-paid-about = The payment went through. The seller packs your works, and you hear from us when they leave.

## The same in a list

order-short-cancelled = Cancelled
order-short-expired = Not paid in time
order-short-refunded = Refunded
order-short-partly-refunded = Partly refunded
order-short-disputed = Under dispute
order-short-pending = Waiting for the payment
order-short-requires-action = Waiting for you to confirm the payment
order-short-declined = Payment declined
order-short-paid = Paid, being packed
order-short-partly-shipped = Paid, partly on its way
order-short-shipped = Paid, on its way
order-short-ready = Paid, ready to be collected
order-short-delivered = Delivered
order-short-returned = Returned

## Its stations

order-step-placed = Placed
order-step-paid = Paid
order-step-shipped = Shipped
order-step-delivered = Delivered
order-step-cancelled = Cancelled
order-step-expired = Not paid in time
order-step-done = done
order-step-current = now
order-step-ahead = to come
order-step-failed = ended here

## Attempts to pay

order-pay-pending = Waiting for the provider
order-pay-requires-action = Waiting for your confirmation
order-pay-goes-back = Paid, going back to you
order-pay-partly-refunded = Paid, partly refunded
order-pay-succeeded = Paid
order-pay-refunded = Refunded
order-pay-called-off = Called off
order-pay-reason = Declined: { $reason }
order-pay-declined = Declined

## Why a payment was declined, after “Declined:”

order-decline-bank = the bank gave no reason
order-decline-funds = not enough money on the account
order-decline-expired = the card has expired
order-decline-number = the card’s number is not right
order-decline-cvc = the security code is not right
order-decline-expiry = the card’s date is not right
order-decline-authentication = it was not confirmed
order-decline-unsupported = the card does not allow it
order-decline-limit = the card’s limit is reached
order-decline-again = the bank could not be reached

## What the buyer can do about it

order-advice-bank = Your bank gave no reason: try another card, or ask the bank.
order-advice-funds = There is not enough money on the account: take another card, or try again once there is.
order-advice-expired = The card has expired: take another one.
order-advice-number = The card’s number is not right: check it and try again.
order-advice-cvc = The card’s security code is not right: check it and try again.
order-advice-expiry = The card’s date of expiry is not right: check it and try again.
order-advice-authentication = The payment was not confirmed: try again and confirm it in your bank’s app, or take another card.
order-advice-unsupported = This card cannot be used for the payment: take another one, or ask your bank.
order-advice-limit = The card’s limit is reached: take another card, or ask your bank to raise it.
order-advice-again = Your bank could not be reached: please try again in a few minutes.
order-advice-other = Please try again, or pay another way; if it happens again, ask your bank.

## Parcels

order-parcel-packed = Packed, goes with { $carrier }
order-parcel-in-transit = On its way with { $carrier }
order-parcel-delivered = Delivered by { $carrier }
order-parcel-exception = { $carrier } has trouble with the parcel
order-parcel-returned = Came back with { $carrier }
order-parcel-ready = Ready to be collected
order-parcel-collected = Collected
order-pickup-head = Where to collect

## What happened

order-event-placed = Placed
order-event-payment-started = A payment was begun
order-event-requires-action = The bank asked for confirmation
order-event-declined = The payment was declined
order-event-declined-reason = The payment was declined: { $reason }
order-event-called-off = The payment was called off
order-event-paid = Paid
order-event-paid-late = Paid late; the works were still there
order-event-goes-back = The payment came too late and goes back
order-event-cancelled = Cancelled
order-event-expired = Not paid in time
order-event-refund = A refund was begun
order-event-refunded = Refunded
order-event-dispute-opened = The bank took the payment back
order-event-dispute-won = The dispute was decided for the gallery
order-event-dispute-lost = The dispute was decided for the buyer
order-event-dispute-told = The end of a dispute was announced
order-event-shipped = Shipped
order-event-shipped-works = Shipped: { $works }
order-event-ready = Ready to be collected
order-event-collected = Collected
order-event-delivered = Delivered
order-event-delivered-works = Delivered: { $works }
order-event-exception = The carrier has trouble with a parcel
order-event-exception-works = The carrier has trouble with a parcel: { $works }
order-event-returned = A parcel came back to the seller
order-event-returned-works = Came back to the seller: { $works }
order-event-withdrawn = Withdrawn from: { $works }
order-event-damage = Reported as damaged: { $works }
order-event-return-received = Back with the seller: { $works }
order-event-return-refunded = The return was accepted: { $works }
order-event-return-refused = The return was refused: { $works }
order-event-completed = Completed

## Documents

order-document-invoice = Invoice { $number }
order-document-credit-note = Credit note { $number }
order-document-certificate = Certificate of authenticity { $number }
order-document-packing-slip = Packing slip { $number }
order-document-statement = Statement { $number }
