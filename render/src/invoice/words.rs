//! The words of invoices in each language.
//!
//! The wordings a regime demands are the official ones of Article 226 of Directive 2006/112/EC in each language's
//! version; an operator's adviser has the last word on national additions.

use impasto_domain::tax::TaxRegime;

use crate::document::Language;

/// Everything an invoice says by itself.
pub(super) struct Words {
    pub(super) invoice: &'static str,
    pub(super) credit_note: &'static str,
    pub(super) credits: &'static str,
    pub(super) of_date: &'static str,
    pub(super) billed_to: &'static str,
    pub(super) credited_to: &'static str,
    pub(super) details: &'static str,
    pub(super) number: &'static str,
    pub(super) issued_on: &'static str,
    pub(super) supplied_on: &'static str,
    pub(super) order: &'static str,
    pub(super) vat_id: &'static str,
    pub(super) tax_number: &'static str,
    pub(super) amounts_in: &'static str,
    pub(super) prices_include_vat: &'static str,
    pub(super) work: &'static str,
    pub(super) quantity: &'static str,
    pub(super) unit_price: &'static str,
    pub(super) net: &'static str,
    pub(super) vat: &'static str,
    pub(super) gross: &'static str,
    pub(super) amount: &'static str,
    pub(super) net_each: &'static str,
    pub(super) copy: &'static str,
    pub(super) copies: &'static str,
    pub(super) vat_summary: &'static str,
    pub(super) rate: &'static str,
    pub(super) total_net: &'static str,
    pub(super) total: &'static str,
    pub(super) total_credited: &'static str,
    pub(super) paid_with: &'static str,
    pub(super) refunded_with: &'static str,
    pub(super) paid_on: &'static str,
    pub(super) test_payment: &'static str,
    pub(super) card_stripe: &'static str,
    pub(super) notes: &'static str,
    pub(super) issued_by: &'static str,
    pub(super) self_billing: &'static str,
    pub(super) page_of: &'static str,
    pub(super) margin: Wording,
    pub(super) small_business: Wording,
    pub(super) reverse_charge: Wording,
    pub(super) export: Wording,
}

/// What a regime is called in a table, and what the document must say about it.
pub(super) struct Wording {
    pub(super) label: &'static str,
    pub(super) note: &'static str,
}

impl Words {
    pub(super) const fn of(language: Language) -> &'static Self {
        match language {
            Language::English => &ENGLISH,
            Language::German => &GERMAN,
            Language::French => &FRENCH,
        }
    }

    /// What a way to pay is called: the house's own labels in the document's language, others (a card's, a bank's) as they are.
    pub(super) fn paid_through<'l>(&self, label: &'l str) -> &'l str {
        match label {
            "Test payment" => self.test_payment,
            "Card (Stripe)" => self.card_stripe,
            other => other,
        }
    }

    /// The wording of a regime that shows no tax of its own.
    pub(super) const fn of_regime(&self, regime: TaxRegime) -> Option<&Wording> {
        match regime {
            TaxRegime::Standard | TaxRegime::ReducedArt => None,
            TaxRegime::MarginArt => Some(&self.margin),
            TaxRegime::ExemptSmallBusiness => Some(&self.small_business),
            TaxRegime::ReverseCharge => Some(&self.reverse_charge),
            TaxRegime::Export => Some(&self.export),
        }
    }
}

static ENGLISH: Words = Words {
    invoice: "Invoice",
    credit_note: "Credit note",
    credits: "For invoice",
    of_date: "of",
    billed_to: "Billed to",
    credited_to: "Credited to",
    details: "Details",
    number: "Number",
    issued_on: "Date of issue",
    supplied_on: "Date of supply",
    order: "Order",
    vat_id: "VAT ID",
    tax_number: "Tax number",
    amounts_in: "All amounts in",
    prices_include_vat: "Unit prices include VAT.",
    work: "Work",
    quantity: "Qty",
    unit_price: "Unit price",
    net: "Net",
    vat: "VAT",
    gross: "Total",
    amount: "Amount",
    net_each: "net",
    copy: "No.",
    copies: "Nos.",
    vat_summary: "VAT summary",
    rate: "Rate",
    total_net: "Total net",
    total: "Total",
    total_credited: "Total credited",
    paid_with: "Paid with",
    refunded_with: "Refunded to",
    paid_on: "on",
    test_payment: "Test payment",
    card_stripe: "Card (Stripe)",
    notes: "Notes",
    issued_by: "Issued in the name and on behalf of the seller by",
    self_billing: "Self-billing.",
    page_of: "Page {n} of {m}",
    margin: Wording {
        label: "Margin scheme",
        note: "Margin scheme – Works of art (Article 226(14) of Directive 2006/112/EC). The VAT contained in the price \
               is not shown and not deductible.",
    },
    small_business: Wording {
        label: "Exempt",
        note: "Exempt from VAT: small enterprise (Article 284 of Directive 2006/112/EC).",
    },
    reverse_charge: Wording {
        label: "Reverse charge",
        note: "Reverse charge: the customer is liable for the VAT (Article 226(11a) of Directive 2006/112/EC).",
    },
    export: Wording {
        label: "Export",
        note: "Exempt from VAT: export of goods (Article 146 of Directive 2006/112/EC).",
    },
};

