# The console's rooms of the house: settings, collections, mails.

## Settings: the house

console-settings-title = Settings
console-settings-empty = empty: { $value }
console-settings-empty-none = empty: none
console-settings-house = The house
console-settings-name = Name
console-settings-accent-light = Accent on light paper
console-settings-accent-dark = Accent on dark paper
console-settings-accent-note = Buttons take the accent. Each colour must be readable on its paper: a contrast of 4.5 to 1.
console-settings-save-house = Save the house
console-settings-logo = Logo
console-settings-logo-now = The logo as it is
console-settings-picture = Picture
console-settings-picture-hint = it stands in place of the name
console-settings-use-picture = Use this picture
console-settings-drop-logo = Take the logo away

## Settings: sales, taxes, shipping

console-settings-sales = Sales
console-settings-commission = Commission, percent
console-settings-commission-hint = Of sellers who register from now on; those who are here keep theirs, which is changed on the seller’s own page.
console-settings-withdrawal = Withdrawal period, days
console-settings-withdrawal-hint = Counted from the arrival of the last parcel; at least 14. Orders are completed when it is over.
console-settings-hold = A hold, minutes
console-settings-extension = Its one extension, minutes
console-settings-save-sales = Save the sales
console-settings-commission-rules = Commission rules
console-settings-commission-lines = One rule a line
console-settings-commission-rules-hint = Seller’s address or *; kind (unique, limited, open) or *; percent; first day. The most specific rule counts, before the seller’s own commission. Such as: *; limited; 12.5; 2026-01-01
console-settings-save-commission = Save the rules
console-settings-tax = Tax rates
console-settings-tax-lines = One rate a line
console-settings-tax-hint = Country; regime (standard or reduced_art); percent; first day. Such as: DE; standard; 19; 2021-01-01
console-settings-save-tax = Save the rates
console-settings-art = Works of art
console-settings-art-note = What a new house begins with is general knowledge: your tax adviser should check it before you sell by it.
console-settings-art-edition-limits = Largest editions, one limit a line
console-settings-art-edition-limits-hint = Words of the medium; country of the seller, or * for all; most copies; first day. Such as: photograph, gelatin silver; *; 30; 2015-01-01. A larger edition is taxed at the standard rate.
console-settings-art-resale-rules = Artists’ resale rights, one rule a line
console-settings-art-resale-rules-hint = Country of the seller, or * for the other member states; currency; threshold; most of one sale; shares in percent up to a price; years and price of what was bought of the artist and is exempt; first day; nationalities. Such as: *; EUR; 3000; 12500; 50000: 4, *: 0.25; 0; 0; 2006-01-01; DE, FR
console-settings-art-tax-notes = Texts of invoices, one text a line
console-settings-art-tax-notes-hint = Regime (standard, reduced_art, margin_art, exempt_small_business, reverse_charge or export); language (en, de or fr); text. It stands on invoices with such a line, besides the wording of the Directive.
console-settings-save-art = Save the rules
console-settings-resale-file = Sales with a resale right, as a table
console-settings-shipping = Shipping table
console-settings-shipping-lines = One price band a line
console-settings-shipping-hint = Method; its name; zone (home, eu, world or a country such as CH); kilograms at most; longest side in centimetres at most; prices; working days. Such as: standard; Standard; home; 5; 60; EUR 9.50; 2-4
console-settings-divisor = Cubic centimetres that weigh as one kilogram
console-settings-save-shipping = Save the table

## Settings: legal pages and history

console-settings-legal = Legal pages
console-settings-legal-note = Headings stand behind #, lists behind -, **strong words** between stars; [links](/legal/terms) lead on. An empty page is not linked.
console-settings-legal-at = shown at { $url }
console-settings-legal-text = Text of { $title }
console-settings-legal-save = Save<1> { $title }</1>
console-settings-history = History
console-settings-history-none = Nothing was changed yet.
console-settings-history-back = Bring back what it was before<1>: { $what }, change { $number }</1>
console-settings-history-earlier = Earlier changes

## What a setting is called

console-settings-key-name = Name
console-settings-key-accent = Accent
console-settings-key-logo = Logo
console-settings-key-commission = Commission
console-settings-key-holds = Hold times
console-settings-key-commission-rules = Commission rules
console-settings-key-photos = Photographs of damage, days
console-settings-key-withdrawal = Withdrawal period
console-settings-key-tax = Tax rates
console-settings-key-art = Works of art
console-settings-key-shipping = Shipping table
console-settings-key-paused = Sales paused
console-settings-key-payout-minimum = Smallest payout
console-settings-key-house-identity = Who the house is in law

## What a sentence about a mistake calls the fields, and such sentences

