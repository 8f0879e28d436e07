# Rétractations et dommages : les deux étapes de l’acheteur, et les cartes de ceux qui répondent.

## The function on the order’s page

return-withdraw-link = Se rétracter du contrat ici
return-damage-link = Quelque chose est arrivé endommagé
return-period-until = Vous pouvez vous rétracter jusqu’au { $day }, fin de la journée en UTC.
return-period-over = Le délai de rétractation a pris fin le { $day }.
return-period-ahead = Vous pouvez vous rétracter à tout moment, jusqu’à { $days } jours après l’arrivée du dernier colis.
return-not-trader = Le vendeur est un particulier : le droit de rétractation s’exerce envers les professionnels.
return-receipt = { $name } ; l’accusé de réception a été envoyé à { $email }
return-due = Le remboursement est dû au plus tard le { $day } ; le vendeur peut attendre le retour des œuvres.
return-withdrawal-announced = Rétractation : { $works }. Merci de renvoyer.
return-withdrawal-received = Rétractation : { $works }. C’est de retour chez le vendeur.
return-withdrawal-refunded = Rétractation : { $works }. Votre argent vous est rendu.
return-withdrawal-refused = La rétractation a été refusée : { $works }.
return-damage-announced = Endommagé : { $works }. Le vendeur vous répondra.
return-damage-received = Endommagé : { $works }. C’est de retour chez le vendeur.
return-damage-refunded = Endommagé : { $works }. De l’argent vous est rendu.
return-damage-refused = Aucun remboursement pour le dommage : { $works }.

## The two steps

return-withdraw-title = Se rétracter de la commande { $number }
return-withdraw-head = Se rétracter du contrat ici
return-withdraw-about = Vous vous rétractez de votre achat auprès de { $seller }. Aucun motif n’est nécessaire. La page suivante indique ce qui vous sera rendu ; c’est là seulement que vous confirmez.
return-withdraw-button = Continuer
return-confirm-head = Confirmer la rétractation
return-confirm-about = Par la présente, vous vous rétractez du contrat conclu avec { $seller } pour ces œuvres. L’accusé de réception vous est envoyé aussitôt.
return-confirm-button = Confirmer cette rétractation
return-back = Retour à la commande
return-lines = Quelles œuvres ?
return-choose = Choisir { $title }
return-copies = Combien d’exemplaires de { $title }
return-name = Votre nom
return-email = Adresse e-mail pour l’accusé de réception
return-email-hint = L’accusé indique ce dont vous vous rétractez, le jour et l’heure.
return-statement = Remarques
return-amount = Vous est rendu
return-amount-delivery = Dont { $amount } pour la livraison : la moins chère proposée.
return-next-send = Renvoyez les œuvres sous 14 jours. Le remboursement suit sous 14 jours, dès leur retour.
return-next-paid = Rien n’est encore parti : votre argent vous est rendu aussitôt.
return-barred-given = a déjà fait l’objet d’une rétractation ou d’un remboursement
return-barred-made = réalisée sur commande : le droit de rétractation ne s’applique pas
return-barred-waiting = n’est pas encore partie
return-field-name = Le nom
return-field-email = L’adresse e-mail
return-field-statement = La déclaration

## Damage

return-damage-title = Dommage dans la commande { $number }
return-damage-head = Qu’est-ce qui est arrivé endommagé ?
return-damage-about = { $seller } vous répondra. Conservez l’emballage et des photos du dommage.
return-damage-statement = Ce qui est endommagé, et comment
return-damage-button = Envoyer

## Made to order

returns-made-to-order = réalisée sur commande
returns-made-to-order-buying = Réalisée sur commande : pas de droit de rétractation.

## The cards of seller and staff

returns-title = Retours
returns-by-status = Retours par état
returns-open = En attente
returns-all = Tous
returns-none = Rien ne revient pour l’instant.
returns-more = Autres retours
returns-about-seller = Après une rétractation, l’argent est à rendre sous 14 jours ; vous pouvez attendre le retour des œuvres.
returns-due = Remboursement dû au plus tard le { $day }
returns-withdrawal-announced = Rétractation
returns-withdrawal-received = Rétractation, marchandise revenue
returns-withdrawal-refunded = Rétractation, remboursée
returns-withdrawal-refused = Rétractation refusée
returns-damage-announced = Endommagé
returns-damage-received = Endommagé, marchandise revenue
returns-damage-refunded = Endommagé, remboursé
returns-damage-refused = Dommage refusé
returns-received = La marchandise est revenue
returns-restock = Remettre en stock
returns-amount = Un montant au lieu du prix entier, { $currency }
returns-refund = Rembourser
returns-refuse = Refuser
returns-refuse-button = Refuser le retour
returns-reason = Motif ; l’acheteur le lit
return-photo = Une photo du dommage
return-photo-send = Envoyer la photo
return-photos = Photos envoyées : { $count }
returns-photo = Photo { $number }
