# Die Werke des Ateliers: die Liste, der Tisch eines Werks und sein Formular.

## Die Liste

studio-works = Ihre Werke
studio-works-by = Werke nach Stand
studio-works-all = Alle
studio-works-search = Ihre Titel durchsuchen
studio-works-title = Titel
studio-works-new = Neues Werk
studio-works-none = Hier sind noch keine Werke.
studio-works-none-called = So heißt nichts.
studio-works-more = Weitere Werke
studio-works-hand-in = { $label }<1>: { $title }</1>
studio-works-pause = Pausieren<1>: { $title }</1>
studio-works-resume = Fortsetzen<1>: { $title }</1>
studio-signal-wishes = { $count ->
    [one] Auf 1 Wunschliste
   *[other] Auf { $count } Wunschlisten
}
studio-signal-looks = { $count ->
    [one] 1 Person sieht es sich gerade an
   *[other] { $count } Personen sehen es sich gerade an
}
studio-signal-rating = { $mean } von 5 aus { $reviews }

## Wie es um ein Werk steht

studio-status-draft = Entwurf
studio-status-in_review = In Prüfung
studio-status-rejected = Zurückgegeben
studio-status-published = An der Wand
studio-status-paused = Pausiert
studio-status-sold_out = Ausverkauft
studio-status-archived = Archiviert
studio-standing = Wie es steht
studio-standing-draft = Ein Entwurf: Nur Sie sehen ihn.
studio-standing-ready = Ein Entwurf, dem nichts fehlt: Reichen Sie ihn ein, wann Sie möchten.
studio-standing-in_review = Die Galerie sieht es sich an. An den Texten können Sie derweil weiterarbeiten.
studio-standing-rejected = Die Galerie hat es zurückgegeben. Ändern Sie, worum sie bittet, und reichen Sie es noch einmal ein.
studio-standing-published = Es hängt in der Galerie und kann gekauft werden.
studio-standing-paused = Es ist zu sehen, kann aber nicht in den Warenkorb gelegt werden. Was schon reserviert ist, kann gekauft werden.
studio-standing-sold_out = Alle Exemplare sind verkauft oder aus dem Verkauf genommen.
studio-standing-archived = Es hat die Galerie für immer verlassen.
studio-submit = Zur Prüfung einreichen
studio-publish = Veröffentlichen
studio-pause = Pausieren
studio-resume = Fortsetzen
studio-its-page = Die Seite in der Galerie
studio-as-customers = Ansehen, wie die Kundschaft es sieht
studio-archive = Archivieren
studio-archive-note = Es verlässt die Galerie für immer. In Bestellungen bleibt es erhalten.
studio-archive-yes = Ja, archivieren
studio-says = Die Galerie schreibt: { $reason }
studio-lacks = Es fehlt noch: { $things }.
studio-lacks-title = ein Titel
studio-lacks-description = eine Beschreibung
studio-lacks-medium = die Technik
studio-lacks-year = das Jahr
studio-lacks-images = ein Bild
studio-lacks-edition = eine Edition

## Bilder

studio-pictures = Bilder
studio-pictures-none = Noch kein Bild: Ohne eines kann ein Werk nicht hängen.
studio-pictures-more = Weitere Bilder
studio-pictures-add = Bilder hinzufügen
studio-pictures-hint = JPEG, PNG, WebP oder TIFF, je bis { $mb } MB.
studio-pictures-hint-new = JPEG, PNG, WebP oder TIFF, je bis { $mb } MB; das erste steht vorn.
studio-pictures-drop = Hierher ziehen oder Dateien auswählen.
studio-picture-shows = Was Bild { $place } zeigt
studio-picture-save = Speichern<1>: Text zu Bild { $place }</1>
studio-picture-earlier = Weiter vor<1>: Bild { $place }</1>
studio-picture-later = Weiter zurück<1>: Bild { $place }</1>
studio-picture-remove = Abnehmen<1>: Bild { $place }</1>
studio-picture-first-shows = Was das erste Bild zeigt
studio-picture-first-hint = Für alle, die es nicht sehen können: ein Satz.

## Das Formular

