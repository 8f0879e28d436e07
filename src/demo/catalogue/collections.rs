//! The demo's curated collections.

use super::model::Collection;

pub(super) const COLLECTIONS: &[Collection] = &[
    Collection {
        slug: "after-dark",
        title: "After dark",
        words: "Streets, platforms and skies once the light has gone: what stays awake, and for whom.",
        works: &[
            "vespers",
            "night-over-the-hill-town",
            "viale-after-the-last-tram",
            "moonrise-streedagh",
            "one-red-umbrella",
            "two-hours-over-resia",
        ],
    },
    Collection {
        slug: "grown-not-made",
        title: "Grown, not made",
        words: "Leaves, grasses and trees, by light, by ink and by the knife.",
        works: &[
            "three-ferns",
            "night-grass",
            "wild-carrot-july",
            "three-birches",
            "snowberry-branch",
            "bamboo-second-morning",
        ],
    },
    Collection {
        slug: "by-the-water",
        title: "By the water",
        words: "Harbours, tides and rivers. Stand back a little: most of these were painted with wet feet.",
        works: &[
            "harbour-washing-day",
            "slow-water",
            "the-keepers-light",
            "tidal-ledger",
            "squall-off-inishmurray",
            "three-sails-home",
            "archipelago",
        ],
    },
];
