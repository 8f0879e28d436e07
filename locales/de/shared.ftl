# Was Seiten und Skripte gleich sagen: Bestand, Exemplare, Anzahlen, Fehler. Geht auch nach web/static/js/words/ (node web/tools/words.mjs).

## Bestand, neben dem Punkt

stock-free = Verfügbar
stock-open = Verfügbar, offene Edition
stock-some = { $available } von { $total } verfügbar
stock-reserved = Reserviert
stock-all-reserved = Alle reserviert
stock-sold = Verkauft
stock-sold-out = Ausverkauft
stock-gone = Nicht mehr verfügbar
stock-not-for-sale = Nicht zu verkaufen
stock-editions = { $free } von { $total } Editionen verfügbar

## Exemplare einer Edition

copy-number = Nr. { $number } von { $of }
copy-proof = Künstlerexemplar { $number } von { $of }
copy-proof-short = AP { $number }

## Der Auflagenplan: die Wörter der Summe, und was von einem Exemplar gesagt wird

copies-free = { $count } frei
copies-yours = { $count } für Sie reserviert
copies-held = { $count } reserviert
copies-sold = { $count } verkauft
copies-withdrawn = { $count } nicht zu verkaufen
look-free = frei
look-yours = für Sie reserviert
look-held = reserviert
look-sold = verkauft
look-withdrawn = nicht zu verkaufen
said-free = frei
said-yours = für Sie reserviert
said-held = für jemand anderen reserviert
said-sold = verkauft
said-withdrawn = nicht zu verkaufen
copies-most = { $count ->
    [one] Höchstens ein Exemplar je Kundin oder Kunde.
   *[other] Höchstens { $count } Exemplare je Kundin oder Kunde.
}

## Anzahlen

count-works = { $count ->
    [one] 1 Werk
   *[other] { $count } Werke
}
count-copies = { $count ->
    [one] 1 Exemplar
   *[other] { $count } Exemplare
}
count-free-copies = { $count ->
    [one] 1 freies Exemplar
   *[other] { $count } freie Exemplare
}
count-proofs = { $count ->
    [one] 1 Künstlerexemplar
   *[other] { $count } Künstlerexemplare
}
count-reviews = { $count ->
    [one] 1 Bewertung
   *[other] { $count } Bewertungen
}
count-reports = { $count ->
    [one] 1 Meldung
   *[other] { $count } Meldungen
}
count-connections = { $count ->
    [one] 1 Verbindung
   *[other] { $count } Verbindungen
}

## Daten

month-1 = Januar
month-2 = Februar
month-3 = März
month-4 = April
month-5 = Mai
month-6 = Juni
month-7 = Juli
month-8 = August
month-9 = September
month-10 = Oktober
month-11 = November
month-12 = Dezember
date-day = { $day }. { $month } { $year }
date-moment = { $date }, { $time } UTC

## Was ein Formular zu einem Fehler sagt, bevor es gesendet wird, und danach der Server (die anderen stehen in mistakes.ftl)

mistake-email = Bitte geben Sie eine E-Mail-Adresse an, zum Beispiel name@example.org.
mistake-empty = { $field } darf nicht leer sein.
mistake-one-line = { $field } darf nur eine Zeile ohne Steuerzeichen sein.
mistake-control = { $field } darf keine Steuerzeichen enthalten.
mistake-characters = { $field } darf höchstens { $most } Zeichen lang sein.
mistake-vat-id = { $field } muss eine USt-IdNr. mit vorangestelltem Länderkürzel sein, zum Beispiel DE123456788.
mistake-weak-short = Das Passwort muss mindestens 10 Zeichen haben.
