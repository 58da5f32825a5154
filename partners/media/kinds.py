"""Which files may be uploaded, and how large. Everything else is refused."""

from dataclasses import dataclass

LARGEST_FILE = 10 * 1024 * 1024  # bytes
MOST_PIXELS = 50_000_000  # of all frames together
MOST_FRAMES = 300
LARGEST_UNPACKED = 100 * 1024 * 1024  # bytes, of all parts of an office file together
MOST_PARTS = 2_000


@dataclass(frozen=True)
class Kind:
    """One kind of file: its name for people, the endings of its names, and its content type."""

    name: str
    endings: tuple[str, ...]
    content_type: str


JPEG = Kind("JPEG picture", ("jpg", "jpeg"), "image/jpeg")
PNG = Kind("PNG picture", ("png",), "image/png")
GIF = Kind("GIF picture", ("gif",), "image/gif")
WEBP = Kind("WebP picture", ("webp",), "image/webp")
PICTURES = (JPEG, PNG, GIF, WEBP)

PDF = Kind("PDF", ("pdf",), "application/pdf")
WORD = Kind(
    "Word document", ("docx",), "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
)
EXCEL = Kind("Excel workbook", ("xlsx",), "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet")
TEXT_DOCUMENT = Kind("OpenDocument text", ("odt",), "application/vnd.oasis.opendocument.text")
SPREADSHEET = Kind("OpenDocument spreadsheet", ("ods",), "application/vnd.oasis.opendocument.spreadsheet")
CSV = Kind("CSV file", ("csv",), "text/csv")
TEXT = Kind("text file", ("txt",), "text/plain")
DOCUMENTS = (PDF, WORD, EXCEL, TEXT_DOCUMENT, SPREADSHEET, CSV, TEXT)


def endings(kinds: tuple[Kind, ...]) -> list[str]:
    """Return all endings, without the dot."""
    return [ending for kind in kinds for ending in kind.endings]


def kind_of(name: str, kinds: tuple[Kind, ...]) -> Kind | None:
    """Return the kind that the end of a file's name says, or None."""
    ending = name.rpartition(".")[2].lower()
    return next((kind for kind in kinds if ending in kind.endings), None)
