# Les webhooks de la console : des programmes d’autrui qui apprennent ce qui se passe.

console-webhooks-all = Qui apprend ce qui se passe
console-webhooks-none = Personne pour l’instant. Un point d’écoute est un programme à vous ou à quelqu’un avec qui vous travaillez : stocks, comptabilité, lettre d’information.
console-webhooks-waiting = { $count ->
    [0] Aucun envoi n’attend.
    [one] 1 envoi attend.
   *[other] { $count } envois attendent.
}
console-webhooks-dead = { $count ->
    [0] Aucun n’a été abandonné.
    [one] 1 a été abandonné.
   *[other] { $count } ont été abandonnés.
}
console-webhooks-enabled = Actif
console-webhooks-not-enabled = Inactif
console-webhooks-more = Autres points d’écoute
console-webhooks-new = Un nouveau point d’écoute
console-webhooks-make = Enregistrer le point d’écoute
console-webhooks-one = Webhook
console-webhooks-form = Où il écoute, et quoi
console-webhooks-save = Enregistrer les changements
console-webhooks-remove = Supprimer le point d’écoute
console-webhooks-url = Adresse
console-webhooks-url-hint = Commence par https://
console-webhooks-description = À quoi il sert
console-webhooks-events = Événements
console-webhooks-enable = Il apprend ce qui se passe
console-webhooks-secret = Son secret
console-webhooks-secret-once = Voici le secret. Il n’est montré que cette fois ; gardez-le là où le point d’écoute le trouvera.
console-webhooks-secret-kept = Chaque envoi est signé avec lui. Il a été montré à sa création ; s’il est perdu, faites-en un autre.
console-webhooks-secret-before = Le secret précédent signe aussi jusqu’au
console-webhooks-rotate = Créer un autre secret
console-webhooks-test = Envoyer un essai
console-webhooks-deliveries = Envois
console-webhooks-deliveries-none = Rien n’a encore été envoyé.
console-webhooks-table = Tableau des envois
console-webhooks-event = Événement
console-webhooks-state = État
console-webhooks-at = Le
console-webhooks-tries = Essais
console-webhooks-answer = Réponse
console-webhooks-do = Agir
console-webhooks-next = prochain essai :
console-webhooks-replay = Renvoyer
console-webhooks-earlier = Envois antérieurs
console-webhooks-is-waiting = En attente
console-webhooks-is-delivered = Remis
console-webhooks-is-dead = Abandonné
console-webhooks-event-order-placed = Une commande a été passée
console-webhooks-event-order-paid = Une commande est payée
console-webhooks-event-order-shipped = Un colis est parti
console-webhooks-event-order-delivered = Un colis est arrivé
console-webhooks-event-order-completed = Une commande est terminée
console-webhooks-event-order-cancelled = Une commande a été annulée
console-webhooks-event-order-refunded = De l’argent a été rendu
console-webhooks-event-artwork-published = Une œuvre est accrochée
console-webhooks-event-artwork-updated = Une œuvre a changé
console-webhooks-event-stock-changed = Le stock a changé
console-webhooks-event-seller-verified = Un vendeur a été vérifié
console-webhooks-field-url = L’adresse
console-webhooks-field-description = La description
console-webhooks-field-events = La liste des événements
