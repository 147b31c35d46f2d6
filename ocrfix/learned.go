package ocrfix

import (
	"bufio"
	"bytes"
	"fmt"
	"io"
	"maps"
	"slices"
	"strconv"
	"strings"
	"sync"
	"unicode/utf8"

	"ocrfix/lexicon"
	"ocrfix/ocrfix/internal/channel"
)

// A Profile is what an archive has taught: how its scanner errs, and which
// words it uses that no list has. A [Learner] makes it and [Cleaner.Profile]
// uses it: its words are known words, and its confusions weigh beside those of
// the built-in table, the more the more a document errs in the same way.
//
// A Profile does not change once a Cleaner uses it, and any number of Cleaners
// may use it at once.
//
// # File format
//
// A profile is a text in UTF-8 that a person may read and edit, in lines:
//
//	ocrfix profile 1
//	documents<TAB>2386
//	words<TAB>8123456
//	unknown<TAB>91234
//
//	[channel]
//	truth<TAB>raw<TAB>archive
//	h<TAB>b<TAB>312
//	h<TAB>h<TAB>401223
//	∅<TAB>␣<TAB>55
//
//	[names]
//	Zhytomyr<TAB>41
//
//	[words]
//	demilitarisation<TAB>17
//
//	[common]
//	colonialist<TAB>473
//
// The first line names the format and its version. Then follow counts of what
// was learned from: documents, words, and words that no list has. They may be
// left out, as may every section.
//
// A row of [channel] says how often the scanner wrote raw, up to three
// characters, for truth; rows with both sides equal count what came through
// unharmed. ∅ is nothing and ␣ a space.
//
// [names] holds the words that keep their capitals, and [words] the others,
// with how often they were seen; a word without a number counts as often seen.
// [common] holds in small letters the words of the lists that the archive has
// often, and how often. Words are letters with apostrophes or hyphens inside.
//
// Empty lines, and lines that begin with # and a space, are passed over. Rows
// are sorted, so that equal profiles are equal files.
type Profile struct {
	Documents int // learned from
	Words     int // of running text in them
	Unknown   int // of these, words that no list has

	channel *channel.Table // one family
	names   map[string]int // occurrences
	words   map[string]int
	common  map[string]int // of the lists, folded

	once sync.Once
	use  *learned
}

const profileHead = "ocrfix profile 1"

// Limits of a profile that is read.
const (
	maxProfileSize  = 64 << 20 // bytes
	maxProfileRows  = 1 << 18  // confusions
	maxProfileWords = 1 << 20  // names, words and common words
	maxProfileCount = 1<<31 - 1
	longestLearned  = 30   // characters of a word
	oftenSeen       = 1000 // occurrences of a word whose row gives no number
)

// Names gives the names of the profile, sorted.
func (p *Profile) Names() []string { return slices.Sorted(maps.Keys(p.names)) }

// Vocabulary gives the words of the profile that are no names, sorted.
func (p *Profile) Vocabulary() []string { return slices.Sorted(maps.Keys(p.words)) }

// Confusions gives the number of confusions of the profile.
func (p *Profile) Confusions() int {
	n := 0
	if p.channel != nil {
		for i := range p.channel.Rows {
			if r := &p.channel.Rows[i]; r.Truth != r.Raw {
				n++
			}
		}
	}
	return n
}

// Write writes the profile.
func (p *Profile) Write(w io.Writer) error {
	b := bufio.NewWriter(w)
	fmt.Fprintf(b, "%s\ndocuments\t%d\nwords\t%d\nunknown\t%d\n", profileHead, p.Documents, p.Words, p.Unknown)
	if p.channel != nil {
		fmt.Fprint(b, "\n[channel]\n")
		if err := p.channel.Write(b); err != nil {
			return err
		}
	}
	for _, list := range []struct {
		title  string
		counts map[string]int
	}{{"names", p.names}, {"words", p.words}, {"common", p.common}} {
		if len(list.counts) == 0 {
			continue
		}
		fmt.Fprintf(b, "\n[%s]\n", list.title)
		for _, w := range slices.Sorted(maps.Keys(list.counts)) {
			fmt.Fprintf(b, "%s\t%d\n", w, list.counts[w])
		}
	}
	return b.Flush()
}

// A ProfileError says which line of a profile cannot be used, and why.
type ProfileError struct {
	Line   int
	Reason string
}

func (e *ProfileError) Error() string {
	return fmt.Sprintf("line %d of the profile: %s", e.Line, e.Reason)
}

