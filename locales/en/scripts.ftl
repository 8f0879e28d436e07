# What only scripts say. Goes into web/static/js/words/ (node web/tools/words.mjs).

scripts-about = { $what }: { $words }
scripts-moment = One moment…
scripts-failed = That did not work ({ $status }).
scripts-broke = The connection broke.
scripts-broke-unchanged = The connection broke. Nothing was changed; please try again.
scripts-broke-unsaved = The connection broke. Nothing was saved; please try again.

## Live updates

scripts-paused = Live updates paused, reconnecting…
scripts-detour = This network blocks live connections: updates come by a detour and may be a moment late.

## A work

scripts-others-looking = { $count ->
    [one] 1 other person is looking at it now
   *[other] { $count } others are looking at it now
}
scripts-price-now = { $edition }: the price is now { $price }
scripts-note-free = In your cart it is held for you for ten minutes.
scripts-note-own = It is in your cart.
scripts-note-reserved = Reserved for somebody at the moment. It may come back: this page shows it at once.
scripts-note-sold = It has found its owner.
scripts-note-gone = It is not on sale at the moment.
scripts-add-copies = Add { $copies } to cart
scripts-add-count = Add { $count } chosen copies to cart
scripts-copies-lost = { $copies }: held by another collector now. Choose another number.
scripts-wished = It is on your wish list.
scripts-unwished = It is off your wish list.
scripts-free-again = { $title } is free again.

## Looking closely

scripts-viewer = The picture, to look closely
scripts-zoom-out = Zoom out
scripts-zoom-in = Zoom in
scripts-previous-picture = Previous picture
scripts-next-picture = Next picture
scripts-close = Close
scripts-picture-of = Picture { $number } of { $total }

## Holds and the checkout

scripts-time-left = { $clock } left
scripts-time-up = time is up
scripts-one-minute = One minute is left of your hold.
scripts-two-minutes = Two minutes are left of your hold.
scripts-ends = Your hold ends in two minutes.
scripts-ends-said = Your hold ends in two minutes. A button before the page’s content gives you five more.
scripts-more-minutes = 5 more minutes
scripts-not-now = Not now
scripts-extended = You have five more minutes.
scripts-not-extended = The hold could not be extended again.
scripts-lapsing = A hold in your cart ends in one minute. You can extend it once.
scripts-lapsed = A hold in your cart has run out.
scripts-repriced = Delivery and totals are up to date. { $total }

## Finding

scripts-more-works = { $count ->
    [one] One more work
   *[other] { $count } more works
}
scripts-suggestions = Suggestions
scripts-suggested-artists = Artists
scripts-suggested-works = Works
scripts-suggested-words = Search for
scripts-suggestions-count = { $count ->
    [one] One suggestion
   *[other] { $count } suggestions
}

## The studio

scripts-a-work = a work
scripts-feed-sale = Sold: { $work }
scripts-feed-hold = Put on hold: { $work }
scripts-feed-wishlist = Wished for: { $work }
scripts-feed-review = Reviewed: { $work }
scripts-feed-on = Go on
scripts-sound-on = Sound is on
scripts-to-pack = A new order to pack: { $number }
scripts-looking-now = { $count } looking now
scripts-on-wishlists = { $count ->
    [one] On 1 wishlist
   *[other] On { $count } wishlists
}

## Pictures and forms

scripts-mistakes = { $count ->
    [one] One entry is not right yet. Nothing was sent.
   *[other] { $count } entries are not right yet. Nothing was sent.
}
scripts-sending = Sending… { $percent } %
scripts-sending-file = Sending { $name }
scripts-sending-work = Sending the work
scripts-sending-table = Sending the table
scripts-reading-pictures = Looking at the pictures…
scripts-reading-lines = Working through the lines…
scripts-import-broke = The connection broke. What had arrived whole may have been made: please look at your works before you send it again.
scripts-most-pictures = A work has at most { $count } pictures.
scripts-too-large = This file is larger than the gallery takes.
scripts-name-too-large = { $name } is larger than the gallery takes.
scripts-hangs = { $name } hangs
scripts-not-sent = { $name } was not sent: { $problem }
scripts-try-again = Try again
scripts-picture-gone = The picture is taken away
scripts-picture-moved = The picture stands at place { $place } now
scripts-saved = Saved
scripts-preview = Preview of { $name }
scripts-edition-row = Edition { $number }
scripts-edition-added = Edition { $number } added

## The console

scripts-find = Find anything
scripts-find-what = An order, a work, somebody, a room
scripts-found = Found
scripts-found-nothing = Nothing begins with that.
scripts-found-rooms = Rooms
scripts-found-orders = Orders
scripts-found-works = Works
scripts-found-people = People
scripts-found-sellers = Sellers
scripts-order-moved = Order { $number }: { $words }
scripts-payment-pending = pending
scripts-payment-requires_action = requires action
scripts-payment-paid = paid
scripts-payment-partially_refunded = partially refunded
scripts-payment-refunded = refunded
scripts-payment-disputed = disputed
scripts-payment-failed = failed
scripts-fulfilment-unfulfilled = unfulfilled
scripts-fulfilment-partially_shipped = partially shipped
scripts-fulfilment-shipped = shipped
scripts-fulfilment-delivered = delivered
scripts-fulfilment-returned = returned
scripts-reviewing = { $count ->
    [one] { $names } is looking at this work, too.
   *[other] { $names } are looking at this work, too.
}
scripts-adjust = Adjust
scripts-adjust-by = Copies, plus or minus
scripts-adjust-reason = Reason
scripts-adjusted = Done.
scripts-adjust-unknown = No answer. Look at the figures before you try again.
scripts-edition-unique = Original
scripts-edition-limited = Limited edition
scripts-edition-open = Open edition
scripts-kind-open = open edition
scripts-kind-limited = edition of { $size }
scripts-kind-limited-proofs = edition of { $size } and { $proofs }

## The demonstration

scripts-crowd-hanging = The edition is being hung.
scripts-crowd-gathering = The crowd gathers.
scripts-crowd-buying = They hold and pay.
scripts-crowd-checking = The checker reads the database.
scripts-crowd-away = The server could not be reached.
scripts-crowd-still = { $email } could not sign in, so its room stays still.
scripts-squares = { $sold } sold, { $held } reserved, { $free } free
