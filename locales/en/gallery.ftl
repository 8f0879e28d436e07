# The gallery, artists, collections and wish lists.

gallery-opening = Works by living artists, sold as they hang
gallery-opening-words = Paintings, prints and photographs from the people who made them. Put a work into your cart and it is yours alone for ten minutes.
gallery-new = New
gallery-moving = Moving now
gallery-quoted = “{ $query }”
gallery-share-search = “{ $query }” at { $site }
gallery-share-summary = Original works and editions by living artists, with live availability.

## Filters

gallery-filter-works = Filter the works
gallery-filter = Filter
gallery-close = Close
gallery-available = Only what is free now
gallery-any = Any
gallery-more = More<1>: { $facet }</1>
gallery-price-in = Price in { $currency }
gallery-price-from = From
gallery-price-to = To
gallery-price-from-hint = from
gallery-price-to-hint = to
gallery-show = Show works
gallery-clear = Clear all
gallery-facet-medium = Medium
gallery-facet-style = Style
gallery-facet-subject = Subject
gallery-facet-colour = Colour
gallery-facet-size = Size
gallery-facet-edition = Edition
gallery-facet-artist = Artist
gallery-facet-price = Price
gallery-facet-seller = Seller
gallery-edition-unique = Unique
gallery-edition-limited = Limited edition
gallery-edition-open = Open edition
gallery-size-small = Small, under 40 cm
gallery-size-medium = Medium, 40 to 100 cm
gallery-size-large = Large, 100 to 160 cm
gallery-size-oversized = Oversized, from 160 cm
gallery-band-under = Under { $below }
gallery-band-between = { $from } to { $below }
gallery-band-over = { $from } and more
gallery-chips = Filters in force
gallery-chip = { $facet }: { $value }
gallery-chip-available = Free now
gallery-chip-from = From { $price }
gallery-chip-to = Up to { $price }
gallery-remove = <1>Remove </1>{ $filter }

## Colours of the filter

colour-black = Black
colour-white = White
colour-grey = Grey
colour-red = Red
colour-orange = Orange
colour-yellow = Yellow
colour-green = Green
colour-turquoise = Turquoise
colour-blue = Blue
colour-purple = Purple
colour-pink = Pink
colour-brown = Brown
colour-beige = Beige
colour-gold = Gold
colour-navy = Navy

## What was found

gallery-found = “{ $query }”: { $total }
gallery-sort-by = Sort by
gallery-sort = Sort
gallery-sort-relevance = Best match
gallery-sort-newest = Newest
gallery-sort-price-up = Price, low to high
gallery-sort-price-down = Price, high to low
gallery-sort-size = Size
gallery-sort-popular = Popular
gallery-meant = Did you mean <1>{ $words }</1>?
gallery-meant-shown = Nothing is called “{ $query }”. These are for <1>{ $words }</1>.
gallery-nothing-filtered = Nothing hangs here under these filters.
gallery-nothing-named = Nothing hangs here by that name.
gallery-see-all = See all works
gallery-more-works = More works

## An artist

gallery-artist-life = Born { $year }, { $country }
gallery-artist-born = Born { $year }
gallery-artist-none = No work hangs at the moment.
gallery-artist-summary = Works by { $artist }: originals and editions, with live availability.

## A collection

gallery-collection-none = None of its works hangs at the moment.

## A wish list

gallery-wishes = Your wish list
gallery-wishes-none = Nothing on it yet.
gallery-wishes-how = A heart beside a work puts it here, with its dot as it changes. <1>Go and look around</1>
gallery-wishes-total = { $total }. A dot that opens means that a work is free: this page shows it at once.
gallery-wishes-add = Add to cart<1>: { $title }</1>
gallery-wishes-choose = Choose an edition<1> of { $title }</1>
gallery-wishes-earlier = Earlier wishes
