# La page d’un certificat d’authenticité.

certificate-title = Certificat d’authenticité : { $title }
certificate-kind = Certificat d’authenticité
certificate-artist-born = { $artist }, naissance en { $year }

## S’il est valable

certificate-good = Ce certificat a été délivré par { $seller } le { $date }. Sa signature est valable.
certificate-revoked = Ce certificat est révoqué. Il a été délivré par { $seller } le { $date } ; depuis, la vente a été annulée ou l’exemplaire a été rendu.
certificate-changed = Non valable : la signature du certificat scanné n’est pas celle de cette maison. Ci-dessous figure ce que la maison a signé ; le papier dit autre chose.

## Ce qu’il dit

certificate-made = Année
certificate-medium = Technique
certificate-size = Dimensions
certificate-edition = Édition
certificate-edition-label = Nom de l’édition
certificate-copy = Exemplaire
certificate-prints = Tirages
certificate-signature = Signature
certificate-signed = Signée par l’artiste
certificate-condition = État
certificate-sold-on = Date de la vente
certificate-number = Numéro
certificate-unique = Œuvre unique
certificate-limited = Édition limitée
certificate-open = Édition ouverte

## Comment le vérifier

certificate-proof = Vérifier soi-même
certificate-proof-about = La maison a signé le texte ci-dessous (Ed25519). Avec le texte, la signature et la clé publique, on peut le vérifier sans cette page, pour toujours.
certificate-text = Le texte signé
certificate-ed25519 = La signature numérique
certificate-public-key = La clé publique
certificate-offline = Hors ligne
certificate-offline-about = Gardez <1>ce certificat comme fichier</1> et faites-le vérifier avec la clé :
