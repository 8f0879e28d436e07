# Les salles de l’administration pour la maison en marche : état et présence.

## État

console-health-title = État
console-health-needs = Ce qu’il faut à { $node }
console-health-ill = En panne :
console-health-figures = Les cinq dernières minutes
console-health-as-table = En tableau
console-health-table = Valeurs des cinq dernières minutes
console-health-figure = Valeur
console-health-now = Maintenant
console-health-least = Minimum
console-health-most = Maximum
console-health-well-node = Le nœud est prêt et répond.
console-health-ill-node = Le nœud n’est pas prêt : les répartiteurs ne lui envoient rien.
console-health-well-database = La base de données répond.
console-health-ill-database = La base de données ne répond pas : rien ne peut être modifié.
console-health-well-media = Les images et les documents sont lisibles.
console-health-ill-media = Le stockage des médias ne répond pas : les envois échouent, et des images peuvent manquer.
console-health-well-redis = Redis répond : les nœuds s’informent aussitôt.
console-health-ill-redis = Redis ne répond pas : les nœuds s’informent un quart de seconde plus tard, et on ne sait pas qui est connecté.
console-health-no-redis = Aucun Redis n’est configuré : ce nœud est seul et n’en a pas besoin.
console-health-series-requests = Requêtes par seconde
console-health-series-orders = Commandes par seconde
console-health-series-waiting = Messages en attente d’acteurs
console-health-series-batch = Instructions par lot
console-health-series-lag = Événements pas encore annoncés ici
console-health-series-sockets = Sockets ouverts
console-health-series-holds = Réservations en cours
console-health-series-jobs = Tâches en attente

## Présence

console-presence-title = Présence
console-presence-unknown = On ne sait pas qui est connecté pour le moment.
console-presence-total = { $connections }. Des nombres seulement : personne n’est nommé.
console-presence-by-role = Par rôle
console-presence-nobody = Personne n’est connecté.
console-presence-role = Rôle
console-presence-connections = Connexions
console-presence-by-work = Par œuvre
console-presence-no-work = Personne ne regarde d’œuvre.
console-presence-work = Œuvre
console-presence-people = Personnes
