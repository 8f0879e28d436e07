# Die Kasse.

checkout-title = Kasse
checkout-contact = Kontakt
checkout-no-account = Ein Konto ist nicht nötig. Wenn Sie eines haben: <1>anmelden</1>.
checkout-email = E-Mail
checkout-email-hint = Dorthin gehen Bestätigung und Rechnung.
checkout-address = Lieferanschrift
checkout-billing-same = Die Rechnung geht an dieselbe Anschrift
checkout-billing-other = Andere Rechnungsanschrift
checkout-billing-note = Gilt nur, wenn das Häkchen oben nicht gesetzt ist.
checkout-company = Kauf für ein Unternehmen
checkout-vat-id = USt-IdNr.
checkout-delivery = Lieferung
checkout-delivery-note = Wählen Sie oben das Land, dann sehen Sie, was die Lieferung kostet.
checkout-from = { $works } <1>von { $seller }</1>
checkout-update = Lieferung und Summen neu berechnen
checkout-payment = Zahlung
checkout-payment-demo = Dies ist eine Vorführung: Wählen Sie, wie die Zahlung ausgehen soll. Nach einer Karte wird nicht gefragt.
checkout-payment-way = Zahlungsart
checkout-place = Bestellung aufgeben
checkout-buy = Zahlungspflichtig bestellen
checkout-terms = Damit bestellen Sie zahlungspflichtig. Wer in der EU privat kauft, kann innerhalb von 14 Tagen nach der Lieferung widerrufen.
checkout-order = Ihre Bestellung
checkout-your-works = Ihre Werke:
checkout-extend = Fünf Minuten mehr
checkout-change-cart = Warenkorb ändern
checkout-free = kostenlos
checkout-days = { $count ->
    [one] { $count } Werktag
   *[other] { $count } Werktage
}
checkout-days-span = { $least } bis { $most } Werktage
checkout-choose-country = Land wählen

## Was über den Feldern des Formulars steht

checkout-total-changed = Der Gesamtbetrag hat sich geändert; abgebucht wurde nichts. Bitte sehen Sie ihn sich noch einmal an, bevor Sie bestellen.
checkout-busy = In der Galerie ist gerade sehr viel los, und die Bestellung konnte nicht bestätigt werden. Klicken Sie noch einmal auf die Schaltfläche: Dieselbe Bestellung wird nie doppelt aufgegeben oder abgebucht.
checkout-no-payments = Diese Galerie nimmt im Augenblick keine Zahlungen an; bestellt werden kann deshalb nichts.

## Die Felder im Satz

checkout-field-name = Der Name
checkout-field-line1 = Das Feld für Straße und Hausnummer
checkout-field-line2 = Die zweite Zeile
checkout-field-postal-code = Die Postleitzahl
checkout-field-city = Der Ort
checkout-field-region = Das Bundesland oder die Provinz
checkout-field-country = Das Land
checkout-field-email = Die E-Mail-Adresse
checkout-field-delivery = Die Lieferung
checkout-field-vat-id = Die USt-IdNr.
checkout-field-payment = Die Zahlungsart

## Zahlungsarten zum Ausprobieren

checkout-test-ok = Testkarte, mit der es klappt
checkout-test-ok-more = Die Zahlung wird sofort bestätigt.
checkout-test-3ds = Testkarte, die freigegeben werden muss
checkout-test-3ds-more = Die Bestellung wartet, bis Sie auf der nächsten Seite „Freigeben“ drücken, so wie die App einer Bank Sie fragen würde.
checkout-test-declined = Testkarte, die abgelehnt wird
checkout-test-declined-more = Bezahlt wird nichts; Ihre Werke bleiben reserviert, und Sie können es mit einer anderen Karte versuchen.
checkout-test-late = Testüberweisung
checkout-test-late-more = Nach zehn Sekunden bestätigt, während Sie zusehen.
checkout-test-lost = Testkarte, deren Antwort verloren geht
checkout-test-lost-more = Der Zahlungsdienst antwortet nie; die Bestellung bleibt offen, bis die Reservierung endet.
checkout-stripe = Karte, Wallet oder Bank
checkout-stripe-more = Sie zahlen auf der Seite von Stripe und kommen hierher zurück. Was es dort gibt, hängt von Ihrem Land ab.
checkout-stripe-card = Karte auf dieser Seite
checkout-stripe-card-more = Sie bleiben hier; was Sie eingeben, geht unmittelbar an Stripe.
checkout-paypal-more = Sie geben die Zahlung auf der Seite von PayPal frei und kommen hierher zurück.
