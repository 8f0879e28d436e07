# Eine Bestellung: ihre Seite, und was Listen, Verwaltung und Atelier von ihr sagen.

order-title = Bestellung { $number }
order-placed-line = Bestellung { $number }, <1>{ $date }</1>
order-way = Der Weg der Bestellung
order-kept = Ihr Exemplar bleibt für Sie zurückgelegt
order-your-works = Ihre Werke:
order-ask-again = Noch einmal nachfragen
order-nothing-happened = Bei Ihrer Bank ist nichts geschehen? <1>Zurück zur Zahlung</1>
order-authorize = Ihre Bank hat eine Frage
order-authorize-about = In einer echten Galerie würden Sie die Zahlung jetzt in der App Ihrer Bank bestätigen. Hier genügt diese Schaltfläche.
order-authorize-button = Testzahlung freigeben
order-redirect = Weiter mit der Zahlung
order-redirect-about = Die Zahlung geht auf der Seite des Zahlungsdienstes weiter.
order-redirect-button = Zur Zahlungsseite
order-card-title = Mit Karte zahlen
order-card-about = Was Sie eingeben, geht unmittelbar an Stripe, wo die Zahlung ausgeführt wird; dieses Haus sieht es nie.
order-card-sum = Zu zahlen: { $total }
order-card-pay = Jetzt zahlen
order-card-away = Die Felder für die Karte wurden nicht geladen. Sie brauchen Skripte von js.stripe.com; Sie können auch anders bezahlen.
order-card-otherwise = Zurück zur Bestellung, oder anders bezahlen
order-pay-otherwise = Anders bezahlen
order-pay-again = Noch einmal zahlen
order-payment-way = Zahlungsart
order-pay-now = Jetzt zahlen
order-claim = In Ihrem Konto aufbewahren
order-claim-about = Diese Bestellung wurde ohne Konto aufgegeben, mit Ihrer Adresse. Übernehmen Sie sie, dann steht sie bei Ihren anderen Bestellungen.
order-claim-button = In mein Konto übernehmen
order-claim-prove = Diese Bestellung wurde ohne Konto aufgegeben, mit Ihrer Adresse. Bestätigen Sie zuerst die Adresse: Die Schaltfläche dafür finden Sie in <1>Ihrem Profil</1>.
order-from = Von { $seller }
order-delivery = Lieferung: { $method }, { $price }
order-delivery-free = Lieferung: { $method }, kostenlos
order-sum = Summe
order-payment = Zahlung
order-documents = Dokumente
order-being-made = wird erstellt …
order-certificate-page = Seite dazu ansehen<1>: { $name }</1>
order-delivered-to = Lieferung an
order-invoiced-to = Rechnung an
order-happened = Was geschehen ist
order-cancel = Bestellung stornieren
order-cancel-about = Die Werke kommen wieder an die Wand, und was Sie bezahlt haben, wird erstattet.
order-cancel-button = Ja, Bestellung stornieren
order-not-yours = Diese Bestellung gehört jemand anderem; nutzen Sie dafür die Verwaltung.

## Die Felder der Suche nach einer Bestellung

order-field-number = Die Nummer
order-field-email = Die E-Mail-Adresse

## Wie sie steht

