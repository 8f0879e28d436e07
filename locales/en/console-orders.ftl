# The console's orders: the list, one of them, and its refund.

## The list

console-orders-lanes = Orders by state
console-orders-lane-all = All
console-orders-lane-to_pay = To pay
console-orders-lane-to_ship = To ship
console-orders-lane-shipped = Shipped
console-orders-lane-done = Done
console-orders-lane-ended = Cancelled or expired
console-orders-lane-refunded = Refunds
console-orders-none-all = No orders yet. They appear here the moment they are placed.
console-orders-none-to_pay = Nobody has yet to pay.
console-orders-none-to_ship = Everything that is paid has left.
console-orders-none-shipped = Nothing is on its way.
console-orders-none-done = Nothing has arrived yet.
console-orders-none-ended = No order was called off or ran out.
console-orders-none-refunded = No money went back.
console-orders-none-like-that = No order is like that.
console-orders-q = Number or e-mail
console-orders-from = From
console-orders-until = Until
console-orders-first-day = The first day
console-orders-last-day = The last day
console-orders-search = The search
console-orders-table = Table of orders
console-orders-order = Order
console-orders-placed = Placed
console-orders-buyer = Buyer
console-orders-status = Status
console-orders-payment = Payment
console-orders-delivery = Delivery
console-orders-total = Total
console-orders-earlier = Earlier orders

## The statuses of an order, its payment and its delivery

console-order-status-open = open
console-order-status-completed = completed
console-order-status-cancelled = cancelled
console-order-status-expired = expired
console-order-status-pending = pending
console-order-status-requires_action = requires action
console-order-status-succeeded = succeeded
console-order-status-paid = paid
console-order-status-partially_refunded = partially refunded
console-order-status-refunded = refunded
console-order-status-disputed = disputed
console-order-status-failed = failed
console-order-status-unfulfilled = unfulfilled
console-order-status-partially_shipped = partially shipped
console-order-status-shipped = shipped
console-order-status-delivered = delivered
console-order-status-returned = returned

## One order

console-order-title = Order { $number }
console-order-part = From { $seller }
console-order-delivery = Delivery: { $delivery }
console-order-commission = Commission: { $amount }
console-order-slip = Packing slip of { $seller } (PDF)
console-order-refunded = { $count } refunded
console-order-restocked = { $count } back in stock
console-order-cancel = Call the order off
console-order-cancel-more = The works go back on the wall; what was paid and not given back goes back to the buyer.
console-order-cancel-do = Call it off
console-order-invoiced = Invoiced to
console-order-account = Account { $id }
console-order-visitor = Visitor { $id }
console-order-sum = Sum
console-order-payments = Payments
console-order-paid-by = { $provider }: { $status }
console-order-declined = { $provider }: { $status } ({ $code })
console-order-provider-test = Test payment
console-order-provider-stripe = Card (Stripe)
console-order-ask = Ask the provider again
console-order-refunds = Refunds
console-order-refund-pending = On its way back
console-order-refund-done = Given back
console-order-documents = Documents
console-order-jobs = Jobs
console-order-timeline = What happened

## The form of a refund

console-refund = Refund
console-refund-left = Up to { $left } can still be given back. You see every amount before anything happens.
console-refund-works = Works
console-refund-line = { $detail }, { $price }, { $goods }
console-refund-line-each = { $detail }, { $price } each, { $goods }
console-refund-not-sent = not sent yet
console-refund-came-back = came back
console-refund-has-left = has left
console-refund-how-many = How many of { $left }
console-refund-delivery-too = Delivery as well, { $price }
console-refund-restock = What has not been sent goes back to stock
console-refund-reason-more = For the audit log; the buyer does not see it
console-refund-preview-lines = Preview these works
console-refund-preview-rest = Preview everything that is left
console-refund-sum = A sum instead
console-refund-sum-in = Sum in { $currency }
console-refund-sum-more = Taken from everything that is left in proportion; nothing goes back to stock
console-refund-preview-sum = Preview the sum
console-refund-field-lines = The number of copies
console-refund-field-amount = The sum
console-refund-field-reason = The reason
console-refund-field-restock = Back to stock:
console-refund-no-amount = The sum must be an amount, such as 25 or 25.50.
console-refund-no-number = The number of copies must be a number.

## The preview of a refund

console-refund-title = Refund of { $number }
console-refund-head = Refund { $total }
console-refund-to = To { $email } through { $provider }. Nothing has happened yet.
console-refund-amounts = Amounts
console-refund-amounts-table = Amounts line by line
console-refund-what = What
console-refund-copies = How many
console-refund-tax = VAT included
console-refund-amount = Amount
console-refund-reduction = Reduction
console-refund-tax-at = VAT included, { $rate }
console-refund-delivery = Delivery
console-refund-goes-back = Goes back
console-refund-then = And then
console-refund-none-restocked = Nothing goes back to stock.
console-refund-restocked = Back to stock: { $copies }
console-refund-restocked-of = { $title }: { $copies }
console-refund-note = Credit note of { $seller }: { $amount }
console-refund-left-after = { $left } can still be given back afterwards.
console-refund-reason = Reason: { $reason }
console-refund-do = Give { $total } back
console-refund-change = Change it
