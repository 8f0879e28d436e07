# Ce que les pages et les scripts disent de même : disponibilité, exemplaires, nombres, erreurs. Va aussi dans web/static/js/words/ (node web/tools/words.mjs).

## La disponibilité, à côté du point

stock-free = Disponible
stock-open = Disponible, édition ouverte
stock-some = { $available } sur { $total } disponibles
stock-reserved = Réservée
stock-all-reserved = Tous réservés
stock-sold = Vendue
stock-sold-out = Épuisée
stock-gone = N’est plus disponible
stock-not-for-sale = Pas à vendre
stock-editions = { $free } éditions sur { $total } disponibles

## Les exemplaires d’une édition

copy-number = Nº { $number } sur { $of }
copy-proof = Épreuve d’artiste { $number } sur { $of }
copy-proof-short = EA { $number }

## Le plan de l’édition : les mots de la somme, et ce qui est dit d’un exemplaire

copies-free = { $count ->
    [one] { $count } libre
   *[other] { $count } libres
}
copies-yours = { $count ->
    [one] { $count } réservé pour vous
   *[other] { $count } réservés pour vous
}
copies-held = { $count ->
    [one] { $count } réservé
   *[other] { $count } réservés
}
copies-sold = { $count ->
    [one] { $count } vendu
   *[other] { $count } vendus
}
copies-withdrawn = { $count } pas à vendre
look-free = libre
look-yours = réservé pour vous
look-held = réservé
look-sold = vendu
look-withdrawn = pas à vendre
said-free = libre
said-yours = réservé pour vous
said-held = réservé pour quelqu’un d’autre
said-sold = vendu
said-withdrawn = pas à vendre
copies-most = { $count ->
    [one] Un exemplaire au plus par personne.
   *[other] { $count } exemplaires au plus par personne.
}

## Nombres

count-works = { $count ->
    [one] { $count } œuvre
   *[other] { $count } œuvres
}
count-copies = { $count ->
    [one] { $count } exemplaire
   *[other] { $count } exemplaires
}
count-free-copies = { $count ->
    [one] { $count } exemplaire libre
   *[other] { $count } exemplaires libres
}
count-proofs = { $count ->
    [one] { $count } épreuve d’artiste
   *[other] { $count } épreuves d’artiste
}
count-reviews = { $count ->
    [one] { $count } avis
   *[other] { $count } avis
}
count-reports = { $count ->
    [one] { $count } signalement
   *[other] { $count } signalements
}
count-connections = { $count ->
    [one] { $count } connexion
   *[other] { $count } connexions
}

## Dates

month-1 = janvier
month-2 = février
month-3 = mars
month-4 = avril
month-5 = mai
month-6 = juin
month-7 = juillet
month-8 = août
month-9 = septembre
month-10 = octobre
month-11 = novembre
month-12 = décembre
date-day = { $day } { $month } { $year }
date-moment = { $date }, { $time } UTC

## Ce qu’un formulaire dit d’une erreur avant d’être envoyé, et le serveur ensuite (les autres sont dans mistakes.ftl)

mistake-email = Merci d’indiquer une adresse e-mail, par exemple nom@example.org.
mistake-empty = { $field } ne doit pas être vide.
mistake-one-line = { $field } doit tenir sur une ligne, sans caractères de contrôle.
mistake-control = { $field } ne doit pas contenir de caractères de contrôle.
mistake-characters = { $field } doit avoir { $most } caractères au plus.
mistake-vat-id = { $field } doit être un numéro de TVA avec le préfixe du pays, par exemple FR15345678901.
mistake-weak-short = Le mot de passe doit avoir au moins 10 caractères.
