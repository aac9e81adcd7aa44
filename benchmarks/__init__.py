"""How fast smsbot is, beside an empty view and the version everybody writes. `make bench`, docs/performance.md.

It starts what the suite starts: the same PostgreSQL, the same stand-in for the carrier.
"""

import sys
from pathlib import Path

ROOT = Path(__file__).parents[1]

for folder in ("tests/faults", "tests"):
    if str(ROOT / folder) not in sys.path:
        sys.path.insert(0, str(ROOT / folder))
