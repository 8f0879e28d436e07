# Les commandes de l’administration : la liste, l’une d’elles, et son remboursement.

## La liste

console-orders-lanes = Commandes par état
console-orders-lane-all = Toutes
console-orders-lane-to_pay = À payer
console-orders-lane-to_ship = À expédier
console-orders-lane-shipped = Expédiées
console-orders-lane-done = Terminées
console-orders-lane-ended = Annulées ou expirées
console-orders-lane-refunded = Remboursements
console-orders-none-all = Pas encore de commandes. Elles apparaissent ici dès qu’elles sont passées.
console-orders-none-to_pay = Aucune commande n’attend son paiement.
console-orders-none-to_ship = Tout ce qui est payé est parti.
console-orders-none-shipped = Rien n’est en route.
console-orders-none-done = Rien n’est encore arrivé.
console-orders-none-ended = Aucune commande n’a été annulée ni n’a expiré.
console-orders-none-refunded = Rien n’a été remboursé.
console-orders-none-like-that = Aucune commande ne correspond.
console-orders-q = Numéro ou e-mail
console-orders-from = Du
console-orders-until = Au
console-orders-first-day = Le premier jour
console-orders-last-day = Le dernier jour
console-orders-search = La recherche
console-orders-table = Tableau des commandes
console-orders-order = Commande
console-orders-placed = Passée le
console-orders-buyer = Acheteur
console-orders-status = Statut
console-orders-payment = Paiement
console-orders-delivery = Livraison
console-orders-total = Total
console-orders-earlier = Commandes plus anciennes

## Le statut d’une commande, de son paiement et de sa livraison

console-order-status-open = ouverte
console-order-status-completed = terminée
console-order-status-cancelled = annulée
console-order-status-expired = expirée
console-order-status-pending = en attente
console-order-status-requires_action = à confirmer
console-order-status-succeeded = réussi
console-order-status-paid = payé
console-order-status-partially_refunded = remboursé en partie
console-order-status-refunded = remboursé
console-order-status-disputed = contesté
console-order-status-failed = échoué
console-order-status-unfulfilled = non expédiée
console-order-status-partially_shipped = expédiée en partie
console-order-status-shipped = expédiée
console-order-status-delivered = livrée
console-order-status-returned = retournée

## Une commande

console-order-title = Commande { $number }
console-order-part = De { $seller }
console-order-delivery = Livraison : { $delivery }
console-order-commission = Commission : { $amount }
console-order-slip = Bon de livraison de { $seller } (PDF)
console-order-refunded = { $count ->
    [one] { $count } remboursé
   *[other] { $count } remboursés
}
console-order-restocked = { $count } remis en stock
console-order-cancel = Annuler la commande
console-order-cancel-more = Les œuvres retournent au mur ; ce qui a été payé et pas encore remboursé est rendu.
console-order-cancel-do = Annuler
console-order-invoiced = Facture adressée à
console-order-account = Compte { $id }
console-order-visitor = Visiteur { $id }
console-order-sum = Total
console-order-payments = Paiements
console-order-paid-by = { $provider } : { $status }
console-order-declined = { $provider } : { $status } ({ $code })
console-order-provider-test = Paiement d’essai
console-order-provider-stripe = Carte (Stripe)
console-order-ask = Interroger à nouveau le prestataire
console-order-refunds = Remboursements
console-order-refund-pending = En cours de remboursement
console-order-refund-done = Remboursé
console-order-documents = Documents
console-order-jobs = Tâches
console-order-timeline = Ce qui s’est passé

## Le formulaire d’un remboursement

console-refund = Remboursement
console-refund-left = Il reste jusqu’à { $left } à rembourser. Vous voyez chaque montant avant que rien ne se passe.
console-refund-works = Œuvres
console-refund-line = { $detail }, { $price }, { $goods }
console-refund-line-each = { $detail }, { $price } pièce, { $goods }
console-refund-not-sent = pas encore parti
console-refund-came-back = revenu
console-refund-has-left = parti
console-refund-how-many = Combien sur { $left }
console-refund-delivery-too = La livraison aussi, { $price }
console-refund-restock = Ce qui n’est pas parti retourne en stock
console-refund-reason-more = Pour le journal ; l’acheteur ne le voit pas
console-refund-preview-lines = Aperçu pour ces œuvres
console-refund-preview-rest = Aperçu pour tout ce qui reste
console-refund-sum = Plutôt un montant
console-refund-sum-in = Montant en { $currency }
console-refund-sum-more = Réparti à proportion sur tout ce qui reste ; rien ne retourne en stock
console-refund-preview-sum = Aperçu du montant
console-refund-field-lines = Le nombre d’exemplaires
console-refund-field-amount = Le montant
console-refund-field-reason = Le motif
console-refund-field-restock = Le retour en stock
console-refund-no-amount = Indiquez un montant, par exemple 25 ou 25,50.
console-refund-no-number = Indiquez le nombre d’exemplaires en chiffres.

## L’aperçu d’un remboursement

console-refund-title = Remboursement de { $number }
console-refund-head = Rembourser { $total }
console-refund-to = À { $email }, par { $provider }. Rien ne s’est encore passé.
console-refund-amounts = Montants
console-refund-amounts-table = Montants ligne par ligne
console-refund-what = Quoi
console-refund-copies = Combien
console-refund-tax = TVA comprise
console-refund-amount = Montant
console-refund-reduction = Réduction
console-refund-tax-at = TVA comprise, { $rate }
console-refund-delivery = Livraison
console-refund-goes-back = Remboursé
console-refund-then = Et ensuite
console-refund-none-restocked = Rien ne retourne en stock.
console-refund-restocked = Retour en stock : { $copies }
console-refund-restocked-of = { $title } : { $copies }
console-refund-note = Avoir de { $seller } : { $amount }
console-refund-left-after = Il restera { $left } à rembourser.
console-refund-reason = Motif : { $reason }
console-refund-do = Rembourser { $total }
console-refund-change = Modifier
