package ocrfix

import (
	"iter"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"ocrfix/lexicon"
	"ocrfix/ocrfix/internal/channel"
	"ocrfix/ocrfix/internal/lattice"
)

// A decodeToken is a token of the lattice with its place in the raw text.
type decodeToken struct {
	Span
	line, last int    // the lines it begins and ends in
	read       string // how it is read, "" where just as it stands
	shown      bool   // joined over a line end by a hyphen that the page shows
}

// eachStretch gathers the words of a document into tokens for the decoder,
// with what the layout says of their lines, and gives them out by stretches
// that end with a paragraph where that is near.
func eachStretch(d *Document, guard *guard, yield func([]lattice.Token, []decodeToken)) {
	var tokens []lattice.Token
	var places []decodeToken
	shape := lineShapes{doc: d, line: -1}
	prevLine, prevEnd := -1, 0
	open := func() {
		n := min(stretchTokens*3/2, (len(d.Text)-prevEnd)/leastWord+1)
		tokens, places = make([]lattice.Token, 0, n), make([]decodeToken, 0, n)
	}
	give := func() {
		markPlaces(tokens)
		markAstray(tokens)
		yield(tokens, places)
	}
	open()
	for w := range d.eachRead() {
		t := lattice.Token{Raw: w.read, NoJoin: w.last != w.Line || w.part}
		if w.Line != prevLine {
			t.LineStart = true
			gap := d.Text[prevEnd:w.Start]
			t.BlockStart = prevLine < 0 || strings.Count(gap, "\n") > 1
			shape.read(w.Line)
		}
		if n := len(tokens); n >= stretchTokens && t.BlockStart || n >= stretchTokens*3/2 {
			give()
			open()
			t.BlockStart = true
		}
		t.CapsLine, t.TitleLine = shape.caps, shape.title
		t.Frozen = w.part || guard.frozen(w.read)
		tokens = append(tokens, t)
		places = append(places, w.place())
		if prevLine, prevEnd = w.last, w.End; w.last != w.Line {
			shape.read(w.last)
		}
	}
	if len(tokens) > 0 {
		give()
	}
}

// leastWord is how many bytes a word takes at the least in usual text, the blank
// behind it included.
const leastWord = 5

// markPlaces marks the tokens that stand between words in small letters, and
// frees an upright bar by itself before one: it may be a capital I, unless it is a
// rule of a table.
func markPlaces(tokens []lattice.Token) {
	for i := 1; i+1 < len(tokens); i++ {
		t, before, after := &tokens[i], tokens[i-1].Raw, &tokens[i+1]
		if t.BlockStart || after.BlockStart {
			continue
		}
		first, _ := utf8.DecodeRuneInString(before)
		last, _ := utf8.DecodeLastRuneInString(before)
		next, _ := utf8.DecodeRuneInString(after.Raw)
		t.AmidSmall = unicode.IsLower(first) && unicode.IsLower(last) && unicode.IsLower(next)
		if t.Raw == bar && unicode.IsLower(next) && unicode.IsLetter(first) && !ruled(tokens, i) {
			t.Frozen = false
		}
	}
}

// fewAstray is how many quotation marks without the other must stand within the
// paragraphs of a text, and how many times as many as those with it, before one at
// the start of a paragraph is thought a speck too.
const fewAstray = 2

// markAstray marks the starts of paragraphs whose single quotation mark may be a
// speck, as those before other words of the text are.
func markAstray(tokens []lattice.Token) {
	var starts []int
	single, paired := 0, 0
	for i := range tokens {
		mark, n := utf8.DecodeRuneInString(tokens[i].Raw)
		first, m := utf8.DecodeRuneInString(tokens[i].Raw[n:])
		second, _ := utf8.DecodeRuneInString(tokens[i].Raw[n+m:])
		switch {
		case mark != '‘' && mark != '\'' || !unicode.IsLetter(first) || !unicode.IsLetter(second): // 's-Gravenhage
		case tokens[i].BlockStart:
			starts = append(starts, i)
		case lattice.Unmatched(tokens, i):
			single++
		default:
			paired++
		}
	}
	if single >= fewAstray && single >= fewAstray*paired {
		for _, i := range starts {
			tokens[i].Astray = true
		}
	}
}

const bar = "|"

// lineReach is how many tokens of a line are looked at on either side.
const lineReach = 60

