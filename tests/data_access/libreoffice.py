"""Workbooks as LibreOffice saves them."""

import shutil
import subprocess
from pathlib import Path

# Texts in UTF-8 (76), whatever the machine's own encoding is.
FILTERS = {"csv": "csv:Text - txt - csv (StarCalc):44,34,76,1"}


def saved_as(kind: str, path: Path) -> Path:
    """A workbook saved again by LibreOffice as ``kind`` (xlsx, xls, ods, fods, csv), beside the original."""
    program = shutil.which("soffice") or shutil.which("libreoffice")
    assert program, "LibreOffice is missing: run 'sh tests/install_programs all'"
    folder = path.parent / "saved"
    profile = f"-env:UserInstallation={(path.parent / 'profile').as_uri()}"
    command = [
        program,
        profile,
        "--headless",
        "--convert-to",
        FILTERS.get(kind, kind),
        "--outdir",
        str(folder),
        str(path),
    ]
    subprocess.run(command, check=True, capture_output=True, timeout=300)
    return folder / f"{path.stem}.{kind}"
