# Comment s’appellent les pages de la maison.

legal-imprint = Mentions légales
legal-terms = Conditions de vente
legal-privacy = Confidentialité
legal-returns = Retours
