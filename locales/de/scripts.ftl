# Was nur Skripte sagen. Geht nach web/static/js/words/ (node web/tools/words.mjs).

scripts-about = { $what }: { $words }
scripts-moment = Einen Moment …
scripts-failed = Das hat nicht geklappt ({ $status }).
scripts-broke = Die Verbindung ist abgebrochen.
scripts-broke-unchanged = Die Verbindung ist abgebrochen. Es wurde nichts geändert; bitte versuchen Sie es noch einmal.
scripts-broke-unsaved = Die Verbindung ist abgebrochen. Es wurde nichts gespeichert; bitte versuchen Sie es noch einmal.

## Was sich von selbst ändert

scripts-paused = Zurzeit keine neuen Meldungen, die Verbindung wird wiederhergestellt …
scripts-detour = Dieses Netz lässt keine Live-Verbindung zu: Änderungen kommen auf einem Umweg und manchmal einen Moment später.

## Ein Werk

scripts-others-looking = { $count ->
    [one] 1 weitere Person sieht es sich gerade an
   *[other] { $count } weitere Personen sehen es sich gerade an
}
scripts-price-now = { $edition }: Der Preis ist jetzt { $price }
scripts-note-free = Im Warenkorb bleibt es zehn Minuten für Sie reserviert.
scripts-note-own = Es liegt in Ihrem Warenkorb.
scripts-note-reserved = Im Moment für jemanden reserviert. Vielleicht wird es wieder frei: Diese Seite zeigt es sofort.
scripts-note-sold = Es hat ein Zuhause gefunden.
scripts-note-gone = Es steht im Moment nicht zum Verkauf.
scripts-add-copies = { $copies } in den Warenkorb
scripts-add-count = { $count } ausgewählte Exemplare in den Warenkorb
scripts-copies-lost = { $copies }: jetzt für jemand anderen reserviert. Wählen Sie eine andere Nummer.
scripts-wished = Es steht auf Ihrer Wunschliste.
scripts-unwished = Es steht nicht mehr auf Ihrer Wunschliste.
scripts-free-again = { $title } ist wieder frei.

## Genau ansehen

scripts-viewer = Das Bild aus der Nähe
scripts-zoom-out = Verkleinern
scripts-zoom-in = Vergrößern
scripts-previous-picture = Vorheriges Bild
scripts-next-picture = Nächstes Bild
scripts-close = Schließen
scripts-picture-of = Bild { $number } von { $total }

## Reservierungen und die Kasse

scripts-time-left = noch { $clock }
scripts-time-up = Zeit abgelaufen
scripts-one-minute = Ihre Reservierung läuft noch eine Minute.
scripts-two-minutes = Ihre Reservierung läuft noch zwei Minuten.
scripts-ends = Ihre Reservierung endet in zwei Minuten.
scripts-ends-said = Ihre Reservierung endet in zwei Minuten. Eine Schaltfläche vor dem Inhalt der Seite gibt Ihnen fünf weitere.
scripts-more-minutes = 5 Minuten mehr
scripts-not-now = Jetzt nicht
scripts-extended = Sie haben fünf Minuten mehr.
scripts-not-extended = Die Reservierung ließ sich nicht noch einmal verlängern.
scripts-lapsing = Eine Reservierung in Ihrem Warenkorb endet in einer Minute. Sie können sie einmal verlängern.
scripts-lapsed = Eine Reservierung in Ihrem Warenkorb ist abgelaufen.
scripts-repriced = Lieferung und Summen sind auf dem neuesten Stand. { $total }

## Finden

scripts-more-works = { $count ->
    [one] Ein weiteres Werk
   *[other] { $count } weitere Werke
}
scripts-suggestions = Vorschläge
scripts-suggested-artists = Künstlerinnen und Künstler
scripts-suggested-works = Werke
scripts-suggested-words = Suchen nach
scripts-suggestions-count = { $count ->
    [one] Ein Vorschlag
   *[other] { $count } Vorschläge
}

## Das Atelier

