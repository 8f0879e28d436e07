-- Where the browser comes back to from a provider's pages, if not to the order's own page: a payment's address must be the same at
-- every try. Programs that do not know it leave it empty.
ALTER TABLE payments ADD COLUMN return_url text;
