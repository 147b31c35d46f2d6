package ocrfix

import (
	"math"
	"testing"
)

// TestJudge guards how changes are judged by the truth: whole words, of several
// lines and of parts of a word too.
func TestJudge(t *testing.T) {
	raw := "The d1g1tal age, ofthe mod-\nem world; it gamed pace in a “quoted” way.\n"
	truth := "The digital age, of the modern world; it gamed pace in a \"quoted\" way."
	edit := func(start int, raw, new string, confidence float64) Edit {
		return Edit{Start: start, End: start + len(raw), Raw: raw, New: new, Confidence: confidence}
	}
	edits := []Edit{
		edit(4, "d1g1tal", "digital", 0.95),            // right
		edit(17, "ofthe", "of the", 0.85),              // right
		edit(23, "mod-\nem", "mod-\nern", 0.75),        // right: a line end within
		edit(41, "gamed", "gained", 0.65),              // harm
		edit(5, "1", "l", 0.35),                        // part of a word, wrong
		edit(60, "quoted”", "quoted’s", 0.05),          // harm
		edit(len(raw)-len("way.\n"), "way.", "", 0.45), // harm
	}
	right := []bool{true, true, true, false, false, false, false}
	for i, j := range judge(raw, truth, edits) {
		if e := edits[i]; raw[e.Start:e.End] != e.Raw {
			t.Errorf("the test itself: %q is %q", e.Raw, raw[e.Start:e.End])
		} else if j.right != right[i] || j.confidence != e.Confidence {
			t.Errorf("%q to %q: %+v, want right %v", e.Raw, e.New, j, right[i])
		}
	}
}

// TestReliability guards the bins and the expected calibration error.
func TestReliability(t *testing.T) {
	bins, err := reliability([]judgement{{0.9, true}, {0.95, true}, {1, false}, {0.3, false}, {0.35, true}})
	if len(bins) != 10 || bins[9].Changes != 3 || bins[9].Right != 2 || bins[3].Changes != 2 || bins[3].Right != 1 {
		t.Errorf("bins %+v", bins)
	}
	if math.Abs(bins[9].Confidence-0.95) > 1e-9 {
		t.Errorf("mean confidence %v", bins[9].Confidence)
	}
	// (|2.85-2| + |0.65-1|) / 5
	if math.Abs(err-0.24) > 1e-9 {
		t.Errorf("calibration error %v, want 0.24", err)
	}
	if _, err := reliability(nil); err != 0 {
		t.Errorf("of nothing: %v", err)
	}
}
