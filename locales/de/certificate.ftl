# Die Seite eines Echtheitszertifikats.

certificate-title = Echtheitszertifikat: { $title }
certificate-kind = Echtheitszertifikat
certificate-artist-born = { $artist }, geboren { $year }

## Ob es gilt

certificate-good = Dieses Zertifikat wurde am { $date } von { $seller } ausgestellt. Die Signatur ist gültig.
certificate-revoked = Dieses Zertifikat ist widerrufen. Es wurde am { $date } von { $seller } ausgestellt; seither wurde der Verkauf rückgängig gemacht oder das Exemplar zurückgegeben.
certificate-changed = Nicht gültig: Die Signatur auf dem gescannten Zertifikat ist nicht die dieses Hauses. Unten steht, was das Haus signiert hat; auf dem Papier steht etwas anderes.

## Was darin steht

certificate-made = Jahr
certificate-medium = Technik
certificate-size = Maße
certificate-edition = Auflage
certificate-edition-label = Name der Auflage
certificate-copy = Exemplar
certificate-prints = Abzüge
certificate-signature = Signatur
certificate-signed = Von Künstlerhand signiert
certificate-condition = Zustand
certificate-sold-on = Datum des Verkaufs
certificate-number = Nummer
certificate-unique = Unikat
certificate-limited = Limitierte Auflage
certificate-open = Offene Auflage

## Wie es sich prüfen lässt

certificate-proof = Selbst prüfen
certificate-proof-about = Das Haus hat den Text unten signiert (Ed25519). Mit dem Text, der Signatur und dem öffentlichen Schlüssel lässt es sich für immer ohne diese Seite prüfen.
certificate-text = Der signierte Text
certificate-ed25519 = Die digitale Signatur
certificate-public-key = Der öffentliche Schlüssel
certificate-offline = Offline
certificate-offline-about = Bewahren Sie <1>dieses Zertifikat als Datei</1> auf und lassen Sie es mit dem Schlüssel prüfen:
