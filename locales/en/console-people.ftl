# The console's room of people: who has an account, and what they are here.

console-people-title = People
console-people-count = { $count ->
    [one] 1 person
   *[other] { $count } people
}
console-people-everybody = Everybody
console-people-search = Name, e-mail address or id
console-people-search-short = Name, e-mail or id
console-people-none = Nobody is called that.
console-people-show-all = Show everybody
console-people-table = Table of people
console-people-name = Name
console-people-email = E-mail address
console-people-roles = Roles
console-people-last-there = Last there
console-people-since = Since
console-people-shut-out = shut out
console-people-not-of-late = not of late
console-people-more = More people

## Somebody

console-people-person-since = since <1/>
console-people-person-seen = last there <1/>
console-people-person-unseen = not there of late
console-people-sells-as = sells as <1>{ $name }</1>
console-people-roles-note = Who loses a role is signed out everywhere; a new one counts from the next sign-in on.
console-people-roles-own = Your own admin’s role is not yours to take.
console-people-roles-of = Roles of { $name }
console-people-roles-save = Save the roles
console-people-door = The door
console-people-is-out = { $name } is shut out and cannot sign in.
console-people-let-in = Let in again
console-people-signed-in = { $count ->
    [one] Signed in on 1 device.
   *[other] Signed in on { $count } devices.
}
console-people-signed-in-nowhere = Signed in nowhere.
console-people-sign-out = Sign out everywhere
console-people-because = Shut out, because
console-people-shut-out-do = Shut out
console-people-changes = What was changed
console-people-changes-none = Nothing yet.
console-people-changes-all = All changes

## Roles: in a list, as a choice, and what each is for

console-people-role-visitor = visitor
console-people-role-customer = customer
console-people-role-artist = artist
console-people-role-moderator = moderator
console-people-role-fulfilment = fulfilment
console-people-role-admin = admin
console-people-choice-artist = Artist
console-people-choice-moderator = Moderator
console-people-choice-fulfilment = Fulfilment
console-people-choice-admin = Admin
console-people-does-artist = Sells: has the studio of the seller they belong to.
console-people-does-moderator = Looks after the catalogue: reviews works, adjusts stock.
console-people-does-fulfilment = Looks after orders: packs, ships, refunds, adjusts stock.
console-people-does-admin = Runs the house: all of the above, people, settings and the audit log.

## A seller

console-seller-verified = verified
console-seller-unverified = not verified
console-seller-commission-hint = Of orders placed from now on; what was placed keeps its own.
console-seller-commission-save = Save the commission
console-seller-commission-is = { $percent } percent
console-seller-shipping = Shipping of { $seller }
console-seller-shipping-link = Shipping prices
console-seller-address = Address
console-seller-address-none = None given yet.
