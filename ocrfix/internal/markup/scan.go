package markup

import (
	"fmt"
	"strings"
)

// MaxDepth is how deep elements may nest. Real files need about a dozen levels.
const MaxDepth = 512

// A SyntaxError says why a source is not well formed, and where.
type SyntaxError struct {
	Offset int // byte of the decoded source
	Msg    string
}

func (e *SyntaxError) Error() string {
	return fmt.Sprintf("at byte %d: %s", e.Offset, e.Msg)
}

// A Span is a half-open range of bytes of the source.
type Span struct{ Start, End int }

// In reports whether s lies inside o.
func (s Span) In(o Span) bool { return o.Start <= s.Start && s.End <= o.End }

// A Kind tells tokens apart.
type Kind int

// The kinds of token. Comments, processing instructions, the XML declaration
// and the document type are passed over.
const (
	StartTag Kind = iota
	EndTag
	Text
)

// A Token is one tag or one run of character data.
type Token struct {
	Kind Kind
	Span
	// Name is the element's name without its prefix; in HTML in lower case.
	Name string
	// FullName is the element's name as written.
	FullName string
	// Attrs are the attributes of a StartTag, valid until the next token.
	Attrs []Attr
	// Empty says of a StartTag that no EndTag follows: <SP/>, or <br> in HTML.
	Empty bool
	// Content is the range of the characters of a Text: all of it, or what
	// stands inside a CDATA section.
	Content Span
	CDATA   bool
}

// An Attr is one attribute of a StartTag.
type Attr struct {
	Name  string // without prefix; in HTML in lower case
	Span         // from the first byte of the name to the byte after the value
	Value Span   // without quotes, still escaped
	Quote byte   // ' or ", or 0 where the value is bare or missing
}

// A Scanner reads tokens from a source. XML must be well formed as far as
// tags, attributes and nesting go; HTML is read as browsers do, with no errors
// but that of nesting too deep, which its caller finds.
type Scanner struct {
	src   string
	pos   int
	end   int
	html  bool
	attrs []Attr
	open  []string // XML: full names of the open elements
	err   error
}

// NewScanner returns a scanner over the bytes of src within part.
func NewScanner(src string, part Span, html bool) *Scanner {
	return &Scanner{src: src, pos: part.Start, end: part.End, html: html}
}

// Err returns the error that ended scanning, nil at the end of the source.
func (s *Scanner) Err() error { return s.err }

// Next reads the next token into t. It returns false at the end and on error.
func (s *Scanner) Next(t *Token) bool {
	for s.err == nil && s.pos < s.end {
		if s.src[s.pos] != '<' || s.html && !s.atTag() {
			s.text(t)
			return true
		}
		switch rest := s.src[s.pos:s.end]; {
		case strings.HasPrefix(rest, "<!--"):
			s.skip("-->")
		case strings.HasPrefix(rest, "<![CDATA["):
			s.cdata(t)
			return s.err == nil
		case strings.HasPrefix(rest, "<?"):
			if s.html {
				s.skip(">")
			} else {
				s.skip("?>")
			}
		case strings.HasPrefix(rest, "<!"):
			s.doctype()
		case strings.HasPrefix(rest, "</"):
			s.endTag(t)
			return s.err == nil
		default:
			s.startTag(t)
			return s.err == nil
		}
	}
	if s.err == nil && len(s.open) > 0 {
		s.fail(s.end, "the file ends inside <"+s.open[len(s.open)-1]+">")
	}
	return false
}

func (s *Scanner) fail(at int, msg string) {
	if s.err == nil {
		s.err = &SyntaxError{Offset: at, Msg: msg}
	}
}

// atTag reports whether the < at pos opens a tag or comment in HTML.
func (s *Scanner) atTag() bool {
	if s.pos+1 >= s.end {
		return false
	}
	c := s.src[s.pos+1]
	return c == '/' || c == '!' || c == '?' || c|0x20 >= 'a' && c|0x20 <= 'z'
}

