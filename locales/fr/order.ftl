# Une commande : sa page, et ce qu’en disent les listes, l’administration et l’atelier.

order-title = Commande { $number }
order-placed-line = Commande { $number }, <1>{ $date }</1>
order-way = Le parcours de la commande
order-kept = Votre exemplaire est mis de côté
order-your-works = Vos œuvres :
order-ask-again = Redemander
order-nothing-happened = Rien ne s’est passé chez votre banque ? <1>Revenir au paiement</1>
order-authorize = Votre banque a une question
order-authorize-about = Dans une vraie galerie, vous confirmeriez maintenant le paiement dans l’application de votre banque. Ici, ce bouton suffit.
order-authorize-button = Autoriser le paiement d’essai
order-redirect = Poursuivre le paiement
order-redirect-about = Le paiement se poursuit sur la page du prestataire.
order-redirect-button = Aller à la page de paiement
order-card-title = Payer par carte
order-card-about = Ce que vous saisissez va directement chez Stripe, qui exécute le paiement ; notre maison ne le voit jamais.
order-card-sum = À payer : { $total }
order-card-pay = Payer maintenant
order-card-away = Les champs de la carte ne se sont pas chargés. Ils ont besoin des scripts de js.stripe.com ; vous pouvez aussi payer autrement.
order-card-otherwise = Revenir à la commande, ou payer autrement
order-pay-otherwise = Payer autrement
order-pay-again = Réessayer le paiement
order-payment-way = Moyen de paiement
order-pay-now = Payer maintenant
order-claim = La garder dans votre compte
order-claim-about = Cette commande a été passée sans compte, avec votre adresse. Ajoutez-la, et elle rejoindra vos autres commandes.
order-claim-button = Ajouter à mon compte
order-claim-prove = Cette commande a été passée sans compte, avec votre adresse. Confirmez d’abord l’adresse : le bouton se trouve dans <1>votre profil</1>.
order-from = De { $seller }
order-delivery = Livraison : { $method }, { $price }
order-delivery-free = Livraison : { $method }, gratuite
order-sum = Total
order-payment = Paiement
order-documents = Documents
order-being-made = en préparation…
order-certificate-page = Voir sa page<1> : { $name }</1>
order-delivered-to = Livrée à
order-invoiced-to = Facturée à
order-happened = Ce qui s’est passé
order-cancel = Annuler cette commande
order-cancel-about = Les œuvres retournent au mur, et ce que vous avez payé vous est remboursé.
order-cancel-button = Oui, annuler la commande
order-not-yours = Cette commande appartient à quelqu’un d’autre ; passez par l’administration.

## Les champs de la recherche d’une commande

order-field-number = Le numéro
order-field-email = L’adresse e-mail

## Où elle en est

