-- Who told an event, and its name there: a carrier's event counts once for a parcel. NULL for what people noted.
ALTER TABLE shipment_events ADD COLUMN source text;
ALTER TABLE shipment_events ADD COLUMN event_id text;
CREATE UNIQUE INDEX shipment_events_once ON shipment_events (shipment_id, source, event_id) WHERE source IS NOT NULL;
-- Parcels by their number as it is compared: without spaces and hyphens, in capital letters.
CREATE INDEX shipments_by_number ON shipments (upper(replace(replace(tracking_number, ' ', ''), '-', ''))) WHERE tracking_number IS NOT NULL;
