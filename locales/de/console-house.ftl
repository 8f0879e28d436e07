# Die Räume der Verwaltung für das Haus: Einstellungen, Sammlungen, E-Mails.

## Einstellungen: das Haus

console-settings-title = Einstellungen
console-settings-empty = leer: { $value }
console-settings-empty-none = leer: keiner
console-settings-house = Das Haus
console-settings-name = Name
console-settings-accent-light = Akzent auf hellem Grund
console-settings-accent-dark = Akzent auf dunklem Grund
console-settings-accent-note = Schaltflächen tragen den Akzent. Jede Farbe muss auf ihrem Grund lesbar sein: ein Kontrast von 4,5 zu 1.
console-settings-save-house = Haus speichern
console-settings-logo = Logo
console-settings-logo-now = Das Logo, wie es jetzt ist
console-settings-picture = Bild
console-settings-picture-hint = es steht anstelle des Namens
console-settings-use-picture = Dieses Bild nehmen
console-settings-drop-logo = Logo entfernen

## Einstellungen: Verkauf, Steuern, Versand

console-settings-sales = Verkauf
console-settings-commission = Provision in Prozent
console-settings-commission-hint = Für Verkäufer, die sich ab jetzt anmelden; wer schon hier ist, behält seine, die auf der eigenen Seite des Verkäufers geändert wird.
console-settings-withdrawal = Widerrufsfrist, Tage
console-settings-withdrawal-hint = Ab Ankunft des letzten Pakets; mindestens 14. Danach werden Bestellungen abgeschlossen.
console-settings-hold = Eine Reservierung, Minuten
console-settings-extension = Ihre eine Verlängerung, Minuten
console-settings-save-sales = Verkauf speichern
console-settings-commission-rules = Provisionsregeln
console-settings-commission-lines = Eine Regel je Zeile
console-settings-commission-rules-hint = Adresse des Verkäufers oder *; Art (unique, limited, open) oder *; Prozent; erster Tag. Die genaueste Regel gilt, vor der eigenen Provision des Verkäufers. Zum Beispiel: *; limited; 12.5; 2026-01-01
console-settings-save-commission = Regeln speichern
console-settings-tax = Steuersätze
console-settings-tax-lines = Ein Satz je Zeile
console-settings-tax-hint = Land; Regelung (standard oder reduced_art); Prozent; erster Tag. Zum Beispiel: DE; standard; 19; 2021-01-01
console-settings-save-tax = Sätze speichern
console-settings-art = Kunstwerke
console-settings-art-note = Womit ein neues Haus beginnt, ist Allgemeinwissen: Lassen Sie es steuerlich prüfen, bevor Sie danach verkaufen.
console-settings-art-edition-limits = Größte Auflagen, eine Grenze je Zeile
console-settings-art-edition-limits-hint = Wörter der Technik; Land des Verkäufers oder * für alle; höchste Stückzahl; erster Tag. Zum Beispiel: photograph, gelatin silver; *; 30; 2015-01-01. Eine größere Auflage wird mit dem Regelsatz besteuert.
console-settings-art-resale-rules = Folgerechte, eine Regel je Zeile
console-settings-art-resale-rules-hint = Land des Verkäufers oder * für die übrigen Mitgliedstaaten; Währung; Schwelle; Höchstbetrag je Verkauf; Anteile in Prozent bis zu einem Preis; Jahre und Preis dessen, was vom Künstler gekauft wurde und frei ist; erster Tag; Staatsangehörigkeiten. Zum Beispiel: *; EUR; 3000; 12500; 50000: 4, *: 0.25; 0; 0; 2006-01-01; DE, FR
console-settings-art-tax-notes = Texte für Rechnungen, ein Text je Zeile
console-settings-art-tax-notes-hint = Regelung (standard, reduced_art, margin_art, exempt_small_business, reverse_charge oder export); Sprache (en, de oder fr); Text. Er steht auf Rechnungen mit einer solchen Zeile, neben dem Wortlaut der Richtlinie.
console-settings-save-art = Regeln speichern
console-settings-resale-file = Verkäufe mit Folgerecht, als Tabelle
console-settings-shipping = Versandtabelle
console-settings-shipping-lines = Eine Preisstufe je Zeile
console-settings-shipping-hint = Versandart; ihr Name; Zone (home, eu, world oder ein Land wie CH); höchstens so viele Kilogramm; längste Seite, höchstens so viele Zentimeter; Preise; Werktage. Zum Beispiel: standard; Standard; home; 5; 60; EUR 9.50; 2-4
console-settings-divisor = Kubikzentimeter, die als ein Kilogramm zählen
console-settings-save-shipping = Tabelle speichern

