# Die Zahlungsstreite in der Verwaltung: was Banken von Kunden zurückgeholt haben.

console-disputes = Zahlungsstreite
console-disputes-lanes = Zahlungsstreite nach Stand
console-disputes-lane-open = Offen
console-disputes-lane-won = Gewonnen
console-disputes-lane-lost = Verloren
console-disputes-lane-all = Alle
console-disputes-none = Solche Zahlungsstreite gibt es nicht.
console-disputes-none-more = Holt die Bank eines Kunden eine Zahlung zurück, steht sie hier, mit dem Tag, bis zu dem der Anbieter auf Belege wartet. Belege gibt man beim Anbieter ab.
console-disputes-table = Tabelle der Zahlungsstreite
console-disputes-order = Bestellung
console-disputes-status = Stand
console-disputes-due = Belege bis
console-disputes-at = Zuerst gehört
console-disputes-amount = Zurückgeholt
console-disputes-earlier = Frühere Zahlungsstreite
console-disputes-evidence-until = Belege bis { $day }
console-disputes-is-open = Offen
console-disputes-is-won = Gewonnen
console-disputes-is-lost = Verloren
console-disputes-is-won_unopened = Als gewonnen angekündigt
console-disputes-is-lost_unopened = Als verloren angekündigt
