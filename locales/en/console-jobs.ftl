# The console's jobs: what must happen after a sale.

console-jobs-lanes = Jobs by state
console-jobs-lane-dead = Given up
console-jobs-lane-failing = Failing
console-jobs-lane-open = Open
console-jobs-lane-webhooks = Providers’ notices
console-jobs-none-dead = No job was given up.
console-jobs-none-failing = No job fails.
console-jobs-none-open = Nothing waits to be done.
console-jobs-none-more = What must happen after a sale stands here until it is done: payments, refunds, documents.
console-jobs-table = Table of jobs
console-jobs-job = Job
console-jobs-state = State
console-jobs-at = At
console-jobs-tries = Tries
console-jobs-last-error = Last error
console-jobs-do = Do
console-jobs-order = its order
console-jobs-retry = Try now
console-jobs-forget = Forget
console-jobs-earlier = Earlier jobs
console-jobs-is-dead = Given up
console-jobs-is-leased = Being worked on
console-jobs-is-due = Due
console-jobs-is-waiting = Waits
console-jobs-does-drive_payment = Take a payment
console-jobs-does-expire_order = Call an unpaid order off
console-jobs-does-refund_payment = Give money back
console-jobs-does-render_document = Make a document
console-jobs-does-send_mail = Send a mail
console-jobs-does-deliver_webhook = Deliver a webhook
console-jobs-does-send_payout = Send a payout
console-jobs-tried = { $count ->
    [one] 1 try
   *[other] { $count } tries
}
console-jobs-tried-error = { $tries }: { $error }

## What went wrong with a job last

console-jobs-error-no-answer = no answer in time
console-jobs-error-none = no answer
console-jobs-error-lease = it took longer than its lease
console-jobs-error-refused = refused by the provider: { $code }
console-jobs-error-no-provider = there is no provider { $provider } on this node
console-jobs-error-no-payment = the order has no such payment
console-jobs-error-not-money = this is no job about money
console-jobs-error-not-stored = the provider's word could not be stored: { $error }
console-jobs-error-no-words = its words did not come in time
console-jobs-error-server = the mail server did not answer in time
console-jobs-error-unwritten = the mail cannot be written: { $error }
console-jobs-error-mail-refused = the mail was refused: { $error }
console-jobs-error-mail-stuck = the mail could not be handed over: { $error }
console-jobs-error-not-rendered = the document could not be rendered: { $error }
console-jobs-error-renderer = the renderer fell: { $error }
console-jobs-error-writer = its writer fell: { $error }
console-jobs-error-webhook-refused = the address is refused: { $reason }
console-jobs-error-webhook-unreached = the endpoint could not be reached: { $error }
console-jobs-error-webhook-late = the endpoint did not answer in time
console-jobs-error-webhook-answered = the endpoint answered { $status }
console-jobs-error-webhook-not-enabled = the endpoint is not enabled
console-jobs-error-webhook-sealed = its secret cannot be opened with this master secret; give it another
console-jobs-error-strange = it cannot be understood: { $error }
console-jobs-error-database = the database is unavailable: { $error }
console-jobs-error-queue = the journal's queue is full

## What providers told

console-inbox = Providers’ notices
console-inbox-none = No provider has told anything yet.
console-inbox-none-more = What payment providers tell by themselves stands here, once however often it is sent.
console-inbox-table = Table of providers’ notices
console-inbox-notice = Notice
console-inbox-outcome = What became of it
console-inbox-at = First came
console-inbox-deliveries = Deliveries
console-inbox-redeliver = Take it again
console-inbox-earlier = Earlier notices
console-inbox-done = Done
console-inbox-unknown = Of a kind that is not known here
console-inbox-unmatched = About a payment or a sum that is not known here