// ruled says whether the line of token i begins with a bar or has more than two.
func ruled(tokens []lattice.Token, i int) bool {
	end := min(len(tokens), i+lineReach)
	for least := max(0, i-lineReach); i > least && !tokens[i].LineStart; {
		i--
	}
	n := 0
	for j := i; j < end && (j == i || !tokens[j].LineStart); j++ {
		if strings.Contains(tokens[j].Raw, bar) {
			n++
		}
	}
	return n > 2 || tokens[i].Raw == bar
}

// blockTokens gathers the words of a whole document.
func blockTokens(d *Document, guard *guard) (tokens []lattice.Token, places []decodeToken) {
	eachStretch(d, guard, func(t []lattice.Token, p []decodeToken) {
		tokens, places = append(tokens, t...), append(places, p...)
	})
	return tokens, places
}

// lineShapes says how the capitals of a line are set.
type lineShapes struct {
	doc         *Document
	line        int
	caps, title bool
}

func (s *lineShapes) read(line int) {
	s.line = line
	text := s.doc.Text[s.doc.Lines[line].Start:s.doc.Lines[line].End]
	letters, uppers, words, titled := 0, 0, 0, 0
	for f := range strings.FieldsSeq(text) {
		f = strings.TrimFunc(f, func(r rune) bool { return !unicode.IsLetter(r) })
		n := utf8.RuneCountInString(f)
		for _, r := range f {
			if unicode.IsLetter(r) {
				letters++
				if unicode.IsUpper(r) {
					uppers++
				}
			}
		}
		if n > 3 {
			words++
			if r, _ := utf8.DecodeRuneInString(f); unicode.IsUpper(r) {
				titled++
			}
		}
	}
	s.caps = letters >= 4 && uppers*10 >= letters*7
	s.title = !s.caps && words >= 2 && titled*10 >= words*8 && len(text) < 100
}

// mostTokens is how many tokens are decoded at once.
const mostTokens = 400

// decode finds what the decoder would change in a stretch under its profile.
func (r *run) decode(s *stretch) []proposal {
	decoders := newDecoders(s.profile.channel, 0)
	decoders.known, decoders.own, decoders.habits = s.profile.known, s.profile.base.own, s.profile.habits
	decoders.repeated = s.profile.repeatedWords()
	decoders.without = s.profile.base.without
	decoders.barren = s.profile.barren()
	decoders.accented = len(s.profile.plain) >= accentsPutIn
	decoders.raised = s.profile.raised
	var out, seen []proposal
	for i, k := 0, 0; i < len(s.tokens) && r.ended() == nil; k++ {
		j := blockEnd(s.tokens, i, mostTokens)
		dec := decoders.of(s.blocks[k])
		if dec == nil {
			i = j
			continue
		}
		for _, c := range s.closeHung(dec.Decode(s.tokens[i:j]), i) {
			c.First += i
			p := r.proposal(s, c)
			p.lex, p.lang = dec.Lex, s.blocks[k]
			p.keepRest()
			if s.unended[c.First] && p.repair == nil && endsSentences(dec.Lex, p.raw) {
				if stopped := p.raw + "."; c.Reading.Identity || p.new == stopped {
					p.repair, p.new = &repair{stopped, "unended", unendedSure}, stopped
				}
			}
			if r.seen != nil {
				p.Tried = slices.Clone(p.Tried)
				seen = append(seen, p)
			}
			if p.raw != p.new {
				out = append(out, p)
			}
		}
		i = j
	}
	agree(out, s.profile)
	fixes := r.marksBetween(s, out)
	for i := range seen {
		p := &seen[i]
		if fix, ok := fixes[p.First]; ok {
			p.mend(&fix)
		}
		r.seen(s, p, decoders.of(p.lang))
	}
	return r.mendMarks(s, out, fixes)
}

// accentsPutIn is how many forms must have an accent too many before the scanner
// is known to put them in.
const accentsPutIn = 3

// alwaysRead is how often a document must have a form before all its places
// together speak for each.
const alwaysRead = 3

// agree tells each proposal how many places of the document are read the same
// way, and, where those are all the places of the form, how sure they are
// together: each judges by words of its own around it.
func agree(list []proposal, pr *profile) {
	type change struct{ raw, new string }
	places := make(map[change][]int)
	for i := range list {
		c := change{core(list[i].raw), core(list[i].new)}
		places[c] = append(places[c], i)
	}
	for c, at := range places {
		for _, i := range at {
			list[i].agreed = len(at)
		}
		if len(at) < alwaysRead || len(at) < pr.forms[c.raw] {
			continue
		}
		sum := 0.0
		for _, i := range at {
			sum += list[i].accepted(list[i].class())
		}
		for _, i := range at {
			list[i].together = sum / float64(len(at))
		}
	}
}

