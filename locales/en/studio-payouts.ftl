# The studio's payouts: what is owed, what was paid, statements, and where the money goes.

studio-payouts-account = Account for payouts
studio-payouts-account-hint = An IBAN, or an account with the payment provider that begins with acct_.
studio-payouts-account-now = Money goes to { $account }.
studio-payouts-account-none = No account is known yet: nothing can be paid out.
studio-payouts-account-owner = Only an owner changes it.
studio-payouts-save = Save
studio-payouts-balance = What the house owes
studio-payouts-balance-none = Nothing at the moment.
studio-payouts-payouts = Payouts
studio-payouts-payouts-none = Nothing was paid out yet.
studio-payouts-earlier = Earlier
studio-payouts-documents = Statements and invoices
studio-payouts-documents-none = The first comes when a month is closed.
studio-payouts-table = Orders that owe something
