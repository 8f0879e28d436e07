# Ce que seuls les scripts disent. Va dans web/static/js/words/ (node web/tools/words.mjs).

scripts-about = { $what } : { $words }
scripts-moment = Un instant…
scripts-failed = Cela n’a pas fonctionné ({ $status }).
scripts-broke = La connexion a été coupée.
scripts-broke-unchanged = La connexion a été coupée. Rien n’a été modifié ; merci de réessayer.
scripts-broke-unsaved = La connexion a été coupée. Rien n’a été enregistré ; merci de réessayer.

## Les mises à jour en direct

scripts-paused = Mises à jour en direct interrompues, reconnexion…
scripts-detour = Ce réseau bloque les connexions en direct : les nouvelles font un détour et peuvent arriver un instant plus tard.

## Une œuvre

scripts-others-looking = { $count ->
    [one] { $count } autre personne la regarde en ce moment
   *[other] { $count } autres personnes la regardent en ce moment
}
scripts-price-now = { $edition } : le prix est maintenant de { $price }
scripts-note-free = Dans votre panier, elle vous est réservée pendant dix minutes.
scripts-note-own = Elle est dans votre panier.
scripts-note-reserved = Réservée pour quelqu’un en ce moment. Elle peut redevenir libre : cette page le montre aussitôt.
scripts-note-sold = Elle a trouvé preneur.
scripts-note-gone = Elle n’est pas en vente en ce moment.
scripts-add-copies = Ajouter au panier : { $copies }
scripts-add-count = Ajouter au panier : { $count } exemplaires choisis
scripts-copies-lost = { $copies } : réservé entre-temps pour quelqu’un d’autre. Choisissez un autre numéro.
scripts-wished = Elle est dans votre liste d’envies.
scripts-unwished = Elle n’est plus dans votre liste d’envies.
scripts-free-again = { $title } : de nouveau libre.

## Regarder de près

scripts-viewer = L’image, vue de près
scripts-zoom-out = Réduire
scripts-zoom-in = Agrandir
scripts-previous-picture = Image précédente
scripts-next-picture = Image suivante
scripts-close = Fermer
scripts-picture-of = Image { $number } sur { $total }

## Les réservations et la commande

scripts-time-left = encore { $clock }
scripts-time-up = temps écoulé
scripts-one-minute = Il reste une minute à votre réservation.
scripts-two-minutes = Il reste deux minutes à votre réservation.
scripts-ends = Votre réservation prend fin dans deux minutes.
scripts-ends-said = Votre réservation prend fin dans deux minutes. Un bouton avant le contenu de la page vous en donne cinq de plus.
scripts-more-minutes = 5 minutes de plus
scripts-not-now = Pas maintenant
scripts-extended = Vous avez cinq minutes de plus.
scripts-not-extended = La réservation n’a pas pu être prolongée une nouvelle fois.
scripts-lapsing = Une réservation de votre panier prend fin dans une minute. Vous pouvez la prolonger une fois.
scripts-lapsed = Une réservation de votre panier a pris fin.
scripts-repriced = La livraison et les totaux sont à jour. { $total }

## Trouver

scripts-more-works = { $count ->
    [one] Une œuvre de plus
   *[other] { $count } œuvres de plus
}
scripts-suggestions = Suggestions
scripts-suggested-artists = Artistes
scripts-suggested-works = Œuvres
scripts-suggested-words = Chercher
scripts-suggestions-count = { $count ->
    [one] Une suggestion
   *[other] { $count } suggestions
}

## L’atelier

scripts-a-work = une œuvre
scripts-feed-sale = Vendu : { $work }
scripts-feed-hold = Réservé : { $work }
scripts-feed-wishlist = Dans une liste d’envies : { $work }
scripts-feed-review = Nouvel avis : { $work }
scripts-feed-on = Reprendre
scripts-sound-on = Son activé
scripts-to-pack = Une nouvelle commande à emballer : { $number }
scripts-looking-now = { $count ->
    [one] { $count } personne la regarde en ce moment
   *[other] { $count } personnes la regardent en ce moment
}
scripts-on-wishlists = { $count ->
    [one] Dans { $count } liste d’envies
   *[other] Dans { $count } listes d’envies
}

