package lexicon

import "math"

// The character model says how well a string could be a word that no list
// contains: four-grams over 32 classes of characters (the letters without
// their accents, the apostrophe, and a border), one byte each.

const (
	charBits = 5
	charStep = 5 // of the stored costs, hundredths of a nat
	charSize = 1 << (4 * charBits)
)

func charClass(r rune) uint32 {
	r = FoldRune(r)
	switch {
	case 'a' <= r && r <= 'z':
		return uint32(r-'a') + 1
	case r == '\'':
		return 27
	case r < 128:
		return 29 // digits and marks, never seen in training
	}
	if b := baseLetter(r); b != 0 {
		return uint32(b-'a') + 1
	}
	return 28
}

// baseLetter strips the accent of the Latin letters in use.
func baseLetter(r rune) rune {
	const table = "àaáaâaãaäaåaāaăaąaæaçcćcčcďdđdèeéeêeëeēeėeęeěeğgģgìiíiîiïiīiįiıiķkļlľlłlñnńnņnňnòoóoôoõoöoøoōoőoœoŕrřrśsşsšsșsţtťtțtùuúuûuüuūuůuűuųuýyÿyźzżzžzßs"
	match := false
	for _, t := range table {
		if match {
			return t
		}
		match = t == r
	}
	return 0
}

// Letters is the cost of the characters of a word under the character model.
func (l *Lexicon) Letters(word string) Cost {
	h, c := uint32(0), Cost(0)
	for _, r := range word {
		h = (h<<charBits | charClass(r)) & (charSize - 1)
		c += Cost(l.letters[h]) * charStep
	}
	h = h << charBits & (charSize - 1)
	return c + Cost(l.letters[h])*charStep
}

// buildLetters counts the words with their weights.
func buildLetters(each func(yield func(word string, weight float64))) string {
	const n = charSize
	var count [5][]float64 // by order; count[k] is indexed by the last k classes
	for k := range count {
		count[k] = make([]float64, 1<<(charBits*uint(k)))
	}
	each(func(word string, weight float64) {
		h := uint32(0)
		add := func(class uint32) {
			h = (h<<charBits | class) & (n - 1)
			for k := range count {
				count[k][h&(1<<(charBits*uint(k))-1)] += weight
			}
		}
		for _, r := range word {
			add(charClass(r))
		}
		add(0)
	})
	// Witten-Bell interpolation from the uniform distribution upwards.
	prob := []float64{1.0 / 32}
	for k := 1; k <= 4; k++ {
		next := make([]float64, 1<<(charBits*uint(k)))
		for context := range len(next) >> charBits {
			total, kinds := 0.0, 0.0
			for c := range 32 {
				if x := count[k][context<<charBits|c]; x > 0 {
					total += x
					kinds++
				}
			}
			lower := 0 // the context without its oldest class
			if k > 1 {
				lower = context & (1<<(charBits*uint(k-2)) - 1)
			}
			for c := range 32 {
				p := prob[0]
				if k > 1 {
					p = prob[lower<<charBits|c]
				}
				if total > 0 {
					p = (count[k][context<<charBits|c] + kinds*p) / (total + kinds)
				}
				next[context<<charBits|c] = p
			}
		}
		prob = next
	}
	out := make([]byte, n)
	for i, p := range prob {
		out[i] = quantise(p, charStep, 255)
	}
	return string(out)
}

// quantise gives the cost of a probability in steps, at most limit.
func quantise(p float64, step int, limit int) byte {
	if p <= 0 {
		return byte(limit)
	}
	c := math.Round(-math.Log(p) * float64(Nat) / float64(step))
	return byte(min(max(int(c), 0), limit))
}