order-stands-confirming = Ihre Zahlung wird bestätigt
order-stands-confirming-about = Ihr Exemplar bleibt zurückgelegt. Der Zahlungsdienst wird gerade gefragt; diese Seite zeigt die Antwort sofort. Sie brauchen nicht noch einmal zu zahlen.
order-stands-goes-back = Zu spät, und Ihr Geld kommt zurück
order-stands-goes-back-about = Als Ihre Zahlung ankam, waren die Werke nicht mehr für Sie reserviert. Der ganze Betrag ist auf dem Weg zurück zu Ihnen; Sie brauchen nichts zu tun.
order-stands-late = Vielen Dank, es gehört Ihnen
order-stands-late-about = Ihre Zahlung kam nach dem Ende der Reservierung, aber die Werke waren noch da: Sie gehören Ihnen. Sie werden nun verpackt, und Sie hören von uns, sobald sie unterwegs sind.
order-stands-cancelled-refunded = Storniert
order-stands-cancelled-refunded-about = Die Bestellung ist storniert, und was Sie bezahlt haben, wurde Ihnen erstattet.
order-stands-cancelled-paid = Storniert
order-stands-cancelled-paid-about = Die Bestellung ist storniert. Was Sie bezahlt haben, ist auf dem Weg zurück zu Ihnen.
order-stands-cancelled = Storniert
order-stands-cancelled-about = Die Bestellung ist storniert. Abgebucht wurde nichts.
order-stands-too-late = Zu spät
order-stands-too-late-about = Ihre Zahlung kam, als die Werke schon an jemand anderen gegangen waren; sie wurde Ihnen deshalb erstattet.
order-stands-expired = Diese Bestellung ist verfallen
order-stands-expired-about = Sie wurde nicht rechtzeitig bezahlt; die Werke sind wieder frei. Abgebucht wurde nichts.
order-stands-refunded = Erstattet
order-stands-refunded-about = Was Sie bezahlt haben, wurde Ihnen erstattet.
order-stands-partly-refunded = Teilweise erstattet
order-stands-partly-refunded-about = Ein Teil dessen, was Sie bezahlt haben, wurde Ihnen erstattet.
order-stands-disputed = Zahlung strittig
order-stands-disputed-about = Ihre Bank hat die Zahlung zurückgeholt; die Galerie wird Ihnen schreiben.
order-stands-requires-action = Noch ein Schritt
order-stands-requires-action-about = Ihre Bank möchte, dass Sie die Zahlung bestätigen.
order-stands-declined = Die Zahlung wurde abgelehnt
order-stands-declined-about = Abgebucht wurde nichts, und Ihre Werke sind weiterhin für Sie reserviert.
order-stands-pending = Wir warten auf die Zahlung
order-stands-pending-about = Ihre Werke bleiben reserviert, bis der Zahlungsdienst antwortet. Sie müssen nicht hierbleiben: Diese Seite zeigt es sofort.
order-stands-returned = Zurückgekommen
order-stands-returned-about = Die Werke sind an den Verkäufer zurückgegangen.
order-stands-complete = Abgeschlossen
order-stands-complete-about = Die Werke sind angekommen. Wir wünschen Ihnen viel Freude daran.
order-stands-delivered = Zugestellt
order-stands-delivered-about = Die Werke sind angekommen. Wir wünschen Ihnen viel Freude daran.
order-stands-shipped = Unterwegs
order-stands-shipped-about = Ihre Werke sind auf dem Weg zu Ihnen.
order-stands-ready = Abholbereit
order-stands-ready-about = Ihre Werke liegen beim Verkäufer für Sie bereit.
order-stands-partly-shipped = Teilweise unterwegs
order-stands-partly-shipped-about = Einige Ihrer Werke sind unterwegs; die anderen folgen.
order-stands-paid = Vielen Dank, es gehört Ihnen
order-stands-paid-about = Die Zahlung ist eingegangen. Ihre Werke werden nun verpackt, und Sie hören von uns, sobald sie unterwegs sind.

## Dasselbe in einer Liste

order-short-cancelled = Storniert
order-short-expired = Nicht rechtzeitig bezahlt
order-short-refunded = Erstattet
order-short-partly-refunded = Teilweise erstattet
order-short-disputed = Zahlung strittig
order-short-pending = Wartet auf die Zahlung
order-short-requires-action = Wartet auf Ihre Bestätigung der Zahlung
order-short-declined = Zahlung abgelehnt
order-short-paid = Bezahlt, wird verpackt
order-short-partly-shipped = Bezahlt, teilweise unterwegs
order-short-shipped = Bezahlt, unterwegs
order-short-ready = Bezahlt, abholbereit
order-short-delivered = Zugestellt
order-short-returned = Zurückgekommen

## Ihre Stationen

order-step-placed = Aufgegeben
order-step-paid = Bezahlt
order-step-shipped = Versandt
order-step-delivered = Zugestellt
order-step-cancelled = Storniert
order-step-expired = Nicht rechtzeitig bezahlt
order-step-done = erledigt
order-step-current = jetzt
order-step-ahead = kommt noch
order-step-failed = endet hier

## Zahlungsversuche

order-pay-pending = Wartet auf den Zahlungsdienst
order-pay-requires-action = Wartet auf Ihre Bestätigung
order-pay-goes-back = Bezahlt, geht an Sie zurück
order-pay-partly-refunded = Bezahlt, teilweise erstattet
order-pay-succeeded = Bezahlt
order-pay-refunded = Erstattet
order-pay-called-off = Abgebrochen
order-pay-reason = Abgelehnt: { $reason }
order-pay-declined = Abgelehnt

## Warum eine Zahlung abgelehnt wurde, nach „Abgelehnt:“

order-decline-bank = Die Bank nennt keinen Grund
order-decline-funds = Das Konto ist nicht gedeckt
order-decline-expired = Die Karte ist abgelaufen
order-decline-number = Die Kartennummer stimmt nicht
order-decline-cvc = Die Prüfnummer stimmt nicht
order-decline-expiry = Das Ablaufdatum stimmt nicht
order-decline-authentication = Sie wurde nicht bestätigt
order-decline-unsupported = Die Karte lässt sie nicht zu
order-decline-limit = Das Limit der Karte ist erreicht
order-decline-again = Die Bank war nicht zu erreichen

