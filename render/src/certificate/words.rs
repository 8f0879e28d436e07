//! The words of certificates in each language.

use impasto_domain::edition::EditionKind;

use crate::document::Language;

/// Everything a certificate says by itself.
pub(super) struct Words {
    pub(super) certificate: &'static str,
    pub(super) statement: &'static str,
    pub(super) born: &'static str,
    pub(super) made: &'static str,
    pub(super) medium: &'static str,
    pub(super) size: &'static str,
    pub(super) edition: &'static str,
    pub(super) copy: &'static str,
    pub(super) prints: &'static str,
    pub(super) signature: &'static str,
    pub(super) signed: &'static str,
    pub(super) condition: &'static str,
    pub(super) seller: &'static str,
    pub(super) sold_on: &'static str,
    pub(super) number: &'static str,
    pub(super) owner: &'static str,
    pub(super) for_the_seller: &'static str,
    pub(super) verify: &'static str,
    pub(super) how: &'static str,
    pub(super) begins: &'static str,
    pub(super) code: &'static str,
    unique: &'static str,
    limited: &'static str,
    open: &'static str,
}

impl Words {
    pub(super) const fn of(language: Language) -> &'static Self {
        match language {
            Language::English => &ENGLISH,
            Language::German => &GERMAN,
            Language::French => &FRENCH,
        }
    }

    pub(super) const fn kind(&self, kind: EditionKind) -> &'static str {
        match kind {
            EditionKind::Unique => self.unique,
            EditionKind::Limited => self.limited,
            EditionKind::Open => self.open,
        }
    }
}

static ENGLISH: Words = Words {
    certificate: "Certificate of authenticity",
    statement: "This is to certify that the work described here is authentic.",
    born: "born",
    made: "Year",
    medium: "Medium",
    size: "Size, H × W",
    edition: "Edition",
    copy: "Copy",
    prints: "Prints",
    signature: "Signature",
    signed: "Signed by the artist",
    condition: "Condition",
    seller: "Sold by",
    sold_on: "Date of sale",
    number: "Certificate",
    owner: "Owner",
    for_the_seller: "For the seller",
    verify: "Verify this certificate",
    how: "Scan the code, or enter this address. The page shows what was signed, and how to check it without us.",
    begins: "The signature begins with",
    code: "QR code with the address",
    unique: "Unique work",
    limited: "Limited edition",
    open: "Open edition",
};

static GERMAN: Words = Words {
    certificate: "Echtheitszertifikat",
    statement: "Hiermit wird bescheinigt, dass das hier beschriebene Werk echt ist.",
    born: "geboren",
    made: "Jahr",
    medium: "Technik",
    size: "Maße, H × B",
    edition: "Auflage",
    copy: "Exemplar",
    prints: "Abzüge",
    signature: "Signatur",
    signed: "Von Künstlerhand signiert",
    condition: "Zustand",
    seller: "Verkauft von",
    sold_on: "Datum des Verkaufs",
    number: "Zertifikat",
    owner: "Eigentum von",
    for_the_seller: "Für die Verkaufsseite",
    verify: "Dieses Zertifikat prüfen",
    how: "Scannen Sie den Code oder geben Sie diese Adresse ein. Die Seite zeigt, was signiert wurde und wie es sich ohne uns prüfen lässt.",
    begins: "Die digitale Signatur beginnt mit",
    code: "QR-Code mit der Adresse",
    unique: "Unikat",
    limited: "Limitierte Auflage",
    open: "Offene Auflage",
};

static FRENCH: Words = Words {
    certificate: "Certificat d’authenticité",
    statement: "Il est certifié par la présente que l’œuvre décrite ici est authentique.",
    born: "naissance en",
    made: "Année",
    medium: "Technique",
    size: "Dimensions, H × L",
    edition: "Édition",
    copy: "Exemplaire",
    prints: "Tirages",
    signature: "Signature",
    signed: "Signée par l’artiste",
    condition: "État",
    seller: "Vendue par",
    sold_on: "Date de la vente",
    number: "Certificat",
    owner: "Propriétaire",
    for_the_seller: "Pour le vendeur",
    verify: "Vérifier ce certificat",
    how: "Scannez le code ou saisissez cette adresse. La page montre ce qui a été signé et comment le vérifier sans nous.",
    begins: "La signature numérique commence par",
    code: "Code QR avec l’adresse",
    unique: "Œuvre unique",
    limited: "Édition limitée",
    open: "Édition ouverte",
};