// proposal makes a proposal of a choice, or of what grammar says of its token.
func (r *run) proposal(s *stretch, c lattice.Choice) proposal {
	d, at := r.doc, c.First
	first, last := s.places[at], s.places[at+c.Count-1]
	t := &s.tokens[at]
	p := proposal{Choice: c, profile: s.profile, Span: Span{first.Start, last.End}, line: first.line,
		heading: t.CapsLine || t.TitleLine, lineStart: t.LineStart || beginsCell(d.Text[:first.Start]), afterMark: afterMark(s.tokens, at), named: named(s.tokens, at), next: nextOf(s.tokens, at+c.Count),
		lineEnds: at+c.Count < len(s.tokens) && s.tokens[at+c.Count].LineStart}
	if at > 0 && !t.BlockStart {
		p.before = s.tokens[at-1].Raw
	}
	p.paired = c.Count == 1 && !c.Reading.Identity && quotesOf(t.Raw, quotes+guillemets) > 0 && !lattice.Unmatched(s.tokens, at)
	if next := at + c.Count; next < len(s.tokens) && !s.tokens[next].BlockStart {
		p.after = s.tokens[next].Raw
	}
	p.raw, p.new = asRead(d.Text, s.places[at:at+c.Count]), c.Reading.Text
	if fix, ok := s.repairs[at]; ok && c.Reading.Identity {
		p.repair = new(fix)
	} else if ok && c.Count == 1 {
		p.fallback = new(fix)
	} else if s.hung[at] && c.Count == 2 && len(c.Reading.Items) == 0 { // made by closeHung, not read
		p.repair = &repair{p.new, hungRule, hungSure}
	} else if c.Reading.Identity && first.shown && !t.Frozen {
		p.repair = &repair{p.new, statedJoin, 0.99}
	} else if c.Reading.Identity && s.apart[at] != placeHere {
		p.setRight(d, s, at)
	}
	if first.line != last.last {
		p.lineEnd = d.Text[d.Lines[first.line].End:d.Lines[last.last].Start]
	}
	return p
}

// decoders are the decoders of the languages over one channel, made when first
// needed.
type decoders struct {
	channel  *channel.Model
	beam     int
	known    func(string) (int32, bool)
	own      *lattice.OwnWords
	habits   map[string]string
	repeated func() *lattice.OwnWords
	without  lattice.Parts
	accented bool
	raised   rune
	byLang   map[string]*lattice.Decoder
	// barren, if not nil, says whether the first look at the document found
	// nothing else in a token of known words.
	barren func(lang, raw string, effort lattice.Effort) bool
}

func newDecoders(ch *channel.Model, beam int) *decoders {
	return &decoders{channel: ch, beam: beam, byLang: make(map[string]*lattice.Decoder)}
}

// of returns the decoder of a language, nil where there is none.
func (d *decoders) of(lang string) *lattice.Decoder {
	dec, ok := d.byLang[lang]
	if !ok {
		if lex := lexicon.Builtin(lang); lex != nil {
			dec = &lattice.Decoder{Reader: lattice.NewReader(lex, d.channel), Beam: d.beam}
			dec.Known, dec.Own, dec.Habits, dec.Repeated, dec.Without, dec.Accented, dec.Raised = d.known, d.own, d.habits, d.repeated, d.without, d.accented, d.raised
			if d.barren != nil {
				dec.Barren = func(raw string, effort lattice.Effort) bool { return d.barren(lang, raw, effort) }
			}
			dec.Abbreviated = writtenShort
		}
		d.byLang[lang] = dec
	}
	return dec
}

// afterMark says whether what stands before a token may end a sentence.
func afterMark(tokens []lattice.Token, i int) bool {
	if i == 0 || tokens[i].BlockStart {
		return true
	}
	last, _ := utf8.DecodeLastRuneInString(tokens[i-1].Raw)
	return strings.ContainsRune(".!?:;)]\"'”’»—–-•*|", last)
}

