package pdftext

import (
	"bytes"
	"strconv"
)

// An operandKind tells the operands of a content stream apart.
type operandKind uint8

const (
	kindOther  operandKind = iota // null, true, false
	kindNumber                    // num
	kindName                      // str, without the slash, #xx decoded
	kindString                    // str, decoded
	kindArray                     // arr
	kindDict                      // str, the bytes between << and >>
)

// An operand is a value that stands before an operator.
type operand struct {
	kind operandKind
	num  float64
	str  []byte
	arr  []operand
}

// A lexer splits a content stream or a CMap into operators with their
// operands (ISO 32000-1, 7.2 and 7.8.2). It forgives what viewers forgive:
// unknown escapes, stray delimiters, odd numbers, unclosed strings.
type lexer struct {
	data []byte
	pos  int
	args []operand // of the operator last returned
	elem []operand // backing of array operands
}

// maxOperands bounds the operands kept for one operator; more are dropped
// from the front, as the operators use the last ones.
const maxOperands = 64

// next returns the next operator, with its operands in l.args until the next
// call, or "" at the end of the stream.
func (l *lexer) next() string {
	l.args = l.args[:0]
	l.elem = l.elem[:0]
	for {
		v, op, ok := l.token(0)
		switch {
		case !ok:
			return ""
		case op == "BI":
			l.skipInlineImage()
			l.args = l.args[:0]
			return "BI"
		case op != "":
			return op
		}
		if len(l.args) == maxOperands {
			l.args = append(l.args[:0], l.args[1:]...)
		}
		l.args = append(l.args, v)
	}
}

// token reads one operand or operator; ok is false at the end.
func (l *lexer) token(depth int) (v operand, op string, ok bool) {
	for {
		l.skipSpace()
		if l.pos >= len(l.data) {
			return v, "", false
		}
		switch c := l.data[l.pos]; c {
		case '(':
			l.pos++
			return operand{kind: kindString, str: l.literal()}, "", true
		case '<':
			if l.peek(1) == '<' {
				l.pos += 2
				return operand{kind: kindDict, str: l.dict()}, "", true
			}
			l.pos++
			return operand{kind: kindString, str: l.hex()}, "", true
		case '/':
			l.pos++
			return operand{kind: kindName, str: l.name()}, "", true
		case '[':
			l.pos++
			return l.array(depth), "", true
		case ')', ']', '>', '{', '}':
			l.pos++ // stray, or the end of an array that array() looks for
			if c == ']' && depth > 0 {
				return v, "]", true
			}
		default:
			return l.word()
		}
	}
}

func (l *lexer) peek(n int) byte {
	if l.pos+n < len(l.data) {
		return l.data[l.pos+n]
	}
	return 0
}

func (l *lexer) skipSpace() {
	for l.pos < len(l.data) {
		switch c := l.data[l.pos]; {
		case isSpace(c):
			l.pos++
		case c == '%':
			for l.pos < len(l.data) && l.data[l.pos] != '\n' && l.data[l.pos] != '\r' {
				l.pos++
			}
		default:
			return
		}
	}
}

// array reads elements up to the closing bracket. An operator inside means
// that the bracket was lost: the array ends before it.
func (l *lexer) array(depth int) operand {
	if depth > 8 {
		return operand{}
	}
	from := len(l.elem)
	for {
		start, mark := l.pos, len(l.elem)
		v, op, ok := l.token(depth + 1)
		if !ok || op == "]" {
			break
		}
		if op != "" {
			l.pos = start
			break
		}
		if v.kind == kindArray { // nested: means nothing to text operators
			l.elem = l.elem[:mark]
			continue
		}
		l.elem = append(l.elem, v)
	}
	return operand{kind: kindArray, arr: l.elem[from:len(l.elem):len(l.elem)]}
}

// word reads a number or an operator.
func (l *lexer) word() (operand, string, bool) {
	start := l.pos
	for l.pos < len(l.data) && !isSpace(l.data[l.pos]) && !isDelim(l.data[l.pos]) {
		l.pos++
	}
	w := l.data[start:l.pos]
	if c := w[0]; c >= '0' && c <= '9' || c == '-' || c == '+' || c == '.' {
		return operand{kind: kindNumber, num: number(w)}, "", true
	}
	switch string(w) {
	case "null", "true", "false":
		return operand{}, "", true
	}
	return operand{}, string(w), true
}

// number reads a PDF number. What viewers read from broken writers is read
// here too: "--5" is 5 below zero, "4.-5" is 4, an exponent is understood.
func number(w []byte) float64 {
	neg := false
	i := 0
	for i < len(w) && (w[i] == '-' || w[i] == '+') {
		neg = neg || w[i] == '-'
		i++
	}
	v, scale := 0.0, 0.0
	for ; i < len(w); i++ {
		switch c := w[i]; {
		case c >= '0' && c <= '9' && scale == 0:
			v = v*10 + float64(c-'0')
		case c >= '0' && c <= '9':
			v += float64(c-'0') * scale
			scale /= 10
		case c == '.' && scale == 0:
			scale = 0.1
		default:
			if f, err := strconv.ParseFloat(string(w), 64); err == nil {
				return f
			}
			i = len(w)
		}
	}
	if neg {
		return -v
	}
	return v
}

// literal reads a string up to its closing parenthesis.
func (l *lexer) literal() []byte {
	start, depth := l.pos, 1
	for i := start; i < len(l.data); i++ {
		switch l.data[i] {
		case '(':
			depth++
		case ')':
			if depth--; depth == 0 {
				l.pos = i + 1
				return l.data[start:i]
			}
		case '\\', '\r':
			return l.escaped(start, i, depth)
		}
	}
	l.pos = len(l.data)
	return l.data[start:]
}

