"""The tables of a store, and which layout of them a file has.

The columns are those of :mod:`nqtext.corpus.tables`.  Nothing is written twice: the text of an article is
that of its paragraphs, and what can be worked out from another column is a view.  ``articles`` and
``paragraphs`` have an ``id`` that is never given out twice, so that what the search index still knows of an
article that was replaced leads nowhere.
"""

from __future__ import annotations

import sqlite3

from nqtext.errors import StoreError, StoreVersionError

__all__ = ["LAYOUT", "check", "create"]

#: The number of this layout; a file with another one is refused.
LAYOUT = 3
_APPLICATION = 0x6E717478  # "nqtx", in the head of the file

_CREATE = """
CREATE TABLE runs (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    started TEXT NOT NULL, ended TEXT, state TEXT NOT NULL,
    host TEXT NOT NULL, pid INTEGER NOT NULL, inputs TEXT NOT NULL,
    versions TEXT NOT NULL, settings TEXT NOT NULL,
    tagged INTEGER, skipped INTEGER, failed INTEGER, failed_before INTEGER
);
CREATE TABLE articles (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    article TEXT NOT NULL UNIQUE,
    title TEXT, published TEXT, author TEXT, publisher TEXT, url TEXT,
    characters INTEGER NOT NULL, paragraphs INTEGER NOT NULL, sentences INTEGER NOT NULL,
    words INTEGER NOT NULL, entities INTEGER NOT NULL, issues INTEGER NOT NULL,
    content TEXT NOT NULL, making TEXT NOT NULL,
    run INTEGER NOT NULL REFERENCES runs(id), tagged TEXT NOT NULL,
    source TEXT NOT NULL, rest BLOB NOT NULL, tokens BLOB NOT NULL, sentence_spans TEXT NOT NULL
);
CREATE INDEX articles_by_date ON articles(published);
CREATE TABLE paragraphs (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    article INTEGER NOT NULL REFERENCES articles(id),
    paragraph INTEGER NOT NULL, start INTEGER NOT NULL, "end" INTEGER NOT NULL,
    kind TEXT NOT NULL, number TEXT, heading INTEGER, furniture INTEGER NOT NULL,
    label TEXT, score REAL NOT NULL, scores TEXT NOT NULL, also TEXT NOT NULL,
    words INTEGER NOT NULL, text TEXT NOT NULL,
    UNIQUE (article, paragraph)
);
CREATE TABLE mention_spans (
    article INTEGER NOT NULL REFERENCES articles(id),
    mention INTEGER NOT NULL, paragraph INTEGER NOT NULL, sentence INTEGER NOT NULL,
    start INTEGER NOT NULL, "end" INTEGER NOT NULL, text TEXT NOT NULL,
    label TEXT NOT NULL, kind TEXT NOT NULL, source TEXT NOT NULL, score REAL NOT NULL,
    referent INTEGER, norm TEXT, attributes TEXT,
    PRIMARY KEY (article, mention)
) WITHOUT ROWID;
CREATE TABLE referents (
    article INTEGER NOT NULL REFERENCES articles(id),
    referent INTEGER NOT NULL, link TEXT NOT NULL, label TEXT NOT NULL, norm TEXT NOT NULL,
    ambiguous INTEGER NOT NULL, mentions INTEGER NOT NULL, first INTEGER NOT NULL, attributes TEXT NOT NULL,
    PRIMARY KEY (article, referent)
) WITHOUT ROWID;
CREATE TABLE failures (
    article TEXT PRIMARY KEY,
    error TEXT NOT NULL, reason TEXT NOT NULL,
    content TEXT, making TEXT NOT NULL,
    attempts INTEGER NOT NULL, run INTEGER NOT NULL REFERENCES runs(id),
    first TEXT NOT NULL, last TEXT NOT NULL
);
CREATE VIRTUAL TABLE search USING fts5(
    written, plain, content='', tokenize="unicode61 remove_diacritics 0"
);
INSERT INTO search (search, rank) VALUES ('automerge', 8);
CREATE VIEW sentences AS SELECT s.*,
    (SELECT substr(p.text, s.start - p.start + 1, s."end" - s.start) FROM paragraphs AS p
     WHERE p.article = s.article AND p.paragraph = s.paragraph) AS text
    FROM (
        SELECT a.id AS article, span.key AS sentence, json_extract(span.value, '$[0]') AS paragraph,
        json_extract(span.value, '$[1]') AS start, json_extract(span.value, '$[2]') AS "end",
        json_extract(span.value, '$[3]') AS words
        FROM articles AS a, json_each(a.sentence_spans) AS span
    ) AS s;
CREATE VIEW mentions AS SELECT m.article, m.mention, m.paragraph, m.sentence, m.start, m."end", m.text,
    m.label, coalesce(m.norm, r.norm) AS norm, m.kind, r.link, m.source, m.score,
    coalesce(m.attributes, r.attributes) AS attributes
    FROM mention_spans AS m LEFT JOIN referents AS r ON r.article = m.article AND r.referent = m.referent;
CREATE VIEW dates AS SELECT article, mention, paragraph, start, "end", text, norm,
    json_extract(attributes, '$.start') AS first_day, json_extract(attributes, '$.end') AS last_day,
    json_extract(attributes, '$.granularity') AS granularity,
    coalesce(json_extract(attributes, '$.inferred'), 0) AS inferred
    FROM mentions WHERE label = 'DATE';
CREATE VIEW documents AS SELECT article, link, norm,
    json_extract(attributes, '$.type') AS type, json_extract(attributes, '$.number') AS number,
    json_extract(attributes, '$.year') AS year, json_extract(attributes, '$.term') AS term,
    json_extract(attributes, '$.code') AS code, json_extract(attributes, '$.issuer') AS issuer,
    json_extract(attributes, '$.date') AS date, json_extract(attributes, '$.subject') AS subject,
    ambiguous, mentions, first
    FROM referents WHERE label = 'DOCUMENT';
CREATE VIEW officials AS SELECT r.article, r.link, r.norm,
    json_extract(r.attributes, '$.name') AS name,
    json_extract(held.value, '$.title') AS title,
    json_extract(held.value, '$.organization') AS organization,
    coalesce(json_extract(r.attributes, '$.former'), 0) AS former,
    coalesce(json_extract(r.attributes, '$.acting'), 0) AS acting,
    r.mentions, r.first
    FROM referents AS r LEFT JOIN json_each(r.attributes, '$.titles') AS held
    WHERE r.label = 'OFFICIAL';
CREATE VIEW persons AS SELECT article, link, norm, json_extract(attributes, '$.name') AS name,
    mentions, first FROM referents WHERE label = 'PERSON';
CREATE VIEW organizations AS SELECT article, link, norm, json_extract(attributes, '$.kind') AS kind,
    json_extract(attributes, '$.code') AS code, mentions, first FROM referents WHERE label = 'ORGANIZATION';
CREATE VIEW locations AS SELECT article, link, norm, json_extract(attributes, '$.code') AS code,
    json_extract(attributes, '$.level') AS level, mentions, first FROM referents WHERE label = 'LOCATION';
"""


