"""Opens pages that the program wrote in Debian's chromium, at the widths of a screen and of a phone and in print:
no error on the console, nothing that hangs over to the side, every link leads to a file or place, every picture, link
and table cell that is a heading has a name. `check.py PAGE… [--shots FOLDER]`; ends with 0 and says so without chromium,
unless TONGHOP_REQUIRE_READERS is set.
"""
import base64
import json
import os
import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from urllib.parse import unquote, urlparse

WIDTHS = [1280, 390]


def skip(why):
    if os.environ.get("TONGHOP_REQUIRE_READERS"):
        sys.exit(f"missing: {why}")
    print(f"skipped: {why}")
    sys.exit(0)


class Tab:
    def __init__(self, folder):
        import websocket
        self.process = subprocess.Popen(
            ["chromium", "--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
             "--disable-component-update", "--disable-sync", f"--user-data-dir={folder}", "--remote-debugging-port=0", "--remote-allow-origins=*", "about:blank"],
            stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        port = Path(folder) / "DevToolsActivePort"
        for _ in range(300):
            if port.exists() and port.read_text().count("\n"):
                break
            time.sleep(0.1)
        import urllib.request
        tabs = json.load(urllib.request.urlopen(f"http://127.0.0.1:{port.read_text().split()[0]}/json/list"))
        self.socket = websocket.create_connection(next(t for t in tabs if t["type"] == "page")["webSocketDebuggerUrl"], timeout=60)
        self.number = 0
        self.heard = []

    def ask(self, method, **params):
        self.number += 1
        self.socket.send(json.dumps({"id": self.number, "method": method, "params": params}))
        while True:
            message = json.loads(self.socket.recv())
            if message.get("id") == self.number:
                if "error" in message:
                    raise RuntimeError(f"{method}: {message['error']}")
                return message["result"]
            self.heard.append(message)

    def value(self, script):
        return self.ask("Runtime.evaluate", expression=script, returnByValue=True)["result"].get("value")

    def open(self, path):
        self.ask("Page.navigate", url=path.resolve().as_uri())
        for _ in range(200):
            if self.value("document.readyState") == "complete" and self.value("location.href") != "about:blank":
                return
            time.sleep(0.05)
        raise RuntimeError(f"{path} does not load")


def check(tab, page, shots):
    wrong = []
    for width in WIDTHS:
        tab.ask("Emulation.setDeviceMetricsOverride", width=width, height=900, deviceScaleFactor=1, mobile=width < 600)
        tab.heard.clear()
        tab.open(page)
        over = tab.value("document.documentElement.scrollWidth - document.documentElement.clientWidth")
        if over > 0:
            widest = tab.value("[...document.querySelectorAll('body *')].filter(e => e.getBoundingClientRect().right > innerWidth && !e.closest('.scroll')).map(e => e.tagName + '.' + e.className).slice(0, 5).join(' ')")
            wrong.append(f"{width}: {over} pixels hang over: {widest}")
        # All that can be unfolded, unfolded: that is what is looked at.
        tab.value("document.querySelectorAll('details').forEach(d => d.open = true)")
        over = tab.value("document.documentElement.scrollWidth - document.documentElement.clientWidth")
        if over > 0:
            wrong.append(f"{width}: {over} pixels hang over where everything is unfolded")
        if shots:
            tab.value("document.querySelectorAll('details').forEach(d => d.open = false)")
            shot = tab.ask("Page.captureScreenshot", captureBeyondViewport=True)
            (shots / f"{page.parent.name}-{width}.png").write_bytes(base64.b64decode(shot["data"]))
        for message in tab.heard:
            entry = message.get("params", {}).get("entry") or message.get("params", {}).get("exceptionDetails")
            if message.get("method") in ("Log.entryAdded", "Runtime.exceptionThrown"):
                wrong.append(f"{width}: console: {entry.get('text')} {entry.get('url', '')}")
    links = tab.value("[...document.links].map(a => a.href)")
    for link in links:
        url = urlparse(link)
        if url.scheme != "file":
            wrong.append(f"leads outside: {link}")
        elif not Path(unquote(url.path)).exists():
            wrong.append(f"leads nowhere: {link}")
        if url.fragment and not tab.value(f"!!document.getElementById({json.dumps(url.fragment)})"):
            wrong.append(f"no such place: {link}")
    nodes = tab.ask("Accessibility.getFullAXTree")["nodes"]
    named = 0
    for node in nodes:
        role = node.get("role", {}).get("value", "")
        if node.get("ignored") or role not in ("image", "img", "graphics-document", "link", "heading", "region", "DisclosureTriangle", "rowheader", "columnheader", "navigation"):
            continue
        named += 1
        if not node.get("name", {}).get("value", "").strip():
            wrong.append(f"a {role} without a name")
    svgs = tab.value("[...document.querySelectorAll('svg')].every(s => s.getAttribute('role') === 'img' && s.querySelector('title').textContent && s.querySelector('desc').textContent)")
    if not svgs:
        wrong.append("a drawing without role, title or description")
    pdf = base64.b64decode(tab.ask("Page.printToPDF", paperWidth=8.27, paperHeight=11.69, preferCSSPageSize=True)["data"])
    if not pdf.startswith(b"%PDF"):
        wrong.append("cannot be printed")
    if shots:
        (shots / f"{page.parent.name}.pdf").write_bytes(pdf)
    return wrong, len(links), named


def main():
    arguments = sys.argv[1:]
    shots = None
    if "--shots" in arguments:
        at = arguments.index("--shots")
        shots = Path(arguments[at + 1])
        shots.mkdir(parents=True, exist_ok=True)
        del arguments[at:at + 2]
    if not shutil.which("chromium"):
        skip("chromium")
    try:
        import websocket  # noqa: F401
    except ImportError:
        skip("Python's websocket-client")
    folder = tempfile.mkdtemp()
    tab = Tab(folder)
    failed = False
    try:
        for domain in ("Page", "Log", "Runtime", "Accessibility"):
            tab.ask(f"{domain}.enable")
        for page in map(Path, arguments):
            wrong, links, named = check(tab, page, shots)
            print(f"{page}: {links} links, {named} named elements, {len(wrong)} faults")
            for w in wrong:
                print(f"  {w}")
            failed = failed or bool(wrong) or links == 0 or named == 0
    finally:
        tab.process.kill()
        tab.process.wait()
        shutil.rmtree(folder, ignore_errors=True)
    sys.exit(1 if failed else 0)


main()
