# Die Vorführung: der Andrang in drei Räumen, und der Postkasten.

demo-title = Live ansehen
demo-lead = { $buyers } simulierte Kaufwillige stürzen sich auf eine Edition von { $copies } Exemplaren, durch dieselben Türen, die alle benutzen. Sehen Sie in allen drei Räumen zugleich zu; wenn sie fort sind, liest der Prüfer die ganze Datenbank und sagt, was er gefunden hat.
demo-send = Andrang auslösen
demo-gathering = Der Andrang sammelt sich.
demo-buying = Es wird reserviert und bezahlt.
demo-checking = Der Prüfer liest die Datenbank.

## Warum keiner kam

demo-refused = Es kam kein Andrang.
demo-why-under-way = Einer ist schon unterwegs
demo-why-nobody-can-pay = Der Testanbieter ist aus, bezahlen kann also niemand
demo-why-no-demo = Die Vorführgalerie wurde abgebaut
demo-why-not-hung = Die Edition ließ sich nicht hängen
demo-why-not-read = Die Vorführung ließ sich nicht lesen
demo-why-not-shown = Die Edition ließ sich nicht zeigen

## Was daraus wurde

demo-verdict-sold = { $twice ->
    [0] { $sold } verkauft, keines doppelt; { $late } von { $buyers } erfuhren, dass sie zu spät kamen.
   *[other] { $sold } verkauft, { $twice } davon DOPPELT; { $late } von { $buyers } erfuhren, dass sie zu spät kamen.
}
demo-verdict-failed = { $failed ->
    [one] Jemand blieb bis zum Schluss ohne Antwort.
   *[other] { $failed } blieben bis zum Schluss ohne Antwort.
}
demo-verdict-speed = Das System antwortete binnen { $p99 } ms (p99), in der Hälfte der Fälle binnen { $p50 } ms.
demo-verdict-checked = { $offences ->
    [0] Der Prüfer hat { $verified } Invarianten über die ganze Datenbank geprüft und nichts beanstandet.
   *[other] Der Prüfer hat { $verified } Invarianten über die ganze Datenbank geprüft und { $offences } Verstöße gefunden.
}
demo-unchecked = Der Andrang ließ sich nicht prüfen.

## Die Räume

demo-storefront = Galerie
demo-open-storefront = Öffnen<1>: die Galerie</1>
demo-squares = { $sold } verkauft, { $held } reserviert, { $free } frei
demo-no-edition = Hier hängt die Edition, sobald der Andrang ausgelöst ist.
demo-open-studio = Öffnen<1>: das Atelier</1>
demo-studio-sum = <1>0</1> Verkäufe, <2>0</2> Reservierungen gemeldet
demo-sales = Verkäufe, während sie geschehen
demo-open-console = Öffnen<1>: die Verwaltung</1>
demo-console-sum = <1>0</1> Bestellungen, <2>0</2> davon bezahlt
demo-orders = Bestellungen, während sie geschehen

## Die Konten

demo-accounts = Sehen Sie sich selbst um
demo-sees-console = die Verwaltung: Bestand und Bestellungen in Bewegung
demo-sees-studio = das Atelier: Werke, Uploads, Verkäufe im selben Augenblick
demo-sees-storefront = die Galerie mit Warenkorb, Bestellungen und Rechnungen
demo-password = Das Passwort lautet jedes Mal <1>{ $password }</1>. Atelier und Verwaltung oben werden über die Konten „artist“ und „admin“ gespeist.

## Der Postkasten

demo-mails = E-Mails
demo-mails-lead = Was die Vorführung verschickt hätte. Nichts davon verlässt diese Galerie; eine neue erscheint binnen zwei Sekunden.
demo-no-mails = Noch keine E-Mails.
demo-no-mails-way = Kaufen Sie etwas, oder <1>legen Sie ein Konto an</1>: Die E-Mails dazu kommen hierher.
demo-all-mails = Alle E-Mails
demo-earlier-mails = Frühere E-Mails
