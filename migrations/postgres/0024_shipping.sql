-- A seller's own shipping table; NULL for those who use the house's.
ALTER TABLE sellers ADD COLUMN shipping jsonb;
-- Whether a work comes framed, beside the words where carts are priced. Programs before this one do not write it: a work
-- that they frame meanwhile is told with its next change.
ALTER TABLE artwork_heads ADD COLUMN framed boolean NOT NULL DEFAULT false;
UPDATE artwork_heads SET framed = true WHERE id IN (SELECT a.id FROM artworks a WHERE a.framed = true);
-- Midnight of the day by which a part is to leave, and where the buyer collects it; both frozen when it was placed.
ALTER TABLE seller_orders ADD COLUMN ship_by timestamptz;
ALTER TABLE seller_orders ADD COLUMN pickup json;
