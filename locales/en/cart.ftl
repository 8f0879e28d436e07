# The cart, and the sums that checkout and order share with it.

cart-title = Cart
cart-head = Your cart
cart-empty = Nothing in it yet.
cart-look-around = Go and look around
cart-gone-work = A work that no longer hangs
cart-held = { $count ->
    [one] Held for you
   *[other] { $count } held for you
}
cart-copy-held = { $copy } is held for you
cart-extend = Five more minutes<1> for { $title }</1>
cart-lapsed = The hold ran out: it is free for others.
cart-lapsed-gone = The hold ran out, and it has gone to somebody else.
cart-rehold = Hold it again<1>: { $title }</1>
cart-rehold-all = Hold all { $count } again
cart-price-changed = Now { $now }; it was { $before } when you reserved it.
cart-missed = { $count ->
    [one] { $copies } has gone to another collector.
   *[other] { $copies } have gone to other collectors.
}
cart-missed-instead = { $count ->
    [one] { $copies } is held for you instead.
   *[other] { $copies } are held for you instead.
}
cart-copies-and = { $copies } and { $last }
cart-copies = Copies<1> of { $title }</1>
cart-update = Update<1> the copies of { $title }</1>
cart-remove = Remove<1> { $title }</1>
cart-blocked = Hold again or remove what has run out, then check out.
cart-onward = { $count ->
    [one] Continue with the other one
   *[other] Continue with the other { $count }
}
cart-check-out = Check out
cart-go-on = Go on looking

## The sums

cart-sum = Totals
cart-sum-works = Works
cart-sum-delivery = Delivery
cart-sum-vat = VAT included
cart-sum-total = Total
cart-sum-without-delivery = Total without delivery
cart-sum-at-checkout = at checkout
