# Das Atelier: die erste Seite, Bestellungen, anderswo Verkauftes, und wer verkauft.

## Die Räume

studio-room-today = Heute
studio-room-works = Werke
studio-room-orders = Bestellungen
studio-room-returns = Rücksendungen
studio-room-sold = Anderswo verkauft
studio-room-payouts = Auszahlungen
studio-room-import = Import
studio-room-shipping = Versand
studio-room-seller = Verkäufer

## Heute

studio-figure-sales = Verkäufe heute
studio-figure-amount = Einnahmen heute
studio-figure-held = Gerade reserviert
studio-figure-wishlisted = Auf Wunschlisten
studio-figure-late = Überfällig
studio-sold = Verkauft: { $what }
studio-feed = Live
studio-feed-sound = Ton ist aus
studio-feed-pause = Liste anhalten
studio-feed-none = Noch keine Verkäufe. Sie erscheinen hier in dem Augenblick, in dem sie geschehen.

## Der Verlauf des Tages

studio-chart-today = heute
studio-chart-before = derselbe Tag der Vorwoche
studio-chart-table = Dasselbe als Tabelle
studio-chart-taken = Eingenommen
studio-chart-column-before = Vorwoche
studio-chart-column-today = Heute
studio-chart-by = Bis { $hour }:00
studio-chart-nothing = Heute wurde nichts verkauft, am selben Tag der Vorwoche auch nicht.
studio-chart-sum = Heute bisher { $today }; am selben Tag der Vorwoche waren es um diese Zeit { $then }, am Ende { $before }.

## Vor dem ersten Verkauf

studio-checklist = Vor Ihrem ersten Verkauf
studio-checklist-done = { $done } von { $total } erledigt.
studio-step-done = erledigt
studio-step-to-do = offen
studio-step-profile = Ihr Profil
studio-step-profile-why = Ein paar Worte zur Künstlerin oder zum Künstler, für die Seite Ihrer Werke.
studio-step-law = Wer rechtlich verkauft
studio-step-law-why = Ihr rechtlicher Name, und ob Sie gewerblich verkaufen: Das erfährt, wer kauft.
studio-step-tax = Steuer
studio-step-tax-why = Eine USt-IdNr. oder Steuernummer, wie sie auf Rechnungen steht.
studio-step-address = Wo Pakete abgehen
studio-step-address-why = Die Anschrift, von der aus die Lieferung berechnet wird und die auf Rechnungen steht.
studio-step-work = Ihr erstes Werk
studio-step-work-shown = Es ist eingereicht.
studio-step-work-there = Es ist da; reichen Sie es ein, sobald nichts mehr fehlt.
studio-step-work-none = Für den Anfang genügt ein Titel.
studio-checklist-waiting = Die Galerie muss Sie noch bestätigen: Entwürfe können Sie anlegen, sie hängen danach.

## Bestellungen

studio-orders-by = Bestellungen nach Stand
studio-orders-all = Alle
studio-orders-none-to-pack = Nichts wartet aufs Einpacken.
studio-orders-none = Noch keine Bestellungen.
studio-orders-appear = Sie erscheinen hier, sobald sie bezahlt sind.
studio-orders-more = Weitere Bestellungen
studio-pack-called-off = Storniert
studio-pack-to-pack = Zu packen
studio-pack-on-hold = Angehalten
studio-pack-partly-sent = Teilweise verschickt
studio-pack-sent = Verschickt
studio-pack-arrived = Angekommen
studio-pack-came-back = Zurückgekommen
studio-pack-ready = Abholbereit
studio-pack-collected = Abgeholt
studio-pack-late = überfällig

## Eine Bestellung

studio-order-number = Bestellung { $number }
studio-order-over = Bestellung vom <1>{ $at }</1>
studio-order-pack = Einpacken und verschicken
studio-order-next = Das nächste Paket
studio-order-in-parcel = Was im Paket ist
studio-order-pack-one = { $title } einpacken
studio-order-carrier = Versand mit
studio-order-tracking = Sendungsnummer
studio-order-tracking-hint = Damit lässt sich das Paket verfolgen.
studio-order-send = Verschickt: Bescheid geben
studio-order-bought = Was gekauft wurde
studio-order-parcels = Pakete
studio-order-handed-over = Übergeben am <1>{ $at }</1>.
studio-order-arrived = Ist angekommen<1>: { $parcel }</1>
studio-order-collected = Ist abgeholt
studio-order-ready = Liegt zur Abholung bereit
studio-order-to = Geht an
studio-order-delivery = Lieferung
studio-order-works = Werke: { $sum }
studio-order-resale = Folgerecht: { $sum }
studio-order-free = kostenlos
studio-line-copies = { $count } Exemplare
studio-carrier-art = Kunstspedition
studio-carrier-hand = Persönlich überbracht
studio-order-cancelled = Die Bestellung wurde storniert: Es ist nichts zu verschicken.
studio-order-expired = Die Bestellung wurde nicht rechtzeitig bezahlt: Es ist nichts zu verschicken.
studio-order-refunded = Das Geld wurde erstattet: Es ist nichts zu verschicken.
studio-order-disputed = Die Zahlung ist strittig: Bitte warten Sie, bis die Galerie das geklärt hat.
studio-order-unpaid = Die Bestellung ist noch nicht bezahlt: Es ist nichts zu verschicken.

## Der Lieferschein

