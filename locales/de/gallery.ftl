# Die Galerie, Künstlerinnen und Künstler, Sammlungen und Wunschlisten.

gallery-opening = Werke lebender Künstlerinnen und Künstler, verkauft, wie sie hängen
gallery-opening-words = Gemälde, Grafiken und Fotografien von denen, die sie gemacht haben. Legen Sie ein Werk in den Warenkorb, und zehn Minuten lang gehört es Ihnen allein.
gallery-new = Neu
gallery-moving = Gerade gefragt
gallery-quoted = „{ $query }“
gallery-share-search = „{ $query }“ bei { $site }
gallery-share-summary = Originale und Editionen lebender Künstlerinnen und Künstler, mit Verfügbarkeit in Echtzeit.

## Filter

gallery-filter-works = Werke filtern
gallery-filter = Filter
gallery-close = Schließen
gallery-available = Nur was gerade frei ist
gallery-any = Alle
gallery-more = Mehr<1>: { $facet }</1>
gallery-price-in = Preis in { $currency }
gallery-price-from = Von
gallery-price-to = Bis
gallery-price-from-hint = von
gallery-price-to-hint = bis
gallery-show = Werke zeigen
gallery-clear = Alle aufheben
gallery-facet-medium = Technik
gallery-facet-style = Stil
gallery-facet-subject = Motiv
gallery-facet-colour = Farbe
gallery-facet-size = Größe
gallery-facet-edition = Edition
gallery-facet-artist = Künstler/in
gallery-facet-price = Preis
gallery-facet-seller = Verkäufer
gallery-edition-unique = Unikat
gallery-edition-limited = Limitierte Edition
gallery-edition-open = Offene Edition
gallery-size-small = Klein, unter 40 cm
gallery-size-medium = Mittel, 40 bis 100 cm
gallery-size-large = Groß, 100 bis 160 cm
gallery-size-oversized = Sehr groß, ab 160 cm
gallery-band-under = Unter { $below }
gallery-band-between = { $from } bis { $below }
gallery-band-over = { $from } und mehr
gallery-chips = Gesetzte Filter
gallery-chip = { $facet }: { $value }
gallery-chip-available = Jetzt frei
gallery-chip-from = Ab { $price }
gallery-chip-to = Bis { $price }
gallery-remove = <1>Aufheben: </1>{ $filter }

## Farben des Filters

colour-black = Schwarz
colour-white = Weiß
colour-grey = Grau
colour-red = Rot
colour-orange = Orange
colour-yellow = Gelb
colour-green = Grün
colour-turquoise = Türkis
colour-blue = Blau
colour-purple = Violett
colour-pink = Rosa
colour-brown = Braun
colour-beige = Beige
colour-gold = Gold
colour-navy = Marineblau

## Was gefunden wurde

gallery-found = „{ $query }“: { $total }
gallery-sort-by = Sortierung
gallery-sort = Sortieren
gallery-sort-relevance = Beste Treffer
gallery-sort-newest = Neueste zuerst
gallery-sort-price-up = Preis aufsteigend
gallery-sort-price-down = Preis absteigend
gallery-sort-size = Größe
gallery-sort-popular = Beliebtheit
gallery-meant = Meinten Sie <1>{ $words }</1>?
gallery-meant-shown = Nichts heißt hier „{ $query }“. Das sind die Treffer für <1>{ $words }</1>.
gallery-nothing-filtered = Mit diesen Filtern hängt hier nichts.
gallery-nothing-named = Unter diesem Namen hängt hier nichts.
gallery-see-all = Alle Werke ansehen
gallery-more-works = Weitere Werke

## Eine Künstlerin, ein Künstler

gallery-artist-life = Geboren { $year }, { $country }
gallery-artist-born = Geboren { $year }
gallery-artist-none = Zurzeit hängt kein Werk.
gallery-artist-summary = Werke von { $artist }: Originale und Editionen, mit Verfügbarkeit in Echtzeit.

## Eine Sammlung

gallery-collection-none = Zurzeit hängt keines dieser Werke.

## Eine Wunschliste

gallery-wishes = Ihre Wunschliste
gallery-wishes-none = Noch steht nichts darauf.
gallery-wishes-how = Das Herz neben einem Werk bringt es hierher, und sein Punkt ändert sich hier mit. <1>Sehen Sie sich um</1>
gallery-wishes-total = { $total }. Öffnet sich ein Punkt, ist das Werk frei: Diese Seite zeigt es sofort.
gallery-wishes-add = In den Warenkorb<1>: { $title }</1>
gallery-wishes-choose = Edition wählen<1>: { $title }</1>
gallery-wishes-earlier = Frühere Wünsche
