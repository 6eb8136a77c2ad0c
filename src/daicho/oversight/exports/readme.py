"""README.txt of a bundle, in Japanese and English: derived from the manifest, so that its bytes can be checked."""

from daicho.oversight.exports.model import Manifest

_JA = """\
台帳 証拠一式 (daicho.bundle/1)
================================

自治体        : {municipality}{demo_ja}
基準日時      : {as_of}
作成日時      : {made_at}
作成者        : {exporter}
対象台帳      : {registers_ja}
履歴の大きさ  : {size} 件 (この一式に含むもの {entries} 件)
公開鍵        : {key}

中身
  manifest.json              この一式の目録 (各ファイルの SHA-256、台帳ごとの件数と最初・最後の通し番号)
  manifest.sig               目録の SHA-256 に対する署名 (C2SP signed note, Ed25519)
  registers/*.csv            基準日時に台帳が示していた内容 (UTF-8 BOM 付き、CRLF)
  history/entries.ndjson     履歴。1 行 1 件、ハッシュ対象のバイト列そのまま (改行 \\n だけで区切る)
  history/leaves.bin         履歴全件の葉ハッシュ (RFC 6962、各 32 バイト)
  history/checkpoint         履歴全体の根への署名 (C2SP checkpoint)
  history/consistency.json   前回の checkpoint からの一貫性証明
  personal/openings.json     氏名・自由記述の開封値 (塩と本文)。含めない設定では空
  floors/*.svg               基準日時に有効だったフロア図
  evidence/*                 証拠のファイル (写真・署名・証明書)。名前は内容の SHA-256。含むもの {evidence} 件、
                             含まないもの {left_out} 件 (そのファイルと理由は manifest.json の evidence)

確かめ方
  daicho verify この一式.zip --key "公開鍵" --checkpoint 以前に預かった checkpoint
  公開鍵は、この一式とは別の経路で受け取ったものを使ってください。鍵も以前の checkpoint も指定しない検証は、
  中身どうしのつじつまが合うことしか示しません。以前に外部で保管した checkpoint より前の書換えは検出できます。
  最後に外部で保管した checkpoint より後の書換えは、この一式だけでは検出できません。

CSV の読み方
  = + - @ (全角を含む)、TAB、CR、' で始まるセルの先頭に ' を付けています (表計算ソフトが式として実行するのを防ぐため)。
  先頭の ' を 1 文字除くと元の値です。c: で始まる 66 文字は、開封していない氏名・自由記述の封印値です。
  件数 0 の台帳は「該当なし」であることを目録に記しています。
"""

_EN = """
Daicho evidence bundle (daicho.bundle/1)
========================================

Municipality  : {municipality}{demo_en}
As of         : {as_of}
Made at       : {made_at}
Made by       : {exporter}
Registers     : {registers_en}
History       : {size} entries ({entries} of them in this bundle)
Public key    : {key}

Contents
  manifest.json              what is in here: SHA-256 of each file, count and first/last seq of each register
  manifest.sig               signature over the manifest's SHA-256 (C2SP signed note, Ed25519)
  registers/*.csv            what the registers said at the as-of time (UTF-8 with BOM, CRLF)
  history/entries.ndjson     the history, one entry a line, exactly the bytes that were hashed (split on \\n only)
  history/leaves.bin         the leaf hashes of the whole history (RFC 6962, 32 bytes each)
  history/checkpoint         the signed root of the whole history (C2SP checkpoint)
  history/consistency.json   proof that the history extends the previous checkpoint
  personal/openings.json     salt and text of names and free texts; empty where they were left out
  floors/*.svg               the floor plans in force at the as-of time
  evidence/*                 the files of evidence (photographs, signatures, certificates), named by their SHA-256:
                             {evidence} are in here, {left_out} are not (which and why: `evidence` in manifest.json)

How to check
  daicho verify THIS.zip --key "PUBLIC KEY" --checkpoint A-CHECKPOINT-KEPT-EARLIER
  Use a public key that came to you by another way than this bundle. Without a key and without an earlier checkpoint
  the check shows only that the contents agree with each other. A rewrite of anything before a checkpoint that was
  kept outside is found; a rewrite after the last such checkpoint cannot be found from this bundle alone.

How to read the CSV files
  A cell that begins with = + - @ (full-width ones too), TAB, CR or ' has an apostrophe put in front, so that no
  spreadsheet calculates it. Take one apostrophe away to get the value. 66 characters that begin with c: are the
  commitment of a name or a text that is not laid open. A register without entries is listed in the manifest with 0.
"""


def readme(manifest: Manifest) -> bytes:
    """The text for this manifest's bundle, CRLF for Windows' editors, with a byte order mark."""
    chosen = manifest.filters.registers
    who = manifest.exporter
    facts = {
        "municipality": manifest.municipality.name,
        "demo_ja": " (架空のデータ)" if manifest.municipality.demo else "",
        "demo_en": " (invented data)" if manifest.municipality.demo else "",
        "as_of": manifest.as_of,
        "made_at": manifest.made_at,
        "exporter": f"{who.name} ({who.staff_id})" if who.name else who.staff_id,
        "registers_ja": "すべて" if chosen is None else ", ".join(chosen),
        "registers_en": "all" if chosen is None else ", ".join(chosen),
        "size": manifest.log.size,
        "entries": manifest.log.entries,
        "evidence": sum(one.name is not None for one in manifest.evidence),
        "left_out": sum(one.name is None for one in manifest.evidence),
        "key": manifest.log.key,
    }
    text = (_JA + _EN).format(**facts).replace("\n", "\r\n")
    return b"\xef\xbb\xbf" + text.encode()
