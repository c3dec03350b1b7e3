// SPDX-License-Identifier: AGPL-3.0-or-later
#include "cmime.h"

#include <errno.h>
#include <gmime/gmime.h>
#include <iconv.h>
#include <string.h>

typedef struct {
  CMIMEPart facts;
  GMimeObject *object;
  char *file_name;
} Leaf;

struct CMIMEMessage {
  GMimeMessage *message;
  GArray *leaves;
  int max_depth;
  size_t max_parts;
  bool too_deep;
  bool too_many;
};

struct CMIMEAddresses {
  InternetAddressList *list;
  GArray *found;
};

static GMimeParserOptions *options;

static void set_up(void) {
  static gsize ready = 0;
  if (!g_once_init_enter(&ready)) return;
  g_mime_init();
  options = g_mime_parser_options_new();
  const char *fallbacks[] = {"utf-8", "windows-1252", NULL};
  g_mime_parser_options_set_fallback_charsets(options, fallbacks);
  g_mime_parser_options_set_rfc2047_compliance_mode(options, GMIME_RFC_COMPLIANCE_LOOSE);
  g_mime_parser_options_set_parameter_compliance_mode(options, GMIME_RFC_COMPLIANCE_LOOSE);
  g_mime_parser_options_set_address_compliance_mode(options, GMIME_RFC_COMPLIANCE_LOOSE);
  g_once_init_leave(&ready, 1);
}

// MARK: Counting before parsing

static size_t name_length(const uint8_t *line, size_t length) {
  size_t at = 0;
  while (at < length && at < 200 && line[at] > 32 && line[at] < 127 && line[at] != ':') at++;
  size_t colon = at;
  while (colon < length && (line[colon] == ' ' || line[colon] == '\t')) colon++;
  return colon < length && line[colon] == ':' ? at : 0;
}

static bool names_people(const uint8_t *line, size_t length) {
  static const char *const names[] = {
    "from", "to", "cc", "bcc", "sender", "reply-to", "resent-from", "resent-to", "resent-cc",
    "resent-bcc", "resent-sender", "resent-reply-to", "return-path", "delivered-to",
    "x-original-to", "envelope-to", "disposition-notification-to"};
  for (size_t i = 0; i < sizeof names / sizeof *names; i++)
    if (strlen(names[i]) == length && !g_ascii_strncasecmp((const char *)line, names[i], length))
      return true;
  return false;
}

static size_t colons(const uint8_t *line, size_t length) {
  size_t count = 0;
  for (size_t i = 0; i < length; i++) count += line[i] == ':';
  return count;
}

// Header lines are counted wherever they stand: GMime reads on after a line that is no field, and
// a part may hold a whole message, so nothing outside GMime knows for sure where headers end.
CMIMECounts cmime_count(const uint8_t *bytes, size_t count) {
  CMIMECounts counts = {0, 0, 0, 0, 0};
  bool in_head = true, in_field = false, people = false;
  size_t start = 0, run = 0;
  while (start < count) {
    const uint8_t *line = bytes + start;
    const uint8_t *end = memchr(line, '\n', count - start);
    size_t full = end ? (size_t)(end - line) + 1 : count - start;
    if (in_head) counts.head_bytes += full;
    if (line[0] == '\n' || (full > 1 && line[0] == '\r' && line[1] == '\n')) in_head = false;
    if (full > 2 && line[0] == '-' && line[1] == '-') counts.separator_lines++;
    bool folded = line[0] == ' ' || line[0] == '\t';
    if (!folded) {
      size_t name = name_length(line, full);
      in_field = name > 0;
      people = in_field && names_people(line, name);
      run = 0;
    }
    if (in_field) {
      counts.field_lines++;
      counts.field_bytes += full;
    }
    if (people) run += colons(line, full);
    if (run > counts.address_colons) counts.address_colons = run;
    start += full;
  }
  return counts;
}

// MARK: Encoded words

typedef struct {
  const char *charset, *data, *end;
  size_t charset_length, data_length;
} Word;

// A base64 encoded word at `text`; end is NULL when there is none.
static Word word_at(const char *text) {
  Word word = {0};
  if (text[0] != '=' || text[1] != '?') return word;
  word.charset = text + 2;
  word.charset_length = strcspn(word.charset, "? \t\r\n");
  const char *mark = word.charset + word.charset_length;
  if (mark[0] != '?' || (mark[1] != 'b' && mark[1] != 'B') || mark[2] != '?') return word;
  word.data = mark + 3;
  word.data_length = strcspn(word.data, "? \t\r\n");
  const char *close = word.data + word.data_length;
  if (close[0] == '?' && close[1] == '=') word.end = close + 2;
  return word;
}

