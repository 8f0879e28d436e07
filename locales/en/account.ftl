# The rooms of an account: orders, profile, addresses, sign-ins, reviews.

account-title = Account
account-rooms = Your account
account-save = Save

## Orders

account-orders = Orders
account-no-orders = No orders yet.
account-look-around = <1>Go and look around</1>, or <2>find an order</2> that was placed without an account.
account-order = Order { $number }
account-earlier-orders = Earlier orders

## Profile

account-profile = Profile
account-name = Name
account-name-hint = What others see, beside a review for example.
account-language = Language of pages and mails
account-email = E-mail address
account-confirmed = confirmed
account-not-confirmed = not confirmed yet
account-send-proof = Send me the link to confirm it
account-use-another = Use another address
account-use-another-hint = We send a link there; with it, your account has the new address. Until then everything stays as it is.
account-new-email = New e-mail address
account-your-password = Your password
account-send-link = Send the link
account-password = Password
account-present-password = Present password
account-new-password = New password
account-new-password-hint = At least 10 characters; a few words in a row are best. You will be signed out everywhere else.
account-change-password = Change the password

## Addresses

account-addresses = Addresses
account-no-addresses = No addresses yet. The last one you add is filled in at the next checkout.
account-change = Change<1> { $address }</1>
account-remove = Remove<1> { $address }</1>
account-add-address = Add an address
account-add = Add it
account-change-address = Change an address
account-orders-keep = Orders that were placed keep the address they were placed with.
account-all-addresses = Back to all addresses

## Sign-ins

account-sessions = Sign-ins
account-sessions-hint = Where your account is signed in. Ending one works at once. If you do not know one of them, change your password as well.
account-this-one = this one
account-session-times = since <1/>, last used <2/>
account-sign-out-here = Sign out here
account-end-session = End it<1>: { $device }, since { $since }</1>
account-device = { $browser } on { $system }
account-device-unnamed = A program that does not say its name

## Reviews

account-reviews = Reviews
account-no-reviews = You have not reviewed a work yet. Who has bought one can do so on its page.
account-rating = { $rating } of 5
account-earlier-reviews = Earlier reviews

## The fields of its forms, as a sentence about a mistake begins

account-field-name = The name
account-field-language = The language
account-field-email = The e-mail address
account-field-new-password = The new password
account-field-this = This
account-field-postal-code = The postal code
account-field-city = The town
account-field-region = The state or province
account-field-country = The country
