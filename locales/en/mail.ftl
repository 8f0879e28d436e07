# What the gallery writes to people, kind by kind; and the page that shows one mail.

## What mails share

mail-order = Order { $number }
mail-see-order = See the order
mail-works = Works
mail-delivery = Delivery
mail-delivery-free = free
mail-vat = VAT included
mail-total = Total
mail-total-row = { $label }: { $amount }
mail-sold-by = sold by { $seller }
mail-goes-to = Goes to
mail-lead = { $words }:
mail-until = The link works once, until { $until }.

## verify_email

mail-verify-email = Is this your address?
mail-verify-email-subject = Confirm your address at { $gallery }
mail-verify-email-welcome = Welcome to { $gallery }, { $name }.
mail-verify-email-why = Please confirm that this address is yours: then orders you place, here or as a guest, can be kept in your account, and you can get back in if you forget your password.
mail-verify-email-button = Confirm this address
mail-verify-email-stranger = If you have not made an account here, there is nothing to do: without the link nothing happens.

## reset_password

mail-reset-password = Choose a new password
mail-reset-password-subject = A new password for { $gallery }
mail-reset-password-asked = Somebody, probably you, asked for a new password for { $email } at { $gallery }.
mail-reset-password-how = Choose one with the link below. Whoever is signed in to the account will be signed out everywhere.
mail-reset-password-button = Choose a new password
mail-reset-password-stranger = If it was not you, there is nothing to do: your password stays as it is.

## confirm_email

mail-confirm-email = Your new address
mail-confirm-email-subject = Confirm your new address at { $gallery }
mail-confirm-email-wish = { $name }, you want your account at { $gallery } to have the address { $email }.
mail-confirm-email-how = Confirm it with the link below. From then on you sign in with it, and our mails come here.
mail-confirm-email-button = Use this address
mail-confirm-email-until = The link works once, until { $until }. Until then everything stays as it is.
mail-confirm-email-mistyped = If you have no account here, somebody mistyped an address: there is nothing to do.

## email_changed

mail-email-changed = Your address has changed
mail-email-changed-subject = Your address at { $gallery } has changed
mail-email-changed-now = { $name }, your account at { $gallery } has another e-mail address now: { $email }.
mail-email-changed-last = This is the last mail about the account that comes here.
mail-email-changed-stranger = If it was not you who changed it, write to the gallery at once.

## email_in_use

mail-email-in-use = This address has an account already
mail-email-in-use-subject = Your address at { $gallery }
mail-email-in-use-wish = Somebody wanted to give another account at { $gallery } the address { $email }.
mail-email-in-use-unchanged = It is the address of your account, so nothing was changed. If it was you: you have two accounts, and can sign in to this one with this address.
mail-email-in-use-button = Sign in
mail-email-in-use-stranger = If it was not you, there is nothing to do.

## password_changed

mail-password-changed = Your password was changed
mail-password-changed-subject = Your password at { $gallery } was changed
mail-password-changed-now = { $name }, the password of your account at { $gallery } was changed.
mail-password-changed-elsewhere = Whoever was signed in elsewhere is signed out.
mail-password-changed-stranger = If it was not you, choose a new one at once: { $url } sends a link to this address.

## order_placed

mail-order-placed = We have your order
mail-order-placed-subject = Your order { $number } waits for its payment
mail-order-placed-now = We have your order { $number } and keep the works for you until the payment of { $amount } is through.
mail-order-placed-next = If your bank wants you to confirm the payment, the order’s page says how. You hear from us as soon as it is paid.

## order_paid

mail-order-paid = Thank you, it is yours
mail-order-paid-subject = Order { $number } is confirmed
mail-order-paid-now = Your order { $number } is confirmed, and the payment of { $amount } went through.
mail-order-paid-next = It is packed now, and you hear from us when it leaves. The invoice is on the order’s page.

## payment_failed

mail-payment-failed = The payment did not go through
mail-payment-failed-subject = The payment of order { $number } did not go through
mail-payment-failed-now = The payment of { $amount } for your order { $number } did not go through. Nothing was charged.
mail-payment-failed-held = The works are still held for you for some minutes: you can pay another way on the order’s page.
mail-payment-failed-free = The works are free for others again. If they still hang, you can put them into your cart once more.