static void append_decoded(GByteArray *bytes, Word word) {
  char *data = g_strndup(word.data, word.data_length);
  gsize length = 0;
  guchar *decoded = g_base64_decode(data, &length);
  g_byte_array_append(bytes, decoded, (guint)length);
  g_free(decoded);
  g_free(data);
}

// GMime joins neighbouring base64 words before it decodes them and stops at the padding of the
// first: whatever follows would be lost. So neighbours are made one word before GMime sees them.
static char *joined_words(const char *raw) {
  GString *out = g_string_sized_new(strlen(raw) + 16);
  while (*raw) {
    Word word = word_at(raw);
    if (!word.end) {
      g_string_append_c(out, *raw++);
      continue;
    }
    GByteArray *bytes = g_byte_array_new();
    append_decoded(bytes, word);
    const char *end = word.end;
    for (;;) {
      Word next = word_at(end + strspn(end, " \t\r\n"));
      if (!next.end || next.charset_length != word.charset_length) break;
      if (g_ascii_strncasecmp(next.charset, word.charset, word.charset_length)) break;
      append_decoded(bytes, next);
      end = next.end;
    }
    if (end == word.end) {
      g_string_append_len(out, raw, end - raw);
    } else {
      char *data = g_base64_encode(bytes->data, bytes->len);
      g_string_append_printf(out, "=?%.*s?B?%s?=", (int)word.charset_length, word.charset, data);
      g_free(data);
    }
    g_byte_array_free(bytes, TRUE);
    raw = end;
  }
  return g_string_free(out, FALSE);
}

// MARK: Parsing

// The file name out of the fields themselves when its encoded words have to be joined first.
static char *joined_file_name(GMimeObject *object) {
  GMimeHeaderList *fields = g_mime_object_get_header_list(object);
  static const char *const places[][2] = {
    {"Content-Disposition", "filename"}, {"Content-Type", "name"}};
  for (int i = 0; i < 2; i++) {
    GMimeHeader *field = g_mime_header_list_get_header(fields, places[i][0]);
    const char *raw = field ? g_mime_header_get_raw_value(field) : NULL;
    if (!raw || !strstr(raw, "=?")) continue;
    char *joined = joined_words(raw);
    char *whole = g_strconcat("x/y", joined + strcspn(joined, ";"), NULL);
    GMimeContentType *read = g_mime_content_type_parse(options, whole);
    char *name = g_strdup(g_mime_content_type_get_parameter(read, places[i][1]));
    g_object_unref(read);
    g_free(whole);
    g_free(joined);
    if (name) return name;
  }
  return NULL;
}

static void note_facts(Leaf *leaf) {
  CMIMEPart *facts = &leaf->facts;
  GMimeObject *object = leaf->object;
  GMimeContentType *type = g_mime_object_get_content_type(object);
  facts->type = g_mime_content_type_get_media_type(type);
  facts->subtype = g_mime_content_type_get_media_subtype(type);
  facts->charset = g_mime_content_type_get_parameter(type, "charset");
  facts->format = g_mime_content_type_get_parameter(type, "format");
  facts->delsp = g_mime_content_type_get_parameter(type, "delsp");
  facts->protocol = g_mime_content_type_get_parameter(type, "protocol");
  facts->report_type = g_mime_content_type_get_parameter(type, "report-type");
  facts->smime_type = g_mime_content_type_get_parameter(type, "smime-type");
  facts->method = g_mime_content_type_get_parameter(type, "method");
  facts->disposition = g_mime_object_get_disposition(object);
  facts->content_id = g_mime_object_get_content_id(object);
  if (!GMIME_IS_PART(object)) return;
  leaf->file_name = joined_file_name(object);
  facts->file_name =
    leaf->file_name ? leaf->file_name : g_mime_part_get_filename(GMIME_PART(object));
}

