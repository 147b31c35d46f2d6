package lexicon

import (
	"math/rand/v2"
	"testing"
)

// TestFuse stores random values and asks for them and for others.
func TestFuse(t *testing.T) {
	const seed = 11
	t.Logf("seed %d", seed)
	random := rand.New(rand.NewPCG(seed, 0))
	for _, c := range []struct {
		n                int
		width, valueBits uint32
	}{{0, 3, 13}, {1, 2, 5}, {2, 3, 13}, {3, 2, 5}, {7, 2, 5}, {50, 3, 13}, {1000, 2, 5}, {40_000, 3, 13}, {40_000, 2, 5}, {40_000, 2, 11}, {1000, 4, 20}, {40_000, 4, 20}} {
		stored := make(map[uint64]uint32)
		var keys []uint64
		var values []uint32
		for len(keys) < c.n {
			k := random.Uint64() >> random.UintN(60)
			if _, ok := stored[k]; ok {
				continue
			}
			stored[k] = random.Uint32() & (1<<c.valueBits - 1)
			keys, values = append(keys, k), append(values, stored[k])
		}
		built, err := buildFuse(keys, values, c.width, c.valueBits)
		if err != nil {
			t.Fatal(err)
		}
		f, err := openFuse(string(built.appendTo(nil)), c.valueBits)
		if err != nil {
			t.Fatal(err)
		}
		for k, v := range stored {
			if got, ok := f.get(k); !ok || got != v {
				t.Fatalf("%d keys: %x has value %d, %v; want %d", c.n, k, got, ok, v)
			}
		}
		const asked = 200_000
		wrong := 0
		for range asked {
			if k := random.Uint64(); stored[k] == 0 {
				if _, ok := f.get(k); ok {
					wrong++
				}
			}
		}
		bits := 8*c.width - c.valueBits
		expected := float64(asked) / float64(int(1)<<bits)
		t.Logf("%d keys in %d bytes: %d of %d others taken for stored, expected %.0f", c.n, len(f.cells), wrong, asked, expected)
		if c.n > 0 && float64(wrong) > 1.5*expected+10 || c.n == 0 && wrong > 0 {
			t.Errorf("%d keys: %d of %d others are taken for stored, expected %.0f", c.n, wrong, asked, expected)
		}
		if c.n >= 40_000 && len(f.cells) > c.n*int(c.width)*13/10 {
			t.Errorf("%d keys take %d bytes", c.n, len(f.cells))
		}
	}
}

// TestFuseDoubled guards that a key that stands twice is refused.
func TestFuseDoubled(t *testing.T) {
	if _, err := buildFuse([]uint64{1, 2, 3, 2}, []uint32{1, 2, 3, 4}, 2, 5); err == nil {
		t.Error("a doubled key was stored")
	}
}

// TestDawgRefuses guards the input of the automaton.
func TestDawgRefuses(t *testing.T) {
	for name, words := range map[string][]string{
		"doubled": {"a", "b", "b"}, "out of order": {"b", "a"}, "empty": {"", "a"}, "prefix after": {"ab", "a"},
	} {
		if _, err := buildDawg(words); err == nil {
			t.Errorf("%s: %q was taken", name, words)
		}
	}
	for _, words := range [][]string{nil, {"a"}, {"a", "ab", "abc", "b", "bc"}} {
		d, err := buildDawg(words)
		if err != nil {
			t.Fatal(err)
		}
		if n, err := d.check(256); err != nil || n != uint64(len(words)) {
			t.Errorf("%q: %d words, %v", words, n, err)
		}
	}
}
