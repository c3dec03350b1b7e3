// SPDX-License-Identifier: AGPL-3.0-or-later
import Testing

@testable import Mail

/// What the sanitiser writes for a given mail; that no parser reads it otherwise is proved by the
/// judges under Tests/Oracles/sanitiser.
@Suite struct MailHTMLTests {
  @Test(arguments: [
    ("<p>a<p>b", "<p>a</p><p>b</p>"),
    ("<b>a<i>b</b>c", "<b>a<i>b</i></b>c"),
    ("<table><tr><td>a", "<table><tbody><tr><td>a</td></tr></tbody></table>"),
    ("<table>a", "<table><tbody><tr><td>a</td></tr></tbody></table>"),
    ("<ul><li>a<li>b</ul>", "<ul><li>a</li><li>b</li></ul>"),
    ("a &lt;b&gt; &amp; c", "a &lt;b&gt; &amp; c"),
    ("<pre>\n\na</pre>", "<pre>\n\na</pre>"),
    ("a < b", "a &lt; b"),
    ("<p id=x name=y class=z onclick=w>a</p>", "<p>a</p>"),
    ("<p align=CENTER dir=rtl>a", "<p align=\"center\" dir=\"rtl\">a</p>"),
    ("<td>a", "a"), ("</p>a", "a"), ("<svg><p>a", "<p>a</p>"),
    ("<style>p{}</style>a<script>b</script>c<!-- d -->e<title>f</title>", "ace"),
    ("<font size=3 color=#F00 face=x>a", "<font size=\"3\" color=\"#f00\">a</font>"),
  ])
  func `markup comes out balanced and bare`(_ source: String, _ html: String) {
    #expect(MailHTML(sanitising: source).html == html)
  }

  @Test(arguments: [
    ("javascript:x", nil), ("java\tscript:x", nil), ("data:text/html,x", nil),
    ("//far.example", nil),
    ("/x", nil), ("https://far%2eexample", nil), ("https://1.2", nil),
    ("https://Far.Example/a b", "https://far.example/a%20b"),
    ("https:\\\\good.example@far.example\\x", "https://far.example/x"),
    ("https://аpple.example/", "https://xn--pple-43d.example/"),
    ("https://bücher.example", "https://xn--bcher-kva.example"),
    ("https://ｆar。example", "https://far.example"),
    ("mailto:a@far.example?bcc=b@c.example", "mailto:a@far.example"),
    ("tel:+44 20 1234", "tel:+44201234"),
  ])
  func `a link goes where every browser says it goes, or nowhere`(_ href: String, _ kept: String?) {
    let events = MailHTML(sanitising: "<a href=\"\(href)\">x</a>").events
    guard case .open("a", let pairs)? = events.first else {
      Issue.record("no link")
      return
    }
    #expect(pairs.first { $0.name == "href" }?.value == kept)
  }

  @Test(arguments: [
    ("click here", "<span class=\"mail-host\">bank.example</span>"),
    ("https://bank.example/login", ""), ("www.bank.example", ""), ("bank.example", ""),
    ("bank.example.evil", "<span class=\"mail-host\">bank.example</span>"),
    ("https://good.example", "<span class=\"mail-host\">bank.example</span>"),
  ])
  func `a link shows its real host unless its words are that host`(_ words: String, _ shown: String)
  {
    let html = MailHTML(sanitising: "<a href=\"https://bank.example/x\">\(words)</a>").html
    #expect(html.hasSuffix("</a>" + shown))
  }

  @Test(arguments: [
    ("color:red", "color:red"), ("COLOR : Red !important;", "color:red"),
    ("background:url(x)", nil), ("color:r\\65 d", nil), ("color:red/**/", nil),
    ("position:fixed", nil), ("display:none", nil), ("font-size:0", nil), ("font-size:1e9px", nil),
    ("width:calc(1px)", nil), ("margin:-9px", nil), ("margin:0 auto", "margin:0 auto"),
    ("border:1px solid #CCC", "border:1px solid #ccc"), ("border:1px solid url(x)", nil),
    ("color:rgb(1, 2, 3)", "color:rgb(1,2,3)"), ("color:rgb(url(x),2,3)", nil),
    ("font-family:Consolas,monospace", "font-family:monospace"), ("line-height:0", nil),
    ("font-size:12pt;x:y;padding:4px 8px", "font-size:12pt;padding:4px 8px"),
    ("width:99999999999999999999px", nil),
  ])
  func `style keeps only harmless values of harmless properties`(_ style: String, _ kept: String?) {
    #expect(HTMLStyle.allowed(style) == kept)
  }

