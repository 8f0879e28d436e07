-- When the last of an order arrived or came back. Orders that wait for the end of their withdrawal period are found by it;
-- those that a program of an older version notes as arrived have none until they are looked at.
ALTER TABLE orders ADD COLUMN delivered_at TEXT;
UPDATE orders SET delivered_at = (SELECT max(s.updated_at) FROM shipments s WHERE s.order_id = orders.id)
    WHERE fulfilment_status <> 'unfulfilled' AND fulfilment_status IN ('delivered', 'returned');
CREATE INDEX orders_to_complete ON orders (delivered_at, id) WHERE status = 'open' AND fulfilment_status IN ('delivered', 'returned');
-- The cheapest delivery that was on offer; NULL for parts that were sold before it was kept.
ALTER TABLE seller_orders ADD COLUMN cheapest_shipping_minor INTEGER;
-- What is made to its buyer's order cannot be withdrawn from; frozen on the line.
ALTER TABLE editions ADD COLUMN made_to_order INTEGER NOT NULL DEFAULT 0;
ALTER TABLE order_lines ADD COLUMN made_to_order INTEGER NOT NULL DEFAULT 0;
-- What buyers withdraw from or find damaged, by parts of orders. The buyer's side names the id, so it is unique within an order only.
CREATE TABLE returns (
    order_id        BLOB NOT NULL CONSTRAINT returns_order REFERENCES orders (id),
    id              BLOB NOT NULL,
    position        INTEGER NOT NULL,
    seller_order_id BLOB NOT NULL,
    seller_id       BLOB NOT NULL,
    kind            TEXT NOT NULL CONSTRAINT returns_kind CHECK (kind IN ('withdrawal', 'damage')),
    status          TEXT NOT NULL CONSTRAINT returns_status CHECK (status IN ('announced', 'received', 'refunded', 'refused')),
    name            TEXT NOT NULL,
    email           TEXT NOT NULL,
    statement       TEXT NOT NULL,
    answer          TEXT,
    refund_id       BLOB,
    refund_due_at   TEXT NOT NULL,
    created_at      TEXT NOT NULL,
    received_at     TEXT,
    updated_at      TEXT NOT NULL,
    photos          TEXT NOT NULL DEFAULT '[]',
    photo_count     INTEGER NOT NULL DEFAULT 0,
    CONSTRAINT returns_pk PRIMARY KEY (order_id, id)
) STRICT;
-- What waits for an answer: what is due first comes first.
CREATE INDEX returns_open ON returns (refund_due_at, id) WHERE status IN ('announced', 'received');
CREATE INDEX returns_newest ON returns (created_at, id);
CREATE INDEX returns_of_seller ON returns (seller_id, created_at, id);
-- Photographs that are to be forgotten some time after the answer.
CREATE INDEX returns_with_photos ON returns (updated_at, id) WHERE photo_count > 0 AND status IN ('refunded', 'refused');
CREATE TABLE return_lines (
    order_id      BLOB NOT NULL,
    return_id     BLOB NOT NULL,
    position      INTEGER NOT NULL,
    order_line_id BLOB NOT NULL,
    quantity      INTEGER NOT NULL CONSTRAINT return_lines_quantity CHECK (quantity >= 1),
    CONSTRAINT return_lines_pk PRIMARY KEY (order_id, return_id, position),
    CONSTRAINT return_lines_return FOREIGN KEY (order_id, return_id) REFERENCES returns (order_id, id)
) STRICT, WITHOUT ROWID;