// ReadProfile reads what [Profile.Write] writes, with at most 64 MB, 262,144
// confusions and 1,048,576 words. What a line has wrong is a [*ProfileError].
func ReadProfile(r io.Reader) (*Profile, error) {
	data, err := io.ReadAll(io.LimitReader(r, maxProfileSize+1))
	if err != nil {
		return nil, err
	}
	if len(data) > maxProfileSize {
		return nil, fmt.Errorf("the profile is larger than %d MB", maxProfileSize>>20)
	}
	data = bytes.TrimPrefix(data, []byte("\uFEFF"))
	p := &Profile{names: make(map[string]int), words: make(map[string]int), common: make(map[string]int)}
	section, line := "", 0
	var table strings.Builder // the channel, empty lines in place of the others
	for text := range strings.SplitSeq(string(data), "\n") {
		line++
		text = strings.TrimSuffix(text, "\r")
		fail := func(format string, args ...any) (*Profile, error) {
			return nil, &ProfileError{line, fmt.Sprintf(format, args...)}
		}
		var reason string
		switch {
		case line == 1 && text != profileHead:
			if strings.HasPrefix(text, "ocrfix profile ") {
				return fail("this is format %.20q, and %q can be read: learn again with this version", text, profileHead)
			}
			return fail("the first line of a profile is %q", profileHead)
		case !utf8.ValidString(text):
			return fail("the text is not UTF-8")
		case line == 1 || text == "" || strings.HasPrefix(text, "# "):
		case text == "[channel]" || text == "[names]" || text == "[words]" || text == "[common]":
			section = strings.Trim(text, "[]")
			if section == "channel" {
				if table.Len() > 0 {
					return fail("there is a second [channel]")
				}
				table.WriteString(strings.Repeat("\n", line-1))
			}
		case section == "channel":
			table.WriteString(text)
		case section == "names":
			reason = readLearnedWord(p.names, text)
		case section == "words":
			reason = readLearnedWord(p.words, text)
		case section == "common":
			reason = readLearnedWord(p.common, text)
		default:
			reason = p.readCount(text)
		}
		if table.Len() > 0 {
			table.WriteByte('\n')
		}
		if reason == "" && len(p.names)+len(p.words)+len(p.common) > maxProfileWords {
			reason = fmt.Sprintf("more than %d words", maxProfileWords)
		}
		if reason != "" {
			return fail("%s", reason)
		}
	}
	if strings.TrimSpace(table.String()) != "" {
		if p.channel, err = channel.Parse(strings.NewReader(table.String())); err != nil {
			return nil, fmt.Errorf("the channel of the profile: %w", err)
		}
		if len(p.channel.Rows) > maxProfileRows {
			return nil, fmt.Errorf("the channel of the profile has more than %d rows", maxProfileRows)
		}
	}
	return p, nil
}

// readCount reads a line of the head.
func (p *Profile) readCount(text string) (reason string) {
	name, value, _ := strings.Cut(text, "\t")
	to := map[string]*int{"documents": &p.Documents, "words": &p.Words, "unknown": &p.Unknown}[name]
	if to == nil {
		return fmt.Sprintf("%.40q is none of documents, words, unknown, [channel], [names], [words], [common]", name)
	}
	n, err := strconv.ParseUint(value, 10, 62)
	if err != nil {
		return fmt.Sprintf("%.40q is no count", value)
	}
	*to = int(n)
	return ""
}

// readLearnedWord reads a line of [names], [words] or [common].
func readLearnedWord(list map[string]int, text string) (reason string) {
	word, value, counted := strings.Cut(text, "\t")
	n := uint64(oftenSeen)
	if counted {
		var err error
		if n, err = strconv.ParseUint(value, 10, 31); err != nil || n == 0 {
			return fmt.Sprintf("%.40q is no count", value)
		}
	}
	switch {
	case !learnable(word):
		return fmt.Sprintf("%.60q is no word of letters, with apostrophes or hyphens inside, of up to %d characters", word, longestLearned)
	case list[word] > 0:
		return fmt.Sprintf("%q stands twice", word)
	}
	list[word] = int(n)
	return ""
}

// learnable says whether s can be a word of a profile.
func learnable(s string) bool {
	if s == "" || !utf8.ValidString(s) || utf8.RuneCountInString(s) > longestLearned {
		return false
	}
	letter := false // before r
	for _, r := range s {
		switch {
		case lexicon.IsLetter(r):
			letter = true
		case (r == '\'' || r == '’' || r == '-') && letter:
			letter = false
		default:
			return false
		}
	}
	return letter
}
