# The works of the studio: the list, the desk of one work, and its form.

## The list

studio-works = Your works
studio-works-by = Works by status
studio-works-all = All
studio-works-search = Search your titles
studio-works-title = Title
studio-works-new = New work
studio-works-none = No works here yet.
studio-works-none-called = Nothing is called that.
studio-works-more = More works
studio-works-hand-in = { $label }<1>: { $title }</1>
studio-works-pause = Pause<1> { $title }</1>
studio-works-resume = Resume<1> { $title }</1>
studio-signal-wishes = { $count ->
    [one] On 1 wishlist
   *[other] On { $count } wishlists
}
studio-signal-looks = { $count } looking now
studio-signal-rating = { $mean } of 5 from { $reviews }

## Where a work stands

studio-status-draft = Draft
studio-status-in_review = In review
studio-status-rejected = Sent back
studio-status-published = On the wall
studio-status-paused = Paused
studio-status-sold_out = Sold out
studio-status-archived = Archived
studio-standing = Where it stands
studio-standing-draft = A draft: only you see it.
studio-standing-ready = A draft with everything it needs: hand it in when you like.
studio-standing-in_review = The gallery looks at it. You can go on changing its words meanwhile.
studio-standing-rejected = The gallery sent it back. Change what it asks for, and hand it in again.
studio-standing-published = It hangs in the gallery and can be bought.
studio-standing-paused = It can be seen, but nobody can put it into a cart. What is held already can be bought.
studio-standing-sold_out = Every copy is sold or taken out of sale.
studio-standing-archived = It has left the gallery for good.
studio-submit = Submit for review
studio-publish = Publish
studio-pause = Pause
studio-resume = Resume
studio-its-page = Its page in the gallery
studio-as-customers = See it as customers will
studio-archive = Archive
studio-archive-note = It leaves the gallery for good. Orders keep it.
studio-archive-yes = Yes, archive it
studio-says = The gallery says: { $reason }
studio-lacks = Still missing: { $things }.
studio-lacks-title = a title
studio-lacks-description = a description
studio-lacks-medium = the medium
studio-lacks-year = the year
studio-lacks-images = a picture
studio-lacks-edition = an edition

## Pictures

studio-pictures = Pictures
studio-pictures-none = No picture yet: a work needs one before it can hang.
studio-pictures-more = More pictures
studio-pictures-add = Add pictures
studio-pictures-hint = JPEG, PNG, WebP or TIFF, up to { $mb } MB each.
studio-pictures-hint-new = JPEG, PNG, WebP or TIFF, up to { $mb } MB each; the first one leads.
studio-pictures-drop = Drop them here or choose files.
studio-picture-shows = What picture { $place } shows
studio-picture-save = Save<1> the words of picture { $place }</1>
studio-picture-earlier = Earlier<1>: picture { $place }</1>
studio-picture-later = Later<1>: picture { $place }</1>
studio-picture-remove = Take away<1>: picture { $place }</1>
studio-picture-first-shows = What the first picture shows
studio-picture-first-hint = For those who cannot see it: one sentence.

## The form

studio-new = A new work
studio-new-work = The work
studio-new-note = A title is enough for a draft: everything else can follow. Many works at once come in by <1>import</1>.
studio-words = Words and editions
studio-words-title = Title
studio-words-artist = Artist
studio-words-medium = Medium
studio-words-year = Year
studio-words-description = Description
studio-words-styles = Styles
studio-words-subjects = Subjects
studio-words-commas = Separated by commas
studio-words-provenance = Provenance
studio-words-provenance-hint = One station a line
studio-words-signed = Signed
studio-save-draft = Save as a draft
studio-save = Save
studio-leave = Leave it as it is
studio-sending = Sending…

## Editions

studio-editions = Editions
studio-editions-note = What can be bought of it: the original, a print run, both. Rows without size and price are left out.
studio-editions-another = Another edition
studio-edition = Edition { $number }
studio-edition-kind = Kind
studio-edition-kind-unique = Unique
studio-edition-kind-limited = Limited edition
studio-edition-kind-open = Open edition
studio-edition-label = Label
studio-edition-price = Price in { $currency }
studio-edition-price-of = { $edition }, in { $currency }
studio-edition-height = Height, cm
studio-edition-width = Width, cm
studio-edition-depth = Depth, cm
studio-edition-weight = Weight, kg
studio-edition-size = Numbered copies (limited)
studio-edition-proofs = Artist’s proofs (limited)
studio-edition-tax = Tax
studio-edition-made-to-order = Each copy is made to its buyer’s order: there is no right of withdrawal
studio-tax-standard = Standard rate
studio-tax-reduced_art = Reduced rate for art
studio-tax-margin_art = Margin scheme
studio-tax-exempt_small_business = Small business, exempt
studio-prices = Prices
studio-prices-note = The editions themselves can no longer change. A new price is for those who come from now on: what is held keeps its own.

