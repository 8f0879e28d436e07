//! What buyers say. Shown only once the demo has made the purchases that a review needs.

use super::model::Review;

pub(super) const REVIEWS: &[Review] = &[
    Review {
        work: "rain-line-nine",
        by: "Katrin H.",
        rating: 5,
        text: "I have walked past it every morning for a month and still find new streets in the drops. Packed like a \
               violin.",
    },
    Review {
        work: "slow-water",
        by: "Joris V.",
        rating: 5,
        text: "Number 211. The colours are drier and better than on a screen, and the paper has a proper deckle.",
    },
    Review {
        work: "moonrise-streedagh",
        by: "Niamh O.",
        rating: 5,
        text: "You can feel the bite of the block with a fingertip. It arrived with a note from Aoife about the ink.",
    },
    Review {
        work: "poppies-road-to-monsaraz",
        by: "Michał K.",
        rating: 4,
        text: "The poster is honest about being a poster and very well printed. I would have liked a wider margin for \
               framing.",
    },
    Review {
        work: "plum-and-paper-moon",
        by: "Elin S.",
        rating: 5,
        text: "Bought as a wedding present, then bought again for myself.",
    },
    Review {
        work: "tenement-rhythm",
        by: "Paolo R.",
        rating: 5,
        text: "Perfect register, beautiful matt black. It makes the whole corridor look considered.",
    },
    Review {
        work: "dandelion-clocks",
        by: "Claire M.",
        rating: 4,
        text: "Warmer than I expected from the photograph, which turned out to be a good thing. Shipping took nine days.",
    },
    Review {
        work: "one-red-umbrella",
        by: "Stefan B.",
        rating: 5,
        text: "Everyone who visits looks for the person under it. Certificate and number were as described.",
    },
    Review {
        work: "the-visitor",
        by: "Orla D.",
        rating: 5,
        text: "The children have named the whale. The green is deeper than in the picture.",
    },
    Review {
        work: "ember-standing",
        by: "Ana P.",
        rating: 4,
        text: "The print holds up surprisingly well next to real paint. In evening light it does glow.",
    },
];