## Einstellungen: rechtliche Seiten und Verlauf

console-settings-legal = Rechtliche Seiten
console-settings-legal-note = Überschriften stehen hinter #, Listen hinter -, **starke Wörter** zwischen Sternen; [Links](/legal/terms) führen weiter. Eine leere Seite wird nicht verlinkt.
console-settings-legal-at = zu sehen unter { $url }
console-settings-legal-text = Text: { $title }
console-settings-legal-save = Speichern<1>: { $title }</1>
console-settings-history = Verlauf
console-settings-history-none = Noch wurde nichts geändert.
console-settings-history-back = Zurück zum Stand davor<1>: { $what }, Änderung { $number }</1>
console-settings-history-earlier = Frühere Änderungen

## Wie eine Einstellung heißt

console-settings-key-name = Name
console-settings-key-accent = Akzent
console-settings-key-logo = Logo
console-settings-key-commission = Provision
console-settings-key-holds = Reservierungszeiten
console-settings-key-commission-rules = Provisionsregeln
console-settings-key-photos = Fotos von Schäden, Tage
console-settings-key-withdrawal = Widerrufsfrist
console-settings-key-tax = Steuersätze
console-settings-key-art = Kunstwerke
console-settings-key-shipping = Versandtabelle
console-settings-key-paused = Verkauf pausiert
console-settings-key-payout-minimum = Kleinste Auszahlung
console-settings-key-house-identity = Wer das Haus rechtlich ist

## Wie ein Satz über einen Fehler die Felder nennt, und solche Sätze

console-settings-field-name = Der Name
console-settings-field-colour = Diese Farbe
console-settings-field-commission = Die Provision
console-settings-field-withdrawal = Die Widerrufsfrist
console-settings-field-hold = Die Reservierungszeit
console-settings-field-extension = Die Verlängerung
console-settings-field-hold-seconds = Die Reservierungszeit in Sekunden
console-settings-field-extension-seconds = Die Verlängerung in Sekunden
console-settings-field-divisor = Die Zahl der Kubikzentimeter je Kilogramm
console-settings-field-table = Die Tabelle
console-settings-field-text = Der Text
console-settings-field-line = Zeile { $line }:
console-settings-field-line-member = Zeile { $line }: { $member }
console-settings-member-bands = Die Staffelung
console-settings-member-country = Das Land
console-settings-member-days_max = Die längste Lieferzeit
console-settings-member-days_min = Die kürzeste Lieferzeit
console-settings-member-id = Die Kennung
console-settings-member-kind = Die Art
console-settings-member-longest_side_cm_max = Die längste Seite
console-settings-member-name = Der Name
console-settings-member-prices = Der Preis
console-settings-member-rate = Der Satz
console-settings-member-regime = Die Regelung
console-settings-member-seller_id = Der Verkäufer
console-settings-member-valid_from = Der erste Tag
console-settings-member-weight_kg_max = Das Höchstgewicht
console-settings-member-cap = Der Höchstbetrag
console-settings-member-copies_max = Die höchste Stückzahl
console-settings-member-currency = Die Währung
console-settings-member-exempt_up_to = Der freie Preis
console-settings-member-exempt_years = Die freien Jahre
console-settings-member-language = Die Sprache
console-settings-member-mediums = Die Technik
console-settings-member-nationalities = Die Staatsangehörigkeiten
console-settings-member-text = Der Text
console-settings-member-threshold = Die Schwelle
console-settings-member-zone = Die Zone
console-settings-no-number = { $what } muss eine Zahl sein.
console-settings-accent-both = Der Akzent braucht eine Farbe für jeden Grund.
console-settings-holds-both = Bitte beide Zeiten angeben oder keine.
console-settings-divisor-whole = Die Zahl der Kubikzentimeter je Kilogramm muss eine ganze Zahl sein.
console-settings-no-page = Eine solche Seite gibt es nicht.

## Sammlungen

