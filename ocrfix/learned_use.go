package ocrfix

import (
	"maps"
	"math"
	"slices"
	"strings"
	"sync"
	"unicode"
	"unicode/utf8"

	"ocrfix/lexicon"
	"ocrfix/ocrfix/internal/channel"
	"ocrfix/ocrfix/internal/lattice"
)

// A learned is what is known before a document is looked at: the built-in
// channel, and what an archive added to it. It does not change.
type learned struct {
	table  *channel.Table
	start  map[string]float64 // weights of the engines for a document without confusions, nil: all alike
	bases  *sync.Map          // by language, made when first asked for
	longer map[string]bool    // truths of more than one character
	cost   map[string]int32
	own    *lattice.OwnWords // the words as candidates, nil when there are none
	common map[string]int    // listed words, folded, that the archive has often

	without lattice.Parts // left out, to measure what they gain
}

var builtinLearned = sync.OnceValue(func() *learned { return learnedOf(builtinChannel()) })

// learnedOf is what is known where there is a channel table and nothing else.
func learnedOf(t *channel.Table) *learned {
	return &learned{table: t, bases: new(sync.Map), longer: t.Longer()}
}

// A base is the channel for the documents of a language before they show how
// they were damaged.
type base struct {
	table *channel.Table
	start []float64 // weights of its families
	model *channel.Model
	pool  *decoderPool
}

// A decoderPool keeps the decoders for the first look at documents, so that what
// they found for the words of one serves the next.
type decoderPool struct {
	mu   sync.Mutex
	idle []*decoders
}

// firstBeam is how many hypotheses the first look at a document keeps.
const firstBeam = 6

// firstDecoders lends decoders over a base, for a first look at a document.
func (l *learned) firstDecoders(b base) *decoders {
	b.pool.mu.Lock()
	defer b.pool.mu.Unlock()
	if n := len(b.pool.idle); n > 0 {
		d := b.pool.idle[n-1]
		b.pool.idle = b.pool.idle[:n-1]
		return d
	}
	d := newDecoders(b.model, firstBeam)
	d.known, d.own, d.without = l.known, l.own, l.without
	return d
}

// giveBack takes decoders back that firstDecoders lent.
func (b base) giveBack(d *decoders) {
	b.pool.mu.Lock()
	defer b.pool.mu.Unlock()
	b.pool.idle = append(b.pool.idle, d)
}

// in gives the base of a language, "" where that is unknown. An engine gives
// each of its families as much of its weight.
func (l *learned) in(lang string) base {
	if !l.table.Speaks(lang) {
		lang = ""
	}
	b, _ := l.bases.LoadOrStore(lang, sync.OnceValue(func() base {
		b := base{table: l.table.In(lang), pool: &decoderPool{}}
		families := make(map[string]float64)
		for _, f := range b.table.Families {
			families[channel.Engine(f)]++
		}
		for _, f := range b.table.Families {
			engine := channel.Engine(f)
			w := 1 / float64(len(families))
			if l.start != nil {
				w = l.start[engine]
			}
			b.start = append(b.start, w/families[engine])
		}
		b.model = b.table.Compile(channel.Weights{Families: b.start})
		return b
	}))
	return b.(func() base)()
}

// archiveFamily is the name of the archive's own confusions.
const archiveFamily = "archive"

// What the confusions of an archive weigh before a document says more: at most
// archiveShare, half of that when it has shown archiveHalf of them.
const (
	archiveShare = 0.7
	archiveHalf  = 1000
)

// learned gives what a cleaner knows of the archive; p may be nil.
func (p *Profile) learned() *learned {
	if p == nil {
		return builtinLearned()
	}
	p.once.Do(func() { p.use = p.compile() })
	return p.use
}

