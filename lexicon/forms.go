package lexicon

import (
	"encoding/binary"
	"encoding/json"
	"errors"
	"fmt"
	"unicode/utf8"
)

// Forms are words of a language of which nothing is known but that they are
// words. They are read in place from the bytes of a file of forms, never change,
// and may be used by any number of goroutines at once.
type Forms struct {
	meta  FormsMeta
	codes Lexicon // its alphabet alone
	edges string
	root  uint32
}

// FormsMeta says where a file of forms comes from.
type FormsMeta struct {
	Lang    string   `json:"lang"`
	Version int      `json:"version"`
	Words   int      `json:"words"`
	Sources []string `json:"sources"`
	Licence string   `json:"licence"`
}

const (
	formsMagic   = "OCRFRM"
	formsHeader  = 24
	formEdgeSize = 4
	mostEdges    = 1 << 22 // the index of an edge has 22 bits
)

// A formEdge is an edge of the automaton: bits 0-7 label, 8 last edge of its
// node, 9 the target ends a word, 10-31 index of the target's first edge (0:
// none).
type formEdge uint32

func (e formEdge) label() byte    { return byte(e) }
func (e formEdge) last() bool     { return e&(1<<8) != 0 }
func (e formEdge) final() bool    { return e&(1<<9) != 0 }
func (e formEdge) target() uint32 { return uint32(e >> 10) }

func (f *Forms) edge(i uint32) formEdge { return formEdge(le32(f.edges[formEdgeSize*i:])) }

// BuildForms makes a file of the words, folded; those that [OfWords] leaves out
// are not in it. Equal words give equal bytes, whatever their order.
func BuildForms(meta FormsMeta, words []string) ([]byte, error) {
	lex, err := OfWords(words)
	if err != nil {
		return nil, err
	}
	meta.Words = lex.Len()
	description, err := json.Marshal(meta)
	if err != nil {
		return nil, err
	}
	edges, root, err := lex.words.withoutNumbers()
	if err != nil {
		return nil, err
	}
	alphabet := string(lex.alphabet[1:])
	out := make([]byte, formsHeader)
	copy(out, formsMagic)
	for i, n := range []int{fileVersion, len(description), len(alphabet), int(root)} {
		binary.LittleEndian.PutUint32(out[8+4*i:], uint32(n))
	}
	return append(append(append(out, description...), alphabet...), edges...), nil
}

// withoutNumbers packs the edges as a file of forms has them. Nodes that differ
// only in whether a word ends at them become one.
func (d *dawg) withoutNumbers() (edges []byte, root uint32, err error) {
	n := uint32(len(d.edges) / 8)
	if d.root == 0 {
		return make([]byte, formEdgeSize), 0, nil
	}
	// From the end, as every edge leads onwards; what is laid out last comes first.
	var nodes [][]formEdge
	place := make(map[uint32]uint32) // by index of a node's first edge, how many edges lie from the new node on to the end
	seen := make(map[string]uint32)
	total := uint32(0)
	for end := n; end > 1; {
		first := end - 1
		for first > 1 && !d.edge(first-1).last() {
			first--
		}
		var node []formEdge
		var key []byte
		for i := first; i < end; i++ {
			e := d.edge(i)
			p := formEdge(e.label()) | formEdge(place[e.target()])<<10
			if e.last() {
				p |= 1 << 8
			}
			if e.final() {
				p |= 1 << 9
			}
			node = append(node, p)
			key = binary.LittleEndian.AppendUint32(key, uint32(p))
		}
		at, ok := seen[string(key)]
		if !ok {
			total += uint32(len(node))
			at = total
			seen[string(key)] = at
			nodes = append(nodes, node)
		}
		place[first] = at
		end = first
	}
	if total >= mostEdges {
		return nil, 0, errors.New("too many words for a file of forms")
	}
	edges = make([]byte, formEdgeSize, formEdgeSize*(total+1))
	for k := len(nodes) - 1; k >= 0; k-- {
		for _, e := range nodes[k] {
			if t := e.target(); t != 0 {
				e = e&(1<<10-1) | formEdge(total+1-t)<<10
			}
			edges = binary.LittleEndian.AppendUint32(edges, uint32(e))
		}
	}
	return edges, total + 1 - place[d.root], nil
}

