# Les tâches de l’administration : ce qui doit se faire après une vente.

console-jobs-lanes = Tâches par état
console-jobs-lane-dead = Abandonnées
console-jobs-lane-failing = En échec
console-jobs-lane-open = Ouvertes
console-jobs-lane-webhooks = Messages des prestataires
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
console-jobs-does-send_mail = Envoyer un e-mail
console-jobs-does-deliver_webhook = Envoyer un webhook
console-jobs-does-send_payout = Envoyer un versement
console-jobs-tried = { $count ->
    [one] { $count } essai
   *[other] { $count } essais
}
console-jobs-tried-error = { $tries } : { $error }

## Ce qui a mal tourné en dernier pour une tâche

console-jobs-error-no-answer = pas de réponse à temps
console-jobs-error-none = pas de réponse
console-jobs-error-lease = cela a pris plus de temps que le délai accordé
console-jobs-error-refused = refusé par le prestataire : { $code }
console-jobs-error-no-provider = il n’y a pas de prestataire { $provider } sur ce nœud
console-jobs-error-no-payment = la commande n’a pas ce paiement
console-jobs-error-not-money = cette tâche ne concerne pas d’argent
console-jobs-error-not-stored = la réponse du prestataire n’a pas pu être enregistrée : { $error }
console-jobs-error-no-words = le texte n’est pas arrivé à temps
console-jobs-error-server = le serveur de messagerie n’a pas répondu à temps
console-jobs-error-unwritten = l’e-mail ne peut pas être rédigé : { $error }
console-jobs-error-mail-refused = l’e-mail a été refusé : { $error }
console-jobs-error-mail-stuck = l’e-mail n’a pas pu être remis : { $error }
console-jobs-error-not-rendered = le document n’a pas pu être produit : { $error }
console-jobs-error-renderer = la production du document s’est interrompue : { $error }
console-jobs-error-writer = la rédaction s’est interrompue : { $error }
console-jobs-error-webhook-refused = l’adresse est refusée : { $reason }
console-jobs-error-webhook-unreached = le point d’écoute n’a pas pu être joint : { $error }
console-jobs-error-webhook-late = le point d’écoute n’a pas répondu à temps
console-jobs-error-webhook-answered = le point d’écoute a répondu { $status }
console-jobs-error-webhook-not-enabled = le point d’écoute est inactif
console-jobs-error-webhook-sealed = son secret ne s’ouvre pas avec ce secret maître ; donnez-lui-en un autre
console-jobs-error-strange = elle est incompréhensible : { $error }
console-jobs-error-database = la base de données est inaccessible : { $error }
console-jobs-error-queue = la file du journal est pleine

## Ce que les prestataires ont signalé

console-inbox = Messages des prestataires
console-inbox-none = Aucun prestataire n’a encore rien signalé.
console-inbox-none-more = Ce que les prestataires de paiement signalent d’eux-mêmes figure ici, une seule fois quel que soit le nombre d’envois.
console-inbox-table = Tableau des messages
console-inbox-notice = Message
console-inbox-outcome = Ce qu’il en est advenu
console-inbox-at = Première réception
console-inbox-deliveries = Envois
console-inbox-redeliver = Reprendre
console-inbox-earlier = Messages antérieurs
console-inbox-done = Traité
console-inbox-unknown = D’un genre inconnu ici
console-inbox-unmatched = Au sujet d’un paiement ou d’une somme inconnus ici
