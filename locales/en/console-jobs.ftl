# The console's jobs: what must happen after a sale.

console-jobs-lanes = Jobs by state
console-jobs-lane-dead = Given up
console-jobs-lane-failing = Failing
console-jobs-lane-open = Open
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
console-jobs-tried = { $count ->
    [one] 1 try
   *[other] { $count } tries
}
console-jobs-tried-error = { $tries }: { $error }