## Was dagegen zu tun ist

order-advice-bank = Ihre Bank nennt keinen Grund: Nehmen Sie eine andere Karte, oder fragen Sie bei der Bank nach.
order-advice-funds = Das Konto ist nicht gedeckt: Nehmen Sie eine andere Karte, oder versuchen Sie es noch einmal, sobald es das ist.
order-advice-expired = Die Karte ist abgelaufen: Nehmen Sie eine andere.
order-advice-number = Die Kartennummer stimmt nicht: Prüfen Sie sie und versuchen Sie es noch einmal.
order-advice-cvc = Die Prüfnummer der Karte stimmt nicht: Prüfen Sie sie und versuchen Sie es noch einmal.
order-advice-expiry = Das Ablaufdatum der Karte stimmt nicht: Prüfen Sie es und versuchen Sie es noch einmal.
order-advice-authentication = Die Zahlung wurde nicht bestätigt: Versuchen Sie es noch einmal und bestätigen Sie sie in der App Ihrer Bank, oder nehmen Sie eine andere Karte.
order-advice-unsupported = Mit dieser Karte geht die Zahlung nicht: Nehmen Sie eine andere, oder fragen Sie bei Ihrer Bank nach.
order-advice-limit = Das Limit der Karte ist erreicht: Nehmen Sie eine andere, oder lassen Sie es von Ihrer Bank erhöhen.
order-advice-again = Ihre Bank war nicht zu erreichen: Bitte versuchen Sie es in ein paar Minuten noch einmal.
order-advice-other = Bitte versuchen Sie es noch einmal, oder zahlen Sie auf andere Art; geschieht es wieder, fragen Sie bei Ihrer Bank nach.

## Pakete

order-parcel-packed = Verpackt, geht mit { $carrier }
order-parcel-in-transit = Unterwegs mit { $carrier }
order-parcel-delivered = Zugestellt von { $carrier }
order-parcel-exception = { $carrier } hat Schwierigkeiten mit dem Paket
order-parcel-returned = Zurückgekommen mit { $carrier }
order-parcel-ready = Abholbereit
order-parcel-collected = Abgeholt
order-pickup-head = Wo Sie abholen

## Was geschehen ist

order-event-placed = Aufgegeben
order-event-payment-started = Eine Zahlung wurde begonnen
order-event-requires-action = Die Bank bat um Bestätigung
order-event-declined = Die Zahlung wurde abgelehnt
order-event-declined-reason = Die Zahlung wurde abgelehnt: { $reason }
order-event-called-off = Die Zahlung wurde abgebrochen
order-event-paid = Bezahlt
order-event-paid-late = Spät bezahlt; die Werke waren noch da
order-event-goes-back = Die Zahlung kam zu spät und geht zurück
order-event-cancelled = Storniert
order-event-expired = Nicht rechtzeitig bezahlt
order-event-refund = Eine Erstattung wurde begonnen
order-event-refunded = Erstattet
order-event-dispute-opened = Die Bank hat die Zahlung zurückgeholt
order-event-dispute-won = Der Zahlungsstreit wurde zugunsten der Galerie entschieden
order-event-dispute-lost = Der Zahlungsstreit wurde zugunsten des Käufers entschieden
order-event-dispute-told = Das Ende eines Zahlungsstreits wurde angekündigt
order-event-shipped = Versandt
order-event-shipped-works = Versandt: { $works }
order-event-ready = Abholbereit
order-event-collected = Abgeholt
order-event-delivered = Zugestellt
order-event-delivered-works = Zugestellt: { $works }
order-event-exception = Der Zusteller hat Schwierigkeiten mit einem Paket
order-event-exception-works = Der Zusteller hat Schwierigkeiten mit einem Paket: { $works }
order-event-returned = Ein Paket kam zum Verkäufer zurück
order-event-returned-works = Zum Verkäufer zurückgekommen: { $works }
order-event-withdrawn = Widerrufen: { $works }
order-event-damage = Als beschädigt gemeldet: { $works }
order-event-return-received = Zurück beim Verkäufer: { $works }
order-event-return-refunded = Die Rücksendung wurde anerkannt: { $works }
order-event-return-refused = Die Rücksendung wurde abgelehnt: { $works }
order-event-completed = Abgeschlossen

## Dokumente

order-document-invoice = Rechnung { $number }
order-document-credit-note = Rechnungskorrektur { $number }
order-document-certificate = Echtheitszertifikat { $number }
order-document-packing-slip = Lieferschein { $number }
order-document-statement = Abrechnung { $number }
