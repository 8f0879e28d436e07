# The demonstration: the crowd in three rooms, and the mailbox.

demo-title = See it live
demo-lead = { $buyers } simulated buyers rush an edition of { $copies } through the doors that everybody uses. Watch it in the three rooms at once; when they have gone, the checker reads the whole database and says what it found.
demo-send = Send a crowd
demo-gathering = The crowd gathers.
demo-buying = They hold and pay.
demo-checking = The checker reads the database.

## Why none was sent

demo-refused = No crowd was sent.
demo-why-under-way = a crowd is on its way already
demo-why-nobody-can-pay = the test provider is off, so simulated buyers cannot pay
demo-why-no-demo = the demo gallery was taken down
demo-why-not-hung = the edition could not be hung
demo-why-not-read = the demo could not be read
demo-why-not-shown = the edition could not be shown

## What came of it

demo-verdict-sold = { $twice ->
    [0] { $sold } sold, none twice; { $late } of { $buyers } buyers were told that they came too late.
   *[other] { $sold } sold, { $twice } of them TWICE; { $late } of { $buyers } buyers were told that they came too late.
}
demo-verdict-failed = { $failed } got no answer to the end.
demo-verdict-speed = The engine answered within { $p99 } ms (p99), half the time within { $p50 } ms.
demo-verdict-checked = { $offences ->
    [0] The checker verified { $verified } invariants over the whole database and found nothing wrong.
   *[other] The checker verified { $verified } invariants over the whole database and found { $offences } offences.
}
demo-unchecked = The crowd could not be checked.

## The rooms

demo-storefront = Storefront
demo-open-storefront = Open<1> the storefront</1>
demo-squares = { $sold } sold, { $held } reserved, { $free } free
demo-no-edition = The edition hangs here when the crowd is sent.
demo-open-studio = Open<1> the studio</1>
demo-studio-sum = <1>0</1> sales, <2>0</2> reservations heard
demo-sales = Sales as they happen
demo-open-console = Open<1> the console</1>
demo-console-sum = <1>0</1> orders, <2>0</2> of them paid
demo-orders = Orders as they happen

## The accounts

demo-accounts = Look around yourself
demo-sees-console = the console: stock and orders as they move
demo-sees-studio = the studio: works, uploads, sales as they happen
demo-sees-storefront = the storefront with a cart, orders and invoices
demo-password = The password of each is <1>{ $password }</1>. Studio and console above are fed through the accounts of artist and admin.

## The mailbox

demo-mails = Mails
demo-mails-lead = What the demonstration would have sent. None of it leaves this gallery; a new one appears within two seconds.
demo-no-mails = No mails yet.
demo-no-mails-way = Buy something, or <1>make an account</1>: its mails come here.
demo-all-mails = All mails
demo-earlier-mails = Earlier mails
