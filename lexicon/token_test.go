package lexicon

import (
	"fmt"
	"math/rand/v2"
	"strings"
	"testing"
	"time"
	"unicode"
	"unicode/utf8"
)

var tokenMarks = map[TokenKind]string{TokenWord: "", TokenNumber: "#", TokenStop: "S", TokenComma: "C", TokenHyphen: "H", TokenBreak: "B"}

func tokensShown(text string, tokens []Token) string {
	var out []string
	for _, t := range tokens {
		out = append(out, tokenMarks[t.Kind]+text[t.Start:t.End])
	}
	return strings.Join(out, " ")
}

// TestTokenize is the table of how running text is cut. In want, # is a
// number, S a stop, C a comma, H a hyphen, B another mark; words stand bare.
func TestTokenize(t *testing.T) {
	for _, c := range []struct {
		text, want string
		elide      bool
	}{
		{text: "", want: ""},
		{text: " \t\n", want: ""},
		{text: "One two.", want: "One two S."},
		{text: "One two. Three", want: "One two S. Three"},
		{text: "One two. three", want: "One two three"},
		{text: "One two.Three", want: "One two Three"},
		{text: "Is it? it is!", want: "Is it S? it is S!"},
		{text: "Mr. Kask and Art. 5", want: "Mr Kask and Art #5"},
		{text: "J. Kask", want: "J Kask"},
		{text: "the end. 5 May", want: "the end S. #5 May"},
		{text: "wait... Then", want: "wait S. S. S. Then"},
		{text: "one, two; three", want: "one C, two B; three"},
		{text: "a well-known port - and -so", want: "a well H- known port and so"},
		{text: "4-5 and x-5", want: "#4 #5 and x #5"},
		{text: "1,000.50 12:30 1/2 3. 4th", want: "#1,000.50 #12:30 #1/2 #3 S. #4th"},
		{text: "Riga's and RIGA’S and dogs'", want: "Riga 's and RIGA ’S and dogs"},
		{text: "o'clock 's", want: "o'clock s"},
		{text: "l'accord qu’il d'", want: "l' accord qu’ il d", elide: true},
		{text: "aujourd'hui s'il", want: "aujourd'hui s'il"},
		{text: "(two) \"words\"", want: "B( two B) B\" words B\""},
		{text: "cafe\u0301 été", want: "cafe\u0301 été"},
		{text: "bro\xffken", want: "bro B\xff ken"},
		{text: "порт Riga", want: "порт Riga"},
	} {
		if got := tokensShown(c.text, Tokenize(nil, c.text, c.elide)); got != c.want {
			t.Errorf("%q: %s\nwant %s", c.text, got, c.want)
		}
	}
	// Tokens of another text before do not matter.
	text := "-one. Two"
	before := []Token{{TokenWord, 0, 0}}
	if got := tokensShown(text, Tokenize(before, text, false)[1:]); got != "one S. Two" {
		t.Errorf("after tokens of another text: %s", got)
	}
}

// endsSentencePlain is endsSentence, looking ahead anew for every stop.
func endsSentencePlain(text string, i int, before []Token) bool {
	if len(before) > 0 {
		t := before[len(before)-1]
		if w := text[t.Start:t.End]; t.Kind == TokenWord && t.End == i && (utf8.RuneCountInString(w) == 1 || abbreviations[Fold(w)]) {
			return false
		}
	}
	space := false
	for _, r := range text[i+1:] {
		switch {
		case unicode.IsSpace(r):
			space = true
		case unicode.IsLower(r):
			return false
		case unicode.IsUpper(r) || unicode.IsDigit(r):
			return space
		}
	}
	return true
}

// TestTokenizeStops compares the stops found in random text with the plain
// way, and guards that tokens are in order and inside the text.
func TestTokenizeStops(t *testing.T) {
	const seed = 5
	t.Logf("seed %d", seed)
	random := rand.New(rand.NewPCG(seed, 0))
	pieces := []string{"a", "B", "no", "Art", "word", "Word", "5", ".", ".", ".", " ", " ", "\n", ",", "'", "-", "é", "\xff", "字", "’s"}
	for range 3000 {
		var b strings.Builder
		for range random.IntN(14) {
			b.WriteString(pieces[random.IntN(len(pieces))])
		}
		text := b.String()
		tokens := Tokenize(nil, text, random.IntN(2) == 0)
		at := 0
		for k, tok := range tokens {
			if tok.Start < at || tok.End <= tok.Start || tok.End > len(text) {
				t.Fatalf("%q: token %d is [%d, %d) after %d", text, k, tok.Start, tok.End, at)
			}
			at = tok.End
			if tok.Kind == TokenStop && !endsSentencePlain(text, tok.Start, tokens[:k]) {
				t.Fatalf("%q: byte %d ends no sentence", text, tok.Start)
			}
		}
		k := 0
		for i := range text {
			for k < len(tokens) && tokens[k].Start < i {
				k++
			}
			found := k < len(tokens) && tokens[k].Start <= i && i < tokens[k].End
			inNumber := k > 0 && tokens[k-1].End > i
			if text[i] == '.' && !found && !inNumber && endsSentencePlain(text, i, tokens[:k]) {
				t.Fatalf("%q: byte %d ends a sentence, %s", text, i, tokensShown(text, tokens))
			}
		}
	}
}

// TestTokenizeLong guards that a long run of stops takes no more time than
// its length.
func TestTokenizeLong(t *testing.T) {
	start := time.Now()
	if n := len(Tokenize(nil, strings.Repeat(".", 1<<20), false)); n != 1<<20 {
		t.Errorf("%d tokens", n)
	}
	if d := time.Since(start); d > time.Minute {
		t.Errorf("a million stops took %v", d)
	}
}

// TestFold is the table of the one spelling.
func TestFold(t *testing.T) {
	for in, want := range map[string]string{
		"": "", "plain": "plain", "RIGA": "riga", "Élan": "élan", "o’clock": "o'clock", "ﬁnal": "final", "ﬂag": "flag",
		"oﬀer": "offer", "eﬃcient": "efficient", "baﬄe": "baffle", "poſt": "post", "ÕÄÖÜ": "õäöü", "straße": "straße", "3RD": "3rd",
	} {
		got := Fold(in)
		if got != want {
			t.Errorf("Fold(%q) = %q, want %q", in, got, want)
		}
		if again := Fold(got); again != got {
			t.Errorf("folding %q twice gives %q", in, again)
		}
	}
}

// TestShapeOf is the table of the patterns of capitals, and of their return.
func TestShapeOf(t *testing.T) {
	for word, want := range map[string]Shape{
		"": Lower, "port": Lower, "Port": Title, "PORT": Upper, "A": Title, "a": Lower, "'s": Lower, "poRt": Mixed, "EdTech": Mixed,
		"Étude": Title, "O'Neil": Mixed, "O'NEIL": Upper, "123": Lower, "X1": Title,
	} {
		got := ShapeOf(word)
		if got != want {
			t.Errorf("ShapeOf(%q) = %d, want %d", word, got, want)
		}
		if back := got.Apply(Fold(word)); got != Mixed && back != word {
			t.Errorf("%q comes back as %q", word, back)
		}
	}
}

func ExampleTokenize() {
	text := "The port, well-known."
	for _, t := range Tokenize(nil, text, false) {
		fmt.Print(text[t.Start:t.End], "|")
	}
	// Output: The|port|,|well|-|known|.|
}
