# Die Räume eines Kontos: Bestellungen, Profil, Anschriften, Anmeldungen, Bewertungen.

account-title = Konto
account-rooms = Ihr Konto
account-save = Speichern

## Bestellungen

account-orders = Bestellungen
account-no-orders = Noch keine Bestellungen.
account-look-around = <1>Sehen Sie sich um</1>, oder <2>finden Sie eine Bestellung</2>, die ohne Konto aufgegeben wurde.
account-order = Bestellung { $number }
account-earlier-orders = Frühere Bestellungen

## Profil

account-profile = Profil
account-name = Name
account-name-hint = Was andere sehen, zum Beispiel neben einer Bewertung.
account-language = Sprache der Seiten und E-Mails
account-email = E-Mail-Adresse
account-confirmed = bestätigt
account-not-confirmed = noch nicht bestätigt
account-send-proof = Link zum Bestätigen schicken
account-use-another = Andere Adresse verwenden
account-use-another-hint = Wir schicken einen Link dorthin; mit ihm bekommt Ihr Konto die neue Adresse. Bis dahin bleibt alles, wie es ist.
account-new-email = Neue E-Mail-Adresse
account-your-password = Ihr Passwort
account-send-link = Link schicken
account-password = Passwort
account-present-password = Bisheriges Passwort
account-new-password = Neues Passwort
account-new-password-hint = Mindestens 10 Zeichen; am besten ein paar Wörter hintereinander. Überall sonst werden Sie abgemeldet.
account-change-password = Passwort ändern

## Anschriften

account-addresses = Anschriften
account-no-addresses = Noch keine Anschriften. Die zuletzt hinzugefügte steht beim nächsten Mal schon an der Kasse.
account-change = Ändern<1>: { $address }</1>
account-remove = Entfernen<1>: { $address }</1>
account-add-address = Anschrift hinzufügen
account-add = Hinzufügen
account-change-address = Anschrift ändern
account-orders-keep = Bestellungen behalten die Anschrift, mit der sie aufgegeben wurden.
account-all-addresses = Zurück zu allen Anschriften

## Anmeldungen

account-sessions = Anmeldungen
account-sessions-hint = Wo Ihr Konto angemeldet ist. Eine zu beenden wirkt sofort. Kennen Sie eine davon nicht, ändern Sie auch Ihr Passwort.
account-this-one = diese hier
account-session-times = seit <1/>, zuletzt benutzt <2/>
account-sign-out-here = Hier abmelden
account-end-session = Beenden<1>: { $device }, seit { $since }</1>
account-device = { $browser } auf { $system }
account-device-unnamed = Ein Programm, das seinen Namen nicht nennt

## Bewertungen

account-reviews = Bewertungen
account-no-reviews = Sie haben noch kein Werk bewertet. Wer eines gekauft hat, kann es auf dessen Seite tun.
account-rating = { $rating } von 5
account-earlier-reviews = Frühere Bewertungen

## Die Felder der Formulare, wie ein Satz über einen Fehler beginnt

account-field-name = Der Name
account-field-language = Die Sprache
account-field-email = Die E-Mail-Adresse
account-field-new-password = Das neue Passwort
account-field-this = Dies
account-field-postal-code = Die Postleitzahl
account-field-city = Der Ort
account-field-region = Das Bundesland oder die Provinz
account-field-country = Das Land
