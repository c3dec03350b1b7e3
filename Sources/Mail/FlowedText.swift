// SPDX-License-Identifier: AGPL-3.0-or-later

/// Paragraphs put together again from the soft line breaks of `format=flowed` (RFC 3676).
struct FlowedText {
  let text: String

  init(_ source: String, deleteSpace: Bool) {
    var lines: [String] = []
    var open: (depth: Int, text: String)?
    for line in source.split(separator: "\n", omittingEmptySubsequences: false) {
      let depth = line.prefix { $0 == ">" }.count
      var rest = line.dropFirst(depth)
      if rest.first == " " { rest = rest.dropFirst() }
      let signature = rest == "-- "
      if let paragraph = open, paragraph.depth != depth || signature {
        lines.append(FlowedText.quoted(paragraph))
        open = nil
      }
      let soft = rest.last == " " && !signature
      let kept = soft && deleteSpace ? rest.dropLast() : rest
      let joined = (depth, (open?.text ?? "") + kept)
      if soft {
        open = joined
      } else {
        lines.append(FlowedText.quoted(joined))
        open = nil
      }
    }
    if let paragraph = open { lines.append(FlowedText.quoted(paragraph)) }
    text = lines.joined(separator: "\n")
  }

  private static func quoted(_ paragraph: (depth: Int, text: String)) -> String {
    if paragraph.depth == 0 { return paragraph.text }
    return String(repeating: ">", count: paragraph.depth) + " " + paragraph.text
  }
}
