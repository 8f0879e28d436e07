# Les œuvres de l’atelier : la liste, le bureau d’une œuvre et son formulaire.

## La liste

studio-works = Vos œuvres
studio-works-by = Œuvres par état
studio-works-all = Toutes
studio-works-search = Chercher dans vos titres
studio-works-title = Titre
studio-works-new = Nouvelle œuvre
studio-works-none = Pas encore d’œuvre ici.
studio-works-none-called = Aucune œuvre ne porte ce titre.
studio-works-more = Plus d’œuvres
studio-works-hand-in = { $label }<1> : { $title }</1>
studio-works-pause = Mettre en pause<1> : { $title }</1>
studio-works-resume = Reprendre<1> : { $title }</1>
studio-signal-wishes = { $count ->
    [one] Sur { $count } liste d’envies
   *[other] Sur { $count } listes d’envies
}
studio-signal-looks = { $count ->
    [one] { $count } personne la regarde
   *[other] { $count } personnes la regardent
}
studio-signal-rating = { $mean } sur 5, { $reviews }

## Où en est une œuvre

studio-status-draft = Brouillon
studio-status-in_review = En cours d’examen
studio-status-rejected = À revoir
studio-status-published = Au mur
studio-status-paused = En pause
studio-status-sold_out = Tout vendu
studio-status-archived = Aux archives
studio-standing = Où elle en est
studio-standing-draft = Un brouillon : personne d’autre ne le voit.
studio-standing-ready = Un brouillon auquel rien ne manque : soumettez-le quand vous voulez.
studio-standing-in_review = La galerie l’examine. Vous pouvez continuer à modifier les textes en attendant.
studio-standing-rejected = La galerie vous la renvoie. Modifiez ce qu’elle demande, puis soumettez-la de nouveau.
studio-standing-published = Elle est accrochée dans la galerie et peut être achetée.
studio-standing-paused = On peut la voir, mais pas la mettre au panier. Ce qui est déjà réservé peut être acheté.
studio-standing-sold_out = Tous les exemplaires sont vendus ou retirés de la vente.
studio-standing-archived = Elle a quitté la galerie pour de bon.
studio-submit = Soumettre à l’examen
studio-publish = Publier
studio-pause = Mettre en pause
studio-resume = Reprendre
studio-its-page = Sa page dans la galerie
studio-as-customers = La voir comme vos clients la verront
studio-archive = Archiver
studio-archive-note = Elle quitte la galerie pour de bon. Les commandes la gardent.
studio-archive-yes = Oui, archiver
studio-says = La galerie écrit : { $reason }
studio-lacks = Il manque encore : { $things }.
studio-lacks-title = un titre
studio-lacks-description = une description
studio-lacks-medium = la technique
studio-lacks-year = l’année
studio-lacks-images = une image
studio-lacks-edition = une édition

## Images

studio-pictures = Images
studio-pictures-none = Pas encore d’image : il en faut une pour accrocher une œuvre.
studio-pictures-more = Plus d’images
studio-pictures-add = Ajouter des images
studio-pictures-hint = JPEG, PNG, WebP ou TIFF, jusqu’à { $mb } Mo chacune.
studio-pictures-hint-new = JPEG, PNG, WebP ou TIFF, jusqu’à { $mb } Mo chacune ; la première vient en tête.
studio-pictures-drop = Déposez-les ici ou choisissez des fichiers.
studio-picture-shows = Ce que montre l’image { $place }
studio-picture-save = Enregistrer<1> le texte de l’image { $place }</1>
studio-picture-earlier = Avancer<1> : image { $place }</1>
studio-picture-later = Reculer<1> : image { $place }</1>
studio-picture-remove = Retirer<1> : image { $place }</1>
studio-picture-first-shows = Ce que montre la première image
studio-picture-first-hint = Pour qui ne peut pas la voir : une phrase.

## Le formulaire

studio-new = Une nouvelle œuvre
studio-new-work = L’œuvre
studio-new-note = Un titre suffit pour un brouillon : le reste peut suivre. Pour plusieurs œuvres à la fois, passez par l’<1>import</1>.
studio-words = Textes et éditions
studio-words-title = Titre
studio-words-artist = Artiste
studio-words-medium = Technique
studio-words-year = Année
studio-words-description = Description
studio-words-styles = Styles
studio-words-subjects = Sujets
studio-words-commas = Séparés par des virgules
studio-words-provenance = Provenance
studio-words-provenance-hint = Une étape par ligne
studio-words-signed = Signée
studio-save-draft = Enregistrer comme brouillon
studio-save = Enregistrer
studio-leave = La laisser telle quelle
studio-sending = Envoi…

## Éditions

studio-editions = Éditions
studio-editions-note = Ce qu’on peut en acheter : l’original, un tirage, les deux. Les lignes sans dimensions ni prix ne comptent pas.
studio-editions-another = Une autre édition
studio-edition = Édition { $number }
studio-edition-kind = Type
studio-edition-kind-unique = Pièce unique
studio-edition-kind-limited = Édition limitée
studio-edition-kind-open = Édition ouverte
studio-edition-label = Intitulé
studio-edition-price = Prix en { $currency }
studio-edition-price-of = { $edition }, en { $currency }
studio-edition-height = Hauteur, cm
studio-edition-width = Largeur, cm
studio-edition-depth = Profondeur, cm
studio-edition-weight = Poids, kg
studio-edition-size = Exemplaires numérotés (limitée)
studio-edition-proofs = Épreuves d’artiste (limitée)
studio-edition-tax = TVA
studio-edition-made-to-order = Chaque exemplaire est réalisé sur commande : pas de droit de rétractation
studio-tax-standard = Taux normal
studio-tax-reduced_art = Taux réduit pour l’art
studio-tax-margin_art = Régime de la marge
studio-tax-exempt_small_business = Franchise en base, exonérée
studio-prices = Prix
studio-prices-note = Les éditions elles-mêmes ne peuvent plus changer. Un nouveau prix vaut pour qui vient désormais : ce qui est réservé garde le sien.

