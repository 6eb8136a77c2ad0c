"""The words of `daicho floor check`, Japanese and English."""

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from daicho.oversight.violations.analysis import Analysis
    from daicho.oversight.violations.rules.found import Found

Words = tuple[str, str]

REASONS: dict[str, Words] = {
    "below-bottom": ("上端が下端より低い", "the top is below the bottom"),
    "control-character": ("制御文字がある", "there is a control character"),
    "cut-apart": ("穴が区域を分断している", "the holes cut the area apart"),
    "empty": ("空の文字列", "the text is empty"),
    "hole-outside": ("穴が区域の外にある", "the hole lies outside its area"),
    "holes-overlap": ("穴どうしが重なっている", "the holes overlap"),
    "missing-key": ("必須のキーがない", "a required key is missing"),
    "not-a-list": ("配列ではない", "this is not a list"),
    "not-a-number": ("数値ではない", "this is not a number"),
    "not-a-point": ("[x, y] の形ではない", "this is not a point [x, y]"),
    "not-a-text": ("文字列ではない", "this is not a text"),
    "not-a-whole-number": ("整数ではない", "this is not a whole number"),
    "not-an-object": ("オブジェクトではない", "this is not an object"),
    "not-finite": ("NaN・無限大は使えない", "NaN and Infinity are not numbers here"),
    "not-json": ("JSON として読めない", "this is not JSON"),
    "not-one-of": ("使えない値", "this value is not one of those allowed"),
    "not-true-or-false": ("true か false ではない", "this is neither true nor false"),
    "not-utf-8": ("UTF-8 ではない", "this is not UTF-8"),
    "nothing-left": ("穴を除くと何も残らない", "the holes leave nothing of the area"),
    "on-a-wall": ("監督位置が壁の上にある", "the viewpoint stands on a wall"),
    "only-for-cameras": ("カメラ以外には付けられない", "only a camera may carry this"),
    "out-of-range": ("値が範囲の外", "the value is out of range"),
    "repeated-id": ("同じ id が既にある", "this id is there already"),
    "repeated-key": ("同じキーが二度ある", "the same key stands there twice"),
    "self-crossing": ("輪郭が自分と交わる", "the ring crosses itself"),
    "too-deep": ("入れ子が深すぎる", "this is nested too deeply"),
    "too-few-corners": ("頂点が足りない", "there are too few corners"),
    "too-large": ("大きすぎる", "the document is too large"),
    "too-long": ("文字列が長すぎる", "the text is too long"),
    "too-many": ("数が多すぎる", "there are too many"),
    "unknown-key": ("知らないキー", "this key is unknown"),
    "zero-area": ("面積がない", "the ring has no area"),
    "zero-length": ("長さがない", "the wall has no length"),
}

RULES: dict[str, Words] = {
    "AR-01": ("区域未指定の機器設置", "stands in no defined area"),
    "TM-01": ("統合端末が死角", "seat seen from no supervision point"),
    "TM-02": ("画面が来庁者側から視認可能", "screen readable from public space"),
    "TM-03": ("職員の執務席に設置", "stands at an assigned desk"),
    "TM-05": ("取扱区域外の端末", "stands outside a handling area"),
    "TM-08": ("画面ロック・フィルタ不備", "locks late or has no privacy filter"),
    "TM-09": ("固定・施錠なし", "not fastened"),
    "TM-11": ("二要素認証なし", "one authentication factor"),
}

GRADES: dict[str, Words] = {
    "major": ("指摘", "major"),
    "minor": ("軽微", "minor"),
    "observation": ("観察", "observation"),
}

DOCUMENT: Words = ("図面全体", "the document")


def printable(text: str) -> str:
    """Safe on a terminal: nothing in it moves the cursor or breaks the line."""
    return "".join(c if c.isprintable() else "\N{REPLACEMENT CHARACTER}" for c in text)


def invalid(facts: dict[str, Any], lang: str) -> str:
    """One clear line: the place, what is wrong there, and what else is known."""
    place, reason = facts["place"], facts["reason"]
    more = ", ".join(
        f"{name} {value}" for name, value in facts.items() if name not in ("place", "reason")
    )
    told = f"{_in(DOCUMENT, lang) if place == '$' else place}: {_in(REASONS[reason], lang)}"
    return printable(f"{told} ({more})" if more else told)


def unreadable(why: str, lang: str) -> str:
    return f"{_in(('読めません', 'cannot be read'), lang)}: {printable(why)}"


def report(analysis: "Analysis", lang: str) -> str:
    """What a person wants to know: what each point sees, what is blind, what is wrong."""
    lines = [_in(("見通し", "Seen"), lang)]
    lines += [f"  {one.id}: {one.visible_m2:.2f} m²" for one in analysis.viewpoints]
    lines.append(_in(("死角", "Blind"), lang))
    lines += [f"  {one.id}: {one.blind_m2:.2f} / {one.area_m2:.2f} m²" for one in analysis.areas]
    lines.append(_in(("端末", "Terminals"), lang))
    lines += [f"  {one.id}: {_terminal(one, lang)}" for one in analysis.terminals]
    count = len(analysis.violations)
    lines.append(_in((f"違反 {count} 件", f"Violations: {count}"), lang))
    lines += [f"  {_violation(found, lang)}" for found in analysis.violations]
    return "".join(printable(line) + "\n" for line in lines)


def _terminal(seen: Any, lang: str) -> str:
    nobody = _in(("どこからも見えない", "nobody"), lang)
    watched = _in(("席が見える位置", "seat seen by"), lang)
    area = _in(("区域", "area"), lang)
    told = f"{area} {seen.area or '-'}, {watched} {' '.join(seen.seen_by) or nobody}"
    if not seen.exposed_to:
        return told
    exposed = _in(("画面が読める範囲", "screen readable from"), lang)
    return f"{told}, {exposed} {seen.screen_exposed_m2:.2f} m² ({' '.join(seen.exposed_to)})"


def _violation(found: "Found", lang: str) -> str:
    grade, rule = _in(GRADES[found.grade], lang), _in(RULES[found.rule], lang)
    return f"{found.rule} [{grade}] {found.subject.removeprefix('terminal:')}: {rule}"


def _in(pair: Words, lang: str) -> str:
    return pair[0] if lang == "ja" else pair[1]
