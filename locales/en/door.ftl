# Coming and going: signing in and up, the links of mails, finding an order.

## Signing in

door-email = E-mail
door-password = Password
door-forgot = Forgot your password?
door-bought-as-guest = Bought without an account? <1>Find your order</1>
door-new-here = New here? <1>Make an account</1>
door-demo-accounts = Accounts of the demonstration
door-role-admin = Admin
door-role-artist = Artist
door-role-customer = Customer

## Signing up

door-make-account = Make an account
door-come-to = I come to
door-buy = Buy art
door-buy-more = Keep your orders, invoices and certificates in one place.
door-sell = Sell my work
door-sell-more = You get a studio: publish works, set editions, watch sales as they happen. You can buy, too.
door-name = Name
door-name-hint = Artists: as it should stand beside your works.
door-password-hint = At least 10 characters; a few words in a row are best.
door-make = Make the account
door-have-one = You have one? <1>Sign in</1>

## A new password

door-forgot-lead = Give the e-mail address of your account: we send a link there, with which you choose a new one.
door-send-a-link = Send me a link
door-no-mails = This gallery sends no mails. Please write to whoever runs it.
door-back = Back to signing in
door-another-password = A new password
door-new-password = New password
door-new-password-hint = At least 10 characters. A few words in a row are good.
door-set-password = Set the password
door-signed-out = You will be signed out everywhere.
door-ask-again = Ask for a new link

## Proving an address

door-confirm = Confirm your address
door-confirm-lead = One press, and we know that our mails reach you.
door-confirm-mine = Confirm my address

## Finding an order

door-find = Find your order
door-find-lead = Bought without an account, on another device or long ago? We send a link to the order to the address it was placed with.
door-number = Order number
door-number-hint = It begins with IM and stands in every mail about the order.
door-send-the-link = Send me the link
door-find-no-mails = This gallery sends no mails. Orders are shown in the browser that placed them, and in their accounts; otherwise please write to whoever runs the gallery.
door-have-account = You have an account? <1>Sign in</1>

## What is wrong

door-no-match = That e-mail address and password do not belong together.
door-suspended = This account is suspended. Please write to the gallery.
door-email-taken = There is an account with this e-mail address. Please sign in.
door-taken-meanwhile = Another account has this address by now. Yours keeps the one it has.
door-link-ended = This link is not good any more: it was used, or its time is over. Please ask for a new one.
door-field-email = The e-mail address
door-field-name = The name
door-field-password = The password
