# What stands around every page, and the parts that pages share.

frame-skip = Skip to the content
frame-demo-label = Demonstration
frame-demo = Demonstration gallery: payments are tests, nothing is charged and nothing is shipped. <1>See it live</1> or <2>read its mails</2>
frame-main = Main
frame-works = Works
frame-wish-list = Wish list
frame-studio = Studio
frame-console = Console
frame-search-for = Search works and artists
frame-search = Search
frame-sign-in = Sign in
frame-sign-out = Sign out
frame-cart = Cart
frame-about = Works by living artists, sold as they hang. What a dot says is true at this moment: it changes while you look.
frame-dots = What the dots mean
frame-dot-free = free
frame-dot-reserved = reserved
frame-dot-sold = sold
frame-further = Further
frame-languages = Language
frame-all-works = All works
frame-sell = Sell your work
frame-orders = Your orders
frame-find-order = Find an order
frame-no-picture = No picture yet
frame-optional = optional
frame-held-until = held until <1/>
frame-errors = Please look at these points again:

## The edition map

map-type = A number from 1 to { $total }, if you wish for a certain one
map-too-many = { $total } copies: too many to draw.
map-numbers = Numbers of { $edition }
map-copies = Copies of { $edition }
map-legend = What the squares mean

## Hearts

heart-wish = Wish for { $title }

## Delivery

frame-delivery-standard = Standard, insured
frame-delivery-express = Express, insured
frame-leaves-by = Leaves by { $day }
frame-leaves-late = Should have left by { $day }
frame-ready-by = Ready to collect by { $day }
frame-ready-late = Should have been ready by { $day }

## Addresses

address-name = Full name
address-line1 = Street and number
address-line2 = Flat, floor or company
address-postal-code = Postal code
address-city = Town
address-region = State or province
address-country = Country
