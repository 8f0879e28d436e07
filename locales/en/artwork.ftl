# A work: its page, and what is said of works and editions wherever they stand.

work-by = { $title } by { $artist }
work-summary = { $title } by { $artist }. { $known }
work-price-from = from { $price }
work-size-both = { $size } ({ $inches })
work-mean = { $mean } of 5, { $reviews }

## Editions

work-edition-unique = Original
work-edition-limited = Limited edition
work-edition-open = Open edition
work-edition-of = Edition of { $size }
work-edition-of-proofs = Edition of { $size } and { $proofs }

## The pictures

work-picture-first = The picture in full size
work-picture-further = Picture { $number } in full size

## What can be bought

work-own-one = It is held for you.
work-own-many = { $count } are held for you.
work-own-copy = { $copy } is held for you.
work-own-copies = { $copies } and { $last } are held for you.
work-to-cart = To the cart
work-choose = Choose an edition
work-opens = From { $moment }
work-returns = Held by another collector, free again at <1/> at the latest
work-choose-number = Choose your number<1>: { $edition }</1>
work-copy-by-copy = The edition, copy by copy<1>: { $edition }</1>
work-copies = Copies
work-add = Add to cart
work-buy = Buy
work-sign-in = <1>Sign in to put it on a wish list</1>, and see there when it is free again.
work-sold-by = Sold by <1>{ $seller }</1>
work-tax-included = VAT included
work-tax-margin = Margin scheme, no VAT shown
work-tax-small-business = No VAT charged (small business)
work-closed-sales = Sales are paused for the moment. What lies in a cart can still be bought.
work-closed-paused = The artist has paused the sale of this work.
work-closed-draft = A preview: this draft is visible to you only.
work-closed-in-review = A preview: the work waits for the gallery’s approval.
work-closed-rejected = A preview: the gallery has sent this work back.
work-closed-archived = A preview: this work no longer hangs.

## Its story

work-about = About the work
work-details = Details
work-condition = Condition
work-signature = Signature
work-signed = Signed by the artist
work-frame = Frame
work-framed = Sold framed
work-style = Style
work-subject = Subject
work-rating = Rating
work-scale = How large it is
work-scale-words = Drawn to scale: the work, { $size }, beside a person of 170 cm.
work-provenance = Provenance
work-palette = Palette

## Delivery

work-delivery = Delivery
work-sent-from = Sent from { $country } to
work-country = Choose a country
work-country-show = Show
work-not-sent = Cannot be sent to { $country }.
work-offer = { $name }: { $price }, { $days }
work-offer-free = free
work-days = { $most } working days
work-days-span = { $least } to { $most } working days

## Reviews

work-reviews = Reviews
work-review-rating = { $rating } of 5,
work-reviews-more = And { $count } earlier ones.
work-review-write = You bought it: write a review
work-rating-5 = 5, wonderful
work-rating-4 = 4, good
work-rating-3 = 3, as expected
work-rating-2 = 2, less than expected
work-rating-1 = 1, poor
work-review-words = Your words
work-review-send = Send the review

## Works like it

work-similar = Works like it
work-similar-artist = By the same artist
work-similar-style = In the same style
work-similar-subject = Of the same subject
work-similar-colours = In similar colours
work-similar-medium = In the same medium
work-similar-price = At a similar price
