# Was die Galerie schreibt, Art für Art; und die Seite, die eine E-Mail zeigt.

## Was E-Mails gemeinsam haben

mail-order = Bestellung { $number }
mail-see-order = Bestellung ansehen
mail-works = Werke
mail-delivery = Lieferung
mail-delivery-free = kostenlos
mail-vat = enthaltene MwSt.
mail-total = Gesamt
mail-total-row = { $label }: { $amount }
mail-sold-by = verkauft von { $seller }
mail-goes-to = Geht an
mail-lead = { $words }:
mail-until = Der Link gilt einmal, bis { $until }.

## verify_email

mail-verify-email = Ist das Ihre Adresse?
mail-verify-email-subject = Bestätigen Sie Ihre Adresse bei { $gallery }
mail-verify-email-welcome = Willkommen bei { $gallery }, { $name }.
mail-verify-email-why = Bitte bestätigen Sie, dass diese Adresse Ihnen gehört: Dann können Bestellungen, ob von hier oder als Gast, in Ihr Konto, und Sie kommen wieder hinein, wenn Sie Ihr Passwort vergessen.
mail-verify-email-button = Adresse bestätigen
mail-verify-email-stranger = Wenn Sie hier kein Konto angelegt haben, müssen Sie nichts tun: Ohne den Link geschieht nichts.

## reset_password

mail-reset-password = Wählen Sie ein neues Passwort
mail-reset-password-subject = Ein neues Passwort für { $gallery }
mail-reset-password-asked = Jemand, vermutlich Sie selbst, hat bei { $gallery } ein neues Passwort für { $email } angefordert.
mail-reset-password-how = Wählen Sie es über den Link unten. Wer mit dem Konto angemeldet ist, wird überall abgemeldet.
mail-reset-password-button = Neues Passwort wählen
mail-reset-password-stranger = Wenn Sie das nicht waren, müssen Sie nichts tun: Ihr Passwort bleibt, wie es ist.

## confirm_email

mail-confirm-email = Ihre neue Adresse
mail-confirm-email-subject = Bestätigen Sie Ihre neue Adresse bei { $gallery }
mail-confirm-email-wish = { $name }, Ihr Konto bei { $gallery } soll die Adresse { $email } bekommen.
mail-confirm-email-how = Bestätigen Sie sie über den Link unten. Von da an melden Sie sich mit ihr an, und unsere E-Mails kommen hierher.
mail-confirm-email-button = Diese Adresse verwenden
mail-confirm-email-until = Der Link gilt einmal, bis { $until }. Bis dahin bleibt alles, wie es ist.
mail-confirm-email-mistyped = Wenn Sie hier kein Konto haben, hat sich jemand bei einer Adresse vertippt: Sie müssen nichts tun.

## email_changed

mail-email-changed = Ihre Adresse ist geändert
mail-email-changed-subject = Ihre Adresse bei { $gallery } ist geändert
mail-email-changed-now = { $name }, Ihr Konto bei { $gallery } hat jetzt eine andere E-Mail-Adresse: { $email }.
mail-email-changed-last = Das ist die letzte E-Mail zu diesem Konto, die hierher kommt.
mail-email-changed-stranger = Wenn nicht Sie sie geändert haben, schreiben Sie bitte sofort an die Galerie.

## email_in_use

mail-email-in-use = Zu dieser Adresse gibt es schon ein Konto
mail-email-in-use-subject = Ihre Adresse bei { $gallery }
mail-email-in-use-wish = Jemand wollte einem anderen Konto bei { $gallery } die Adresse { $email } geben.
mail-email-in-use-unchanged = Sie gehört zu Ihrem Konto, deshalb wurde nichts geändert. Wenn Sie es waren: Sie haben zwei Konten und können sich bei diesem hier mit dieser Adresse anmelden.
mail-email-in-use-button = Anmelden
mail-email-in-use-stranger = Wenn Sie das nicht waren, müssen Sie nichts tun.

