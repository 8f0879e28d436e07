# Ce que la galerie écrit, genre par genre ; et la page qui montre un e-mail.

## Ce que les e-mails partagent

mail-order = Commande { $number }
mail-see-order = Voir la commande
mail-works = Œuvres
mail-delivery = Livraison
mail-delivery-free = gratuite
mail-vat = TVA comprise
mail-total = Total
mail-total-row = { $label } : { $amount }
mail-sold-by = vendue par { $seller }
mail-goes-to = À livrer à
mail-lead = { $words } :
mail-until = Le lien sert une seule fois, jusqu’au { $until }.

## verify_email

mail-verify-email = Est-ce bien votre adresse ?
mail-verify-email-subject = Confirmez votre adresse chez { $gallery }
mail-verify-email-welcome = Bienvenue chez { $gallery }, { $name }.
mail-verify-email-why = Merci de confirmer que cette adresse est la vôtre : vos commandes, passées ici ou sans compte, pourront alors rejoindre votre compte, et vous pourrez y revenir si vous oubliez votre mot de passe.
mail-verify-email-button = Confirmer cette adresse
mail-verify-email-stranger = Si vous n’avez pas créé de compte ici, vous n’avez rien à faire : sans le lien, il ne se passe rien.

## reset_password

mail-reset-password = Choisissez un nouveau mot de passe
mail-reset-password-subject = Un nouveau mot de passe pour { $gallery }
mail-reset-password-asked = Quelqu’un, sans doute vous, a demandé chez { $gallery } un nouveau mot de passe pour { $email }.
mail-reset-password-how = Choisissez-le avec le lien ci-dessous. Toutes les connexions à ce compte prendront fin.
mail-reset-password-button = Choisir un nouveau mot de passe
mail-reset-password-stranger = Si ce n’était pas vous, vous n’avez rien à faire : votre mot de passe reste le même.

## confirm_email

mail-confirm-email = Votre nouvelle adresse
mail-confirm-email-subject = Confirmez votre nouvelle adresse chez { $gallery }
mail-confirm-email-wish = { $name }, vous souhaitez donner à votre compte chez { $gallery } l’adresse { $email }.
mail-confirm-email-how = Confirmez-la avec le lien ci-dessous. Elle servira alors à vous connecter, et nos e-mails arriveront ici.
mail-confirm-email-button = Utiliser cette adresse
mail-confirm-email-until = Le lien sert une seule fois, jusqu’au { $until }. D’ici là, rien ne change.
mail-confirm-email-mistyped = Si vous n’avez pas de compte ici, quelqu’un s’est trompé d’adresse : vous n’avez rien à faire.

## email_changed

mail-email-changed = Votre adresse a changé
mail-email-changed-subject = Votre adresse chez { $gallery } a changé
mail-email-changed-now = { $name }, votre compte chez { $gallery } a désormais une autre adresse e-mail : { $email }.
mail-email-changed-last = C’est le dernier e-mail au sujet de ce compte qui arrive ici.
mail-email-changed-stranger = Si ce changement ne vient pas de vous, écrivez aussitôt à la galerie.

## email_in_use

mail-email-in-use = Cette adresse a déjà un compte
mail-email-in-use-subject = Votre adresse chez { $gallery }
mail-email-in-use-wish = Quelqu’un a voulu donner à un autre compte chez { $gallery } l’adresse { $email }.
mail-email-in-use-unchanged = C’est l’adresse de votre compte, rien n’a donc été changé. Si c’était vous : vous avez deux comptes, et cette adresse vous connecte à celui-ci.
mail-email-in-use-button = Se connecter
mail-email-in-use-stranger = Si ce n’était pas vous, vous n’avez rien à faire.

## password_changed

mail-password-changed = Votre mot de passe a été modifié
mail-password-changed-subject = Votre mot de passe chez { $gallery } a été modifié
mail-password-changed-now = { $name }, le mot de passe de votre compte chez { $gallery } a été modifié.
mail-password-changed-elsewhere = Les autres connexions à votre compte ont pris fin.
mail-password-changed-stranger = Si ce n’était pas vous, choisissez-en aussitôt un nouveau : { $url } envoie un lien à cette adresse.

## order_placed

mail-order-placed = Nous avons votre commande
mail-order-placed-subject = Votre commande { $number } attend son paiement
mail-order-placed-now = Nous avons bien reçu votre commande { $number } et vous gardons les œuvres jusqu’au paiement de { $amount }.
mail-order-placed-next = Si votre banque vous demande de confirmer le paiement, la page de la commande dit comment faire. Nous vous écrirons dès qu’il aura abouti.

## order_paid

mail-order-paid = Merci, elle est à vous
mail-order-paid-subject = La commande { $number } est confirmée
mail-order-paid-now = Votre commande { $number } est confirmée, et le paiement de { $amount } a abouti.
mail-order-paid-next = Elle est en cours d’emballage ; nous vous écrivons à son départ. La facture se trouve sur la page de la commande.

## payment_failed

mail-payment-failed = Le paiement n’a pas abouti
mail-payment-failed-subject = Le paiement de la commande { $number } n’a pas abouti
mail-payment-failed-now = Le paiement de { $amount } pour votre commande { $number } n’a pas abouti. Rien n’a été débité.
mail-payment-failed-held = Les œuvres vous restent réservées quelques minutes : vous pouvez payer autrement sur la page de la commande.
mail-payment-failed-free = Les œuvres sont de nouveau libres. Si elles sont encore accrochées, vous pouvez les remettre dans votre panier.