studio-new = Ein neues Werk
studio-new-work = Das Werk
studio-new-note = Für einen Entwurf genügt ein Titel: Alles andere kann folgen. Viele Werke auf einmal kommen über den <1>Import</1> herein.
studio-words = Texte und Editionen
studio-words-title = Titel
studio-words-artist = Künstler/in
studio-words-medium = Technik
studio-words-year = Jahr
studio-words-description = Beschreibung
studio-words-styles = Stile
studio-words-subjects = Motive
studio-words-commas = Durch Kommas getrennt
studio-words-provenance = Provenienz
studio-words-provenance-hint = Eine Station je Zeile
studio-words-signed = Signiert
studio-save-draft = Als Entwurf speichern
studio-save = Speichern
studio-leave = So lassen, wie es ist
studio-sending = Wird gesendet …

## Editionen

studio-editions = Editionen
studio-editions-note = Was davon zu kaufen ist: das Original, eine Auflage, beides. Zeilen ohne Größe und Preis zählen nicht.
studio-editions-another = Weitere Edition
studio-edition = Edition { $number }
studio-edition-kind = Art
studio-edition-kind-unique = Unikat
studio-edition-kind-limited = Limitierte Edition
studio-edition-kind-open = Offene Edition
studio-edition-label = Bezeichnung
studio-edition-price = Preis in { $currency }
studio-edition-price-of = { $edition }, in { $currency }
studio-edition-height = Höhe, cm
studio-edition-width = Breite, cm
studio-edition-depth = Tiefe, cm
studio-edition-weight = Gewicht, kg
studio-edition-size = Nummerierte Exemplare (limitiert)
studio-edition-proofs = Künstlerexemplare (limitiert)
studio-edition-tax = Steuer
studio-edition-made-to-order = Jedes Exemplar wird auf Bestellung gefertigt: kein Widerrufsrecht
studio-tax-standard = Regelsatz
studio-tax-reduced_art = Ermäßigter Satz für Kunst
studio-tax-margin_art = Differenzbesteuerung
studio-tax-exempt_small_business = Kleinunternehmerregelung, steuerfrei
studio-prices = Preise
studio-prices-note = Die Editionen selbst lassen sich nicht mehr ändern. Ein neuer Preis gilt für alle, die von nun an kommen: Was reserviert ist, behält den alten.

## Bestand

studio-stock = Bestand
studio-stock-withdrawn = { $count } aus dem Verkauf genommen
studio-stock-map = Exemplar für Exemplar<1>: { $edition }</1>
studio-stock-sold = Anderswo verkauft
studio-stock-note = Vermerken<1>: { $edition } wurde anderswo verkauft</1>
studio-stock-back = Wieder anbieten
studio-stock-put-back = Zurücklegen<1>: { $edition }</1>

## Was am Formular nicht stimmt

studio-wrong-year = Das Jahr muss eine Zahl sein, etwa 2024.
studio-wrong-price = Der Preis muss ein Betrag sein, etwa 1250 oder 1250,50.
studio-wrong-number = { $field } muss eine Zahl sein, etwa 40,5.
studio-wrong-whole = { $field } muss eine ganze Zahl sein.
studio-wrong-needed = { $field } fehlt.
studio-wrong-no-medium = Bitte sagen Sie, woraus es gemacht ist.
studio-wrong-no-year = Bitte sagen Sie, wann es entstanden ist.
studio-wrong-no-description = Bitte beschreiben Sie das Werk.
studio-wrong-no-picture = Bitte wählen Sie ein Bild aus.
studio-wrong-no-edition = Bitte sagen Sie, was zu kaufen ist und für wie viel.
studio-wrong-revision = Das Werk wurde an anderer Stelle geändert, seit dieses Formular geöffnet ist. Öffnen Sie es neu, damit nichts überschrieben wird.
studio-the-title = Der Titel
studio-the-medium = Die Technik
studio-the-year = Das Jahr
studio-the-description = Die Beschreibung
studio-the-style = Ein Stil
studio-the-subject = Ein Motiv
studio-the-station = Eine Station der Provenienz
studio-the-picture = Das Bild
studio-the-artist = Die Angabe „Künstler/in“
studio-the-kind = Die Art
studio-the-label = Die Bezeichnung
studio-the-size = Die Zahl der Exemplare
studio-the-proofs = Die Zahl der Künstlerexemplare
studio-the-width = Die Breite
studio-the-height = Die Höhe
studio-the-depth = Die Tiefe
studio-the-weight = Das Gewicht
studio-the-tax = Die Steuer
studio-the-price = Der Preis

