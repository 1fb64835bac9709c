"""A connection that Django's test cases let through: they refuse databases that were not there when a test began."""
