# Le journal de l’administration : qui a modifié quoi.

console-audit-title = Journal
console-audit-filter = Filtrer le journal
console-audit-who = Qui
console-audit-who-short = Adresse e-mail ou identifiant
console-audit-what = Quoi
console-audit-anything = Tout
console-audit-about = À propos de
console-audit-about-short = Identifiant d’une œuvre, d’une commande…
console-audit-from = Du
console-audit-until = Au
console-audit-show = Afficher
console-audit-clear = Effacer
console-audit-log = Qui a modifié quoi
console-audit-csv = Emporter en CSV
console-audit-none = Rien de tel n’a été fait.
console-audit-earlier = Plus ancien

## Une modification

console-audit-by = par <1>{ $name }</1>, <2/>
console-audit-program = le programme
console-audit-before = avant :
console-audit-after = après :
console-audit-more = { $count ->
    [one] et { $count } autre
   *[other] et { $count } autres
}
console-audit-value = L’ensemble

## Comment une phrase sur une erreur nomme les champs

console-audit-field-by = Qui
console-audit-field-subject = Ce dont il s’agit
console-audit-field-action = Ce qui a été fait
console-audit-field-from = Le premier jour
console-audit-field-until = Le dernier jour

## Ce qui est fait

console-audit-did-artwork-submit = Soumission
console-audit-did-bank_transfer-enter = A inscrit un versement d’un prestataire à la banque
console-audit-did-artwork-approve = Approbation
console-audit-did-artwork-reject = Renvoi
console-audit-did-artwork-pause = Mise en pause
console-audit-did-artwork-resume = Retour dans la galerie
console-audit-did-artwork-archive = Archivage
console-audit-did-collection-put = Collection modifiée
console-audit-did-collection-remove = Collection supprimée
console-audit-did-edition-restock = Remise en stock
console-audit-did-edition-sold_elsewhere = Vente ailleurs
console-audit-did-edition-withdraw = Retrait du stock
console-audit-did-hold-release = Réservation levée
console-audit-did-job-drop = Tâche oubliée
console-audit-did-job-retry = Tâche réessayée
console-audit-did-month-close = A clôturé un mois
console-audit-did-order-claim = Commande rattachée à un compte
console-audit-did-order-cancel = Commande annulée
console-audit-did-order-refund = Remboursement
console-audit-did-order-return_received = Marchandise revenue
console-audit-did-order-return_refunded = Retour remboursé
console-audit-did-order-return_refused = Retour refusé
console-audit-did-order-shipped = Expédition
console-audit-did-order-delivered = Livraison
console-audit-did-payout-fail = A noté l’échec d’un versement
console-audit-did-payout-paid = A noté l’arrivée d’un versement
console-audit-did-payout-run = A lancé des versements
console-audit-did-payout-sent = A remis un versement à la banque
console-audit-did-report-decide = Signalement tranché
console-audit-did-search-reindex = Recherche reconstruite
console-audit-did-seller-commission = Commission d’un vendeur modifiée
console-audit-did-seller-member = Membre modifié
console-audit-did-seller-shipping = Tarifs de livraison d’un vendeur modifiés
console-audit-did-seller-payout_account = A changé le compte d’un vendeur
console-audit-did-seller-verify = Vendeur vérifié
console-audit-did-settings-put = Réglages modifiés
console-audit-did-user-roles = Rôles attribués
console-audit-did-user-sign_out = Déconnexion
console-audit-did-user-suspend = Accès bloqué ou rouvert
console-audit-did-webhook-ping = Point d’écoute essayé
console-audit-did-webhook-put = Point d’écoute modifié
console-audit-did-webhook-redeliver = Message d’un prestataire repris
console-audit-did-webhook-remove = Point d’écoute supprimé
console-audit-did-webhook-replay = Webhook renvoyé
console-audit-did-webhook-rotate = Point d’écoute doté d’un autre secret
