# The studio's payouts: what is owed, what was paid, statements, and where the money goes.

studio-payouts-account = Konto für Auszahlungen
studio-payouts-account-hint = Eine IBAN oder ein Konto beim Zahlungsanbieter, das mit acct_ beginnt.
studio-payouts-account-now = Geld geht an { $account }.
studio-payouts-account-none = Noch ist kein Konto bekannt: Es kann nichts ausgezahlt werden.
studio-payouts-account-owner = Nur ein Inhaber ändert es.
studio-payouts-save = Speichern
studio-payouts-balance = Was das Haus schuldet
studio-payouts-balance-none = Zurzeit nichts.
studio-payouts-payouts = Auszahlungen
studio-payouts-payouts-none = Es wurde noch nichts ausgezahlt.
studio-payouts-earlier = Frühere
studio-payouts-documents = Kontoauszüge und Rechnungen
studio-payouts-documents-none = Der erste kommt, wenn ein Monat abgeschlossen ist.
studio-payouts-table = Bestellungen mit Guthaben
