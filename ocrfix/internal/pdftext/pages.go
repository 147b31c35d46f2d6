package pdftext

import (
	"math"
	"strings"

	"github.com/ledongthuc/pdf"
)

// A pageNode is a page with what it inherits.
type pageNode struct {
	dict      pdf.Value
	resources pdf.Value
	box       [4]float64 // visible rectangle, x0 < x1 and y0 < y1
	rotate    int        // 0, 90, 180 or 270, clockwise
}

// walkPages lists the pages below root. The tree's counts are not read. No
// node is visited twice, and depth and number are bounded, so that cycles end.
func walkPages(root pdf.Value) []pageNode {
	w := pageWalk{seen: map[string]bool{}}
	w.visit(root, pageNode{box: [4]float64{0, 0, 612, 792}}, 0)
	return w.pages
}

type pageWalk struct {
	pages []pageNode
	seen  map[string]bool // references to nodes, as printed: "12 0 R"
	nodes int
}

// visit walks the node v, which inherits from parent. A node that cannot be
// loaded counts as a page that cannot be read, so that the pages behind it
// keep their numbers.
func (w *pageWalk) visit(v pdf.Value, parent pageNode, depth int) {
	if w.nodes++; w.nodes > maxTreeNodes || depth > maxTreeDepth || len(w.pages) >= maxPages {
		return
	}
	n := inherit(v, parent)
	kids := v.Key("Kids")
	if kids.Kind() != pdf.Array {
		// Some writers forget to say that a page is one.
		if v.Key("Type").Name() == "Page" || !v.Key("Contents").IsNull() || !v.Key("MediaBox").IsNull() {
			w.pages = append(w.pages, n)
		}
		return
	}
	refs := references(kids)
	for i := range kids.Len() {
		if i < len(refs) {
			if w.seen[refs[i]] {
				continue
			}
			w.seen[refs[i]] = true
		}
		kid, ok := index(kids, i)
		if !ok {
			w.pages = append(w.pages, pageNode{box: n.box})
			continue
		}
		w.visit(kid, n, depth+1)
	}
}

// index returns element i, or false when it cannot be loaded.
func index(v pdf.Value, i int) (e pdf.Value, ok bool) {
	defer func() {
		if recover() != nil {
			ok = false
		}
	}()
	return v.Index(i), true
}

// references returns the elements of an array of references as they are
// printed; nil when the array holds anything else.
func references(v pdf.Value) []string {
	f := strings.Fields(strings.Trim(v.String(), "[]"))
	if len(f) != 3*v.Len() {
		return nil
	}
	refs := make([]string, v.Len())
	for i := range refs {
		if f[3*i+2] != "R" {
			return nil
		}
		refs[i] = f[3*i] + " " + f[3*i+1]
	}
	return refs
}

// inherit returns the node for v: its own attributes, else those of parent.
func inherit(v pdf.Value, parent pageNode) (n pageNode) {
	n = parent
	n.dict = v
	defer func() { recover() }() // an attribute that cannot be loaded is as good as none
	if box, ok := rectangle(v.Key("CropBox")); ok {
		n.box = box
	} else if box, ok := rectangle(v.Key("MediaBox")); ok {
		n.box = box
	}
	if r := v.Key("Rotate"); !r.IsNull() {
		n.rotate = (int(math.Mod(r.Float64(), 360))%360 + 360) % 360 / 90 * 90
	}
	if r := v.Key("Resources"); r.Kind() == pdf.Dict {
		n.resources = r
	}
	return n
}

// rectangle reads a rectangle, corners in any order.
func rectangle(v pdf.Value) (box [4]float64, ok bool) {
	if v.Len() != 4 {
		return box, false
	}
	for i := range box {
		box[i] = v.Index(i).Float64()
		if !(math.Abs(box[i]) < 1e6) {
			return box, false
		}
	}
	if box[0] > box[2] {
		box[0], box[2] = box[2], box[0]
	}
	if box[1] > box[3] {
		box[1], box[3] = box[3], box[1]
	}
	return box, box[2]-box[0] >= 1 && box[3]-box[1] >= 1
}

// size returns the page's width and height as a reader sees it.
func (n *pageNode) size() (w, h float64) {
	w, h = n.box[2]-n.box[0], n.box[3]-n.box[1]
	if n.rotate%180 == 90 {
		return h, w
	}
	return w, h
}

// device returns the map from the page's own space to the space of [Page].
func (n *pageNode) device() matrix {
	b := n.box
	switch n.rotate {
	case 90:
		return matrix{0, 1, 1, 0, -b[1], -b[0]}
	case 180:
		return matrix{-1, 0, 0, 1, b[2], -b[1]}
	case 270:
		return matrix{0, -1, -1, 0, b[3], b[2]}
	}
	return matrix{1, 0, 0, -1, -b[0], b[3]}
}
