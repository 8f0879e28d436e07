# La caisse.

checkout-title = Commande
checkout-contact = Contact
checkout-no-account = Aucun compte n’est nécessaire. <1>Connectez-vous</1> si vous en avez un.
checkout-email = E-mail
checkout-email-hint = La confirmation et la facture y seront envoyées.
checkout-address = Adresse de livraison
checkout-billing-same = La facture va à la même adresse
checkout-billing-other = Autre adresse de facturation
checkout-billing-note = Utilisée seulement si la case ci-dessus n’est pas cochée.
checkout-company = Achat pour une société
checkout-vat-id = Numéro de TVA
checkout-delivery = Livraison
checkout-delivery-note = Choisissez le pays ci-dessus pour connaître le prix de la livraison.
checkout-from = { $works } <1>de { $seller }</1>
checkout-update = Actualiser la livraison et les totaux
checkout-payment = Paiement
checkout-payment-demo = Ceci est une démonstration : choisissez comment le paiement doit se passer. Aucune carte ne vous est demandée.
checkout-payment-way = Moyen de paiement
checkout-place = Passer la commande
checkout-buy = Commander et payer
checkout-terms = Cette commande vous engage à payer. Dans l’UE, les consommateurs peuvent se rétracter dans les 14 jours suivant la livraison.
checkout-order = Votre commande
checkout-your-works = Vos œuvres :
checkout-extend = Cinq minutes de plus
checkout-change-cart = Modifier le panier
checkout-free = gratuit
checkout-days = { $count ->
    [one] { $count } jour ouvré
   *[other] { $count } jours ouvrés
}
checkout-days-span = { $least } à { $most } jours ouvrés
checkout-choose-country = choisissez le pays

## Ce qui est dit au-dessus des champs

checkout-total-changed = Le total a changé ; rien n’a été débité. Merci de le vérifier avant de commander.
checkout-busy = La galerie est très sollicitée, et la commande n’a pas pu être confirmée. Appuyez de nouveau sur le bouton : une même commande n’est jamais passée ni débitée deux fois.
checkout-no-payments = Cette galerie n’accepte aucun paiement pour le moment ; il n’est donc pas possible de commander.

## Les champs dans une phrase

checkout-field-name = Le nom
checkout-field-line1 = Le champ du numéro et de la rue
checkout-field-line2 = La deuxième ligne
checkout-field-postal-code = Le code postal
checkout-field-city = La ville
checkout-field-region = L’État ou la province
checkout-field-country = Le pays
checkout-field-email = L’adresse e-mail
checkout-field-delivery = La livraison
checkout-field-vat-id = Le numéro de TVA
checkout-field-payment = Le moyen de paiement

## Les moyens de paiement d’essai

checkout-test-ok = Carte d’essai acceptée
checkout-test-ok-more = Le paiement est confirmé aussitôt.
checkout-test-3ds = Carte d’essai qui demande une autorisation
checkout-test-3ds-more = La commande attend que vous appuyiez sur « Autoriser » à la page suivante, comme le demanderait l’application d’une banque.
checkout-test-declined = Carte d’essai refusée
checkout-test-declined-more = Rien n’est payé ; vos œuvres restent réservées et vous pouvez essayer une autre carte.
checkout-test-late = Virement d’essai
checkout-test-late-more = Confirmé dix secondes plus tard, sous vos yeux.
checkout-test-lost = Carte d’essai dont la réponse se perd
checkout-test-lost-more = Le prestataire ne répond jamais ; la commande reste en attente jusqu’à la fin de sa réservation.
checkout-stripe = Carte, portefeuille ou banque
checkout-stripe-more = Vous payez sur la page de Stripe, puis vous revenez ici. Les moyens proposés dépendent de votre pays.
checkout-stripe-card = Carte sur ce site
checkout-stripe-card-more = Vous restez ici ; ce que vous saisissez va directement chez Stripe.
checkout-paypal-more = Vous approuvez le paiement sur la page de PayPal, puis vous revenez ici.