console-collections-title = Sammlungen
console-collections-one = Sammlung
console-collections-all = Was zusammen hängt
console-collections-none = Noch keine Sammlung. Die neuesten stehen auf der Startseite.
console-collections-seen = für alle zu sehen
console-collections-unpublished = nicht veröffentlicht
console-collections-more = Weitere Sammlungen
console-collections-new = Eine neue Sammlung
console-collections-make = Sammlung anlegen
console-collections-form = Was sie sagt und enthält
console-collections-public = So sehen sie alle
console-collections-save = Sammlung speichern
console-collections-remove = Sammlung entfernen
console-collections-works = Ihre Werke
console-collections-works-none = Noch keine.
console-collections-name = Titel
console-collections-words = Ein paar Worte
console-collections-lines = Werke in ihrer Reihenfolge
console-collections-lines-hint = Eines je Zeile: der Name in der Adresse („low-tide-evening“), die ganze Adresse oder die ID. Wer Zeilen verschiebt, verschiebt Werke.
console-collections-publish = Für alle zu sehen
console-collections-unknown = Zeile { $line }: Kein Werk heißt { $name }.
console-collections-field-title = Der Titel
console-collections-field-words = Der Text
console-collections-field-work = Ein Werk
console-collections-status-draft = Entwurf
console-collections-status-in_review = in Prüfung
console-collections-status-rejected = zurückgegeben
console-collections-status-published = veröffentlicht
console-collections-status-paused = pausiert
console-collections-status-sold_out = ausverkauft
console-collections-status-archived = archiviert

## E-Mails

console-mail-title = E-Mails
console-mail-lead = Was die Galerie schreibt, mit Beispieldaten. { $way }
console-mail-by-server = Die E-Mails gehen über { $host } hinaus, von { $from }.
console-mail-by-mailbox = Dies ist eine Vorführung: Sie bleiben im eigenen Postfach und gehen nirgendwohin.
console-mail-by-none = Keine davon wird verschickt: Es ist kein Mailserver eingerichtet (mail.smtp.host).
console-mail-all = Alle Arten von E-Mails
console-mail-kind-verify_email = E-Mail-Adresse bestätigen
console-mail-kind-reset_password = Passwort zurücksetzen
console-mail-kind-confirm_email = Neue E-Mail-Adresse bestätigen
console-mail-kind-email_changed = E-Mail-Adresse geändert
console-mail-kind-email_in_use = E-Mail-Adresse schon in Gebrauch
console-mail-kind-password_changed = Passwort geändert
console-mail-kind-order_placed = Bestellung aufgegeben
console-mail-kind-order_paid = Bestellung bezahlt
console-mail-kind-payment_failed = Zahlung fehlgeschlagen
console-mail-kind-order_shipped = Bestellung versandt
console-mail-kind-order_cancelled = Bestellung storniert
console-mail-kind-order_refunded = Bestellung erstattet
console-mail-kind-return_announced = Bestätigung der Rücksendung
console-mail-kind-return_answered = Rücksendung beantwortet
console-mail-kind-review_asked = Bitte um Bewertung
console-mail-kind-order_link = Link zur Bestellung
console-mail-kind-wish_free = Wunsch wieder frei

## Eine Tabelle aus einer Datei

console-settings-table-commission = Provisionsregeln aus einer Datei
console-settings-table-tax = Steuersätze aus einer Datei
console-settings-table-shipping = Versandpreise aus einer Datei
console-settings-table-hint = CSV; sie wird zuerst geprobt
console-settings-table-out = Als CSV mitnehmen
console-settings-table-about = Eine Tabelle, als CSV in UTF-8 gespeichert, höchstens { $lines } Zeilen, mit den Spalten <1>{ $columns }</1>. Sie tritt an die Stelle der ganzen Tabelle. Zuerst wird geprobt.
console-settings-table-would = { $added } neu, { $changed } geändert, { $removed } entfallen.
console-settings-table-reordered = Die Zeilen stehen in anderer Reihenfolge.
console-settings-table-nothing = Diese Tabelle ändert nichts.
console-settings-table-do = So übernehmen
console-settings-table-changes = Was sich ändern würde
console-settings-table-entry = Eintrag
console-settings-table-kind = Änderung
console-settings-table-before = Jetzt
console-settings-table-after = Dann
console-settings-table-is-added = neu
console-settings-table-is-changed = geändert
console-settings-table-is-removed = entfällt
console-settings-table-back = Zurück zu den Einstellungen
