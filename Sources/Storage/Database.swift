// SPDX-License-Identifier: AGPL-3.0-or-later

import CPostgres
import GRDB
import Logging
