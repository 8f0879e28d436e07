# Quelque chose ne va pas avec une œuvre : le formulaire de sa page.

report-head = Un problème avec cette œuvre ?
report-how = La galerie s’en occupe ; l’artiste ne saura pas qui l’a signalé.
report-what = Ce qui ne va pas
report-choose = Veuillez choisir
report-reason-copied = C’est l’œuvre de quelqu’un d’autre
report-reason-misleading = Elle n’est pas ce que dit sa description
report-reason-offensive = Elle insulte ou menace
report-reason-prohibited = La loi interdit de la vendre
report-reason-other = Autre chose
report-own-words = Avec vos mots
report-needed = nécessaire pour « Autre chose »
report-send = Prévenir la galerie
