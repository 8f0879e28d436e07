//! Who made it.

use super::model::Artist;

pub(super) const ARTISTS: &[Artist] = &[
    Artist {
        slug: "ines-valadouro",
        name: "Inês Valadouro",
        seller: "ines-valadouro",
        bio: "Inês Valadouro paints outdoors between Évora and the coast, quickly and with a great deal of paint. She \
              trained as a restorer, spent nine years taking varnish off other people's skies, and began to lay down \
              her own in 2014. A canvas is finished in one day or not at all; what dries overnight is scraped off and \
              becomes the ground of the next.",
        born: 1984,
        country: "PT",
        style: "impasto",
        account_email: Some("artist@demo.impasto.test"),
    },
    Artist {
        slug: "aoife-carrowmore",
        name: "Aoife Carrowmore",
        seller: "quai-des-brumes",
        bio: "Aoife Carrowmore cuts the Atlantic in linoleum from a former net loft north of Sligo. She prints three \
              blocks by hand on a cast-iron proofing press, light to dark, and lets the ink stay a little hungry. Her \
              father kept the tide tables; she says the prints are the same work with fewer numbers.",
        born: 1981,
        country: "IE",
        style: "linocut",
        account_email: None,
    },
    Artist {
        slug: "mirela-dragosin",
        name: "Mirela Dragosin",
        seller: "galerie-nordwall",
        bio: "Mirela Dragosin grew up among the painted churches of southern Transylvania and has been removing the \
              figures ever since. She thins oil until it stains raw linen, twenty or thirty layers to a picture, and \
              judges them only by late light. Her canvases hang in chapels, a courthouse and two swimming baths.",
        born: 1968,
        country: "RO",
        style: "colour-field",
        account_email: None,
    },
    Artist {
        slug: "dario-montefosca",
        name: "Dario Montefosca",
        seller: "galerie-nordwall",
        bio: "Dario Montefosca drove a night bus in Trieste for eleven years and carried a camera on the last three of \
              them. He works on film between midnight and four, with long exposures and no permission, and prints \
              small editions on baryta paper. He has never photographed a sunrise: by then he has gone home.",
        born: 1973,
        country: "IT",
        style: "night",
        account_email: None,
    },
    Artist {
        slug: "hanae-lindqvist",
        name: "Hanae Lindqvist",
        seller: "quai-des-brumes",
        bio: "Hanae Lindqvist was born in Matsue and lives on an island off Gothenburg, where the fog, she says, has \
              the same handwriting. She grinds her own ink and paints each sheet once, without drawing and without \
              correction; four of five go into the stove. What remains is mostly paper.",
        born: 1976,
        country: "SE",
        style: "ink",
        account_email: None,
    },
    Artist {
        slug: "tomasz-wierzbin",
        name: "Tomasz Wierzbin",
        seller: "galerie-nordwall",
        bio: "Tomasz Wierzbin learned lithography in Łódź from a printer of railway timetables, and has kept the \
              timetable's faith that everything can be placed. He builds each sheet from cut paper first and moves the \
              pieces for weeks. The printing takes a morning.",
        born: 1971,
        country: "PL",
        style: "constructivist",
        account_email: None,
    },
    Artist {
        slug: "solene-kerguevarec",
        name: "Solène Kerguévarec",
        seller: "quai-des-brumes",
        bio: "Solène Kerguévarec gathers plants on the paths around Douarnenez and exposes them in the garden under a \
              sheet of window glass. The cyanotype, she likes to point out, was invented to copy figures and first \
              loved by a botanist for seaweed. Every sheet is brushed, exposed and washed by hand, and none can be \
              made twice.",
        born: 1988,
        country: "FR",
        style: "cyanotype",
        account_email: None,
    },
    Artist {
        slug: "ruben-aldenkamp",
        name: "Ruben Aldenkamp",
        seller: "galerie-nordwall",
        bio: "Ruben Aldenkamp studied hydraulics in Delft and modelled silt before he modelled lines. He writes short \
              programs in which thousands of curves follow one current and give way to each other, keeps perhaps one \
              drawing in three hundred, and screenprints it in Middelburg with inks he mixes himself.",
        born: 1979,
        country: "NL",
        style: "flow",
        account_email: None,
    },
];