## order_shipped

mail-order-shipped = C’est en route
mail-order-shipped-subject = Votre commande { $number } est en route
mail-order-shipped-what = De votre commande { $number } : { $titles }.
mail-order-shipped-tracked = Le colis voyage avec { $carrier }, numéro { $tracking }.
mail-order-shipped-with = Le colis voyage avec { $carrier }.
mail-order-shipped-follow = Suivre le colis
mail-order-shipped-order = La commande : { $url }
mail-order-ready = C’est prêt à retirer
mail-order-ready-subject = Votre commande { $number } est prête à retirer
mail-order-ready-where = Vous la trouverez ici : { $place }.

## order_cancelled

mail-order-cancelled = Votre commande est annulée
mail-order-cancelled-subject = La commande { $number } est annulée
mail-order-cancelled-now = Votre commande { $number } est annulée.
mail-order-cancelled-money = Ce que vous avez payé, { $amount }, vous est remboursé par le même moyen ; nous vous écrirons quand le remboursement partira.
mail-order-cancelled-uncharged = Rien n’a été débité.

## order_refunded

mail-order-refunded = Votre remboursement est en route
mail-order-refunded-subject = Remboursement de { $amount } pour la commande { $number }
mail-order-refunded-now = Nous vous avons remboursé { $amount } de la commande { $number }.
mail-order-refunded-late = Le paiement est arrivé quand les œuvres étaient déjà parties chez quelqu’un d’autre ; nous en sommes désolés.
mail-order-refunded-card = Par carte, votre banque peut mettre quelques jours à l’afficher.

## return_announced

mail-return-withdrawn = Votre rétractation est enregistrée
mail-return-withdrawn-subject = Accusé de réception de votre rétractation, commande { $number }
mail-return-withdrawn-said = Le { $at }, vous vous êtes rétracté du contrat conclu avec { $seller }, commande { $number }, pour : { $works }.
mail-return-damage = Votre signalement est enregistré
mail-return-damage-subject = Dommage dans la commande { $number }
mail-return-damage-said = Le { $at }, vous avez signalé à { $seller } que, dans la commande { $number }, ceci est arrivé endommagé : { $works }.
mail-return-who = Déclaré par { $name }, { $email }.
mail-return-statement = Vous avez écrit : { $statement }
mail-return-next-paid = Rien n’était parti : votre argent vous est rendu aussitôt, par le même moyen.
mail-return-next-send = Renvoyez les œuvres sous 14 jours. Le remboursement est dû au plus tard le { $until } ; le vendeur peut attendre leur retour.
mail-return-next-damage = Le vendeur vous répondra. Conservez l’emballage.

## return_answered

mail-return-received = C’est de retour
mail-return-received-subject = Votre retour de la commande { $number } est arrivé
mail-return-received-said = De votre commande { $number }, ceci est de retour chez le vendeur : { $works }.
mail-return-received-next = Votre remboursement suit ; nous vous écrirons à son départ.
mail-return-refused = Le retour a été refusé
mail-return-refused-subject = Votre retour de la commande { $number } a été refusé
mail-return-refused-said = Votre retour de la commande { $number } a été refusé : { $works }.
mail-return-refused-why = Le motif : { $reason }

## review_asked

mail-review-asked = Vous plaît-elle ?
mail-review-asked-subject = Que dites-vous de « { $title } » ?
mail-review-asked-arrived = { $name }, votre commande { $number } est arrivée il y a une semaine : { $titles }.
mail-review-asked-why = Comment vit-on avec elle ? Quelques mots aident les autres, et l’artiste les lit aussi.
mail-review-asked-button = Écrire quelques mots
mail-review-asked-once = Nous ne le demandons qu’une fois.

## order_link

mail-order-link = Votre commande
mail-order-link-subject = Votre commande { $number }
mail-order-link-way = Voici le chemin vers votre commande { $number } : ce qu’elle contient, où elle en est, et sa facture.
mail-order-link-secret = Qui a le lien voit la commande ; gardez-le donc pour vous.
mail-order-link-days = Le lien est valable 30 jours. Si vous ne l’avez pas demandé, vous n’avez rien à faire.

## La page qui en montre un

mail-page-to = à { $to }
mail-page-form = Forme de l’e-mail
mail-page-html = HTML
mail-page-text = Texte
mail-page-frame = L’e-mail : { $subject }

## wish_free

mail-wish-free = Elle est de nouveau libre
mail-wish-free-subject = { $title } est de nouveau libre
mail-wish-free-words = { $name }, { $title } de { $artist } figure sur votre liste d’envies, et un exemplaire est de nouveau libre.
mail-wish-free-hurry = D’autres personnes qui la souhaitent sont prévenues aussi ; elle est réservée à qui la met en premier dans son panier.
mail-wish-free-button = Voir l’œuvre
mail-wish-free-why = Vous recevez ce message parce que l’œuvre figure sur votre liste d’envies, au plus une fois par jour et par œuvre. Pour ne plus en entendre parler, retirez-la de la liste : { $url }
