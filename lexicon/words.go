package lexicon

// OfWords returns a lexicon that holds the words, folded, and nothing that is
// known of them: it may be walked and it spells, but has no costs to ask for.
// Words longer than 30 characters are left out, and those with a character that
// is neither an apostrophe nor one of the 120 commonest Latin letters in them.
func OfWords(words []string) (*Lexicon, error) {
	table := make(map[string]*wordCount, len(words))
	for _, w := range words {
		table[Fold(w)] = &wordCount{flags: FlagListed}
	}
	lex := &Lexicon{}
	lex.setAlphabet(chooseAlphabet(table))
	keys, _ := new(Builder).chooseWords(table, lex)
	var err error
	lex.words, err = buildDawg(keys)
	lex.count = WordID(len(keys))
	return lex, err
}

// setAlphabet gives the characters their codes, from 1.
func (l *Lexicon) setAlphabet(runes []rune) {
	l.alphabet, l.codeWide = append([]rune{0}, runes...), make(map[rune]byte)
	for i, r := range runes {
		if r < 128 {
			l.code[r] = byte(i + 1)
		} else {
			l.codeWide[r] = byte(i + 1)
		}
	}
}
