"""Somebody presses Save while the editor is just saving by itself."""

import pytest
from playwright.sync_api import expect

from tests.journeys.signing import admin_page, save_draft

EDITOR = "editor@mersey-bank.example"
# Whatever scripts send is answered a second and a half late; and the page tells when it looks for changes.
SLOW = """
document.addEventListener("w-unsaved:watch-edits", () => {
  document.documentElement.dataset.watched = "";
});
const plain = window.fetch;
window.fetch = async (...what) => {
  const answer = await plain(...what);
  await new Promise((done) => setTimeout(done, 1500));
  return answer;
};
"""


def by_itself(request):
    """Whether a request is the editor's own saving."""
    return request.method == "POST" and "application/json" in request.headers.get("accept", "")


@pytest.fixture
def editor(sign_in):
    """An editor whose own saving is slow, with how it was answered each time."""
    page = sign_in(EDITOR)
    page.add_init_script(SLOW)
    page.answers = []
    page.on("response", lambda answer: by_itself(answer.request) and page.answers.append(answer.status))
    page.goto("/admin/")
    return page


def write(page, words):
    """Change the summary, and wait until the editor is saving that by itself."""
    page.locator("html[data-watched]").wait_for(state="attached")
    with page.expect_request(by_itself):
        page.locator("#id_summary").fill(words)
        page.locator("#id_title").focus()


@pytest.mark.lost_update
def test_save_waits_for_what_is_on_its_way(editor):
    editor.get_by_role("link", name="Write a case study", exact=True).click()
    editor.locator("html[data-watched]").wait_for(state="attached")
    editor.locator("#id_title").fill("A kettle on every landing")
    write(editor, "Neighbours meet over tea.")
    editor.locator("#id_summary").fill("Neighbours meet over tea and toast.")
    save_draft(editor)
    expect(editor.locator("#id_summary")).to_have_value("Neighbours meet over tea and toast.")
    key = admin_page(editor)
    write(editor, "Neighbours meet over tea, toast and jam.")
    with editor.expect_navigation():
        save_draft(editor)
    editor.goto(f"/admin/pages/{key}/edit/")
    expect(editor.locator("#id_summary")).to_have_value("Neighbours meet over tea, toast and jam.")
    assert set(editor.answers) == {200}
