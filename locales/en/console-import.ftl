# Stock from a table.

console-import-import = Stock from a table
console-import-rehearsal = The rehearsal: nothing was written
console-import-done = The stock is adjusted
console-import-would = { $count ->
    [one] 1 edition would be adjusted.
   *[other] { $count } editions would be adjusted.
}
console-import-were = { $count ->
    [one] 1 edition was adjusted.
   *[other] { $count } editions were adjusted.
}
console-import-refused = { $count ->
    [0] No line is refused.
    [one] 1 line is refused.
   *[other] { $count } lines are refused.
}
console-import-lines = Lines of the table
console-import-line = Line
console-import-edition = Edition
console-import-change = Change
console-import-free = Free copies
console-import-reason = Reason
console-import-counts = { $before } now, then { $after }
console-import-do = { $count ->
    [one] Adjust 1 edition
   *[other] Adjust { $count } editions
}
console-import-table-head = The table
console-import-about = A table saved as CSV in UTF-8, at most { $lines } lines, with the columns <1>edition_id</1>, <2>change</2> (copies, plus or minus) and <3>reason</3>. Lines without a change are left alone, and so are other columns: begin from <4>the inventory’s own table</4>. It is rehearsed first.
console-import-the-table = The table
console-import-rehearse = Rehearse
