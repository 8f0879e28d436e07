# Something is wrong with a work: the form of its page.

report-head = Something wrong with this work?
report-how = The gallery looks at it; the artist is not told who said so.
report-what = What is wrong
report-choose = Please choose
report-reason-copied = It is somebody else’s work
report-reason-misleading = It is not what its words say
report-reason-offensive = It insults or threatens
report-reason-prohibited = The law forbids to sell it
report-reason-other = Something else
report-own-words = In your words
report-needed = needed for something else
report-send = Tell the gallery
