# Les pièces d’un compte : commandes, profil, adresses, connexions, avis.

account-title = Compte
account-rooms = Votre compte
account-save = Enregistrer

## Commandes

account-orders = Commandes
account-no-orders = Pas encore de commande.
account-look-around = <1>Faites un tour</1>, ou <2>retrouvez une commande</2> passée sans compte.
account-order = Commande { $number }
account-earlier-orders = Commandes précédentes

## Profil

account-profile = Profil
account-name = Nom
account-name-hint = Ce que voient les autres, à côté d’un avis par exemple.
account-language = Langue des pages et des e-mails
account-email = Adresse e-mail
account-confirmed = confirmée
account-not-confirmed = pas encore confirmée
account-send-proof = M’envoyer le lien pour la confirmer
account-use-another = Utiliser une autre adresse
account-use-another-hint = Nous y envoyons un lien ; avec lui, votre compte prend la nouvelle adresse. D’ici là, rien ne change.
account-new-email = Nouvelle adresse e-mail
account-your-password = Votre mot de passe
account-send-link = Envoyer le lien
account-password = Mot de passe
account-present-password = Mot de passe actuel
account-new-password = Nouveau mot de passe
account-new-password-hint = 10 caractères au moins ; le mieux : quelques mots à la suite. Vos autres connexions prendront fin.
account-change-password = Modifier le mot de passe

## Adresses

account-addresses = Adresses
account-no-addresses = Pas encore d’adresse. La dernière ajoutée sera déjà remplie à votre prochaine commande.
account-change = Modifier<1> : { $address }</1>
account-remove = Supprimer<1> : { $address }</1>
account-add-address = Ajouter une adresse
account-add = Ajouter
account-change-address = Modifier une adresse
account-orders-keep = Les commandes gardent l’adresse avec laquelle elles ont été passées.
account-all-addresses = Retour à toutes les adresses

## Connexions

account-sessions = Connexions
account-sessions-hint = Où votre compte est connecté. Y mettre fin prend effet aussitôt. Si l’une d’elles vous est inconnue, changez aussi votre mot de passe.
account-this-one = celle-ci
account-session-times = depuis le <1/>, dernière utilisation le <2/>
account-sign-out-here = Se déconnecter ici
account-end-session = Y mettre fin<1> : { $device }, depuis le { $since }</1>
account-device = { $browser } sur { $system }
account-device-unnamed = Un programme qui ne dit pas son nom

## Avis

account-reviews = Avis
account-no-reviews = Vous n’avez pas encore donné d’avis. Qui a acheté une œuvre peut le faire sur sa page.
account-rating = { $rating } sur 5
account-earlier-reviews = Avis précédents

## Les champs des formulaires, tels que commence une phrase sur une erreur

account-field-name = Le nom
account-field-language = La langue
account-field-email = L’adresse e-mail
account-field-new-password = Le nouveau mot de passe
account-field-this = Ceci
account-field-postal-code = Le code postal
account-field-city = La ville
account-field-region = L’État ou la province
account-field-country = Le pays