studio-slip = Lieferschein
studio-slip-number = Lieferschein { $number }
studio-slip-back = Zurück zur Bestellung
studio-slip-print = Drucken
studio-slip-pdf = Lieferschein als PDF
studio-slip-to = An
studio-slip-pieces = Stück
studio-slip-work = Werk
studio-slip-copies = Exemplare
studio-slip-measures = Maße
studio-slip-packed = Gepackt
studio-slip-foot = Bitte sehen Sie sich das Paket an, solange der Zusteller noch da ist, und schreiben Sie an { $email }, wenn etwas nicht stimmt.

## Anderswo verkauft

studio-sold-of = Anderswo verkauft: { $title }
studio-sold-done = Vermerkt.
studio-sold-noted = { $copies ->
    [one] Ein Exemplar von „{ $title }“ ist als anderswo verkauft vermerkt.
   *[other] { $copies } Exemplare von „{ $title }“ sind als anderswo verkauft vermerkt.
}
studio-sold-next = Das nächste
studio-sold-mistake = Das war ein Versehen: zurücknehmen
studio-sold-which = Welches Werk haben Sie außerhalb der Galerie verkauft? Von diesem Augenblick an kann es hier niemand mehr kaufen.
studio-sold-works = Werke an der Wand
studio-sold-none = Von nichts an der Wand ist ein Exemplar frei.
studio-sold-none-called = An der Wand heißt nichts so.
studio-sold-last = Verkauft: das letzte Exemplar
studio-sold-how-many = Wie viele Exemplare?
studio-sold-do = Verkauft<1>: Exemplare von { $edition }</1>
studio-sold-not-free = Davon ist kein Exemplar frei.
studio-sold-another = Ein anderes Werk

## Wer verkauft

studio-seller = Wer verkauft
studio-seller-unverified = Die Galerie muss Sie noch bestätigen: Entwürfe können Sie schon anlegen, sie hängen danach.
studio-seller-missing = Ihr rechtlicher Name und Ihre Anschrift fehlen. Sobald sie hier stehen, können Sie Werke einreichen.
studio-seller-printed = Name, Anschrift und Steuernummern, wie sie von nun an auf jeder Rechnung stehen.
studio-seller-name = Rechtlicher Name
studio-seller-email = E-Mail-Adresse für die Kundschaft
studio-seller-vat = USt-IdNr.
studio-seller-tax = Steuernummer
studio-seller-tax-hint = Für alle ohne USt-IdNr.
studio-trader = Verkaufen Sie gewerblich?
studio-trader-hint = Wer kauft, erfährt es, denn die Rechte sind verschieden: Gewerblich verkauft, wer es in Ausübung eines Geschäfts oder Berufs tut. Für Künstlerinnen und Künstler, die regelmäßig eigene Werke verkaufen, gilt das meist.
studio-trader-yes = Ja, gewerblich
studio-trader-no = Nein, privat
studio-seller-save = Angaben speichern

## Künstlerinnen und Künstler

studio-artists = Künstlerinnen und Künstler
studio-artists-note = Wessen Werke Sie verkaufen: Ihre eigenen oder die der Künstlerinnen und Künstler Ihrer Galerie.
studio-artist-works = { $count ->
    [one] 1 Werk in der Galerie
   *[other] { $count } Werke in der Galerie
}
studio-artist-no-works = Noch nichts in der Galerie
studio-artist-change = Ändern<1>: { $name }</1>
studio-artist-save = Speichern<1>: { $name }</1>
studio-artist-another = Noch jemand
studio-artist-add = Hinzufügen
studio-artist-name = Name
studio-artist-bio = Ein paar Worte
studio-artist-born = Geburtsjahr
studio-artist-country-none = Keine Angabe
studio-artist-born-wrong = Das Geburtsjahr muss eine Jahreszahl sein, etwa 1987.

## Mitglieder

studio-members = Mitglieder
studio-members-note = Wer in diesem Atelier arbeitet. Die Leitung bestimmt auch, wer dazugehört.
studio-member-self = (Sie)
studio-member-is-owner = { $email }, Leitung
studio-member-is-member = { $email }, Mitglied
studio-member-make-member = Zum Mitglied machen<1>: { $name }</1>
studio-member-make-owner = In die Leitung aufnehmen<1>: { $name }</1>
studio-member-leave = Austreten
studio-member-remove = Entfernen<1>: { $name }</1>
studio-member-email = E-Mail-Adresse des Kontos
studio-member-as = Als
studio-member-member = Mitglied
studio-member-owner = Leitung
studio-member-add = Hinzufügen
studio-member-elsewhere = Diese Person gehört zu einem anderen Verkäufer.

## Wovon Fehlersätze handeln

studio-the-name = Der Name
studio-the-email = Die E-Mail-Adresse
studio-the-line1 = Das Feld für Straße und Hausnummer
studio-the-line2 = Die zweite Zeile
studio-the-postal-code = Die Postleitzahl
studio-the-city = Der Ort
studio-the-region = Das Bundesland oder die Provinz
studio-the-country = Das Land
studio-the-vat = Die USt-IdNr.
studio-the-tax-number = Die Steuernummer
studio-the-words = Der Text
studio-the-birth-year = Das Geburtsjahr
studio-the-address = Diese Adresse
studio-the-role = Die Rolle
studio-the-carrier = Die Angabe zum Versand
studio-the-tracking = Die Sendungsnummer
