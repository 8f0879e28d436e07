# Die Bestellungen der Verwaltung: die Liste, eine davon, und ihre Erstattung.

## Die Liste

console-orders-lanes = Bestellungen nach Stand
console-orders-lane-all = Alle
console-orders-lane-to_pay = Zu bezahlen
console-orders-lane-to_ship = Zu versenden
console-orders-lane-shipped = Unterwegs
console-orders-lane-done = Abgeschlossen
console-orders-lane-ended = Storniert oder abgelaufen
console-orders-lane-refunded = Erstattungen
console-orders-none-all = Noch keine Bestellungen. Sie erscheinen hier, sobald sie aufgegeben werden.
console-orders-none-to_pay = Keine Bestellung wartet auf Zahlung.
console-orders-none-to_ship = Alles Bezahlte ist verschickt.
console-orders-none-shipped = Nichts ist unterwegs.
console-orders-none-done = Noch ist nichts angekommen.
console-orders-none-ended = Keine Bestellung wurde storniert oder ist abgelaufen.
console-orders-none-refunded = Es ging kein Geld zurück.
console-orders-none-like-that = Keine Bestellung passt dazu.
console-orders-q = Nummer oder E-Mail
console-orders-from = Von
console-orders-until = Bis
console-orders-first-day = Der erste Tag
console-orders-last-day = Der letzte Tag
console-orders-search = Die Suche
console-orders-table = Tabelle der Bestellungen
console-orders-order = Bestellung
console-orders-placed = Aufgegeben
console-orders-buyer = Käufer/in
console-orders-status = Stand
console-orders-payment = Zahlung
console-orders-delivery = Lieferung
console-orders-total = Gesamt
console-orders-earlier = Frühere Bestellungen

## Der Stand einer Bestellung, ihrer Zahlung und ihrer Lieferung

console-order-status-open = offen
console-order-status-completed = abgeschlossen
console-order-status-cancelled = storniert
console-order-status-expired = abgelaufen
console-order-status-pending = ausstehend
console-order-status-requires_action = wartet auf Freigabe
console-order-status-succeeded = erfolgreich
console-order-status-paid = bezahlt
console-order-status-partially_refunded = teilweise erstattet
console-order-status-refunded = erstattet
console-order-status-disputed = strittig
console-order-status-failed = fehlgeschlagen
console-order-status-unfulfilled = nicht versandt
console-order-status-partially_shipped = teilweise versandt
console-order-status-shipped = versandt
console-order-status-delivered = zugestellt
console-order-status-returned = zurückgekommen

## Eine Bestellung

console-order-title = Bestellung { $number }
console-order-part = Von { $seller }
console-order-delivery = Lieferung: { $delivery }
console-order-commission = Provision: { $amount }
console-order-slip = Lieferschein von { $seller } (PDF)
console-order-refunded = { $count } erstattet
console-order-restocked = { $count } wieder im Bestand
console-order-cancel = Bestellung stornieren
console-order-cancel-more = Die Werke hängen danach wieder; was bezahlt und noch nicht erstattet ist, geht zurück.
console-order-cancel-do = Stornieren
console-order-invoiced = Rechnung an
console-order-account = Konto { $id }
console-order-visitor = Gast { $id }
console-order-sum = Summe
console-order-payments = Zahlungen
console-order-paid-by = { $provider }: { $status }
console-order-declined = { $provider }: { $status } ({ $code })
console-order-provider-test = Testzahlung
console-order-provider-stripe = Karte (Stripe)
console-order-ask = Beim Zahlungsdienst nachfragen
console-order-refunds = Erstattungen
console-order-refund-pending = Auf dem Rückweg
console-order-refund-done = Erstattet
console-order-documents = Dokumente
console-order-jobs = Vorgänge
console-order-timeline = Verlauf

## Das Formular einer Erstattung

console-refund = Erstattung
console-refund-left = Bis zu { $left } können noch erstattet werden. Sie sehen jeden Betrag, bevor etwas geschieht.
console-refund-works = Werke
console-refund-line = { $detail }, { $price }, { $goods }
console-refund-line-each = { $detail }, je { $price }, { $goods }
console-refund-not-sent = noch nicht verschickt
console-refund-came-back = zurückgekommen
console-refund-has-left = verschickt
console-refund-how-many = Wie viele von { $left }
console-refund-delivery-too = Auch die Lieferung, { $price }
console-refund-restock = Was noch nicht verschickt ist, kommt zurück in den Bestand
console-refund-reason-more = Für das Protokoll; wer gekauft hat, sieht es nicht
console-refund-preview-lines = Vorschau für diese Werke
console-refund-preview-rest = Vorschau für den ganzen Rest
console-refund-sum = Stattdessen ein Betrag
console-refund-sum-in = Betrag in { $currency }
console-refund-sum-more = Anteilig auf den ganzen Rest verteilt; nichts kommt zurück in den Bestand
console-refund-preview-sum = Vorschau für den Betrag
console-refund-field-lines = Die Zahl der Exemplare
console-refund-field-amount = Der Betrag
console-refund-field-reason = Der Grund
console-refund-field-restock = Die Rückgabe in den Bestand
console-refund-no-amount = Bitte geben Sie einen Betrag an, etwa 25 oder 25,50.
console-refund-no-number = Bitte geben Sie die Zahl der Exemplare in Ziffern an.

## Die Vorschau einer Erstattung

console-refund-title = Erstattung zu { $number }
console-refund-head = { $total } erstatten
console-refund-to = An { $email }, über { $provider }. Noch ist nichts geschehen.
console-refund-amounts = Beträge
console-refund-amounts-table = Beträge Zeile für Zeile
console-refund-what = Was
console-refund-copies = Wie viele
console-refund-tax = MwSt. enthalten
console-refund-amount = Betrag
console-refund-reduction = Nachlass
console-refund-tax-at = MwSt. enthalten, { $rate }
console-refund-delivery = Lieferung
console-refund-goes-back = Geht zurück
console-refund-then = Und dann
console-refund-none-restocked = Nichts kommt zurück in den Bestand.
console-refund-restocked = Zurück in den Bestand: { $copies }
console-refund-restocked-of = { $title }: { $copies }
console-refund-note = Rechnungskorrektur von { $seller }: { $amount }
console-refund-left-after = Danach können noch { $left } erstattet werden.
console-refund-reason = Grund: { $reason }
console-refund-do = { $total } erstatten
console-refund-change = Ändern
