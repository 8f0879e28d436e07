# Les salles de la maison dans l’administration : réglages, collections, e-mails.

## Réglages : la maison

console-settings-title = Réglages
console-settings-empty = vide : { $value }
console-settings-empty-none = vide : aucun
console-settings-house = La maison
console-settings-name = Nom
console-settings-accent-light = Accent sur fond clair
console-settings-accent-dark = Accent sur fond sombre
console-settings-accent-note = Les boutons prennent l’accent. Chaque couleur doit être lisible sur son fond : un contraste de 4,5 pour 1.
console-settings-save-house = Enregistrer la maison
console-settings-logo = Logo
console-settings-logo-now = Le logo actuel
console-settings-picture = Image
console-settings-picture-hint = elle remplace le nom
console-settings-use-picture = Utiliser cette image
console-settings-drop-logo = Retirer le logo

## Réglages : ventes, taxes, livraison

console-settings-sales = Ventes
console-settings-commission = Commission, en pour cent
console-settings-commission-hint = Pour les vendeurs qui s’inscrivent désormais ; les autres gardent la leur, qui se modifie sur la page du vendeur.
console-settings-withdrawal = Délai de rétractation, jours
console-settings-withdrawal-hint = Dès l’arrivée du dernier colis ; 14 au moins. Ensuite, les commandes sont terminées.
console-settings-hold = Une réservation, minutes
console-settings-extension = Sa seule prolongation, minutes
console-settings-save-sales = Enregistrer les ventes
console-settings-commission-rules = Règles de commission
console-settings-commission-lines = Une règle par ligne
console-settings-commission-rules-hint = Adresse du vendeur ou * ; genre (unique, limited, open) ou * ; pour cent ; premier jour. La règle la plus précise compte, avant la commission propre du vendeur. Par exemple : *; limited; 12.5; 2026-01-01
console-settings-save-commission = Enregistrer les règles
console-settings-tax = Taux de TVA
console-settings-tax-lines = Un taux par ligne
console-settings-tax-hint = Pays ; régime (standard ou reduced_art) ; pour cent ; premier jour. Par exemple : DE; standard; 19; 2021-01-01
console-settings-save-tax = Enregistrer les taux
console-settings-art = Œuvres d’art
console-settings-art-note = Ce avec quoi une maison commence relève de la connaissance générale : faites-le vérifier par votre conseil fiscal avant de vendre ainsi.
console-settings-art-edition-limits = Tirages les plus grands, une limite par ligne
console-settings-art-edition-limits-hint = Mots de la technique ; pays du vendeur, ou * pour tous ; nombre d’exemplaires maximal ; premier jour. Par exemple : photograph, gelatin silver; *; 30; 2015-01-01. Un tirage plus grand est imposé au taux normal.
console-settings-art-resale-rules = Droits de suite, une règle par ligne
console-settings-art-resale-rules-hint = Pays du vendeur, ou * pour les autres États membres ; monnaie ; seuil ; maximum par vente ; parts en pour cent jusqu’à un prix ; années et prix de ce qui fut acheté à l’artiste et en est exempt ; premier jour ; nationalités. Par exemple : *; EUR; 3000; 12500; 50000: 4, *: 0.25; 0; 0; 2006-01-01; DE, FR
console-settings-art-tax-notes = Textes des factures, un texte par ligne
console-settings-art-tax-notes-hint = Régime (standard, reduced_art, margin_art, exempt_small_business, reverse_charge ou export) ; langue (en, de ou fr) ; texte. Il figure sur les factures avec une telle ligne, à côté de la mention de la directive.
console-settings-save-art = Enregistrer les règles
console-settings-resale-file = Ventes avec droit de suite, en tableau
console-settings-shipping = Tarifs de livraison
console-settings-shipping-lines = Une tranche de prix par ligne
console-settings-shipping-hint = Mode ; son nom ; zone (home, eu, world ou un pays comme CH) ; kilogrammes au plus ; plus grand côté en centimètres au plus ; prix ; jours ouvrés. Par exemple : standard; Standard; home; 5; 60; EUR 9.50; 2-4
console-settings-divisor = Centimètres cubes comptés pour un kilogramme
console-settings-save-shipping = Enregistrer les tarifs

