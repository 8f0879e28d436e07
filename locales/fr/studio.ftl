# L’atelier : sa première page, les commandes, ce qui est vendu ailleurs, et qui vend.

## Les pièces

studio-room-today = Aujourd’hui
studio-room-works = Œuvres
studio-room-orders = Commandes
studio-room-returns = Retours
studio-room-sold = Vendu ailleurs
studio-room-payouts = Versements
studio-room-import = Import
studio-room-shipping = Livraison
studio-room-seller = Vendeur

## Aujourd’hui

studio-figure-sales = Ventes du jour
studio-figure-amount = Recettes du jour
studio-figure-held = Réservées en ce moment
studio-figure-wishlisted = Sur des listes d’envies
studio-figure-late = Départs en retard
studio-sold = Vendu : { $what }
studio-feed = En direct
studio-feed-sound = Le son est coupé
studio-feed-pause = Mettre le fil en pause
studio-feed-none = Pas encore de vente. Elles apparaissent ici à l’instant même.

## La courbe du jour

studio-chart-today = aujourd’hui
studio-chart-before = le même jour la semaine dernière
studio-chart-table = La même chose en tableau
studio-chart-taken = Recettes
studio-chart-column-before = Semaine dernière
studio-chart-column-today = Aujourd’hui
studio-chart-by = Jusqu’à { $hour } h
studio-chart-nothing = Rien n’a été vendu aujourd’hui, ni le même jour la semaine dernière.
studio-chart-sum = { $today } jusqu’ici aujourd’hui ; le même jour la semaine dernière, c’était { $then } à cette heure et { $before } en fin de journée.

## Avant la première vente

studio-checklist = Avant votre première vente
studio-checklist-done = { $done } sur { $total } terminées.
studio-step-done = fait
studio-step-to-do = à faire
studio-step-profile = Votre profil
studio-step-profile-why = Quelques mots sur l’artiste, pour la page de vos œuvres.
studio-step-law = Qui vend, en droit
studio-step-law-why = Votre nom légal, et si vous vendez à titre professionnel : les acheteurs le sauront.
studio-step-tax = Fiscalité
studio-step-tax-why = Un numéro de TVA ou un numéro fiscal, tel qu’il figure sur les factures.
studio-step-address = D’où partent les colis
studio-step-address-why = L’adresse à partir de laquelle la livraison est calculée, et qui figure sur les factures.
studio-step-work = Votre première œuvre
studio-step-work-shown = Elle est soumise.
studio-step-work-there = Elle est là ; soumettez-la dès qu’il n’y manque rien.
studio-step-work-none = Un titre suffit pour commencer.
studio-checklist-waiting = La galerie doit encore valider votre compte : vous pouvez préparer des brouillons, ils seront accrochés ensuite.

## Commandes

studio-orders-by = Commandes par état
studio-orders-all = Toutes
studio-orders-none-to-pack = Rien n’attend d’être emballé.
studio-orders-none = Pas encore de commande.
studio-orders-appear = Elles apparaissent ici dès qu’elles sont payées.
studio-orders-more = Plus de commandes
studio-pack-called-off = Annulée
studio-pack-to-pack = À emballer
studio-pack-on-hold = En attente
studio-pack-partly-sent = Expédiée en partie
studio-pack-sent = Expédiée
studio-pack-arrived = Arrivée
studio-pack-came-back = Revenue
studio-pack-ready = Prête à retirer
studio-pack-collected = Retirée
studio-pack-late = en retard

## Une commande

studio-order-number = Commande { $number }
studio-order-over = Commande du <1>{ $at }</1>
studio-order-pack = Emballer et expédier
studio-order-next = Le prochain colis
studio-order-in-parcel = Ce que contient le colis
studio-order-pack-one = Emballer { $title }
studio-order-carrier = Transporteur
studio-order-tracking = Numéro de suivi
studio-order-tracking-hint = Il permet à l’acheteur de suivre le colis.
studio-order-send = Expédié : prévenir l’acheteur
studio-order-bought = Ce qui a été acheté
studio-order-parcels = Colis
studio-order-handed-over = Remis le <1>{ $at }</1>.
studio-order-arrived = Il est arrivé<1> : { $parcel }</1>
studio-order-collected = Il a été retiré
studio-order-ready = Prête à retirer
studio-order-to = Destinataire
studio-order-delivery = Livraison
studio-order-works = Œuvres : { $sum }
studio-order-resale = Droit de suite : { $sum }
studio-order-free = gratuite
studio-line-copies = { $count } exemplaires
studio-carrier-art = Transporteur d’art
studio-carrier-hand = Remis en main propre
studio-order-cancelled = La commande a été annulée : il n’y a rien à expédier.
studio-order-expired = La commande n’a pas été payée à temps : il n’y a rien à expédier.
studio-order-refunded = L’acheteur a été remboursé : il n’y a rien à expédier.
studio-order-disputed = Le paiement est contesté : merci d’attendre que la galerie ait réglé la question.
studio-order-unpaid = La commande n’est pas encore payée : il n’y a rien à expédier.

