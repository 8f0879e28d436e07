# Les allées et venues : se connecter, s’inscrire, les liens des e-mails, retrouver une commande.

## Se connecter

door-email = E-mail
door-password = Mot de passe
door-forgot = Mot de passe oublié ?
door-bought-as-guest = Vous avez acheté sans compte ? <1>Retrouver votre commande</1>
door-new-here = Première visite ? <1>Créer un compte</1>
door-demo-accounts = Comptes de la démonstration
door-role-admin = Administration
door-role-artist = Artiste
door-role-customer = Clientèle

## S’inscrire

door-make-account = Créer un compte
door-come-to = Je viens pour
door-buy = Acheter de l’art
door-buy-more = Vos commandes, factures et certificats réunis au même endroit.
door-sell = Vendre mes œuvres
door-sell-more = Vous recevez un atelier : publiez vos œuvres, fixez vos éditions, suivez les ventes en direct. Vous pouvez aussi acheter.
door-name = Nom
door-name-hint = Artistes : tel qu’il doit figurer à côté de vos œuvres.
door-password-hint = 10 caractères au moins ; le mieux : quelques mots à la suite.
door-make = Créer le compte
door-have-one = Vous en avez déjà un ? <1>Se connecter</1>

## Un nouveau mot de passe

door-forgot-lead = Indiquez l’adresse e-mail de votre compte : nous y envoyons un lien pour en choisir un nouveau.
door-send-a-link = M’envoyer un lien
door-no-mails = Cette galerie n’envoie pas d’e-mails. Merci d’écrire directement à la galerie.
door-back = Retour à la connexion
door-another-password = Un nouveau mot de passe
door-new-password = Nouveau mot de passe
door-new-password-hint = 10 caractères au moins. Quelques mots à la suite conviennent bien.
door-set-password = Enregistrer le mot de passe
door-signed-out = Toutes vos connexions prendront fin.
door-ask-again = Demander un nouveau lien

## Confirmer une adresse

door-confirm = Confirmez votre adresse
door-confirm-lead = Un clic, et nous savons que nos e-mails vous parviennent.
door-confirm-mine = Confirmer mon adresse

## Retrouver une commande

door-find = Retrouver votre commande
door-find-lead = Achetée sans compte, sur un autre appareil ou il y a longtemps ? Nous envoyons un lien vers la commande à l’adresse avec laquelle elle a été passée.
door-number = Numéro de commande
door-number-hint = Il commence par IM et figure dans chaque e-mail au sujet de la commande.
door-send-the-link = M’envoyer le lien
door-find-no-mails = Cette galerie n’envoie pas d’e-mails. Les commandes s’affichent dans le navigateur qui les a passées et dans votre compte ; sinon, merci d’écrire directement à la galerie.
door-have-account = Vous avez un compte ? <1>Se connecter</1>

## Ce qui ne va pas

door-no-match = Cette adresse e-mail et ce mot de passe ne vont pas ensemble.
door-suspended = Ce compte est suspendu. Merci d’écrire à la galerie.
door-email-taken = Un compte existe déjà avec cette adresse e-mail. Merci de vous connecter.
door-taken-meanwhile = Un autre compte a pris cette adresse entre-temps. Le vôtre garde la sienne.
door-link-ended = Ce lien n’est plus valable : il a déjà servi, ou son délai est passé. Merci d’en demander un nouveau.
door-field-email = L’adresse e-mail
door-field-name = Le nom
door-field-password = Le mot de passe
