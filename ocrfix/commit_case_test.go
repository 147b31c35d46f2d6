package ocrfix

import (
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

// A labelled document of our own: the text with a mark before every sentence
// or item that binds, then its headings. testdata/README.md describes them.
type commLabelled struct {
	text     string
	marks    []commMark0
	sections []string
}

type commMark0 struct {
	at                  int
	kind                string
	strength            int
	actor, due, snippet string
	to                  string // its counterparty, "" where the label names none
	cond                bool   // the label asks for a condition
}

// commDocument reads a labelled document.
func commDocument(tb testing.TB, name string) commLabelled {
	tb.Helper()
	data, err := os.ReadFile(name)
	if err != nil {
		tb.Fatal(err)
	}
	d, err := commReadLabelled(string(data))
	if err != nil {
		tb.Fatal(err)
	}
	return d
}

func commReadLabelled(data string) (d commLabelled, err error) {
	head, tail, ok := strings.Cut(data, "-- sections --\n")
	if !ok {
		return d, fmt.Errorf("no sections")
	}
	d.sections = strings.Split(strings.ReplaceAll(strings.TrimRight(tail, "\n"), ". |", " |"), "\n")
	var b strings.Builder
	for {
		pre, rest, ok := strings.Cut(head, "{")
		b.WriteString(pre)
		if !ok {
			break
		}
		label, rest, ok := strings.Cut(rest, "}")
		if !ok {
			return d, fmt.Errorf("a mark is not closed")
		}
		m := commMark0{at: b.Len(), snippet: rest[:min(len(rest), 60)]}
		who, terms, _ := strings.Cut(label, ";")
		due, more, _ := strings.Cut(terms, ";")
		m.due = strings.TrimSpace(due)
		for _, f := range strings.Split(more, ";") {
			if f = strings.TrimSpace(f); f == "if" {
				m.cond = true
			} else {
				m.to = strings.TrimPrefix(f, "to ")
			}
		}
		switch who[0] {
		case 'p':
			m.kind = KindProcedural
		case 'r':
			m.kind = KindRequest
		default:
			m.kind, m.strength = KindCommitment, int(who[0]-'0')
			m.actor = strings.TrimSpace(who[1:])
		}
		d.marks = append(d.marks, m)
		head = rest
	}
	d.text = b.String()
	return d, nil
}

// commHeadings lists the headings of a tree, two spaces a level.
func commHeadings(roots []*Section, depth int, out []string) []string {
	for _, s := range roots {
		switch s.Kind {
		case "preamble", "recital", "paragraph", "point", "signature":
			continue
		}
		out = append(out, strings.Repeat("  ", depth)+strings.TrimRight(s.Number, ".")+" | "+s.Heading)
		out = commHeadings(s.Children, depth+1, out)
	}
	return out
}

// commCompare says where records and labels differ.
func commCompare(d *commLabelled, got []Commitment) []string {
	var bad []string
	used := make([]bool, len(got))
	for _, m := range d.marks {
		k := slices.IndexFunc(got, func(c Commitment) bool { return c.Start <= m.at && m.at < c.End })
		if k < 0 {
			bad = append(bad, fmt.Sprintf("missed %s %d %s: %s", m.kind, m.strength, m.actor, m.snippet))
			continue
		}
		c := got[k]
		used[k] = true
		if c.Kind != m.kind || c.Strength != m.strength {
			bad = append(bad, fmt.Sprintf("want %s %d, got %s %d: %s", m.kind, m.strength, c.Kind, c.Strength, m.snippet))
			continue
		}
		if m.kind != KindCommitment {
			continue
		}
		if a := commDeref(c.Actor.Text); !strings.Contains(strings.ToLower(a), strings.ToLower(m.actor)) || len(a) > len(m.actor)+40 {
			bad = append(bad, fmt.Sprintf("want actor %q, got %q: %s", m.actor, a, m.snippet))
		}
		if due := commISOBare(c.Deadline); due != m.due && !(m.due == "" && c.Deadline != nil && due == "") {
			bad = append(bad, fmt.Sprintf("want deadline %q, got %q: %s", m.due, due, m.snippet))
		}
		if to := commDeref(c.Counterparty); !strings.Contains(strings.ToLower(to), strings.ToLower(m.to)) {
			bad = append(bad, fmt.Sprintf("want counterparty %q, got %q: %s", m.to, to, m.snippet))
		}
		if m.cond && len(c.Conditions) == 0 {
			bad = append(bad, "want a condition: "+m.snippet)
		}
	}
	return commExtras(bad, got, used)
}

// commExtras adds the records that no label asks for.
func commExtras(bad []string, got []Commitment, used []bool) []string {
	for k, c := range got {
		if !used[k] {
			bad = append(bad, fmt.Sprintf("extra %s %d %s: %.70q", c.Kind, c.Strength, commDeref(c.Actor.Text), c.Quote))
		}
	}
	return bad
}

func commISOBare(d *Deadline) string {
	if d == nil {
		return ""
	}
	return commISO(d)
}

// TestCommitmentDocuments reads whole documents of our own, sections first, and
// compares with their labels.
func TestCommitmentDocuments(t *testing.T) {
	names, _ := filepath.Glob("../testdata/commitments/*.txt")
	if len(names) == 0 {
		t.Fatal("no documents found")
	}
	for _, name := range names {
		t.Run(strings.TrimSuffix(filepath.Base(name), ".txt"), func(t *testing.T) {
			d := commDocument(t, name)
			roots := FindSections(d.text, nil)
			got := commHeadings(roots, 0, nil)
			if len(got) > 0 && strings.HasPrefix(got[0], " |") && !strings.HasPrefix(d.sections[0], " |") {
				got = got[1:] // the title of the document
			}
			if strings.Join(got, "\n") != strings.Join(d.sections, "\n") {
				t.Errorf("headings\n%s\nwant\n%s", strings.Join(got, "\n"), strings.Join(d.sections, "\n"))
			}
			opt := &CommitmentOptions{Procedural: true, Requests: true}
			if bad := commCompare(&d, FindCommitments(d.text, "", roots, opt)); len(bad) > 0 {
				t.Errorf("%d of %d\n%s", len(bad), len(d.marks), strings.Join(bad, "\n"))
			}
		})
	}
}