## password_changed

mail-password-changed = Ihr Passwort wurde geändert
mail-password-changed-subject = Ihr Passwort bei { $gallery } wurde geändert
mail-password-changed-now = { $name }, das Passwort Ihres Kontos bei { $gallery } wurde geändert.
mail-password-changed-elsewhere = Wer anderswo angemeldet war, ist abgemeldet.
mail-password-changed-stranger = Wenn Sie das nicht waren, wählen Sie sofort ein neues: { $url } schickt einen Link an diese Adresse.

## order_placed

mail-order-placed = Wir haben Ihre Bestellung
mail-order-placed-subject = Ihre Bestellung { $number } wartet auf die Zahlung
mail-order-placed-now = Wir haben Ihre Bestellung { $number } und halten die Werke für Sie zurück, bis die Zahlung von { $amount } eingegangen ist.
mail-order-placed-next = Falls Ihre Bank eine Bestätigung verlangt, steht auf der Seite der Bestellung, wie es geht. Sobald bezahlt ist, hören Sie von uns.

## order_paid

mail-order-paid = Danke, es gehört Ihnen
mail-order-paid-subject = Bestellung { $number } ist bestätigt
mail-order-paid-now = Ihre Bestellung { $number } ist bestätigt, und die Zahlung von { $amount } ist eingegangen.
mail-order-paid-next = Jetzt wird gepackt; Sie hören von uns, wenn es losgeht. Die Rechnung liegt auf der Seite der Bestellung.

## payment_failed

mail-payment-failed = Die Zahlung ist fehlgeschlagen
mail-payment-failed-subject = Die Zahlung zur Bestellung { $number } ist fehlgeschlagen
mail-payment-failed-now = Die Zahlung von { $amount } für Ihre Bestellung { $number } ist fehlgeschlagen. Es wurde nichts abgebucht.
mail-payment-failed-held = Die Werke bleiben noch einige Minuten für Sie reserviert: Auf der Seite der Bestellung können Sie anders bezahlen.
mail-payment-failed-free = Die Werke sind wieder für andere frei. Wenn sie noch hängen, können Sie sie noch einmal in den Warenkorb legen.

## order_shipped

mail-order-shipped = Es ist unterwegs
mail-order-shipped-subject = Ihre Bestellung { $number } ist unterwegs
mail-order-shipped-what = Aus Ihrer Bestellung { $number }: { $titles }.
mail-order-shipped-tracked = Unterwegs mit { $carrier }, Sendungsnummer { $tracking }.
mail-order-shipped-with = Unterwegs mit { $carrier }.
mail-order-shipped-follow = Sendung verfolgen
mail-order-shipped-order = Die Bestellung: { $url }
mail-order-ready = Es liegt zur Abholung bereit
mail-order-ready-subject = Ihre Bestellung { $number } liegt zur Abholung bereit
mail-order-ready-where = Sie finden es hier: { $place }.

## order_cancelled

mail-order-cancelled = Ihre Bestellung ist storniert
mail-order-cancelled-subject = Bestellung { $number } ist storniert
mail-order-cancelled-now = Ihre Bestellung { $number } ist storniert.
mail-order-cancelled-money = Was Sie bezahlt haben, { $amount }, geht auf demselben Weg zurück; wir schreiben noch einmal, sobald es unterwegs ist.
mail-order-cancelled-uncharged = Es wurde nichts abgebucht.

## order_refunded

mail-order-refunded = Ihr Geld ist auf dem Weg zurück
mail-order-refunded-subject = Erstattung von { $amount } zur Bestellung { $number }
mail-order-refunded-now = Wir haben Ihnen { $amount } aus der Bestellung { $number } zurückgeschickt.
mail-order-refunded-late = Die Zahlung kam, als die Werke schon an jemand anderen gegangen waren; das tut uns leid.
mail-order-refunded-card = Bei einer Karte kann es einige Tage dauern, bis Ihre Bank es anzeigt.

