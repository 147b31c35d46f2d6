package pdftext

import (
	"fmt"
	"math"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"
)

// Distances that make words, in ems of the text shown.
const (
	wordGap    = 0.13 // a gap wider than this parts two words
	accentGap  = 0.3  // the same before an accent that stands alone
	noSpace    = 0.06 // a space that leaves no wider gap than this, on either side, is none
	backGap    = 0.5  // moving back further than this begins another word
	lineDrift  = 0.4  // baselines further apart than this are two lines
	scriptRise = 0.12 // baselines further apart than this are a script mark
	scriptSize = 1.25 // so are sizes of a greater ratio
	scriptUp   = 0.55 // as lineDrift, for characters of greater ratio
	sameSpot   = 0.3  // equal words nearer than this are one, printed twice
)

// drift returns how far apart the baselines of text of two sizes may be on
// one line.
func drift(a, b float64) float64 {
	if em := max(a, b); em > scriptSize*min(a, b) {
		return scriptUp * em
	}
	return lineDrift * max(a, b)
}

// A glyphRun is what the characters of one shown string have in common.
type glyphRun struct {
	m               matrix  // text space to page
	em, hem         float64 // height and width of an em on the page
	mirror          bool    // the text runs against the x axis of m
	invisible       bool    // as the text layer of a scan is
	bold            bool
	ascent, descent float64 // ems
	font            *font
	frame           *frame // found at the first character
}

// A frame is a direction of text. In its coordinates, (u, v), text runs
// towards greater u and lines follow each other towards greater v.
type frame struct {
	degrees  int
	cos, sin float64
	words    []word // in the order of the content stream
	glyphs   int
}

func (f *frame) uv(x, y float64) (u, v float64) {
	return x*f.cos + y*f.sin, y*f.cos - x*f.sin
}

func (f *frame) xy(u, v float64) (x, y float64) {
	return u*f.cos - v*f.sin, u*f.sin + v*f.cos
}

// A word in the coordinates of its frame.
type word struct {
	text         string
	u0, u1, v    float64 // v is that of the baseline
	v1           float64 // of the last character, where the baseline slopes
	em           float64
	above, below float64 // reach over and under the baseline, in points
	bold         bool    // all of it is
}

// A collector makes words of the characters shown on a page.
type collector struct {
	width, height    float64
	frames           []*frame
	glyphs, unmapped int
	blind            map[*font]bool // the fonts of the unmapped

	// The word that is growing, in frame; nil frame: none.
	frame  *frame
	buf    []byte
	cur    word
	end    float64 // where the next character is expected
	hem    float64
	spaced bool    // a space was shown behind it
	lastU  float64 // place and width of the last character
	lastW  float64

	replacing bool   // inside marked content with ActualText
	replace   []byte // what of it has not been shown yet
}

// add takes a character of run whose origin is x right of the run's, raised
// by rise, in text space; w is its width there and tracking the part of the
// character spacing that does not part words.
func (c *collector) add(run *glyphRun, text string, x, rise, w, tracking float64) {
	if c.replacing {
		text, c.replace = string(c.replace), c.replace[:0]
	}
	if !(run.em > 0.1 && run.em < 5000) {
		return
	}
	if run.frame == nil {
		run.frame = c.frameOf(run)
	}
	if text == " " {
		c.spaced = true
		return
	}
	if len(text) != 1 || text[0] <= ' ' || text[0] == 0x7f {
		var space bool
		if text, space = plainText(text); space {
			c.spaced = true
			return
		}
	}
	px, py := run.at(x, rise)
	if px < -run.em || py < -run.em || px > c.width+run.em || py > c.height+run.em {
		return // off the page
	}
	f := run.frame
	u, v := f.uv(px, py)
	adv := math.Hypot(run.m.a, run.m.b)
	if run.font.vertical {
		adv = math.Hypot(run.m.c, run.m.d)
	}
	g := placed{text: text, u: u, v: v, w: math.Abs(w) * adv, tracking: tracking * adv}
	if run.mirror {
		g.tracking = -g.tracking
	}
	if text == "" { // the rest of replaced text, or a mark of no width
		if c.frame == f && c.replacing {
			c.cur.u1 = max(c.cur.u1, u+g.w)
			c.end = max(c.end, u+g.w+g.tracking)
		}
		return
	}
	c.glyphs++
	f.glyphs++
	if text == string(noRune) {
		c.unmapped++
		if len(c.blind) < 64 {
			c.blind[run.font] = true
		}
	}
	c.place(run, g)
}

// at returns the place on the page of a point x along the run and y over the
// place where it began.
func (r *glyphRun) at(x, y float64) (px, py float64) {
	if r.font.vertical {
		x, y = 0, y-x
	}
	return r.m.a*x + r.m.c*y + r.m.e, r.m.b*x + r.m.d*y + r.m.f
}

