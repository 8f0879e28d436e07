# Widerruf und Schäden: die beiden Schritte der Käufer und die Karten derer, die antworten.

## The function on the order’s page

return-withdraw-link = Vertrag hier widerrufen
return-damage-link = Etwas kam beschädigt an
return-period-until = Sie können bis zum { $day } widerrufen, bis zum Ende des Tages in UTC.
return-period-over = Die Widerrufsfrist endete am { $day }.
return-period-ahead = Sie können jederzeit widerrufen, bis { $days } Tage nach Ankunft des letzten Pakets.
return-not-trader = Hier verkauft eine Privatperson: Das Widerrufsrecht besteht gegenüber Unternehmern.
return-receipt = { $name }; die Bestätigung ging an { $email }
return-due = Ihr Geld ist bis zum { $day } fällig; bis die Werke zurück sind, darf der Verkäufer warten.
return-withdrawal-announced = Widerrufen: { $works }. Bitte senden Sie es zurück.
return-withdrawal-received = Widerrufen: { $works }. Es ist zurück beim Verkäufer.
return-withdrawal-refunded = Widerrufen: { $works }. Ihr Geld geht zurück.
return-withdrawal-refused = Der Widerruf wurde abgelehnt: { $works }.
return-damage-announced = Beschädigt: { $works }. Der Verkäufer antwortet Ihnen.
return-damage-received = Beschädigt: { $works }. Es ist zurück beim Verkäufer.
return-damage-refunded = Beschädigt: { $works }. Geld geht an Sie zurück.
return-damage-refused = Für den Schaden wurde nichts erstattet: { $works }.

## The two steps

return-withdraw-title = Bestellung { $number } widerrufen
return-withdraw-head = Vertrag hier widerrufen
return-withdraw-about = Sie widerrufen den Kauf bei { $seller }. Gründe müssen Sie nicht nennen. Die nächste Seite zeigt, was Sie zurückerhalten; erst dort bestätigen Sie.
return-withdraw-button = Weiter
return-confirm-head = Widerruf bestätigen
return-confirm-about = Hiermit widerrufen Sie den Vertrag mit { $seller } über diese Werke. Die Bestätigung erhalten Sie sofort per E-Mail.
return-confirm-button = Widerruf jetzt bestätigen
return-back = Zurück zur Bestellung
return-lines = Welche Werke?
return-choose = { $title } wählen
return-copies = Wie viele Exemplare von { $title }
return-name = Ihr Name
return-email = E-Mail-Adresse für die Bestätigung
return-email-hint = Die Bestätigung nennt, was Sie widerrufen haben, an welchem Tag und um welche Uhrzeit.
return-statement = Anmerkungen
return-amount = Sie erhalten zurück
return-amount-delivery = { $amount } davon für die Lieferung: die günstigste, die angeboten war.
return-next-send = Bitte senden Sie die Werke binnen 14 Tagen zurück. Ihr Geld folgt binnen 14 Tagen, sobald sie da sind.
return-next-paid = Noch ist nichts versandt: Ihr Geld geht sofort zurück.
return-barred-given = wurde schon widerrufen oder erstattet
return-barred-made = auf Bestellung gefertigt: kein Widerrufsrecht
return-barred-waiting = ist noch nicht versandt
return-field-name = Der Name
return-field-email = Die E-Mail-Adresse
return-field-statement = Die Erklärung

## Damage

return-damage-title = Schaden an Bestellung { $number }
return-damage-head = Was kam beschädigt an?
return-damage-about = { $seller } antwortet Ihnen. Bitte bewahren Sie die Verpackung und Fotos vom Schaden auf.
return-damage-statement = Was ist beschädigt, und wie
return-damage-button = Absenden

## Made to order

returns-made-to-order = auf Bestellung gefertigt
returns-made-to-order-buying = Auf Bestellung gefertigt: Es besteht kein Widerrufsrecht.

## The cards of seller and staff

returns-title = Rücksendungen
returns-by-status = Rücksendungen nach Stand
returns-open = Offen
returns-all = Alle
returns-none = Im Moment kommt nichts zurück.
returns-more = Weitere Rücksendungen
returns-about-seller = Nach einem Widerruf muss das Geld binnen 14 Tagen zurück; bis die Werke da sind, dürfen Sie warten.
returns-due = Geld fällig bis { $day }
returns-withdrawal-announced = Widerrufen
returns-withdrawal-received = Widerrufen, Ware zurück
returns-withdrawal-refunded = Widerrufen, erstattet
returns-withdrawal-refused = Widerruf abgelehnt
returns-damage-announced = Beschädigt
returns-damage-received = Beschädigt, Ware zurück
returns-damage-refunded = Beschädigt, erstattet
returns-damage-refused = Schaden abgelehnt
returns-received = Die Ware ist zurück
returns-restock = Zurück in den Bestand
returns-amount = Ein Betrag statt des ganzen Preises, { $currency }
returns-refund = Geld erstatten
returns-refuse = Ablehnen
returns-refuse-button = Das ablehnen
returns-reason = Warum; die Käuferin oder der Käufer liest es
return-photo = Ein Foto des Schadens
return-photo-send = Foto senden
return-photos = Gesendete Fotos: { $count }
returns-photo = Foto { $number }