// OpenForms reads a file of forms in place: data must stay as it is while they
// are in use. Errors wrap ErrFormat.
func OpenForms(data string) (*Forms, error) {
	bad := func(what string) error { return fmt.Errorf("%w: forms: %s", ErrFormat, what) }
	if len(data) < formsHeader || data[:len(formsMagic)] != formsMagic {
		return nil, bad("wrong first bytes")
	}
	if v := le32(data[8:]); v != fileVersion {
		return nil, bad(fmt.Sprintf("version %d, this program reads version %d", v, fileVersion))
	}
	description, letters, root := uint64(le32(data[12:])), uint64(le32(data[16:])), le32(data[20:])
	rest := data[formsHeader:]
	if description+letters > uint64(len(rest)) {
		return nil, bad("cut short")
	}
	f := &Forms{edges: rest[description+letters:], root: root}
	if err := json.Unmarshal([]byte(rest[:description]), &f.meta); err != nil {
		return nil, bad("description: " + err.Error())
	}
	spelt := rest[description : description+letters]
	alphabet := []rune(spelt)
	if len(alphabet) > 255 || !utf8.ValidString(spelt) || !ascending(alphabet) {
		return nil, bad("alphabet")
	}
	f.codes.setAlphabet(alphabet)
	if n := len(f.edges); n < formEdgeSize || n%formEdgeSize != 0 || uint64(root)*formEdgeSize >= uint64(n) {
		return nil, bad("automaton")
	}
	return f, nil
}

// Check reads the whole automaton of forms that come from an untrusted file:
// every step must lead onwards to a node, and labels ascend within a node and
// stand for letters. After Check returns nil, Has does not panic. Its errors wrap
// ErrFormat.
func (f *Forms) Check() error {
	bad := func(i uint32, what string) error { return fmt.Errorf("%w: forms: edge %d %s", ErrFormat, i, what) }
	n := uint32(len(f.edges) / formEdgeSize)
	starts := func(i uint32) bool { return i == 1 || f.edge(i-1).last() }
	if f.root == 0 {
		n = 0
	} else if !starts(f.root) {
		return bad(f.root, "is no root")
	}
	// words[i], where a node begins at i, is how many words end below it.
	words, below := make([]uint64, n), uint64(0)
	for i := n - 1; n > 1 && i > 0; i-- {
		e := f.edge(i)
		t := e.target()
		switch {
		case i == n-1 && !e.last():
			return bad(i, "does not end its node")
		case e.label() == 0 || int(e.label()) >= f.codes.Codes() || !starts(i) && e.label() <= f.edge(i-1).label():
			return bad(i, "has a wrong label")
		case t == 0 && !e.final():
			return bad(i, "leads nowhere")
		case t != 0 && (t <= i || t >= n || !starts(t)):
			return bad(i, "leads to where no node begins")
		}
		if e.last() {
			below = 0
		}
		if t != 0 {
			below += words[t]
		}
		if e.final() {
			below++
		}
		if below >= mostWords {
			return bad(i, "has too many words")
		}
		words[i] = below
	}
	found := uint64(0)
	if f.root != 0 {
		found = words[f.root]
	}
	if found != uint64(f.meta.Words) {
		return fmt.Errorf("%w: forms: the automaton has %d words, the description %d", ErrFormat, found, f.meta.Words)
	}
	return nil
}

// Meta returns the description stored in the file.
func (f *Forms) Meta() FormsMeta { return f.meta }

// Has says whether a word in any case is one of the forms. No forms have none.
func (f *Forms) Has(word string) bool {
	if f == nil {
		return false
	}
	at, final := f.root, false
	for _, r := range Fold(word) {
		c := f.codes.Code(r)
		if c == 0 || at == 0 {
			return false
		}
		e := f.edge(at)
		for e.label() < c && !e.last() {
			at++
			e = f.edge(at)
		}
		if e.label() != c {
			return false
		}
		at, final = e.target(), e.final()
	}
	return final
}
