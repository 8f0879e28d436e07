# The console's disputes: what banks of customers took back.

console-disputes = Disputes
console-disputes-lanes = Disputes by state
console-disputes-lane-open = Open
console-disputes-lane-won = Won
console-disputes-lane-lost = Lost
console-disputes-lane-all = All
console-disputes-none = There are no such disputes.
console-disputes-none-more = When a customer’s bank takes a payment back, it stands here, with the day until which the provider waits for evidence. Evidence is given at the provider.
console-disputes-table = Table of disputes
console-disputes-order = Order
console-disputes-status = State
console-disputes-due = Evidence until
console-disputes-at = First heard of
console-disputes-amount = Taken back
console-disputes-earlier = Earlier disputes
console-disputes-evidence-until = Evidence until { $day }
console-disputes-is-open = Open
console-disputes-is-won = Won
console-disputes-is-lost = Lost
console-disputes-is-won_unopened = Announced as won
console-disputes-is-lost_unopened = Announced as lost