## Stock

studio-stock = Stock
studio-stock-withdrawn = { $count ->
    [one] { $count } retiré de la vente
   *[other] { $count } retirés de la vente
}
studio-stock-map = Exemplaire par exemplaire<1> : { $edition }</1>
studio-stock-sold = Vendus ailleurs
studio-stock-note = Noter<1> : { $edition }, vendu ailleurs</1>
studio-stock-back = Remettre en vente
studio-stock-put-back = Remettre<1> : { $edition }</1>

## Ce qui ne va pas dans le formulaire

studio-wrong-year = L’année doit être un nombre, par exemple 2024.
studio-wrong-price = Le prix doit être un montant, par exemple 1250 ou 1250,50.
studio-wrong-number = { $field } doit être un nombre, par exemple 40,5.
studio-wrong-whole = { $field } doit être un nombre entier.
studio-wrong-needed = { $field } manque.
studio-wrong-no-medium = Merci de dire en quoi elle est faite.
studio-wrong-no-year = Merci de dire quand elle a été faite.
studio-wrong-no-description = Merci de décrire l’œuvre.
studio-wrong-no-picture = Merci de choisir une image.
studio-wrong-no-edition = Merci de dire ce qu’on peut acheter, et à quel prix.
studio-wrong-revision = L’œuvre a été modifiée ailleurs depuis l’ouverture de ce formulaire. Rouvrez-le pour que rien ne soit écrasé.
studio-the-title = Le titre
studio-the-medium = La technique
studio-the-year = L’année
studio-the-description = La description
studio-the-style = Un style
studio-the-subject = Un sujet
studio-the-station = Une étape de la provenance
studio-the-picture = L’image
studio-the-artist = L’artiste
studio-the-kind = Le type
studio-the-label = L’intitulé
studio-the-size = Le nombre d’exemplaires
studio-the-proofs = Le nombre d’épreuves
studio-the-width = La largeur
studio-the-height = La hauteur
studio-the-depth = La profondeur
studio-the-weight = Le poids
studio-the-tax = La TVA
studio-the-price = Le prix

## Achat et revente
studio-books = Achat et revente
studio-books-of = Achat et revente de { $title }
studio-books-taxes = Sa taxation
studio-books-taxes-note = Lors d’une vente à un particulier de votre pays aujourd’hui. Ce qui va à une entreprise d’un autre État membre, ou quitte l’Union, est vendu au même prix sans taxe.
studio-books-noted = Ce qui est noté
studio-books-purchase = Achat
studio-books-purchase-note = Nécessaire au régime de la marge : il figure dans votre registre, aucun acheteur ne le voit.
studio-books-price = Prix d’un exemplaire, { $currency }
studio-books-on = Acheté le
studio-books-from = Acheté à
studio-books-resale = Revente
studio-books-resale-note = Quand une œuvre est revendue, une part peut revenir à l’artiste ou à ses héritiers. Elle est prise sur votre produit ; l’acheteur n’en paie ni n’en voit rien.
studio-books-is-resale = Cette œuvre est revendue : son artiste l’a déjà vendue
studio-books-nationality = Nationalité de l’artiste
studio-books-died = Année de la mort de l’artiste
studio-books-from-artist = Acheté à l’artiste le
studio-books-from-artist-hint = Laissez vide si vous l’avez achetée à quelqu’un d’autre.
studio-books-save = Enregistrer
studio-books-back = Retour à l’œuvre
studio-books-file = Le registre des achats, en tableau
studio-books-both = { $field } manque : un achat a un prix et un jour.
studio-books-no-year = { $field } doit être une année, par exemple 1987.
studio-books-no-day = { $field } doit être un jour, par exemple 2026-01-01.
studio-the-bought-for = Le prix
studio-the-bought-on = Le jour de l’achat
studio-the-bought-of = Le vendeur
studio-the-nationality = La nationalité
studio-the-died = L’année de la mort
studio-the-from-artist-on = Le jour de l’achat à l’artiste
studio-taxed-unknown = La maison n’a pas de taux de TVA pour votre pays.
studio-taxed-standard = Taux normal, { $rate } %.
studio-taxed-reduced_art = Taux réduit pour les œuvres d’art, { $rate } %.
studio-taxed-margin_art = Régime de la marge : aucune taxe n’est mentionnée.
studio-taxed-exempt_small_business = Petite entreprise : pas de taxe.
studio-taxed-edition_too_large = Le tirage dépasse les { $most } exemplaires qui sont des œuvres d’art.
studio-taxed-no_reduced_rate = Votre pays n’a pas de taux réduit pour les œuvres d’art.
studio-resale-due = Droit de suite : { $amount } par exemplaire, pris sur votre produit.
studio-resale-no_rule = Pas de droit de suite : la maison n’a pas de règle pour votre pays.
studio-resale-other_nationality = Pas de droit de suite : les artistes de cette nationalité n’en ont pas.
studio-resale-ended = Pas de droit de suite : il s’est éteint soixante-dix ans après la mort de l’artiste.
studio-resale-bought_of_artist = Pas de droit de suite : l’œuvre fut achetée à l’artiste il y a peu.
studio-resale-below_threshold = Pas de droit de suite : le prix est inférieur au seuil.
studio-resale-other_currency = À ce prix elle ne peut être vendue : le droit de suite se calcule dans une autre monnaie.