## Einkauf und Weiterverkauf
studio-books = Einkauf und Weiterverkauf
studio-books-of = Einkauf und Weiterverkauf von { $title }
studio-books-taxes = So wird es besteuert
studio-books-taxes-note = Bei einem Verkauf an Verbraucher in Ihrem Land, heute. Was an ein Unternehmen in einem anderen Mitgliedstaat geht oder die Union verlässt, wird zum selben Preis ohne Steuer verkauft.
studio-books-noted = Das ist vermerkt
studio-books-purchase = Einkauf
studio-books-purchase-note = Für die Differenzbesteuerung nötig: Er steht in Ihrem Bestandsbuch, kein Käufer sieht ihn.
studio-books-price = Preis eines Exemplars, { $currency }
studio-books-on = Gekauft am
studio-books-from = Gekauft von
studio-books-resale = Weiterverkauf
studio-books-resale-note = Wird ein Werk weiterverkauft, steht dem Künstler oder seinen Erben unter Umständen ein Anteil zu. Er geht von Ihrem Erlös ab; der Käufer zahlt und sieht nichts davon.
studio-books-is-resale = Dieses Werk wird weiterverkauft: Der Künstler hat es schon einmal verkauft
studio-books-nationality = Staatsangehörigkeit des Künstlers
studio-books-died = Todesjahr des Künstlers
studio-books-from-artist = Vom Künstler gekauft am
studio-books-from-artist-hint = Leer lassen, wenn Sie es von jemand anderem gekauft haben.
studio-books-save = Speichern
studio-books-back = Zurück zum Werk
studio-books-file = Das Bestandsbuch, als Tabelle
studio-books-both = { $field } fehlt: Ein Einkauf hat einen Preis und einen Tag.
studio-books-no-year = { $field } muss ein Jahr sein, zum Beispiel 1987.
studio-books-no-day = { $field } muss ein Tag sein, zum Beispiel 2026-01-01.
studio-the-bought-for = Der Preis
studio-the-bought-on = Der Tag des Einkaufs
studio-the-bought-of = Der Verkäufer
studio-the-nationality = Die Staatsangehörigkeit
studio-the-died = Das Todesjahr
studio-the-from-artist-on = Der Tag des Kaufs vom Künstler
studio-taxed-unknown = Das Haus hat keinen Steuersatz für Ihr Land.
studio-taxed-standard = Regelsatz, { $rate } %.
studio-taxed-reduced_art = Ermäßigter Satz für Kunstgegenstände, { $rate } %.
studio-taxed-margin_art = Differenzbesteuerung: Es wird keine Steuer ausgewiesen.
studio-taxed-exempt_small_business = Kleinunternehmen: keine Steuer.
studio-taxed-edition_too_large = Die Auflage hat mehr als die { $most } Exemplare, die Kunstgegenstände sind.
studio-taxed-no_reduced_rate = Ihr Land hat keinen ermäßigten Satz für Kunstgegenstände.
studio-resale-due = Folgerecht: { $amount } für jedes Exemplar, von Ihrem Erlös.
studio-resale-no_rule = Kein Folgerecht: Das Haus hat keine Regel für Ihr Land.
studio-resale-other_nationality = Kein Folgerecht: Künstler dieser Staatsangehörigkeit haben keines.
studio-resale-ended = Kein Folgerecht: Es ist siebzig Jahre nach dem Tod des Künstlers erloschen.
studio-resale-bought_of_artist = Kein Folgerecht: Es wurde vor nicht langer Zeit vom Künstler gekauft.
studio-resale-below_threshold = Kein Folgerecht: Der Preis liegt unter der Schwelle.
studio-resale-other_currency = Zu diesem Preis kann es nicht verkauft werden: Das Folgerecht wird in einer anderen Währung berechnet.