## Les images et les formulaires

scripts-mistakes = { $count ->
    [one] Une indication n’est pas encore correcte. Rien n’a été envoyé.
   *[other] { $count } indications ne sont pas encore correctes. Rien n’a été envoyé.
}
scripts-sending = Envoi… { $percent } %
scripts-sending-file = Envoi de { $name }
scripts-sending-work = Envoi de l’œuvre
scripts-sending-table = Envoi du tableau
scripts-reading-pictures = Lecture des images…
scripts-reading-lines = Traitement des lignes…
scripts-import-broke = La connexion a été coupée. Ce qui était arrivé en entier a pu être créé : regardez vos œuvres avant de renvoyer le tableau.
scripts-most-pictures = Une œuvre a au plus { $count } images.
scripts-too-large = Ce fichier dépasse la taille que la galerie accepte.
scripts-name-too-large = { $name } dépasse la taille que la galerie accepte.
scripts-hangs = { $name } est accrochée
scripts-not-sent = { $name } n’a pas été envoyée : { $problem }
scripts-try-again = Réessayer
scripts-picture-gone = L’image est retirée
scripts-picture-moved = L’image est maintenant à la place { $place }
scripts-saved = Enregistré
scripts-preview = Aperçu de { $name }
scripts-edition-row = Édition { $number }
scripts-edition-added = Édition { $number } ajoutée

## L’administration

scripts-find = Tout chercher
scripts-find-what = Une commande, une œuvre, une personne, une rubrique
scripts-found = Résultats
scripts-found-nothing = Rien ne commence ainsi.
scripts-found-rooms = Rubriques
scripts-found-orders = Commandes
scripts-found-works = Œuvres
scripts-found-people = Personnes
scripts-found-sellers = Vendeurs
scripts-order-moved = Commande { $number } : { $words }
scripts-payment-pending = paiement en attente
scripts-payment-requires_action = paiement à confirmer
scripts-payment-paid = payée
scripts-payment-partially_refunded = remboursée en partie
scripts-payment-refunded = remboursée
scripts-payment-disputed = paiement contesté
scripts-payment-failed = paiement échoué
scripts-fulfilment-unfulfilled = non expédiée
scripts-fulfilment-partially_shipped = expédiée en partie
scripts-fulfilment-shipped = expédiée
scripts-fulfilment-delivered = livrée
scripts-fulfilment-returned = retournée
scripts-reviewing = { $count ->
    [one] { $names } regarde aussi cette œuvre.
   *[other] { $names } regardent aussi cette œuvre.
}
scripts-adjust = Ajuster
scripts-adjust-by = Exemplaires, en plus ou en moins
scripts-adjust-reason = Motif
scripts-adjusted = C’est fait.
scripts-adjust-unknown = Pas de réponse. Regardez les chiffres avant de réessayer.
scripts-edition-unique = Original
scripts-edition-limited = Édition limitée
scripts-edition-open = Édition ouverte
scripts-kind-open = édition ouverte
scripts-kind-limited = tirage de { $size }
scripts-kind-limited-proofs = tirage de { $size }, plus { $proofs }

## La démonstration

scripts-crowd-hanging = L’accrochage de l’édition est en cours.
scripts-crowd-gathering = La foule se rassemble.
scripts-crowd-buying = On réserve et on paie.
scripts-crowd-checking = Le contrôleur lit la base de données.
scripts-crowd-away = Le serveur n’a pas pu être joint.
scripts-crowd-still = { $email } n’a pas pu se connecter : sa pièce reste immobile.
scripts-squares = Vendus : { $sold }, réservés : { $held }, libres : { $free }