// A placed is a character with its place in a frame.
type placed struct {
	text        string
	u, v        float64
	w, tracking float64
}

// place appends a character to the growing word or begins another.
func (c *collector) place(run *glyphRun, g placed) {
	if c.spaced {
		c.spaced = false
		// Some writers show a space and take its width back, or show it
		// under the character before: it is none. OCR programs do not.
		if run.invisible || c.frame != run.frame || math.Abs(g.u-c.end) > noSpace*run.hem || math.Abs(g.v-c.cur.v1) > scriptRise*run.em {
			c.flush()
		}
	}
	if c.frame != run.frame || !c.joins(run, g) {
		if c.frame == run.frame && c.accent(run, g) {
			return
		}
		c.flush()
		c.frame = run.frame
		c.cur = word{u0: g.u, u1: g.u, v: g.v, em: run.em, bold: run.bold}
		c.buf = c.buf[:0]
	} else if c.accent(run, g) {
		return
	}
	c.buf = append(c.buf, g.text...)
	c.cur.u0 = min(c.cur.u0, g.u)
	c.cur.u1 = max(c.cur.u1, g.u+g.w)
	c.cur.v1 = g.v
	c.cur.bold = c.cur.bold && run.bold
	c.cur.em = max(c.cur.em, run.em)
	c.cur.above = max(c.cur.above, c.cur.v-g.v+run.ascent*run.em)
	c.cur.below = max(c.cur.below, g.v-c.cur.v+run.descent*run.em)
	c.lastU, c.lastW = g.u, g.w
	// Wide tracking sets letters apart, not words; only a part of it that no
	// typesetter would use counts as a gap.
	c.end = g.u + g.w + min(g.tracking, run.hem)
	c.hem = run.hem
}

// joins reports whether a character continues the growing word.
func (c *collector) joins(run *glyphRun, g placed) bool {
	em := max(c.cur.em, run.em)
	rise := math.Abs(g.v - c.cur.v1)
	if rise > drift(c.cur.em, run.em) {
		return false
	}
	gap := g.u - c.end
	hem := max(c.hem, run.hem)
	least := wordGap
	if r, _ := firstRune(g.text); combining[r] != 0 {
		least = accentGap // it stands over the middle of a letter to come
	}
	if gap > least*hem || gap < -backGap*hem {
		return false
	}
	// A raised number is a note mark or an exponent, not the rest of the word;
	// a lowered one is an index, which is.
	switch up := c.cur.v1 - g.v; {
	case up > scriptRise*em && isNumber(g.text):
		return false
	case up < -scriptRise*em && isNumber(string(c.buf)):
		r, _ := firstRune(g.text)
		return !unicode.IsLetter(r) && !unicode.IsDigit(r)
	}
	return true
}

func isNumber(s string) bool {
	for _, r := range s {
		if !unicode.IsDigit(r) {
			return false
		}
	}
	return s != ""
}

// combining gives for an accent that stands alone the one that combines.
var combining = map[rune]rune{
	'´': 0x301, '`': 0x300, '¨': 0x308, 'ˆ': 0x302, '˜': 0x303, '˚': 0x30a,
	'¸': 0x327, 'ˇ': 0x30c, '˙': 0x307, '˝': 0x30b, '˘': 0x306, '¯': 0x304, '˛': 0x328,
}

// accent joins an accent and the letter that it is printed over, in either
// order, as old typesetting programs print é.
func (c *collector) accent(run *glyphRun, g placed) bool {
	if len(c.buf) == 0 {
		return false
	}
	last, size := utf8.DecodeLastRune(c.buf)
	now, n := utf8.DecodeRuneInString(g.text)
	if n != len(g.text) || math.Abs(g.u+g.w/2-c.lastU-c.lastW/2) > 0.35*run.hem || math.Abs(g.v-c.cur.v1) > lineDrift*run.em {
		return false
	}
	letter, mark := last, combining[now]
	if mark == 0 {
		letter, mark = now, combining[last]
	}
	if mark == 0 || !unicode.IsLetter(letter) {
		return false
	}
	if letter == 'ı' {
		letter = 'i'
	}
	composed := norm.NFC.String(string([]rune{letter, mark}))
	if utf8.RuneCountInString(composed) != 1 {
		return false
	}
	c.buf = append(c.buf[:len(c.buf)-size], composed...)
	if letter == now || now == 'ı' { // the letter decides where the next one stands
		c.lastU, c.lastW = g.u, g.w
		c.end = g.u + g.w + min(g.tracking, run.hem)
		c.cur.u1 = max(c.cur.u1, g.u+g.w)
	}
	return true
}

// flush ends the growing word.
func (c *collector) flush() {
	if c.frame != nil && len(c.buf) > 0 {
		c.cur.text = string(c.buf)
		c.frame.words = append(c.frame.words, c.cur)
	}
	c.frame, c.buf, c.spaced = nil, c.buf[:0], false
}

