"""Files to send: good ones of each kind, and bad ones, each made here byte by byte."""

import io
import zipfile
import zlib
from struct import pack

from PIL import Image, TiffImagePlugin

GPS = 0x8825
CAMERA = 0x010F
SCRIPT = b"<script>alert(1)</script>"
RELATION = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
ODT = "application/vnd.oasis.opendocument.text"
ODS = "application/vnd.oasis.opendocument.spreadsheet"


def picture(kind="JPEG", size=(40, 30), *, exif=False, **options):
    """A picture; with `exif` it names the camera and the place, and says that it lies on its side."""
    image = Image.new("RGB", size, (30, 90, 160))
    image.putpixel((0, 0), (250, 10, 10))
    if exif:
        facts = Image.Exif()
        facts[CAMERA] = "SecretCamera"
        facts[0x0112] = 6
        facts[GPS] = {1: "N", 2: (TiffImagePlugin.IFDRational(53), 25, 30)}
        options["exif"] = facts
    out = io.BytesIO()
    image.save(out, kind, **options)
    return out.getvalue()


def moving_picture(frames=3):
    """A GIF that moves."""
    images = [Image.new("RGB", (20, 20), (number * 60, 0, 0)) for number in range(frames)]
    out = io.BytesIO()
    images[0].save(out, "GIF", save_all=True, append_images=images[1:], duration=80)
    return out.getvalue()


def png_that_claims(width, height):
    """A PNG of a few bytes that would unpack to a picture of this size."""

    def chunk(kind, data):
        return pack(">I", len(data)) + kind + data + pack(">I", zlib.crc32(kind + data))

    header = pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    rows = zlib.compress(b"\0" * 1000)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", rows) + chunk(b"IEND", b"")


