# SPDX-License-Identifier: AGPL-3.0-or-later
"""What we let through of a mail's HTML, judged by parsers and a browser that are not ours."""

import json
import os
import re
import shutil
import subprocess
from pathlib import Path

import html5lib
import hostile
import nh3
import pytest
from playwright.sync_api import sync_playwright

ROOT = Path(__file__).resolve().parents[3]
MUTATIONS = int(os.environ.get("MAINSTAY_MUTATIONS", "1500"))
SEED = int(os.environ.get("MAINSTAY_SEED", "20261121"))
XHTML = "{http://www.w3.org/1999/xhtml}"

ELEMENTS = set(
    "a abbr acronym address article aside b bdi bdo big blockquote br caption center cite code col colgroup dd del dfn"
    " div dl dt em figcaption figure font footer h1 h2 h3 h4 h5 h6 header hr i img ins kbd li main mark nav ol p pre q"
    " s samp section small span strike strong sub sup table tbody td tfoot th thead time tr tt u ul var wbr".split()
)
ATTRIBUTES = set(
    "align alt bgcolor border cellpadding cellspacing class color colspan dir height href lang rel rowspan size span src"
    " start style target title type valign width".split()
)
LINK = re.compile(r"(https?://[a-z0-9._:-]+([/?#][!-~]*)?|mailto:[!-~]+@[!-~]+|tel:[+0-9().-]+)\Z")
PICTURE = re.compile(r"(/attachments/known|data:image/(png|jpeg|jpg|gif|webp);base64,[A-Za-z0-9+/=]+)\Z")
STYLE = re.compile(r"[a-z-]+:[a-z0-9#.,%() -]+(;[a-z-]+:[a-z0-9#.,%() -]+)*\Z")
FORBIDDEN_STYLE = re.compile(r"url|expression|import|position|display|opacity|visibility|var\(|attr\(|\\|/\*|-\d")


class Sanitiser:
    """The program under test, asked frame by frame."""

    def __init__(self, program):
        self.process = subprocess.Popen([program], stdin=subprocess.PIPE, stdout=subprocess.PIPE)

    def __call__(self, text):
        data = text.encode("utf-8", "surrogatepass")
        self.process.stdin.write(b"%d\n" % len(data) + data)
        self.process.stdin.flush()
        length = int(self.process.stdout.readline())
        return json.loads(self.process.stdout.read(length))


def program():
    built = os.environ.get("MAINSTAY_PROGRAMS")
    if not built:
        asked = ["swift", "build", "--show-bin-path"]
        built = subprocess.run(asked, cwd=ROOT, check=True, capture_output=True, text=True).stdout.strip()
    return f"{built}/sanitise"


@pytest.fixture(scope="module")
def sanitise():
    asked = Sanitiser(program())
    yield asked
    asked.process.stdin.close()
    asked.process.wait()


@pytest.fixture(scope="module")
def documents():
    return hostile.documents() + list(hostile.mutations(MUTATIONS, SEED))


@pytest.fixture(scope="module")
def cleaned(sanitise, documents):
    return [(source, sanitise(source)) for source in documents]


@pytest.fixture(scope="module")
def browser():
    with sync_playwright() as playwright:
        found = shutil.which("chromium")
        started = playwright.chromium.launch(executable_path=found, args=["--no-sandbox", "--disable-dev-shm-usage"])
        yield started
        started.close()


def intended(reply):
    """The tree our program meant, as steps with neighbouring words joined."""
    return joined(tuple(event) if event[0] != "<" else opened(event[1], dict(pairs(event[2:]))) for event in reply["events"])


def pairs(flat):
    return zip(flat[::2], flat[1::2])


def opened(name, attributes):
    return ("<", name, tuple(sorted(attributes.items())))


def joined(steps):
    out = []
    for step in steps:
        if step[0] == "=" and out and out[-1][0] == "=":
            out[-1] = ("=", out[-1][1] + step[1])
        elif step[0] != "=" or step[1]:
            out.append(step)
    return out


def walked(element):
    """The steps by which a parser's tree would be written."""
    def inside(node):
        if node.text:
            yield ("=", node.text)
        for child in node:
            name = child.tag.removeprefix(XHTML) if isinstance(child.tag, str) else "comment"
            yield opened(name, {str(key): value for key, value in child.attrib.items()})
            yield from inside(child)
            yield (">", name)
            if child.tail:
                yield ("=", child.tail)

    return joined(inside(element))


def parsed(html):
    return walked(html5lib.parseFragment(html, container="div", treebuilder="etree"))


def parsed_in_page(html, doctype):
    page = html5lib.parse(f"{doctype}<body><section>{html}</section><footer></footer>", treebuilder="etree")
    body = page.find(XHTML + "body")
    assert [child.tag for child in body] == [XHTML + "section", XHTML + "footer"]
    return walked(body[0])


def test_there_are_enough_documents():
    assert len(set(hostile.documents())) >= 300


def test_html5lib_reads_back_what_was_meant(cleaned):
    for source, reply in cleaned:
        assert parsed(reply["html"]) == intended(reply), source


@pytest.mark.parametrize("doctype", ["<!doctype html>", ""], ids=["standards", "quirks"])
def test_nothing_leaks_out_of_its_place_in_a_page(cleaned, doctype):
    for source, reply in cleaned[::3]:
        assert parsed_in_page(reply["html"], doctype) == intended(reply), source


