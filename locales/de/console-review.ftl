# Die Räume der Verwaltung für den Katalog: Werke in Prüfung, und was gemeldet wird.

## Prüfung

console-review-title = Prüfung
console-review-works = Werke in Prüfung
console-review-place = { $number } von { $total }
console-review-previous = Vorheriges
console-review-next = Nächstes
console-review-single-keys = Tastenkürzel
console-review-keys = Tasten
console-review-others = { $count ->
    [one] { $names } sieht sich dieses Werk auch gerade an.
   *[other] { $names } sehen sich dieses Werk auch gerade an.
}
console-review-no-picture = Es gibt kein Bild.
console-review-sold-by = Verkauft von { $seller }
console-review-sold-by-unverified = Verkauft von { $seller }, noch nicht bestätigt
console-review-preview = So wird es zu sehen sein
console-review-sent-back-before = Schon einmal zurückgegeben: { $reason }
console-review-approve = Freigeben<1>: { $title }</1>
console-review-send-back = Zurückgeben<1>: { $title }</1>
console-review-why = Was nicht stimmt
console-review-else = Etwas anderes, in eigenen Worten
console-review-reason = In Ihren Worten
console-review-reason-read = wird so im Atelier gelesen
console-review-send = Werk zurückgeben
console-review-alikes = Ähnliche Bilder
console-review-no-alikes = Kein anderes Bild im Haus sieht diesen ähnlich.
console-review-key-approve = freigeben
console-review-key-back = zurückgeben: öffnet die Gründe
console-review-key-next = nächstes Werk
console-review-key-previous = vorheriges Werk
console-review-key-list = diese Liste
console-review-keys-note = Sie lassen sich neben „Tasten“ ausschalten; dieser Browser merkt es sich.
console-review-close = Schließen
console-review-nothing = Nichts wartet auf Prüfung.
console-review-nothing-more = Was zur Prüfung eingereicht wird, steht hier, das Älteste zuerst.

## Was in der Regel nicht stimmt; es wird im Atelier gelesen

console-review-wrong-picture = Das Bild ist unscharf, beschnitten oder schlecht ausgeleuchtet: Bitte schicken Sie ein besseres.
console-review-wrong-part = Das Bild zeigt nicht das ganze Werk.
console-review-wrong-words = Die Beschreibung passt nicht zum Werk.
console-review-wrong-facts = Größe, Technik oder Jahr fehlt oder kann nicht stimmen.
console-review-wrong-price = Der Preis fehlt oder kann nicht stimmen.
console-review-wrong-rights = Wir können nicht sicher sein, dass Sie das Werk verkaufen dürfen.

## Was über ein Werk gesagt wird

console-review-fact-medium = Technik
console-review-fact-year = Jahr
console-review-fact-styles = Stile
console-review-fact-subjects = Motive
console-review-fact-condition = Zustand
console-review-fact-signed = Signiert
console-review-fact-framed = Gerahmt
console-review-fact-provenance = Provenienz
console-review-fact-edition = Edition
console-review-yes = Ja
console-review-no = Nein
console-review-like-same = Dasselbe Bild
console-review-like-nearly = Fast genau dasselbe Bild
console-review-like-alike = Sieht ähnlich aus
console-review-status-draft = Entwurf
console-review-status-in_review = in Prüfung
console-review-status-rejected = zurückgegeben
console-review-status-published = in der Galerie
console-review-status-paused = pausiert
console-review-status-sold_out = ausverkauft
console-review-status-archived = archiviert

## Meldungen

console-reports-title = Meldungen
console-reports-by-status = Meldungen nach Stand
console-reports-status-open = Offen
console-reports-status-resolved = Erledigt
console-reports-status-dismissed = Nichts zu tun
console-reports-none-open = Niemand hat etwas zu beanstanden.
console-reports-none = Hier ist noch nichts.
console-reports-note = Notiz
console-reports-note-for = für andere im Haus
console-reports-resolve = Erledigt<1>: { $title }</1>
console-reports-dismiss = Nichts zu tun<1>: { $title }</1>
console-reports-earlier = Frühere
console-reports-somebody = jemand
console-reports-visitor = jemand ohne Konto
console-reports-reason-copied = Es ist das Werk von jemand anderem
console-reports-reason-misleading = Es ist nicht, was die Beschreibung sagt
console-reports-reason-offensive = Es beleidigt oder bedroht
console-reports-reason-prohibited = Das Gesetz verbietet den Verkauf
console-reports-reason-other = Etwas anderes