## return_announced

mail-return-withdrawn = Ihr Widerruf ist eingegangen
mail-return-withdrawn-subject = Bestätigung Ihres Widerrufs zur Bestellung { $number }
mail-return-withdrawn-said = Am { $at } haben Sie den Vertrag mit { $seller }, Bestellung { $number }, widerrufen über: { $works }.
mail-return-damage = Ihre Meldung ist eingegangen
mail-return-damage-subject = Schaden an Bestellung { $number }
mail-return-damage-said = Am { $at } haben Sie { $seller } gemeldet, dass aus Bestellung { $number } beschädigt ankam: { $works }.
mail-return-who = Erklärt von { $name }, { $email }.
mail-return-statement = Sie schrieben: { $statement }
mail-return-next-paid = Noch war nichts versandt: Ihr Geld geht sofort zurück, auf dem Weg, auf dem es kam.
mail-return-next-send = Bitte senden Sie die Werke binnen 14 Tagen zurück. Ihr Geld ist bis { $until } fällig; bis sie da sind, darf der Verkäufer warten.
mail-return-next-damage = Der Verkäufer antwortet Ihnen. Bitte bewahren Sie die Verpackung auf.

## return_answered

mail-return-received = Es ist zurück
mail-return-received-subject = Ihre Rücksendung zur Bestellung { $number } ist da
mail-return-received-said = Aus Ihrer Bestellung { $number } ist zurück beim Verkäufer: { $works }.
mail-return-received-next = Ihr Geld folgt; wir schreiben wieder, wenn es unterwegs ist.
mail-return-refused = Die Rücksendung wurde abgelehnt
mail-return-refused-subject = Ihre Rücksendung zur Bestellung { $number } wurde abgelehnt
mail-return-refused-said = Ihre Rücksendung aus Bestellung { $number } wurde abgelehnt: { $works }.
mail-return-refused-why = Der Grund: { $reason }

## review_asked

mail-review-asked = Wie gefällt es Ihnen?
mail-review-asked-subject = Wie gefällt Ihnen „{ $title }“?
mail-review-asked-arrived = { $name }, vor einer Woche ist Ihre Bestellung { $number } angekommen: { $titles }.
mail-review-asked-why = Wie lebt es sich damit? Ein paar Worte helfen anderen, und wer es gemacht hat, liest sie auch.
mail-review-asked-button = Ein paar Worte schreiben
mail-review-asked-once = Wir fragen nur einmal.

## order_link

mail-order-link = Ihre Bestellung
mail-order-link-subject = Ihre Bestellung { $number }
mail-order-link-way = Hier ist der Weg zu Ihrer Bestellung { $number }: was sie enthält, wo sie ist, und die Rechnung.
mail-order-link-secret = Wer den Link hat, sieht die Bestellung; behalten Sie ihn also für sich.
mail-order-link-days = Der Link gilt 30 Tage. Wenn Sie ihn nicht angefordert haben, müssen Sie nichts tun.

## Die Seite, die eine zeigt

mail-page-to = an { $to }
mail-page-form = Form der E-Mail
mail-page-html = HTML
mail-page-text = Text
mail-page-frame = Die E-Mail: { $subject }

## wish_free

mail-wish-free = Es ist wieder frei
mail-wish-free-subject = { $title } ist wieder frei
mail-wish-free-words = { $name }, { $title } von { $artist } steht auf Ihrer Wunschliste, und ein Exemplar ist wieder frei.
mail-wish-free-hurry = Auch andere, die es sich wünschen, erfahren davon; reserviert wird es für die Person, die es zuerst in den Warenkorb legt.
mail-wish-free-button = Zum Werk
mail-wish-free-why = Diese Nachricht bekommen Sie, weil das Werk auf Ihrer Wunschliste steht, höchstens einmal am Tag je Werk. Wenn Sie nichts mehr davon hören möchten, nehmen Sie es von der Liste: { $url }
