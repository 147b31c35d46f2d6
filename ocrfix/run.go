package ocrfix

import (
	"fmt"
	"math"
	"slices"
	"strings"

	"ocrfix/lexicon"
	"ocrfix/ocrfix/internal/channel"
	"ocrfix/ocrfix/internal/lattice"
)

// A run is the correction of one document, stretch by stretch: what is held in
// memory beside the document is bounded, however long it is, and each stretch
// is long enough to learn from.
type run struct {
	*Cleaner
	doc     *Document
	guard   *guard
	words   map[string]int // tokens of each language
	learned *learned
	// seen, if not nil, is told of every token, or two read as one: what was
	// made of it, its raw and new text alike where that is nothing, and by
	// which decoder.
	seen func(s *stretch, p *proposal, dec *lattice.Decoder)
}

// stretchTokens is the length of a stretch; the last may be half as long again.
const stretchTokens = 60000

// A stretch is part of a document made ready for the decoder.
type stretch struct {
	tokens  []lattice.Token
	places  []decodeToken
	repairs map[int]repair // by index of the token
	unended map[int]bool   // last tokens of prose that may have lost a full stop
	apart   map[int]place  // marks that stand apart from their word
	hung    map[int]bool   // words of a compound with a space behind their hyphen
	blocks  []string       // the language of each block
	profile *profile
}

func (c *Cleaner) newRun(d *Document) *run {
	return &run{Cleaner: c, doc: d, guard: newGuard(c.Protect), words: make(map[string]int), learned: c.Profile.learned()}
}

// clean makes the result, which has neither sections nor commitments.
func (r *run) clean() (*Result, error) {
	out := &Result{Document: r.doc}
	r.propose(func(p *proposal) {
		e := p.judge(r.doc)
		if p.fallback != nil && (e.Confidence < r.Limit(e.Class) || slices.Contains(r.Disable, e.Class)) {
			p.fallBack()
			e = p.judge(r.doc)
		}
		if n := len(out.Edits); n > 0 && out.Edits[n-1].End > e.Start {
			return // a stop apart, behind a joined word that took the blank between them
		}
		if !slices.Contains(r.Disable, e.Class) && e.Confidence >= leastSuggested {
			e.Applied = e.Confidence >= r.Limit(e.Class)
			p.account(&e)
			out.Edits = append(out.Edits, e)
		}
	})
	err := r.ended()
	if err != nil {
		return nil, err
	}
	out.Edits = mendLabels(r.doc, out.Edits, r.labelEdit)
	out.Lang = r.lang()
	out.Text, err = Apply(r.doc.Text, out.Edits)
	out.count(r.Protect)
	return out, err
}

// labelEdit says of the edit of a label whether it is wanted and applied. A
// number that an author may have written so is never changed, only doubted.
func (r *run) labelEdit(e *Edit) bool {
	if slices.Contains(e.Flags, "number") && !labelDamaged(e.Raw, 0) {
		e.Confidence = min(e.Confidence, labelDoubted)
	}
	e.Applied = e.Confidence >= r.Limit(e.Class)
	return !slices.Contains(r.Disable, e.Class) && !r.guard.protects(e.Raw)
}

// propose goes through the document and gives out what could be changed, in
// order; a proposal is the caller's until the next comes. It ends early when
// the context is done.
func (r *run) propose(yield func(*proposal)) {
	var eng *engine
	eachStretch(r.doc, r.guard, func(tokens []lattice.Token, places []decodeToken) {
		if r.ended() != nil {
			return
		}
		s := &stretch{tokens: tokens, places: places}
		r.prepare(s)
		if eng == nil {
			e := engineOf(r.doc, r.guard, s.profile.lang)
			eng = &e
		}
		s.profile.engine = *eng
		list := r.decode(s)
		s.profile.giveBack()
		for i := range list {
			p := &list[i]
			if p.repair == nil && p.vetoed() != "" {
				if p.fallback == nil {
					continue
				}
				p.fallBack()
			}
			yield(p)
		}
	})
}

// fallBack puts what grammar proposes in place of what the decoder does.
func (p *proposal) fallBack() { p.repair, p.new = p.fallback, p.fallback.text }

// prepare repairs by grammar, tells the languages and learns the profile.
func (r *run) prepare(s *stretch) {
	s.repairs, s.unended = make(map[int]repair), unendedBlocks(s.tokens)
	r.repair(s, repairTokens(s.tokens))
	r.repair(s, repairSymbols(s.tokens))
	var lang string
	s.blocks, lang = blockLanguages(s.tokens, r.Lang)
	r.repair(s, repairOrdinals(s.tokens, s.blocks))
	r.repair(s, repairSigns(s.tokens, s.blocks))
	r.repair(s, repairQuotes(s.tokens, s.blocks))
	r.repair(s, repairSpecks(s.tokens, s.blocks))
	r.words[lang] += len(s.tokens)
	s.apart, s.hung = marksApart(s.tokens, s.blocks), hungHyphens(s.tokens, s.blocks)
	s.profile = learnProfile(s.tokens, s.blocks, lang, r.learned)
}

