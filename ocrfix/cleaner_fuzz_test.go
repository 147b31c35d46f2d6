package ocrfix

import (
	"fmt"
	"maps"
	"os"
	"path/filepath"
	"reflect"
	"slices"
	"strings"
	"testing"
)

// FuzzClean guards what holds for the cleaning of any text: no panic; edits
// that are in order, inside the text and on its lines and pages; edits that
// make the cleaned text and can be undone; the same result every time.
func FuzzClean(f *testing.F) {
	texts := cleanTexts(f)
	for _, name := range slices.Sorted(maps.Keys(texts)) {
		for p := range strings.SplitSeq(texts[name], "\n\n") {
			f.Add(p)
		}
	}
	for _, text := range []string{"", " ", "\f", "\xff\xfe", "1s\r\n1s\r1s", "(a} ,,110ng ¬\nb", "l'art’s d’1vre -\n- e\u0301"} {
		f.Add(text)
	}
	c := new(Cleaner)
	f.Fuzz(func(t *testing.T, text string) {
		if len(text) > 4000 {
			t.Skip("long")
		}
		d := NewDocument(text)
		res, err := c.Clean(d)
		if err != nil {
			t.Fatal(err)
		}
		if err := cleanCheck(d, res); err != nil {
			t.Fatal(err)
		}
		again, err := c.Clean(NewDocument(text))
		if err != nil {
			t.Fatal(err)
		}
		if !reflect.DeepEqual(res.Edits, again.Edits) {
			t.Errorf("two results for one text:\n%+v\n%+v", res.Edits, again.Edits)
		}
	})
}

// cleanCheck reports the first promise of [Cleaner.Clean] that a result breaks.
func cleanCheck(d *Document, res *Result) error {
	if text, err := Apply(d.Text, res.Edits); err != nil {
		return err
	} else if text != res.Text {
		return fmt.Errorf("the edits make %q of the raw text, not %q", text, res.Text)
	}
	if raw, err := Undo(res.Text, res.Edits); err != nil {
		return err
	} else if raw != d.Text {
		return fmt.Errorf("undoing makes %q, not the raw text", raw)
	}
	for i, e := range res.Edits {
		switch {
		case e.Raw == e.New:
			return fmt.Errorf("edit %d changes nothing: %q", i, e.Raw)
		case e.Confidence < 0 || e.Confidence > 1 || e.Confidence != e.Confidence:
			return fmt.Errorf("edit %d has confidence %v", i, e.Confidence)
		case e.Line < 1 || e.Line > len(d.Lines) || e.Page < 1 || e.Page > len(d.Pages):
			return fmt.Errorf("edit %d is on line %d of %d, page %d of %d", i, e.Line, len(d.Lines), e.Page, len(d.Pages))
		case d.Lines[e.Line-1].Page != e.Page-1:
			return fmt.Errorf("edit %d is on line %d, which is not on page %d", i, e.Line, e.Page)
		case d.Lines[e.Line-1].End < e.Start:
			return fmt.Errorf("edit %d begins after its line %d", i, e.Line)
		}
	}
	return nil
}

// cleanTwice names the texts that a second cleaning still changes, with why.
var cleanTwice = map[string]string{
	"m-for-in.txt": "m is in only where the words beside it stand mended",
}

// TestCleanTwice guards that cleaning a cleaned text changes nothing, for the
// record and every case, those that are known failures too.
func TestCleanTwice(t *testing.T) {
	texts := cleanTexts(t)
	for _, name := range slices.Sorted(maps.Keys(texts)) {
		t.Run(name, func(t *testing.T) {
			c := new(Cleaner)
			d := NewDocument(texts[name])
			once, err := c.Clean(d)
			if err != nil {
				t.Fatal(err)
			}
			if err := cleanCheck(d, once); err != nil {
				t.Fatal(err)
			}
			twice, err := c.Clean(NewDocument(once.Text))
			if err != nil {
				t.Fatal(err)
			}
			reason, known := cleanTwice[name]
			if (twice.Text != once.Text) == known {
				return
			}
			if known {
				t.Fatalf("stays as it is now: remove it from cleanTwice (%s)", reason)
			}
			for _, e := range twice.Edits {
				if e.Applied {
					t.Errorf("line %d: %q to %q the second time", e.Line, e.Raw, e.New)
				}
			}
		})
	}
}

// cleanTexts returns the raw texts of testdata by name.
func cleanTexts(t testing.TB) map[string]string {
	t.Helper()
	texts := make(map[string]string)
	for _, name := range []string{"record.txt", "record.truth.txt"} {
		data, err := os.ReadFile(filepath.Join("../testdata", name))
		if err != nil {
			t.Fatal(err)
		}
		texts[name] = string(data)
	}
	paths, err := filepath.Glob(caseFolder + "/*.txt")
	if err != nil || len(paths) == 0 {
		t.Fatalf("no case files: %v", err)
	}
	for _, path := range paths {
		data, err := os.ReadFile(path)
		if err != nil {
			t.Fatal(err)
		}
		c, err := caseParse(path, data)
		if err != nil {
			t.Fatal(err)
		}
		texts[filepath.Base(path)] = c.raw
	}
	return texts
}
