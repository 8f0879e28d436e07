//! The words of packing slips in each language.

use impasto_domain::language::Language;

/// Everything a packing slip says by itself.
pub(super) struct Words {
    pub(super) packing_slip: &'static str,
    pub(super) to: &'static str,
    pub(super) details: &'static str,
    pub(super) order: &'static str,
    pub(super) ordered_on: &'static str,
    pub(super) parcel: &'static str,
    pub(super) parcel_of: &'static str,
    pub(super) delivery: &'static str,
    pub(super) carrier: &'static str,
    pub(super) tracking_number: &'static str,
    pub(super) pieces: &'static str,
    pub(super) work: &'static str,
    pub(super) measures: &'static str,
    pub(super) packed: &'static str,
    pub(super) copy: &'static str,
    pub(super) copies: &'static str,
    pub(super) pieces_in_all: &'static str,
    pub(super) works_weigh: &'static str,
    pub(super) on_arrival: &'static str,
    pub(super) on_arrival_note: &'static str,
    pub(super) returns: &'static str,
    pub(super) returns_note: &'static str,
    pub(super) page_of: &'static str,
}

impl Words {
    pub(super) const fn of(language: Language) -> &'static Self {
        match language {
            Language::English => &ENGLISH,
            Language::German => &GERMAN,
            Language::French => &FRENCH,
        }
    }
}

static ENGLISH: Words = Words {
    packing_slip: "Packing slip",
    to: "To",
    details: "Details",
    order: "Order",
    ordered_on: "Ordered on",
    parcel: "Parcel",
    parcel_of: "{n} of {m}",
    delivery: "Delivery",
    carrier: "Carrier",
    tracking_number: "Tracking number",
    pieces: "Pieces",
    work: "Work",
    measures: "Measures",
    packed: "Packed",
    copy: "No.",
    copies: "Nos.",
    pieces_in_all: "Pieces in all:",
    works_weigh: "weight of the works:",
    on_arrival: "When it arrives",
    on_arrival_note: "Please look at the parcel while the carrier is still there, and write to {email} if anything is not \
                      as it should be.",
    returns: "If it goes back",
    returns_note: "Write to {email} before you send anything back, keep the packaging, and put this sheet into the parcel.",
    page_of: "Page {n} of {m}",
};

static GERMAN: Words = Words {
    packing_slip: "Lieferschein",
    to: "An",
    details: "Angaben",
    order: "Bestellung",
    ordered_on: "Bestellt am",
    parcel: "Paket",
    parcel_of: "{n} von {m}",
    delivery: "Versand",
    carrier: "Zusteller",
    tracking_number: "Sendungsnummer",
    pieces: "Stück",
    work: "Werk",
    measures: "Maße",
    packed: "Gepackt",
    copy: "Nr.",
    copies: "Nrn.",
    pieces_in_all: "Stück insgesamt:",
    works_weigh: "Gewicht der Werke:",
    on_arrival: "Bei der Ankunft",
    on_arrival_note: "Bitte sehen Sie sich das Paket an, solange der Zusteller noch da ist, und schreiben Sie an {email}, \
                      wenn etwas nicht stimmt.",
    returns: "Wenn etwas zurückgeht",
    returns_note: "Schreiben Sie an {email}, bevor Sie etwas zurückschicken, heben Sie die Verpackung auf und legen Sie \
                   dieses Blatt ins Paket.",
    page_of: "Seite {n} von {m}",
};

static FRENCH: Words = Words {
    packing_slip: "Bon de livraison",
    to: "À",
    details: "Références",
    order: "Commande",
    ordered_on: "Commandé le",
    parcel: "Colis",
    parcel_of: "{n} sur {m}",
    delivery: "Livraison",
    carrier: "Transporteur",
    tracking_number: "Numéro de suivi",
    pieces: "Pièces",
    work: "Œuvre",
    measures: "Mesures",
    packed: "Emballé",
    copy: "N°",
    copies: "N°",
    pieces_in_all: "Pièces en tout :",
    works_weigh: "poids des œuvres :",
    on_arrival: "À l’arrivée",
    on_arrival_note: "Merci d’examiner le colis en présence du livreur, et d’écrire à {email} si quelque chose ne va pas.",
    returns: "En cas de retour",
    returns_note: "Écrivez à {email} avant de renvoyer quoi que ce soit, gardez l’emballage et glissez cette feuille dans \
                   le colis.",
    page_of: "Page {n} sur {m}",
};
