"""The machine's own ceiling: the rows of one hand-over written without us, by sqlite3 itself and by one SQL function.

No HTTP, no sign-in, no rules, no hashing: what the database and the disk allow, one durable COMMIT each.
"""

import asyncio
import json
import sqlite3
import sys
import time
from pathlib import Path

import asyncpg

CLIENTS = 8
_BODY = json.dumps({"after": "x" * 900}).encode()
"""About the size of an entry of a take-out."""

FUNCTION = """
CREATE FUNCTION bench_hand_over(no int) RETURNS bigint LANGUAGE plpgsql AS $$
DECLARE
  size_now bigint; asset_now text; section_now text; id_now text; who text;
  body bytea := convert_to('{"after":"' || repeat('x', 900) || '"}', 'UTF8');
BEGIN
  SELECT size INTO size_now FROM log_state WHERE id = 1 FOR UPDATE;
  PERFORM 1 FROM used_key WHERE id = 'bench:' || no;
  SELECT t.id, t.asset, t.section, t.applicant INTO id_now, asset_now, section_now, who
    FROM take_out t JOIN asset a ON a.code = t.asset WHERE t.serial_no = no AND t.state = 'approved';
  IF id_now IS NULL THEN RAISE EXCEPTION 'nothing to hand over: %', no; END IF;
  PERFORM 1 FROM violation WHERE asset = asset_now AND closed_at IS NULL;
  UPDATE asset SET state = 'taken_out', place = NULL WHERE code = asset_now;
  UPDATE take_out SET state = 'handed_over', handed_over_by = who, handed_over_at = now(),
    encrypted = true, container = 'c:' || no WHERE id = id_now;
  INSERT INTO personal (commitment, salt, value) VALUES ('c:' || no, repeat('s', 32)::bytea, 'x');
  INSERT INTO entry (seq, id, register, number, subject, act, section, actor, occurred_at,
      recorded_at, change, body)
    VALUES (size_now, gen_random_uuid(), 'bench', size_now, 'asset:' || asset_now, 'TakenOut',
      section_now, who, now(), now(), gen_random_uuid(), body),
    (size_now + 1, gen_random_uuid(), 'bench', size_now + 1, 'take-out:' || id_now, 'HandedOver',
      section_now, who, now(), now(), gen_random_uuid(), body);
  UPDATE log_state SET size = size_now + 2, last_at = now() WHERE id = 1;
  INSERT INTO used_key (id, operation, body, status, result, made_at)
    VALUES ('bench:' || no, 'POST', repeat('b', 64), 200, '{}', now());
  RETURN size_now;
END $$
"""


def sqlite_ceiling(path: Path, count: int) -> float:
    """Hand-overs a second with the standard library on a copy of the same database."""
    raw = sqlite3.connect(path, isolation_level=None, cached_statements=256)
    for pragma in ("journal_mode=WAL", "synchronous=FULL", "foreign_keys=1"):
        raw.execute(f"PRAGMA {pragma}")
    wanted = raw.execute("SELECT id FROM take_out WHERE state = 'approved' LIMIT ?", (count,))
    take_outs = [row[0] for row in wanted.fetchall()]
    began = time.perf_counter()
    for number, take_out in enumerate(take_outs):
        _written(raw, take_out, number)
    return len(take_outs) / (time.perf_counter() - began)


def _written(raw: sqlite3.Connection, take_out: str, number: int) -> None:
    now = "2023-02-20 01:00:00+00:00"
    raw.execute("BEGIN IMMEDIATE")
    size = raw.execute("SELECT size FROM log_state WHERE id = 1").fetchone()[0]
    raw.execute("SELECT * FROM used_key WHERE id = ?", (f"bench:{number}",)).fetchone()
    asset, section, who = raw.execute(
        "SELECT t.asset, t.section, t.applicant FROM take_out t JOIN asset a ON a.code = t.asset"
        " WHERE t.id = ? AND t.state = 'approved'",
        (take_out,),
    ).fetchone()
    raw.execute(
        "SELECT id FROM violation WHERE asset = ? AND closed_at IS NULL", (asset,)
    ).fetchall()
    raw.execute("UPDATE asset SET state = 'taken_out', place = NULL WHERE code = ?", (asset,))
    raw.execute(
        "UPDATE take_out SET state = 'handed_over', handed_over_by = ?, handed_over_at = ?,"
        " encrypted = 1, container = ? WHERE id = ?",
        (who, now, f"c:{number}", take_out),
    )
    raw.execute(
        "INSERT INTO personal (commitment, salt, value) VALUES (?, ?, 'x')",
        (f"c:{number}", b"s" * 32),
    )
    subjects = ((f"asset:{asset}", "TakenOut"), (f"take-out:{take_out}", "HandedOver"))
    for seq, (subject, act) in enumerate(subjects, start=size):
        raw.execute(
            "INSERT INTO entry (seq, id, register, number, subject, act, section, actor,"
            " occurred_at, recorded_at, change, body)"
            " VALUES (?, ?, 'bench', ?, ?, ?, ?, ?, ?, ?, ?, ?)",
            (seq, f"bench-{seq}", seq, subject, act, section, who, now, now, f"c{number}", _BODY),
        )
    raw.execute("UPDATE log_state SET size = ?, last_at = ? WHERE id = 1", (size + 2, now))
    raw.execute(
        "INSERT INTO used_key (id, operation, body, status, result, made_at)"
        " VALUES (?, 'POST', ?, 200, '{}', ?)",
        (f"bench:{number}", "b" * 64, now),
    )
    raw.execute("COMMIT")


async def postgres_ceiling(url: str, count: int) -> float:
    """Hand-overs a second of one SQL function, called over eight connections on a copy of the same database."""
    connections = [await asyncpg.connect(url) for _ in range(CLIENTS)]
    await connections[0].execute(FUNCTION)
    numbers = iter(range(1, count + 1))

    async def calling(connection: "asyncpg.Connection[asyncpg.Record]") -> None:
        for number in numbers:
            await connection.fetchval("SELECT bench_hand_over($1)", number)

    began = time.perf_counter()
    await asyncio.gather(*(calling(connection) for connection in connections))
    seconds = time.perf_counter() - began
    for connection in connections:
        await connection.close()
    return count / seconds


def main() -> None:
    """`python -m benchmarks.custody.ceilings sqlite FILE COUNT` or `postgres URL COUNT`: prints a number."""
    engine, where, count = sys.argv[1:4]
    if engine == "sqlite":
        reached = sqlite_ceiling(Path(where), int(count))
    else:
        reached = asyncio.run(postgres_ceiling(where, int(count)))
    sys.stdout.write(f"{reached:.1f}\n")


if __name__ == "__main__":
    main()
