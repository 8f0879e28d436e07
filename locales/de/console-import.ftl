# Bestand aus einer Tabelle.

console-import-import = Bestand aus einer Tabelle
console-import-rehearsal = Die Probe: Nichts wurde geschrieben
console-import-done = Der Bestand ist angepasst
console-import-would = { $count ->
    [one] 1 Edition würde angepasst.
   *[other] { $count } Editionen würden angepasst.
}
console-import-were = { $count ->
    [one] 1 Edition wurde angepasst.
   *[other] { $count } Editionen wurden angepasst.
}
console-import-refused = { $count ->
    [0] Keine Zeile wird abgelehnt.
    [one] 1 Zeile wird abgelehnt.
   *[other] { $count } Zeilen werden abgelehnt.
}
console-import-lines = Zeilen der Tabelle
console-import-line = Zeile
console-import-edition = Edition
console-import-change = Änderung
console-import-free = Freie Exemplare
console-import-reason = Grund
console-import-counts = jetzt { $before }, dann { $after }
console-import-do = { $count ->
    [one] 1 Edition anpassen
   *[other] { $count } Editionen anpassen
}
console-import-table-head = Die Tabelle
console-import-about = Eine Tabelle als CSV in UTF-8 mit höchstens { $lines } Zeilen und den Spalten <1>edition_id</1>, <2>change</2> (Exemplare, mit Plus oder Minus) und <3>reason</3>. Zeilen ohne Änderung bleiben unberührt, andere Spalten auch: Beginnen Sie mit <4>der Tabelle des Bestands</4>. Zuerst wird geprobt.
console-import-the-table = Die Tabelle
console-import-rehearse = Proben