console-settings-field-name = The name
console-settings-field-colour = This colour
console-settings-field-commission = The commission
console-settings-field-withdrawal = The withdrawal period
console-settings-field-hold = A hold
console-settings-field-extension = The extension
console-settings-field-hold-seconds = A hold, in seconds,
console-settings-field-extension-seconds = The extension, in seconds,
console-settings-field-divisor = Cubic centimetres a kilogram
console-settings-field-table = The table
console-settings-field-text = The text
console-settings-field-line = Line { $line }:
console-settings-field-line-member = Line { $line }: { $member }
console-settings-member-bands = bands
console-settings-member-country = country
console-settings-member-days_max = most days
console-settings-member-days_min = fewest days
console-settings-member-id = id
console-settings-member-kind = kind
console-settings-member-longest_side_cm_max = longest side
console-settings-member-name = name
console-settings-member-prices = price
console-settings-member-rate = rate
console-settings-member-regime = regime
console-settings-member-seller_id = seller
console-settings-member-valid_from = first day
console-settings-member-weight_kg_max = highest weight
console-settings-member-cap = most of one sale
console-settings-member-copies_max = most copies
console-settings-member-currency = currency
console-settings-member-exempt_up_to = exempt price
console-settings-member-exempt_years = exempt years
console-settings-member-language = language
console-settings-member-mediums = medium
console-settings-member-nationalities = nationalities
console-settings-member-text = text
console-settings-member-threshold = threshold
console-settings-member-zone = zone
console-settings-no-number = { $what } must be a number.
console-settings-accent-both = The accent needs a colour for each paper.
console-settings-holds-both = Both times are set, or none.
console-settings-divisor-whole = Cubic centimetres a kilogram must be a whole number.
console-settings-no-page = There is no such page.

## Collections

console-collections-title = Collections
console-collections-one = Collection
console-collections-all = What hangs together
console-collections-none = No collection yet. The newest ones stand on the front page.
console-collections-seen = everybody sees it
console-collections-unpublished = not published
console-collections-more = More collections
console-collections-new = A new collection
console-collections-make = Make the collection
console-collections-form = What it says and holds
console-collections-public = As everybody sees it
console-collections-save = Save the collection
console-collections-remove = Take the collection away
console-collections-works = Its works
console-collections-works-none = None yet.
console-collections-name = Title
console-collections-words = A few words
console-collections-lines = Works, in their order
console-collections-lines-hint = One a line: the name in its address (“low-tide-evening”), the whole address, or its id. Move lines to move works.
console-collections-publish = Everybody sees it
console-collections-unknown = Line { $line }: no work is called { $name }.
console-collections-field-title = The title
console-collections-field-words = The words
console-collections-field-work = A work
console-collections-status-draft = draft
console-collections-status-in_review = in review
console-collections-status-rejected = rejected
console-collections-status-published = published
console-collections-status-paused = paused
console-collections-status-sold_out = sold out
console-collections-status-archived = archived

## Mails

console-mail-title = Mails
console-mail-lead = What the gallery writes to people, with sample data. { $way }
console-mail-by-server = They go out through { $host }, from { $from }.
console-mail-by-mailbox = This is a demonstration: they are kept in its own mailbox and go nowhere.
console-mail-by-none = None of them is sent: no mail server is configured (mail.smtp.host).
console-mail-all = All kinds of mail
console-mail-kind-verify_email = Verify email
console-mail-kind-reset_password = Reset password
console-mail-kind-confirm_email = Confirm email
console-mail-kind-email_changed = Email changed
console-mail-kind-email_in_use = Email in use
console-mail-kind-password_changed = Password changed
console-mail-kind-order_placed = Order placed
console-mail-kind-order_paid = Order paid
console-mail-kind-payment_failed = Payment failed
console-mail-kind-order_shipped = Order shipped
console-mail-kind-order_cancelled = Order cancelled
console-mail-kind-order_refunded = Order refunded
console-mail-kind-return_announced = Return receipt
console-mail-kind-return_answered = Return answered
console-mail-kind-review_asked = Review asked
console-mail-kind-order_link = Order link
console-mail-kind-wish_free = Wish free again

## A table from a file

console-settings-table-commission = Commission rules from a file
console-settings-table-tax = Tax rates from a file
console-settings-table-shipping = Shipping prices from a file
console-settings-table-hint = CSV; it is rehearsed first
console-settings-table-out = Take along as CSV
console-settings-table-about = A table saved as CSV in UTF-8, at most { $lines } lines, with the columns <1>{ $columns }</1>. It takes the place of the whole table. It is rehearsed first.
console-settings-table-would = { $added } new, { $changed } changed, { $removed } gone.
console-settings-table-reordered = The lines stand in another order.
console-settings-table-nothing = This table changes nothing.
console-settings-table-do = Make these changes
console-settings-table-changes = What would change
console-settings-table-entry = Entry
console-settings-table-kind = Change
console-settings-table-before = Now
console-settings-table-after = Then
console-settings-table-is-added = new
console-settings-table-is-changed = changed
console-settings-table-is-removed = gone
console-settings-table-back = Back to the settings
