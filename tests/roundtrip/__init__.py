"""The checker of round trips: what it finds, what it is silent about, and how it speaks."""
