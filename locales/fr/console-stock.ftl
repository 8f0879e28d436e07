# Le stock de l’administration, et qui garde quoi jusqu’à quand.

## Le stock

console-stock-q = Titre ou artiste
console-stock-seller = Vendeur
console-stock-kind = Type
console-stock-copies = Exemplaires
console-stock-kind-any = Tous les types
console-stock-kind-unique = Pièces uniques
console-stock-kind-limited = Éditions limitées
console-stock-kind-open = Éditions ouvertes
console-stock-state-any = Tous les états
console-stock-state-free = Avec des libres
console-stock-state-held = Avec des réservés
console-stock-state-sold_out = Épuisées
console-stock-state-withdrawn = Avec des retirés
console-stock-none = Aucune édition ne correspond.
console-stock-table = Tableau du stock
console-stock-edition = Édition
console-stock-price = Prix
console-stock-state = État
console-stock-free = Libres
console-stock-held = Réservés
console-stock-sold = Vendus
console-stock-withdrawn = Retirés
console-stock-total = Total
console-stock-adjust = Ajuster
console-stock-delta = Exemplaires, en plus ou en moins
console-stock-by-copy = Exemplaire par exemplaire
console-stock-copies-of = Exemplaires de { $title }, { $edition }
console-stock-on-page = Les cases sont sur la page de l’œuvre
console-stock-more = Plus d’éditions
console-stock-is-open = édition ouverte
console-stock-is-limited = tirage de { $size }
console-stock-is-limited-proofs = tirage de { $size }, plus { $proofs }

## Réservations

console-holds-unknown = Cette édition n’existe pas ; voici toutes les réservations.
console-holds-only = { $edition } seulement. <1>Toutes les réservations</1>
console-holds-this-edition = Cette édition
console-holds-edition = cette édition
console-holds-none = Rien n’est réservé.
console-holds-none-more = Ce qui est dans un panier est réservé un moment et apparaît ici avec son échéance.
console-holds-table = Tableau des réservations
console-holds-work = Œuvre
console-holds-copies = Exemplaires
console-holds-for = Réservé pour
console-holds-since = Depuis
console-holds-until = Jusqu’à
console-holds-order = Commande
console-holds-do = Action
console-holds-its-only = ses réservations seulement
console-holds-its-order = Sa commande
console-holds-let-go = Libérer
console-holds-more = Plus de réservations
