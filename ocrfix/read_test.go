package ocrfix

import (
	"bytes"
	"errors"
	"io"
	"math/rand/v2"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"testing/iotest"
)

func TestReadText(t *testing.T) {
	tests := []struct {
		name, data string
		enc        string
		bom        bool
		text       string
		repairs    int
	}{
		{"empty", "", "utf-8", false, "", 0},
		{"ASCII", "Article 1\r\n", "utf-8", false, "Article 1\r\n", 0},
		{"UTF-8", "Convention européenne", "utf-8", false, "Convention européenne", 0},
		{"UTF-8 with mark", "\xef\xbb\xbfNote", "utf-8", true, "Note", 0},
		{"only a mark", "\xef\xbb\xbf", "utf-8", true, "", 0},
		{"UTF-16 LE", "\xff\xfeN\x00\xe9\x00\x3d\xd8\x00\xde", "utf-16le", true, "Né😀", 0},
		{"UTF-16 BE", "\xfe\xff\x00N\x00\xe9", "utf-16be", true, "Né", 0},
		{"UTF-16 LE, no mark", "T\x00r\x00e\x00a\x00t\x00y\x00", "utf-16le", false, "Treaty", 0},
		{"UTF-16 BE, no mark", "\x00T\x00r\x00e\x00a\x00t\x00y", "utf-16be", false, "Treaty", 0},
		{"Cyrillic UTF-16, no mark", "\x14\x04\x3e\x04\x33\x04\x3e\x04 \x00\x32\x04", "utf-16le", false, "Дого в", 0},
		{"truncated UTF-16", "\xff\xfeN\x00\xe9", "utf-16le", true, "N\uFFFD", 1},
		{"lone surrogate", "\xff\xfeN\x00\x00\xd8.\x00", "utf-16le", true, "N\uFFFD.", 1},
		{"Latin-1", "Stra\xdfe", "windows-1252", false, "Straße", 0},
		{"Windows-1252", "\x93Agreement\x94 \x96 \x80 5 \x81", "windows-1252", false, "“Agreement” – € 5 \u0081", 0},
		{"UTF-8 with a Latin-1 byte", "é à ü \xe9tat", "utf-8", false, "é à ü état", 1},
		{"truncated UTF-8", "é à ü \xe2\x80", "utf-8", false, "é à ü \uFFFD", 1},
	}
	for _, tt := range tests {
		d, err := Read(strings.NewReader(tt.data), tt.name, nil)
		if err != nil {
			t.Errorf("%s: %v", tt.name, err)
			continue
		}
		s := d.Source
		if s.Encoding != tt.enc || s.BOM != tt.bom || d.Text != tt.text || len(s.Repairs) != tt.repairs {
			t.Errorf("%s: %s, bom %v, %q, %d repairs; want %s, %v, %q, %d", tt.name,
				s.Encoding, s.BOM, d.Text, len(s.Repairs), tt.enc, tt.bom, tt.text, tt.repairs)
		}
		if s.Format != "text" || s.Path != tt.name || len(s.SHA256) != 64 {
			t.Errorf("%s: source %+v", tt.name, s)
		}
		if (tt.repairs > 0 || tt.enc != "utf-8") && len(s.Notes) == 0 {
			t.Errorf("%s: no note", tt.name)
		}
		if back, err := s.Bytes(d.Text); err != nil || string(back) != tt.data {
			t.Errorf("%s: Bytes gives %q, %v; want %q", tt.name, back, err, tt.data)
		}
		if tt.repairs == 0 {
			if back, err := s.Encode(d.Text); err != nil || string(back) != tt.data {
				t.Errorf("%s: Encode gives %q, %v; want %q", tt.name, back, err, tt.data)
			}
		}
	}
}

