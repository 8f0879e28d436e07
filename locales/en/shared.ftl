# What pages and scripts say alike: stock, copies, counts, mistakes. Also goes into web/static/js/words/ (node web/tools/words.mjs).

## Stock, beside the dot

stock-free = Available
stock-open = Available, open edition
stock-some = { $available } of { $total } available
stock-reserved = Reserved
stock-all-reserved = All reserved
stock-sold = Sold
stock-sold-out = Sold out
stock-gone = No longer available
stock-not-for-sale = Not for sale
stock-editions = { $free } of { $total } editions available

## Copies of an edition

copy-number = No. { $number } of { $of }
copy-proof = Artist’s proof { $number } of { $of }
copy-proof-short = AP { $number }

## The edition map: the words of the sum, and what is said of one copy

copies-free = { $count } free
copies-yours = { $count } yours
copies-held = { $count } held
copies-sold = { $count } sold
copies-withdrawn = { $count } not for sale
look-free = free
look-yours = yours
look-held = held
look-sold = sold
look-withdrawn = not for sale
said-free = free
said-yours = held for you
said-held = held by another collector
said-sold = sold
said-withdrawn = not for sale
copies-most = { $count ->
    [one] At most one copy for each customer.
   *[other] At most { $count } copies for each customer.
}

## Counts

count-works = { $count ->
    [one] 1 work
   *[other] { $count } works
}
count-copies = { $count ->
    [one] 1 copy
   *[other] { $count } copies
}
count-free-copies = { $count ->
    [one] 1 free copy
   *[other] { $count } free copies
}
count-proofs = { $count ->
    [one] 1 artist’s proof
   *[other] { $count } artist’s proofs
}
count-reviews = { $count ->
    [one] 1 review
   *[other] { $count } reviews
}
count-reports = { $count ->
    [one] 1 report
   *[other] { $count } reports
}
count-connections = { $count ->
    [one] 1 connection
   *[other] { $count } connections
}

## Dates

month-1 = January
month-2 = February
month-3 = March
month-4 = April
month-5 = May
month-6 = June
month-7 = July
month-8 = August
month-9 = September
month-10 = October
month-11 = November
month-12 = December
date-day = { $day } { $month } { $year }
date-moment = { $date }, { $time } UTC

## What a form says of a mistake before it is sent, and the server after that (the others stand in mistakes.ftl)

mistake-email = Please give an e-mail address, such as name@example.org.
mistake-empty = { $field } must not be empty.
mistake-one-line = { $field } must be one line without control characters.
mistake-control = { $field } must not contain control characters.
mistake-characters = { $field } must have at most { $most } characters.
mistake-vat-id = { $field } must be a VAT id with its country prefix.
mistake-weak-short = The password must have at least 10 characters.
