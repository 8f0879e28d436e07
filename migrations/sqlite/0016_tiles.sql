-- Where the tiles of an image lie that is larger than its widest derivative; NULL where there are none.
ALTER TABLE images ADD COLUMN tiles TEXT;