## Le bon de livraison

studio-slip = Bon de livraison
studio-slip-number = Bon de livraison { $number }
studio-slip-back = Retour à la commande
studio-slip-print = Imprimer
studio-slip-pdf = Bon de livraison en PDF
studio-slip-to = À
studio-slip-pieces = Pièces
studio-slip-work = Œuvre
studio-slip-copies = Exemplaires
studio-slip-measures = Mesures
studio-slip-packed = Emballé
studio-slip-foot = Merci d’examiner le colis en présence du livreur, et d’écrire à { $email } si quelque chose ne va pas.

## Vendu ailleurs

studio-sold-of = Vendu ailleurs : { $title }
studio-sold-done = C’est noté.
studio-sold-noted = { $copies ->
    [one] Un exemplaire de « { $title } » est noté comme vendu ailleurs.
   *[other] { $copies } exemplaires de « { $title } » sont notés comme vendus ailleurs.
}
studio-sold-next = Suivant
studio-sold-mistake = C’était une erreur : remettre en vente
studio-sold-which = Quelle œuvre avez-vous vendue hors de la galerie ? À partir de cet instant, plus personne ne peut acheter cet exemplaire ici.
studio-sold-works = Œuvres au mur
studio-sold-none = Aucune œuvre au mur n’a d’exemplaire libre.
studio-sold-none-called = Aucune œuvre au mur ne porte ce titre.
studio-sold-last = Vendu : le dernier exemplaire
studio-sold-how-many = Combien d’exemplaires ?
studio-sold-do = Vendu<1> : exemplaires de { $edition }</1>
studio-sold-not-free = Aucun exemplaire n’est libre.
studio-sold-another = Une autre œuvre

## Qui vend

studio-seller = Qui vend
studio-seller-unverified = La galerie doit encore valider votre compte : en attendant, vous pouvez préparer des brouillons, ils seront accrochés ensuite.
studio-seller-missing = Il manque votre nom légal et votre adresse. Vous pourrez soumettre des œuvres dès qu’ils seront là.
studio-seller-printed = Nom, adresse et numéros fiscaux tels qu’ils figurent désormais sur chaque facture.
studio-seller-name = Nom légal
studio-seller-email = Adresse e-mail pour les acheteurs
studio-seller-vat = Numéro de TVA
studio-seller-tax = Numéro fiscal
studio-seller-tax-hint = Si vous n’avez pas de numéro de TVA
studio-trader = Vendez-vous à titre professionnel ?
studio-trader-hint = Les acheteurs en sont informés, car leurs droits diffèrent : vend à titre professionnel qui le fait dans le cadre d’une activité ou d’un métier. C’est en général le cas des artistes qui vendent régulièrement leurs œuvres.
studio-trader-yes = Oui, à titre professionnel
studio-trader-no = Non, en tant que particulier
studio-seller-save = Enregistrer

## Artistes

studio-artists = Artistes
studio-artists-note = Ceux dont vous vendez les œuvres : vous-même, ou les artistes de votre galerie.
studio-artist-works = { $count ->
    [one] { $count } œuvre dans la galerie
   *[other] { $count } œuvres dans la galerie
}
studio-artist-no-works = Rien encore dans la galerie
studio-artist-change = Modifier<1> { $name }</1>
studio-artist-save = Enregistrer<1> { $name }</1>
studio-artist-another = Un autre artiste
studio-artist-add = Ajouter l’artiste
studio-artist-name = Nom
studio-artist-bio = Quelques mots
studio-artist-born = Année de naissance
studio-artist-country-none = Non précisé
studio-artist-born-wrong = L’année de naissance doit être une année, par exemple 1987.

## Membres

studio-members = Membres
studio-members-note = Qui travaille dans cet atelier. Les propriétaires décident aussi qui en fait partie.
studio-member-self = (vous)
studio-member-is-owner = { $email }, propriétaire
studio-member-is-member = { $email }, membre
studio-member-make-member = Nommer membre<1> : { $name }</1>
studio-member-make-owner = Nommer propriétaire<1> : { $name }</1>
studio-member-leave = Quitter
studio-member-remove = Retirer<1> { $name }</1>
studio-member-email = Adresse e-mail de son compte
studio-member-as = En tant que
studio-member-member = Membre
studio-member-owner = Propriétaire
studio-member-add = Ajouter
studio-member-elsewhere = Cette personne appartient à un autre vendeur.

## Le sujet des phrases d’erreur

studio-the-name = Le nom
studio-the-email = L’adresse e-mail
studio-the-line1 = La rue
studio-the-line2 = La deuxième ligne
studio-the-postal-code = Le code postal
studio-the-city = La ville
studio-the-region = L’État ou la province
studio-the-country = Le pays
studio-the-vat = Le numéro de TVA
studio-the-tax-number = Le numéro fiscal
studio-the-words = Le texte
studio-the-birth-year = L’année de naissance
studio-the-address = Cette adresse
studio-the-role = Le rôle
studio-the-carrier = Le transporteur
studio-the-tracking = Le numéro de suivi
