# The studio: its first page, orders, what was sold elsewhere, and who sells.

## The rooms

studio-room-today = Today
studio-room-works = Works
studio-room-orders = Orders
studio-room-returns = Returns
studio-room-sold = Sold elsewhere
studio-room-payouts = Payouts
studio-room-import = Import
studio-room-shipping = Shipping
studio-room-seller = Seller

## Today

studio-figure-sales = Sales today
studio-figure-amount = Taken today
studio-figure-held = On hold now
studio-figure-wishlisted = On wishlists
studio-figure-late = Late to leave
studio-sold = Sold: { $what }
studio-feed = As it happens
studio-feed-sound = Sound is off
studio-feed-pause = Pause the feed
studio-feed-none = No sales yet. They appear here the moment they happen.

## The chart of the day

studio-chart-today = today
studio-chart-before = the same day last week
studio-chart-table = The same as a table
studio-chart-taken = Taken
studio-chart-column-before = Last week
studio-chart-column-today = Today
studio-chart-by = By { $hour }:00
studio-chart-nothing = Nothing was sold today, nor on the same day of last week.
studio-chart-sum = { $today } so far today; by this time on the same day of last week it was { $then }, and { $before } by its end.

## Before the first sale

studio-checklist = Before your first sale
studio-checklist-done = { $done } of { $total } done.
studio-step-done = done
studio-step-to-do = to do
studio-step-profile = Your profile
studio-step-profile-why = A few words about the artist, for the page of your works.
studio-step-law = Who sells, in law
studio-step-law-why = Your legal name, and whether you sell as a trader: buyers are told.
studio-step-tax = Tax
studio-step-tax-why = A VAT number or a tax number, as it stands on invoices.
studio-step-address = Where parcels leave
studio-step-address-why = The address that delivery is priced from, and that stands on invoices.
studio-step-work = Your first work
studio-step-work-shown = It is handed in.
studio-step-work-there = It is there; hand it in when nothing is missing.
studio-step-work-none = A title is enough to begin.
studio-checklist-waiting = The gallery has yet to verify you: drafts can be made, and hang after that.

## Orders

studio-orders-by = Orders by state
studio-orders-all = All
studio-orders-none-to-pack = Nothing waits to be packed.
studio-orders-none = No orders yet.
studio-orders-appear = They appear here the moment they are paid.
studio-orders-more = More orders
studio-pack-called-off = Called off
studio-pack-to-pack = To pack
studio-pack-on-hold = On hold
studio-pack-partly-sent = Partly sent
studio-pack-sent = Sent
studio-pack-arrived = Arrived
studio-pack-came-back = Came back
studio-pack-ready = Ready to be collected
studio-pack-collected = Collected
studio-pack-late = late

## One order

studio-order-number = Order { $number }
studio-order-over = Order, <1>{ $at }</1>
studio-order-pack = Pack and send
studio-order-next = The next parcel
studio-order-in-parcel = What is in the parcel
studio-order-pack-one = Pack { $title }
studio-order-carrier = Carrier
studio-order-tracking = Tracking number
studio-order-tracking-hint = The buyer follows the parcel by it.
studio-order-send = Sent: tell the buyer
studio-order-bought = What was bought
studio-order-parcels = Parcels
studio-order-handed-over = Handed over <1>{ $at }</1>.
studio-order-arrived = It has arrived<1>: { $parcel }</1>
studio-order-collected = It has been collected
studio-order-ready = Ready to be collected
studio-order-to = Goes to
studio-order-delivery = Delivery
studio-order-works = Works: { $sum }
studio-order-resale = Artists’ resale right: { $sum }
studio-order-free = free
studio-line-copies = { $count } copies
studio-carrier-art = Art courier
studio-carrier-hand = Brought by hand
studio-order-cancelled = The order was called off: nothing is to be sent.
studio-order-expired = The order was not paid in time: nothing is to be sent.
studio-order-refunded = The money went back to the buyer: nothing is to be sent.
studio-order-disputed = The payment is under dispute: please wait until the gallery has cleared it.
studio-order-unpaid = The order is not paid yet: nothing is to be sent.

