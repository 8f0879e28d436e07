# Les salles du catalogue dans l’administration : les œuvres en examen, et ce qui est signalé.

## Examen

console-review-title = Examen
console-review-works = Œuvres en examen
console-review-place = { $number } sur { $total }
console-review-previous = Précédente
console-review-next = Suivante
console-review-single-keys = Raccourcis
console-review-keys = Touches
console-review-others = { $count ->
    [one] { $names } regarde aussi cette œuvre.
   *[other] { $names } regardent aussi cette œuvre.
}
console-review-no-picture = Il n’y a pas d’image.
console-review-sold-by = En vente chez { $seller }
console-review-sold-by-unverified = En vente chez { $seller }, pas encore validé
console-review-preview = Telle qu’on la verra dans la galerie
console-review-sent-back-before = Déjà renvoyée : { $reason }
console-review-approve = Approuver<1> { $title }</1>
console-review-send-back = Renvoyer<1> { $title }</1>
console-review-why = Ce qui ne va pas
console-review-else = Autre chose, à préciser
console-review-reason = Avec vos mots
console-review-reason-read = l’artiste le lira
console-review-send = Renvoyer l’œuvre
console-review-alikes = Images ressemblantes
console-review-no-alikes = Aucune autre image de la maison ne leur ressemble.
console-review-key-approve = approuver
console-review-key-back = renvoyer : ouvre les motifs
console-review-key-next = œuvre suivante
console-review-key-previous = œuvre précédente
console-review-key-list = cette liste
console-review-keys-note = On peut les désactiver à côté de « Touches » ; ce navigateur s’en souvient.
console-review-close = Fermer
console-review-nothing = Rien n’attend d’être examiné.
console-review-nothing-more = Ce que les artistes soumettent arrive ici, le plus ancien d’abord.

## Ce qui ne va pas le plus souvent ; l’artiste le lit

console-review-wrong-picture = L’image est floue, recadrée ou mal éclairée : merci d’en envoyer une meilleure.
console-review-wrong-part = L’image ne montre pas l’œuvre entière.
console-review-wrong-words = La description ne correspond pas à l’œuvre.
console-review-wrong-facts = Les dimensions, la technique ou l’année manquent ou ne peuvent pas être exactes.
console-review-wrong-price = Le prix manque ou ne peut pas être exact.
console-review-wrong-rights = Nous ne pouvons pas être sûrs que cette œuvre soit à vous.

## Ce qui est dit d’une œuvre

console-review-fact-medium = Technique
console-review-fact-year = Année
console-review-fact-styles = Styles
console-review-fact-subjects = Sujets
console-review-fact-condition = État
console-review-fact-signed = Signée
console-review-fact-framed = Encadrée
console-review-fact-provenance = Provenance
console-review-fact-edition = Édition
console-review-yes = Oui
console-review-no = Non
console-review-like-same = La même image
console-review-like-nearly = Presque la même image
console-review-like-alike = Y ressemble
console-review-status-draft = brouillon
console-review-status-in_review = en examen
console-review-status-rejected = renvoyée
console-review-status-published = dans la galerie
console-review-status-paused = en pause
console-review-status-sold_out = épuisée
console-review-status-archived = archivée

## Signalements

console-reports-title = Signalements
console-reports-by-status = Signalements par état
console-reports-status-open = Ouverts
console-reports-status-resolved = Réglés
console-reports-status-dismissed = Sans suite
console-reports-none-open = Personne n’a rien trouvé à redire.
console-reports-none = Rien ici pour l’instant.
console-reports-note = Note
console-reports-note-for = pour l’équipe
console-reports-resolve = Réglé<1> : { $title }</1>
console-reports-dismiss = Sans suite<1> : { $title }</1>
console-reports-earlier = Plus anciens
console-reports-somebody = quelqu’un
console-reports-visitor = un visiteur
console-reports-reason-copied = C’est l’œuvre de quelqu’un d’autre
console-reports-reason-misleading = Elle n’est pas ce que dit sa description
console-reports-reason-offensive = Elle insulte ou menace
console-reports-reason-prohibited = La loi interdit de la vendre
console-reports-reason-other = Autre chose
