package main

import (
	"errors"
	"fmt"
	"io"
	"io/fs"
	"path/filepath"
	"strings"

	"github.com/spf13/cobra"

	"ocrfix/cmd/ocrfix/internal/archivedb"
)

// A searchRun is one call of the verb search.
type searchRun struct {
	app    *app
	format string
	limit  int
}

func (a *app) searchCmd() *cobra.Command {
	r := &searchRun{app: a}
	cmd := &cobra.Command{
		Use:   "search [flags] OUT QUERY…",
		Short: "Search an archive that batch has cleaned",
		Long: `search finds the pages of an archive that have every word of the query, the
best first, in the folder OUT that "ocrfix batch" has filled. It looks at the
cleaned text and at the raw one, so that a word is found as it was meant and as
it was read. Case and accents do not matter.

Words in quotation marks stand side by side; word* stands for every word that
begins so; -word must not be on the page (put -- before a query that begins
with one).`,
		Example: `  ocrfix search cleaned interoperability
  ocrfix search cleaned '"fishing vessels" quota*'
  ocrfix search cleaned --format json 'ceasefire -draft'`,
		Args: countArgs(2, -1),
		Annotations: exitStatuses(
			"0  done, whether or not there are any",
			"2  wrong usage, or OUT holds no archive"),
		RunE: func(cmd *cobra.Command, args []string) error {
			return r.run(args[0], strings.Join(args[1:], " "))
		},
	}
	cmd.Flags().IntVarP(&r.limit, "limit", "n", 20, "show at most `N` pages")
	registerFormat(cmd, &r.format)
	return cmd
}

func (r *searchRun) run(out, query string) error {
	if r.limit <= 0 {
		return usagef("--limit %d: must be more than nothing", r.limit)
	}
	db, err := openArchive(out)
	if err != nil {
		return err
	}
	defer db.Close()
	hits, err := db.Search(query, r.limit)
	if errors.Is(err, archivedb.ErrNoWord) {
		return hinted(err, "a query needs a word that the page must have")
	}
	if err != nil {
		return named(out, err)
	}
	if len(hits) == 0 && r.format == "text" {
		r.app.ui.say("ocrfix: no page has it")
	}
	if r.format == "json" {
		for i := range hits {
			hits[i].Snippet = markHits(hits[i].Snippet, "[", "]")
		}
		if hits == nil {
			hits = []archivedb.Hit{}
		}
	}
	return writeFormat(r.app.out, r.format, hits, r.write)
}

// openArchive opens the database of a folder that batch has filled.
func openArchive(out string) (*archivedb.DB, error) {
	db, err := archivedb.Open(filepath.Join(out, databaseName))
	if errors.Is(err, fs.ErrNotExist) {
		return nil, usagef("%s holds no %s", out, databaseName).hint("OUT is a folder that \"ocrfix batch -o OUT\" has filled")
	}
	if err != nil {
		return nil, named(out, err)
	}
	return db, nil
}

// write writes the hits for a person.
func (r *searchRun) write(w io.Writer, hits []archivedb.Hit) error {
	u := r.app.ui
	start, end := "[", "]"
	if u.onOut() {
		start, end = "\x1b["+bold+"m", "\x1b[0m"
	}
	for _, h := range hits {
		page := fmt.Sprintf("page %d", h.Page)
		if h.Label != "" {
			page += " (" + h.Label + ")"
		}
		if h.Raw {
			page += ", raw text"
		}
		if _, err := fmt.Fprintf(w, "%s, %s\n    %s\n", u.paint(u.onOut(), cyan, h.Path), page, markHits(h.Snippet, start, end)); err != nil {
			return err
		}
	}
	return nil
}

// markHits puts signs around what was found in a snippet, and takes every other
// control character away.
func markHits(snippet, start, end string) string {
	plain := strings.Map(func(r rune) rune {
		if (r < ' ' || r == 0x7f) && r != rune(archivedb.HitStart[0]) && r != rune(archivedb.HitEnd[0]) {
			return -1
		}
		return r
	}, snippet)
	return strings.NewReplacer(archivedb.HitStart, start, archivedb.HitEnd, end).Replace(plain)
}
