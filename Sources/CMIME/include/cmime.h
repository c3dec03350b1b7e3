// SPDX-License-Identifier: AGPL-3.0-or-later
// GMime behind one opaque handle and plain structs: no GLib type is visible here. Texts in the
// structs are borrowed and live as long as the message; texts returned as char * are the caller's
// and go back through cmime_release.
#ifndef CMIME_H
#define CMIME_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

typedef struct CMIMEMessage CMIMEMessage;
typedef struct CMIMEAddresses CMIMEAddresses;

/// What a look over the raw bytes finds before any parsing, so that bombs are refused unopened.
typedef struct {
  size_t head_bytes;       // up to the first empty line
  size_t separator_lines;  // lines that begin with "--"
  size_t field_lines;      // lines that read like header fields, anywhere
  size_t field_bytes;
  size_t address_colons;   // most colons in one address field: GMime recurses at each
} CMIMECounts;

enum { CMIME_LEAF = 0, CMIME_MULTIPART = 1, CMIME_EMBEDDED = 2 };

typedef struct {
  int kind;
  int parent;  // index of the part this one lies in, -1 for the outermost
  int depth;
  const char *type;
  const char *subtype;
  const char *charset;
  const char *format;
  const char *delsp;
  const char *protocol;
  const char *report_type;
  const char *smime_type;
  const char *method;
  const char *disposition;
  const char *file_name;
  const char *content_id;
} CMIMEPart;

typedef struct {
  const char *name;
  const char *raw;
} CMIMEField;

typedef struct {
  const char *name;
  const char *address;
} CMIMEAddress;

CMIMECounts cmime_count(const uint8_t *bytes, size_t count);

/// NULL when GMime finds no message at all.
CMIMEMessage *cmime_parse(const uint8_t *bytes, size_t count, int max_depth, size_t max_parts);
void cmime_free(CMIMEMessage *message);
bool cmime_too_deep(const CMIMEMessage *message);
bool cmime_too_many(const CMIMEMessage *message);

size_t cmime_part_count(const CMIMEMessage *message);
CMIMEPart cmime_part(const CMIMEMessage *message, size_t index);

/// Header fields of the message itself (part -1) or of a message embedded in the given part.
size_t cmime_field_count(const CMIMEMessage *message, int part);
CMIMEField cmime_field(const CMIMEMessage *message, int part, size_t index);

/// The decoded bytes of a leaf, the whole source of an embedded message, or what stands in a
/// multipart before its first separator.
uint8_t *cmime_content(const CMIMEMessage *message, size_t part, size_t *count);

CMIMEAddresses *cmime_addresses(const char *raw);
size_t cmime_address_count(const CMIMEAddresses *addresses);
CMIMEAddress cmime_address(const CMIMEAddresses *addresses, size_t index);
void cmime_addresses_free(CMIMEAddresses *addresses);

/// Encoded words and raw 8-bit text of a header value as UTF-8.
char *cmime_decoded_text(const char *raw);
/// POSIX seconds of a Date field; false when it is none.
bool cmime_date(const char *raw, int64_t *seconds);
/// Bytes of the named charset as UTF-8, bytes that do not fit replaced by U+FFFD; NULL when the
/// charset is unknown. `lost` counts the replacements.
char *cmime_utf8(
  const uint8_t *bytes, size_t count, const char *charset, size_t *length, size_t *lost);
void cmime_release(void *memory);

#endif
