# Kommen und Gehen: Anmelden und Registrieren, die Links aus E-Mails, eine Bestellung finden.

## Anmelden

door-email = E-Mail
door-password = Passwort
door-forgot = Passwort vergessen?
door-bought-as-guest = Ohne Konto gekauft? <1>Bestellung finden</1>
door-new-here = Neu hier? <1>Konto anlegen</1>
door-demo-accounts = Konten der Vorführung
door-role-admin = Verwaltung
door-role-artist = Künstler/in
door-role-customer = Kundschaft

## Registrieren

door-make-account = Konto anlegen
door-come-to = Ich möchte
door-buy = Kunst kaufen
door-buy-more = Bestellungen, Rechnungen und Zertifikate an einem Ort.
door-sell = Meine Werke verkaufen
door-sell-more = Sie bekommen ein Atelier: Werke veröffentlichen, Editionen festlegen, Verkäufe im selben Augenblick sehen. Kaufen können Sie auch.
door-name = Name
door-name-hint = Wenn Sie verkaufen: so, wie der Name neben Ihren Werken stehen soll.
door-password-hint = Mindestens 10 Zeichen; am besten ein paar Wörter hintereinander.
door-make = Konto anlegen
door-have-one = Sie haben schon eines? <1>Anmelden</1>

## Ein neues Passwort

door-forgot-lead = Nennen Sie die E-Mail-Adresse Ihres Kontos: Wir schicken einen Link dorthin, mit dem Sie ein neues Passwort wählen.
door-send-a-link = Link schicken
door-no-mails = Diese Galerie verschickt keine E-Mails. Bitte schreiben Sie an die Galerie selbst.
door-back = Zurück zur Anmeldung
door-another-password = Ein neues Passwort
door-new-password = Neues Passwort
door-new-password-hint = Mindestens 10 Zeichen. Ein paar Wörter hintereinander sind gut.
door-set-password = Passwort speichern
door-signed-out = Sie werden überall abgemeldet.
door-ask-again = Neuen Link anfordern

## Eine Adresse bestätigen

door-confirm = Bestätigen Sie Ihre Adresse
door-confirm-lead = Ein Klick, und wir wissen, dass unsere E-Mails Sie erreichen.
door-confirm-mine = Meine Adresse bestätigen

## Eine Bestellung finden

door-find = Ihre Bestellung finden
door-find-lead = Ohne Konto gekauft, an einem anderen Gerät oder vor langer Zeit? Wir schicken einen Link zur Bestellung an die Adresse, mit der sie aufgegeben wurde.
door-number = Bestellnummer
door-number-hint = Sie beginnt mit IM und steht in jeder E-Mail zur Bestellung.
door-send-the-link = Link schicken
door-find-no-mails = Diese Galerie verschickt keine E-Mails. Bestellungen sehen Sie im Browser, in dem sie aufgegeben wurden, und in Ihrem Konto; sonst schreiben Sie bitte an die Galerie selbst.
door-have-account = Sie haben ein Konto? <1>Anmelden</1>

## Was nicht stimmt

door-no-match = Diese E-Mail-Adresse und dieses Passwort gehören nicht zusammen.
door-suspended = Dieses Konto ist gesperrt. Bitte schreiben Sie an die Galerie.
door-email-taken = Mit dieser E-Mail-Adresse gibt es schon ein Konto. Bitte melden Sie sich an.
door-taken-meanwhile = Inzwischen gehört diese Adresse zu einem anderen Konto. Ihres behält die bisherige.
door-link-ended = Dieser Link gilt nicht mehr: Er wurde schon benutzt, oder seine Zeit ist um. Bitte fordern Sie einen neuen an.
door-field-email = Die E-Mail-Adresse
door-field-name = Der Name
door-field-password = Das Passwort
