-- The tables of archive.db; SCHEMA.md says what they mean.

CREATE TABLE runs (
	id       INTEGER PRIMARY KEY,
	started  TEXT NOT NULL,
	ended    TEXT,
	outcome  TEXT CHECK (outcome IN ('done', 'interrupted', 'stopped', 'killed')),
	host     TEXT NOT NULL,
	process  INTEGER NOT NULL,
	version  TEXT NOT NULL,
	settings TEXT NOT NULL,
	files    INTEGER,
	done     INTEGER,
	skipped  INTEGER,
	failed   INTEGER,
	pages    INTEGER,
	bytes    INTEGER,
	seconds  REAL
);

CREATE TABLE documents (
	id          INTEGER PRIMARY KEY,
	location    TEXT NOT NULL UNIQUE,
	path        TEXT NOT NULL,
	state       TEXT NOT NULL DEFAULT 'pending' CHECK (state IN ('pending', 'done', 'failed')),
	sha256      TEXT,
	bytes       INTEGER,
	format      TEXT,
	lang        TEXT,
	year        INTEGER,
	pages       INTEGER,
	words       INTEGER,
	unknown     INTEGER,
	quality     REAL,
	changes     INTEGER,
	suggestions INTEGER,
	source      TEXT,
	settings    TEXT,
	decisions   TEXT,
	run         INTEGER REFERENCES runs
);

CREATE INDEX documents_path ON documents (path);

CREATE TABLE outputs (
	document INTEGER NOT NULL REFERENCES documents,
	format   TEXT NOT NULL,
	path     TEXT NOT NULL UNIQUE,
	bytes    INTEGER NOT NULL,
	sha256   TEXT NOT NULL,
	PRIMARY KEY (document, format)
) WITHOUT ROWID;

CREATE TABLE failures (
	document INTEGER PRIMARY KEY REFERENCES documents,
	reason   TEXT NOT NULL,
	hint     TEXT,
	sha256   TEXT,
	settings TEXT NOT NULL,
	run      INTEGER NOT NULL REFERENCES runs
);

CREATE TABLE pages (
	id       INTEGER PRIMARY KEY,
	document INTEGER NOT NULL REFERENCES documents,
	number   INTEGER NOT NULL,
	label    TEXT,
	text     TEXT NOT NULL,
	raw      TEXT,
	UNIQUE (document, number)
);

CREATE TABLE edits (
	document     INTEGER NOT NULL REFERENCES documents,
	n            INTEGER NOT NULL,
	page         INTEGER NOT NULL,
	line         INTEGER NOT NULL,
	raw_start    INTEGER NOT NULL,
	raw_end      INTEGER NOT NULL,
	raw          TEXT NOT NULL,
	new          TEXT NOT NULL,
	class        TEXT NOT NULL,
	rule         TEXT NOT NULL,
	cost         REAL NOT NULL,
	confidence   REAL NOT NULL,
	applied      INTEGER NOT NULL,
	flags        TEXT,
	alternatives TEXT,
	word         TEXT,
	word_new     TEXT,
	before       TEXT,
	after        TEXT,
	PRIMARY KEY (document, n)
) WITHOUT ROWID;

CREATE TABLE sections (
	document   INTEGER NOT NULL REFERENCES documents,
	n          INTEGER NOT NULL,
	parent     INTEGER,
	id         TEXT NOT NULL,
	level      INTEGER NOT NULL,
	kind       TEXT NOT NULL,
	number     TEXT,
	heading    TEXT,
	note       TEXT,
	page       INTEGER NOT NULL,
	line       INTEGER NOT NULL,
	text_start INTEGER NOT NULL,
	text_end   INTEGER NOT NULL,
	PRIMARY KEY (document, n)
) WITHOUT ROWID;

CREATE TABLE commitments (
	document         INTEGER NOT NULL REFERENCES documents,
	n                INTEGER NOT NULL,
	id               TEXT NOT NULL,
	section          TEXT,
	kind             TEXT NOT NULL,
	strength         INTEGER NOT NULL,
	actor            TEXT,
	actor_scope      TEXT,
	counterparty     TEXT,
	"trigger"        TEXT NOT NULL,
	polarity         TEXT NOT NULL,
	"action"         TEXT,
	object           TEXT,
	deadline         TEXT,
	deadline_type    TEXT,
	deadline_start   TEXT,
	deadline_end     TEXT,
	conditions       TEXT,
	qualifiers       TEXT,
	refs             TEXT,
	quote            TEXT NOT NULL,
	quote_raw        TEXT NOT NULL,
	page             INTEGER NOT NULL,
	line             INTEGER NOT NULL,
	text_start       INTEGER NOT NULL,
	text_end         INTEGER NOT NULL,
	raw_start        INTEGER NOT NULL,
	raw_end          INTEGER NOT NULL,
	confidence       REAL NOT NULL,
	edits            INTEGER NOT NULL,
	negation_touched INTEGER NOT NULL,
	date_touched     INTEGER NOT NULL,
	instrument       TEXT,
	tags             TEXT,
	PRIMARY KEY (document, n)
) WITHOUT ROWID;

CREATE TABLE unknown_words (
	document INTEGER NOT NULL REFERENCES documents,
	word     TEXT NOT NULL,
	count    INTEGER NOT NULL,
	PRIMARY KEY (document, word)
) WITHOUT ROWID;

CREATE TABLE confusions (
	document INTEGER NOT NULL REFERENCES documents,
	raw      TEXT NOT NULL,
	new      TEXT NOT NULL,
	count    INTEGER NOT NULL,
	PRIMARY KEY (document, raw, new)
) WITHOUT ROWID;

CREATE VIRTUAL TABLE pages_fts USING fts5 (
	text, raw,
	content = 'pages', content_rowid = 'id',
	tokenize = 'unicode61 remove_diacritics 2'
);

CREATE TRIGGER pages_added AFTER INSERT ON pages BEGIN
	INSERT INTO pages_fts (rowid, text, raw) VALUES (new.id, new.text, new.raw);
END;

CREATE TRIGGER pages_removed AFTER DELETE ON pages BEGIN
	INSERT INTO pages_fts (pages_fts, rowid, text, raw) VALUES ('delete', old.id, old.text, old.raw);
END;

CREATE TRIGGER pages_changed AFTER UPDATE ON pages BEGIN
	INSERT INTO pages_fts (pages_fts, rowid, text, raw) VALUES ('delete', old.id, old.text, old.raw);
	INSERT INTO pages_fts (rowid, text, raw) VALUES (new.id, new.text, new.raw);
END;
