// SPDX-License-Identifier: AGPL-3.0-or-later

import Rules

/// The head of a page: where one is, what this is, what can be done.
package struct Head: Part {
  let title: Phrase
  let crumbs: [(title: Phrase, path: String)]
  let beside: HTML
  let toolbar: Toolbar?

  /// The last crumb leads back to the list, also by the key `u`.
  package init(
    _ title: Phrase, crumbs: [(title: Phrase, path: String)] = [], beside: HTML = .empty,
    toolbar: Toolbar? = nil
  ) {
    self.title = title
    self.crumbs = crumbs
    self.beside = beside
    self.toolbar = toolbar
  }

  package var html: HTML {
    """
    <header class="head">\(if: !crumbs.isEmpty, trail)<h1>\(say: title)</h1>\(beside)\(toolbar)</header>
    """
  }

  private var trail: HTML {
    "<p class=\"crumbs\">\(each: crumbs.enumerated(), { crumb($0.element, isBack: $0.offset == crumbs.count - 1) })</p>"
  }

  private func crumb(_ crumb: (title: Phrase, path: String), isBack: Bool) -> HTML {
    """
    <a href="\(crumb.path)"\(attribute: "data-key", isBack ? "u" : nil)>\(say: crumb.title)</a>
    """
  }
}

/// A part of a page under a heading that sits on a hairline.
package struct Section: Part {
  let title: Phrase?
  let beside: HTML
  let content: HTML
  let id: String?

  package init(_ title: Phrase?, beside: HTML = .empty, id: String? = nil, _ content: HTML) {
    self.title = title
    self.beside = beside
    self.content = content
    self.id = id
  }

  package var html: HTML {
    """
    <section class="section"\(attribute: "id", id)>\(given: title, head)\(content)</section>
    """
  }

  private func head(_ title: Phrase) -> HTML { "<header><h2>\(say: title)</h2>\(beside)</header>" }
}

/// A page in two columns: the matter, and the facts beside it.
package struct Split: Part {
  let main: HTML
  let side: HTML
  let isForm: Bool

  /// `form` keeps the facts near a form's narrow column.
  package init(_ main: HTML, side: HTML, form: Bool = false) {
    self.main = main
    self.side = side
    isForm = form
  }

  package var html: HTML {
    """
    <div class="split"\(attribute: "data-face", isForm ? "form" : nil)><div>\(main)</div><aside>\(side)</aside></div>
    """
  }
}
