// SPDX-License-Identifier: AGPL-3.0-or-later
#include <string.h>
#include <zlib.h>

/// A whole text as one gzip member (RFC 1952). Returns the bytes written, 0 when they don't fit.
static inline size_t czlib_gzip(
    const void *text, size_t length, void *out, size_t room, int level) {
  z_stream stream;
  memset(&stream, 0, sizeof stream);
  if (deflateInit2(&stream, level, Z_DEFLATED, 15 + 16, 8, Z_DEFAULT_STRATEGY) != Z_OK) return 0;
  stream.next_in = (Bytef *)text;
  stream.avail_in = (uInt)length;
  stream.next_out = (Bytef *)out;
  stream.avail_out = (uInt)room;
  int ended = deflate(&stream, Z_FINISH) == Z_STREAM_END;
  size_t written = stream.total_out;
  deflateEnd(&stream);
  return ended ? written : 0;
}
