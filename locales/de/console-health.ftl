# Die Räume der Verwaltung für den laufenden Betrieb: Zustand und Anwesenheit.

## Zustand

console-health-title = Zustand
console-health-needs = Was { $node } braucht
console-health-ill = Nicht in Ordnung:
console-health-figures = Die letzten fünf Minuten
console-health-as-table = Als Tabelle
console-health-table = Werte der letzten fünf Minuten
console-health-figure = Wert
console-health-now = Jetzt
console-health-least = Niedrigster
console-health-most = Höchster
console-health-well-node = Der Knoten ist bereit und antwortet.
console-health-ill-node = Der Knoten ist nicht bereit: Lastverteiler schicken ihm nichts.
console-health-well-database = Die Datenbank antwortet.
console-health-ill-database = Die Datenbank antwortet nicht: Nichts lässt sich ändern.
console-health-well-media = Bilder und Dokumente lassen sich lesen.
console-health-ill-media = Der Medienspeicher antwortet nicht: Hochladen geht nicht, und Bilder können fehlen.
console-health-well-redis = Redis antwortet: Die Knoten erfahren sofort voneinander.
console-health-ill-redis = Redis antwortet nicht: Die Knoten erfahren eine Viertelsekunde später voneinander, und wer verbunden ist, ist nicht bekannt.
console-health-no-redis = Kein Redis eingerichtet: Dieser Knoten ist allein und braucht keines.
console-health-series-requests = Anfragen je Sekunde
console-health-series-orders = Bestellungen je Sekunde
console-health-series-waiting = Nachrichten, die auf Aktoren warten
console-health-series-batch = Befehle je Bündel
console-health-series-lag = Ereignisse, die hier noch nicht gemeldet sind
console-health-series-sockets = Offene Sockets
console-health-series-holds = Laufende Reservierungen
console-health-series-jobs = Wartende Vorgänge

## Anwesenheit

console-presence-title = Anwesenheit
console-presence-unknown = Wer verbunden ist, ist im Moment nicht bekannt.
console-presence-total = { $connections }. Nur Zahlen: Niemand wird genannt.
console-presence-by-role = Nach Rolle
console-presence-nobody = Niemand ist verbunden.
console-presence-role = Rolle
console-presence-connections = Verbindungen
console-presence-by-work = Nach Werk
console-presence-no-work = Niemand sieht sich ein Werk an.
console-presence-work = Werk
console-presence-people = Personen
