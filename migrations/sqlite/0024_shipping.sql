-- A seller's own shipping table; NULL for those who use the house's.
ALTER TABLE sellers ADD COLUMN shipping TEXT;
-- Whether a work comes framed, beside the words where carts are priced. Programs before this one do not write it: a work
-- that they frame meanwhile is told with its next change.
ALTER TABLE artwork_heads ADD COLUMN framed INTEGER NOT NULL DEFAULT 0;
UPDATE artwork_heads SET framed = 1 WHERE id IN (SELECT a.id FROM artworks a WHERE a.framed = 1);
-- Midnight of the day by which a part is to leave, and where the buyer collects it; both frozen when it was placed.
ALTER TABLE seller_orders ADD COLUMN ship_by TEXT;
ALTER TABLE seller_orders ADD COLUMN pickup TEXT;
