"""What a browser complains of while it shows a page: refused, failed, or fetched from elsewhere."""

from urllib.parse import urlsplit

SETTLING = 200  # milliseconds, for what scripts start once a page is there
LISTEN = """
window.refused = [];
document.addEventListener('securitypolicyviolation', (event) => {
  const where = `${event.sourceFile || ''}:${event.lineNumber}`;
  window.refused.push(`${event.effectiveDirective} ${event.blockedURI} ${event.sample} ${where}`);
});
"""


class Complaints:
    """Collects what is wrong with the pages that a tab shows."""

    def __init__(self, page):
        self.page, self.found = page, []
        page.add_init_script(LISTEN)
        page.on("console", self.on_console)
        page.on("pageerror", lambda error: self.add(f"script failed: {error}"))
        page.on("request", self.on_request)

    def add(self, text):
        self.found.append(f"{urlsplit(self.page.url).path}: {text}")

    def on_console(self, message):
        if message.type == "error":
            self.add(f"console: {message.text[:300]}")

    def on_request(self, request):
        parts = urlsplit(request.url)
        if parts.scheme not in ("data", "blob") and parts.hostname != "127.0.0.1":
            self.add(f"fetched {request.url}")

    def refused(self):
        """Ask every frame what its policy refused, and add it."""
        for frame in self.page.frames:
            for refusal in frame.evaluate("window.refused || []"):
                self.add(f"refused: {refusal}")

    def visit(self, address):
        """Show a page with all that it loads by itself. Returns the answer."""
        answer = self.page.goto(address, wait_until="load")
        self.page.wait_for_timeout(SETTLING)
        self.refused()
        return answer
