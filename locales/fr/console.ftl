# L’administration : ses rubriques, ce qui attend quelqu’un, la recherche partout, les tableaux saisis en lignes.

## Rubriques

console-room-needs = À traiter
console-room-orders = Commandes
console-room-disputes = Litiges
console-room-books = Livres
console-room-returns = Retours
console-room-inventory = Stock
console-room-holds = Réservations
console-room-jobs = Tâches
console-room-review = Examen
console-room-reports = Signalements
console-room-collections = Collections
console-room-people = Personnes
console-room-presence = Présence
console-room-audit = Journal
console-room-health = État
console-room-mail = E-mails
console-room-webhooks = Webhooks
console-room-payouts = Versements
console-room-months = Mois
console-room-settings = Réglages
console-room-find = Recherche

## Ce que disent plusieurs rubriques

console-do-find = Chercher
console-csv = En tableau (CSV)
console-reason = Motif
console-original = L’original

## Ce qui attend quelqu’un

console-needs-paused = Les ventes sont suspendues : aucune nouvelle réservation n’est acceptée.
console-needs-pause = Suspendre les ventes
console-needs-resume = Reprendre les ventes
console-needs-none = Rien à traiter.
console-needs-none-more = Les paiements bloqués, les expéditions en retard, les tâches en échec, les vendeurs et les œuvres à regarder apparaissent ici, le plus pressant d’abord.
console-needs-disputes = Litiges qui attendent des preuves
console-needs-stuck = Paiements bloqués
console-needs-overdue = Expéditions en retard
console-needs-dead = Tâches abandonnées
console-needs-sellers = Vendeurs à valider
console-needs-reports = Signalements
console-needs-works = Œuvres à examiner
console-needs-review = Examiner
console-needs-reported = Des œuvres auxquelles des visiteurs ont trouvé à redire
console-needs-open-reports = Voir les signalements
console-needs-open-order = Ouvrir la commande
console-needs-retry = Réessayer
console-needs-verify = Valider
console-needs-late = { $count ->
    [one] Passée il y a { $count } jour ; vendue par { $sellers }
   *[other] Passée il y a { $count } jours ; vendue par { $sellers }
}

## La recherche partout

console-find-anything = Tout chercher
console-find-key = Ctrl K
console-find-here = L’administration
console-find-what = Un numéro de commande, une adresse e-mail, le début d’un nom ou d’un titre, un identifiant
console-find-none = Rien ne commence ainsi.
console-find-pause = Suspendre toute nouvelle réservation
console-find-words-needs = à traiter accueil aujourd’hui tâches
console-find-words-orders = commandes achats ventes
console-find-words-returns = retours rétractations dommages
console-find-words-inventory = stock éditions tirages exemplaires
console-find-words-review = examen modération file approuver soumissions
console-find-words-reports = signalements plaintes
console-find-words-collections = collections sélection accueil
console-find-words-people = personnes comptes rôles utilisateurs équipe
console-find-words-audit = journal historique qui modifications
console-find-words-presence = présence connectés visiteurs direct
console-find-words-health = état mesures chiffres statut
console-find-words-settings = réglages taxes livraison commission logo couleur mentions réservations nom
console-find-words-webhooks = webhooks écoute intégrations api crochets
console-find-words-pause = pause suspendre réservations ventes arrêter reprendre
console-find-unverified = { $email }, pas encore validé
console-find-kind-rooms = Rubriques
console-find-kind-orders = Commandes
console-find-kind-works = Œuvres
console-find-kind-people = Personnes
console-find-kind-sellers = Vendeurs

## Tableaux saisis en lignes : ce qui n’y va pas

console-table-tax-entries = La ligne { $line } demande quatre valeurs : pays ; régime ; pourcentage ; premier jour.
console-table-commission-entries = La ligne { $line } demande quatre éléments : vendeur; genre; pour cent; premier jour.
console-table-seller = Ligne { $line } : aucun vendeur ne s’appelle { $text }.
console-table-percentage = Ligne { $line } : { $text } n’est pas un pourcentage.
console-table-day = Ligne { $line } : { $text } n’est pas une date comme 2026-01-01.
console-table-limit-entries = La ligne { $line } demande quatre éléments : mots de la technique ; pays ; nombre d’exemplaires ; premier jour.
console-table-resale-entries = La ligne { $line } demande neuf éléments : pays ; monnaie ; seuil ; maximum ; parts ; années exemptes ; prix exempt ; premier jour ; nationalités.
console-table-note-entries = La ligne { $line } demande trois éléments : régime ; langue ; texte.
console-table-whole = Ligne { $line } : { $text } n’est pas un nombre entier.
console-table-amount = Ligne { $line } : { $text } n’est pas un montant.
console-table-shipping-entries = La ligne { $line } demande sept valeurs : mode ; nom ; zone ; kilogrammes ; centimètres ; prix ; jours ouvrés.
console-table-kilograms = Ligne { $line } : { $text } n’est pas un nombre de kilogrammes.
console-table-centimetres = Ligne { $line } : { $text } n’est pas un nombre de centimètres.
console-table-days = Ligne { $line } : { $text } ne sont pas des jours ouvrés comme 2-4.
console-table-price = Ligne { $line } : un prix s’écrit EUR 9.50.
console-table-names = La ligne { $line } appelle le mode { $method } { $name }, une ligne précédente { $before }.