static GERMAN: Words = Words {
    invoice: "Rechnung",
    credit_note: "Rechnungskorrektur",
    credits: "Zur Rechnung",
    of_date: "vom",
    billed_to: "Rechnung an",
    credited_to: "Korrektur für",
    details: "Angaben",
    number: "Nummer",
    issued_on: "Ausgestellt am",
    supplied_on: "Leistungsdatum",
    order: "Bestellung",
    vat_id: "USt-IdNr.",
    tax_number: "Steuernummer",
    amounts_in: "Alle Beträge in",
    prices_include_vat: "Einzelpreise enthalten die Umsatzsteuer.",
    work: "Werk",
    quantity: "Menge",
    unit_price: "Einzelpreis",
    net: "Netto",
    vat: "USt.",
    gross: "Brutto",
    amount: "Betrag",
    net_each: "netto",
    copy: "Nr.",
    copies: "Nrn.",
    vat_summary: "Umsatzsteuer",
    rate: "Satz",
    total_net: "Summe netto",
    total: "Gesamtbetrag",
    total_credited: "Korrigierter Betrag",
    paid_with: "Bezahlt mit",
    refunded_with: "Erstattet über",
    paid_on: "am",
    test_payment: "Testzahlung",
    card_stripe: "Karte (Stripe)",
    notes: "Hinweise",
    issued_by: "Ausgestellt im Namen und für Rechnung des Verkäufers von",
    self_billing: "Gutschrift.",
    page_of: "Seite {n} von {m}",
    margin: Wording {
        label: "Differenzbesteuerung",
        note: "Kunstgegenstände/Sonderregelung (Art. 226 Nr. 14 der Richtlinie 2006/112/EG). Die im Preis enthaltene \
               Umsatzsteuer wird nicht ausgewiesen und ist nicht abziehbar.",
    },
    small_business: Wording {
        label: "Steuerfrei",
        note: "Steuerfrei: Sonderregelung für Kleinunternehmen (Art. 284 der Richtlinie 2006/112/EG).",
    },
    reverse_charge: Wording {
        label: "Reverse Charge",
        note: "Steuerschuldnerschaft des Leistungsempfängers (Art. 226 Nr. 11a der Richtlinie 2006/112/EG).",
    },
    export: Wording { label: "Ausfuhr", note: "Steuerfreie Ausfuhrlieferung (Art. 146 der Richtlinie 2006/112/EG)." },
};

static FRENCH: Words = Words {
    invoice: "Facture",
    credit_note: "Avoir",
    credits: "Sur facture",
    of_date: "du",
    billed_to: "Facturé à",
    credited_to: "Avoir pour",
    details: "Références",
    number: "Numéro",
    issued_on: "Date d’émission",
    supplied_on: "Date de livraison",
    order: "Commande",
    vat_id: "N° TVA",
    tax_number: "N° fiscal",
    amounts_in: "Tous les montants en",
    prices_include_vat: "Prix unitaires TTC.",
    work: "Œuvre",
    quantity: "Qté",
    unit_price: "Prix unitaire",
    net: "HT",
    vat: "TVA",
    gross: "TTC",
    amount: "Montant",
    net_each: "HT",
    copy: "N°",
    copies: "N°",
    vat_summary: "Détail de la TVA",
    rate: "Taux",
    total_net: "Total HT",
    total: "Total",
    total_credited: "Total de l’avoir",
    paid_with: "Payé par",
    refunded_with: "Remboursé par",
    paid_on: "le",
    test_payment: "paiement d’essai",
    card_stripe: "carte (Stripe)",
    notes: "Mentions",
    issued_by: "Émis au nom et pour le compte du vendeur par",
    self_billing: "Autofacturation.",
    page_of: "Page {n} sur {m}",
    margin: Wording {
        label: "Régime de la marge",
        note: "Régime particulier – Objets d’art (article 226, point 14, de la directive 2006/112/CE). La TVA comprise \
               dans le prix n’est ni mentionnée ni déductible.",
    },
    small_business: Wording {
        label: "Exonéré",
        note: "Exonération de TVA : régime des petites entreprises (article 284 de la directive 2006/112/CE).",
    },
    reverse_charge: Wording {
        label: "Autoliquidation",
        note: "Autoliquidation : la TVA est due par le client (article 226, point 11 bis, de la directive 2006/112/CE).",
    },
    export: Wording {
        label: "Exportation",
        note: "Exonération de TVA : exportation de biens (article 146 de la directive 2006/112/CE).",
    },
};

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_wording_that_the_directive_demands_is_there_in_each_language() {
        let official = [
            (Language::English, ["Margin scheme – Works of art", "Reverse charge", "Self-billing"]),
            (
                Language::German,
                ["Kunstgegenstände/Sonderregelung", "Steuerschuldnerschaft des Leistungsempfängers", "Gutschrift"],
            ),
            (Language::French, ["Régime particulier – Objets d’art", "Autoliquidation", "Autofacturation"]),
        ];
        let regimes =
            [TaxRegime::MarginArt, TaxRegime::ReverseCharge, TaxRegime::ExemptSmallBusiness, TaxRegime::Export];
        for (language, [margin, reverse_charge, self_billing]) in official {
            let words = Words::of(language);
            assert!(words.margin.note.starts_with(margin));
            assert!(words.reverse_charge.note.starts_with(reverse_charge));
            assert!(words.self_billing.starts_with(self_billing));
            for regime in regimes {
                let wording = words.of_regime(regime).unwrap();
                assert!(!wording.label.is_empty() && !wording.note.is_empty(), "{regime:?}");
            }
        }
    }

    #[test]
    fn the_houses_own_ways_to_pay_are_named_in_the_documents_language() {
        assert_eq!(Words::of(Language::English).paid_through("Test payment"), "Test payment");
        assert_eq!(Words::of(Language::German).paid_through("Test payment"), "Testzahlung");
        assert_eq!(Words::of(Language::French).paid_through("Card (Stripe)"), "carte (Stripe)");
        assert_eq!(Words::of(Language::German).paid_through("Visa ending 4242"), "Visa ending 4242");
    }
}
