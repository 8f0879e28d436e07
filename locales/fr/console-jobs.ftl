# Les tâches de l’administration : ce qui doit se faire après une vente.

console-jobs-lanes = Tâches par état
console-jobs-lane-dead = Abandonnées
console-jobs-lane-failing = En échec
console-jobs-lane-open = Ouvertes
console-jobs-none-dead = Aucune tâche n’a été abandonnée.
console-jobs-none-failing = Aucune tâche n’échoue.
console-jobs-none-open = Rien n’attend d’être fait.
console-jobs-none-more = Ce qui doit se faire après une vente reste ici jusqu’à ce que ce soit fait : paiements, remboursements, documents.
console-jobs-table = Tableau des tâches
console-jobs-job = Tâche
console-jobs-state = État
console-jobs-at = Moment
console-jobs-tries = Essais
console-jobs-last-error = Dernière erreur
console-jobs-do = Action
console-jobs-order = sa commande
console-jobs-retry = Essayer maintenant
console-jobs-forget = Oublier
console-jobs-earlier = Tâches plus anciennes
console-jobs-is-dead = Abandonnée
console-jobs-is-leased = En cours
console-jobs-is-due = À faire
console-jobs-is-waiting = En attente
console-jobs-does-drive_payment = Encaisser un paiement
console-jobs-does-expire_order = Annuler une commande impayée
console-jobs-does-refund_payment = Rembourser
console-jobs-does-render_document = Créer un document
console-jobs-tried = { $count ->
    [one] { $count } essai
   *[other] { $count } essais
}
console-jobs-tried-error = { $tries } : { $error }
