# Das Atelier: Werke aus einer Tabelle.

## Die Seite

studio-import = Import
studio-import-works = Werke importieren
studio-import-head = Eine Tabelle und ihre Bilder
studio-import-note = Eine Tabelle, als CSV in UTF-8 gespeichert, ein Werk je Zeile, höchstens { $lines } Zeilen, dazu die Bilder, die sie nennt, höchstens { $pictures } auf einmal. Aus jeder Zeile wird ein ganzer Entwurf oder eine Meldung, was daran nicht stimmt. <1>Ein Muster für den Anfang</1>.
studio-import-hand-in = { $label }, was vollständig ist; sonst bleibt alles Entwurf
studio-import-again = Auch Werke noch einmal anlegen, die schon da sind (gleicher Titel, gleiches Datum, gleiche Technik)
studio-import-table = Die Tabelle
studio-import-pictures = Ihre Bilder
studio-import-rehearse = Proben: nichts schreiben
studio-import-do = Importieren
studio-import-the-table = Die Tabelle
studio-import-the-pictures = Die Auswahl der Bilder
studio-import-the-handing-in = Das Einreichen

## Was daraus wurde

studio-import-rehearsal = Die Probe: Es wurde nichts geschrieben
studio-import-outcome = Der Import
studio-import-rehearsed = { $works ->
        [one] 1 Werk würde angelegt
       *[other] { $works } Werke würden angelegt
    }, { $failed ->
        [one] 1 Zeile würde abgelehnt
       *[other] { $failed } Zeilen würden abgelehnt
    }.
studio-import-made = { $works ->
        [one] 1 Werk wurde angelegt
       *[other] { $works } Werke wurden angelegt
    }, { $failed ->
        [one] 1 Zeile wurde abgelehnt
       *[other] { $failed } Zeilen wurden abgelehnt
    }.
studio-import-made-handed-in = { $works ->
        [one] 1 Werk wurde angelegt
       *[other] { $works } Werke wurden angelegt
    }, { $handed } davon eingereicht, { $failed ->
        [one] 1 Zeile wurde abgelehnt
       *[other] { $failed } Zeilen wurden abgelehnt
    }.
studio-import-known = { $count ->
    [one] 1 Zeile wurde ausgelassen: Das Werk ist schon da.
   *[other] { $count } Zeilen wurden ausgelassen: Die Werke sind schon da.
}
studio-import-see = Zu Ihren Werken
studio-import-refused = Abgelehnte Zeilen
studio-import-line = Zeile
studio-import-title = Titel
studio-import-wrong = Was nicht stimmt
studio-import-more = { $count ->
    [one] Und 1 weitere Zeile.
   *[other] Und { $count } weitere Zeilen.
}
studio-import-unused = { $count ->
    [one] 1 Bild wird in keiner Zeile genannt
   *[other] { $count } Bilder werden in keiner Zeile genannt
}

## Die Spalten

studio-import-columns = Die Spalten
studio-import-columns-note = In beliebiger Reihenfolge; Großschreibung spielt keine Rolle, und was nicht gebraucht wird, kann fehlen.
studio-import-column-title = Der Titel; die einzige Spalte, die ausgefüllt sein muss.
studio-import-column-artist = Der Name der Künstlerin oder des Künstlers, wenn Sie mehrere vertreten; leer für Ihren eigenen.
studio-import-column-year = Das Entstehungsjahr, etwa 2024.
studio-import-column-date = In Worten, wenn das Jahr nicht bekannt ist: um 1987.
studio-import-column-medium = Woraus es gemacht ist: Öl auf Leinwand.
studio-import-column-description = Die Geschichte des Werks. Zeilenumbrüche bleiben.
studio-import-column-styles = Durch Semikolons getrennt.
studio-import-column-subjects = Durch Semikolons getrennt.
studio-import-column-provenance = Stationen, die älteste zuerst, durch Semikolons getrennt.
studio-import-column-signed = yes oder no, auch ja oder nein.
studio-import-column-framed = yes oder no, auch ja oder nein.
studio-import-column-condition = Ausgezeichnet, oder was dazu zu sagen ist.
studio-import-column-images = Dateinamen der Bilder in ihrer Reihenfolge, durch Semikolons getrennt.
studio-import-column-alt = Was das erste Bild zeigt.
studio-import-column-kind = unique, limited oder open; leer heißt unique.
studio-import-column-label = Wie die Edition heißt: Giclée-Druck.
studio-import-column-size = Wie viele nummerierte Exemplare, bei einer limitierten Edition.
studio-import-column-artist_proofs = Wie viele Künstlerexemplare, bei einer limitierten Edition.
studio-import-column-height_cm = Höhe in Zentimetern.
studio-import-column-width_cm = Breite in Zentimetern.
studio-import-column-depth_cm = Tiefe in Zentimetern.
studio-import-column-weight_kg = Gewicht in Kilogramm, verpackt.
studio-import-column-price = Bruttopreis für eines: 1250 oder 1.250,50.
studio-import-column-currency = Etwa EUR; leer heißt Ihre eigene.
studio-import-column-tax_regime = standard, reduced_art, margin_art oder exempt_small_business; leer heißt standard.
