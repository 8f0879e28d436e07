-- When somebody was last written to that what they wish for can be had again; NULL before the first time.
ALTER TABLE wishlists ADD COLUMN told_at TEXT;
