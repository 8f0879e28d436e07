# L’atelier : des œuvres à partir d’un tableau.

## La page

studio-import = Import
studio-import-works = Importer des œuvres
studio-import-head = Un tableau et ses images
studio-import-note = Un tableau enregistré en CSV UTF-8, une œuvre par ligne, { $lines } lignes au plus, avec les images qu’il nomme, { $pictures } au plus à la fois. Chaque ligne devient un brouillon entier, ou une erreur qui dit ce qui ne va pas. <1>Un modèle pour commencer</1>.
studio-import-hand-in = { $label } ce qui est complet ; sinon tout reste en brouillon
studio-import-again = Recréer aussi les œuvres déjà présentes (mêmes titre, date et technique)
studio-import-table = Le tableau
studio-import-pictures = Ses images
studio-import-rehearse = Essai à blanc : ne rien enregistrer
studio-import-do = Importer
studio-import-the-table = Le tableau
studio-import-the-pictures = Le choix des images
studio-import-the-handing-in = L’envoi à l’examen

## Ce qu’il en est advenu

studio-import-rehearsal = L’essai à blanc : rien n’a été enregistré
studio-import-outcome = L’import
studio-import-rehearsed = { $works ->
        [one] { $works } œuvre serait créée
       *[other] { $works } œuvres seraient créées
    }, { $failed ->
        [one] { $failed } ligne serait refusée
       *[other] { $failed } lignes seraient refusées
    }.
studio-import-made = { $works ->
        [one] { $works } œuvre a été créée
       *[other] { $works } œuvres ont été créées
    }, { $failed ->
        [one] { $failed } ligne a été refusée
       *[other] { $failed } lignes ont été refusées
    }.
studio-import-made-handed-in = { $works ->
        [one] { $works } œuvre a été créée
       *[other] { $works } œuvres ont été créées
    }, dont { $handed } soumises à l’examen, { $failed ->
        [one] { $failed } ligne a été refusée
       *[other] { $failed } lignes ont été refusées
    }.
studio-import-known = { $count ->
    [one] { $count } ligne a été laissée de côté : l’œuvre est déjà là.
   *[other] { $count } lignes ont été laissées de côté : les œuvres sont déjà là.
}
studio-import-see = Voir vos œuvres
studio-import-refused = Lignes refusées
studio-import-line = Ligne
studio-import-title = Titre
studio-import-wrong = Ce qui ne va pas
studio-import-more = { $count ->
    [one] Et { $count } autre ligne.
   *[other] Et { $count } autres lignes.
}
studio-import-unused = { $count ->
    [one] { $count } image n’est nommée dans aucune ligne
   *[other] { $count } images ne sont nommées dans aucune ligne
}

## Les colonnes

studio-import-columns = Les colonnes
studio-import-columns-note = Dans n’importe quel ordre ; les majuscules ne comptent pas, et ce qui n’est pas nécessaire peut manquer.
studio-import-column-title = Le titre ; la seule colonne qui doit être remplie.
studio-import-column-artist = Le nom de l’artiste, si vous en représentez plusieurs ; vide pour le vôtre.
studio-import-column-year = L’année de création, par exemple 2024.
studio-import-column-date = En toutes lettres si l’année n’est pas connue : vers 1987.
studio-import-column-medium = En quoi elle est faite : huile sur lin.
studio-import-column-description = L’histoire de l’œuvre. Les retours à la ligne sont gardés.
studio-import-column-styles = Séparés par des points-virgules.
studio-import-column-subjects = Séparés par des points-virgules.
studio-import-column-provenance = Les étapes, la plus ancienne d’abord, séparées par des points-virgules.
studio-import-column-signed = yes ou no, ou bien oui ou non.
studio-import-column-framed = yes ou no, ou bien oui ou non.
studio-import-column-condition = Excellent, ou ce qu’il y a à en dire.
studio-import-column-images = Les noms de fichier des images dans leur ordre, séparés par des points-virgules.
studio-import-column-alt = Ce que montre la première image.
studio-import-column-kind = unique, limited ou open ; unique si c’est vide.
studio-import-column-label = Le nom de l’édition : tirage giclée.
studio-import-column-size = Combien d’exemplaires numérotés, pour une édition limitée.
studio-import-column-artist_proofs = Combien d’épreuves d’artiste, pour une édition limitée.
studio-import-column-height_cm = Hauteur en centimètres.
studio-import-column-width_cm = Largeur en centimètres.
studio-import-column-depth_cm = Profondeur en centimètres.
studio-import-column-weight_kg = Poids en kilogrammes, emballé.
studio-import-column-price = Prix TTC de l’unité : 1250 ou 1 250,50.
studio-import-column-currency = Par exemple EUR ; la vôtre si c’est vide.
studio-import-column-tax_regime = standard, reduced_art, margin_art ou exempt_small_business ; standard si c’est vide.
