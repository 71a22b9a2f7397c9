"""Statistics of series of counts: pure functions of arrays, which know no warehouse."""