  @Test func `a host that is shown stands apart from the sender's words`() {
    let mail = MailHTML(
      sanitising:
        #"<p>Pay <a href="https://ok.example/">here</a>today or <a href="https://ok.example/">there</a>.</p>"#
    )
    #expect(mail.plainText == "Pay here (ok.example) today or there (ok.example).")
  }

  @Test func `of two hosts in a row each stands in its own brackets`() {
    let mail = MailHTML(
      sanitising:
        #"<a href="https://ok.example/"><img src="https://track.example/p.png"></a>"#)
    #expect(mail.plainText == "(track.example) (ok.example)")
  }

  @Test func `a picture of the mail is shown from its attachment`() {
    let clean = MailHTML(sanitising: "<img src=\"cid:a%40b\" alt=plan>") { id in
      id == "a@b" ? "/attachments/7" : nil
    }
    #expect(clean.html == "<img src=\"/attachments/7\" alt=\"plan\">")
  }

  @Test(arguments: [
    ("<img src=http://far.example/a.png>", "<span class=\"mail-picture\">far.example</span>", 1),
    ("<img src=//far.example/a.png alt=Logo>", "<span class=\"mail-picture\">Logo</span>", 1),
    ("<img src=http://far.example/t.gif width=1 height=1>", "", 1),
    ("<img src=cid:nobody alt=x>", "<span class=\"mail-picture\">x</span>", 0),
    ("<img src=data:image/svg+xml,x alt=x>", "<span class=\"mail-picture\">x</span>", 0),
    ("<img src=\"data:image/png;base64,iVBO\">", "<img src=\"data:image/png;base64,iVBO\">", 0),
  ])
  func `a picture from outside is never asked for`(_ source: String, _ html: String, _ remote: Int)
  {
    let clean = MailHTML(sanitising: source)
    #expect(clean.html == html)
    #expect(clean.remotePictures == remote)
  }

  @Test func `an attachment path that is no path of ours is not used`() {
    let clean = MailHTML(sanitising: "<img src=cid:x alt=x>") { _ in "//far.example/x" }
    #expect(clean.html == "<span class=\"mail-picture\">x</span>")
  }

  @Test(arguments: [
    "<div>", "<b>", "<a href=http://a.example/><b>", "<table>", "<b><p>", "<table>x", "<svg>", "<",
    "<!--", "&amp", "<li><div>", "<p style='color:red'>", "</b>", "<title>", "<h1><b>",
  ])
  func `twice the mail is at most twice the work`(_ piece: String) {
    let steps = [1_000, 2_000, 4_000].map { count in
      MailHTML(sanitising: String(repeating: piece, count: count)).steps
    }
    #expect(steps[1] <= 2 * steps[0] + 11_000)
    #expect(steps[2] <= 2 * steps[1] + 11_000)
  }

  @Test func `a mail too long is cut where its elements end`() {
    let clean = MailHTML(sanitising: String(repeating: "<p>word", count: 1_000), sizeLimit: 500)
    #expect(clean.shortened)
    #expect(clean.html.hasSuffix("</p>"))
    #expect(clean.html.utf8.count < 600)
  }

  @Test(arguments: [
    ("<p>a</p><p>b<br>c</p>", "a\n\nb\nc"),
    ("<ul><li>a<li>b</ul>", "- a\n- b"),
    ("<table><tr><td>a<td>b<tr><td>c</table>", "a\tb\nc"),
    ("a  \n b<blockquote>c<br>d</blockquote>e", "a b\n\n> c\n> d\n\ne"),
    ("<pre>a\n  b</pre>", "a\n  b"),
    ("<div>a</div><div>b</div>", "a\nb"),
    ("x<hr>y", "x\n---\ny"),
  ])
  func `the words of a page are lines`(_ source: String, _ text: String) {
    #expect(MailHTML(sanitising: source).plainText == text)
  }

  @Test func `a mail without a text part is read from its page`() throws {
    #expect(try Corpus.mail("envelope-html-only").text == "First line\nsecond\n\n- one")
  }
}