func (s *Scanner) text(t *Token) {
	start := s.pos
	for {
		n := strings.IndexByte(s.src[s.pos+1:s.end], '<')
		if n < 0 {
			s.pos = s.end
			break
		}
		if s.pos += 1 + n; !s.html || s.atTag() {
			break
		}
	}
	span := Span{start, s.pos}
	*t = Token{Kind: Text, Span: span, Content: span}
}

// skip moves behind the next end mark.
func (s *Scanner) skip(mark string) {
	n := strings.Index(s.src[s.pos:s.end], mark)
	switch {
	case n >= 0:
		s.pos += n + len(mark)
	case s.html:
		s.pos = s.end
	default:
		s.fail(s.pos, "no "+mark+" follows")
	}
}

func (s *Scanner) cdata(t *Token) {
	start := s.pos
	s.skip("]]>")
	if s.err != nil {
		return
	}
	inner := Span{start + len("<![CDATA["), max(start+len("<![CDATA["), s.pos-len("]]>"))}
	*t = Token{Kind: Text, Span: Span{start, s.pos}, Content: inner, CDATA: true}
}

// doctype passes over <!DOCTYPE …> with its internal subset, unread.
func (s *Scanner) doctype() {
	if s.html {
		s.skip(">")
		return
	}
	brackets := 0
	for i := s.pos; i < s.end; i++ {
		switch c := s.src[i]; c {
		case '"', '\'':
			n := strings.IndexByte(s.src[i+1:s.end], c)
			if n < 0 {
				s.fail(i, "a quotation is not closed")
				return
			}
			i += n + 1
		case '[':
			brackets++
		case ']':
			brackets--
		case '<':
			if strings.HasPrefix(s.src[i:s.end], "<!--") {
				n := strings.Index(s.src[i:s.end], "-->")
				if n < 0 {
					s.fail(i, "no --> follows")
					return
				}
				i += n + 2
			}
		case '>':
			if brackets <= 0 {
				s.pos = i + 1
				return
			}
		}
	}
	s.fail(s.pos, "the document type is not closed")
}

func (s *Scanner) endTag(t *Token) {
	start := s.pos
	n := strings.IndexByte(s.src[start:s.end], '>')
	if n < 0 {
		s.pos = s.end
		if !s.html {
			s.fail(start, "an end tag is not closed")
		}
		*t = Token{Kind: EndTag, Span: Span{start, s.end}}
		return
	}
	s.pos = start + n + 1
	i := s.nameEnd(start + 2)
	full := s.src[start+2 : i]
	if !s.html {
		if len(s.open) == 0 || s.open[len(s.open)-1] != full || strings.TrimLeft(s.src[i:start+n], " \t\r\n") != "" {
			s.fail(start, "</"+clip(full)+"> closes nothing that is open")
			return
		}
		s.open = s.open[:len(s.open)-1]
	}
	*t = Token{Kind: EndTag, Span: Span{start, s.pos}, Name: s.local(full), FullName: full}
}

func (s *Scanner) startTag(t *Token) {
	start := s.pos
	i := s.nameEnd(start + 1)
	full := s.src[start+1 : i]
	if full == "" {
		s.fail(start, "a < opens no tag")
		return
	}
	s.attrs = s.attrs[:0]
	empty := false
	for {
		i = s.spaceEnd(i)
		if i >= s.end {
			if !s.html {
				s.fail(start, "the tag <"+clip(full)+" is not closed")
				return
			}
			break
		}
		if s.src[i] == '>' {
			i++
			break
		}
		if s.src[i] == '/' {
			i++
			if i < s.end && s.src[i] == '>' {
				empty = true
				i++
				break
			}
			if !s.html {
				s.fail(i, "a / stands inside a tag")
				return
			}
			continue
		}
		if i = s.attr(i); s.err != nil {
			return
		}
	}
	s.pos = i
	*t = Token{Kind: StartTag, Span: Span{start, i}, Name: s.local(full), FullName: full, Attrs: s.attrs, Empty: empty}
	if s.html {
		t.Empty = empty || htmlVoid(t.Name)
		if !t.Empty {
			s.rawText(t.Name)
		}
		return
	}
	if !empty {
		if len(s.open) >= MaxDepth {
			s.fail(start, fmt.Sprintf("elements nest deeper than %d", MaxDepth))
			return
		}
		s.open = append(s.open, full)
	}
}

