# Ce qui entoure chaque page, et les parties que les pages partagent.

frame-skip = Aller au contenu
frame-demo-label = Démonstration
frame-demo = Galerie de démonstration : les paiements sont des essais, rien n’est débité et rien n’est expédié. <1>La voir en direct</1> ou <2>lire ses e-mails</2>
frame-main = Menu principal
frame-works = Œuvres
frame-wish-list = Liste d’envies
frame-studio = Atelier
frame-console = Administration
frame-search-for = Chercher des œuvres et des artistes
frame-search = Chercher
frame-sign-in = Se connecter
frame-sign-out = Se déconnecter
frame-cart = Panier
frame-about = Des œuvres d’artistes vivants, vendues telles qu’elles sont accrochées. Ce que dit un point est vrai à l’instant même : il change sous vos yeux.
frame-dots = Ce que veulent dire les points
frame-dot-free = libre
frame-dot-reserved = réservée
frame-dot-sold = vendue
frame-further = Plus
frame-languages = Langue
frame-all-works = Toutes les œuvres
frame-sell = Vendre vos œuvres
frame-orders = Vos commandes
frame-find-order = Retrouver une commande
frame-no-picture = Pas encore d’image
frame-optional = facultatif
frame-held-until = réservé jusqu’à <1/>
frame-errors = Merci de revoir ces points :

## Le plan de l’édition

map-type = Un numéro de 1 à { $total }, si vous en souhaitez un en particulier
map-too-many = { $total } exemplaires : trop pour être dessinés.
map-numbers = Numéros de { $edition }
map-copies = Exemplaires de { $edition }
map-legend = Ce que veulent dire les cases

## Cœurs

heart-wish = Ajouter { $title } à la liste d’envies

## Delivery

frame-delivery-standard = Standard, assurée
frame-delivery-express = Express, assurée
frame-leaves-by = Part au plus tard le { $day }
frame-leaves-late = Aurait dû partir au plus tard le { $day }
frame-ready-by = Prêt à retirer au plus tard le { $day }
frame-ready-late = Aurait dû être prêt au plus tard le { $day }

## Adresses

address-name = Prénom et nom
address-line1 = Numéro et rue
address-line2 = Appartement, étage ou société
address-postal-code = Code postal
address-city = Ville
address-region = État ou province
address-country = Pays