// escaped goes on with a literal string at its first escape, at i.
func (l *lexer) escaped(start, i, depth int) []byte {
	out := append(make([]byte, 0, i-start+32), l.data[start:i]...)
	for ; i < len(l.data); i++ {
		c := l.data[i]
		switch c {
		case '(':
			depth++
		case ')':
			if depth--; depth == 0 {
				l.pos = i + 1
				return out
			}
		case '\r':
			if i+1 < len(l.data) && l.data[i+1] == '\n' {
				i++
			}
			c = '\n'
		case '\\':
			if i++; i == len(l.data) {
				l.pos = i
				return out
			}
			var keep bool
			if c, i, keep = l.escape(i); !keep {
				continue
			}
		}
		out = append(out, c)
	}
	l.pos = len(l.data)
	return out
}

// escape reads the escape whose character after the backslash stands at i.
// It returns the byte meant, the place of the escape's last byte, and
// whether there is a byte at all (a backslash at a line end is none).
func (l *lexer) escape(i int) (c byte, last int, keep bool) {
	switch c = l.data[i]; c {
	case 'n':
		return '\n', i, true
	case 'r':
		return '\r', i, true
	case 't':
		return '\t', i, true
	case 'b':
		return '\b', i, true
	case 'f':
		return '\f', i, true
	case '\n':
		return 0, i, false
	case '\r':
		if i+1 < len(l.data) && l.data[i+1] == '\n' {
			i++
		}
		return 0, i, false
	}
	if c < '0' || c > '7' {
		return c, i, true
	}
	v := int(c - '0')
	for n := 1; n < 3 && i+1 < len(l.data) && l.data[i+1] >= '0' && l.data[i+1] <= '7'; n++ {
		i++
		v = v*8 + int(l.data[i]-'0')
	}
	return byte(v), i, true
}

// hex reads a hexadecimal string; what is no digit is skipped.
func (l *lexer) hex() []byte {
	end := bytes.IndexByte(l.data[l.pos:], '>')
	next := l.pos + end + 1
	if end < 0 {
		end, next = len(l.data)-l.pos, len(l.data)
	}
	src := l.data[l.pos : l.pos+end]
	l.pos = next
	out := make([]byte, 0, len(src)/2+1)
	high, have := byte(0), false
	for _, c := range src {
		d := unhex(c)
		if d < 0 {
			continue
		}
		if have {
			out = append(out, high<<4|byte(d))
		} else {
			high = byte(d)
		}
		have = !have
	}
	if have {
		out = append(out, high<<4)
	}
	return out
}

func (l *lexer) name() []byte {
	start := l.pos
	for l.pos < len(l.data) && !isSpace(l.data[l.pos]) && !isDelim(l.data[l.pos]) {
		l.pos++
	}
	w := l.data[start:l.pos]
	if bytes.IndexByte(w, '#') < 0 {
		return w
	}
	out := make([]byte, 0, len(w))
	for i := 0; i < len(w); i++ {
		if w[i] == '#' && i+2 < len(w) && unhex(w[i+1]) >= 0 && unhex(w[i+2]) >= 0 {
			out = append(out, byte(unhex(w[i+1])<<4|unhex(w[i+2])))
			i += 2
			continue
		}
		out = append(out, w[i])
	}
	return out
}

// dict returns the bytes up to the >> that closes the dictionary.
func (l *lexer) dict() []byte {
	start := l.pos
	for depth := 1; l.pos < len(l.data); {
		switch c := l.data[l.pos]; {
		case c == '(':
			l.pos++
			l.literal()
		case c == '<' && l.peek(1) == '<':
			depth++
			l.pos += 2
		case c == '<':
			l.pos++
			l.hex()
		case c == '>' && l.peek(1) == '>':
			l.pos += 2
			if depth--; depth == 0 {
				return l.data[start : l.pos-2]
			}
		default:
			l.pos++
		}
	}
	return l.data[start:]
}

// skipInlineImage moves behind the EI of an inline image whose BI was just
// read. The image's bytes can hold anything, "EI" too: an EI counts when
// white space surrounds it and text follows it.
func (l *lexer) skipInlineImage() {
	i := bytes.Index(l.data[l.pos:], []byte("ID"))
	if i < 0 {
		l.pos = len(l.data)
		return
	}
	for l.pos += i + 2; ; l.pos += 2 {
		i := bytes.Index(l.data[l.pos:], []byte("EI"))
		if i < 0 {
			l.pos = len(l.data)
			return
		}
		l.pos += i
		if l.pos > 0 && isSpace(l.data[l.pos-1]) && plain(l.data[min(l.pos+2, len(l.data)):]) {
			l.pos += 2
			return
		}
	}
}

// plain reports whether b begins like content behind an image: white space,
// then nothing but printable characters for a while.
func plain(b []byte) bool {
	if len(b) == 0 {
		return true
	}
	if !isSpace(b[0]) {
		return false
	}
	for _, c := range b[:min(len(b), 12)] {
		if c >= 0x7f || c < 0x20 && !isSpace(c) || c == 0 {
			return false
		}
	}
	return true
}

func isSpace(c byte) bool {
	return c == ' ' || c == '\n' || c == '\r' || c == '\t' || c == '\f' || c == 0
}

func isDelim(c byte) bool {
	switch c {
	case '(', ')', '<', '>', '[', ']', '{', '}', '/', '%':
		return true
	}
	return false
}

func unhex(c byte) int {
	switch {
	case c >= '0' && c <= '9':
		return int(c - '0')
	case c >= 'a' && c <= 'f':
		return int(c-'a') + 10
	case c >= 'A' && c <= 'F':
		return int(c-'A') + 10
	}
	return -1
}
