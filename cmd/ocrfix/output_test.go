package main

import (
	"slices"
	"testing"
)

func TestOutputNames(t *testing.T) {
	for _, c := range []struct {
		rels, want []string // want is nil where the names clash
	}{
		{[]string{"a/b.pdf", "c.txt"}, []string{"a/b.txt", "c.txt"}},
		{[]string{"b.pdf", "b.txt"}, []string{"b.pdf.txt", "b.txt.txt"}},
		{[]string{"b.pdf", "b.txt", "c.pdf"}, []string{"b.pdf.txt", "b.txt.txt", "c.txt"}},
		{[]string{"b.pdf", "B.TXT"}, []string{"b.pdf.txt", "B.TXT.txt"}},
		{[]string{"b.pdf", "b.xml", "b.pdf.pdf"}, []string{"b.pdf.txt", "b.xml.txt", "b.pdf.pdf.txt"}},
		{[]string{"b", "c.d.e"}, []string{"b.txt", "c.d.txt"}},
		{[]string{"b.pdf", "b.pdf"}, nil},
	} {
		var inputs []input
		for _, r := range c.rels {
			inputs = append(inputs, input{path: r, rel: r})
		}
		got, err := outputNames(inputs, ".txt")
		if (err != nil) != (c.want == nil) || !slices.Equal(got, c.want) {
			t.Errorf("%q: got %q, %v; want %q", c.rels, got, err, c.want)
		}
	}
}

func TestByteSize(t *testing.T) {
	for text, want := range map[string]int64{"1": 1, "64MB": 64 << 20, "2 kb": 2 << 10, "1g": 1 << 30, "3M": 3 << 20} {
		var b byteSize
		if err := b.Set(text); err != nil || int64(b) != want {
			t.Errorf("%q: got %d, %v; want %d", text, b, err, want)
		}
	}
	for _, text := range []string{"", "MB", "-1", "0", "1TB", "9999999999GB", "1.5MB", "1MBB"} {
		var b byteSize
		if err := b.Set(text); err == nil {
			t.Errorf("%q was taken as %d", text, b)
		}
	}
}
