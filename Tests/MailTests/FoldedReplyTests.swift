// SPDX-License-Identifier: AGPL-3.0-or-later
import Testing

@testable import Mail

@Suite struct FoldedReplyTests {
  @Test(arguments: [
    ("reply-gmail-en", "It works now."), ("reply-gmail-de", "Geht wieder."),
    ("reply-outlook-en", "Done, thanks."), ("reply-outlook-de", "Erledigt."),
    ("reply-outlook-divider-de", "Ja."), ("reply-thunderbird-de", "Danke!"),
    ("reply-interleaved", "Yes.\n\nYes as well."), ("reply-iphone-de", "Ok"),
    ("reply-signature", "Please call me."), ("reply-bottom-posted", "Tried. Same error."),
    ("reply-no-history", "On Monday we wrote: the list is long.\nCan you help?"),
  ])
  func `the sender's own words stand apart from what they quote`(
    _ name: String, _ own: String
  ) throws {
    #expect(FoldedReply(try Corpus.mail(name).text).own == own)
  }

  @Test func `a mail that only forwards keeps the forwarded words in sight`() throws {
    let folded = FoldedReply(try Corpus.mail("reply-forward-only").text)
    #expect(folded.pieces.map(\.kind) == [.own])
    #expect(folded.own.contains("Here is the quote."))
  }

  @Test func `the pieces are the whole text again`() throws {
    for name in try Corpus.names() {
      guard let mail = try? Corpus.mail(name) else { continue }  // not every one is a mail
      let pieces = FoldedReply(mail.text).pieces
      #expect(pieces.map(\.text).joined(separator: "\n") == mail.text)
    }
  }
}
