"""How alike source texts are, and in what they differ: one word or the number of a dose.

What matters to a reader is not how many characters differ: "take 5 ml" and "take 50 ml", or "may
be taken" and "may not be taken", are nearly the same text and opposite advice. So numbers and
negations are compared apart (:mod:`.changes`), and a match (:mod:`.matching`) never hides them.
"""