## order_shipped

mail-order-shipped = It is on its way
mail-order-shipped-subject = Your order { $number } is on its way
mail-order-shipped-what = From your order { $number }: { $titles }.
mail-order-shipped-tracked = It travels with { $carrier }, number { $tracking }.
mail-order-shipped-with = It travels with { $carrier }.
mail-order-shipped-follow = Follow the parcel
mail-order-shipped-order = The order: { $url }
mail-order-ready = It is ready to be collected
mail-order-ready-subject = Your order { $number } is ready to be collected
mail-order-ready-where = You find it here: { $place }.

## order_cancelled

mail-order-cancelled = Your order is cancelled
mail-order-cancelled-subject = Order { $number } is cancelled
mail-order-cancelled-now = Your order { $number } is cancelled.
mail-order-cancelled-money = What you paid, { $amount }, goes back the way it came; we write again when it has left.
mail-order-cancelled-uncharged = Nothing was charged.

## order_refunded

mail-order-refunded = Your money is on its way back
mail-order-refunded-subject = { $amount } of order { $number } is on its way back
mail-order-refunded-now = We have sent { $amount } of order { $number } back to you.
mail-order-refunded-late = It came after the works had gone to somebody else; we are sorry.
mail-order-refunded-card = Where it was a card, your bank may take some days to show it.

## return_announced

mail-return-withdrawn = Your withdrawal is received
mail-return-withdrawn-subject = Receipt of your withdrawal from order { $number }
mail-return-withdrawn-said = On { $at } you withdrew from the contract with { $seller }, order { $number }, for: { $works }.
mail-return-damage = Your report is received
mail-return-damage-subject = Damage in order { $number }
mail-return-damage-said = On { $at } you told { $seller } that of order { $number } this arrived damaged: { $works }.
mail-return-who = Said by { $name }, { $email }.
mail-return-statement = You wrote: { $statement }
mail-return-next-paid = Nothing had left yet: your money goes back at once, the way it came.
mail-return-next-send = Please send the works back within 14 days. Your money is due by { $until }; the seller may wait until they are back.
mail-return-next-damage = The seller answers you. Please keep the packaging.

## return_answered

mail-return-received = It is back
mail-return-received-subject = What you sent back from order { $number } has arrived
mail-return-received-said = From your order { $number } this is back with the seller: { $works }.
mail-return-received-next = Your money follows; we write again when it has left.
mail-return-refused = The return was refused
mail-return-refused-subject = Your return from order { $number } was refused
mail-return-refused-said = Your return from order { $number } was refused: { $works }.
mail-return-refused-why = The reason: { $reason }

## review_asked

mail-review-asked = How do you like it?
mail-review-asked-subject = How do you like { $title }?
mail-review-asked-arrived = { $name }, a week ago your order { $number } arrived: { $titles }.
mail-review-asked-why = What is it like to live with? A few words help others, and the artist reads them too.
mail-review-asked-button = Write a few words
mail-review-asked-once = We ask once.

## order_link

mail-order-link = Your order
mail-order-link-subject = Your order { $number }
mail-order-link-way = Here is the way to your order { $number }: what it holds, where it is, and its invoice.
mail-order-link-secret = Whoever has the link sees the order, so keep it to yourself.
mail-order-link-days = The link works for 30 days. If you did not ask for it, there is nothing to do.

## The page that shows one

mail-page-to = to { $to }
mail-page-form = Form of the mail
mail-page-html = HTML
mail-page-text = Text
mail-page-frame = The mail: { $subject }

## wish_free

mail-wish-free = It is free again
mail-wish-free-subject = { $title } is free again
mail-wish-free-words = { $name }, { $title } by { $artist } is on your wish list, and a copy of it is free again.
mail-wish-free-hurry = Others who wish for it are told, too, and it is held for whoever puts it into a cart first.
mail-wish-free-button = See the work
mail-wish-free-why = You get this because the work is on your wish list, at most once a day for each work. Take it off the list to hear no more: { $url }
