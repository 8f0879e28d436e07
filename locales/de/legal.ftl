# Wie die Seiten des Hauses heißen.

legal-imprint = Impressum
legal-terms = Verkaufsbedingungen
legal-privacy = Datenschutz
legal-returns = Rückgabe
