# Der Warenkorb und die Summen, die er mit Kasse und Bestellung teilt.

cart-title = Warenkorb
cart-head = Ihr Warenkorb
cart-empty = Noch ist nichts darin.
cart-look-around = Sehen Sie sich um
cart-gone-work = Ein Werk, das nicht mehr hängt
cart-held = { $count ->
    [one] Für Sie reserviert
   *[other] { $count } für Sie reserviert
}
cart-copy-held = { $copy } ist für Sie reserviert
cart-extend = Fünf Minuten mehr<1> für { $title }</1>
cart-lapsed = Die Reservierung ist abgelaufen: Es ist wieder frei.
cart-lapsed-gone = Die Reservierung ist abgelaufen, und jemand anderes hat es genommen.
cart-rehold = Wieder reservieren<1>: { $title }</1>
cart-rehold-all = Alle { $count } wieder reservieren
cart-price-changed = Jetzt { $now }; bei der Reservierung waren es { $before }.
cart-missed = { $count ->
    [one] { $copies } hat jetzt jemand anderes.
   *[other] { $copies } haben jetzt andere.
}
cart-missed-instead = { $count ->
    [one] Stattdessen ist { $copies } für Sie reserviert.
   *[other] Stattdessen sind { $copies } für Sie reserviert.
}
cart-copies-and = { $copies } und { $last }
cart-copies = Exemplare<1> von { $title }</1>
cart-update = Ändern<1>: Exemplare von { $title }</1>
cart-remove = Entfernen<1>: { $title }</1>
cart-blocked = Reservieren Sie Abgelaufenes neu oder entfernen Sie es, dann geht es zur Kasse.
cart-onward = { $count ->
    [one] Mit dem anderen Werk weiter
   *[other] Mit den anderen { $count } weiter
}
cart-check-out = Zur Kasse
cart-go-on = Weiter umsehen

## Die Summen

cart-sum = Summen
cart-sum-works = Werke
cart-sum-delivery = Lieferung
cart-sum-vat = Enthaltene MwSt.
cart-sum-total = Gesamt
cart-sum-without-delivery = Gesamt ohne Lieferung
cart-sum-at-checkout = an der Kasse
