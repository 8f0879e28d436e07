# The studio: works from a table.

## The page

studio-import = Import
studio-import-works = Import works
studio-import-head = A table and its pictures
studio-import-note = A table saved as CSV in UTF-8, one work a line, at most { $lines } lines, and beside it the pictures that it names, at most { $pictures } at once. Each line becomes a draft, whole, or an error that tells what is wrong with it. <1>A sample to begin from</1>.
studio-import-hand-in = { $label } what has all it needs; else everything stays a draft
studio-import-again = Make works again that are here already (same title, date and medium)
studio-import-table = The table
studio-import-pictures = Its pictures
studio-import-rehearse = Rehearse: write nothing
studio-import-do = Import
studio-import-the-table = The table
studio-import-the-pictures = The pictures
studio-import-the-handing-in = Handing in

## What became of it

studio-import-rehearsal = The rehearsal: nothing was written
studio-import-outcome = The import
studio-import-rehearsed = { $works ->
        [one] 1 work would be made
       *[other] { $works } works would be made
    }, { $failed ->
        [one] 1 line would be refused
       *[other] { $failed } lines would be refused
    }.
studio-import-made = { $works ->
        [one] 1 work was made
       *[other] { $works } works were made
    }, { $failed ->
        [one] 1 line was refused
       *[other] { $failed } lines were refused
    }.
studio-import-made-handed-in = { $works ->
        [one] 1 work was made
       *[other] { $works } works were made
    }, { $handed } of them handed in, { $failed ->
        [one] 1 line was refused
       *[other] { $failed } lines were refused
    }.
studio-import-known = { $count ->
    [one] 1 line was left out: the work is here already.
   *[other] { $count } lines were left out: the works are here already.
}
studio-import-see = See your works
studio-import-refused = Lines that were refused
studio-import-line = Line
studio-import-title = Title
studio-import-wrong = What is wrong
studio-import-more = And { $count } more lines.
studio-import-unused = { $count } pictures are named in no line

## The columns

studio-import-columns = The columns
studio-import-columns-note = In any order; capitals do not matter, and what is not needed can be left out.
studio-import-column-title = The title; the only column that must be filled.
studio-import-column-artist = The artist's name, for a seller of several; empty for your own.
studio-import-column-year = The year it was made, such as 2024.
studio-import-column-date = In words where the year is not known: around 1987.
studio-import-column-medium = What it is made of: Oil on linen.
studio-import-column-description = The story of the work. Line breaks are kept.
studio-import-column-styles = Separated by semicolons.
studio-import-column-subjects = Separated by semicolons.
studio-import-column-provenance = Stations, the oldest first, separated by semicolons.
studio-import-column-signed = yes or no.
studio-import-column-framed = yes or no.
studio-import-column-condition = Excellent, or what there is to say.
studio-import-column-images = File names of its pictures in their order, separated by semicolons.
studio-import-column-alt = What the first picture shows.
studio-import-column-kind = unique, limited or open; unique if left empty.
studio-import-column-label = What the edition is called: Giclée print.
studio-import-column-size = How many numbered copies, of a limited edition.
studio-import-column-artist_proofs = How many artist's proofs, of a limited edition.
studio-import-column-height_cm = Height in centimetres.
studio-import-column-width_cm = Width in centimetres.
studio-import-column-depth_cm = Depth in centimetres.
studio-import-column-weight_kg = Weight in kilograms, packed.
studio-import-column-price = Gross price of one: 1250 or 1,250.50.
studio-import-column-currency = Such as EUR; your own if left empty.
studio-import-column-tax_regime = standard, reduced_art, margin_art or exempt_small_business; standard if left empty.
