# Die Verwaltung: ihre Bereiche, was zu erledigen ist, die Suche über alles, Tabellen, die als Zeilen getippt werden.

## Bereiche

console-room-needs = Zu erledigen
console-room-orders = Bestellungen
console-room-disputes = Zahlungsstreite
console-room-books = Bücher
console-room-returns = Rücksendungen
console-room-inventory = Bestand
console-room-holds = Reservierungen
console-room-jobs = Vorgänge
console-room-review = Prüfung
console-room-reports = Meldungen
console-room-collections = Sammlungen
console-room-people = Personen
console-room-presence = Anwesenheit
console-room-audit = Protokoll
console-room-health = Zustand
console-room-mail = E-Mails
console-room-webhooks = Webhooks
console-room-payouts = Auszahlungen
console-room-months = Monate
console-room-settings = Einstellungen
console-room-find = Suche

## Was mehrere Bereiche sagen

console-do-find = Suchen
console-csv = Als Tabelle (CSV)
console-reason = Grund
console-original = Das Original

## Was zu erledigen ist

console-needs-paused = Der Verkauf ruht: Neue Reservierungen werden nicht angenommen.
console-needs-pause = Verkauf anhalten
console-needs-resume = Verkauf fortsetzen
console-needs-none = Es gibt nichts zu erledigen.
console-needs-none-more = Hier stehen hängende Zahlungen, überfällige Sendungen, gescheiterte Vorgänge sowie Verkäufer und Werke, die auf Sie warten; das Dringendste zuerst.
console-needs-disputes = Zahlungsstreite, die auf Belege warten
console-needs-stuck = Hängende Zahlungen
console-needs-overdue = Überfällige Sendungen
console-needs-dead = Gescheiterte Vorgänge
console-needs-sellers = Verkäufer, die auf Bestätigung warten
console-needs-reports = Meldungen
console-needs-works = Werke zur Prüfung
console-needs-review = Prüfen
console-needs-reported = Werke, an denen Besucherinnen und Besucher etwas auszusetzen hatten
console-needs-open-reports = Meldungen ansehen
console-needs-open-order = Bestellung öffnen
console-needs-retry = Noch einmal versuchen
console-needs-verify = Bestätigen
console-needs-late = { $count ->
    [one] Vor 1 Tag aufgegeben; verkauft von { $sellers }
   *[other] Vor { $count } Tagen aufgegeben; verkauft von { $sellers }
}

## Die Suche über alles

console-find-anything = Alles durchsuchen
console-find-key = Strg K
console-find-here = Die Verwaltung
console-find-what = Eine Bestellnummer, eine E-Mail-Adresse, der Anfang eines Namens oder Titels, eine ID
console-find-none = Nichts beginnt so.
console-find-pause = Alle neuen Reservierungen anhalten
console-find-words-needs = zu erledigen start heute aufgaben
console-find-words-orders = bestellungen käufe verkäufe
console-find-words-returns = rücksendungen widerruf schaden retouren
console-find-words-inventory = bestand lager editionen auflagen exemplare
console-find-words-review = prüfung moderation warteschlange freigeben einreichungen
console-find-words-reports = meldungen beschwerden gemeldet
console-find-words-collections = sammlungen kuratiert startseite
console-find-words-people = personen konten rollen benutzer team
console-find-words-audit = protokoll verlauf wer änderungen
console-find-words-presence = anwesenheit verbunden besucher jetzt live
console-find-words-health = zustand messwerte status zahlen
console-find-words-settings = einstellungen steuern versand provision logo farbe rechtliches reservierungszeiten name
console-find-words-webhooks = webhooks endpunkte integrationen api schnittstelle
console-find-words-pause = pause anhalten reservierungen verkauf stoppen fortsetzen
console-find-unverified = { $email }, noch nicht bestätigt
console-find-kind-rooms = Bereiche
console-find-kind-orders = Bestellungen
console-find-kind-works = Werke
console-find-kind-people = Personen
console-find-kind-sellers = Verkäufer

## Tabellen, die als Zeilen getippt werden: was an einer nicht stimmt

console-table-tax-entries = Zeile { $line } braucht vier Angaben: Land; Regelung; Prozent; erster Tag.
console-table-commission-entries = Zeile { $line } braucht vier Angaben: Verkäufer; Art; Prozent; erster Tag.
console-table-seller = Zeile { $line }: Kein Verkäufer heißt { $text }.
console-table-percentage = Zeile { $line }: { $text } ist kein Prozentsatz.
console-table-day = Zeile { $line }: { $text } ist kein Tag wie 2026-01-01.
console-table-limit-entries = Zeile { $line } braucht vier Angaben: Wörter der Technik; Land; höchste Stückzahl; erster Tag.
console-table-resale-entries = Zeile { $line } braucht neun Angaben: Land; Währung; Schwelle; Höchstbetrag; Anteile; freie Jahre; freier Preis; erster Tag; Staatsangehörigkeiten.
console-table-note-entries = Zeile { $line } braucht drei Angaben: Regelung; Sprache; Text.
console-table-whole = Zeile { $line }: { $text } ist keine ganze Zahl.
console-table-amount = Zeile { $line }: { $text } ist kein Betrag.
console-table-shipping-entries = Zeile { $line } braucht sieben Angaben: Versandart; Name; Zone; Kilogramm; Zentimeter; Preise; Werktage.
console-table-kilograms = Zeile { $line }: { $text } ist keine Zahl von Kilogramm.
console-table-centimetres = Zeile { $line }: { $text } ist keine Zahl von Zentimetern.
console-table-days = Zeile { $line }: { $text } sind keine Werktage wie 2-4.
console-table-price = Zeile { $line }: Ein Preis wird als EUR 9.50 geschrieben.
console-table-names = Zeile { $line } nennt die Versandart { $method } { $name }, eine Zeile davor { $before }.
