# Les litiges de la console : ce que les banques des clients ont repris.

console-disputes = Litiges
console-disputes-lanes = Litiges par état
console-disputes-lane-open = Ouverts
console-disputes-lane-won = Gagnés
console-disputes-lane-lost = Perdus
console-disputes-lane-all = Tous
console-disputes-none = Il n’y a pas de tels litiges.
console-disputes-none-more = Quand la banque d’un client reprend un paiement, il figure ici, avec le jour jusqu’auquel le prestataire attend des preuves. Les preuves se déposent chez le prestataire.
console-disputes-table = Tableau des litiges
console-disputes-order = Commande
console-disputes-status = État
console-disputes-due = Preuves jusqu’au
console-disputes-at = Connu depuis
console-disputes-amount = Repris
console-disputes-earlier = Litiges plus anciens
console-disputes-evidence-until = Preuves jusqu’au { $day }
console-disputes-is-open = Ouvert
console-disputes-is-won = Gagné
console-disputes-is-lost = Perdu
console-disputes-is-won_unopened = Annoncé comme gagné
console-disputes-is-lost_unopened = Annoncé comme perdu