## Réglages : pages légales et historique

console-settings-legal = Pages légales
console-settings-legal-note = Les titres suivent #, les listes suivent -, les **mots forts** sont entre étoiles ; les [liens](/legal/terms) mènent plus loin. Une page vide n’a pas de lien.
console-settings-legal-at = visible à l’adresse { $url }
console-settings-legal-text = Texte : { $title }
console-settings-legal-save = Enregistrer<1> : { $title }</1>
console-settings-history = Historique
console-settings-history-none = Rien n’a encore été modifié.
console-settings-history-back = Revenir à l’état d’avant<1> : { $what }, modification { $number }</1>
console-settings-history-earlier = Modifications plus anciennes

## Comment un réglage s’appelle

console-settings-key-name = Nom
console-settings-key-accent = Accent
console-settings-key-logo = Logo
console-settings-key-commission = Commission
console-settings-key-holds = Durées de réservation
console-settings-key-commission-rules = Règles de commission
console-settings-key-photos = Photos de dommages, jours
console-settings-key-withdrawal = Délai de rétractation
console-settings-key-tax = Taux de TVA
console-settings-key-art = Œuvres d’art
console-settings-key-shipping = Tarifs de livraison
console-settings-key-paused = Ventes suspendues
console-settings-key-payout-minimum = Versement minimal
console-settings-key-house-identity = Identité légale de la maison

## Comment une phrase sur une erreur nomme les champs, et de telles phrases

console-settings-field-name = Le nom
console-settings-field-colour = Cette couleur
console-settings-field-commission = La commission
console-settings-field-withdrawal = Le délai de rétractation
console-settings-field-hold = La durée de réservation
console-settings-field-extension = La prolongation
console-settings-field-hold-seconds = La durée de réservation, en secondes,
console-settings-field-extension-seconds = La prolongation, en secondes,
console-settings-field-divisor = Le nombre de centimètres cubes par kilogramme
console-settings-field-table = Le tableau
console-settings-field-text = Le texte
console-settings-field-line = Ligne { $line } :
console-settings-field-line-member = Ligne { $line } : { $member }
console-settings-member-bands = les tranches
console-settings-member-country = le pays
console-settings-member-days_max = le délai le plus long
console-settings-member-days_min = le délai le plus court
console-settings-member-id = l’identifiant
console-settings-member-kind = le genre
console-settings-member-longest_side_cm_max = le plus grand côté
console-settings-member-name = le nom
console-settings-member-prices = le prix
console-settings-member-rate = le taux
console-settings-member-regime = le régime
console-settings-member-seller_id = le vendeur
console-settings-member-valid_from = le premier jour
console-settings-member-weight_kg_max = le poids maximal
console-settings-member-cap = le maximum par vente
console-settings-member-copies_max = le nombre d’exemplaires
console-settings-member-currency = la monnaie
console-settings-member-exempt_up_to = le prix exempt
console-settings-member-exempt_years = les années exemptes
console-settings-member-language = la langue
console-settings-member-mediums = la technique
console-settings-member-nationalities = les nationalités
console-settings-member-text = le texte
console-settings-member-threshold = le seuil
console-settings-member-zone = la zone
console-settings-no-number = { $what } doit être un nombre.
console-settings-accent-both = L’accent demande une couleur pour chaque fond.
console-settings-holds-both = Merci d’indiquer les deux durées, ou aucune.
console-settings-divisor-whole = Le nombre de centimètres cubes par kilogramme doit être entier.
console-settings-no-page = Cette page n’existe pas.

## Collections

