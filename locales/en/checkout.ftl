# The checkout.

checkout-title = Checkout
checkout-contact = Contact
checkout-no-account = No account needed. <1>Sign in</1> if you have one.
checkout-email = E-mail
checkout-email-hint = The confirmation and the invoice go there.
checkout-address = Delivery address
checkout-billing-same = The invoice goes to the same address
checkout-billing-other = Another invoice address
checkout-billing-note = Used only when the box above is not ticked.
checkout-company = Buying for a company
checkout-vat-id = VAT number
checkout-delivery = Delivery
checkout-delivery-note = Choose the country above to see what delivery costs.
checkout-from = { $works } <1>from { $seller }</1>
checkout-update = Update delivery and totals
checkout-payment = Payment
checkout-payment-demo = This is a demonstration: choose how the payment should go. No card is asked for.
checkout-payment-way = Way to pay
checkout-place = Place the order
checkout-buy = Buy now and pay
checkout-terms = With this you order with an obligation to pay. Consumers in the EU may withdraw within 14 days of delivery.
checkout-order = Your order
checkout-your-works = Your works:
checkout-extend = Five more minutes
checkout-change-cart = Change the cart
checkout-free = free
checkout-days = { $count } working days
checkout-days-span = { $least } to { $most } working days
checkout-choose-country = choose the country

## What the form is told above its fields

checkout-total-changed = The total has changed; nothing was charged. Please look at it again before you order.
checkout-busy = The gallery is very busy, and the order could not be confirmed. Press the button again: the same order is never placed or charged twice.
checkout-no-payments = This gallery takes no payments at the moment, so nothing can be ordered.

## The fields in a sentence

checkout-field-name = The name
checkout-field-line1 = Street and number
checkout-field-line2 = The second line
checkout-field-postal-code = The postal code
checkout-field-city = The town
checkout-field-region = State or province
checkout-field-country = The country
checkout-field-email = The e-mail address
checkout-field-delivery = The delivery
checkout-field-vat-id = The VAT number
checkout-field-payment = The way to pay

## The ways to pay for a test

checkout-test-ok = Test card that succeeds
checkout-test-ok-more = The payment is confirmed at once.
checkout-test-3ds = Test card that asks to be authorised
checkout-test-3ds-more = The order waits until you press “Authorise” on the next page, as a bank’s app would ask you.
checkout-test-declined = Test card that is declined
checkout-test-declined-more = Nothing is paid; your works stay held and you can try another card.
checkout-test-late = Test bank transfer
checkout-test-late-more = Confirmed ten seconds later, while you watch.
checkout-test-lost = Test card whose answer is lost
checkout-test-lost-more = The provider never answers; the order stays pending until its hold ends.
checkout-stripe = Card, wallet or bank
checkout-stripe-more = You pay on Stripe’s own page and come back here. What is on offer there depends on your country.
checkout-stripe-card = Card on this site
checkout-stripe-card-more = You stay here; what you enter goes straight to Stripe.
checkout-paypal-more = You approve the payment on PayPal’s own page and come back here.
