"""Setting a page of HTML on paper: a PDF that is tagged (PDF/UA-1) and has the same bytes wherever it is made.

`faces` says in which font files, `engine` with which versions of the libraries, `press` does it in a process of its
own. None of them knows what a document is.
"""

from generator.typesetting.engine import versions
from generator.typesetting.faces import Face, faces
from generator.typesetting.press import CHILD, Press, Printed, Sheet, Unprintable

__all__ = ["CHILD", "Face", "Press", "Printed", "Sheet", "Unprintable", "faces", "versions"]
