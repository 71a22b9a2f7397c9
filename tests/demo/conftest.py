"""What the tests of the simulated city share."""

from tests.demo.small import small_city

__all__ = ["small_city"]
