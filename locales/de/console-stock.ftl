# Der Bestand der Verwaltung, und wer was bis wann reserviert hat.

## Der Bestand

console-stock-q = Titel oder Künstler/in
console-stock-seller = Verkäufer
console-stock-kind = Art
console-stock-copies = Exemplare
console-stock-kind-any = Jede Art
console-stock-kind-unique = Unikate
console-stock-kind-limited = Limitierte Editionen
console-stock-kind-open = Offene Editionen
console-stock-state-any = Jeder Stand
console-stock-state-free = Freie dabei
console-stock-state-held = Reservierte dabei
console-stock-state-sold_out = Ausverkauft
console-stock-state-withdrawn = Zurückgezogene dabei
console-stock-none = Keine Edition passt dazu.
console-stock-table = Tabelle des Bestands
console-stock-edition = Edition
console-stock-price = Preis
console-stock-state = Stand
console-stock-free = Frei
console-stock-held = Reserviert
console-stock-sold = Verkauft
console-stock-withdrawn = Zurückgezogen
console-stock-total = Gesamt
console-stock-adjust = Anpassen
console-stock-delta = Exemplare, plus oder minus
console-stock-by-copy = Exemplar für Exemplar
console-stock-copies-of = Exemplare von { $title }, { $edition }
console-stock-on-page = Die Kästchen stehen auf der Seite des Werks
console-stock-more = Weitere Editionen
console-stock-is-open = offene Edition
console-stock-is-limited = Auflage { $size }
console-stock-is-limited-proofs = Auflage { $size }, dazu { $proofs }

## Reservierungen

console-holds-unknown = Diese Edition gibt es nicht; hier stehen alle Reservierungen.
console-holds-only = Nur { $edition }. <1>Alle Reservierungen</1>
console-holds-this-edition = diese Edition
console-holds-edition = diese Edition
console-holds-none = Nichts ist reserviert.
console-holds-none-more = Was in einem Warenkorb liegt, ist eine Weile reserviert und steht hier mit seiner Frist.
console-holds-table = Tabelle der Reservierungen
console-holds-work = Werk
console-holds-copies = Exemplare
console-holds-for = Reserviert für
console-holds-since = Seit
console-holds-until = Bis
console-holds-order = Bestellung
console-holds-do = Aktion
console-holds-its-only = nur ihre Reservierungen
console-holds-its-order = Zur Bestellung
console-holds-let-go = Freigeben
console-holds-more = Weitere Reservierungen