func TestReadRefuses(t *testing.T) {
	random := make([]byte, 5000)
	for i, r := 0, rand.New(rand.NewPCG(3, 4)); i < len(random); i++ {
		random[i] = byte(r.Uint32())
	}
	tests := []struct {
		name, data string
		opt        *ReadOptions
		want       error
	}{
		{"NULs", "\x00\x00\x00\x00", nil, ErrBinary},
		{"random", string(random), nil, ErrBinary},
		{"zip", "PK\x03\x04rest", nil, ErrBinary},
		{"png", "\x89PNG\r\n\x1a\n", nil, ErrBinary},
		{"UTF-32", "\xff\xfe\x00\x00a\x00\x00\x00", nil, ErrBinary},
		{"web page", "\ufeff <!DOCTYPE html>\n<title>Treaty</title><p>The Parties", nil, ErrBinary},
		{"old web page", "<HTML><BODY>The Parties</BODY></HTML>", nil, ErrBinary},
		{"web page in UTF-16", "\xff\xfe<\x00h\x00t\x00m\x00l\x00>\x00a\x00", nil, ErrBinary},
		{"size", "12345", &ReadOptions{MaxBytes: 4}, ErrTooLarge},
		{"format", "x", &ReadOptions{Format: "docx"}, ErrFormat},
		{"encoding", "x", &ReadOptions{Encoding: "ebcdic"}, nil},
	}
	for _, tt := range tests {
		for _, r := range []io.Reader{strings.NewReader(tt.data), io.MultiReader(strings.NewReader(tt.data))} {
			_, err := Read(r, tt.name, tt.opt)
			re, ok := errors.AsType[*ReadError](err)
			if !ok || re.Name != tt.name || re.Hint == "" || tt.want != nil && !errors.Is(err, tt.want) {
				t.Errorf("%s: error %v, want %v with a hint", tt.name, err, tt.want)
			}
		}
	}
}

// What only resembles a web page, or is said to be a text, is read.
func TestReadTextWithTags(t *testing.T) {
	for _, tt := range []struct{ data, format string }{
		{"<p>The Parties agree.\n", ""},
		{"The Parties <html> agree.\n", ""},
		{"< html of the treaty\n", ""},
		{"<html>The Parties agree.\n", "text"},
	} {
		d, err := Read(strings.NewReader(tt.data), "a", &ReadOptions{Format: tt.format})
		if err != nil || d.Text != tt.data || d.Source.Format != "text" {
			t.Errorf("%q: %v, %v", tt.data, d, err)
		}
	}
}

func TestReadPassesErrorsOn(t *testing.T) {
	broken := errors.New("disk on fire")
	_, err := Read(iotest.ErrReader(broken), "x", nil)
	if !errors.Is(err, broken) {
		t.Errorf("error %v, want %v", err, broken)
	}
}

func TestReadKeepsAFewControls(t *testing.T) {
	text := strings.Repeat("a sound line of text\n", 10) + "\x00\n"
	d, err := Read(strings.NewReader(text), "x", nil)
	if err != nil || d.Text != text || len(d.Source.Notes) != 1 {
		t.Errorf("got %+v, %v", d, err)
	}
}

func TestReadFile(t *testing.T) {
	dir := t.TempDir()
	if _, err := ReadFile(dir, nil); err == nil || !strings.Contains(err.Error(), "directory") {
		t.Errorf("a directory: %v", err)
	}
	if _, err := ReadFile(filepath.Join(dir, "none"), nil); !errors.Is(err, os.ErrNotExist) {
		t.Errorf("no file: %v", err)
	}
	path := filepath.Join(dir, "a.txt")
	if err := os.WriteFile(path, []byte("Done at Tallinn"), 0o600); err != nil {
		t.Fatal(err)
	}
	if d, err := ReadFile(path, nil); err != nil || d.Text != "Done at Tallinn" {
		t.Errorf("got %+v, %v", d, err)
	}
}

func TestSourceBytesRefusesAnotherText(t *testing.T) {
	d, err := Read(strings.NewReader("the raw text"), "x", nil)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := d.Source.Bytes("another text"); !errors.Is(err, ErrNotRaw) {
		t.Errorf("error %v, want ErrNotRaw", err)
	}
}

func TestEncodeNamesWhatIsMissing(t *testing.T) {
	s := Source{Encoding: "windows-1252"}
	if _, err := s.Encode("Ōsaka"); err == nil || !strings.Contains(err.Error(), "Ō") {
		t.Errorf("error %v", err)
	}
}

// FuzzReadText guards: no input panics, spans stay inside the text, and what
// is read can be written back byte for byte.
func FuzzReadText(f *testing.F) {
	for _, s := range []string{"", "a\fb\r\nc", "\xff\xfea\x00\x00\xd8", "\xfe\xff\x00a\x00", "é é é \xe9\xff", "\xef\xbb\xbfx", "\x93x\x94"} {
		f.Add([]byte(s), "")
	}
	f.Add([]byte("odd"), "utf-16be")
	f.Add([]byte("\x81\x8d"), "windows-1252")
	f.Fuzz(func(t *testing.T, data []byte, enc string) {
		d, err := Read(bytes.NewReader(data), "fuzz", &ReadOptions{Format: "text", Encoding: enc})
		if err != nil {
			return
		}
		checkDocument(t, d)
		back, err := d.Source.Bytes(d.Text)
		if err != nil || !bytes.Equal(back, data) {
			t.Fatalf("read %q as %s %q, wrote %q, %v", data, d.Source.Encoding, d.Text, back, err)
		}
	})
}
