# Die Vorgänge der Verwaltung: was nach einem Verkauf geschehen muss.

console-jobs-lanes = Vorgänge nach Stand
console-jobs-lane-dead = Gescheitert
console-jobs-lane-failing = Mit Fehlern
console-jobs-lane-open = Offen
console-jobs-lane-webhooks = Meldungen der Zahlungsdienste
console-jobs-none-dead = Kein Vorgang ist gescheitert.
console-jobs-none-failing = Kein Vorgang hat Fehler.
console-jobs-none-open = Nichts wartet auf Erledigung.
console-jobs-none-more = Was nach einem Verkauf geschehen muss, steht hier, bis es erledigt ist: Zahlungen, Erstattungen, Dokumente.
console-jobs-table = Tabelle der Vorgänge
console-jobs-job = Vorgang
console-jobs-state = Stand
console-jobs-at = Zeitpunkt
console-jobs-tries = Versuche
console-jobs-last-error = Letzter Fehler
console-jobs-do = Aktion
console-jobs-order = zur Bestellung
console-jobs-retry = Jetzt versuchen
console-jobs-forget = Verwerfen
console-jobs-earlier = Frühere Vorgänge
console-jobs-is-dead = Gescheitert
console-jobs-is-leased = In Arbeit
console-jobs-is-due = Fällig
console-jobs-is-waiting = Wartet
console-jobs-does-drive_payment = Zahlung einziehen
console-jobs-does-expire_order = Unbezahlte Bestellung stornieren
console-jobs-does-refund_payment = Geld erstatten
console-jobs-does-render_document = Dokument erstellen
console-jobs-does-send_mail = E-Mail senden
console-jobs-does-deliver_webhook = Webhook zustellen
console-jobs-does-send_payout = Auszahlung senden
console-jobs-tried = { $count ->
    [one] 1 Versuch
   *[other] { $count } Versuche
}
console-jobs-tried-error = { $tries }: { $error }

## Was bei einem Vorgang zuletzt schiefging

console-jobs-error-no-answer = keine rechtzeitige Antwort
console-jobs-error-none = keine Antwort
console-jobs-error-lease = es dauerte länger als die Frist
console-jobs-error-refused = vom Zahlungsdienst abgelehnt: { $code }
console-jobs-error-no-provider = auf diesem Knoten gibt es keinen Zahlungsdienst { $provider }
console-jobs-error-no-payment = die Bestellung hat keine solche Zahlung
console-jobs-error-not-money = bei diesem Vorgang geht es nicht um Geld
console-jobs-error-not-stored = die Auskunft des Zahlungsdienstes ließ sich nicht speichern: { $error }
console-jobs-error-no-words = der Text kam nicht rechtzeitig
console-jobs-error-server = der Mailserver antwortete nicht rechtzeitig
console-jobs-error-unwritten = die E-Mail lässt sich nicht schreiben: { $error }
console-jobs-error-mail-refused = die E-Mail wurde abgelehnt: { $error }
console-jobs-error-mail-stuck = die E-Mail ließ sich nicht übergeben: { $error }
console-jobs-error-not-rendered = das Dokument ließ sich nicht erstellen: { $error }
console-jobs-error-renderer = das Erstellen des Dokuments brach ab: { $error }
console-jobs-error-writer = das Schreiben brach ab: { $error }
console-jobs-error-webhook-refused = die Adresse wird abgelehnt: { $reason }
console-jobs-error-webhook-unreached = der Endpunkt war nicht zu erreichen: { $error }
console-jobs-error-webhook-late = der Endpunkt antwortete nicht rechtzeitig
console-jobs-error-webhook-answered = der Endpunkt antwortete { $status }
console-jobs-error-webhook-not-enabled = der Endpunkt ist ausgeschaltet
console-jobs-error-webhook-sealed = sein Geheimnis lässt sich mit diesem Hauptgeheimnis nicht öffnen; geben Sie ihm ein neues
console-jobs-error-strange = der Vorgang ist nicht zu verstehen: { $error }
console-jobs-error-database = die Datenbank ist nicht erreichbar: { $error }
console-jobs-error-queue = die Warteschlange des Journals ist voll

## Was Zahlungsdienste meldeten

console-inbox = Meldungen der Zahlungsdienste
console-inbox-none = Noch hat kein Zahlungsdienst etwas gemeldet.
console-inbox-none-more = Was Zahlungsdienste von sich aus melden, steht hier; jede Meldung einmal, so oft sie auch kommt.
console-inbox-table = Tabelle der Meldungen
console-inbox-notice = Meldung
console-inbox-outcome = Was daraus wurde
console-inbox-at = Zuerst gekommen
console-inbox-deliveries = Zustellungen
console-inbox-redeliver = Erneut annehmen
console-inbox-earlier = Frühere Meldungen
console-inbox-done = Erledigt
console-inbox-unknown = Von einer Art, die hier nicht bekannt ist
console-inbox-unmatched = Zu einer Zahlung oder Summe, die hier nicht bekannt ist