// attr reads one attribute that begins at i and returns the byte after it.
func (s *Scanner) attr(i int) int {
	start := i
	if s.html && s.src[i] == '=' {
		i++ // as browsers do: a stray = begins a name
	}
	i = s.nameEnd(i)
	name := s.src[start:i]
	if name == "" {
		if !s.html {
			s.fail(start, "an attribute has no name")
			return i
		}
		return start + 1
	}
	a := Attr{Name: s.local(name), Span: Span{start, i}, Value: Span{i, i}}
	eq := s.spaceEnd(i)
	if eq >= s.end || s.src[eq] != '=' {
		if !s.html {
			s.fail(start, "the attribute "+clip(name)+" has no value")
			return i
		}
		s.attrs = append(s.attrs, a)
		return i
	}
	i = s.spaceEnd(eq + 1)
	if i < s.end && (s.src[i] == '"' || s.src[i] == '\'') {
		a.Quote = s.src[i]
		n := strings.IndexByte(s.src[i+1:s.end], a.Quote)
		if n < 0 {
			if !s.html {
				s.fail(start, "the value of "+clip(name)+" is not closed")
				return i
			}
			n = s.end - i - 1
		}
		a.Value = Span{i + 1, i + 1 + n}
		i = min(i+n+2, s.end)
		a.End = i
		s.attrs = append(s.attrs, a)
		return i
	}
	if !s.html {
		s.fail(start, "the value of "+clip(name)+" is not quoted")
		return i
	}
	v := i
	for i < s.end && !isSpace(s.src[i]) && s.src[i] != '>' {
		i++
	}
	a.Value, a.End = Span{v, i}, i
	s.attrs = append(s.attrs, a)
	return i
}

// nameEnd returns the end of the name that begins at i.
func (s *Scanner) nameEnd(i int) int {
	for i < s.end {
		switch s.src[i] {
		case ' ', '\t', '\n', '\r', '\f', '>', '/', '=', '<', '"', '\'':
			return i
		}
		i++
	}
	return i
}

func (s *Scanner) spaceEnd(i int) int {
	for i < s.end && isSpace(s.src[i]) {
		i++
	}
	return i
}

func isSpace(c byte) bool {
	return c == ' ' || c == '\n' || c == '\t' || c == '\r' || c == '\f'
}

// local returns the name without its prefix, in HTML in lower case.
func (s *Scanner) local(name string) string {
	if s.html {
		return strings.ToLower(name)
	}
	if i := strings.IndexByte(name, ':'); i >= 0 {
		return name[i+1:]
	}
	return name
}

// rawText passes over the content of elements in which < opens no tag.
func (s *Scanner) rawText(name string) {
	if name != "script" && name != "style" && name != "textarea" && name != "title" {
		return
	}
	for i := s.pos; ; {
		n := strings.Index(s.src[i:s.end], "</")
		if n < 0 {
			s.pos = s.end
			return
		}
		i += n
		if i+2+len(name) <= s.end && strings.EqualFold(s.src[i+2:i+2+len(name)], name) {
			s.pos = i
			return
		}
		i += 2
	}
}

func htmlVoid(name string) bool {
	switch name {
	case "area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "param", "source", "track", "wbr":
		return true
	}
	return false
}

// clip shortens a name from the source for an error message.
func clip(s string) string {
	if len(s) > 40 {
		s = s[:40] + "…"
	}
	return strings.ToValidUTF8(s, "\uFFFD")
}

// attr returns the named attribute of a StartTag.
func (t *Token) attr(name string) (Attr, bool) {
	for _, a := range t.Attrs {
		if a.Name == name {
			return a, true
		}
	}
	return Attr{}, false
}
