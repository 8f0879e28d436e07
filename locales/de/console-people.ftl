# Der Raum der Personen in der Verwaltung: wer ein Konto hat, und mit welchen Rollen.

console-people-title = Personen
console-people-count = { $count ->
    [one] 1 Person
   *[other] { $count } Personen
}
console-people-everybody = Alle
console-people-search = Name, E-Mail-Adresse oder ID
console-people-search-short = Name, E-Mail oder ID
console-people-none = So heißt hier niemand.
console-people-show-all = Alle zeigen
console-people-table = Tabelle der Personen
console-people-name = Name
console-people-email = E-Mail-Adresse
console-people-roles = Rollen
console-people-last-there = Zuletzt da
console-people-since = Seit
console-people-shut-out = ausgesperrt
console-people-not-of-late = länger nicht
console-people-more = Weitere Personen

## Jemand

console-people-person-since = seit <1/>
console-people-person-seen = zuletzt da am <1/>
console-people-person-unseen = länger nicht da
console-people-sells-as = verkauft als <1>{ $name }</1>
console-people-roles-note = Wer eine Rolle verliert, wird überall abgemeldet; eine neue gilt ab der nächsten Anmeldung.
console-people-roles-own = Die Admin-Rolle können Sie sich nicht selbst nehmen.
console-people-roles-of = Rollen von { $name }
console-people-roles-save = Rollen speichern
console-people-door = Zugang
console-people-is-out = { $name } ist ausgesperrt und kann sich nicht anmelden.
console-people-let-in = Wieder einlassen
console-people-signed-in = { $count ->
    [one] Auf einem Gerät angemeldet.
   *[other] Auf { $count } Geräten angemeldet.
}
console-people-signed-in-nowhere = Nirgends angemeldet.
console-people-sign-out = Überall abmelden
console-people-because = Grund für das Aussperren
console-people-shut-out-do = Aussperren
console-people-changes = Was geändert wurde
console-people-changes-none = Noch nichts.
console-people-changes-all = Alle Änderungen

## Rollen: in einer Liste, zur Auswahl, und wofür sie da sind

console-people-role-visitor = ohne Konto
console-people-role-customer = Kundschaft
console-people-role-artist = Künstler/in
console-people-role-moderator = Moderation
console-people-role-fulfilment = Versand
console-people-role-admin = Admin
console-people-choice-artist = Künstler/in
console-people-choice-moderator = Moderation
console-people-choice-fulfilment = Versand
console-people-choice-admin = Admin
console-people-does-artist = Verkauft: hat das Atelier des Verkäufers, zu dem die Person gehört.
console-people-does-moderator = Kümmert sich um den Katalog: prüft Werke, berichtigt den Bestand.
console-people-does-fulfilment = Kümmert sich um Bestellungen: packt, verschickt, erstattet, berichtigt den Bestand.
console-people-does-admin = Führt das Haus: all das, dazu Personen, Einstellungen und das Protokoll.

## Ein Verkäufer

console-seller-verified = bestätigt
console-seller-unverified = nicht bestätigt
console-seller-commission-hint = Für Bestellungen ab jetzt; was bestellt ist, behält seine.
console-seller-commission-save = Provision speichern
console-seller-commission-is = { $percent } Prozent
console-seller-shipping = Versand von { $seller }
console-seller-shipping-link = Versandpreise
console-seller-address = Anschrift
console-seller-address-none = Noch keine angegeben.
