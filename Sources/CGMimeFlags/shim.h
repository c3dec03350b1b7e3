// SPDX-License-Identifier: AGPL-3.0-or-later
// Empty on purpose: this module only lends GMime's compiler and linker flags to CMIME.
