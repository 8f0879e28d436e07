# La galerie, les artistes, les collections et les listes d’envies.

gallery-opening = Des œuvres d’artistes vivants, vendues telles qu’elles sont accrochées
gallery-opening-words = Peintures, estampes et photographies, par celles et ceux qui les ont faites. Mettez une œuvre dans votre panier : pendant dix minutes, elle n’est qu’à vous.
gallery-new = Nouveautés
gallery-moving = Demandées en ce moment
gallery-quoted = « { $query } »
gallery-share-search = « { $query } » chez { $site }
gallery-share-summary = Œuvres originales et éditions d’artistes vivants, avec leur disponibilité en direct.

## Filtres

gallery-filter-works = Filtrer les œuvres
gallery-filter = Filtrer
gallery-close = Fermer
gallery-available = Seulement ce qui est libre
gallery-any = Indifférent
gallery-more = Plus<1> : { $facet }</1>
gallery-price-in = Prix en { $currency }
gallery-price-from = De
gallery-price-to = À
gallery-price-from-hint = de
gallery-price-to-hint = à
gallery-show = Voir les œuvres
gallery-clear = Tout effacer
gallery-facet-medium = Technique
gallery-facet-style = Style
gallery-facet-subject = Sujet
gallery-facet-colour = Couleur
gallery-facet-size = Dimensions
gallery-facet-edition = Édition
gallery-facet-artist = Artiste
gallery-facet-price = Prix
gallery-facet-seller = Vendeur
gallery-edition-unique = Pièce unique
gallery-edition-limited = Édition limitée
gallery-edition-open = Édition ouverte
gallery-size-small = Petit format, moins de 40 cm
gallery-size-medium = Format moyen, de 40 à 100 cm
gallery-size-large = Grand format, de 100 à 160 cm
gallery-size-oversized = Très grand format, dès 160 cm
gallery-band-under = Moins de { $below }
gallery-band-between = De { $from } à { $below }
gallery-band-over = { $from } et plus
gallery-chips = Filtres actifs
gallery-chip = { $facet } : { $value }
gallery-chip-available = Libre maintenant
gallery-chip-from = Dès { $price }
gallery-chip-to = Jusqu’à { $price }
gallery-remove = <1>Retirer le filtre </1>{ $filter }

## Couleurs du filtre

colour-black = Noir
colour-white = Blanc
colour-grey = Gris
colour-red = Rouge
colour-orange = Orange
colour-yellow = Jaune
colour-green = Vert
colour-turquoise = Turquoise
colour-blue = Bleu
colour-purple = Violet
colour-pink = Rose
colour-brown = Brun
colour-beige = Beige
colour-gold = Doré
colour-navy = Bleu marine

## Ce qui a été trouvé

gallery-found = « { $query } » : { $total }
gallery-sort-by = Trier par
gallery-sort = Trier
gallery-sort-relevance = Pertinence
gallery-sort-newest = Nouveauté
gallery-sort-price-up = Prix croissant
gallery-sort-price-down = Prix décroissant
gallery-sort-size = Dimensions
gallery-sort-popular = Popularité
gallery-meant = Vouliez-vous dire <1>{ $words }</1> ?
gallery-meant-shown = Rien ne s’appelle « { $query } » ici. Voici ce qui répond à <1>{ $words }</1>.
gallery-nothing-filtered = Rien n’est accroché ici avec ces filtres.
gallery-nothing-named = Rien n’est accroché ici sous ce nom.
gallery-see-all = Voir toutes les œuvres
gallery-more-works = Plus d’œuvres

## Un ou une artiste

gallery-artist-life = Naissance : { $year }, { $country }
gallery-artist-born = Naissance : { $year }
gallery-artist-none = Aucune œuvre n’est accrochée en ce moment.
gallery-artist-summary = Les œuvres signées { $artist } : originaux et éditions, avec leur disponibilité en direct.

## Une collection

gallery-collection-none = Aucune de ses œuvres n’est accrochée en ce moment.

## Une liste d’envies

gallery-wishes = Votre liste d’envies
gallery-wishes-none = Rien encore.
gallery-wishes-how = Le cœur à côté d’une œuvre la range ici, et son point y change en direct. <1>Faites un tour</1>
gallery-wishes-total = { $total }. Un point qui s’ouvre, c’est une œuvre qui se libère : cette page le montre aussitôt.
gallery-wishes-add = Ajouter au panier<1> : { $title }</1>
gallery-wishes-choose = Choisir une édition<1> : { $title }</1>
gallery-wishes-earlier = Envies plus anciennes
