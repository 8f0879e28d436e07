# Was um jede Seite steht, und die Teile, die Seiten gemeinsam haben.

frame-skip = Zum Inhalt springen
frame-demo-label = Vorführung
frame-demo = Vorführgalerie: Zahlungen sind Proben, nichts wird abgebucht und nichts verschickt. <1>Live ansehen</1> oder <2>ihre E-Mails lesen</2>
frame-main = Hauptmenü
frame-works = Werke
frame-wish-list = Wunschliste
frame-studio = Atelier
frame-console = Verwaltung
frame-search-for = Werke und Künstler suchen
frame-search = Suchen
frame-sign-in = Anmelden
frame-sign-out = Abmelden
frame-cart = Warenkorb
frame-about = Werke lebender Künstlerinnen und Künstler, verkauft, wie sie hängen. Was ein Punkt sagt, gilt in diesem Augenblick: Er ändert sich, während Sie hinsehen.
frame-dots = Was die Punkte bedeuten
frame-dot-free = frei
frame-dot-reserved = reserviert
frame-dot-sold = verkauft
frame-further = Weiteres
frame-languages = Sprache
frame-all-works = Alle Werke
frame-sell = Eigene Werke verkaufen
frame-orders = Ihre Bestellungen
frame-find-order = Bestellung finden
frame-no-picture = Noch kein Bild
frame-optional = freiwillig
frame-held-until = reserviert bis <1/>
frame-errors = Bitte sehen Sie sich diese Punkte noch einmal an:

## Der Auflagenplan

map-type = Eine Nummer von 1 bis { $total }, wenn Sie eine bestimmte wünschen
map-too-many = { $total } Exemplare: zu viele zum Zeichnen.
map-numbers = Nummern von { $edition }
map-copies = Exemplare von { $edition }
map-legend = Was die Kästchen bedeuten

## Herzen

heart-wish = { $title } auf die Wunschliste setzen

## Delivery

frame-delivery-standard = Standard, versichert
frame-delivery-express = Express, versichert
frame-leaves-by = Geht bis { $day } ab
frame-leaves-late = Hätte bis { $day } abgehen sollen
frame-ready-by = Abholbereit bis { $day }
frame-ready-late = Hätte bis { $day } abholbereit sein sollen

## Anschriften

address-name = Vor- und Nachname
address-line1 = Straße und Hausnummer
address-line2 = Wohnung, Stockwerk oder Firma
address-postal-code = Postleitzahl
address-city = Ort
address-region = Bundesland oder Provinz
address-country = Land
