package markup

import (
	"html"
	"math"
	"strconv"
	"strings"
	"unicode/utf8"
)

// unescape decodes the character references of s. In XML these are the five
// predefined ones and numbers; any other name stays as it is written, so that
// no entity of a document type is ever expanded.
func unescape(s string, isHTML bool) string {
	if strings.IndexByte(s, '&') < 0 {
		return s
	}
	if isHTML {
		return html.UnescapeString(s)
	}
	var b strings.Builder
	for {
		i := strings.IndexByte(s, '&')
		if i < 0 {
			b.WriteString(s)
			return b.String()
		}
		b.WriteString(s[:i])
		s = s[i:]
		n := strings.IndexByte(s[:min(len(s), 12)], ';')
		r, ok := rune(0), false
		if n > 0 {
			r, ok = reference(s[1:n])
		}
		if !ok {
			b.WriteByte('&')
			s = s[1:]
			continue
		}
		b.WriteRune(r)
		s = s[n+1:]
	}
}

// reference returns the character that an XML reference names.
func reference(name string) (rune, bool) {
	switch name {
	case "amp":
		return '&', true
	case "lt":
		return '<', true
	case "gt":
		return '>', true
	case "quot":
		return '"', true
	case "apos":
		return '\'', true
	}
	digits, isNumber := strings.CutPrefix(name, "#")
	if !isNumber {
		return 0, false
	}
	base := 10
	if hex, ok := strings.CutPrefix(digits, "x"); ok {
		digits, base = hex, 16
	}
	n, err := strconv.ParseUint(digits, base, 32)
	if err != nil || n > utf8.MaxRune {
		return 0, false
	}
	return rune(n), true // an invalid rune is written as U+FFFD
}

// clean trims white space, turns line ends, tabs and form feeds inside s into
// spaces, and puts U+FFFD for bytes that are not UTF-8 and for controls, so
// that the result can stand in one line of a document.
func clean(s string) string {
	s = strings.Trim(s, " \t\r\n\f\v")
	plain := true
	for i := 0; i < len(s); i++ {
		if c := s[i]; c < ' ' || c >= 0x7f {
			plain = false
			break
		}
	}
	if plain {
		return s
	}
	s = strings.ToValidUTF8(s, "\uFFFD")
	return strings.TrimSpace(strings.Map(func(r rune) rune {
		switch {
		case r == '\t' || r == '\n' || r == '\r' || r == '\f' || r == '\v' || r == '\u0085' || r == '\u2028' || r == '\u2029':
			return ' '
		case r < ' ' || r == 0x7f:
			return utf8.RuneError
		}
		return r
	}, s))
}

// escapeText writes s as character data.
func escapeText(s string) string { return escape(s, 0) }

// escapeAttr writes s as the value of an attribute in the given quotes.
func escapeAttr(s string, quote byte) string { return escape(s, quote) }

func escape(s string, quote byte) string {
	plain := true
	for i := 0; i < len(s) && plain; i++ {
		c := s[i]
		plain = c >= ' ' && c != '&' && c != '<' && c != '>' && c != '"' && c != '\''
	}
	if plain {
		return s
	}
	var b strings.Builder
	for i := 0; i < len(s); i++ {
		switch c := s[i]; {
		case c == '&':
			b.WriteString("&amp;")
		case c == '<':
			b.WriteString("&lt;")
		case c == '>':
			b.WriteString("&gt;")
		case c == '"' && quote == '"':
			b.WriteString("&quot;")
		case c == '\'' && quote == '\'':
			b.WriteString("&#39;")
		case c == '\t' || c == '\n' || c == '\r':
			b.WriteByte(' ')
		case c < ' ':
			b.WriteString("\uFFFD") // XML has no way to write it
		default:
			b.WriteByte(c)
		}
	}
	return b.String()
}

// number reads a finite decimal number.
func number(s string) (float64, bool) {
	s = strings.Trim(s, " \t\r\n")
	if n, ok := smallInt(s); ok {
		return n, true
	}
	f, err := strconv.ParseFloat(s, 64)
	if err != nil || math.IsInf(f, 0) || math.IsNaN(f) || math.Abs(f) > 1e12 {
		return 0, false
	}
	return f, true
}

// smallInt is the fast path of number.
func smallInt(s string) (float64, bool) {
	if len(s) == 0 || len(s) > 8 {
		return 0, false
	}
	n := 0
	for i := 0; i < len(s); i++ {
		c := s[i]
		if c < '0' || c > '9' {
			return 0, false
		}
		n = n*10 + int(c-'0')
	}
	return float64(n), true
}

// confidence clamps f into (0, 1], since 0 is kept for "not said".
func confidence(f float64) float64 { return min(max(f, 0.001), 1) }

// boldName reports whether the name of a font says that it is bold.
func boldName(name string) bool {
	for i := 0; i+4 <= len(name); i++ {
		if name[i]|0x20 == 'b' && strings.EqualFold(name[i:i+4], "bold") {
			return true
		}
	}
	return false
}
