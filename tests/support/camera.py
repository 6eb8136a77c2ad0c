"""A film of a label for the browser's fake camera (YUV4MPEG2, 4:2:0)."""

from io import BytesIO
from pathlib import Path

from PIL import Image

WIDTH, HEIGHT, FRAMES = 640, 480, 30


def film(label: bytes, path: Path) -> Path:
    """The picture of a label held before a camera: on a grey desk, a little turned."""
    picture = Image.open(BytesIO(label)).convert("L")
    picture.thumbnail((430, 400))
    frame = Image.new("L", (WIDTH, HEIGHT), 190)
    turned = picture.rotate(4, expand=True, fillcolor=190, resample=Image.Resampling.BICUBIC)
    frame.paste(turned, ((WIDTH - turned.width) // 2, (HEIGHT - turned.height) // 2))
    neutral = bytes([128]) * (WIDTH * HEIGHT // 4)
    with path.open("wb") as file:
        file.write(f"YUV4MPEG2 W{WIDTH} H{HEIGHT} F30:1 Ip A1:1 C420\n".encode())
        for _ in range(FRAMES):
            file.write(b"FRAME\n" + frame.tobytes() + neutral + neutral)
    return path
