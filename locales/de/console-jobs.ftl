# Die Vorgänge der Verwaltung: was nach einem Verkauf geschehen muss.

console-jobs-lanes = Vorgänge nach Stand
console-jobs-lane-dead = Gescheitert
console-jobs-lane-failing = Mit Fehlern
console-jobs-lane-open = Offen
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
console-jobs-tried = { $count ->
    [one] 1 Versuch
   *[other] { $count } Versuche
}
console-jobs-tried-error = { $tries }: { $error }
