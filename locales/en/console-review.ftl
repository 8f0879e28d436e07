# The console's rooms of the catalogue: works in review, and what people report.

## Review

console-review-title = Review
console-review-works = Works in review
console-review-place = { $number } of { $total }
console-review-previous = Previous
console-review-next = Next
console-review-single-keys = Single keys
console-review-keys = Keys
console-review-others = { $count ->
    [one] { $names } is looking at this work, too.
   *[other] { $names } are looking at this work, too.
}
console-review-no-picture = There is no picture.
console-review-sold-by = Sold by { $seller }
console-review-sold-by-unverified = Sold by { $seller }, not verified yet
console-review-preview = As buyers will see it
console-review-sent-back-before = Sent back before: { $reason }
console-review-approve = Approve<1> { $title }</1>
console-review-send-back = Send back<1> { $title }</1>
console-review-why = What is wrong
console-review-else = Something else, in words
console-review-reason = In your words
console-review-reason-read = the artist reads it
console-review-send = Send it back
console-review-alikes = Look-alikes
console-review-no-alikes = No other picture in the house looks like these.
console-review-key-approve = approve
console-review-key-back = send back: opens the reasons
console-review-key-next = next work
console-review-key-previous = previous work
console-review-key-list = this list
console-review-keys-note = They can be switched off beside “Keys”; this browser remembers it.
console-review-close = Close
console-review-nothing = Nothing waits for review.
console-review-nothing-more = What artists submit stands here, the oldest first.

## What is wrong as a rule; the artist reads it

console-review-wrong-picture = The picture is blurred, cropped or badly lit: please send a better one.
console-review-wrong-part = The picture does not show the whole work.
console-review-wrong-words = The words do not fit the work.
console-review-wrong-facts = Size, medium or year is missing or cannot be right.
console-review-wrong-price = The price is missing or cannot be right.
console-review-wrong-rights = We cannot be sure that the work is yours to sell.

## What is said of a work

console-review-fact-medium = Medium
console-review-fact-year = Year
console-review-fact-styles = Styles
console-review-fact-subjects = Subjects
console-review-fact-condition = Condition
console-review-fact-signed = Signed
console-review-fact-framed = Framed
console-review-fact-provenance = Provenance
console-review-fact-edition = Edition
console-review-yes = Yes
console-review-no = No
console-review-like-same = The same picture
console-review-like-nearly = Very nearly the same picture
console-review-like-alike = Looks alike
console-review-status-draft = a draft
console-review-status-in_review = in review
console-review-status-rejected = sent back
console-review-status-published = in the gallery
console-review-status-paused = paused
console-review-status-sold_out = sold out
console-review-status-archived = archived

## Reports

console-reports-title = Reports
console-reports-by-status = Reports by status
console-reports-status-open = Open
console-reports-status-resolved = Resolved
console-reports-status-dismissed = Nothing to do
console-reports-none-open = Nobody found anything wrong.
console-reports-none = Nothing here yet.
console-reports-note = Note
console-reports-note-for = for other staff
console-reports-resolve = Resolved<1>: { $title }</1>
console-reports-dismiss = Nothing to do<1> about { $title }</1>
console-reports-earlier = Earlier
console-reports-somebody = somebody
console-reports-visitor = a visitor
console-reports-reason-copied = It is somebody else’s work
console-reports-reason-misleading = It is not what its words say
console-reports-reason-offensive = It insults or threatens
console-reports-reason-prohibited = The law forbids to sell it
console-reports-reason-other = Something else