static void flatten(CMIMEMessage *message, GMimeObject *object, int parent, int depth) {
  if (!object) return;
  if (depth > message->max_depth) {
    message->too_deep = true;
    return;
  }
  if (message->leaves->len >= message->max_parts) {
    message->too_many = true;
    return;
  }
  Leaf leaf;
  memset(&leaf, 0, sizeof leaf);
  leaf.object = object;
  leaf.facts.parent = parent;
  leaf.facts.depth = depth;
  leaf.facts.kind = GMIME_IS_MULTIPART(object)      ? CMIME_MULTIPART
                    : GMIME_IS_MESSAGE_PART(object) ? CMIME_EMBEDDED
                                                    : CMIME_LEAF;
  note_facts(&leaf);
  int index = (int)message->leaves->len;
  g_array_append_val(message->leaves, leaf);
  if (leaf.facts.kind == CMIME_MULTIPART) {
    int count = g_mime_multipart_get_count(GMIME_MULTIPART(object));
    for (int i = 0; i < count && !message->too_many; i++)
      flatten(message, g_mime_multipart_get_part(GMIME_MULTIPART(object), i), index, depth + 1);
  } else if (leaf.facts.kind == CMIME_EMBEDDED) {
    GMimeMessage *inner = g_mime_message_part_get_message(GMIME_MESSAGE_PART(object));
    if (inner) flatten(message, g_mime_message_get_mime_part(inner), index, depth + 1);
  }
}

CMIMEMessage *cmime_parse(const uint8_t *bytes, size_t count, int max_depth, size_t max_parts) {
  set_up();
  GMimeStream *stream = g_mime_stream_mem_new_with_buffer((const char *)bytes, count);
  GMimeParser *parser = g_mime_parser_new_with_stream(stream);
  g_mime_parser_set_format(parser, GMIME_FORMAT_MESSAGE);
  g_mime_parser_set_persist_stream(parser, TRUE);
  GMimeMessage *parsed = g_mime_parser_construct_message(parser, options);
  g_object_unref(parser);
  g_object_unref(stream);
  if (!parsed) return NULL;
  CMIMEMessage *message = g_new0(CMIMEMessage, 1);
  message->message = parsed;
  message->leaves = g_array_new(FALSE, TRUE, sizeof(Leaf));
  message->max_depth = max_depth;
  message->max_parts = max_parts;
  flatten(message, g_mime_message_get_mime_part(parsed), -1, 0);
  return message;
}

void cmime_free(CMIMEMessage *message) {
  if (!message) return;
  for (guint i = 0; i < message->leaves->len; i++)
    g_free(g_array_index(message->leaves, Leaf, i).file_name);
  g_array_free(message->leaves, TRUE);
  g_object_unref(message->message);
  g_free(message);
}

bool cmime_too_deep(const CMIMEMessage *message) { return message->too_deep; }
bool cmime_too_many(const CMIMEMessage *message) { return message->too_many; }
size_t cmime_part_count(const CMIMEMessage *message) { return message->leaves->len; }

CMIMEPart cmime_part(const CMIMEMessage *message, size_t index) {
  return g_array_index(message->leaves, Leaf, index).facts;
}

// MARK: Header fields

static GMimeHeaderList *fields_of(const CMIMEMessage *message, int part) {
  if (part < 0) return g_mime_object_get_header_list(GMIME_OBJECT(message->message));
  GMimeObject *object = g_array_index(message->leaves, Leaf, part).object;
  if (!GMIME_IS_MESSAGE_PART(object)) return g_mime_object_get_header_list(object);
  GMimeMessage *inner = g_mime_message_part_get_message(GMIME_MESSAGE_PART(object));
  return inner ? g_mime_object_get_header_list(GMIME_OBJECT(inner)) : NULL;
}

size_t cmime_field_count(const CMIMEMessage *message, int part) {
  GMimeHeaderList *fields = fields_of(message, part);
  return fields ? (size_t)g_mime_header_list_get_count(fields) : 0;
}

CMIMEField cmime_field(const CMIMEMessage *message, int part, size_t index) {
  GMimeHeader *header = g_mime_header_list_get_header_at(fields_of(message, part), (int)index);
  CMIMEField field = {g_mime_header_get_name(header), g_mime_header_get_raw_value(header)};
  return field;
}

// MARK: Content

