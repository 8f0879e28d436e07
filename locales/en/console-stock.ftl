# The console's stock: the inventory, and who keeps what until when.

## The inventory

console-stock-q = Title or artist
console-stock-seller = Seller
console-stock-kind = Kind
console-stock-copies = Copies
console-stock-kind-any = Any kind
console-stock-kind-unique = Unique works
console-stock-kind-limited = Limited editions
console-stock-kind-open = Open editions
console-stock-state-any = Any state
console-stock-state-free = Some free
console-stock-state-held = Some held
console-stock-state-sold_out = Sold out
console-stock-state-withdrawn = Some withdrawn
console-stock-none = No edition is like that.
console-stock-table = Table of the inventory
console-stock-edition = Edition
console-stock-price = Price
console-stock-state = State
console-stock-free = Free
console-stock-held = Held
console-stock-sold = Sold
console-stock-withdrawn = Withdrawn
console-stock-total = Total
console-stock-adjust = Adjust
console-stock-delta = Copies, plus or minus
console-stock-by-copy = Copy by copy
console-stock-copies-of = Copies of { $title }, { $edition }
console-stock-on-page = The squares are on the work’s page
console-stock-more = More editions
console-stock-is-open = open edition
console-stock-is-limited = edition of { $size }
console-stock-is-limited-proofs = edition of { $size } and { $proofs }

## Holds

console-holds-unknown = There is no such edition; these are all holds.
console-holds-only = { $edition } only. <1>All holds</1>
console-holds-this-edition = This edition
console-holds-edition = this edition
console-holds-none = Nobody holds anything.
console-holds-none-more = What is in a cart is held for a while and stands here with its deadline.
console-holds-table = Table of holds
console-holds-work = Work
console-holds-copies = Copies
console-holds-for = Held for
console-holds-since = Since
console-holds-until = Until
console-holds-order = Order
console-holds-do = Do
console-holds-its-only = its holds only
console-holds-its-order = Its order
console-holds-let-go = Let go
console-holds-more = More holds
