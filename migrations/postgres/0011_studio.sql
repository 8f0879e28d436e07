-- Whether a seller sells as a trader, which buyers are told; empty until it has said so.
ALTER TABLE sellers ADD COLUMN trader boolean;
-- What a member may do: an owner also says who else is one. Whoever was a member before is an owner.
ALTER TABLE seller_members ADD COLUMN role text NOT NULL DEFAULT 'owner' CONSTRAINT seller_members_role CHECK (role IN ('owner', 'member'));
