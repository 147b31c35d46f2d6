package record

import "testing"

// TestSample guards: a sample is all of a small archive and never more than it
// may be, begins with the first document and is spread evenly.
func TestSample(t *testing.T) {
	for _, n := range []int{1, 49, 200, 201, 3999, 4001, 100_000, 10_000_000} {
		s := SampleOf(n)
		words, fully := 0, 0
		last := 0
		for i := range n {
			w, c := s.Has(i)
			if c && !w {
				t.Fatalf("%d of %d teaches confusions but no words", i, n)
			}
			if w {
				words++
				if gap := i - last; gap > n/wordsLearned+1 {
					t.Fatalf("of %d documents none between %d and %d", n, last, i)
				}
				last = i
			}
			if c {
				fully++
			}
		}
		if w, c := s.Has(0); !w || !c {
			t.Errorf("the first of %d is not in the sample", n)
		}
		if n <= fullyLearned && fully != n || fully > fullyLearned || n <= wordsLearned && words != n || words > wordsLearned+fullyLearned {
			t.Errorf("of %d documents %d teach words and %d confusions", n, words, fully)
		}
	}
}
