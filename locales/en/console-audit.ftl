# The console's audit log: who changed what.

console-audit-title = Audit
console-audit-filter = Filter the log
console-audit-who = Who
console-audit-who-short = E-mail address or id
console-audit-what = What
console-audit-anything = Anything
console-audit-about = About
console-audit-about-short = Id of a work, an order, …
console-audit-from = From
console-audit-until = Up to
console-audit-show = Show
console-audit-clear = Clear
console-audit-log = Who changed what
console-audit-csv = Take along as CSV
console-audit-none = Nothing of the kind was done.
console-audit-earlier = Earlier

## One change

console-audit-by = by <1>{ $name }</1>, <2/>
console-audit-program = the program
console-audit-before = before:
console-audit-after = after:
console-audit-more = and { $count } more
console-audit-value = All of it

## What a sentence about a mistake calls the fields

console-audit-field-by = Who
console-audit-field-subject = What it is about
console-audit-field-action = What was done
console-audit-field-from = The first day
console-audit-field-until = The last day

## What is done

console-audit-did-artwork-submit = Submitted
console-audit-did-bank_transfer-enter = Entered what a provider paid out to the bank
console-audit-did-artwork-approve = Approved
console-audit-did-artwork-reject = Sent back
console-audit-did-artwork-pause = Paused
console-audit-did-artwork-resume = Resumed
console-audit-did-artwork-archive = Archived
console-audit-did-collection-put = Changed a collection
console-audit-did-collection-remove = Removed a collection
console-audit-did-edition-restock = Put stock back
console-audit-did-edition-sold_elsewhere = Sold elsewhere
console-audit-did-edition-withdraw = Took stock out
console-audit-did-hold-release = Released a hold
console-audit-did-job-drop = Forgot a job
console-audit-did-job-retry = Tried a job again
console-audit-did-month-close = Closed a month
console-audit-did-order-claim = Took an order into an account
console-audit-did-order-cancel = Cancelled an order
console-audit-did-order-refund = Refunded
console-audit-did-order-return_received = Goods came back
console-audit-did-order-return_refunded = Return refunded
console-audit-did-order-return_refused = Return refused
console-audit-did-order-shipped = Shipped
console-audit-did-order-delivered = Delivered
console-audit-did-payout-fail = Noted that a payout failed
console-audit-did-payout-paid = Noted that a payout arrived
console-audit-did-payout-run = Started payouts
console-audit-did-payout-sent = Handed a payout to the bank
console-audit-did-report-decide = Decided a report
console-audit-did-search-reindex = Made the search anew
console-audit-did-seller-commission = Changed the commission of a seller
console-audit-did-seller-member = Changed a member
console-audit-did-seller-shipping = Changed the shipping prices of a seller
console-audit-did-seller-payout_account = Changed the account of a seller
console-audit-did-seller-verify = Verified a seller
console-audit-did-settings-put = Changed settings
console-audit-did-user-roles = Gave roles
console-audit-did-user-sign_out = Signed out
console-audit-did-user-suspend = Shut out or let in
console-audit-did-webhook-ping = Tried an endpoint out
console-audit-did-webhook-put = Changed an endpoint
console-audit-did-webhook-redeliver = Took a provider’s notice again
console-audit-did-webhook-remove = Removed an endpoint
console-audit-did-webhook-replay = Sent a webhook again
console-audit-did-webhook-rotate = Gave an endpoint another secret
