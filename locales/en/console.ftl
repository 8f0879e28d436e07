# The console: its navigation, what needs somebody, finding anything, the tables that staff type as lines.

## Navigation

console-room-needs = Needs you
console-room-orders = Orders
console-room-disputes = Disputes
console-room-books = Books
console-room-returns = Returns
console-room-inventory = Inventory
console-room-holds = Holds
console-room-jobs = Jobs
console-room-review = Review
console-room-reports = Reports
console-room-collections = Collections
console-room-people = People
console-room-presence = Presence
console-room-audit = Audit
console-room-health = Health
console-room-mail = Mails
console-room-webhooks = Webhooks
console-room-payouts = Payouts
console-room-months = Months
console-room-settings = Settings
console-room-find = Find

## What several rooms say

console-do-find = Find
console-csv = As a table (CSV)
console-reason = Reason
console-original = The original

## What needs somebody

console-needs-paused = Sales are paused: no new reservations are taken.
console-needs-pause = Pause sales
console-needs-resume = Resume sales
console-needs-none = Nothing needs you.
console-needs-none-more = Payments that are stuck, orders that should have been sent, failed jobs, sellers and works to look at stand here, the most pressing first.
console-needs-disputes = Disputes that wait for evidence
console-needs-stuck = Payments stuck
console-needs-overdue = Should have been sent
console-needs-dead = Jobs that were given up
console-needs-sellers = Sellers to verify
console-needs-reports = Reports
console-needs-works = Works to review
console-needs-review = Review
console-needs-reported = Works that visitors found something wrong with
console-needs-open-reports = Open the reports
console-needs-open-order = Open the order
console-needs-retry = Try again
console-needs-verify = Verify
console-needs-late = { $count ->
    [one] Placed 1 day ago; sold by { $sellers }
   *[other] Placed { $count } days ago; sold by { $sellers }
}

## Finding anything

console-find-anything = Find anything
console-find-key = Ctrl K
console-find-here = The console
console-find-what = An order’s number, an e-mail address, the beginning of a name or a title, an id
console-find-none = Nothing begins with that.
console-find-pause = Pause all new holds
console-find-words-needs = needs you start home today
console-find-words-orders = orders purchases sales
console-find-words-returns = returns withdrawals damage
console-find-words-inventory = inventory stock editions copies
console-find-words-review = review moderation queue approve submissions
console-find-words-reports = reports complaints flagged
console-find-words-collections = collections curated home front page
console-find-words-people = people users roles accounts staff
console-find-words-audit = audit log history who
console-find-words-presence = presence connected visitors now live
console-find-words-health = health metrics status figures
console-find-words-settings = settings tax shipping commission logo accent legal holds name
console-find-words-webhooks = webhooks endpoints integrations api hooks notify
console-find-words-pause = pause all new holds stop sales switch resume
console-find-unverified = { $email }, not verified
console-find-kind-rooms = Rooms
console-find-kind-orders = Orders
console-find-kind-works = Works
console-find-kind-people = People
console-find-kind-sellers = Sellers

## Tables typed as lines: what is wrong with one

console-table-tax-entries = Line { $line } needs four entries: country; regime; percent; first day.
console-table-commission-entries = Line { $line } needs four entries: seller; kind; percent; first day.
console-table-seller = Line { $line }: no seller is called { $text }.
console-table-percentage = Line { $line }: { $text } is no percentage.
console-table-day = Line { $line }: { $text } is no day, such as 2026-01-01.
console-table-limit-entries = Line { $line } needs four entries: words of the medium; country; most copies; first day.
console-table-resale-entries = Line { $line } needs nine entries: country; currency; threshold; most of one sale; shares; exempt years; exempt price; first day; nationalities.
console-table-note-entries = Line { $line } needs three entries: regime; language; text.
console-table-whole = Line { $line }: { $text } is no whole number.
console-table-amount = Line { $line }: { $text } is no amount.
console-table-shipping-entries = Line { $line } needs seven entries: method; name; zone; kilograms; centimetres; prices; working days.
console-table-kilograms = Line { $line }: { $text } is no number of kilograms.
console-table-centimetres = Line { $line }: { $text } is no number of centimetres.
console-table-days = Line { $line }: { $text } are no working days, such as 2-4.
console-table-price = Line { $line }: a price is written as EUR 9.50.
console-table-names = Line { $line } calls the method { $method } { $name }, a line before it { $before }.
