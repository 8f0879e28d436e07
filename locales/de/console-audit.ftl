# Das Protokoll der Verwaltung: wer was geändert hat.

console-audit-title = Protokoll
console-audit-filter = Das Protokoll eingrenzen
console-audit-who = Wer
console-audit-who-short = E-Mail-Adresse oder ID
console-audit-what = Was
console-audit-anything = Alles
console-audit-about = Betrifft
console-audit-about-short = ID eines Werks, einer Bestellung, …
console-audit-from = Von
console-audit-until = Bis
console-audit-show = Zeigen
console-audit-clear = Zurücksetzen
console-audit-log = Wer was geändert hat
console-audit-csv = Als CSV mitnehmen
console-audit-none = Dergleichen ist nicht geschehen.
console-audit-earlier = Früheres

## Eine Änderung

console-audit-by = von <1>{ $name }</1>, <2/>
console-audit-program = dem Programm
console-audit-before = vorher:
console-audit-after = nachher:
console-audit-more = und { $count } weitere
console-audit-value = Das Ganze

## Wie ein Satz über einen Fehler die Felder nennt

console-audit-field-by = Wer
console-audit-field-subject = Was es betrifft
console-audit-field-action = Was getan wurde
console-audit-field-from = Der erste Tag
console-audit-field-until = Der letzte Tag

## Was getan wird

console-audit-did-artwork-submit = Eingereicht
console-audit-did-bank_transfer-enter = Auszahlung eines Anbieters an die Bank eingetragen
console-audit-did-artwork-approve = Freigegeben
console-audit-did-artwork-reject = Zurückgegeben
console-audit-did-artwork-pause = Pausiert
console-audit-did-artwork-resume = Wieder gezeigt
console-audit-did-artwork-archive = Archiviert
console-audit-did-collection-put = Sammlung geändert
console-audit-did-collection-remove = Sammlung entfernt
console-audit-did-edition-restock = Wieder in den Bestand gelegt
console-audit-did-edition-sold_elsewhere = Anderswo verkauft
console-audit-did-edition-withdraw = Aus dem Bestand genommen
console-audit-did-hold-release = Reservierung aufgehoben
console-audit-did-job-drop = Vorgang verworfen
console-audit-did-job-retry = Vorgang erneut versucht
console-audit-did-month-close = Monat abgeschlossen
console-audit-did-order-claim = Bestellung in ein Konto übernommen
console-audit-did-order-cancel = Bestellung storniert
console-audit-did-order-refund = Erstattet
console-audit-did-order-return_received = Ware zurückgekommen
console-audit-did-order-return_refunded = Rücksendung erstattet
console-audit-did-order-return_refused = Rücksendung abgelehnt
console-audit-did-order-shipped = Versandt
console-audit-did-order-delivered = Zugestellt
console-audit-did-payout-fail = Gescheiterte Auszahlung vermerkt
console-audit-did-payout-paid = Angekommene Auszahlung vermerkt
console-audit-did-payout-run = Auszahlungen begonnen
console-audit-did-payout-sent = Auszahlung der Bank übergeben
console-audit-did-report-decide = Meldung entschieden
console-audit-did-search-reindex = Suche neu aufgebaut
console-audit-did-seller-commission = Provision eines Verkäufers geändert
console-audit-did-seller-member = Mitglied geändert
console-audit-did-seller-shipping = Versandpreise eines Verkäufers geändert
console-audit-did-seller-payout_account = Konto eines Verkäufers geändert
console-audit-did-seller-verify = Verkäufer bestätigt
console-audit-did-settings-put = Einstellungen geändert
console-audit-did-user-roles = Rollen vergeben
console-audit-did-user-sign_out = Abgemeldet
console-audit-did-user-suspend = Ausgesperrt oder eingelassen
console-audit-did-webhook-ping = Endpunkt erprobt
console-audit-did-webhook-put = Endpunkt geändert
console-audit-did-webhook-redeliver = Meldung eines Zahlungsdienstes erneut angenommen
console-audit-did-webhook-remove = Endpunkt entfernt
console-audit-did-webhook-replay = Webhook noch einmal gesendet
console-audit-did-webhook-rotate = Endpunkt mit neuem Geheimnis
