# What the pages of the house are called.

legal-imprint = Imprint
legal-terms = Terms of sale
legal-privacy = Privacy
legal-returns = Returns
