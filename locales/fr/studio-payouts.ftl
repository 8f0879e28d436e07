# The studio's payouts: what is owed, what was paid, statements, and where the money goes.

studio-payouts-account = Compte pour les versements
studio-payouts-account-hint = Un IBAN, ou un compte chez le prestataire qui commence par acct_.
studio-payouts-account-now = L’argent va à { $account }.
studio-payouts-account-none = Aucun compte n’est encore connu : rien ne peut être versé.
studio-payouts-account-owner = Seul un propriétaire le change.
studio-payouts-save = Enregistrer
studio-payouts-balance = Ce que la maison doit
studio-payouts-balance-none = Rien pour l’instant.
studio-payouts-payouts = Versements
studio-payouts-payouts-none = Rien n’a encore été versé.
studio-payouts-earlier = Antérieurs
studio-payouts-documents = Relevés et factures
studio-payouts-documents-none = Le premier vient quand un mois est clôturé.
studio-payouts-table = Commandes dues