// frameOf returns the frame for the direction of a run. Text within 15
// degrees of upright or of a quarter turn belongs to that frame, so that the
// lines of a crooked scan stay together.
func (c *collector) frameOf(run *glyphRun) *frame {
	dx, dy := run.m.a, run.m.b
	if run.font.vertical {
		dx, dy = -run.m.c, -run.m.d
	}
	if run.mirror {
		dx, dy = -dx, -dy
	}
	degrees := int(math.Round(math.Atan2(dy, dx) * 180 / math.Pi))
	if quarter := int(math.Round(float64(degrees)/90)) * 90; abs(degrees-quarter) <= 15 {
		degrees = quarter
	}
	degrees = (degrees + 360) % 360
	for _, f := range c.frames {
		if f.degrees == degrees {
			return f
		}
	}
	if len(c.frames) > 64 { // forged: no page has text in so many directions
		return c.frames[0]
	}
	f := &frame{degrees: degrees}
	f.sin, f.cos = math.Sincos(float64(degrees) * math.Pi / 180)
	if degrees%90 == 0 {
		f.sin, f.cos = math.Round(f.sin), math.Round(f.cos)
	}
	c.frames = append(c.frames, f)
	return f
}

// beginReplace makes text stand for the characters shown until endReplace. It
// returns false where the characters themselves serve better: inside other
// replaced text, and for text of several words, whose places would be lost.
func (c *collector) beginReplace(text string) bool {
	if c.replacing || text == "" || len(text) > 64 {
		return false
	}
	for i, r := range text {
		if unicode.IsSpace(r) && (i > 0 || len(text) > utf8.RuneLen(r)) {
			return false
		}
	}
	c.replacing, c.replace = true, append(c.replace[:0], text...)
	return true
}

// blindFonts names the fonts whose characters the file says nothing of, and
// tells whether one of them is of a public collection.
func (c *collector) blindFonts() (names string, charted bool) {
	var list []string
	for f := range c.blind {
		list = append(list, f.name)
		charted = charted || f.charted
	}
	slices.Sort(list)
	list = slices.Compact(list)
	if more := len(list) - 3; more > 0 {
		list = append(list[:3], fmt.Sprintf("%d more", more))
	}
	return strings.Join(list, "; "), charted
}

func (c *collector) endReplace() { c.replacing = false }

// finish ends the last word and returns the frames, the one with most text
// first. Words printed twice in one place count once; where the second print is a little
// off, as for a false bold, they are bold.
func (c *collector) finish() []*frame {
	c.flush()
	slices.SortStableFunc(c.frames, func(a, b *frame) int { return b.glyphs - a.glyphs })
	for _, f := range c.frames {
		f.words = once(f.words)
	}
	return c.frames
}

func once(words []word) []word {
	seen := make(map[string][]int, len(words))
	kept := words[:0]
next:
	for _, w := range words {
		before := seen[w.text]
		// Look back over a few only: the second print follows the first.
		for _, i := range before[max(0, len(before)-16):] {
			k := kept[i]
			if math.Abs(k.u0-w.u0) < sameSpot*w.em && math.Abs(k.v-w.v) < sameSpot*w.em {
				kept[i].bold = k.bold || w.u0 != k.u0
				continue next
			}
		}
		seen[w.text] = append(before, len(kept))
		kept = append(kept, w)
	}
	return kept
}

// ligatures are taken apart by hand: compatibility decomposition would fold
// note marks and fractions too.
var ligatures = map[rune]string{
	'ﬀ': "ff", 'ﬁ': "fi", 'ﬂ': "fl", 'ﬃ': "ffi", 'ﬄ': "ffl", 'ﬅ': "st", 'ﬆ': "st",
	'\uf0b7': "•", '\uf0a7': "▪", // bullets of the symbol fonts
}

// plainText takes ligatures apart and drops what is no character; space
// reports that the text is white space.
func plainText(s string) (text string, space bool) {
	r, n := utf8.DecodeRuneInString(s)
	if n == len(s) {
		switch {
		case unicode.IsSpace(r), r == '\u00a0', r == '\u200b':
			return "", true
		case r < ' ', r >= 0x7f && r < 0xa0, r == '\ufeff', r == '\u200c', r == '\u200d', r == '\u2060':
			return "", false
		}
		if l, ok := ligatures[r]; ok {
			return l, false
		}
		if r != utf8.RuneError || s == string(noRune) {
			return s, false
		}
		return string(noRune), false
	}
	var b []byte
	for _, r := range s {
		if t, _ := plainText(string(r)); t != "" {
			b = append(b, t...)
		}
	}
	return string(b), len(b) == 0 && s != ""
}
