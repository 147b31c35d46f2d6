package ocrfix

import (
	"os"
	"strings"
	"testing"
)

// BenchmarkClean measures the whole correction of the sample record: damaged,
// and as it is after cleaning.
func BenchmarkClean(b *testing.B) {
	data, err := os.ReadFile("../testdata/record.txt")
	if err != nil {
		b.Fatal(err)
	}
	raw := strings.Repeat(string(data)+"\n\n", 8)
	c := &Cleaner{}
	r, err := c.Clean(NewDocument(raw))
	if err != nil {
		b.Fatal(err)
	}
	for _, bench := range []struct{ name, text string }{{"damaged", raw}, {"clean", r.Text}} {
		b.Run(bench.name, func(b *testing.B) {
			b.SetBytes(int64(len(bench.text)))
			b.ReportAllocs()
			for b.Loop() {
				if _, err := c.Clean(NewDocument(bench.text)); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}
