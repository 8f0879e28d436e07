-- What the tax of an order depends on, beside what the journal locks anyway: a decision reads no row more for it. NULL where an
-- older program has written the work: its seller's choice stands then.
ALTER TABLE artwork_heads ADD COLUMN medium TEXT;
ALTER TABLE artwork_heads ADD COLUMN resale TEXT;
UPDATE artwork_heads SET medium = (SELECT a.medium FROM artworks a WHERE a.id = artwork_heads.id);
-- The artist's resale right of a line, frozen when the order was placed.
ALTER TABLE order_lines ADD COLUMN resale_right_minor INTEGER NOT NULL DEFAULT 0 CONSTRAINT order_lines_resale_right CHECK (resale_right_minor >= 0);
CREATE INDEX order_lines_resale ON order_lines (order_id, seller_position, position) WHERE resale_right_minor > 0;
-- What a seller bought a work for: his stock book under the margin scheme.
CREATE TABLE artwork_purchases (
    artwork_id  BLOB    NOT NULL CONSTRAINT artwork_purchases_pk PRIMARY KEY CONSTRAINT artwork_purchases_head REFERENCES artwork_heads (id),
    seller_id   BLOB    NOT NULL CONSTRAINT artwork_purchases_seller REFERENCES sellers (id),
    price_minor INTEGER NOT NULL CONSTRAINT artwork_purchases_price CHECK (price_minor >= 0),
    currency    TEXT    NOT NULL,
    bought_on   TEXT    NOT NULL,
    bought_of   TEXT
) STRICT, WITHOUT ROWID;
CREATE INDEX artwork_purchases_of_seller ON artwork_purchases (seller_id, bought_on, artwork_id);