## The packing slip

studio-slip = Packing slip
studio-slip-number = Packing slip { $number }
studio-slip-back = Back to the order
studio-slip-print = Print
studio-slip-pdf = Packing slip as PDF
studio-slip-to = To
studio-slip-pieces = Pieces
studio-slip-work = Work
studio-slip-copies = Copies
studio-slip-measures = Measures
studio-slip-packed = Packed
studio-slip-foot = Please look at the parcel while the carrier is still there, and write to { $email } if anything is not as it should be.

## Sold elsewhere

studio-sold-of = Sold elsewhere: { $title }
studio-sold-done = Noted.
studio-sold-noted = { $copies ->
    [one] A copy of { $title } is noted as sold elsewhere.
   *[other] { $copies } copies of { $title } are noted as sold elsewhere.
}
studio-sold-next = The next one
studio-sold-mistake = That was a mistake: put it back
studio-sold-which = Which work did you sell outside the gallery? Nobody can buy that copy here any more, from this moment on.
studio-sold-works = Works on the wall
studio-sold-none = Nothing on the wall has a free copy.
studio-sold-none-called = Nothing on the wall is called that.
studio-sold-last = Sold: the last copy
studio-sold-how-many = How many copies?
studio-sold-do = Sold<1>: copies of { $edition }</1>
studio-sold-not-free = No copy of it is free.
studio-sold-another = Another work

## Who sells

studio-seller = Who sells
studio-seller-unverified = The gallery has yet to verify you: drafts can be made meanwhile, and hang after that.
studio-seller-missing = Your name and address in law are missing. Works can be handed in once they are here.
studio-seller-printed = Name, address and tax numbers as they are printed on every invoice from now on.
studio-seller-name = Name in law
studio-seller-email = E-mail address for buyers
studio-seller-vat = VAT number
studio-seller-tax = Tax number
studio-seller-tax-hint = For those without a VAT number
studio-trader = Do you sell as a trader?
studio-trader-hint = Buyers are told, since their rights differ: a trader sells in the course of a business or profession. Artists who sell their own work regularly usually do.
studio-trader-yes = Yes, as a trader
studio-trader-no = No, as a private person
studio-seller-save = Save the seller

## Artists

studio-artists = Artists
studio-artists-note = Whose works you sell: yourself, or the artists of your gallery.
studio-artist-works = { $count ->
    [one] 1 work in the gallery
   *[other] { $count } works in the gallery
}
studio-artist-no-works = Nothing in the gallery yet
studio-artist-change = Change<1> { $name }</1>
studio-artist-save = Save<1> { $name }</1>
studio-artist-another = Another artist
studio-artist-add = Add the artist
studio-artist-name = Name
studio-artist-bio = A few words
studio-artist-born = Year of birth
studio-artist-country-none = Not said
studio-artist-born-wrong = The year must be a year, such as 1987.

## Members

studio-members = Members
studio-members-note = Who works in this studio. Owners also say who does.
studio-member-self = (you)
studio-member-is-owner = { $email }, owner
studio-member-is-member = { $email }, member
studio-member-make-member = Make a member<1> of { $name }</1>
studio-member-make-owner = Make an owner<1> of { $name }</1>
studio-member-leave = Leave
studio-member-remove = Remove<1> { $name }</1>
studio-member-email = E-mail address of their account
studio-member-as = As
studio-member-member = Member
studio-member-owner = Owner
studio-member-add = Add
studio-member-elsewhere = That person belongs to another seller.

## What the sentences of mistakes are about

studio-the-name = The name
studio-the-email = The e-mail address
studio-the-line1 = Street and number
studio-the-line2 = The second line
studio-the-postal-code = The postal code
studio-the-city = The town
studio-the-region = State or province
studio-the-country = The country
studio-the-vat = The VAT number
studio-the-tax-number = The tax number
studio-the-words = The words
studio-the-birth-year = The year
studio-the-address = That address
studio-the-role = The role
studio-the-carrier = The carrier
studio-the-tracking = The tracking number
