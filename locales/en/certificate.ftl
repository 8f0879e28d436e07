# The page of a certificate of authenticity.

certificate-title = Certificate of authenticity: { $title }
certificate-kind = Certificate of authenticity
certificate-artist-born = { $artist }, born { $year }

## Whether it is good

certificate-good = This certificate was issued by { $seller } on { $date }. Its signature is valid.
certificate-revoked = This certificate is revoked. It was issued by { $seller } on { $date }; since then the sale was undone, or the copy was given back.
certificate-changed = Not valid: the signature on the certificate that was scanned is not the one of this house. What is shown below is what the house has signed; the paper says something else.

## What it says

certificate-made = Year
certificate-medium = Medium
certificate-size = Size
certificate-edition = Edition
certificate-edition-label = Name of the edition
certificate-copy = Copy
certificate-prints = Prints
certificate-signature = Signature
certificate-signed = Signed by the artist
certificate-condition = Condition
certificate-sold-on = Date of sale
certificate-number = Number
certificate-unique = Unique work
certificate-limited = Limited edition
certificate-open = Open edition

## How to check it

certificate-proof = Check it yourself
certificate-proof-about = The house has signed the text below (Ed25519). Whoever has the text, the signature and the public key can check it without this page, for ever.
certificate-text = The signed text
certificate-ed25519 = The signature
certificate-public-key = The public key
certificate-offline = Offline
certificate-offline-about = Keep <1>this certificate as a file</1> and have it checked with the key:
