# Le stock par un tableau.

console-import-import = Le stock par un tableau
console-import-rehearsal = L’essai à blanc : rien n’a été enregistré
console-import-done = Le stock est ajusté
console-import-would = { $count ->
    [one] { $count } édition serait ajustée.
   *[other] { $count } éditions seraient ajustées.
}
console-import-were = { $count ->
    [one] { $count } édition a été ajustée.
   *[other] { $count } éditions ont été ajustées.
}
console-import-refused = { $count ->
    [0] Aucune ligne n’est refusée.
    [one] { $count } ligne est refusée.
   *[other] { $count } lignes sont refusées.
}
console-import-lines = Lignes du tableau
console-import-line = Ligne
console-import-edition = Édition
console-import-change = Changement
console-import-free = Exemplaires libres
console-import-reason = Motif
console-import-counts = { $before } à présent, puis { $after }
console-import-do = { $count ->
    [one] Ajuster { $count } édition
   *[other] Ajuster { $count } éditions
}
console-import-table-head = Le tableau
console-import-about = Un tableau enregistré en CSV (UTF-8), de { $lines } lignes au plus, avec les colonnes <1>edition_id</1>, <2>change</2> (exemplaires, en plus ou en moins) et <3>reason</3>. Les lignes sans changement restent telles quelles, les autres colonnes aussi : partez du <4>tableau du stock</4>. Un essai à blanc a lieu d’abord.
console-import-the-table = Le tableau
console-import-rehearse = Essai à blanc
