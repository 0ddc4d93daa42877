"""All kinds of mistakes: the import of each file of kinds fills the register."""
import cells  # noqa: F401
import figures  # noqa: F401
import headers  # noqa: F401
import labels  # noqa: F401
import rows  # noqa: F401
from words import KINDS, Kind

__all__ = ["KINDS", "Kind"]
