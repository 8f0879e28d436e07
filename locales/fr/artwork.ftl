# Une œuvre : sa page, et ce qui est dit partout des œuvres et des éditions.

work-by = { $title } par { $artist }
work-summary = { $title } par { $artist }. { $known }
work-price-from = dès { $price }
work-size-both = { $size } ({ $inches })
work-mean = { $mean } sur 5, { $reviews }

## Éditions

work-edition-unique = Original
work-edition-limited = Édition limitée
work-edition-open = Édition ouverte
work-edition-of = Tirage de { $size }
work-edition-of-proofs = Tirage de { $size }, plus { $proofs }

## Les images

work-picture-first = L’image en grand
work-picture-further = L’image { $number } en grand

## Ce qui est à vendre

work-own-one = Elle est réservée pour vous.
work-own-many = { $count } exemplaires sont réservés pour vous.
work-own-copy = Réservé pour vous : { $copy }.
work-own-copies = Réservés pour vous : { $copies } et { $last }.
work-to-cart = Voir le panier
work-choose = Choisir une édition
work-opens = À partir du { $moment }
work-returns = Réservé pour quelqu’un d’autre, de nouveau libre à <1/> au plus tard
work-choose-number = Choisir votre numéro<1> : { $edition }</1>
work-copy-by-copy = L’édition, exemplaire par exemplaire<1> : { $edition }</1>
work-copies = Exemplaires
work-add = Ajouter au panier
work-buy = Acheter
work-sign-in = <1>Connectez-vous pour la mettre sur une liste d’envies</1> : vous y verrez quand elle est de nouveau libre.
work-sold-by = Vendue par <1>{ $seller }</1>
work-tax-included = TVA comprise
work-tax-margin = Régime de la marge, TVA non mentionnée
work-tax-small-business = Sans TVA (petite entreprise)
work-closed-sales = Les ventes sont suspendues pour l’instant. Ce qui est dans un panier peut encore être acheté.
work-closed-paused = L’artiste a suspendu la vente de cette œuvre.
work-closed-draft = Aperçu : ce brouillon n’est visible que de vous.
work-closed-in-review = Aperçu : l’œuvre attend l’accord de la galerie.
work-closed-rejected = Aperçu : la galerie a renvoyé cette œuvre.
work-closed-archived = Aperçu : cette œuvre n’est plus accrochée.

## Son histoire

work-about = À propos de l’œuvre
work-details = Détails
work-condition = État
work-signature = Signature
work-signed = Signée par l’artiste
work-frame = Cadre
work-framed = Vendue encadrée
work-style = Style
work-subject = Sujet
work-rating = Note
work-scale = Sa taille réelle
work-scale-words = Dessin à l’échelle : l’œuvre, { $size }, à côté d’une personne de 170 cm.
work-provenance = Provenance
work-palette = Palette

## Livraison

work-delivery = Livraison
work-sent-from = Départ : { $country }. Destination :
work-country = Choisir un pays
work-country-show = Afficher
work-not-sent = Pas d’envoi dans ce pays ({ $country }).
work-offer = { $name } : { $price }, { $days }
work-offer-free = gratuit
work-days = { $most ->
    [one] { $most } jour ouvré
   *[other] { $most } jours ouvrés
}
work-days-span = { $least } à { $most } jours ouvrés

## Avis

work-reviews = Avis
work-review-rating = { $rating } sur 5,
work-reviews-more = { $count ->
    [one] Et un autre, plus ancien.
   *[other] Et { $count } autres, plus anciens.
}
work-review-write = Vous l’avez achetée : donnez votre avis
work-rating-5 = 5, magnifique
work-rating-4 = 4, bien
work-rating-3 = 3, comme attendu
work-rating-2 = 2, moins bien qu’attendu
work-rating-1 = 1, décevant
work-review-words = Vos mots
work-review-send = Envoyer l’avis

## Œuvres semblables

work-similar = Œuvres semblables
work-similar-artist = De la même main
work-similar-style = Dans le même style
work-similar-subject = Sur le même sujet
work-similar-colours = Dans des couleurs proches
work-similar-medium = Dans la même technique
work-similar-price = À un prix proche