func (p *Profile) compile() *learned {
	l := *builtinLearned()
	l.bases = new(sync.Map) // their decoders know what l does
	if p.channel != nil {
		table, confusions := damagedPart(p.channel)
		trust := float64(confusions) / float64(confusions+archiveHalf)
		engines := builtinChannel().In("")
		l.start = map[string]float64{archiveFamily: archiveShare * trust}
		for f, w := range engines.Mix(table, 4) {
			even := 1 / float64(len(engines.Families))
			l.start[engines.Families[f]] = (1 - archiveShare*trust) * (even + trust*(w-even))
		}
		l.table = builtinChannel().With(archiveFamily, table)
		l.longer = l.table.Longer()
	}
	if len(p.names)+len(p.words) > 0 {
		l.cost = make(map[string]int32, len(p.names)+len(p.words))
		for _, list := range []map[string]int{p.names, p.words} {
			for w, n := range list {
				l.cost[w] = p.vouched(n)
			}
		}
		l.own = newOwnWords(p.names, p.words)
	}
	l.common = make(map[string]int, len(p.common))
	for w, n := range p.common {
		l.common[lexicon.Fold(w)] += n
	}
	return &l
}

// badPage is the share of characters that a damaged page has wrong.
const badPage = 0.02

// damagedPart gives the table as the damaged pages of the archive would have
// it, and its confusions. Damage comes in bursts: what a whole archive says of
// how often a confusion happens is too little for the pages that it happens on,
// and how bad a page is each document says of itself. So what came through
// unharmed counts less, where errors are fewer than on a damaged page.
func damagedPart(t *channel.Table) (out *channel.Table, confusions int) {
	whole := 0
	for i := range t.Rows {
		switch r := &t.Rows[i]; {
		case r.Truth != r.Raw:
			confusions += r.Total()
		case utf8.RuneCountInString(r.Truth) == 1:
			whole += r.Total()
		}
	}
	scale := min(float64(confusions)/badPage/float64(max(whole, 1)), 1)
	out = &channel.Table{Families: []string{archiveFamily}}
	for i := range t.Rows {
		r := &t.Rows[i]
		n := r.Total()
		if r.Truth == r.Raw {
			n = int(math.Ceil(float64(n) * scale))
		}
		out.Rows = append(out.Rows, channel.Row{Truth: r.Truth, Raw: r.Raw, Counts: []int{n}})
	}
	return out, confusions
}

// vouched is what the letters of a learned word cost: the more of the
// archive's unknown words it is, the less.
func (p *Profile) vouched(n int) int32 {
	return int32(min(max(math.Log(float64(max(p.Unknown, 1000))/float64(n))*100, 300), 900))
}

// known says what the letters of a word cost that the archive vouches for. A
// word in small letters may have a capital, any word may stand in capitals.
func (l *learned) known(w string) (int32, bool) {
	if l.cost == nil {
		return 0, false
	}
	w = straight(w)
	if c, ok := l.cost[w]; ok {
		return c, true
	}
	switch lexicon.ShapeOf(w) {
	case lexicon.Upper:
		if c, ok := l.cost[titleOf(w)]; ok {
			return c, true
		}
		fallthrough
	case lexicon.Title:
		c, ok := l.cost[strings.ToLower(w)]
		return c, ok
	}
	return 0, false
}

// vouches says whether the archive has every word of a token without the marks
// around it, so that the token must keep its letters.
func (l *learned) vouches(core string) bool {
	if l.cost == nil || core == "" {
		return false
	}
	if _, ok := l.known(owner(core)); ok {
		return true
	}
	for part := range strings.SplitSeq(core, "-") {
		if _, ok := l.known(owner(part)); !ok {
			return false
		}
	}
	return true
}

// titleOf gives w with a first capital and small letters after it.
func titleOf(w string) string {
	r, n := utf8.DecodeRuneInString(w)
	return string(unicode.ToUpper(r)) + strings.ToLower(w[n:])
}

// newOwnWords makes the learned words candidates, those with hyphens excepted,
// nil when none has letters that a lexicon holds.
func newOwnWords(names, words map[string]int) *lattice.OwnWords {
	var list []string
	forms := make(map[string][]string) // by folded form
	for _, w := range slices.Concat(slices.Sorted(maps.Keys(names)), slices.Sorted(maps.Keys(words))) {
		if strings.Contains(w, "-") {
			continue // no word of a lexicon has one
		}
		f := lexicon.Fold(w)
		list = append(list, f)
		forms[f] = append(forms[f], w)
	}
	lex, err := lexicon.OfWords(list)
	if err != nil || lex.Len() == 0 {
		return nil // an error: too many words, and ReadProfile takes fewer
	}
	return &lattice.OwnWords{Lex: lex, Forms: forms}
}
