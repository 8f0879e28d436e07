# Mit einem Werk stimmt etwas nicht: das Formular seiner Seite.

report-head = Stimmt etwas nicht mit diesem Werk?
report-how = Die Galerie sieht es sich an; von wem der Hinweis kommt, erfährt die Künstlerin oder der Künstler nicht.
report-what = Was nicht stimmt
report-choose = Bitte wählen
report-reason-copied = Es ist das Werk von jemand anderem
report-reason-misleading = Es ist nicht, was die Beschreibung sagt
report-reason-offensive = Es beleidigt oder bedroht
report-reason-prohibited = Das Gesetz verbietet den Verkauf
report-reason-other = Etwas anderes
report-own-words = In Ihren Worten
report-needed = nötig bei „Etwas anderes“
report-send = Der Galerie melden