## Stock

studio-stock = Stock
studio-stock-withdrawn = { $count } taken out of sale
studio-stock-map = Copy by copy<1>: { $edition }</1>
studio-stock-sold = Sold elsewhere
studio-stock-note = Note it<1>: { $edition } was sold elsewhere</1>
studio-stock-back = Put back for sale
studio-stock-put-back = Put back<1>: { $edition }</1>

## What is wrong with the form

studio-wrong-year = The year must be a number, such as 2024.
studio-wrong-price = The price must be an amount, such as 1250 or 1250.50.
studio-wrong-number = { $field } must be a number, such as 40.5.
studio-wrong-whole = { $field } must be a whole number.
studio-wrong-needed = { $field } is needed.
studio-wrong-no-medium = Please say what it is made of.
studio-wrong-no-year = Please say when it was made.
studio-wrong-no-description = Please describe the work.
studio-wrong-no-picture = Please choose a picture.
studio-wrong-no-edition = Please say what can be bought, and for how much.
studio-wrong-revision = The work was changed somewhere else since this form was opened. Open it again, so that nothing is written over.
studio-the-title = The title
studio-the-medium = The medium
studio-the-year = The year
studio-the-description = The description
studio-the-style = A style
studio-the-subject = A subject
studio-the-station = A station of the provenance
studio-the-picture = The picture
studio-the-artist = The artist
studio-the-kind = The kind
studio-the-label = The label
studio-the-size = The number of copies
studio-the-proofs = The number of proofs
studio-the-width = The width
studio-the-height = The height
studio-the-depth = The depth
studio-the-weight = The weight
studio-the-tax = The tax
studio-the-price = The price

## Purchase and resale
studio-books = Purchase and resale
studio-books-of = Purchase and resale of { $title }
studio-books-taxes = How it is taxed
studio-books-taxes-note = When it is sold to a consumer in your country today. What goes to a business in another member state, or leaves the Union, is sold at the same price without tax.
studio-books-noted = What is noted
studio-books-purchase = Purchase
studio-books-purchase-note = Needed for the margin scheme: your stock book has it, no buyer sees it.
studio-books-price = Price of one copy, { $currency }
studio-books-on = Bought on
studio-books-from = Bought of
studio-books-resale = Resale
studio-books-resale-note = When a work is resold, its artist or the artist’s heirs may be owed a share. It is taken from what you earn; the buyer pays and sees nothing of it.
studio-books-is-resale = This work is resold: its artist has sold it before
studio-books-nationality = Nationality of the artist
studio-books-died = Year of the artist’s death
studio-books-from-artist = Bought of the artist on
studio-books-from-artist-hint = Leave it empty if you bought it of somebody else.
studio-books-save = Save
studio-books-back = Back to the work
studio-books-file = The stock book, as a table
studio-books-both = { $field } is needed: a purchase has a price and a day.
studio-books-no-year = { $field } must be a year, such as 1987.
studio-books-no-day = { $field } must be a day, such as 2026-01-01.
studio-the-bought-for = The price
studio-the-bought-on = The day of purchase
studio-the-bought-of = The seller
studio-the-nationality = The nationality
studio-the-died = The year of death
studio-the-from-artist-on = The day you bought it of the artist
studio-taxed-unknown = The house has no tax rate for your country.
studio-taxed-standard = Standard rate, { $rate } %.
studio-taxed-reduced_art = Reduced rate for works of art, { $rate } %.
studio-taxed-margin_art = Margin scheme: no tax is shown.
studio-taxed-exempt_small_business = Small business: no tax.
studio-taxed-edition_too_large = The edition has more than the { $most } copies that are works of art.
studio-taxed-no_reduced_rate = Your country has no reduced rate for works of art.
studio-resale-due = Artist’s resale right: { $amount } for each copy, taken from what you earn.
studio-resale-no_rule = No resale right: the house has no rule for your country.
studio-resale-other_nationality = No resale right: artists of this nationality have none.
studio-resale-ended = No resale right: it has ended seventy years after the artist’s death.
studio-resale-bought_of_artist = No resale right: it was bought of the artist not long ago.
studio-resale-below_threshold = No resale right: the price lies below the threshold.
studio-resale-other_currency = At this price it cannot be sold: the resale right is reckoned in another currency.