order-stands-confirming = Confirmation de votre paiement
order-stands-confirming-about = Votre exemplaire est mis de côté. Nous interrogeons le prestataire ; cette page affichera sa réponse aussitôt. Inutile de payer une seconde fois.
order-stands-goes-back = Trop tard, votre argent vous revient
order-stands-goes-back-about = Votre paiement est arrivé alors que les œuvres ne vous étaient plus réservées. La totalité vous est reversée ; vous n’avez rien à faire.
order-stands-late = Merci, elle est à vous
order-stands-late-about = Votre paiement est arrivé après la fin de la réservation, mais les œuvres étaient encore là : elles sont à vous. Le vendeur les emballe, et nous vous écrirons à leur départ.
order-stands-cancelled-refunded = Annulée
order-stands-cancelled-refunded-about = La commande est annulée, et ce que vous avez payé vous a été remboursé.
order-stands-cancelled-paid = Annulée
order-stands-cancelled-paid-about = La commande est annulée. Ce que vous avez payé est en cours de remboursement.
order-stands-cancelled = Annulée
order-stands-cancelled-about = La commande est annulée. Rien n’a été débité.
order-stands-too-late = Trop tard
order-stands-too-late-about = Votre paiement est arrivé après que les œuvres sont parties chez quelqu’un d’autre ; il vous a donc été remboursé.
order-stands-expired = Cette commande a expiré
order-stands-expired-about = Elle n’a pas été payée à temps ; les œuvres sont de nouveau libres. Rien n’a été débité.
order-stands-refunded = Remboursée
order-stands-refunded-about = Ce que vous avez payé vous a été remboursé.
order-stands-partly-refunded = Remboursée en partie
order-stands-partly-refunded-about = Une partie de ce que vous avez payé vous a été remboursée.
order-stands-disputed = Paiement contesté
order-stands-disputed-about = Votre banque a repris le paiement ; la galerie va vous écrire.
order-stands-requires-action = Encore une étape
order-stands-requires-action-about = Votre banque vous demande de confirmer le paiement.
order-stands-declined = Le paiement a été refusé
order-stands-declined-about = Rien n’a été débité, et vos œuvres vous sont toujours réservées.
order-stands-pending = Nous attendons le paiement
order-stands-pending-about = Vos œuvres restent réservées jusqu’à la réponse du prestataire. Inutile de rester : cette page l’affichera aussitôt.
order-stands-returned = Retournée
order-stands-returned-about = Les œuvres sont revenues chez le vendeur.
order-stands-complete = Terminée
order-stands-complete-about = Les œuvres sont arrivées. Nous espérons qu’elles vous plaisent.
order-stands-delivered = Livrée
order-stands-delivered-about = Les œuvres sont arrivées. Nous espérons qu’elles vous plaisent.
order-stands-shipped = En route
order-stands-shipped-about = Vos œuvres ont quitté le vendeur.
order-stands-ready = Prête à retirer
order-stands-ready-about = Vos œuvres vous attendent chez le vendeur.
order-stands-partly-shipped = En partie en route
order-stands-partly-shipped-about = Certaines de vos œuvres sont parties ; les autres suivront.
order-stands-paid = Merci, elle est à vous
order-stands-paid-about = Le paiement a abouti. Le vendeur emballe vos œuvres, et nous vous écrirons à leur départ.

## La même chose dans une liste

order-short-cancelled = Annulée
order-short-expired = Non payée à temps
order-short-refunded = Remboursée
order-short-partly-refunded = Remboursée en partie
order-short-disputed = Paiement contesté
order-short-pending = En attente du paiement
order-short-requires-action = En attente de votre confirmation du paiement
order-short-declined = Paiement refusé
order-short-paid = Payée, en cours d’emballage
order-short-partly-shipped = Payée, en partie en route
order-short-shipped = Payée, en route
order-short-ready = Payée, prête à retirer
order-short-delivered = Livrée
order-short-returned = Retournée

## Ses étapes

order-step-placed = Passée
order-step-paid = Payée
order-step-shipped = Expédiée
order-step-delivered = Livrée
order-step-cancelled = Annulée
order-step-expired = Non payée à temps
order-step-done = fait
order-step-current = maintenant
order-step-ahead = à venir
order-step-failed = s’arrête ici

## Les essais de paiement

order-pay-pending = En attente du prestataire
order-pay-requires-action = En attente de votre confirmation
order-pay-goes-back = Payé, en cours de remboursement
order-pay-partly-refunded = Payé, remboursé en partie
order-pay-succeeded = Payé
order-pay-refunded = Remboursé
order-pay-called-off = Abandonné
order-pay-reason = Refusé : { $reason }
order-pay-declined = Refusé

## Pourquoi un paiement a été refusé, après « Refusé : »

order-decline-bank = la banque ne donne pas de raison
order-decline-funds = le compte n’est pas suffisamment approvisionné
order-decline-expired = la carte a expiré
order-decline-number = le numéro de carte n’est pas correct
order-decline-cvc = le code de sécurité n’est pas correct
order-decline-expiry = la date d’expiration n’est pas correcte
order-decline-authentication = il n’a pas été confirmé
order-decline-unsupported = la carte ne le permet pas
order-decline-limit = le plafond de la carte est atteint
order-decline-again = la banque n’a pas pu être jointe

