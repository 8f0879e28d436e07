# Le panier, et les sommes qu’il partage avec la caisse et la commande.

cart-title = Panier
cart-head = Votre panier
cart-empty = Il est encore vide.
cart-look-around = Faites le tour de la galerie
cart-gone-work = Une œuvre qui n’est plus accrochée
cart-held = { $count ->
    [one] Réservée pour vous
   *[other] { $count } réservées pour vous
}
cart-copy-held = { $copy } : réservé pour vous
cart-extend = Cinq minutes de plus<1> pour { $title }</1>
cart-lapsed = La réservation a expiré : l’œuvre est de nouveau libre.
cart-lapsed-gone = La réservation a expiré, et quelqu’un d’autre l’a prise.
cart-rehold = Réserver à nouveau<1> : { $title }</1>
cart-rehold-all = Réserver à nouveau les { $count }
cart-price-changed = Maintenant { $now } ; c’était { $before } lors de votre réservation.
cart-missed = { $count ->
    [one] { $copies } : c’est parti chez un autre collectionneur.
   *[other] { $copies } : c’est parti chez d’autres collectionneurs.
}
cart-missed-instead = { $count ->
    [one] À la place, { $copies } vous est réservé.
   *[other] À la place, { $copies } vous sont réservés.
}
cart-copies-and = { $copies } et { $last }
cart-copies = Exemplaires<1> de { $title }</1>
cart-update = Modifier<1> les exemplaires de { $title }</1>
cart-remove = Retirer<1> { $title }</1>
cart-blocked = Réservez à nouveau ce qui a expiré ou retirez-le, puis passez commande.
cart-onward = { $count ->
    [one] Continuer avec l’autre œuvre
   *[other] Continuer avec les { $count } autres
}
cart-check-out = Passer commande
cart-go-on = Continuer la visite

## Les sommes

cart-sum = Totaux
cart-sum-works = Œuvres
cart-sum-delivery = Livraison
cart-sum-vat = TVA incluse
cart-sum-total = Total
cart-sum-without-delivery = Total hors livraison
cart-sum-at-checkout = à l’étape suivante
