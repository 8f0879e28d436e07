# The console's rooms of the running house: health and presence.

## Health

console-health-title = Health
console-health-needs = What { $node } needs
console-health-ill = Not well:
console-health-figures = The last five minutes
console-health-as-table = As a table
console-health-table = Figures of the last five minutes
console-health-figure = Figure
console-health-now = Now
console-health-least = Least
console-health-most = Most
console-health-well-node = The node is ready and serves.
console-health-ill-node = The node is not ready: balancers send it nothing.
console-health-well-database = The database answers.
console-health-ill-database = The database does not answer: nothing can be changed.
console-health-well-media = Pictures and documents can be read.
console-health-ill-media = The media store does not answer: uploads fail, and so may pictures.
console-health-well-redis = Redis answers: nodes hear of each other at once.
console-health-ill-redis = Redis does not answer: nodes hear of each other a quarter of a second later, and who is connected is not known.
console-health-no-redis = No Redis is configured: this node is alone, and needs none.
console-health-series-requests = Requests a second
console-health-series-orders = Orders a second
console-health-series-waiting = Messages waiting for actors
console-health-series-batch = Commands a batch
console-health-series-lag = Events not told here yet
console-health-series-sockets = Open sockets
console-health-series-holds = Live holds
console-health-series-jobs = Jobs waiting

## Presence

console-presence-title = Presence
console-presence-unknown = Who is connected is not known at the moment.
console-presence-total = { $connections }. Numbers only: nobody is named.
console-presence-by-role = By role
console-presence-nobody = Nobody is connected.
console-presence-role = Role
console-presence-connections = Connections
console-presence-by-work = By work
console-presence-no-work = Nobody looks at a work.
console-presence-work = Work
console-presence-people = People
