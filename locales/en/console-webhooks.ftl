# The console's webhooks: programs of others that hear what happens.

console-webhooks-all = Who hears what happens
console-webhooks-none = Nobody yet. An endpoint is a program of yours or of somebody you work with: stock keeping, accounts, a newsletter.
console-webhooks-waiting = { $count ->
    [0] No delivery waits.
    [one] 1 delivery waits.
   *[other] { $count } deliveries wait.
}
console-webhooks-dead = { $count ->
    [0] None was given up.
    [one] 1 was given up.
   *[other] { $count } were given up.
}
console-webhooks-enabled = Enabled
console-webhooks-not-enabled = Not enabled
console-webhooks-more = Further endpoints
console-webhooks-new = A new endpoint
console-webhooks-make = Register the endpoint
console-webhooks-one = Webhook
console-webhooks-form = Where it listens, and to what
console-webhooks-save = Save the endpoint
console-webhooks-remove = Remove the endpoint
console-webhooks-url = Address
console-webhooks-url-hint = Begins with https://
console-webhooks-description = What it is for
console-webhooks-events = Events
console-webhooks-enable = It is told what happens
console-webhooks-secret = Its secret
console-webhooks-secret-once = This is the secret. It is shown this once; keep it where the endpoint finds it.
console-webhooks-secret-kept = Every delivery is signed with it. It was shown when it was made; if it is lost, make another.
console-webhooks-secret-before = The secret before it signs as well until
console-webhooks-rotate = Make another secret
console-webhooks-test = Send a trial
console-webhooks-deliveries = Deliveries
console-webhooks-deliveries-none = Nothing was sent yet.
console-webhooks-table = Table of deliveries
console-webhooks-event = Event
console-webhooks-state = State
console-webhooks-at = At
console-webhooks-tries = Tries
console-webhooks-answer = Answer
console-webhooks-do = Do
console-webhooks-next = next try:
console-webhooks-replay = Send again
console-webhooks-earlier = Earlier deliveries
console-webhooks-is-waiting = Waits
console-webhooks-is-delivered = Delivered
console-webhooks-is-dead = Given up
console-webhooks-event-order-placed = An order was placed
console-webhooks-event-order-paid = An order is paid
console-webhooks-event-order-shipped = A parcel has left
console-webhooks-event-order-delivered = A parcel has arrived
console-webhooks-event-order-completed = An order is completed
console-webhooks-event-order-cancelled = An order was called off
console-webhooks-event-order-refunded = Money went back
console-webhooks-event-artwork-published = A work hangs
console-webhooks-event-artwork-updated = A work changed
console-webhooks-event-stock-changed = Stock changed
console-webhooks-event-seller-verified = A seller was verified
console-webhooks-field-url = The address
console-webhooks-field-description = The description
console-webhooks-field-events = The list of events
