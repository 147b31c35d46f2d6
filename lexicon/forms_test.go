package lexicon

import (
	"encoding/binary"
	"errors"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"
)

var fewForms = []string{"hâlé", "hâlée", "halé", "halée", "halées", "haler", "Œuvrai", "œuvrais", "à", "prud'homie", "esclaffe", "esclaffes"}

func formsOf(t testing.TB, words []string) []byte {
	t.Helper()
	data, err := BuildForms(FormsMeta{Lang: "fr", Version: 1, Sources: []string{"a list"}, Licence: "none"}, words)
	if err != nil {
		t.Fatal(err)
	}
	return data
}

// TestForms guards that a file of forms has the words that it was built from, and
// no others, whatever their order.
func TestForms(t *testing.T) {
	data := formsOf(t, fewForms)
	f, err := OpenForms(string(data))
	if err != nil {
		t.Fatal(err)
	}
	if err := f.Check(); err != nil {
		t.Fatal(err)
	}
	if m := f.Meta(); m.Words != len(fewForms) || m.Lang != "fr" || m.Licence != "none" {
		t.Errorf("described as %+v", m)
	}
	for _, w := range fewForms {
		for _, s := range []string{w, Fold(w), strings.ToUpper(w), strings.ReplaceAll(w, "'", "’")} {
			if !f.Has(s) {
				t.Errorf("%q is no form", s)
			}
		}
		for _, s := range []string{w + "x", w[1:], w + "日"} {
			if f.Has(s) {
				t.Errorf("%q is a form", s)
			}
		}
	}
	if f.Has("") || f.Has("hal") || (*Forms)(nil).Has("à") {
		t.Error("what is no word is a form")
	}
	other := slices.Clone(fewForms)
	slices.Reverse(other)
	if string(formsOf(t, append(other, "HALER"))) != string(data) {
		t.Error("another order gives other bytes")
	}
	none, err := OpenForms(string(formsOf(t, nil)))
	if err != nil || none.Check() != nil || none.Has("à") {
		t.Errorf("no words at all: %v", err)
	}
}

// TestBuiltinForms checks the embedded forms against words that they are for.
func TestBuiltinForms(t *testing.T) {
	f := BuiltinForms("fr")
	if err := f.Check(); err != nil {
		t.Fatal(err)
	}
	for _, w := range strings.Fields("fraîchi esclaffe sténographiée interposent mandatements prévalut Œuvrassions") {
		if !f.Has(w) {
			t.Errorf("%s is no form", w)
		}
	}
	for _, w := range strings.Fields("fraîchl sténographlée qxz l'esclaffe") {
		if f.Has(w) {
			t.Errorf("%s is a form", w)
		}
	}
	if BuiltinForms("en") != nil {
		t.Error("English has forms")
	}
}

// TestFormsCheckRefuses spoils the head and every edge of a file of forms, one at a
// time.
func TestFormsCheckRefuses(t *testing.T) {
	good := formsOf(t, fewForms)
	f, _ := OpenForms(string(good))
	first, edges := len(good)-len(f.edges), len(f.edges)/formEdgeSize
	refused := func(name string, data []byte) {
		t.Helper()
		f, err := OpenForms(string(data))
		if err == nil {
			err = f.Check()
		}
		if !errors.Is(err, ErrFormat) {
			t.Errorf("%s: error %v", name, err)
		}
	}
	for at, name := range map[int]string{0: "magic", 8: "version", 12: "length of the description", 16: "length of the alphabet", 20: "root"} {
		bad := slices.Clone(good)
		bad[at]++
		refused(name, bad)
		bad = slices.Clone(good)
		binary.LittleEndian.PutUint32(bad[at:], 0xffffffff)
		refused(name+" far away", bad)
	}
	for cut := range good {
		refused("cut short", good[:cut])
	}
	for name, spoil := range map[string]func(uint32) uint32{
		"label 0":           func(e uint32) uint32 { return e &^ 0xff },
		"label unknown":     func(e uint32) uint32 { return e | 0xff },
		"last edge or not":  func(e uint32) uint32 { return e ^ 1<<8 },
		"end of a word":     func(e uint32) uint32 { return e ^ 1<<9 },
		"back to the start": func(e uint32) uint32 { return e&(1<<10-1) | 1<<10 },
		"target far away":   func(e uint32) uint32 { return e | (mostEdges-1)<<10 },
	} {
		for i := 1; i < edges; i++ {
			bad := slices.Clone(good)
			at := first + formEdgeSize*i
			binary.LittleEndian.PutUint32(bad[at:], spoil(binary.LittleEndian.Uint32(bad[at:])))
			refused(name, bad)
		}
	}
}

// TestFormsMutated changes random bytes: what OpenForms and Check let pass must
// answer without a panic.
func TestFormsMutated(t *testing.T) {
	const seed = 5
	t.Logf("seed %d", seed)
	random := rand.New(rand.NewPCG(seed, 0))
	good := formsOf(t, fewForms)
	for range 3000 {
		bad := slices.Clone(good)
		for range 1 + random.IntN(3) {
			bad[random.IntN(len(bad))] = byte(random.Uint32())
		}
		askForms(t, string(bad))
	}
}

// FuzzOpenForms writes a patch into a sound file of forms and cuts bytes off its end.
func FuzzOpenForms(f *testing.F) {
	good := formsOf(f, fewForms)
	for at := range len(good) / 8 {
		f.Add(uint32(8*at), []byte{0xff, 1}, uint32(at%2*4))
	}
	f.Fuzz(func(t *testing.T, at uint32, patch []byte, cut uint32) {
		bad := slices.Clone(good)
		copy(bad[int(at)%len(bad):], patch)
		askForms(t, string(bad[:len(bad)-int(cut)%len(bad)]))
	})
}

func askForms(t *testing.T, data string) {
	f, err := OpenForms(data)
	if err == nil {
		err = f.Check()
	}
	if err != nil {
		if !errors.Is(err, ErrFormat) {
			t.Errorf("not wrapped: %v", err)
		}
		return
	}
	for _, w := range append(fewForms, "", "\xff", "日", "zzz", string(f.codes.alphabet[1:])) {
		f.Has(w)
	}
}
