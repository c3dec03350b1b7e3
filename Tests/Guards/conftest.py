# SPDX-License-Identifier: AGPL-3.0-or-later
"""Guards: the house checks itself, without building anything."""

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent))