## Ce que l’acheteur peut y faire

order-advice-bank = Votre banque ne donne pas de raison : essayez une autre carte, ou renseignez-vous auprès d’elle.
order-advice-funds = Le compte n’est pas suffisamment approvisionné : prenez une autre carte, ou réessayez quand il le sera.
order-advice-expired = La carte a expiré : prenez-en une autre.
order-advice-number = Le numéro de carte n’est pas correct : vérifiez-le et réessayez.
order-advice-cvc = Le code de sécurité de la carte n’est pas correct : vérifiez-le et réessayez.
order-advice-expiry = La date d’expiration de la carte n’est pas correcte : vérifiez-la et réessayez.
order-advice-authentication = Le paiement n’a pas été confirmé : réessayez et confirmez-le dans l’application de votre banque, ou prenez une autre carte.
order-advice-unsupported = Cette carte ne permet pas ce paiement : prenez-en une autre, ou renseignez-vous auprès de votre banque.
order-advice-limit = Le plafond de la carte est atteint : prenez une autre carte, ou demandez à votre banque de le relever.
order-advice-again = Votre banque n’a pas pu être jointe : merci de réessayer dans quelques minutes.
order-advice-other = Merci de réessayer, ou de payer autrement ; si cela se reproduit, renseignez-vous auprès de votre banque.

## Les colis

order-parcel-packed = Emballé, partira avec { $carrier }
order-parcel-in-transit = En route avec { $carrier }
order-parcel-delivered = Livré par { $carrier }
order-parcel-exception = { $carrier } a un problème avec le colis
order-parcel-returned = Revenu avec { $carrier }
order-parcel-ready = Prêt à retirer
order-parcel-collected = Retiré
order-pickup-head = Où retirer

## Ce qui s’est passé

order-event-placed = Commande passée
order-event-payment-started = Un paiement a été commencé
order-event-requires-action = La banque a demandé une confirmation
order-event-declined = Le paiement a été refusé
order-event-declined-reason = Le paiement a été refusé : { $reason }
order-event-called-off = Le paiement a été abandonné
order-event-paid = Payée
order-event-paid-late = Payée en retard ; les œuvres étaient encore là
order-event-goes-back = Le paiement est arrivé trop tard et il est remboursé
order-event-cancelled = Annulée
order-event-expired = Non payée à temps
order-event-refund = Un remboursement a été commencé
order-event-refunded = Remboursée
order-event-dispute-opened = La banque a repris le paiement
order-event-dispute-won = Le litige a été tranché en faveur de la galerie
order-event-dispute-lost = Le litige a été tranché en faveur de l’acheteur
order-event-dispute-told = La fin d’un litige a été annoncée
order-event-shipped = Expédiée
order-event-shipped-works = Expédié : { $works }
order-event-ready = Prête à retirer
order-event-collected = Retirée
order-event-delivered = Livrée
order-event-delivered-works = Livré : { $works }
order-event-exception = Le transporteur rencontre une difficulté avec un colis
order-event-exception-works = Le transporteur rencontre une difficulté avec un colis : { $works }
order-event-returned = Un colis est revenu au vendeur
order-event-returned-works = Revenu au vendeur : { $works }
order-event-withdrawn = Rétractation : { $works }
order-event-damage = Signalée endommagée : { $works }
order-event-return-received = De retour chez le vendeur : { $works }
order-event-return-refunded = Le retour a été accepté : { $works }
order-event-return-refused = Le retour a été refusé : { $works }
order-event-completed = Terminée

## Les documents

order-document-invoice = Facture { $number }
order-document-credit-note = Avoir { $number }
order-document-certificate = Certificat d’authenticité { $number }
order-document-packing-slip = Bon de livraison { $number }
order-document-statement = Relevé { $number }
