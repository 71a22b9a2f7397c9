"""What a target that is being set would mean: chance, trend, growth, shares of a total.

Pure functions of figures that the marts answered; nothing here opens a file or a database.
"""