scripts-a-work = ein Werk
scripts-feed-sale = Verkauft: { $work }
scripts-feed-hold = Reserviert: { $work }
scripts-feed-wishlist = Auf einer Wunschliste: { $work }
scripts-feed-review = Bewertet: { $work }
scripts-feed-on = Weiter
scripts-sound-on = Ton ist an
scripts-to-pack = Neue Bestellung zu packen: { $number }
scripts-looking-now = { $count ->
    [one] 1 Person sieht es sich gerade an
   *[other] { $count } Personen sehen es sich gerade an
}
scripts-on-wishlists = { $count ->
    [one] Auf 1 Wunschliste
   *[other] Auf { $count } Wunschlisten
}

## Bilder und Formulare

scripts-mistakes = { $count ->
    [one] Eine Angabe stimmt noch nicht. Nichts wurde gesendet.
   *[other] { $count } Angaben stimmen noch nicht. Nichts wurde gesendet.
}
scripts-sending = Wird gesendet … { $percent } %
scripts-sending-file = { $name } wird gesendet
scripts-sending-work = Das Werk wird gesendet
scripts-sending-table = Die Tabelle wird gesendet
scripts-reading-pictures = Die Bilder werden geprüft …
scripts-reading-lines = Die Zeilen werden verarbeitet …
scripts-import-broke = Die Verbindung ist abgebrochen. Was ganz angekommen ist, kann schon angelegt sein: Bitte sehen Sie Ihre Werke durch, bevor Sie noch einmal senden.
scripts-most-pictures = Ein Werk hat höchstens { $count } Bilder.
scripts-too-large = Diese Datei ist größer, als die Galerie annimmt.
scripts-name-too-large = { $name } ist größer, als die Galerie annimmt.
scripts-hangs = { $name } hängt
scripts-not-sent = { $name } wurde nicht gesendet: { $problem }
scripts-try-again = Noch einmal
scripts-picture-gone = Das Bild ist entfernt
scripts-picture-moved = Das Bild steht jetzt an Stelle { $place }
scripts-saved = Gespeichert
scripts-preview = Vorschau von { $name }
scripts-edition-row = Edition { $number }
scripts-edition-added = Edition { $number } hinzugefügt

## Die Verwaltung

scripts-find = Alles durchsuchen
scripts-find-what = Bestellung, Werk, Person oder Bereich
scripts-found = Gefunden
scripts-found-nothing = Nichts beginnt so.
scripts-found-rooms = Bereiche
scripts-found-orders = Bestellungen
scripts-found-works = Werke
scripts-found-people = Personen
scripts-found-sellers = Verkäufer
scripts-order-moved = Bestellung { $number }: { $words }
scripts-payment-pending = Zahlung offen
scripts-payment-requires_action = Zahlung zu bestätigen
scripts-payment-paid = bezahlt
scripts-payment-partially_refunded = teilweise erstattet
scripts-payment-refunded = erstattet
scripts-payment-disputed = Zahlung strittig
scripts-payment-failed = Zahlung fehlgeschlagen
scripts-fulfilment-unfulfilled = nicht versandt
scripts-fulfilment-partially_shipped = teilweise versandt
scripts-fulfilment-shipped = versandt
scripts-fulfilment-delivered = zugestellt
scripts-fulfilment-returned = zurückgekommen
scripts-reviewing = { $count ->
    [one] { $names } sieht sich dieses Werk auch gerade an.
   *[other] { $names } sehen sich dieses Werk auch gerade an.
}
scripts-adjust = Anpassen
scripts-adjust-by = Exemplare, plus oder minus
scripts-adjust-reason = Grund
scripts-adjusted = Erledigt.
scripts-adjust-unknown = Keine Antwort. Sehen Sie sich die Zahlen an, bevor Sie es noch einmal versuchen.
scripts-edition-unique = Original
scripts-edition-limited = Limitierte Edition
scripts-edition-open = Offene Edition
scripts-kind-open = offene Edition
scripts-kind-limited = Auflage { $size }
scripts-kind-limited-proofs = Auflage { $size }, dazu { $proofs }

## Die Vorführung

scripts-crowd-hanging = Die Edition wird gehängt.
scripts-crowd-gathering = Der Andrang sammelt sich.
scripts-crowd-buying = Es wird reserviert und bezahlt.
scripts-crowd-checking = Der Prüfer liest die Datenbank.
scripts-crowd-away = Der Server war nicht zu erreichen.
scripts-crowd-still = { $email } konnte sich nicht anmelden, deshalb bleibt es in diesem Raum still.
scripts-squares = { $sold } verkauft, { $held } reserviert, { $free } frei
