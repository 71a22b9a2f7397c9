"""What the golden tests share."""

from tests.golden.asked import ask, log_factorials, models

__all__ = ["ask", "log_factorials", "models"]