console-collections-title = Collections
console-collections-one = Collection
console-collections-all = Ce qui est accroché ensemble
console-collections-none = Pas encore de collection. Les plus récentes figurent sur la page d’accueil.
console-collections-seen = visible par tous
console-collections-unpublished = non publiée
console-collections-more = Autres collections
console-collections-new = Une nouvelle collection
console-collections-make = Créer la collection
console-collections-form = Ce qu’elle dit et contient
console-collections-public = Telle que tous la voient
console-collections-save = Enregistrer la collection
console-collections-remove = Supprimer la collection
console-collections-works = Ses œuvres
console-collections-works-none = Aucune pour l’instant.
console-collections-name = Titre
console-collections-words = Quelques mots
console-collections-lines = Les œuvres, dans leur ordre
console-collections-lines-hint = Une par ligne : le nom dans son adresse (« low-tide-evening »), l’adresse entière ou son identifiant. Déplacez les lignes pour déplacer les œuvres.
console-collections-publish = Visible par tous
console-collections-unknown = Ligne { $line } : aucune œuvre ne s’appelle { $name }.
console-collections-field-title = Le titre
console-collections-field-words = Le texte
console-collections-field-work = Une œuvre
console-collections-status-draft = brouillon
console-collections-status-in_review = en examen
console-collections-status-rejected = renvoyée
console-collections-status-published = publiée
console-collections-status-paused = en pause
console-collections-status-sold_out = épuisée
console-collections-status-archived = archivée

## E-mails

console-mail-title = E-mails
console-mail-lead = Ce que la galerie écrit, avec des données d’exemple. { $way }
console-mail-by-server = Les e-mails partent par { $host }, de { $from }.
console-mail-by-mailbox = Ceci est une démonstration : ils restent dans sa propre boîte et ne vont nulle part.
console-mail-by-none = Aucun n’est envoyé : aucun serveur de messagerie n’est configuré (mail.smtp.host).
console-mail-all = Tous les types d’e-mails
console-mail-kind-verify_email = Confirmer l’adresse
console-mail-kind-reset_password = Nouveau mot de passe
console-mail-kind-confirm_email = Confirmer la nouvelle adresse
console-mail-kind-email_changed = Adresse modifiée
console-mail-kind-email_in_use = Adresse déjà utilisée
console-mail-kind-password_changed = Mot de passe modifié
console-mail-kind-order_placed = Commande passée
console-mail-kind-order_paid = Commande payée
console-mail-kind-payment_failed = Paiement échoué
console-mail-kind-order_shipped = Commande expédiée
console-mail-kind-order_cancelled = Commande annulée
console-mail-kind-order_refunded = Commande remboursée
console-mail-kind-return_announced = Accusé de retour
console-mail-kind-return_answered = Retour traité
console-mail-kind-review_asked = Demande d’avis
console-mail-kind-order_link = Lien vers la commande
console-mail-kind-wish_free = Envie de nouveau libre

## Un tableau depuis un fichier

console-settings-table-commission = Règles de commission depuis un fichier
console-settings-table-tax = Taux de taxe depuis un fichier
console-settings-table-shipping = Tarifs de livraison depuis un fichier
console-settings-table-hint = CSV ; une répétition a lieu d’abord
console-settings-table-out = Emporter en CSV
console-settings-table-about = Un tableau enregistré en CSV et en UTF-8, de { $lines } lignes au plus, avec les colonnes <1>{ $columns }</1>. Il remplace tout le tableau. Une répétition a lieu d’abord.
console-settings-table-would = Lignes nouvelles : { $added }, modifiées : { $changed }, supprimées : { $removed }.
console-settings-table-reordered = Les lignes sont dans un autre ordre.
console-settings-table-nothing = Ce tableau ne change rien.
console-settings-table-do = Appliquer ces changements
console-settings-table-changes = Ce qui changerait
console-settings-table-entry = Entrée
console-settings-table-kind = Changement
console-settings-table-before = Maintenant
console-settings-table-after = Ensuite
console-settings-table-is-added = nouvelle
console-settings-table-is-changed = modifiée
console-settings-table-is-removed = supprimée
console-settings-table-back = Retour aux réglages