uint8_t *cmime_content(const CMIMEMessage *message, size_t part, size_t *count) {
  *count = 0;
  GMimeObject *object = g_array_index(message->leaves, Leaf, part).object;
  GByteArray *bytes = g_byte_array_new();
  GMimeStream *sink = g_mime_stream_mem_new_with_byte_array(bytes);
  g_mime_stream_mem_set_owner(GMIME_STREAM_MEM(sink), FALSE);
  if (GMIME_IS_PART(object)) {
    GMimeDataWrapper *content = g_mime_part_get_content(GMIME_PART(object));
    if (content) g_mime_data_wrapper_write_to_stream(content, sink);
  } else if (GMIME_IS_MULTIPART(object)) {
    const char *before = g_mime_multipart_get_prologue(GMIME_MULTIPART(object));
    if (before) g_mime_stream_write_string(sink, before);
  } else if (GMIME_IS_MESSAGE_PART(object)) {
    GMimeMessage *inner = g_mime_message_part_get_message(GMIME_MESSAGE_PART(object));
    if (inner) g_mime_object_write_to_stream(GMIME_OBJECT(inner), NULL, sink);
  }
  g_object_unref(sink);
  *count = bytes->len;
  return g_byte_array_free(bytes, FALSE);
}

// MARK: Addresses

static void gather(CMIMEAddresses *addresses, InternetAddressList *list, int depth) {
  int count = internet_address_list_length(list);
  for (int i = 0; i < count; i++) {
    InternetAddress *one = internet_address_list_get_address(list, i);
    if (INTERNET_ADDRESS_IS_GROUP(one)) {
      InternetAddressList *members = internet_address_group_get_members(INTERNET_ADDRESS_GROUP(one));
      if (members && depth < 4) gather(addresses, members, depth + 1);
      continue;
    }
    CMIMEAddress found = {
      internet_address_get_name(one),
      internet_address_mailbox_get_idn_addr(INTERNET_ADDRESS_MAILBOX(one))};
    g_array_append_val(addresses->found, found);
  }
}

CMIMEAddresses *cmime_addresses(const char *raw) {
  set_up();
  CMIMEAddresses *addresses = g_new0(CMIMEAddresses, 1);
  addresses->found = g_array_new(FALSE, TRUE, sizeof(CMIMEAddress));
  char *joined = joined_words(raw);
  addresses->list = internet_address_list_parse(options, joined);
  g_free(joined);
  if (addresses->list) gather(addresses, addresses->list, 0);
  return addresses;
}

size_t cmime_address_count(const CMIMEAddresses *addresses) { return addresses->found->len; }

CMIMEAddress cmime_address(const CMIMEAddresses *addresses, size_t index) {
  return g_array_index(addresses->found, CMIMEAddress, index);
}

void cmime_addresses_free(CMIMEAddresses *addresses) {
  if (addresses->list) g_object_unref(addresses->list);
  g_array_free(addresses->found, TRUE);
  g_free(addresses);
}

// MARK: Words, dates, charsets

char *cmime_decoded_text(const char *raw) {
  set_up();
  char *joined = joined_words(raw);
  char *text = g_mime_utils_header_decode_text(options, joined);
  g_free(joined);
  return text;
}

bool cmime_date(const char *raw, int64_t *seconds) {
  set_up();
  GDateTime *date = g_mime_utils_header_decode_date(raw);
  if (!date) return false;
  *seconds = g_date_time_to_unix(date);
  g_date_time_unref(date);
  return true;
}

static void append_replacement(GByteArray *out, size_t *lost) {
  g_byte_array_append(out, (const guint8 *)"\xEF\xBF\xBD", 3);
  (*lost)++;
}

char *cmime_utf8(
  const uint8_t *bytes, size_t count, const char *charset, size_t *length, size_t *lost) {
  set_up();
  *length = 0;
  *lost = 0;
  iconv_t converter = iconv_open("UTF-8", g_mime_charset_iconv_name(charset));
  if (converter == (iconv_t)-1) return NULL;
  GByteArray *out = g_byte_array_sized_new((guint)(count + 16));
  char *in = (char *)bytes;
  size_t left = count;
  while (left > 0) {
    char buffer[4096];
    char *to = buffer;
    size_t room = sizeof buffer;
    size_t result = iconv(converter, &in, &left, &to, &room);
    g_byte_array_append(out, (const guint8 *)buffer, (guint)(to - buffer));
    int reason = errno;
    if (result != (size_t)-1 || reason == E2BIG) continue;
    append_replacement(out, lost);
    if (reason == EINVAL) break;  // cut off in the middle of a character at the end
    iconv(converter, NULL, NULL, NULL, NULL);
    in++;
    left--;
  }
  iconv_close(converter);
  *length = out->len;
  return (char *)g_byte_array_free(out, FALSE);
}

void cmime_release(void *memory) { g_free(memory); }