def create(connection: sqlite3.Connection, name: str) -> None:
    """Give an empty file its tables; a file that has them already stays as it is.

    Raises:
        StoreError: the file is something else.
        StoreVersionError: it has another layout.
    """
    connection.execute("BEGIN IMMEDIATE")
    try:
        if connection.execute("SELECT count(*) FROM sqlite_schema").fetchone()[0]:
            check(connection, name)
        else:
            statement = ""
            for line in _CREATE.splitlines(keepends=True):  # executescript would commit first
                statement += line
                if sqlite3.complete_statement(statement):
                    connection.execute(statement)
                    statement = ""
            connection.execute(f"PRAGMA application_id = {_APPLICATION}")
            connection.execute(f"PRAGMA user_version = {LAYOUT}")
        connection.execute("COMMIT")
    except BaseException:
        if connection.in_transaction:
            connection.execute("ROLLBACK")
        raise


def check(connection: sqlite3.Connection, name: str) -> None:
    """Make sure that a file is a store of this layout.

    Raises:
        StoreError: it is no store.
        StoreVersionError: it has another layout.
    """
    (application,) = connection.execute("PRAGMA application_id").fetchone()
    if application != _APPLICATION:
        raise StoreError(f"{name}: is a SQLite database, but no nqtext store; give another file")
    (layout,) = connection.execute("PRAGMA user_version").fetchone()
    if layout != LAYOUT:
        newer = "a newer nqtext; install that" if layout > LAYOUT else "an older nqtext"
        raise StoreVersionError(
            f"{name}: has the layout {layout}, this nqtext reads and writes layout {LAYOUT}. It was made by "
            f"{newer}, or export it with the nqtext that made it and tag the articles into a new store"
        )