def test_only_what_is_allowed_stands_in_the_tree(cleaned):
    for source, reply in cleaned:
        for step in parsed(reply["html"]):
            if step[0] != "<":
                continue
            assert step[1] in ELEMENTS, source
            for name, value in step[2]:
                assert name in ATTRIBUTES, source
                assert name != "href" or LINK.match(value), (source, value)
                assert name != "src" or PICTURE.match(value), (source, value)
                assert name != "class" or value in ("mail-picture", "mail-host"), source
                assert name != "style" or STYLE.match(value) and not FORBIDDEN_STYLE.search(value), (source, value)
            if any(name == "href" for name, _ in step[2]):
                assert ("rel", "noopener noreferrer nofollow") in step[2] and ("target", "_blank") in step[2]


def test_nh3_finds_nothing_to_remove(cleaned):
    allowed = {name: ATTRIBUTES for name in ELEMENTS}
    for source, reply in cleaned:
        again = nh3.clean(
            reply["html"], tags=ELEMENTS, attributes=allowed, link_rel=None,
            url_schemes={"http", "https", "mailto", "tel", "data"},
        )
        assert without_first_feed(parsed(again)) == without_first_feed(intended(reply)), source


def without_first_feed(steps):
    """The writer of nh3 does not guard the line feed that parsers drop after pre."""
    before = [("",)] + steps
    return [
        ("=", step[1].lstrip("\n")) if step[0] == "=" and last[:2] == ("<", "pre") else step
        for last, step in zip(before, steps)
    ]


def test_a_second_pass_changes_nothing_that_matters(sanitise, cleaned):
    for source, reply in cleaned[::5]:
        if "mail-host" in reply["html"] or "mail-picture" in reply["html"] or "/attachments/" in reply["html"]:
            continue
        assert sanitise(reply["html"])["html"] == reply["html"], source


READ_BACK = """
htmls => htmls.map(html => {
  const out = [];
  const walk = node => {
    for (const child of node.childNodes) {
      if (child.nodeType === 3) { out.push(['=', child.data]); continue; }
      const attributes = child.attributes ? [...child.attributes].map(a => [a.name, a.value]) : [];
      out.push(['<', child.localName || '#' + child.nodeType, attributes]);
      walk(child);
      out.push(['>', child.localName || '#' + child.nodeType]);
    }
  };
  const page = new DOMParser().parseFromString('<!doctype html><body><section>' + html + '</section>', 'text/html');
  walk(page.body.firstChild);
  if (page.body.childNodes.length !== 1) out.push(['leak']);
  return out;
})
"""

PROVOKE = """
() => {
  const kinds = ['click', 'mouseover', 'mouseenter', 'focus', 'pointerenter', 'toggle', 'animationstart', 'transitionend',
                 'error', 'load', 'wheel', 'input', 'copy', 'paste', 'auxclick', 'beforetoggle', 'start', 'begin'];
  for (const element of document.querySelectorAll('section *')) {
    if (element.closest('a[href]')) continue;
    for (const kind of kinds) element.dispatchEvent(new Event(kind, { bubbles: true, cancelable: true }));
  }
}
"""


def test_chromium_reads_back_what_was_meant(browser, cleaned):
    page = browser.new_page()
    for start in range(0, len(cleaned), 200):
        batch = cleaned[start : start + 200]
        trees = page.evaluate(READ_BACK, [reply["html"] for _, reply in batch])
        for (source, reply), tree in zip(batch, trees):
            steps = joined(opened(s[1], dict(s[2])) if s[0] == "<" else tuple(s) for s in tree)
            assert steps == intended(reply), source
    page.close()


def harm(browser, htmls):
    """Scripts run and addresses asked for when Chromium shows these without any policy."""
    page = browser.new_page()
    asked, dialogs = [], []
    page.route("**/*", lambda route: (asked.append(route.request.url), route.abort()))
    page.on("dialog", lambda dialog: (dialogs.append(dialog.message), dialog.dismiss()))
    page.set_content("".join(f"<section>{html}</section>" for html in htmls), wait_until="domcontentloaded")
    page.evaluate(PROVOKE)
    page.wait_for_load_state("load")
    bites = page.evaluate("window.bite || 0")
    page.close()
    return bites, [url for url in asked if not url.startswith("data:")], dialogs


def test_chromium_runs_nothing_and_asks_for_nothing(browser, cleaned):
    for start in range(0, len(cleaned), 100):
        batch = [reply["html"] for _, reply in cleaned[start : start + 100]]
        assert harm(browser, batch) == (0, [], []), f"documents {start} to {start + 100}"


def test_the_browser_would_have_seen_harm(browser):
    biting = hostile.SCRIPTS[:1] + hostile.HANDLERS[:8] + hostile.NAMESPACES[:3]
    bites, asked, _ = harm(browser, biting)
    assert bites >= 8
    _, asked, _ = harm(browser, [f"<p style=\"background:url({hostile.FAR})\">x</p>", f"<img src={hostile.FAR}>"])
    assert len(asked) >= 1


@pytest.mark.parametrize("name", sorted(hostile.bombs(8)))
def test_the_work_grows_with_the_size_and_no_faster(sanitise, name):
    small, large = (sanitise(hostile.bombs(scale)[name]) for scale in (2_000, 4_000))
    assert large["steps"] <= 2.2 * small["steps"] + 1_000
    source = len(hostile.bombs(4_000)[name])
    assert large["steps"] <= 150 * source
    assert len(large["html"]) <= 40 * source + 1_000


def test_an_endless_mail_is_cut_off_whole(sanitise, browser):
    reply = sanitise("<p><b>word</b> &lt; " * 60_000)
    assert reply["shortened"]
    assert len(reply["html"].encode()) < (1 << 20) + 10_000
    page = browser.new_page()
    (tree,) = page.evaluate(READ_BACK, [reply["html"]])
    assert joined(opened(s[1], dict(s[2])) if s[0] == "<" else tuple(s) for s in tree) == intended(reply)
    page.close()