// named says whether what stands before a capital is a form of address, a rank
// or an initial, so that it begins a person's name.
func named(tokens []lattice.Token, i int) bool {
	first, _ := utf8.DecodeRuneInString(core(tokens[i].Raw))
	if i == 0 || tokens[i].BlockStart || !unicode.IsUpper(first) {
		return false
	}
	before := tokens[i-1].Raw
	initial, n := utf8.DecodeRuneInString(before)
	return unicode.IsUpper(initial) && (before[n:] == "." || addressing[lexicon.Fold(strings.TrimSuffix(before, "."))]) || addressingSmall[before]
}

// beginsCell says of the text before a word that a gap as between columns ends it.
func beginsCell(before string) bool {
	return strings.HasSuffix(before, "    ") || strings.HasSuffix(before, "\t")
}

// addressingSmall are forms of address that Dutch writes small within a sentence.
var addressingSmall = wordSet("heer heren mevrouw mevr. mw. dhr. jhr.")

// writtenShort says whether a folded word is one of those that are written with a
// full stop which ends no sentence.
func writtenShort(w string) bool { return sentAbbreviations[w] || titleAbbreviations[w] }

// titleAbbreviations are written with a full stop that ends no sentence, beside
// those that sentences are told by, folded.
var titleAbbreviations = wordSet(`
	co dept govt maj adm amb asst brig vols figs sect univ corp inc ltd bros dist encl bldg ave blvd tues wed thurs
	jan feb apr aug sept oct nov  lit litt kap buchst bull suppl bijdr ouvr`)

// addressing are the forms of address and the ranks before a name, folded.
var addressing = wordSet(`
	mr mrs ms miss misses messrs justice judge inspector constable alderman dr prof professor sir lord lady dame rev hon st captain capt colonel col major maj
	lieutenant lt sergeant sgt corporal cpl private pte admiral marshal m mm mme mlle monsieur madame maître dhr
	mevr mw mijnheer meneer mevrouw herr herrn herren frau fräulein frl familie graf gräfin freiherr baron fürst prinz minister kanzler
	botschafter gesandter konsul präsident direktor nationalrat ständerat staatssekretär señor señora signor president prince king`)

// A follower says how the token after a proposal begins.
type follower uint8

const (
	nextOther follower = iota
	nextSmall
	nextCapital
)

func nextOf(tokens []lattice.Token, i int) follower {
	if i >= len(tokens) || tokens[i].BlockStart {
		return nextOther
	}
	switch r, _ := utf8.DecodeRuneInString(tokens[i].Raw); {
	case unicode.IsLower(r):
		return nextSmall
	case unicode.IsUpper(r):
		return nextCapital
	}
	return nextOther
}

// blockEnd is where the run of tokens from i ends: at a paragraph's start, at
// the latest after most tokens.
func blockEnd(tokens []lattice.Token, i, most int) int {
	for j := i + 1; j < len(tokens); j++ {
		if tokens[j].BlockStart || j-i >= most {
			return j
		}
	}
	return len(tokens)
}

// A langBlock is a run of tokens [from, to) that are decoded at once, in one language.
type langBlock struct {
	from, to int
	lang     string
}

// eachBlock goes through the blocks of tokens, whose languages are these.
func eachBlock(tokens []lattice.Token, langs []string) iter.Seq[langBlock] {
	return func(yield func(langBlock) bool) {
		for from, k := 0, 0; from < len(tokens); k++ {
			to := blockEnd(tokens, from, mostTokens)
			if !yield(langBlock{from, to, langs[k]}) {
				return
			}
			from = to
		}
	}
}

// A proposal is a change that the decoder prefers to the raw text.
type proposal struct {
	lattice.Choice
	Span
	profile            *profile
	line               int
	raw, new           string
	lineEnd            string // that the joined word has before it, and after it when it is written
	lex                *lexicon.Lexicon
	lang               string
	heading, lineStart bool
	lineEnds           bool   // it is the last of its line
	afterMark          bool   // what stands before may end a sentence
	named              bool   // what stands before is of a person's name
	before, after      string // the tokens beside, "" where a paragraph begins or ends
	paired             bool   // its quotation mark has the other
	next               follower
	agreed             int     // how often the document's other places read the same way, this one included
	together           float64 // how sure all the places of its form are on the whole, 0 where they do not agree
	repair             *repair // set where grammar, not the decoder, proposes
	of                 Class   // the kind of change, where it is not that of the repair
	fallback           *repair // what grammar proposes for the same token
}
