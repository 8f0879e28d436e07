# Ein Werk: seine Seite, und was überall von Werken und Editionen gesagt wird.

work-by = { $title } von { $artist }
work-summary = { $title } von { $artist }. { $known }
work-price-from = ab { $price }
work-size-both = { $size } ({ $inches })
work-mean = { $mean } von 5, { $reviews }

## Editionen

work-edition-unique = Original
work-edition-limited = Limitierte Edition
work-edition-open = Offene Edition
work-edition-of = Auflage { $size }
work-edition-of-proofs = Auflage { $size }, dazu { $proofs }

## Die Bilder

work-picture-first = Das Bild in voller Größe
work-picture-further = Bild { $number } in voller Größe

## Was zu kaufen ist

work-own-one = Es ist für Sie reserviert.
work-own-many = { $count } Exemplare sind für Sie reserviert.
work-own-copy = { $copy } ist für Sie reserviert.
work-own-copies = { $copies } und { $last } sind für Sie reserviert.
work-to-cart = Zum Warenkorb
work-choose = Edition wählen
work-opens = Ab { $moment }
work-returns = Für jemand anderen reserviert, spätestens um <1/> wieder frei
work-choose-number = Nummer wählen<1>: { $edition }</1>
work-copy-by-copy = Die Edition, Exemplar für Exemplar<1>: { $edition }</1>
work-copies = Exemplare
work-add = In den Warenkorb
work-buy = Kaufen
work-sign-in = <1>Melden Sie sich an, um es auf eine Wunschliste zu setzen</1>, und sehen Sie dort, wann es wieder frei ist.
work-sold-by = Verkauft von <1>{ $seller }</1>
work-tax-included = Inkl. MwSt.
work-tax-margin = Differenzbesteuerung, MwSt. nicht ausgewiesen
work-tax-small-business = Keine MwSt. (Kleinunternehmen)
work-closed-sales = Der Verkauf ruht im Augenblick. Was in einem Warenkorb liegt, kann noch gekauft werden.
work-closed-paused = Der Verkauf dieses Werks ruht zurzeit.
work-closed-draft = Vorschau: Diesen Entwurf sehen nur Sie.
work-closed-in-review = Vorschau: Das Werk wartet auf die Freigabe der Galerie.
work-closed-rejected = Vorschau: Die Galerie hat dieses Werk zurückgegeben.
work-closed-archived = Vorschau: Dieses Werk hängt nicht mehr.

## Seine Geschichte

work-about = Zum Werk
work-details = Einzelheiten
work-condition = Zustand
work-signature = Signatur
work-signed = Von eigener Hand signiert
work-frame = Rahmen
work-framed = Wird gerahmt verkauft
work-style = Stil
work-subject = Motiv
work-rating = Bewertung
work-scale = So groß ist es
work-scale-words = Im richtigen Verhältnis gezeichnet: das Werk, { $size }, neben einer Person von 170 cm.
work-provenance = Provenienz
work-palette = Palette

## Lieferung

work-delivery = Lieferung
work-sent-from = Versand ab { $country }, Zielland
work-country = Land wählen
work-country-show = Zeigen
work-not-sent = Kein Versand in dieses Land ({ $country }).
work-offer = { $name }: { $price }, { $days }
work-offer-free = kostenlos
work-days = { $most ->
    [one] { $most } Werktag
   *[other] { $most } Werktage
}
work-days-span = { $least } bis { $most } Werktage

## Bewertungen

work-reviews = Bewertungen
work-review-rating = { $rating } von 5,
work-reviews-more = { $count ->
    [one] Und eine frühere.
   *[other] Und { $count } frühere.
}
work-review-write = Sie haben es gekauft: Schreiben Sie eine Bewertung
work-rating-5 = 5, wunderbar
work-rating-4 = 4, gut
work-rating-3 = 3, wie erwartet
work-rating-2 = 2, weniger als erwartet
work-rating-1 = 1, schlecht
work-review-words = Ihre Worte
work-review-send = Bewertung absenden

## Ähnliche Werke

work-similar = Ähnliche Werke
work-similar-artist = Von derselben Hand
work-similar-style = Im selben Stil
work-similar-subject = Mit demselben Motiv
work-similar-colours = In ähnlichen Farben
work-similar-medium = In derselben Technik
work-similar-price = Zu einem ähnlichen Preis