// repair puts fixes in place of their tokens, but for those that are protected.
func (r *run) repair(s *stretch, fixes map[int]repair) {
	for i, fix := range fixes {
		if r.guard.protects(s.tokens[i].Raw) {
			continue
		}
		s.repairs[i] = fix
		s.tokens[i].Raw = fix.text
		s.tokens[i].Frozen = r.guard.frozen(fix.text) || fix.rule == headingRule
	}
}

// lang is the language of most of the document, "" when unknown.
func (r *run) lang() string {
	main := ""
	for _, lang := range lexicon.Languages() {
		if r.words[lang] > r.words[main] || main == "" && r.words[lang] > 0 {
			main = lang
		}
	}
	return main
}

// judge makes the edit of a proposal with its confidence. What accounts for it
// is left to account.
func (p *proposal) judge(d *Document) Edit {
	end, after := p.End, ""
	if p.lineEnd != "" {
		end, after = d.endJoined(p.End, p.lineEnd)
	}
	e := Edit{
		Start: p.Start, End: end, Raw: d.Text[p.Start:end], New: p.new + after,
		Class: p.class(), Cost: float64(p.Delta) / float64(lexicon.Nat),
		Page: d.Lines[p.line].Page + 1, Line: p.line + 1,
	}
	if p.repair != nil {
		e.Confidence = p.repair.confidence
	} else {
		e.Confidence = max(p.accepted(e.Class), p.together)
		if p.runOn() || p.rejoins() {
			e.Confidence = max(e.Confidence, surelyRunOn)
		}
		e.Confidence = min(e.Confidence, 1-p.profile.damage/3) // its neighbours say less
	}
	e.Confidence = rounded(p.profile.engine.weigh(e.Confidence, d, p.Span))
	return e
}

// surelyRunOn is the least confidence that a word and a name with its capital
// that no space keeps apart are two words, and that the halves of a word on
// either side of a hyphen and a space are one.
const surelyRunOn = 0.9

// rejoins says whether a proposal only takes away the hyphen and the space
// between the halves of a word: direc- tion.
func (p *proposal) rejoins() bool {
	first, rest, two := strings.Cut(p.raw, "- ")
	if !two || first+rest != p.new {
		return false
	}
	id, next := p.lex.Lookup(core(p.new)), p.lex.Lookup(core(rest))
	return id != lexicon.NoWord && !p.lex.RunTogether(id) && (next == lexicon.NoWord || p.lex.Unigram(id) < p.lex.Unigram(next))
}

// runOn says whether a proposal only puts a space between one of the commonest
// words, in small letters, and a listed word with a capital: theCypriot.
func (p *proposal) runOn() bool {
	first, rest, two := strings.Cut(core(p.new), " ")
	if !two || p.Count > 1 || first+rest != core(p.raw) || lexicon.ShapeOf(first) != lexicon.Lower || lexicon.ShapeOf(rest) != lexicon.Title {
		return false
	}
	a, b := p.lex.Lookup(first), p.lex.Lookup(rest)
	return a != lexicon.NoWord && b != lexicon.NoWord && p.lex.Unigram(a) < commonest && p.lex.Flags(b)&^lexicon.FlagCorpus != 0
}

// account adds to the edit of a proposal its flags, its rule and what else was
// thought of.
func (p *proposal) account(e *Edit) {
	e.Flags = editFlags(p.raw, p.new)
	if p.repair != nil {
		e.Rule = p.repair.rule
	} else {
		e.Rule = ruleOf(p.raw, p.new)
	}
	e.Alternatives = p.alternatives(e.Confidence, strings.TrimPrefix(e.New, p.new))
}

// alternatives share what the confidence in the change leaves, by their costs.
// Like the change they end in what stands after the word.
func (p *proposal) alternatives(confidence float64, after string) []Alternative {
	weights, sum := make([]float64, len(p.Others)), 0.0
	for i, o := range p.Others {
		weights[i] = math.Exp(-float64(o.Delta-p.Others[0].Delta) / float64(lexicon.Nat))
		sum += weights[i]
	}
	out := make([]Alternative, len(p.Others))
	for i, o := range p.Others {
		out[i] = Alternative{New: o.Text + after, Confidence: math.Round((1-confidence)*weights[i]/sum*1e4) / 1e4}
	}
	return out
}

// ruleOf names the confusions that explain a change, in the order in which
// they come: "1→i ×2, rn→m". A space is written ␣, nothing ∅.
func ruleOf(raw, new string) string {
	shown := func(r []rune) string {
		if len(r) == 0 {
			return "∅"
		}
		return shownBlanks.Replace(string(r))
	}
	a, b := []rune(raw), []rune(new)
	var names []string
	count := make(map[string]int)
	for _, p := range channel.Align(a, b) {
		x, y := a[p.RawStart:p.RawEnd], b[p.TruthStart:p.TruthEnd]
		if slices.Equal(x, y) {
			continue
		}
		name := shown(x) + "→" + shown(y)
		if count[name]++; count[name] == 1 {
			names = append(names, name)
		}
	}
	for i, name := range names {
		if count[name] > 1 {
			names[i] = fmt.Sprintf("%s ×%d", name, count[name])
		}
	}
	return strings.Join(names, ", ")
}

var shownBlanks = strings.NewReplacer(" ", "␣", "\n", "↵", "\r", "")
