# La salle des personnes dans l’administration : qui a un compte, et avec quels rôles.

console-people-title = Personnes
console-people-count = { $count ->
    [one] { $count } personne
   *[other] { $count } personnes
}
console-people-everybody = Tout le monde
console-people-search = Nom, adresse e-mail ou identifiant
console-people-search-short = Nom, e-mail ou identifiant
console-people-none = Personne ne porte ce nom.
console-people-show-all = Voir tout le monde
console-people-table = Tableau des personnes
console-people-name = Nom
console-people-email = Adresse e-mail
console-people-roles = Rôles
console-people-last-there = Dernière visite
console-people-since = Depuis
console-people-shut-out = accès bloqué
console-people-not-of-late = pas récemment
console-people-more = Voir la suite

## Quelqu’un

console-people-person-since = depuis le <1/>
console-people-person-seen = dernière visite le <1/>
console-people-person-unseen = pas de visite récente
console-people-sells-as = vend sous le nom de <1>{ $name }</1>
console-people-roles-note = Qui perd un rôle est déconnecté partout ; un nouveau rôle compte dès la prochaine connexion.
console-people-roles-own = Vous ne pouvez pas vous retirer vous-même le rôle d’admin.
console-people-roles-of = Rôles de { $name }
console-people-roles-save = Enregistrer les rôles
console-people-door = Accès
console-people-is-out = { $name } n’a plus accès et ne peut pas se connecter.
console-people-let-in = Rouvrir l’accès
console-people-signed-in = { $count ->
    [one] Session ouverte sur { $count } appareil.
   *[other] Session ouverte sur { $count } appareils.
}
console-people-signed-in-nowhere = Aucune session ouverte.
console-people-sign-out = Déconnecter partout
console-people-because = Motif du blocage
console-people-shut-out-do = Bloquer l’accès
console-people-changes = Ce qui a été modifié
console-people-changes-none = Rien pour l’instant.
console-people-changes-all = Toutes les modifications

## Les rôles : dans une liste, au choix, et ce que chacun fait

console-people-role-visitor = sans compte
console-people-role-customer = client
console-people-role-artist = artiste
console-people-role-moderator = modération
console-people-role-fulfilment = expédition
console-people-role-admin = admin
console-people-choice-artist = Artiste
console-people-choice-moderator = Modération
console-people-choice-fulfilment = Expédition
console-people-choice-admin = Admin
console-people-does-artist = Vend : a l’atelier du vendeur dont la personne fait partie.
console-people-does-moderator = S’occupe du catalogue : examine les œuvres, corrige le stock.
console-people-does-fulfilment = S’occupe des commandes : emballe, expédie, rembourse, corrige le stock.
console-people-does-admin = Dirige la maison : tout cela, plus les personnes, les réglages et le journal.

## Un vendeur

console-seller-verified = vérifié
console-seller-unverified = non vérifié
console-seller-commission-hint = Pour les commandes passées dès maintenant ; celles d’avant gardent la leur.
console-seller-commission-save = Enregistrer la commission
console-seller-commission-is = { $percent } pour cent
console-seller-shipping = Livraison de { $seller }
console-seller-shipping-link = Tarifs de livraison
console-seller-address = Adresse
console-seller-address-none = Pas encore indiquée.
