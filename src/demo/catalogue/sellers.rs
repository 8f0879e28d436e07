//! Who sells. Two galleries with their artists, and one artist for herself.

use super::model::{Address, Seller};

pub(super) const SELLERS: &[Seller] = &[
    Seller {
        slug: "galerie-nordwall",
        name: "Galerie Nordwall",
        legal_name: "Galerie Nordwall Reuter & Töchter GmbH",
        address: Address {
            line1: "Am Alten Speicher 14",
            line2: Some("Hof 2"),
            city: "Leipzig",
            postal_code: "04109",
            country: "DE",
        },
        vat_id: "DE000000000",
        email: "kontor@nordwall.impasto.test",
        series_prefix: "NOR",
        commission_basis_points: 1500,
        account_email: None,
    },
    Seller {
        slug: "quai-des-brumes",
        name: "Quai des Brumes",
        legal_name: "Quai des Brumes Estampes SARL",
        address: Address {
            line1: "9 rue du Pont Tournant",
            line2: None,
            city: "Nantes",
            postal_code: "44000",
            country: "FR",
        },
        vat_id: "FR00000000000",
        email: "bonjour@quaidesbrumes.impasto.test",
        series_prefix: "QDB",
        commission_basis_points: 1500,
        account_email: None,
    },
    Seller {
        slug: "ines-valadouro",
        name: "Atelier Inês Valadouro",
        legal_name: "Inês Valadouro, artista plástica",
        address: Address {
            line1: "Travessa do Forno Velho 3",
            line2: Some("Atelier, r/c"),
            city: "Évora",
            postal_code: "7000-000",
            country: "PT",
        },
        vat_id: "PT000000000",
        email: "atelier@valadouro.impasto.test",
        series_prefix: "VAL",
        commission_basis_points: 1200,
        account_email: Some("artist@demo.impasto.test"),
    },
];