def archive(parts, *, compress=zipfile.ZIP_DEFLATED):
    """A zip of these parts."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", compress) as made:
        for name, content in parts.items():
            made.writestr(name, content)
    return out.getvalue()


def word(**more):
    """A Word document; `more` replaces or adds parts."""
    parts = {
        "[Content_Types].xml": "<Types/>",
        "_rels/.rels": "<Relationships/>",
        "word/document.xml": "<document><p>Minutes</p></document>",
        "word/_rels/document.xml.rels": (
            f'<Relationships><Relationship Id="r1" Type="{RELATION}/hyperlink"'
            ' Target="https://example.org/" TargetMode="External"/></Relationships>'
        ),
    }
    return archive({**parts, **more})


def excel():
    """An Excel workbook, written by the library that writes our exports."""
    from openpyxl import Workbook

    book, out = Workbook(), io.BytesIO()
    book.active.append(["Ward", 1])
    book.save(out)
    return out.getvalue()


def open_document(kind=ODT, **more):
    """An OpenDocument file."""
    parts = {"mimetype": kind, "content.xml": "<office/>", "META-INF/manifest.xml": "<manifest/>"}
    return archive({**parts, **more})


def pdf(extra=b""):
    """A small PDF."""
    return (
        b"%PDF-1.7\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n2 0 obj<</Type/Pages/Kids[]/Count 0>>endobj\n"
        + extra
        + b"\ntrailer<</Root 1 0 R>>\nstartxref\n0\n%%EOF\n"
    )


GOOD_PICTURES = {
    "photo.jpg": picture(exif=True),
    "photo.jpeg": picture(),
    "plan.png": picture("PNG"),
    "plan.webp": picture("WEBP"),
    "old.gif": picture("GIF"),
    "moving.gif": moving_picture(),
}
GOOD_DOCUMENTS = {
    "minutes.pdf": pdf(),
    "minutes.docx": word(),
    "figures.xlsx": excel(),
    "minutes.odt": open_document(),
    "figures.ods": open_document(ODS),
    "figures.csv": b"ward,people\nSale Moor,7\n",
    "notes.txt": "Café at ten.\r\n".encode("cp1252"),
}

SVG = b'<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>'
PROGRAM = b"MZ\x90\0\x03" + bytes(range(256))
BAD_PICTURES = {
    "an SVG": ("drawing.svg", SVG),
    "an SVG called PNG": ("drawing.png", SVG),
    "a page called JPEG": ("photo.jpg", b"<!doctype html>" + SCRIPT),
    "a program called GIF": ("photo.gif", PROGRAM),
    "a PNG called JPEG": ("photo.jpg", picture("PNG")),
    "a start of a JPEG and then a page": ("photo.jpg", b"\xff\xd8\xff\xe0" + SCRIPT),
    "a start of a GIF and then a script": ("photo.gif", b"GIF89a/*" + SCRIPT + b"*/"),
    "a PNG that is cut off": ("photo.png", picture("PNG", (400, 400))[:60]),
    "a PNG that unpacks to 40,000 by 40,000": ("photo.png", png_that_claims(40_000, 40_000)),
    "a PNG just over the limit": ("photo.png", png_that_claims(10_000, 5_001)),
    "a TIFF": ("photo.tiff", picture("TIFF")),
    "a TIFF called WebP": ("photo.webp", picture("TIFF")),
    "a BMP called PNG": ("photo.png", picture("BMP")),
    "an empty JPEG": ("photo.jpg", b""),
    "a JPEG of 11 MB": ("photo.jpg", picture() + b"\0" * 11 * 1024 * 1024),
    "a double ending": ("photo.jpg.php", picture()),
    "no ending": ("photo", picture()),
}
BAD_DOCUMENTS = {
    "a page": ("minutes.html", SCRIPT),
    "XML": ("minutes.xml", b"<?xml version='1.0'?><x/>"),
    "an SVG among documents": ("drawing.svg", SVG),
    "a script": ("run.js", b"alert(1)"),
    "a program": ("setup.exe", PROGRAM),
    "a program called PDF": ("minutes.pdf", PROGRAM),
    "a page called PDF": ("minutes.pdf", b"<html>" + SCRIPT + b"%PDF-1.7 %%EOF"),
    "a PDF that is also a zip": ("minutes.pdf", pdf() + archive({"a": "b"})),
    "a PDF that runs a script": ("minutes.pdf", pdf(b"3 0 obj<</S/JavaScript/JS(app.alert(1))>>endobj")),
    "a PDF that hides its script": ("minutes.pdf", pdf(b"3 0 obj<</S/J#61vaScript>>endobj")),
    "a PDF that starts programs": ("minutes.pdf", pdf(b"3 0 obj<</S/Launch/F(cmd.exe)>>endobj")),
    "a PDF that is cut off": ("minutes.pdf", pdf()[:60]),
    "a Word document with macros": ("minutes.docx", word(**{"word/vbaProject.bin": "x"})),
    "a macro file by its own name": ("minutes.docm", word()),
    "macros named in the types": (
        "minutes.docx",
        word(**{"[Content_Types].xml": '<Types><Override ContentType="x.macroEnabled.main+xml"/></Types>'}),
    ),
    "a template from elsewhere": (
        "minutes.docx",
        word(
            **{
                "word/_rels/settings.xml.rels": (
                    f'<Relationships><Relationship Type="{RELATION}/attachedTemplate"'
                    ' Target="https://evil.example/t.dotm" TargetMode="External"/></Relationships>'
                )
            },
        ),
    ),
    "a program inside": ("minutes.docx", word(**{"word/embeddings/setup.exe": "MZ"})),
    "a document type with entities": (
        "minutes.docx",
        word(**{"word/document.xml": '<!DOCTYPE x [<!ENTITY a "ha">]><document>&a;</document>'}),
    ),
    "a zip bomb": (
        "figures.xlsx",
        archive({"[Content_Types].xml": "", "xl/workbook.xml": b"\0" * 120 * 1024**2}),
    ),
    "a zip of 3,000 parts": ("minutes.docx", word(**{f"word/{n}.xml": "x" for n in range(3_000)})),
    "a way out of the folder": ("minutes.docx", word(**{"../../evil.xml": "x"})),
    "a plain zip called Word": ("minutes.docx", archive({"a.txt": "x"})),
    "a Word document behind a page": ("minutes.docx", SCRIPT + word()),
    "a Word document before a page": ("minutes.docx", word() + SCRIPT),
    "a text called spreadsheet": ("figures.ods", open_document(ODT)),
    "Basic in an OpenDocument file": ("minutes.odt", open_document(**{"Basic/Standard/Module1.xml": "x"})),
    "a page called CSV": ("figures.csv", b"\xef\xbb\xbf  <html>" + SCRIPT),
    "a program called text": ("notes.txt", PROGRAM),
    "an old Word document": ("minutes.doc", b"\xd0\xcf\x11\xe0" + b"\0" * 600),
    "an empty PDF": ("minutes.pdf", b""),
    "a text of 11 MB": ("notes.txt", b"x" * 11 * 1024 * 1024),
}
