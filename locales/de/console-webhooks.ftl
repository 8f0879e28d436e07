# Die Webhooks der Konsole: Programme anderer, die hören, was geschieht.

console-webhooks-all = Wer hört, was geschieht
console-webhooks-none = Noch niemand. Ein Endpunkt ist ein Programm von Ihnen oder von jemandem, mit dem Sie arbeiten: Lagerhaltung, Buchhaltung, ein Newsletter.
console-webhooks-waiting = { $count ->
    [0] Keine Zustellung wartet.
    [one] 1 Zustellung wartet.
   *[other] { $count } Zustellungen warten.
}
console-webhooks-dead = { $count ->
    [0] Keine wurde aufgegeben.
    [one] 1 wurde aufgegeben.
   *[other] { $count } wurden aufgegeben.
}
console-webhooks-enabled = Eingeschaltet
console-webhooks-not-enabled = Ausgeschaltet
console-webhooks-more = Weitere Endpunkte
console-webhooks-new = Ein neuer Endpunkt
console-webhooks-make = Endpunkt eintragen
console-webhooks-one = Webhook
console-webhooks-form = Wo er hört, und was
console-webhooks-save = Endpunkt speichern
console-webhooks-remove = Endpunkt entfernen
console-webhooks-url = Adresse
console-webhooks-url-hint = Beginnt mit https://
console-webhooks-description = Wozu er dient
console-webhooks-events = Ereignisse
console-webhooks-enable = Er erfährt, was geschieht
console-webhooks-secret = Sein Geheimnis
console-webhooks-secret-once = Das ist das Geheimnis. Es steht nur dieses eine Mal hier; bewahren Sie es dort auf, wo der Endpunkt es findet.
console-webhooks-secret-kept = Jede Zustellung ist damit unterschrieben. Es stand hier, als es entstand; ging es verloren, lassen Sie ein neues machen.
console-webhooks-secret-before = Das Geheimnis davor unterschreibt auch noch bis
console-webhooks-rotate = Neues Geheimnis machen
console-webhooks-test = Probe senden
console-webhooks-deliveries = Zustellungen
console-webhooks-deliveries-none = Noch wurde nichts gesendet.
console-webhooks-table = Tabelle der Zustellungen
console-webhooks-event = Ereignis
console-webhooks-state = Stand
console-webhooks-at = Zeit
console-webhooks-tries = Versuche
console-webhooks-answer = Antwort
console-webhooks-do = Tun
console-webhooks-next = nächster Versuch:
console-webhooks-replay = Noch einmal senden
console-webhooks-earlier = Frühere Zustellungen
console-webhooks-is-waiting = Wartet
console-webhooks-is-delivered = Zugestellt
console-webhooks-is-dead = Aufgegeben
console-webhooks-event-order-placed = Eine Bestellung ging ein
console-webhooks-event-order-paid = Eine Bestellung ist bezahlt
console-webhooks-event-order-shipped = Ein Paket ging ab
console-webhooks-event-order-delivered = Ein Paket kam an
console-webhooks-event-order-completed = Eine Bestellung ist abgeschlossen
console-webhooks-event-order-cancelled = Eine Bestellung wurde storniert
console-webhooks-event-order-refunded = Geld ging zurück
console-webhooks-event-artwork-published = Ein Werk hängt
console-webhooks-event-artwork-updated = Ein Werk wurde geändert
console-webhooks-event-stock-changed = Der Bestand änderte sich
console-webhooks-event-seller-verified = Ein Verkäufer wurde bestätigt
console-webhooks-field-url = Die Adresse
console-webhooks-field-description = Die Beschreibung
console-webhooks-field-events = Die Liste der Ereignisse
