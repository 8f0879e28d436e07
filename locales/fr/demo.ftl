# La démonstration : la foule dans trois pièces, et la boîte aux lettres.

demo-title = La démonstration en direct
demo-lead = { $buyers } acheteurs simulés se ruent sur une édition de { $copies } exemplaires, par les mêmes portes que tout le monde. Suivez-les dans les trois pièces à la fois ; quand ils sont partis, le contrôleur lit toute la base de données et dit ce qu’il a trouvé.
demo-send = Envoyer une foule
demo-gathering = La foule se rassemble.
demo-buying = On réserve et on paie.
demo-checking = Le contrôleur lit la base de données.

## Pourquoi aucune n’est venue

demo-refused = Aucune foule n’a été envoyée.
demo-why-under-way = il y en a déjà une en route
demo-why-nobody-can-pay = le prestataire de test est arrêté, les acheteurs simulés ne peuvent pas payer
demo-why-no-demo = la galerie de démonstration a été démontée
demo-why-not-hung = l’édition n’a pas pu être accrochée
demo-why-not-read = la démonstration n’a pas pu être lue
demo-why-not-shown = l’édition n’a pas pu être montrée

## Ce qu’il en est sorti

demo-verdict-sold = { $twice ->
    [0] { $sold } vendus, aucun deux fois ; { $late } acheteurs sur { $buyers } ont appris qu’ils arrivaient trop tard.
   *[other] { $sold } vendus, dont { $twice } DEUX FOIS ; { $late } acheteurs sur { $buyers } ont appris qu’ils arrivaient trop tard.
}
demo-verdict-failed = { $failed ->
    [one] { $failed } n’a pas eu de réponse jusqu’à la fin.
   *[other] { $failed } n’ont pas eu de réponse jusqu’à la fin.
}
demo-verdict-speed = Le moteur a répondu en { $p99 } ms (p99), la moitié du temps en { $p50 } ms.
demo-verdict-checked = { $offences ->
    [0] Le contrôleur a vérifié { $verified } invariants sur toute la base de données et n’a rien trouvé à redire.
   *[other] Le contrôleur a vérifié { $verified } invariants sur toute la base de données et a trouvé { $offences } infractions.
}
demo-unchecked = La foule n’a pas pu être contrôlée.

## Les pièces

demo-storefront = Galerie
demo-open-storefront = Ouvrir<1> la galerie</1>
demo-squares = { $sold } vendus, { $held } réservés, { $free } libres
demo-no-edition = L’édition s’accroche ici quand la foule est envoyée.
demo-open-studio = Ouvrir<1> l’atelier</1>
demo-studio-sum = <1>0</1> ventes, <2>0</2> réservations annoncées
demo-sales = Les ventes en direct
demo-open-console = Ouvrir<1> l’administration</1>
demo-console-sum = <1>0</1> commandes, dont <2>0</2> payées
demo-orders = Les commandes en direct

## Les comptes

demo-accounts = Regardez par vous-même
demo-sees-console = l’administration : le stock et les commandes en mouvement
demo-sees-studio = l’atelier : œuvres, téléversements, ventes en direct
demo-sees-storefront = la galerie avec un panier, des commandes et des factures
demo-password = Le mot de passe de chacun est <1>{ $password }</1>. L’atelier et l’administration ci-dessus sont alimentés par les comptes « artist » et « admin ».

## La boîte aux lettres

demo-mails = E-mails
demo-mails-lead = Ce que la démonstration aurait envoyé. Rien n’en quitte cette galerie ; un nouvel e-mail apparaît en deux secondes.
demo-no-mails = Pas encore d’e-mails.
demo-no-mails-way = Achetez quelque chose, ou <1>créez un compte</1> : ses e-mails arrivent ici.
demo-all-mails = Tous les e-mails
demo-earlier-mails = E-mails précédents
