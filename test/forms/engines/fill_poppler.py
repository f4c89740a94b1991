"""Fills PDF forms with Poppler, as Okular and Evince do.

Arguments: input, output and list of values, any number of times. A line of a list holds, between tabs: text or tick,
the name of the field, what to fill in (line ends as \\n), the page, and the middle of its box from the top left.
"""
import sys
from pathlib import Path

import gi

gi.require_version("Poppler", "0.18")
from gi.repository import Poppler  # noqa: E402


def fill(source, target, values):
    document = Poppler.Document.new_from_file(Path(source).absolute().as_uri(), None)
    pages = [document.get_page(number) for number in range(document.get_n_pages())]
    for line in Path(values).read_text(encoding="utf-8").splitlines():
        kind, name, value, number, x, y = line.split("\t")
        page = pages[int(number)]
        up = page.get_size().height - float(y)
        for mapping in page.get_form_field_mapping():
            area = mapping.area
            if area.x1 < float(x) < area.x2 and area.y1 < up < area.y2:
                if kind == "text":
                    mapping.field.text_set_text(value.replace("\\n", "\n"))
                else:
                    mapping.field.button_set_state(True)
                break
        else:
            sys.exit(f"no such field: {name}")
    document.save(Path(target).absolute().as_uri())


for at in range(1, len(sys.argv), 3):
    fill(*sys.argv[at : at + 3])
